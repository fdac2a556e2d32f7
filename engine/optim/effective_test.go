package optim_test

import (
	"math"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// TestEffective: the effective rate times what the rule averages is the step.
func TestEffective(t *testing.T) {
	b1 := func(t int) float64 { return 1 - math.Pow(0.9, float64(t)) }
	for _, test := range []struct {
		rule optim.Rule
		dir  func(past []*tensor.Tensor, g, k, t int) float64
	}{
		{optim.SGD{LR: 0.1, Momentum: 0.9}, func(p []*tensor.Tensor, _, k, _ int) float64 { return float64(p[0].Data()[k]) }},
		{optim.DefaultAdam(0.1), func(p []*tensor.Tensor, _, k, t int) float64 { return float64(p[0].Data()[k]) / b1(t) }},
		{optim.Adamax(optim.DefaultAdam(0.1)), func(p []*tensor.Tensor, _, k, _ int) float64 { return float64(p[0].Data()[k]) }},
		{optim.Adagrad{LR: 0.1, Eps: 1e-10, LRDecay: 0.5}, func(_ []*tensor.Tensor, g, _, _ int) float64 { return float64(g) }},
		{optim.DefaultRMSprop(0.1), func(_ []*tensor.Tensor, g, _, _ int) float64 { return float64(g) }},
	} {
		p := grad.NewParam("p", tensor.From([]tensor.Elem{1, -2}, 2))
		o := optim.New([]*grad.Param{p}, test.rule)
		for step := range 4 {
			before := [2]float64{float64(p.Value.Data()[0]), float64(p.Value.Data()[1])}
			g := [2]int{step - 1, 3}
			p.Grad.Data()[0], p.Grad.Data()[1] = tensor.Elem(g[0]), tensor.Elem(g[1])
			o.Step()
			rate := o.Effective(nil, 0)
			for k := range 2 {
				moved := float64(p.Value.Data()[k]) - before[k]
				if want := -rate[k] * test.dir(o.State()[0], g[k], k, step+1); math.Abs(moved-want) > 1e-5*math.Max(1, math.Abs(want)) {
					t.Errorf("%s, step %d, number %d: moved %v, effective rate says %v", test.rule.Name(), step+1, k, moved, want)
				}
			}
		}
	}
}
