package loss

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// planeView is the line laboratory as it is drawn.
type planeView struct {
	box            paint.Rect // the field of 0…10 by 0…10
	dots           [dots]paint.Point
	feet           [dots]paint.Point // on the line of least squares
	squares        [dots]paint.Rect  // the squared errors, as areas
	lines          [2][2]paint.Point
	shareText      [dots]string
	formula        [2]string // of the two lines
	cost           [2]string
	title, explain string
	told           [3]string     // y, ŷ and the share in explain
	spoken         int           // the point that it is about
	bars           [dots]float64 // share of the whole, 0…1
	say            string
}

// placePlane shares out the stage for the line laboratory.
func (s *Scene) placePlane() {
	v, r := &s.plane, s.Area
	var plane, card paint.Rect
	if s.Phone || r.W < 620 {
		plane, card = r.CutTop(min(r.W, r.H*0.5))
		_, card = card.CutTop(gap)
	} else {
		card, plane = r.CutRight(270)
		plane.W -= gap
	}
	s.field.SetRect(plane)
	s.lineCard.SetRect(card)
	v.box = paint.Rect{X: plane.X + 30, Y: plane.Y + 12, W: plane.W - 42, H: plane.H - 40}
}

func (v *planeView) place(x, y float64) paint.Point {
	return paint.Point{X: v.box.X + x/field*v.box.W, Y: v.box.Bottom() - y/field*v.box.H}
}

// fillPlane places points, lines and squares, and writes the card.
func (s *Scene) fillPlane() {
	v, r := &s.plane, s.line
	at := s.Pos[viewLine]
	for i, p := range r.pts {
		v.dots[i] = v.place(p[0], p[1])
		v.feet[i] = v.place(p[0], r.square.pred[i])
		side := v.feet[i].Y - v.dots[i].Y
		size := math.Abs(side)
		v.squares[i] = paint.Rect{X: v.dots[i].X, Y: min(v.dots[i].Y, v.feet[i].Y), W: size, H: size}
		if v.dots[i].X+size > v.box.Right() { // lean to the other side where there is no room
			v.squares[i].X -= size
		}
		share := r.share(i)
		v.bars[i] = 0
		if r.square.loss > 0 {
			v.bars[i] = share / r.square.loss
		}
		v.shareText[i] = number(share)
	}
	for k, f := range [2]*fit{&r.square, &r.absolute} {
		v.lines[k] = [2]paint.Point{v.place(0, f.ends[0]), v.place(field, f.ends[1])}
		sign := " + "
		if f.b < 0 {
			sign = " − "
		}
		v.formula[k] = "y = " + number(f.w) + "x" + sign + number(math.Abs(f.b))
	}
	v.cost[0] = "MSE = " + number(r.square.loss)
	switch {
	case at == 0:
		v.cost[0] = "Σ = 0 …"
	case at < dots:
		v.cost[0] = "Σ = " + number(r.sum(at)) + " …"
	}
	v.cost[1] = "MAE = " + number(r.absolute.loss)
	k := s.dotFocus()
	v.title = i18n.T("每个点在 MSE 里占多少", "What each point adds to the MSE").In(s.Lang)
	if k < 0 {
		k = r.worst()
	}
	v.told = [3]string{number(r.pts[k][1]), number(round(r.square.pred[k])), number(r.share(k))}
	v.spoken = k
	v.explain = "(" + v.told[0] + " − " + plot.Bracketed(v.told[1]) + ")² ÷ " + strconv.Itoa(dots) + " = " + v.told[2]
	v.say = v.formula[0] + ", " + v.cost[0] + "; " + v.formula[1] + ", " + v.cost[1] + ". " + v.explain
}

func (s *Scene) dotFocus() int {
	switch {
	case s.held >= 0:
		return s.held
	case s.dotHover >= 0:
		return s.dotHover
	}
	return s.dot
}

// pointField is the plane whose points are dragged; its value is the points.
type pointField struct {
	*ui.Figure
	s *Scene
}

