package playground

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/jobs"
)

// grid is how many points of the plane are probed along each side; small maps
// show every other one.
const grid = 48

// probe runs the network over a grid of the plane, on a tape of its own, and
// keeps the record. The first row is the top.
type probe struct {
	tape *grad.Tape
	x    *tensor.Tensor // [grid², 2]
	half *tensor.Tensor
	tr   trace.Trace
	where
}

// where are the nodes of a record that are shown.
type where struct {
	in    int // the inputs of the first layer
	mean  int // of the inputs, where they are standardised, and their deviation
	sd    int
	z, a  []int // sums and jobs.Activations of each layer, the output layer last
	w, b  []int // weights and biases of each layer
	shown int   // what the output map shows: −1 … 1, or the shares of the classes
}

func newProbe() *probe {
	p := &probe{tape: grad.NewTape(), x: tensor.New(grid*grid, 2), half: tensor.From([]tensor.Elem{0.5}, 1)}
	p.tape.NoGrad = true
	for i := range grid * grid {
		p.x.Data()[2*i] = tensor.Elem(-reach + 2*reach*(float64(i%grid)+0.5)/grid)
		p.x.Data()[2*i+1] = tensor.Elem(reach - 2*reach*(float64(i/grid)+0.5)/grid)
	}
	return p
}

// run probes the network as it stands.
func (p *probe) run(r *run) (err error) {
	defer tensor.Recover(&err)
	p.tape.Reset()
	p.tape.Training = false
	y := r.model().Forward(p.tape.Const("x", p.x))
	shown := y
	switch {
	case r.points.Kind(r.sets.Classes) != jobs.CrossEntropy:
	case r.sets.Classes > 2:
		shown = grad.Softmax(y, 1)
	default: // 2σ(y) − 1 = tanh(y/2)
		shown = grad.Tanh(grad.Mul(y, p.tape.Const("half", p.half)))
	}
	p.tape.Record(&p.tr)
	p.find(&p.tr, len(r.points.Layers))
	p.shown = shown.ID()
	return nil
}

// find looks the layers of a network up in a record.
func (w *where) find(tr *trace.Trace, hidden int) {
	n := hidden + 1
	w.in, w.z, w.a, w.w, w.b = 0, w.z[:0], w.a[:0], w.w[:0], w.b[:0]
	for range n {
		w.z, w.a, w.w, w.b = append(w.z, 0), append(w.a, 0), append(w.w, 0), append(w.b, 0)
	}
	for i := range tr.Nodes {
		name := tr.Nodes[i].Name
		switch {
		case name == "mean":
			w.mean = i
		case name == "deviation":
			w.sd = i
		case name == "features" || name == "scaled":
			w.in = i
		case len(name) == 2 && name[0] == 'z':
			l := int(name[1] - '1')
			w.z[l], w.a[l] = i, i // a linear activation leaves the sum as it is
		case len(name) == 2 && name[0] == 'a':
			w.a[int(name[1]-'1')] = i
		case len(name) > 3 && name[0] == 'z' && name[2:] == ".weight":
			w.w[int(name[1]-'1')] = i
		case len(name) > 3 && name[0] == 'z' && name[2:] == ".bias":
			w.b[int(name[1]-'1')] = i
		case len(name) == 5 && name[:4] == "norm":
			w.a[int(name[4]-'1')] = i
		}
	}
}

// column copies what cell j of every row of a node holds.
func column(dst []float64, n *trace.Node, j, stride int) []float64 {
	width := n.Shape[len(n.Shape)-1]
	dst = dst[:0]
	for y := 0; y < grid; y += stride {
		for x := 0; x < grid; x += stride {
			dst = append(dst, n.Value[(y*grid+x)*width+j])
		}
	}
	return dst
}

// example runs the network on one point, forwards and backwards, so that every
// number of it can be unfolded.
type example struct {
	tape  *grad.Tape
	batch data.Batch
	tr    trace.Trace
	where
	of *run
	ok bool
}

func newExample() *example { return &example{tape: grad.NewTape()} }

// run computes point i of a set.
func (e *example) run(r *run, i int) (err error) {
	defer tensor.Recover(&err)
	e.ok = false
	d := r.sets.Train
	if i < 0 || i >= d.Len() {
		return nil
	}
	d.Gather(&e.batch, []int{i}, nil)
	e.of = r
	for _, p := range r.model().Params() {
		p.ZeroGrad()
	}
	e.tape.Reset()
	e.tape.Backward(e.write(e.tape))
	e.tape.Record(&e.tr)
	e.find(&e.tr, len(r.points.Layers))
	e.ok = true
	return nil
}

// write puts the run on a tape and returns the loss.
func (e *example) write(tape *grad.Tape) *grad.Var {
	tape.Training = false
	y := e.of.model().Forward(tape.Const("x", e.batch.X))
	return e.of.points.Criterion(e.of.sets.Classes)(y, &e.batch).Named("loss")
}

func (e *example) value(node, cell int) float64 { return e.tr.Nodes[node].Value[cell] }

func (e *example) gradient(node, cell int) float64 {
	if g := e.tr.Nodes[node].Grad; cell < len(g) {
		return g[cell]
	}
	return 0
}

// terms are the summands of a neuron's sum.
func (e *example) terms(l, j int) []trace.Term { return grad.Explain(e.tape.Var(e.z[l]), j) }
