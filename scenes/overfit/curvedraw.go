package overfit

import (
	"math"
	"strconv"
	"unicode/utf8"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// curveMarks are where things stand, in CSS pixels.
type curveMarks struct {
	plane   paint.Rect
	points  []paint.Point
	unseen  []paint.Point
	curve   []paint.Point
	wave    []paint.Point
	numbers [2]paint.Rect // errors
	weights []paint.Rect
	words   paint.Rect
}

// curveTexts are what the stage says, written in Update.
type curveTexts struct {
	verdict, why, errors string
	numbers              [2]string
	largest, better      string // what the words say besides; "" where they do not
	weights              []string
	kind                 fitKind
}

type fitKind uint8

const (
	fitRight fitKind = iota
	fitUnder
	fitOver
)

var (
	planeName    = i18n.T("点和曲线", "Points and curve")
	capacityName = i18n.T("误差随次数", "Error by degree")
	growthName   = i18n.T("误差随点数", "Error by points")
	veiledIs     = i18n.T("先猜，或逐个试试", "Guess, or try each")
	veiledLines  = [2]i18n.Text{i18n.T("先猜，", "Guess,"), i18n.T("或逐个试试", "or try each")}
	floorName    = i18n.T("噪声 σ²", "noise σ²")
	floorShort   = i18n.Same("σ²")
	sourceName   = i18n.T("真正的规律", "the true law")
	weightsName  = i18n.T("权重 w₀ … ，点一个数展开", "Weights w₀ … , press one to unfold it")
)

const gap = 12.0

// place shares out the stage.
func (l *curveLab) place() {
	l.capacity.LevelName, l.growth.LevelName = floorName, floorName
	if l.phone || l.area.W < 560 {
		l.capacity.LevelName, l.growth.LevelName = floorShort, floorShort // the lines need the room
		card, top := l.area.CutBottom(min(184, l.area.H*0.34))
		_, top = top.CutBottom(gap)
		rest, plane := top.CutBottom(top.H * 0.4)
		_, rest = rest.CutTop(gap)
		a, b := rest.CutLeft((rest.W - gap) / 2)
		_, b = b.CutLeft(gap)
		l.layout(plane, a, b, card)
		return
	}
	card, top := l.area.CutBottom(150)
	_, top = top.CutBottom(gap)
	rest, plane := top.CutRight(top.W * 0.42)
	_, rest = rest.CutLeft(gap)
	a, b := rest.CutTop((rest.H - gap) / 2)
	_, b = b.CutTop(gap)
	l.layout(plane, a, b, card)
}

func (l *curveLab) layout(plane, a, b, card paint.Rect) {
	l.pad.SetRect(plane)
	l.byDegree.SetRect(a)
	l.bySize.SetRect(b)
	l.card.SetRect(card)
	for i, p := range []*plot.Bands{l.capacity, l.growth} {
		_, in := [2]paint.Rect{a, b}[i].InsetXY(8, 8).CutTop(26)
		p.Place(in)
		p.Level = l.noise * l.noise
		if p.Level < p.Y0 {
			p.Level = math.NaN()
		}
	}
	l.capacity.Mark, l.growth.Mark = float64(l.degree), float64(len(l.cloud.x))
	l.capacity.Lines = l.capacity.Lines[:0]
	if !l.told() {
		l.capacity.Level = math.NaN() // all of it is veiled
	} else {
		l.capacity.Lines = append(l.capacity.Lines, &l.sweep.capacity[0], &l.sweep.capacity[1])
	}
	m := &l.marks
	_, in := plane.CutTop(58)
	m.plane = in.InsetXY(14, 8)
	head := paint.Rect{X: plane.X + 14, Y: plane.Y + 32, W: plane.W - 28, H: 24}
	m.numbers[0], m.numbers[1] = head.CutLeft(head.W / 2)
	m.numbers[0].W -= 12
	m.points, m.unseen, m.curve, m.wave = m.points[:0], m.unseen[:0], m.curve[:0], m.wave[:0]
	for i := range l.cloud.x {
		m.points = append(m.points, l.screen(l.cloud.x[i], l.cloud.y[i]))
	}
	for i := range l.val.x {
		m.unseen = append(m.unseen, l.screen(l.val.x[i], l.val.y[i]))
	}
	for i, x := range l.fit.grid {
		if i < len(l.fit.curve) {
			m.curve = append(m.curve, l.screen(x, min(max(l.fit.curve[i], -50), 50)))
		}
		m.wave = append(m.wave, l.screen(x, wave(x)))
	}
	l.placeWeights(card)
}

func (l *curveLab) placeWeights(card paint.Rect) {
	m := &l.marks
	m.weights = m.weights[:0]
	in := card.InsetXY(16, 12)
	columns, h := 7, 40.0
	right := in
	if card.W >= 560 {
		right, m.words = in.CutRight(in.W * 0.56)
		_, m.words = m.words.CutRight(18)
		_, right = right.CutTop(24)
	} else {
		m.words, right = in.CutTop(in.H - 2*38 - 4)
		h = 38
	}
	for k := range len(l.fit.w) {
		w := right.W / float64(columns)
		m.weights = append(m.weights, paint.Rect{X: right.X + float64(k%columns)*w, Y: right.Y + float64(k/columns)*(h+4), W: w - 4, H: h})
	}
}

func (l *curveLab) screen(x, y float64) paint.Point {
	r := l.marks.plane
	return paint.Point{X: r.X + (x+1)/2*r.W, Y: r.Y + (1-y/reachY)/2*r.H}
}

func (l *curveLab) inPlane(x, y float64) (float64, float64) {
	r := l.marks.plane
	return (x-r.X)/r.W*2 - 1, (1 - (y-r.Y)/r.H*2) * reachY
}

// fill writes the words for the present fit.
func (x *curveTexts) fill(l *curveLab, g i18n.Lang) {
	f := l.fit
	a, b, floor := plot.Format(f.onTrain), plot.Format(f.onVal), l.noise*l.noise
	x.numbers = [2]string{a, b}
	x.errors = i18n.T("训练误差 "+a+"，没见过的点 "+b+"。", "Training error "+a+", unseen points "+b+".").In(g)
	best, d := l.sweep.best(), strconv.Itoa(l.degree)
	big := plot.Format(f.most)
	better := plot.Format(l.best.onVal)
	x.largest, x.better = "", ""
	at := strconv.Itoa(best)
	switch {
	case f.onTrain > 2*floor+0.02:
		x.kind = fitUnder
		x.verdict = i18n.T("欠拟合", "Underfitting").In(g)
		x.why = i18n.T(d+" 次弯不过来：连见过的点都错 "+a+"。[加点没有用](error_by_samples)，要加的是[次数](degree)。",
			"Degree "+d+" cannot bend enough: even on the points it has seen the error is "+a+". [More points do not help](error_by_samples); [a higher degree](degree) does.").In(g)
	case f.onVal > 2*l.sweep.own[best].val && f.onVal > 2*f.onTrain:
		x.kind, x.largest = fitOver, big
		x.verdict = i18n.T("过拟合", "Overfitting").In(g)
		x.why = i18n.T("见过的点只错 "+a+"，没见过的错 "+b+"。最大的权重有 "+big+"：曲线在追噪声。减[次数](degree)、加[点](samples)、加 [L2](ridge) 都能治。",
			"On the points it has seen "+a+", on unseen ones "+b+". Its largest weight is "+big+": it chases the noise. [Fewer degrees](degree), [more points](samples), [L2](ridge) help.").In(g)
	case !l.told():
		x.kind = fitRight
		x.verdict = i18n.T("刚好", "About right").In(g)
		x.why = i18n.T("没见过的点错 "+b+"。", "On unseen points the error is "+b+".").In(g)
	default:
		x.kind, x.better = fitRight, better
		x.verdict = i18n.T("刚好", "About right").In(g)
		x.why = i18n.T("没见过的点错 "+b+"；这些点上[最好的](error_by_degree)是 "+at+" 次，错 "+better+"。",
			"On unseen points the error is "+b+"; [the best](error_by_degree) for these points is degree "+at+", with "+better+".").In(g)
	}
	x.weights = x.weights[:0]
	for _, w := range f.w {
		x.weights = append(x.weights, weight(w))
	}
}

// weight is a number short enough for its box.
func weight(v float64) string {
	switch a := math.Abs(v); {
	case a >= 1e6:
		return plot.Format(v)
	case a >= 100:
		return string(paint.AppendNumber(nil, v, 0))
	case a >= 10:
		return string(paint.AppendNumber(nil, v, 1))
	}
	return string(paint.AppendNumber(nil, v, 2))
}

func (l *curveLab) sayErrors(g i18n.Lang) string { return l.texts.errors }

func (l *curveLab) saySizes(g i18n.Lang) string {
	b := &l.sweep.growth[1]
	if len(b.Mid) == 0 {
		return ""
	}
	n := len(b.Mid) - 1
	from, to := plot.Format(b.Mid[0]), plot.Format(b.Mid[n])
	return i18n.T("点数从 4 到 100，没见过的点上的误差从 "+from+" 到 "+to, "From 4 to 100 points the error on unseen points goes from "+from+" to "+to).In(g)
}

func (k fitKind) color(t *theme.Theme) paint.Color {
	switch k {
	case fitUnder:
		return t.Warning
	case fitOver:
		return t.Bad
	}
	return t.Good
}

// drawPlane paints the points, the curve and where the points come from.
func (l *curveLab) drawPlane(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &l.marks
	card := l.pad.Rect()
	ui.Card(c, t, card)
	c.Text(planeName.In(lk.Lang), card.X+14, card.Y+20, t.BodyBold(), paint.Left)
	key := t.Tiny()
	w := paint.Measure(sourceName.In(lk.Lang), key)
	c.Text(sourceName.In(lk.Lang), card.Right()-14, card.Y+20, key, paint.Right)
	c.DashLine(card.Right()-14-w-28, card.Y+20, card.Right()-14-w-6, card.Y+20, 2, 5, 4, 0, t.Good)
	for i, name := range [2]i18n.Text{trainName, unseenName} {
		r := m.numbers[i]
		_, y := r.Center()
		if i == 0 {
			c.Circle(r.X+6, y, 5, t.Series[0])
		} else {
			c.CircleStroke(r.X+6, y, 4, 1.5, t.Series[1])
		}
		s := name.In(lk.Lang)
		c.Text(s, r.X+18, y, t.Small(), paint.Left)
		c.Text(l.texts.numbers[i], r.X+24+paint.Measure(s, t.Small()), y, paint.Style{Font: paint.MonoBold, Size: 15, Color: t.Series[i]}, paint.Left)
	}
	c.PushClip(m.plane.InsetXY(-8, -6))
	defer c.PopClip()
	_, my := m.plane.Center()
	c.Line(m.plane.X, my, m.plane.Right(), my, 1, t.Border)
	c.DashPolyline(m.wave, 1.75, 5, 4, 0, t.Good)
	for _, p := range m.unseen {
		c.CircleStroke(p.X, p.Y, 3, 1.25, paint.WithAlpha(t.Series[1], 0.6))
	}
	c.Polyline(m.curve, 2.75, t.Accent)
	for i, p := range m.points {
		r := 6.0
		if len(m.points) > 40 {
			r = 4
		}
		c.Circle(p.X, p.Y, r+1.5, t.Panel)
		c.Circle(p.X, p.Y, r, t.Series[0])
		if i == l.hover || i == l.picked {
			c.CircleStroke(p.X, p.Y, r+4, 2, t.Text)
		}
	}
}

func (l *curveLab) drawCapacity(c *paint.Canvas, lk *ui.Look) {
	drawBands(c, lk, l.byDegree.Rect(), capacityName.In(lk.Lang), l.capacity)
	if len(l.capacity.Lines) > 0 {
		return
	}
	t, box := lk.Theme, l.capacity.Box()
	c.RoundRect(box, theme.RadiusSmall, t.Raised)
	c.RoundRectStroke(box, theme.RadiusSmall, 1, t.Border)
	x, y := box.Center()
	st := t.Small().With(t.Text)
	if whole := veiledIs.In(lk.Lang); paint.Measure(whole, st) <= box.W-16 {
		c.Text("?", x, y-16, paint.Style{Font: paint.SansBold, Size: 34, Color: t.AccentInk}, paint.Center)
		c.Text(whole, x, y+18, st, paint.Center)
		return
	}
	c.Text("?", x, y-20, paint.Style{Font: paint.SansBold, Size: 30, Color: t.AccentInk}, paint.Center)
	for i, line := range veiledLines {
		c.Text(line.In(lk.Lang), x, y+10+18*float64(i), st, paint.Center)
	}
}

func (l *curveLab) drawGrowth(c *paint.Canvas, lk *ui.Look) {
	drawBands(c, lk, l.bySize.Rect(), growthName.In(lk.Lang), l.growth)
}

// drawBands paints a card with a plot; its key is where there is room.
func drawBands(c *paint.Canvas, lk *ui.Look, card paint.Rect, name string, p *plot.Bands) {
	t := lk.Theme
	ui.Card(c, t, card)
	c.Text(name, card.X+14, card.Y+20, t.BodyBold(), paint.Left)
	p.Draw(c, lk)
	x, st := card.Right()-14, t.Tiny()
	room := card.W - 28 - paint.Measure(name, t.BodyBold())
	for _, b := range p.Lines {
		if !b.Faint {
			room -= paint.Measure(b.Name.In(lk.Lang), st) + 28
		}
	}
	if card.W < 260 || room < 0 {
		return
	}
	for i := len(p.Lines) - 1; i >= 0; i-- {
		b := p.Lines[i]
		if b.Faint {
			continue
		}
		s := b.Name.In(lk.Lang)
		x -= paint.Measure(s, st)
		c.Text(s, x, card.Y+20, st, paint.Left)
		c.RoundRect(paint.Rect{X: x - 17, Y: card.Y + 18.5, W: 12, H: 3}, 1.5, t.Series[b.Color])
		x -= 28
	}
}

// whyStyle is that of the card's words, and their line.
func (l *curveLab) whyStyle() (st paint.Style, line float64) {
	if l.card.Rect().W < 560 {
		return paint.Style{Font: paint.Sans, Size: theme.SizeTiny}, 16
	}
	return paint.Style{Font: paint.Sans, Size: theme.SizeSmall}, 19
}

// layWhy sets the card's words.
func (l *curveLab) layWhy() {
	st, line := l.whyStyle()
	r := l.marks.words
	l.why.Fit(l.texts.why, paint.Rect{X: r.X, Y: r.Y + 24, W: r.W}, st, line)
}

// drawCard says what kind of fit it is, and shows the weights.
func (l *curveLab) drawCard(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &l.marks
	card := l.card.Rect()
	ui.Card(c, t, card)
	col := l.texts.kind.color(t)
	c.Circle(m.words.X+6, m.words.Y+10, 6, col)
	c.Text(l.texts.verdict, m.words.X+20, m.words.Y+10, t.H2(), paint.Left)
	l.why.Draw(c, t, t.Text)
	if card.W >= 560 && len(m.weights) > 0 {
		c.Text(weightsName.In(lk.Lang), m.weights[0].X, card.Y+22, t.H3(), paint.Left)
	}
	size := 13.0 // the same for all, that of the longest
	for k, r := range m.weights[:min(len(m.weights), len(l.texts.weights))] {
		size = min(size, (r.W-4)/(0.62*float64(max(utf8.RuneCountInString(l.texts.weights[k]), 1))))
	}
	for k, r := range m.weights {
		if k >= len(l.texts.weights) {
			break
		}
		c.RoundRect(r, theme.RadiusSmall, t.Raised)
		x, _ := r.Center()
		c.Text(weightNames[k], x, r.Y+11, paint.Style{Font: paint.Math, Size: 11, Color: t.Muted}, paint.Center)
		c.Text(l.texts.weights[k], x, r.Y+r.H-12, paint.Style{Font: paint.MonoBold, Size: size, Color: t.Sign(l.fit.w[k])}, paint.Center)
	}
}

var weightNames = [degrees]string{"w₀", "w₁·x", "w₂·x²", "w₃·x³", "w₄·x⁴", "w₅·x⁵", "w₆·x⁶", "w₇·x⁷", "w₈·x⁸", "w₉·x⁹", "w₁₀·x¹⁰", "w₁₁·x¹¹", "w₁₂·x¹²"}
