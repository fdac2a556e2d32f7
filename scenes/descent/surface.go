package descent

import (
	"bytes"
	"math"
	"math/rand/v2"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/expr"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// surface is a loss of two numbers, as a run of the engine.
type surface interface {
	// on computes the loss at x and y over a batch; nil is all examples.
	on(t *grad.Tape, x, y *grad.Var, b *data.Batch) *grad.Var
	// examples is what batches are drawn from; nil where there are none.
	examples() *data.Dataset
	// axes are where x and y stand in the last run: each example's share of
	// their gradients is a term there. Only surfaces with examples have them.
	axes() [2]cell
	// many computes the loss at n places at once, where that is possible.
	many(t *grad.Tape, x, y *grad.Var) (z *grad.Var, ok bool)
}

// cell is one number of a value on a tape.
type cell struct {
	v  *grad.Var
	at int
}

// typed is f(x, y) as it was typed.
type typed struct {
	f    *expr.Func
	swap bool // y comes before x
	lone int  // the only variable: 0 x, 1 y, −1 both or none
}

// newTyped reads f(x, y). Other variables are refused: alien is the place of the first.
func newTyped(source string) (s *typed, bad *expr.SyntaxError, alien *expr.Node) {
	e, err := expr.Parse(source)
	if err != nil {
		bad, _ = err.(*expr.SyntaxError)
		if bad == nil {
			bad = &expr.SyntaxError{Code: expr.Empty}
		}
		return nil, bad, nil
	}
	for _, v := range e.Vars {
		if n := &e.Nodes[v]; n.Name != "x" && n.Name != "y" {
			return nil, nil, n
		}
	}
	x, y := e.Var("x"), e.Var("y")
	if len(e.Vars) == 0 {
		return nil, &expr.SyntaxError{Code: expr.WantOperand}, nil // nothing to walk along
	}
	s = &typed{f: expr.NewFunc(e), swap: x > y && y >= 0, lone: -1}
	switch {
	case x >= 0 && y < 0:
		s.lone = 0
	case y >= 0 && x < 0:
		s.lone = 1
	}
	return s, nil, nil
}

func (s *typed) on(t *grad.Tape, x, y *grad.Var, _ *data.Batch) *grad.Var {
	if s.swap || s.lone == 1 {
		x, y = y, x
	}
	return s.f.On(t, x, y)
}

func (*typed) examples() *data.Dataset { return nil }
func (*typed) axes() [2]cell           { return [2]cell{} }

func (s *typed) many(t *grad.Tape, x, y *grad.Var) (*grad.Var, bool) {
	return s.on(t, x, y, nil), true
}

// irises is the committed table of 150 flowers.
func irises() *data.Dataset {
	d, err := data.Iris("iris.csv", bytes.NewReader(assets.Iris))
	if err != nil {
		panic(err) // the file is part of the program
	}
	return d
}

// columns copies two columns of a table.
func columns(d *data.Dataset, a, b int) *tensor.Tensor {
	n, w := d.Len(), d.X.Dim(1)
	out := tensor.New(n, 2)
	for i := range n {
		out.Data()[2*i], out.Data()[2*i+1] = d.X.Data()[i*w+a], d.X.Data()[i*w+b]
	}
	return out
}

const petalLength, petalWidth = 2, 3

// line fits ŷ = x·(petal length) + y to the petal width of real flowers:
//
//	L = Σ (ŷ − width)²/n
//
// The loss is a quadratic of its two weights.
type line struct {
	d    *data.Dataset
	w, b *grad.Var
}

func newLine() *line {
	all := columns(irises(), petalLength, petalWidth)
	n := all.Dim(0)
	x, y := tensor.New(n, 1), tensor.New(n, 1)
	for i := range n {
		x.Data()[i], y.Data()[i] = all.Data()[2*i], all.Data()[2*i+1]
	}
	return &line{d: &data.Dataset{X: x, Targets: y}}
}

func (s *line) on(t *grad.Tape, x, y *grad.Var, b *data.Batch) *grad.Var {
	in, target := s.d.X, s.d.Targets
	if b != nil {
		in, target = b.X, b.Targets
	}
	s.w, s.b = grad.Reshape(x, 1, 1).Named("w"), grad.Reshape(y, 1).Named("b")
	guess := grad.Linear(t.Const("length", in), s.w, s.b).Named("prediction")
	return grad.MSE(guess, t.Const("width", target))
}

func (s *line) examples() *data.Dataset { return s.d }
func (s *line) axes() [2]cell           { return [2]cell{{s.w, 0}, {s.b, 0}} }

func (*line) many(*grad.Tape, *grad.Var, *grad.Var) (*grad.Var, bool) { return nil, false }

// A network tells the three species of iris by the petals' standardised length
// and width: 2 → 3 tanh → 3, softmax and cross-entropy. All its weights are
// trained; then two of them are taken out and become x and y.
const (
	netIn, netHidden, netOut = 2, 3, 3
	netWeights               = netIn*netHidden + netHidden*netOut
	netSteps                 = 150 // of training
)

type network struct {
	d       *data.Dataset
	w, b    [2]*grad.Param // as trained
	rest    [2]*tensor.Tensor
	pick    [2]int               // the weights that are x and y
	basis   [2][2]*tensor.Tensor // by axis, by layer: 1 at the weight, 0 elsewhere
	trained int
	opt     *optim.Optimizer
	tape    *grad.Tape
	layer   [2]*grad.Var
}

func newNetwork(seed uint64) *network {
	d := irises()
	x := columns(d, petalLength, petalWidth)
	s := &network{d: &data.Dataset{X: data.FitScaler(x).Apply(x), Labels: d.Labels, Classes: d.Classes}, tape: grad.NewTape()}
	rng := rand.New(rand.NewPCG(seed, 6))
	for l, shape := range [2][2]int{{netHidden, netIn}, {netOut, netHidden}} {
		w := tensor.New(shape[0], shape[1])
		nn.XavierUniform(w, rng)
		s.w[l] = grad.NewParam([2]string{"W1", "W2"}[l], w)
		s.b[l] = grad.NewParam([2]string{"b1", "b2"}[l], tensor.New(shape[0]))
		s.rest[l] = tensor.New(shape[0], shape[1])
		for a := range 2 {
			s.basis[a][l] = tensor.New(shape[0], shape[1])
		}
	}
	s.opt = optim.New([]*grad.Param{s.w[0], s.b[0], s.w[1], s.b[1]}, optim.DefaultAdam(0.05))
	s.choose(0, 3)
	return s
}

// train takes one step of all weights; it reports whether the network is ready.
func (s *network) train() (ready bool) {
	if s.trained >= netSteps {
		return true
	}
	t := s.tape
	t.Reset()
	s.opt.ZeroGrad()
	t.Backward(s.forward(t, [2]*grad.Var{t.Param(s.w[0]), t.Param(s.w[1])}, [2]*grad.Var{t.Param(s.b[0]), t.Param(s.b[1])}, nil))
	s.opt.Step()
	if s.trained++; s.trained == netSteps {
		s.choose(s.pick[0], s.pick[1])
	}
	return s.trained >= netSteps
}

func (s *network) forward(t *grad.Tape, w, b [2]*grad.Var, batch *data.Batch) *grad.Var {
	x, labels := s.d.X, s.d.Labels
	if batch != nil {
		x, labels = batch.X, batch.Labels
	}
	h := grad.Tanh(grad.Linear(t.Const("flowers", x), w[0], b[0]).Named("z1")).Named("h")
	return grad.CrossEntropy(grad.Linear(h, w[1], b[1]).Named("logits"), labels)
}

// layerOf is where a weight stands: its layer and its cell there.
func layerOf(weight int) (layer, cell int) {
	if weight < netIn*netHidden {
		return 0, weight
	}
	return 1, weight - netIn*netHidden
}

// choose makes two weights x and y. The others stay as they were trained.
func (s *network) choose(x, y int) {
	s.pick = [2]int{x, y}
	for l := range 2 {
		copy(s.rest[l].Data(), s.w[l].Value.Data())
	}
	for a, weight := range s.pick {
		layer, at := layerOf(weight)
		for l := range 2 {
			tensor.Fill(s.basis[a][l], 0)
		}
		s.basis[a][layer].Data()[at] = 1
		s.rest[layer].Data()[at] = 0
		s.basis[a][0].Touch()
		s.basis[a][1].Touch()
	}
	s.rest[0].Touch()
	s.rest[1].Touch()
}

// value is what training found for a weight.
func (s *network) value(weight int) float64 {
	l, at := layerOf(weight)
	return float64(s.w[l].Value.Data()[at])
}

// weightName is W¹₁₂: into hidden neuron 1, from input 2.
func weightName(weight int) string {
	l, at := layerOf(weight)
	in := [2]int{netIn, netHidden}[l]
	sub := [...]string{"₁", "₂", "₃"}
	return "w" + [2]string{"¹", "²"}[l] + sub[at/in] + sub[at%in]
}

// on is the network with x and y in the places of the two weights:
// W = rest + x·Eₓ + y·Eᵧ, where E is 1 at the weight and 0 elsewhere.
func (s *network) on(t *grad.Tape, x, y *grad.Var, b *data.Batch) *grad.Var {
	xy := [2]*grad.Var{x, y}
	for l := range 2 {
		w := t.Const([2]string{"W1 rest", "W2 rest"}[l], s.rest[l])
		for a, weight := range s.pick {
			if at, _ := layerOf(weight); at == l {
				w = grad.Add(w, grad.Mul(xy[a], t.Const("", s.basis[a][l])))
			}
		}
		s.layer[l] = w.Named([2]string{"W1", "W2"}[l])
	}
	return s.forward(t, s.layer, [2]*grad.Var{t.Const("b1", s.b[0].Value), t.Const("b2", s.b[1].Value)}, b)
}

func (s *network) examples() *data.Dataset { return s.d }

func (s *network) axes() (out [2]cell) {
	for a, weight := range s.pick {
		l, at := layerOf(weight)
		out[a] = cell{s.layer[l], at}
	}
	return out
}

func (*network) many(*grad.Tape, *grad.Var, *grad.Var) (*grad.Var, bool) { return nil, false }

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
