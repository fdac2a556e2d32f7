package home

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// setup shows what becomes of the deviation through ten layers of tanh, whose
// weights are too small, just right, and too large.
func setup(rng *rand.Rand) (*picture, error) {
	const layers, width, batch = 10, 24, 32
	out := &picture{}
	x := tensor.New(batch, width)
	nn.Normal(1)(x, rng)
	for tone, init := range []nn.Initializer{nn.Normal(0.12), nn.XavierNormal, nn.Normal(0.5)} {
		tape, tr := grad.NewTape(), trace.Trace{}
		v := tape.Const("x", x)
		var sds []*grad.Var
		for range layers {
			w := tensor.New(width, width)
			init(w, rng)
			v = grad.Tanh(grad.Linear(v, tape.Const("w", w), nil))
			sds = append(sds, grad.Sqrt(grad.Variance(v)))
		}
		tape.Record(&tr)
		var at, sd []float64
		for l, s := range sds {
			at, sd = append(at, float64(l)), append(sd, math.Log10(values(&tr, s.ID())[0]))
		}
		out.curves = append(out.curves, curve{line(at, sd, 0, layers-1, -2.6, 0.2), tone})
	}
	return out, nil
}

// depth shows a tent folded into itself three times: eight teeth from three
// layers of two ReLUs.
func depth(*rand.Rand) (*picture, error) {
	const n = 129
	tape, tr := grad.NewTape(), trace.Trace{}
	in := tape.Const("x", tensor.From(row(n, 0, 1).Data(), n, 1))
	w := tape.Const("w", tensor.From([]tensor.Elem{2, 2}, 2, 1))
	b := tape.Const("b", tensor.From([]tensor.Elem{0, -1}, 2))
	add := tape.Const("out", tensor.From([]tensor.Elem{1, -2}, 1, 2))
	tent := func(x *grad.Var) *grad.Var { return grad.Linear(grad.ReLU(grad.Linear(x, w, b)), add, nil) }
	one := tent(in)
	three := tent(tent(one))
	tape.Record(&tr)
	x := values(&tr, in.ID())
	out := &picture{}
	for i, v := range []*grad.Var{three, one} {
		out.curves = append(out.curves, curve{line(x, values(&tr, v.ID()), 0, 1, -0.05, 1.05), i})
	}
	return out, nil
}
