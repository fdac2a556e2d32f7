package loss

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// trackView is the race as it is drawn.
type trackView struct {
	hill, course paint.Rect // the losses over z; the outputs over the steps
	slopes       [2][]paint.Point
	paths        [2][]paint.Point
	ball, runner [2]paint.Point
	goalY        float64
	rows         [2][4]string // name, loss, the two factors, the gradient
	factors      [2][2]string // the two factors
	reached      [2]string
	title, terms string
	say          string
	ticks        [3]string
	step         int // the one on view
}

// hillTop is the loss at the top of the plot.
const hillTop = 6.0

// slimTrack reports whether there is no room for all numbers of a loss in one row.
func (s *Scene) slimTrack() bool { return s.Phone || s.Area.W < 680 }

// placeTrack shares out the stage for the race.
func (s *Scene) placeTrack() {
	v, r := &s.track, s.Area
	cardH := 158.0
	if s.slimTrack() {
		cardH = min(236, r.H*0.44)
	}
	card, top := r.CutBottom(cardH)
	_, top = top.CutBottom(gap - 4)
	s.raceCard.SetRect(card)
	s.hills.SetRect(top)
	a, b, side := top, top, gap/2
	if s.slimTrack() {
		a, b = top.CutTop((top.H - gap + 4) / 2) // of which 4 stay free
		_, b = b.CutTop(gap - 4)
		side = 0
	} else {
		a, b = top.CutLeft(top.W / 2)
	}
	v.hill = paint.Rect{X: a.X + 30, Y: a.Y + 34, W: a.W - 48 - side, H: a.H - 66}
	v.course = paint.Rect{X: b.X + 30 + side, Y: b.Y + 34, W: b.W - 48 - side, H: b.H - 66}
}

func (v *trackView) onHill(z, loss float64) paint.Point {
	z = min(max(z, -zEnd), zEnd)
	return paint.Point{X: v.hill.X + (z+zEnd)/(2*zEnd)*v.hill.W, Y: v.hill.Bottom() - min(loss, hillTop)/hillTop*v.hill.H}
}

func (v *trackView) onCourse(step, a float64) paint.Point {
	return paint.Point{X: v.course.X + step/raceSteps*v.course.W, Y: v.course.Bottom() - a*v.course.H}
}

// fillTrack places the curves and the runners. Between two positions of the
// timeline the runners pass the recorded steps in between.
func (s *Scene) fillTrack() {
	v, r := &s.track, s.race
	k := s.Pos[viewRace] * stride
	if s.Phase < 1 && k > 0 && s.Part == substep.None {
		k -= int((1 - s.Phase) * stride)
	}
	v.step = k
	r.at(k)
	for i, n := range [2]*runner{&r.mse, &r.bce} {
		v.slopes[i] = v.slopes[i][:0]
		for j, l := range r.hill[i] {
			v.slopes[i] = append(v.slopes[i], v.onHill(zEnd*(2*float64(j)/(zPoints-1)-1), l))
		}
		v.paths[i] = v.paths[i][:0]
		for j := 0; j <= k; j += 2 {
			v.paths[i] = append(v.paths[i], v.onCourse(float64(j), n.a[j]))
		}
		v.ball[i], v.runner[i] = v.onHill(n.z[k], n.loss[k]), v.onCourse(float64(k), n.a[k])
		v.paths[i] = append(v.paths[i], v.runner[i])
		v.rows[i] = [4]string{raceName[i].In(s.Lang), number(n.loss[k]), number(n.up[k]) + " × " + number(n.slope[k]), number(n.dz[k])}
		v.factors[i] = [2]string{number(n.up[k]), number(n.slope[k])}
		v.reached[i] = ""
		if n.first >= 0 && k >= n.first {
			f := strconv.Itoa(n.first)
			v.reached[i] = i18n.T("第 "+f+" 步到", "there at step "+f).In(s.Lang)
		}
	}
	v.goalY = v.onCourse(0, r.target).Y
	v.title = i18n.T("∂L/∂z = ∂L/∂a × σ′(z)", "∂L/∂z = ∂L/∂a × σ′(z)").In(s.Lang)
	t := number(r.target)
	a := number(r.bce.a[k])
	v.terms = "BCE = −(" + t + " × ln " + a + " + (1 − " + t + ") × ln(1 − " + a + ")) = " + number(r.bce.loss[k])
	if s.Part > substep.None {
		s.unveil()
	}
	v.ticks = [3]string{"0", strconv.Itoa(k), strconv.Itoa(raceSteps)}
	v.say = ""
	for i := range v.rows {
		v.say += v.rows[i][0] + ": L = " + v.rows[i][1] + ", ∂L/∂z = " + v.rows[i][2] + " = " + v.rows[i][3] + ". "
	}
}

var raceName = [2]i18n.Text{i18n.T("平方误差", "Squared error"), i18n.T("交叉熵", "Cross-entropy")}

