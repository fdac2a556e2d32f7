package zoom

import (
	"gradtheatre/scenes/paint"
)

// layer paints one map of a layer: what it is made from, its kernel, and what
// ReLU and pooling make of it; below, the gradients of all of them.
func (p *painter) layer(u, v float64) {
	s := p.s
	n, g := &s.n, &s.geo
	b := &blocks[n.block]
	nodes := [mapCount]int{b.src, b.w, b.z, b.a, b.p}
	index := [mapCount]int{n.in, 0, n.m, n.m, n.m}
	for i, node := range nodes {
		for lane := range 2 {
			pic := s.pics.kern[lane]
			if i != mapKernel {
				pic = s.pics.of(g.columnOf(node), index[i], lane)
			} else if u > 0 {
				p.c.PushAlpha(1 - u)
			}
			p.bitmap(pic, s.mapAt(i, lane, u, v), lane, s.lit(made(lane, node)))
			if i == mapKernel && u > 0 {
				p.c.PopAlpha()
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
	p.thumbs()
	p.trail()
	p.c.PopAlpha()
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
		cells := [mapCount]paint.Rect{
			g.gridFrom[gridX][lane].Intersect(g.maps[mapSrc][lane]), g.maps[mapKernel][lane].Inset(1),
			g.gridFrom[gridQ][lane],
			cellRect(g.maps[mapA][lane], b.side, n.row, n.col, 1),
			cellRect(g.maps[mapP][lane], b.side/window, n.row/window, n.col/window, 1),
		}
		col := p.t.Positive
		if lane == gradient {
			col = p.t.Gradient
		}
		for i, node := range [mapCount]int{b.src, b.w, b.z, b.a, b.p} {
			if s.lit(made(lane, node)) < 1 {
				continue
			}
			if i > 0 {
				p.thread(cells[i-1], cells[i], 1.75, 4, col)
			}
			p.ring(cells[i], lane)
		}
		if r := cellRect(g.maps[mapA][lane], b.side, n.row/window*window, n.col/window*window, window); s.lit(made(lane, b.a)) == 1 {
			p.c.RoundRectStroke(r.Inset(-1), 2, 1.25, col) // what the max gate chooses from
		}
	}
}
