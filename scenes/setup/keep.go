package setup

import (
	"encoding/json"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
)

// Runners implements stage.Keeper.
func (s *Scene) Runners() []*job.Runner { return s.Team.Runners() }

// TakeUp implements stage.Keeper.
func (s *Scene) TakeUp(_ *stage.Env, saved [][]byte) error {
	if err := s.Team.TakeUp(saved, []job.Spec{s.learner.now()}, jobs.DenseExamples...); err != nil {
		return err
	}
	s.newCurve()
	if s.fresh = true; s.learner.step() > 0 { // it has been seen
		s.tell()
		s.shown = float64(s.spec.layers)
	}
	return nil
}

// Fork implements stage.Forker: the network stands where this one does, and what
// does not begin another one counts from there on.
func (s *Scene) Fork(env *stage.Env) (stage.Scene, error) {
	if s.follow(); !s.learner.begun() {
		return env.Copy()
	}
	c, err := env.CopyBeside(s.Team.Runners()[0])
	if err != nil {
		return nil, err
	}
	f := c.(*Scene)
	if err := f.Team.Follow(s.Team); err != nil {
		f.Close()
		return nil, err
	}
	f.guess.Follow(s.guess)
	f.later.Follow(s.later)
	f.told, f.shown, f.walked, f.chosen, f.before = s.told, s.shown, s.walked, s.chosen, s.before
	f.newCurve()
	f.fresh = true
	return f, nil
}

// note is the run before this one, and the layer that was chosen.
type note struct {
	Name   i18n.Text `json:"name"`
	Loss   []float32 `json:"steps,omitempty"`
	Chosen int       `json:"chosen"`
}

// Note implements stage.Noter.
func (s *Scene) Note() []byte {
	if s.before.loss == nil && !s.told {
		return nil
	}
	text, err := json.Marshal(note{s.before.name, s.before.loss, s.chosen})
	if err != nil { // a loss that is not finite
		return nil
	}
	return text
}

// Recall brings it back.
func (s *Scene) Recall(text []byte) error {
	var n note
	if err := json.Unmarshal(text, &n); err != nil {
		return err
	}
	s.before = past{n.Name, n.Loss[:min(len(n.Loss)/every*every, mostPast)]}
	s.chosen = min(max(n.Chosen, 0), s.spec.layers-1)
	s.newCurve()
	s.fresh = true
	return nil
}
