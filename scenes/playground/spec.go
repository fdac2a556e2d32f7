package playground

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

const (
	maxLayers = 6
	maxWidth  = 8

	lossCE    = "cross_entropy"
	lossMSE   = "mse"
	lossHinge = "hinge"
)

var activations = []string{"tanh", "relu", "sigmoid", "leaky_relu", "elu", "gelu", "silu", "linear"}

// layer is a hidden layer.
type layer struct {
	width      int
	activation string
}

// features that the network may be given in place of the bare coordinates.
var features = []struct {
	id, symbol string
	f          func(x1, x2 *grad.Var) *grad.Var
}{
	{"x1", "x₁", func(x1, _ *grad.Var) *grad.Var { return x1 }},
	{"x2", "x₂", func(_, x2 *grad.Var) *grad.Var { return x2 }},
	{"x1_squared", "x₁²", func(x1, _ *grad.Var) *grad.Var { return grad.Square(x1) }},
	{"x2_squared", "x₂²", func(_, x2 *grad.Var) *grad.Var { return grad.Square(x2) }},
	{"x1_x2", "x₁x₂", func(x1, x2 *grad.Var) *grad.Var { return grad.Mul(x1, x2) }},
}

const numFeatures = 5

// spec is the architecture: whatever cannot change without a new start.
type spec struct {
	features  [numFeatures]bool
	layers    []layer
	classes   int // 0: a number
	loss      string
	init      string
	dropout   float64
	batchNorm bool
}

// inputs returns the indices of the features in use.
func (s *spec) inputs() []int {
	var out []int
	for i, on := range s.features {
		if on {
			out = append(out, i)
		}
	}
	return out
}

// outputs is the width of the last layer.
func (s *spec) outputs() int {
	if s.classes > 2 {
		return s.classes
	}
	return 1
}

// kind is the loss that is used: a number has only the squared error, many
// classes only cross-entropy.
func (s *spec) kind() string {
	switch {
	case s.classes == 0:
		return lossMSE
	case s.classes > 2:
		return lossCE
	}
	return s.loss
}

// The names of values in the record of a run.
func sumName(l int) string    { return "z" + strconv.Itoa(l+1) }
func activeName(l int) string { return "a" + strconv.Itoa(l+1) }

// build makes the network, its weights drawn from rng.
func (s *spec) build(rng *rand.Rand) nn.Module {
	in := s.inputs()
	var layers []nn.Module
	if len(in) != 2 || !s.features[0] || !s.features[1] {
		layers = append(layers, nn.Named("features", &nn.Func{Kind: "features", F: s.featuresOf}))
	}
	width := len(in)
	for i, l := range s.layers {
		layers = append(layers, nn.Named(sumName(i), s.linear(width, l.width, l.activation, rng)))
		if s.batchNorm {
			layers = append(layers, nn.Named("norm"+strconv.Itoa(i+1), nn.NewBatchNorm(l.width)))
		}
		layers = append(layers, nn.Named(activeName(i), nn.ActivationByName(l.activation)))
		if s.dropout > 0 {
			layers = append(layers, nn.Named("dropout"+strconv.Itoa(i+1), nn.NewDropout(s.dropout, uint64(i))))
		}
		width = l.width
	}
	last := len(s.layers)
	layers = append(layers, nn.Named(sumName(last), s.linear(width, s.outputs(), "tanh", rng)))
	if s.kind() == lossMSE && s.classes == 2 {
		layers = append(layers, nn.Named(activeName(last), nn.Tanh()))
	}
	return nn.NewSequential(layers...)
}

func (s *spec) linear(in, out int, activation string, rng *rand.Rand) *nn.Linear {
	l := nn.NewLinear(in, out, rng)
	w := l.Weight.Value
	switch s.init {
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

// featuresOf puts the features in use side by side: x [n, 2] → [n, features].
func (s *spec) featuresOf(x *grad.Var) *grad.Var {
	x1, x2 := grad.Slice(x, 1, 0, 1, 1), grad.Slice(x, 1, 1, 2, 1)
	var cols []*grad.Var
	for _, i := range s.inputs() {
		cols = append(cols, features[i].f(x1, x2))
	}
	return grad.Concat(1, cols...)
}

// criterion is the loss of a batch.
func (s *spec) criterion() train.Loss {
	switch {
	case s.classes > 2:
		return train.CrossEntropy
	case s.kind() == lossCE:
		return func(y *grad.Var, b *data.Batch) *grad.Var {
			return grad.BCEWithLogits(y, y.Tape().Const("target", b.Targets))
		}
	case s.kind() == lossHinge:
		return train.Hinge
	}
	return train.MSE
}

// write encodes the hidden layers, such as "8:tanh,4:relu".
func writeLayers(layers []layer) string {
	parts := make([]string, len(layers))
	for i, l := range layers {
		parts[i] = strconv.Itoa(l.width) + ":" + l.activation
	}
	return strings.Join(parts, ",")
}

// readLayers reads "8:tanh,4:relu", or "8,4" with tanh.
func readLayers(text string) ([]layer, error) {
	bad := &tensor.ValueError{Op: "network", Name: "layers", Value: strconv.Quote(text),
		Want: "up to " + strconv.Itoa(maxLayers) + " widths of 1 … " + strconv.Itoa(maxWidth) + ", such as 8:tanh,4:relu; activations are " + strings.Join(activations, ", ")}
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var out []layer
	for part := range strings.SplitSeq(text, ",") {
		w, name, has := strings.Cut(strings.TrimSpace(part), ":")
		n, err := strconv.Atoi(w)
		if !has {
			name = "tanh"
		}
		known := false
		for _, a := range activations {
			known = known || a == name
		}
		if err != nil || n < 1 || n > maxWidth || !known || len(out) == maxLayers {
			return nil, bad
		}
		out = append(out, layer{n, name})
	}
	return out, nil
}

// hyper are the settings that change while the run goes on.
type hyper struct {
	rule   string
	rate   float64
	batch  int
	l1, l2 float64
}

func (h hyper) optimizer() optim.Rule {
	switch h.rule {
	case "momentum":
		return optim.SGD{LR: h.rate, Momentum: 0.9}
	case "adam":
		return optim.DefaultAdam(h.rate)
	case "rmsprop":
		return optim.DefaultRMSprop(h.rate)
	case "adagrad":
		return optim.DefaultAdagrad(h.rate)
	}
	return optim.SGD{LR: h.rate}
}

func (h hyper) settings(src data.Source) train.Settings {
	return train.Settings{Data: src, BatchSize: h.batch, Rule: h.optimizer(), L1: h.l1, L2: h.l2}
}
