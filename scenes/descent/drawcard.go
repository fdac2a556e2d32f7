package descent

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	noCloud = i18n.T("这个山坡是一个式子，没有样本，每一步的梯度都是准的。换成「拟合直线」或「小网络」，就能看到一朵花一个梯度。",
		"This hillside is a formula: no examples, every gradient exact. Choose Line fit or Network to see a gradient for each flower.")
	cloudIs = i18n.T("橙色细线：每朵花各自想往哪走；粗箭头：它们的平均，就是全部数据的梯度。两个工人各算一半，再一平均，一模一样。",
		"Thin lines: where each flower alone would go. The thick arrow is their mean, the gradient of all. Two workers take half each; averaged, it is the same.")
	batchIs = i18n.T("青色的点：一轮里每一批的梯度。", "Teal dots: the gradients of an epoch's batches.")
	planIs  = i18n.T("η 随步数的变化", "η over the steps")
)

// drawCard paints what the chosen tab shows.
func (s *Scene) drawCard(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	ui.Card(c, t, s.marks.card)
	if s.training || s.relief.stride == 0 {
		return
	}
	c.PushClip(s.marks.card)
	defer c.PopClip()
	switch s.tab.Value() {
	case tabShape:
		s.drawShape(c, lk)
	case tabCloud:
		s.drawCloudCard(c, lk)
	case tabFinder:
		s.drawFinder(c, lk)
	case tabPlan:
		s.drawPlan(c, lk)
	case tabNetwork:
		s.drawNetwork(c, lk)
	default:
		s.drawState(c, lk)
	}
}

// columns of the table of two numbers
const (
	numW       = 92.0
	rowH       = 20.0
	cloudTable = 390.0
)

// stateTable is how wide the table of the state is, where the rule is beside it.
func stateTable(room float64) float64 { return min(340, room*0.475) }

// stateRow is the height of a line of the state's table.
func (s *Scene) stateRow() float64 {
	if s.marks.body.W > 560 {
		return rowH
	}
	return 18
}

// drawState paints all that the rule of one optimiser remembers.
func (s *Scene) drawState(c *paint.Canvas, lk *ui.Look) {
	t, x, r := lk.Theme, &s.texts, s.marks.body
	wide := r.W > 560
	table := r
	if wide {
		table.W = stateTable(r.W)
	}
	col := t.Series[s.opt]
	c.Circle(table.X+5, table.Y+8, 5, col)
	c.Text(optName[s.opt].In(lk.Lang), table.X+18, table.Y+8, t.BodyBold(), paint.Left)
	head := paint.Style{Font: paint.Math, Size: 14, Color: t.Muted}
	for k := range 2 {
		c.Text(x.heads[k], table.Right()-numW*float64(1-k), table.Y+8, head, paint.Right)
	}
	line := s.stateRow()
	y := table.Y + 8 + line + 2
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall}
	for i := range x.rows {
		row := &x.rows[i]
		c.Text(row.name, table.X, y, t.Small(), paint.Left)
		for k := range 2 {
			num.Color = t.Text
			if row.grad {
				num.Color = t.GradientInk
			}
			c.Text(row.num[k], table.Right()-numW*float64(1-k), y, num, paint.Right)
		}
		y += line
	}
	s.drawRule(c, t, y)
}

// drawShape paints the matrix of second derivatives, and the scale of η·λ on
// which descent creeps, jumps or flies apart.
func (s *Scene) drawShape(c *paint.Canvas, lk *ui.Look) {
	t, x, p := lk.Theme, &s.texts, s.shapeParts()
	mat := paint.Style{Font: paint.Math, Size: 15, Color: t.Muted}
	num, bold := figureStyle, eigenStyle
	num.Color = t.Text
	c.Text("∂²L =", s.marks.body.X, s.marks.body.Y+24, mat, paint.Left)
	c.Line(p.box.X, p.box.Y, p.box.X, p.box.Bottom(), 1.5, t.Muted)
	c.Line(p.box.Right(), p.box.Y, p.box.Right(), p.box.Bottom(), 1.5, t.Muted)
	for i, v := range x.hess {
		right, y := p.entry(i)
		c.Text(v, right, y, num, paint.Right)
	}
	for k := range 2 {
		at, y := p.value(k)
		c.Text([2]string{"λ₁ =", "λ₂ ="}[k], p.eigen.X, y, mat, paint.Left)
		bold.Color = t.Good
		if s.shape.value[k] < 0 {
			bold.Color = t.Bad
		}
		c.Text(x.eig[k], at, y, bold, paint.Left)
	}
	s.drawScale(c, lk, p.bar())
	st, line := s.wordsStyle(p.narrow)
	st.Color = t.Text
	c.TextWrap(x.verdict, p.words, st, line)
}

