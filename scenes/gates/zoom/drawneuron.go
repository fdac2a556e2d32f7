package zoom

import (
	"bytes"

	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// chips are the figures of a level's gates, made in refresh.
type chips struct {
	z, gz, a, ga, p, gp string
	x, w, q             string
	gx, gw              string // all that comes to them
	toX, toW            string // from this gate
	others, bias        string
}

func (k *chips) fill(s *Zoom) {
	n := &s.n
	g := n.gate()
	f := number.Short
	gx := s.run.at(gradient, blocks[n.block].src, n.xCell())
	gw := s.run.at(gradient, blocks[n.block].w, n.wCell())
	*k = chips{f(n.z), f(n.gz), f(n.a), f(n.ga), f(n.p), f(n.gp), f(g.xv), f(g.wv), f(g.q), f(gx), f(gw), f(g.toX), f(g.toW), f(n.others), f(n.bias)}
	switch n.block {
	case fullBlock: // ten scores, not one number
		k.p, k.gp = "", ""
	case scoreBlock: // the gradient of the scores comes straight from the loss
		k.ga = ""
	}
}

// neuron paints one neuron as what it is: 25 multiply gates, an add gate, a
// ReLU, and the max gate that its answer goes to.
func (p *painter) neuron(u, v float64) {
	s := p.s
	for i := range gridCount {
		for lane := range 2 {
			p.grid(i, lane, u, v)
		}
	}
	p.chain(u, v)
	if max(u, v) > 0.2 {
		return
	}
	p.words(u, v)
	defer p.c.PopAlpha()
	g := &s.geo
	for i := range gridCount {
		for lane := range 2 {
			p.label(s.text.grids[i][lane], g.grid[i][lane], lane, g.grid[i][lane].W+22)
		}
	}
	st := paint.Style{Font: paint.SansBold, Size: 18, Color: p.t.Muted}
	for i, sign := range [2]string{"×", "="} {
		a, b := g.grid[i][value], g.grid[i+1][value]
		_, y := a.Center()
		p.c.Text(sign, (a.Right()+b.X)/2, y, st, paint.Center)
	}
}

// gridEvent is when a grid has its numbers.
func (s *Zoom) gridEvent(i, lane int) event {
	f, b := forward(s.n.block), backward(s.n.block)
	switch {
	case lane == gradient && i == gridQ:
		return b + 2
	case lane == gradient:
		return b + 3
	case i == gridQ:
		return f
	case i == gridX:
		return made(value, blocks[s.n.block].src)
	}
	return atStart
}

// grid paints 25 numbers, in the order in which they are multiplied.
func (p *painter) grid(i, lane int, u, v float64) {
	s := p.s
	at := s.gridAt(i, lane, u, v)
	lit := s.lit(s.gridEvent(i, lane))
	if i == gridQ && u > 0 {
		p.c.PushAlpha(1 - u)
		defer p.c.PopAlpha()
	}
	b := &blocks[s.n.block]
	if b.dense {
		p.bitmap(s.pics.large[i][lane], at, lane, lit)
	} else {
		p.cells(at, i, lane, lit, max(u, v) < 0.3)
	}
	if u > 0.3 || v > 0.3 {
		return
	}
	if lit == 1 {
		p.ring(tile(at, b.grid, b.grid, s.n.tap()).Inset(min(1.5, at.W/float64(b.grid)/6)), lane)
	}
}

// cells paints the 25 numbers of a grid of a convolution.
func (p *painter) cells(at paint.Rect, i, lane int, lit float64, words bool) {
	s := p.s
	for k := range taps {
		r := cellRect(at, kernel, k/kernel, k%kernel, 1)
		gap := min(1, r.W*0.06)
		if q := &s.n.products[k]; !q.ok && i != gridW || float64(k) >= lit*taps {
			p.c.RoundRectStroke(r.Inset(gap), 2, 1, p.t.Border)
			continue
		}
		col := s.pics.grid[i][lane][k]
		p.c.RoundRect(r.Inset(gap), min(3, r.W*0.1), col)
		if r.W >= 26 && words {
			p.figure(s.figureOf(i, lane, k), r, col)
		}
	}
}

// figureOf is a number of a grid.
func (s *Zoom) figureOf(i, lane, k int) float64 {
	q := &s.n.products[k]
	switch {
	case i == gridX && lane == value:
		return q.xv
	case i == gridX:
		return q.toX
	case i == gridW && lane == value:
		return q.wv
	case i == gridW:
		return q.toW
	case lane == value:
		return q.q
	}
	return s.n.gz
}

var minus, minusZero = []byte("−"), []byte("−0")

// figure writes a number into its cell.
func (p *painter) figure(v float64, r paint.Rect, ground paint.Color) {
	x, y := r.Center()
	var buf [16]byte
	text := paint.AppendNumber(buf[:0], v, 2)
	if short, whole := bytes.CutPrefix(text, minusZero); whole && r.W < 34 { // −0.08 has no room, −.08 has
		text = append(append(buf[:0], minus...), short...)
	}
	p.c.TextBytes(text, x, y, paint.Style{Font: paint.Mono, Size: theme.SizeCell, Color: p.t.On(ground)}, paint.Center)
}

// link is one box of the chain after the products.
type link struct {
	symbol     string
	made, back event // when what it puts out is known, and its gradient
}

// chainOf are the boxes after the products of a block: an add gate, a ReLU, and the
// max gate or the ten scores; or softmax and the loss.
func chainOf(block int) [boxCount]link {
	f, b := forward(block), backward(block)
	switch block {
	case fullBlock:
		return [boxCount]link{{"+", f + 1, b + 1}, {"ReLU", f + 2, b}, {"s", add4, lossBack}}
	case scoreBlock:
		return [boxCount]link{{"+", f + 1, b + 1}, {"softmax", lossForward, lossBack}, {"−ln", lossForward, lossBack}}
	}
	return [boxCount]link{{"+", f + 1, b + 1}, {"ReLU", f + 2, b}, {"max", f + 3, b - 1}}
}

// chain paints what comes after the products, one after the other.
func (p *painter) chain(u, v float64) {
	s := p.s
	g := &s.geo
	f, b := forward(s.n.block), backward(s.n.block)
	links := chainOf(s.n.block)
	var at [boxCount]paint.Rect
	for i := range at {
		at[i] = s.boxAt(i, u, v)
	}
	p.c.PushAlpha(1 - u)
	defer p.c.PopAlpha()
	mid := func(r paint.Rect) (left, right paint.Point) {
		_, y := r.Center()
		return paint.Point{X: r.X, Y: y}, paint.Point{X: r.Right(), Y: y}
	}
	if u == 0 && v == 0 {
		p.feed(at[boxAdd])
	}
	_, a := mid(at[boxAdd])
	l, r := mid(at[boxReLU])
	m, end := mid(at[boxMax])
	p.wire(a, l, s.lit(links[1].made), s.lit(links[0].back))
	p.wire(r, m, s.lit(links[2].made), s.lit(links[1].back))
	if !g.phone && s.n.block != scoreBlock {
		p.wire(end, paint.Point{X: g.window.Right(), Y: end.Y}, s.lit(lossForward), s.lit(links[2].back))
	}
	for i, link := range links {
		lane, now := p.now(f+1+event(i), b+event(boxCount-1-i))
		if s.n.block == scoreBlock && i > boxAdd {
			lane, now = p.now(lossForward, lossBack)
		}
		size := 15.0
		switch {
		case i == boxAdd:
			size = 24
		case len(link.symbol) > 5:
			size = 11
		}
		p.box(at[i], link.symbol, size, lane, now)
	}
	if u > 0 || v > 0 {
		return
	}
	k := &s.text.chip
	for i, c := range [boxCount][2]string{{k.z, k.gz}, {k.a, k.ga}, {k.p, k.gp}} {
		p.chip(g.above(at[i]), c[value], value, s.lit(links[i].made))
		// the gradient of what a gate puts out comes with the gate after it
		p.chip(g.below(at[i]), c[gradient], gradient, s.lit(links[i].back))
	}
	p.competitors()
	p.sources()
}

// sources are what else comes to the add gate: the bias, and, where the neuron
// looks at several maps, those that are not unfolded; a press chooses another.
func (p *painter) sources() {
	s := p.s
	g := &s.geo
	b := &blocks[s.n.block]
	if g.phone {
		return
	}
	r := g.below(g.boxes[boxAdd])
	x, y := r.X, r.Bottom()+16
	tiny := p.t.Tiny()
	figures := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: p.t.PositiveInk}
	p.c.Text(s.text.bias, x, y, figures, paint.Left)
	if b.in == 1 {
		return
	}
	p.c.Text(s.text.channels, x, y+20, tiny, paint.Left)
	p.c.Text(s.text.channelSum, x, y+38, figures, paint.Left)
	for i := range b.in {
		t := g.sourceRect(i)
		p.c.Bitmap(s.pics.of(g.columnOf(b.src), i, value), t, false)
		if i == s.n.in {
			p.c.RoundRectStroke(t.Inset(-2), 3, 2, p.t.Accent)
		}
	}
}

