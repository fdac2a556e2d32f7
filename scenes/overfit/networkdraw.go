package overfit

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	lossesName = i18n.T("每一轮的损失（三个种子）", "Loss by epoch (three seeds)")
	tableName  = i18n.T("试过的办法", "What was tried")
	trainHead  = i18n.T("训练", "training")
	unseenHead = i18n.T("没见过的", "unseen")
	tableHint  = i18n.T("右边每一项都是一味药：[失活](dropout)、[L2](l2)、[L1](l1)、[增强](augmentation)、[早停](early_stopping)、[更多图片](train_size)、[更窄的网络](hidden_width)、[更低的维度](input_size)。一次改一项，这里记账。",
		"Each control at the right is a cure: [dropout](dropout), [L2](l2), [L1](l1), [augmentation](augmentation), [early stopping](early_stopping), [more images](train_size), [a narrower network](hidden_width), [fewer inputs](input_size). Change one at a time; this table keeps score.")
	barNames = [3]i18n.Text{i18n.T("用时关掉：正确", "Off in use: right"), i18n.T("用时忘了关", "Left on in use"), i18n.T("关了又多乘 1 − p", "Off, scaled again")}
)

// drawLosses paints both losses with what the three runs spread over.
func (l *networkLab) drawLosses(c *paint.Canvas, lk *ui.Look) {
	t, card := lk.Theme, l.losses.Rect()
	if l.texts.wait != "" {
		ui.Card(c, t, card)
		c.TextWrap(l.texts.wait, card.InsetXY(18, 18), t.Body(), 21)
		return
	}
	drawBands(c, lk, card, lossesName.In(lk.Lang), l.plot)
	b := &l.curves[1]
	if at := int(l.texts.bestAt); at < len(b.Mid) {
		q := l.plot.At(float64(at), b.Mid[at])
		c.CircleStroke(q.X, q.Y, 6, 2, t.Good)
		x, y := l.lowest()
		box := l.plot.Box()
		c.Fill(paint.Rect{X: x - 18, Y: y - 9, W: box.Right() - x + 18, H: 18}, t.Sunken) // not through the line of the run
		c.CircleStroke(x-10, y, 4.5, 1.75, t.Good)
		c.Text(l.texts.best, x, y, tinyStyle.With(t.Good), paint.Left)
	}
}

// lowest is where the words about the lowest loss begin: in the corner that no
// line comes to, as all fall from the left.
func (l *networkLab) lowest() (x, y float64) {
	box := l.plot.Box()
	return box.Right() - 8 - paint.Measure(l.texts.best, tinyStyle), box.Y + 14
}

var (
	tinyStyle  = paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
	smallStyle = paint.Style{Font: paint.Sans, Size: theme.SizeSmall}
)

// drawTable paints what each attempt came to.
func (l *networkLab) drawTable(c *paint.Canvas, lk *ui.Look) {
	t, card, m := lk.Theme, l.table.Rect(), &l.marks
	ui.Card(c, t, card)
	c.Text(tableName.In(lk.Lang), card.X+14, card.Y+20, t.BodyBold(), paint.Left)
	tiny := t.Tiny()
	right := card.Right() - 14
	c.Text(trainHead.In(lk.Lang), right-70, card.Y+20, tiny.With(t.Series[0]), paint.Right)
	c.Text(unseenHead.In(lk.Lang), right, card.Y+20, tiny.With(t.Series[1]), paint.Right)
	for i, row := range l.texts.rows {
		if i >= len(m.rows) {
			break
		}
		r := m.rows[i]
		_, y := r.Center()
		name, num := t.Small(), t.Number()
		if row.now {
			c.RoundRect(r.InsetXY(-6, 1), theme.RadiusSmall, t.AccentSoft)
			name.Color, name.Font = t.Text, paint.SansBold
		}
		c.Text(paint.Elide(row.name, r.W-146, name), r.X, y, name, paint.Left)
		c.Text(row.train, right-70, y, num, paint.Right)
		if row.best {
			num.Font, num.Color = paint.MonoBold, t.Good
		}
		c.Text(row.val, right, y, num, paint.Right)
	}
	if n := len(l.texts.rows); n > 0 && !m.hint.Empty() {
		l.hint.Draw(c, t, t.Muted)
	}
}

// drawCard paints the masks of the last step and what dropout does in use.
func (l *networkLab) drawCard(c *paint.Canvas, lk *ui.Look) {
	t, card, m := lk.Theme, l.card.Rect(), &l.marks
	ui.Card(c, t, card)
	if l.Card.Shown() {
		l.Card.Draw(c, t)
		return
	}
	title, room := t.H3(), card.InsetXY(16, 0).W
	if !m.narrow {
		room = m.words.X - m.mask.X - 8
	}
	c.Text(paint.Elide(l.texts.mask, room, title), m.mask.X, card.Y+22, title, paint.Left)
	if l.set.dropout > 0 && l.now != nil && l.now.members[0] != nil && len(l.now.members[0].mask) > 0 {
		l.heat.Draw(c, t, m.mask)
	} else {
		l.drawSheets(c, t)
	}
	y := m.words.Y - 14
	if m.narrow {
		y = m.words.Y + 2
	}
	if l.texts.bars[0] == "" {
		c.Text(l.texts.dropTitle, m.words.X, y, t.BodyBold(), paint.Left)
		l.why.Draw(c, t, t.Text)
		return
	}
	if !m.narrow {
		c.Text(l.texts.dropTitle, m.words.X, y, t.BodyBold(), paint.Left)
	}
	l.drawUse(c, t, lk.Lang)
	l.why.Draw(c, t, t.Text)
}

var digitNames = [10]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

// drawSheets paints images of the last batch, as they were learnt, with their labels.
func (l *networkLab) drawSheets(c *paint.Canvas, t *theme.Theme) {
	if l.now == nil || l.now.members[0] == nil {
		return
	}
	for i, r := range l.marks.sheet {
		if i >= len(l.now.members[0].batch) {
			break
		}
		s := &l.now.members[0].batch[i]
		label := paint.Style{Font: paint.MonoBold, Size: 12, Color: t.Muted}
		side := min(r.W-4, r.H-18)
		box := paint.Rect{X: r.X + 1, Y: r.Y, W: side, H: side}
		l.sheets[i].Draw(c, t, box)
		if s.wrong {
			label.Color = t.Bad
			c.RoundRectStroke(box.Inset(-1), 2, 2, t.Bad)
		}
		c.Text(digitNames[s.label], box.X+side/2, box.Bottom()+9, label, paint.Center)
	}
}

// drawUse paints the losses of three ways to use the network.
func (l *networkLab) drawUse(c *paint.Canvas, t *theme.Theme, lang i18n.Lang) {
	d := &l.dropped
	for i, v := range [3]float64{d.off, d.on, d.twice} {
		r := l.marks.bars[i]
		_, y := r.Center()
		name := t.Small()
		name.Color = t.Text
		c.Text(paint.Elide(barNames[i].In(lang), r.W*0.48-8, name), r.X, y, name, paint.Left)
		_, bar := r.CutLeft(r.W * 0.48)
		_, bar = bar.CutRight(58)
		col := t.Bad
		if i == 0 {
			col = t.Good
		}
		c.RoundRect(paint.Rect{X: bar.X, Y: y - 5, W: max(bar.W*v/max(l.texts.top, 1e-9), 2), H: 10}, 3, col)
		c.Text(l.texts.bars[i], r.Right(), y, t.NumberBold(), paint.Right)
	}
}
