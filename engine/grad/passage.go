package grad

import (
	"slices"

	"gradtheatre/engine/tensor"
)

// repeater is implemented by ops whose value is a function of their inputs'
// values and of settings that stay: repeat computes it again, into the storage
// of the last run. It returns false, and need not have done anything, where a
// parameter has another shape now.
type repeater interface{ repeat(y *Var) bool }

// Passage is a stretch of a tape that a module has written. When the next run
// comes to the same place with an input of the same shape, [Passage.Again]
// computes the stretch again in place: the same values, gradients and record,
// without asking the module, checking shapes or laying out memory, and an
// activation function in one call with the dense layer before it. The tape's
// backward pass takes it as a whole too. It is for modules that would write the
// same ops with the same settings and parameters. The zero Passage remembers
// nothing.
type Passage struct {
	tape             *Tape
	gen, from        int
	training, noGrad bool
	wanted           bool // the input wanted a gradient
	shape            []int
	x, y             *Var
	to               int    // where the stretch ends
	leaves           []leaf // of parameters
	ops              []repeated
	seen             []seen // what the ops used
	slab             []elem // the gradients of small values, end to end
	used             int    // how much of it, −1 before they are laid out
}

// seen is an input of an op and the version of its value that was used.
type seen struct {
	v       *Var
	version uint32
}

type leaf struct {
	v     *Var
	param *Param
}

type repeated struct {
	v     *Var
	op    repeater
	label string

	// A dense layer and the activation function that follows it: its value.
	dense *linear
	f     tensor.Activation
	then  *Var
	name  string // its label
}

// activation says which function an op is that a dense layer can apply.
func activation(o op) tensor.Activation {
	switch o.(type) {
	case *relu:
		return tensor.ThenReLU
	case *tanhOp:
		return tensor.ThenTanh
	case *sigmoidOp:
		return tensor.ThenSigmoid
	}
	return tensor.Identity
}

// Keep remembers what a module has written from the from-th value of the tape
// on, with x as its only input from before and y as its output.
func (p *Passage) Keep(from int, x, y *Var) {
	t := x.tape
	p.leave()
	if p.tape != t {
		p.slab = nil // the gradients of the other tape are still there
	}
	p.leaves, p.ops, p.seen, p.used, p.tape = p.leaves[:0], p.ops[:0], p.seen[:0], -1, nil
	if t.nudged.by != 0 || y.tape != t || y.id < from || x.id >= from {
		return
	}
	for _, v := range t.vars[from:t.n] {
		if v.param != nil {
			p.leaves = append(p.leaves, leaf{v, v.param})
			continue
		}
		op, ok := v.op.(repeater)
		if !ok {
			return
		}
		for _, in := range v.in {
			if in.id < from && in != x {
				return
			}
			p.see(in)
		}
		p.append(v, op)
	}
	p.tape, p.gen, p.from, p.to, p.training, p.noGrad = t, t.gen, from, t.n, t.Training, t.NoGrad
	p.x, p.y, p.wanted, p.shape = x, y, x.needs, append(p.shape[:0], x.Shape()...)
}

// see adds a value to those that the ops use.
func (p *Passage) see(v *Var) {
	for _, s := range p.seen {
		if s.v == v {
			return
		}
	}
	p.seen = append(p.seen, seen{v: v})
}

// append adds an op, to that before it if the two can be one call.
func (p *Passage) append(v *Var, op repeater) {
	if n := len(p.ops); n > 0 {
		last, f := &p.ops[n-1], activation(v.op)
		if f != tensor.Identity && last.dense != nil && last.then == nil && v.in[0] == last.v {
			last.f, last.then, last.name = f, v, v.label
			return
		}
	}
	dense, _ := v.op.(*linear)
	p.ops = append(p.ops, repeated{v: v, op: op, label: v.label, dense: dense})
}

