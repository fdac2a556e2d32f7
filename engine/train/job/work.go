package job

import (
	"math/rand/v2"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// Work is the side that trains. It belongs to one goroutine, does what it is
// told by [Work.Do], goes on in slices of time by [Work.Advance], and tells
// what is new by [Work.Report].
type Work struct {
	// Spacing is the least time between two reports while nothing but steps is new.
	Spacing time.Duration

	jobs  []Job
	fetch Fetch

	run, seq uint32
	job      *Job
	spec     Spec
	files    []File // on their way; nil once the session is there
	session  *train.Session
	state    []*tensor.Tensor // parameters and buffers
	test     data.Source

	playing bool
	until   int       // step to stop at; negative: none
	later   []Command // what was asked for while the files were on their way
	eval    *train.Evaluation
	testing bool
	evals   []Eval
	err     error
	note    string // a command that was refused
	taken   bool   // the tape is that of the last step

	inspect   bool
	news      bool // there is something to report
	urgent    bool // and it is more than steps
	reported  time.Time
	told      int // entries of the history that were reported
	toldEvals int
	toldStep  int // whose weights were reported; −1: none

	rate  float64 // examples a second of the clock on the wall
	pace  float64 // examples a second of the time that the steps took
	spent time.Duration
	since time.Time
	at    int // step at since
}

// NewWork returns a side that trains the jobs of a catalogue and loads what they need by fetch.
func NewWork(jobs []Job, fetch Fetch) *Work { return &Work{jobs: jobs, fetch: fetch} }

// Loading reports whether files are on their way: nothing can be done but wait.
func (w *Work) Loading() bool { return w.files != nil }

// Busy reports whether Advance has anything to do.
func (w *Work) Busy() bool {
	return w.Loading() || w.session != nil && w.err == nil && (w.session.Seeking() || w.testing || w.running())
}

// running reports whether there are steps to be taken.
func (w *Work) running() bool {
	return w.playing && (w.until < 0 || w.session.StepCount() < w.until)
}

// Do does what a command says; what goes wrong is in the next report.
func (w *Work) Do(c Command) {
	w.seq, w.news, w.urgent = c.Seq, true, true
	switch {
	case c.Kind == Start:
		w.start(c)
	case c.Run != w.run: // of a run that is gone
	case c.Kind == Inspect:
		w.inspect, w.toldStep = c.On, -1
	case w.session == nil && w.err == nil:
		w.later = append(w.later, c)
	case w.session != nil:
		w.do(c)
	}
}

func (w *Work) do(c Command) {
	s := w.session
	switch c.Kind {
	case Play:
		w.playing, w.until = w.err == nil, c.To
	case Pause:
		w.playing = false
	case Step:
		w.playing, w.until = w.err == nil, s.StepCount()+max(c.To, 0)
	case Seek:
		w.seek(c.To)
	case Change:
		settings, err := c.Hyper.settings(s.Settings())
		if err == nil {
			err = s.Change(settings)
		}
		if err != nil {
			w.note = err.Error()
			return
		}
		w.err = nil
		w.forget()
	}
	w.since = time.Time{}
}

// seek goes to a recorded step, and on from the last one.
func (w *Work) seek(step int) {
	s := w.session
	recorded := max(s.History().Len(), s.StepCount())
	if err := s.Seek(min(step, recorded)); err != nil {
		w.note = err.Error()
		return
	}
	w.err, w.testing, w.taken = nil, false, false
	w.playing, w.until = step > recorded, step
}

// forget drops what was reported of steps that no longer are.
func (w *Work) forget() {
	step := w.session.StepCount()
	w.told, w.toldStep = min(w.told, step), -1
	w.testing = false
	n := len(w.evals)
	for n > 0 && w.evals[n-1].Step > step {
		n--
	}
	w.evals, w.toldEvals = w.evals[:n], min(w.toldEvals, n)
}

func (w *Work) start(c Command) {
	*w = Work{Spacing: w.Spacing, jobs: w.jobs, fetch: w.fetch, run: c.Run, seq: c.Seq, spec: *c.Spec, news: true, urgent: true, toldStep: -1,
		inspect: w.inspect, evals: w.evals[:0], later: w.later[:0]}
	if w.job, w.err = Find(w.jobs, w.spec.Job); w.err != nil {
		return
	}
	w.files = make([]File, len(w.job.Files))
	for i, name := range w.job.Files {
		w.files[i] = w.fetch(name)
	}
	w.load()
}

// load makes the session once all files have come.
func (w *Work) load() {
	content := make([][]byte, len(w.files))
	for i, f := range w.files {
		b, err, ended := f.Result()
		if !ended {
			return
		}
		if err != nil {
			w.fail(err)
			return
		}
		content[i] = b
	}
	w.files, w.news, w.urgent = nil, true, true
	if err := w.open(content); err != nil {
		w.fail(err)
		return
	}
	for _, c := range w.later {
		w.do(c)
	}
	w.later = w.later[:0]
}

func (w *Work) fail(err error) {
	w.err, w.playing, w.files, w.news, w.testing = err, false, nil, true, false
}

func (w *Work) open(files [][]byte) (err error) {
	defer tensor.Recover(&err)
	learn, test, err := w.job.Data(&w.spec, files)
	if err != nil {
		return err
	}
	settings, err := w.spec.settings(train.Settings{Data: learn})
	if err != nil {
		return err
	}
	s, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module { return w.job.Model(&w.spec, rng) },
		Loss:  w.job.Loss(&w.spec), Seed: w.spec.Seed, Settings: settings, SnapshotEvery: w.spec.SnapshotEvery,
	})
	if err != nil {
		return err
	}
	w.session, w.test, w.state = s, test, state(s.Model())
	return nil
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

