package ui

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Pad is where the line of a [Sketch] is drawn, by one stroke of a pointer or with
// the handles of a line by keys. It has a place only while that is asked for, and
// covers the scene's plane then; the stroke is painted with the plane.
type Pad struct {
	of *Sketch
	id string

	rect    func() paint.Rect
	screen  func(x, y float64) paint.Point
	inPlane func(at paint.Point) paint.Point
	on      bool
	keyed   bool // the handles are moved by keys
	held    bool
	pointer int
	picked  int
	draft   Stroke
	line    []paint.Point // the stroke or the draft on screen
	misses  []paint.Point
}

const (
	shortest = 40.0 // CSS pixels: less is no stroke
	keyStep  = 0.025
)

// Over says what is drawn on: its place, and how its numbers lie on screen.
func (p *Pad) Over(rect func() paint.Rect, screen func(x, y float64) paint.Point, inPlane func(at paint.Point) paint.Point) {
	p.rect, p.screen, p.inPlane = rect, screen, inPlane
}

// Drawing reports whether a line is asked for now: the stage gives the pad the
// keyboard then, and clears what covers it.
func (p *Pad) Drawing() bool { return p.on }

func (p *Pad) begin() {
	p.on, p.keyed, p.held, p.picked = true, false, false, 0
	p.on, p.keyed, p.held, p.picked = true, false, false, 0
	p.draft = append(p.draft[:0], p.of.Stroke()...)
}

func (p *Pad) end() { p.on, p.keyed, p.held = false, false, false }

func (p *Pad) cancel() { p.end() }

func (p *Pad) ID() string             { return p.id }
func (p *Pad) Role() Role             { return RolePad }
func (p *Pad) SetRect(paint.Rect)     {}
func (p *Pad) Height(float64) float64 { return 0 }

// Label says how a line is drawn, and where the handle is that the keys move.
func (p *Pad) Label() i18n.Text {
	if p.keyed && p.picked < len(p.draft) {
		q := p.draft[p.picked]
		at := "(" + format(q.X) + ", " + format(q.Y) + ")"
		n, of := format(float64(p.picked+1)), format(float64(len(p.draft)))
		return i18n.T("边界的把手 "+n+"/"+of+"："+at+"。回车交卷", "Handle "+n+" of "+of+" of the border: "+at+". Enter gives it")
	}
	return i18n.T("在平面上画一笔；左右键选把手，Shift 加方向键移动，回车交卷，Esc 取消",
		"Draw one stroke across the plane; left and right pick a handle, Shift and arrows move it, Enter gives it, Esc cancels")
}

// Rect is the plane while a line is asked for.
func (p *Pad) Rect() paint.Rect {
	if !p.on || p.rect == nil {
		return paint.Rect{}
	}
	return p.rect()
}

// Value is the line that was drawn.
func (p *Pad) Value() string { return p.of.prediction() }

// Set draws a line.
func (p *Pad) Set(v string) error {
	s, err := ParseStroke(v)
	if err == nil {
		p.of.give(s)
	}
	return err
}

// Handle draws with a pointer, or moves handles with keys.
func (p *Pad) Handle(ev Event) bool {
	if !p.on {
		return false
	}
	at := paint.Point{X: ev.X, Y: ev.Y}
	switch ev.Kind {
	case PointerDown:
		if p.held || ev.Button != 0 || !p.Rect().Contains(ev.X, ev.Y) {
			return p.held
		}
		if p.of.draw.touch && p.hint().Contains(ev.X, ev.Y) {
			p.cancel()
			break
		}
		p.held, p.pointer, p.keyed = true, ev.Pointer, false
		p.draft = append(p.draft[:0], p.inPlane(at))
	case PointerMove:
		if !p.held || ev.Pointer != p.pointer {
			return false
		}
		r := p.Rect()
		at.X, at.Y = min(max(at.X, r.X), r.Right()), min(max(at.Y, r.Y), r.Bottom())
		last := p.draft[len(p.draft)-1]
		if l := p.screen(last.X, last.Y); math.Hypot(l.X-at.X, l.Y-at.Y) < 3 || len(p.draft) > 4096 {
			return true
		}
		p.draft = append(p.draft, p.inPlane(at))
	case PointerUp:
		if !p.held || ev.Pointer != p.pointer {
			return false
		}
		p.held = false
		a, b := p.inPlane(paint.Point{}), p.inPlane(paint.Point{X: 1})
		if unit := math.Abs(b.X - a.X); len(p.draft) > 1 && p.draft.long() >= shortest*unit {
			p.of.give(p.draft.simplified())
			return true
		}
		p.draft = p.draft[:0]
	case PointerCancel:
		p.held, p.draft = false, p.draft[:0]
	case KeyDown:
		if !p.key(ev) {
			return false
		}
	default:
		return false
	}
	p.of.changed()
	return true
}