// sourceRect is the small picture of a map that the neuron looks at.
func (g *geometry) sourceRect(i int) paint.Rect {
	const size, step, across = 24.0, 28.0, 4
	a := g.above(g.boxes[boxAdd])
	return paint.Rect{X: a.X + float64(i%across)*step, Y: a.Y - 3*step + float64(i/across)*step, W: size, H: size}
}

// above and below are the places of a box's chips.
func (g *geometry) above(r paint.Rect) paint.Rect {
	x, _ := r.Center()
	return paint.Rect{X: x - g.chipW/2, Y: r.Y - 26, W: g.chipW, H: 21}
}

func (g *geometry) below(r paint.Rect) paint.Rect {
	x, _ := r.Center()
	return paint.Rect{X: x - g.chipW/2, Y: r.Bottom() + 5, W: g.chipW, H: 21}
}

// feed leads from the products, and from the bias, into the add gate.
func (p *painter) feed(add paint.Rect) {
	s := p.s
	g := &s.geo
	f, b := forward(s.n.block), backward(s.n.block)
	q := g.grid[gridQ][value]
	x, y := add.Center()
	to := paint.Point{X: add.X, Y: y}
	if g.phone {
		qx, _ := q.Center()
		low := q.Bottom() + 5
		col := paint.Mix(p.t.Strong, p.t.Positive, 0.45*s.lit(f+1))
		p.c.Line(qx, q.Bottom()+1, qx, low, 1.5, col)
		p.c.Line(qx, low, x, low, 1.5, col)
		p.c.Line(x, low, x, add.Y-27, 1.5, col)
		return
	}
	low := g.grid[gridQ][gradient]
	for k := range kernel { // five wires stand for all
		cy := q.Y + q.H*(float64(k)+0.5)/kernel
		p.wire(paint.Point{X: q.Right() + 3, Y: cy}, to, s.lit(f+1), 0)
		cy = low.Y + low.H*(float64(k)+0.5)/kernel
		if back := s.lit(b + 2); back > 0 {
			from := paint.Point{X: q.Right() + 3, Y: cy}
			m := (from.X + to.X) / 2
			p.c.DashBezier(from.X, from.Y, m, from.Y, m, to.Y+5, to.X, to.Y+5, 1.5, 5, 4, 0, paint.WithAlpha(p.t.Gradient, back))
			p.packet(to, from, m, back, p.t.Gradient)
		}
	}
}