var zoneName = [3]i18n.Text{i18n.T("一步步走近", "creeps closer"), i18n.T("来回跳着走近", "jumps closer"), i18n.T("发散", "diverges")}

// drawScale paints η·λ from 0 to 3, with both curvatures on it.
func (s *Scene) drawScale(c *paint.Canvas, lk *ui.Look, bar paint.Rect) {
	t := lk.Theme
	third := bar.W / 3
	tiny := t.Tiny()
	for i := range 3 {
		z := paint.Rect{X: bar.X + third*float64(i), Y: bar.Y, W: third - 2, H: bar.H}
		c.RoundRect(z, 4, [3]paint.Color{t.GoodSoft, t.WarningSoft, t.BadSoft}[i])
		tiny.Color = [3]paint.Color{t.Good, t.Warning, t.Bad}[i]
		c.Text(zoneName[i].In(lk.Lang), z.X+z.W/2, z.Y+8, tiny, paint.Center)
	}
	num := t.Tick()
	for i, d := range [4]string{"0", "1", "2", "3"} {
		a := paint.Center
		if i == 0 {
			a = paint.Left
		} else if i == 3 {
			a = paint.Right
		}
		c.Text(d, bar.X+third*float64(i), bar.Bottom()+11, num, a)
	}
	mark := markStyle
	mark.Color = t.Text
	for k := 1; k >= 0; k-- {
		if !(s.texts.etaV[k] >= 0) {
			continue
		}
		x, lx, ly, ok := s.scaleMark(bar, k)
		c.Line(x, bar.Y-4, x, bar.Bottom()+4, 2.5, t.Text)
		if ok {
			c.Text(markLabel[k], lx, ly, mark, paint.Left)
			c.Text(s.texts.eta[k], lx+paint.Measure(markLabel[k], mark), ly, mark, paint.Left)
		}
	}
}

// drawCloudCard says what the arrows on the map are.
func (s *Scene) drawCloudCard(c *paint.Canvas, lk *ui.Look) {
	t, x, r := lk.Theme, &s.texts, s.marks.body
	if len(s.cloud.each) == 0 {
		c.TextWrap(noCloud.In(lk.Lang), r, t.Body(), 22)
		return
	}
	wide := r.W > 560
	table := r
	if wide {
		table.W = cloudTable
	}
	head := paint.Style{Font: paint.Math, Size: 14, Color: t.Muted}
	for k := range 2 {
		c.Text(x.heads[k], table.Right()-numW*float64(1-k), table.Y+8, head, paint.Right)
	}
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	line := s.stateRow() + 1
	y := table.Y + 7 + line
	cols := [5]paint.Color{t.Gradient, t.Text, t.Series[3], t.Series[4], t.Gradient}
	for i := range x.cloud {
		if i == 4 {
			c.Line(table.Right()-numW*1.9, y-line/2, table.Right(), y-line/2, 1, t.Strong)
		}
		c.RoundRect(paint.Rect{X: table.X, Y: y - 2, W: 12, H: 4}, 2, cols[i])
		c.Text(x.cloud[i][0], table.X+20, y, t.Small(), paint.Left)
		for k := range 2 {
			c.Text(x.cloud[i][1+k], table.Right()-numW*float64(1-k), y, num, paint.Right)
		}
		y += line
	}
	if wide {
		in := paint.Rect{X: table.Right() + 32, Y: r.Y, W: r.Right() - table.Right() - 32, H: r.H}
		c.Line(in.X-16, r.Y, in.X-16, r.Bottom(), 1, t.Border)
		h := c.TextWrap(cloudIs.In(lk.Lang), in, t.Small(), 20)
		if len(s.cloud.batches) > 0 {
			in.Y += h + 4
			c.TextWrap(batchIs.In(lk.Lang), in, t.Small(), 20)
		}
		return
	}
	c.TextWrap(cloudIs.In(lk.Lang), paint.Rect{X: r.X, Y: y - 6, W: r.W, H: r.Bottom() - y + 6}, t.Tiny(), 16)
}

