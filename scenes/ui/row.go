package ui

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Row is a Widget that stands for several side by side, each with an equal part.
type Row struct {
	base
	Items []Widget
}

// NewRow puts widgets side by side.
func NewRow(items ...Widget) *Row { return &Row{Items: items} }

// Role is RoleText; a row is not mirrored, its widgets are.
func (r *Row) Role() Role { return RoleText }

// Height is that of the highest.
func (r *Row) Height(width float64) float64 {
	h := 0.0
	w := r.each(width)
	for _, it := range r.Items {
		h = math.Max(h, it.Height(w))
	}
	return h
}

func (r *Row) each(width float64) float64 {
	n := float64(len(r.Items))
	return (width - theme.GapSmall*(n-1)) / math.Max(n, 1)
}

// SetRect shares the place out.
func (r *Row) SetRect(to paint.Rect) {
	r.rect = to
	w := r.each(to.W)
	for i, it := range r.Items {
		it.SetRect(paint.Rect{X: to.X + float64(i)*(w+theme.GapSmall), Y: to.Y, W: w, H: to.H})
	}
}

// SetTouch passes it on.
func (r *Row) SetTouch(on bool) {
	r.touch = on
	for _, it := range r.Items {
		if t, ok := it.(Toucher); ok {
			t.SetTouch(on)
		}
	}
}

// Handle offers an event to each.
func (r *Row) Handle(ev Event) bool {
	used := false
	for _, it := range r.Items {
		if it.Handle(ev) {
			used = true
			if ev.Kind != PointerUp && ev.Kind != PointerCancel {
				break
			}
		}
	}
	return used
}

// Draw paints each.
func (r *Row) Draw(c *paint.Canvas, lk *Look) {
	for _, it := range r.Items {
		it.Draw(c, lk)
	}
}
