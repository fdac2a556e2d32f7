package ui

import (
	"math"
	"slices"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Panel is a column of widgets, one below the other, that scrolls when they
// are more than fit. A heading begins a new group and gets more room above it.
type Panel struct {
	Lang i18n.Lang // in which the words are measured

	Hidden, Locked func(Widget) bool // what is not laid out, and what takes no press; nil: nothing

	rect    paint.Rect
	given   []Widget // as they came, groups whole
	widgets []Widget // that have a place
	pad     float64
	touch   bool
	scroll  float64
	content float64

	held    Widget // took a press; gets the moves of that pointer
	pointer int
	dragY   float64 // a finger that scrolls
	drags   bool
	begun   bool
}

// NewPanel returns an empty column with a margin of 16.
func NewPanel() *Panel { return &Panel{pad: theme.GapLarge} }

// spread appends what is laid out: the titles of groups, and the controls of
// those that are open.
func (p *Panel) spread(to, ws []Widget) []Widget {
	for _, w := range Visible(ws, p.Hidden) {
		to = append(to, w)
		f, ok := w.(*Fold)
		if ok && f.open {
			to = p.spread(to, f.Items)
		} else if ok {
			f.SetRect(paint.Rect{})
		}
	}
	return to
}

// locks reports whether the widget under a place takes no press.
func (p *Panel) locks(w Widget, x, y float64) bool {
	if p.Locked == nil {
		return false
	}
	if r, ok := w.(*Row); ok {
		return slices.ContainsFunc(r.Items, func(it Widget) bool { return it.Rect().Contains(x, y) && p.Locked(it) })
	}
	return p.Locked(w)
}

// Layout places the widgets in r, moved up by what is scrolled; touch makes
// them large enough for fingers. Call it from Update whenever anything may
// have changed.
func (p *Panel) Layout(r paint.Rect, widgets []Widget, touch bool) {
	p.rect, p.given, p.touch = r, widgets, touch
	p.widgets = p.spread(p.widgets[:0], widgets)
	widgets = p.widgets
	in := r.InsetXY(p.pad, 0)
	y := p.pad
	for i, w := range widgets {
		if t, ok := w.(Toucher); ok {
			t.SetTouch(touch)
		}
		if t, ok := w.(Langer); ok {
			t.SetLang(p.Lang)
		}
		if i > 0 {
			y += p.gap(widgets[i-1], w)
		}
		h := w.Height(in.W)
		y += h
	}
	p.content = y + p.pad
	p.scroll = math.Max(0, math.Min(p.scroll, p.content-r.H))
	y = r.Y + p.pad - math.Round(p.scroll)
	for i, w := range widgets {
		if i > 0 {
			y += p.gap(widgets[i-1], w)
		}
		h := w.Height(in.W)
		w.SetRect(paint.Rect{X: in.X, Y: y, W: in.W, H: h})
		y += h
	}
}

// gap is the room between two widgets: more before a heading, less after it,
// none between folded groups.
func (p *Panel) gap(above, below Widget) float64 {
	f, title := above.(*Fold)
	if _, next := below.(*Fold); next && title {
		return 0
	} else if title && f.open {
		return theme.GapSmall / 2
	}
	if h, ok := below.(*Words); ok && h.heading {
		return 28
	}
	if h, ok := above.(*Words); ok && h.heading {
		return theme.GapSmall
	}
	return theme.Gap
}

// Content returns the height of all widgets with the margins.
func (p *Panel) Content() float64 { return p.content }

// Reveal scrolls so that a widget is seen, and opens its group; for keyboard focus.
func (p *Panel) Reveal(w Widget) {
	for _, g := range p.given {
		if f, ok := g.(*Fold); ok && !f.open && f.Has(w) {
			f.SetOpen(true)
			p.Layout(p.rect, p.given, p.touch)
		}
	}
	r := w.Rect()
	if top := p.rect.Y + p.pad; r.Y < top {
		p.scroll -= top - r.Y
	} else if low := p.rect.Bottom() - p.pad; r.Bottom() > low {
		p.scroll += r.Bottom() - low
	}
}

// Handle gives an event to the widget under it, or scrolls.
func (p *Panel) Handle(ev Event) bool {
	switch ev.Kind {
	case PointerDown:
		if !p.rect.Contains(ev.X, ev.Y) {
			return false
		}
		p.pointer, p.begun, p.drags, p.dragY = ev.Pointer, true, false, ev.Y
		p.held = nil
		for _, w := range p.widgets {
			if !w.Rect().Empty() && w.Rect().Contains(ev.X, ev.Y) && !p.locks(w, ev.X, ev.Y) && w.Handle(ev) {
				p.held = w
				break
			}
		}
		return true
	case PointerMove:
		return p.move(ev)
	case PointerUp, PointerCancel:
		if !p.begun || ev.Pointer != p.pointer {
			return false
		}
		p.begun = false
		if p.held != nil {
			p.held.Handle(ev)
			p.held = nil
		}
		return true
	case Wheel:
		if !p.rect.Contains(ev.X, ev.Y) {
			return false
		}
		for _, w := range p.widgets {
			if w.Rect().Contains(ev.X, ev.Y) && !p.locks(w, ev.X, ev.Y) && w.Handle(ev) {
				return true
			}
		}
		p.scroll = math.Max(0, math.Min(p.scroll+ev.DY*60, p.content-p.rect.H))
		return true
	}
	return false // keys go to the widget with focus; the stage knows which
}

// move drags the held widget. A finger that moves upright over one that is not
// a slider takes the press back and scrolls.
func (p *Panel) move(ev Event) bool {
	if !p.begun || ev.Pointer != p.pointer {
		return false
	}
	dy := ev.Y - p.dragY
	if ev.Touch && !p.drags && math.Abs(dy) > 8 && !p.dragsItself(p.held) && p.content > p.rect.H {
		p.drags = true
		if p.held != nil {
			cancel := ev
			cancel.Kind = PointerCancel
			p.held.Handle(cancel)
			p.held = nil
		}
	}
	if p.drags {
		p.scroll = math.Max(0, math.Min(p.scroll-dy, p.content-p.rect.H))
		p.dragY = ev.Y
		return true
	}
	if p.held != nil {
		p.held.Handle(ev)
	}
	return true
}

// dragsItself reports whether a widget has a use for a drag.
func (p *Panel) dragsItself(w Widget) bool {
	if w == nil {
		return false
	}
	switch w.Role() {
	case RoleSlider, RolePad:
		return true
	}
	return false
}

// veil makes what is locked pale, and marks it in the margin, where the sign lies on
// no words.
func (p *Panel) veil(c *paint.Canvas, lk *Look, w Widget) {
	if r, ok := w.(*Row); ok {
		for _, it := range r.Items {
			p.veil(c, lk, it)
		}
	} else if p.Locked != nil && p.Locked(w) && !w.Rect().Empty() {
		r := w.Rect()
		c.Fill(r.InsetXY(-4, -4), paint.WithAlpha(lk.Theme.Background, 0.55))
		if r.Right() > p.rect.Right()-p.pad-1 {
			c.Icon("lock", r.Right()+p.pad/2-2, r.Y+min(r.H/2, 12), 9, lk.Theme.Muted)
		}
	}
}

// LockSign marks a figure that cannot be changed, in its upper right corner where that
// has room.
func LockSign(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	if r.W >= 56 && r.H >= 20 {
		c.Icon("lock", r.Right()-8, r.Y+8, 9, t.Muted)
	}
}

// Draw paints the widgets and, where they scroll, a quiet bar and soft ends.
func (p *Panel) Draw(c *paint.Canvas, lk *Look) {
	c.PushClip(p.rect)
	for _, w := range p.widgets {
		r := w.Rect()
		if r.Bottom() < p.rect.Y-8 || r.Y > p.rect.Bottom()+8 {
			continue
		}
		w.Draw(c, lk)
		p.veil(c, lk, w)
	}
	if p.content > p.rect.H+1 {
		h := math.Max(32, p.rect.H*p.rect.H/p.content)
		y := p.rect.Y + (p.rect.H-h)*p.scroll/(p.content-p.rect.H)
		c.RoundRect(paint.Rect{X: p.rect.Right() - 6, Y: y + 2, W: 3, H: h - 4}, 1.5, paint.WithAlpha(lk.Theme.Faint, 0.7))
	}
	c.PopClip()
}
