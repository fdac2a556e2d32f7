package jobs_test

import (
	"math"
	"slices"
	"testing"

	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// TestStanding: a run that is given the weights of another and where it stands
// goes on with the same bits, over a change of the update rule and back again
// as far as it knows, and so does what is restored of it.
func TestStanding(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		start := func(s job.Spec) *job.Runner {
			o := r.Beside()
			if err := o.Start(s); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(o.Close)
			return o
		}
		goTo := func(o *job.Runner, step int) {
			t.Helper()
			o.Seek(step)
			if settle(t, o); o.StepCount() != step || o.Err() != nil {
				t.Fatalf("at step %d, not %d: %v, %v", o.StepCount(), step, o.Err(), o.Note())
			}
		}
		spec := spiral
		spec.Options = map[string]string{"data": "spiral", "dropout": "0.2", "batch_norm": "true"}
		a := start(spec)
		goTo(a, 37)
		h := spec.Hyper
		if h.Rule = "adamax"; a.Change(h) != nil {
			t.Fatal("no such rule")
		}
		if _, ok := a.Standing(); ok {
			t.Error("where it stands is told before the change has come about")
		}
		goTo(a, 61)
		at, ok := a.Standing()
		if !ok || at.Step != 61 || at.Counted != 24 {
			t.Fatalf("stands at %d, %d counted, known %v", at.Step, at.Counted, ok)
		}
		spec.Hyper, spec.Weights, spec.Standing = h, a.Weights(nil), &train.Standing{Step: at.Step, Counted: at.Counted, Memory: slices.Clone(at.Memory)}
		b := start(spec)
		if b.StepCount() != 61 {
			t.Errorf("it is said to stand at step %d", b.StepCount())
		}
		goTo(a, 111)
		goTo(b, 111)
		same := func(what string, b *job.Runner) {
			t.Helper()
			if x, y := a.History(), b.History(); !slices.Equal(a.Weights(nil), b.Weights(nil)) || x.Loss[110-x.From] != y.Loss[110-y.From] || math.Abs(a.Epoch()-b.Epoch()) > 1e-9 {
				t.Errorf("%s: other weights than those that went on", what)
			}
		}
		same("by what it was given", b)
		goTo(b, 70)
		goTo(b, 111)
		same("back and on again", b)
		goTo(b, 90)
		saved := save(t, b)
		c := r.Beside()
		defer c.Close()
		if err := c.Restore(saved); err != nil {
			t.Fatal(err)
		}
		goTo(c, 111)
		same("restored", c)
		goTo(c, 64)
		goTo(c, 111)
		same("restored, back and on again", c)
	})
}
