package draw

import (
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// read is the point of the training's curves that was pressed last, on a record
// of its own: the mean of the losses of some steps, or a test's share. The record
// always has two nodes, so that the network's numbers keep their places behind it.
type read struct {
	tape     *grad.Tape
	tr       trace.Trace
	v        *grad.Var // nil: none
	from, to int       // the steps
}

func (p *read) begin(from, to int) {
	if p.tape == nil {
		p.tape = grad.NewTape()
		p.tape.NoGrad = true
	}
	p.tape.Reset()
	p.from, p.to = from, to
}

// loss averages the losses of the steps before a step, as the curve does.
func (p *read) loss(all []float32, at int) {
	at = min(at, len(all))
	p.begin(max(at-smoothing, 0), at)
	x := tensor.New(p.to - p.from)
	for i, v := range all[p.from:p.to] {
		x.Data()[i] = tensor.Elem(v)
	}
	p.v = grad.Mean(p.tape.Const("losses", x)).Named("loss")
	p.tape.Record(&p.tr)
}

// share is what the test after a step came to.
func (p *read) share(accuracy float64, step int) {
	p.begin(step, step)
	p.v = p.tape.Scalar("test_accuracy", accuracy)
	p.tape.Scalar("", 0)
	p.tape.Record(&p.tr)
}

// number finds a point of a curve, or what stands beside its name.
func (s *Scene) number(line, i int) trace.Ref {
	t, p := s.trainer, &s.read
	if !t.started {
		return trace.Ref{Node: -1}
	}
	h, evals := t.runner.History(), t.runner.Evals()
	switch {
	case line == 0 && i < s.curves.plot.Len(0):
		p.loss(h.Loss, smoothing*(i+1))
	case line == 0 && t.loss >= 0:
		p.loss(h.Loss, t.step())
	case line == 1 && i < len(evals):
		p.share(evals[i].Accuracy, evals[i].Step)
	case line == 1 && t.tested >= 0: // the last test before the present step
		for i = len(evals) - 1; evals[i].Step > t.step(); i-- {
		}
		p.share(evals[i].Accuracy, evals[i].Step)
	default:
		return trace.Ref{Node: -1}
	}
	s.show()
	return s.Ref(s.noted, p.v.ID(), 0)
}

// WhyOf says of what the training noted how it was found.
func (s *Scene) WhyOf(ref trace.Ref) i18n.Text {
	p := &s.read
	if n := ref.Node - s.Ref(s.noted, 0, 0).Node; p.v == nil || n < 0 || n > p.v.ID() {
		return i18n.Text{}
	}
	a, b := strconv.Itoa(p.from+1), strconv.Itoa(p.to)
	if p.from == p.to {
		return i18n.T("第 "+b+" 步之后的测试数出来的：对的张数除以所有张数。", "Counted by the test after step "+b+": right answers divided by all.")
	}
	return i18n.T("第 "+a+" 到 "+b+" 步训练时记下的损失；那时的网络没有留下。", "Recorded while steps "+a+" to "+b+" were learned; the networks of then are not kept.")
}

// Graphs implements stage.Grapher: where steps are what the transport goes through,
// it goes to the step of a point.
func (s *Scene) Graphs() []stage.Graph {
	k, t := s.curves, s.trainer
	if k.rect.Empty() || !t.started {
		return nil
	}
	_, body := k.rect.CutTop(curvesHead)
	g := stage.Graph{Figure: k.ID(), X: k.plot.XName(), Paths: k.plot.Paths(body), Number: s.number}
	for i := range g.Paths {
		g.Paths[i].Label = func(i18n.Lang) paint.Rect { return k.label(i) }
	}
	g.Step = func(line, i int) int {
		switch {
		case !s.lesson.on:
			return -1
		case line == 0:
			return smoothing * (i + 1)
		}
		return t.runner.Evals()[i].Step
	}
	return []stage.Graph{g}
}

// shown is the record of the point, for the inspector.
func (p *read) shown() inspect.Run {
	if p.tape == nil {
		p.share(0, 0)
		p.v = nil
	}
	return inspect.Run{Tape: p.tape, Record: &p.tr}
}
