package labs

import (
	"encoding/json"
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

// Note implements stage.Noter: what the laboratories have to bring back, by their
// places.
func (s *Scene) Note() []byte {
	all := map[int][]byte{}
	for i, l := range s.labs {
		if n, ok := l.(stage.Noter); ok {
			if b := n.Note(); b != nil {
				all[i] = b
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	text, err := json.Marshal(all)
	if err != nil {
		panic(err) // plain bytes
	}
	return text
}

// Recall gives each laboratory back its own.
func (s *Scene) Recall(note []byte) error {
	var all map[int][]byte
	if err := json.Unmarshal(note, &all); err != nil {
		return err
	}
	for i, l := range s.labs {
		if n, ok := l.(stage.Noter); ok && all[i] != nil {
			if err := n.Recall(all[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