// Again computes the passage again for the input x and returns its output. It
// returns nil, and leaves the tape as it was, unless this is the run after the
// one that the passage was kept of, or computed in, and the tape stands where
// it stood then.
func (p *Passage) Again(x *Var) *Var {
	t := x.tape
	if p.tape != t || p.gen+1 != t.gen || p.x != x {
		return nil
	}
	t.trim()
	if p.from != t.n || t.vars[p.from].Value == nil || t.nudged.by != 0 || p.training != t.Training || p.noGrad != t.NoGrad || p.wanted != x.needs || !tensor.SameShape(p.shape, x.Shape()) {
		return nil
	}
	if !p.place(t) {
		return nil
	}
	if !p.compute() {
		for i := range p.leaves {
			p.leaves[i].param.leaf = nil
		}
		p.tape = nil
		return nil
	}
	p.gen, t.n = t.gen, p.to
	t.again = append(t.again, p)
	return p.y
}

// place puts the parameters on the tape, unless one is there already.
func (p *Passage) place(t *Tape) bool {
	for i := range p.leaves {
		v, q := p.leaves[i].v, p.leaves[i].param
		if q.tape == t && q.gen == t.gen && q.leaf != nil {
			return false
		}
		v.Value, v.label = q.Value, q.Name
		if v.needs {
			v.Grad = q.Grad
		}
	}
	for i := range p.leaves {
		q := p.leaves[i].param
		q.tape, q.gen, q.leaf = t, t.gen, p.leaves[i].v
	}
	return true
}

// compute repeats the ops.
func (p *Passage) compute() bool {
	for i := range p.ops {
		o := &p.ops[i]
		o.v.Grad, o.v.label = nil, o.label
		if o.then == nil {
			if !o.op.repeat(o.v) {
				return false
			}
			continue
		}
		o.then.Grad, o.then.label = nil, o.name
		if !o.dense.repeatThen(o.v, o.f, o.then) {
			return false
		}
	}
	for i := range p.seen {
		s := &p.seen[i]
		s.version = s.v.Value.Version()
	}
	return true
}

// zeroGrads is [Tape.zeroGrads] for the values of the passage.
func (p *Passage) zeroGrads() {
	if p.used < 0 {
		p.layOut()
	}
	for i := range p.ops {
		o := &p.ops[i]
		o.v.zeroed()
		if o.then != nil {
			o.then.zeroed()
		}
	}
	clear(p.slab[:p.used])
}

// zeroed gives a value its gradient, which is cleared with others unless it
// stands apart.
func (v *Var) zeroed() {
	switch {
	case !v.needs:
	case v.apart:
		v.Grad = v.grad.Zeros(v.Value)
	default:
		v.Grad = &v.grad
		v.grad.Touch()
	}
}

// layOut finds places for the gradients.
func (p *Passage) layOut() {
	vars := p.tape.vars[p.from:p.to]
	p.used = small(vars)
	if p.used > len(p.slab) {
		p.slab = make([]elem, p.used)
	}
	rest := p.slab
	for _, v := range vars {
		if v.needs && v.param == nil && !v.apart {
			rest = v.grad.Lay(v.Value, rest)
		}
	}
}

// backward is [Tape.back] for the values of the passage.
func (p *Passage) backward() {
	for i := range p.seen {
		if s := &p.seen[i]; s.v.Value.Version() != s.version {
			p.stale(s.v)
		}
	}
	for i := len(p.ops) - 1; i >= 0; i-- {
		o := &p.ops[i]
		switch {
		case !o.v.needs:
		case o.then != nil:
			o.dense.backwardThen(o.v, o.f, o.then)
		default:
			o.v.op.backward(o.v)
		}
	}
}

// stale panics in the name of the last op that used x.
func (p *Passage) stale(x *Var) {
	for i := p.to - 1; ; i-- {
		for _, in := range p.tape.vars[i].in {
			if in == x {
				p.tape.vars[i].stale()
			}
		}
	}
}

// split makes the values of the passage like any others of the tape, for a
// backward pass that begins within, or when the passage is to be another.
func (p *Passage) split() {
	p.used = -1
	for _, v := range p.tape.vars[p.from:p.to] {
		for k, x := range v.in {
			for _, s := range p.seen {
				if s.v == x {
					v.saw[k] = s.version
				}
			}
		}
	}
}

// leave takes the passage off the run of its tape.
func (p *Passage) leave() {
	if p.tape == nil {
		return
	}
	for i, q := range p.tape.again {
		if q == p {
			p.split()
			p.tape.again = slices.Delete(p.tape.again, i, i+1)
			return
		}
	}
}
