package playground

import (
	"math"
	"reflect"
	"testing"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// TestSlopes: the gradients on the lines are those by which the next step moves
// the weights, also where there is dropout, and each unfolds into the examples of
// the batch.
func TestSlopes(t *testing.T) {
	env := stagetest.Room(784, 590)
	s, err := New(env)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	update := func() {
		for range 4 {
			s.Update(env)
		}
	}
	set := func(v ui.Valued, to string) {
		if err := v.Set(to); err != nil {
			t.Fatal(err)
		}
		update()
	}
	const rate = 0.5
	for _, kv := range []struct {
		of ui.Valued
		to string
	}{{s.problem, "moons"}, {s.dropout, "0.2"}, {s.rule, "sgd"}, {s.rate, "0.5"}, {s.wires, wiresGradient}} {
		set(kv.of, kv.to)
	}
	s.Seek(7)
	update()
	if !s.showsSlopes() {
		t.Fatal("the lines show no gradients")
	}
	type line struct {
		pick
		weight, slope float64
	}
	var all []line
	for l := range len(s.points.Layers) + 1 {
		for j := range s.fanOut(l) {
			for i := range s.fanIn(l) + 1 { // the bias too
				p := pick{pickWeight, l, j, i}
				all = append(all, line{p, s.weight(p), s.slope(p)})
				node, cell := s.slopeAt(p)
				sum := 0.0
				ref := s.Ref(runSlopes, node, cell)
				ref.Grad = true
				for _, term := range s.Explain(ref) {
					sum += term.Value
				}
				if math.Abs(sum-s.slope(p)) > 1e-6 {
					t.Errorf("%v: the parts add up to %v, not to %v", p, sum, s.slope(p))
				}
			}
		}
	}
	s.Step()
	update()
	moved := 0
	for _, k := range all {
		if d := s.weight(k.pick) - (k.weight - rate*k.slope); math.Abs(d) > 1e-6 {
			t.Errorf("%v: the step left %v, and %v − %v·%v is asked for", k.pick, s.weight(k.pick), k.weight, rate, k.slope)
		}
		if k.slope != 0 {
			moved++
		}
	}
	if moved < len(all)/2 {
		t.Errorf("%d of %d weights have a gradient", moved, len(all))
	}
	set(s.wires, wiresWeight)
	if s.showsSlopes() {
		t.Error("the lines still show gradients")
	}
	for range 3 {
		s.SubStep()
		update()
	}
	if !s.showsSlopes() {
		t.Error("in the midst of a step the gradient is not on the lines")
	}
}

// TestSlopeColours: a gradient above zero is painted in the colour of plus, one
// below in that of minus, the line as its number.
func TestSlopeColours(t *testing.T) {
	env := stagetest.Room(784, 590)
	s, err := New(env)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.wires.Set(wiresGradient); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		s.Update(env)
	}
	picture := func(th *theme.Theme, p pick) *paint.Canvas {
		c := paint.NewCanvas()
		s.line(c, th, p)
		s.chosenLine(c, th, p)
		return c
	}
	plus, minus := *env.Theme, *env.Theme
	plus.Positive, plus.PositiveInk, plus.PositiveSoft = plus.Bad, plus.Bad, plus.Text
	minus.Negative, minus.NegativeInk, minus.NegativeSoft = minus.Bad, minus.Bad, minus.Text
	above, below := 0, 0
	for l := range len(s.points.Layers) + 1 {
		for j := range s.fanOut(l) {
			for i := range s.fanIn(l) {
				p := pick{pickWeight, l, j, i}
				g, first := s.slope(p), picture(env.Theme, p)
				if !reflect.DeepEqual(first, picture(env.Theme, p)) {
					t.Fatal("two pictures of one line differ")
				}
				hearsPlus, hearsMinus := !reflect.DeepEqual(first, picture(&plus, p)), !reflect.DeepEqual(first, picture(&minus, p))
				if hearsPlus != (g >= 0) || hearsMinus != (g < 0) {
					t.Errorf("%v, gradient %v: painted with the colour of plus: %v, of minus: %v", p, g, hearsPlus, hearsMinus)
				}
				if g > 0 {
					above++
				} else if g < 0 {
					below++
				}
			}
		}
	}
	if above == 0 || below == 0 {
		t.Errorf("%d gradients above zero, %d below: nothing to compare", above, below)
	}
}