// handleTrack: dragging on the hills moves the start of the race.
func (s *Scene) handleTrack(ev ui.Event) bool {
	v := &s.track
	set := func(z float64) {
		z = math.Round(min(max(z, -zEnd), zEnd)*10) / 10
		if z != s.race.start {
			s.race.start = z
			s.start.SetFloat(z)
			s.race.run()
			s.Stale = true
		}
	}
	switch ev.Kind {
	case ui.PointerDown:
		if ev.Button != 0 || !v.hill.Inset(-16).Contains(ev.X, ev.Y) {
			return false
		}
		s.grip = true
		s.Pos[viewRace], s.Stale = 0, true
		set((ev.X-v.hill.X)/v.hill.W*2*zEnd - zEnd)
	case ui.PointerMove:
		if !s.grip {
			return false
		}
		set((ev.X-v.hill.X)/v.hill.W*2*zEnd - zEnd)
	case ui.PointerUp, ui.PointerCancel:
		s.grip = false
	case ui.KeyDown:
		switch ev.Key {
		case "ArrowLeft":
			set(s.race.start - 0.2)
		case "ArrowRight":
			set(s.race.start + 0.2)
		default:
			return false
		}
	default:
		return false
	}
	return true
}

var (
	hillTitle   = i18n.T("损失随 z 的坡（按住拖动起点）", "The loss over z (drag the start)")
	courseTitle = i18n.T("输出 a = σ(z)，一步一步", "Output a = σ(z), step by step")
	lossHead    = i18n.T("损失 L", "loss L")
)

// drawTrack paints the two hills and the course of both outputs.
func (s *Scene) drawTrack(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.track
	for k, box := range [2]paint.Rect{v.hill, v.course} {
		out := paint.Rect{X: box.X - 30, Y: box.Y - 34, W: box.W + 48, H: box.H + 62} // a ball at an end stays inside
		ui.Card(c, t, out)
		title := hillTitle
		if k == 1 {
			title = courseTitle
		}
		c.Text(paint.Elide(title.In(lk.Lang), out.W-28, t.H3()), out.X+14, out.Y+17, t.H3(), paint.Left)
		c.Line(box.X, box.Bottom(), box.Right(), box.Bottom(), 1, t.Strong)
		c.Line(box.X, box.Y, box.X, box.Bottom(), 1, t.Strong)
	}
	tick := t.Tick()
	c.Text("−6", v.hill.X, v.hill.Bottom()+18, tick, paint.Center)
	c.Text("0", v.hill.X+v.hill.W/2, v.hill.Bottom()+18, tick, paint.Center)
	c.Text("6", v.hill.Right(), v.hill.Bottom()+18, tick, paint.Center)
	c.Text("6", v.hill.X-16, v.hill.Y, tick, paint.Right)
	c.Text("0", v.hill.X-16, v.hill.Bottom(), tick, paint.Right)
	c.Text("0", v.course.X, v.course.Bottom()+18, tick, paint.Center)
	c.Text(v.ticks[2], v.course.Right(), v.course.Bottom()+18, tick, paint.Right)
	c.Text("1", v.course.X-16, v.course.Y, tick, paint.Right)
	c.Text("0", v.course.X-16, v.course.Bottom(), tick, paint.Right)
	c.DashLine(v.course.X, v.goalY, v.course.Right(), v.goalY, 1.5, 6, 4, 0, t.Good)
	for j, r := range s.Rivals {
		if o := r.Scene.(*Scene); o.View == viewRace {
			for k, name := range [2]string{r.Name, ""} {
				plot.DrawBeside(c, t, v.course, j, name, o.track.paths[k], t.Series[1-k])
			}
		}
	}
	for k := range 2 {
		col := t.Series[1-k]
		c.Polyline(v.slopes[k], 2.5, col)
		c.Polyline(v.paths[k], 2.5, col)
	}
	for k := range 2 {
		col := t.Series[1-k]
		for i, p := range [2]paint.Point{v.ball[k], v.runner[k]} {
			rim := 0.0
			if i == 1 && k == 0 && math.Hypot(p.X-v.runner[1].X, p.Y-v.runner[1].Y) < 4 {
				rim = 4 // else the other would hide it
			}
			c.Circle(p.X, p.Y, 9+rim, t.Panel)
			c.Circle(p.X, p.Y, 7+rim, col)
		}
	}
	if lk.Focus == s.hills.ID() {
		c.RoundRectStroke(v.hill.Inset(-4), theme.Radius, 2, t.Focus)
	}
}

// equals is where the = of a row stands, in widths of the card.
const equals = 0.64

