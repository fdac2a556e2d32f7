package nn

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Recurrent is a stack of recurrent layers: x [steps, batch, input] → y
// [steps, batch, hidden], twice as many features where it reads in both directions.
type Recurrent struct {
	Cell grad.Cell

	hidden  int
	params  []*grad.Param // for each layer and direction four
	weights [][]grad.RecurrentWeights
}

// RecurrentOptions are the settings of a recurrent network.
type RecurrentOptions struct {
	Layers        int // 0 is 1
	Bidirectional bool
}

// NewRNN returns a plain recurrent network with tanh; its formula is that of [grad.RNN].
func NewRNN(input, hidden int, o RecurrentOptions, rng *rand.Rand) *Recurrent {
	return NewRecurrent(grad.TanhCell, input, hidden, o, rng)
}

// NewLSTM returns a long short-term memory; its formulas are those of [grad.LSTM].
func NewLSTM(input, hidden int, o RecurrentOptions, rng *rand.Rand) *Recurrent {
	return NewRecurrent(grad.LSTMCell, input, hidden, o, rng)
}

// NewGRU returns a gated recurrent unit; its formulas are those of [grad.GRU].
func NewGRU(input, hidden int, o RecurrentOptions, rng *rand.Rand) *Recurrent {
	return NewRecurrent(grad.GRUCell, input, hidden, o, rng)
}

// NewRecurrent returns a network of the given cells with weights drawn as
// PyTorch draws them, evenly within ±1/√hidden; rng nil leaves them 0. It
// panics with a *tensor.ValueError if a size makes no sense.
func NewRecurrent(cell grad.Cell, input, hidden int, o RecurrentOptions, rng *rand.Rand) *Recurrent {
	positive(cell.String(), "input", input)
	positive(cell.String(), "hidden", hidden)
	if o.Layers == 0 {
		o.Layers = 1
	}
	positive(cell.String(), "layers", o.Layers)
	directions := 1
	if o.Bidirectional {
		directions = 2
	}
	r := &Recurrent{Cell: cell, hidden: hidden}
	rows := cell.Gates() * hidden
	for l := range o.Layers {
		r.weights = append(r.weights, make([]grad.RecurrentWeights, directions))
		for d := range directions {
			suffix := "_l" + strconv.Itoa(l)
			if d == 1 {
				suffix += "_reverse"
			}
			p := []*grad.Param{
				grad.NewParam("weight_ih"+suffix, tensor.New(rows, input)), grad.NewParam("weight_hh"+suffix, tensor.New(rows, hidden)),
				grad.NewParam("bias_ih"+suffix, tensor.New(rows)), grad.NewParam("bias_hh"+suffix, tensor.New(rows)),
			}
			fanIn(rng, hidden, p...)
			r.params = append(r.params, p...)
		}
		input = directions * hidden
	}
	return r
}

// Forward runs over the sequence from states of zero.
func (r *Recurrent) Forward(x *grad.Var) *grad.Var {
	y, _, _ := r.Run(x, nil, nil)
	return y
}

// Run runs over the sequence from given states [layers·directions, batch,
// hidden], or nil for zeros, and returns the last states too; c0 and c are for
// an LSTM only.
func (r *Recurrent) Run(x, h0, c0 *grad.Var) (y, h, c *grad.Var) {
	t := x.Tape()
	for l, layer := range r.weights {
		for d := range layer {
			p := r.params[4*(l*len(layer)+d):]
			layer[d] = grad.RecurrentWeights{Input: t.Param(p[0]), Hidden: t.Param(p[1]), InputBias: t.Param(p[2]), HiddenBias: t.Param(p[3])}
		}
	}
	return grad.Recurrent(r.Cell, x, h0, c0, r.weights)
}

// Params returns, for each layer and direction, the weights of input and
// state and their biases.
func (r *Recurrent) Params() []*grad.Param { return r.params }

func (r *Recurrent) kind() string { return r.Cell.String() }

// LastStep keeps the last step of a sequence: x [steps, batch, features] → y
// [batch, features].
type LastStep struct{}

// Forward returns the last step of x.
func (LastStep) Forward(x *grad.Var) *grad.Var { return grad.Index(x, 0, x.Shape()[0]-1) }

// Params returns nil.
func (LastStep) Params() []*grad.Param { return nil }

func (LastStep) kind() string { return "last" }
