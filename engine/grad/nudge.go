package grad

import "gradtheatre/engine/tensor"

// nudge is one number that a run is given a little more of.
type nudge struct {
	node, cell int
	by         float64
}

// Nudge makes the run that is written after it compute with the cell of the
// node moved by so much, as a finite difference wants it: an op's result is
// moved when it is there, before anything uses it; a leaf is copied first, so
// that the tensor or parameter behind it stays as it is. It holds for every
// run of this tape until the next Nudge; by 0 is none.
//
//	build(t)                 // L
//	t.Reset(); t.Nudge(3, 0, +h); build(t) // L₊
//	t.Reset(); t.Nudge(3, 0, -h); build(t) // L₋, and (L₊ − L₋)/2h is ∂L/∂node₃[0]
//
// It panics, when the run gets there, with a *tensor.ValueError if the node has
// no such cell.
func (t *Tape) Nudge(node, cell int, by float64) {
	t.nudged = nudge{node, cell, by}
}

// move applies the nudge to the value that was written last.
func (t *Tape) move() {
	n := &t.nudged
	if t.n == 0 || t.n-1 != n.node {
		return
	}
	v := t.vars[t.n-1]
	v.check("nudge", n.cell)
	if v.op == nil {
		own := v.value.Resize(v.Shape()...)
		tensor.Copy(own, v.Value)
		v.Value = own
	}
	v.Value.Data()[n.cell] += tensor.Elem(n.by)
}
