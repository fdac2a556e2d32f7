package validate

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// splitMarks are where things stand.
type splitMarks struct {
	steps   [4]paint.Rect
	dots    paint.Rect
	rows    int // of dots
	cuts    [2]float64
	heads   [parts]paint.Rect
	counts  [parts]paint.Rect // of the heads' numbers
	scores  [parts]paint.Rect
	note    paint.Rect
	grid    paint.Rect // the folds' cells
	key     paint.Rect
	names   [3]paint.Rect // of the species
	chances [3]paint.Rect
	mean    paint.Rect
}

var (
	partNames    = [parts]i18n.Text{i18n.T("训练", "Training"), i18n.T("验证", "Validation"), i18n.T("测试", "Test")}
	partShort    = [parts]i18n.Text{i18n.T("训练", "Train"), i18n.T("验证", "Val"), i18n.T("测试", "Test")}
	speciesNames = [3]i18n.Text{i18n.T("阿德利", "Adelie"), i18n.T("帽带", "Chinstrap"), i18n.T("巴布亚", "Gentoo")}
	stepNames    = [4]i18n.Text{i18n.T("1 划分数据", "1 Split"), i18n.T("2 选特征", "2 Features"), i18n.T("3 训练", "3 Train"), i18n.T("4 评估", "4 Evaluate")}
	barName      = i18n.T("342 只企鹅，点一只看网络怎么说", "342 penguins: press one to hear what the network says")
	barShort     = i18n.T("342 只企鹅，点一只", "342 penguins: press one")
	scoresName   = i18n.T("一次划分，认对多少", "One split: share right")
	mistakenName = i18n.T("认错", "mistaken")
	ringedName   = i18n.T("说的是有圈的这只", "said of the ringed one")
	foldsName    = i18n.T("交叉验证：轮流当验证集", "Cross-validation: take turns")
)

const gap = 12.0

func (l *splitLab) narrow() bool { return l.phone || l.area.W < 560 }

// place shares out the stage.
func (l *splitLab) place(g i18n.Lang) {
	narrow := l.narrow()
	steps, rest := l.area.CutTop(36)
	_, rest = rest.CutTop(gap)
	var bar, table, grid paint.Rect
	if narrow {
		bar, rest = rest.CutTop(min(196, rest.H*0.36))
		_, rest = rest.CutTop(gap)
		table, grid = rest.CutTop(min(182, rest.H*0.49))
		_, grid = grid.CutTop(gap)
	} else {
		bar, rest = rest.CutTop(min(226+0.3*max(0, rest.H-560), rest.H*0.45))
		_, rest = rest.CutTop(gap)
		table, grid = rest.CutLeft(rest.W * 0.42)
		_, grid = grid.CutLeft(gap)
	}
	l.steps.SetRect(steps)
	l.bar.SetRect(bar)
	l.table.SetRect(table)
	l.grid.SetRect(grid)
	m := &l.marks
	for i := range m.steps {
		w := (steps.W - 3*8) / 4
		m.steps[i] = paint.Rect{X: steps.X + float64(i)*(w+8), Y: steps.Y, W: w, H: steps.H}
	}
	l.placeBar(bar, narrow, g)
	in := table.InsetXY(16, 10)
	_, in = in.CutTop(28)
	for i := range m.scores {
		h := min(in.H*0.2, 52)
		if narrow { // the words need three lines
			h = in.H * 0.168
		}
		m.scores[i] = paint.Rect{X: in.X, Y: in.Y + float64(i)*h, W: in.W, H: h}
	}
	m.note = paint.Rect{X: in.X, Y: m.scores[parts-1].Bottom() + 8, W: in.W, H: in.Bottom() - m.scores[parts-1].Bottom() - 8}
	in = grid.InsetXY(16, 10)
	_, in = in.CutTop(28)
	m.mean, in = in.CutBottom(24)
	_, m.grid = in.CutBottom(6)
}

