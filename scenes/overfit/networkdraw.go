package overfit

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// networkMarks are where things stand.
type networkMarks struct {
	rows  []paint.Rect
	hint  paint.Rect // below the rows
	mask  paint.Rect
	words paint.Rect
	bars  [3]paint.Rect
	now   [2]paint.Rect // the accuracies of the present attempt
	sheet [sheetsShown]paint.Rect
}

// networkTexts are what the stage says, written in Update.
type networkTexts struct {
	accuracy           [2]string
	say                string
	rows               []rowText
	dropTitle, dropWhy string
	mask               string
	bars               [3]string
	best               string
	bestAt             float64
	wait               string
	top                float64 // the longest bar
}

type rowText struct {
	name, train, val string
	now, best        bool
}

var (
	lossesName = i18n.T("每一轮的损失（三个种子）", "Loss by epoch (three seeds)")
	tableName  = i18n.T("试过的办法", "What was tried")
	trainHead  = i18n.T("训练", "training")
	unseenHead = i18n.T("没见过的", "unseen")
	tableHint  = i18n.T("右边每一项都是一味药：失活、L2、L1、增强、早停、更多图片、更窄的网络、更低的维度。一次改一项，这里记账。",
		"Each control at the right is a cure: dropout, L2, L1, augmentation, early stopping, more images, a narrower network, fewer inputs. Change one at a time; this table keeps score.")
	barNames = [3]i18n.Text{i18n.T("用时关掉：正确", "Off in use: right"), i18n.T("用时忘了关", "Left on in use"), i18n.T("关了又多乘 1 − p", "Off, scaled again")}
)

