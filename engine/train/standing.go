package train

import (
	"strconv"

	"gradtheatre/engine/tensor"
)

// Standing is where a run stands, beside its weights: another session with the
// same seed and settings that is given both goes on digit for digit as this one
// would. It is plain data, and far less than [Session.SaveRun], as it has no past.
type Standing struct {
	Step    int           `json:"step"`
	Counted int           `json:"counted"`          // steps, by the optimizer
	Memory  []tensor.Elem `json:"memory,omitempty"` // of the optimizer: parameter by parameter, slot by slot
}

// Standing appends what the optimizer remembers to memory, which may be nil, and
// returns where the session stands.
func (s *Session) Standing(memory []tensor.Elem) Standing {
	for _, past := range s.opt.State() {
		for _, t := range past {
			memory = append(memory, t.Data()...)
		}
	}
	return Standing{s.step, s.opt.Steps(), memory}
}

// Stand lets a session that has the weights of a run stand where that stood,
// under the same update rule and without a past: it cannot be sought to an
// earlier step. It returns an error, and changes nothing, if the memory does not
// fit the rule.
func (s *Session) Stand(at Standing) error {
	bad := func(name, value, want string) error {
		return &tensor.ValueError{Op: "session", Name: name, Value: value, Want: want}
	}
	n := 0
	for _, past := range s.opt.State() {
		for _, t := range past {
			n += t.Len()
		}
	}
	switch {
	case at.Step < 0 || at.Counted < 0:
		return bad("step", strconv.Itoa(min(at.Step, at.Counted)), "0 or more")
	case len(at.Memory) != n:
		return bad("memory", strconv.Itoa(len(at.Memory))+" numbers", strconv.Itoa(n)+" numbers, for "+s.opt.Rule().Name())
	}
	for _, v := range at.Memory {
		if !finite(float64(v)) {
			return bad("memory", short(float64(v)), "finite numbers")
		}
	}
	rest := at.Memory
	for _, past := range s.opt.State() {
		for _, t := range past {
			rest = rest[copy(t.Data(), rest):]
			t.Touch()
		}
	}
	s.step, s.history = at.Step, History{From: at.Step}
	s.opt.Restore(at.Counted, s.opt.LR())
	s.broken, s.seeking = nil, -1
	s.changes, s.force, s.shots = []change{{step: at.Step, Settings: s.cfg.Settings}}, 0, nil
	s.snapshot()
	return nil
}
