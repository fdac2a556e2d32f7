package loss

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// The columns of the table; row classes holds the totals.
const (
	colScore = iota
	colHinge
	colExp
	colShare
	colLog
	colGrad
	columns
)

// spot is a cell of the table.
type spot struct{ row, col int }

var nowhere = spot{-1, -1}

// cell is one number of the table, made in Update.
type cell struct {
	rect  paint.Rect
	text  string
	value float64
	used  bool
}

// unfolding is the card's content, and the numbers of its line and of the
// sentence below it.
type unfolding struct {
	title, line, why string
	made, said       []inspect.Figure
}

// tableView is the score laboratory as it is drawn.
type tableView struct {
	cards   [classes + 1]paint.Rect
	lines   [classes + 1][3]string // title, hinge, −ln p
	rows    [classes + 1]paint.Rect
	heads   [columns]string
	cells   [classes + 1][columns]cell
	names   [classes]string
	total   string
	headY   float64
	card    unfolding
	words   paint.Rect
	curve   paint.Rect
	legend  [2]string
	say     string
	pts     [2][]paint.Point
	at      paint.Point
	broken  bool
	slender bool
}

// number writes a number as people read it, with what is not finite named.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "NaN"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	}
	return plot.Format(v)
}

const gap = 12.0

// placeTable shares out the stage for the score laboratory.
func (s *Scene) placeTable() {
	v, r := &s.table, s.Area
	v.slender = s.Phone || r.W < 560
	stripH, headH, rowH := 78.0, 36.0, min(60.0, r.H*0.1)
	if v.slender {
		stripH, headH, rowH = 70, 30, min(40, r.H*0.08)
	}
	strip, rest := r.CutTop(stripH)
	s.strip.SetRect(strip)
	_, rest = rest.CutTop(gap)
	w := (strip.W - gap*classes*0.67) / (classes + 1)
	for i := range v.cards {
		v.cards[i] = paint.Rect{X: strip.X + float64(i)*(w+gap*0.67), Y: strip.Y, W: w, H: strip.H}
	}
	tableH := headH + rowH*(classes+1) + 8
	table, rest := rest.CutTop(tableH)
	s.grid.SetRect(table)
	_, card := rest.CutTop(gap)
	s.card.SetRect(card)
	name := 92.0
	if v.slender {
		name = 44
	}
	colW := (table.W - name - 8) / columns
	v.headY = table.Y + headH/2 + 2
	for i := range v.rows {
		y := table.Y + headH + float64(i)*rowH
		if i == classes {
			y += 6
		}
		v.rows[i] = paint.Rect{X: table.X, Y: y, W: table.W, H: rowH}
		for c := range columns {
			v.cells[i][c].rect = paint.Rect{X: table.X + name + float64(c)*colW, Y: y, W: colW, H: rowH}.InsetXY(min(4, colW*0.05), 4)
		}
	}
	pad := 0.0
	if v.slender {
		pad = max(0, (44-rowH)/2)
	}
	for c := range classes {
		box := v.cells[c][colScore].rect
		s.chips[s.example*classes+c].Place(box.Middle(min(box.W-4, 72), min(box.H, 30)), pad)
	}
	in := card.InsetXY(20, 14)
	if v.slender {
		in = card.InsetXY(14, 10)
		if in.H > 240 { // room for the curve below the words
			v.words, v.curve = in.CutTop(112)
			return
		}
		v.curve, v.words = in.CutRight(min(120, in.W*0.36))
		v.words.W -= 10
		return
	}
	v.curve, v.words = in.CutRight(min(max(270, in.W*0.46), in.H*1.7, in.W*0.5))
	v.words.W -= 24
}

// need is the timeline's position from which a column is known.
var need = [columns]int{0, 1, 2, 3, 4, 5}

func (s *Scene) known(col int) bool { return s.Pos[viewScores] >= need[col] }

// meanOnly reports whether the last card has no room for the sums.
func (v *tableView) meanOnly() bool { return v.slender || v.cards[classes].W < 165 }

