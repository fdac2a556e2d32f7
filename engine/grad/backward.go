package grad

import (
	"fmt"

	"gradtheatre/engine/tensor"
)

// Backward computes the gradient of the scalar y with respect to every value
// that it was computed from. Gradients of parameters add up over calls; all
// others start from zero, so a second call on the same run gives the same.
//
// It panics with a *tensor.ShapeError if y is not a scalar, and with a
// *tensor.ValueError if a value that the backward pass needs has been
// overwritten since.
func (t *Tape) Backward(y *Var) {
	if y.Value.Len() != 1 {
		panic(&tensor.ShapeError{Op: "backward", A: y.Shape(), Why: "the gradient of a scalar, or give a cotangent (BackwardFrom)"})
	}
	t.prepare(y)
	y.Grad.Data()[0]++
	y.Grad.Touch()
	t.run(y)
}

// BackwardFrom computes the gradients of Σ y·cotangent. It panics as
// [Tape.Backward] does, and if the cotangent does not have the shape of y.
func (t *Tape) BackwardFrom(y *Var, cotangent *tensor.Tensor) {
	if !tensor.SameShape(y.Shape(), cotangent.Shape()) {
		panic(&tensor.ShapeError{Op: "backward", A: y.Shape(), B: cotangent.Shape(), Why: "the cotangent has the shape of the value"})
	}
	t.prepare(y)
	tensor.Accumulate(y.Grad, cotangent)
	t.run(y)
}

// BackwardMany computes the gradients of Σᵢ Σ yᵢ·cotangentᵢ over several
// outputs. It panics as [Tape.BackwardFrom] does, and if there is not one
// cotangent for each output.
func (t *Tape) BackwardMany(ys []*Var, cotangents []*tensor.Tensor) {
	if len(ys) == 0 || len(ys) != len(cotangents) {
		panic(&tensor.ValueError{Op: "backward", Name: "outputs and cotangents", Value: fmt.Sprintf("%d and %d", len(ys), len(cotangents)), Want: "one cotangent for each output, and at least one output"})
	}
	last := ys[0]
	for _, y := range ys {
		if y.id > last.id {
			last = y
		}
	}
	t.prepare(last)
	for i, y := range ys {
		if !tensor.SameShape(y.Shape(), cotangents[i].Shape()) {
			panic(&tensor.ShapeError{Op: "backward", A: y.Shape(), B: cotangents[i].Shape(), Why: "the cotangent has the shape of the value"})
		}
		if y.Grad != nil {
			tensor.Accumulate(y.Grad, cotangents[i])
		}
	}
	t.run(last)
}

// prepare gives every value up to y that wants a gradient one of zeros, and
// takes away those of later values, which an earlier call may have left.
func (t *Tape) prepare(y *Var) {
	if y.tape != t || y.id >= t.n {
		panic(&tensor.ValueError{Op: "backward", Name: "value", Value: "one of another run", Want: "a value of this tape since its last Reset"})
	}
	if !y.needs {
		panic(&tensor.ValueError{Op: "backward", Name: "value", Value: fmt.Sprintf("%s without a parameter or input below it", y.Op()), Want: "one that depends on something with a gradient"})
	}
	for len(t.again) > 0 && t.again[len(t.again)-1].to > y.id+1 { // y is before its end
		p := t.again[len(t.again)-1]
		p.split()
		t.again = t.again[:len(t.again)-1]
	}
	t.zeroGrads(t.vars[:y.id+1])
	for _, v := range t.vars[y.id+1 : t.n] {
		if v.param == nil {
			v.Grad = nil
		}
	}
}

// slabLimit is up to how many numbers a call to clear a gradient costs more
// than clearing it.
const slabLimit = 1 << 12

// zeroGrads gives the values that want a gradient one of zeros. Small ones lie
// end to end and are cleared together.
func (t *Tape) zeroGrads(vars []*Var) {
	rest, used, next := t.slab, 0, 0
	for i := 0; i < len(vars); i++ {
		if next < len(t.again) && i == t.again[next].from {
			t.again[next].zeroGrads()
			i, next = t.again[next].to-1, next+1
			continue
		}
		v := vars[i]
		if !v.needs || v.param != nil {
			continue
		}
		n := v.Value.Len()
		if n > slabLimit || v.apart {
			v.apart = true // also when it is small again: then there is room already
			v.Grad = v.grad.Zeros(v.Value)
			continue
		}
		if n > len(rest) {
			t.slab = make([]elem, 2*(used+small(vars[i:])))
			t.zeroGrads(vars)
			return
		}
		v.Grad = &v.grad
		rest, used = v.grad.Lay(v.Value, rest), used+n
	}
	clear(t.slab[:used])
}

// small says how many numbers the small gradients of the values have, and sets
// the others apart.
func small(vars []*Var) (n int) {
	for _, v := range vars {
		switch {
		case !v.needs || v.param != nil:
		case v.apart || v.Value.Len() > slabLimit:
			v.apart = true
		default:
			n += v.Value.Len()
		}
	}
	return n
}

func (t *Tape) run(y *Var) {
	to := y.id + 1
	for i := len(t.again) - 1; i >= 0; i-- {
		p := t.again[i]
		t.back(t.vars[p.to:to])
		p.backward()
		to = p.from
	}
	t.back(t.vars[:to])
}

// back asks the ops of the values for the gradients of their inputs, the last first.
func (t *Tape) back(vars []*Var) {
	for i := len(vars) - 1; i >= 0; i-- {
		v := vars[i]
		if v.op == nil || !v.needs {
			continue
		}
		saw := v.saw[:len(v.in)]
		for k, x := range v.in {
			if x.Value.Version() != saw[k] {
				v.stale()
			}
		}
		v.op.backward(v)
	}
}

// stale panics: an input of v is not what it was.
func (v *Var) stale() {
	panic(&tensor.ValueError{Op: "backward", Name: "input of " + v.op.name(), Value: "overwritten after it was used", Want: "values unchanged between forward and backward"})
}
