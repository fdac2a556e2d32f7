// Package arch describes the architectures of well-known networks, and counts
// their parameters and multiply-adds without making them: a description of
// VGG-16 is a few lines, its weights would be half a gigabyte.
//
// A network is a tree of layers; [Count] sends a shape through it and returns
// the same tree with what each part makes, learns and computes. Package nn has
// small relatives of these networks that can be trained.
package arch

import (
	"strconv"

	"gradtheatre/engine/tensor"
)

// Shape is the size of one example: channels, height and width. After
// [Flatten] and [Linear] height and width are 1.
type Shape struct{ C, H, W int }

// Size returns how many numbers that is.
func (s Shape) Size() int { return s.C * s.H * s.W }

// Part is one layer or block of a counted network.
type Part struct {
	Name         string
	Kind         string // "conv", "linear", "residual", …
	In, Out      Shape
	Params       int // learned numbers
	MultiplyAdds int // products summed up in convolutions and dense layers, for one example
	Parts        []Part
}

// Layer is a layer or block that can be counted.
type Layer interface {
	// count fills in everything but Name and In, which are already there. It
	// panics with a *tensor.ShapeError if the layer cannot take the input.
	count(p *Part)
}

// Count returns what a network makes of one input. It returns a
// *tensor.ShapeError if the input is too small for it or its parts do not fit
// together, and a *tensor.ValueError for a setting that makes no sense.
func Count(name string, net Layer, in Shape) (p Part, err error) {
	defer tensor.Recover(&err)
	return count(name, net, in), nil
}

func count(name string, l Layer, in Shape) Part {
	p := Part{Name: name, In: in, Out: in}
	l.count(&p)
	return p
}

// add puts a counted part inside another.
func (p *Part) add(q Part) {
	p.Params += q.Params
	p.MultiplyAdds += q.MultiplyAdds
	p.Parts = append(p.Parts, q)
}

// Walk calls visit with a part and all inside it, outermost first.
func (p *Part) Walk(visit func(p *Part, depth int)) { p.walk(visit, 0) }

func (p *Part) walk(visit func(*Part, int), depth int) {
	visit(p, depth)
	for i := range p.Parts {
		p.Parts[i].walk(visit, depth+1)
	}
}

// Conv is a convolution with square kernels: [c, h, w] → [Out, h', w'] with
// h' = ⌊(h + 2·Padding − Kernel)/Stride⌋ + 1, and w' likewise. It learns
// Out·(c/Groups)·Kernel² weights and Out biases.
type Conv struct {
	Out, Kernel, Stride, Padding int
	Groups                       int // 0 is 1; as many as channels: depthwise
	NoBias                       bool
}

func (c Conv) count(p *Part) {
	groups := max(1, c.Groups)
	atLeast("conv", "out", c.Out, 1)
	if p.In.C%groups != 0 || c.Out%groups != 0 {
		panic(&tensor.ValueError{Op: "conv", Name: "groups", Value: strconv.Itoa(groups), Want: "a divisor of " + strconv.Itoa(p.In.C) + " and " + strconv.Itoa(c.Out)})
	}
	p.Kind = "conv"
	w := window{c.Kernel, c.Stride, c.Padding, false}
	p.Out = Shape{c.Out, w.along("conv", p.In.H), w.along("conv", p.In.W)}
	weights := c.Out * p.In.C / groups * c.Kernel * c.Kernel
	p.Params = weights
	if !c.NoBias {
		p.Params += c.Out
	}
	p.MultiplyAdds = weights * p.Out.H * p.Out.W
}

// window is the square that a convolution or a pooling moves over its input.
type window struct {
	kernel, stride, padding int
	ceil                    bool // round the number of its positions up
}

// along returns how many positions the window has along an axis.
func (w window) along(op string, size int) int {
	atLeast(op, "kernel", w.kernel, 1)
	atLeast(op, "stride", w.stride, 1)
	atLeast(op, "padding", w.padding, 0)
	room := size + 2*w.padding - w.kernel
	if size < 1 || room < 0 {
		panic(&tensor.ShapeError{Op: op, A: []int{size}, B: []int{w.kernel}, Why: "an input that, with padding " + strconv.Itoa(w.padding) + " on both sides, is no smaller than the kernel"})
	}
	n := room/w.stride + 1
	if w.ceil && room%w.stride != 0 && n*w.stride < size+w.padding { // the last window begins within the input
		n++
	}
	return n
}