// key moves the handles of the line.
func (p *Pad) key(ev Event) bool {
	dx, dy := 0.0, 0.0
	switch ev.Key {
	case "ArrowLeft":
		dx = -1
	case "ArrowRight":
		dx = 1
	case "ArrowUp":
		dy = 1
	case "ArrowDown":
		dy = -1
	case "Enter":
		if !p.keyed || p.draft.long() == 0 {
			return p.keyed
		}
		p.of.give(append(Stroke{}, p.draft...))
		return true
	case "Escape":
		p.cancel()
		return true
	default:
		return false
	}
	if !p.keyed {
		p.lay()
		return true
	}
	if !ev.Shift {
		p.picked = min(max(p.picked+int(dx-dy), 0), len(p.draft)-1)
		return true
	}
	r := p.Rect()
	a, b := p.inPlane(paint.Point{X: r.X, Y: r.Bottom()}), p.inPlane(paint.Point{X: r.Right(), Y: r.Y})
	q := &p.draft[p.picked]
	step := keyStep * math.Abs(b.Y-a.Y)
	move := func(v, d, lo, hi float64) float64 {
		return math.Round(min(max(v+d*step, min(lo, hi)), max(lo, hi))*strokeGrid) / strokeGrid
	}
	q.X, q.Y = move(q.X, dx, a.X, b.X), move(q.Y, dy, a.Y, b.Y)
	return true
}

// lay puts a line with handles across the plane, or takes up the last one.
func (p *Pad) lay() {
	p.keyed, p.picked = true, 0
	if len(p.draft) > 1 {
		return
	}
	r := p.Rect()
	p.draft = p.draft[:0]
	for _, k := range [...]float64{0.1, 0.5, 0.9} {
		q := p.inPlane(paint.Point{X: r.X + k*r.W, Y: r.Y + r.H/2})
		p.draft = append(p.draft, paint.Point{X: math.Round(q.X*strokeGrid) / strokeGrid, Y: math.Round(q.Y*strokeGrid) / strokeGrid})
	}
}

// Place lays out the stroke and its misses; call it from Update.
func (p *Pad) Place() {
	p.line, p.misses = p.line[:0], p.misses[:0]
	s := p.of.Stroke()
	if p.on {
		s = p.draft
	}
	for _, q := range s {
		p.line = append(p.line, p.screen(q.X, q.Y))
	}
	if p.on {
		return
	}
	for _, q := range p.of.Misses {
		p.misses = append(p.misses, p.screen(q.X, q.Y))
	}
}

var (
	padHint   = i18n.T("画一条线，或者一圈 · Esc 取消", "Draw a line, or a ring · Esc cancels")
	padTouch  = i18n.T("画一条线，或者一圈 · 点这里取消", "Draw a line, or a ring · tap here to cancel")
	padKeys   = i18n.T("Shift 加方向键移动 · 回车交卷", "Shift and arrows move it · Enter gives it")
	padStroke = i18n.T("你画的", "yours")
)

