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

// Count returns what a network makes of one input. It returns an error if the
// input is too small for it.
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

// Conv is a convolution with square kernels.
type Conv struct {
	Out, Kernel, Stride, Padding int
	Groups                       int // 0 is 1; as many as channels: depthwise
	NoBias                       bool
}

func (c Conv) count(p *Part) {
	groups := max(1, c.Groups)
	if p.In.C%groups != 0 || c.Out%groups != 0 {
		panic(&tensor.ValueError{Op: "conv", Name: "groups", Value: strconv.Itoa(groups), Want: "a divisor of " + strconv.Itoa(p.In.C) + " and " + strconv.Itoa(c.Out)})
	}
	p.Kind = "conv"
	p.Out = Shape{c.Out, window(p.In.H, c.Kernel, c.Stride, c.Padding, false), window(p.In.W, c.Kernel, c.Stride, c.Padding, false)}
	weights := c.Out * p.In.C / groups * c.Kernel * c.Kernel
	p.Params = weights
	if !c.NoBias {
		p.Params += c.Out
	}
	p.MultiplyAdds = weights * p.Out.H * p.Out.W
}

// window returns how many positions a window has along an axis.
func window(size, kernel, stride, padding int, ceil bool) int {
	room := size + 2*padding - kernel
	if room < 0 || stride < 1 || size < 1 {
		panic(&tensor.ShapeError{Op: "window", A: []int{size}, B: []int{kernel}, Why: "the kernel is larger than the padded input, or the stride below 1"})
	}
	n := room/stride + 1
	if ceil && room%stride != 0 && n*stride < size+padding { // the last window begins within the input
		n++
	}
	return n
}

// BatchNorm has a scale and a shift for each channel.
type BatchNorm struct{}

func (BatchNorm) count(p *Part) { p.Kind, p.Params = "batch norm", 2*p.In.C }

// Linear is a dense layer; its input is taken as one row.
type Linear struct {
	Out    int
	NoBias bool
}

func (l Linear) count(p *Part) {
	p.Kind, p.Out, p.MultiplyAdds = "linear", Shape{l.Out, 1, 1}, p.In.Size()*l.Out
	p.Params = p.MultiplyAdds
	if !l.NoBias {
		p.Params += l.Out
	}
}

// Pool is max or average pooling.
type Pool struct {
	Max                     bool
	Kernel, Stride, Padding int
	Ceil                    bool // round the number of windows up
}

func (l Pool) count(p *Part) {
	if p.Kind = "average pool"; l.Max {
		p.Kind = "max pool"
	}
	p.Out.H, p.Out.W = window(p.In.H, l.Kernel, l.Stride, l.Padding, l.Ceil), window(p.In.W, l.Kernel, l.Stride, l.Padding, l.Ceil)
}

// AveragePoolTo averages to Size × Size, whatever the input's height and width.
type AveragePoolTo struct{ Size int }

func (l AveragePoolTo) count(p *Part) {
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

// Residual adds its input, through Shortcut where that is given, to what Body makes of it.
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

// Branches runs each branch on the same input and puts the channels one behind the other.
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
