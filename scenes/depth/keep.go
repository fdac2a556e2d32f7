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

// Fork implements stage.Forker: the networks of all parts stand where these do. The
// curve to learn counts from there on; whatever else is set begins other networks.
func (s *Scene) Fork(env *stage.Env) (stage.Scene, error) {
	s.follow()
	c, err := env.CopyBeside(s.Runners()[0])
	if err != nil {
		return nil, err
	}
	f := c.(*Scene)
	of := s.teams()
	for v, ls := range f.teams() {
		if err := ls.follow(of[v]); err != nil {
			f.Close()
			return nil, err
		}
		f.newCurve(v)
	}
	for i, g := range f.guesses {
		g.Follow(s.guesses[i])
	}
	f.enter(s.view)
	f.chosen, f.rung = s.chosen, s.rung
	return f, f.look()
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
