package grad

import (
	"sort"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// rearrange is what Concat, Slice, Pad, Index and Gather have in
// common: every cell of the result is one cell of one input, or a constant.
// Cells that stay neighbours move together, as a span.
type rearrange struct {
	fn    string
	spans []span // in the order of y
	size  int    // cells that they fill
	value float64
	named []trace.Attr
}

// span is n cells of y from cell to on, which come from those of an input from
// cell from on; input −1 is the constant.
type span struct{ input, from, to, n int }

// take appends n cells of an input to y.
func (p *rearrange) take(input, from, n int) {
	if n == 0 {
		return
	}
	k := len(p.spans) - 1
	if k >= 0 && p.spans[k].input == input && (input < 0 || p.spans[k].from+p.spans[k].n == from) {
		p.spans[k].n += n
	} else {
		p.spans = append(p.spans, span{input, from, p.size, n})
	}
	p.size += n
}

// move fills y from its spans.
func (p *rearrange) move(y *Var, shape ...int) *Var {
	yd := y.result(shape...).Data()
	for _, s := range p.spans {
		dst := yd[s.to:][:s.n]
		if s.input >= 0 {
			copy(dst, y.in[s.input].Value.Data()[s.from:])
			continue
		}
		for i := range dst {
			dst[i] = elem(p.value)
		}
	}
	return y
}

func (p *rearrange) name() string { return p.fn }

func (p *rearrange) backward(y *Var) {
	up := y.Grad.Data()
	for _, s := range p.spans {
		if s.input < 0 || !y.in[s.input].wants() {
			continue
		}
		grad := y.in[s.input].Grad.Data()
		if s.n == 1 {
			grad[s.from] += up[s.to]
		} else {
			tensor.AddSlice(grad[s.from:][:s.n], up[s.to:][:s.n])
		}
	}
}

func (p *rearrange) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	k := sort.Search(len(p.spans), func(k int) bool { return p.spans[k].to > cell }) - 1
	if s := p.spans[k]; s.input >= 0 {
		return append(dst, product(factor("x", y.in[s.input], s.from+cell-s.to)))
	}
	return append(dst, product(constant("value", p.value)))
}

func (p *rearrange) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	for _, s := range p.spans {
		if s.input == k && s.from <= cell && cell < s.from+s.n {
			dst = append(dst, product(constant("1", 1), upstream(y, s.to+cell-s.from)))
		}
	}
	return dst
}

func (p *rearrange) attrs(dst []trace.Attr) []trace.Attr { return append(dst, p.named...) }

// newRearrange writes an op of that name on the tape, its spans still empty.
func newRearrange(fn string, in ...*Var) (*Var, *rearrange) {
	y, p := slot[rearrange](in[0].tape)
	p.fn, p.spans, p.size, p.value, p.named = fn, p.spans[:0], 0, 0, p.named[:0]
	y.use(in...)
	return y, p
}

func (p *rearrange) attr(name string, v int) {
	p.named = append(p.named, trace.Attr{Name: name, Value: float64(v)})
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
	switch {
	case len(shape) == 0:
		p.take(0, at, 1)
	case len(shape) == 1 && step[0] == 1:
		p.take(0, at, shape[0])
	default:
		for i := range shape[0] {
			p.strided(shape[1:], step[1:], at+i*step[0])
		}
	}
}
