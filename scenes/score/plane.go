package score

import "gradtheatre/engine/tensor"

// corners of the plane of decisions in turn, x to the right and y down, 0…1.
var corners = [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}

// spot is a place on the plane and the scores that the classes have there.
type spot struct {
	x, y float64 // 0…1, y down
	s    [classes]float64
}

// between is the spot at t of the way from a to b; scores are linear.
func between(a, b spot, t float64) spot {
	m := spot{x: a.x + t*(b.x-a.x), y: a.y + t*(b.y-a.y)}
	for c := range m.s {
		m.s[c] = a.s[c] + t*(b.s[c]-a.s[c])
	}
	return m
}

// plane is who wins where, and the straight lines where two classes are equal
// or one scores 0.
type plane struct {
	lands   [classes][]spot // the convex land that a class wins, its corners in turn
	borders [][2]spot       // where two winners meet
	zeroes  [classes][]spot // the two ends of the line of score 0, or none
	work    []spot
}

// divide finds them from the scores at the corners, [4, classes].
func (p *plane) divide(y []tensor.Elem) {
	var whole [len(corners)]spot
	for k, at := range corners {
		whole[k] = spot{x: at[0], y: at[1]}
		for c := range classes {
			whole[k].s[c] = float64(y[k*classes+c])
		}
	}
	p.borders = p.borders[:0]
	for a := range classes {
		land := append(p.lands[a][:0], whole[:]...)
		for b := range classes {
			if b != a {
				land = p.cut(land, func(s *spot) float64 { return s.s[a] - s.s[b] })
			}
		}
		p.lands[a] = land
		p.zeroes[a] = crossings(p.zeroes[a][:0], whole[:], func(s *spot) float64 { return s.s[a] })
		for b := a + 1; b < classes; b++ {
			p.meet(whole[:], a, b)
		}
	}
}

// cut keeps the part of a convex land where f is not below 0.
func (p *plane) cut(land []spot, f func(*spot) float64) []spot {
	p.work = p.work[:0]
	for i := range land {
		a, b := &land[i], &land[(i+1)%len(land)]
		fa, fb := f(a), f(b)
		if fa >= 0 {
			p.work = append(p.work, *a)
		}
		if (fa < 0) != (fb < 0) {
			p.work = append(p.work, between(*a, *b, fa/(fa-fb)))
		}
	}
	return append(land[:0], p.work...)
}

// meet adds the part of the line between two classes that no other class wins.
func (p *plane) meet(whole []spot, a, b int) {
	p.work = crossings(p.work[:0], whole, func(s *spot) float64 { return s.s[a] - s.s[b] })
	if len(p.work) < 2 {
		return
	}
	from, to := p.work[0], p.work[1]
	for c := range classes {
		if c == a || c == b {
			continue
		}
		f, t := from.s[a]-from.s[c], to.s[a]-to.s[c]
		switch {
		case f < 0 && t < 0:
			return
		case f < 0:
			from = between(from, to, f/(f-t))
		case t < 0:
			to = between(from, to, f/(f-t))
		}
	}
	p.borders = append(p.borders, [2]spot{from, to})
}

// crossings appends where f changes its sign along the edge of the plane.
func crossings(dst, whole []spot, f func(*spot) float64) []spot {
	for i := range whole {
		a, b := &whole[i], &whole[(i+1)%len(whole)]
		if fa, fb := f(a), f(b); (fa < 0) != (fb < 0) {
			dst = append(dst, between(*a, *b, fa/(fa-fb)))
		}
	}
	return dst
}
