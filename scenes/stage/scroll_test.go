package stage

import (
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// high is a scene that wants more than a low window has: words, a pad, a button
// at its foot.
type high struct {
	plainScene
	least float64
	area  rect
	pad   *pad
	card  *ui.Figure
	foot  *ui.Button
	taps  int
	foots int
}

func (h *high) Least(*Env) float64   { return h.least }
func (h *high) Figures() []ui.Widget { return []ui.Widget{h.card, h.pad, h.foot} }
func (h *high) Update(env *Env) {
	h.area = env.Area
	top, rest := env.Area.CutTop(120)
	h.card.SetRect(top)
	rest, bottom := rest.CutTop(150)
	h.pad.r = rest
	h.foot.SetRect(rect{X: bottom.X, Y: bottom.Bottom() - 44, W: 120, H: 44})
}

func highHouse(w, h, least float64) (*Stage, *high) {
	scene := &high{least: least, pad: &pad{}}
	scene.card = ui.NewFigure("card", ui.RoleFigure, i18n.T("卡", "Card"))
	scene.card.On = func(ev ui.Event) bool { scene.taps += b2i(ev.Kind == ui.PointerDown); return ev.Kind != ui.Wheel }
	scene.foot = ui.NewButton("foot", i18n.T("脚", "Foot")).OnPress(func() { scene.foots++ })
	s := New(Options{Lang: i18n.EN, Still: true, Entries: []Entry{
		{ID: "high", Title: i18n.Same("T"), Head: i18n.Same("Head"), Lead: i18n.Same("Look at [the foot](foot)."), New: func(*Env) (Scene, error) { return scene, nil }},
		{ID: "plain", Title: i18n.Same("P"), New: func(*Env) (Scene, error) { return plainScene{}, nil }},
	}})
	s.Resize(w, h)
	run(s, 0.5)
	return s, scene
}

func (s *Stage) sees(id string) bool {
	r := s.widget(id).Rect()
	return !r.Empty() && meet(r, s.lay.middle) == r
}

// TestStageScrolls: where the window is too low, a scene has the height it needs,
// and what is below is reached by wheel, finger, bar, keyboard, focus and phrase.
func TestStageScrolls(t *testing.T) {
	for name, reach := range map[string]func(s *Stage){
		"wheel": func(s *Stage) { s.Input(ui.Event{Kind: ui.Wheel, X: 60, Y: 100, DY: 20}) },
		"finger on the ground": func(s *Stage) {
			drag(s, 5, 300, 5, 60)
			drag(s, 5, 300, 5, 60)
		},
		"finger on a card": func(s *Stage) {
			x, y := s.widget("card").Rect().Center()
			drag(s, x, y, x, y-150)
			drag(s, 5, 300, 5, 60)
			drag(s, 5, 300, 5, 60)
		},
		"bar":   func(s *Stage) { x := s.lay.middle.Right() - 4; drag(s, x, s.scrollThumb().Y+4, x, 380) },
		"keys":  func(s *Stage) { press(s, "PageDown"); press(s, "PageDown"); press(s, "ArrowDown") },
		"end":   func(s *Stage) { press(s, "End") },
		"focus": func(s *Stage) { s.FocusByKeyboard("foot") },
		"phrase": func(s *Stage) {
			tap(s, "text-foot")
		},
	} {
		s, scene := highHouse(844, 390, 560)
		if scene.area.H != 560 || s.sees("foot") || s.lay.head.Empty() {
			t.Fatalf("it has %v of 390, its heading is at %v", scene.area.H, s.lay.head)
		}
		reach(s)
		if run(s, 0.1); !s.sees("foot") {
			t.Errorf("%s: the foot is at %v of %v", name, s.widget("foot").Rect(), s.lay.middle)
			continue
		}
		if tap(s, "foot"); scene.foots != 1 {
			t.Errorf("%s: what was scrolled to takes no press", name)
		}
		s.Go("plain")
		s.Go("high")
		if run(s, 0.1); s.sees("foot") {
			t.Errorf("%s: opened again, it is scrolled", name)
		}
	}
}

func drag(s *Stage, x1, y1, x2, y2 float64) {
	s.Input(ui.Event{Kind: ui.PointerDown, X: x1, Y: y1, Pointer: 1, Touch: true})
	for i := range 8 {
		k := float64(i+1) / 8
		s.Input(ui.Event{Kind: ui.PointerMove, X: x1 + (x2-x1)*k, Y: y1 + (y2-y1)*k, Pointer: 1, Touch: true})
	}
	s.Input(ui.Event{Kind: ui.PointerUp, X: x2, Y: y2, Pointer: 1, Touch: true})
	s.Update(0.016)
}

// TestWhatIsDraggedDoesNotScroll: a pad keeps its finger, a finger that moves
// across a card does not scroll, and what fits does not either.
func TestWhatIsDraggedDoesNotScroll(t *testing.T) {
	s, scene := highHouse(844, 390, 560)
	x, y := s.widget("pad").Rect().Center()
	if drag(s, x, y, x, y-100); s.scroll.from != 0 || scene.pad.kinds[len(scene.pad.kinds)-1] != ui.PointerUp {
		t.Errorf("a drag on the pad scrolls by %v; it took %v", s.scroll.from, scene.pad.kinds)
	}
	x, y = s.widget("card").Rect().Center()
	if drag(s, x, y, x-200, y-30); s.scroll.from != 0 {
		t.Errorf("a drag across scrolls by %v", s.scroll.from)
	}
	for _, size := range [][2]float64{{1280, 800}, {844, 390}} {
		s, scene = highHouse(size[0], size[1], 240)
		drag(s, 5, 300, 5, 60)
		press(s, "End")
		if s.scroll.from != 0 || scene.area.Bottom() > s.lay.middle.Bottom() {
			t.Errorf("%v: %v scrolls by %v", size, scene.area, s.scroll.from)
		}
	}
	s, _ = highHouse(1280, 600, 560)
	s.scrollTo(1000)
	if s.Resize(1280, 900); s.scroll.from != 0 {
		t.Errorf("in a higher window it is scrolled by %v", s.scroll.from)
	}
}