func newPointField(s *Scene) *pointField {
	f := &pointField{Figure: ui.NewFigure("points", ui.RolePad, i18n.T("八个点：拖动；方向键移动，翻页键换点", "Eight points: drag them; arrow keys move one, Page Up and Down choose")), s: s}
	f.Paint, f.On, f.Say = s.drawPlane, s.handlePlane, func(i18n.Lang) string { return s.plane.say }
	return f
}

// Value is the points as x,y;x,y.
func (f *pointField) Value() string { return f.s.line.text() }

// Keep puts the points into the link.
func (f *pointField) Keep() bool { return true }

// Set takes eight points as Value writes them.
func (f *pointField) Set(v string) error {
	if err := f.s.line.take(v); err != nil {
		return err
	}
	f.s.moved()
	return nil
}

func (s *Scene) dotAt(x, y float64, touch bool) int {
	best, near := -1, 16.0
	if touch {
		near = 30
	}
	for i, p := range s.plane.dots {
		if d := math.Hypot(p.X-x, p.Y-y); d < near {
			best, near = i, d
		}
	}
	return best
}

func (s *Scene) handlePlane(ev ui.Event) bool {
	v := &s.plane
	switch ev.Kind {
	case ui.PointerDown:
		s.held = s.dotAt(ev.X, ev.Y, ev.Touch)
		s.dot, s.Stale = s.held, true
		return s.held >= 0 && ev.Button == 0
	case ui.PointerMove:
		if s.held < 0 {
			if k := s.dotAt(ev.X, ev.Y, ev.Touch); !ev.Touch && k != s.dotHover {
				s.dotHover, s.Stale = k, true
			}
			return false
		}
		s.line.pts[s.held] = [2]float64{snap((ev.X - v.box.X) / v.box.W * field), snap((v.box.Bottom() - ev.Y) / v.box.H * field)}
		s.moved()
	case ui.PointerUp, ui.PointerCancel:
		s.held, s.Stale = -1, true
	case ui.PointerLeave:
		s.dotHover, s.Stale = -1, true
	case ui.KeyDown:
		return s.nudge(ev.Key)
	default:
		return false
	}
	return true
}

// nudge moves the chosen point with the keys.
func (s *Scene) nudge(key string) bool {
	if key == "PageDown" || key == "PageUp" {
		step := 1
		if key == "PageUp" {
			step = dots - 1
		}
		s.dot, s.Stale = (max(s.dot, 0)+step)%dots, true
		return true
	}
	d, ok := map[string][2]float64{"ArrowLeft": {-0.2, 0}, "ArrowRight": {0.2, 0}, "ArrowUp": {0, 0.2}, "ArrowDown": {0, -0.2}}[key]
	if !ok {
		return false
	}
	s.dot = max(s.dot, 0)
	p := &s.line.pts[s.dot]
	p[0], p[1] = snap(p[0]+d[0]), snap(p[1]+d[1])
	s.moved()
	return true
}

