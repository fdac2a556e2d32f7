package job

import (
	"slices"
	"time"
)

// Work is the side that trains. It belongs to one goroutine, does what it is
// told by [Work.Do], goes on in slices of time by [Work.Advance], and tells
// what is new by [Work.Report]. It may have several runs: the one that has
// taken the fewest steps goes first, so that they race side by side.
type Work struct {
	// Spacing is the least time between two reports of a run while nothing but
	// steps is new.
	Spacing time.Duration
	Help    Help // who may take part; nil: nobody

	jobs  []Job
	fetch Fetch
	runs  []*run
	turn  int // of the run that reports next
}

// NewWork returns a side that trains the jobs of a catalogue and loads what they need by fetch.
func NewWork(jobs []Job, fetch Fetch) *Work { return &Work{jobs: jobs, fetch: fetch} }

// Busy reports whether Advance has anything to do.
func (w *Work) Busy() bool { return w.next() != nil || w.Loading() }

// Loading reports whether files are on their way and nothing can be done but wait.
func (w *Work) Loading() bool {
	return w.next() == nil && slices.ContainsFunc(w.runs, (*run).loading)
}

// Pending reports whether there is something to report.
func (w *Work) Pending() bool {
	return slices.ContainsFunc(w.runs, func(r *run) bool { return r.news })
}

// next is the run whose turn it is to learn, nil if none has anything to do.
func (w *Work) next() *run {
	var first *run
	for _, r := range w.runs {
		if r.busy() && !r.loading() && (first == nil || r.session.StepCount() < first.session.StepCount()) {
			first = r
		}
	}
	return first
}

func (w *Work) find(id uint32) int {
	return slices.IndexFunc(w.runs, func(r *run) bool { return r.id == id })
}

// Do does what a command says; what goes wrong is in the next report.
func (w *Work) Do(c Command) {
	i := w.find(c.Run)
	switch {
	case c.Kind == Start:
		r, before := &run{id: c.Run, help: w.Help}, (*run)(nil)
		if old := w.find(c.From); old >= 0 {
			before, w.runs[old] = w.runs[old], r
		} else {
			w.runs = append(w.runs, r)
		}
		r.start(c, w.jobs, w.fetch, before)
	case c.Kind == Fork:
		if from := w.find(c.From); from >= 0 {
			w.runs = append(w.runs, w.runs[from].fork(c))
		}
	case i < 0: // of a run that is gone
	case c.Kind == End:
		w.runs = slices.Delete(w.runs, i, i+1)
	default:
		w.runs[i].take(c)
	}
}

// share is how long one of several runs goes on before another has its turn.
const share = time.Millisecond

// Advance goes on for the time there is, by one step at least if there is one.
func (w *Work) Advance(budget time.Duration) {
	for _, r := range w.runs {
		if r.loading() {
			r.load()
		}
	}
	for start := time.Now(); ; {
		r := w.next()
		rest := budget - time.Since(start)
		if r == nil {
			break
		}
		if len(w.runs) > 1 {
			rest = min(rest, share)
		}
		r.advance(rest)
		if time.Since(start)+share/8 >= budget {
			break
		}
	}
	for _, r := range w.runs {
		r.clock()
	}
}

// Report fills r with what is new of one run since it was last reported; its
// memory is used again. It returns false, and leaves r, if nothing is, or if the
// last report was a moment ago and only steps have been taken since.
func (w *Work) Report(r *Report) bool {
	for range w.runs {
		w.turn = (w.turn + 1) % len(w.runs)
		if w.runs[w.turn].report(r, w.Spacing) {
			return true
		}
	}
	return false
}
