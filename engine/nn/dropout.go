package nn

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Dropout sets each number to 0 with probability P while training, and scales
// the others by 1/(1 − P); otherwise it does nothing.
type Dropout struct {
	P float64
	source
}

// NewDropout returns dropout with masks drawn from the seed.
// It panics with a *tensor.ValueError if p is not within 0 … 1.
func NewDropout(p float64, seed uint64) *Dropout {
	if !(p >= 0 && p <= 1) {
		panic(&tensor.ValueError{Op: "dropout", Name: "p", Value: strconv.FormatFloat(p, 'g', -1, 64), Want: "a probability, 0 … 1"})
	}
	d := &Dropout{P: p}
	d.Reseed(seed, 0)
	return d
}

// Dropouts lists the dropout layers of a module, in their order.
func Dropouts(m Module) (all []*Dropout) {
	walk("", m, func(_ string, m Module) {
		if d, ok := m.(*Dropout); ok {
			all = append(all, d)
		}
	})
	return all
}

// Forward returns x with some numbers dropped.
func (d *Dropout) Forward(x *grad.Var) *grad.Var { return grad.Dropout(x, d.P, d.rng) }

// Params returns nil.
func (d *Dropout) Params() []*grad.Param { return nil }

func (d *Dropout) kind() string { return "dropout" }
