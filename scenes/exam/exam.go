// Package exam examines a network before the inspector's eyes: it runs some
// examples through it once more and keeps the record, so that a share of right
// answers unfolds to each answer, the scores that made it and the weights.
//
// A scene whose network learns and is tested beside the frames knows of a test
// only what came of it. It shows that as the mean of the answers that the test
// gave, and takes the exam when somebody unfolds a number
// ([inspect.Differentiator]): the answers are then linked to those of the exam,
// which are the same ones, of the same weights.
package exam

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/inspect"
)

// Exam is one examination. The zero value is none.
type Exam struct {
	Taken    bool
	Loss     *grad.Var // mean cross-entropy, []
	Right    *grad.Var // by example: 1 or 0, [n]
	Accuracy *grad.Var // their mean, []

	tape   *grad.Tape
	record trace.Trace
	grade  train.Grade
	build  func(*grad.Tape) *grad.Var
	size   int // numbers that are run through
}

// Forget says that the network is another one now.
func (e *Exam) Forget() { e.Taken = false }

// Take runs x [n, …] through a classifier, forward and, from the mean
// cross-entropy of the labels, back; nothing is dropped. The gradients of its
// parameters are overwritten. It returns an error if a number is not finite
// where an op refuses that.
func (e *Exam) Take(m nn.Module, x *tensor.Tensor, labels []int) (err error) {
	defer tensor.Recover(&err)
	e.Taken = false
	if e.tape == nil {
		e.tape = grad.NewTape()
	}
	e.size = x.Len()
	var scores *grad.Var
	e.build = func(t *grad.Tape) *grad.Var {
		scores = m.Forward(t.Const("x", x)).Named("scores")
		return grad.CrossEntropy(scores, labels).Named("loss")
	}
	for _, p := range m.Params() {
		p.ZeroGrad()
	}
	e.tape.Reset()
	e.Loss = e.build(e.tape)
	e.tape.Backward(e.Loss)
	e.Accuracy = e.grade.Accuracy(scores, labels)
	e.Right = e.Accuracy.Inputs()[0]
	e.tape.Record(&e.record)
	e.Taken = true
	return nil
}

// Answer is a number of the exam: whether an example was answered rightly.
func (e *Exam) Answer(run, example int) inspect.Origin { return inspect.Of(run, e.Right.ID(), example) }

// Run is the exam for the inspector; a small one can be nudged.
func (e *Exam) Run() inspect.Run {
	r := inspect.Run{Tape: e.tape, Record: &e.record}
	if e.size <= mostNudged {
		r.Build = e.build
	}
	return r
}

// mostNudged is how many numbers an exam has at most that is run again and again
// to check a gradient.
const mostNudged = 100_000
