package grad

import (
	"testing"

	"gradtheatre/engine/tensor"
)

// FuzzLayerShapes gives the layers of this package shapes of all kinds: each
// must work, backward and explained too, or refuse with a typed error; any other
// panic fails.
func FuzzLayerShapes(f *testing.F) {
	f.Add([]byte{0, 3, 4, 2, 3, 2, 20, 3, 2, 20, 5, 1, 20, 1, 20})
	f.Add([]byte{1, 2, 1, 3, 1, 3, 1, 3})
	f.Add([]byte{2, 3, 2, 3, 4, 1, 4, 1, 4})
	f.Add([]byte{3, 4, 2, 4, 2, 2, 1, 4, 1, 4, 2})
	f.Add([]byte{4, 2, 3, 2, 2, 0, 3})
	f.Add([]byte{5, 3, 1, 3, 2, 3, 1, 4, 2, 3, 1, 4, 2, 2, 3, 4})
	f.Add([]byte{6, 3, 4, 1, 6, 2, 18, 6, 2, 6, 6, 2, 4, 4, 2})
	f.Add([]byte{7, 3, 0, 2, 3, 2, 12, 3, 2, 12, 4})
	f.Add([]byte{8, 3, 2, 0, 3, 2, 4, 3, 2, 4, 4})
	f.Fuzz(func(t *testing.T, b []byte) {
		next := func() int {
			if len(b) == 0 {
				return 0
			}
			v := b[0]
			b = b[1:]
			return int(v)
		}
		op := next() % 9
		tape := NewTape()
		tape.Training = next()%2 == 0
		arg := func() *Var {
			shape := make([]int, next()%5)
			for i := range shape {
				shape[i] = next() % 25
			}
			n := 1
			for _, d := range shape {
				n *= d
			}
			if n > 2000 {
				t.Skip("large")
			}
			x := tensor.New(shape...)
			for i := range x.Data() {
				x.Data()[i] = tensor.Elem(i%5) - 1
			}
			return tape.Input("x", x)
		}
		opt := func() *Var {
			if next()%3 == 0 {
				return nil
			}
			return arg()
		}
		tensor.Catch(func() {
			y := fuzzed(op, arg, opt, next)
			tape.BackwardFrom(y, tensor.New(y.Shape()...))
			explainSome(tape, next)
		})
	})
}

// explainSome unfolds a number of every value on the tape.
func explainSome(tape *Tape, next func() int) {
	for i := range tape.Len() {
		if v := tape.Var(i); v.Value.Len() > 0 {
			cell := next() % v.Value.Len()
			Explain(v, cell)
			if v.Grad != nil {
				ExplainGrad(v, cell)
			}
		}
	}
}

func fuzzed(op int, arg, opt func() *Var, next func() int) *Var {
	x := arg()
	switch op {
	case 0:
		return only(LSTM(x, opt(), opt(), RecurrentWeights{arg(), arg(), opt(), opt()}))
	case 1:
		var running *RunningStats
		if next()%2 == 0 {
			running = NewRunningStats(next()%5, 0.1)
		}
		return BatchNorm(x, opt(), opt(), running, 1e-5)
	case 2:
		return LayerNorm(x, opt(), opt(), arg().Shape(), 1e-5)
	case 3:
		return GroupNorm(x, opt(), opt(), next()-1, 1e-5)
	case 4:
		return Embedding(x, []int{next() - 1, next() % 3}, next()%3)
	case 5:
		return only(Attention(x, arg(), arg(), AttentionOptions{Mask: opt(), Bias: opt(), Causal: next()%2 == 0}))
	case 6:
		return only(MultiHeadAttention(x, AttentionWeights{arg(), opt(), arg(), opt()}, next()-1, AttentionOptions{Mask: opt()}))
	case 7:
		return GRU(x, opt(), RecurrentWeights{arg(), arg(), opt(), opt()})
	}
	layers := make([][]RecurrentWeights, next()%3)
	for l := range layers {
		for range next() % 3 {
			layers[l] = append(layers[l], RecurrentWeights{arg(), arg(), opt(), opt()})
		}
	}
	y, _, _ := Recurrent(Cell(next()%4), x, opt(), opt(), layers)
	return y
}

// TestEmptyLayers: what has no numbers in it gives an empty result or a typed
// error, and no NaN.
func TestEmptyLayers(t *testing.T) {
	attend := func(in []*Var) *Var { return only(Attention(in[0], in[1], in[2], AttentionOptions{Causal: true})) }
	lstm := func(in []*Var) *Var { return only(LSTM(in[0], nil, nil, RecurrentWeights{in[1], in[2], nil, nil})) }
	for _, c := range []struct {
		name    string
		shapes  [][]int
		build   func(in []*Var) *Var
		refused bool
	}{
		{"batch_norm without channels", of([]int{4, 0}), func(in []*Var) *Var { return BatchNorm(in[0], nil, nil, nil, 1e-5) }, false},
		{"batch_norm without samples", of([]int{0, 4}), func(in []*Var) *Var { return BatchNorm(in[0], nil, nil, nil, 1e-5) }, true},
		{"layer_norm without rows", of([]int{0, 4}), func(in []*Var) *Var { return LayerNorm(in[0], nil, nil, []int{4}, 1e-5) }, false},
		{"layer_norm without features", of([]int{2, 0}), func(in []*Var) *Var { return LayerNorm(in[0], nil, nil, []int{0}, 1e-5) }, false},
		{"group_norm without channels", of([]int{2, 0, 3}), func(in []*Var) *Var { return GroupNorm(in[0], nil, nil, 2, 1e-5) }, false},
		{"group_norm of empty images", of([]int{2, 2, 0}), func(in []*Var) *Var { return GroupNorm(in[0], nil, nil, 2, 1e-5) }, false},
		{"embedding without words", of([]int{0, 4}), func(in []*Var) *Var { return Embedding(in[0], nil) }, false},
		{"attention without keys", of([]int{3, 2}, []int{0, 2}, []int{0, 2}), attend, false},
		{"attention without queries", of([]int{0, 2}, []int{3, 2}, []int{3, 2}), attend, false},
		{"attention without batch", of([]int{0, 3, 2}, []int{0, 3, 2}, []int{0, 3, 2}), attend, false},
		{"attention without values", of([]int{3, 2}, []int{3, 2}, []int{3, 0}), attend, false},
		{"attention without features", of([]int{3, 0}, []int{3, 0}, []int{3, 2}), attend, true},
		{"lstm without batch", of([]int{3, 0, 2}, []int{8, 2}, []int{8, 2}), lstm, false},
		{"lstm without features", of([]int{3, 2, 0}, []int{8, 0}, []int{8, 2}), lstm, false},
		{"lstm without state", of([]int{3, 2, 2}, []int{0, 2}, []int{0, 0}), lstm, false},
	} {
		err := tensor.Catch(func() {
			in := vars(true, c.shapes...)
			y := c.build(in)
			tape := y.Tape()
			tape.BackwardFrom(y, tensor.New(y.Shape()...))
			for i := range tape.Len() {
				if v := tape.Var(i); !v.Value.IsFinite() || v.Grad != nil && !v.Grad.IsFinite() {
					t.Errorf("%s: %s is not finite", c.name, v.Op())
				}
			}
		})
		if (err != nil) != c.refused {
			t.Errorf("%s: error %v", c.name, err)
		}
	}
}
