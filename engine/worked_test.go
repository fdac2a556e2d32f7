package engine_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// worked is an example that a lecture or a book computes by hand, on its way:
// what our engine got for each of its names is collected in values and grads.
type worked struct {
	Name     string
	Source   string
	Inputs   map[string]any
	Forward  map[string]any
	Grads    map[string]any
	AsTaught map[string]struct {
		Value    any
		Decimals int
	} `json:"as_taught"`
	Atol, Rtol float64

	tape          *grad.Tape
	values, slope map[string][]float64
}

// TestWorked runs the worked examples: every number within tolerance, and the
// figures that learners see as far as they are printed.
func TestWorked(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "conformance", "worked-examples.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Examples, Cases []*worked }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	examples := append(file.Examples, file.Cases...)
	if len(examples) != len(workedExamples) {
		t.Errorf("the file has %d examples, we know %d", len(examples), len(workedExamples))
	}
	for _, w := range examples {
		t.Run(w.Name, func(t *testing.T) {
			f := workedExamples[w.Name]
			if f == nil {
				t.Skip("this example is not yet built")
			}
			w.tape, w.values, w.slope = grad.NewTape(), map[string][]float64{}, map[string][]float64{}
			f(w)
			w.check(t)
		})
	}
}

func (w *worked) check(t *testing.T) {
	for name, want := range w.Forward {
		closeTo(t, name, w.values[name], flat(want), w.Atol, w.Rtol)
	}
	for name, want := range w.Grads {
		closeTo(t, name, w.slope[name], flat(want), w.Atol, w.Rtol)
	}
	for name, taught := range w.AsTaught {
		got := w.values[name]
		if got == nil {
			got = w.slope[name]
		}
		// Half a unit of the last printed digit, and what float32 leaves open.
		closeTo(t, name+" as taught", got, flat(taught.Value), 0.5*math.Pow10(-taught.Decimals)+w.Atol, w.Rtol)
	}
}

func closeTo(t *testing.T, name string, got, want []float64, atol, rtol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s is %v, want %v", name, got, want)
		return
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= atol+rtol*math.Abs(want[i])) {
			t.Errorf("%s [%d] is %v, want %v", name, i, got[i], want[i])
		}
	}
}

// flat is the numbers of nested lists, in order.
func flat(v any) []float64 {
	switch v := v.(type) {
	case float64:
		return []float64{v}
	case []any:
		out := []float64{}
		for _, e := range v {
			out = append(out, flat(e)...)
		}
		return out
	}
	return nil
}

// in puts an input of the example on the tape: a number, a vector or a matrix.
func (w *worked) in(name string) *grad.Var { return w.tape.Input(name, w.tensor(name)) }

func (w *worked) tensor(name string) *tensor.Tensor {
	var shape []int
	for v := w.Inputs[name]; ; {
		list, ok := v.([]any)
		if !ok {
			break
		}
		shape = append(shape, len(list))
		v = list[0]
	}
	x := tensor.New(shape...)
	for i, v := range flat(w.Inputs[name]) {
		x.Data()[i] = tensor.Elem(v)
	}
	return x
}

func (w *worked) number(v float64) *grad.Var { return w.tape.Scalar("", v) }

// is notes the value of a name, and returns it.
func (w *worked) is(name string, v *grad.Var) *grad.Var {
	w.values[name] = wide(v.Value)
	return v
}

// backward notes the gradients of f by these names.
func (w *worked) backward(f *grad.Var, of map[string]*grad.Var) {
	w.tape.Backward(f)
	for name, v := range of {
		w.slope[name] = wide(v.Grad)
	}
}

func wide(x *tensor.Tensor) []float64 {
	out := make([]float64, x.Len())
	for i, v := range x.Data() {
		out[i] = float64(v)
	}
	return out
}

