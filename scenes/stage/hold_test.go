package stage

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// held is a lecture's scene: a value, two buttons side by side, a group, and a
// figure with a value of its own.
func held() (*Stage, *lesson) {
	l := newLesson()
	rate := ui.NewSlider("learning_rate", i18n.Same("Learning rate"), 0, 1, 0.1).Kept()
	more := ui.NewFold("more", i18n.Same("More"), ui.NewSlider("dropout", i18n.Same("Dropout"), 0, 1, 0).Kept(), ui.NewToggle("norm", i18n.Same("Norm"), false).Kept())
	more.SetOpen(true)
	l.controls = []ui.Widget{rate, ui.NewRow(ui.NewButton("left", i18n.Same("Left")), ui.NewButton("right", i18n.Same("Right")).Edit()), more}
	s := New(Options{Lang: i18n.EN, Still: true, Entries: []Entry{{ID: "s", Title: i18n.Same("S"), Head: i18n.Same("S"), Lead: i18n.Same("s"),
		New: func(*Env) (Scene, error) { return l, nil }}}})
	s.Resize(1280, 800)
	run(s, 0.2)
	return s, l
}

func shownControls(s *Stage) string {
	var ids []string
	for _, w := range s.Widgets() {
		if w.Group == "controls" && w.Shown && !strings.HasPrefix(w.ID, "controls-") && w.ID != "legend" {
			ids = append(ids, w.ID)
		}
	}
	return strings.Join(ids, " ")
}

func TestHide(t *testing.T) {
	for _, c := range []struct{ hide, shown string }{
		{"", "learning_rate left right more dropout norm"},
		{"learning_rate", "left right more dropout norm"},
		{"left,dropout", "learning_rate right more norm"},
		{"left, right", "learning_rate more dropout norm"},
		{"dropout,norm", "learning_rate left right"},
		{"more,nothing_like_that", "learning_rate left right"},
		{"*", ""},
	} {
		s, _ := held()
		s.Follow("#/s?learning_rate=0.25&hide=" + c.hide)
		run(s, 0.1)
		if got := shownControls(s); got != c.shown {
			t.Errorf("hide=%s shows %q, want %q", c.hide, got, c.shown)
		}
		if panel := s.lay.panel.Empty(); panel != (c.shown == "") {
			t.Errorf("hide=%s: no panel: %v", c.hide, panel)
		}
		if s.State().Parameters["learning_rate"] != 0.25 || s.State().Notice != "" {
			t.Errorf("hide=%s: %v, %q", c.hide, s.State().Parameters, s.State().Notice)
		}
		link := s.Link()
		if link.Values["learning_rate"] != "0.25" || strings.ReplaceAll(c.hide, " ", "") != link.Values[hideKey] {
			t.Errorf("hide=%s: the link is %s", c.hide, link)
		}
		must(t, s.Set("dropout", "0.5")) // a program may
		s.Follow("#/s")
		run(s, 0.1)
		if got := shownControls(s); !strings.HasPrefix(got, "learning_rate left right more") {
			t.Errorf("a link that holds nothing shows %q", got)
		}
	}
}

