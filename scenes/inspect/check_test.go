package inspect

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
)

// bend adds a·max(0, x − at) to y.
func bend(y, x *grad.Var, at, a float64) *grad.Var {
	t := x.Tape()
	corner := grad.ReLU(grad.Sub(x, t.Const("at", tensor.Scalar(tensor.Elem(at)))))
	return grad.Add(y, grad.Mul(corner, t.Const("a", tensor.Scalar(tensor.Elem(a)))))
}

// checked runs f at x = 0 and checks ∂f/∂x, to which wrong is added in the record.
func checked(t *testing.T, f func(x *grad.Var) *grad.Var, wrong float64) (g float64, c Check) {
	t.Helper()
	build := func(tape *grad.Tape) *grad.Var { return f(tape.Input("x", tensor.Scalar(0))) }
	tape, probe := grad.NewTape(), grad.NewTape()
	tape.Backward(build(tape))
	var tr trace.Trace
	tape.Record(&tr)
	tr.Nodes[0].Grad[0] += wrong
	c, ok := Difference(probe, build, &tr, trace.Ref{Grad: true})
	if !ok {
		t.Fatal("there is nothing to check")
	}
	return tr.Nodes[0].Grad[0], c
}

// TestCheckNearCorners: a correct gradient agrees however near the corners of
// ReLU are and whichever way they bend, and the slope that is found is that at
// the number, not that beyond the corner.
func TestCheckNearCorners(t *testing.T) {
	for _, at := range []float64{0.3, 0.03, 0.02, 0.0104, 0.01, 0.003, 0.001, -0.001, -0.003, -0.01, -0.02} {
		for _, a := range []float64{0.015, -0.015, 0.1, -0.3, 1, -5} {
			g, c := checked(t, func(x *grad.Var) *grad.Var { return bend(x, x, at, a) }, 0)
			if !c.Agrees || c.Kink || math.Abs(c.Value-g) > 4e-3*math.Abs(g)+4e-3 {
				t.Errorf("a corner of %v at %v: the gradient is %v, nudged %+v", a, at, g, c)
			}
			if g, c = checked(t, func(x *grad.Var) *grad.Var { return bend(x, x, at, a) }, 0.02*g); c.Agrees {
				t.Errorf("a corner of %v at %v: %v, which is wrong by 2 %%, passes for %+v", a, at, g, c)
			}
		}
	}
}

// TestCheckAmongCorners has many small corners on both sides, as a network of
// ReLU has.
func TestCheckAmongCorners(t *testing.T) {
	g, c := checked(t, func(x *grad.Var) *grad.Var {
		y := x
		for i := range 12 {
			at := 0.002 * float64(i+1)
			y = bend(bend(y, x, at, 0.01), x, -at, 0.02)
		}
		return y
	}, 0)
	if !c.Agrees || math.Abs(c.Value-g) > 4e-3*math.Abs(g) {
		t.Errorf("the gradient is %v, nudged %+v", g, c)
	}
}

// TestCheckOnCorner: at a corner both sides are told.
func TestCheckOnCorner(t *testing.T) {
	g, c := checked(t, func(x *grad.Var) *grad.Var { return bend(x, x, 0, 2) }, 0)
	if !c.Kink || math.Abs(c.Left-1) > 1e-3 || math.Abs(c.Right-3) > 3e-3 {
		t.Errorf("nudged %+v", c)
	}
	u := Unfolding{Known: true, Value: g, Check: c}
	for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
		if s := u.verdict().In(l); !strings.Contains(s, "1") || !strings.Contains(s, "3") {
			t.Errorf("the sides are not told: %s", s)
		}
	}
}

// pooled puts a 2×2 max pool over a convolution on a tape, whose kernel is w: where
// x [1, 1, 3, 3] is the same everywhere, so are the four sums.
func pooled(x *grad.Var, w ...tensor.Elem) *grad.Var {
	kernel := x.Tape().Const("w", tensor.From(w, 1, 1, 2, 2))
	return grad.Sum(grad.MaxPool2D(grad.Conv2D(x, kernel, nil, tensor.SquareConv(1, 0)), tensor.SquarePool(2)))
}

