package job

import (
	"errors"
	"math/rand/v2"
	"time"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// Link carries commands to a [Work] and its reports back. It never blocks.
type Link interface {
	Send(c Command)
	// Poll fills r with the next report and returns whether there was one. A
	// link that has no thread of its own works for the time of the budget. An
	// error says that no more reports will come.
	Poll(r *Report, budget time.Duration) (bool, error)
	Close()
}

// Runner is the side that looks: a run that goes on somewhere, and what is
// known of it. Commands return at once; what they bring about arrives in
// [Runner.Poll]. It belongs to one goroutine.
type Runner struct {
	jobs []Job
	link Link

	spec    Spec
	run     uint32
	seq     uint32
	wanted  bool // was told to play
	model   nn.Module
	state   []*tensor.Tensor
	known   bool // weights have arrived
	report  Report
	history train.History
	evals   []Eval
	seen    bool // HasInspection of any report
	err     error
	note    error
	closed  bool
}

// NewRunner returns a runner that has nothing to do yet.
func NewRunner(link Link, jobs []Job) *Runner { return &Runner{link: link, jobs: jobs} }

// Start begins a new run, at step 0 and paused, and forgets the last one. It
// returns an error, and changes nothing, if the spec makes no sense.
func (r *Runner) Start(s Spec) error {
	j, err := Find(r.jobs, s.Job)
	if err != nil {
		return err
	}
	if _, err := s.rule(); err != nil {
		return err
	}
	model, err := j.build(&s, rand.New(rand.NewPCG(s.Seed, 0)))
	if err != nil {
		return err
	}
	r.run++
	r.spec, r.model, r.state = s, model, state(model)
	r.known, r.wanted, r.seen, r.err, r.note = false, false, false, nil, nil
	r.report.Loading, r.report.Busy, r.report.Playing, r.report.Seeking = true, true, false, false
	r.report.Step, r.report.Epoch, r.report.Rate, r.report.Pace, r.report.Total = 0, 0, 0, 0, 0
	reset(&r.history)
	r.evals = r.evals[:0]
	r.send(Command{Kind: Start, Spec: &s})
	return nil
}

func (r *Runner) send(c Command) {
	if r.closed || r.run == 0 {
		return
	}
	r.seq++
	c.Run, c.Seq = r.run, r.seq
	r.link.Send(c)
}

// Play goes on until [Runner.Pause], or an error.
func (r *Runner) Play() { r.PlayTo(-1) }

// PlayTo goes on to a step and pauses there.
func (r *Runner) PlayTo(step int) {
	r.wanted = true
	r.send(Command{Kind: Play, To: step})
}

// Pause lets the run stand after the step that is being taken.
func (r *Runner) Pause() {
	r.wanted = false
	r.send(Command{Kind: Pause})
}

// Step takes n steps and pauses.
func (r *Runner) Step(n int) {
	r.wanted = true
	r.send(Command{Kind: Step, To: n})
}

// Seek goes to a step, back by replay from a snapshot or on by training, and pauses there.
func (r *Runner) Seek(step int) {
	r.wanted = false
	r.send(Command{Kind: Seek, To: max(step, 0)})
}

// Change puts other settings in force from the next step on; steps recorded
// beyond it are forgotten. It returns an error, and changes nothing, if a
// setting makes no sense or the update rule is of another kind.
func (r *Runner) Change(h Hyper) error {
	if _, err := h.rule(); err != nil {
		return err
	}
	if h.Rule != r.spec.Rule {
		return &tensor.ValueError{Op: "train", Name: "rule", Value: h.Rule, Want: r.spec.Rule + ", or a new run"}
	}
	r.spec.Hyper = h
	r.send(Command{Kind: Change, Hyper: &h})
	return nil
}

// Inspect asks for the histograms of each step that is reported, or no longer.
func (r *Runner) Inspect(on bool) { r.send(Command{Kind: Inspect, On: on}) }

// Close ends the run and lets go of what carried it.
func (r *Runner) Close() {
	if !r.closed {
		r.closed, r.wanted = true, false
		r.link.Close()
	}
}

// Poll takes what has arrived and returns whether there was anything. Where
// training has no thread of its own it goes on here, for the time of the budget.
func (r *Runner) Poll(budget time.Duration) bool {
	if r.closed || r.run == 0 {
		return false
	}
	arrived := false
	for range 4 { // a report a frame is usual; after a pause there may be two
		ok, err := r.link.Poll(&r.report, budget)
		if err != nil {
			r.fail(err)
			return true
		}
		if !ok {
			break
		}
		budget = 0
		if r.report.Run == r.run {
			arrived = true
			r.take()
		}
	}
	return arrived
}

func (r *Runner) fail(err error) {
	r.err, r.wanted = err, false
	r.report.Playing, r.report.Loading, r.report.Seeking, r.report.Busy = false, false, false, false
	r.report.Seq = r.seq
}

// take follows a report.
func (r *Runner) take() {
	p := &r.report
	for _, c := range columns(&r.history) {
		*c = (*c)[:min(len(*c), p.From)]
	}
	add(&r.history, &p.History, 0, p.History.Len())
	r.evals = append(r.evals[:min(len(r.evals), p.FromEval)], p.Evals...)
	r.seen = r.seen || p.HasInspection
	if p.Note != "" {
		r.note = errors.New(p.Note)
	}
	switch {
	case p.Error == "":
		r.err = nil
	case r.err == nil || r.err.Error() != p.Error:
		r.err = errors.New(p.Error)
	}
	if p.Seq == r.seq {
		r.wanted = p.Playing
	}
	if !p.HasWeights {
		return
	}
	rest := p.Weights
	for _, t := range r.state {
		rest = rest[copy(t.Data(), rest):]
		t.Touch()
	}
	r.known = true
}

// Model is the network as of the last report, or nil before the first; it
// learns only in Poll.
func (r *Runner) Model() nn.Module {
	if !r.known {
		return nil
	}
	return r.model
}

// Spec returns what is trained, with the settings in force.
func (r *Runner) Spec() Spec { return r.spec }

// Loading reports whether the examples are still on their way.
func (r *Runner) Loading() bool { return r.run > 0 && r.err == nil && r.report.Loading }

// Playing reports whether the run goes on, as far as is known.
func (r *Runner) Playing() bool { return r.wanted }

// Settled reports whether every command has been done and nothing moves any more.
func (r *Runner) Settled() bool {
	return r.run == 0 || r.closed || r.report.Seq == r.seq && !r.report.Busy && !r.report.Playing && r.history.Len() == r.report.Total
}

// StepCount returns the step of the last report.
func (r *Runner) StepCount() int { return r.report.Step }

// Epoch returns how often the examples have been seen.
func (r *Runner) Epoch() float64 { return r.report.Epoch }

// Rate returns how many examples a second are learned, by the clock on the wall.
func (r *Runner) Rate() float64 { return r.report.Rate }

// Pace returns how many examples a second would be learned if nothing else
// took time.
func (r *Runner) Pace() float64 { return r.report.Pace }

// History returns the figures of each step so far.
func (r *Runner) History() *train.History { return &r.history }

// Evals returns the tests so far.
func (r *Runner) Evals() []Eval { return r.evals }

// Inspection returns the last histograms, or nil if none have arrived.
func (r *Runner) Inspection() *train.Inspection {
	if !r.seen {
		return nil
	}
	return &r.report.Inspection
}

// Err returns why the run stands still, or nil.
func (r *Runner) Err() error { return r.err }

// Note returns why the last refused command was refused, once, or nil.
func (r *Runner) Note() error {
	err := r.note
	r.note = nil
	return err
}