func TestLock(t *testing.T) {
	s, _ := held()
	s.Follow("#/s?lock=learning_rate,right,norm")
	run(s, 0.1)
	value := func(id string) any { return s.State().Parameters[id] }
	for _, id := range []string{"learning_rate", "right", "norm"} {
		s.notice = notice{}
		tap(s, id)
		if !strings.Contains(s.State().Notice, "locks") {
			t.Errorf("%s was pressed: %q", id, s.State().Notice)
		}
		for _, w := range s.Widgets() {
			if w.ID == id && w.Enabled {
				t.Errorf("the mirror has %s enabled", id)
			}
		}
	}
	s.Focus("learning_rate")
	press(s, "ArrowUp")
	press(s, "5")
	if s.SetWidget("learning_rate", "0.9") == nil || s.Press("right") == nil {
		t.Error("the mirror may change what is locked")
	}
	if value("learning_rate") != 0.1 || value("norm") != false {
		t.Errorf("what is locked has changed: %v", s.State().Parameters)
	}
	must(t, s.SetWidget("dropout", "0.5"))
	if value("dropout") != 0.5 {
		t.Errorf("beside what is locked: dropout %v", value("dropout"))
	}
	must(t, s.Set("learning_rate", "0.3")) // a program may
	if value("learning_rate") != 0.3 {
		t.Errorf("set by a program: %v", value("learning_rate"))
	}
	s.Follow("#/s?lock=*")
	run(s, 0.1)
	s.Focus("dropout")
	press(s, "ArrowUp")
	if value("dropout") != 0.0 {
		t.Errorf("all are locked: dropout %v", value("dropout"))
	}
	if s.Press("right") == nil || s.Press("left") != nil {
		t.Error("all are locked: a button that changes settings may be pressed, or one that does not may not")
	}
	veiled := func() (n int) {
		c := paint.NewCanvas()
		s.Draw(c, 1)
		for _, w := range s.controls() {
			if s.isLocked(w) {
				n++
			}
		}
		return n
	}
	if n := veiled(); n != 4 {
		t.Errorf("%d controls are locked, want the three with values and the button that changes them", n)
	}
}

// TestHoldsThatMakeNoSense are told of, and hold nothing.
func TestHoldsThatMakeNoSense(t *testing.T) {
	for _, bad := range []string{"a,,b", "<b>", strings.Repeat("x", 100), "a b", ","} {
		s, _ := held()
		if s.Set(hideKey, bad) == nil || s.Set(lockKey, bad) == nil {
			t.Errorf("%q was taken", bad)
		}
		s.Follow("#/s?hide=" + bad)
		run(s, 0.1)
		if shownControls(s) == "" || s.State().Notice == "" {
			t.Errorf("%q: %q", bad, s.State().Notice)
		}
	}
}

// TestShareHolds: the sheet's link holds what the lecturer chose, the lecturer's
// own page nothing.
func TestShareHolds(t *testing.T) {
	s, _ := held()
	copied := ""
	s.host.Copy = func(text string) error { copied = text; return nil }
	for _, lend := range []string{"", lockKey, hideKey} {
		must(t, s.Press("share"))
		must(t, s.SetWidget("share-controls", lend))
		must(t, s.Press("copy"))
		l, ok := ParseLink(copied)
		if want := map[bool]string{true: "*"}; !ok || l.Values[hideKey] != want[lend == hideKey] || l.Values[lockKey] != want[lend == lockKey] {
			t.Errorf("%q: the link is %s", lend, copied)
		}
		if run(s, 0.1); s.Link().Values[hideKey] != "" || s.Link().Values[lockKey] != "" || shownControls(s) == "" {
			t.Errorf("%q: the lecturer's own page is %s", lend, s.Link())
		}
	}
	if s.SetWidget("share-controls", "x") == nil {
		t.Error("there is a choice x")
	}
}

// TestLockedLooksLocked: what a link locks on the stage itself, a button, a switch
// or chips, is drawn as such.
func TestLockedLooksLocked(t *testing.T) {
	s, l := held()
	for _, w := range []ui.Widget{ui.NewButton("b", i18n.Same("B")).Edit(), ui.NewToggle("t", i18n.Same("T"), true),
		ui.NewSelect("c", i18n.Same("C"), "x", ui.Opt("x", i18n.Same("x")), ui.Opt("y", i18n.Same("y"))).Bare()} {
		l.figures = []ui.Widget{l.pad, w}
		picture := func(lock string) [2]uint32 {
			must(t, s.Set("lock", lock))
			run(s, 0.05)
			c := paint.NewCanvas()
			s.Draw(c, 1)
			return c.Digest()
		}
		if free := picture(""); free == picture(w.ID()) || free != picture("") {
			t.Errorf("%s locked looks as it does when it is free", w.ID())
		}
	}
}
