package descent

import (
	"gradtheatre/engine/optim"
	"gradtheatre/scenes/i18n"
)

// The optimisers that can race, in the order in which they are told of.
const (
	sgd = iota
	momentum
	nesterov
	rmsprop
	adagrad
	adam
	optimisers
)

var (
	optID   = [optimisers]string{"sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam"}
	optName = [optimisers]i18n.Text{i18n.Same("SGD"), i18n.T("动量", "Momentum"), i18n.Same("Nesterov"), i18n.Same("RMSProp"), i18n.Same("Adagrad"), i18n.Same("Adam")}
)

// hyper are the settings of the race.
type hyper struct {
	rates        [optimisers]float64
	on           [optimisers]bool
	momentum     float64 // of momentum and Nesterov
	alpha        float64 // of RMSProp
	beta1, beta2 float64 // of Adam
	eps          float64 // of Adam
	batch        int     // examples a step; 0 all
	schedule     string
	steps        int
	start        [2]float64
}

// rule is the engine's rule of optimiser k.
func (h *hyper) rule(k int) optim.Rule {
	lr := h.rates[k]
	switch k {
	case momentum:
		return optim.SGD{LR: lr, Momentum: h.momentum}
	case nesterov:
		if h.momentum == 0 { // without momentum there is nothing to look ahead with
			return optim.SGD{LR: lr}
		}
		return optim.SGD{LR: lr, Momentum: h.momentum, Nesterov: true}
	case rmsprop:
		return optim.RMSprop{LR: lr, Alpha: h.alpha, Eps: 1e-8}
	case adagrad:
		return optim.DefaultAdagrad(lr)
	case adam:
		return optim.Adam{LR: lr, Beta1: h.beta1, Beta2: h.beta2, Eps: h.eps}
	}
	return optim.SGD{LR: lr}
}

// The schedules.
const (
	constant = "constant"
	stepwise = "step"
	cosine   = "cosine"
	warmup   = "warmup"
)

// plan is the engine's schedule over the steps of the race.
func (h *hyper) plan() optim.Schedule {
	n := max(h.steps, 4)
	switch h.schedule {
	case stepwise:
		return optim.StepDecay{Every: n / 4, Gamma: 0.5}
	case cosine:
		return optim.Cosine{TMax: n}
	case warmup:
		return optim.Warmup{End: 1, Steps: max(n/10, 1), Then: optim.Cosine{TMax: n - n/10}}
	}
	return optim.Constant{}
}
