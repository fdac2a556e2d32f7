package draw

import (
	"math"

	"gradtheatre/engine/data"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// pad is where the visitor draws. Its value is the strokes, as a short text
// that a link can carry.
type pad struct {
	rect    paint.Rect
	strokes []data.Stroke
	brush   float64 // width in pad units
	points  int
	held    bool
	pointer int

	drawing data.Drawing // the strokes as the network gets them
	path    []paint.Point
	shown   [][]paint.Point // the strokes in CSS pixels, slices of path
	marks   marks
	sample  *paint.Bitmap // shown instead when a sample was picked
	cover   half          // of the sample that is out of sight

	changed func() // ink was added or taken away
	begun   func() // a stroke begins
}

// marks are the box around the ink and its centre of mass, in CSS pixels.
type marks struct {
	box    paint.Rect
	cx, cy float64
}

func (p *pad) ID() string    { return "pad" }
func (p *pad) Role() ui.Role { return ui.RolePad }
func (p *pad) Label() i18n.Text {
	return i18n.T("画板：用鼠标或手指画一个数字", "Drawing pad: draw a digit with mouse or finger")
}
func (p *pad) Rect() paint.Rect         { return p.rect }
func (p *pad) Height(w float64) float64 { return w }
func (p *pad) Keep() bool               { return true }
func (p *pad) Value() string            { return data.EncodeStrokes(p.strokes) }

func (p *pad) SetRect(r paint.Rect) {
	if r != p.rect {
		p.rect = r
		p.place()
	}
}

// Set replaces the drawing.
func (p *pad) Set(value string) error {
	strokes, err := data.ParseStrokes(value)
	if err != nil {
		return err
	}
	p.held = false
	p.strokes, p.points = strokes, 0
	for _, s := range strokes {
		p.points += len(s)
	}
	p.changed()
	return nil
}

// undo takes the last stroke away.
func (p *pad) undo() {
	if n := len(p.strokes); n > 0 {
		p.points -= len(p.strokes[n-1])
		p.strokes = p.strokes[:n-1]
	}
	p.held = false
	p.changed()
}

func (p *pad) clear() {
	p.strokes, p.points, p.held = p.strokes[:0], 0, false
	p.changed()
}

// Handle draws. A second finger is ignored while the first is down; a touch
// that was taken away takes its stroke with it.
func (p *pad) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		if p.held || ev.Button != 0 || !p.rect.Contains(ev.X, ev.Y) {
			return p.held
		}
		p.held, p.pointer = true, ev.Pointer
		p.begun()
		p.strokes = append(p.strokes, nil)
		p.add(ev)
	case ui.PointerMove:
		if !p.held || ev.Pointer != p.pointer {
			return false
		}
		p.add(ev)
	case ui.PointerUp:
		if p.held && ev.Pointer == p.pointer {
			p.held = false
		}
	case ui.PointerCancel:
		if p.held && ev.Pointer == p.pointer {
			p.undo()
		}
	case ui.KeyDown:
		return p.key(ev)
	default:
		return false
	}
	return true
}

func (p *pad) key(ev ui.Event) bool {
	switch {
	case ev.Key == "Backspace" || ev.Key == "z" && ev.Ctrl:
		p.undo()
	case ev.Key == "Delete":
		p.clear()
	default:
		return false
	}
	return true
}

// nearest is how far apart points must be to count, in pad units.
const nearest = 0.003

// add appends the pointer's place to the last stroke. Points lie on the grid
// of the code, so that a link gives back the very same drawing.
func (p *pad) add(ev ui.Event) {
	s := &p.strokes[len(p.strokes)-1]
	q := data.OnGrid(data.StrokePoint{X: (ev.X - p.rect.X) / p.rect.W, Y: (ev.Y - p.rect.Y) / p.rect.H})
	if n := len(*s); n > 0 && math.Hypot((*s)[n-1].X-q.X, (*s)[n-1].Y-q.Y) < nearest || p.points >= data.MaxStrokePoints {
		return
	}
	*s = append(*s, q)
	p.points++
	p.changed()
}

// place computes where everything is drawn.
func (p *pad) place() {
	p.path, p.shown = p.path[:0], p.shown[:0]
	at := func(x, y float64) paint.Point { return paint.Point{X: p.rect.X + x*p.rect.W, Y: p.rect.Y + y*p.rect.H} }
	for _, s := range p.strokes {
		for _, q := range s {
			p.path = append(p.path, at(q.X, q.Y))
		}
	}
	from := 0
	for _, s := range p.strokes {
		p.shown = append(p.shown, p.path[from:from+len(s)])
		from += len(s)
	}
	a, b, d := at(p.drawing.Left, p.drawing.Top), at(p.drawing.Right, p.drawing.Bottom), at(p.drawing.InkX, p.drawing.InkY)
	p.marks = marks{paint.Rect{X: a.X, Y: a.Y, W: b.X - a.X, H: b.Y - a.Y}, d.X, d.Y}
}

