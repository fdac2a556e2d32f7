// Package grad is reverse-mode automatic differentiation on a tape.
//
// Every op computes its value at once and writes itself on the tape; walking
// the tape backwards gives the gradient of the last value with respect to all
// before it. The tape is also the record of the run: [Tape.Record] copies it
// into plain data for whoever draws it, and [Explain] says which terms made any
// one number of it.
//
//	t := grad.NewTape()
//	x, y, z := t.Scalar("x", -2), t.Scalar("y", 5), t.Scalar("z", -4)
//	f := grad.Mul(grad.Add(x, y), z) // -12
//	t.Backward(f)                    // x.Grad is -4
//
// An op is one file: its formula, forward, backward and terms on one screen.
// It is a struct that the tape keeps and uses again after [Tape.Reset], as it
// does the storage of every value, so that a warm training step allocates
// nothing.
package grad

import "gradtheatre/engine/tensor"

// op is what the tape knows of a computation: its name and its derivative.
// Implementations are pointers to structs that hold the op's settings and its
// scratch memory; both are kept from step to step.
type op interface {
	name() string
	// backward adds ∂L/∂input to the gradient of each input of y that wants
	// one (Var.wants), given ∂L/∂y in y.Grad.
	backward(y *Var)
}

// Var is one value on a tape, and after Backward its gradient.
type Var struct {
	Value *tensor.Tensor // what the op computed
	Grad  *tensor.Tensor // ∂L/∂Value after Backward; nil where none is wanted

	tape  *Tape
	id    int
	op    op // nil for a leaf
	in    []*Var
	saw   []uint32 // versions of the inputs' values when they were used
	needs bool     // some parameter or input that wants a gradient lies below
	label string
	param *Param

	value, grad tensor.Tensor // storage of an op's result, kept across Reset
	apart       bool          // the gradient has storage of its own, not in the tape's slab
}

// Param is a trainable tensor with its gradient. It outlives tapes: the
// gradient adds up over Backward calls until ZeroGrad.
type Param struct {
	Name  string
	Value *tensor.Tensor
	Grad  *tensor.Tensor

	tape *Tape // the tape that last used it, its generation, and the leaf there
	gen  int
	leaf *Var

	whole *whole // what it is part of, or nil
}

// NewParam returns a parameter that holds value, with a gradient of zeros.
func NewParam(name string, value *tensor.Tensor) *Param {
	return &Param{Name: name, Value: value, Grad: tensor.New(value.Shape()...)}
}

// ZeroGrad sets the gradient to zero.
func (p *Param) ZeroGrad() { tensor.Fill(p.Grad, 0) }

// Tape is the list of values of one run, in the order in which they were computed.
type Tape struct {
	vars []*Var
	n    int // vars in use; the rest is kept for the next run
	gen  int

	// Training switches layers that differ between training and use, such as
	// dropout and batch norm.
	Training bool
	// NoGrad makes a tape that only computes values.
	NoGrad bool

	named  uint32 // how often a value was given a name
	nudged nudge
	slab   []elem     // the gradients of small values, end to end
	again  []*Passage // of this run, in their order
}

// NewTape returns an empty tape.
func NewTape() *Tape { return &Tape{} }

// Reset forgets the run and keeps its memory for the next one. Vars of the old
// run must no longer be used.
func (t *Tape) Reset() {
	t.n = 0
	t.gen++
	t.again = t.again[:0]
}

// Len returns the number of values on the tape.
func (t *Tape) Len() int {
	t.trim()
	return t.n
}

// trim drops the slot of an op that refused its inputs, if it is the last.
func (t *Tape) trim() {
	if t.n > 0 && t.vars[t.n-1].Value == nil {
		t.n--
	}
}

// Var returns the i-th value of the run; its index is its ID in the record.
func (t *Tape) Var(i int) *Var { return t.vars[:t.n][i] }

// next returns the following slot of the tape, with the memory it had before.
func (t *Tape) next() *Var {
	t.trim()
	if t.nudged.by != 0 {
		t.move()
	}
	if t.n == len(t.vars) {
		t.vars = append(t.vars, &Var{tape: t, id: t.n})
	}
	v := t.vars[t.n]
	t.n++
	v.Value, v.Grad, v.param, v.label = nil, nil, nil, ""
	v.in, v.saw, v.needs = v.in[:0], v.saw[:0], false
	return v
}

