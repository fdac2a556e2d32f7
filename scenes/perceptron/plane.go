package perceptron

import (
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// plane is the plane of the two inputs: the points, the line, the arrow of the
// weights, and behind them what the neuron answers everywhere. Its value is
// the points.
type plane struct {
	scene *Scene
	rect  paint.Rect
	unit  float64 // CSS pixels of 1

	picked, hover int // points
	held          grip
	pointer       int
	from          paint.Point // where the grip was taken, in the plane
	was           weights
	spots         spots

	cols, rows int
	field      *plot.Heatmap
}

// grip is what a pointer holds.
type grip struct {
	kind gripKind
	at   int // the point
}

type gripKind uint8

const (
	nothing gripKind = iota
	gripPoint
	gripArrow
	gripLine
	gripTurn
	gripBrush
)

// spots are where things stand, in CSS pixels.
type spots struct {
	origin, tip   paint.Point
	line          [2]paint.Point // its ends at the rim
	hasLine       bool
	turn          [2]paint.Point // by which it is turned
	oldLine       [2]paint.Point
	hasOld        bool
	oldTip        paint.Point
	pull          paint.Point // where the gradient of the step at hand leads the arrow
	hasPull       bool
	points        []paint.Point
	wrong         []bool
	radius, reach float64
	ticks         [2][]tick
}

// tick is a number on an axis.
type tick struct {
	at   float64
	text string
}

const (
	span   = 4.0 // how much of the plane is seen at least
	centre = 0.5
	// The arrow is drawn at half its length, so that common weights fit.
	arrowScale = 0.5
)

func (p *plane) ID() string             { return "points" }
func (p *plane) Role() ui.Role          { return ui.RolePad }
func (p *plane) Rect() paint.Rect       { return p.rect }
func (p *plane) Height(float64) float64 { return 0 }
func (p *plane) Keep() bool             { return true }
func (p *plane) Value() string          { return encode(p.scene.pts) }
func (p *plane) Label() i18n.Text {
	return i18n.T("平面：拖动箭头、直线或点；上下键选点，Shift 加方向键移动", "Plane: drag arrow, line or points; up and down pick a point, Shift and arrows move it")
}

// Set takes points as x1, x2, label lines.
func (p *plane) Set(v string) error {
	pts, err := decode(v)
	if err != nil {
		return err
	}
	p.scene.setPoints(pts)
	return nil
}

func (p *plane) SetRect(r paint.Rect) {
	if r == p.rect {
		return
	}
	p.rect = r
	p.unit = max(min(r.W, r.H)/span, 1)
	cols, rows := min(max(int(r.W/5), 16), 110), min(max(int(r.H/5), 16), 110)
	if p.field == nil || cols != p.cols || rows != p.rows {
		p.cols, p.rows = cols, rows
		p.field = plot.NewHeatmap(cols, rows)
		p.field.Smooth = true
	}
	x := &p.scene.field.x
	x.Resize(cols*rows, 2)
	for j := range rows {
		for i := range cols {
			q := p.inPlane(paint.Point{X: r.X + (float64(i)+0.5)/float64(cols)*r.W, Y: r.Y + (float64(j)+0.5)/float64(rows)*r.H})
			k := 2 * (j*cols + i)
			x.Data()[k], x.Data()[k+1] = tensor.Elem(q.X), tensor.Elem(q.Y)
		}
	}
	x.Touch()
	p.scene.moved = true
}

// probe asks the neuron everywhere.
func (p *plane) probe(at weights) {
	if p.field == nil || p.rect.Empty() {
		return
	}
	f := p.scene.field
	f.run(at, p.scene.soft, true, false)
	p.field.Set(f.answers(), plot.Diverging(1))
}

// screen returns where a place of the plane is on screen; inPlane is its reverse.
func (p *plane) screen(x, y float64) paint.Point {
	cx, cy := p.rect.Center()
	return paint.Point{X: cx + (x-centre)*p.unit, Y: cy - (y-centre)*p.unit}
}

func (p *plane) inPlane(s paint.Point) paint.Point {
	cx, cy := p.rect.Center()
	return paint.Point{X: centre + (s.X-cx)/p.unit, Y: centre - (s.Y-cy)/p.unit}
}

// place computes where everything stands.
func (p *plane) place() {
	s, m := p.scene, &p.spots
	m.radius, m.reach = 11, 17
	if s.phone {
		m.reach = 24
	}
	now := s.now()
	m.origin = p.screen(0, 0)
	m.tip = p.arrow(now)
	m.line, m.hasLine = p.cut(now)
	for i := range m.turn {
		a, b := m.line[i], m.line[1-i]
		m.turn[i] = paint.Point{X: a.X + (b.X-a.X)*0.12, Y: a.Y + (b.Y-a.Y)*0.12}
	}
	m.hasOld = false
	m.hasPull = s.soft && s.Part == substep.Gradient
	if m.hasPull {
		m.pull = p.arrow(s.subject().after)
	}
	if l := s.last(); l != nil && s.shown == s.at && s.Part == substep.None {
		m.oldLine, m.hasOld = p.cut(l.before)
		m.oldTip = p.arrow(l.before)
	}
	m.points, m.wrong = m.points[:0], m.wrong[:0]
	for i, q := range s.pts {
		m.points = append(m.points, p.screen(q.x1, q.x2))
		m.wrong = append(m.wrong, !s.right(i))
	}
	p.placeTicks()
}

func (p *plane) placeTicks() {
	m := &p.spots
	lo, hi := p.inPlane(paint.Point{X: p.rect.X, Y: p.rect.Bottom()}), p.inPlane(paint.Point{X: p.rect.Right(), Y: p.rect.Y})
	for axis, r := range [2][2]float64{{lo.X, hi.X}, {lo.Y, hi.Y}} {
		m.ticks[axis] = m.ticks[axis][:0]
		for v := math.Ceil(r[0]); v <= r[1]; v++ {
			q := p.screen(v, v)
			at := q.X
			if axis == 1 {
				at = q.Y
			}
			m.ticks[axis] = append(m.ticks[axis], tick{at, plot.Format(v)})
		}
	}
}

// arrow is where the arrow of the weights ends, held inside the picture.
func (p *plane) arrow(w weights) paint.Point {
	o, t := p.screen(0, 0), p.screen(w.w1*arrowScale, w.w2*arrowScale)
	in := p.rect.Inset(16)
	k := 1.0
	if d := t.X - o.X; d > 0 {
		k = min(k, (in.Right()-o.X)/d)
	} else if d < 0 {
		k = min(k, (in.X-o.X)/d)
	}
	if d := t.Y - o.Y; d > 0 {
		k = min(k, (in.Bottom()-o.Y)/d)
	} else if d < 0 {
		k = min(k, (in.Y-o.Y)/d)
	}
	return paint.Point{X: o.X + (t.X-o.X)*k, Y: o.Y + (t.Y-o.Y)*k}
}

// cut returns where the line w·x + b = 0 meets the rim of the picture.
func (p *plane) cut(w weights) (ends [2]paint.Point, ok bool) {
	lo, hi := p.inPlane(paint.Point{X: p.rect.X, Y: p.rect.Bottom()}), p.inPlane(paint.Point{X: p.rect.Right(), Y: p.rect.Y})
	n := 0
	add := func(x, y float64) {
		const e = 1e-9
		if n < 2 && x >= lo.X-e && x <= hi.X+e && y >= lo.Y-e && y <= hi.Y+e {
			q := p.screen(x, y)
			if n == 1 && math.Hypot(q.X-ends[0].X, q.Y-ends[0].Y) < 0.5 {
				return
			}
			ends[n] = q
			n++
		}
	}
	if w.w2 != 0 {
		for _, x := range [2]float64{lo.X, hi.X} {
			add(x, -(w.w1*x+w.b)/w.w2)
		}
	}
	if w.w1 != 0 {
		for _, y := range [2]float64{lo.Y, hi.Y} {
			add(-(w.w2*y+w.b)/w.w1, y)
		}
	}
	return ends, n == 2
}

// near finds the point under a place on screen, or −1.
func (p *plane) near(x, y float64) int {
	best, at := p.spots.reach, -1
	for i, q := range p.spots.points {
		if d := math.Hypot(q.X-x, q.Y-y); d < best {
			best, at = d, i
		}
	}
	return at
}

// find says what a pointer at a place would take hold of.
func (p *plane) find(x, y float64) grip {
	m := &p.spots
	if math.Hypot(m.tip.X-x, m.tip.Y-y) < m.reach-3 {
		return grip{kind: gripArrow}
	}
	if i := p.near(x, y); i >= 0 {
		return grip{kind: gripPoint, at: i}
	}
	if !m.hasLine {
		return grip{}
	}
	for i, q := range m.turn {
		if math.Hypot(q.X-x, q.Y-y) < m.reach {
			return grip{kind: gripTurn, at: i}
		}
	}
	if distance(m.line, x, y) < m.reach*0.6 {
		return grip{kind: gripLine}
	}
	return grip{}
}

// distance is how far a place is from a line through two points.
func distance(l [2]paint.Point, x, y float64) float64 {
	dx, dy := l[1].X-l[0].X, l[1].Y-l[0].Y
	return math.Abs(dx*(y-l[0].Y)-dy*(x-l[0].X)) / math.Hypot(dx, dy)
}
