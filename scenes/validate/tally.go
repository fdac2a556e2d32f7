package validate

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/exam"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// tally is the record that scores are read from: a score is the mean of what
// was right, 1 or 0 an example. When somebody unfolds one, its examples go
// through the network of then once more.
type tally struct {
	inspect.Runs
	tape   *grad.Tape
	tr     trace.Trace
	places []inspect.Cell
	scores []score
	more   []inspect.Run // shown after the record
	exams  []*taken      // and after them, in the order in which they were taken
	reopen func(of source) (nn.Module, *tensor.Tensor, []int)
}

// source says which network was tested on what.
type source struct {
	kind sourceKind
	net  int // of several
}

type sourceKind uint8

const (
	onTrain sourceKind = iota
	onVal
	onTest
	onFresh
	onFold
)

// score is one that was recorded.
type score struct {
	source
	right, mean *grad.Var
}

// mostExams is how many are kept.
const mostExams = 8

// taken is a test that was taken again.
type taken struct {
	source
	exam.Exam
}

func newTally() *tally {
	t := &tally{tape: grad.NewTape()}
	t.tape.NoGrad = true
	return t
}

// begin forgets the scores, not the tests that were taken again.
func (t *tally) begin() {
	t.tape.Reset()
	t.places, t.scores = t.places[:0], t.scores[:0]
}

// forget drops what was taken again: the networks or the examples are others now.
func (t *tally) forget() { t.exams = nil }

// score puts the share of what was right on the record; nil of none.
func (t *tally) score(name string, of source, right []bool) *grad.Var {
	if len(right) == 0 {
		return nil
	}
	s := score{source: of, right: t.tape.Const(name+" right", tensor.From(marks(right), len(right)))}
	s.mean = grad.Mean(s.right).Named(name)
	t.scores = append(t.scores, s)
	return s.mean
}

// count puts on the record how many of n are so: Σ of 1 or 0 for each.
func (t *tally) count(name, each string, n int, so func(i int) bool) *grad.Var {
	x := make([]bool, n)
	for i := range x {
		x[i] = so(i)
	}
	return grad.Sum(t.tape.Const(each, tensor.From(marks(x), n))).Named(name)
}

// end shows the record.
func (t *tally) end(more ...inspect.Run) {
	t.tape.Record(&t.tr)
	t.more = more
	t.show()
}

func (t *tally) show() {
	runs := append([]inspect.Run{{Tape: t.tape, Record: &t.tr}}, t.more...)
	first := len(runs)
	for _, e := range t.exams {
		runs = append(runs, e.Run())
	}
	t.Show(runs...)
	for i, e := range t.exams {
		for _, s := range t.scores {
			if s.source == e.source {
				t.Link(inspect.Of(0, s.right.ID(), 0), e.Answer(first+i, 0))
			}
		}
	}
}

// Deepen takes the test again whose score, or one of whose answers, is unfolded.
func (t *tally) Deepen(ref trace.Ref) {
	for _, s := range t.scores {
		if ref.Node != s.mean.ID() && ref.Node != s.right.ID() {
			continue
		}
		for _, e := range t.exams {
			if e.source == s.source {
				return
			}
		}
		e := &taken{source: s.source}
		m, x, labels := t.reopen(s.source)
		if m == nil || e.Take(m, x, labels) != nil || !same(e.Right.Value, s.right.Value) {
			return
		}
		if len(t.exams) == mostExams {
			t.exams = nil
		}
		t.exams = append(t.exams, e)
		t.show()
		return
	}
}

// same reports whether the answers are those that were given before.
func same(a, b *tensor.Tensor) bool {
	for i, v := range a.Data() {
		if v != b.Data()[i] {
			return false
		}
	}
	return a.Len() == b.Len()
}

// at says where a number of the record stands; nowhere without a number.
func (t *tally) at(v *grad.Var, r paint.Rect) {
	if v != nil {
		t.places = t.Put(t.places, r, 0, v.ID(), 0)
	}
}

// Cells are the numbers on screen.
func (t *tally) Cells(dst []inspect.Cell) []inspect.Cell { return append(dst, t.places...) }

// number is a recorded one.
func (t *tally) number(v *grad.Var) float64 {
	if v == nil {
		return 0
	}
	return t.tr.Nodes[v.ID()].Value[0]
}

// said is a number as a text writes it.
func said(text string, v *grad.Var) inspect.Figure {
	f := inspect.Figure{Text: text}
	if v != nil {
		f.Of = inspect.Of(0, v.ID(), 0)
	}
	return f
}

// pour gives a network its weights, as [job.Runner.Weights] lists them.
func pour(m nn.Module, w []tensor.Elem) {
	for _, p := range m.Params() {
		w = w[copy(p.Value.Data(), w):]
		p.Value.Touch()
	}
}

// gather lays out some examples of a source, all where index is nil.
func gather(src data.Source, index []int) (x *tensor.Tensor, labels []int) {
	if index == nil {
		for i := range src.Len() {
			index = append(index, i)
		}
	}
	var b data.Batch
	src.Gather(&b, index, nil)
	return b.X, b.Labels
}

// marks turns right and wrong into 1 and 0.
func marks(right []bool) []tensor.Elem {
	out := make([]tensor.Elem, len(right))
	for i, r := range right {
		if r {
			out[i] = 1
		}
	}
	return out
}

// share is how many are right.
func share(right []bool) float64 {
	n := 0
	for _, r := range right {
		if r {
			n++
		}
	}
	return float64(n) / float64(max(len(right), 1))
}
