package ui

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Meaning is what one of the two colours of numbers stands for in a picture. The
// mark stands in its swatch, for those who do not see the colour: "+", "A".
type Meaning struct {
	Mark string
	Text i18n.Text
}

// Legend says what blue and orange mean.
type Legend struct {
	base
	blue, orange Meaning
	lang         i18n.Lang
}

// NewLegend returns a legend without meanings, which takes no room.
func NewLegend(id string) *Legend {
	return &Legend{base: base{id: id, label: i18n.T("颜色的意思", "What the colours mean")}}
}

// Say sets the meanings; an empty one is left out.
func (g *Legend) Say(blue, orange Meaning) { g.blue, g.orange = blue, orange }

// SetLang says in which language it is measured.
func (g *Legend) SetLang(l i18n.Lang) { g.lang = l }

// Role is RoleText: a change, as of the view, is read out.
func (g *Legend) Role() Role { return RoleText }

// LegendHeight is that of one line of a legend.
const LegendHeight = 20.0

// Height is one line, or two where it is too wide for one.
func (g *Legend) Height(width float64) float64 {
	switch w := g.Width(); {
	case w == 0:
		return 0
	case w > width:
		return 2 * LegendHeight
	}
	return LegendHeight
}

const (
	swatch    = 15.0
	swatchGap = 5.0  // to its words
	meanGap   = 14.0 // to the next
)

func legendStyle() paint.Style { return paint.Style{Font: paint.Sans, Size: theme.SizeTiny} }

// Width is how much room it wants in the language that SetLang named, 0 where it
// has nothing to say.
func (g *Legend) Width() float64 {
	w := 0.0
	for _, m := range [2]*Meaning{&g.blue, &g.orange} {
		if m.Text == (i18n.Text{}) {
			continue
		}
		if w > 0 {
			w += meanGap
		}
		w += swatch + swatchGap + paint.Measure(m.Text.In(g.lang), legendStyle())
	}
	return w
}

var colourNames = [2]i18n.Text{i18n.T("蓝", "blue"), i18n.T("橙", "orange")}

// Describe reads the meanings out, with the colours' names and marks.
func (g *Legend) Describe(l i18n.Lang) string {
	out := ""
	for i, m := range [2]*Meaning{&g.blue, &g.orange} {
		if m.Text == (i18n.Text{}) {
			continue
		}
		if out != "" {
			out += i18n.T("；", "; ").In(l)
		}
		out += colourNames[i].In(l) + i18n.T("：", ": ").In(l) + m.Text.In(l)
	}
	return out
}

// Draw paints a swatch with its mark, and the words, for each.
func (g *Legend) Draw(c *paint.Canvas, lk *Look) {
	if g.rect.Empty() {
		return
	}
	t, st := lk.Theme, legendStyle()
	x, y := g.rect.X, g.rect.Y+LegendHeight/2
	for i, m := range [2]*Meaning{&g.blue, &g.orange} {
		text := m.Text.In(lk.Lang)
		if text == "" {
			continue
		}
		fill := [2]paint.Color{t.Positive, t.Negative}[i]
		box := paint.Rect{X: x, Y: y - swatch/2, W: swatch, H: swatch}
		c.RoundRect(box, theme.RadiusSmall, fill)
		c.Text(m.Mark, x+swatch/2, y, paint.Style{Font: paint.SansBold, Size: min(theme.SizeTiny, 1.6*swatch/float64(1+len([]rune(m.Mark)))), Color: t.On(fill)}, paint.Center)
		x = box.Right() + swatchGap
		c.Text(text, x, y, st.With(t.Muted), paint.Left)
		if x += paint.Measure(text, st) + meanGap; g.rect.H > LegendHeight {
			x, y = g.rect.X, y+LegendHeight
		}
	}
}