// atLeast refuses a setting that is too small.
func atLeast(op, name string, v, least int) {
	if v < least {
		panic(&tensor.ValueError{Op: op, Name: name, Value: strconv.Itoa(v), Want: strconv.Itoa(least) + " or more"})
	}
}

// BatchNorm has a scale and a shift for each channel: [c, h, w] → [c, h, w].
type BatchNorm struct{}

func (BatchNorm) count(p *Part) { p.Kind, p.Params = "batch norm", 2*p.In.C }

// Linear is a dense layer; its input is taken as one row of n = c·h·w numbers:
// [n] → [Out], with n·Out weights and Out biases.
type Linear struct {
	Out    int
	NoBias bool
}

func (l Linear) count(p *Part) {
	atLeast("linear", "out", l.Out, 1)
	p.Kind, p.Out, p.MultiplyAdds = "linear", Shape{l.Out, 1, 1}, p.In.Size()*l.Out
	p.Params = p.MultiplyAdds
	if !l.NoBias {
		p.Params += l.Out
	}
}

// Pool is max or average pooling over square windows, whose positions are those
// of [Conv].
type Pool struct {
	Max                     bool
	Kernel, Stride, Padding int
	Ceil                    bool // round the number of windows up
}

func (l Pool) count(p *Part) {
	if p.Kind = "average pool"; l.Max {
		p.Kind = "max pool"
	}
	w := window{l.Kernel, l.Stride, l.Padding, l.Ceil}
	p.Out.H, p.Out.W = w.along(p.Kind, p.In.H), w.along(p.Kind, p.In.W)
}

// AveragePoolTo averages to Size × Size, whatever the input's height and width.
type AveragePoolTo struct{ Size int }

func (l AveragePoolTo) count(p *Part) {
	atLeast("average pool", "size", l.Size, 1)
	p.Kind, p.Out.H, p.Out.W = "average pool", l.Size, l.Size
}

// Flatten makes one row of the input.
type Flatten struct{}

func (Flatten) count(p *Part) { p.Kind, p.Out = "flatten", Shape{p.In.Size(), 1, 1} }

// Pointwise changes no shape and learns nothing: an activation, dropout.
type Pointwise string

func (l Pointwise) count(p *Part) { p.Kind = string(l) }

// Named is a layer under a name.
type Named struct {
	Name string
	Layer
}

// Block runs layers one after the other. Those without a name are called by
// their number from 0.
type Block struct {
	Kind   string
	Layers []Layer
}

// Seq returns layers one after the other.
func Seq(layers ...Layer) Block { return Block{"block", layers} }

func (b Block) count(p *Part) {
	p.Kind = b.Kind
	for i, l := range b.Layers {
		q := count(name(i, l), l, p.Out)
		p.Out = q.Out
		p.add(q)
	}
}

func name(i int, l Layer) string {
	if n, ok := l.(Named); ok {
		return n.Name
	}
	return strconv.Itoa(i)
}

// Residual adds its input, through Shortcut where that is given, to what Body
// makes of it; both must end in one shape.
type Residual struct{ Body, Shortcut Layer }

func (r Residual) count(p *Part) {
	p.Kind = "residual"
	body := count("body", r.Body, p.In)
	p.add(body)
	across := p.In
	if r.Shortcut != nil {
		short := count("shortcut", r.Shortcut, p.In)
		p.add(short)
		across = short.Out
	}
	if across != body.Out {
		panic(&tensor.ShapeError{Op: "residual", A: []int{across.C, across.H, across.W}, B: []int{body.Out.C, body.Out.H, body.Out.W}, Why: "body and shortcut end in one shape"})
	}
	p.Out = body.Out
}

// Branches runs each branch on the same input and puts the channels one behind
// the other; all must end in one height and width.
type Branches []Layer

func (b Branches) count(p *Part) {
	p.Kind = "branches"
	for i, l := range b {
		q := count(name(i, l), l, p.In)
		if i == 0 {
			p.Out = q.Out
		} else {
			if q.Out.H != p.Out.H || q.Out.W != p.Out.W {
				panic(&tensor.ShapeError{Op: "branches", A: []int{p.Out.H, p.Out.W}, B: []int{q.Out.H, q.Out.W}, Why: "branches end in one height and width"})
			}
			p.Out.C += q.Out.C
		}
		p.add(q)
	}
}
