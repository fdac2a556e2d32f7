package overfit

import (
	"math"

	"gradtheatre/scenes/edits"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// pad is the picture of points and curve. Its value is what the visitor moved.
type pad struct {
	*ui.Figure
	l    *curveLab
	grip ui.Grip
	held int // the point that the grip is on, or −1
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
	switch p.grip.Follow(ev, p.Rect()) {
	case ui.HoldNone:
		return p.free(ev)
	case ui.HoldTaken:
		p.held = p.near(ev)
	case ui.HoldMoved:
		if p.grip.Moved {
			p.drag(ev)
		}
	case ui.HoldReleased:
		if !p.grip.Moved {
			p.tap(ev)
		}
	}
	return true
}

// free handles what is no part of a drag: the mouse above a point, and keys.
func (p *pad) free(ev ui.Event) bool {
	l := p.l
	switch ev.Kind {
	case ui.PointerMove:
		if h := p.near(ev); !ev.Touch && h != l.hover {
			l.hover, l.stale = h, true
		}
	case ui.PointerLeave:
		if l.hover >= 0 {
			l.hover, l.stale = -1, true
		}
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
	if p.held >= 0 && p.held < len(l.cloud.x) {
		x, y := l.inPlane(ev.X, ev.Y)
		l.cloud.put(edits.Edit{I: p.held, X: x, Y: y})
		l.picked, l.changed = p.held, true
	}
}

func (p *pad) key(ev ui.Event) bool {
	l := p.l
	if ev.Key == "Escape" && l.picked >= 0 {
		l.picked, l.stale = -1, true
		return true
	}
	dx, dy, ok := ev.Arrow()
	if !ok {
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
