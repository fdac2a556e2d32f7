package zoom

import (
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
