package paint

import (
	"math"
	"strings"
	"testing"
)

func lines(s string, width float64) []string {
	var out []string
	for s != "" {
		var l string
		l, s = cutLine(s, width, Style{Font: Sans, Size: 10})
		out = append(out, l)
	}
	return out
}

// Chinese characters are 10 wide at size 10.
func TestWrap(t *testing.T) {
	for _, test := range []struct {
		name, text string
		width      float64
		want       string
	}{
		{"chinese anywhere", "一二三四五六", 30, "一二三|四五六"},
		{"no comma at a line start", "一二三，四五", 30, "一二|三，四|五"},
		{"no full stop at a line start", "一二三四。", 40, "一二三|四。"},
		{"no opening bracket at a line end", "一二（三）四", 30, "一二|（三）|四"},
		{"latin at blanks", "the quick fox", 50, "the quick|fox"},
		{"blanks at the end vanish", "ab   cd", 12, "ab|cd"},
		{"a word longer than the line", "abcdefghijkl", 20, "abc|def|ghij|kl"},
		{"mixed", "学习率 learning rate", 70, "学习率|learning rate"},
		{"an equation stays whole", "we step by w = 2x now", 75, "we step by|w = 2x now"},
		{"unless the line were half empty", "so w = 2x", 40, "so w =|2x"},
		{"new line", "一\n二", 100, "一|二"},
		{"an empty line", "一\n\n二", 100, "一||二"},
		{"nothing", "", 100, ""},
		{"no width", "一二", 0, "一|二"},
	} {
		if got := strings.Join(lines(test.text, test.width), "|"); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	for _, s := range []string{"", "一二三，四五", "the quick brown fox", "a（b）“c”…", "\n\n", "\xff\xfe", "é́́"} {
		f.Add(s, 35.0)
	}
	f.Fuzz(func(t *testing.T, s string, width float64) {
		if len(s) > 300 {
			return
		}
		st := Style{Font: Sans, Size: 10}
		rest, n := s, 0
		for rest != "" {
			before := len(rest)
			_, rest = cutLine(rest, width, st)
			if len(rest) >= before {
				t.Fatalf("no progress in %q at %v", s, width)
			}
			if n++; n > len(s)+1 {
				t.Fatal("too many lines")
			}
		}
		if h := WrapHeight(s, width, st, 10); h != float64(n)*10 {
			t.Errorf("height %v for %d lines", h, n)
		}
	})
}

func TestNumbersKeepTheirWidth(t *testing.T) {
	st := Style{Font: Mono, Size: 12}
	w := Measure("0.000", st)
	for _, v := range []float64{0.111, 0.123, 0.987, 1.111, 8.888} {
		if got := Measure(string(AppendNumber(nil, v, 3)), st); math.Abs(got-w) > 1e-9 {
			t.Errorf("%v is %v wide, want %v", v, got, w)
		}
	}
	if a, b := Measure("−", st), Measure("+", st); a != b {
		t.Errorf("− is %v wide, + is %v", a, b)
	}
}

func TestAppendNumber(t *testing.T) {
	for _, test := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{-0.025, 3, "−0.025"}, {1, 2, "1.00"}, {-0.0004, 2, "0.00"}, {math.Copysign(0, -1), 1, "0.0"},
		{math.NaN(), 2, "NaN"}, {math.Inf(1), 2, "∞"}, {math.Inf(-1), 2, "−∞"}, {-12, 0, "−12"}, {1e12, 2, "1.00e+12"}, {0.5, -3, "0"},
	} {
		if got := string(AppendNumber(nil, test.v, test.decimals)); got != test.want {
			t.Errorf("%v with %d decimals: %q, want %q", test.v, test.decimals, got, test.want)
		}
	}
}

func TestMarksTakeTheFormOfTheirNeighbours(t *testing.T) {
	st := Style{Font: Sans, Size: 10}
	if w := Measure("“引号”", st); w != 40 {
		t.Errorf("Chinese quotation marks: %v wide, want 40", w)
	}
	if w := Measure("don’t", st) - Measure("dont", st); w > 3 {
		t.Errorf("an English apostrophe is %v wide: that is the Chinese one", w)
	}
	if w := Measure("28×28", st) - Measure("2828", st); w > 7 {
		t.Errorf("× between digits is %v wide: that is the Chinese one", w)
	}
}

func TestElide(t *testing.T) {
	st := Style{Font: Sans, Size: 10}
	if got := Elide("反向传播与门", 35, st); got != "反向…" && got != "反…" {
		t.Errorf("got %q", got)
	}
	if got := Elide("short", 100, st); got != "short" {
		t.Errorf("got %q", got)
	}
	if w := Measure(Elide("a very long line of words", 50, st), st); w > 50 {
		t.Errorf("elided text is %v wide, want at most 50", w)
	}
}

func TestTextIsReported(t *testing.T) {
	c := NewCanvas()
	var seen string
	var box Rect
	c.OnText = func(s string, b Rect, _ Style) { seen, box = s, b }
	c.PushOffset(5, 0)
	c.Text("一二", 100, 50, Style{Font: Sans, Size: 10, Color: ink}, Right)
	if seen != "一二" || box != (Rect{85, 45, 20, 10}) {
		t.Errorf("heard %q at %v", seen, box)
	}
}
