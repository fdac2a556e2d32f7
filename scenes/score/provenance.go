package score

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// The runs of the joined record, and after them those that go further.
const (
	runPixels = iota
	runDigits
	runTold
)

// show hands the runs to the inspector.
func (s *Scene) show() {
	p, d := s.pixels, s.digits
	d.show(&s.Runs, inspect.Run{Tape: p.tape, Record: &p.tr, Build: p.build}, inspect.Run{Tape: d.tape, Record: &d.tr, Build: d.build},
		inspect.Run{Tape: d.told.tape, Record: &d.told.tr})
}

// Differentiate runs backward what is on view and, where the training rests, goes
// back to what is said of it.
func (s *Scene) Differentiate() {
	if s.view == viewPixels {
		s.pixels.differentiate()
	} else {
		s.digits.differentiate()
		if s.rests {
			s.digits.goFurther()
		}
	}
	s.show()
}

// Root is the score that wins, or the loss of the digit that is read.
func (s *Scene) Root(node int) string {
	if node < len(s.pixels.tr.Nodes) {
		return "s(" + className[s.pixels.winner()].In(s.lang) + ")"
	}
	return "L"
}

// Cells are the numbers of the laboratory that is open; of the digits' pictures
// only the scores, the pixels are found by NumberAt.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	if s.view == viewPixels {
		return s.cardCells(s.sumCells(dst))
	}
	v, d, k := &s.rows, s.digits, s.looked()
	for k, r := range v.cells {
		foot, _ := r.InsetXY(8, 6).CutBottom(22)
		dst = s.Put(dst, foot, runDigits, d.scores.ID(), k)
	}
	score := inspect.Of(runDigits, d.scores.ID(), k)
	dst = s.PutOrigin(dst, v.sum, score)
	line, mono := &v.words, lineStyle
	dst = s.PutLine(dst, paint.Elide(v.line, line.W, mono), line.X, line.Y+8, mono,
		inspect.Figure{Text: v.dot, Of: inspect.Of(runDigits, d.dot.ID(), k)}, inspect.Figure{Text: v.bias, Of: inspect.Of(runDigits, d.b.ID(), k)}, inspect.Figure{Text: v.total, Of: score})
	var said []inspect.Figure
	if v.loss != "" {
		said = append(said, inspect.Figure{Text: v.loss, Of: inspect.Of(runTold, d.told.mean.ID(), 0)})
	}
	if v.accuracy != "" {
		share := inspect.Of(runTold, d.told.share.ID(), 0)
		said = append(said, inspect.Figure{Text: v.accuracy, Of: share})
		if v.plotted() {
			dst = s.PutOrigin(dst, v.curve.LastAt(s.lang, v.graph, 0), share)
		}
	}
	st := statusStyle
	return s.PutLine(dst, paint.Elide(v.status, v.head.W, st), v.head.X, v.head.Y+8, st, said...)
}

// sumCells are the scores that are known, then W, x and b.
func (s *Scene) sumCells(dst []inspect.Cell) []inspect.Cell {
	v, r, p := &s.sums, s.pixels, &s.parts
	x, w := r.dot.Inputs()[0].ID(), r.dot.Inputs()[1].ID()
	for k := range classes {
		if s.known(k) {
			dst = s.Put(dst, v.score[k], runPixels, r.scores.ID(), k)
		}
	}
	for i, c := range p.w {
		dst = s.Put(dst, c.Rect(), runPixels, w, i)
	}
	for i, c := range p.x {
		dst = s.Put(dst, c.Rect(), runPixels, x, i)
		dst = s.Put(dst, v.column[i], runPixels, x, i)
	}
	for k, c := range p.b {
		dst = s.Put(dst, c.Rect(), runPixels, r.scores.Inputs()[1].ID(), k)
	}
	return dst
}

// cardCells are those of the score worked out: a product is a term of their sum.
func (s *Scene) cardCells(dst []inspect.Cell) []inspect.Cell {
	v, r, k := &s.sums, s.pixels, s.focus()
	if k < 0 {
		return dst
	}
	rows := s.cardRows()
	x, w := r.dot.Inputs()[0].ID(), r.dot.Inputs()[1].ID()
	dot, bias, score := inspect.Of(runPixels, r.dot.ID(), k), inspect.Of(runPixels, r.scores.Inputs()[1].ID(), k), inspect.Of(runPixels, r.scores.ID(), k)
	for i := range v.terms {
		of := dot
		if i == pixels {
			of = bias
		} else {
			f := v.made[i]
			dst = s.PutLine(dst, v.terms[i][1], rows.made(), rows.at(i), rows.madeStyle(),
				inspect.Figure{Text: f[0], Of: inspect.Of(runPixels, x, i)}, inspect.Figure{Text: f[1], Of: inspect.Of(runPixels, w, k*pixels+i)})
		}
		dst = s.PutOrigin(dst, rows.value(i, v.terms[i][2]), of)
	}
	dst = s.PutOrigin(dst, rows.value(pixels+1, v.total+" "), score)
	return s.PutText(dst, v.note, rows.note(), noteStyle, noteLine,
		inspect.Figure{Text: v.dot, Of: dot}, inspect.Figure{Text: v.bias, Of: bias}, inspect.Figure{Text: v.total, Of: score})
}

// Graphs implements stage.Grapher: the training goes to the step of a test.
func (s *Scene) Graphs() []stage.Graph {
	v := &s.rows
	if s.view != viewDigits || !v.plotted() {
		return nil
	}
	return []stage.Graph{stage.GraphOf(s.parts.accuracy.ID(), v.curve, v.graph, func(int, int) trace.Ref {
		if share := s.digits.told.share; share != nil {
			return s.Ref(runTold, share.ID(), 0)
		}
		return trace.Ref{Node: -1}
	})}
}

// NumberAt finds the weights and pixels in the digits' pictures.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	if s.view == viewPixels {
		return c, false
	}
	v, d, looked := &s.rows, s.digits, s.looked()
	in, w := d.dot.Inputs()[0].ID(), d.w.ID()
	for k, r := range v.cells {
		_, pic := r.InsetXY(8, 6).CutBottom(22)
		pic = v.maps[k].Fit(pic)
		if col, row, ok := v.maps[k].At(pic, x, y); ok {
			return inspect.Cell{Ref: s.Ref(runDigits, w, k*area+row*side+col), Rect: v.maps[k].Cell(pic, col, row)}, true
		}
	}
	for i, r := range v.pictures {
		col, row, ok := v.image.At(r, x, y)
		switch at := row*side + col; {
		case !ok:
		case i == 0:
			return inspect.Cell{Ref: s.Ref(runDigits, in, at), Rect: v.image.Cell(r, col, row)}, true
		case i == 1:
			return inspect.Cell{Ref: s.Ref(runDigits, w, looked*area+at), Rect: v.image.Cell(r, col, row)}, true
		default: // a product is a term of their sum
			return inspect.Cell{Ref: s.Ref(runDigits, d.dot.ID(), looked), Rect: r}, true
		}
	}
	return c, false
}
