package overfit

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
)

// networkMarks are where things stand.
type networkMarks struct {
	narrow bool
	rows   []paint.Rect
	hint   paint.Rect // below the rows
	mask   paint.Rect
	words  paint.Rect
	bars   [3]paint.Rect
	sheet  [sheetsShown]paint.Rect
}

// place shares out the stage.
func (l *networkLab) place() {
	m := &l.marks
	m.narrow = l.phone || l.area.W < 600
	var curves, table, card paint.Rect
	if m.narrow {
		card, curves = l.area.CutBottom(min(232, l.area.H*0.4))
		_, curves = curves.CutBottom(gap)
		table, curves = curves.CutBottom(min(126, curves.H*0.4))
		_, curves = curves.CutBottom(gap)
	} else {
		card, curves = l.area.CutBottom(188)
		_, curves = curves.CutBottom(gap)
		table, curves = curves.CutRight(curves.W * 0.42)
		_, curves = curves.CutRight(gap)
	}
	l.losses.SetRect(curves)
	l.table.SetRect(table)
	l.card.SetRect(card)
	_, in := curves.InsetXY(8, 8).CutTop(26)
	l.plot.Place(in)
	l.scale()
	m.placeTable(table, len(l.rows)+1)
	m.placeCard(card, l.set.dropout > 0)
}

func (m *networkMarks) placeTable(card paint.Rect, n int) {
	_, in := card.InsetXY(14, 8).CutTop(30)
	h := min(26, in.H/float64(n))
	if m.narrow {
		h = min(20, in.H/float64(min(n, 5)))
	}
	m.rows = m.rows[:0]
	for i := range n {
		r := paint.Rect{X: in.X, Y: in.Y + float64(i)*h, W: in.W, H: h}
		if r.Bottom() > in.Bottom()+1 {
			break
		}
		m.rows = append(m.rows, r)
	}
	m.hint = paint.Rect{}
	if end := in.Y + float64(n)*h + 14; !m.narrow && in.Bottom()-end > 100 {
		m.hint = paint.Rect{X: in.X, Y: end, W: in.W, H: in.Bottom() - end}
	}
}

func (m *networkMarks) placeCard(card paint.Rect, dropping bool) {
	in := card.InsetXY(16, 12)
	if m.narrow {
		_, in = in.CutTop(22)
		tall := 0.24
		if !dropping {
			tall = 0.55
		}
		m.mask, m.words = in.CutTop(in.H * tall)
		_, m.words = m.words.CutTop(8)
	} else {
		_, in = in.CutTop(26)
		m.mask, m.words = in.CutLeft(in.W * 0.4)
		_, m.words = m.words.CutLeft(20)
	}
	const columns = sheetsShown / 2
	w := m.mask.W / columns
	for i := range m.sheet {
		h := m.mask.H / float64(sheetsShown/columns)
		m.sheet[i] = paint.Rect{X: m.mask.X + float64(i%columns)*w, Y: m.mask.Y + float64(i/columns)*h, W: w, H: h}
	}
	bars, _ := m.words.CutTop(66)
	for i := range m.bars {
		m.bars[i] = paint.Rect{X: bars.X, Y: bars.Y + float64(i)*22, W: bars.W, H: 20}
	}
}

// scale fits the plot to what there is, up to three times the loss at first.
func (l *networkLab) scale() {
	p, top := l.plot, 0.5
	all := append([]*plot.Band{&l.ghost.Band}, l.lines...)
	for _, o := range p.Others {
		all = append(all, o.Lines...)
	}
	for _, b := range all {
		for i, v := range b.Mid {
			if len(b.High) > i {
				v = b.High[i]
			}
			top = max(top, v)
		}
	}
	p.Y0, p.Y1 = 0, min(top*1.05, 3)
	p.X0, p.X1 = 0, float64(max(l.goal, firstGoal))
	p.Ticks = p.Ticks[:0]
	step := 50.0
	if p.X1 > 260 {
		step = 100
	}
	for v := 0.0; v <= p.X1; v += step {
		p.Ticks = append(p.Ticks, v)
	}
	p.Mark = float64(l.epoch())
}

// setWords lays out what the table and the card say, where there is room and
// nothing else stands there.
func (l *networkLab) setWords(g i18n.Lang) {
	m, x := &l.marks, &l.texts
	st := smallStyle
	hint, why := "", ""
	if len(x.rows) > 0 && !m.hint.Empty() {
		hint = tableHint.In(g)
	}
	l.hint.Fit(hint, m.hint, st, 20)
	if !l.Card.Shown() {
		why = x.dropWhy
	}
	if x.bars[0] == "" {
		y := m.words.Y
		if m.narrow {
			y += 16
		}
		l.why.Fit(why, paint.Rect{X: m.words.X, Y: y, W: m.words.W}, st, 19)
		return
	}
	l.why.Fit(why, paint.Rect{X: m.words.X, Y: m.bars[2].Bottom() + 6, W: m.words.W}, l.wordsStyle(), l.wordsLine())
}

// wordsStyle is that of the words below the bars; wordsLine is their line.
func (l *networkLab) wordsStyle() paint.Style {
	if l.marks.narrow {
		return tinyStyle
	}
	return smallStyle
}

func (l *networkLab) wordsLine() float64 { return l.wordsStyle().Size + 5 }
