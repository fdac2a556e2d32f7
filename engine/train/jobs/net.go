package jobs

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// The losses of the points' network.
const (
	CrossEntropy = "cross_entropy"
	MSE          = "mse"
	Hinge        = "hinge"
)

// What the points' network may be made of, the default first.
var (
	Losses      = []string{CrossEntropy, MSE, Hinge}
	Inits       = []string{"auto", "xavier", "he", "orthogonal", "zeros", "small", "large"}
	Activations = []string{"tanh", "relu", "sigmoid", "leaky_relu", "elu", "gelu", "silu", "linear"}
)

// NumFeatures is how many features of a point there are.
const NumFeatures = 5

// Feature is a number that is made of a point's coordinates.
type Feature struct {
	Name, Symbol string
	of           func(x1, x2 *grad.Var) *grad.Var
}

// Features that a network may be given; the first two are the bare coordinates.
var Features = [NumFeatures]Feature{
	{"x1", "x₁", func(x1, _ *grad.Var) *grad.Var { return x1 }},
	{"x2", "x₂", func(_, x2 *grad.Var) *grad.Var { return x2 }},
	{"x1_squared", "x₁²", func(x1, _ *grad.Var) *grad.Var { return grad.Square(x1) }},
	{"x2_squared", "x₂²", func(_, x2 *grad.Var) *grad.Var { return grad.Square(x2) }},
	{"x1_x2", "x₁x₂", func(x1, x2 *grad.Var) *grad.Var { return grad.Mul(x1, x2) }},
}

// Inputs returns the indices of the features in use.
func (p *Points) Inputs() []int {
	var out []int
	for i, on := range p.Features {
		if on {
			out = append(out, i)
		}
	}
	return out
}

// Outputs is the width of the last layer for a number of classes, 0 for a number.
func Outputs(classes int) int {
	if classes > 2 {
		return classes
	}
	return 1
}

// Kind is the loss that is used: a number has only the squared error.
func (p *Points) Kind(classes int) string {
	if classes == 0 {
		return MSE
	}
	return p.Loss
}

// SumName and ActiveName are what the sums and the activations of layer l are
// called in the record of a run, the output being the last layer.
func SumName(l int) string { return "z" + strconv.Itoa(l+1) }

// ActiveName is the name of the activations of layer l.
func ActiveName(l int) string { return "a" + strconv.Itoa(l+1) }

// Build makes the network, its weights drawn from rng. Seed is that of the run:
// standardising looks at the points that are learned.
func (p *Points) Build(seed uint64, rng *rand.Rand) nn.Module {
	sets := p.Sample(seed)
	in := p.Inputs()
	if len(in) == 0 {
		panic(&tensor.ValueError{Op: "points", Name: "features", Value: "none", Want: "at least one"})
	}
	var layers []nn.Module
	if len(in) != 2 || !p.Features[0] || !p.Features[1] {
		layers = append(layers, nn.Named("features", &nn.Func{Kind: "features", F: p.features}))
	}
	if p.Standardise {
		layers = append(layers, nn.Named("scaled", &nn.Func{Kind: "standardise", F: p.scaled(sets.Train)}))
	}
	width := len(in)
	for i, l := range p.Layers {
		layers = append(layers, nn.Named(SumName(i), p.linear(width, l.Width, l.Activation, rng)))
		if p.BatchNorm {
			layers = append(layers, nn.Named("norm"+strconv.Itoa(i+1), nn.NewBatchNorm(l.Width)))
		}
		layers = append(layers, nn.Named(ActiveName(i), nn.ActivationByName(l.Activation)))
		if p.Dropout > 0 {
			layers = append(layers, nn.Named("dropout"+strconv.Itoa(i+1), nn.NewDropout(p.Dropout, uint64(i))))
		}
		width = l.Width
	}
	last := len(p.Layers)
	layers = append(layers, nn.Named(SumName(last), p.linear(width, Outputs(sets.Classes), "tanh", rng)))
	if p.Kind(sets.Classes) == MSE && sets.Classes == 2 {
		layers = append(layers, nn.Named(ActiveName(last), nn.Tanh()))
	}
	return nn.NewSequential(layers...)
}

func (p *Points) linear(in, out int, activation string, rng *rand.Rand) *nn.Linear {
	l := nn.NewLinear(in, out, rng)
	w := l.Weight.Value
	switch p.Init {
	case "zeros":
		nn.Zeros(w, rng)
	case "small":
		nn.Normal(0.01)(w, rng)
	case "large":
		nn.Normal(3)(w, rng)
	case "he":
		nn.HeNormal(w, rng)
	case "xavier":
		nn.XavierUniform(w, rng)
	case "orthogonal":
		nn.Orthogonal(1)(w, rng)
	default:
		switch activation {
		case "tanh", "sigmoid", "linear":
			nn.XavierUniform(w, rng)
		default:
			nn.HeUniform(w, rng)
		}
	}
	nn.Zeros(l.Bias.Value, rng)
	return l
}

// features puts the features in use side by side: x [n, 2] → [n, features].
func (p *Points) features(x *grad.Var) *grad.Var {
	x1, x2 := grad.Slice(x, 1, 0, 1, 1), grad.Slice(x, 1, 1, 2, 1)
	var cols []*grad.Var
	for _, i := range p.Inputs() {
		cols = append(cols, Features[i].of(x1, x2))
	}
	return grad.Concat(1, cols...)
}

// scaled returns (x − mean)/deviation by the features of d.
func (p *Points) scaled(d *data.Dataset) func(x *grad.Var) *grad.Var {
	tape := grad.NewTape()
	tape.NoGrad = true
	s := data.FitScaler(p.features(tape.Const("x", d.X)).Value)
	row := func(v []float64) *tensor.Tensor {
		t := tensor.New(1, len(v))
		for i := range v {
			t.Data()[i] = tensor.Elem(v[i])
		}
		return t
	}
	mean, sd := row(s.Mean), row(s.SD)
	return func(x *grad.Var) *grad.Var {
		return grad.Div(grad.Sub(x, x.Tape().Const("mean", mean)), x.Tape().Const("deviation", sd))
	}
}

// Criterion is the loss of a batch.
func (p *Points) Criterion(classes int) train.Loss {
	switch kind := p.Kind(classes); {
	case kind == CrossEntropy && classes > 2:
		return train.CrossEntropy
	case kind == CrossEntropy:
		return func(y *grad.Var, b *data.Batch) *grad.Var {
			return grad.BCEWithLogits(y, y.Tape().Const("target", b.Targets))
		}
	case kind == Hinge && classes > 2:
		return func(y *grad.Var, b *data.Batch) *grad.Var {
			return grad.MultiMargin(y, b.Labels, grad.DefaultMultiMargin())
		}
	case kind == Hinge:
		return train.Hinge
	}
	return train.MSE
}
