package ui_test

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// grid is a lattice over −1…1.
func grid() (places []paint.Point) {
	for i := range 40 {
		for j := range 40 {
			places = append(places, paint.Point{X: (float64(i)+0.5)/20 - 1, Y: (float64(j)+0.5)/20 - 1})
		}
	}
	return places
}

// TestStrokeDivides holds the two sides of strokes against known ones: open lines go
// on beyond their ends, closed ones have an inside, and it does not matter from which
// end they were drawn.
func TestStrokeDivides(t *testing.T) {
	places := grid()
	ring := ui.Stroke{}
	for i := range 16 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 15)
		ring = append(ring, paint.Point{X: 0.6 * cos, Y: 0.6 * sin})
	}
	for name, c := range map[string]struct {
		stroke ui.Stroke
		side   func(p paint.Point) bool
		share  float64
	}{
		"upright":        {ui.Stroke{{X: 0, Y: -0.3}, {X: 0, Y: 0.4}}, func(p paint.Point) bool { return p.X > 0 }, 1},
		"downwards":      {ui.Stroke{{X: 0, Y: 0.4}, {X: 0, Y: -0.3}}, func(p paint.Point) bool { return p.X > 0 }, 1},
		"slanted":        {ui.Stroke{{X: -0.5, Y: 0.5}, {X: 0, Y: 0}, {X: 0.5, Y: -0.5}}, func(p paint.Point) bool { return p.X+p.Y > 0.001 }, 0.99},
		"across instead": {ui.Stroke{{X: -1, Y: 0}, {X: 1, Y: 0}}, func(p paint.Point) bool { return p.X > 0 }, 0.5},
		"off by a tenth": {ui.Stroke{{X: 0.2, Y: -1}, {X: 0.2, Y: 1}}, func(p paint.Point) bool { return p.X > 0 }, 0.9},
		"corner":         {ui.Stroke{{X: -1, Y: 0}, {X: 0, Y: 0}, {X: 0, Y: 1}}, func(p paint.Point) bool { return p.X < 0 && p.Y > 0 }, 1},
		"ring":           {ring, func(p paint.Point) bool { return math.Hypot(p.X, p.Y) < 0.6 }, 0.98},
		"point twice":    {ui.Stroke{{X: 0, Y: -1}, {X: 0, Y: 1}, {X: 0, Y: 1}}, func(p paint.Point) bool { return p.X > 0 }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			for _, flip := range []bool{false, true} {
				share, misses := c.stroke.Agree(places, func(i int) bool { return c.side(places[i]) != flip })
				if math.Abs(share-c.share) > 0.021 || (share == 1) != (len(misses) == 0) {
					t.Errorf("flipped %v: %.3f agree, want %.2f; %d misses", flip, share, c.share, len(misses))
				}
			}
		})
	}
}

// TestParseStroke: what is written is read, what cannot be a line is refused.
func TestParseStroke(t *testing.T) {
	const line = "-1.25,0.5;0,0;2,-0.75"
	if s, err := ui.ParseStroke(line); err != nil || s.String() != line {
		t.Errorf("%q is read as %q, %v", line, s.String(), err)
	}
	for _, bad := range []string{"", "1,1", "1,1;1,1", "1,1;x,2", "1;2", "1,NaN;2,2", "1,1;1e9,2", strings.Repeat("1,2;", 20) + "3,4"} {
		if s, err := ui.ParseStroke(bad); err == nil {
			t.Errorf("%q is read as %q", bad, s.String())
		}
	}
}

// newSketch is over a plane of 200 pixels for −1…1.
func newSketch(done *bool) *ui.Sketch {
	k := ui.NewSketch("guess", "border", i18n.Same("where?"), func(s ui.Stroke, _ i18n.Lang) (bool, string) {
		share, _ := s.Agree(grid(), func(i int) bool { return grid()[i].X > 0 })
		return share > 0.9, "so."
	}).Until(func() bool { return *done }, i18n.Same("Wait."))
	k.Pad().Over(func() paint.Rect { return paint.Rect{X: 100, Y: 100, W: 200, H: 200} },
		func(x, y float64) paint.Point { return paint.Point{X: 200 + 100*x, Y: 200 - 100*y} },
		func(at paint.Point) paint.Point { return paint.Point{X: (at.X - 200) / 100, Y: (200 - at.Y) / 100} })
	return k
}

