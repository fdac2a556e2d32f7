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
// without asking the module, checking shapes or laying out memory, and dense
// layers in one call with the activation functions and the dense layers that
// follow them. The tape's backward pass takes it as a whole too. It is for modules that would write the
// same ops with the same settings and parameters. The zero Passage remembers
// nothing.
type Passage struct {
	tape             *Tape
	gen, from        int
	named            uint32 // names that the tape had given when the results had theirs
	training, noGrad bool
	wanted           bool // the input wanted a gradient
	shape            []int
	x, y             *Var
	to               int      // where the stretch ends
	leaves           []leaf   // of parameters
	results          []result // of ops
	pieces           []piece  // of work, in their order
	chains           []*chain // those of the pieces, and others for later
	inUse            int      // how many of them
	seen             []seen   // what the ops used
	slab             []elem   // the gradients of small values, end to end
	used             int      // how much of it, −1 before they are laid out
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

type result struct {
	v     *Var
	label string
}

// piece is a chain of dense layers, or one op and its value.
type piece struct {
	chain *chain
	op    repeater
	v     *Var
}

// Keep remembers what a module has written from the from-th value of the tape
// on, with x as its only input from before and y as its output.
func (p *Passage) Keep(from int, x, y *Var) {
	t := x.tape
	p.leave()
	if p.tape != t {
		p.slab = nil // the gradients of the other tape are still there
	}
	p.leaves, p.results, p.pieces, p.seen, p.used, p.tape = p.leaves[:0], p.results[:0], p.pieces[:0], p.seen[:0], -1, nil
	p.inUse = 0
	if t.nudged.by != 0 || y.tape != t || y.id < from || x.id >= from {
		return
	}
	for _, v := range t.vars[from:t.n] {
		if v.param != nil {
			p.leaves = append(p.leaves, leaf{v, v.param})
			continue
		}
		for _, in := range v.in {
			if in.id < from && in != x {
				return
			}
			p.see(in)
		}
		p.results = append(p.results, result{v, v.label})
		if !p.add(v) {
			return
		}
	}
	p.tape, p.gen, p.from, p.to, p.named, p.training, p.noGrad = t, t.gen, from, t.n, t.named, t.Training, t.NoGrad
	p.x, p.y, p.wanted, p.shape = x, y, x.needs, append(p.shape[:0], x.Shape()...)
}

// add adds an op to the work, to the chain before it if that takes it. It
// reports whether the op can be computed again.
func (p *Passage) add(v *Var) bool {
	if n := len(p.pieces); n > 0 && p.pieces[n-1].chain != nil && p.pieces[n-1].chain.takes(v) {
		return true
	}
	if p.inUse == len(p.chains) {
		p.chains = append(p.chains, new(chain))
	}
	c := p.chains[p.inUse]
	c.clear()
	if c.takes(v) {
		p.pieces = append(p.pieces, piece{chain: c})
		p.inUse++
		return true
	}
	op, ok := v.op.(repeater)
	p.pieces = append(p.pieces, piece{op: op, v: v})
	return ok
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
		p.unplace(len(p.leaves))
		p.tape = nil
		return nil
	}
	p.gen, t.n = t.gen, p.to
	t.again = append(t.again, p)
	return p.y
}

// place puts the parameters on the tape, unless one is there already.
func (p *Passage) place(t *Tape) bool {
	gen := t.gen
	for i, l := range p.leaves {
		v, q := l.v, l.param
		if q.gen == gen && q.tape == t && q.leaf != nil {
			p.unplace(i)
			return false
		}
		q.gen = gen
		if v.Value != q.Value || v.Grad != q.Grad || v.label != "" || q.leaf != v || q.tape != t { // to look costs less than to write
			v.Value, v.label, q.tape, q.leaf = q.Value, "", t, v
			if v.needs {
				v.Grad = q.Grad
			}
		}
	}
	return true
}

// unplace takes the first n parameters off the tape.
func (p *Passage) unplace(n int) {
	for i := range p.leaves[:n] {
		p.leaves[i].param.leaf = nil
	}
}

// compute repeats the ops.
func (p *Passage) compute() bool {
	for _, r := range p.results {
		r.v.Grad = nil
	}
	if t := p.tape; p.named != t.named {
		for _, r := range p.results {
			r.v.label = r.label
		}
		p.named = t.named
	}
	for _, w := range p.pieces {
		if w.chain != nil && !w.chain.repeat() || w.chain == nil && !w.op.repeat(w.v) {
			return false
		}
	}
	seen := p.seen
	for i := range seen {
		seen[i].version = seen[i].v.Value.Version()
	}
	return true
}

// zeroGrads is [Tape.zeroGrads] for the values of the passage.
func (p *Passage) zeroGrads() {
	if p.used < 0 {
		p.layOut()
	}
	for _, r := range p.results {
		switch v := r.v; {
		case !v.needs:
		case v.apart:
			v.Grad = v.grad.Zeros(v.Value)
		default: // cleared with others
			v.Grad = &v.grad
			v.grad.Touch()
		}
	}
	clear(p.slab[:p.used])
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
	for i := range p.pieces {
		if c := p.pieces[i].chain; c != nil {
			c.laid = false
		}
	}
}

// backward is [Tape.back] for the values of the passage.
func (p *Passage) backward() {
	for _, s := range p.seen {
		if s.v.Value.Version() != s.version {
			p.stale(s.v)
		}
	}
	for _, w := range slices.Backward(p.pieces) {
		switch {
		case w.chain != nil:
			w.chain.backward()
		case w.v.needs:
			w.v.op.backward(w.v)
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
