package ui

import (
	"fmt"
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Number is a labelled box with a number to type, to step with the arrow keys
// or to change by dragging across it.
type Number struct {
	base
	sc     scale
	v      float64
	box    numberBox
	startX float64
	startV float64
	moved  bool
	steps  bool // a stepper: − and + beside it
	change func(float64)
}

// NewNumber returns a number box over min…max (either may be infinite), in steps of 0.1.
func NewNumber(id string, label i18n.Text, min, max, value float64) *Number {
	n := &Number{base: base{id: id, label: label}, sc: scale{min: min, max: max, step: 0.1, decimals: -1}}
	n.v = n.sc.exact(value)
	return n
}

// NewStepper returns a whole number between − and +.
func NewStepper(id string, label i18n.Text, min, max, value int) *Number {
	n := NewNumber(id, label, float64(min), float64(max), float64(value))
	n.steps, n.sc.step, n.sc.decimals = true, 1, 0
	return n
}

// Step sets the step of keys and drags.
func (n *Number) Step(step float64) *Number { n.sc.step = step; return n }

// Decimals fixes how many decimals are shown.
func (n *Number) Decimals(d int) *Number { n.sc.decimals = d; return n }

// Kept puts its value into the shared link.
func (n *Number) Kept() *Number { n.keep = true; return n }

// OnChange says who hears of a change.
func (n *Number) OnChange(f func(float64)) *Number { n.change = f; return n }

// Float returns the value.
func (n *Number) Float() float64 { return n.v }

// Int returns the value of a stepper.
func (n *Number) Int() int { return int(math.Round(n.v)) }

// SetFloat sets the value without telling anybody.
func (n *Number) SetFloat(v float64) {
	if !math.IsNaN(v) {
		n.v = n.sc.exact(v)
	}
}

// Role is RoleNumber.
func (n *Number) Role() Role { return RoleNumber }

// Range returns the bounds and the step.
func (n *Number) Range() (min, max, step float64) { return n.sc.min, n.sc.max, n.sc.step }

// Value is the shortest text that reads back as the value.
func (n *Number) Value() string { return format(n.v) }

// Set takes a number and clamps it into the range; a stepper rounds it.
func (n *Number) Set(v string) error {
	x, err := ParseNumber(v)
	if err != nil {
		return fmt.Errorf("%s: %w", n.id, err)
	}
	n.box.end(false)
	n.sc.asked(x)
	n.to(x)
	return nil
}

// Clamped tells of a number that was typed or set outside the range.
func (n *Number) Clamped() (taken string, most, ok bool) { return n.sc.clamped(n.v) }

func (n *Number) to(v float64) {
	v = n.sc.exact(v)
	if n.steps {
		v = math.Round(v)
	}
	if v == n.v {
		return
	}
	n.v = v
	if n.change != nil {
		n.change(v)
	}
}

// Height is that of a control.
func (n *Number) Height(float64) float64 {
	if n.touch {
		return theme.ControlTouch
	}
	return 32
}

// parts returns the boxes of the label, −, the number and +.
func (n *Number) parts() (label, minus, box, plus paint.Rect) {
	r := n.rect
	h := r.H
	if n.steps {
		plus, r = r.CutRight(h)
		box, r = r.CutRight(44)
		minus, r = r.CutRight(h)
		return r, minus, box, plus
	}
	w := boxWidth + 12
	if n.label == (i18n.Text{}) {
		w = r.W
	}
	box, r = r.CutRight(w)
	return r, minus, box, plus
}

// Editing reports whether a number is being typed.
func (n *Number) Editing() bool { return n.box.editing }

// Blur takes what was typed.
func (n *Number) Blur() {
	n.focused = false
	n.finish(true)
}

func (n *Number) finish(take bool) {
	if v, ok := n.box.end(take); ok {
		n.sc.asked(v)
		n.to(v)
	}
}

// Handle takes presses, drags, the wheel, keys and typing.
func (n *Number) Handle(ev Event) bool {
	if n.disabled {
		return false
	}
	switch ev.Kind {
	case KeyDown:
		return n.key(ev)
	case Input:
		if !n.box.editing {
			n.box.begin(nil, "")
		}
		n.box.insert(ev.Text)
		return true
	case Wheel:
		if !n.focused || n.box.editing || !n.rect.Contains(ev.X, ev.Y) || ev.DY == 0 {
			return false
		}
		n.to(n.sc.move(n.v, -ev.DY))
		return true
	}
	mine, click := n.hold(ev)
	_, minus, box, plus := n.parts()
	switch {
	case ev.Kind == PointerDown && !mine:
		n.finish(true)
	case ev.Kind == PointerDown:
		n.startX, n.startV, n.moved = ev.X, n.v, false
	case ev.Kind == PointerMove && mine && box.Contains(n.startX, box.Y) && !n.box.editing:
		if d := ev.X - n.startX; n.moved || math.Abs(d) > 4 {
			n.moved = true
			n.to(n.sc.clamp(n.startV + math.Round(d/4)*n.sc.step))
		}
	case click && !n.moved && minus.Contains(ev.X, ev.Y):
		n.to(n.v - n.sc.step)
	case click && !n.moved && plus.Contains(ev.X, ev.Y):
		n.to(n.v + n.sc.step)
	case click && !n.moved && box.Contains(ev.X, ev.Y) && !n.box.editing:
		n.box.begin(n.sc.show(nil, n.v), "")
	}
	return mine
}

func (n *Number) key(ev Event) bool {
	if n.box.editing {
		switch ev.Key {
		case "Enter":
			if !n.box.stuck() {
				n.finish(true)
			}
			return true
		case "Escape":
			n.finish(false)
			return true
		case "Tab":
			return false
		case "ArrowUp", "ArrowDown":
			n.finish(true)
		default:
			return n.box.key(ev)
		}
	}
	k := 1.0
	if ev.Shift {
		k = 10
	}
	switch ev.Key {
	case "ArrowUp", "ArrowRight":
		n.to(n.sc.move(n.v, k))
	case "ArrowDown", "ArrowLeft":
		n.to(n.sc.move(n.v, -k))
	case "Enter":
		n.box.begin(n.sc.show(nil, n.v), "")
	default:
		if !numeric(ev.Key) || ev.Ctrl {
			return false
		}
		n.box.begin(nil, "")
	}
	return true
}

// Draw paints the label and the box, a stepper with its two signs.
func (n *Number) Draw(c *paint.Canvas, lk *Look) {
	if n.rect.Empty() {
		return
	}
	t := lk.Theme
	label, minus, box, plus := n.parts()
	n.fade(c)
	_, rest := label.CutRight(theme.GapSmall)
	labelLine(c, lk, n.label.In(lk.Lang), rest)
	if n.steps {
		all := minus.Union(plus)
		c.RoundRect(all, theme.Radius, t.Raised)
		c.RoundRectStroke(all, theme.Radius, 1, t.Strong)
		n.sign(c, lk, minus, "minus", n.v > n.sc.min)
		n.sign(c, lk, plus, "plus", n.v < n.sc.max)
		x, y := box.Center()
		if n.box.editing {
			n.box.draw(c, lk, box, &n.sc, n.v, false)
		} else {
			c.Number(n.v, 0, x, y, t.NumberBold(), paint.Center)
		}
		c.PopAlpha()
		if n.hasFocus(lk) {
			ring(c, lk, all, theme.Radius)
		}
		return
	}
	box = box.Middle(box.W, math.Min(box.H, 32))
	n.box.draw(c, lk, box, &n.sc, n.v, n.hovered(lk))
	c.PopAlpha()
	if n.hasFocus(lk) && !n.box.editing {
		ring(c, lk, box, 6)
	}
}

func (n *Number) sign(c *paint.Canvas, lk *Look, r paint.Rect, icon string, on bool) {
	x, y := r.Center()
	col := lk.Theme.Text
	if !on {
		col = lk.Theme.Faint
	}
	c.Icon(icon, x, y, 16, col)
}
