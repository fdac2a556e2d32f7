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
	of   int // the output that gradients are of
	vars
	tr trace.Trace

	curve []float64 // σ over −curveEnd…curveEnd, from the same op
	probe *grad.Tape
}

// vars are the values of one run.
type vars struct {
	z, a [layers]*grad.Var
	in   *grad.Var
	y    *grad.Var // the output that is differentiated
}

const (
	curveEnd    = 6.0
	curvePoints = 61
)

func newNet() *net {
	n := &net{tape: grad.NewTape(), probe: grad.NewTape(), x: tensor.New(1, width)}
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

// run computes the network, the gradients of one output, and records both.
func (n *net) run() {
	for l := range layers {
		n.w[l].ZeroGrad()
		n.b[l].ZeroGrad()
	}
	n.tape.Reset()
	n.vars = n.write(n.tape)
	n.tape.Backward(n.y)
	n.tape.Record(&n.tr)
}

// write puts the network on a tape.
func (n *net) write(t *grad.Tape) (v vars) {
	v.in = t.Input("x", n.x)
	out := n.forward(v.in, func(l int, z, a *grad.Var) { v.z[l], v.a[l] = z.Named(names[l][0]), a.Named(names[l][1]) })
	v.y = grad.Index(grad.Index(out, 0, 0), 0, n.of).Named("y")
	return v
}

// forward computes the layers from x on; see is told each layer's sums and
// activations.
func (n *net) forward(x *grad.Var, see func(l int, z, a *grad.Var)) *grad.Var {
	a := x
	for l := range layers {
		z := grad.Linear(a, x.Tape().Param(n.w[l]), x.Tape().Param(n.b[l]))
		a = grad.Sigmoid(z)
		see(l, z, a)
	}
	return a
}

// names are what a layer's sums and activations are called in the record.
var names = [layers][2]string{{"z1", "a1"}, {"z2", "a2"}, {"z3", "a3"}}

// outputs are what the network gives with its present numbers, on a tape of its
// own: the record stays.
func (n *net) outputs() (y [width]float64) {
	n.probe.Reset()
	n.probe.NoGrad = true
	for j, v := range n.write(n.probe).a[layers-1].Value.Data() {
		y[j] = float64(v)
	}
	return y
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
