package playground

import (
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// sweep tries the learning rate from very small to far too large, a step each,
// on a copy of the network: where the loss falls fastest, learning goes best.
// Source: Smith, “Cyclical learning rates for training neural networks”, 2017.
type sweep struct {
	on         *job.Runner // beside the run; nil until a rate is first sought
	read       bool        // its result is there
	run        *run
	step       int
	rule       string
	rate, loss []float64 // averaged over a few steps
	low, high  float64   // of the losses that are shown
	line       []paint.Point
	rect       paint.Rect // of the plot
}

const (
	sweepFrom, sweepTo = 1e-5, 10
	sweepSteps         = 180
	sweepMean          = 9   // steps that a point of the curve averages
	sweepAgain         = 300 // steps of learning after which it is tried anew
)

// lookSweep begins the sweep when the run has moved on.
func (s *Scene) lookSweep() {
	w, h := &s.sweep, s.run.hyper()
	if d := s.run.step() - w.step; w.run == s.run && w.rule == h.Rule && d >= 0 && d < sweepAgain {
		return
	}
	w.run, w.step, w.rule = s.run, s.run.step(), h.Rule
	if w.on == nil {
		w.on = s.run.Beside()
	}
	spec := s.run.Spec()
	spec.Weights = s.run.Weights(nil)
	spec.TestEpochs, spec.KeepHistory, spec.StopAfter = 0, 0, 0
	spec.Schedule = job.Schedule{Kind: "range_test", Every: sweepSteps, From: sweepFrom, To: sweepTo}
	if w.on.Start(spec) == nil {
		w.read = false
		w.on.PlayTo(sweepSteps)
	}
}

func (w *sweep) close() {
	if w.on != nil {
		w.on.Close()
	}
}

// pollSweep reads the result when it has come: it ends early where the rate
// became too large.
func (s *Scene) pollSweep() {
	w := &s.sweep
	if w.on == nil || w.read {
		return
	}
	if w.on.Poll(0); w.on.Settled() {
		w.read, s.stale = true, true
		w.take(w.on.History())
	}
}

// take averages the losses.
func (w *sweep) take(h *train.History) {
	w.rate, w.loss = w.rate[:0], w.loss[:0]
	first := math.NaN()
	w.low, w.high = math.Inf(1), 0
	for i := sweepMean; i <= h.Len(); i++ {
		v := float64(tensor.Sum(tensor.From(elems(h.Loss[i-sweepMean:i]), sweepMean))) / sweepMean
		if first != first {
			first = v
		}
		w.rate, w.loss = append(w.rate, float64(h.LR[i-1-sweepMean/2])), append(w.loss, v)
		w.low = min(w.low, v)
		w.high = max(w.high, min(v, 3*first))
	}
}

func elems(v []float32) []tensor.Elem {
	out := make([]tensor.Elem, len(v))
	for i, x := range v {
		out[i] = tensor.Elem(x)
	}
	return out
}

var sweepIs = i18n.T("一步一步把学习率从极小调到极大：损失掉得最快的地方就是好选择。点图选它。",
	"The rate grows with every step, from tiny to far too large. Where the loss falls fastest is a good choice: press there.")

// at is where a rate lies along the plot.
func (w *sweep) at(rate float64) float64 {
	return w.rect.X + math.Log(rate/sweepFrom)/math.Log(sweepTo/sweepFrom)*w.rect.W
}

// chooseRate takes the rate at a place of the plot.
func (s *Scene) chooseRate(x float64) {
	w := &s.sweep
	f := min(max((x-w.rect.X)/w.rect.W, 0), 1)
	rate := sweepFrom * math.Pow(sweepTo/sweepFrom, f)
	digits := math.Pow(10, math.Floor(math.Log10(rate))-1)
	s.hyper.LR = max(math.Round(rate/digits)*digits, 0.0001)
	s.sync()
	s.change()
}

// paintSweep draws the loss over the learning rate.
func (s *Scene) paintSweep(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	w, t := &s.sweep, lk.Theme
	if !s.phone {
		c.TextWrap(sweepIs.In(lk.Lang), paint.Rect{X: r.X, Y: r.Y + 2, W: r.W, H: 40}, t.Tiny(), 17)
	}
	box := w.rect
	c.RoundRect(box, theme.RadiusSmall, t.Sunken)
	if len(w.loss) == 0 {
		return
	}
	st := t.Tick()
	var buf [24]byte
	for e := -5; e <= 1; e += 2 {
		v := math.Pow(10, float64(e))
		x := w.at(v)
		c.Line(x, box.Y, x, box.Bottom(), 1, t.Border)
		a := paint.Center
		if e == -5 {
			a = paint.Left
		} else if e == 1 {
			a = paint.Right
		}
		if e == -3 && box.W < 150 {
			continue // its number would lie on the first
		}
		c.TextBytes(plot.Append(buf[:0], v), x, box.Bottom()+11, st, a)
	}
	w.line = w.line[:0]
	for i, v := range w.loss {
		y := box.Bottom() - 6 - (min(v, w.high)-w.low)/max(w.high-w.low, 1e-12)*(box.H-12)
		w.line = append(w.line, paint.Point{X: w.at(w.rate[i]), Y: y})
	}
	c.PushClip(box)
	c.Polyline(w.line, 2, t.Series[setColors[0]])
	c.PopClip()
	x := w.at(s.hyper.LR)
	c.DashLine(x, box.Y, x, box.Bottom(), 1.5, 5, 3, 0, t.Accent)
	c.Circle(x, box.Y+6, 5, t.Accent)
}

// placeSweep leaves room for the words and the numbers.
func (s *Scene) placeSweep() {
	r := s.curve.rect
	if s.phone {
		s.sweep.rect = paint.Rect{X: r.X + 4, Y: r.Y + 2, W: r.W - 8, H: r.H - 22}
		return
	}
	top := 38 + 6 + paint.WrapHeight(sweepIs.In(s.lang), r.W-24, s.theme.Tiny(), 17) + 8
	s.sweep.rect = paint.Rect{X: r.X + 12, Y: r.Y + top, W: r.W - 24, H: r.H - top - 30}
}

// handleCurve does what the view that is shown understands.
func (s *Scene) handleCurve(ev ui.Event) bool {
	switch s.lookAt.Value() {
	case viewFormula:
		return s.formula.handle(s, ev)
	case viewSweep:
		return s.pressCurve(ev)
	}
	return false
}

// pressCurve chooses a learning rate in the sweep.
func (s *Scene) pressCurve(ev ui.Event) bool {
	if ev.Kind != ui.PointerDown || !s.sweep.rect.Inset(-8).Contains(ev.X, ev.Y) {
		return false
	}
	s.chooseRate(ev.X)
	return true
}
