package zoom

import (
	"gradtheatre/scenes/paint"
)

// layer paints one map of a layer: what it is made from, its kernel, and what
// ReLU and pooling make of it; below, the gradients of all of them.
func (p *painter) layer(u, v float64) {
	s := p.s
	g := &s.geo
	for i := range mapCount {
		for lane := range 2 {
			if !g.maps[i][lane].Empty() {
				p.sheet(i, lane, u, v)
			}
		}
	}
	if max(u, v) > 0.2 {
		return
	}
	p.words(u, v)
	for i := range mapCount {
		room := g.maps[i][value].W + 24
		if i == mapKernel {
			room += 40
		}
		for lane := range 2 {
			if g.maps[i][lane].Empty() {
				continue
			}
			p.label(s.text.maps[i][lane], g.maps[i][lane], lane, room)
		}
	}
	if !g.phone {
		r := g.maps[mapKernel][gradient]
		x, _ := r.Center()
		st := p.t.Tiny()
		st.Color = p.t.GradientInk
		p.c.Text(s.text.uses, x, r.Bottom()+14, st, paint.Center)
	}
	if !blocks[s.n.block].dense {
		p.thumbs()
	}
	p.trail()
	p.c.PopAlpha()
}

// sheet paints one of the maps, of values or of gradients. Ten scores and the kernel
// fade as the camera comes near.
func (p *painter) sheet(i, lane int, u, v float64) {
	s := p.s
	n, b := &s.n, &blocks[s.n.block]
	node := [mapCount]int{b.src, b.w, b.z, b.a, b.p}[i]
	at, lit := s.mapAt(i, lane, u, v), s.lit(made(lane, node))
	if nx, ny := b.sheet(i); nx != ny {
		p.c.PushAlpha(1 - u)
		p.ten(at, s.run.values(lane, node), lane, lit, s.tone(lane, node))
		p.c.PopAlpha()
		return
	}
	pic := s.pics.kern[lane]
	if b.dense {
		pic = s.pics.sheet[i][lane]
	} else if i != mapKernel {
		index := [mapCount]int{n.in, 0, n.m, n.m, n.m}
		pic = s.pics.of(s.geo.columnOf(node), index[i], lane)
	}
	if i == mapKernel && u > 0 {
		p.c.PushAlpha(1 - u)
		defer p.c.PopAlpha()
	}
	p.bitmap(pic, at, lane, lit)
}

// thumbs are all the maps of the layer, small.
func (p *painter) thumbs() {
	s := p.s
	b := &blocks[s.n.block]
	for m := range b.out {
		r := s.geo.thumbRect(m, b.out)
		p.bitmap(s.pics.of(s.geo.columnOf(b.a), m, value), r, value, s.lit(made(value, b.a)))
		if m == s.n.m {
			p.c.RoundRectStroke(r.Inset(-2), 3, 2, p.t.Accent)
		}
	}
	if !s.geo.phone {
		r := s.geo.thumbRect(0, b.out)
		_, y := r.Center()
		p.c.Text(s.text.strip, r.X-12, y, p.t.Tiny(), paint.Right)
	}
}

// trail marks the neuron in focus in every map, and leads from one to the next.
func (p *painter) trail() {
	s := p.s
	g, n := &s.geo, &s.n
	b := &blocks[n.block]
	for lane := range 2 {
		var cells [mapCount]paint.Rect
		for i := range cells {
			cells[i] = g.spotRect(n.focus, i, lane)
		}
		if !b.dense {
			cells[mapSrc], cells[mapKernel] = g.gridFrom[gridX][lane].Intersect(g.maps[mapSrc][lane]), g.maps[mapKernel][lane].Inset(1)
		}
		col := p.t.Positive
		if lane == gradient {
			col = p.t.Gradient
		}
		for i, node := range [mapCount]int{b.src, b.w, b.z, b.a, b.p} {
			if s.lit(made(lane, node)) < 1 || cells[i].Empty() {
				continue
			}
			if i > 0 {
				p.thread(cells[i-1], cells[i], 1.75, 4, col)
			}
			p.ring(cells[i], lane)
		}
		if b.dense {
			continue
		}
		if r := cellRect(g.maps[mapA][lane], b.side, n.row/window*window, n.col/window*window, window); s.lit(made(lane, b.a)) == 1 {
			p.c.RoundRectStroke(r.Inset(-1), 2, 1.25, col) // what the max gate chooses from
		}
	}
}

// ten paints a number for each digit, one below the other.
func (p *painter) ten(r paint.Rect, v []float64, lane int, lit, tone float64) {
	for d := range min(len(v), 10) {
		c := tile(r, 1, 10, d).Inset(0.5)
		if lit <= 0 {
			p.c.RoundRectStroke(c, 2, 1, p.t.Border)
			continue
		}
		col := p.s.pics.at(v[d], tone)
		p.c.PushAlpha(lit)
		p.c.RoundRect(c, 2, col)
		if c.H >= 9 && c.W >= 36 {
			_, y := c.Center()
			pad := min(4, c.W*0.04)
			st := paint.Style{Font: paint.Mono, Size: min(11, c.H, (c.W-2*pad)/4.5), Color: p.t.On(col)}
			p.c.Text(digits[d], c.X+pad, y, st, paint.Left)
			p.c.Number(v[d], 2, c.Right()-pad, y, st, paint.Right)
		}
		p.c.PopAlpha()
	}
}
