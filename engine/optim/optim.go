// Package optim turns gradients into steps of the parameters.
//
// A rule, such as [SGD] or [Adam], is a set of numbers; an [Optimizer] applies
// it to the parameters of a model and keeps what the rule must remember of the
// past (velocities, moments). The learning rate can be changed between steps,
// by hand or by a [Schedule]. A step allocates nothing.
//
// Update formulas, the order of their operations and the meaning of weight
// decay are PyTorch's (torch.optim 1.13).
package optim

import (
	"math"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Rule is a formula for a step. Its fields are checked by [New].
type Rule interface {
	// Validate returns a *tensor.ValueError for a setting that makes no sense.
	Validate() error
	// Name is what the field calls the rule.
	Name() string

	rate() float64
	slots() int // how many tensors a parameter's past takes
	stepper() stepper
}

// stepper takes a rule's steps. It is a pointer to the rule's settings, so that
// a step copies none.
type stepper interface {
	step(p *grad.Param, past []*tensor.Tensor, lr float64, t int)
}

// Optimizer applies a rule to parameters.
type Optimizer struct {
	rule   Rule
	steps  stepper // of the rule
	params []*grad.Param
	past   [][]*tensor.Tensor // by parameter, by slot
	whole  []*tensor.Tensor   // by slot, what past holds end to end
	lr     float64
	t      int
}

// New returns an optimizer of params, at the learning rate of the rule.
// It panics with a *tensor.ValueError if there are no parameters or a setting
// of the rule makes no sense.
func New(params []*grad.Param, rule Rule) *Optimizer {
	if err := rule.Validate(); err != nil {
		panic(err)
	}
	if len(params) == 0 {
		panic(&tensor.ValueError{Op: rule.Name(), Name: "params", Value: "empty", Want: "at least one parameter"})
	}
	o := &Optimizer{rule: rule, steps: rule.stepper(), params: params, lr: rule.rate()}
	o.remember()
	if a, ok := rule.(Adagrad); ok && a.Initial != 0 {
		for _, past := range o.past {
			tensor.Fill(past[0], tensor.Elem(a.Initial))
		}
	}
	return o
}

// remember makes room for the past of every parameter: that of each slot end to
// end, so that a step can take all parameters as one where they lie so too.
func (o *Optimizer) remember() {
	n := 0
	for _, p := range o.params {
		n += p.Value.Len()
	}
	o.past = make([][]*tensor.Tensor, len(o.params))
	for range o.rule.slots() {
		all := tensor.New(n)
		o.whole = append(o.whole, all)
		rest := all.Data()
		for i, p := range o.params {
			k := p.Value.Len()
			o.past[i] = append(o.past[i], tensor.From(rest[:k:k], p.Value.Shape()...))
			rest = rest[k:]
		}
	}
}

// Step updates every parameter by its gradient. A parameter whose Grad is nil is left alone.
func (o *Optimizer) Step() {
	o.t++
	if all := grad.Whole(o.params); all != nil {
		o.steps.step(all, o.whole, o.lr, o.t)
		for _, p := range o.params {
			p.Value.Touch()
		}
		return
	}
	for i, p := range o.params {
		if p.Grad != nil {
			o.steps.step(p, o.past[i], o.lr, o.t)
			p.Value.Touch()
		}
	}
}

// ZeroGrad sets the gradients of all parameters to zero.
func (o *Optimizer) ZeroGrad() {
	if all := grad.Whole(o.params); all != nil {
		all.ZeroGrad()
		for _, p := range o.params {
			p.Grad.Touch()
		}
		return
	}
	for _, p := range o.params {
		if p.Grad != nil {
			p.ZeroGrad()
		}
	}
}

// Params returns the parameters that are updated.
func (o *Optimizer) Params() []*grad.Param { return o.params }

// Rule returns the rule, with the learning rate it started from.
func (o *Optimizer) Rule() Rule { return o.rule }

// LR returns the learning rate of the next step.
func (o *Optimizer) LR() float64 { return o.lr }

// SetLR changes the learning rate from the next step on. It returns a
// *tensor.ValueError, and changes nothing, unless lr is a finite number of 0 or more.
func (o *Optimizer) SetLR(lr float64) error {
	if err := validate(o.rule.Name(), atLeast0("learning rate", lr)); err != nil {
		return err
	}
	o.lr = lr
	return nil
}

// SetRule changes the rule's settings, its learning rate too, and keeps its
// memory of the past, so that a slider can be moved while a model learns. It returns a *tensor.ValueError,
// and changes nothing, if a setting makes no sense or the rule is of another kind.
func (o *Optimizer) SetRule(rule Rule) error {
	if rule.Name() != o.rule.Name() {
		return &tensor.ValueError{Op: o.rule.Name(), Name: "rule", Value: rule.Name(), Want: "the same rule with other settings, or a new optimizer"}
	}
	if err := rule.Validate(); err != nil {
		return err
	}
	o.rule, o.steps, o.lr = rule, rule.stepper(), rule.rate()
	return nil
}

// Steps returns how many steps were taken.
func (o *Optimizer) Steps() int { return o.t }

// State returns the tensors that the rule remembers, parameter by parameter.
// Together with [Optimizer.Steps] and [Optimizer.LR] they are all its state.
func (o *Optimizer) State() [][]*tensor.Tensor { return o.past }

// Restore sets the number of steps and the learning rate, after the tensors of
// [Optimizer.State] have been written.
func (o *Optimizer) Restore(steps int, lr float64) { o.t, o.lr = steps, lr }

// setting is one number of a rule and whether it makes sense.
type setting struct {
	name  string
	value float64
	ok    bool
	want  string
}

// validate returns an error about the first setting that makes no sense.
func validate(op string, settings ...setting) error {
	for _, s := range settings {
		if !s.ok {
			return &tensor.ValueError{Op: op, Name: s.name, Value: number(s.value), Want: s.want}
		}
	}
	return nil
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

func atLeast0(name string, v float64) setting {
	return setting{name, v, v >= 0 && !math.IsInf(v, 0), "a finite number of 0 or more"}
}

func fraction(name string, v float64) setting {
	return setting{name, v, v >= 0 && v < 1, "at least 0 and less than 1"}
}

func share(name string, v float64) setting {
	return setting{name, v, v >= 0 && v <= 1, "0 … 1"}
}

// BaseLR returns the learning rate that a rule names.
func BaseLR(r Rule) float64 { return r.rate() }