// TestCheckTies: over equal numbers a max pool has as many slopes as there are
// numbers, and the engine takes the first. Where two of them make up for each other,
// both sides have the same slope, which is another: that is a corner too, and no
// wrong gradient. Equal numbers that move together excuse nothing.
func TestCheckTies(t *testing.T) {
	middle := func(x *grad.Var) *grad.Var { return grad.Index(grad.Reshape(x, 9), 0, 4) }
	one := func(x *grad.Var) *grad.Var { return x.Tape().Const("1", tensor.Scalar(1)) }
	for name, c := range map[string]struct {
		f     func(x *grad.Var) *grad.Var
		wrong float64 // is added to the recorded gradient
		tie   bool
	}{
		"two pools": {func(x *grad.Var) *grad.Var { return grad.Sub(pooled(x, 1, 2, 3, 4), pooled(x, 4, 3, 2, 1)) }, 0, true},
		"two pools over what is made of it": {func(x *grad.Var) *grad.Var {
			a := grad.Tanh(grad.Add(x, one(x)))
			return grad.Exp(grad.Sub(pooled(a, 1, 2, 3, 4), pooled(a, 4, 3, 2, 1)))
		}, 0, true},
		"two ReLUs": {func(x *grad.Var) *grad.Var { return grad.Sub(grad.ReLU(middle(x)), grad.ReLU(grad.Neg(middle(x)))) }, 0, true},
		"a tie that it has no part in": {func(x *grad.Var) *grad.Var {
			still := grad.Amax(x.Tape().Const("c", tensor.New(4)))
			return grad.Add(grad.Square(grad.Add(middle(x), one(x))), still)
		}, 0.1, false},
		"equal numbers that move together": {func(x *grad.Var) *grad.Var {
			return grad.Square(grad.Add(grad.Max(middle(x), middle(x)), one(x)))
		}, 0.1, false},
		"smooth": {func(x *grad.Var) *grad.Var { return grad.Exp(middle(x)) }, 0.1, false},
	} {
		build := func(tape *grad.Tape) *grad.Var { return c.f(tape.Input("x", tensor.New(1, 1, 3, 3))) }
		tape, probe := grad.NewTape(), grad.NewTape()
		tape.Backward(build(tape))
		var tr trace.Trace
		tape.Record(&tr)
		tr.Nodes[0].Grad[4] += c.wrong
		check, ok := Difference(probe, build, &tr, trace.Ref{Cell: 4, Grad: true})
		if !ok || check.Tie != c.tie || check.Kink != c.tie || check.Agrees {
			t.Errorf("%s: the gradient is %v, nudged %+v", name, tr.Nodes[0].Grad[4], check)
		}
		u := Unfolding{Known: true, Value: tr.Nodes[0].Grad[4], Check: check}
		if s := u.verdict().In(i18n.EN); strings.Contains(s, "tie") != c.tie {
			t.Errorf("%s: it says %s", name, s)
		}
	}
}

// TestCheckSmooth: where nothing has a corner none is seen, at a minimum neither.
func TestCheckSmooth(t *testing.T) {
	for name, f := range map[string]func(x *grad.Var) *grad.Var{
		"minimum": func(x *grad.Var) *grad.Var { return grad.Square(x) },
		"valley":  func(x *grad.Var) *grad.Var { return grad.Sub(grad.Exp(x), x) },
		"steep": func(x *grad.Var) *grad.Var {
			return grad.Tanh(grad.Mul(x, x.Tape().Const("k", tensor.Scalar(30))))
		},
		"flat": func(x *grad.Var) *grad.Var { return bend(grad.Mul(x, x.Tape().Const("k", tensor.Scalar(0))), x, 1, 1) },
	} {
		if g, c := checked(t, f, 0); !c.Agrees || c.Kink {
			t.Errorf("%s: the gradient is %v, nudged %+v", name, g, c)
		}
	}
}
