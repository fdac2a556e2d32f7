package descent

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// workedStyle is that of the step in figures, ruleStyle of the rule in symbols.
var (
	workedStyle = paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall}
	ruleStyle   = paint.Style{Font: paint.Math, Size: 15}
)

// ruleAt is where the rule stands, how it is written, and the height of a line:
// beside the table, or below it.
func (s *Scene) ruleAt() (in paint.Rect, st paint.Style, line float64) {
	r := s.marks.body
	if r.W > 560 {
		x := r.X + stateTable(r.W) + 32
		return paint.Rect{X: x, Y: r.Y, W: r.Right() - x, H: r.H}, ruleStyle, 24
	}
	st = ruleStyle
	st.Size = 13
	return paint.Rect{X: r.X, Y: r.Y + 10 + s.stateRow()*float64(len(s.texts.rows)+1), W: r.W, H: 40}, st, 18
}

// workedSize is that of the letters of the step in figures: smaller where the
// room beside the table is narrow.
func (s *Scene) workedSize() paint.Style {
	st := workedStyle
	if in, _, _ := s.ruleAt(); s.marks.body.W > 560 {
		wide := 1.0
		for _, line := range s.texts.worked {
			wide = max(wide, paint.Measure(line, st))
		}
		st.Size = min(st.Size, max(st.Size*in.W/wide, 9))
	}
	return st
}

// workedAt is where the lines of the step in figures begin: the middle of the
// first, and how far apart they are. ok is false where they have no room.
func (s *Scene) workedAt() (x, y, pitch float64, ok bool) {
	in, st, line := s.ruleAt()
	h := paint.WrapHeight(s.texts.sum, in.W, st, line)
	if s.marks.body.W > 560 {
		return in.X, in.Y + h + 16, 22, true
	}
	y = in.Y + h + 2
	note := paint.WrapHeight(s.texts.note, in.W, paint.Style{Font: paint.Sans, Size: theme.SizeTiny}, 16)
	return in.X, y + 8, 18, s.workedFit(in.W, workedStyle) && y+18*float64(len(s.texts.worked))+4+note <= s.marks.body.Bottom()+6
}

// drawRule paints the rule, the step in figures, and what there is to say of it.
func (s *Scene) drawRule(c *paint.Canvas, t *theme.Theme, below float64) {
	x, r := &s.texts, s.marks.body
	in, formula, line := s.ruleAt()
	formula.Color = t.Text
	num := s.workedSize()
	num.Color = t.AccentInk
	left, y, pitch, ok := s.workedAt()
	if r.W > 560 {
		c.Line(in.X-16, r.Y, in.X-16, r.Bottom(), 1, t.Border)
	} else {
		c.Line(r.X, below-5, r.Right(), below-5, 1, t.Border)
	}
	in.Y += c.TextWrap(x.sum, in, formula, line) + 2
	for a := range x.worked {
		if ok {
			c.Text(x.worked[a], left, y+pitch*float64(a), num, paint.Left)
		}
	}
	if r.W > 560 {
		in.Y += 4 + pitch*float64(len(x.worked)) + 4
		in.H = r.Bottom() - in.Y
		c.TextWrap(x.note, in, t.Small(), 20)
		return
	}
	if ok {
		in.Y += pitch*float64(len(x.worked)) + 4
	}
	if in.Y+paint.WrapHeight(x.note, r.W, t.Tiny(), 16) <= r.Bottom()+6 {
		c.TextWrap(x.note, in, t.Tiny(), 16)
	}
}

// workedFit reports whether the new place in figures has room in a line.
func (s *Scene) workedFit(width float64, st paint.Style) bool {
	for _, line := range s.texts.worked {
		if paint.Measure(line, st) > width {
			return false
		}
	}
	return true
}
