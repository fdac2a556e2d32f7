package engine_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// badCase is a mistake that a user makes, and what PyTorch says to it.
type badCase struct {
	Name, Op, Expect, Call string
	Mentions               []string `json:"message_mentions"`
	PyTorch                struct {
		Shape  []int
		Values []any
	}
}

// TestBadInputs makes every mistake of the public file: one that wants an error
// gets a typed refusal that mentions the shapes or the value, one that is
// accepted gives PyTorch's numbers.
func TestBadInputs(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "conformance", "bad-inputs.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []*badCase }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			f := badInputs[c.Name]
			if f == nil {
				t.Fatal("we do not try this")
			}
			var got *tensor.Tensor
			tape := grad.NewTape()
			tape.Training = true
			err := tensor.Catch(func() { got = f(tape) })
			if c.Expect == "error" {
				c.refused(t, err)
			} else if err != nil {
				t.Errorf("refused: %v", err)
			} else {
				c.accepted(t, got)
			}
		})
	}
}

func (c *badCase) refused(t *testing.T, err error) {
	if err == nil {
		t.Fatalf("%s was accepted", c.Call)
	}
	for _, m := range c.Mentions {
		if !strings.Contains(err.Error(), m) {
			t.Errorf("%q does not mention %q", err, m)
		}
	}
	t.Log(err)
}

func (c *badCase) accepted(t *testing.T, got *tensor.Tensor) {
	if c.PyTorch.Shape == nil {
		return
	}
	if got == nil || !tensor.SameShape(got.Shape(), c.PyTorch.Shape) {
		t.Fatalf("got %v, want shape %v", got, c.PyTorch.Shape)
	}
	for i, v := range c.PyTorch.Values {
		want := math.NaN()
		switch v := v.(type) {
		case float64:
			want = v
		case string:
			want = map[string]float64{"nan": math.NaN(), "inf": math.Inf(1), "-inf": math.Inf(-1)}[v]
		}
		if g := float64(got.Data()[i]); g != want && !(math.IsNaN(g) && math.IsNaN(want)) && !(math.Abs(g-want) < 1e-6) {
			t.Errorf("cell %d is %v, want %v", i, g, want)
		}
	}
}

// of is a value of ones of the given shape, filled with zeros or the values given.
func of(t *grad.Tape, shape []int, values ...float64) *grad.Var {
	x := tensor.New(shape...)
	for i, v := range values {
		x.Data()[i] = tensor.Elem(v)
	}
	return t.Input("x", x)
}

func s(dims ...int) []int { return dims }

var nan = math.NaN()

// conv is a convolution of zeros with the given shapes.
func conv(t *grad.Tape, x, w, b []int, change func(p *grad.Conv2DParams)) *tensor.Tensor {
	p := tensor.SquareConv(1, 0)
	if change != nil {
		change(&p)
	}
	var bias *grad.Var
	if b != nil {
		bias = of(t, b)
	}
	return grad.Conv2D(of(t, x), of(t, w), bias, p).Value
}

// pool is a pooling by f of zeros, window 2.
func pool(f func(*grad.Var, grad.Pool2DParams) *grad.Var, shape []int, change func(p *grad.Pool2DParams)) func(*grad.Tape) *tensor.Tensor {
	return func(t *grad.Tape) *tensor.Tensor {
		p := tensor.SquarePool(2)
		if change != nil {
			change(&p)
		}
		return f(of(t, shape), p).Value
	}
}

func gates(t *grad.Tape, n, input, hidden int) grad.RecurrentWeights {
	return grad.RecurrentWeights{Input: of(t, s(n*hidden, input)), Hidden: of(t, s(n*hidden, hidden)), InputBias: of(t, s(n*hidden)), HiddenBias: of(t, s(n*hidden))}
}

func rule(r optim.Rule) func(*grad.Tape) *tensor.Tensor {
	return func(*grad.Tape) *tensor.Tensor {
		optim.New([]*grad.Param{grad.NewParam("w", tensor.New(1))}, r)
		return nil
	}
}

func zeroStride(p *grad.Pool2DParams)      { p.Stride = [2]int{0, 0} }
func negativePadding(p *grad.Pool2DParams) { p.Padding = [2]int{-1, -1} }

