package train

import (
	"fmt"
	"math"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Diverged says which number of a run was the first that is not finite.
type Diverged struct {
	Step int    // the step that could not be taken, counted from 0
	Op   string // the op that made it: "conv2d", "cross_entropy", …
	Name string // what the model calls it: "conv1", or ""
	What string // "the value", "the gradient" or "the update"
	Why  string
}

func (e *Diverged) Error() string {
	name := e.Op
	if e.Name != "" {
		name = e.Name + " (" + e.Op + ")"
	}
	return "step " + strconv.Itoa(e.Step) + ": " + e.What + " of " + name + " is not finite: " + e.Why
}

// diverged looks through the tapes for the first value, else the first
// gradient on the way back, that is not finite.
func (s *Session) diverged() error {
	tapes := []*grad.Tape{s.tape}
	if s.halved {
		s.half.Compute() // a mate's tape is not here
		tapes = append(tapes, s.half.tape)
	}
	for _, t := range tapes {
		for i := range t.Len() {
			if v := t.Var(i); !v.Value.IsFinite() {
				return &Diverged{Step: s.step, Op: v.Op(), Name: label(v), What: "the value", Why: whyValue(v)}
			}
		}
	}
	for _, t := range tapes {
		for i := t.Len() - 1; i >= 0; i-- {
			if v := t.Var(i); v.Grad != nil && !v.Grad.IsFinite() {
				return &Diverged{Step: s.step, Op: v.Op(), Name: label(v), What: "the gradient", Why: "what flowed back into it overflowed; its values reach " + short(largest(v.Value))}
			}
		}
	}
	return &Diverged{Step: s.step, Op: "gradient", What: "the length", Why: "each number is finite, but their squares overflow: they reach " + short(s.largestGrad())}
}

func (s *Session) largestGrad() float64 {
	m := 0.0
	for _, p := range s.params {
		m = max(m, largest(p.Grad))
	}
	return m
}

// whyValue describes the numbers that went into a value.
func whyValue(v *grad.Var) string {
	ins := v.Inputs()
	if len(ins) == 0 {
		return "it came so from the data or the weights"
	}
	why := "its inputs are finite and reach "
	for i, x := range ins {
		if i > 0 {
			why += ", "
		}
		why += short(largest(x.Value))
	}
	switch v.Op() {
	case "log":
		return why + "; the logarithm of 0 or less is not finite"
	case "div", "reciprocal":
		return why + "; something is divided by 0"
	case "exp", "pow":
		return why + "; the power overflows"
	}
	return why + "; their products or sums overflow: the learning rate is too high, or the data are not scaled"
}

// label returns the name that a value has in the record of its run.
func label(v *grad.Var) string { return v.Label() }

// largest returns the largest finite size of an element.
func largest(t *tensor.Tensor) float64 {
	m := 0.0
	for _, v := range t.Data() {
		if a := math.Abs(float64(v)); a > m && finite(a) {
			m = a
		}
	}
	return m
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func short(v float64) string { return fmt.Sprintf("%.3g", v) }
