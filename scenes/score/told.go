package score

import (
	"slices"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/exam"
	"gradtheatre/scenes/inspect"
)

// told is what is said of the training, on a record of its own: the share of
// right answers and the loss of the last step. Both unfold further once somebody
// asks: the test is then taken again by the weights of then, and the step done
// again by those before it.
type told struct {
	tape           *grad.Tape
	tr             trace.Trace
	answers, share *grad.Var // of the last test: 1 or 0 an image, and their mean; nil before one
	cost, mean     *grad.Var // of the last step; nil before the first

	right      []tensor.Elem
	held, next *nn.Linear // the weights that were tested, and those under test
	exam       exam.Exam
	images     data.Batch

	last   train.Rehearsal
	lastTr trace.Trace
	lastOf int // the step that last is, −1: none
}

func newTold() told {
	t := told{tape: grad.NewTape(), lastOf: -1}
	t.tape.NoGrad = true
	return t
}

// hold keeps the weights that are being tested.
func (r *digitRun) hold() {
	t := &r.told
	if t.next == nil {
		t.next = nn.NewLinear(area, digits, nil)
	}
	copyLinear(t.next, r.linear)
}

func copyLinear(dst, src *nn.Linear) {
	for i, p := range dst.Params() {
		tensor.Copy(p.Value, src.Params()[i].Value)
		p.Value.Touch()
	}
}

// graded takes the answers of the test that has ended.
func (r *digitRun) graded() {
	t := &r.told
	t.right = t.right[:0]
	for _, v := range r.eval.Each {
		t.right = append(t.right, tensor.Elem(v))
	}
	t.held, t.next = t.next, t.held
	t.exam.Forget()
}

// followTold says what another run says.
func (r *digitRun) followTold(of *told) {
	t := &r.told
	t.right = slices.Clone(of.right)
	if of.held != nil {
		t.held = nn.NewLinear(area, digits, nil)
		copyLinear(t.held, of.held)
	}
}

// tell records what is said.
func (r *digitRun) tell() {
	t := &r.told
	t.tape.Reset()
	t.answers, t.share, t.cost, t.mean = nil, nil, nil, nil
	if len(t.right) > 0 {
		t.answers = t.tape.Const("right", tensor.From(t.right, len(t.right)))
		t.share = grad.Mean(t.answers).Named("test_accuracy")
	}
	if l, ok := r.loss(); ok {
		t.cost = t.tape.Const("loss of the step", tensor.From([]tensor.Elem{tensor.Elem(l)}, 1))
		t.mean = grad.Mean(t.cost).Named("loss")
	}
	t.tape.Record(&t.tr)
}

// lastAccuracy and lastLoss are what is said; not ok where nothing is.
func (r *digitRun) lastAccuracy() (v float64, ok bool) { return r.told.number(r.told.share) }
func (r *digitRun) lastLoss() (v float64, ok bool)     { return r.told.number(r.told.mean) }

func (t *told) number(v *grad.Var) (float64, bool) {
	if v == nil {
		return 0, false
	}
	return t.tr.Nodes[v.ID()].Value[0], true
}

// goFurther takes the last test and the last step once more, by the weights of
// then; not while it learns.
func (r *digitRun) goFurther() {
	t := &r.told
	if r.session == nil || r.err != nil {
		return
	}
	if !t.exam.Taken && len(t.right) > 0 && t.held != nil {
		index := make([]int, r.test.N)
		for i := range index {
			index[i] = i
		}
		r.test.Gather(&t.images, index, nil)
		if t.exam.Take(t.held, tensor.From(t.images.X.Data(), len(index), area), t.images.Labels) != nil {
			t.exam.Forget()
		}
	}
	if n := r.steps(); n > 0 && !t.done(n) {
		if f, err := r.session.Fork(); err == nil && f.SeekNow(n-1) == nil &&
			t.last.Run(f.Model(), train.CrossEntropy, f.Settings(), r.seed, n-1) == nil {
			t.last.Tape().Record(&t.lastTr)
			t.lastOf = n
		}
	}
}

// done reports whether the last step, which was the n-th, has been done again.
func (t *told) done(n int) bool {
	return t.mean != nil && t.lastOf == n && t.last.Loss.Value.Item() == t.cost.Value.Data()[0]
}

// show hands the runs to the inspector: those that go further, as far as they are
// known, after those that are always shown.
func (r *digitRun) show(s *inspect.Runs, shown ...inspect.Run) {
	t := &r.told
	var links [][2]inspect.Origin
	if t.share != nil && t.exam.Taken {
		links = append(links, [2]inspect.Origin{inspect.Of(runTold, t.answers.ID(), 0), t.exam.Answer(len(shown), 0)})
		shown = append(shown, t.exam.Run())
	}
	if t.done(r.steps()) {
		links = append(links, [2]inspect.Origin{inspect.Of(runTold, t.cost.ID(), 0), inspect.Of(len(shown), t.last.Loss.ID(), 0)})
		shown = append(shown, inspect.Run{Tape: t.last.Tape(), Record: &t.lastTr})
	}
	s.Show(shown...)
	for _, l := range links {
		s.Link(l[0], l[1])
	}
}
