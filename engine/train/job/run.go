package job

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// run is one course of learning on the side that trains.
type run struct {
	id, seq uint32
	job     *Job
	spec    Spec   // its options are those in force
	first   Spec   // as it began: what the network is built by
	files   []File // on their way; nil once the session is there
	session *train.Session
	state   []*tensor.Tensor // parameters and buffers
	err     error
	later   []Command // what was asked for while the files were on their way
	given   *examples // what the run learned whose place it takes, if that is what it learns too
	help    Help

	restored *saved // stand where this run stood, once the files have come

	playing bool
	until   int // step to stop at; negative: none
	tests
	telling
	pace
}

// pace measures how fast it learns.
type pace struct {
	rate  float64 // examples a second of the clock on the wall
	speed float64 // examples a second of the time that the steps took
	spent time.Duration
	since time.Time
	at    int // step at since
}

func (r *run) loading() bool { return r.files != nil }

// busy reports whether there is anything to do, if only to wait.
func (r *run) busy() bool {
	return r.loading() || r.session != nil && r.err == nil && (r.session.Seeking() || r.testing || r.running())
}

// running reports whether there are steps to be taken.
func (r *run) running() bool {
	return r.playing && (r.until < 0 || r.session.StepCount() < r.until)
}

func (r *run) start(c Command, jobs []Job, fetch Fetch, before *run) {
	r.seq, r.spec, r.first, r.toldStep = c.Seq, *c.Spec, *c.Spec, -1
	r.tell()
	if r.job, r.err = Find(jobs, r.spec.Job); r.err != nil {
		return
	}
	if c.Saved != nil {
		if r.restored, r.err = readSaved(c.Saved); r.err != nil {
			return
		}
		r.evals, r.told = r.restored.evals, r.restored.session.History.Len()
		r.toldEvals = len(r.evals)
		r.each, r.toldEach = r.restored.Each, true
	}
	if r.files = []File{}; before != nil {
		r.share(before)
	}
	if r.given == nil {
		for _, name := range r.job.Files {
			r.files = append(r.files, fetch(name))
		}
	}
	r.load()
}

// share takes over the examples of another run, if they are the very ones.
func (r *run) share(with *run) {
	if with.session != nil && with.job == r.job && r.job.Same != nil && r.restored == nil && r.job.Same(&with.spec, &r.spec) {
		r.given = &examples{with.session.Settings().Data, with.test}
	}
}

// examples are what it learns, and what is held back.
func (r *run) examples(files [][]byte) (learn, test data.Source, err error) {
	if g := r.given; g != nil {
		r.given = nil
		return g.learn, g.test, nil
	}
	return r.job.Data(&r.spec, files)
}

// load makes the session once all files have come.
func (r *run) load() {
	content := make([][]byte, len(r.files))
	for i, f := range r.files {
		b, err, ended := f.Result()
		if !ended {
			return
		}
		if err != nil {
			r.fail(err)
			return
		}
		content[i] = b
	}
	r.files = nil
	r.tell()
	if err := r.open(content); err != nil {
		r.fail(err)
		return
	}
	for _, c := range r.later {
		r.do(c)
	}
	r.later = nil
}

func (r *run) open(files [][]byte) (err error) {
	defer tensor.Recover(&err)
	learn, test, err := r.examples(files)
	if err != nil {
		return err
	}
	settings, err := r.spec.settings(train.Settings{Data: learn, Label: r.spec.label(), Halves: r.spec.Halves})
	if err != nil {
		return err
	}
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module { return r.job.Model(&r.first, rng) },
		Loss:  r.job.Loss(&r.first), Seed: r.spec.Seed, Settings: settings,
		SnapshotEvery: r.spec.SnapshotEvery, KeepHistory: r.spec.KeepHistory,
	})
	if err == nil && r.spec.Weights != nil {
		err = s.SetWeights(r.spec.Weights)
	}
	if err == nil && r.spec.Standing != nil {
		if err = s.Stand(*r.spec.Standing); r.restored == nil {
			r.told = s.StepCount()
		}
	}
	if err != nil {
		return err
	}
	r.session, r.state = s, state(s.Model())
	if r.restored != nil {
		err := r.resume(files, examples{learn, test})
		r.pair()
		return err
	}
	r.pair()
	if r.testOn(test, learn); r.spec.TestFirst {
		r.testIfDue(0)
	}
	return nil
}

// pair gives the run a mate, where there is one.
func (r *run) pair() {
	if r.help != nil && r.spec.Halves {
		r.session.Beside(r.help(&r.first, &r.spec, r.session.Settings().Data))
	}
}

// fork returns another run that stands where this one does and shares its past.
func (r *run) fork(c Command) *run {
	f := &run{id: c.Run, seq: c.Seq, job: r.job, spec: r.spec, first: r.first, help: r.help}
	f.toldStep, f.inspect = -1, r.inspect
	f.tell()
	if r.session == nil { // not yet, or never
		f.files, f.later, f.err = r.files, slices.Clone(r.later), r.err
		return f
	}
	err := r.arrive(Fork)
	r.rest()
	r.tell()
	if err == nil {
		f.session, err = r.session.Fork()
	}
	if err != nil {
		f.fail(err)
		return f
	}
	f.state = state(f.session.Model())
	f.pair()
	f.testOn(r.test, f.session.Settings().Data)
	f.each, f.toldEach = slices.Clone(r.each), true
	f.evals = slices.Clone(r.upTo(f.session.StepCount()))
	return f
}

// state lists the tensors that make a network what it has learned.
func state(m nn.Module) []*tensor.Tensor {
	var all []*tensor.Tensor
	for _, p := range m.Params() {
		all = append(all, p.Value)
	}
	for _, b := range nn.Buffers(m) {
		all = append(all, b.Value)
	}
	return all
}

