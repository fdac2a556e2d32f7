package zoom

import (
	"bytes"
	"fmt"
	"math"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/weights"
)

// The values of the run that are shown, in the order in which they are computed.
const (
	inputX = iota
	conv1
	relu1
	pool1
	conv2
	relu2
	pool2
	dense // the 64 numbers after their ReLU
	logits
	loss
	probs
	weight1
	bias1
	weight2
	bias2
	nodeCount
)

var nodeNames = [nodeCount]string{"x", "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "relu3", "logits", "L", "probabilities",
	"conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias"}

// The two lanes of the picture: what runs forward, and what comes back.
const (
	value = iota
	gradient
)

// block is a convolution with its ReLU and its max pooling: what zooms in.
type block struct {
	name         string
	src, z, a, p int // values of the run
	w, b         int
	in, out      int // channels
	side         int // of src, z and a; p has half of it
}

var blocks = [2]block{
	{"conv1", inputX, conv1, relu1, pool1, weight1, bias1, 1, 8, 28},
	{"conv2", pool1, conv2, relu2, pool2, weight2, bias2, 8, 16, 14},
}

const (
	kernel  = 5
	padding = 2
	taps    = kernel * kernel
	window  = 2 // of the pooling, and its stride
)

// run is one classification of a digit, recorded from the image to the loss and
// back. Every number of the four levels is read from it.
type run struct {
	model   *models.Digits
	samples []byte // two images of each digit
	tape    *grad.Tape
	x       *tensor.Tensor
	label   [1]int
	tr      trace.Trace
	node    [nodeCount]int
	peak    [2][nodeCount]float64 // the largest size of the numbers of each lane
	again   func(*grad.Tape) *grad.Var
	probe   *grad.Tape // for nudges
}

func newRun() (*run, error) {
	r := &run{model: models.NewDigits(nil), tape: grad.NewTape(), x: tensor.New(1, 1, data.DigitSize, data.DigitSize)}
	file, err := weights.Parse("digits.safetensors", assets.DigitsWeights)
	if err != nil {
		return nil, err
	}
	if err := weights.Load(r.model.Params(), file); err != nil {
		return nil, err
	}
	samples, err := data.ReadIDX("samples.idx3", bytes.NewReader(assets.DigitSamples))
	if err != nil {
		return nil, err
	}
	if len(samples.Data) < 20*data.DigitSize*data.DigitSize {
		return nil, fmt.Errorf("samples.idx3: want 20 images of 28×28, got %d bytes", len(samples.Data))
	}
	r.samples, r.again = samples.Data, r.build
	return r, nil
}

// build writes the run on a tape: the network, and the loss of its answer.
func (r *run) build(t *grad.Tape) *grad.Var {
	return grad.CrossEntropy(r.model.Forward(t.Input("x", r.x)), r.label[:]).Named("L")
}

// classify runs the network on the careless image of a digit, and the loss of
// its answer against a label back through it.
func (r *run) classify(digit, label int) {
	const size = data.DigitSize * data.DigitSize
	for i, v := range r.samples[(2*digit+1)*size:][:size] {
		r.x.Data()[i] = tensor.Elem(v) / 255
	}
	r.x.Touch()
	r.label[0] = label
	for _, p := range r.model.Params() {
		p.ZeroGrad()
	}
	r.tape.Reset()
	l := r.build(r.tape)
	grad.Softmax(r.tape.Var(l.ID()-1), 1).Named("probabilities")
	r.tape.Backward(l)
	r.tape.Record(&r.tr)
	for i, name := range nodeNames {
		n := r.tr.Find(name)
		r.node[i] = n.ID
		r.peak[value][i], r.peak[gradient][i] = peak(n.Value), peak(n.Grad)
	}
}

// values are the recorded numbers of a lane.
func (r *run) values(lane, node int) []float64 {
	if lane == gradient {
		return r.tr.Nodes[r.node[node]].Grad
	}
	return r.tr.Nodes[r.node[node]].Value
}

// ref names a number of the record.
func (r *run) ref(lane, node, cell int) trace.Ref {
	return trace.Ref{Node: r.node[node], Cell: cell, Grad: lane == gradient}
}

// prediction is the digit with the highest score.
func (r *run) prediction() int {
	best := 0
	for i, v := range r.values(value, logits) {
		if v > r.values(value, logits)[best] {
			best = i
		}
	}
	return best
}

func peak(v []float64) float64 {
	p := 0.0
	for _, x := range v {
		if a := math.Abs(x); !math.IsInf(a, 0) {
			p = math.Max(p, a)
		}
	}
	return p
}
