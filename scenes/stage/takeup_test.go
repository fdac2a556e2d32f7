package stage

import (
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
)

// pupils is a scene with two runs, of which the second begins where the first is
// taken up, if it has not begun before.
type pupils struct {
	*lesson
	runs [2]*job.Runner
}

func newPupils(env *Env) *pupils {
	return &pupils{lesson: newLesson(), runs: [2]*job.Runner{env.NewRunner(), env.NewRunner()}}
}

func (p *pupils) Runners() []*job.Runner { return p.runs[:] }

func (p *pupils) begin(i int) error {
	return p.runs[i].Start(job.Spec{Job: "points", Seed: 1, Options: map[string]string{"data": "circle", "layers": "2:tanh"},
		Hyper: job.Hyper{Rule: "sgd", LR: 0.03, BatchSize: 10}})
}

func (p *pupils) TakeUp(_ *Env, saved [][]byte) error {
	for i, r := range p.runs {
		var err error
		if saved[i] == nil {
			err = p.begin(i)
		} else {
			err = r.Restore(saved[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// learn takes one of the runs some steps further.
func (p *pupils) learn(t *testing.T, i, steps int) {
	t.Helper()
	r := p.runs[i]
	r.Step(steps)
	for end := time.Now().Add(30 * time.Second); !r.Settled(); {
		if r.Poll(time.Millisecond); time.Now().After(end) {
			t.Fatalf("run %d learns nothing: %v", i, r.Err())
		}
	}
}

// TestWhatHadNotBegunInheritsNothing: a run that had not begun when the others were
// kept is one of its own once they are taken up, and is kept like any.
func TestWhatHadNotBegunInheritsNothing(t *testing.T) {
	var drawer []byte
	open := func() (*Stage, *pupils) {
		var p *pupils
		s := New(Options{Lang: i18n.EN, Still: true, Entries: []Entry{{ID: "s", Title: i18n.Same("S"), Head: i18n.Same("S"), Lead: i18n.Same("s"),
			New: func(env *Env) (Scene, error) { p = newPupils(env); return p, nil }}},
			Host: Host{KeepRun: func(_ string, b []byte) { drawer = b }, RecallRun: func(string) []byte { return drawer }}})
		s.Update(0)
		return s, p
	}
	s, p := open()
	must(t, p.begin(0))
	p.learn(t, 0, 3)
	if run(s, 2*keepEvery); drawer == nil || !s.Kept() {
		t.Fatal("the first run is not kept")
	}
	s, p = open()
	s.TakeUp("")
	if got := p.runs[0].StepCount(); got != 3 {
		t.Fatalf("the first run is taken up at step %d: %s", got, s.State().Notice)
	}
	if p.learn(t, 1, 2); p.runs[1].Stamp().Run == 0 {
		t.Error("a run that has begun is counted as one that has not")
	}
	run(s, 2*keepEvery)
	s, p = open()
	s.TakeUp("")
	if got := p.runs[1].StepCount(); got != 2 {
		t.Errorf("the second run is taken up at step %d, want 2: %s", got, s.State().Notice)
	}
}
