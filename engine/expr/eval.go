package expr

import "math"

// Eval computes every node in float64, apart from any tape: values [variables],
// dst [nodes]. It is what gradients are checked against.
func (e *Expr) Eval(dst, values []float64) {
	e.eval(dst, values, -1, 0)
}

// eval computes every node, but gives node at the value v, if at ≥ 0.
func (e *Expr) eval(dst, values []float64, at int, v float64) {
	k := 0
	for i := range e.Nodes {
		n := &e.Nodes[i]
		switch n.Kind {
		case Number:
			dst[i] = n.Val
		case Variable:
			dst[i] = values[k]
			k++
		default:
			a, b := dst[n.Args[0]], 0.0
			if len(n.Args) > 1 {
				b = dst[n.Args[1]]
			}
			dst[i] = kinds[n.Kind].eval(a, b)
		}
		if i == at {
			dst[i] = v
		}
	}
}

// Difference is a gradient found without back-propagation: nudge one number by
// h to both sides and see how far the result moves.
type Difference struct {
	H           float64 // the nudge
	Plus, Minus float64 // the result at v+h and at v−h
	Value       float64 // (Plus − Minus) / 2h
	Known       bool    // it was computed: the run is finite, and not too large
	Within      float64 // how far from it the gradient may be: float32's rounding
	Agrees      bool    // the recorded gradient is no farther
	Left, Right float64 // the slopes to the two sides
	Kink        bool    // a corner of max, relu or abs: the slopes to the left and right differ, or
	Tie         bool    // several corners make up for each other in both, and the gradient is of one slope of each
}

// Difference nudges one node, with everything that is computed from it, in
// float64: the error of a central difference with h = ∛ε·max(1, |v|) is about
// 1e-10, far below float32's rounding. scratch [nodes]. gradient is what it is held against.
func (e *Expr) Difference(node int, gradient float64, values, scratch []float64) Difference {
	e.eval(scratch, values, -1, 0)
	mid, v := scratch[e.Root], scratch[node]
	d := Difference{H: math.Cbrt(0x1p-52) * max(1, math.Abs(v))}
	e.eval(scratch, values, node, v+d.H)
	d.Plus = scratch[e.Root]
	e.eval(scratch, values, node, v-d.H)
	d.Minus = scratch[e.Root]
	d.Value = (d.Plus - d.Minus) / (2 * d.H)
	d.Known = finite(d.Value) && finite(mid)
	if !d.Known {
		return d
	}
	d.Right, d.Left = (d.Plus-mid)/d.H, (mid-d.Minus)/d.H
	d.Kink = math.Abs(d.Right-d.Left) > 1e-2*max(1e-3, math.Abs(d.Right), math.Abs(d.Left))
	d.Within = 1e-4 * max(1, math.Abs(d.Value))
	if d.Agrees = math.Abs(d.Value-gradient) <= d.Within; !d.Agrees && !d.Kink {
		d.Tie = e.bends(node, v, d.H, values)
		d.Kink = d.Tie
	}
	return d
}

// bends reports whether something that is made of a node has a corner between v − h
// and v + h: a ReLU or an absolute value that comes to 0 there, a max or min whose
// two numbers come to be equal.
func (e *Expr) bends(node int, v, h float64, values []float64) bool {
	var at [3][]float64
	for k, by := range [3]float64{-h, 0, h} {
		at[k] = make([]float64, len(e.Nodes))
		e.eval(at[k], values, node, v+by)
	}
	for i := node + 1; i < len(e.Nodes); i++ {
		n, lo, hi := &e.Nodes[i], math.Inf(1), math.Inf(-1)
		for _, x := range at {
			var d float64
			switch n.Kind {
			case ReLU, Abs:
				d = x[n.Args[0]]
			case Max, Min:
				d = x[n.Args[0]] - x[n.Args[1]]
			}
			lo, hi = min(lo, d), max(hi, d)
		}
		if lo < hi && lo <= 0 && hi >= 0 {
			return true
		}
	}
	return false
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
