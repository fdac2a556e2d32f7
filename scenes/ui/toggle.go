package ui

import (
	"fmt"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Toggle is a switch: on or off.
type Toggle struct {
	base
	on     bool
	change func(bool)
}

// NewToggle returns a switch with its words on the left.
func NewToggle(id string, label i18n.Text, on bool) *Toggle {
	return &Toggle{base: base{id: id, label: label}, on: on}
}

// Kept puts its state into the shared link.
func (t *Toggle) Kept() *Toggle { t.keep = true; return t }

// OnChange says who hears of a change.
func (t *Toggle) OnChange(f func(bool)) *Toggle { t.change = f; return t }

// On reports the state.
func (t *Toggle) On() bool { return t.on }

// SetOn sets the state without telling anybody.
func (t *Toggle) SetOn(on bool) { t.on = on }

// Role is RoleToggle.
func (t *Toggle) Role() Role { return RoleToggle }

// Value is "true" or "false".
func (t *Toggle) Value() string {
	if t.on {
		return "true"
	}
	return "false"
}

// Set takes true, false, 1, 0, on, off.
func (t *Toggle) Set(v string) error {
	switch v {
	case "true", "1", "on":
		t.flip(true)
	case "false", "0", "off":
		t.flip(false)
	default:
		return fmt.Errorf("%s: %q is neither true nor false", t.id, clip(v))
	}
	return nil
}

// Press turns it over.
func (t *Toggle) Press() {
	if !t.disabled {
		t.flip(!t.on)
	}
}

func (t *Toggle) flip(on bool) {
	if t.on == on {
		return
	}
	t.on = on
	if t.change != nil {
		t.change(on)
	}
}

// Height is 32, or 44 for fingers.
func (t *Toggle) Height(float64) float64 {
	if t.touch {
		return theme.ControlTouch
	}
	return 32
}

// Handle takes presses, Enter and the space bar.
func (t *Toggle) Handle(ev Event) bool { return t.pressed(ev, t.Press) }

// Draw paints the words and the switch.
func (t *Toggle) Draw(c *paint.Canvas, lk *Look) {
	if t.rect.Empty() {
		return
	}
	th := lk.Theme
	r := t.rect
	_, y := r.Center()
	s := paint.Rect{X: r.Right() - 36, Y: y - 10, W: 36, H: 20}
	t.fade(c)
	st := th.Body()
	c.Text(paint.Elide(t.label.In(lk.Lang), r.W-48, st), r.X, y, st, paint.Left)
	x := s.X + 10
	if t.on {
		x = s.Right() - 10
		c.RoundRect(s, 10, th.Accent)
		c.Circle(x, y, 7, th.AccentText)
	} else {
		fill := th.Raised
		if t.hovered(lk) {
			fill = th.Hover
		}
		c.RoundRect(s, 10, fill)
		c.RoundRectStroke(s, 10, 1.5, th.Faint)
		c.Circle(x, y, 6, th.Faint)
	}
	c.PopAlpha()
	if t.hasFocus(lk) {
		ring(c, lk, s, 10)
	}
}

// clip shortens what a visitor wrote for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
