package perceptron

import (
	"testing"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// TestField: the colour at every place is what the engine's perceptron answers
// there.
func TestField(t *testing.T) {
	s := New(42)
	env := &stage.Env{Area: paint.Rect{W: 800, H: 600}, Size: paint.Rect{W: 800, H: 600}, Look: &ui.Look{}, Play: stage.Playing{Phase: 1, Speed: 1}}
	s.Update(env)
	p := classic.NewPerceptron(2)
	p.Weights[0], p.Weights[1], p.Bias = first.w1, first.w2, first.b
	seen := map[int]bool{}
	for j := range s.plane.rows {
		for i := range s.plane.cols {
			r := s.plane.rect
			q := s.plane.inPlane(paint.Point{X: r.X + (float64(i)+0.5)/float64(s.plane.cols)*r.W, Y: r.Y + (float64(j)+0.5)/float64(s.plane.rows)*r.H})
			want := p.Predict([]tensor.Elem{tensor.Elem(q.X), tensor.Elem(q.Y)})
			if got := s.plane.field.Value(i, j); got != float64(want) {
				t.Fatalf("at %v the picture says %v, the perceptron %v", q, got, want)
			}
			seen[want] = true
		}
	}
	if len(seen) != 2 {
		t.Error("the picture is all of one colour")
	}
}

// TestRecord: every step's numbers come from its record, and its terms make them.
func TestRecord(t *testing.T) {
	s := New(42)
	s.choose("xor")
	for k := range s.past.steps {
		st := &s.past.steps[k]
		p := s.pts[st.point]
		eta, y := st.at(st.ids.eta, 0), st.at(st.ids.y, 0)
		for i, pair := range [3][3]float64{{st.before.w1, p.x1, st.after.w1}, {st.before.w2, p.x2, st.after.w2}, {st.before.b, 1, st.after.b}} {
			if pair[0]+eta*y*pair[1] != pair[2] {
				t.Errorf("step %d, number %d: %v + %v × %v × %v is not %v", k, i, pair[0], eta, y, pair[1], pair[2])
			}
		}
		if z := st.at(st.ids.z, 0); z*y > 0 {
			t.Errorf("step %d corrects a point that was right: y·z = %v", k, z*y)
		}
		if k > 0 && s.past.steps[k-1].after != st.before {
			t.Errorf("step %d does not begin where the one before ended", k)
		}
	}
}

// TestShares: the terms of a slope sum to the slope.
func TestShares(t *testing.T) {
	s := New(42)
	s.choose("clouds")
	s.soft = true
	s.learn()
	for k := range s.past.steps {
		st := &s.past.steps[k]
		for g := range 2 {
			sum := 0.0
			for i := range s.pts {
				sum += st.share(i, g)
			}
			if d := sum - st.slope(g); d > 1e-6 || d < -1e-6 {
				t.Fatalf("step %d: the terms of slope %d sum to %v, it is %v", k, g, sum, st.slope(g))
			}
		}
	}
}
