package optim

import (
	"math"
	"strconv"

	"gradtheatre/engine/tensor"
)

// Schedule says which learning rate is in force in epoch (or step) k = 0, 1, ….
// It depends on nothing but k, so that a run can be replayed from its middle.
type Schedule interface {
	// Validate returns a *tensor.ValueError for a setting that makes no sense.
	Validate() error
	// Rate returns the learning rate at k, given the one that the run started
	// with. It may panic where Validate returns an error.
	Rate(base float64, k int) float64
}

// Constant keeps the learning rate.
type Constant struct{}

// Validate returns nil.
func (Constant) Validate() error { return nil }

// Rate returns η.
func (Constant) Rate(base float64, _ int) float64 { return base }

// StepDecay multiplies the rate by Gamma every Every epochs: η·γ^⌊k/every⌋.
type StepDecay struct {
	Every int
	Gamma float64
}

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (s StepDecay) Validate() error {
	return validate("step schedule", atLeast1("every", s.Every), atLeast0("gamma", s.Gamma))
}

// Rate returns η·γ^⌊k/every⌋.
func (s StepDecay) Rate(base float64, k int) float64 {
	return base * math.Pow(s.Gamma, float64(k/s.Every))
}

// MultiStep multiplies the rate by Gamma at each milestone that k has reached.
type MultiStep struct {
	Milestones []int
	Gamma      float64
}

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (s MultiStep) Validate() error {
	return validate("multi-step schedule", atLeast0("gamma", s.Gamma))
}

// Rate returns η·γ^(milestones ≤ k).
func (s MultiStep) Rate(base float64, k int) float64 {
	for _, m := range s.Milestones {
		if k >= m {
			base *= s.Gamma
		}
	}
	return base
}

// Exponential multiplies the rate by Gamma every epoch: η·γᵏ.
type Exponential struct{ Gamma float64 }

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (s Exponential) Validate() error {
	return validate("exponential schedule", atLeast0("gamma", s.Gamma))
}

// Rate returns η·γᵏ.
func (s Exponential) Rate(base float64, k int) float64 { return base * math.Pow(s.Gamma, float64(k)) }

// Cosine swings the rate from η down to Min at k = TMax:
// min + (η − min)·(1 + cos(π·k/TMax))/2.
// Source: Loshchilov and Hutter, “SGDR”, 2016.
type Cosine struct {
	TMax int
	Min  float64
}

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (s Cosine) Validate() error {
	return validate("cosine schedule", atLeast1("T_max", s.TMax), atLeast0("minimum", s.Min))
}

// Rate returns min + (η − min)·(1 + cos(π·k/TMax))/2.
func (s Cosine) Rate(base float64, k int) float64 {
	return s.Min + (base-s.Min)*(1+math.Cos(math.Pi*float64(k)/float64(s.TMax)))/2
}

// Warmup raises the rate from Start·η to End·η over Steps, in a straight line,
// and then follows Then, counted from there (nil: stays).
type Warmup struct {
	Start, End float64
	Steps      int
	Then       Schedule
}

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (s Warmup) Validate() error {
	if err := validate("warm-up schedule", atLeast0("start", s.Start), atLeast0("end", s.End), atLeast1("steps", s.Steps)); err != nil || s.Then == nil {
		return err
	}
	return s.Then.Validate()
}

// Rate returns η·(start + (end − start)·min(k/steps, 1)), and after that Then's.
func (s Warmup) Rate(base float64, k int) float64 {
	if k >= s.Steps && s.Then != nil {
		return s.Then.Rate(base*s.End, k-s.Steps)
	}
	return base * (s.Start + (s.End-s.Start)*float64(min(k, s.Steps))/float64(s.Steps))
}

// RangeTest raises the rate from From to To over Steps, by the same factor each
// step, whatever the run's own rate: the loss over the rate shows where
// learning is fastest and where it breaks.
// Source: Smith, “Cyclical learning rates”, 2015.
type RangeTest struct {
	From, To float64
	Steps    int
}

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (s RangeTest) Validate() error {
	return validate("learning rate range test", setting{"from", s.From, s.From > 0 && !math.IsInf(s.From, 0), "a finite number above 0"},
		setting{"to", s.To, s.To > s.From && !math.IsInf(s.To, 0), "a finite number above from"}, atLeast1("steps", s.Steps))
}

// Rate returns from·(to/from)^(k/steps).
func (s RangeTest) Rate(_ float64, k int) float64 {
	return s.From * math.Pow(s.To/s.From, float64(min(k, s.Steps))/float64(s.Steps))
}

// Plateau lowers a learning rate when a loss has stopped falling. Unlike a
// [Schedule] it depends on the run.
type Plateau struct {
	Factor    float64 // by which the rate is multiplied, usually 0.1
	Patience  int     // epochs without a better loss that are borne
	Threshold float64 // a loss is better when below best·(1 − threshold), usually 1e-4
	Min       float64 // the rate does not go below

	best float64
	bad  int
	any  bool
}

// Validate returns a *tensor.ValueError for a setting that makes no sense.
func (s *Plateau) Validate() error {
	return validate("plateau schedule", fraction("factor", s.Factor), setting{"patience", float64(s.Patience), s.Patience >= 0, "0 or more"},
		fraction("threshold", s.Threshold), atLeast0("minimum", s.Min))
}

// Next returns the learning rate after an epoch that ended with the given loss.
func (s *Plateau) Next(lr, loss float64) float64 {
	if !s.any || loss < s.best*(1-s.Threshold) {
		s.best, s.bad, s.any = loss, 0, true
		return lr
	}
	if s.bad++; s.bad <= s.Patience {
		return lr
	}
	s.bad = 0
	return max(s.Min, lr*s.Factor)
}

func atLeast1(name string, v int) setting {
	return setting{name, float64(v), v >= 1, "1 or more"}
}

var _ = [...]Schedule{Constant{}, StepDecay{}, MultiStep{}, Exponential{}, Cosine{}, Warmup{}, RangeTest{}}

// Rates returns the learning rates of the first n epochs.
// It panics with a *tensor.ValueError if the schedule or n makes no sense.
func Rates(s Schedule, base float64, n int) []float64 {
	if err := s.Validate(); err != nil {
		panic(err)
	}
	if n < 0 {
		panic(&tensor.ValueError{Op: "schedule", Name: "epochs", Value: strconv.Itoa(n), Want: "0 or more"})
	}
	r := make([]float64, n)
	for k := range r {
		r[k] = s.Rate(base, k)
	}
	return r
}
