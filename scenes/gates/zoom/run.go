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
	fullZ // the dense layer before its ReLU
	dense // the 64 numbers after it
	logits
	loss
	probs
	weight1
	bias1
	weight2
	bias2
	weight3
	bias3
	weight4
	bias4
	flat // pool2 as one row, for the dense layer
	nodeCount
)

var nodeNames = [nodeCount]string{"x", "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "fc1", "relu3", "logits", "L", "probabilities",
	"conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "flat"}

// The two lanes of the picture: what runs forward, and what comes back.
const (
	value = iota
	gradient
)

// block is a layer of neurons with what follows it: what zooms in. A convolution
// has a ReLU and a max pooling, the dense layer a ReLU and the ten scores that use
// it, the scores softmax and the loss.
type block struct {
	name         string
	src, z, a, p int // values of the run
	w, b         int
	in, out      int  // channels; a dense layer has one that goes in, and a neuron each that comes out
	side         int  // of z and a, and of a convolution's src; its p has half of it
	dense        bool // every number of src goes to every neuron
	grid         int  // side of the square in which the products of a neuron are seen
}

var blocks = [...]block{
	{"conv1", inputX, conv1, relu1, pool1, weight1, bias1, 1, 8, 28, false, kernel},
	{"conv2", pool1, conv2, relu2, pool2, weight2, bias2, 8, 16, 14, false, kernel},
	{"fc1", pool2, fullZ, dense, logits, weight3, bias3, 1, 64, 1, true, 28},
	{"fc2", dense, logits, probs, loss, weight4, bias4, 1, 10, 1, true, 8},
}

// The dense layers among the blocks.
const (
	fullBlock  = 2
	scoreBlock = 3
)

// fed is the value that the neurons of a block read.
func (b *block) fed() int {
	if b.z == fullZ {
		return flat
	}
	return b.src
}

// inputs is how many numbers of src a dense neuron looks at.
func (b *block) inputs() int { return b.grid * b.grid }

// place is where input i of a dense neuron is seen in its square: the sixteen
// pooled maps lie side by side, four in a row, as they do at the CNN level.
func (b *block) place(i int) (u, v int) {
	if b.grid == 8 {
		return i / 8, i % 8
	}
	const side, across = 7, 4
	m, cell := i/(side*side), i%(side*side)
	return m/across*side + cell/side, m%across*side + cell%side
}

// input is the input that is seen at a place.
func (b *block) input(u, v int) int {
	if b.grid == 8 {
		return u*8 + v
	}
	const side, across = 7, 4
	return (u/side*across+v/side)*side*side + u%side*side + v%side
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

// at is one number of a lane; 0 where the record has none.
func (r *run) at(lane, node, cell int) float64 {
	if v := r.values(lane, node); cell < len(v) {
		return v[cell]
	}
	return 0
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
