package depth

import (
	"fmt"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/stage"
)

// Runners implements stage.Keeper: the networks of all parts.
func (s *Scene) Runners() (all []*job.Runner) {
	for _, ls := range s.teams() {
		all = append(all, ls.Runners()...)
	}
	return all
}

// TakeUp implements stage.Keeper.
func (s *Scene) TakeUp(_ *stage.Env, saved [][]byte) error {
	if n := len(s.Runners()); len(saved) != n {
		return fmt.Errorf("%d runs, want %d", len(saved), n)
	}
	for v, ls := range s.teams() {
		n := len(ls.all)
		if err := ls.takeUp(saved[:n]); err != nil {
			return err
		}
		saved = saved[n:]
		s.newCurve(v)
	}
	s.fresh = true
	return nil
}
