package playground

import (
	"math"
	"testing"

	"gradtheatre/scenes/stage/stagetest"
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