func (l *splitLab) placeBar(card paint.Rect, narrow bool, g i18n.Lang) {
	m := &l.marks
	m.rows = 7
	if narrow {
		m.rows = 10
	}
	in := card.InsetXY(16, 10)
	_, in = in.CutTop(28)
	heads, in := in.CutTop(26)
	m.key, in = in.CutBottom(22)
	_, m.dots = in.CutBottom(6)
	x, free := m.key.X, m.key.W
	var wide [3]float64
	for k, name := range speciesNames {
		wide[k] = 22 + paint.Measure(name.In(g), paint.Style{Font: paint.SansBold, Size: theme.SizeTiny})
		free -= wide[k] + 34
	}
	tight := 34.0
	if free < 0 { // the names give way
		tight, free = 28, free+3*6
	}
	for k := range m.names {
		w, digits := 160.0, 70.0
		if narrow { // names are not as long as one another, and there is no room to waste
			w, digits = wide[k]+tight+min(0, free/3), tight
		}
		m.chances[k], m.names[k] = paint.Rect{X: x, Y: m.key.Y, W: w, H: m.key.H}.CutRight(digits)
		if x += w; narrow {
			x += max(0, free/2)
		}
	}
	n := float64(len(l.flock.order))
	for i := range m.cuts {
		m.cuts[i] = m.dots.X + m.dots.W*float64(l.flock.cut[i])/n
	}
	from := [parts + 1]float64{m.dots.X, m.cuts[0], m.cuts[1], m.dots.Right()}
	for p := range m.heads {
		m.heads[p] = paint.Rect{X: from[p], Y: heads.Y, W: from[p+1] - from[p], H: heads.H}
		m.counts[p] = paint.Rect{}
		if m.heads[p].W > 30 {
			m.counts[p] = paint.Rect{X: m.heads[p].Right() - 34, Y: heads.Y, W: 30, H: heads.H}
		}
	}
}

// drawSteps paints the four steps of the pipeline, the present one lit.
func (l *splitLab) drawSteps(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	for i, r := range l.marks.steps {
		ink := t.Muted
		if i == l.texts.stage {
			ink = t.AccentInk
			c.RoundRect(r.InsetXY(4, 2), theme.Radius, t.AccentSoft)
		}
		x, y := r.Center()
		if i > 0 {
			c.Icon("chevron-right", r.X-4, y, 14, t.Muted)
		}
		st := t.Small().With(ink)
		c.Text(paint.Elide(stepNames[i].In(lk.Lang), r.W-10, st), x, y, st, paint.Center)
	}
}

func partColor(t *theme.Theme, p int) paint.Color {
	return [parts]paint.Color{t.Series[0], t.Series[1], t.Muted}[p]
}

func speciesColor(t *theme.Theme, k int) paint.Color {
	return [3]paint.Color{t.Series[2], t.Series[3], t.Series[4]}[k]
}

// drawBar paints the birds in their order, and the cuts.
func (l *splitLab) drawBar(c *paint.Canvas, lk *ui.Look) {
	t, card := lk.Theme, l.bar.Rect()
	ui.Card(c, t, card)
	title := barName
	if card.W < 560 {
		title = barShort
	}
	c.Text(title.In(lk.Lang), card.X+16, card.Y+22, t.BodyBold(), paint.Left)
	l.drawHeads(c, lk)
	if l.mistakes() {
		st := t.Tiny()
		w := paint.Measure(mistakenName.In(lk.Lang), st)
		c.Text(mistakenName.In(lk.Lang), card.Right()-16, card.Y+22, st, paint.Right)
		cross(c, paint.Point{X: card.Right() - 16 - w - 9, Y: card.Y + 22}, 4, t.Text)
	}
	l.drawBirds(c, t)
	l.drawNames(c, lk)
}

