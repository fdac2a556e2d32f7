package score

import (
	"gradtheatre/scenes/inspect"
)

// The runs of the joined record.
const (
	runPixels = iota
	runDigits
)

// show hands both runs to the inspector.
func (s *Scene) show() {
	s.Show(inspect.Run{Tape: s.pixels.tape, Record: &s.pixels.tr}, inspect.Run{Tape: s.digits.tape, Record: &s.digits.tr})
}

// Cells are the numbers of the laboratory that is open; of the digits' pictures
// only the scores, the pixels are found by NumberAt.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	if s.view == viewPixels {
		return s.sumCells(dst)
	}
	d := s.digits
	for k, r := range s.rows.cells {
		foot, _ := r.InsetXY(8, 6).CutBottom(22)
		dst = s.Put(dst, foot, runDigits, d.scores.ID(), k)
	}
	return dst
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

// NumberAt finds the weights and pixels in the digits' pictures, and the score
// that a card works out.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	if s.view == viewPixels {
		if k := s.focus(); k >= 0 && s.parts.card.Rect().Contains(x, y) {
			return inspect.Cell{Ref: s.Ref(runPixels, s.pixels.scores.ID(), k), Rect: s.parts.card.Rect()}, true
		}
		return c, false
	}
	v, d, looked := &s.rows, s.digits, s.looked()
	in, w := d.scores.Inputs()[0].ID(), d.scores.Inputs()[1].ID()
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
		default: // a product is a term of the score
			return inspect.Cell{Ref: s.Ref(runDigits, d.scores.ID(), looked), Rect: r}, true
		}
	}
	if s.parts.reading.Rect().Contains(x, y) && !v.graph.Contains(x, y) {
		return inspect.Cell{Ref: s.Ref(runDigits, d.scores.ID(), looked), Rect: s.parts.reading.Rect()}, true
	}
	return c, false
}
