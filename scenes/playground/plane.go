package playground

import (
	"math"
	"slices"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// plane is the output over the plane with the points on it. Points are chosen
// and dragged; painted where the visitor paints. Its value are the painted ones.
type plane struct {
	s       *Scene
	rect    paint.Rect
	held    bool
	pointer int
	drag    int // the painted point that is dragged; −1: none
	last    paint.Point
	before  []jobs.Mark
}

func (p *plane) ID() string             { return "points" }
func (p *plane) Role() ui.Role          { return ui.RolePad }
func (p *plane) Label() i18n.Text       { return i18n.T("数据点与输出", "Points and output") }
func (p *plane) Rect() paint.Rect       { return p.rect }
func (p *plane) SetRect(r paint.Rect)   { p.rect = r }
func (p *plane) Height(float64) float64 { return 0 }
func (p *plane) Keep() bool             { return true }

// Changes is the control that a point which is dragged changes.
func (p *plane) Changes() string { return "data" }

// Value are the painted points, while they are in use.
func (p *plane) Value() string {
	if p.s.points.Data != "own" {
		return ""
	}
	return jobs.WriteTable(p.s.points.Own, p.s.points.Names)
}

// Set paints points: "x, y, class" line by line, or a link's short form.
func (p *plane) Set(value string) error {
	marks, names, err := jobs.ReadTable(value)
	if err != nil || value == "" {
		return err
	}
	s := p.s
	s.points.Own, s.points.Names, s.points.Data = marks, names, "own"
	s.problem.SetValue("own")
	s.showKind()
	s.repoint()
	return nil
}

// where turns a place of the picture into one of the plane, and back.
func (p *plane) where(x, y float64) (px, py float64) {
	return -reach + (x-p.rect.X)/p.rect.W*2*reach, reach - (y-p.rect.Y)/p.rect.H*2*reach
}

func (p *plane) place(x, y float64) paint.Point {
	return paint.Point{X: p.rect.X + (x+reach)/(2*reach)*p.rect.W, Y: p.rect.Y + (reach-y)/(2*reach)*p.rect.H}
}

// nearest finds the training point at a place; −1: none is near.
func (p *plane) nearest(x, y float64) int {
	best, near := -1, 14.0
	xs := p.s.pts.Train.X.Data()
	for i := range p.s.pts.Train.Len() {
		q := p.place(float64(xs[2*i]), float64(xs[2*i+1]))
		if d := math.Hypot(q.X-x, q.Y-y); d < near {
			best, near = i, d
		}
	}
	return best
}

func (p *plane) Handle(ev ui.Event) bool {
	s := p.s
	switch ev.Kind {
	case ui.PointerDown:
		if p.held || ev.Button != 0 {
			return p.held
		}
		p.held, p.pointer, p.last, p.drag = true, ev.Pointer, paint.Point{X: ev.X, Y: ev.Y}, -1
		p.before = slices.Clone(s.points.Own)
		p.press(ev)
	case ui.PointerMove:
		if p.held && ev.Pointer == p.pointer {
			p.move(ev)
		}
	case ui.PointerUp:
		p.held = p.held && ev.Pointer != p.pointer
	case ui.PointerCancel:
		if p.held && ev.Pointer == p.pointer && s.points.Data == "own" {
			s.points.Own, p.held = p.before, false
			s.repoint()
		}
		p.held = false
	case ui.KeyDown:
		n := s.pts.Train.Len()
		switch ev.Key {
		case "ArrowUp":
			s.point = (s.point + 1) % n
		case "ArrowDown":
			s.point = (s.point + n - 1) % n
		default:
			return false
		}
		s.fresh = true
	case ui.PointerLeave:
	default:
		return false
	}
	return true
}

// press chooses the point under it, or paints one.
func (p *plane) press(ev ui.Event) {
	s := p.s
	if i := p.nearest(ev.X, ev.Y); i >= 0 && (s.brush < 0 || s.points.Data != "own") {
		s.point, s.fresh = i, true
		x := s.pts.Train.X.Data()
		p.drag = -2 // becomes the visitor's own with the first move
		p.last = p.place(float64(x[2*i]), float64(x[2*i+1]))
		return
	}
	if s.points.Data == "own" && s.brush >= 0 {
		p.paint(ev)
	}
}

func (p *plane) move(ev ui.Event) {
	s := p.s
	switch {
	case p.drag == -2:
		if math.Hypot(ev.X-p.last.X, ev.Y-p.last.Y) < 4 {
			return
		}
		at := markOf(s.pts.Train, s.point)
		s.toOwn()
		if p.drag = slices.Index(s.points.Own, at); p.drag < 0 {
			return
		}
		fallthrough
	case p.drag >= 0:
		m := &s.points.Own[p.drag]
		x, y := p.where(ev.X, ev.Y)
		to := jobs.NewMark(min(max(x, -reach), reach), min(max(y, -reach), reach), 0)
		m.X, m.Y = to.X, to.Y
		now := *m
		s.repoint()
		for i := range s.pts.Train.Len() {
			x := s.pts.Train.X.Data()
			if math.Hypot(float64(x[2*i])-now.X, float64(x[2*i+1])-now.Y) < 1e-4 {
				s.point = i
			}
		}
	case s.points.Data == "own" && s.brush >= 0 && math.Hypot(ev.X-p.last.X, ev.Y-p.last.Y) > 9:
		p.paint(ev)
	}
}

// paint adds a point of the chosen class, or with the chosen number.
func (p *plane) paint(ev ui.Event) {
	s := p.s
	p.last = paint.Point{X: ev.X, Y: ev.Y}
	if !p.rect.Contains(ev.X, ev.Y) || len(s.points.Own) >= jobs.MaxMarks {
		return
	}
	x, y := p.where(ev.X, ev.Y)
	m := jobs.NewMark(x, y, s.brush)
	if jobs.Numbers(s.points.Own) {
		m = jobs.NewValue(x, y, s.dip.Float())
	}
	s.points.Own = append(slices.Clip(s.points.Own), m)
	s.repoint()
}

// Draw paints the output and the points.
func (p *plane) Draw(c *paint.Canvas, lk *ui.Look) {
	s, t := p.s, lk.Theme
	r := p.rect
	if r.Empty() {
		return
	}
	if !s.phone {
		title := outputTitle.In(lk.Lang)
		if paint.Measure(title, t.H3()) > r.W+gap {
			title = outputShort.In(lk.Lang)
		}
		if !s.paintKey(c, t, paint.Rect{X: r.X, Y: r.Y - 24, W: r.W, H: 20}) {
			c.Text(title, r.X, r.Y-14, t.H3(), paint.Left)
		}
	}
	c.Fill(r, t.Panel)
	c.PushAlpha(0.5) // so that the points stand out
	if s.outputs() == 1 {
		s.output.Draw(c, t, r)
	} else {
		c.Bitmap(s.classes, r, true)
	}
	c.PopAlpha()
	c.RoundRectStroke(r.Inset(-1), 2, 1, t.Strong)
	c.PushClip(r)
	k := min(1, 0.55+r.W/560) // smaller marks on a smaller picture
	for part, d := range [...]*data.Dataset{s.pts.Val, s.pts.Train} {
		for i := range d.Len() {
			q := p.at(d, i)
			var col paint.Color
			if d.Labels != nil {
				col = s.classColor(d.Labels[i])
			} else {
				col = t.Diverging(float64(d.Targets.Data()[i]))
			}
			if part == 0 {
				c.CircleStroke(q.X, q.Y, 2.6*k, 1.4*k, paint.Mix(col, t.Text, 0.15))
				continue
			}
			c.Circle(q.X, q.Y, 4.2*k, t.Stage)
			c.Circle(q.X, q.Y, 3.2*k, paint.Mix(col, t.Text, 0.1))
		}
	}
	c.PopClip()
	if d := s.within.dropped; d >= 0 && d < s.pts.Train.Len() {
		q := p.at(s.pts.Train, d)
		c.CircleStroke(q.X, q.Y, 6.5, 2, t.Bad)
	}
	if s.point < s.pts.Train.Len() {
		q := p.at(s.pts.Train, s.point)
		c.CircleStroke(q.X, q.Y, 7.5, 2, t.Accent)
		c.CircleStroke(q.X, q.Y, 9, 1, t.Panel)
	}
	c.PushClip(r)
	s.border.sketch.Pad().PaintStroke(c, lk)
	c.PopClip()
}

var (
	outputTitle = i18n.T("输出：整个平面上的答案", "Output: the answer at every point")
	outputShort = i18n.T("输出", "Output")
)

// at is where a point of a set is drawn.
func (p *plane) at(d *data.Dataset, i int) paint.Point {
	x := d.X.Data()
	return p.place(float64(x[2*i]), float64(x[2*i+1]))
}
