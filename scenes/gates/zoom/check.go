package zoom

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
)

// verdict is what a nudge says of a gradient.
type verdict uint8

const (
	unchecked verdict = iota
	agrees
	corner // it does not agree: on its way it crosses corners of ReLU and max
)

// check nudges the numbers of the card, one in an Update in which nothing moves:
// the network runs some times for each. It reports whether there is news.
func (s *Zoom) check(env *stage.Env) bool {
	if !s.resting() || s.phase < 1 || env.Play.On {
		return false
	}
	for i := range s.card.rows {
		r := &s.card.rows[i]
		if !r.grad || r.ref.Node < 0 || !r.ref.Grad || r.state != unchecked {
			continue
		}
		if _, tried := s.card.checks[r.ref]; tried {
			continue
		}
		if s.card.checks == nil {
			s.card.checks = map[trace.Ref]inspect.Check{}
		}
		c, ok := s.Check(r.ref)
		if !ok {
			c = inspect.Check{}
		}
		s.card.checks[r.ref] = c
		s.stale = true
		return true
	}
	return false
}

// Check nudges a number of the run. A network of ReLU and max gates is made of
// flat pieces, and a nudge may cross the corners between them: then a smaller
// one is tried, down to where the rounding of the loss is a hundredth of it.
func (s *Zoom) Check(ref trace.Ref) (c inspect.Check, ok bool) {
	c, ok = s.Runs.Check(ref)
	if !ok || c.Agrees {
		return c, ok
	}
	g := s.run.tr.Nodes[ref.Node].Grad[ref.Cell]
	l := s.run.values(value, loss)[0]
	for h := math.Ldexp(1, -8); h > math.Ldexp(1, -13); h /= 4 {
		plus, minus := s.run.nudged(ref, h), s.run.nudged(ref, -h)
		v := (plus - minus) / (2 * h)
		rounding := 4e-7 * math.Max(l, 1e-3) / h
		if rounding < 0.01*math.Abs(g) && math.Abs(v-g) <= 2e-3*math.Abs(g)+4*rounding {
			return inspect.Check{H: h, Plus: plus, Minus: minus, Value: v, Agrees: true}, true
		}
	}
	return c, ok
}

// nudged is the loss with one number moved.
func (r *run) nudged(ref trace.Ref, by float64) float64 {
	if r.probe == nil {
		r.probe = grad.NewTape()
		r.probe.NoGrad = true
	}
	r.probe.Reset()
	r.probe.Nudge(ref.Node, ref.Cell, by)
	return r.build(r.probe).Item()
}

// set writes what a nudge found; the zero Check is none.
func (r *row) set(c inspect.Check) {
	if c.H == 0 {
		return
	}
	r.check = "≈ " + number.Format(c.Value, 4)
	r.state = corner
	if c.Agrees {
		r.state = agrees
	}
}

// drawCheck paints what a nudge found, and whether it agrees.
func (r *row) drawCheck(c *paint.Canvas, t *theme.Theme, right, y float64) {
	if r.check == "" {
		return
	}
	c.Text(r.check, right-22, y, paint.Style{Font: paint.Mono, Size: 13, Color: t.Muted}, paint.Right)
	switch x := right - 8; r.state {
	case agrees:
		c.Icon("check", x, y, 15, t.Good)
	case corner:
		c.Line(x-5, y+4, x, y-4, 1.6, t.Warning)
		c.Line(x, y-4, x+5, y+4, 1.6, t.Warning)
	}
}