// PaintStroke paints the line that was drawn, and where the engine differs: the
// scene calls it at the depth of its plane where the line is to lie.
func (p *Pad) PaintStroke(c *paint.Canvas, lk *Look) {
	t := lk.Theme
	for _, q := range p.misses { // a cross each: not by colour alone
		c.Line(q.X-2.5, q.Y-2.5, q.X+2.5, q.Y+2.5, 1.5, paint.WithAlpha(t.Bad, 0.6))
		c.Line(q.X-2.5, q.Y+2.5, q.X+2.5, q.Y-2.5, 1.5, paint.WithAlpha(t.Bad, 0.6))
	}
	if len(p.line) < 2 {
		return
	}
	c.Polyline(p.line, 7, paint.WithAlpha(t.Panel, 0.75))
	if p.on {
		c.Polyline(p.line, 3, t.AccentInk)
	} else {
		c.DashPolyline(p.line, 3, 9, 6, 0, t.AccentInk)
		p.tag(c, lk)
	}
	if !p.keyed {
		return
	}
	for i, q := range p.line {
		c.Circle(q.X, q.Y, 8, t.AccentInk)
		c.Circle(q.X, q.Y, 5.5, t.Panel)
		if i == p.picked {
			c.Circle(q.X, q.Y, 5.5, t.AccentInk)
			c.CircleStroke(q.X, q.Y, 12, 2, t.AccentInk)
		}
	}
}

// tagHead is how far down scenes write notes into the corners of their planes.
const tagHead = 40

// tag says whose line it is, beside its end, or its beginning where the end is
// among the notes at the top.
func (p *Pad) tag(c *paint.Canvas, lk *Look) {
	t, r := lk.Theme, p.rect()
	st := paint.Style{Font: paint.SansBold, Size: theme.SizeTiny, Color: t.AccentInk}
	w := paint.Measure(padStroke.In(lk.Lang), st) + 12
	at := func(q, b paint.Point) paint.Rect {
		nx, ny := q.Y-b.Y, b.X-q.X
		if l := math.Hypot(nx, ny); l > 0 {
			nx, ny = nx/l, ny/l
		}
		q.X, q.Y = q.X+nx*(w/2*math.Abs(nx)+18), q.Y+ny*(10*math.Abs(ny)+18)
		return paint.Rect{X: min(max(q.X-w/2, r.X+6), r.Right()-w-6), Y: min(max(q.Y-10, r.Y+6), r.Bottom()-26), W: w, H: 20}
	}
	n := len(p.line)
	box := at(p.line[n-1], p.line[n-2])
	if other := at(p.line[0], p.line[1]); box.Y < r.Y+tagHead && other.Y >= r.Y+tagHead {
		box = other
	}
	c.RoundRect(box, 10, t.AccentSoft)
	c.Text(padStroke.In(lk.Lang), box.X+6, box.Y+10, st, paint.Left)
}

// Draw paints the mark of drawing: an edge, and what is to be done.
func (p *Pad) Draw(c *paint.Canvas, lk *Look) {
	r := p.Rect()
	if r.Empty() {
		return
	}
	t := lk.Theme
	c.RoundRectStroke(r.Inset(-1), theme.RadiusSmall+1, 3, t.Accent)
	if p.held {
		return
	}
	words := padHint
	switch {
	case p.keyed:
		words = padKeys
	case p.of.draw.touch:
		words = padTouch
	}
	st := paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.AccentText}
	box := p.hint()
	x, y := box.Center()
	c.RoundRect(box, box.H/2, t.Accent)
	c.Text(paint.Elide(words.In(lk.Lang), box.W-20, st), x, y, st, paint.Center)
}

// hint is where the words stand; a finger leaves off there.
func (p *Pad) hint() paint.Rect {
	r, h := p.Rect(), 30.0
	if p.of.draw.touch {
		h = theme.ControlTouch
	}
	w := min(310, r.W-16)
	x, _ := r.Center()
	return paint.Rect{X: x - w/2, Y: r.Bottom() - h - 16, W: w, H: h}
}
