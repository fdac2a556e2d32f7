package nn

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Embedding turns words into vectors that are learnt: x [any], whole numbers
// from 0 to words−1 → y [..., features].
type Embedding struct {
	Weight *grad.Param // [words, features]

	params  []*grad.Param
	indices []int
}

// NewEmbedding returns a table drawn from N(0, 1), as PyTorch draws it; rng nil leaves it 0.
func NewEmbedding(words, features int, rng *rand.Rand) *Embedding {
	positive("embedding", "words", words)
	positive("embedding", "features", features)
	e := &Embedding{Weight: grad.NewParam("weight", tensor.New(words, features))}
	e.params = []*grad.Param{e.Weight}
	if rng != nil {
		Normal(1)(e.Weight.Value, rng)
	}
	return e
}

// Forward looks up a row for each number of x. It panics with a
// *tensor.ValueError if one is not the number of a word.
func (e *Embedding) Forward(x *grad.Var) *grad.Var {
	e.indices = e.indices[:0]
	for _, v := range x.Value.Data() {
		i := int(v)
		if tensor.Elem(i) != v {
			panic(&tensor.ValueError{Op: "embedding", Name: "index", Value: strconv.FormatFloat(float64(v), 'g', -1, 64), Want: "a whole number"})
		}
		e.indices = append(e.indices, i)
	}
	return e.Lookup(x.Tape(), e.indices, x.Shape()...)
}

// Lookup is Forward for indices given as numbers of Go, of the given shape.
func (e *Embedding) Lookup(t *grad.Tape, indices []int, shape ...int) *grad.Var {
	return grad.Embedding(t.Param(e.Weight), indices, shape...)
}

// Params returns the table.
func (e *Embedding) Params() []*grad.Param { return e.params }

func (e *Embedding) kind() string { return "embedding" }