// fillTable writes every number of the table, and the card.
func (s *Scene) fillTable() {
	v, r, i := &s.table, s.scores, s.example
	for k := range classes {
		v.names[k] = className[k].In(s.Lang)
		n := strconv.Itoa(k + 1)
		v.lines[k] = [3]string{i18n.T("图 "+n+"："+className[r.labels[k]].ZH, "Image "+n+": "+className[r.labels[k]].EN).In(s.Lang),
			"hinge " + number(r.row(r.hinge, k)), "−ln p " + number(r.one(r.nll[k]))}
	}
	v.lines[classes] = [3]string{i18n.T("总和与平均", "Sum and mean").In(s.Lang),
		"hinge " + number(r.one(r.hingeSum)) + " → " + number(r.one(r.hingeMean)), "−ln p " + number(r.one(r.nllSum)) + " → " + number(r.one(r.nllMean))}
	if v.meanOnly() {
		v.lines[classes] = [3]string{i18n.T("平均", "Mean").In(s.Lang), "hinge " + number(r.one(r.hingeMean)), "−ln p " + number(r.one(r.nllMean))}
	}
	if v.slender {
		for k := range classes + 1 {
			h, l := r.hingeMean, r.nllMean
			v.lines[k][1], v.lines[k][2] = number(r.one(h)), number(r.one(l))
			if k < classes {
				v.lines[k][0] = className[r.labels[k]].In(s.Lang)
				v.lines[k][1], v.lines[k][2] = number(r.row(r.hinge, k)), number(r.one(r.nll[k]))
			}
		}
		v.lines[classes][0] = i18n.T("平均", "Mean").In(s.Lang)
	}
	v.total = i18n.T("合计", "Total").In(s.Lang)
	v.heads = [columns]string{i18n.T("得分 s", "score s").In(s.Lang), "hinge", "exp(s)", i18n.T("占比 p", "share p").In(s.Lang), "−ln p", "∂L/∂s"}
	if r.shift {
		v.heads[colExp] = "exp(s−max)"
		if v.slender {
			v.heads[colExp] = "exp"
		}
	}
	for c := range classes {
		row := &v.cells[c]
		write(&row[colScore], r.cell(r.s, i, c), true)
		m, ok := r.margin(i, c)
		write(&row[colHinge], m.Value, ok)
		write(&row[colExp], r.cell(r.exp, i, c), true)
		write(&row[colShare], r.cell(r.p, i, c), true)
		write(&row[colLog], r.one(r.nll[i]), c == r.labels[i])
		write(&row[colGrad], r.slope(i, c), true)
	}
	total := &v.cells[classes]
	write(&total[colScore], 0, false)
	write(&total[colHinge], r.row(r.hinge, i), true)
	write(&total[colExp], r.row(r.sum, i), true)
	write(&total[colShare], 0, false)
	write(&total[colLog], r.one(r.nll[i]), true)
	write(&total[colGrad], 0, false)
	s.unfold()
	s.plotLog()
	v.say = s.sayTable(s.Lang)
}

func write(c *cell, v float64, used bool) {
	c.value, c.used = v, used
	c.text = ""
	if used {
		c.text = number(v)
	}
}

func (s *Scene) sayStrip(l i18n.Lang) string {
	t := ""
	for _, c := range s.table.lines {
		t += c[0] + ", " + c[1] + ", " + c[2] + ". "
	}
	return t
}

func (s *Scene) sayTable(l i18n.Lang) string {
	t := ""
	for c := range classes {
		t += className[c].In(l) + ": "
		for k := range columns {
			if d := &s.table.cells[c][k]; d.used && s.known(k) {
				t += s.table.heads[k] + " " + d.text + ", "
			}
		}
	}
	return t
}

// handleStrip: a press opens an image.
func (s *Scene) handleStrip(ev ui.Event) bool {
	if ev.Kind != ui.PointerDown || ev.Button != 0 {
		return ev.Kind == ui.PointerUp
	}
	for i := range classes {
		if s.table.cards[i].Contains(ev.X, ev.Y) {
			s.example = i
			s.pick, s.hover = nowhere, nowhere
			s.sync()
			return true
		}
	}
	return false
}

func (s *Scene) spotAt(x, y float64) spot {
	for i := range s.table.cells {
		for k := range s.table.cells[i] {
			if d := &s.table.cells[i][k]; d.used && d.rect.Inset(-4).Contains(x, y) {
				return spot{i, k}
			}
		}
	}
	return nowhere
}

// handleTable: hovering or tapping a number unfolds it; a class's name makes
// it the true one; the arrow keys go from number to number.
func (s *Scene) handleTable(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerMove:
		if p := s.spotAt(ev.X, ev.Y); !ev.Touch && p != s.hover {
			s.hover, s.Stale = p, true
		}
		return false
	case ui.PointerLeave:
		s.hover, s.Stale = nowhere, true
	case ui.PointerDown:
		if ev.Button != 0 {
			return false
		}
		for c := range classes {
			if r := s.table.rows[c]; r.Contains(ev.X, ev.Y) && ev.X < s.table.cells[c][0].rect.X {
				s.setTruth(c)
				return true
			}
		}
		s.pick, s.Stale = s.spotAt(ev.X, ev.Y), true
		return s.pick != nowhere
	case ui.PointerUp, ui.PointerCancel:
		return true
	case ui.KeyDown:
		return s.walk(ev.Key)
	}
	return false
}

func (s *Scene) walk(key string) bool {
	d, ok := map[string]spot{"ArrowDown": {1, 0}, "ArrowUp": {-1, 0}, "ArrowRight": {0, 1}, "ArrowLeft": {0, -1}}[key]
	if !ok {
		return false
	}
	p := s.focus()
	s.pick = spot{min(max(p.row+d.row, 0), classes), min(max(p.col+d.col, 0), columns-1)}
	if s.pick.row == classes && !s.table.cells[classes][s.pick.col].used {
		s.pick.row = classes - 1
	}
	s.hover, s.Stale = nowhere, true
	return true
}
