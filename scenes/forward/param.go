package forward

import (
	"math"
	"unicode/utf8"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// limit bounds every number of the network; σ is flat long before.
const limit = 100

// param is one number of the network, edited where it stands: a quiet chip
// until the pointer or the keyboard is on it.
type param struct {
	*ui.Number
	label i18n.Text // the number itself is drawn without words
	text  string
	brief string // with three digits, where the text would be too small to read
	t     *tensor.Tensor
	at    int
	pad   float64 // how far a finger may miss it, above and below
}

func (s *Scene) param(id string, label i18n.Text, t *tensor.Tensor, at int) {
	p := &param{label: label, t: t, at: at}
	p.Number = ui.NewNumber(id, i18n.Text{}, -limit, limit, float64(t.Data()[at])).Step(0.1).Kept().OnChange(func(v float64) {
		t.Data()[at] = tensor.Elem(v)
		t.Touch()
		s.flip.forget()
		s.compute()
		s.sync()
	})
	s.params = append(s.params, p)
}

// Label is what the number is called for those who cannot see where it stands.
func (p *param) Label() i18n.Text { return p.label }

// stand puts the number at a place, with room for a finger around it.
func (p *param) stand(r paint.Rect, pad float64) {
	p.pad = pad
	p.SetRect(r.InsetXY(0, -pad))
}

// value is the number as the network has it.
func (p *param) value() float64 { return float64(p.t.Data()[p.at]) }

// Draw paints a chip in the colour of the sign, or the box that is typed into.
func (p *param) Draw(c *paint.Canvas, lk *ui.Look) {
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
	v := p.value()
	fill, ink := t.Panel, t.Muted
	switch {
	case v > 0:
		fill, ink = t.PositiveSoft, t.PositiveInk
	case v < 0:
		fill, ink = t.NegativeSoft, t.NegativeInk
	}
	edge := fill
	if lk.Hover == p.ID() {
		edge = t.Accent
	} else if v == 0 {
		edge = t.Border
	}
	c.RoundRect(r, theme.RadiusSmall+2, fill)
	c.RoundRectStroke(r, theme.RadiusSmall+2, 1, edge)
	x, y := r.Center()
	text := p.text
	if fit(text, r, 14) < smallest {
		text = p.brief
	}
	c.Text(text, x, y, paint.Style{Font: paint.MonoBold, Size: fit(text, r, 14), Color: ink}, paint.Center)
}

// lineWidth is how thick the line of a weight is.
func lineWidth(w float64) float64 { return 1 + 1.3*math.Min(math.Abs(w), 5) }

// smallest is the size of the smallest digits that a phone's reader can make out.
const smallest = 9.0

// fit is the size at which a number fits its box; digits are 0.6 em wide.
func fit(text string, r paint.Rect, size float64) float64 {
	n := float64(utf8.RuneCountInString(text))
	wide := 0.61 * max(n, 1)
	return min(size, r.H*0.6, max((r.W-6)/wide, min(10.5, (r.W-2)/wide)))
}
