package stage

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
	"strings"
	"testing"
)

func TestLinkRoundTrip(t *testing.T) {
	s, _ := house(t)
	for _, kv := range [][2]string{{"lr", "0.25"}, {"aug", "true"}, {"expression", "(x+y)*z & <b>é 字</b>"}, {"seed", "7"}, {"speed", "2"}, {"lang", "zh"}, {"theme", "dark"}, {"secret", "5"}} {
		if err := s.Set(kv[0], kv[1]); err != nil {
			t.Fatal(err)
		}
	}
	s.Seek(4)
	link := s.Link().String()
	if strings.Contains(link, "secret") || strings.ContainsAny(link, "<> ") {
		t.Errorf("the link is %s", link)
	}
	again, l := house(t)
	again.Follow(link)
	again.Update(0.016)
	if got := again.Link().String(); got != link {
		t.Errorf("followed\n%s\nis at\n%s", link, got)
	}
	if n := again.State().Notice; n != "" || l().at != 4 {
		t.Errorf("notice %q, at %d", n, l().at)
	}
	again.Follow("#/lesson") // what a link does not name takes its default
	if v := again.State().Parameters["lr"]; v != 0.5 {
		t.Errorf("lr is %v, want its default 0.5", v)
	}
}

func TestHostileLinks(t *testing.T) {
	s, _ := house(t)
	for _, bad := range []string{"#%E0%A4%A", "#/lesson?lr=NaN", "#/lesson?lr=1e999&aug=perhaps", "#/nowhere", "#/lesson?__proto__[x]=1", "#/lesson?at=-1e9", "#/lesson?seed=99999999999999999999",
		"#/lesson?unknown=1", "#/lesson?speed=0", "#/lesson?speed=-Inf", "#/lesson?a=" + strings.Repeat("a", 1<<20), "javascript:alert(1)", "#/lesson?expression=" + strings.Repeat("(", 5000)} {
		s.Follow(bad)
		s.Update(0.016)
		st := s.State()
		if st.Error != "" || st.Notice == "" || st.Scene != "lesson" {
			t.Errorf("%.40s: scene %q, notice %q, error %q", bad, st.Scene, st.Notice, st.Error)
		}
	}
	s.Follow("")
	if n := s.State().Notice; n != "" {
		t.Errorf("an empty fragment: %q", n)
	}
}

func FuzzFollow(f *testing.F) {
	f.Add("#/lesson?lr=0.3&at=2")
	f.Add("#/broken?x=%zz")
	f.Fuzz(func(t *testing.T, fragment string) {
		s, _ := house(t)
		s.Follow(fragment)
		s.Update(0.016)
		if s.cur == nil {
			t.Error("no scene")
		}
	})
}

// TestLinkOfAHalfTypedText: a text that makes no sense yet does not get into the
// link; the last one that did stays there.
func TestLinkOfAHalfTypedText(t *testing.T) {
	f := ui.NewField("formula", i18n.Same("formula"), "x").Kept()
	f.OnChange(func(v string) {
		if strings.HasSuffix(v, "+") {
			f.SetError(i18n.Same("something is missing"), len(v))
		} else {
			f.SetError(i18n.Text{}, -1)
		}
	})
	s := New(Options{Entries: []Entry{{ID: "one", Title: i18n.Same("one"), New: func(*Env) (Scene, error) {
		l := newLesson()
		l.controls = []ui.Widget{f}
		return l, nil
	}}}})
	for _, c := range [][2]string{{"x+1", "x+1"}, {"x+1+", "x+1"}, {"x+1+y", "x+1+y"}} {
		if err := s.Set("formula", c[0]); err != nil {
			t.Fatal(err)
		}
		if got := s.Link().Values["formula"]; got != c[1] {
			t.Errorf("while %q stands in the field the link says %q", c[0], got)
		}
	}
}