// drawHeads paints the parts of the deal, with how many birds each has.
func (l *splitLab) drawHeads(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &l.marks
	for p, r := range m.heads {
		seg := paint.Rect{X: r.X, Y: m.dots.Y - 3, W: r.W, H: m.dots.H + 6}
		c.Fill(seg, paint.WithAlpha(partColor(t, p), 0.13))
		_, y := r.Center()
		st := t.Small().With(partColor(t, p))
		st.Font = paint.SansBold
		name := partNames[p].In(lk.Lang)
		if paint.Measure(name, st) > r.W-42 {
			name = partShort[p].In(lk.Lang)
		}
		if !m.counts[p].Empty() {
			c.Text(paint.Elide(name, r.W-34, st), r.X+5, y, st, paint.Left)
			c.Text(l.texts.counts[p], r.Right()-6, y, t.Number(), paint.Right)
		}
	}
}

// drawBirds paints the birds, and the cuts between the parts.
func (l *splitLab) drawBirds(c *paint.Canvas, t *theme.Theme) {
	m := &l.marks
	n := len(l.flock.order)
	columns := (n + m.rows - 1) / m.rows
	dx, dy := m.dots.W/float64(columns), m.dots.H/float64(m.rows)
	radius := min(dx, dy) * 0.36
	for i, bird := range l.flock.order {
		p, col := l.flies(i, bird), speciesColor(t, l.flock.all.Labels[bird])
		if !l.mistaken(i) {
			c.Circle(p.X, p.Y, radius, col)
			continue
		}
		c.Circle(p.X, p.Y, radius, paint.WithAlpha(col, 0.6))
		cross(c, p, radius*0.7, t.Text)
	}
	for _, x := range m.cuts {
		c.Line(x, m.dots.Y-8, x, m.dots.Bottom()+8, 3, t.Text)
		_, y := m.dots.Center()
		c.RoundRect(paint.Rect{X: x - 8, Y: y - 16, W: 16, H: 32}, 8, t.Panel)
		c.RoundRectStroke(paint.Rect{X: x - 8, Y: y - 16, W: 16, H: 32}, 8, 2, t.Text)
		c.Line(x-2, y-6, x-2, y+6, 1.5, t.Text)
		c.Line(x+2, y-6, x+2, y+6, 1.5, t.Text)
	}
	if l.bird < n {
		p := l.dot(l.bird)
		c.CircleStroke(p.X, p.Y, radius+3.5, 2.5, t.Text)
	}
}

// drawNames paints the species, with the chances that the bird on view is one.
func (l *splitLab) drawNames(c *paint.Canvas, lk *ui.Look) {
	t, m, n := lk.Theme, &l.marks, len(l.flock.order)
	for k, r := range m.names {
		_, y := r.Center()
		y += 2
		c.Circle(r.X+5, y, 5, speciesColor(t, k))
		st := t.Tiny()
		if l.bird < n && l.flock.all.Labels[l.flock.order[l.bird]] == k {
			st.Font, st.Color = paint.SansBold, t.Text
		}
		c.Text(paint.Elide(speciesNames[k].In(lk.Lang), r.W-15, st), r.X+15, y, st, paint.Left)
		if l.texts.withheld {
			c.Icon("lock", m.chances[k].X+7, y, 14, t.Muted)
		} else if l.texts.chance[k] != "" {
			c.Text(l.texts.chance[k], m.chances[k].X, y, paint.Style{Font: paint.MonoBold, Size: 11.5, Color: t.Text}, paint.Left)
		}
	}
	st, whose, last := t.Tiny(), ringedName.In(lk.Lang), m.chances[len(m.chances)-1]
	if l.bird < n && m.key.Right()-last.Right() > paint.Measure(whose, st) {
		_, y := last.Center()
		c.Text(whose, m.key.Right(), y+2, st, paint.Right)
	}
}

// dot is where a bird stands, by its place along the bar.
func (l *splitLab) dot(i int) paint.Point {
	m := &l.marks
	columns := (len(l.flock.order) + m.rows - 1) / m.rows
	dx, dy := m.dots.W/float64(columns), m.dots.H/float64(m.rows)
	return paint.Point{X: m.dots.X + (float64(i/m.rows)+0.5)*dx, Y: m.dots.Y + (float64(i%m.rows)+0.5)*dy}
}

