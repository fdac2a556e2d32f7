package stage

import (
	"errors"
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

var errNoParts = errors.New("the steps of this scene have no parts")

// subStepper is the scene's timeline, if its steps have parts now.
func (s *Stage) subStepper() SubStepper {
	if s.timeline() == nil {
		return nil
	}
	t, ok := s.cur.scene.(SubStepper)
	if !ok {
		return nil
	}
	var names []i18n.Text
	if s.guard(func() { names, _ = t.Parts() }); len(names) == 0 {
		return nil
	}
	return t
}

// SubStep goes one part of a step on, and pauses.
func (s *Stage) SubStep() error {
	t := s.subStepper()
	if t == nil {
		return errNoParts
	}
	s.env.Play.On, s.dirty = false, true
	s.guard(func() {
		names, before := t.Parts()
		t.SubStep()
		s.env.Play.Phase = 0
		if s.look.Still {
			s.env.Play.Phase = 1
		}
		if before < len(names) {
			s.speak(names[before])
		}
	})
	return s.failed()
}

// subStepLabel names the part that comes next.
func (s *Stage) subStepLabel() i18n.Text {
	l := i18n.T("半步 (.)", "Part of a step (.)")
	if t := s.subStepper(); t != nil {
		s.guard(func() {
			if names, done := t.Parts(); done < len(names) {
				n := names[done]
				l = i18n.T("只走一部分："+n.ZH+" (.)", "Only "+n.EN+" (.)")
			}
		})
	}
	return l
}

// drawSubStep paints a small arrow in a ring of as many arcs as a step has
// parts, those that are done in colour.
func (s *Stage) drawSubStep(b *button, c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	tl := s.subStepper()
	if tl == nil {
		return
	}
	n, done := 1, 0
	s.guard(func() {
		names, d := tl.Parts()
		n, done = len(names), d
	})
	x, y := b.r.Center()
	radius := min(b.r.W, b.r.H, 36) / 2
	ink := t.Muted
	if lk.Hover == b.id || b.down {
		c.Circle(x, y, radius, t.Hover)
		ink = t.Text
	}
	if lk.Focus == b.id {
		c.CircleStroke(x, y, radius+2, 2, t.Focus)
	}
	for k := range n {
		col, width := t.Strong, 1.5
		if k < done {
			col, width = t.Accent, 3
		}
		gap := 0.22
		from := -math.Pi/2 + 2*math.Pi*float64(k)/float64(n) + gap/2
		arc(c, x, y, radius-1.5, from, from+2*math.Pi/float64(n)-gap, width, col)
	}
	c.Triangle(paint.Point{X: x - 3.5, Y: y - 5}, paint.Point{X: x - 3.5, Y: y + 5}, paint.Point{X: x + 4.5, Y: y}, ink)
}

// arc paints a part of a circle.
func arc(c *paint.Canvas, x, y, r, from, to, width float64, col paint.Color) {
	var pts [12]paint.Point
	for i := range pts {
		a := from + (to-from)*float64(i)/float64(len(pts)-1)
		pts[i] = paint.Point{X: x + r*math.Cos(a), Y: y + r*math.Sin(a)}
	}
	c.Polyline(pts[:], width, col)
}
