package ui

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Button is pressed to do something.
type Button struct {
	base
	icon    string
	primary bool
	round   bool
	bare    bool
	toggle  bool
	edits   bool
	on      bool
	press   func()
}

// NewButton returns a quiet button with words.
func NewButton(id string, label i18n.Text) *Button {
	return &Button{base: base{id: id, label: label}}
}

// NewIconButton returns a round button with an icon and no words; the label is
// its accessible name and its tooltip.
func NewIconButton(id, icon string, label i18n.Text) *Button {
	return &Button{base: base{id: id, label: label}, icon: icon, round: true}
}

// Primary makes it the one that is meant to be pressed.
func (b *Button) Primary() *Button { b.primary = true; return b }

// Bare takes its edge away until the pointer is over it.
func (b *Button) Bare() *Button { b.bare = true; return b }

// Icon puts an icon before the words.
func (b *Button) Icon(name string) *Button { b.icon = name; return b }

// SetIcon changes the icon, such as play to pause.
func (b *Button) SetIcon(name string) { b.icon = name }

// Toggle makes it a button that stays down when on.
func (b *Button) Toggle(on bool) *Button { b.toggle, b.on = true, on; return b }

// Edit says that pressing changes settings, which a link may lock.
func (b *Button) Edit() *Button { b.edits = true; return b }

// Edits reports whether pressing changes settings.
func (b *Button) Edits() bool { return b.edits }

// On reports whether a toggle button is down.
func (b *Button) On() bool { return b.on }

// SetOn sets a toggle button without telling anybody.
func (b *Button) SetOn(on bool) { b.on = on }

// OnPress says what pressing does.
func (b *Button) OnPress(f func()) *Button { b.press = f; return b }

// Role is RoleButton, or RoleToggle for a toggle button.
func (b *Button) Role() Role {
	if b.toggle {
		return RoleToggle
	}
	return RoleButton
}

// Press does what pressing does, if it is enabled.
func (b *Button) Press() {
	if b.disabled {
		return
	}
	if b.toggle {
		b.on = !b.on
	}
	if b.press != nil {
		b.press()
	}
}

// Height is 36, or 44 for fingers.
func (b *Button) Height(float64) float64 { return b.control() }

// Width is what the button wants in a row.
func (b *Button) Width(l i18n.Lang) float64 {
	if b.round {
		return b.control()
	}
	w := paint.Measure(b.label.In(l), paint.Style{Font: paint.Sans, Size: theme.SizeBody}) + 2*theme.GapLarge
	if b.icon != "" {
		w += 24
	}
	return w
}

// Handle takes presses, Enter and the space bar.
func (b *Button) Handle(ev Event) bool { return b.pressed(ev, b.Press) }

// Draw paints the button in its state.
func (b *Button) Draw(c *paint.Canvas, lk *Look) {
	r := b.rect
	if r.Empty() {
		return
	}
	radius := theme.Radius
	if b.round {
		d := min(r.W, r.H)
		r = r.Middle(d, d)
		radius = d / 2
	}
	b.fade(c)
	ink := b.surface(c, lk, r, radius)
	b.content(c, lk, r, ink)
	c.PopAlpha()
	if b.hasFocus(lk) {
		ring(c, lk, r, radius)
	}
}

// surface paints the ground and the edge and returns the colour of the words.
func (b *Button) surface(c *paint.Canvas, lk *Look, r paint.Rect, radius float64) paint.Color {
	t := lk.Theme
	hover := b.hovered(lk)
	switch {
	case b.primary:
		fill := t.Accent
		if hover {
			fill = paint.Mix(fill, t.Text, 0.12)
		}
		if b.held {
			fill = paint.Mix(t.Accent, t.Stage, 0.18)
		}
		c.RoundRect(r, radius, fill)
		return t.AccentText
	case b.toggle && b.on:
		c.RoundRect(r, radius, t.AccentSoft)
		c.RoundRectStroke(r, radius, 1, t.Accent)
		return t.AccentInk
	}
	fill, edge := t.Panel, t.Strong
	if hover {
		fill, edge = t.Hover, t.Strong
	}
	if b.held {
		fill = paint.Mix(t.Hover, t.Accent, 0.12)
		edge = t.Accent
	}
	if !b.bare || hover || b.held {
		c.RoundRect(r, radius, fill)
	}
	if !b.bare {
		c.RoundRectStroke(r, radius, 1, edge)
	}
	if b.round && !hover {
		return t.Muted
	}
	return t.Text
}

func (b *Button) content(c *paint.Canvas, lk *Look, r paint.Rect, ink paint.Color) {
	x, y := r.Center()
	if b.round {
		size := 18.0
		if r.W >= 44 {
			size = 20
		}
		if b.primary && b.icon == "play" {
			playMark(c, x, y, size*0.95, ink)
			return
		}
		c.Icon(b.icon, x, y, size, ink)
		return
	}
	st := paint.Style{Font: paint.Sans, Size: theme.SizeBody, Color: ink}
	if b.primary {
		st.Font = paint.SansBold
	}
	s := paint.Elide(b.label.In(lk.Lang), r.W-theme.GapSmall, st)
	w := paint.Measure(s, st)
	if b.icon != "" {
		x -= (w + 24) / 2
		if b.icon == "play" && b.primary {
			playMark(c, x+8, y, 13, ink)
		} else {
			c.Icon(b.icon, x+8, y, 16, ink)
		}
		c.Text(s, x+24, y, st, paint.Left)
		return
	}
	c.Text(s, x, y, st, paint.Center)
}

// playMark is the filled triangle of play, set a little right so that it looks centred.
func playMark(c *paint.Canvas, x, y, size float64, col paint.Color) {
	h := size * 0.5
	w := size * 0.84
	x += size * 0.06
	c.Triangle(paint.Point{X: x - w/2, Y: y - h}, paint.Point{X: x + w/2, Y: y}, paint.Point{X: x - w/2, Y: y + h}, col)
}
