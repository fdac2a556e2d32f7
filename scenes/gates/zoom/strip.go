package zoom

import (
	"gradtheatre/engine/data"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// strip is a choice of one of the ten digits, side by side: as the images that
// there are, or as numerals.
type strip struct {
	*ui.Select
	s      *Zoom
	images bool
	pics   [10]*paint.Bitmap
	dark   bool
	made   bool
	rect   paint.Rect
	down   bool
}

func newStrip(s *Zoom, images bool, of *ui.Select) *strip {
	return &strip{Select: of, s: s, images: images}
}

const stripHead = 26.0

func (k *strip) Rect() paint.Rect         { return k.rect }
func (k *strip) SetRect(r paint.Rect)     { k.rect = r }
func (k *strip) Height(w float64) float64 { return stripHead + max(w/10, 30) }

// cell is the place of a digit.
func (k *strip) cell(i int) paint.Rect {
	w := k.rect.W / 10
	return paint.Rect{X: k.rect.X + float64(i)*w, Y: k.rect.Y + stripHead, W: w, H: max(w, 30)}
}

// Handle chooses by a press; the keys are the choice's own.
func (k *strip) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		k.down = ev.Button == 0 && k.rect.Contains(ev.X, ev.Y)
		return k.down
	case ui.PointerUp:
		if !k.down {
			return false
		}
		k.down = false
		for i := range k.pics {
			if k.cell(i).Contains(ev.X, ev.Y) {
				return k.Set(digits[i]) == nil
			}
		}
		return true
	case ui.PointerCancel:
		k.down = false
		return true
	case ui.KeyDown:
		return k.Select.Handle(ev)
	}
	return false
}

// paint colours the images for a theme.
func (k *strip) paint(t *theme.Theme) {
	if !k.images || k.made && k.dark == t.Dark || k.s.run == nil {
		return
	}
	k.made, k.dark = true, t.Dark
	const side = data.DigitSize
	for i := range k.pics {
		if k.pics[i] == nil {
			k.pics[i] = paint.NewBitmap(side, side)
		}
		for j, v := range k.s.run.samples[(2*i+1)*side*side:][:side*side] {
			k.pics[i].Set(j%side, j/side, t.Grey(float64(v)/255))
		}
		k.pics[i].Changed()
	}
}

// Draw paints the ten, the chosen one with a ring.
func (k *strip) Draw(c *paint.Canvas, lk *ui.Look) {
	if k.rect.Empty() {
		return
	}
	t := lk.Theme
	c.Text(k.Label().In(lk.Lang), k.rect.X, k.rect.Y+9, t.Small(), paint.Left)
	for i := range k.pics {
		r := k.cell(i)
		on := k.Value() == digits[i]
		if k.images && k.pics[i] != nil {
			r = r.Middle(r.W-2, r.W-2)
			c.Bitmap(k.pics[i], r, true)
		} else {
			st := paint.Style{Font: paint.Mono, Size: theme.SizeBody, Color: t.Text}
			if on {
				st.Font = paint.MonoBold
				c.RoundRect(r.Inset(1), theme.RadiusSmall, t.AccentSoft)
			}
			x, y := r.Center()
			c.Text(digits[i], x, y, st, paint.Center)
		}
		if on {
			c.RoundRectStroke(r.Inset(-0.5), theme.RadiusSmall, 2, t.Accent)
		}
	}
	if lk.Focus == k.ID() {
		c.RoundRectStroke(k.rect.Inset(-3), theme.Radius, 2, t.Focus)
	}
}
