package overfit

import (
	"strconv"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// unfold hands the runs on view to the inspector.
func (l *networkLab) unfold() {
	runs := []inspect.Run{{Tape: l.record.tape, Record: &l.record.tr}, {Record: &trace.Trace{}}}
	if l.record.low != nil {
		runs[runMeans] = l.now.averages().run()
	}
	if l.dropped.ok {
		runs = append(runs, l.dropped.run(l))
	}
	l.cardRun = len(runs)
	if l.Card.Shown() {
		runs = append(runs, l.Card.Run())
	}
	l.ghost.at = len(runs)
	l.Show(append(runs, l.ghost.run())...)
}

// Among the runs: the means by epoch, and the measurement of dropout, where there is one.
const (
	runMeans   = 1
	runDropped = 2
)

// Differentiate finds the gradients of what dropout does in use.
func (l *networkLab) Differentiate() {
	if l.dropped.ok {
		l.dropped.differentiate(l.now.members[0].Model())
		l.unfold()
	}
}

// Cells are the numbers of the attempts, of the curves, of what dropout does and
// of the step at hand.
func (l *networkLab) Cells(dst []inspect.Cell) []inspect.Cell {
	m, x, r := &l.marks, &l.texts, &l.record
	for i := range min(len(x.rows), len(m.rows)) {
		row := &x.rows[i]
		if row.at >= len(r.rows) {
			break
		}
		of, at := &r.rows[row.at], m.rows[i]
		dst = l.Put(dst, paint.Rect{X: at.Right() - 132, Y: at.Y, W: 66, H: at.H}, 0, of.acc[0].ID(), 0)
		dst = l.Put(dst, paint.Rect{X: at.Right() - 62, Y: at.Y, W: 62, H: at.H}, 0, of.acc[1].ID(), 0)
		st := smallStyle
		if row.now {
			st.Font = paint.SansBold
		}
		_, y := at.Center()
		name := paint.Elide(row.name, at.W-146, st)
		for k, f := range row.set {
			dst = l.PutLine(dst, name, at.X, y, st, inspect.Figure{Text: f, Of: inspect.Of(0, of.set[k].ID(), 0)})
		}
	}
	if b := &l.curves[1]; x.best != "" && r.low != nil && int(x.bestAt) < len(b.Mid) {
		lx, ly := l.lowest()
		when := inspect.Figure{Text: strconv.Itoa(int(x.bestAt))}
		if w := l.now.means.worse; w != nil {
			when.Of = inspect.Of(runMeans, w.ID(), 0)
		}
		dst = l.PutLine(dst, x.best, lx, ly, tinyStyle, inspect.Figure{Text: x.low, Of: inspect.Of(0, r.low.ID(), 0)}, when)
	}
	if l.Card.Shown() {
		return l.Card.Cells(dst, &l.Runs, l.cardRun)
	}
	return l.droppedCells(dst)
}

// Graphs implements stage.Grapher: the table goes to the epoch of a point. Of the
// attempt before nothing is trained again; its losses are on record.
func (l *networkLab) Graphs() []stage.Graph {
	r := &l.record
	if l.losses.Rect().Empty() || r.low == nil {
		return nil
	}
	g := stage.Graph{Figure: l.losses.ID(), X: epochsName, Paths: l.plot.Paths()}
	if line := &l.ghost.Band; len(line.X) > 0 {
		g.Paths = append(g.Paths, l.plot.Path(line))
	}
	g.Step = func(line, i int) int {
		if line == len(l.curves) {
			return -1
		}
		return int(g.Paths[line].X[i])
	}
	g.Number = func(line, i int) trace.Ref {
		if line == len(l.curves) {
			return l.Ref(l.ghost.at, l.ghost.mean.ID(), i)
		}
		return l.Ref(runMeans, l.now.means.of[line].ID(), int(g.Paths[line].X[i]))
	}
	return []stage.Graph{g}
}

// droppedCells are those of what dropout does in use.
func (l *networkLab) droppedCells(dst []inspect.Cell) []inspect.Cell {
	d, m, x := l.dropped.of, &l.marks, &l.texts
	if !l.dropped.ok || x.bars[0] == "" {
		return dst
	}
	dst = l.Put(dst, m.bars[0], runDropped, d.off.ID(), 0)
	dst = l.Put(dst, m.bars[1], runDropped, d.on.ID(), 0)
	dst = l.Put(dst, m.bars[2], runDropped, d.twice.ID(), 0)
	st := l.wordsStyle()
	said := func(text string, node int) inspect.Figure {
		return inspect.Figure{Text: text, Of: inspect.Of(runDropped, node, 0)}
	}
	return l.PutText(dst, l.why.Text().Plain, l.why.Rect(), st, l.wordsLine(), said(x.scale, d.scale.ID()), said(x.kept, d.kept.ID()),
		said(x.all, d.all.ID()), said(x.rise, d.rise.ID()), said(x.as, d.formula.ID()))
}
