package regression

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// marks are where things stand, in CSS pixels.
type marks struct {
	plane  paint.Rect // inside the axes
	points []paint.Point
	line   [2]paint.Point
	has    bool // the line is somewhere
	closed [2]paint.Point
	knob   paint.Point // by which the line is turned

	bowl  paint.Rect
	curve []paint.Point // the loss over w
	ball  paint.Point
	trail []paint.Point // where it was, oldest first
	seen  bool          // the ball is a number
	foot  float64       // x of the closed form
}

const (
	gap   = 12.0
	cardH = 186.0
	trail = 7 // positions of the ball that are seen
)

// place shares out the stage.
func (s *Scene) place() {
	h := cardH
	if s.phone {
		h = 262
	}
	card, top := s.area.CutBottom(min(h, s.area.H*0.45))
	s.unfold.SetRect(card)
	_, top = top.CutBottom(gap)
	var plane, rest paint.Rect
	if s.phone || s.area.W < 560 {
		rest, plane = top.CutBottom(top.H * 0.42)
		_, rest = rest.CutTop(gap)
		left, right := rest.CutLeft((rest.W - gap) / 2)
		_, right = right.CutLeft(gap)
		s.valley.SetRect(left)
		s.losses.SetRect(right)
	} else {
		rest, plane = top.CutRight(top.W * 0.42)
		_, rest = rest.CutLeft(gap)
		up, down := rest.CutTop((rest.H - gap) * 0.54)
		_, down = down.CutTop(gap)
		s.valley.SetRect(up)
		s.losses.SetRect(down)
	}
	s.points.SetRect(plane)
	s.placePlane()
	s.placeBowl()
}

func inner(r paint.Rect) paint.Rect {
	_, r = r.CutTop(34)
	return r.InsetXY(14, 10)
}

// screen is where a point of the cloud stands.
func (s *Scene) screen(x, y float64) paint.Point {
	r, reach := s.marks.plane, s.cloud.reach
	return paint.Point{X: r.X + (x/reach[0]+1)/2*r.W, Y: r.Y + (1-y/reach[1])/2*r.H}
}

// inPlane is the reverse of screen.
func (s *Scene) inPlane(p paint.Point) (x, y float64) {
	r, reach := s.marks.plane, s.cloud.reach
	return ((p.X-r.X)/r.W*2 - 1) * reach[0], (1 - (p.Y-r.Y)/r.H*2) * reach[1]
}

func (s *Scene) placePlane() {
	m := &s.marks
	m.plane = inner(s.points.Rect())
	m.points = m.points[:0]
	for i := range s.cloud.x {
		m.points = append(m.points, s.screen(s.cloud.x[i], s.cloud.y[i]))
	}
	w := s.now().w
	if s.phase < 1 && s.at > 0 { // on its way from the weight before
		w = s.run.past[s.at-1].w + (w-s.run.past[s.at-1].w)*s.phase
	}
	m.has = finite(w)
	m.line = s.through(w)
	m.closed = s.through(s.closed)
	a, b := m.line[0], m.line[1]
	m.knob = paint.Point{X: a.X + (b.X-a.X)*0.9, Y: a.Y + (b.Y-a.Y)*0.9}
}

// through is the line of slope w, as far as it is in the picture.
func (s *Scene) through(w float64) [2]paint.Point {
	reach := s.cloud.reach
	x := reach[0]
	if v := math.Abs(w) * x; v > reach[1] {
		x = reach[1] / math.Abs(w)
	}
	if !finite(w) || !finite(w*x) {
		x, w = 0, 0
	}
	return [2]paint.Point{s.screen(-x, -w*x), s.screen(x, w*x)}
}

func (s *Scene) placeBowl() {
	m := &s.marks
	m.bowl = inner(s.valley.Rect())
	_, m.bowl = m.bowl.CutBottom(19)
	m.curve = m.curve[:0]
	for i, v := range s.bowl.loss {
		w := s.bowl.lo + (s.bowl.hi-s.bowl.lo)*float64(i)/(bowlPoints-1)
		m.curve = append(m.curve, s.onBowl(w, v))
	}
	m.trail = m.trail[:0]
	for k := max(0, s.at-trail); k <= s.at; k++ {
		if e := s.run.past[k]; finite(e.w) && finite(e.loss) {
			m.trail = append(m.trail, s.onBowl(e.w, e.loss))
		}
	}
	m.seen = finite(s.now().w) && finite(s.now().loss)
	if m.seen {
		m.ball = m.trail[len(m.trail)-1]
	}
	m.foot = s.onBowl(s.closed, 0).X
}

// onBowl is where a weight and its loss stand.
func (s *Scene) onBowl(w, loss float64) paint.Point {
	r, b := s.marks.bowl, &s.bowl
	top := b.top
	if top == 0 {
		top = 1
	}
	return paint.Point{X: r.X + (w-b.lo)/(b.hi-b.lo)*r.W, Y: r.Bottom() - loss/top*r.H*0.94}
}

// Least is more on a slim phone, where the words of the card take more lines.
func (s *Scene) Least(env *stage.Env) float64 {
	if env.Phone && env.Area.W < 330 {
		return 610
	}
	return stage.UsualLeast(env)
}
