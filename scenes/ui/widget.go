// Package ui is the set of widgets: what a visitor can operate, each drawn on
// the stage and mirrored as a real element for those who cannot see it.
package ui

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// Role says what kind of element mirrors a widget in the page.
type Role string

const (
	RoleButton Role = "button"
	RoleToggle Role = "switch"
	RoleSlider Role = "slider"
	RoleField  Role = "textbox"
	RoleNumber Role = "spinbutton"
	RoleSelect Role = "listbox"
	RoleFigure Role = "img" // a picture with a live description
	RolePad    Role = "application"
	RoleText   Role = "status" // a live text
)

// Widget is one thing on the stage with a place of its own.
//
// Handle and Layout are called from Update; Draw only reads.
type Widget interface {
	ID() string // unique in its scene; the key in links, state() and set()
	Role() Role
	Label() i18n.Text // accessible name
	Rect() paint.Rect // in CSS pixels; empty when hidden
	SetRect(paint.Rect)
	// Height is what the widget wants in a panel of the given width.
	Height(width float64) float64
	// Handle takes one event in CSS pixels and reports whether it used it.
	// A widget that used a press gets the moves and the release of that pointer.
	Handle(ev Event) bool
	Draw(c *paint.Canvas, lk *Look)
}

// Valued is a widget with a value that links, programs and the page's mirror
// can read and set. Set clamps or refuses with an error that says what would
// be right; it never panics. Setting tells the scene as operating it would.
type Valued interface {
	Widget
	Value() string
	Set(value string) error
}

// Ranged is a Valued with bounds (aria-valuemin, -max, step).
type Ranged interface {
	Valued
	Range() (min, max, step float64)
}

// Clamper is a Valued that takes no number beyond its ends. Clamped tells once
// that one was typed or set: the end that was taken instead, and whether it is
// the upper one.
type Clamper interface {
	Valued
	Clamped() (taken string, most, ok bool)
}

// Optioned is a Valued with a list of choices.
type Optioned interface {
	Valued
	Options() []Option
}

// Option is one choice: the value it sets and how it reads.
type Option struct {
	Value string
	Label i18n.Text
}

// Presser is a widget that can be pressed without a value: a button.
type Presser interface {
	Widget
	Press()
	Enabled() bool
}

// Describer is a figure whose live description the mirror reads out.
type Describer interface {
	Widget
	Describe(l i18n.Lang) string
}

// Proser is a widget in which texts stand whose phrases may point, as package
// prose has it: the same blocks each time, laid out as they are painted, those
// that are not painted now with an empty source.
type Proser interface {
	Widget
	Prose() []*prose.Block
}

// Kept marks a Valued whose value belongs to the shared link.
type Kept interface{ Keep() bool }

// Look is what a widget needs to know to draw itself.
type Look struct {
	Theme *theme.Theme
	Lang  i18n.Lang
	// Focus is the ID of the widget with keyboard focus (drawn with a ring),
	// Hover the one under the pointer.
	Focus, Hover string
	Time         float64 // seconds since start, for motion; frozen under reduced motion
	Still        bool    // the visitor asked for reduced motion
}

// Kind is what happened in an Event.
type Kind uint8

const (
	PointerDown Kind = iota
	PointerMove      // while down, or hovering with a mouse
	PointerUp
	PointerCancel // the touch or drag was taken away: end it, change nothing more
	PointerLeave  // the mouse left the canvas
	Wheel
	KeyDown
	Input // text was typed or pasted
)

// Event is one thing the visitor did.
type Event struct {
	Kind    Kind
	X, Y    float64 // CSS pixels
	Pointer int     // which finger; 0 is the mouse
	Touch   bool
	Button  int     // 0 main, 2 context
	DX, DY  float64 // wheel, in notches
	Key     string  // as KeyboardEvent.key: "ArrowLeft", "Enter", "a"
	Shift   bool
	Ctrl    bool // or Meta
	Text    string
}
