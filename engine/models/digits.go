// Package models holds the networks that more than one place needs: a scene
// shows one, a command trains it, and both must mean the same layers by the
// same names.
package models

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Digits is a small LeNet for images of handwritten digits:
//
//	x [n, 1, 28, 28]
//	→ conv1 5×5, padding 2 [n, 8, 28, 28]  → relu1 → pool1 2×2 [n, 8, 14, 14]
//	→ conv2 5×5, padding 2 [n, 16, 14, 14] → relu2 → pool2 2×2 [n, 16, 7, 7]
//	→ flat [n, 784] → fc1 [n, 64] → relu3 → logits [n, 10]
//
// Source: LeCun et al., “Gradient-based learning applied to document recognition”, 1998.
type Digits struct {
	Dropout float64    // of relu3, on a tape that is Training; 0 for none
	Rng     *rand.Rand // draws the dropout masks

	params                         [8]*grad.Param
	conv1w, conv1b, conv2w, conv2b *grad.Param
	fc1w, fc1b, fc2w, fc2b         *grad.Param
}

// DigitsLayers are the layers of [Digits] in the order in which they are
// computed, by the names that they have in the record of a run.
var DigitsLayers = [...]string{"x", "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "fc1", "relu3", "logits", "probabilities"}

// NewDigits returns the network with weights drawn from rng: He's uniform
// initialisation, ±√(6/fan-in), and biases of 0; rng nil leaves all of them 0.
func NewDigits(rng *rand.Rand) *Digits {
	m := &Digits{}
	weight := func(name string, fanIn int, shape ...int) *grad.Param {
		w := tensor.New(shape...)
		bound := math.Sqrt(6 / float64(fanIn))
		if rng != nil {
			for i := range w.Data() {
				w.Data()[i] = tensor.Elem(bound * (2*rng.Float64() - 1))
			}
		}
		return grad.NewParam(name+".weight", w)
	}
	bias := func(name string, n int) *grad.Param { return grad.NewParam(name+".bias", tensor.New(n)) }
	m.set([8]*grad.Param{
		weight("conv1", 25, 8, 1, 5, 5), bias("conv1", 8),
		weight("conv2", 8*25, 16, 8, 5, 5), bias("conv2", 16),
		weight("fc1", 784, 64, 784), bias("fc1", 64),
		weight("fc2", 64, 10, 64), bias("fc2", 10),
	})
	return m
}

func (m *Digits) set(p [8]*grad.Param) {
	m.params = p
	m.conv1w, m.conv1b, m.conv2w, m.conv2b = p[0], p[1], p[2], p[3]
	m.fc1w, m.fc1b, m.fc2w, m.fc2b = p[4], p[5], p[6], p[7]
}

// Replica returns a network that shares m's weights and has gradients of its
// own, so that two goroutines can each take half of a batch.
func (m *Digits) Replica() *Digits {
	r := &Digits{Dropout: m.Dropout}
	var p [8]*grad.Param
	for i, q := range m.params {
		p[i] = grad.NewParam(q.Name, q.Value)
	}
	r.set(p)
	return r
}

// Params returns the weights and biases, first layer first.
func (m *Digits) Params() []*grad.Param { return m.params[:] }

// Forward computes the logits: x [n, 1, 28, 28] → [n, 10]. Every layer is named
// on the tape as in [DigitsLayers]. It panics with a *tensor.ShapeError if x
// has another shape.
func (m *Digits) Forward(x *grad.Var) *grad.Var {
	t := x.Tape()
	conv, pool := tensor.SquareConv(1, 2), tensor.SquarePool(2)
	h := grad.Conv2D(x, t.Param(m.conv1w), t.Param(m.conv1b), conv).Named("conv1")
	h = grad.ReLU(h).Named("relu1")
	h = grad.MaxPool2D(h, pool).Named("pool1")
	h = grad.Conv2D(h, t.Param(m.conv2w), t.Param(m.conv2b), conv).Named("conv2")
	h = grad.ReLU(h).Named("relu2")
	h = grad.MaxPool2D(h, pool).Named("pool2")
	h = grad.Reshape(h, x.Shape()[0], -1).Named("flat")
	h = grad.Linear(h, t.Param(m.fc1w), t.Param(m.fc1b)).Named("fc1")
	h = grad.ReLU(h).Named("relu3")
	if m.Dropout > 0 && t.Training {
		h = grad.Dropout(h, m.Dropout, m.Rng)
	}
	return grad.Linear(h, t.Param(m.fc2w), t.Param(m.fc2b)).Named("logits")
}

// Predict computes the probabilities as well: x [n, 1, 28, 28] → [n, 10]. It
// panics as [Digits.Forward] does.
func (m *Digits) Predict(x *grad.Var) *grad.Var {
	return grad.Softmax(m.Forward(x), 1).Named("probabilities")
}
