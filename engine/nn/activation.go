package nn

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Activation is a layer that applies a function to every number.
type Activation struct {
	name string
	f    func(*grad.Var) *grad.Var
}

// Forward returns the function of x.
func (a *Activation) Forward(x *grad.Var) *grad.Var { return a.f(x) }

// Params returns nil.
func (a *Activation) Params() []*grad.Param { return nil }

// Name returns what the field calls the function: "relu", "tanh", ….
func (a *Activation) Name() string { return a.name }

func (a *Activation) kind() string { return a.name }

// ReLU returns the layer max(0, x).
func ReLU() *Activation { return &Activation{"relu", grad.ReLU} }

// LeakyReLU returns the layer x where x > 0, else slope·x.
func LeakyReLU(slope float64) *Activation {
	return &Activation{"leaky_relu", func(x *grad.Var) *grad.Var { return grad.LeakyReLU(x, slope) }}
}

// ELU returns the layer x where x > 0, else alpha·(eˣ − 1).
func ELU(alpha float64) *Activation {
	return &Activation{"elu", func(x *grad.Var) *grad.Var { return grad.ELU(x, alpha) }}
}

// GELU returns the layer x·Φ(x).
func GELU() *Activation { return &Activation{"gelu", grad.GELU} }

// SiLU returns the layer x·sigmoid(x).
func SiLU() *Activation { return &Activation{"silu", grad.SiLU} }

// Sigmoid returns the layer 1/(1 + e⁻ˣ).
func Sigmoid() *Activation { return &Activation{"sigmoid", grad.Sigmoid} }

// Tanh returns the layer tanh x.
func Tanh() *Activation { return &Activation{"tanh", grad.Tanh} }

// Softplus returns the layer ln(1 + eˣ).
func Softplus() *Activation {
	return &Activation{"softplus", func(x *grad.Var) *grad.Var { return grad.Softplus(x, 1) }}
}

// ActivationByName returns the layer of that name, leaky ReLU with
// slope 0.01 and ELU with alpha 1; nil if there is none. "linear" changes nothing.
func ActivationByName(name string) *Activation {
	switch name {
	case "relu":
		return ReLU()
	case "leaky_relu":
		return LeakyReLU(0.01)
	case "elu":
		return ELU(1)
	case "gelu":
		return GELU()
	case "silu":
		return SiLU()
	case "sigmoid":
		return Sigmoid()
	case "tanh":
		return Tanh()
	case "softplus":
		return Softplus()
	case "linear":
		return &Activation{"linear", func(x *grad.Var) *grad.Var { return x }}
	}
	return nil
}

func unknownActivation(name string) error {
	return &tensor.ValueError{Op: "mlp", Name: "activation", Value: strconv.Quote(name), Want: "relu, leaky_relu, elu, gelu, silu, softplus, sigmoid, tanh or linear"}
}