// competitors are the four numbers that the max gate chooses from: the winner
// gets all of the gradient. At the end of a dense neuron stand what it adds to the
// ten scores and what they send back, or the ten probabilities and what the scores
// get.
func (p *painter) competitors() {
	s := p.s
	g, b := &s.geo, &blocks[s.n.block]
	when := [2]event{made(value, b.a), made(gradient, b.a)}
	if s.n.block == fullBlock {
		when[value] = multiply4
	}
	for lane, v := range [2][]float64{s.n.pool, s.n.poolGrad} {
		lit, top := s.lit(when[lane]), max(peak(v), 1e-12)
		if b.dense {
			p.ten(g.pool[lane], v, lane, lit, top)
			if s.n.mine >= 0 && lit == 1 {
				p.c.RoundRectStroke(tile(g.pool[lane], 1, 10, s.n.mine).Inset(-1.5), 3, 2, [2]paint.Color{p.t.Text, p.t.GradientInk}[lane])
			}
			if !g.phone {
				p.label(s.text.ten[lane], g.pool[lane], lane, g.pool[lane].W+44)
			}
			continue
		}
		for i, x := range v {
			r := cellRect(g.pool[lane], window, i/window, i%window, 1)
			if lit <= 0 {
				p.c.RoundRectStroke(r.Inset(1), 2, 1, p.t.Border)
				continue
			}
			col := s.pics.at(x, top)
			p.c.PushAlpha(lit)
			p.c.RoundRect(r.Inset(1), 3, col)
			if r.W >= 26 {
				p.figure(x, r, col)
			}
			p.c.PopAlpha()
			if i == s.n.mine {
				p.ring(r.Inset(1.5), lane)
			}
		}
	}
}
