package inspect

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// header is the way that led here, and the buttons: it stays in place.
func (g *page) header(r paint.Rect) {
	k, t, l := g.k, g.t, g.k.lang
	top := k.rect.Y + 6
	size := 36.0
	x := r.X - 10
	if len(k.path) > 1 {
		back := paint.Rect{X: x, Y: top, W: size, H: size}
		g.button("inspect-back", wordsBack, back, "arrow-left", k.Back)
		x = back.Right() + 2
	} else {
		x = r.X
	}
	shut := paint.Rect{X: r.Right() - size + 10, Y: top, W: size, H: size}
	g.crumbs(x, top+size/2, shut.X-6)
	g.button("inspect-close", wordsClose, shut, "x", k.Close)
	y := top + size + 4
	w := r.W / 4
	ref := k.at()
	for i, s := range [...]struct {
		id    string
		label i18n.Text
		on    bool
		off   bool
		press func()
	}{
		{"inspect-value", wordsValue, !k.code && !k.grid && !ref.Grad, false, func() { k.Turn(false) }},
		{"inspect-gradient", wordsGradient, !k.code && !k.grid && ref.Grad, !k.hasGrad(), func() { k.Turn(true) }},
		{"inspect-matrix", wordsMatrix, k.grid, !k.hasGrid(), func() { k.ShowGrid(true) }},
		{"inspect-code", wordsSource, k.code, !g.hasCode(), func() { k.ShowCode(true) }},
	} {
		box := paint.Rect{X: r.X + float64(i)*w, Y: y, W: w, H: 32}
		st := paint.Style{Font: paint.Sans, Size: theme.SizeSmall, Color: t.Muted}
		if i == 0 {
			g.head = append(g.head, item{box: paint.Rect{X: r.X, Y: y, W: r.W, H: 32}, radius: 8, fill: t.Sunken, stroke: t.Border})
		}
		switch {
		case s.on:
			g.head = append(g.head, item{box: box.Inset(2), radius: 6, fill: t.Accent})
			st.Font, st.Color = paint.SansBold, t.AccentText
		case s.off:
			st.Color = paint.Mix(t.Muted, t.Sunken, 0.45)
		}
		cx, cy := box.Center()
		g.head = append(g.head, item{text: s.label.In(l), x: cx, y: cy, style: st, align: paint.Center})
		g.targets = append(g.targets, target{id: s.id, label: s.label, rect: box, row: -1, off: s.off, press: s.press})
	}
	g.view = paint.Rect{X: k.rect.X, Y: y + 42, W: k.rect.W, H: max(k.rect.Bottom()-y-43, 0)}
	g.in = paint.Rect{X: r.X, W: r.W}
}

func (g *page) hasCode() bool {
	return g.codeOp() != ""
}

// codeOp is the op whose source tells how the number was made: its own, or for
// a gradient the one that it came back through; "" when there is none.
func (g *page) codeOp() string {
	op := g.k.u.Op
	if g.k.at().Grad {
		if users := g.users(); len(users) > 0 {
			return users[0]
		}
	}
	if op == "input" || op == "param" {
		return ""
	}
	return op
}

func (g *page) button(id string, label i18n.Text, r paint.Rect, icon string, press func()) {
	x, y := r.Center()
	g.head = append(g.head, item{icon: icon, x: x, y: y, style: paint.Style{Size: 18, Color: g.t.Muted}})
	g.targets = append(g.targets, target{id: id, label: label, rect: r, row: -1, press: press})
}

// crumbs are the numbers of the way, the last ones when there is no room for all.
func (g *page) crumbs(x, y, right float64) {
	k, t := g.k, g.t
	st := math16(t, 14)
	from, width := len(k.path)-1, 0.0
	for i := len(k.path) - 1; i >= 0; i-- {
		width += Parse(g.n.ref(k.path[i], true)).Width(st) + 22
		if width > right-x-20 && i < len(k.path)-1 {
			break
		}
		from = i
	}
	if from > 0 {
		g.head = append(g.head, item{text: "…", x: x, y: y, style: t.Small()})
		x += 18
	}
	for i := from; i < len(k.path); i++ {
		f := Parse(g.n.ref(k.path[i], true))
		st.Color = t.AccentInk
		if i == len(k.path)-1 {
			st.Color = t.Text
		}
		w := f.Width(st)
		g.head = append(g.head, item{formula: f, x: x, y: y, style: st})
		if i < len(k.path)-1 {
			g.targets = append(g.targets, target{id: "crumb-" + strconv.Itoa(i), label: i18n.Same(f.Plain()), row: -1,
				rect: paint.Rect{X: x - 5, Y: y - 16, W: w + 10, H: 32}, press: func() { k.crumb(i) }})
			g.head = append(g.head, item{icon: "chevron-right", x: x + w + 11, y: y, style: paint.Style{Size: 13, Color: t.Faint}})
		}
		x += w + 22
	}
}
