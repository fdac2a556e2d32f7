package ui

import (
	"unicode/utf8"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// Figure is a picture or a text that a scene paints itself.
type Figure struct {
	id    string
	role  Role
	label i18n.Text
	rect  paint.Rect
	texts []*prose.Block

	Paint func(c *paint.Canvas, lk *Look) // reads, never computes
	On    func(ev Event) bool             // may be nil
	Say   func(l i18n.Lang) string        // what the page's mirror reads out; may be nil
	Tall  func(width float64) float64     // its height in a panel; may be nil
}

// NewFigure returns a figure without a place; see its fields.
func NewFigure(id string, role Role, label i18n.Text) *Figure {
	return &Figure{id: id, role: role, label: label}
}

func (f *Figure) ID() string           { return f.id }
func (f *Figure) Role() Role           { return f.role }
func (f *Figure) Label() i18n.Text     { return f.label }
func (f *Figure) Rect() paint.Rect     { return f.rect }
func (f *Figure) SetRect(r paint.Rect) { f.rect = r }

// Height is what Tall wants.
func (f *Figure) Height(width float64) float64 {
	if f.Tall == nil {
		return 0
	}
	return f.Tall(width)
}

// Holds says which texts Paint draws whose phrases may point. Lay them out in
// Update, inside the figure.
func (f *Figure) Holds(texts ...*prose.Block) *Figure { f.texts = texts; return f }

// Prose are the texts that it holds.
func (f *Figure) Prose() []*prose.Block { return f.texts }

// Describe reads the figure out.
func (f *Figure) Describe(l i18n.Lang) string {
	if f.Say == nil {
		return ""
	}
	return f.Say(l)
}

// Handle gives the event to On.
func (f *Figure) Handle(ev Event) bool { return f.On != nil && f.On(ev) }

// Draw paints the figure where it has a place.
func (f *Figure) Draw(c *paint.Canvas, lk *Look) {
	if !f.rect.Empty() {
		f.Paint(c, lk)
	}
}

// Chip is a number edited where it stands, without words around it: typed,
// stepped with the keys or dragged. Its ground has the colour of the sign.
type Chip struct {
	*Number
	name  i18n.Text
	pad   float64
	plain bool
}

// NewChip returns a chip; name is read out, not drawn.
func NewChip(id string, name i18n.Text, min, max, value float64) *Chip {
	return &Chip{Number: NewNumber(id, i18n.Text{}, min, max, value), name: name}
}

// Plain gives the chip a quiet ground whatever its sign.
func (p *Chip) Plain() *Chip { p.plain = true; return p }

// Label is what the number is called for those who cannot see where it stands.
func (p *Chip) Label() i18n.Text { return p.name }

// Place puts the chip at r; a finger may miss it by pad above and below.
func (p *Chip) Place(r paint.Rect, pad float64) {
	p.pad = pad
	p.SetRect(r.InsetXY(0, -pad))
}

// Draw paints the chip, or the box that is typed into.
func (p *Chip) Draw(c *paint.Canvas, lk *Look) {
	r := p.Rect()
	if r.Empty() {
		return
	}
	t := lk.Theme
	if p.Editing() || lk.Focus == p.ID() {
		p.Number.Draw(c, lk)
		return
	}
	r = r.InsetXY(0, p.pad)
	v := p.Float()
	fill, ink := t.Raised, t.Text
	switch {
	case v > 0 && !p.plain:
		fill, ink = t.PositiveSoft, t.PositiveInk
	case v < 0 && !p.plain:
		fill, ink = t.NegativeSoft, t.NegativeInk
	}
	edge := fill
	if lk.Hover == p.ID() {
		edge = t.Accent
	} else if v == 0 || p.plain {
		edge = t.Strong
	}
	c.RoundRect(r, theme.RadiusSmall+2, fill)
	c.RoundRectStroke(r, theme.RadiusSmall+2, 1, edge)
	var buf [32]byte
	text := p.sc.show(buf[:0], v)
	n := float64(utf8.RuneCount(text))
	x, y := r.Center()
	size := min(14, r.H*0.6, (r.W-4)/(0.61*max(n, 1)))
	c.TextBytes(text, x, y, paint.Style{Font: paint.MonoBold, Size: size, Color: ink}, paint.Center)
}
