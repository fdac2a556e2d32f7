package inspect

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// Draw paints the panel.
func (k *Panel) Draw(c *paint.Canvas, lk *ui.Look) {
	if !k.IsOpen() || k.rect.Empty() || k.page.k == nil {
		return
	}
	t, r := lk.Theme, k.rect
	radius := 0.0
	if k.phone {
		radius = 14
	}
	c.Shadow(r, radius, 18, t.Shadow)
	c.RoundRect(r, radius, t.Background)
	if k.phone {
		c.RoundRectStroke(r, radius, 1, t.Border)
	} else {
		c.Fill(paint.Rect{X: r.X, Y: r.Y, W: 1, H: r.H}, t.Strong)
	}
	c.PushClip(r)
	k.paint(c, k.page.head, 0, r)
	k.targets(c, lk, false)
	c.PopClip()
	view := k.page.view
	c.PushClip(view)
	c.PushOffset(0, view.Y-k.scroll)
	seen := paint.Rect{X: r.X, Y: k.scroll, W: r.W, H: view.H}
	k.paint(c, k.page.body, 60, seen)
	k.targets(c, lk, true)
	c.PopOffset()
	c.PopClip()
	if most := k.page.most(); most > 0 { // how far it is scrolled
		h := max(view.H*view.H/k.page.tall, 24)
		y := view.Y + (view.H-h)*k.scroll/most
		c.RoundRect(paint.Rect{X: r.Right() - 6, Y: y, W: 3, H: h}, 1.5, t.Strong)
	}
}

// targets shows the one under the pointer and the one with the focus.
func (k *Panel) targets(c *paint.Canvas, lk *ui.Look, body bool) {
	for i := range k.page.targets {
		t := &k.page.targets[i]
		if t.body != body {
			continue
		}
		if i == k.over && !t.off {
			c.RoundRectStroke(t.rect, 6, 1.5, lk.Theme.Accent)
		}
		if t.ring || lk.Focus == t.id && lk.Focus != "" {
			c.RoundRectStroke(t.rect.Inset(-2), 7, 2, lk.Theme.Focus)
		}
	}
}

// paint paints what may be seen of a list; margin is how far letters reach
// from the place they are given.
func (k *Panel) paint(c *paint.Canvas, items []item, margin float64, seen paint.Rect) {
	for i := range items {
		it := &items[i]
		switch {
		case it.text != "" && !it.box.Empty():
			if margin == 0 || it.box.Bottom() > seen.Y && it.box.Y < seen.Bottom() {
				c.TextWrap(it.text, it.box, it.style, it.y)
			}
		case !it.box.Empty():
			if margin > 0 && (it.box.Bottom() < seen.Y || it.box.Y > seen.Bottom()) {
				continue
			}
			if it.fill.A > 0 {
				c.RoundRect(it.box, it.radius, it.fill)
			}
			if it.stroke.A > 0 {
				c.RoundRectStroke(it.box, it.radius, 1, it.stroke)
			}
		case margin > 0 && (it.y+margin < seen.Y || it.y-margin > seen.Bottom()):
		case it.icon != "":
			c.Icon(it.icon, it.x, it.y, it.style.Size, it.style.Color)
		case it.text != "":
			c.Text(it.text, it.x, it.y, it.style, it.align)
		default:
			it.formula.Draw(c, it.x, it.y, it.style)
		}
	}
}