var workedExamples = map[string]func(w *worked){
	"cs231n_xyz": func(w *worked) {
		x, y, z := w.in("x"), w.in("y"), w.in("z")
		q := w.is("q", grad.Add(x, y))
		f := w.is("f", grad.Mul(q, z))
		w.backward(f, map[string]*grad.Var{"q": q, "x": x, "y": y, "z": z})
	},
	"cs231n_sigmoid_neuron": func(w *worked) {
		w0, x0, w1, x1, w2 := w.in("w0"), w.in("x0"), w.in("w1"), w.in("x1"), w.in("w2")
		a := w.is("w0x0", grad.Mul(w0, x0))
		b := w.is("w1x1", grad.Mul(w1, x1))
		sum := w.is("sum01", grad.Add(a, b))
		dot := w.is("dot", grad.Add(sum, w2))
		neg := w.is("neg", grad.Neg(dot))
		exp := w.is("exp", grad.Exp(neg))
		plus1 := w.is("plus1", grad.Add(exp, w.number(1)))
		f := w.is("f", grad.Reciprocal(plus1))
		w.backward(f, map[string]*grad.Var{"d_w0x0": a, "d_w1x1": b, "d_sum01": sum, "d_dot": dot, "d_neg": neg, "d_exp": exp, "d_plus1": plus1,
			"d_w0": w0, "d_x0": x0, "d_w1": w1, "d_x1": x1, "d_w2": w2})
	},
	"cs231n_max_gate": func(w *worked) {
		x, y, z, v := w.in("x"), w.in("y"), w.in("z"), w.in("w")
		mul := w.is("mul", grad.Mul(x, y))
		top := w.is("max", grad.Max(z, v))
		add := w.is("add", grad.Add(mul, top))
		f := w.is("f", grad.Mul(add, w.number(2)))
		w.backward(f, map[string]*grad.Var{"d_mul": mul, "d_max": top, "d_add": add, "d_x": x, "d_y": y, "d_z": z, "d_w": v})
	},
	"cs231n_hinge_softmax": func(w *worked) {
		scores := w.in("scores")
		labels := []int{}
		for _, v := range flat(w.Inputs["labels"]) {
			labels = append(labels, int(v))
		}
		hinge := grad.MultiMarginParams{Reduction: grad.ReduceNone, Margin: 1, P: 1}
		w.is("hinge_mean", grad.Mean(w.is("hinge", grad.MultiMargin(scores, labels, hinge))))
		cat := grad.Index(scores, 0, 0)
		w.is("unnormalised", grad.Exp(cat))
		w.is("softmax", grad.Softmax(cat, 0))
		loss := w.is("softmax_loss_natural", grad.CrossEntropy(cat, labels[:1]))
		w.is("softmax_loss_log10", grad.Mul(loss, w.number(1/math.Ln10)))
		w.backward(loss, map[string]*grad.Var{"d_scores_row0": cat})
	},
	"cs231n_matrix": func(w *worked) {
		W, x := w.in("W"), w.in("x")
		q := w.is("q", grad.MatMul(W, x))
		f := w.is("f", grad.Sum(grad.Square(q)))
		w.backward(f, map[string]*grad.Var{"d_q": q, "d_W": W, "d_x": x})
	},
	"cs231n_score_4_pixels": func(w *worked) { w.is("scores", grad.Linear(w.in("x"), w.in("W"), w.in("b"))) },
	"cs231n_penalty": func(w *worked) {
		x := w.in("x")
		for _, k := range []string{"1", "2"} {
			v := w.in("w" + k)
			w.is("score"+k, grad.MatMul(v, x))
			w.is("l1_"+k, grad.Sum(grad.Abs(v)))
			w.backward(w.is("l2_"+k, grad.Sum(grad.Square(v))), map[string]*grad.Var{"d_l2_" + k: v})
		}
	},
	"hungyi_lee_three_layers": func(w *worked) {
		x := w.in("x")
		for row, at := range []string{"(1_-1)", "(0_0)"} {
			h := grad.Index(x, 0, row)
			for _, k := range []string{"1", "2", "3"} {
				z := w.is("z"+k+at, grad.Linear(h, w.in("W"+k), w.in("b"+k)))
				h = w.is("a"+k+at, grad.Sigmoid(z))
			}
		}
	},
	"hungyi_lee_lstm": workedLSTM,
	"karpathy_tanh_neuron": func(w *worked) {
		x1, x2, w1, w2, b := w.in("x1"), w.in("x2"), w.in("w1"), w.in("w2"), w.in("b")
		n := w.is("n", grad.Add(grad.Add(grad.Mul(x1, w1), grad.Mul(x2, w2)), b))
		o := w.is("o", grad.Tanh(n))
		w.backward(o, map[string]*grad.Var{"d_n": n, "d_x1": x1, "d_w1": w1, "d_x2": x2, "d_w2": w2, "d_b": b})
	},
	"micrograd_sanity": func(w *worked) {
		x := w.in("x")
		z := grad.Add(grad.Add(grad.Mul(w.number(2), x), w.number(2)), x)
		q := grad.Add(grad.ReLU(z), grad.Mul(z, x))
		h := grad.ReLU(grad.Mul(z, z))
		y := w.is("y", grad.Add(grad.Add(h, q), grad.Mul(q, x)))
		w.backward(y, map[string]*grad.Var{"d_x": x})
	},
	"micrograd_more_ops": func(w *worked) {
		a, b, one := w.in("a"), w.in("b"), w.number(1)
		c := grad.Add(a, b)
		d := grad.Add(grad.Mul(a, b), grad.PowConst(b, 3))
		c = grad.Add(c, grad.Add(c, one))
		c = grad.Add(c, grad.Sub(grad.Add(one, c), a))
		d = grad.Add(d, grad.Add(grad.Mul(d, w.number(2)), grad.ReLU(grad.Add(b, a))))
		d = grad.Add(d, grad.Add(grad.Mul(w.number(3), d), grad.ReLU(grad.Sub(b, a))))
		f := grad.PowConst(grad.Sub(c, d), 2)
		g := w.is("g", grad.Add(grad.Div(f, w.number(2)), grad.Div(w.number(10), f)))
		w.backward(g, map[string]*grad.Var{"d_a": a, "d_b": b})
	},
	"mazur_step_by_step": workedMazur,
	"d2l_conv_pool":      workedConvPool,
}

