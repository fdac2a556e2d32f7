package expr

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Func puts an expression on tapes, as part of a larger run: on variables of
// any shapes that broadcast, so that a whole grid is computed at once.
//
//	f := expr.NewFunc(e)                       // e is x² + y²
//	z := f.On(t, t.Param(x), t.Const("y", ys)) // x [], ys [n] → z [n]
type Func struct {
	Expr    *Expr
	numbers []*tensor.Tensor
	nodes   []*grad.Var
}

// NewFunc prepares e.
func NewFunc(e *Expr) *Func {
	f := &Func{Expr: e, numbers: make([]*tensor.Tensor, len(e.Nodes)), nodes: make([]*grad.Var, len(e.Nodes))}
	for i := range e.Nodes {
		if e.Nodes[i].Kind == Number {
			f.numbers[i] = tensor.Scalar(tensor.Elem(e.Nodes[i].Val))
		}
	}
	return f
}

// On computes the expression on t. vars are its variables, in the order of
// Expr.Vars; others that follow are left alone. It panics with a
// *tensor.ValueError if there are too few, and with a *tensor.ShapeError if
// their shapes do not broadcast.
func (f *Func) On(t *grad.Tape, vars ...*grad.Var) *grad.Var {
	if len(vars) < len(f.Expr.Vars) {
		panic(&tensor.ValueError{Op: "expression", Name: "variables", Value: tensor.ShapeString([]int{len(vars)}),
			Want: "one for each variable " + tensor.ShapeString([]int{len(f.Expr.Vars)})})
	}
	for k, v := range f.Expr.Vars {
		f.nodes[v] = vars[k]
	}
	for i := range f.Expr.Nodes {
		n := &f.Expr.Nodes[i]
		switch n.Kind {
		case Variable:
		case Number:
			f.nodes[i] = t.Const("", f.numbers[i])
		default:
			var b *grad.Var
			if len(n.Args) > 1 {
				b = f.nodes[n.Args[1]]
			}
			f.nodes[i] = n.Kind.build(f.nodes[n.Args[0]], b)
		}
	}
	return f.nodes[f.Expr.Root]
}
