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

// Follower is implemented by laboratories whose past settings alone do not give
// back.
type Follower interface {
	// Follow stands where another laboratory of its kind does, which has the same
	// settings; its runs have a thread in common with that one's.
	Follow(env *stage.Env, of Lab) error
}

// Fork implements stage.Forker: a laboratory that is no Follower has only its
// settings and its position.
func (s *Scene) Fork(env *stage.Env) (stage.Scene, error) {
	var on *job.Runner
	for _, r := range s.Runners() {
		if on == nil {
			on = r
		}
	}
	c, err := env.CopyBeside(on)
	if err != nil {
		return nil, err
	}
	f := c.(*Scene)
	for i, l := range f.labs {
		at, _ := s.labs[i].At()
		if same, ok := l.(Follower); !ok {
			l.Seek(at)
		} else if err := same.Follow(env, s.labs[i]); err != nil {
			f.Close()
			return nil, err
		}
	}
	f.Update(env)
	return f, nil
}

// Beside calls f for the laboratory of the same kind in each other branch.
func Beside[L Lab](env *stage.Env, f func(name string, of L)) {
	for _, r := range env.Rivals() {
		if s, ok := r.Scene.(*Scene); ok {
			for _, l := range s.labs {
				if same, ok := l.(L); ok {
					f(r.Name, same)
				}
			}
		}
	}
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
