package forward

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// layers and width of the network: 2 inputs, then three layers of 2 neurons.
const (
	layers = 3
	width  = 2
)

// lecture is the network of Hung-yi Lee's lecture; the rows of a weight matrix
// are its neurons.
var lecture = struct {
	w [layers][width * width]tensor.Elem
	b [layers][width]tensor.Elem
}{
	w: [layers][width * width]tensor.Elem{{1, -2, -1, 1}, {2, -1, -2, -1}, {3, -1, -1, 4}},
	b: [layers][width]tensor.Elem{{1, 0}, {0, 0}, {-2, 2}},
}

// net is the network on a tape: z = W·a + b, a = σ(z), three times over.
type net struct {
	w, b [layers]*grad.Param
	x    *tensor.Tensor // [1, 2]
	tape *grad.Tape
	z, a [layers]*grad.Var
	in   *grad.Var
	tr   trace.Trace

	curve []float64 // σ over −curveEnd…curveEnd, from the same op
}

const (
	curveEnd    = 6.0
	curvePoints = 61
)

func newNet() *net {
	n := &net{tape: grad.NewTape(), x: tensor.New(1, width)}
	n.tape.NoGrad = true
	for l := range layers {
		i := strconv.Itoa(l + 1)
		n.w[l] = grad.NewParam("W"+i, tensor.New(width, width))
		n.b[l] = grad.NewParam("b"+i, tensor.New(width))
	}
	n.teach()
	probe := grad.NewTape()
	at := tensor.New(curvePoints)
	for i := range at.Data() {
		at.Data()[i] = tensor.Elem(curveEnd * (2*float64(i)/(curvePoints-1) - 1))
	}
	for _, v := range grad.Sigmoid(probe.Const("z", at)).Value.Data() {
		n.curve = append(n.curve, float64(v))
	}
	return n
}

// teach gives the weights and biases of the lecture.
func (n *net) teach() {
	for l := range layers {
		copy(n.w[l].Value.Data(), lecture.w[l][:])
		copy(n.b[l].Value.Data(), lecture.b[l][:])
		n.w[l].Value.Touch()
		n.b[l].Value.Touch()
	}
}

// run computes the network and records it.
func (n *net) run() {
	n.tape.Reset()
	n.in = n.tape.Const("x", n.x)
	a := n.in
	for l := range layers {
		i := strconv.Itoa(l + 1)
		n.z[l] = grad.Linear(a, n.tape.Param(n.w[l]), n.tape.Param(n.b[l])).Named("z" + i)
		n.a[l] = grad.Sigmoid(n.z[l]).Named("a" + i)
		a = n.a[l]
	}
	n.tape.Record(&n.tr)
}

// The record of the last run.
func (n *net) input(i int) float64     { return n.tr.Nodes[n.in.ID()].Value[i] }
func (n *net) sum(l, j int) float64    { return n.tr.Nodes[n.z[l].ID()].Value[j] }
func (n *net) active(l, j int) float64 { return n.tr.Nodes[n.a[l].ID()].Value[j] }

// feed is what neuron i of the layer before l sends: an input or an activation.
func (n *net) feed(l, i int) float64 {
	if l == 0 {
		return n.input(i)
	}
	return n.active(l-1, i)
}

// terms are the summands of z of a neuron, as the engine explains them.
func (n *net) terms(l, j int) []trace.Term { return grad.Explain(n.z[l], j) }
