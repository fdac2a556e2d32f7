package validate

import (
	"math"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// searchMarks are where things stand.
type searchMarks struct {
	plane  paint.Rect
	dots   []paint.Point
	plan   []paint.Point // of trials that are still to be made
	score  []float64     // on the validation images
	cell   paint.Point
	chosen int
	edge   float64 // room at the plane's edges, as a share of it
	rows   [3]paint.Rect
	note   paint.Rect
	bars   [boxes]paint.Rect
	zero   float64 // x of no excess
	mean   float64
	base   float64
	top    float64
}

var (
	nextName   = i18n.T("紧随其后：验证分", "Close behind: validation")
	nextFresh  = i18n.T("紧随其后：验证，全新", "Close behind: validation, fresh")
	spaceName  = i18n.T("每个都是一个网络，颜色越浓越好", "A network each: strong colour, high score")
	archName   = i18n.T("参数个数和验证分", "Parameters and validation score")
	scoreNames = [3]i18n.Text{i18n.T("验证：用来挑的", "Validation: chosen by"), i18n.T("测试：只看一次", "Test: for one look"), i18n.T("全新的图：真相", "Fresh images: the truth")}
	peekNames  = [3]i18n.Text{i18n.T("验证", "Validation"), i18n.T("测试：用来挑的", "Test: chosen by"), i18n.T("全新的图：真相", "Fresh images: the truth")}
	luckName   = i18n.T("重新分牌 200 次：挑中时的分数，虚高多少", "Dealt anew 200 times: how much too high the winner's score is")
	luckShort  = i18n.T("分牌 200 次，虚高多少", "200 deals: how much too high")
	luckWait   = i18n.T("全部试完，就把同样的图重新分 200 次，每次都挑一回：挑中的分数，比换到全新的图上高多少？", "When all are tried, the same images are dealt anew 200 times, and a winner chosen each time: how much higher is its score than on fresh images?")
	rateName   = i18n.T("学习率 η", "learning rate η")
	paramsName = i18n.T("参数个数", "parameters")
	widthName  = i18n.T("宽度", "width")
)

// place shares out the stage.
func (l *searchLab) place() {
	narrow := l.phone || l.area.W < 560
	low, top := l.area.CutBottom(min(188, l.area.H*0.3))
	_, top = top.CutBottom(gap)
	var space, card paint.Rect
	if narrow {
		card, space = top.CutBottom(min(202, top.H*0.49))
		_, space = space.CutBottom(gap)
	} else {
		card, space = top.CutRight(top.W * 0.42)
		_, space = space.CutRight(gap)
	}
	l.space.SetRect(space)
	l.card.SetRect(card)
	l.history.SetRect(low)
	m := &l.marks
	_, in := space.InsetXY(14, 8).CutTop(30)
	m.plane = paint.Rect{X: in.X + 34, Y: in.Y + 12, W: in.W - 42, H: in.H - 48}
	m.edge = 0.03
	if l.method.Value() == byGrid {
		m.edge = 0.5 / gridSide
	}
	l.placeDots()
	m.chosen = l.choice()
	_, in = card.InsetXY(16, 10).CutTop(54)
	for i := range m.rows {
		h := min(in.H*0.22, 36)
		m.rows[i] = paint.Rect{X: in.X, Y: in.Y + float64(i)*h, W: in.W, H: h}
	}
	m.note = paint.Rect{X: in.X, Y: m.rows[2].Bottom() + 8, W: in.W, H: in.Bottom() - m.rows[2].Bottom() - 8}
}

// placeDots puts each trial where its hyper-parameters are.
func (l *searchLab) placeDots() {
	m := &l.marks
	m.dots, m.score, m.plan = m.dots[:0], m.score[:0], m.plan[:0]
	for i := len(l.shownTrials()); i < len(l.hunt.plan) && l.method.Value() != byArch; i++ { // there the score is an axis
		p := &l.hunt.plan[i]
		m.plan = append(m.plan, m.at(p.rate, rateLow, rateHigh, float64(p.sizes[1]), widthLow, widthHigh, true))
	}
	t := l.shownTrials()
	for i := range t {
		v := t[i].accuracy(l.hand.val)
		m.score = append(m.score, v)
		if l.method.Value() == byArch {
			m.dots = append(m.dots, m.at(float64(t[i].params), 200, archBudget, v, 0, 1, false))
		} else {
			m.dots = append(m.dots, m.at(t[i].rate, rateLow, rateHigh, float64(t[i].sizes[1]), widthLow, widthHigh, true))
		}
	}
	m.cell = paint.Point{X: m.plane.W / gridSide, Y: m.plane.H / gridSide}
}

// at is where x and y stand; x is by order of magnitude, y where log is set.
func (m *searchMarks) at(x, x0, x1, y, y0, y1 float64, log bool) paint.Point {
	if log {
		y, y0, y1 = math.Log(y), math.Log(y0), math.Log(y1)
	}
	fx, fy := math.Log(x/x0)/math.Log(x1/x0), (y-y0)/(y1-y0)
	return paint.Point{X: m.plane.X + (m.edge+(1-2*m.edge)*fx)*m.plane.W, Y: m.plane.Bottom() - (m.edge+(1-2*m.edge)*fy)*m.plane.H}
}

// placeLuck gives each box of deals its bar, as high as the record says.
func (l *searchLab) placeLuck() {
	m := &l.marks
	_, in := l.history.Rect().InsetXY(16, 10).CutTop(30)
	h, most := make([]float64, boxes), 1.0
	if v := l.graded.bars; v != nil {
		h = l.tr.Nodes[v.ID()].Value
	}
	for _, n := range h {
		most = max(most, n)
	}
	w := in.W / boxes
	m.base = in.Bottom() - 20
	m.top = in.Y
	for i, n := range h {
		tall := n / most * (m.base - in.Y - 6)
		m.bars[i] = paint.Rect{X: in.X + float64(i)*w + 1, Y: m.base - tall, W: w - 2, H: tall}
	}
	x := func(e float64) float64 { return in.X + min(max((e-boxFrom)/(boxWidth*boxes), 0), 1)*in.W }
	m.zero, m.mean = x(0), x(l.luck.mean)
}

// handleSpace chooses a trial; a press on the chosen one unfolds its score.
func (l *searchLab) handleSpace(ev ui.Event) bool {
	if ev.Kind == ui.PointerDown {
		best, at := 26.0, -1
		for i, q := range l.marks.dots {
			if d := math.Hypot(q.X-ev.X, q.Y-ev.Y); d < best {
				best, at = d, i
			}
		}
		if at < 0 || at == l.marks.chosen || best > 9 && l.chip().Contains(ev.X, ev.Y) || ev.Button != 0 || !l.space.Rect().Contains(ev.X, ev.Y) {
			return false
		}
		l.choose(at)
		return true
	}
	return false
}

// shade is the colour of a score: the ground for guessing, the accent for all right.
func shade(t *theme.Theme, v float64) paint.Color {
	f := min(max((v-0.1)/0.85, 0), 1)
	return paint.Mix(t.Raised, t.Accent, f*f)
}

// drawSpace paints every trial where its hyper-parameters are.
func (l *searchLab) drawSpace(c *paint.Canvas, lk *ui.Look) {
	t, m, card := lk.Theme, &l.marks, l.space.Rect()
	ui.Card(c, t, card)
	name := spaceName
	if l.method.Value() == byArch {
		name = archName
	}
	c.Text(paint.Elide(name.In(lk.Lang), card.W-28, t.BodyBold()), card.X+14, card.Y+22, t.BodyBold(), paint.Left)
	c.RoundRect(m.plane, theme.RadiusSmall, t.Sunken)
	l.drawAxes(c, lk)
	chosen := m.chosen
	for _, q := range m.plan {
		c.Circle(q.X, q.Y, 2.5, t.Strong)
	}
	for i, q := range m.dots {
		col := shade(t, m.score[i])
		if l.method.Value() == byGrid {
			r := paint.Rect{X: q.X - m.cell.X*0.46, Y: q.Y - m.cell.Y*0.46, W: m.cell.X * 0.92, H: m.cell.Y * 0.92}
			c.RoundRect(r, 3, col)
			continue
		}
		c.Circle(q.X, q.Y, 8, col)
		c.CircleStroke(q.X, q.Y, 8, 1, t.Strong)
	}
	if chosen >= 0 && chosen < len(m.dots) {
		q := m.dots[chosen]
		c.CircleStroke(q.X, q.Y, 13, 3, t.Good)
		chip := l.chip()
		x, y := chip.Center()
		c.RoundRect(chip, 4, t.Panel)
		c.Text(l.texts.scores[0], x, y, t.NumberBold(), paint.Center)
	}
}

// drawAxes paints the numbers at the edges.
func (l *searchLab) drawAxes(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &l.marks
	st := t.Tick()
	var buf [24]byte
	y := m.plane.Bottom() + 12
	x, _ := m.plane.Center()
	if l.method.Value() == byArch {
		for _, v := range [4]float64{300, 1000, 2000, archBudget} {
			c.TextBytes(plot.Append(buf[:0], v), m.at(v, 200, archBudget, 0, 0, 1, false).X, y, st, paint.Center)
		}
		for _, v := range [3]float64{0, 0.5, 1} {
			p := m.at(200, 200, archBudget, v, 0, 1, false)
			c.Line(m.plane.X, p.Y, m.plane.Right(), p.Y, 1, t.Border)
			c.TextBytes(plot.Append(buf[:0], v), m.plane.X-6, p.Y, st, paint.Right)
		}
		c.Text(paramsName.In(lk.Lang), x, y+14, t.Tiny(), paint.Center)
		return
	}
	for _, v := range [5]float64{1e-4, 1e-3, 1e-2, 1e-1, 1} {
		c.TextBytes(plot.Append(buf[:0], v), m.at(v, rateLow, rateHigh, widthLow, widthLow, widthHigh, true).X, y, st, paint.Center)
	}
	for _, v := range [4]float64{2, 8, 32, 128} {
		c.TextBytes(plot.Append(buf[:0], v), m.plane.X-6, m.at(rateLow, rateLow, rateHigh, v, widthLow, widthHigh, true).Y, st, paint.Right)
	}
	c.Text(rateName.In(lk.Lang), x, y+14, t.Tiny(), paint.Center)
	c.Text(widthName.In(lk.Lang), m.plane.X-34, m.plane.Y-7, t.Tiny(), paint.Left)
}

// drawChosen paints what the chosen network came to.
func (l *searchLab) drawChosen(c *paint.Canvas, lk *ui.Look) {
	t, m, card := lk.Theme, &l.marks, l.card.Rect()
	ui.Card(c, t, card)
	c.Text(l.card.Label().In(lk.Lang), card.X+16, card.Y+22, t.BodyBold(), paint.Left)
	if l.texts.wait != "" {
		c.TextWrap(l.texts.wait, paint.Rect{X: card.X + 16, Y: card.Y + 40, W: card.W - 32}, t.Small(), 20)
		return
	}
	mono := nameStyle.With(t.Text)
	c.Text(paint.Elide(l.texts.name, card.W-32, mono), card.X+16, card.Y+44, mono, paint.Left)
	names := &scoreNames
	if l.peeked {
		names = &peekNames
	}
	for i, r := range m.rows {
		if l.texts.scores[0] == "" || i == 2 && l.texts.scores[2] == "" {
			break
		}
		_, y := r.Center()
		st := t.Small()
		st.Color = t.Text
		c.Text(paint.Elide(names[i].In(lk.Lang), r.W-76, st), r.X, y, st, paint.Left)
		if i == 1 && !l.opened {
			w := paint.Measure(l.texts.scores[1], t.Small())
			c.Icon("lock", r.Right()-w-14, y, 15, t.Muted)
			c.Text(l.texts.scores[1], r.Right(), y, t.Small(), paint.Right)
			continue
		}
		num := paint.Style{Font: paint.MonoBold, Size: 16, Color: t.Text}
		switch {
		case i == 2:
			num.Color = t.Good
		case l.peeked && i == 1 && l.texts.gap > 0:
			num.Color = t.Bad
		}
		c.Text(l.texts.scores[i], r.Right(), y, num, paint.Right)
	}
	c.PushClip(card)
	l.note.Draw(c, t, t.Text)
	if r, ok := l.nextRect(); ok {
		l.drawNext(c, lk, r)
	}
	c.PopClip()
}

// drawNext lists those that came close.
func (l *searchLab) drawNext(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t := lk.Theme
	if l.texts.next[0].name == "" {
		return
	}
	c.Line(r.X, r.Y, r.Right(), r.Y, 1, t.Border)
	head := nextName
	if l.opened {
		head = nextFresh
	}
	c.Text(head.In(lk.Lang), r.X, r.Y+16, t.H3(), paint.Left)
	for k, n := range l.texts.next {
		y := nextLine(r, k)
		num, right, wide := t.Number(), r.Right(), nextWide(r)
		if n.fresh != "" {
			num.Color = t.Good
			c.Text(n.fresh, right, y, num, paint.Right)
			right -= wide
		}
		num.Color = t.Text
		c.Text(n.val, right, y, num, paint.Right)
		st := nextStyle.With(t.Muted)
		c.Text(nextLabel(n.name, right-wide-r.X), r.X, y, st, paint.Left)
	}
}

// nextLabel is the name of one of them in the room that there is.
func nextLabel(name string, room float64) string {
	if paint.Measure(name, nextStyle) > room {
		name = strings.TrimPrefix(name, "η ")
	}
	return paint.Elide(name, room, nextStyle)
}

// nextWide is the room of a score in the list of those that came close: where it is
// narrow the names need more of it.
func nextWide(r paint.Rect) float64 {
	if r.W < 240 {
		return 45
	}
	return 62
}

// drawLuck paints how much too high the winner's score was, deal by deal.
func (l *searchLab) drawLuck(c *paint.Canvas, lk *ui.Look) {
	t, m, card := lk.Theme, &l.marks, l.history.Rect()
	ui.Card(c, t, card)
	name := luckName
	if card.W < 560 {
		name = luckShort
	}
	c.Text(name.In(lk.Lang), card.X+16, card.Y+22, t.BodyBold(), paint.Left)
	if l.texts.luck == "" {
		c.TextWrap(luckWait.In(lk.Lang), paint.Rect{X: card.X + 16, Y: card.Y + 40, W: min(card.W-32, 640)}, t.Small(), 20)
		return
	}
	c.Line(card.X+16, m.base, card.Right()-16, m.base, 1, t.Strong)
	for i, r := range m.bars {
		mid := boxFrom + (float64(i)+0.5)*boxWidth
		col := t.Faint
		if mid > 0.001 {
			col = t.Series[1]
		}
		c.RoundRect(r, 2, col)
	}
	st := t.Tick()
	var buf [24]byte
	w := m.bars[1].X - m.bars[0].X
	for _, e := range [5]float64{-0.1, -0.05, 0.05, 0.1, 0.15} {
		if x := m.zero + e/boxWidth*w; x > card.X+30 {
			c.TextBytes(percentage(buf[:0], e), x, m.base+11, st, paint.Center)
		}
	}
	c.Text("0", m.zero, m.base+11, st, paint.Center)
	c.Line(m.zero, m.top, m.zero, m.base, 1, t.Strong)
	c.Line(m.mean, m.top, m.mean, m.base, 3, t.Panel)
	c.DashLine(m.mean, m.top, m.mean, m.base, 2, 5, 3, 0, t.Bad)
	c.Text(l.texts.luck, card.Right()-16, card.Y+22, luckStyle.With(t.Bad), paint.Right)
}
