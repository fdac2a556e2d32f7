package draw

import (
	"math"
	"testing"

	"gradtheatre/engine/train/job"
)

// TestBatchSize changes how many pictures a step learns in the middle of a run:
// it goes on, the curve counts epochs as the run does, larger batches come in
// halves, and a step comes apart only where its pictures have room.
func TestBatchSize(t *testing.T) {
	s, env := open(t, 780, 590)
	update := func() { s.Update(env) }
	if err := s.view.Set(viewLearn); err != nil {
		t.Fatal(err)
	}
	s.Seek(130)
	settle(t, s, update)
	s.SubStep()
	settle(t, s, update)
	if !s.midst() {
		t.Fatal("a step of 8 pictures does not come apart")
	}
	if err := s.size.Set("128"); err != nil {
		t.Fatal(err)
	}
	update()
	if names, _ := s.Parts(); names != nil || s.midst() {
		t.Error("a step of 128 pictures has parts")
	}
	if at := metric(s, "step"); at != 130 || metric(s, "batch_size") != 128 {
		t.Errorf("at step %v with batches of %v", at, metric(s, "batch_size"))
	}
	s.Seek(133)
	settle(t, s, update)
	if got, want := s.trainer.runner.Epoch(), 130*8.0/4000+3*128.0/4096; math.Abs(got-want) > 1e-9 {
		t.Errorf("epoch %v, want %v", got, want)
	}
	for step, want := range map[int]float64{50: 0.1, 100: 0.2, 133: s.trainer.runner.Epoch(), 134: s.trainer.runner.Epoch() + 1/32.0} {
		if got := s.trainer.epoch(step); math.Abs(got-want) > 1e-9 {
			t.Errorf("step %d is drawn at epoch %v, want %v", step, got, want)
		}
	}
	if spec := s.trainer.runner.Spec(); !spec.Halves || spec.BatchSize != 128 || spec.LR != s.trainer.lr {
		t.Errorf("%+v", spec)
	}
	if err := s.size.Set("8"); err != nil {
		t.Fatal(err)
	}
	s.SubStep()
	settle(t, s, update)
	if names, _ := s.Parts(); names == nil || !s.midst() {
		t.Error("a step of 8 pictures does not come apart any more")
	}
}

// TestBatchSizeComesBack with a run that was kept.
func TestBatchSizeComesBack(t *testing.T) {
	s, env := open(t, 780, 590)
	if err := s.size.Set("32"); err != nil {
		t.Fatal(err)
	}
	if err := s.view.Set(viewLearn); err != nil {
		t.Fatal(err)
	}
	s.Seek(3)
	settle(t, s, func() { s.Update(env) })
	saved := save(t, s.Runners()[0])
	again, env2 := open(t, 780, 590)
	if err := again.TakeUp(env2, [][]byte{saved}); err != nil {
		t.Fatal(err)
	}
	if again.trainer.batch != 32 || again.size.Value() != "32" || again.trainer.step() != 3 {
		t.Errorf("batches of %d, %q chosen, step %d", again.trainer.batch, again.size.Value(), again.trainer.step())
	}
}

// save waits for all that a run is.
func save(t *testing.T, r *job.Runner) []byte {
	t.Helper()
	r.Save()
	for range 1000 {
		r.Poll(0)
		if b := r.Saved(); b != nil {
			return b
		}
	}
	t.Fatal("nothing was saved")
	return nil
}
