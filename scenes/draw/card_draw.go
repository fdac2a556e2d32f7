package draw

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Draw paints the card from what arrange laid out.
func (k *card) Draw(c *paint.Canvas, lk *ui.Look) {
	if k.rect.Empty() {
		return
	}
	t := lk.Theme
	if k.s.geo.sheet {
		ui.Popup(c, t, k.rect)
	} else {
		ui.Card(c, t, k.rect)
	}
	k.drawHead(c, lk)
	for _, r := range k.rules {
		c.Fill(r, t.Strong)
	}
	if len(k.curve) > 1 {
		c.Polyline(k.curve, 2.5, t.Accent)
		c.Circle(k.dot.X, k.dot.Y, 6, t.Panel)
		c.Circle(k.dot.X, k.dot.Y, 4.5, t.Negative)
	}
	for i := range k.cells {
		k.drawCell(c, t, &k.cells[i])
	}
	for i := range k.lines {
		l := &k.lines[i]
		switch {
		case l.number:
			c.Number(l.value, 3, l.x, l.y, l.style, l.align)
		default:
			c.Text(l.text, l.x, l.y, l.style, l.align)
		}
	}
	k.words.Draw(c, t, t.Muted)
	if k.over >= 0 && k.over < len(k.cells) {
		o := &k.cells[k.over]
		c.RoundRectStroke(o.rect.Inset(-1.5), 4, 2, t.Accent)
	}
	if lk.Focus == k.ID() {
		c.RoundRectStroke(k.rect.Inset(-3), theme.RadiusLarge+3, 2, t.Focus)
	}
}

func (k *card) drawHead(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	y := k.rect.Y + 20
	pad := k.body.X
	st := t.Small()
	c.Text(k.title, pad, y, st, paint.Left)
	formula := paint.Style{Font: paint.SansBold, Size: theme.SizeBody, Color: t.Text}
	x := pad + paint.Measure(k.title, st) + 16
	if x+paint.Measure(k.formula, formula) < k.further.X-8 {
		c.Text(k.formula, x, y, formula, paint.Left)
	}
	x, y = k.close.Center()
	c.Icon("x", x, y, 16, t.Muted)
	if !k.further.Empty() {
		x, y = k.further.Center()
		c.Icon("search", x, y, 16, t.Muted)
	}
	if !k.back.Empty() {
		x, y = k.back.Center()
		c.Icon("arrow-left", x, y, 16, t.Muted)
	}
}

func (k *card) drawCell(c *paint.Canvas, t *theme.Theme, cell *cardCell) {
	r := cell.rect
	if cell.hollow {
		c.RoundRectStroke(r, 2, 1, t.Border)
		if cell.decimals >= 0 {
			x, y := r.Center()
			c.Text("0", x, y, paint.Style{Font: paint.Mono, Size: cell.size, Color: t.Faint}, paint.Center)
		}
		return
	}
	radius := 3.0
	if r.W < 12 {
		radius = 0
	}
	c.RoundRect(r, radius, cell.fill)
	if cell.ring {
		c.RoundRectStroke(r.Inset(-1), radius+1, 2, t.Text)
	}
	if cell.decimals >= 0 {
		x, y := r.Center()
		st := paint.Style{Font: paint.Mono, Size: cell.size, Color: t.On(cell.fill)}
		if r.W >= float64(cell.decimals+3)*cell.size*0.6 {
			c.Number(cell.value, cell.decimals, x, y, st, paint.Center)
			return
		}
		var buf [24]byte
		c.TextBytes(short(buf[:0], cell.value, cell.decimals), x, y, st, paint.Center)
	}
}

// short appends a number without the 0 before its point: ".62", "−.51".
func short(b []byte, v float64, decimals int) []byte {
	b = paint.AppendNumber(b, v, decimals)
	for i, ch := range b {
		if ch == '0' && i+1 < len(b) && b[i+1] == '.' {
			return append(b[:i], b[i+1:]...)
		}
		if ch >= '1' && ch <= '9' || ch == '.' {
			break
		}
	}
	return b
}
