package descent

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
)

// place is what kind of place a point is.
type place uint8

const (
	slope   place = iota
	minimum       // a stationary point, curved up in every direction
	saddle        // curved up in one direction and down in another
	maximum       // curved down in every direction
	plateau       // hardly any slope, hardly any curvature
)

var placeID = [...]string{"slope", "minimum", "saddle", "maximum", "plateau"}

// shape is the loss around one point: the run there, recorded whole, and the
// second derivatives by central differences of the engine's gradients.
type shape struct {
	tape *grad.Tape
	near *grad.Tape // the runs around
	tr   trace.Trace
	xy   [2]*grad.Param
	vars [2]*grad.Var
	root *grad.Var
	of   surface

	loss    float64
	g       [2]float64
	hessian [2][2]float64
	value   [2]float64 // eigenvalues, the larger first
	vector  [2][2]float64
	norm    float64
	kind    place
	known   bool
	at      [2]float64
	terms   [2][]trace.Term // each example's share of the two gradients
	ids     [2]int          // of x and y in the record
	rootID  int
}

// look runs the surface at a point and around it. span is half the width of
// what is shown, rise the difference of the heights there.
func (s *shape) look(of surface, at [2]float64, span, rise float64) {
	if s.tape == nil {
		s.tape, s.near, s.xy = grad.NewTape(), grad.NewTape(), newPlace()
	}
	s.of, s.at, s.known = of, at, finite(at[0]) && finite(at[1])
	h := span / 256
	for a := range 2 {
		var side [2][2]float64
		for k, sign := range [2]float64{1, -1} {
			to := at
			to[a] += sign * h
			s.run(s.near, to)
			side[k] = s.gradient()
		}
		for b := range 2 {
			s.hessian[a][b] = (side[0][b] - side[1][b]) / (2 * h)
		}
	}
	s.run(s.tape, at)
	s.tape.Record(&s.tr)
	s.ids, s.rootID = [2]int{s.vars[0].ID(), s.vars[1].ID()}, s.root.ID()
	s.loss, s.g = s.root.Item(), s.gradient()
	s.norm = math.Hypot(s.g[0], s.g[1])
	for a, c := range of.axes() {
		s.terms[a] = nil
		if c.v != nil {
			s.terms[a] = grad.ExplainGrad(c.v, c.at)
		}
	}
	mixed := (s.hessian[0][1] + s.hessian[1][0]) / 2
	s.hessian[0][1], s.hessian[1][0] = mixed, mixed
	s.eigen()
	s.name(span, rise)
}

func (s *shape) run(t *grad.Tape, at [2]float64) {
	setPlace(s.xy, at)
	t.Reset()
	s.root = s.write(t)
	t.Backward(s.root)
}

// write puts the run on a tape.
func (s *shape) write(t *grad.Tape) *grad.Var {
	s.vars = [2]*grad.Var{t.Param(s.xy[0]), t.Param(s.xy[1])}
	return s.of.on(t, s.vars[0], s.vars[1], nil).Named("L")
}

func (s *shape) gradient() (g [2]float64) {
	for a, p := range s.xy {
		g[a] = float64(p.Grad.Item())
	}
	return g
}

// eigen finds the two curvatures of a symmetric matrix and their directions:
// λ = m ± √(d² + b²), where m is the mean of the diagonal and d half its difference.
func (s *shape) eigen() {
	a, b, d := s.hessian[0][0], s.hessian[0][1], s.hessian[1][1]
	m, r := (a+d)/2, math.Hypot((a-d)/2, b)
	s.value = [2]float64{m + r, m - r}
	angle := math.Atan2(2*b, a-d) / 2
	sin, cos := math.Sincos(angle)
	s.vector = [2][2]float64{{cos, sin}, {-sin, cos}}
}

// name says what kind of place the point is. Near a stationary point a Newton
// step H⁻¹g leads there: it is near if that is shorter than a thirtieth of what
// is shown. Where slope and curvature are both tiny beside the heights shown,
// it is a plateau.
func (s *shape) name(span, rise float64) {
	s.kind = slope
	unit := rise / (span * span)
	l := s.value
	if math.Abs(l[0]) < 0.05*unit && math.Abs(l[1]) < 0.05*unit && s.norm < 4e-3*rise/span {
		s.kind = plateau
		return
	}
	newton := 0.0
	for k := range 2 {
		along := s.g[0]*s.vector[k][0] + s.g[1]*s.vector[k][1]
		if l[k] == 0 {
			return
		}
		newton = math.Hypot(newton, along/l[k])
	}
	if !(newton < span/30) {
		return
	}
	switch {
	case l[1] > 0:
		s.kind = minimum
	case l[0] < 0:
		s.kind = maximum
	default:
		s.kind = saddle
	}
}
