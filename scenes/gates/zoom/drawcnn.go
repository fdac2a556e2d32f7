package zoom

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// cnn paints the whole network: values in the upper lane, gradients in the
// lower one, each layer below itself.
func (p *painter) cnn(v float64) {
	s := p.s
	for col := range columnCount {
		for lane := range 2 {
			p.column(col, lane, v)
		}
	}
	p.words(0, v)
	p.heads()
	p.flow()
	p.c.PopAlpha()
	p.loss(s.columnLens(scoreColumn, value, v).rect(s.geo.lossBox), v)
	if v == 0 {
		p.path()
	}
}

// column paints one layer in one lane.
func (p *painter) column(col, lane int, v float64) {
	s := p.s
	k := &s.geo.columns[col]
	l := s.columnLens(col, lane, v)
	lit := s.lit(made(lane, k.node))
	switch col {
	case denseColumn:
		p.neurons(lane, l, lit)
		return
	case scoreColumn:
		p.scores(lane, l, lit)
		return
	}
	b := &blocks[s.n.block]
	mine := k.node == b.src || k.node == b.z || k.node == b.a || k.node == b.p
	for m := range k.maps {
		if v > 0 && b.dense && k.node == b.src {
			continue // all of them go into the picture of what goes in
		}
		if v > 0 && mine && !b.dense && (m == s.n.m && k.node != b.src || m == s.n.in && k.node == b.src) {
			continue // it is painted by the level below, into which it grows
		}
		p.bitmap(s.pics.of(col, m, lane), l.rect(s.geo.mapRect(col, m, lane)), lane, lit)
	}
}

// neurons paints the dense layer.
func (p *painter) neurons(lane int, l lens, lit float64) {
	s := p.s
	values, tone := s.run.values(lane, dense), s.tone(lane, dense)
	for m, v := range values {
		col := paint.Mix(p.t.Stage, p.t.Sunken, 0.7)
		if float64(m) < lit*float64(len(values)) {
			col = s.pics.at(v, tone)
		}
		p.c.RoundRect(l.rect(s.geo.mapRect(denseColumn, m, lane)), 1.5, col)
	}
}

var digits = [10]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

// legible reports whether the name of digit i has room in rows of a height: where they
// are low, every other one has, and always the one that matters.
func legible(i, matters int, row float64) bool {
	const high = 11
	return row >= high || i == matters || i%2 == 0 && i != matters-1 && i != matters+1
}

// scores paints a bar for each digit: its probability, and below what its score
// gets back.
func (p *painter) scores(lane int, l lens, lit float64) {
	s, t := p.s, p.t
	best := s.run.prediction()
	for i := range 10 {
		r := l.rect(s.geo.mapRect(scoreColumn, i, lane))
		_, y := r.Center()
		st := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}
		if i == best && lane == value || i == s.label && lane == gradient {
			st.Font, st.Color = paint.MonoBold, t.Text
		}
		if s.geo.phone {
			st.Size = min(11, r.H)
		}
		strong := best
		if lane == gradient {
			strong = s.label
		}
		if legible(i, strong, r.H+mapGap) {
			p.c.Text(digits[i], r.X+5, y, st, paint.Center)
		}
		bar := paint.Rect{X: r.X + 14, Y: r.Y + 1, W: max(r.W-14, 1), H: max(r.H-2, 2)}
		p.c.RoundRect(bar, 2, paint.Mix(t.Sunken, t.Border, 0.45))
		if lit <= 0 {
			continue
		}
		if lane == value {
			bar.W *= s.run.values(value, probs)[i] * lit
			if bar.W > 0.5 {
				p.c.RoundRect(bar, 2, t.Positive)
			}
			continue
		}
		// what the network says less what the label says: −1 … 1 about the middle
		g := s.run.values(gradient, logits)[i] * lit
		mid, col := bar.X+bar.W/2, t.Positive
		w := bar.W / 2 * g
		if g < 0 {
			col, mid, w = t.Negative, mid+w, -w
		}
		if w > 0.5 {
			p.c.RoundRect(paint.Rect{X: mid, Y: bar.Y, W: w, H: bar.H}, 2, col)
		}
	}
}

