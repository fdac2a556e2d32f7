package inspect

import (
	"strings"
	"unicode/utf8"

	"gradtheatre/scenes/paint"
)

// Figure is a number as a text writes it.
type Figure struct {
	Text string
	Of   Origin
}

// PutText appends the numbers of a text that is wrapped in a box, each where its
// figures stand; line is the height of a line, as for [paint.Canvas.TextWrap].
// They are looked for in the order given; what a text leaves out is passed over.
func (r *Runs) PutText(dst []Cell, text string, at paint.Rect, st paint.Style, line float64, figures ...Figure) []Cell {
	var buf [8]paint.Span
	lines := paint.AppendLines(buf[:0], text, at.W, st)
	from := 0
	for _, f := range figures {
		i := findFigure(text, f.Text, from)
		if i < 0 {
			continue
		}
		from = i + len(f.Text)
		for k, l := range lines {
			if i >= l.From && from <= l.To {
				x := at.X + paint.Measure(text[l.From:i], st)
				dst = r.PutOrigin(dst, paint.Rect{X: x, Y: at.Y + float64(k)*line, W: paint.Measure(f.Text, st), H: line}, f.Of)
			}
		}
	}
	return dst
}

// PutLine is PutText of one line that is centred on y and begins at x.
func (r *Runs) PutLine(dst []Cell, text string, x, y float64, st paint.Style, figures ...Figure) []Cell {
	h := st.Size * 1.4
	return r.PutText(dst, text, paint.Rect{X: x, Y: y - h/2, W: paint.Measure(text, st) + 1, H: h}, st, h, figures...)
}

// findFigure returns where figures stand in a text, from a place on, and not as
// a part of longer ones; −1 where they do not.
func findFigure(text, figures string, from int) int {
	if figures == "" {
		return -1
	}
	for from <= len(text)-len(figures) {
		i := strings.Index(text[from:], figures)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, n := utf8.DecodeRuneInString(text[i+len(figures):])
		next, _ := utf8.DecodeRuneInString(text[i+len(figures)+n:])
		if !digit(before) && before != '.' && !digit(after) && !(after == '.' && digit(next)) {
			return i
		}
		from = i + 1
	}
	return -1
}

func digit(r rune) bool { return r >= '0' && r <= '9' }
