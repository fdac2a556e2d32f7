package overfit

import (
	"gradtheatre/scenes/inspect"
)

// The curve's runs.
const (
	runFit = iota
	runBest
)

// show hands the fits to the inspector.
func (l *curveLab) show() {
	l.Show(l.fit.inspected(), l.best.inspected())
}

// Differentiate finds the gradients of the errors on the points learnt.
func (l *curveLab) Differentiate() {
	l.fit.differentiate()
	l.best.differentiate()
	l.show()
}

// Cells are both errors and the weights, and what the words say of them.
func (l *curveLab) Cells(dst []inspect.Cell) []inspect.Cell {
	if !l.fit.known() {
		return dst
	}
	m, f := &l.marks, l.fit
	train, val := inspect.Of(runFit, f.trainNode, 0), inspect.Of(runFit, f.valNode, 0)
	dst = l.PutOrigin(dst, m.numbers[0], train)
	dst = l.PutOrigin(dst, m.numbers[1], val)
	for k := range min(len(m.weights), len(f.w)) {
		dst = l.Put(dst, m.weights[k], runFit, f.wNode, k)
	}
	x := &l.texts
	st, line := l.whyStyle()
	said := []inspect.Figure{{Text: x.numbers[0], Of: train}, {Text: x.numbers[1], Of: val}, {Text: x.largest, Of: inspect.Of(runFit, f.largest.ID(), 0)}}
	if x.better != "" && l.best.known() {
		said = append(said[1:2], inspect.Figure{Text: x.better, Of: inspect.Of(runBest, l.best.valNode, 0)})
	}
	return l.PutText(dst, l.why.Text().Plain, l.why.Rect(), st, line, said...)
}