// drawFinder paints the loss over the learning rate.
func (s *Scene) drawFinder(c *paint.Canvas, lk *ui.Look) {
	t, f, box := lk.Theme, &s.finder, s.finderBox()
	c.TextWrap(s.texts.found, s.foundAt(), t.Small(), foundLine)
	c.RoundRect(box, theme.RadiusSmall, t.Sunken)
	st := t.Tick()
	for e, name := range [...]string{"0.0001", "0.001", "0.01", "0.1", "1", "10"} {
		x := s.rateX(finderFrom * math.Pow(10, float64(e)))
		c.Line(x, box.Y, x, box.Bottom(), 1, t.Border)
		a := paint.Center
		if e == 0 {
			a = paint.Left
		}
		if e == 1 && box.W < 340 {
			continue // its number would lie on the first
		}
		c.Text(name, x, box.Bottom()+10, st, a)
	}
	if len(f.loss) == 0 {
		return
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for i, v := range f.loss {
		if f.breaks > 0 && f.rate[i] > f.breaks*1.6 {
			break
		}
		lo, hi = min(lo, v), max(hi, v)
	}
	hi = min(hi, f.loss[0]+0.35*(f.loss[0]-lo)+1e-12)
	s.pts = s.pts[:0]
	for i, v := range f.loss {
		y := box.Bottom() - 5 - (v-lo)/max(hi-lo, 1e-12)*(box.H-10)
		s.pts = append(s.pts, paint.Point{X: s.rateX(f.rate[i]), Y: near(y)})
	}
	c.PushClip(box)
	c.Polyline(s.pts, 2, t.Series[s.opt])
	c.PopClip()
	if f.best > 0 {
		x := s.rateX(f.best)
		c.Line(x, box.Y, x, box.Bottom(), 2, t.Good)
	}
	x := s.rateX(s.hyper.rates[s.opt])
	c.DashLine(x, box.Y, x, box.Bottom(), 1.5, 5, 3, 0, t.Accent)
	c.Circle(x, box.Y+6, 5, t.Accent)
}

// rateX is where a learning rate lies along the plot.
func (s *Scene) rateX(rate float64) float64 {
	r := s.marks.finder
	return r.X + math.Log(rate/finderFrom)/math.Log(finderTo/finderFrom)*r.W
}

// drawPlan paints the learning rate over the steps.
func (s *Scene) drawPlan(c *paint.Canvas, lk *ui.Look) {
	t, r := lk.Theme, s.marks.body
	st := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	c.Text(planIs.In(lk.Lang), r.X, r.Y+4, t.Small(), paint.Left)
	c.Text("η", r.Right()-paint.Measure(s.texts.lr, st)-24, r.Y+4, paint.Style{Font: paint.Math, Size: 14, Color: t.Muted}, paint.Left)
	c.Text(s.texts.lr, r.Right(), r.Y+4, st, paint.Right)
	box := paint.Rect{X: r.X, Y: r.Y + 20, W: r.W, H: r.H - 42}
	c.RoundRect(box, theme.RadiusSmall, t.Sunken)
	base := s.hyper.rates[s.opt]
	rates := s.planned
	if len(rates) < 2 || base <= 0 {
		return
	}
	s.pts = s.pts[:0]
	for k, v := range rates {
		s.pts = append(s.pts, paint.Point{X: box.X + box.W*float64(k)/float64(len(rates)-1), Y: box.Bottom() - 4 - v/base*(box.H-12)})
	}
	c.Polyline(s.pts, 2, t.Series[s.opt])
	p := s.pts[min(s.at, len(s.pts)-1)]
	c.Line(p.X, box.Y, p.X, box.Bottom(), 1, t.Faint)
	c.Circle(p.X, p.Y, 7, t.Panel)
	c.Circle(p.X, p.Y, 5, t.Series[s.opt])
	num := t.Tick()
	c.Text("0", box.X, box.Bottom()+11, num, paint.Left)
	var buf [24]byte
	c.TextBytes(plot.Append(buf[:0], float64(len(rates)-1)), box.Right(), box.Bottom()+11, num, paint.Right)
	c.Text(stepWord.In(lk.Lang), box.X+box.W/2, box.Bottom()+11, t.Tiny(), paint.Center)
}
