package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// rearrange is what Permute, Concat, Slice, Pad, Expand and Gather have in
// common: every cell of the result is one cell of one input, or a constant.
type rearrange struct {
	fn     string
	source []cellOf
	value  float64 // of cells that come from nowhere
	named  []trace.Attr
}

// cellOf is the place a cell of a result comes from; input −1 is the constant.
type cellOf struct{ input, cell int }

// move fills y from its sources. The caller has written p.source.
func (p *rearrange) move(y *Var, shape ...int) *Var {
	yd := y.result(shape...).Data()
	for o, s := range p.source {
		if s.input < 0 {
			yd[o] = elem(p.value)
		} else {
			yd[o] = y.in[s.input].Value.Data()[s.cell]
		}
	}
	return y
}

func (p *rearrange) name() string { return p.fn }

func (p *rearrange) backward(y *Var) {
	up := y.Grad.Data()
	for o, s := range p.source {
		if s.input >= 0 && y.in[s.input].wants() {
			y.in[s.input].Grad.Data()[s.cell] += up[o]
		}
	}
}

func (p *rearrange) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	if s := p.source[cell]; s.input >= 0 {
		return append(dst, product(factor("x", y.in[s.input], s.cell)))
	}
	return append(dst, product(constant("value", p.value)))
}

func (p *rearrange) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	for o, s := range p.source {
		if s == (cellOf{k, cell}) {
			dst = append(dst, product(constant("1", 1), upstream(y, o)))
		}
	}
	return dst
}

func (p *rearrange) attrs(dst []trace.Attr) []trace.Attr { return append(dst, p.named...) }

// newRearrange writes an op of that name on the tape, its sources still empty.
func newRearrange(fn string, in ...*Var) (*Var, *rearrange) {
	y, p := slot[rearrange](in[0].tape)
	p.fn, p.source, p.value, p.named = fn, p.source[:0], 0, p.named[:0]
	y.use(in...)
	return y, p
}

func (p *rearrange) attr(name string, v int) {
	p.named = append(p.named, trace.Attr{Name: name, Value: float64(v)})
}

// Permute reorders the dimensions: dimension i of y is dimension perm[i] of x;
// negative ones count from the last. x [d0, d1, …] → y [d_perm[0], d_perm[1], …].
//
// It panics with a *tensor.ValueError if perm does not name each dimension once.
func Permute(x *Var, perm ...int) *Var {
	s := x.Shape()
	y, p := newRearrange("permute", x)
	if len(perm) != len(s) {
		panic(&tensor.ShapeError{Op: "permute", A: append([]int{}, s...), B: append([]int{}, perm...), Why: "one number for each dimension"})
	}
	var shape, step, seen [maxRank]int
	checkRank("permute", s)
	for i, d := range perm {
		d = tensor.Axis("permute", d, s)
		if seen[d]++; seen[d] > 1 {
			panic(&tensor.ValueError{Op: "permute", Name: "dimension", Value: strconv.Itoa(d) + " twice", Want: "each dimension once"})
		}
		shape[i], step[i] = s[d], stride(s, d)
		p.attr("perm", d)
	}
	p.strided(shape[:len(s)], step[:len(s)], 0)
	return p.move(y, shape[:len(s)]...)
}

// Transpose swaps the last two dimensions: x [… m, n] → y [… n, m].
func Transpose(x *Var) *Var {
	var perm [maxRank]int
	s := x.Shape()
	checkRank("transpose", s)
	if len(s) < 2 {
		panic(&tensor.ShapeError{Op: "transpose", A: append([]int{}, s...), Why: "want two dimensions or more"})
	}
	for i := range s {
		perm[i] = i
	}
	perm[len(s)-2], perm[len(s)-1] = len(s)-1, len(s)-2
	return Permute(x, perm[:len(s)]...)
}

// maxRank is the largest number of dimensions that the rearranging ops take.
const maxRank = 16

func checkRank(op string, s []int) {
	if len(s) > maxRank {
		panic(&tensor.ShapeError{Op: op, A: append([]int{}, s...), Why: "more than " + strconv.Itoa(maxRank) + " dimensions"})
	}
}

// stride is the distance between neighbours in dimension d of shape s.
func stride(s []int, d int) int {
	n := 1
	for _, k := range s[d+1:] {
		n *= k
	}
	return n
}

// strided appends the cells at + Σ indexᵢ·stepᵢ of input 0 for every index of shape.
func (p *rearrange) strided(shape, step []int, at int) {
	if len(shape) == 0 {
		p.source = append(p.source, cellOf{0, at})
		return
	}
	for i := range shape[0] {
		p.strided(shape[1:], step[1:], at+i*step[0])
	}
}