// leaf puts a value on the tape that no op made.
func (t *Tape) leaf(name string, value *tensor.Tensor) *Var {
	v := t.next()
	v.op, v.label, v.Value = nil, name, value
	return v
}

// Const puts x on the tape without a gradient. The tape uses x itself: it must
// not change before Backward is done.
func (t *Tape) Const(name string, x *tensor.Tensor) *Var { return t.leaf(name, x) }

// Input puts x on the tape and asks for ∂L/∂x.
func (t *Tape) Input(name string, x *tensor.Tensor) *Var {
	v := t.leaf(name, x)
	v.want()
	return v
}

// Scalar puts a number on the tape as an input of shape [] that wants a gradient.
func (t *Tape) Scalar(name string, x float64) *Var {
	v := t.leaf(name, nil)
	v.Value = v.value.Resize()
	v.value.Data()[0] = tensor.Elem(x)
	v.want()
	return v
}

// Param puts a parameter on the tape: once a run, however often it is used.
func (t *Tape) Param(p *Param) *Var {
	if p.tape == t && p.gen == t.gen && p.leaf != nil {
		return p.leaf
	}
	v := t.leaf("", p.Value)
	v.param = p
	if !t.NoGrad {
		v.needs, v.Grad = true, p.Grad
	}
	p.tape, p.gen, p.leaf = t, t.gen, v
	return v
}

func (v *Var) want() {
	if !v.tape.NoGrad {
		v.needs = true
	}
}

// wants reports whether a gradient for v is asked for; v.Grad is then ready to be added to.
func (v *Var) wants() bool { return v.needs }

// push writes an op of type T on the tape of its inputs and returns the slot
// for its result. The op struct of the last run at this place is used again
// when it is of the same type: its settings are then overwritten by the
// caller, its scratch memory is warm.
func push[T any, P interface {
	*T
	op
}](in ...*Var) (*Var, P) {
	v, p := slot[T, P](in[0].tape)
	v.use(in...)
	return v, p
}

// slot is push for ops whose name is among their settings: these are written
// before the inputs are named with use.
func slot[T any, P interface {
	*T
	op
}](t *Tape) (*Var, P) {
	v := t.next()
	p, ok := v.op.(P)
	if !ok {
		p = new(T)
		v.op = p
	}
	return v, p
}

// use appends the inputs of the op of v.
func (v *Var) use(in ...*Var) {
	for _, x := range in {
		if x.tape != v.tape || x.id >= v.id {
			panic(&tensor.ValueError{Op: v.op.name(), Name: "input", Value: "a value of another run", Want: "values of one tape since its last Reset"})
		}
		v.in = append(v.in, x)
		v.saw = append(v.saw, x.Value.Version())
		v.needs = v.needs || x.needs
	}
}

// result gives v storage of the given shape for its value. A shape that no
// memory could hold is refused in the name of the op.
func (v *Var) result(shape ...int) *tensor.Tensor {
	if v.value.Len() > 0 && tensor.SameShape(v.value.Shape(), shape) { // as in the last run
		v.value.Touch()
		v.Value = &v.value
		return v.Value
	}
	if err := tensor.CheckShape(v.op.name(), shape); err != nil {
		panic(err)
	}
	v.Value = v.value.Resize(shape...)
	return v.Value
}

// ID returns the index of the value on its tape and in the record of the run.
func (v *Var) ID() int { return v.id }

// Tape returns the tape that the value is on.
func (v *Var) Tape() *Tape { return v.tape }

// Shape returns the dimensions of the value.
func (v *Var) Shape() []int { return v.Value.Shape() }

// Item returns the value of a scalar.
func (v *Var) Item() float64 { return float64(v.Value.Item()) }

// Named gives the value a name in the record, and returns it.
func (v *Var) Named(name string) *Var {
	v.label = name
	v.tape.named++
	return v
}

// Op returns the name of the op that made the value: "input" or "param" for a leaf.
func (v *Var) Op() string {
	switch {
	case v.op != nil:
		return v.op.name()
	case v.param != nil:
		return "param"
	}
	return "input"
}
