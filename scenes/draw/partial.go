package draw

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// partial are the sums that a card names on the way to its number: over one map,
// without the bias, below the fraction line. In the network's run an op keeps them
// to itself, so the engine makes them once more on a tape of their own.
type partial struct {
	tape  *grad.Tape
	tr    trace.Trace
	none  *tensor.Tensor // nothing, where there are fewer sums
	known bool
	links []link
	sum   summand   // without the bias; of a softmax that of the exponentials
	maps  []summand // of a convolution, by input map
	exps  *grad.Var // of a softmax
}

// summand is a number of the tape.
type summand struct {
	v    *grad.Var
	cell int
}

func (s summand) value() float64 { return float64(s.v.Value.Data()[s.cell]) }

// link says that a constant of the tape is a part of a value of the network's run.
type link struct{ constant, node, first int }

// partialNodes is how many nodes the sums of any number take: of eight maps, and of
// all together, two parts and a convolution each. The record always has as many, so
// that the network's numbers keep their places in it whatever the card shows.
const partialNodes = 3 * (8 + 1)

// forget is for a card that names no sums.
func (p *partial) forget() {
	p.reset()
	p.record()
}

func (p *partial) reset() {
	if p.tape == nil {
		p.tape = grad.NewTape()
		p.tape.NoGrad, p.none = true, tensor.New(1)
	}
	p.tape.Reset()
	p.known, p.links, p.maps, p.sum, p.exps = false, p.links[:0], p.maps[:0], summand{}, nil
}

// record fills the record up to its size.
func (p *partial) record() {
	for p.tape.Len() < partialNodes {
		p.tape.Const("", p.none)
	}
	p.tape.Record(&p.tr)
}

// find makes the sums of a number that is unfolded, and gives them to it.
func (p *partial) find(r *run, u *unfolded) {
	p.reset()
	node := &r.tr.Nodes[r.node[u.at.layer]]
	switch u.at.layer {
	case layerConv1, layerConv2:
		p.convolve(r, u, node)
	case layerDenseZ, layerLogits:
		x, w := node.Inputs[0], node.Inputs[1]
		n := r.tr.Nodes[w].Shape[1]
		p.sum = summand{grad.Linear(p.take(r, x, 0, 1, n), p.take(r, w, u.at.m*n, 1, n), nil).Named("Σ"), 0}
	case layerOut:
		z := p.take(r, r.node[layerLogits], 0, len(digits))
		p.exps = grad.Exp(grad.Sub(z, grad.Amax(z).Named("max"))).Named("e")
		p.sum = summand{grad.Sum(p.exps).Named("Σ"), 0}
	}
	if p.known = p.sum.v != nil; p.known {
		u.sum = p.sum.value()
	}
	p.record()
}

// convolve makes one map of a convolution without its bias, from all the maps before
// it and from each of them.
func (p *partial) convolve(r *run, u *unfolded, node *trace.Node) {
	x, w := node.Inputs[0], node.Inputs[1]
	shape := r.tr.Nodes[w].Shape
	channels, side := shape[1], shape[2]
	stride, _ := node.Attr("stride")
	padding, _ := node.Attr("padding")
	slide := tensor.SquareConv(int(stride), int(padding))
	field := r.tr.Nodes[x].Shape[2]
	cell := u.at.row*layers[u.at.layer].side + u.at.col
	kernel := u.at.m * channels * side * side
	for c := range channels {
		one := grad.Conv2D(p.take(r, x, c*field*field, 1, 1, field, field), p.take(r, w, kernel+c*side*side, 1, 1, side, side), nil, slide)
		p.maps = append(p.maps, summand{one.Named("Σ" + strconv.Itoa(c+1)), cell})
		u.windows[c].sum = p.maps[c].value()
	}
	if p.sum = p.maps[0]; channels > 1 {
		p.sum.v = grad.Conv2D(p.take(r, x, 0, 1, channels, field, field), p.take(r, w, kernel, 1, channels, side, side), nil, slide).Named("Σ")
	}
}

// take puts a part of a value of the network's run on the tape.
func (p *partial) take(r *run, node, first int, shape ...int) *grad.Var {
	n := 1
	for _, d := range shape {
		n *= d
	}
	own := r.tape.Var(node)
	v := p.tape.Const(own.Label()+"′", tensor.From(own.Value.Data()[first:first+n], shape...))
	p.links = append(p.links, link{v.ID(), node, first})
	return v
}

// run is for the inspector.
func (p *partial) run() inspect.Run { return inspect.Run{Tape: p.tape, Record: &p.tr} }

// tie says which numbers of the network's run the constants of the sums are.
func (p *partial) tie(of *inspect.Runs, run, own int) {
	for _, l := range p.links {
		of.Link(inspect.Of(run, l.constant, 0), inspect.Of(own, l.node, l.first))
	}
}

// origin is which number a figure of the card is: of the network's run, or of the
// sums. The zero value is none.
type origin struct {
	run        int
	node, cell int
}

const (
	ofNetwork = 1 + iota
	ofSums
)

// ofSum is a number of the sums.
func (k *card) ofSum(s summand) origin {
	if s.v == nil {
		return origin{}
	}
	return origin{ofSums, s.v.ID(), s.cell}
}

// ofNumber is the number that is unfolded.
func (k *card) ofNumber() origin {
	return origin{ofNetwork, k.s.run.node[k.u.at.layer], k.u.at.cell()}
}

// ofBias is the bias in its sum.
func (k *card) ofBias() origin {
	if in := k.s.run.tr.Nodes[k.s.run.node[k.u.at.layer]].Inputs; len(in) > 2 {
		return origin{ofNetwork, in[2], k.u.at.m}
	}
	return origin{}
}

// box is where a line stands that is a number.
func (l *cardLine) box() paint.Rect {
	text := l.text
	if l.number {
		text = number3(l.value)
	}
	w := paint.Measure(text, l.style)
	r := paint.Rect{X: l.x, Y: l.y - l.style.Size*0.7, W: w, H: l.style.Size * 1.4}
	switch l.align {
	case paint.Right:
		r.X -= w
	case paint.Center:
		r.X -= w / 2
	}
	return r
}

// ofRef is a number of the network's run.
func ofRef(ref trace.Ref) origin {
	if ref.Node < 0 {
		return origin{}
	}
	return origin{ofNetwork, ref.Node, ref.Cell}
}

// refTo is the number in the joined record.
func (s *Scene) refTo(of origin) (ref trace.Ref, ok bool) {
	switch {
	case of.run == ofNetwork:
		return s.Ref(s.own, of.node, of.cell), true
	case of.run == ofSums && s.partial.known:
		return s.Ref(s.own-1, of.node, of.cell), true
	}
	return ref, false
}