// drawPlane paints the points, the two lines and the squared errors.
func (s *Scene) drawPlane(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.plane
	ui.Card(c, t, s.field.Rect())
	tick := t.Tick()
	for i, n := range [...]string{"0", "2", "4", "6", "8", "10"} {
		p := v.place(float64(2*i), float64(2*i))
		c.Line(p.X, v.box.Y, p.X, v.box.Bottom(), 1, t.Border)
		c.Line(v.box.X, p.Y, v.box.Right(), p.Y, 1, t.Border)
		c.Text(n, p.X, v.box.Bottom()+14, tick, paint.Center)
		c.Text(n, v.box.X-8, p.Y, tick, paint.Right)
	}
	c.PushClip(v.box.Inset(-8))
	for i := range s.Pos[viewLine] {
		c.Fill(v.squares[i], paint.WithAlpha(t.Series[0], 0.16))
		c.RoundRectStroke(v.squares[i], 0, 1, paint.WithAlpha(t.Series[0], 0.7))
	}
	for k := range v.lines {
		a, b := v.lines[k][0], v.lines[k][1]
		if k == 0 {
			c.Line(a.X, a.Y, b.X, b.Y, 3, t.Series[0])
		} else {
			c.DashLine(a.X, a.Y, b.X, b.Y, 2.5, 9, 6, 0, t.Series[2])
		}
	}
	for i := range s.Pos[viewLine] {
		c.Line(v.dots[i].X, v.dots[i].Y, v.feet[i].X, v.feet[i].Y, 1.5, t.Series[0])
	}
	focus, worst := s.dotFocus(), s.line.worst()
	for i, p := range v.dots {
		col := t.Text
		if i == worst {
			col = t.Negative
		}
		if i == focus {
			c.Circle(p.X, p.Y, 14, paint.WithAlpha(t.Accent, 0.3))
		}
		c.Circle(p.X, p.Y, 8, t.Panel)
		c.Circle(p.X, p.Y, 6.5, col)
	}
	c.PopClip()
	if lk.Focus == s.field.ID() {
		c.RoundRectStroke(s.field.Rect().Inset(-2), theme.RadiusLarge+2, 2, t.Focus)
	}
}

// explainStyle is that of the line that works out one point's share.
var explainStyle = paint.Style{Font: paint.Mono, Size: 12}

// shareText is the height of a row from which on the share has room beside its bar.
const shareText = 13

// shareRows are where the points' shares begin, and how far apart they stand.
func (s *Scene) shareRows() (y, step float64) {
	in := s.lineCard.Rect().InsetXY(16, 14)
	y = in.Y + 8 + 2*48 + 50
	return y, min(36, (in.Bottom()-y)/dots)
}

// drawLineCard paints both lines' equations and each point's share.
func (s *Scene) drawLineCard(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.plane
	r := s.lineCard.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	in := r.InsetXY(16, 14)
	y := in.Y + 8
	for k := range 2 {
		col, name := t.Series[0], squareName
		if k == 1 {
			col, name = t.Series[2], absoluteName
		}
		c.RoundRect(paint.Rect{X: in.X, Y: y - 2, W: 16, H: 4}, 2, col)
		c.Text(name.In(lk.Lang), in.X+24, y, t.BodyBold(), paint.Left)
		c.Text(v.cost[k], in.Right(), y, paint.Style{Font: paint.MonoBold, Size: 13, Color: t.Text}, paint.Right)
		c.Text(v.formula[k], in.X+24, y+20, paint.Style{Font: paint.Mono, Size: 13, Color: t.Muted}, paint.Left)
		y += 48
	}
	c.Line(in.X, y-10, in.Right(), y-10, 1, t.Border)
	c.Text(v.title, in.X, y+8, t.H3(), paint.Left)
	st := explainStyle
	st.Color = t.AccentInk
	c.Text(v.explain, in.X, y+30, st, paint.Left)
	y, step := s.shareRows()
	if step < 9 {
		return
	}
	focus, worst := s.dotFocus(), s.line.worst()
	for i := range dots {
		mid := y + step*(float64(i)+0.5)
		bar := paint.Rect{X: in.X, Y: mid - min(8, step*0.4), W: in.W - 66, H: min(16, step*0.8)}
		c.RoundRect(bar, 3, t.Track)
		if i < s.Pos[viewLine] {
			col := t.Series[0]
			if i == worst {
				col = t.Negative
			}
			bar.W *= v.bars[i]
			c.RoundRect(bar, 3, col)
			st := paint.Style{Font: paint.Mono, Size: 12, Color: t.Text}
			if i == focus {
				st.Font = paint.MonoBold
			}
			if step >= shareText {
				c.Text(v.shareText[i], in.Right(), mid, st, paint.Right)
			}
		}
	}
}

var (
	squareName   = i18n.T("最小二乘", "Least squares")
	absoluteName = i18n.T("最小绝对误差", "Least absolute")
)