func (r *run) fail(err error) {
	r.err, r.playing, r.files, r.testing = err, false, nil, false
	r.tell()
}

// take notes a command and does it, or keeps it until the files have come.
func (r *run) take(c Command) {
	r.seq = c.Seq
	r.tell()
	switch {
	case c.Kind == Inspect:
		r.inspect, r.toldStep = c.On, -1
	case c.Kind == Save:
		r.saving, r.room = true, c.Room
	case r.session == nil && r.err == nil:
		r.later = append(r.later, c)
	case r.session != nil:
		r.do(c)
	}
}

func (r *run) do(c Command) {
	s := r.session
	defer r.rest()
	err := r.arrive(c.Kind)
	switch c.Kind {
	case Play:
		r.playing, r.until = r.err == nil && !r.stopped, c.To
		return
	case Pause:
		r.playing = false
	case Step:
		r.playing, r.until = r.err == nil, s.StepCount()+max(c.To, 0)
	case Seek:
		err = r.seek(c.To)
	case Change:
		var settings train.Settings
		if settings, err = c.Hyper.settings(s.Settings()); err == nil {
			settings.Label = (&Spec{Hyper: *c.Hyper, Options: r.spec.Options}).label()
			err = s.Change(settings)
		}
		if err == nil {
			r.spec.Hyper = *c.Hyper
			r.forget()
		}
	case Options:
		err = r.options(c.Options)
	case Weights:
		if err = s.SetWeights(c.Weights); err == nil {
			r.forget()
		}
	}
	if err != nil {
		r.note = err.Error()
	}
	r.watch() // early stopping looks at what comes now
	r.since = time.Time{}
}

// arrive ends a replay before what is asked for next, so that the step at which
// it is done is the one that was sought, however long the way there takes.
func (r *run) arrive(next Kind) error {
	s := r.session
	for s.Seeking() && next != Seek && next != Pause && next != Play {
		if err := s.Step(); err != nil {
			return err
		}
		r.taken = true
	}
	return nil
}

// options goes on with the examples that other options name.
func (r *run) options(o map[string]string) (err error) {
	if len(r.job.Files) > 0 {
		return &tensor.ValueError{Op: r.spec.Job, Name: "options", Value: strconv.Itoa(len(o)), Want: "a new run: its files are no longer held"}
	}
	defer tensor.Recover(&err)
	spec := r.spec
	spec.Options = maps.Clone(o)
	var learn, test data.Source
	if learn, test, err = r.job.Data(&spec, nil); err != nil {
		return err
	}
	settings := r.session.Settings()
	settings.Data, settings.Label = learn, spec.label()
	if err := r.session.Change(settings); err != nil {
		return err
	}
	r.spec = spec
	r.pair()
	r.forget()
	r.testOn(test, learn)
	return nil
}

// seek goes to a recorded step, and on from the last one.
func (r *run) seek(step int) error {
	s := r.session
	recorded := max(s.History().Len(), s.StepCount())
	if err := s.Seek(min(step, recorded)); err != nil {
		return err
	}
	r.err, r.testing, r.taken = nil, false, false
	r.playing, r.until = step > recorded, step
	return nil
}

// forget drops what was reported of steps that no longer are.
func (r *run) forget() {
	step := r.session.StepCount()
	r.err, r.testing = nil, false
	r.told, r.toldStep = min(r.told, step), -1
	r.evals = r.upTo(step)
	r.toldEvals = min(r.toldEvals, len(r.evals))
}

// advance goes on for the time there is.
func (r *run) advance(budget time.Duration) {
	for start := time.Now(); r.busy(); {
		whole, err := r.piece(budget - time.Since(start))
		r.news = true
		if err != nil {
			r.fail(err)
		}
		if !whole || time.Since(start) >= budget {
			break
		}
	}
	r.rest()
}

// rest ends playing where that has come to its end. It is called wherever that
// may be: where nothing is left to do, nobody else will look.
func (r *run) rest() {
	if r.playing && !r.running() && !r.testing {
		r.playing, r.news = false, true
	}
}

// piece goes on with what comes next, and reports whether that was finished.
func (r *run) piece(budget time.Duration) (whole bool, err error) {
	s := r.session
	switch {
	case s.Seeking():
		n, err := s.Advance(budget)
		r.taken = r.taken || n > 0
		return !s.Seeking(), err
	case r.testing:
		return r.goOnTesting(s.StepCount(), budget)
	}
	stop := r.until
	if next := r.nextTest(s.StepCount()); next > 0 && (stop < 0 || next < stop) {
		stop = next
	}
	r.taken = true
	begin := time.Now()
	if stop < 0 {
		_, err = s.Advance(budget)
	} else {
		_, err = s.AdvanceTo(stop, budget)
	}
	r.spent += time.Since(begin)
	if err != nil || s.StepCount() != stop {
		return false, err
	}
	r.testIfDue(stop)
	return true, nil
}

// clock measures how many examples a second are learned.
func (r *run) clock() {
	if !r.playing {
		r.since = time.Time{}
		return
	}
	now, step := time.Now(), r.session.StepCount()
	if r.since.IsZero() || step < r.at {
		r.since, r.at, r.spent = now, step, 0
		return
	}
	if s := now.Sub(r.since).Seconds(); s >= 0.5 {
		n := float64((step - r.at) * r.session.Settings().BatchSize)
		r.rate = n / s
		r.speed = n / max(r.spent.Seconds(), 1e-6)
		r.since, r.at, r.spent = now, step, 0
	}
}
