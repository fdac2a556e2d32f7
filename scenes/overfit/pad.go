package overfit

import (
	"math"

	"gradtheatre/scenes/edits"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// pad is the picture of points and curve. Its value is what the visitor moved.
type pad struct {
	*ui.Figure
	l       *curveLab
	held    int
	pointer int
	down    bool
	moved   bool
	from    paint.Point
}

func newPad(l *curveLab) *pad {
	p := &pad{l: l, Figure: ui.NewFigure("points", ui.RolePad, i18n.T("点和曲线：左右键选点，Shift 加方向键移动；点空白处加一个点",
		"Points and curve: left and right pick a point, Shift and arrows move it; press an empty place to add one"))}
	p.Paint, p.On, p.Say = l.drawPlane, p.handle, func(i18n.Lang) string { return l.texts.verdict + " " + l.texts.errors }
	return p
}

// Value is the points that were moved or added.
func (p *pad) Value() string { return p.l.cloud.edits.String() }

// Set moves and adds points: "index,x,y;…".
func (p *pad) Set(v string) error {
	list, err := edits.Parse(v, 1000, 200)
	if err != nil {
		return err
	}
	p.l.cloud.edits, p.l.picked = list, -1
	p.l.make()
	return nil
}

// Keep puts the points into the link.
func (p *pad) Keep() bool { return true }

func (p *pad) near(ev ui.Event) int {
	best, at := 14.0, -1
	if ev.Touch {
		best = 26
	}
	for i, q := range p.l.marks.points {
		if d := math.Hypot(q.X-ev.X, q.Y-ev.Y); d < best {
			best, at = d, i
		}
	}
	return at
}

func (p *pad) handle(ev ui.Event) bool {
	l := p.l
	switch ev.Kind {
	case ui.PointerDown:
		if p.down || ev.Button != 0 || !p.Rect().Contains(ev.X, ev.Y) {
			return p.down
		}
		p.down, p.pointer, p.moved, p.from = true, ev.Pointer, false, paint.Point{X: ev.X, Y: ev.Y}
		p.held = p.near(ev)
		return true
	case ui.PointerMove:
		if p.down && ev.Pointer == p.pointer {
			p.drag(ev)
			return true
		}
		if h := p.near(ev); !ev.Touch && h != l.hover {
			l.hover, l.stale = h, true
		}
	case ui.PointerLeave:
		if l.hover >= 0 {
			l.hover, l.stale = -1, true
		}
	case ui.PointerUp, ui.PointerCancel:
		if !p.down || ev.Pointer != p.pointer {
			return p.down
		}
		p.down = false
		if !p.moved && ev.Kind == ui.PointerUp {
			p.tap(ev)
		}
		return true
	case ui.KeyDown:
		return p.key(ev)
	}
	return false
}

// tap picks the point under the pointer, or adds one.
func (p *pad) tap(ev ui.Event) {
	l := p.l
	l.stale = true
	if p.held < 0 && l.marks.plane.Contains(ev.X, ev.Y) {
		x, y := l.inPlane(ev.X, ev.Y)
		l.cloud.put(edits.Edit{I: len(l.cloud.x), X: x, Y: y})
		l.picked, l.changed = len(l.cloud.x)-1, true
		return
	}
	if p.held == l.picked {
		p.held = -1
	}
	l.picked = p.held
}

func (p *pad) drag(ev ui.Event) {
	l := p.l
	if !p.moved && math.Hypot(ev.X-p.from.X, ev.Y-p.from.Y) < 3 {
		return
	}
	p.moved = true
	if p.held >= 0 && p.held < len(l.cloud.x) {
		x, y := l.inPlane(ev.X, ev.Y)
		l.cloud.put(edits.Edit{I: p.held, X: x, Y: y})
		l.picked, l.changed = p.held, true
	}
}

func (p *pad) key(ev ui.Event) bool {
	l := p.l
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
	case "Escape":
		if l.picked < 0 {
			return false
		}
		l.picked, l.stale = -1, true
		return true
	default:
		return false
	}
	n := len(l.cloud.x)
	if ev.Shift && l.picked >= 0 {
		l.cloud.put(edits.Edit{I: l.picked, X: l.cloud.x[l.picked] + 0.02*dx, Y: l.cloud.y[l.picked] + 0.05*dy})
		l.changed = true
		return true
	}
	by := int(dx + dy)
	if l.picked < 0 && by < 0 {
		l.picked = 0
	}
	l.picked, l.stale = (l.picked+by+n)%n, true
	return true
}
