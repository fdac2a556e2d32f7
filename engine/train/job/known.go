package job

import (
	"errors"
	"time"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/train"
)

// Poll takes what has arrived and returns whether there was anything for this
// runner. Where training has no thread of its own it goes on here, for the time
// of the budget.
func (r *Runner) Poll(budget time.Duration) bool {
	r.pull(budget)
	arrived := r.news && !r.closed
	r.news = false
	return arrived
}

// Pull takes what has arrived, as Poll does, and leaves it to the next Poll to
// say so.
func (r *Runner) Pull() { r.pull(0) }

func (r *Runner) pull(budget time.Duration) {
	if r.closed || r.run == 0 {
		return
	}
	l := r.line
	for range 4 * len(l.runners) { // a report a frame is usual; after a pause there may be more
		ok, err := l.link.Poll(&l.report, budget)
		if err != nil {
			for _, o := range l.runners {
				o.fail(err)
			}
			break
		}
		if !ok {
			break
		}
		budget = 0
		for _, o := range l.runners {
			if o.run == l.report.Run {
				o.take(&l.report)
			}
		}
	}
}

func (r *Runner) fail(err error) {
	r.err, r.wanted, r.news = err, false, true
	r.was.play, r.was.loading, r.was.seeking, r.was.busy = false, false, false, false
	r.was.seq = r.seq
}

// take follows a report.
func (r *Runner) take(p *Report) {
	r.news = true
	r.was = status{seq: p.Seq, loading: p.Loading, seeking: p.Seeking, busy: p.Busy, play: p.Playing, end: p.Stopped,
		step: p.Step, total: p.Total, epoch: p.Epoch, rate: p.Rate, pace: p.Pace}
	r.history.Join(p.From, &p.History, r.spec.KeepHistory)
	r.evals = append(r.evals[:min(len(r.evals), p.FromEval)], p.Evals...)
	if len(p.Each) > 0 {
		r.each = append(r.each[:0], p.Each...)
	}
	r.masks, r.dropped = append(r.masks[:0], p.Masks...), p.Dropped
	if p.HasInspection {
		r.inspect, p.Inspection, r.seen = p.Inspection, r.inspect, true
	}
	if len(p.Saved) > 0 && p.Seq >= r.savedAt {
		r.saved = p.Saved
	}
	p.Saved = nil // it is the runner's to let go of
	if p.Note != "" {
		r.note = errors.New(p.Note)
	}
	switch {
	case p.Error == "":
		r.err = nil
	case p.Broke.Op != "":
		broke := p.Broke
		r.err = &broke
	case r.err == nil || r.err.Error() != p.Error:
		r.err = errors.New(p.Error)
	}
	if p.Seq == r.seq {
		r.wanted = p.Playing
	}
	if p.HasWeights && p.Seq >= r.poured {
		pour(r.state, p.Weights)
		if r.stood = p.Counted >= 0 && p.Seq >= r.asked; r.stood {
			r.stands = train.Standing{Step: p.Step, Counted: p.Counted, Memory: append(r.stands.Memory[:0], p.Memory...)}
		}
	}
}

// Model is the network as of the last report, nil where there is no run; it
// learns only in Poll.
func (r *Runner) Model() nn.Module { return r.model }

// Spec returns what is trained, with the settings in force.
func (r *Runner) Spec() Spec { return r.spec }

// Loading reports whether the examples are still on their way.
func (r *Runner) Loading() bool { return r.run > 0 && r.err == nil && r.was.loading }

// Playing reports whether the run goes on, as far as is known.
func (r *Runner) Playing() bool { return r.wanted }

// Settled reports whether every command has been done and nothing moves any more.
func (r *Runner) Settled() bool {
	return r.run == 0 || r.closed || r.was.seq == r.seq && !r.was.busy && !r.was.play && r.history.Len() == r.was.total
}

// Stopped reports whether the run stands because of Hyper.StopAfter.
func (r *Runner) Stopped() bool { return r.was.end }

// StepCount returns the step of the last report.
func (r *Runner) StepCount() int { return r.was.step }

// Epoch returns how often the examples have been seen.
func (r *Runner) Epoch() float64 { return r.was.epoch }

// Rate returns how many examples a second are learned, by the clock on the wall.
func (r *Runner) Rate() float64 { return r.was.rate }

// Pace returns how many examples a second would be learned if nothing else
// took time.
func (r *Runner) Pace() float64 { return r.was.pace }

// History returns the figures of each step so far.
func (r *Runner) History() *train.History { return &r.history }

// Evals returns the tests so far.
func (r *Runner) Evals() []Eval { return r.evals }

// Each says of the last test, example by example, whether it was right: 1 or 0;
// nothing before a test, or where Spec.TestEach does not ask for it.
func (r *Runner) Each() []byte { return r.each }

// Inspection returns the last histograms, or nil if none have arrived.
func (r *Runner) Inspection() *train.Inspection {
	if !r.seen {
		return nil
	}
	return &r.inspect
}

// Masks are what dropout did to one example of the last step, as in
// [train.Session.Masks]; example is -1 if it did nothing, or if that is not known.
func (r *Runner) Masks() (masks []float32, example int) { return r.masks, r.dropped }

// Err returns why the run stands still, or nil.
func (r *Runner) Err() error { return r.err }

// Note returns why the last refused command was refused, once, or nil.
func (r *Runner) Note() error {
	err := r.note
	r.note = nil
	return err
}
