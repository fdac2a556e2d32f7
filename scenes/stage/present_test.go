package stage

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

type wholeScene struct{ plainScene }

func (wholeScene) Whole() bool { return true }

func TestPresenting(t *testing.T) {
	s, now := house(t)
	full := false
	s.host.FullScreen = func() { full = !full }
	s.host.FullScreenOn = func() bool { return full }
	s.Step()
	s.Update(0.016)
	scene, at := now(), s.State().Step
	press(s, "p")
	s.Update(0.016)
	if !s.Presenting() || !full || s.zoom <= 1 {
		t.Fatalf("presenting %v, full screen %v, %g times as large", s.Presenting(), full, s.zoom)
	}
	if now() != scene || s.State().Step != at {
		t.Error("presenting began the scene anew")
	}
	for _, w := range s.Widgets() {
		if w.Shown && (w.Group == "scenes" || w.Group == "bar" || w.Group == "controls") {
			t.Errorf("%s of the %s shows", w.ID, w.Group)
		}
	}
	for i, key := range []string{"ArrowRight", "PageDown", " "} {
		press(s, key)
		s.Update(0.016)
		if got := s.State().Step; got != at+i+1 {
			t.Errorf("after %q it is at step %d, want %d", key, got, at+i+1)
		}
	}
	press(s, "PageUp")
	s.Update(0.016)
	if got := s.State().Step; got != at+2 {
		t.Errorf("a page up leads to %d", got)
	}
	if size := s.State().Size; size.Width != 1280 || size.Height != 800 {
		t.Errorf("the window is %v", size)
	}
	// where a widget is said to be is where a press finds it
	for _, w := range s.Widgets() {
		if w.ID == "leave" {
			x, y := w.Rect.X+w.Rect.Width/2, w.Rect.Y+w.Rect.Height/2
			s.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
			s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
		}
	}
	s.Update(0.016)
	if s.Presenting() || full || s.zoom != 1 || now() != scene {
		t.Errorf("the button leaves it presenting %v, full %v, %g", s.Presenting(), full, s.zoom)
	}
	press(s, "P")
	s.Update(0.016)
	press(s, "Escape")
	s.Update(0.016)
	if s.Presenting() {
		t.Error("Esc does not end it")
	}
	s.Present(true)
	full = false
	s.FullScreenLeft()
	if s.Presenting() || full {
		t.Error("it goes on when full screen has ended")
	}
}

func TestEmbedded(t *testing.T) {
	s, _ := house(t)
	s.Follow("#/lesson?embed=1")
	s.Update(0.016)
	for _, w := range s.Widgets() {
		if w.Shown && (w.Group == "scenes" || w.Group == "bar") {
			t.Errorf("%s of the %s shows", w.ID, w.Group)
		}
	}
	if !strings.Contains(s.Link().String(), "embed=1") {
		t.Errorf("its link %s forgets that it is a guest", s.Link())
	}
	if n := s.State().Notice; n != "" {
		t.Errorf("it says %q", n)
	}
	s.Resize(360, 640)
	s.Update(0.016)
	if s.frame.panel.r.Empty() {
		t.Error("on a phone the controls cannot be opened")
	}
	tap(s, "panel")
	s.Update(0.016)
	if s.sheet != sheetControls {
		t.Error("a tap does not open the controls")
	}
}

func TestProgressIsKept(t *testing.T) {
	store := map[string]string{}
	open := func() *Stage {
		var last *lesson
		s := New(Options{Lang: i18n.EN, Host: Host{
			Recall: func(k string) string { return store[k] }, Keep: func(k, v string) { store[k] = v },
		}, Entries: []Entry{
			{ID: "lesson", Act: 1, New: func(*Env) (Scene, error) { last = newLesson(); return last, nil }},
			{ID: "plain", Act: 1, New: func(*Env) (Scene, error) { return plainScene{}, nil }},
			{ID: HomeID, New: func(*Env) (Scene, error) { return wholeScene{}, nil }},
		}})
		s.Update(0)
		return s
	}
	s := open()
	run(s, 1)
	if p := s.env.Progress("lesson"); !p.Visited || p.Done() || p.Reached != 0 || p.Last <= 0 {
		t.Errorf("after a look: %+v", p)
	}
	s.Step()
	s.Step()
	run(s, 1)
	s.Go(HomeID)
	run(s, 1)
	if s.lay.rail.W != 0 || s.lay.bar.H != 0 {
		t.Error("a scene that fills the theatre has a rail or a transport")
	}
	s.Draw(paint.NewCanvas(), 1)
	if p := s.env.Progress(HomeID); p.Visited {
		t.Error("home counts as a scene of the course")
	}
	s = open()
	if p := s.env.Progress("lesson"); p.Reached != 2 || p.Done() {
		t.Errorf("kept: %+v of %s", p, store[progressKey])
	}
	if p := s.env.Progress("plain"); p.Visited {
		t.Errorf("never seen: %+v", p)
	}
	s.Seek(99)
	run(s, 1)
	if p := s.env.Progress("lesson"); !p.Done() {
		t.Errorf("at the end: %+v", p)
	}
	s.env.Open("plain")
	run(s, 1)
	if s.State().Scene != "plain" || !s.env.Progress("plain").Done() {
		t.Errorf("asked for plain, it shows %s", s.State().Scene)
	}
	s.env.ForgetProgress()
	s.Go(HomeID)
	run(s, 1)
	if s.env.Progress("lesson").Visited || strings.Contains(store[progressKey], "lesson") {
		t.Errorf("not forgotten: %s", store[progressKey])
	}
	for _, bad := range []string{"{", "null", `{"lesson":null}`, `{"lesson":{"r":-5,"n":-9}}`, `{"nowhere":{}}`, `[1]`, strings.Repeat("x", maxProgress+1)} {
		store[progressKey] = bad
		if p := open().env.Progress("lesson"); p.Reached < 0 {
			t.Errorf("%.40s gives %+v", bad, p)
		}
	}
}

func TestLargeWindowGrows(t *testing.T) {
	s, _ := house(t)
	for _, c := range []struct{ w, h, zoom float64 }{
		{1280, 800, 1}, {390, 844, 1}, {2560, 600, 1}, {1680, 945, 1}, {3360, 1890, 2}, {3360, 945 * 1.5, 1.5},
	} {
		s.Resize(c.w, c.h)
		s.Update(0.016)
		if s.zoom != c.zoom {
			t.Errorf("%gx%g is drawn %g times as large, want %g", c.w, c.h, s.zoom, c.zoom)
		}
		for _, w := range s.Widgets() { // where it is said to be is where a press finds it
			if w.ID == "help" && w.Shown {
				x, y := w.Rect.X+w.Rect.Width/2, w.Rect.Y+w.Rect.Height/2
				s.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
				s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
				s.Update(0.016)
				if s.sheet != sheetHelp {
					t.Errorf("%gx%g: %v is not where help is", c.w, c.h, w.Rect)
				}
				s.closeSheet()
			}
		}
	}
}

// TestPresentedSceneKeepsRoom: words grow only as far as figures still have room.
func TestPresentedSceneKeepsRoom(t *testing.T) {
	s, _ := house(t)
	s.Present(true)
	for _, size := range [][2]float64{{1024, 768}, {1280, 800}, {1920, 1080}, {2560, 1440}, {3840, 2160}} {
		s.Resize(size[0], size[1])
		s.Update(0.016)
		if s.zoom <= 1 || s.width < presentRoom-1e-9 || s.height < presentTall-1e-9 {
			t.Errorf("%v: %g times as large, %g×%g are left", size, s.zoom, s.width, s.height)
		}
	}
}
