package overfit

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

// The curve's runs.
const (
	runFit = iota
	runBest
	runGrowth
	runRefit
)

// show hands the fits to the inspector.
func (l *curveLab) show() {
	g := &l.sweep.grown
	l.Show(l.fit.inspected(), l.best.inspected(), g.run(), g.refit.run())
	for i, v := range g.refit.losses {
		if v != nil {
			l.Link(inspect.Of(runGrowth, g.sorted[i][g.refit.size].ID(), 0), inspect.Of(runRefit, v.ID(), 0))
		}
	}
}

// Deepen fits the samples again whose median error is unfolded.
func (l *curveLab) Deepen(ref trace.Ref) {
	if l.sweep.again(ref.Node - l.Ref(runGrowth, 0, 0).Node) {
		l.show()
	}
}

// Graphs implements stage.Grapher: of the errors by degree, that is where the fit
// goes; of those by number of points the medians are on record.
func (l *curveLab) Graphs() (out []stage.Graph) {
	if len(l.capacity.Lines) > 0 && l.fit.known() {
		out = append(out, stage.Graph{Figure: l.byDegree.ID(), X: degreeName, Paths: l.capacity.Paths(),
			Step:   func(_, i int) int { return i },
			Number: func(line, _ int) trace.Ref { return l.Ref(runFit, [2]int{l.fit.trainNode, l.fit.valNode}[line], 0) }})
	}
	if g := &l.sweep.grown; g.tape != nil {
		out = append(out, stage.Graph{Figure: l.bySize.ID(), Paths: l.growth.Paths(), Step: func(int, int) int { return -1 },
			Number: func(line, i int) trace.Ref { return l.Ref(runGrowth, g.median[line][i].ID(), 0) },
			At: func(x float64) i18n.Text {
				n := plot.Format(x)
				return i18n.T(n+" 个点", n+" points")
			}})
	}
	return out
}

var degreeName = i18n.T("次", "degree")

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
