package optim_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

func params(values ...tensor.Elem) []*grad.Param {
	return []*grad.Param{grad.NewParam("w", tensor.From(values, len(values)))}
}

func rules(lr float64) []optim.Rule {
	return []optim.Rule{
		optim.SGD{LR: lr}, optim.SGD{LR: lr, Momentum: 0.9}, optim.SGD{LR: lr, Momentum: 0.9, Nesterov: true},
		optim.DefaultAdam(lr), optim.AdamW(optim.DefaultAdam(lr)), optim.Adamax(optim.DefaultAdam(lr)),
		optim.DefaultAdagrad(lr), optim.DefaultRMSprop(lr), optim.Adadelta{LR: lr, Rho: 0.9, Eps: 1e-6},
	}
}

func TestStepWithoutGradient(t *testing.T) {
	for _, r := range rules(0.1) {
		p := params(1, -2)
		o := optim.New(p, r)
		o.Step()
		if p[0].Value.At(0) != 1 || p[0].Value.At(1) != -2 {
			t.Errorf("%s: a step before backward changed the parameters to %v", r.Name(), p[0].Value.Data())
		}
		p[0].Grad = nil
		o.ZeroGrad()
		o.Step()
		penalty := optim.AddL2(p, 1) + optim.AddL1(p, 1)
		norm := optim.ClipNorm(p, 1)
		optim.ClipValue(p, 1)
		if p[0].Value.At(0) != 1 || p[0].Value.At(1) != -2 || penalty != 0 || norm != 0 {
			t.Errorf("%s: without a gradient the parameters became %v, the penalty %v, the norm %v", r.Name(), p[0].Value.Data(), penalty, norm)
		}
	}
}

