package draw

import (
	"fmt"
	"math"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
)

// The layers on the stage, in the order in which they are computed. The logits
// have no column of their own: a card shows them.
const (
	layerInput = iota
	layerConv1
	layerReLU1
	layerPool1
	layerConv2
	layerReLU2
	layerPool2
	layerDense
	layerOut
	layerCount // on the stage

	layerLogits = layerCount
	layerDenseZ = layerCount + 1 // the dense layer before its ReLU
	layerAll    = layerCount + 2
)

// layer says what of the record a column shows.
type layer struct {
	name       string // of the value in the record, and of the widget
	title      i18n.Text
	maps, side int // side × side numbers in each map
}

var layers = [layerAll]layer{
	{"x", i18n.T("输入", "Input"), 1, 28},
	{"conv1", i18n.T("卷积 1", "Conv 1"), 8, 28},
	{"relu1", i18n.Same("ReLU"), 8, 28},
	{"pool1", i18n.T("池化", "Pool"), 8, 14},
	{"conv2", i18n.T("卷积 2", "Conv 2"), 16, 14},
	{"relu2", i18n.Same("ReLU"), 16, 14},
	{"pool2", i18n.T("池化", "Pool"), 16, 7},
	{"relu3", i18n.T("全连接", "Dense"), 64, 1},
	{"probabilities", i18n.T("概率", "Probability"), 10, 1},
	{"logits", i18n.T("得分", "Logits"), 10, 1},
	{"fc1", i18n.T("全连接", "Dense"), 64, 1},
}

// size is how many numbers the layer has.
func (l *layer) size() int { return l.maps * l.side * l.side }

// run is one recorded classification: all that is drawn is read from tr.
type run struct {
	model *models.Digits
	tape  *grad.Tape
	x     *tensor.Tensor
	tr    trace.Trace

	node       [layerAll]int     // where each layer is in tr
	peak       [layerAll]float64 // the largest size of its numbers
	top        [layerAll]int     // where its largest number is
	ink        bool              // there is something to classify
	prediction int               // −1 without ink
	failed     error

	back  back // the same run, with gradients
	again func(*grad.Tape) *grad.Var
}

// back is the classification on view once more, with the gradients of the
// score that won: for the inspector, when it asks.
type back struct {
	tape    *grad.Tape
	tr      trace.Trace
	network *models.Digits // shares the weights, has gradients of its own
	of      *models.Digits
	known   bool
}

func newRun(model *models.Digits) *run {
	r := &run{model: model, tape: grad.NewTape(), x: tensor.New(1, 1, data.DigitSize, data.DigitSize), prediction: -1}
	r.tape.NoGrad = true
	r.back.tape = grad.NewTape()
	r.again = r.write
	return r
}

// write puts the network on a tape, up to the score that won.
func (r *run) write(t *grad.Tape) *grad.Var {
	r.back.network.Predict(t.Input("x", r.x))
	return grad.Index(grad.Index(t.Var(r.node[layerLogits]), 0, 0), 0, r.prediction).Named("score")
}

// differentiate runs the classification on view backward; without an answer
// there is nothing to differentiate.
func (r *run) differentiate() {
	b := &r.back
	if b.known || r.prediction < 0 {
		return
	}
	if b.of != r.model {
		b.of, b.network = r.model, r.model.Replica()
	}
	for _, p := range b.network.Params() {
		p.ZeroGrad()
	}
	b.tape.Reset()
	b.tape.Backward(r.write(b.tape))
	b.tape.Record(&b.tr)
	b.known = true
}

// classify runs the network on an image, 0 paper … 1 ink, and records the run.
func (r *run) classify(image *[data.DigitSize * data.DigitSize]float32, ink bool) {
	for i, v := range image {
		r.x.Data()[i] = tensor.Elem(v)
	}
	r.x.Touch()
	r.tape.Reset()
	r.model.Predict(r.tape.Const("x", r.x))
	r.tape.Record(&r.tr)
	r.ink, r.prediction, r.failed, r.back.known = ink, -1, nil, false
	for l := range layers {
		n := r.find(l)
		r.node[l] = n
		r.peak[l], r.top[l] = peak(r.tr.Nodes[n].Value), argmax(r.tr.Nodes[n].Value)
	}
	if !ink {
		return
	}
	p := r.values(layerOut)
	r.prediction = argmax(p)
	if math.IsNaN(p[r.prediction]) {
		r.prediction = -1
		r.failed = fmt.Errorf("the network's answer is not a number")
	}
}

func (r *run) find(l int) int {
	for i := range r.tr.Nodes {
		if r.tr.Nodes[i].Name == layers[l].name {
			return i
		}
	}
	panic("draw: the network has no value " + layers[l].name)
}

// values are the recorded numbers of a layer, in row-major order.
func (r *run) values(l int) []float64 { return r.tr.Nodes[r.node[l]].Value }

// layerOf returns the layer that a node of the record belongs to, or −1.
func (r *run) layerOf(node int) int {
	for l, n := range r.node {
		if n == node {
			return l
		}
	}
	for _, n := range r.tr.Nodes { // a reshaped value is the layer below it
		if n.ID == node && n.Op == "reshape" {
			return r.layerOf(n.Inputs[0])
		}
	}
	return -1
}

// tone is the size at which a layer's colours are full: below the largest
// number, so that the many small ones can be told apart.
func (r *run) tone(l int) float64 { return 0.6 * r.peak[l] }

func peak(v []float64) float64 {
	p := 0.0
	for _, x := range v {
		if a := math.Abs(x); a > p && !math.IsInf(a, 0) {
			p = a
		}
	}
	return p
}

// argmax returns the index of the largest number; the first of equal ones.
func argmax(v []float64) int {
	best := 0
	for i, x := range v {
		if x > v[best] || math.IsNaN(v[best]) {
			best = i
		}
	}
	return best
}
