package perceptron

import (
	"math"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// border is the question where the line will stand in the end: it is drawn, and
// held against what the neuron answers at the end of the run, place by place.
type border struct {
	sketch *ui.Sketch
	judge  *probe        // the last weights, asked at the places
	places []paint.Point // a square lattice, the same in every window
	scored bool
	share  float64
}

const (
	lattice     = 41   // places along each side
	borderRight = 0.90 // of the places
)

func (s *Scene) buildBorder() {
	b := &s.border
	b.judge = newProbe()
	x := &b.judge.x
	x.Resize(lattice*lattice, 2)
	for i := range lattice * lattice {
		p := paint.Point{X: centre + span*(float64(i%lattice)/(lattice-1)-0.5), Y: centre + span*(float64(i/lattice)/(lattice-1)-0.5)}
		b.places = append(b.places, p)
		x.Data()[2*i], x.Data()[2*i+1] = tensor.Elem(p.X), tensor.Elem(p.Y)
	}
	x.Touch()
	b.sketch = ui.NewSketch("guess_border", "border", i18n.T("学完以后，边界会在哪里？画在[平面](points)上。", "Where will the border run once it has learned? Draw it on [the plane](points)."), s.scoreBorder).
		Until(func() bool { return s.at == len(s.past.steps) }, i18n.T("记下了。按播放，看到最后。", "Noted. Press play and watch to the end."))
	b.sketch.OnChange(func() { b.scored, s.stale = false, true })
	b.sketch.Pad().Over(func() paint.Rect { return s.plane.rect }, s.plane.screen, s.plane.inPlane)
}

// scoreBorder compares the two sides of the stroke with the neuron's two answers,
// with the weights that the run ended with.
func (s *Scene) scoreBorder(stroke ui.Stroke, l i18n.Lang) (right bool, why string) {
	b := &s.border
	if !b.scored {
		b.scored = true
		b.judge.run(s.past.at(len(s.past.steps)), s.soft, true, false)
		share, misses := stroke.Agree(b.places, func(i int) bool { return b.judge.answer(i) > 0 })
		b.share, b.sketch.Misses = share, b.sketch.Misses[:0]
		for _, i := range misses {
			if i%2 == 0 { // every other one is enough to be seen
				b.sketch.Misses = append(b.sketch.Misses, b.places[i])
			}
		}
		s.stale = true
	}
	share, least := strconv.Itoa(int(math.Floor(100*b.share)))+"%", strconv.Itoa(int(100*borderRight))+"%"
	last := i18n.Text{}
	if !s.soft && !s.past.converged {
		last = i18n.T("它停不下来，这里比的是最后一步的边界。", " It never settles: this is its border at the last step.")
	}
	right, why = b.share >= borderRight, i18n.T("虚线内有 "+share+" 的地方，你的线和它的边界分得一样；到 "+least+" 算对。打叉处不一样。",
		"On "+share+" of the dotted square your line divides as its border does; "+least+" counts as right. Crosses mark the rest.").In(l)
	return right, why + last.In(l)
}

// unask takes the predictions back: they were about something else.
func (s *Scene) unask() {
	s.guess.SetValue("")
	s.border.sketch.Retract()
	s.border.scored = false
}
