package grad_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// TestSharesAddUp: over all cells of what a number was used for, its shares are
// its gradient, and each of them is one of the terms that explain it.
func TestSharesAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	random := func(shape ...int) *tensor.Tensor {
		x := tensor.New(shape...)
		for i := range x.Data() {
			x.Data()[i] = tensor.Elem(rng.NormFloat64())
		}
		return x
	}
	tape := grad.NewTape()
	x := tape.Input("x", random(1, 2, 6, 6))
	w, b := tape.Input("w", random(3, 2, 3, 3)), tape.Input("b", random(3))
	z := grad.Conv2D(x, w, b, tensor.SquareConv(1, 1))
	a := grad.ReLU(z)
	p := grad.MaxPool2D(a, tensor.SquarePool(2))
	v := tape.Input("v", random(4, 27))
	y := grad.Linear(grad.Reshape(p, 1, -1), v, tape.Input("c", random(4)))
	tape.Backward(grad.CrossEntropy(y, []int{2}))
	for _, of := range []*grad.Var{z, a, p, y} {
		sums := map[trace.Ref]float64{}
		for cell := range of.Value.Len() {
			for _, s := range grad.Shares(of, cell) {
				if last := s.Term.Factors[len(s.Term.Factors)-1]; last.Ref != (trace.Ref{Node: of.ID(), Cell: cell, Grad: true}) {
					t.Fatalf("%s %d: a share comes from %+v", of.Op(), cell, last.Ref)
				}
				sums[s.To] += s.Term.Value
			}
		}
		if len(sums) == 0 {
			t.Errorf("%s shares nothing", of.Op())
		}
		for ref, sum := range sums {
			if want := float64(tape.Var(ref.Node).Grad.Data()[ref.Cell]); math.Abs(sum-want) > 1e-5*(1+math.Abs(want)) {
				t.Errorf("%s: the shares of %+v are %v, its gradient %v", of.Op(), ref, sum, want)
			}
		}
	}
	if s := grad.Shares(tape.Input("late", random(2)), 1); s != nil {
		t.Errorf("an input shares %v", s)
	}
}
