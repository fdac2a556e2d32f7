package job

import (
	"slices"
	"strconv"
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

// line is a link with all the runners that look through it.
type line struct {
	jobs      []Job
	link      Link
	report    Report
	runners   []*Runner
	runs, seq uint32
}

// Runner is the side that looks: a run that goes on somewhere, and what is
// known of it. Commands return at once; what they bring about arrives in
// [Runner.Poll]. It belongs to one goroutine, as do those that were made
// beside it.
type Runner struct {
	line *line
	spec Spec
	run  uint32
	born uint32 // run, or what it was when the run was saved
	seq  uint32
	was  status // as of the last report
	news bool   // a report has come since the last Poll

	wanted  bool // was told to play
	build   func() (nn.Module, error)
	model   nn.Module
	state   []*tensor.Tensor
	poured  uint32         // the command of SetWeights: older weights are of no interest
	stands  train.Standing // where the run with these weights stands
	stood   bool           // and that is known
	asked   uint32         // the last command after which it is another
	history train.History
	evals   []Eval
	each    []byte
	masks   []float32
	dropped int
	inspect train.Inspection
	seen    bool // inspect is of some report
	err     error
	note    error
	closed  bool
	saved   []byte // what came of Save
	savedAt uint32 // the command of Save: what an earlier one brings is too old
	edits   uint32 // commands that were more than a way to a step
}

// status are the plain figures of a report.
type status struct {
	seq                               uint32
	loading, seeking, busy, play, end bool
	step, total                       int
	epoch, rate, pace                 float64
}

// NewRunner returns a runner that has nothing to do yet.
func NewRunner(link Link, jobs []Job) *Runner {
	return (&line{link: link, jobs: jobs}).runner()
}

func (l *line) runner() *Runner {
	r := &Runner{line: l}
	l.runners = append(l.runners, r)
	return r
}

// Beside returns a runner that has nothing to do yet and shares this one's
// thread: their runs take turns there.
func (r *Runner) Beside() *Runner { return r.line.runner() }

// Start begins a new run, at step 0 and paused, and forgets the last one. It
// returns an error, and changes nothing, if the spec makes no sense.
func (r *Runner) Start(s Spec) error {
	j, err := Find(r.line.jobs, s.Job)
	if err != nil {
		return err
	}
	if err := s.Check(); err != nil {
		return err
	}
	build := func() (nn.Module, error) { return j.build(&s, train.WeightRNG(s.Seed)) }
	model, err := build()
	if err != nil {
		return err
	}
	all := state(model)
	if s.Weights != nil {
		if err := fits(all, s.Weights); err != nil {
			return err
		}
		pour(all, s.Weights)
	}
	if s.Standing != nil {
		if err := s.remembers(model); err != nil {
			return err
		}
	}
	was := r.run
	r.begin()
	r.spec, r.build, r.model, r.state = s, build, model, all
	reset(&r.history)
	r.evals, r.each = r.evals[:0], r.each[:0]
	if at := s.Standing; at != nil {
		r.was.step, r.was.total, r.history.From = at.Step, at.Step, at.Step
		r.stands, r.stood = *at, true
		r.stands.Memory = slices.Clone(at.Memory)
	}
	r.send(Command{Kind: Start, From: was, Spec: &s})
	return nil
}

// begin takes the number of a new run.
func (r *Runner) begin() {
	r.line.runs++
	r.run, r.born, r.edits = r.line.runs, r.line.runs, 0
	r.was = status{loading: true, busy: true}
	r.wanted, r.seen, r.poured, r.dropped, r.err, r.note = false, false, 0, -1, nil, nil
	r.saved = nil
	r.stood, r.asked = false, 0
}

// Fork returns a runner whose run stands where this one's does and shares its
// past, paused; what either does from now on does not touch the other. It
// returns an error if there is no run.
func (r *Runner) Fork() (*Runner, error) {
	f := r.Beside()
	if err := f.Follow(r); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// Follow is [Runner.Fork] into a runner that there is, in place of its run. It
// returns an error, and changes nothing, if the other one has no run or learns on
// another thread.
func (r *Runner) Follow(of *Runner) error {
	if of.run == 0 || of.closed || of.line != r.line {
		return &tensor.ValueError{Op: "fork", Name: "run", Value: "none", Want: "a run that was started, on this thread"}
	}
	model, err := of.build()
	if err != nil {
		return err
	}
	r.send(Command{Kind: End})
	r.begin()
	r.spec, r.build, r.model, r.state = of.spec, of.build, model, state(model)
	reset(&r.history)
	r.history.Join(of.history.From, &of.history, 0)
	r.evals, r.each = append(r.evals[:0], of.evals...), append(r.each[:0], of.each...)
	r.stands, r.stood = of.stands, of.stood
	r.stands.Memory = slices.Clone(of.stands.Memory)
	r.was.step, r.was.epoch, r.was.total = of.was.step, of.was.epoch, of.was.total
	for i, t := range r.state {
		tensor.Copy(t, of.state[i])
	}
	r.send(Command{Kind: Fork, From: of.run})
	return nil
}

func (r *Runner) send(c Command) {
	if r.closed || r.run == 0 {
		return
	}
	r.line.seq++
	r.seq = r.line.seq
	c.Run, c.Seq = r.run, r.seq
	switch c.Kind {
	case Change, Options, Weights:
		r.edits++
		r.stood, r.asked = r.stood && c.Kind == Weights, r.seq
	}
	r.line.link.Send(c)
}

// Play goes on until [Runner.Pause], or an error.
func (r *Runner) Play() { r.PlayTo(-1) }

// PlayTo goes on to a step and pauses there. A run that has stopped early goes on too.
func (r *Runner) PlayTo(step int) {
	if r.was.end {
		r.was.end = false
		r.send(Command{Kind: Pause})
	}
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
// setting makes no sense.
func (r *Runner) Change(h Hyper) error {
	if err := h.Check(); err != nil {
		return err
	}
	r.spec.Hyper = h
	r.send(Command{Kind: Change, Hyper: &h})
	return nil
}

// ChangeOptions learns other examples from the next step on, those that the
// job returns for these options; the network stays as it was built. What is
// wrong with them comes back as a Note.
func (r *Runner) ChangeOptions(o map[string]string) {
	r.spec.Options = o
	r.send(Command{Kind: Options, Options: o})
}

// SetWeights goes on from here with other weights: parameters, then buffers,
// end to end. It returns an error, and changes nothing, if they do not fit.
func (r *Runner) SetWeights(w []tensor.Elem) error {
	if err := fits(r.state, w); err != nil {
		return err
	}
	r.send(Command{Kind: Weights, Weights: w})
	pour(r.state, w) // at once, for the eyes
	r.poured = r.seq
	return nil
}

func pour(all []*tensor.Tensor, w []tensor.Elem) {
	for _, t := range all {
		w = w[copy(t.Data(), w):]
		t.Touch()
	}
}

// fits returns an error unless there is one finite number for each weight.
func fits(all []*tensor.Tensor, w []tensor.Elem) error {
	n := 0
	for _, t := range all {
		n += t.Len()
	}
	if len(w) != n {
		return &tensor.ValueError{Op: "train", Name: "weights", Value: strconv.Itoa(len(w)) + " numbers", Want: strconv.Itoa(n) + " numbers"}
	}
	for _, v := range w {
		if v-v != 0 {
			return &tensor.ValueError{Op: "train", Name: "weights", Value: "NaN or ∞", Want: "finite numbers"}
		}
	}
	return nil
}

// Weights appends the weights as of the last report to dst, in the order of SetWeights.
func (r *Runner) Weights(dst []tensor.Elem) []tensor.Elem {
	for _, t := range r.state {
		dst = append(dst, t.Data()...)
	}
	return dst
}

// Standing returns where the run with the weights of [Runner.Weights] stands; with
// both in a [Spec] another run goes on digit for digit. ok is false where it is
// not known, or too much to be told with every report. The memory is overwritten
// by the next Poll.
func (r *Runner) Standing() (at train.Standing, ok bool) { return r.stands, r.stood }

// Inspect asks for the histograms of each step that is reported, or no longer.
func (r *Runner) Inspect(on bool) { r.send(Command{Kind: Inspect, On: on}) }

// Close ends the run; the last of those that share a thread lets go of it.
func (r *Runner) Close() {
	if r.closed {
		return
	}
	l := r.line
	l.runners = slices.DeleteFunc(l.runners, func(o *Runner) bool { return o == r })
	if len(l.runners) > 0 {
		r.send(Command{Kind: End})
	} else {
		l.link.Close()
	}
	r.closed, r.wanted = true, false
}
