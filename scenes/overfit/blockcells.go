package overfit

import (
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
)

// The blocks' runs, and after them the tests that were taken again.
const (
	runLook = iota
	runGrades
	runExams
)

// show hands the runs to the inspector.
func (l *blocksLab) show() {
	r := l.run
	runs := []inspect.Run{{Tape: r.tape, Record: &r.tr, Build: r.build}, {Tape: r.grades.tape, Record: &r.grades.tr}}
	for _, k := range r.grades.taken {
		runs = append(runs, r.grades.exams[k].Run())
	}
	l.Show(runs...)
	for i, k := range r.grades.taken {
		l.Link(inspect.Of(runGrades, r.grades.answers[k].ID(), 0), r.grades.exams[k].Answer(runExams+i, 0))
	}
}

// Differentiate finds the gradients of the block on stage.
func (l *blocksLab) Differentiate() {
	l.run.differentiate()
	l.show()
}

// Deepen takes a test again whose share is unfolded.
func (l *blocksLab) Deepen(ref trace.Ref) {
	r := l.run
	if k := r.grades.of(ref.Node - l.Ref(runGrades, 0, 0).Node); k >= 0 && r.on.Settled() {
		r.grades.again(k, r.on.Model(), &r.blocks, &r.spec)
		l.show()
	}
}

// Graphs implements stage.Grapher: the block is turned to the angle of a point.
func (l *blocksLab) Graphs() []stage.Graph {
	g := &l.run.grades
	if !g.known {
		return nil
	}
	paths := l.plot.Paths()
	paths[0].Percent = true
	return []stage.Graph{{Figure: l.byTurn.ID(), Paths: paths, Step: func(_, i int) int { return i },
		Number: func(_, i int) trace.Ref { return l.Ref(runGrades, g.share[jobs.BlockTests+i].ID(), 0) },
		At: func(x float64) i18n.Text {
			return i18n.Same(plot.Format(x) + "°")
		}}}
}

// Cells are the chances of the shapes and the shares of the tests.
func (l *blocksLab) Cells(dst []inspect.Cell) []inspect.Cell {
	r, m := l.run, &l.marks
	if r.prob == nil {
		return dst
	}
	for i, b := range m.bars {
		dst = l.Put(dst, b, runLook, r.prob.ID(), i)
	}
	if g := &r.grades; g.known && l.texts.tests[0] != "" {
		for i, b := range m.rows {
			dst = l.Put(dst, paint.Rect{X: b.Right() - 60, Y: b.Y, W: 63, H: b.H}, runGrades, g.share[i].ID(), 0)
		}
	}
	return dst
}
