package prose

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		source, plain string
		marks         []Mark
		sentences     int
	}{
		{"", "", nil, 0},
		{"plain words", "plain words", nil, 1},
		{"Drag [the arrow](w), or press [play](play).", "Drag the arrow, or press play.", []Mark{{5, 14, []string{"w"}}, {25, 29, []string{"play"}}}, 1},
		{"拖动[箭头 w](w)。", "拖动箭头 w。", []Mark{{6, 14, []string{"w"}}}, 1},
		{"[both](points line-1)", "both", []Mark{{0, 4, []string{"points", "line-1"}}}, 1},
		{"x in [0, 1] (see f(x))", "x in [0, 1] (see f(x))", nil, 1},
		{"[a] and [b](b)", "[a] and b", []Mark{{8, 9, []string{"b"}}}, 1},
		{"[](w) [open](", "[](w) [open](", nil, 1},
		{"[x](，) [y](y)", "[x](，) y", []Mark{{9, 10, []string{"y"}}}, 1},
		{"[x]() [y]( )", "[x]() [y]( )", nil, 1},
		{"η = 0.5 is too large. Why? Because.", "η = 0.5 is too large. Why? Because.", nil, 3},
		{"“求和”吗？不。好！", "“求和”吗？不。好！", nil, 3},
		{"He said “no.” It was (yes). ", "He said “no.” It was (yes). ", nil, 2},
	} {
		got := Parse(c.source)
		if got.Plain != c.plain || !reflect.DeepEqual(got.Marks, c.marks) || got.Sentences() != c.sentences {
			t.Errorf("%q is %q with marks %v and %d sentences; want %q, %v, %d", c.source, got.Plain, got.Marks, got.Sentences(), c.plain, c.marks, c.sentences)
		}
		if p := Plain(c.source); p != c.plain {
			t.Errorf("%q is read %q", c.source, p)
		}
	}
}

func TestSentence(t *testing.T) {
	text := Parse("One. Two (2.5)? 三。")
	for at, want := range map[int]string{0: "One. ", 4: "One. ", 5: "Two (2.5)? ", 12: "Two (2.5)? ", 16: "三。", 99: ""} {
		from, to := text.Sentence(at)
		if got := text.Plain[from:to]; got != want {
			t.Errorf("byte %d belongs to %q, want %q", at, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"Drag [the arrow](w).", "[[a](b)](c)", "](", "[x](y z)[", "拖[动](w)。", strings.Repeat("[a](b)", 40), "a.b! c?\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		text := Parse(source)
		if len(text.Marks) > maxMarks || len(text.Plain) > len(source) {
			t.Fatalf("%d marks, %d bytes of %d", len(text.Marks), len(text.Plain), len(source))
		}
		last := 0
		for _, m := range text.Marks {
			if m.From < last || m.To <= m.From || m.To > len(text.Plain) || len(m.Things) == 0 {
				t.Fatalf("%q: mark %+v after byte %d of %d", source, m, last, len(text.Plain))
			}
			if utf8.ValidString(source) && !utf8.ValidString(text.Plain[m.From:m.To]) {
				t.Fatalf("%q: mark %+v cuts a character", source, m)
			}
			last = m.To
		}
		if strings.TrimSpace(text.Plain) == "" {
			return
		}
		end := 0
		for at := range text.Plain {
			from, to := text.Sentence(at)
			if at < from || at >= to || to < end {
				t.Fatalf("%q: byte %d is in the sentence %d to %d", text.Plain, at, from, to)
			}
			end = to
		}
	})
}
