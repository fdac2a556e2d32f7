package depth

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// drawRunner paints what one network of the race has learned.
func (s *Scene) drawRunner(c *paint.Canvas, lk *ui.Look, i int) {
	t, m, x := lk.Theme, &s.marks, &s.texts
	s.head(c, t, s.runners[i].Rect(), x.runner[i])
	r := s.runners[i].Rect()
	if !m.narrow {
		c.Text(x.shape[i], r.Right()-pad, r.Y+pad+7, paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}, paint.Right)
	}
	f := &m.runners[i]
	c.RoundRect(f.box, theme.RadiusSmall, t.Sunken)
	c.PushClip(f.box)
	switch s.race.task.in {
	case 1:
		zero := f.at(0, 0)
		c.Line(f.box.X, zero.Y, f.box.Right(), zero.Y, 1, t.Border)
		c.Polyline(m.goal[i], 4, paint.Mix(t.Sunken, t.Text, 0.25))
		c.Polyline(m.runs[i], 2.25, t.Series[i])
	case 2:
		s.maps[i].Draw(c, t, f.box)
		s.drawDots(c, t, i)
	default:
		s.drawParity(c, t, i)
	}
	c.PopClip()
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	for k, q := range m.lines[i] {
		y := q.Y + q.H/2
		c.Text(x.raceNames[k], q.X, y, t.Small(), paint.Left)
		st := num
		if k == 0 {
			st.Size = 15
			if x.ahead == i {
				st.Color = t.Good
			}
		}
		c.Text(x.raceNumbers[i][k], q.Right(), y, st, paint.Right)
	}
}

func (s *Scene) drawDots(c *paint.Canvas, t *theme.Theme, i int) {
	small := 2.6
	if s.marks.narrow {
		small = 1.8
	}
	for k, q := range s.marks.dots[i] {
		col := t.Negative
		if s.race.task.d.Labels[k] == 1 {
			col = t.Positive
		}
		c.Circle(q.X, q.Y, small+0.9, t.Stage)
		c.Circle(q.X, q.Y, small, col)
		if s.race.task.d.Labels[k] == 0 {
			c.Circle(q.X, q.Y, small*0.4, t.Stage)
		}
	}
}

// drawParity paints a cell for each row of bits: its answer as ground, what is
// right as a mark.
func (s *Scene) drawParity(c *paint.Canvas, t *theme.Theme, i int) {
	v := &s.race.views[i]
	const n = 8
	box := s.marks.runners[i].box
	cell := box.W / n
	for k, a := range v.values {
		// Neighbours differ in one bit (Gray code), so that a right board is checkered.
		x, y := gray(k%n), gray(k/n)
		r := paint.Rect{X: box.X + cell*float64(x) + 1, Y: box.Y + cell*float64(y) + 1, W: cell - 2, H: cell - 2}
		c.RoundRect(r, 3, t.Diverging(a))
		cx, cy := r.Center()
		if s.race.task.d.Labels[k] == 1 {
			c.Circle(cx, cy, cell*0.13, t.Stage)
			c.Circle(cx, cy, cell*0.09, t.Positive)
		} else {
			c.CircleStroke(cx, cy, cell*0.11, 1.5, t.Stage)
			c.Circle(cx, cy, cell*0.09, t.Negative)
		}
	}
}

// gray is where the number k stands in the order of the Gray code.
func gray(k int) int { return k ^ k>>1 ^ k>>2 }