// Advance goes on for the time there is, by one step at least if there is one.
func (w *Work) Advance(budget time.Duration) {
	if w.Loading() {
		w.load()
	}
	if w.session == nil {
		return
	}
	for start := time.Now(); w.Busy(); {
		whole, err := w.piece(budget - time.Since(start))
		w.news = true
		if err != nil {
			w.fail(err)
		}
		if !whole || time.Since(start) >= budget {
			break
		}
	}
	if w.playing && !w.running() && !w.testing {
		w.playing, w.news = false, true
	}
	w.clock()
}

// piece goes on with what comes next, and reports whether that was finished.
func (w *Work) piece(budget time.Duration) (whole bool, err error) {
	s := w.session
	switch {
	case s.Seeking():
		n, err := s.Advance(budget)
		w.taken = w.taken || n > 0
		return !s.Seeking(), err
	case w.testing:
		done, err := w.eval.Advance(budget)
		if done && err == nil {
			w.testing = false
			w.evals = append(w.evals, Eval{w.eval.Step, w.eval.Loss, w.eval.Accuracy})
		}
		return done, err
	}
	stop := w.until
	if every := w.spec.TestEvery; every > 0 && w.test != nil {
		next := (s.StepCount()/every + 1) * every
		if stop < 0 || next < stop {
			stop = next
		}
	}
	w.taken = true
	begin := time.Now()
	if stop < 0 {
		_, err = s.Advance(budget)
	} else {
		_, err = s.AdvanceTo(stop, budget)
	}
	w.spent += time.Since(begin)
	if err != nil || s.StepCount() != stop {
		return false, err
	}
	w.beginTest()
	return true, nil
}

// beginTest tests the model where a test is due and has not been made.
func (w *Work) beginTest() {
	step, every := w.session.StepCount(), w.spec.TestEvery
	if w.test == nil || every <= 0 || step%every != 0 {
		return
	}
	if n := len(w.evals); n > 0 && w.evals[n-1].Step >= step {
		return
	}
	if w.eval == nil {
		w.eval = w.session.NewEvaluation(w.test, 0)
	}
	w.eval.Restart()
	w.testing = true
}

// clock measures how many examples a second are learned.
func (w *Work) clock() {
	if !w.playing {
		w.since = time.Time{}
		return
	}
	now, step := time.Now(), w.session.StepCount()
	if w.since.IsZero() || step < w.at {
		w.since, w.at, w.spent = now, step, 0
		return
	}
	if s := now.Sub(w.since).Seconds(); s >= 0.5 {
		n := float64((step - w.at) * w.session.Settings().BatchSize)
		w.rate = n / s
		w.pace = n / max(w.spent.Seconds(), 1e-6)
		w.since, w.at, w.spent = now, step, 0
	}
}

// maxEntries is how many steps of the history one report tells of.
const maxEntries = 2048

// Pending reports whether there is something to report.
func (w *Work) Pending() bool { return w.news && w.run > 0 }

// Report fills r with what is new since the last one; its memory is used
// again. It returns false, and leaves r, if nothing is, or if the last report
// was a moment ago and only steps have been taken since.
func (w *Work) Report(r *Report) bool {
	if !w.Pending() {
		return false
	}
	if w.Spacing > 0 {
		now := time.Now()
		if !w.urgent && w.Busy() && now.Sub(w.reported) < w.Spacing {
			return false
		}
		w.reported = now
	}
	w.news, w.urgent = false, false
	r.Run, r.Seq, r.Playing, r.Rate, r.Pace, r.Error, r.Note = w.run, w.seq, w.playing, w.rate, w.pace, "", w.note
	r.Loading, r.Busy, r.Seeking, r.HasWeights, r.HasInspection = w.Loading(), w.Busy(), false, false, false
	r.Step, r.Total, r.From, r.FromEval, r.Epoch = 0, 0, 0, 0, 0
	reset(&r.History)
	r.Evals = r.Evals[:0]
	w.note = ""
	if w.err != nil {
		r.Error = w.err.Error()
	}
	if w.session == nil {
		return true
	}
	s, h := w.session, w.session.History()
	r.Step, r.Epoch, r.Seeking, r.Total = s.StepCount(), s.Epoch(), s.Seeking(), h.Len()
	r.From = min(w.told, h.Len())
	w.told = min(h.Len(), r.From+maxEntries)
	add(&r.History, h, r.From, w.told)
	w.news = w.told < h.Len()
	w.urgent = w.news
	r.FromEval = min(w.toldEvals, len(w.evals))
	r.Evals = append(r.Evals, w.evals[r.FromEval:]...)
	w.toldEvals = len(w.evals)
	if w.toldStep != r.Step && !r.Seeking {
		w.toldStep = r.Step
		r.HasWeights = true
		r.Weights = r.Weights[:0]
		for _, t := range w.state {
			r.Weights = append(r.Weights, t.Data()...)
		}
		if w.inspect && w.taken {
			r.HasInspection = true
			s.Inspect(&r.Inspection)
		}
	}
	return true
}