// Every rule falls from 1 towards the minimum of x² at 0. Adadelta, which finds
// its own rate and begins with √ε, has its usual η and more time.
func TestDescends(t *testing.T) {
	for _, r := range rules(0.05) {
		steps := 200
		if a, ok := r.(optim.Adadelta); ok {
			a.LR, steps = 1, 2000
			r = a
		}
		p := params(1)
		o := optim.New(p, r)
		for range steps {
			p[0].Grad.Set(2*p[0].Value.At(0), 0)
			o.Step()
		}
		if x := math.Abs(float64(p[0].Value.At(0))); !(x < 0.12) {
			t.Errorf("%s: |x| is %v after %d steps, want less than 0.12", r.Name(), x, steps)
		}
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	for _, r := range rules(0.05) {
		p := params(1, 2, 3)
		o := optim.New(p, r)
		f := func() {
			o.ZeroGrad()
			tensor.Fill(p[0].Grad, 1)
			optim.ClipNorm(p, 1)
			optim.AddL2(p, 1e-3)
			optim.AddL1(p, 1e-3)
			o.Step()
		}
		f()
		if n := testing.AllocsPerRun(50, f); n != 0 {
			t.Errorf("%s: %v allocations a step", r.Name(), n)
		}
	}
}

func TestRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	p := params(1)
	for name, c := range map[string]struct {
		f    func()
		word string
	}{
		"sgd/lr_nan":                {func() { optim.New(p, optim.SGD{LR: nan}) }, "learning rate is NaN"},
		"sgd/lr_inf":                {func() { optim.New(p, optim.SGD{LR: inf}) }, "learning rate"},
		"sgd/lr_negative":           {func() { optim.New(p, optim.SGD{LR: -1}) }, "learning rate"},
		"sgd/momentum_negative":     {func() { optim.New(p, optim.SGD{LR: 1, Momentum: -1}) }, "momentum"},
		"sgd/weight_decay_negative": {func() { optim.New(p, optim.SGD{LR: 1, WeightDecay: -1}) }, "decay"},
		"sgd/nesterov_no_momentum":  {func() { optim.New(p, optim.SGD{LR: 1, Nesterov: true}) }, "momentum"},
		"sgd/no_parameters":         {func() { optim.New(nil, optim.SGD{LR: 1}) }, "param"},
		"adam/lr_nan":               {func() { optim.New(p, optim.DefaultAdam(nan)) }, "learning rate"},
		"adam/beta_negative":        {func() { optim.New(p, optim.Adam{LR: 1, Beta1: 0.9, Beta2: -0.1, Eps: 1e-8}) }, "beta2 is -0.1"},
		"adam/beta_1":               {func() { optim.New(p, optim.Adam{LR: 1, Beta1: 1, Eps: 1e-8}) }, "beta1"},
		"adam/eps_negative":         {func() { optim.New(p, optim.Adam{LR: 1, Eps: -1}) }, "eps"},
		"rmsprop/alpha":             {func() { optim.New(p, optim.RMSprop{LR: 1, Alpha: 2}) }, "alpha"},
		"cosine/T_0":                {func() { optim.Rates(optim.Cosine{}, 1, 3) }, "T_max is 0"},
		"step/every_0":              {func() { optim.Rates(optim.StepDecay{Gamma: 1}, 1, 3) }, "every"},
		"exponential/nan":           {func() { optim.Rates(optim.Exponential{Gamma: nan}, 1, 3) }, "gamma"},
		"warmup/then":               {func() { optim.Rates(optim.Warmup{End: 1, Steps: 1, Then: optim.Cosine{}}, 1, 3) }, "T_max"},
		"range/from":                {func() { optim.Rates(optim.RangeTest{To: 1, Steps: 3}, 1, 3) }, "from"},
		"rates/negative":            {func() { optim.Rates(optim.Constant{}, 1, -1) }, "epochs is -1"},
		"adadelta/rho":              {func() { optim.New(p, optim.Adadelta{LR: 1, Rho: 1.5}) }, "rho is 1.5"},
		"clip_norm/nan":             {func() { optim.ClipNorm(p, nan) }, "maximum"},
		"clip_value/negative":       {func() { optim.ClipValue(p, -1) }, "maximum"},
	} {
		err := tensor.Catch(c.f)
		var v *tensor.ValueError
		if !errors.As(err, &v) || !strings.Contains(err.Error(), c.word) {
			t.Errorf("%s: %v, want a *tensor.ValueError about %s", name, err, c.word)
		}
	}
	o := optim.New(p, optim.SGD{LR: 0.5})
	if err := o.SetLR(nan); err == nil || o.LR() != 0.5 {
		t.Errorf("SetLR(NaN): %v, rate %v", err, o.LR())
	}
	if err := o.SetRule(optim.DefaultAdam(1)); err == nil {
		t.Error("SGD became Adam")
	}
	for name, s := range map[string]*optim.Plateau{"factor": {Factor: 1}, "patience": {Patience: -1}, "threshold": {Threshold: nan}, "minimum": {Min: -1}} {
		if err := s.Validate(); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("plateau: %v, want an error about its %s", err, name)
		}
	}
}

func TestClip(t *testing.T) {
	p := params(0, 0)
	p[0].Grad.Set(3, 0)
	p[0].Grad.Set(4, 1)
	if n := optim.ClipNorm(p, 10); n != 5 || p[0].Grad.At(1) != 4 {
		t.Errorf("norm %v; a short gradient became %v", n, p[0].Grad.Data())
	}
	optim.ClipNorm(p, 1)
	if n := optim.GradNorm(p); math.Abs(n-1) > 1e-5 {
		t.Errorf("norm %v after clipping to 1", n)
	}
	p[0].Grad.Set(tensor.Elem(math.Inf(1)), 0)
	optim.ClipNorm(p, 1)
	if g := p[0].Grad.Data(); g[0] == g[0] || g[1] != 0 {
		t.Errorf("clip_norm/inf: gradients %v, documented NaN and 0", g)
	}
	optim.ClipValue(p, 0.5)
	if g := p[0].Grad.Data(); g[0] == g[0] {
		t.Error("clipping by value hid NaN")
	}
}

func TestPlateau(t *testing.T) {
	s := &optim.Plateau{Factor: 0.5, Patience: 1, Threshold: 1e-4, Min: 0.2}
	lr := 1.0
	var got []float64
	for _, loss := range []float64{3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1} {
		lr = s.Next(lr, loss)
		got = append(got, lr)
	}
	want := []float64{1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("rates %v, want %v", got, want)
		}
	}
}
