package grad

import "gradtheatre/engine/tensor"

// repeater is implemented by ops whose value is a function of their inputs'
// values and of settings that stay: repeat computes it again, into the storage
// of the last run. It returns false, and need not have done anything, where a
// parameter has another shape now.
type repeater interface{ repeat(y *Var) bool }

// Passage is a stretch of a tape that a module has written. When the next run
// comes to the same place with an input of the same shape, [Passage.Again]
// computes the stretch again in place: the same values, gradients and record,
// without asking the module, checking shapes or laying out memory. It is for
// modules that would write the same ops with the same settings and parameters.
// The zero Passage remembers nothing.
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
}

type leaf struct {
	v     *Var
	param *Param
}

type repeated struct {
	v     *Var
	op    repeater
	label string
}

// Keep remembers what a module has written from the from-th value of the tape
// on, with x as its only input from before and y as its output.
func (p *Passage) Keep(from int, x, y *Var) {
	t := x.tape
	p.leaves, p.ops, p.tape = p.leaves[:0], p.ops[:0], nil
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
		}
		p.ops = append(p.ops, repeated{v, op, v.label})
	}
	p.tape, p.gen, p.from, p.to, p.training, p.noGrad = t, t.gen, from, t.n, t.Training, t.NoGrad
	p.x, p.y, p.wanted, p.shape = x, y, x.needs, append(p.shape[:0], x.Shape()...)
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
		if !o.op.repeat(o.v) {
			return false
		}
		v := o.v
		v.Grad, v.label = nil, o.label
		for k, x := range v.in {
			v.saw[k] = x.Value.Version()
		}
	}
	return true
}
