package score

import (
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// rowView is the digits' laboratory as it is drawn.
type rowView struct {
	narrow   bool
	maps     [digits]*plot.Heatmap
	cells    [digits]paint.Rect
	labels   [digits]string
	scores   [digits]string
	image    *plot.Heatmap
	times    *plot.Heatmap
	products []float64
	pictures [3]paint.Rect // sample, template, their product
	head     paint.Rect
	status   string
	curve    *plot.Curve
	drawn    int
	end      testPoint // drawn last
	graph    paint.Rect
	words    paint.Rect
	sum      paint.Rect // of the products and the bias
	line     string
	dot      string // and what it is made of
	bias     string
	total    string
	loss     string
	accuracy string
	verdict  string
	said     string
	right    bool
}

func (v *rowView) init() {
	for c := range v.maps {
		v.maps[c] = plot.NewHeatmap(data.DigitSize, data.DigitSize)
	}
	v.image, v.times = plot.NewHeatmap(data.DigitSize, data.DigitSize), plot.NewHeatmap(data.DigitSize, data.DigitSize)
	v.products = make([]float64, area)
	v.curve = plot.NewCurve(i18n.T("步", "step"), plot.Series{Name: i18n.T("测试准确率", "test accuracy"), Color: 2}).Range(false, 0, 1)
	v.curve.Legend = true
}

// placeRows shares out the stage for the digits' laboratory.
func (s *Scene) placeRows() {
	v, r, p := &s.rows, s.area, &s.parts
	v.narrow = s.phone || r.W < 640
	height := r.H * 0.6
	if v.narrow { // pictures are square
		height = min(r.H*0.56, 32+2*((r.W-32)/5+20))
	}
	top, low := r.CutTop(height)
	_, low = low.CutTop(gap)
	p.rows.SetRect(top)
	p.reading.SetRect(low)
	v.head, top = top.CutTop(24)
	w, h := (top.W-4*8)/5, (top.H-8)/2
	for c := range digits {
		v.cells[c] = paint.Rect{X: top.X + float64(c%5)*(w+8), Y: top.Y + float64(c/5)*(h+8), W: w, H: h}
	}
	in := low.InsetXY(16, 14)
	side := min(in.H-68, 118, (in.W-70)/3)
	v.graph = paint.Rect{}
	if !v.narrow {
		v.graph, _ = in.CutRight(in.W - 3*side - 148) // the sum stands between
	} else {
		side = min(in.H-72, (in.W-60)/3)
	}
	x := in.X
	for i := range v.pictures {
		v.pictures[i] = paint.Rect{X: x, Y: in.Y + 20, W: side, H: side}
		x += side + 30
	}
	v.sum = paint.Rect{}
	if !v.narrow {
		p := v.pictures[2]
		_, y := p.Center()
		v.sum = paint.Rect{X: p.Right() + 16, Y: y, W: 96, H: 24}
	}
	v.words = paint.Rect{X: in.X, Y: in.Y + 20 + side + 8, W: x - in.X, H: in.Bottom() - in.Y - side - 28}
	if v.narrow {
		v.words.W = in.W
		if _, rest := v.words.CutTop(48); rest.H > 110 {
			v.graph = rest
		}
	}
}

// looked is the class whose score is taken apart: the one pointed at, else the
// one the classifier reads.
func (s *Scene) looked() int {
	switch {
	case s.over >= 0:
		return s.over
	case s.class >= 0:
		return s.class
	}
	return s.digits.winner()
}

// fillRows hands the recorded weights to the pictures and writes the texts.
func (s *Scene) fillRows() {
	v, d := &s.rows, s.digits
	scale := plot.Diverging(max(d.largest, 1e-6))
	for c := range digits {
		v.maps[c].Set(d.weights[c], scale)
		v.labels[c], v.scores[c] = strconv.Itoa(c), number(d.score(c))
		if v.narrow {
			v.scores[c] = string(paint.AppendNumber(nil, d.score(c), 1))
		}
	}
	k := s.looked()
	d.explain(k)
	for i := range v.products {
		v.products[i] = d.terms[i].Value
	}
	v.image.Set(d.tr.Nodes[d.scores.Inputs()[0].ID()].Value, plot.Greys(0, 1))
	v.times.Set(v.products, plot.DivergingFor(v.products))
	v.dot, v.bias, v.total = number(d.product(k)), number(d.bias(k)), number(d.score(k))
	v.line = i18n.T("784 个乘积之和 ", "784 products: ").In(s.lang) + v.dot + " + b " + bracketed(d.bias(k)) + " = " + v.total
	label, read := strconv.Itoa(d.sample/2), strconv.Itoa(d.winner())
	v.right = label == read
	switch {
	case d.steps() == 0:
		v.verdict = i18n.T("权重全是零：十个得分一样，还什么都不会。", "All weights are zero: ten equal scores.").In(s.lang)
	case v.right:
		v.verdict = i18n.T("这是 "+label+"，读作 "+read+"：对。", "This is "+label+", read as "+read+": right.").In(s.lang)
	default:
		v.verdict = i18n.T("这是 "+label+"，却读作 "+read+"：错。", "This is "+label+", read as "+read+": wrong.").In(s.lang)
	}
	s.fillStatus()
}

func (s *Scene) fillStatus() {
	v, d := &s.rows, s.digits
	v.loss, v.accuracy = "", ""
	switch {
	case d.err != nil:
		v.status = i18n.T("训练停了："+d.err.Error(), "Training stopped: "+d.err.Error()).In(s.lang)
	case d.session == nil:
		v.status = i18n.T("正在取 4000 张手写数字……", "Fetching 4,000 digits…").In(s.lang)
	default:
		n := strconv.Itoa(d.steps())
		v.status = i18n.T("第 "+n+" 步", "Step "+n).In(s.lang)
		if l, ok := d.lastLoss(); ok {
			v.loss = number(l)
			v.status += i18n.T(" · 损失 ", " · loss ").In(s.lang) + v.loss
		}
		if a, ok := d.lastAccuracy(); ok {
			v.accuracy = string(plot.AppendPercent(nil, a))
			v.status += i18n.T(" · 测试准确率 ", " · test accuracy ").In(s.lang) + v.accuracy
		}
	}
	if n := v.drawn; n > 0 && (len(d.points) < n || d.points[n-1] != v.end) { // gone back in time
		v.curve.Reset()
		v.drawn = 0
	}
	for ; v.drawn < len(d.points); v.drawn++ {
		v.end = d.points[v.drawn]
		v.curve.Append(0, v.end.step, v.end.accuracy)
	}
	s.parts.accuracy.SetRect(paint.Rect{})
	if v.plotted() {
		s.parts.accuracy.SetRect(v.graph.InsetXY(-8, 0))
	}
	v.said = v.status + ". "
	for c := range digits {
		v.said += v.labels[c] + ": " + v.scores[c] + ", "
	}
}

// handleRows: hovering or tapping a template takes its score apart.
func (s *Scene) handleRows(ev ui.Event) bool {
	at := -1
	for c, r := range s.rows.cells {
		if r.Contains(ev.X, ev.Y) {
			at = c
		}
	}
	if step, ok := map[string]int{"ArrowRight": 1, "ArrowLeft": -1, "ArrowDown": 5, "ArrowUp": -5}[ev.Key]; ok && ev.Kind == ui.KeyDown {
		s.class, s.stale = min(max(s.looked()+step, 0), digits-1), true
		return true
	}
	return s.point(ev, at, &s.over, &s.class)
}

// point follows the pointer over the places of a figure, of which it is on the
// at-th, or on none: hover is the one below the mouse, picked the one that was
// tapped. It reports whether the event was for one of them.
func (s *Scene) point(ev ui.Event, at int, hover, picked *int) bool {
	switch ev.Kind {
	case ui.PointerMove:
		if !ev.Touch && at != *hover {
			*hover, s.stale = at, true
		}
		return false
	case ui.PointerLeave:
		*hover, s.stale = -1, true
	case ui.PointerDown:
		if ev.Button != 0 {
			return false
		}
		hit := at >= 0
		if at == *picked { // once more: put back
			at = -1
		}
		*picked, s.stale = at, true
		return hit
	case ui.PointerUp, ui.PointerCancel:
	default:
		return false
	}
	return true
}

// drawRows paints the ten rows of weights with the sample's scores.
func (s *Scene) drawRows(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.rows
	st := statusStyle.With(t.Muted)
	if s.digits.err != nil {
		st.Color = t.Bad
	}
	c.Text(paint.Elide(v.status, v.head.W, st), v.head.X, v.head.Y+8, st, paint.Left)
	best, looked, verdict := s.digits.winner(), s.looked(), t.Good
	if !v.right {
		verdict = t.Bad
	}
	for k, r := range v.cells {
		ui.Card(c, t, r)
		if k == best && s.digits.steps() > 0 {
			c.RoundRectStroke(r, theme.RadiusLarge, 2, verdict)
		}
		if k == looked {
			c.RoundRectStroke(r.Inset(-2), theme.RadiusLarge+2, 2, t.Accent)
		}
		foot, pic := r.InsetXY(8, 6).CutBottom(22)
		v.maps[k].Draw(c, t, v.maps[k].Fit(pic))
		_, y := foot.Center()
		c.Text(v.labels[k], foot.X, y+2, paint.Style{Font: paint.MonoBold, Size: 15, Color: t.Text}, paint.Left)
		c.Text(v.scores[k], foot.Right(), y+2, paint.Style{Font: paint.Mono, Size: min(13, (foot.W-14)/(0.61*float64(len([]rune(v.scores[k]))))), Color: t.Sign(s.digits.score(k))}, paint.Right)
	}
	if lk.Focus == s.parts.rows.ID() {
		c.RoundRectStroke(v.cells[looked].Inset(-4), theme.RadiusLarge+4, 2, t.Focus)
	}
}

// The styles of the lines that say numbers.
var (
	statusStyle = paint.Style{Font: paint.Sans, Size: theme.SizeSmall}
	lineStyle   = paint.Style{Font: paint.Mono, Size: 12}
)

var pictureName = [3]i18n.Text{i18n.T("图像 x", "image x"), i18n.T("一行 W", "row of W"), i18n.T("乘积", "products")}

// drawReading paints image × row = products, their sum, and the accuracy.
func (s *Scene) drawReading(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.rows
	r := s.parts.reading.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	looked := s.looked()
	for i, m := range [3]*plot.Heatmap{v.image, v.maps[looked], v.times} {
		p := v.pictures[i]
		m.Draw(c, t, p)
		c.RoundRectStroke(p.Inset(-1), 2, 1, t.Border)
		x, y := p.Center()
		c.Text(pictureName[i].In(lk.Lang), x, p.Y-11, t.Tiny(), paint.Center)
		if i < 2 {
			c.Text([2]string{"×", "="}[i], p.Right()+15, y, paint.Style{Font: paint.Math, Size: 20, Color: t.Text}, paint.Center)
		}
	}
	if !v.narrow {
		c.Text("Wx + b", v.sum.X, v.sum.Y-14, paint.Style{Font: paint.Math, Size: 15, Color: t.Muted}, paint.Left)
		c.Text(v.scores[looked], v.sum.X, v.sum.Y+12, paint.Style{Font: paint.MonoBold, Size: 17, Color: t.Sign(s.digits.score(looked))}, paint.Left)
	}
	mono := lineStyle.With(t.Muted)
	c.Text(paint.Elide(v.line, v.words.W, mono), v.words.X, v.words.Y+8, mono, paint.Left)
	verdict := t.BodyBold()
	verdict.Color = t.Good
	if !v.right {
		verdict.Color = t.Bad
	}
	if s.digits.steps() == 0 {
		verdict.Color = t.Muted
	}
	c.Text(paint.Elide(v.verdict, v.words.W, verdict), v.words.X, v.words.Y+30, verdict, paint.Left)
}

// plotted reports whether the accuracies are drawn as a curve.
func (v *rowView) plotted() bool { return v.graph.W > 150 && v.drawn > 0 }