var badInputs = map[string]func(t *grad.Tape) *tensor.Tensor{
	"create/len_mismatch": func(t *grad.Tape) *tensor.Tensor { return tensor.From(make([]tensor.Elem, 5), 2, 3) },
	"create/overflow":     func(t *grad.Tape) *tensor.Tensor { return tensor.New(1<<32, 1<<32) },
	"create/empty":        func(t *grad.Tape) *tensor.Tensor { return tensor.New(0, 3) },

	"reshape/mismatch":    func(t *grad.Tape) *tensor.Tensor { return grad.Reshape(of(t, s(2, 3)), 4, 2).Value },
	"reshape/minus_two":   func(t *grad.Tape) *tensor.Tensor { return grad.Reshape(of(t, s(2, 3)), -2, 3).Value },
	"reshape/indivisible": func(t *grad.Tape) *tensor.Tensor { return grad.Reshape(of(t, s(2, 3)), 4, -1).Value },
	"permute/range":       func(t *grad.Tape) *tensor.Tensor { return grad.Permute(of(t, s(2, 3)), 0, 2).Value },
	"concat/empty_list":   func(t *grad.Tape) *tensor.Tensor { return grad.Concat(0).Value },
	"concat/rank":         func(t *grad.Tape) *tensor.Tensor { return grad.Concat(0, of(t, s(2, 3)), of(t, s(3))).Value },
	"index/out_of_range":  func(t *grad.Tape) *tensor.Tensor { return grad.Index(of(t, s(3)), 0, 3).Value },

	"max/empty":          func(t *grad.Tape) *tensor.Tensor { return grad.Amax(of(t, s(0)), 0).Value },
	"sum/empty":          func(t *grad.Tape) *tensor.Tensor { return grad.Sum(of(t, s(0))).Value },
	"add/no_broadcast_2": func(t *grad.Tape) *tensor.Tensor { return grad.Add(of(t, s(2, 3)), of(t, s(2))).Value },
	"add/zero_with_two":  func(t *grad.Tape) *tensor.Tensor { return grad.Add(of(t, s(0)), of(t, s(2))).Value },
	"log/nonpositive":    func(t *grad.Tape) *tensor.Tensor { return grad.Log(of(t, s(2), 0, -1)).Value },

	"matmul/inner":       func(t *grad.Tape) *tensor.Tensor { return grad.MatMul(of(t, s(2, 3)), of(t, s(4, 5))).Value },
	"matmul/batch":       func(t *grad.Tape) *tensor.Tensor { return grad.MatMul(of(t, s(2, 3, 4)), of(t, s(3, 4, 5))).Value },
	"linear/in_features": func(t *grad.Tape) *tensor.Tensor { return grad.Linear(of(t, s(2, 3)), of(t, s(5, 4)), nil).Value },
	"linear/empty_batch": func(t *grad.Tape) *tensor.Tensor { return grad.Linear(of(t, s(0, 3)), of(t, s(5, 3)), nil).Value },

	"conv2d/kernel_too_big": func(t *grad.Tape) *tensor.Tensor { return conv(t, s(1, 1, 2, 2), s(1, 1, 3, 3), nil, nil) },
	"conv2d/stride_neg": func(t *grad.Tape) *tensor.Tensor {
		return conv(t, s(1, 1, 4, 4), s(1, 1, 2, 2), nil, func(p *grad.Conv2DParams) { p.Stride = [2]int{-1, -1} })
	},
	"conv2d/dilation_0": func(t *grad.Tape) *tensor.Tensor {
		return conv(t, s(1, 1, 4, 4), s(1, 1, 2, 2), nil, func(p *grad.Conv2DParams) { p.Dilation = [2]int{0, 0} })
	},
	"conv2d/groups_in": func(t *grad.Tape) *tensor.Tensor {
		return conv(t, s(1, 3, 4, 4), s(2, 1, 2, 2), nil, func(p *grad.Conv2DParams) { p.Groups = 2 })
	},
	"conv2d/bias":        func(t *grad.Tape) *tensor.Tensor { return conv(t, s(1, 1, 4, 4), s(2, 1, 2, 2), s(3), nil) },
	"conv2d/weight_rank": func(t *grad.Tape) *tensor.Tensor { return conv(t, s(1, 1, 4, 4), s(1, 2, 2), nil, nil) },
	"conv2d/zero_height": func(t *grad.Tape) *tensor.Tensor { return conv(t, s(1, 1, 0, 4), s(1, 1, 2, 2), nil, nil) },
	"conv2d/dilated_too_big": func(t *grad.Tape) *tensor.Tensor {
		return conv(t, s(1, 1, 4, 4), s(1, 1, 3, 3), nil, func(p *grad.Conv2DParams) { p.Dilation = [2]int{2, 2} })
	},

	"maxpool2d/stride_0":    pool(grad.MaxPool2D, s(1, 1, 4, 4), zeroStride),
	"maxpool2d/pad_neg":     pool(grad.MaxPool2D, s(1, 1, 4, 4), negativePadding),
	"maxpool2d/rank":        pool(grad.MaxPool2D, s(4, 4), nil),
	"maxpool2d/empty_batch": pool(grad.MaxPool2D, s(0, 1, 4, 4), nil),
	"avgpool2d/stride_0":    pool(grad.AvgPool2D, s(1, 1, 4, 4), zeroStride),
	"avgpool2d/pad_neg":     pool(grad.AvgPool2D, s(1, 1, 4, 4), negativePadding),
	"avgpool2d/rank":        pool(grad.AvgPool2D, s(4, 4), nil),
	"avgpool2d/empty_batch": pool(grad.AvgPool2D, s(0, 1, 4, 4), nil),

	// An empty row stays empty, says Softmax.
	"softmax/empty_axis":       func(t *grad.Tape) *tensor.Tensor { return grad.Softmax(of(t, s(2, 0)), 1).Value },
	"softmax/nan":              func(t *grad.Tape) *tensor.Tensor { return grad.Softmax(of(t, s(2), nan, 1), 0).Value },
	"cross_entropy/label_high": func(t *grad.Tape) *tensor.Tensor { return grad.CrossEntropy(of(t, s(2, 3)), []int{0, 3}).Value },
	"cross_entropy/batch":      func(t *grad.Tape) *tensor.Tensor { return grad.CrossEntropy(of(t, s(2, 3)), []int{0}).Value },
	// The mean over no rows is NaN, says CrossEntropy.
	"cross_entropy/all_ignored": func(t *grad.Tape) *tensor.Tensor {
		return grad.CrossEntropy(of(t, s(2, 3)), []int{grad.IgnoreLabel, grad.IgnoreLabel}).Value
	},
	"cross_entropy/smoothing_negative": func(t *grad.Tape) *tensor.Tensor {
		return grad.CrossEntropy(of(t, s(2, 3)), []int{0, 1}, grad.CrossEntropyParams{LabelSmoothing: -0.1}).Value
	},
	"cross_entropy/nan_logit": func(t *grad.Tape) *tensor.Tensor {
		return grad.CrossEntropy(of(t, s(2, 3), 0, nan), []int{0, 1}).Value
	},
	"bce_with_logits/shape": func(t *grad.Tape) *tensor.Tensor { return grad.BCEWithLogits(of(t, s(2, 3)), of(t, s(2))).Value },
	"mse/shape":             func(t *grad.Tape) *tensor.Tensor { return grad.MSE(of(t, s(3, 1)), of(t, s(3))).Value },

	"batch_norm/one_value": func(t *grad.Tape) *tensor.Tensor {
		return grad.BatchNorm(of(t, s(1, 3)), nil, nil, grad.NewRunningStats(3, 0.1), 1e-5).Value
	},
	"batch_norm/eval_one_value": func(t *grad.Tape) *tensor.Tensor {
		t.Training = false
		return grad.BatchNorm(of(t, s(1, 3)), nil, nil, grad.NewRunningStats(3, 0.1), 1e-5).Value
	},
	"layer_norm/shape": func(t *grad.Tape) *tensor.Tensor { return grad.LayerNorm(of(t, s(2, 3)), nil, nil, s(4), 1e-5).Value },
	"dropout/p-0.1": func(t *grad.Tape) *tensor.Tensor {
		return grad.Dropout(of(t, s(3)), -0.1, rand.New(rand.NewPCG(1, 1))).Value
	},
	"dropout/pnan": func(t *grad.Tape) *tensor.Tensor {
		return grad.Dropout(of(t, s(3)), nan, rand.New(rand.NewPCG(1, 1))).Value
	},
	"dropout/eval": func(t *grad.Tape) *tensor.Tensor {
		t.Training = false
		return grad.Dropout(of(t, s(3), 1, 1, 1), 0.5, rand.New(rand.NewPCG(1, 1))).Value
	},
	"embedding/negative": func(t *grad.Tape) *tensor.Tensor { return grad.Embedding(of(t, s(7, 4)), []int{-1}).Value },
	"lstm/input_size": func(t *grad.Tape) *tensor.Tensor {
		y, _ := grad.LSTM(of(t, s(4, 2, 3)), nil, nil, gates(t, 4, 5, 4))
		return y.Value
	},
	"gru/empty_sequence": func(t *grad.Tape) *tensor.Tensor {
		return grad.GRU(of(t, s(0, 2, 3)), nil, gates(t, 3, 3, 4)).Value
	},
	// An empty batch gives an empty result, says GRU.
	"gru/empty_batch": func(t *grad.Tape) *tensor.Tensor {
		return grad.GRU(of(t, s(4, 0, 3)), nil, gates(t, 3, 3, 4)).Value
	},
	"mha/mask_shape": func(t *grad.Tape) *tensor.Tensor {
		w := grad.AttentionWeights{In: of(t, s(24, 8)), Out: of(t, s(8, 8))}
		y, _ := grad.MultiHeadAttention(of(t, s(4, 1, 8)), w, 2, grad.AttentionOptions{Mask: of(t, s(3, 3))})
		return y.Value
	},

	"backward/non_scalar": func(t *grad.Tape) *tensor.Tensor {
		t.Backward(grad.Mul(of(t, s(3)), t.Scalar("two", 2)))
		return nil
	},
	// A second pass starts from zero and gives the same, says Backward.
	"backward/twice": func(t *grad.Tape) *tensor.Tensor {
		x := of(t, s(2), 3, 4)
		y := grad.Sum(grad.Square(x))
		t.Backward(y)
		t.Backward(y)
		if g := x.Grad.Data(); g[0] != 6 || g[1] != 8 {
			panic(fmt.Sprint("the second pass gave ", g))
		}
		return nil
	},
	"backward/inplace_after_save": func(t *grad.Tape) *tensor.Tensor {
		x := of(t, s(3), 1, 2, 3)
		y := grad.Mul(x, x)
		z := grad.Sum(grad.Exp(y))
		tensor.Exp(y.Value, y.Value)
		t.Backward(z)
		return nil
	},
	"backward/wrong_cotangent": func(t *grad.Tape) *tensor.Tensor {
		t.BackwardFrom(grad.Neg(of(t, s(3))), tensor.New(2))
		return nil
	},

	"sgd/momentum_negative":     rule(optim.SGD{LR: 0.1, Momentum: -0.5}),
	"sgd/weight_decay_negative": rule(optim.SGD{LR: 0.1, WeightDecay: -1}),
	"adam/beta_negative":        rule(optim.Adam{LR: 0.1, Beta1: 0.9, Beta2: -0.1, Eps: 1e-8}),
	"sgd/no_parameters": func(*grad.Tape) *tensor.Tensor {
		optim.New(nil, optim.SGD{LR: 0.1})
		return nil
	},
	"sgd/step_without_grad": func(*grad.Tape) *tensor.Tensor {
		w := grad.NewParam("w", tensor.From([]tensor.Elem{1}, 1))
		optim.New([]*grad.Param{w}, optim.SGD{LR: 0.1}).Step()
		if w.Value.Data()[0] != 1 {
			panic(fmt.Sprint("the parameter became ", w.Value.Data()[0]))
		}
		return nil
	},
	"cosine/T_0": func(*grad.Tape) *tensor.Tensor {
		optim.Rates(optim.Cosine{TMax: 0}, 0.1, 3)
		return nil
	},
	// An infinite norm shows as NaN, says ClipNorm.
	"clip_norm/inf": func(*grad.Tape) *tensor.Tensor {
		w := grad.NewParam("w", tensor.New(2))
		w.Grad.Data()[0], w.Grad.Data()[1] = tensor.Elem(math.Inf(1)), 1
		optim.ClipNorm([]*grad.Param{w}, 1)
		return w.Grad
	},
}
