package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// termer is implemented by every op: it appends the terms that sum to cell of y.
type termer interface {
	terms(y *Var, cell int, dst []trace.Term) []trace.Term
}

// gradTermer is implemented by ops that can say it directly: it appends the
// terms that y contributes to cell of the gradient of its k-th input. For the
// others [ExplainGrad] asks backward, one output at a time.
type gradTermer interface {
	gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term
}

// sloper is implemented by element-wise ops of one input: ∂y/∂x at one cell.
type sloper interface {
	slopeAt(y *Var, cell int) float64
}

// ownGradTermer is implemented by recurrent ops: it appends what the later
// steps of y itself contribute to cell of the gradient of y.
type ownGradTermer interface {
	ownGradTerms(y *Var, cell int, dst []trace.Term) []trace.Term
}

// attrser is implemented by ops with settings worth showing.
type attrser interface {
	attrs(dst []trace.Attr) []trace.Attr
}

// Explain returns the terms that made one cell of a value, by the op that made
// it: they sum to the recorded number within rounding. A leaf has no terms.
// It panics with a *tensor.ValueError if the cell is out of range.
func Explain(v *Var, cell int) []trace.Term {
	v.check("explain", cell)
	if e, ok := v.op.(termer); ok {
		return e.terms(v, cell, nil)
	}
	return nil
}

// ExplainGrad returns the terms that made one cell of ∂L/∂v after Backward:
// for every op that used v, local derivative × upstream gradient.
func ExplainGrad(v *Var, cell int) []trace.Term {
	v.check("explain gradient", cell)
	var terms []trace.Term
	if e, ok := v.op.(ownGradTermer); ok && v.Grad != nil {
		terms = e.ownGradTerms(v, cell, terms)
	}
	for _, y := range v.tape.vars[v.id+1 : v.tape.n] {
		if y.Grad == nil || y.op == nil {
			continue
		}
		for k, x := range y.in {
			if x != v {
				continue
			}
			switch e := y.op.(type) {
			case gradTermer:
				terms = e.gradTerms(y, k, cell, terms)
			case sloper:
				terms = append(terms, gradTerm(y, cell, e.slopeAt(y, cell), float64(y.Grad.Data()[cell])))
			default:
				terms = probeGradTerms(y, k, cell, terms)
			}
		}
	}
	return terms
}

func (v *Var) check(op string, cell int) {
	if cell < 0 || cell >= v.Value.Len() {
		panic(&tensor.ValueError{Op: op, Name: "cell", Value: strconv.Itoa(cell), Want: "0 … " + strconv.Itoa(v.Value.Len()-1)})
	}
}

// probeGradTerms finds the local derivatives ∂y_o/∂x_cell by running backward
// with a one at each output o in turn, on gradients of its own.
func probeGradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	upstream := y.Grad
	saved := make([]*tensor.Tensor, len(y.in))
	for i, x := range y.in {
		saved[i] = x.Grad
	}
	defer func() {
		y.Grad = upstream
		for i, x := range y.in {
			x.Grad = saved[i]
		}
	}()
	one := tensor.New(y.Shape()...)
	y.Grad = one
	for i, x := range y.in {
		if saved[i] != nil {
			x.Grad = tensor.New(x.Shape()...)
		}
	}
	for o := range one.Data() {
		up := float64(upstream.Data()[o])
		if up == 0 {
			continue
		}
		one.Data()[o] = 1
		for _, x := range y.in {
			if x.Grad != nil {
				tensor.Fill(x.Grad, 0)
			}
		}
		// An input that appears twice is asked about once, for its first place.
		if first := firstIndex(y.in, y.in[k]); first == k {
			y.op.backward(y)
			if local := float64(y.in[k].Grad.Data()[cell]); local != 0 {
				dst = append(dst, gradTerm(y, o, local, up))
			}
		}
		one.Data()[o] = 0
	}
	return dst
}

func firstIndex(in []*Var, x *Var) int {
	for i := range in {
		if in[i] == x {
			return i
		}
	}
	return -1
}

// gradTerm is local derivative × upstream gradient of cell o of y.
func gradTerm(y *Var, o int, local, up float64) trace.Term {
	return trace.Term{
		Factors: []trace.Factor{
			{Ref: trace.Ref{Node: -1}, Symbol: "∂" + y.op.name(), Value: local},
			{Ref: trace.Ref{Node: y.id, Cell: o, Grad: true}, Symbol: "∂L/∂y", Value: up},
		},
		Value: local * up,
	}
}

// upstream is cell o of ∂L/∂y as a factor of a term.
func upstream(y *Var, o int) trace.Factor {
	return trace.Factor{Ref: trace.Ref{Node: y.id, Cell: o, Grad: true}, Symbol: "∂L/∂y", Value: float64(y.Grad.Data()[o])}
}

// factor is cell i of x as a factor of a term.
func factor(symbol string, x *Var, i int) trace.Factor {
	return trace.Factor{Ref: trace.Ref{Node: x.id, Cell: i}, Symbol: symbol, Value: float64(x.Value.Data()[i])}
}

// constant is a number of the op itself as a factor of a term.
func constant(symbol string, v float64) trace.Factor {
	return trace.Factor{Ref: trace.Ref{Node: -1}, Symbol: symbol, Value: v}
}

// product is the term of its factors multiplied.
func product(factors ...trace.Factor) trace.Term {
	v := 1.0
	for _, f := range factors {
		v *= f.Value
	}
	return trace.Term{Factors: factors, Value: v}
}

// apply is the term fn(args) with the given value.
func apply(fn string, value float64, args ...trace.Factor) trace.Term {
	return trace.Term{Fn: fn, Factors: args, Value: value}
}

// Record copies the run into tr, using tr's memory again where it fits.
func (t *Tape) Record(tr *trace.Trace) {
	t.trim()
	if cap(tr.Nodes) < t.n {
		nodes := make([]trace.Node, t.n)
		copy(nodes, tr.Nodes[:cap(tr.Nodes)])
		tr.Nodes = nodes
	}
	tr.Nodes = tr.Nodes[:t.n]
	for i, v := range t.vars[:t.n] {
		n := &tr.Nodes[i]
		n.ID, n.Op, n.Name = i, v.Op(), v.Label()
		n.Inputs = n.Inputs[:0]
		for _, x := range v.in {
			n.Inputs = append(n.Inputs, x.id)
		}
		n.Shape = append(n.Shape[:0], v.Shape()...)
		n.Value = widen(n.Value, v.Value)
		n.Attrs = n.Attrs[:0]
		if a, ok := v.op.(attrser); ok {
			n.Attrs = a.attrs(n.Attrs)
		}
		if v.Grad != nil {
			n.Grad = widen(n.Grad, v.Grad)
		} else {
			n.Grad = nil
		}
	}
}

func widen(dst []float64, t *tensor.Tensor) []float64 {
	if cap(dst) < t.Len() {
		dst = make([]float64, t.Len())
	}
	dst = dst[:t.Len()]
	for i, x := range t.Data() {
		dst[i] = float64(x)
	}
	return dst
}