// raceNumbers are where the loss and the gradient of the sum stand in row k of
// the card.
func (s *Scene) raceNumbers(k int) (loss, dz paint.Rect) {
	r := s.raceCard.Rect()
	if s.slimTrack() {
		in := r.InsetXY(14, 12)
		y := in.Y + 40 + 68*float64(k)
		return paint.Rect{X: in.X + 20, Y: y + 12, W: in.W - 20, H: 20}, paint.Rect{X: in.Right() - 90, Y: y + 32, W: 90, H: 20}
	}
	in := r.InsetXY(20, 14)
	y := in.Y + 40 + 36*float64(k) - 12
	at := in.X + in.W*equals
	return paint.Rect{X: in.X + 150, Y: y, W: 140, H: 24}, paint.Rect{X: at + 10, Y: y, W: 110, H: 24}
}

// raceReached is where row k says when the target was reached, and how.
func (s *Scene) raceReached(k int) (x, y float64, st paint.Style) {
	in, rows, size := s.raceCard.Rect().InsetXY(20, 14), 36.0, theme.SizeSmall
	if s.slimTrack() {
		in, rows, size = s.raceCard.Rect().InsetXY(14, 12), 68, theme.SizeTiny
	}
	st = paint.Style{Font: paint.Sans, Size: size}
	return in.Right() - paint.Measure(s.track.reached[k], st), in.Y + 40 + rows*float64(k), st
}

// raceProduct is where the two factors of the gradient stand in row k, and how
// they are written.
func (s *Scene) raceProduct(k int) (x, y float64, st paint.Style) {
	r := s.raceCard.Rect()
	st = paint.Style{Font: paint.Mono, Size: 13}
	if s.slimTrack() {
		in := r.InsetXY(14, 12)
		st.Size = 12
		return in.X + 20, in.Y + 40 + 68*float64(k) + 42, st
	}
	in := r.InsetXY(20, 14)
	return in.X + in.W*equals - paint.Measure(s.track.rows[k][2], st), in.Y + 40 + 36*float64(k), st
}

// raceTerms is where the last line of the card stands, and how it is written.
func (s *Scene) raceTerms() (box paint.Rect, st paint.Style) {
	in, rows, size := s.raceCard.Rect().InsetXY(20, 14), 36.0, 13.0
	if s.slimTrack() {
		in, rows, size = s.raceCard.Rect().InsetXY(14, 12), 68, 11
	}
	st = paint.Style{Font: paint.Mono, Size: size}
	if s.Part > substep.None && s.Part != substep.Loss { // a sentence, not figures
		st = paint.Style{Font: paint.Sans, Size: theme.SizeSmall}
	}
	return paint.Rect{X: in.X, Y: in.Y + 36 + 2*rows, W: in.W}, st
}

// termsLine is the height of a line of it.
const termsLine = 18.0

// drawRaceCard paints both gradients as the products they are.
func (s *Scene) drawRaceCard(c *paint.Canvas, lk *ui.Look) {
	t, v := lk.Theme, &s.track
	r := s.raceCard.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	in := r.InsetXY(20, 14)
	narrow := s.slimTrack()
	if narrow {
		in = r.InsetXY(14, 12)
	}
	c.Text(v.title, in.X, in.Y+9, paint.Style{Font: paint.Math, Size: 16, Color: t.Text}, paint.Left)
	y := in.Y + 40
	mono := paint.Style{Font: paint.Mono, Size: 13, Color: t.Text}
	for k := range v.rows {
		row := &v.rows[k]
		c.Circle(in.X+6, y, 6, t.Series[1-k])
		c.Text(row[0], in.X+20, y, t.BodyBold(), paint.Left)
		grad := paint.Style{Font: paint.MonoBold, Size: 16, Color: t.GradientInk}
		if s.Part > substep.None && s.Part < substep.Gradient { // not found yet
			grad.Color = t.Muted
		}
		if narrow {
			c.Text(v.reached[k], in.Right(), y, t.Tiny(), paint.Right)
			y += 22
			c.Text("L = "+row[1], in.X+20, y, mono, paint.Left)
			grad.Size = 13
			y += 20
			s.drawProduct(c, t, k)
			c.Text(row[3], in.Right(), y, grad, paint.Right)
			y += 26
			continue
		}
		c.Text(lossHead.In(lk.Lang), in.X+150, y, t.Small(), paint.Left)
		c.Text(row[1], in.X+150+70, y, mono, paint.Left)
		s.drawProduct(c, t, k)
		c.Text("=", in.X+in.W*equals+18, y, mono, paint.Center)
		c.Text(row[3], in.X+in.W*equals+36, y, grad, paint.Left)
		c.Text(v.reached[k], in.Right(), y, t.Small(), paint.Right)
		y += 36
	}
	c.Line(in.X, y-12, in.Right(), y-12, 1, t.Border)
	box, st := s.raceTerms()
	st.Color = t.Muted
	c.TextWrap(v.terms, box, st, termsLine)
}

func (s *Scene) drawProduct(c *paint.Canvas, t *theme.Theme, k int) {
	x, y, st := s.raceProduct(k)
	st.Color = t.Text
	c.Text(s.track.rows[k][2], x, y, st, paint.Left)
}
