package descent

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/substep"
)

// putArrows places what the card speaks of around the ball that is looked at.
func (s *Scene) putArrows() {
	m := &s.marks
	m.pull.on, m.step.on, m.velocity.on, m.cloudOn, m.shapeOn = false, false, false, false, false
	m.axis[0].on, m.axis[1].on = false, false
	m.ring = m.ring[:0]
	n := &s.race.run[s.opt]
	x := n.now(s.at)
	if x == nil || !m.path[s.opt].seen || s.pad.Rect().Empty() || s.phase < 1 && s.Part == substep.None || s.Part == partLoss {
		return
	}
	ball := m.path[s.opt].ball
	unit := m.plane.W / (2 * s.relief.win.hx) // pixels by unit
	switch s.tab.Value() {
	case tabCloud:
		s.putCloud(ball)
	case tabShape:
		m.shapeOn = true
		for k, v := range s.shape.vector {
			// as far as the loss takes to change by a fortieth of the heights
			d := math.Sqrt(2*s.relief.bend/max(math.Abs(s.shape.value[k]), 1e-9)) * unit * 0.5
			d = min(max(d, 14), 90)
			m.axis[k] = arrow{paint.Point{X: ball.X - v[0]*d, Y: ball.Y + v[1]*d}, paint.Point{X: ball.X + v[0]*d, Y: ball.Y - v[1]*d}, true}
		}
	default:
		norm := math.Hypot(x.g[0], x.g[1])
		if norm > 0 && finite(norm) && s.shape.kind != minimum {
			d := 22 + 34*s.relief.levelOf(x.loss)
			m.pull = arrow{ball, paint.Point{X: ball.X - x.g[0]/norm*d, Y: ball.Y + x.g[1]/norm*d}, true}
			if s.Part != partGradient {
				s.putMemory(x, ball, d/norm)
			}
		}
		if to := s.screen(x.next); s.Part != partGradient && finite(x.next[0]) && finite(x.next[1]) && math.Hypot(to.X-ball.X, to.Y-ball.Y) > 3 {
			m.step = arrow{ball, to, true}
		}
	}
}

// putMemory places what the rule remembers: the running gradient, to the scale
// of the gradient, and the effective rates of both directions as an ellipse.
func (s *Scene) putMemory(x *moment, ball paint.Point, scale float64) {
	m := &s.marks
	if v, _ := s.memory(x); v != nil {
		if size := math.Hypot(v[0], v[1]); size > 0 && finite(size) {
			k := min(max(size*scale, 12), 130) / size
			m.velocity = arrow{ball, paint.Point{X: ball.X - v[0]*k, Y: ball.Y + v[1]*k}, true}
		}
	}
	if most := max(x.rate[0], x.rate[1]); s.opt >= rmsprop && most > 0 && finite(most) {
		const n = 40
		for i := range n + 1 {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
			m.ring = append(m.ring, paint.Point{X: ball.X + cos*44*x.rate[0]/most, Y: ball.Y + sin*44*x.rate[1]/most})
		}
	}
}

// putCloud places the gradients of all examples as pulls at the ball.
func (s *Scene) putCloud(ball paint.Point) {
	m, c := &s.marks, &s.cloud
	m.arrows, m.dots = m.arrows[:0], m.dots[:0]
	if len(c.each) == 0 {
		return
	}
	m.cloudOn = true
	mean := 0.0
	for _, g := range c.each {
		mean += math.Hypot(g[0], g[1])
	}
	mean /= float64(len(c.each))
	k := 0.0
	if mean > 0 && finite(mean) {
		k = min(m.plane.W, m.plane.H) * 0.22 / mean
	}
	to := func(g [2]float64) paint.Point {
		return paint.Point{X: near(ball.X - g[0]*k), Y: near(ball.Y + g[1]*k)}
	}
	for _, g := range c.each {
		m.arrows = append(m.arrows, to(g))
	}
	for _, g := range c.batches {
		m.dots = append(m.dots, to(g))
	}
	for i := range c.workers {
		m.workers[i] = to(c.workers[i])
	}
	m.mean = to(c.full)
}
