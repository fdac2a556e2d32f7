package job

import (
	"sort"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train"
)

// tests are the examinations of a run: every so many steps, on what is held
// back and, if asked for, on what is learned.
type tests struct {
	test    data.Source // held back; nil: nothing is
	on      []*train.Evaluation
	testing bool
	evals   []Eval
	each    []byte // of the last test, if Spec.TestEach: 1 where an example was right

	from    int  // the first test that early stopping looks at
	stopped bool // by it
}

// rare is after how many tests they become half as frequent.
const rare = 2048

// testOn exchanges the examples that are held back, and those that are learned.
func (r *run) testOn(test, learn data.Source) {
	r.test, r.on, r.testing = test, nil, false
	add := func(src data.Source) {
		e := r.session.NewEvaluation(src, 0)
		size := 1
		for _, d := range src.Shape() {
			size *= d
		}
		if e.Batch = max(e.Batch, 8192/size); r.spec.TestBatch > 0 { // small examples many at a time
			e.Batch = r.spec.TestBatch
		}
		r.on = append(r.on, e)
	}
	if r.test != nil {
		add(r.test)
		r.on[0].KeepEach = r.spec.TestEach
	}
	if r.spec.TestTrain {
		if r.job.Known != nil {
			learn = r.job.Known(learn)
		}
		add(learn)
	}
}

// every is how many steps lie between two tests now, 0 where there are none.
func (r *run) every() int {
	if len(r.on) == 0 {
		return 0
	}
	every := r.spec.TestEvery
	if r.spec.TestEpochs > 0 {
		every = r.spec.TestEpochs * r.session.PerEpoch()
	}
	return max(0, every) << min(len(r.evals)/rare, 20)
}

// nextTest is the step of the next test, 0 if there is none.
func (r *run) nextTest(step int) int {
	if every := r.every(); every > 0 {
		return (step/every + 1) * every
	}
	return 0
}

// testIfDue begins a test where one is due and has not been made.
func (r *run) testIfDue(step int) {
	every := r.every()
	if n := len(r.evals); every == 0 || step%every != 0 || n > 0 && r.evals[n-1].Step >= step {
		return
	}
	for _, e := range r.on {
		e.Restart()
	}
	r.testing = true
}

// goOnTesting reports whether the test is done.
func (r *run) goOnTesting(step int, budget time.Duration) (done bool, err error) {
	for _, e := range r.on {
		if !e.Done() {
			if done, err := e.Advance(budget); !done || err != nil {
				return false, err
			}
		}
	}
	r.testing = false
	v := Eval{Step: step, Epoch: r.session.Epoch(), Accuracy: -1, TrainAccuracy: -1}
	rest := r.on
	if r.test != nil {
		v.Loss, v.Accuracy = rest[0].Loss, rest[0].Accuracy
		r.each, r.toldEach = append(r.each[:0], rest[0].Each...), false
		rest = rest[1:]
	}
	if len(rest) > 0 {
		v.TrainLoss, v.TrainAccuracy = rest[0].Loss, rest[0].Accuracy
	}
	r.evals = append(r.evals, v)
	if r.tired() {
		r.playing, r.stopped = false, true
		r.tell()
	}
	return true, nil
}

// upTo are the tests of the steps up to one.
func (r *run) upTo(step int) []Eval {
	return r.evals[:sort.Search(len(r.evals), func(i int) bool { return r.evals[i].Step > step })]
}

// watch lets early stopping begin anew.
func (r *run) watch() { r.from, r.stopped = len(r.evals), false }

// tired reports whether the loss on what is held back has not become lower for
// as long as the settings bear.
func (r *run) tired() bool {
	n := r.spec.StopAfter
	if n <= 0 || r.test == nil || len(r.evals)-r.from <= n {
		return false
	}
	best := r.from
	for i := r.from; i < len(r.evals); i++ {
		if r.evals[i].Loss < r.evals[best].Loss {
			best = i
		}
	}
	return len(r.evals)-1-best >= n
}