func (p *pad) empty() bool { return len(p.strokes) == 0 && p.sample == nil }

var (
	textInvite  = i18n.T("在这里画一个数字", "Draw a digit here")
	textSample  = i18n.T("样本", "Sample")
	textReplace = i18n.T("样本 · 在上面画你的", "Sample · draw over it")
)

// Draw paints paper, guides, ink and, once there is ink, its box and centre of mass.
func (p *pad) Draw(c *paint.Canvas, lk *ui.Look) {
	if p.rect.Empty() {
		return
	}
	t := lk.Theme
	c.RoundRect(p.rect, theme.RadiusLarge, t.Grey(0))
	x, y := p.rect.Center()
	c.PushClip(p.rect)
	if p.sample != nil {
		c.PushAlpha(0.85)
		c.Bitmap(p.sample, p.rect.Inset(p.rect.W*0.06), true)
		c.PopAlpha()
		if r := p.cover.of(p.rect); !r.Empty() {
			plot.Hatch(c, t, r)
		}
	} else {
		c.DashLine(x, p.rect.Y+14, x, p.rect.Bottom()-14, 1, 3, 5, 0, t.Border)
		c.DashLine(p.rect.X+14, y, p.rect.Right()-14, y, 1, 3, 5, 0, t.Border)
	}
	width := max(p.brush*p.rect.W, 1)
	ink := t.Grey(0.96)
	for _, line := range p.shown {
		if len(line) == 1 {
			c.Circle(line[0].X, line[0].Y, width/2, ink)
		} else {
			c.Polyline(line, width, ink)
		}
	}
	c.PopClip()
	p.drawMarks(c, lk)
	edge := t.Border
	if p.held || lk.Hover == "pad" {
		edge = t.Accent
	}
	c.RoundRectStroke(p.rect, theme.RadiusLarge, 1, edge)
	if lk.Focus == "pad" {
		c.RoundRectStroke(p.rect.Inset(-3), theme.RadiusLarge+3, 2, t.Focus)
	}
	p.invite(c, lk)
}

// drawMarks shows what normalising looks at: the box and the centre of mass.
func (p *pad) drawMarks(c *paint.Canvas, lk *ui.Look) {
	if len(p.strokes) == 0 || p.held {
		return
	}
	t, b := lk.Theme, p.marks.box
	line := func(x0, y0, x1, y1 float64) { c.DashLine(x0, y0, x1, y1, 1, 4, 3, 0, t.Negative) }
	line(b.X, b.Y, b.Right(), b.Y)
	line(b.X, b.Bottom(), b.Right(), b.Bottom())
	line(b.X, b.Y, b.X, b.Bottom())
	line(b.Right(), b.Y, b.Right(), b.Bottom())
	c.Circle(p.marks.cx, p.marks.cy, 4.5, t.Grey(0))
	c.Circle(p.marks.cx, p.marks.cy, 3, t.Negative)
}

// invite says what to do until the visitor has drawn.
func (p *pad) invite(c *paint.Canvas, lk *ui.Look) {
	if len(p.strokes) > 0 || p.held {
		return
	}
	t := lk.Theme
	x, y := p.rect.Center()
	text := textInvite.In(lk.Lang)
	st := paint.Style{Font: paint.SansBold, Size: theme.SizeBody, Color: t.AccentInk}
	if p.sample != nil {
		text, st.Size = textReplace.In(lk.Lang), theme.SizeTiny
		if paint.Measure(text, st)+46 > p.rect.W {
			text = textSample.In(lk.Lang)
		}
		w := paint.Measure(text, st) + 38
		chip := paint.Rect{X: x - w/2, Y: p.rect.Bottom() - 27, W: w, H: 22} // below the ink
		c.RoundRect(chip, 11, t.AccentSoft)
		c.Icon("pencil", chip.X+16, chip.Y+11, 13, t.AccentInk)
		c.Text(text, chip.X+28, chip.Y+11, st, paint.Left)
		return
	}
	c.Icon("pencil", x, y-18, 26, t.AccentInk)
	w := paint.Measure(text, st)
	c.RoundRect(paint.Rect{X: x - w/2 - 6, Y: y + 6, W: w + 12, H: 22}, 4, t.Grey(0))
	c.Text(text, x, y+17, st, paint.Center)
}
