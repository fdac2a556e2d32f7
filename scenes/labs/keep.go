package labs

import (
	"errors"
	"fmt"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/stage"
)

// Runners implements stage.Keeper: those of all laboratories that are keepers, in
// their order. Each of them always has the same number of runners, nil where one
// has not begun.
func (s *Scene) Runners() (all []*job.Runner) {
	for _, l := range s.labs {
		if k, ok := l.(stage.Keeper); ok {
			all = append(all, k.Runners()...)
		}
	}
	return all
}

// TakeUp implements stage.Keeper: each laboratory has back its own.
func (s *Scene) TakeUp(env *stage.Env, saved [][]byte) error {
	var errs []error
	for _, l := range s.labs {
		k, ok := l.(stage.Keeper)
		if !ok {
			continue
		}
		n := len(k.Runners())
		if n > len(saved) {
			return fmt.Errorf("%d runs, want %d", len(saved), n)
		}
		errs = append(errs, k.TakeUp(env, saved[:n]))
		saved = saved[n:]
	}
	if len(saved) > 0 {
		errs = append(errs, fmt.Errorf("%d runs too many", len(saved)))
	}
	return errors.Join(errs...)
}
