package grad

import "gradtheatre/engine/trace"

// Share is what one number of a run sends back to one of the numbers that made
// it: local derivative × upstream gradient. The gradient of a number is the sum
// of its shares over all that it was used for; see [ExplainGrad].
type Share struct {
	To   trace.Ref // the number that receives it
	Term trace.Term
}

// Shares returns what one cell of v sends back after Backward, in the order of
// [Explain]: for a convolution w·x + b, first x·∂L/∂v to w and w·∂L/∂v to x for
// each product, then ∂L/∂v to b. It returns none where no gradient came to v.
// It panics with a *tensor.ValueError if the cell is out of range.
func Shares(v *Var, cell int) []Share {
	v.check("shares", cell)
	if v.Grad == nil || v.op == nil {
		return nil
	}
	var shares []Share
	for _, t := range Explain(v, cell) {
		for i, f := range t.Factors {
			if f.Node < 0 {
				continue
			}
			to := v.tape.vars[f.Node]
			switch v.op.(type) {
			case *conv2d, *linear: // a sum of products: the other factors are the slope
				if to.needs {
					shares = append(shares, Share{f.Ref, without(t.Factors, i, upstream(v, cell))})
				}
			default:
				for _, g := range shareOf(v, to, f.Cell, cell) {
					shares = append(shares, Share{f.Ref, g})
				}
			}
		}
	}
	return shares
}

// without is the product of all factors but the i-th, and of one more.
func without(factors []trace.Factor, i int, up trace.Factor) trace.Term {
	rest := append([]trace.Factor{}, factors[:i]...)
	return product(append(append(rest, factors[i+1:]...), up)...)
}

// shareOf are the terms of ∂L/∂to that came from one cell of v.
func shareOf(v, to *Var, cell, from int) (terms []trace.Term) {
	for _, t := range ExplainGrad(to, cell) {
		for _, f := range t.Factors {
			if f.Grad && f.Node == v.id && f.Cell == from {
				terms = append(terms, t)
			}
		}
	}
	return terms
}
