package train

import (
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Evaluation runs a model over a set of examples, in slices of time between
// which training may go on: it works on a copy of the weights as they were when
// it began, on a tape of its own.
type Evaluation struct {
	Step      int     // of the session, when the evaluation began
	N         int     // examples seen so far
	Loss      float64 // mean over the examples seen
	Accuracy  float64 // fraction right, −1 where there are no classes
	Confusion *Confusion
	Predicted []int  // by example
	Batch     int    // examples run at once, 32 at first; fewer fit into less time
	KeepEach  bool   // Each is filled
	Each      []byte // by example: 1 where the highest class is the label, 0 where not

	s       *Session
	src     data.Source
	tape    *grad.Tape
	batch   data.Batch
	index   []int
	right   int
	sum     float64
	frozen  []*tensor.Tensor // weights at the beginning
	buffers []*tensor.Tensor
	live    []*tensor.Tensor // room for the session's buffers meanwhile
}

// NewEvaluation returns an evaluation of the session's present state on src, at its beginning.
// classes is their number, or 0 where there are none.
func (s *Session) NewEvaluation(src data.Source, classes int) *Evaluation {
	e := &Evaluation{s: s, src: src, tape: grad.NewTape(), Batch: 32}
	e.tape.NoGrad = true
	for _, p := range s.params {
		e.frozen = append(e.frozen, p.Value.Clone())
	}
	for _, b := range s.buffers {
		e.buffers, e.live = append(e.buffers, b.Value.Clone()), append(e.live, b.Value.Clone())
	}
	if classes > 1 {
		e.Confusion = NewConfusion(classes)
	}
	e.Restart()
	return e
}

// Restart begins again with the session's present state.
func (e *Evaluation) Restart() {
	for i, p := range e.s.params {
		tensor.Copy(e.frozen[i], p.Value)
	}
	for i, b := range e.s.buffers {
		tensor.Copy(e.buffers[i], b.Value)
	}
	e.Step, e.N, e.right, e.sum, e.Loss, e.Accuracy = e.s.step, 0, 0, 0, 0, 0
	e.Predicted, e.Each = e.Predicted[:0], e.Each[:0]
	if e.Confusion != nil {
		e.Confusion.Reset()
	}
}

// Done reports whether all examples have been seen.
func (e *Evaluation) Done() bool { return e.N == e.src.Len() }

// Advance goes on until the time is used up, for one batch at least, and
// reports whether the evaluation is done.
func (e *Evaluation) Advance(budget time.Duration) (done bool, err error) {
	defer tensor.Recover(&err)
	e.swap()
	defer e.swap()
	start := time.Now()
	for last, longest := start, time.Duration(0); !e.Done(); {
		e.batchForward()
		now := time.Now()
		longest, last = max(longest, now.Sub(last)), now
		if now.Sub(start)+longest > budget {
			break
		}
	}
	return e.Done(), nil
}

// swap exchanges the session's weights for the frozen ones, or back.
func (e *Evaluation) swap() {
	for i, p := range e.s.params {
		p.Value, e.frozen[i] = e.frozen[i], p.Value
	}
	for i, b := range e.s.buffers {
		tensor.Copy(e.live[i], b.Value)
		tensor.Copy(b.Value, e.buffers[i])
		tensor.Copy(e.buffers[i], e.live[i])
	}
}

func (e *Evaluation) batchForward() {
	e.index = e.index[:0]
	for i := e.N; i < min(e.N+max(1, e.Batch), e.src.Len()); i++ {
		e.index = append(e.index, i)
	}
	e.src.Gather(&e.batch, e.index, nil)
	e.tape.Reset()
	y := e.s.model.Forward(e.tape.Const("x", e.batch.X))
	loss := e.s.cfg.Loss(y, &e.batch).Item()
	n := len(e.index)
	e.N += n
	e.sum += loss * float64(n)
	e.Loss = e.sum / float64(e.N)
	e.Accuracy = -1
	if e.batch.Labels == nil {
		return
	}
	e.right += Right(y.Value, e.batch.Labels)
	e.Accuracy = float64(e.right) / float64(e.N)
	if e.Confusion == nil && !e.KeepEach {
		return
	}
	width := y.Value.Len() / n
	for i := range n {
		k, hit := class(y.Value.Data()[i*width:(i+1)*width]), byte(0)
		if k == e.batch.Labels[i] {
			hit = 1
		}
		if e.KeepEach {
			e.Each = append(e.Each, hit)
		}
		e.Predicted = append(e.Predicted, k)
	}
	if e.Confusion == nil {
		return
	}
	e.Confusion.Add(e.batch.Labels, e.Predicted[len(e.Predicted)-n:])
}

// Evaluate runs the whole of src at once.
func (s *Session) Evaluate(src data.Source, classes int) (*Evaluation, error) {
	e := s.NewEvaluation(src, classes)
	for {
		if done, err := e.Advance(time.Hour); done || err != nil {
			return e, err
		}
	}
}

// accuracy is that of the step's batch, −1 where there are no classes.
func (s *Session) accuracy(right int) float64 {
	if right < 0 {
		return -1
	}
	n := len(s.index)
	if s.halved {
		n += len(s.half.Examples)
	}
	return float64(right) / float64(n)
}