// loss paints the end of the run.
func (p *painter) loss(r paint.Rect, v float64) {
	s := p.s
	lane, now := p.now(lossForward, lossBack)
	box := r.Middle(min(r.W, 44), 40)
	if s.geo.phone {
		box = r.Middle(26, 30)
	}
	t := p.t
	fill, edge := t.Panel, t.Strong
	if now {
		fill, edge = t.PositiveSoft, t.Positive
		if lane == gradient {
			fill, edge = t.GradientSoft, t.Gradient
		}
	}
	p.c.RoundRect(box, box.H/2, fill)
	p.c.RoundRectStroke(box, box.H/2, 1.5, edge)
	x, y := box.Center()
	p.c.Text("L", x, y, paint.Style{Font: paint.SansBold, Size: 16, Color: t.Text}, paint.Center)
	if len(s.text.way) == 0 {
		return
	}
	p.words(0, v)
	above, below := lossChips(box, r.W)
	p.chip(above, s.text.lossChip, value, s.lit(lossForward))
	p.chip(below, "1", gradient, s.lit(lossBack))
	p.c.PopAlpha()
}

var textHint = i18n.T("滚轮放大，\n或按两下", "Scroll to zoom in, or press twice")

// heads names the layers, and the lanes.
func (p *painter) heads() {
	s, t := p.s, p.t
	g := &s.geo
	y := g.window.Y + 9
	for i := range g.columns {
		k := &g.columns[i]
		x := k.x + k.width()/2
		st := paint.Style{Font: paint.SansBold, Size: theme.SizeTiny, Color: t.Text}
		if g.phone {
			switch i {
			case 0:
				p.c.Text(s.text.titles[0], max(x, g.window.X+paint.Measure(s.text.titles[0], t.Tiny())/2), y, t.Tiny(), paint.Center)
			case 2, 5:
				p.c.Text(s.text.titles[i-1], x, y, t.Tiny(), paint.Center)
			case scoreColumn:
				p.c.Text(s.text.answer, k.x+k.w/2, y, paint.Style{Font: paint.MonoBold, Size: 11, Color: t.PositiveInk}, paint.Center)
			}
			continue
		}
		title := s.text.titles[i]
		if columnTitles[i] == maxPoolTitle && paint.Measure(title, st) > p.titleRoom(lastPool, st) {
			title = narrowPool.In(s.lang) // both alike
		}
		p.c.Text(paint.Elide(title, p.titleRoom(i, st), st), x, y, st, paint.Center)
		sub := paint.Style{Font: paint.Mono, Size: 11, Color: t.Muted}
		if i == scoreColumn {
			if s.lit(add4) > 0 {
				p.c.Text(s.text.answer, x, y+17, paint.Style{Font: paint.MonoBold, Size: theme.SizeTiny, Color: t.PositiveInk}, paint.Center)
			}
			continue
		}
		p.c.Text(s.text.shapes[i], max(x, g.window.X+paint.Measure(s.text.shapes[i], sub)/2), y+17, sub, paint.Center)
	}
	if !g.phone {
		p.patterns()
	}
	below := g.mapRect(0, 0, value).Bottom() + 29
	if !g.phone && g.columns[1].x-g.window.X > 70 { // the first thing to do
		st := paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.AccentInk}
		below += p.c.TextWrap(textHint.In(p.lk.Lang), paint.Rect{X: g.window.X, Y: below, W: max(g.mapRect(0, 0, value).W+6, 66)}, st, 16)
	}
	for lane, text := range [2]i18n.Text{i18n.T("值 →", "value →"), i18n.T("← 梯度", "← gradient")} {
		r := g.mapRect(0, 0, lane)
		st := paint.Style{Font: paint.SansBold, Size: theme.SizeTiny, Color: t.PositiveInk}
		if lane == gradient {
			st.Color = t.GradientInk
		}
		x, _ := r.Center()
		words := text.In(p.lk.Lang)
		if g.phone || paint.Measure(words, st) > g.columns[1].x-g.window.X {
			words = [2]string{"→", "← ∂"}[lane]
		}
		y := r.Bottom() + 14
		if lane == gradient && !g.phone && r.Y-18 > below { // above, where the way does not cross it
			y = r.Y - 11
		}
		p.c.Text(words, max(x, g.window.X+paint.Measure(words, st)/2), y, st, paint.Center)
	}
}

// titleRoom is how wide the title of a column may be, between those beside it.
func (p *painter) titleRoom(i int, st paint.Style) float64 {
	g, room := &p.s.geo, math.Inf(1)
	middle := func(i int) float64 { return g.columns[i].x + g.columns[i].width()/2 }
	for _, k := range [2]int{i - 1, i + 1} {
		if k >= 0 && k < columnCount {
			apart := math.Abs(middle(i) - middle(k))
			room = min(room, max(2*apart-paint.Measure(p.s.text.titles[k], st), apart)-8)
		}
	}
	return max(room, g.columns[i].width())
}

