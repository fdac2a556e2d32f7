package ui

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// base is what all widgets share.
type base struct {
	id       string
	label    i18n.Text
	rect     paint.Rect
	keep     bool
	disabled bool
	touch    bool
	focused  bool // it was the last to be operated, or the stage said so
	pointer  int  // the pointer that holds it
	held     bool
}

func (b *base) ID() string             { return b.id }
func (b *base) Label() i18n.Text       { return b.label }
func (b *base) Rect() paint.Rect       { return b.rect }
func (b *base) SetRect(r paint.Rect)   { b.rect = r }
func (b *base) SetLabel(l i18n.Text)   { b.label = l }
func (b *base) Keep() bool             { return b.keep }
func (b *base) Enabled() bool          { return !b.disabled }
func (b *base) SetEnabled(on bool)     { b.disabled = !on; b.held = b.held && on }
func (b *base) SetTouch(on bool)       { b.touch = on }
func (b *base) Focus()                 { b.focused = true }
func (b *base) Blur()                  { b.focused = false }
func (b *base) Handle(Event) bool      { return false }
func (b *base) hovered(lk *Look) bool  { return lk.Hover == b.id && !b.disabled && b.id != "" }
func (b *base) hasFocus(lk *Look) bool { return lk.Focus == b.id && b.id != "" }

// Focuser is a widget that wants to know when the keyboard comes and goes: a
// field that is left takes what was typed.
type Focuser interface {
	Widget
	Focus()
	Blur()
}

// Toucher is a widget that grows for fingers. The panel says which it is.
type Toucher interface {
	Widget
	SetTouch(bool)
}

// Langer is a widget whose height depends on the language. The panel says
// which it is.
type Langer interface {
	Widget
	SetLang(i18n.Lang)
}

// control returns the height of what is pressed: 36, or 44 for fingers.
func (b *base) control() float64 {
	if b.touch {
		return theme.ControlTouch
	}
	return theme.ControlSize
}

// hold follows one pointer from press to release. It returns whether the event
// is the widget's, and whether it ended with a release inside.
func (b *base) hold(ev Event) (mine, click bool) {
	switch ev.Kind {
	case PointerDown:
		if b.disabled || ev.Button != 0 || !b.rect.Contains(ev.X, ev.Y) {
			return false, false
		}
		b.held, b.pointer, b.focused = true, ev.Pointer, true
		return true, false
	case PointerMove:
		return b.held && ev.Pointer == b.pointer, false
	case PointerUp:
		if !b.held || ev.Pointer != b.pointer {
			return false, false
		}
		b.held = false
		return true, b.rect.Inset(-8).Contains(ev.X, ev.Y)
	case PointerCancel:
		if b.held && ev.Pointer == b.pointer {
			b.held = false
			return true, false
		}
	}
	return false, false
}

// pressed calls press for a click, for Enter and for the space bar. It returns
// whether the event is the widget's.
func (b *base) pressed(ev Event, press func()) bool {
	if ev.Kind == KeyDown && !b.disabled && (ev.Key == "Enter" || ev.Key == " ") {
		press()
		return true
	}
	mine, click := b.hold(ev)
	if click {
		press()
	}
	return mine
}

// ring draws the mark of keyboard focus around a box.
func ring(c *paint.Canvas, lk *Look, r paint.Rect, radius float64) {
	c.RoundRectStroke(r.Inset(-3), radius+3, 2, lk.Theme.Focus)
}

// fade makes what follows look out of use; pair it with PopAlpha.
func (b *base) fade(c *paint.Canvas) {
	if b.disabled {
		c.PushAlpha(0.45)
	} else {
		c.PushAlpha(1)
	}
}
