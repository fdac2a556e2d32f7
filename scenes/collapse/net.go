package collapse

import (
	"math"
	"strconv"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

const (
	most  = 4 // layers
	width = 2

	low, high = -1.0, 2.0 // of the grid in the plane of the inputs
	lines     = 7         // each way
	samples   = 25        // along a line
	fieldSide = 48        // cells of the map of answers
)

// point is an example: a place and a class, +1 or −1.
type point struct{ x1, x2, y float64 }

// net is a stack of linear layers with two inputs and two outputs each, and the
// one layer that they fold into.
//
//	a₀ = x, aₖ = Wₖ·aₖ₋₁ + bₖ or, switched on, relu of it
//	F = Wₙ···W₁, f = Wₙ·(… W₂·b₁ + b₂ …) + bₙ
//
// The rows of x are the probe, the points, and the samples of the grid's lines.
type net struct {
	n    int
	w, b [most]*grad.Param
	relu [most]bool
	pts  []point

	probe [width]float64
	x     tensor.Tensor
	tape  *grad.Tape
	tr    trace.Trace
	in    *grad.Var
	z, a  [most]*grad.Var
	y     [width]*grad.Var // what the probe becomes
	f     [most]*grad.Var  // the product up to a layer
	g     [most]*grad.Var  // the bias up to a layer
	one   *grad.Var        // what the one layer gives
	apart *grad.Var        // the largest difference to what the stack gives
	plain *grad.Var        // the same for the product, though a ReLU is on

	bestW, bestB *tensor.Tensor // the best single layer where none is the same
	judge        judge
	slope        int // the output whose gradient the record has; −1 none
}

func newNet() *net {
	n := &net{n: 3, tape: grad.NewTape(), bestW: tensor.New(width, width), bestB: tensor.New(width)}
	for l := range most {
		i := strconv.Itoa(l + 1)
		n.w[l] = grad.NewParam("W"+i, tensor.New(width, width))
		n.b[l] = grad.NewParam("b"+i, tensor.New(width))
	}
	n.judge.tape = grad.NewTape()
	n.judge.tape.NoGrad = true
	n.judge.w, n.judge.b = tensor.New(1, width), tensor.New(1)
	n.judge.one, n.judge.two = tensor.Scalar(1), tensor.Scalar(2)
	return n
}

// first are the weights the scene opens with. Quarters are exact in binary, and
// so are their products: nothing is rounded. With a ReLU after layer 1 they
// separate XOR.
var first = struct {
	w [most][width * width]tensor.Elem
	b [most][width]tensor.Elem
}{
	w: [most][width * width]tensor.Elem{{1, -0.5, -0.5, 1}, {1, 0.5, -0.5, 1}, {1, -0.25, 0, 0.75}, {1, 0.25, -0.25, 1}},
	b: [most][width]tensor.Elem{{-0.25, -0.25}, {-0.5, 0.25}, {0, 0.5}, {0.25, -0.25}},
}

func (n *net) teach() {
	for l := range most {
		copy(n.w[l].Value.Data(), first.w[l][:])
		copy(n.b[l].Value.Data(), first.b[l][:])
		n.w[l].Value.Touch()
		n.b[l].Value.Touch()
	}
}

// bent reports whether a ReLU is on.
func (n *net) bent() bool {
	for _, on := range n.relu[:n.n] {
		if on {
			return true
		}
	}
	return false
}

// gridRow is the row of sample s of line i, level or upright.
func (n *net) gridRow(upright bool, i, s int) int {
	row := 1 + len(n.pts) + i*samples + s
	if upright {
		row += lines * samples
	}
	return row
}

func (n *net) fill() {
	n.x.Resize(1+len(n.pts)+2*lines*samples, width)
	d := n.x.Data()
	put := func(row int, x1, x2 float64) { d[row*width], d[row*width+1] = tensor.Elem(x1), tensor.Elem(x2) }
	put(0, n.probe[0], n.probe[1])
	for i, p := range n.pts {
		put(1+i, p.x1, p.x2)
	}
	for i := range lines {
		at := low + (high-low)*float64(i)/(lines-1)
		for s := range samples {
			along := low + (high-low)*float64(s)/(samples-1)
			put(n.gridRow(false, i, s), along, at)
			put(n.gridRow(true, i, s), at, along)
		}
	}
	n.x.Touch()
}

// layerNames are what a layer's sums and outputs are called in the record.
var layerNames = [most][2]string{{"z1", "a1"}, {"z2", "a2"}, {"z3", "a3"}, {"z4", "a4"}}

// stack puts the layers on a tape.
func (n *net) stack(t *grad.Tape, x *grad.Var, see func(l int, z, a *grad.Var)) *grad.Var {
	a := x
	for l := range n.n {
		z := grad.Linear(a, t.Param(n.w[l]), t.Param(n.b[l])).Named(layerNames[l][0])
		if a = z; n.relu[l] {
			a = grad.ReLU(z).Named(layerNames[l][1])
		}
		if see != nil {
			see(l, z, a)
		}
	}
	return a
}

// run computes the stack, what it folds into, and how far the two are apart.
func (n *net) run() {
	n.fill()
	n.forward(true)
	n.tape.Record(&n.tr)
	n.judge.run(n)
	n.slope = -1
}

// differentiate brings the gradient of one of the stack's outputs for the probe
// into the record. Without a ReLU that of the inputs is a row of the one layer.
func (n *net) differentiate(output int) {
	if n.slope == output {
		return
	}
	n.forward(false)
	for l := range n.n {
		n.w[l].ZeroGrad()
		n.b[l].ZeroGrad()
	}
	n.tape.Backward(n.y[output])
	n.tape.Record(&n.tr)
	n.slope = output
}

// outputs are the two numbers that the probe becomes.
func outputs(out *grad.Var) (y [width]*grad.Var) {
	row := grad.Index(out, 0, 0).Named("the probe")
	for i := range y {
		y[i] = grad.Index(row, 0, i).Named([width]string{"y1", "y2"}[i])
	}
	return y
}

// again writes the stack once more on another tape, to the output differentiated.
func (n *net) again(t *grad.Tape) *grad.Var {
	return outputs(n.stack(t, t.Input("x", &n.x), nil))[max(n.slope, 0)]
}

// forward is run on the tape. Who only wants to look needs no gradients.
func (n *net) forward(look bool) {
	t := n.tape
	t.Reset()
	t.NoGrad = look
	n.in = t.Input("x", &n.x)
	out := n.stack(t, n.in, func(l int, z, a *grad.Var) { n.z[l], n.a[l] = z, a })
	n.y = outputs(out)
	n.f[0] = t.Param(n.w[0])
	n.g[0] = grad.Reshape(t.Param(n.b[0]), 1, width)
	for l := 1; l < n.n; l++ {
		w := t.Param(n.w[l])
		n.f[l] = grad.MatMul(w, n.f[l-1]).Named(foldNames[l][0])
		n.g[l] = grad.Linear(n.g[l-1], w, t.Param(n.b[l])).Named(foldNames[l][1])
	}
	last := n.n - 1
	if last > 0 && !n.bent() {
		n.f[last].Named("W")
		n.g[last].Named("b")
	}
	product := grad.Linear(n.in, n.f[last], grad.Reshape(n.g[last], width)).Named("y")
	n.plain = gapOf(out, product)
	n.one, n.apart = product, n.plain
	if n.bent() {
		n.best(out)
		n.one = grad.Linear(n.in, t.Const("best weight", n.bestW), t.Const("best bias", n.bestB)).Named("best")
		n.apart = gapOf(out, n.one)
	}
}

// foldNames are those of the product and the bias up to a layer.
var foldNames = [most][2]string{1: {"F2", "f2"}, 2: {"F3", "f3"}, 3: {"F4", "f4"}}

// gapOf is the largest difference between two tables.
func gapOf(a, b *grad.Var) *grad.Var {
	return grad.Amax(grad.Abs(grad.Sub(a, b)).Named("d")).Named("gap")
}

// best finds the single layer that comes closest, by least squares.
func (n *net) best(out *grad.Var) {
	rows := out.Shape()[0]
	y := tensor.New(rows, 1)
	for o := range width {
		for r := range rows {
			y.Data()[r] = out.Value.Data()[r*width+o]
		}
		y.Touch()
		w, b, err := classic.LeastSquares(&n.x, y, true)
		if err != nil {
			w, b = []float64{math.NaN(), math.NaN()}, math.NaN()
		}
		n.bestW.Data()[o*width], n.bestW.Data()[o*width+1] = tensor.Elem(w[0]), tensor.Elem(w[1])
		n.bestB.Data()[o] = tensor.Elem(b)
	}
	n.bestW.Touch()
	n.bestB.Touch()
}

// The record of the last run.

// place returns where row r is after layer l; layer −1 is the input.
func (n *net) place(l, r int) (x, y float64) {
	v := n.in
	if l >= 0 {
		v = n.a[l]
	}
	d := n.tr.Nodes[v.ID()].Value
	return d[r*width], d[r*width+1]
}

// folded returns where row r is after the one layer.
func (n *net) folded(r int) (x, y float64) {
	d := n.tr.Nodes[n.one.ID()].Value
	return d[r*width], d[r*width+1]
}

func (n *net) scalar(v *grad.Var) float64 { return n.tr.Nodes[v.ID()].Value[0] }

// weight and bias of the one layer.
func (n *net) oneWeight() []float64 {
	if n.bent() {
		return n.tr.Find("best weight").Value
	}
	return n.tr.Nodes[n.f[n.n-1].ID()].Value
}

func (n *net) oneBias() []float64 {
	if n.bent() {
		return n.tr.Find("best bias").Value
	}
	return n.tr.Nodes[n.g[n.n-1].ID()].Value
}

// terms are the summands of cell 0…3 of the product or 4, 5 of its bias. Where
// the one layer is not a product they are those of its answer to the probe, in
// the row of the cell.
func (n *net) terms(cell int) []trace.Term {
	switch last := n.n - 1; {
	case n.bent():
		return grad.Explain(n.one, rowOf(cell))
	case last == 0:
		return nil
	case cell < width*width:
		return grad.Explain(n.f[last], cell)
	default:
		return grad.Explain(n.g[last], cell-width*width)
	}
}

// rowOf is the output that a cell of W or b belongs to.
func rowOf(cell int) int {
	if cell < width*width {
		return cell / width
	}
	return cell - width*width
}

// judge asks a perceptron to separate the classes after the last layer, and
// what it then answers everywhere in the plane of the inputs.
type judge struct {
	tape     *grad.Tape
	x        tensor.Tensor
	w, b     *tensor.Tensor
	one, two *tensor.Tensor
	tr       trace.Trace
	mistakes []int // of each round
	field    []float64
	fieldID  int // in the record
}

// rounds is how often the perceptron may go through the points.
const rounds = 1000

func (j *judge) run(n *net) {
	learner := classic.NewPerceptron(width)
	x := tensor.New(max(len(n.pts), 1), width)
	targets := make([]int, len(n.pts))
	for i, p := range n.pts {
		a, b := n.place(n.n-1, 1+i)
		x.Set(tensor.Elem(a), i, 0)
		x.Set(tensor.Elem(b), i, 1)
		targets[i] = int(p.y)
	}
	j.mistakes = nil
	if len(n.pts) > 0 {
		j.mistakes = learner.Fit(x, targets, rounds)
	}
	for k := range width {
		j.w.Data()[k] = tensor.Elem(learner.Weights[k])
	}
	j.b.Data()[0] = tensor.Elem(learner.Bias)
	j.w.Touch()
	j.b.Touch()
	if j.x.Len() == 0 {
		j.x.Resize(fieldSide*fieldSide, width)
		for r := range fieldSide {
			for c := range fieldSide {
				k := (r*fieldSide + c) * width
				j.x.Data()[k] = tensor.Elem(low + (high-low)*(float64(c)+0.5)/fieldSide)
				j.x.Data()[k+1] = tensor.Elem(high - (high-low)*(float64(r)+0.5)/fieldSide)
			}
		}
	}
	t := j.tape
	t.Reset()
	out := n.stack(t, t.Const("x", &j.x), nil)
	score := grad.Linear(out, t.Const("w", j.w), t.Const("b", j.b))
	answer := grad.Sub(t.Const("1", j.one), grad.Mul(t.Const("2", j.two), grad.Step(grad.Neg(score), 0))).Named("answer")
	t.Record(&j.tr)
	j.fieldID = answer.ID()
	j.field = j.tr.Nodes[j.fieldID].Value
}

// separable reports whether a round went by without a mistake.
func (j *judge) separable() bool {
	n := len(j.mistakes)
	return n > 0 && j.mistakes[n-1] == 0
}