// workedLSTM is a cell whose gates were chosen by hand and whose input and
// output are linear: it stores x₁ where x₂ is 1, forgets where x₂ is −1, and
// shows its memory where x₃ is 1.
func workedLSTM(w *worked) {
	gate := func(x *grad.Var, i int, bias float64) *grad.Var {
		return grad.Sigmoid(grad.Add(grad.Mul(grad.Index(x, 0, i), w.number(100)), w.number(bias)))
	}
	xs, c := w.in("x"), w.number(0)
	var memory, y []*grad.Var
	for t := range xs.Shape()[0] {
		x := grad.Index(xs, 0, t)
		c = grad.Add(grad.Mul(gate(x, 1, 10), c), grad.Mul(gate(x, 1, -10), grad.Index(x, 0, 0)))
		memory = append(memory, grad.Reshape(c, 1))
		y = append(y, grad.Reshape(grad.Mul(gate(x, 2, -10), c), 1))
	}
	w.is("memory", grad.Concat(0, memory...))
	w.is("y", grad.Concat(0, y...))
}

// workedMazur is two layers of two sigmoid neurons, trained for 10,000 steps
// on one sample while the biases stay.
func workedMazur(w *worked) {
	w1, w2 := grad.NewParam("W1", w.tensor("W1")), grad.NewParam("W2", w.tensor("W2"))
	x, target, b1, b2 := w.tensor("x"), w.tensor("target"), w.tensor("b1"), w.tensor("b2")
	loss := func() (h, o, e *grad.Var) {
		w.tape.Reset()
		h = grad.Sigmoid(grad.Add(grad.Linear(w.tape.Const("x", x), w.tape.Param(w1), nil), w.tape.Const("b1", b1)))
		o = grad.Sigmoid(grad.Add(grad.Linear(h, w.tape.Param(w2), nil), w.tape.Const("b2", b2)))
		// ½Σ(t − o)² is the mean of two squares.
		return h, o, grad.MSE(o, w.tape.Const("target", target))
	}
	sgd := optim.New([]*grad.Param{w1, w2}, optim.SGD{LR: flat(w.Inputs["lr"])[0]})
	step := func() {
		sgd.ZeroGrad()
		_, _, e := loss()
		w.tape.Backward(e)
		sgd.Step()
	}
	h, o, e := loss()
	w.is("h", h)
	w.is("o", o)
	w.is("E", e)
	step()
	w.slope["d_W1"], w.slope["d_W2"] = wide(w1.Grad), wide(w2.Grad)
	w.values["W1_new"], w.values["W2_new"] = wide(w1.Value), wide(w2.Value)
	_, _, e = loss()
	w.is("E_after_one_step", e)
	for range 9999 {
		step()
	}
	_, _, e = loss()
	w.is("E_after_10000_steps", e)
}

func workedConvPool(w *worked) {
	x, k := grad.Reshape(w.in("X"), 1, 1, 3, 3), grad.Reshape(w.in("K"), 1, 1, 2, 2)
	w.is("corr", grad.Conv2D(x, k, nil, tensor.SquareConv(1, 0)))
	w.is("corr_pad1", grad.Conv2D(x, k, nil, tensor.SquareConv(1, 1)))
	p := tensor.SquareConv(1, 1)
	p.Stride = [2]int{3, 2}
	w.is("corr_pad1_stride3x2", grad.Conv2D(x, k, nil, p))
	one := w.number(1)
	w.is("corr_two_channels", grad.Conv2D(grad.Concat(1, x, grad.Add(x, one)), grad.Concat(1, k, grad.Add(k, one)), nil, tensor.SquareConv(1, 0)))
	window := tensor.SquarePool(2)
	window.Stride = [2]int{1, 1}
	w.is("max2x2_stride1", grad.MaxPool2D(x, window))
	w.is("avg2x2_stride1", grad.AvgPool2D(x, window))
}
