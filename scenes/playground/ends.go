package playground

import (
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

const (
	histogramEnds = 13.0 // height of the line with the smallest and the largest number
	histogramRoom = 70.0 // width from which on it is there
)

// histogram is where the values of a layer are shown in r, or its gradients (1).
func (s *Scene) histogram(r paint.Rect, layer, kind int) paint.Rect {
	const side, top = 14.0, 16.0
	w, half := (r.W-side)/float64(len(s.within.layers)), (r.H-top)/2
	return paint.Rect{X: r.X + side + w*float64(layer) + 3, Y: r.Y + top + half*float64(kind), W: w - 8, H: half - 2}
}

// noteEnds puts on the record what the training noted of each histogram.
func (w *within) noteEnds() {
	w.tape.Reset()
	note := func(name string, st *train.Stats) {
		var v train.Stats
		if st != nil {
			v = *st
		}
		w.ends = append(w.ends, w.tape.Scalar("min "+name, v.Min).ID(), w.tape.Scalar("max "+name, v.Max).ID())
	}
	for l, p := range w.layers {
		note(jobs.ActiveName(l), p.value)
		note("∂"+jobs.ActiveName(l), p.grad)
	}
	w.tape.Record(&w.all)
}

// endCells are the smallest and the largest number of each histogram.
func (s *Scene) endCells(dst []inspect.Cell) []inspect.Cell {
	w, r := &s.within, s.curve.rect
	if len(w.ends) == 0 || r.Empty() {
		return dst
	}
	if !s.phone {
		r = s.inCurve()
	}
	for i, node := range w.ends {
		box := s.histogram(r, i/4, i/2%2)
		if p := w.layers[i/4]; box.W < histogramRoom || [2]*train.Stats{p.value, p.grad}[i/2%2] == nil {
			continue
		}
		low, high := box.CutLeft(box.W / 2)
		at := [2]paint.Rect{low, high}[i%2]
		at.Y, at.H = at.Bottom()-histogramEnds, histogramEnds
		dst = s.Put(dst, at, runTable, node, 0)
	}
	return dst
}

// WhyOf says of a histogram's ends how they were found.
func (s *Scene) WhyOf(ref trace.Ref) i18n.Text {
	n := ref.Node - s.Ref(runTable, 0, 0).Node
	if n < 0 || n >= len(s.within.ends) {
		return i18n.Text{}
	}
	if n%2 == 0 {
		return i18n.T("上一步那批点里最小的一个，训练时记下的。", "The smallest of the last step's batch, recorded while it was learned.")
	}
	return i18n.T("上一步那批点里最大的一个，训练时记下的。", "The largest of the last step's batch, recorded while it was learned.")
}
