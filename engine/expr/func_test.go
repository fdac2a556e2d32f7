package expr_test

import (
	"math"
	"testing"

	"gradtheatre/engine/expr"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// TestFunc: on a grid and on parameters an expression gives what it gives alone.
func TestFunc(t *testing.T) {
	e, err := expr.Parse("(1-x)^2 + 100(y-x^2)^2")
	if err != nil {
		t.Fatal(err)
	}
	f, r := expr.NewFunc(e), expr.NewRun(e)
	xs, ys := []tensor.Elem{-1.2, 0, 1, 0.5}, []tensor.Elem{1, 2, 1, -0.25}
	tape := grad.NewTape()
	z := f.On(tape, tape.Const("x", tensor.From(xs, 4)), tape.Const("y", tensor.From(ys, 4)))
	for i := range xs {
		r.Compute([]float64{float64(xs[i]), float64(ys[i])})
		if got := float64(z.Value.Data()[i]); got != r.Out() {
			t.Errorf("f(%v, %v) = %v on the grid, %v alone", xs[i], ys[i], got, r.Out())
		}
	}
	x, y := grad.NewParam("x", tensor.Scalar(-1.2)), grad.NewParam("y", tensor.Scalar(1))
	for range 2 { // the tape and its memory are used again
		tape.Reset()
		x.ZeroGrad()
		y.ZeroGrad()
		tape.Backward(f.On(tape, tape.Param(x), tape.Param(y)))
	}
	if gx, gy := float64(x.Grad.Item()), float64(y.Grad.Item()); math.Abs(gx+215.6) > 1e-3 || math.Abs(gy+88) > 1e-3 {
		t.Errorf("the gradient of Rosenbrock's function at (−1.2, 1) is (%v, %v), want (−215.6, −88)", gx, gy)
	}
	defer func() {
		if _, ok := recover().(*tensor.ValueError); !ok {
			t.Error("too few variables were not refused")
		}
	}()
	f.On(tape, tape.Param(x))
}
