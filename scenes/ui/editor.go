package ui

import (
	"math"
	"strings"
	"unicode/utf8"

	"gradtheatre/scenes/paint"
)

// editor is one line of text being typed: a caret, a selection, and the keys
// that people know.
type editor struct {
	text          string
	caret, anchor int // byte offsets; the selection lies between them
	limit         int // runes
	scroll        float64
	rows          bool // line breaks stay, as semicolons, and tabs as commas
}

func (e *editor) setText(s string) {
	e.text = s
	e.caret, e.anchor = len(s), len(s)
	e.scroll = 0
}

func (e *editor) selectAll() { e.anchor, e.caret = 0, len(e.text) }

func (e *editor) selection() (from, to int) { return min(e.caret, e.anchor), max(e.caret, e.anchor) }

// tableBreaks write a table on one line.
var tableBreaks = strings.NewReplacer("\r\n", ";", "\n", ";", "\r", ";", "\t", ",")

// insert puts typed or pasted text in the place of the selection.
func (e *editor) insert(s string) {
	if e.rows {
		s = tableBreaks.Replace(s)
	}
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		if r < ' ' || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	from, to := e.selection()
	if e.limit > 0 {
		room := e.limit - utf8.RuneCountInString(e.text[:from]) - utf8.RuneCountInString(e.text[to:])
		if room < utf8.RuneCountInString(s) {
			s = string([]rune(s)[:max(room, 0)])
		}
	}
	e.text = e.text[:from] + s + e.text[to:]
	e.caret = from + len(s)
	e.anchor = e.caret
}

func (e *editor) left(from int) int {
	_, n := utf8.DecodeLastRuneInString(e.text[:from])
	return from - n
}

func (e *editor) right(from int) int {
	_, n := utf8.DecodeRuneInString(e.text[from:])
	return from + n
}

// key performs an editing key and reports whether it was one, and whether the
// text changed.
func (e *editor) key(ev Event) (used, changed bool) {
	from, to := e.selection()
	move := func(to int) {
		e.caret = to
		if !ev.Shift {
			e.anchor = to
		}
	}
	switch ev.Key {
	case "Backspace", "Delete":
		if from == to {
			if ev.Key == "Backspace" {
				from = e.left(from)
			} else {
				to = e.right(to)
			}
		}
		if from == to {
			return true, false
		}
		e.text = e.text[:from] + e.text[to:]
		e.caret, e.anchor = from, from
		return true, true
	case "ArrowLeft":
		switch {
		case ev.Ctrl:
			move(0)
		case from != to && !ev.Shift:
			move(from)
		default:
			move(e.left(e.caret))
		}
	case "ArrowRight":
		switch {
		case ev.Ctrl:
			move(len(e.text))
		case from != to && !ev.Shift:
			move(to)
		default:
			move(e.right(e.caret))
		}
	case "Home", "ArrowUp":
		move(0)
	case "End", "ArrowDown":
		move(len(e.text))
	case "a", "A":
		if ev.Ctrl {
			e.selectAll()
		}
	default:
		return !ev.Ctrl && utf8.RuneCountInString(ev.Key) == 1, false
	}
	return true, false
}

// at returns the byte offset nearest to x, measured from the text's left end.
func (e *editor) at(x float64, st paint.Style) int {
	best, dist := 0, math.Inf(1)
	for i := 0; i <= len(e.text); i++ {
		if i < len(e.text) && !utf8.RuneStart(e.text[i]) {
			continue
		}
		if d := math.Abs(paint.Measure(e.text[:i], st) - x); d < dist {
			best, dist = i, d
		}
	}
	return best
}

// draw paints the text in r with caret and selection, scrolled so that the
// caret is seen. mark ≥ 0 underlines the rune at that byte as an error.
func (e *editor) draw(c *paint.Canvas, lk *Look, r paint.Rect, st paint.Style, editing bool, mark int) {
	t := lk.Theme
	_, y := r.Center()
	x := r.X - e.scrollFor(r.W, st, editing)
	c.PushClip(r.Inset(-2))
	if from, to := e.selection(); editing && from != to {
		a, b := paint.Measure(e.text[:from], st), paint.Measure(e.text[:to], st)
		c.RoundRect(paint.Rect{X: x + a, Y: y - st.Size*0.75, W: b - a, H: st.Size * 1.5}, 2, paint.Mix(t.Raised, t.Accent, 0.35))
	}
	c.Text(e.text, x, y, st, paint.Left)
	if mark >= 0 {
		i := min(mark, len(e.text))
		a := paint.Measure(e.text[:i], st)
		w := st.Size * 0.6
		if i < len(e.text) {
			w = paint.Measure(e.text[i:e.right(i)], st)
		}
		wave(c, x+a, y+st.Size*0.72, math.Max(w, 6), t.Bad)
	}
	if editing && (lk.Still || math.Mod(lk.Time, 1.06) < 0.53) {
		a := paint.Measure(e.text[:e.caret], st)
		c.Fill(paint.Rect{X: x + a, Y: y - st.Size*0.65, W: 1.5, H: st.Size * 1.3}, t.Accent)
	}
	c.PopClip()
}

// scrollFor returns how far the text moves left so that the caret is seen.
func (e *editor) scrollFor(w float64, st paint.Style, editing bool) float64 {
	if !editing {
		return 0
	}
	return math.Max(0, paint.Measure(e.text[:e.caret], st)+2-w)
}

// wave underlines an error.
func wave(c *paint.Canvas, x, y, w float64, col paint.Color) {
	for i := 0.0; i < w; i += 4 {
		c.Line(x+i, y+1, x+i+2, y-1, 1.2, col)
		c.Line(x+i+2, y-1, x+i+4, y+1, 1.2, col)
	}
}