// cross marks a mistake.
func cross(c *paint.Canvas, p paint.Point, r float64, col paint.Color) {
	c.Line(p.X-r, p.Y-r, p.X+r, p.Y+r, 1.75, col)
	c.Line(p.X-r, p.Y+r, p.X+r, p.Y-r, 1.75, col)
}

// drawTable paints the scores of one split.
func (l *splitLab) drawTable(c *paint.Canvas, lk *ui.Look) {
	t, m, card := lk.Theme, &l.marks, l.table.Rect()
	ui.Card(c, t, card)
	c.Text(scoresName.In(lk.Lang), card.X+16, card.Y+22, t.BodyBold(), paint.Left)
	for p, r := range m.scores {
		_, y := r.Center()
		if r.H >= 44 { // room for a bar
			y -= 7
			l.drawShare(c, t, p, paint.Rect{X: r.X + 20, Y: y + 15, W: r.W - 20, H: 6})
		}
		name := t.Body()
		c.RoundRect(paint.Rect{X: r.X, Y: y - 6, W: 12, H: 12}, 3, partColor(t, p))
		c.Text(partNames[p].In(lk.Lang), r.X+20, y, name, paint.Left)
		num := paint.Style{Font: paint.MonoBold, Size: 16, Color: t.Text}
		if p == partTest && l.texts.sealed && l.texts.scores[p] != "" {
			w := paint.Measure(l.texts.scores[p], t.Small())
			c.Icon("lock", r.Right()-w-14, y, 15, t.Muted)
			c.Text(l.texts.scores[p], r.Right(), y, t.Small(), paint.Right)
			continue
		}
		if p == partTest {
			num.Color = t.Good
			if l.run.accuracy(partTest) < l.run.accuracy(partVal)-0.1 {
				num.Color = t.Bad
			}
		}
		c.Text(l.texts.scores[p], r.Right(), y, num, paint.Right)
	}
	c.PushClip(card)
	l.note.Draw(c, t, t.Text)
	c.PopClip()
}

// drawShare paints the share of a part that is right, as a bar; an empty one for
// the test while it is sealed.
func (l *splitLab) drawShare(c *paint.Canvas, t *theme.Theme, p int, bar paint.Rect) {
	c.RoundRect(bar, 3, t.Track)
	if l.run.ready && (p != partTest || l.run.opened) {
		if bar.W *= l.run.accuracy(p); bar.W > 0 {
			c.RoundRect(bar, 3, partColor(t, p))
		}
	}
}

// drawFolds paints which fold validates in each round, and its score.
func (l *splitLab) drawFolds(c *paint.Canvas, lk *ui.Look) {
	t, m, card := lk.Theme, &l.marks, l.grid.Rect()
	ui.Card(c, t, card)
	c.Text(foldsName.In(lk.Lang), card.X+16, card.Y+22, t.BodyBold(), paint.Left)
	k := float64(l.k)
	h := min(m.grid.H/k, 64)
	w := (m.grid.W - 76) / k
	for i := range l.k {
		y := m.grid.Y + float64(i)*h
		for j := range l.k {
			p, alpha := partTrain, 0.45
			if i == j {
				p, alpha = partVal, 1
			}
			if i >= l.at {
				alpha *= 0.25
			}
			c.RoundRect(paint.Rect{X: m.grid.X + float64(j)*w, Y: y + 1, W: w - 3, H: h - 3}, 3, paint.WithAlpha(partColor(t, p), alpha))
		}
		if i < len(l.texts.folds) {
			st := t.Number()
			if i == l.at-1 {
				st = t.NumberBold()
				c.RoundRectStroke(paint.Rect{X: m.grid.X - 3, Y: y - 1, W: m.grid.W - 76 + 3, H: h + 1}, 4, 1.5, t.Accent)
			}
			c.Text(l.texts.folds[i], m.grid.Right(), y+h/2, st, paint.Right)
		}
	}
	_, y := m.mean.Center()
	st := t.BodyBold()
	c.Text(paint.Elide(l.texts.mean, m.mean.W, st), m.mean.X, y, st, paint.Left)
}
