package playground

import (
	"math"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// picker chooses the data by their pictures: a few points of each set, drawn by
// the engine.
type picker struct {
	*ui.Select
	s       *Scene
	rect    paint.Rect
	touch   bool
	held    int // the picture that is pressed; −1: none
	pointer int
	over    int // the one under the mouse; −1: none
	samples []*data.Dataset
	kinds   []int // how many classes each has
}

const (
	pickRow    = 5  // pictures side by side
	pickPoints = 60 // of each
	pickHead   = 26.0
	pickGap    = theme.GapSmall
)

func newPicker(s *Scene) *picker {
	p := &picker{Select: ui.NewSelect("data", i18n.T("数据", "Data"), s.points.Data, problems...).Kept(), s: s, held: -1, over: -1}
	for _, o := range problems {
		of := jobs.Points{Data: o.Value, N: pickPoints, Classes: 3}
		if o.Value == "own" {
			p.samples, p.kinds = append(p.samples, nil), append(p.kinds, 0)
			continue
		}
		sets := of.Sample(s.seed)
		p.samples, p.kinds = append(p.samples, sets.Train), append(p.kinds, sets.Classes)
	}
	return p
}

func (p *picker) Rect() paint.Rect     { return p.rect }
func (p *picker) SetRect(r paint.Rect) { p.rect = r }
func (p *picker) SetTouch(on bool)     { p.touch = on }

// side is that of a picture.
func (p *picker) side(width float64) float64 {
	return math.Min((width-pickGap*(pickRow-1))/pickRow, 68)
}

func (p *picker) Height(width float64) float64 {
	rows := float64((len(problems) + pickRow - 1) / pickRow)
	return pickHead + rows*p.side(width) + (rows-1)*pickGap
}

// cell is where a picture stands.
func (p *picker) cell(i int) paint.Rect {
	side := p.side(p.rect.W)
	return paint.Rect{X: p.rect.X + float64(i%pickRow)*(side+pickGap), Y: p.rect.Y + pickHead + float64(i/pickRow)*(side+pickGap), W: side, H: side}
}

// at is the picture at a place, −1: none.
func (p *picker) at(x, y float64) int {
	for i := range problems {
		if p.cell(i).Inset(-pickGap/2).Contains(x, y) {
			return i
		}
	}
	return -1
}

// Handle takes presses on a picture, and the keys of a choice.
func (p *picker) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		if ev.Button != 0 || !p.rect.Contains(ev.X, ev.Y) {
			return false
		}
		p.held, p.pointer = p.at(ev.X, ev.Y), ev.Pointer
	case ui.PointerMove:
		if !ev.Touch {
			p.over = p.at(ev.X, ev.Y)
		}
	case ui.PointerLeave:
		p.over = -1
	case ui.PointerUp:
		if i := p.at(ev.X, ev.Y); i >= 0 && i == p.held && ev.Pointer == p.pointer {
			p.Set(problems[i].Value)
		}
		p.held = -1
	case ui.PointerCancel:
		p.held = -1
	case ui.KeyDown:
		return p.Select.Handle(ev)
	default:
		return false
	}
	return true
}

// Draw paints the pictures, and above them the name of the one under the mouse,
// or else of the chosen one.
func (p *picker) Draw(c *paint.Canvas, lk *ui.Look) {
	if p.rect.Empty() {
		return
	}
	t := lk.Theme
	y := p.rect.Y + 9
	c.Text(p.Label().In(lk.Lang), p.rect.X, y, paint.Style{Font: paint.Sans, Size: theme.SizeSmall, Color: t.Text}, paint.Left)
	named := -1
	for i, o := range problems {
		r := p.cell(i)
		on, over := o.Value == p.Value(), lk.Hover == p.ID() && i == p.over
		if over || on && named < 0 {
			named = i
		}
		c.RoundRect(r, theme.RadiusSmall, t.Sunken)
		p.picture(c, t, i, r)
		switch {
		case on:
			c.RoundRectStroke(r.Inset(-1), theme.RadiusSmall+1, 2, t.Accent)
		case over || i == p.held:
			c.RoundRectStroke(r, theme.RadiusSmall, 1.5, t.Strong)
		default:
			c.RoundRectStroke(r, theme.RadiusSmall, 1, t.Border)
		}
		if on && lk.Focus == p.ID() {
			c.RoundRectStroke(r.Inset(-4), theme.RadiusSmall+3, 2, t.Focus)
		}
	}
	if named >= 0 {
		st := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.AccentInk}
		c.Text(problems[named].Label.In(lk.Lang), p.rect.Right(), y, st, paint.Right)
	}
}

// picture paints the points of a set.
func (p *picker) picture(c *paint.Canvas, t *theme.Theme, i int, r paint.Rect) {
	d := p.samples[i]
	if d == nil {
		x, y := r.Center()
		c.Icon("pencil", x, y, 16, t.Muted)
		return
	}
	in := r.Inset(3)
	k := in.W / (2 * reach)
	for j := range d.Len() {
		x, y := float64(d.X.Data()[2*j]), float64(d.X.Data()[2*j+1])
		var col paint.Color
		switch {
		case d.Labels == nil:
			col = t.Diverging(math.Max(-1, math.Min(1.5*float64(d.Targets.Data()[j]), 1))) // small pictures need more of a colour
		case p.kinds[i] > 2:
			col = t.Series[d.Labels[j]%len(t.Series)]
		default:
			col = [2]paint.Color{t.Negative, t.Positive}[min(d.Labels[j], 1)]
		}
		q := paint.Rect{X: in.X + in.W/2 + x*k - 1.25, Y: in.Y + in.H/2 - y*k - 1.25, W: 2.5, H: 2.5}
		c.RoundRect(q, 1.25, col)
	}
}