// TestSketchByHand draws with a pointer: only while it is asked for, one stroke, not
// one that is too short.
func TestSketchByHand(t *testing.T) {
	done := false
	k := newSketch(&done)
	pad := k.Pad()
	drag := func(x0, y0, x1, y1 float64) (used bool) {
		used = pad.Handle(ui.Event{Kind: ui.PointerDown, X: x0, Y: y0})
		for i := range 21 {
			s := float64(i) / 20
			pad.Handle(ui.Event{Kind: ui.PointerMove, X: x0 + s*(x1-x0), Y: y0 + s*(y1-y0)})
		}
		pad.Handle(ui.Event{Kind: ui.PointerUp, X: x1, Y: y1})
		return used
	}
	if drag(200, 120, 200, 280) || k.Stroke() != nil || !pad.Rect().Empty() {
		t.Error("it is drawn on before that is asked for")
	}
	press(k)
	if drag(200, 120, 210, 130); k.Stroke() != nil || !pad.Drawing() {
		t.Errorf("a twitch is taken as a line: %v", k.Stroke())
	}
	if !drag(200, 120, 200, 280) || k.Waiting() != "0,0.8;0,-0.8" || pad.Drawing() {
		t.Errorf("the stroke is %q, still drawing %v", k.Waiting(), pad.Drawing())
	}
	if drag(120, 200, 280, 200) {
		t.Error("a second stroke is drawn without being asked for")
	}
	done = true
	if right, chosen := k.Right(); !right || !chosen {
		t.Errorf("right %v, chosen %v", right, chosen)
	}
	press(k) // draw again
	if drag(120, 200, 280, 200); pad.Value() != "-0.8,0;0.8,0" {
		t.Errorf("drawn again it is %q", pad.Value())
	}
	if right, chosen := k.Right(); right || !chosen {
		t.Errorf("across: right %v, chosen %v", right, chosen)
	}
}

// TestSketchByKeys moves the handles of a line, and leaves off.
func TestSketchByKeys(t *testing.T) {
	done := true
	k := newSketch(&done)
	pad := k.Pad()
	keys := func(shift bool, names ...string) {
		for _, key := range names {
			pad.Handle(ui.Event{Kind: ui.KeyDown, Key: key, Shift: shift})
		}
	}
	press(k)
	keys(false, "Enter")
	if k.Stroke() != nil {
		t.Error("Enter gives a line that nobody has seen")
	}
	keys(false, "ArrowRight")
	first := pad.Label()
	keys(true, "ArrowUp", "ArrowUp", "ArrowRight")
	if pad.Label() == first {
		t.Error("the label does not say where the handle is")
	}
	keys(false, "ArrowRight", "ArrowRight", "Enter")
	if got := pad.Value(); got != "-0.75,0.1;0,0;0.8,0" || pad.Drawing() {
		t.Errorf("the line is %q, drawing %v", got, pad.Drawing())
	}
	press(k)
	keys(false, "ArrowRight")
	keys(true, "ArrowDown")
	keys(false, "Escape")
	if got := pad.Value(); got != "-0.75,0.1;0,0;0.8,0" || pad.Drawing() {
		t.Errorf("after Escape the line is %q, drawing %v", got, pad.Drawing())
	}
	k.Retract()
	if pad.Set("0,1;0,-1") != nil || pad.Set("nonsense") == nil || pad.Value() != "0,1;0,-1" {
		t.Errorf("set, it is %q", pad.Value())
	}
	k.Retract()
	k.Await("0,1;0,-1")
	if right, chosen := k.Right(); !right || !chosen {
		t.Error("what was kept does not come back")
	}
}
