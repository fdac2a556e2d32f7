package stage

import (
	"fmt"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

func TestPhone(t *testing.T) {
	s, l := house(t)
	s.Resize(390, 844)
	s.Update(0.016)
	if !s.env.Phone || !s.widget("lr").Rect().Empty() {
		t.Error("on a phone the controls are in a sheet")
	}
	for _, w := range s.Widgets() {
		if w.Shown && w.Role == "button" && (w.Rect.Width < 40 || w.Rect.Height < 40) {
			t.Errorf("%s is %v by %v: too small for a finger", w.ID, w.Rect.Width, w.Rect.Height)
		}
		if w.Shown && (w.Rect.X < 0 || w.Rect.X+w.Rect.Width > 390 || w.Rect.Y < 0 || w.Rect.Y+w.Rect.Height > 845) {
			t.Errorf("%s lies outside: %+v", w.ID, w.Rect)
		}
	}
	tap(s, "panel")
	if s.widget("lr").Rect().Empty() {
		t.Fatal("the sheet shows no controls")
	}
	tap(s, "go")
	if l().presses != 1 {
		t.Error("a button in the sheet does not work")
	}
	tap(s, "play") // the transport stays in hand
	if !s.State().Playing || s.sheet != sheetControls {
		t.Error("the transport does not work under the sheet")
	}
	s.Input(ui.Event{Kind: ui.PointerDown, X: 195, Y: 90})
	s.Update(0.016)
	if s.sheet != sheetNone {
		t.Error("a tap beside the sheet does not close it")
	}
	tap(s, "menu")
	tap(s, "scene-plain")
	if s.State().Scene != "plain" || s.sheet != sheetNone {
		t.Error("the sheet of scenes does not open one")
	}
}

func TestOddWindows(t *testing.T) {
	s, _ := house(t)
	c := paint.NewCanvas()
	for _, which := range []sheet{sheetNone, sheetScenes, sheetControls, sheetHelp, sheetShare} {
		s.sheet = which
		for _, size := range [][2]float64{{0, 0}, {1, 1}, {3, 4000}, {4000, 3}, {759, 479}, {1280, 800}, {-5, 10}} {
			for _, id := range []string{"lesson", "plain", "broken"} {
				s.Resize(size[0], size[1])
				s.Go(id)
				s.sheet = which
				s.Update(0.016)
				if s.Dirty() {
					s.Draw(c, 1.5)
				}
			}
		}
	}
	s.Resize(0, 0)
	s.Update(0.016)
	if s.Dirty() {
		t.Error("a window without an area wants to be drawn")
	}
}

// TestRailScrolls: a course longer than the window is reached by wheel, finger
// and keyboard, and a finger that scrolls opens nothing.
func TestRailScrolls(t *testing.T) {
	var entries []Entry
	for i := range 40 {
		id := fmt.Sprintf("s%02d", i)
		entries = append(entries, Entry{ID: id, Act: 1 + i/8, Title: i18n.Same(id), New: func(*Env) (Scene, error) { return plainScene{}, nil }})
	}
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		s := New(Options{Lang: i18n.EN, Entries: entries})
		s.Resize(size[0], size[1])
		s.Update(0)
		if size[0] < 500 {
			tap(s, "menu")
		}
		view := s.lay.railView
		seen := func(id string) bool {
			r := s.widget("scene-" + id).Rect()
			return r.Y >= view.Y && r.Bottom() <= view.Bottom()
		}
		x, y := view.Center()
		if !seen("s00") || seen("s39") {
			t.Fatalf("%v: it opens with the list elsewhere", size)
		}
		s.Input(ui.Event{Kind: ui.Wheel, X: x, Y: y, DY: 100})
		s.Update(0)
		if !seen("s39") || seen("s00") {
			t.Errorf("%v: the wheel does not reach the end", size)
		}
		for i := range 12 {
			s.Input(ui.Event{Kind: []ui.Kind{ui.PointerDown, ui.PointerMove}[min(i, 1)], X: x, Y: y + float64(i)*20, Pointer: 1, Touch: true})
		}
		s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y + 220, Pointer: 1, Touch: true})
		s.Update(0)
		if seen("s39") || s.cur.entry.ID != "s00" {
			t.Errorf("%v: the finger did not scroll, or opened %s", size, s.cur.entry.ID)
		}
		s.FocusByKeyboard("scene-s39")
		s.Update(0)
		if !seen("s39") {
			t.Errorf("%v: the focus is out of sight", size)
		}
		tap(s, "scene-s38")
		if s.cur.entry.ID != "s38" {
			t.Errorf("%v: a tap opens %s", size, s.cur.entry.ID)
		}
		s.Go("s00")
		if s.Update(0); size[0] > 500 && !seen("s00") {
			t.Errorf("%v: the scene on view is out of sight in the list", size)
		}
	}
}

func TestChineseTitlesTakeTwoLines(t *testing.T) {
	st := paint.Style{Font: paint.Sans, Size: 16}
	for _, c := range []struct {
		title string
		room  float64
		want  [2]string
	}{
		{"数据划分与调参", 200, [2]string{"数据划分与调参", ""}},
		{"数据划分与调参", 80, [2]string{"数据划分", "与调参"}},
		{"Splits and tuning", 90, [2]string{"Splits and", "tuning"}},
		{"数据划分与调参", 20, [2]string{"数据划分与调参", ""}}, // elided
	} {
		if got, _ := twoLines(c.title, c.room, st); got != c.want {
			t.Errorf("%s in %v: %q, want %q", c.title, c.room, got, c.want)
		}
	}
}
