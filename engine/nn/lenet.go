package nn

import "math/rand/v2"

// NewLeNet returns a small LeNet for images of 28×28: x [batch, channels, 28, 28] → logits [batch, classes].
//
//	conv 5×5×8 pad 2 → relu → max-pool 2 → conv 5×5×16 pad 2 → relu → max-pool 2 → dense
//
// Source: LeCun et al., “Gradient-based learning applied to document recognition”, 1998, made smaller.
func NewLeNet(channels, classes int, rng *rand.Rand) *Sequential {
	return NewSequential(
		NewConv2D(channels, 8, 5, ConvOptions{Padding: 2}, rng),
		ReLU(),
		NewMaxPool2D(2),
		NewConv2D(8, 16, 5, ConvOptions{Padding: 2}, rng),
		ReLU(),
		NewMaxPool2D(2),
		Flatten{},
		NewLinear(16*7*7, classes, rng),
	)
}

// NewMLP returns dense layers of the given sizes with an activation between
// them, and none after the last: sizes[0] inputs, the last size outputs. The
// weights of hidden layers are drawn by He's rule for ReLU and its kin, by
// Xavier's for others. It panics with a *tensor.ValueError if there are fewer
// than two sizes or the activation has no such name.
func NewMLP(sizes []int, activation string, rng *rand.Rand) *Sequential {
	if len(sizes) < 2 {
		positive("mlp", "layers", len(sizes)-1)
	}
	if ActivationByName(activation) == nil {
		panic(unknownActivation(activation))
	}
	var layers []Module
	for i := range len(sizes) - 1 {
		l := NewLinear(sizes[i], sizes[i+1], rng)
		if rng != nil {
			switch activation {
			case "relu", "leaky_relu", "elu", "gelu", "silu", "softplus":
				HeNormal(l.Weight.Value, rng)
			default:
				XavierUniform(l.Weight.Value, rng)
			}
			Zeros(l.Bias.Value, nil)
		}
		if layers = append(layers, l); i < len(sizes)-2 {
			layers = append(layers, ActivationByName(activation))
		}
	}
	return NewSequential(layers...)
}
