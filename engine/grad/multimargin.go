package grad

import (
	"fmt"
	"math"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// MultiMarginParams are the settings of [MultiMargin]. The zero value is the
// mean with margin 0 and is rarely wanted: see [DefaultMultiMargin].
type MultiMarginParams struct {
	Reduction       Reduction
	Margin          float64 // Δ, by which the label's score should lead
	P               int     // 1, or 2 for the squared hinge
	DivideByClasses bool    // as PyTorch does; the lectures of CS231n do not
}

// DefaultMultiMargin is the mean with margin 1, as PyTorch computes it.
func DefaultMultiMargin() MultiMarginParams {
	return MultiMarginParams{Margin: 1, P: 1, DivideByClasses: true}
}

// MultiMargin is the loss of a multi-class support vector machine: scores
// x [N, C] or [C] with one label for each row → y [].
//
//	y_i = Σ_{c≠label} max(0, Δ + x_c − x_label)^p (/C), averaged over the rows
//
// At the hinge the derivative is 0. It panics with a *tensor.ShapeError if
// there is not one label for each row, and with a *tensor.ValueError for a
// label that is not 0 … C−1 or a p that is not 1 or 2.
// Source: Weston and Watkins, “Support vector machines for multi-class pattern recognition”, 1999.
func MultiMargin(x *Var, labels []int, params MultiMarginParams) *Var {
	s := x.Shape()
	y, p := push[multiMargin](x)
	p.MultiMarginParams = params
	switch len(s) {
	case 1:
		p.rows, p.classes = 1, s[0]
	case 2:
		p.rows, p.classes = s[0], s[1]
	default:
		panic(&tensor.ShapeError{Op: "multi_margin", A: append([]int{}, s...), Why: "want scores [N, C]"})
	}
	if len(labels) != p.rows {
		panic(&tensor.ShapeError{Op: "multi_margin", A: append([]int{}, s...), B: []int{len(labels)}, Why: "one label for each row"})
	}
	if p.P != 1 && p.P != 2 {
		panic(&tensor.ValueError{Op: "multi_margin", Name: "p", Value: strconv.Itoa(p.P), Want: "1 or 2"})
	}
	if p.Reduction < ReduceMean || p.Reduction > ReduceNone {
		panic(&tensor.ValueError{Op: "multi_margin", Name: "reduction", Value: fmt.Sprint(int(p.Reduction)), Want: "ReduceMean, ReduceSum or ReduceNone"})
	}
	p.labels = append(p.labels[:0], labels...)
	for _, l := range labels {
		if l < 0 || l >= p.classes {
			panic(&tensor.ValueError{Op: "multi_margin", Name: "label", Value: strconv.Itoa(l), Want: "0 … " + strconv.Itoa(p.classes-1)})
		}
	}
	p.norm = 1
	if p.DivideByClasses {
		p.norm = float64(p.classes)
	}
	if p.Reduction == ReduceMean {
		p.norm *= float64(p.rows)
	}
	return p.forward(y, len(s))
}

type multiMargin struct {
	MultiMarginParams
	rows, classes int
	labels        []int
	norm          float64
}

func (p *multiMargin) forward(y *Var, rank int) *Var {
	var out []elem
	if p.Reduction == ReduceNone && rank == 2 {
		out = y.result(p.rows).Data()
	} else {
		out = y.result().Data()
	}
	total := 0.0
	for i := range p.rows {
		loss := 0.0
		for c := range p.classes {
			loss += math.Pow(p.lead(y, i, c), float64(p.P))
		}
		total += loss
		if p.Reduction == ReduceNone {
			out[i] = elem(loss / p.norm)
		}
	}
	if p.Reduction != ReduceNone {
		out[0] = elem(total / p.norm)
	}
	return y
}

// lead is max(0, Δ + x_c − x_label) of row i, 0 for the label itself.
func (p *multiMargin) lead(y *Var, i, c int) float64 {
	x := y.in[0].Value.Data()[i*p.classes:]
	if c == p.labels[i] {
		return 0
	}
	return max(0, p.Margin+float64(x[c])-float64(x[p.labels[i]]))
}

func (*multiMargin) name() string { return "multi_margin" }

// slope is ∂/∂x_c of the hinge of class c, over what the mean divides by.
func (p *multiMargin) slope(y *Var, i, c int) float64 {
	switch v := p.lead(y, i, c); {
	case v == 0:
		return 0
	case p.P == 2:
		return 2 * v / p.norm
	}
	return 1 / p.norm
}

func (p *multiMargin) output(i int) int {
	if p.Reduction == ReduceNone {
		return i
	}
	return 0
}

func (p *multiMargin) backward(y *Var) {
	x := y.in[0]
	if !x.wants() {
		return
	}
	for i, l := range p.labels {
		up, grad := float64(y.Grad.Data()[p.output(i)]), x.Grad.Data()[i*p.classes:]
		for c := range p.classes {
			s := elem(up * p.slope(y, i, c))
			grad[c] += s
			grad[l] -= s
		}
	}
}

func (p *multiMargin) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	for i, l := range p.labels {
		if p.Reduction == ReduceNone && i != cell {
			continue
		}
		for c := range p.classes {
			if c == l {
				continue
			}
			v := math.Pow(p.lead(y, i, c), float64(p.P)) / p.norm
			dst = append(dst, apply("hinge", v, factor("x_c", y.in[0], i*p.classes+c), factor("x_label", y.in[0], i*p.classes+l), constant("margin", p.Margin), constant("1/n", 1/p.norm)))
		}
	}
	return dst
}

func (p *multiMargin) gradTerms(y *Var, _, cell int, dst []trace.Term) []trace.Term {
	i, c := cell/p.classes, cell%p.classes
	up := float64(y.Grad.Data()[p.output(i)])
	if c != p.labels[i] {
		return append(dst, gradTerm(y, p.output(i), p.slope(y, i, c), up))
	}
	for k := range p.classes {
		if k != c {
			dst = append(dst, gradTerm(y, p.output(i), -p.slope(y, i, k), up))
		}
	}
	return dst
}
