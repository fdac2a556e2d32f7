package ui

import (
	"errors"
	"math"
	"unicode/utf8"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Field is a line of text to type into, such as an expression.
type Field struct {
	base
	ed      editor
	editing bool
	before  string // what Esc brings back
	prefix  string
	hint    i18n.Text
	err     i18n.Text
	errAt   int    // byte offset, −1: the whole
	good    string // the last text without an error
	change  func(string)
	commit  func(string)
}

// NewField returns a field with a text in it.
func NewField(id string, label i18n.Text, text string) *Field {
	f := &Field{base: base{id: id, label: label}, errAt: -1, good: text}
	f.ed.limit = 2000
	f.ed.setText(text)
	return f
}

// Kept puts its text into the shared link.
func (f *Field) Kept() *Field { f.keep = true; return f }

// Limit sets how many characters fit; 2000 unless told.
func (f *Field) Limit(runes int) *Field { f.ed.limit = runes; return f }

// Rows makes it a field for a table: line breaks that are pasted become
// semicolons and tabs commas, and Set refuses what SetError complains of.
func (f *Field) Rows() *Field { f.ed.rows = true; return f }

// TakesRows reports whether the field is for a table.
func (f *Field) TakesRows() bool { return f.ed.rows }

// Prefix puts fixed text before what is typed, such as "f =".
func (f *Field) Prefix(s string) *Field { f.prefix = s; return f }

// Hint shows words while the field is empty.
func (f *Field) Hint(t i18n.Text) *Field { f.hint = t; return f }

// OnChange hears of every keystroke.
func (f *Field) OnChange(fn func(string)) *Field { f.change = fn; return f }

// OnCommit hears when Enter is pressed or the field is left.
func (f *Field) OnCommit(fn func(string)) *Field { f.commit = fn; return f }

// SetError shows a message below the field and marks the place, a byte offset
// into the text; −1 marks none. An empty message takes it away.
func (f *Field) SetError(msg i18n.Text, at int) {
	if f.err, f.errAt = msg, at; msg == (i18n.Text{}) {
		f.good = f.ed.text
	}
}

// KeptValue is the text for a link: while there is an error, the last one
// without.
func (f *Field) KeptValue() string {
	if f.err != (i18n.Text{}) {
		return f.good
	}
	return f.ed.text
}

// Error returns the message shown, in one language; "" when there is none.
func (f *Field) Error(l i18n.Lang) string { return f.err.In(l) }

// Role is RoleField.
func (f *Field) Role() Role { return RoleField }

// Value is the text.
func (f *Field) Value() string { return f.ed.text }

// Set replaces the text as typing and Enter would.
func (f *Field) Set(v string) error {
	if f.ed.limit > 0 && utf8.RuneCountInString(v) > f.ed.limit {
		return errors.New(f.id + ": the text is too long")
	}
	if !utf8.ValidString(v) {
		return errors.New(f.id + ": the text is not valid UTF-8")
	}
	if v == f.ed.text {
		return f.refusal()
	}
	was := f.ed.text
	f.ed.setText("")
	if f.ed.insert(v); f.ed.rows && f.ed.text == was {
		return f.refusal()
	}
	f.before = f.ed.text
	if f.change != nil {
		f.change(f.ed.text)
	}
	if f.commit != nil {
		f.commit(f.ed.text)
	}
	return f.refusal()
}

// refusal is what is wrong with the table in the field.
func (f *Field) refusal() error {
	if !f.ed.rows || f.err == (i18n.Text{}) {
		return nil
	}
	return errors.New(f.id + ": " + f.err.EN)
}

// SetText replaces the text without telling anybody.
func (f *Field) SetText(v string) { f.ed.setText(v) }

// Editing reports whether the caret is in the field: keys are text then.
func (f *Field) Editing() bool { return f.editing }

// Focus puts the caret into the field.
func (f *Field) Focus() {
	if !f.editing && !f.disabled {
		f.editing, f.before = true, f.ed.text
	}
	f.focused = true
}

// Blur takes what was typed.
func (f *Field) Blur() {
	f.focused = false
	f.end(true)
}

func (f *Field) end(take bool) {
	if !f.editing {
		return
	}
	f.editing = false
	if !take {
		if f.ed.text != f.before {
			f.ed.setText(f.before)
			if f.change != nil {
				f.change(f.before)
			}
		}
		return
	}
	if f.ed.text != f.before && f.commit != nil {
		f.commit(f.ed.text)
	}
	f.before = f.ed.text
}

// Height is that of a control, and of a message below it.
func (f *Field) Height(width float64) float64 {
	h := f.control()
	if f.err != (i18n.Text{}) {
		st := paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
		h += 4 + math.Max(paint.WrapHeight(f.err.ZH, width, st, 17), paint.WrapHeight(f.err.EN, width, st, 17))
	}
	return h
}

// Box returns the part that is typed into, without the message.
func (f *Field) Box() paint.Rect {
	top, _ := f.rect.CutTop(f.control())
	return top
}

func (f *Field) inner() paint.Rect {
	r := f.Box().InsetXY(theme.Gap, 0)
	if f.prefix != "" {
		_, r = r.CutLeft(paint.Measure(f.prefix, f.style()) + 10)
	}
	return r
}

func (f *Field) style() paint.Style { return paint.Style{Font: paint.Mono, Size: theme.SizeBody} }

// Handle takes typing, presses and drags.
func (f *Field) Handle(ev Event) bool {
	if f.disabled {
		return false
	}
	switch ev.Kind {
	case Input:
		if !f.editing {
			f.Focus()
		}
		f.ed.insert(ev.Text)
		f.changed()
		return true
	case KeyDown:
		return f.key(ev)
	case PointerDown:
		if !f.Box().Contains(ev.X, ev.Y) {
			return false
		}
	}
	mine, _ := f.hold(ev)
	if !mine {
		return false
	}
	in := f.inner()
	st := f.style()
	at := f.ed.at(ev.X-in.X+f.ed.scrollFor(in.W, st, f.editing), st)
	switch ev.Kind {
	case PointerDown:
		f.Focus()
		f.ed.caret, f.ed.anchor = at, at
	case PointerMove:
		f.ed.caret = at
	}
	return true
}

func (f *Field) key(ev Event) bool {
	switch ev.Key {
	case "Enter":
		if !f.editing {
			f.Focus()
			return true
		}
		f.end(true)
		if f.commit != nil && f.ed.text == f.before {
			f.commit(f.ed.text)
		}
		f.Focus()
		return true
	case "Escape":
		was := f.editing
		f.end(false)
		return was
	case "Tab":
		return false
	}
	if !f.editing {
		return false
	}
	used, changed := f.ed.key(ev)
	if changed {
		f.changed()
	}
	return used
}

func (f *Field) changed() {
	if f.change != nil {
		f.change(f.ed.text)
	}
}

// Draw paints the field, and its message.
func (f *Field) Draw(c *paint.Canvas, lk *Look) {
	if f.rect.Empty() {
		return
	}
	t := lk.Theme
	r := f.Box()
	bad := f.err != (i18n.Text{})
	editing := f.editing && (f.hasFocus(lk) || f.focused)
	f.fade(c)
	fieldBox(c, lk, r, f.hovered(lk), editing, bad)
	st := f.style()
	st.Color = t.Text
	_, y := r.Center()
	if f.prefix != "" {
		c.Text(f.prefix, r.X+theme.Gap, y, st.With(t.Muted), paint.Left)
	}
	in := f.inner()
	if f.ed.text == "" && f.hint != (i18n.Text{}) {
		hint := paint.Style{Font: paint.Sans, Size: theme.SizeBody, Color: t.Muted}
		c.Text(paint.Elide(f.hint.In(lk.Lang), in.W, hint), in.X, y, hint, paint.Left)
	}
	mark := -1
	if bad {
		mark = f.errAt
	}
	f.ed.draw(c, lk, in, st, editing, mark)
	if bad {
		tiny := paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.Bad}
		c.TextWrap(f.err.In(lk.Lang), paint.Rect{X: r.X, Y: r.Bottom() + 4, W: r.W}, tiny, 17)
	}
	c.PopAlpha()
	if f.hasFocus(lk) && !editing {
		ring(c, lk, r, theme.Radius)
	}
}

// fieldBox paints the ground and the edge of something to type into.
func fieldBox(c *paint.Canvas, lk *Look, r paint.Rect, hover, editing, bad bool) {
	t := lk.Theme
	fill, edge, width := t.Raised, t.Strong, 1.0
	if hover {
		fill = t.Hover
	}
	if editing {
		fill, edge, width = t.Panel, t.Accent, 2
	}
	if bad {
		edge = t.Bad
	}
	c.RoundRect(r, theme.Radius, fill)
	c.RoundRectStroke(r, theme.Radius, width, edge)
}
