package inspect

import (
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// bag hands out inputs of a shape, the same ones for the same seed.
type bag struct {
	t   *grad.Tape
	rng *rand.Rand
}

func (b *bag) in(shape ...int) *grad.Var {
	x := tensor.New(shape...)
	for i := range x.Data() {
		x.Data()[i] = tensor.Elem(b.rng.NormFloat64())
	}
	return b.t.Input("x", x)
}

// positive are inputs between 0.1 and 0.9.
func (b *bag) positive(shape ...int) *grad.Var {
	x := tensor.New(shape...)
	for i := range x.Data() {
		x.Data()[i] = tensor.Elem(0.1 + 0.8*b.rng.Float64())
	}
	return b.t.Input("p", x)
}

func (b *bag) recurrent(gates int) grad.RecurrentWeights {
	return grad.RecurrentWeights{Input: b.in(gates*3, 2), Hidden: b.in(gates*3, 3), InputBias: b.in(gates * 3), HiddenBias: b.in(gates * 3)}
}

// runsOfOps writes every op of the engine.
var runsOfOps = map[string]func(b *bag) *grad.Var{
	"arithmetic": func(b *bag) *grad.Var {
		x, y := b.in(2, 3), b.positive(2, 3)
		return grad.Min(grad.Max(grad.Add(grad.Sub(x, y), grad.Mul(x, y)), grad.Div(x, y)), grad.Pow(y, x))
	},
	"one number": func(b *bag) *grad.Var {
		x, y := b.in(5), b.positive(5)
		return grad.Concat(0, grad.Neg(x), grad.Sqrt(y), grad.Square(x), grad.Reciprocal(y), grad.Abs(x), grad.Clamp(x, -1, 1), grad.PowConst(y, 1.5), grad.Exp(x), grad.Log(y))
	},
	"activations": func(b *bag) *grad.Var {
		x := b.in(5)
		return grad.Concat(0, grad.ReLU(x), grad.LeakyReLU(x, 0.1), grad.ELU(x, 1), grad.GELU(x), grad.GELUTanh(x), grad.Softplus(x, 1), grad.SiLU(x), grad.Sigmoid(x), grad.Tanh(x), grad.Step(x, 0))
	},
	"reductions": func(b *bag) *grad.Var {
		x := b.in(3, 4)
		return grad.Concat(0, grad.Amax(x, 1), grad.Sum(x, 1), grad.Mean(x, 1), grad.Variance(x, 1), grad.LogSumExp(x, 1), grad.FirstSeen(x, b.in(3, 1)))
	},
	"moves": func(b *bag) *grad.Var {
		x := b.in(2, 3, 4)
		y := grad.Permute(grad.Pad(grad.Slice(x, 2, 0, 4, 2), [][2]int{{0, 0}, {1, 0}, {0, 1}}, 0), 1, 0, 2)
		return grad.Flatten(grad.Reshape(grad.Index(grad.Gather(y, 1, []int{1, 0, 1}), 0, 1), 3, 3, 1))
	},
	"layers": func(b *bag) *grad.Var {
		x := b.in(1, 2, 6, 6)
		h := grad.MaxPool2D(grad.Conv2D(x, b.in(3, 2, 3, 3), b.in(3), tensor.SquareConv(1, 1)), tensor.SquarePool(2))
		h = grad.AvgPool2D(grad.ConvTranspose2D(h, b.in(3, 2, 2, 2), b.in(2), grad.ConvTranspose2DParams{Conv2DParams: tensor.SquareConv(2, 0)}), tensor.SquarePool(2))
		h = grad.Linear(grad.Reshape(h, 1, -1), b.in(4, 18), b.in(4))
		return grad.MatMul(grad.DropoutWithMask(h, b.t.Const("mask", tensor.From([]tensor.Elem{1, 0, 1, 1}, 1, 4)), 0.25), b.in(4, 2))
	},
	"conv1d": func(b *bag) *grad.Var {
		return grad.Conv1D(b.in(1, 2, 6), b.in(3, 2, 3), b.in(3), grad.Conv1DParams{Stride: 1, Dilation: 1, Groups: 1})
	},
	"embedding": func(b *bag) *grad.Var { return grad.Embedding(b.in(5, 3), []int{4, 1, 4}, 3) },
	"norms": func(b *bag) *grad.Var {
		x := b.in(3, 4)
		y := grad.BatchNorm(x, b.in(4), b.in(4), nil, 1e-3)
		return grad.GroupNorm(grad.LayerNorm(y, b.in(4), b.in(4), []int{4}, 1e-3), b.in(4), b.in(4), 2, 1e-3)
	},
	"softmax": func(b *bag) *grad.Var { return grad.Add(grad.Softmax(b.in(2, 3), 1), grad.LogSoftmax(b.in(2, 3), 1)) },
	"losses": func(b *bag) *grad.Var {
		x, t, p := b.in(3, 4), b.in(3, 4), b.positive(3, 4)
		sum := grad.CrossEntropy(x, []int{1, 0, 3})
		for _, l := range []*grad.Var{grad.MultiMargin(x, []int{1, 0, 3}, grad.MultiMarginParams{Margin: 1, P: 1}), grad.MSE(x, t), grad.L1(x, t), grad.Huber(x, t, 0.7), grad.Hinge(x, b.t.Const("t", sign(t.Value))),
			grad.BCE(p, b.positive(3, 4)), grad.BCEWithLogits(x, p), grad.KLDiv(grad.Log(p), b.positive(3, 4))} {
			sum = grad.Add(sum, l)
		}
		return sum
	},
	"attention": func(b *bag) *grad.Var {
		y, _ := grad.MultiHeadAttention(b.in(1, 3, 4), grad.AttentionWeights{In: b.in(12, 4), InBias: b.in(12), Out: b.in(4, 4), OutBias: b.in(4)}, 2, grad.AttentionOptions{})
		return y
	},
	"rnn":      func(b *bag) *grad.Var { return grad.RNN(b.in(3, 1, 2), nil, b.recurrent(1)) },
	"rnn relu": func(b *bag) *grad.Var { return grad.RNNReLU(b.in(3, 1, 2), nil, b.recurrent(1)) },
	"gru":      func(b *bag) *grad.Var { return grad.GRU(b.in(3, 1, 2), nil, b.recurrent(3)) },
	"lstm": func(b *bag) *grad.Var {
		y, c := grad.LSTM(b.in(3, 1, 2), nil, nil, b.recurrent(4))
		return grad.Concat(0, grad.Reshape(y, 3, 3), grad.Reshape(c, 1, 3))
	},
}

func sign(x *tensor.Tensor) *tensor.Tensor {
	out := tensor.New(x.Shape()...)
	for i, v := range x.Data() {
		out.Data()[i] = tensor.Elem(math.Copysign(1, float64(v)))
	}
	return out
}

// namesOfOps are all that a record can name, as the engine's files have them.
func namesOfOps(t *testing.T) map[string]bool {
	const dir = "../../engine/grad/"
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	ways := regexp.MustCompile(`(?m)(?:\) name\(\) string \{ return|^\tname: +|newRearrange\(|Names\{|pushRecur\()\s*"(\w+)"`)
	names := map[string]bool{}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile(dir + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range ways.FindAllStringSubmatch(string(text), -1) {
			names[m[1]] = true
		}
	}
	return names
}

// TestEveryOp runs every op of the engine, and looks for each of them at its
// name in both languages, its formulas, and its source; and every number of
// the runs, and every gradient, unfolds.
func TestEveryOp(t *testing.T) {
	seen := map[string]bool{}
	for name, write := range runsOfOps {
		build := func(tp *grad.Tape) *grad.Var {
			return grad.Sum(grad.Square(write(&bag{tp, rand.New(rand.NewPCG(3, 4))})))
		}
		tape, tr := grad.NewTape(), &trace.Trace{}
		tape.Backward(build(tape))
		tape.Record(tr)
		p := &Runs{}
		p.Show(Run{Tape: tape, Record: tr, Build: build})
		for i := range tr.Nodes {
			seen[tr.Nodes[i].Op] = true
		}
		unfoldAll(t, name, bare{p})
	}
	for op := range namesOfOps(t) {
		if !seen[op] {
			t.Errorf("no run has the op %s: add it to runsOfOps", op)
		}
	}
	for op := range seen {
		if op == "input" || op == "param" {
			continue
		}
		w := wordsOf(op)
		if known := lookup(op); !known || w.name.ZH == "" || w.name.EN == "" {
			t.Errorf("%s has no name: %+v", op, w.name)
		}
		if !strings.Contains(w.value, "$y") || !strings.Contains(w.slope, "∂") {
			t.Errorf("%s: formulas %q, %q", op, w.value, w.slope)
		}
		if src, ok := grad.SourceOf(op); !ok || src.Forward.Empty() {
			t.Errorf("%s has no source", op)
		}
		if src, ok := grad.DerivativeSourceOf(op); !ok || src.Backward.Empty() {
			t.Errorf("the derivative of %s has no source", op)
		}
	}
}

func lookup(op string) bool {
	for _, table := range tables {
		if _, ok := table[op]; ok {
			return true
		}
	}
	return false
}

// bare are runs without a picture.
type bare struct{ *Runs }

func (bare) Cells(dst []Cell) []Cell { return dst }

// unfoldAll unfolds the values and gradients of a record, a few of each node.
func unfoldAll(t *testing.T, name string, p Provenance) {
	t.Helper()
	k, lk := NewPanel(), &ui.Look{Theme: theme.Light(), Lang: i18n.ZH}
	tr := p.Trace()
	for node := range tr.Nodes {
		n := len(tr.Nodes[node].Value)
		for _, cell := range []int{0, n / 2, n - 1} {
			for _, gradient := range []bool{false, true} {
				ref := trace.Ref{Node: node, Cell: cell, Grad: gradient}
				if !valid(tr, ref) {
					continue
				}
				k.Open(p, ref)
				k.Layout(paint.Rect{W: 400, H: 600}, lk, false)
				u := &k.u
				if len(u.Terms) == 0 && !gradient && u.Op != "input" {
					t.Errorf("%s: %s %v has no terms", name, u.Op, ref)
				}
				if len(u.Terms) > 0 && !u.Adds {
					t.Errorf("%s: %s %v = %v, its terms add up to %v", name, u.Op, ref, u.Value, u.Sum)
				}
				if u.Known && !u.Check.Agrees && !u.Check.Kink {
					t.Errorf("%s: %s %v: recorded %v, nudged %v", name, u.Op, ref, u.Value, u.Check.Value)
				}
			}
		}
	}
}

func TestTypeset(t *testing.T) {
	for _, c := range [][3]string{
		{"e^(x-max)", "s(3)", "e^{s(3)−max}"}, {"1/Σe^(x-max)", "x", "1/Σe^{x−max}"}, {"x−μ", "x_{12}", "x_{12}−μ"},
		{"1−z", "z", "1−z"}, {"tanh c", "c_{1}", "tanh c"}, {"x·w", "v", "v·w"}, {"max", "y", "max"}, {"", "y", ""},
	} {
		if got := typeset(c[0], c[1]); got != c[2] {
			t.Errorf("%q of %s is set as %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
