package zoom

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// gate paints the one multiply gate as the expressions' graph does: its inputs,
// its product on the way into the sum, and what flows back.
func (p *painter) gate(u float64) {
	s := p.s
	g := &s.geo
	f, b := forward(s.n.block), backward(s.n.block)
	var at [gateCount]paint.Rect
	for i := range at {
		at[i] = travel(g.gates[i], g.gateFrom[i], u)
	}
	ends := func(i int) (left, right paint.Point) {
		_, y := at[i].Center()
		return paint.Point{X: at[i].X, Y: y}, paint.Point{X: at[i].Right(), Y: y}
	}
	mul, out := ends(gateMul)
	add, end := ends(gateAdd)
	_, x := ends(gateX)
	_, w := ends(gateW)
	_, rest := ends(gateRest)
	p.c.PushAlpha(1 - u)
	up, down := mul, mul
	up.Y -= at[gateMul].H * 0.2
	down.Y += at[gateMul].H * 0.2
	p.wire(x, up, s.lit(f), s.lit(b+3))
	p.wire(w, down, s.lit(f), s.lit(b+3))
	p.wire(out, add, s.lit(f+1), s.lit(b+2))
	low := add
	low.Y += at[gateAdd].H * 0.25
	p.wire(rest, low, s.lit(f+1), s.lit(b+2))
	p.wire(end, paint.Point{X: g.window.Right(), Y: end.Y}, s.lit(lossForward), s.lit(b+1))
	p.c.PopAlpha()
	symbols := [gateCount]string{"x", "w", "×", "+", ""}
	for i := range gateCount {
		lane, now := value, false
		switch i {
		case gateMul:
			lane, now = p.now(f, b+3)
		case gateAdd:
			lane, now = p.now(f+1, b+2)
		case gateX, gateW:
			lane, now = p.now(-1, b+4)
		case gateRest:
			p.c.PushAlpha(1 - u)
		}
		size := 20.0
		if i == gateMul || i == gateAdd {
			size = 30
		}
		p.box(at[i], symbols[i], size, lane, now)
		if i == gateRest {
			p.c.PopAlpha()
		}
	}
	if u > 0.3 {
		return
	}
	p.words(u, 0)
	p.gateFigures()
	p.c.PopAlpha()
}

// gateFigures are the chips and words around the gate.
func (p *painter) gateFigures() {
	s := p.s
	g, k := &s.geo, &s.text.chip
	f, b := forward(s.n.block), backward(s.n.block)
	known := s.lit(made(value, blocks[s.n.block].src))
	p.chip(g.above(g.gates[gateX]), k.x, value, known)
	p.chip(g.above(g.gates[gateW]), k.w, value, 1)
	p.chip(g.below(g.gates[gateX]), k.gx, gradient, s.lit(b+4))
	p.chip(g.below(g.gates[gateW]), k.gw, gradient, s.lit(b+4))
	p.chip(g.share(gateX), k.toX, gradient, s.lit(b+3))
	p.chip(g.share(gateW), k.toW, gradient, s.lit(b+3))
	p.chip(g.above(g.gates[gateMul]), k.q, value, s.lit(f))
	p.chip(g.below(g.gates[gateMul]), k.gz, gradient, s.lit(b+2))
	p.chip(g.above(g.gates[gateAdd]), k.z, value, s.lit(f+1))
	p.chip(g.below(g.gates[gateAdd]), k.gz, gradient, s.lit(b+1))

	t := p.t
	r := g.gates[gateRest]
	x, y := r.Center()
	p.c.Text(k.others, x, y, paint.Style{Font: paint.MonoBold, Size: 13, Color: t.PositiveInk}, paint.Center)
	p.c.Text(s.text.rest, x, r.Bottom()+11, t.Tiny(), paint.Center)
	r = g.gates[gateAdd]
	if !g.phone {
		p.c.Text(s.text.after, g.window.Right()-4, r.Bottom()+62, t.Tiny(), paint.Right)
	}
	tiny := t.Tiny()
	p.gateLore(s.lit(b+3) > 0, s.lit(b+2) > 0)
	for i, words := range s.text.leaf {
		r := g.gates[[2]int{gateX, gateW}[i]]
		if i == 0 && r.Bottom()+48 > g.above(g.gates[gateW]).Y {
			continue // there is no room above the weight's value
		}
		x, _ := r.Center()
		if g.phone {
			x = max(x, g.window.X+30)
		}
		p.c.Text(words, max(x, g.window.X+paint.Measure(words, tiny)/2), r.Bottom()+40, tiny, paint.Center)
	}
}

// gateLore names what the two gates do with the gradient.
func (p *painter) gateLore(swapped, shared bool) {
	g := &p.s.geo
	st := p.t.Tiny()
	for i, on := range [2]bool{swapped, shared} {
		r := g.gates[[2]int{gateMul, gateAdd}[i]]
		x, _ := r.Center()
		if on {
			p.c.Text(textLore[i].In(p.lk.Lang), x, r.Bottom()+40, st, paint.Center)
		}
	}
}

var textLore = [2]i18n.Text{i18n.T("互换输入", "swaps"), i18n.T("照样分发", "shares")}

// share is the place of what the gate sends back to one of its inputs.
func (g *geometry) share(i int) paint.Rect {
	a, b := g.gates[i], g.gates[gateMul]
	x := b.X - g.chipW - 12
	_, y := a.Center()
	_, m := b.Center()
	y = y + (m-y)*0.62
	if i == gateX {
		y -= 38
	} else {
		y += 18
	}
	if x < a.Right()+4 {
		x = a.Right() + 4
	}
	return paint.Rect{X: x, Y: y, W: g.chipW, H: 21}
}