// patterns names, above the lower lane, how each layer got its gradient.
func (p *painter) patterns() {
	s := p.s
	st := p.t.Tiny()
	st.Color = p.t.GradientInk
	for i := 1; i < columnCount; i++ {
		k := &s.geo.columns[i]
		if s.lit(made(gradient, k.node)) > 0 {
			p.c.Text(s.text.backs[i], k.x+k.width()/2, s.geo.lanes[gradient].Y-10, st, paint.Center)
		}
	}
}

// flow is the signal between the columns while a step moves.
func (p *painter) flow() {
	s := p.s
	g := &s.geo
	for i := 1; i < columnCount; i++ {
		a, b := &g.columns[i-1], &g.columns[i]
		x0, x1 := a.x+a.width()+2, b.x-2
		for lane := range 2 {
			to := i
			if lane == gradient {
				to = i - 1
			}
			u := s.lit(made(lane, g.columns[to].node))
			col, from, end := p.t.Positive, x0, x1
			if lane == gradient {
				col, from, end = p.t.Gradient, x1, x0
			}
			r := g.lanes[lane]
			_, y := r.Center()
			p.c.Line(x0, y, x1, y, 1, p.t.Strong)
			if u > 0 && u < 1 {
				for k := range 5 {
					p.c.Circle(from+(end-from)*u, r.Y+r.H*(float64(k)+0.5)/5, 3, col)
				}
			}
		}
	}
	last := &g.columns[scoreColumn]
	x, y := g.lossBox.Center()
	for lane := range 2 {
		_, ly := g.lanes[lane].Center()
		from := paint.Point{X: last.x + last.width() + 2, Y: ly}
		to := paint.Point{X: x, Y: y - 44}
		if lane == gradient {
			to.Y = y + 44
		}
		bezier(p.c, from, to, to.X, 1, p.t.Strong)
	}
}

// path rings the gate's neuron in every layer of its block, and its patch.
func (p *painter) path() {
	s := p.s
	g, n := &s.geo, &s.n
	b := &blocks[n.block]
	for lane := range 2 {
		nodes, cells := [4]int{b.src, b.z, b.a, b.p}, [4]paint.Rect{}
		if b.dense {
			nodes, cells = p.densePath(lane)
		} else {
			cells = [4]paint.Rect{
				cellRect(g.mapFrom[mapSrc][lane], b.side, n.row-padding, n.col-padding, kernel),
				cellRect(g.mapFrom[mapZ][lane], b.side, n.row, n.col, 1),
				cellRect(g.mapFrom[mapA][lane], b.side, n.row, n.col, 1),
				cellRect(g.mapFrom[mapP][lane], b.side/window, n.row/window, n.col/window, 1),
			}
		}
		col := p.t.Positive
		if lane == gradient {
			col = p.t.Gradient
		}
		for i, node := range nodes {
			if cells[i].Empty() || s.lit(made(lane, node)) < 1 {
				continue
			}
			if i > 0 {
				p.thread(cells[i-1], cells[i], 1.5, 3, col)
			}
			p.ring(cells[i], lane)
		}
	}
}

// densePath is the way of one input of a dense neuron: to the neuron, and on to the
// digit that is most likely; or to its score.
func (p *painter) densePath(lane int) (nodes [4]int, cells [4]paint.Rect) {
	s := p.s
	g, n := &s.geo, &s.n
	b := &blocks[n.block]
	cells[0] = g.mapRect(g.columnOf(b.src), n.xCell(), lane)
	if n.block == fullBlock {
		const side = 7
		x := n.xCell()
		cells[0] = cellRect(g.mapRect(g.columnOf(b.src), x/(side*side), lane), side, x/side%side, x%side, 1)
	}
	cells[1] = g.mapRect(g.columnOf(b.shown()), n.m, lane)
	return [4]int{b.src, b.shown(), b.shown(), b.shown()}, cells
}

// thread is the dashed way from one cell of the path to the next.
func (p *painter) thread(a, z paint.Rect, width, gap float64, col paint.Color) {
	_, y0 := a.Center()
	_, y1 := z.Center()
	m := (a.Right() + z.X) / 2
	p.c.DashBezier(a.Right()+gap, y0, m, y0, m, y1, z.X-gap, y1, width, gap+1, gap, 0, col)
}
