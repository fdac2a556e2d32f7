package playground

import (
	"maps"
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// border is the question where the two classes will be divided: it is drawn before
// the training, and held against what the network answers over the plane.
type border struct {
	sketch *ui.Sketch
	places []paint.Point     // of the probe
	about  map[string]string // the data and the network it was drawn for
	scored bool              // by the present record
	share  float64
}

const (
	borderEpochs = 100  // after which it is scored
	borderRight  = 0.90 // of the plane
)

func (s *Scene) buildBorder() {
	b := &s.border
	x := s.probe.x.Data()
	for i := range grid * grid {
		b.places = append(b.places, paint.Point{X: float64(x[2*i]), Y: float64(x[2*i+1])})
	}
	b.sketch = ui.NewSketch("guess_border", "border", i18n.Text{}, s.scoreBorder).
		Until(func() bool { return s.run.step() >= s.borderStep() }, i18n.T("记下了。按[播放](play)。", "Noted. [Press play](play).")).
		OnChange(func() {
			b.scored, s.picked, s.stale = false, pick{}, true
			if b.sketch.Stroke() != nil {
				b.about = s.points.Options()
			}
			if b.sketch.Pad().Drawing() && s.plane.rect.Empty() {
				s.lookAt.SetValue(viewCurves)
			}
		})
	b.sketch.Pad().Over(func() paint.Rect { return s.plane.rect }, s.plane.place, func(at paint.Point) paint.Point {
		x, y := s.plane.where(at.X, at.Y)
		return paint.Point{X: x, Y: y}
	})
}

// borderStep is the step at which the border is scored.
func (s *Scene) borderStep() int { return borderEpochs * s.run.perEpoch() }

// scoreBorder compares the two sides of the stroke with the answers in the record.
func (s *Scene) scoreBorder(stroke ui.Stroke, l i18n.Lang) (right bool, why string) {
	b := &s.border
	if !b.scored {
		b.scored = true
		answers := s.probe.tr.Nodes[s.probe.shown].Value
		share, misses := stroke.Agree(b.places, func(i int) bool { return answers[i] > 0 })
		b.share, b.sketch.Misses = share, b.sketch.Misses[:0]
		for _, i := range misses {
			if i%2 == 0 && i/grid%2 == 0 { // enough to be seen
				b.sketch.Misses = append(b.sketch.Misses, b.places[i])
			}
		}
	}
	share, least := strconv.Itoa(int(math.Floor(100*b.share)))+"%", strconv.Itoa(int(100*borderRight))+"%"
	n := strconv.Itoa(int(s.run.now.epoch))
	return b.share >= borderRight, i18n.T("第 "+n+" 轮：平面上有 "+share+" 的地方，你的线和网络分得一样；到 "+least+" 算对。打叉的地方不一样。",
		"Epoch "+n+": on "+share+" of the plane your line divides as the network does; "+least+" counts as right. Crosses mark where they differ.").In(l)
}

// tendBorder follows the run; fresh says that there is another record.
func (s *Scene) tendBorder(env *stage.Env, fresh bool) {
	b := &s.border
	if fresh {
		b.scored = false
		if b.sketch.Stroke() != nil && !maps.Equal(b.about, s.points.Options()) {
			b.sketch.Retract()
		}
		n := strconv.Itoa(borderEpochs)
		open := s.run.step() == 0 && !s.given
		b.sketch.SetEnabled(open && s.divides())
		if open || b.sketch.Stroke() != nil {
			b.sketch.Ask(i18n.T("训练 "+n+" 轮后，边界会在哪里？在[平面](points)上画一条线，或者一圈。", "Where will the border run after "+n+" epochs? Draw it on [the plane](points), across or around."))
		} else {
			b.sketch.Ask(i18n.T("网络已经学过了：回到第 0 步，再画边界。", "It has learned already: go back to step 0 to draw the border."))
		}
	}
	if verdict, ok := b.sketch.News(); ok {
		env.Announce(verdict)
		env.Play.On, s.stale = false, true
		s.run.stand()
	}
}

// divides reports whether the plane has two classes.
func (s *Scene) divides() bool { return s.pts.Classes == 2 }
