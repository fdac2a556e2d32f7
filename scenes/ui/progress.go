package ui

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Progress is a bar that fills up.
type Progress struct {
	base
	at   float64 // 0…1; NaN: under way, nobody knows how far
	note func(l i18n.Lang) string
}

// NewProgress returns an empty bar.
func NewProgress(id string, label i18n.Text) *Progress {
	return &Progress{base: base{id: id, label: label}}
}

// Note adds words at the right end, such as "3 / 10".
func (p *Progress) Note(f func(l i18n.Lang) string) *Progress { p.note = f; return p }

// SetAt fills the bar to v in 0…1; NaN shows that something is under way.
func (p *Progress) SetAt(v float64) { p.at = math.Min(math.Max(v, 0), 1) }

// Role is RoleText.
func (p *Progress) Role() Role { return RoleText }

// Describe says how far it is.
func (p *Progress) Describe(l i18n.Lang) string {
	s := p.label.In(l)
	if p.note != nil {
		return s + " " + p.note(l)
	}
	if math.IsNaN(p.at) {
		return s
	}
	return s + " " + string(paint.AppendNumber(nil, math.Round(p.at*100), 0)) + "%"
}

// Height holds a line of words and the bar.
func (p *Progress) Height(float64) float64 { return 32 }

// Draw paints the words and the bar.
func (p *Progress) Draw(c *paint.Canvas, lk *Look) {
	if p.rect.Empty() {
		return
	}
	t := lk.Theme
	line, _ := p.rect.CutTop(20)
	labelLine(c, lk, p.label.In(lk.Lang), line)
	_, y := line.Center()
	if p.note != nil {
		c.Text(p.note(lk.Lang), line.Right(), y, t.Number().With(t.Muted), paint.Right)
	} else if !math.IsNaN(p.at) {
		var buf [8]byte
		b := append(paint.AppendNumber(buf[:0], math.Round(p.at*100), 0), '%')
		c.TextBytes(b, line.Right(), y, t.Number().With(t.Muted), paint.Right)
	}
	bar := paint.Rect{X: p.rect.X, Y: line.Bottom() + 4, W: p.rect.W, H: 6}
	c.RoundRect(bar, 3, t.Track)
	if math.IsNaN(p.at) {
		x := 0.35
		if !lk.Still {
			x = 0.35 + 0.35*math.Sin(lk.Time*2.4)
		}
		c.RoundRect(paint.Rect{X: bar.X + x*bar.W, Y: bar.Y, W: bar.W * 0.3, H: 6}, 3, t.Accent)
		return
	}
	if p.at > 0 {
		c.RoundRect(paint.Rect{X: bar.X, Y: bar.Y, W: math.Max(6, bar.W*p.at), H: 6}, 3, t.Accent)
	}
}

// Tooltip paints words beside an anchor: below it, or above where there is no
// room, always inside bounds. title may be empty.
func Tooltip(c *paint.Canvas, lk *Look, anchor, bounds paint.Rect, title, text string) {
	t := lk.Theme
	strong := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.Text}
	st := paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.Muted}
	const line, pad, most = 18.0, 10.0, 260.0
	w := math.Min(most, math.Max(paint.Measure(title, strong), paint.Measure(text, st))) + 2*pad + 1
	h := 2*pad - 4
	if title != "" {
		h += 20
	}
	h += paint.WrapHeight(text, w-2*pad, st, line)
	x, _ := anchor.Center()
	r := paint.Rect{X: x - w/2, Y: anchor.Bottom() + 8, W: w, H: h}
	if r.Bottom() > bounds.Bottom()-4 {
		r.Y = anchor.Y - 8 - h
	}
	r.X = math.Max(bounds.X+4, math.Min(r.X, bounds.Right()-4-w))
	r.Y = math.Max(bounds.Y+4, r.Y)
	c.Shadow(r.Move(0, 4), theme.Radius, 14, t.Shadow)
	c.RoundRect(r, theme.Radius, t.Panel)
	c.RoundRectStroke(r, theme.Radius, 1, t.Strong)
	in := r.InsetXY(pad, pad-2)
	if title != "" {
		var top paint.Rect
		top, in = in.CutTop(20)
		_, y := top.Center()
		c.Text(paint.Elide(title, top.W, strong), top.X, y, strong, paint.Left)
	}
	c.TextWrap(text, in, st, line)
}
