package job

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// Hyper are the settings that may be changed while a run goes on.
type Hyper struct {
	Rule      string   `json:"rule"` // one of [Rules]; another one begins without a memory of the past
	LR        float64  `json:"lr"`
	Momentum  float64  `json:"momentum,omitempty"` // of sgd and nesterov
	BatchSize int      `json:"batch_size,omitempty"`
	ClipNorm  float64  `json:"clip_norm,omitempty"`
	L1        float64  `json:"l1,omitempty"`
	L2        float64  `json:"l2,omitempty"`
	Dropout   float64  `json:"dropout,omitempty"` // of all dropout layers; 0: as the network was built
	Schedule  Schedule `json:"schedule,omitzero"`
	StopAfter int      `json:"stop_after,omitempty"` // tests without a lower loss after which the run stands; 0: none
}

// Schedule says how the learning rate changes with the epochs.
type Schedule struct {
	Kind   string  `json:"kind,omitempty"`   // one of [Schedules]; "" is "constant"
	Every  int     `json:"every,omitempty"`  // epochs of a step, epochs to the lowest rate of the cosine, steps of the range test
	Gamma  float64 `json:"gamma,omitempty"`  // factor of a step or of an epoch
	Warmup int     `json:"warmup,omitempty"` // epochs of a straight rise from a tenth of the rate before it
	From   float64 `json:"from,omitempty"`   // of the range test, like the next
	To     float64 `json:"to,omitempty"`
}

// Rules are the names of the update rules, Schedules those of the schedules.
var (
	Rules     = []string{"sgd", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw", "adamax"}
	Schedules = []string{"constant", "step", "exponential", "cosine", "range_test"}
)

// rule returns the update rule that the settings name. It returns a
// *tensor.ValueError if a setting makes no sense.
func (h *Hyper) rule() (optim.Rule, error) {
	for name, v := range map[string]float64{"clip norm": h.ClipNorm, "L1": h.L1, "L2": h.L2, "batch size": float64(h.BatchSize), "stop after": float64(h.StopAfter)} {
		if !(v >= 0) || math.IsInf(v, 0) {
			return nil, &tensor.ValueError{Op: "train", Name: name, Value: strconv.FormatFloat(v, 'g', -1, 64), Want: "a finite number of 0 or more"}
		}
	}
	var r optim.Rule
	switch h.Rule {
	case "sgd":
		r = optim.SGD{LR: h.LR, Momentum: h.Momentum}
	case "nesterov":
		r = optim.SGD{LR: h.LR, Momentum: h.Momentum, Nesterov: true}
	case "adagrad":
		r = optim.DefaultAdagrad(h.LR)
	case "rmsprop":
		r = optim.DefaultRMSprop(h.LR)
	case "adadelta":
		r = optim.Adadelta{LR: h.LR, Rho: 0.9, Eps: 1e-6}
	case "adam":
		r = optim.DefaultAdam(h.LR)
	case "adamw":
		a := optim.AdamW(optim.DefaultAdam(h.LR))
		a.WeightDecay = 0.01
		r = a
	case "adamax":
		r = optim.Adamax(optim.DefaultAdam(h.LR))
	default:
		return nil, &tensor.ValueError{Op: "train", Name: "rule", Value: strconv.Quote(h.Rule), Want: "one of " + strings.Join(Rules, ", ")}
	}
	return r, r.Validate()
}

// schedule returns the schedule that the settings name, and whether it counts
// steps instead of epochs. It returns a *tensor.ValueError if there is none of
// that name.
func (s *Schedule) schedule() (o optim.Schedule, perStep bool, err error) {
	switch s.Kind {
	case "", "constant":
		o = optim.Constant{}
	case "step":
		o = optim.StepDecay{Every: s.Every, Gamma: s.Gamma}
	case "exponential":
		o = optim.Exponential{Gamma: s.Gamma}
	case "cosine":
		o = optim.Cosine{TMax: s.Every}
	case "range_test":
		return optim.RangeTest{From: s.From, To: s.To, Steps: s.Every}, true, nil
	default:
		return nil, false, &tensor.ValueError{Op: "train", Name: "schedule", Value: strconv.Quote(s.Kind), Want: "one of " + strings.Join(Schedules, ", ")}
	}
	if s.Warmup > 0 {
		o = optim.Warmup{Start: 0.1, End: 1, Steps: s.Warmup, Then: o}
	}
	return o, false, nil
}

// Rate returns the learning rate that the settings have in an epoch, 0 if they
// make no sense.
func (h *Hyper) Rate(epoch int) float64 {
	s, _, err := h.Schedule.schedule()
	if err != nil || s.Validate() != nil {
		return 0
	}
	return s.Rate(h.LR, epoch)
}

// Check returns a *tensor.ValueError if a setting makes no sense.
func (h *Hyper) Check() error {
	_, err := h.settings(train.Settings{})
	return err
}

// settings puts the settings into a session's, which keeps its data.
func (h *Hyper) settings(s train.Settings) (_ train.Settings, err error) {
	if s.Rule, err = h.rule(); err != nil {
		return s, err
	}
	if s.Schedule, s.PerStep, err = h.Schedule.schedule(); err != nil {
		return s, err
	}
	s.BatchSize, s.ClipNorm, s.L1, s.L2, s.Dropout = h.BatchSize, h.ClipNorm, h.L1, h.L2, h.Dropout
	if !(h.Dropout >= 0 && h.Dropout < 1) {
		return s, &tensor.ValueError{Op: "train", Name: "dropout", Value: strconv.FormatFloat(h.Dropout, 'g', -1, 64), Want: "at least 0 and less than 1"}
	}
	return s, s.Schedule.Validate()
}