// place shares out the stage.
func (l *networkLab) place() {
	m := &l.marks
	narrow := l.phone || l.area.W < 560
	var curves, table, card paint.Rect
	if narrow {
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
	m.placeTable(table, len(l.rows)+1, narrow)
	m.placeCard(card, narrow, l.set.dropout > 0)
}

func (m *networkMarks) placeTable(card paint.Rect, n int, narrow bool) {
	_, in := card.InsetXY(14, 8).CutTop(30)
	h := min(26, in.H/float64(n))
	if narrow {
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
	m.now = [2]paint.Rect{}
	if i := len(m.rows) - 1; i >= 0 {
		last := m.rows[i]
		m.now[1], last = last.CutRight(62)
		m.now[0], _ = last.CutRight(70)
	}
	m.hint = paint.Rect{}
	if end := in.Y + float64(n)*h + 14; !narrow && in.Bottom()-end > 100 {
		m.hint = paint.Rect{X: in.X, Y: end, W: in.W, H: in.Bottom() - end}
	}
}

func (m *networkMarks) placeCard(card paint.Rect, narrow, dropping bool) {
	in := card.InsetXY(16, 12)
	if narrow {
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
	for _, b := range []*plot.Band{&l.curves[0], &l.curves[1], &l.ghost} {
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

// fill writes the words.
func (x *networkTexts) fill(l *networkLab, g i18n.Lang) {
	x.rows, x.wait, x.best = x.rows[:0], "", ""
	switch a := l.now; {
	case l.digits.err != nil:
		x.wait = i18n.T("图片没有取到："+l.digits.err.Error(), "The images did not come: "+l.digits.err.Error()).In(g)
		return
	case a == nil || a.err == nil && a.epoch() < 0:
		x.wait = i18n.T("正在取图片……", "Fetching the images …").In(g)
		return
	case a.err != nil:
		x.wait = i18n.T("训练停了："+a.err.Error(), "Training stopped: "+a.err.Error()).In(g)
		return
	}
	e := l.epoch()
	r := l.now.mean(e)
	x.accuracy = [2]string{percent(r.trainAcc), percent(r.valAcc)}
	best, low := l.now.best(l.now.epoch())
	x.bestAt = float64(best)
	x.best = i18n.T("最低："+plot.Format(low)+"，第 "+strconv.Itoa(best)+" 轮", "lowest: "+plot.Format(low)+" at epoch "+strconv.Itoa(best)).In(g)
	x.say = i18n.T("第 "+strconv.Itoa(e)+" 轮：训练集认对 "+x.accuracy[0]+"，没见过的认对 "+x.accuracy[1]+"。", "Epoch "+strconv.Itoa(e)+": "+x.accuracy[0]+" of the training images right, "+x.accuracy[1]+" of unseen ones.").In(g)
	top := r.valAcc
	for _, old := range l.rows {
		top = max(top, old.valAcc)
	}
	for _, old := range l.rows {
		x.rows = append(x.rows, rowText{old.name(g), percent(old.trainAcc), percent(old.valAcc), false, old.valAcc == top})
	}
	x.rows = append(x.rows, rowText{l.set.name(g), x.accuracy[0], x.accuracy[1], true, r.valAcc == top})
	if n := len(x.rows) - len(l.marks.rows); n > 0 {
		x.rows = x.rows[n:]
	}
	x.fillDropout(l, g)
}

func (x *networkTexts) fillDropout(l *networkLab, g i18n.Lang) {
	d := &l.dropped
	x.bars = [3]string{}
	w := strconv.Itoa(l.set.width)
	x.mask = i18n.T("最近一步的掩码：25 张图 × "+w+" 个", "Last masks: 25 images × "+w).In(g)
	if l.set.dropout == 0 {
		x.mask = i18n.T("最近一步学的图，红的标签是错的", "Last images learnt: red labels are wrong").In(g)
	}
	if l.now.epoch() == 0 && l.rests() {
		x.mask = i18n.T("第一步的掩码：25 张图 × "+w+" 个", "First masks: 25 images × "+w).In(g)
		if l.set.dropout == 0 {
			x.mask = i18n.T("第一步要学的图，红的标签是错的", "First images to learn: red labels are wrong").In(g)
		}
	}
	switch p := plot.Format(l.set.dropout); {
	case l.set.dropout == 0:
		x.dropTitle = i18n.T("没有失活：p = 0", "No dropout: p = 0").In(g)
		x.dropWhy = i18n.T("把 p 拉到 0.5：训练的每一步都随机关掉一半神经元，这里画出引擎抽到的掩码。",
			"Move p to 0.5: every step of training then silences half of the neurons at random. The masks that the engine drew appear here.").In(g)
	case !d.ok && l.now.epoch() == 0 && l.rests():
		x.dropTitle = "p = " + p
		x.dropWhy = i18n.T("按播放，开始训练。", "Press play to train.").In(g)
	case !d.ok:
		x.dropTitle = i18n.T("p = "+p+"：正在训练", "p = "+p+": training").In(g)
		x.dropWhy = ""
	default:
		x.dropTitle = i18n.T("训练完，用的时候呢？损失：", "And in use? The loss then:").In(g)
		for i, v := range [3]float64{d.off, d.on, d.twice} {
			x.bars[i] = plot.Format(v)
		}
		x.top = max(d.off, d.on, d.twice)
		scale, rise, as := plot.Format(1/(1-l.set.dropout)), plot.Format(d.on-d.off), plot.Format(d.formula)
		x.dropWhy = i18n.T("训练时留下的都乘 "+scale+"，平均才不变："+plot.Format(d.kept)+" 对 "+plot.Format(d.all)+"。开着时损失平均多 "+rise+"；把它当成 L2 那样的惩罚来算是 "+as+"：只是近似。",
			"In training the ones kept are multiplied by "+scale+", which keeps the mean: "+plot.Format(d.kept)+" against "+plot.Format(d.all)+". Left on, the loss rises by "+rise+"; worked out as a penalty like L2 it is "+as+": only roughly the same.").In(g)
	}
}

func percent(v float64) string { return string(plot.AppendPercent(nil, v)) }

// name is what differs from the plain network, in few words.
func (c *setup) name(g i18n.Lang) string {
	s := ""
	add := func(zh, en string) {
		if s != "" {
			s += " · "
		}
		s += i18n.T(zh, en).In(g)
	}
	if c.images != 200 {
		n := strconv.Itoa(c.images)
		add(n+" 张", n+" images")
	}
	if c.width != 64 {
		n := strconv.Itoa(c.width)
		add("宽 "+n, "width "+n)
	}
	if c.side != 8 {
		n := strconv.Itoa(c.side * c.side)
		add(n+" 维", n+" inputs")
	}
	if c.l2 > 0 {
		add("L2 "+short(c.l2), "L2 "+short(c.l2))
	}
	if c.l1 > 0 {
		add("L1 "+short(c.l1), "L1 "+short(c.l1))
	}
	if c.dropout > 0 {
		add("失活 "+short(c.dropout), "dropout "+short(c.dropout))
	}
	if c.augment {
		add("增强", "augmented")
	}
	if c.early {
		add("早停", "early stop")
	}
	if c.wrong != 0.2 {
		n := strconv.Itoa(int(c.wrong*100 + 0.5))
		add("错标 "+n+"%", n+"% wrong")
	}
	if s == "" {
		return i18n.T("什么都不做", "Nothing").In(g)
	}
	return s
}

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
		st := t.Tiny()
		st.Color = t.Good
		a, x := paint.Left, q.X+10
		if q.X > l.plot.Box().X+l.plot.Box().W*0.6 {
			a, x = paint.Right, q.X-10
		}
		c.Text(l.texts.best, x, min(q.Y+16, l.plot.Box().Bottom()-9), st, a)
	}
}

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
		c.TextWrap(tableHint.In(lk.Lang), m.hint, t.Small(), 20)
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
	c.Text(l.texts.mask, m.mask.X, card.Y+22, t.H3(), paint.Left)
	if l.set.dropout > 0 && l.now != nil && l.now.members[0] != nil && len(l.now.members[0].mask) > 0 {
		l.heat.Draw(c, t, m.mask)
	} else {
		l.drawSheets(c, t)
	}
	y := m.words.Y - 14
	if card.W < 560 {
		y = m.words.Y + 2
	}
	st := t.Small()
	st.Color = t.Text
	if l.texts.bars[0] == "" {
		c.Text(l.texts.dropTitle, m.words.X, y, t.BodyBold(), paint.Left)
		c.TextWrap(l.texts.dropWhy, paint.Rect{X: m.words.X, Y: y + 14, W: m.words.W}, st, 19)
		return
	}
	if card.W >= 560 {
		c.Text(l.texts.dropTitle, m.words.X, y, t.BodyBold(), paint.Left)
	}
	l.drawUse(c, t, lk.Lang)
	if card.W < 560 {
		st.Size = theme.SizeTiny
	}
	c.TextWrap(l.texts.dropWhy, paint.Rect{X: m.words.X, Y: m.bars[2].Bottom() + 6, W: m.words.W}, st, st.Size+5)
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
