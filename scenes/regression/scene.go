// Package regression is the scene of linear regression: a textbook's program
// that sums its gradient and runs to infinity, why it does, how it is mended,
// and the answer that needs no descent.
package regression

import (
	"math"
	"slices"
	"strconv"
	"time"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "regression", Act: 1,
		Title: i18n.T("线性回归", "Linear regression"),
		Head:  i18n.T("一条直线，怎么会学到无穷大？", "A line that runs off to infinity"),
		Lead: i18n.T("按[播放](play)：书上的这个程序[越学越错](curve)。再把梯度从[“求和”换成“平均”](reduction)看看。",
			"[Press play](play): a textbook's own program gets [worse and worse](curve). Then switch its gradient [from sum to mean](reduction)."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(env.Seed), nil },
	}
}

// Scene is the laboratory of linear regression.
type Scene struct {
	inspect.Runs
	substep.Midst
	seed   uint64
	cloud  cloud
	run    run
	look   look
	others others
	overs  overs
	bowl   bowl
	bend   bend
	answer answer
	again  func(*grad.Tape) *grad.Var // writes the objective once more

	n           int
	noise, rate float64
	mean        bool
	start       float64 // the first weight
	closed      float64 // the closed form
	double      classic.Overflow

	want, at int // the position asked for, and the one shown
	phase    float64
	picked   int // a point of the cloud, or −1
	hover    int

	lang               i18n.Lang
	area               paint.Rect
	phone, still       bool
	stale, moved, anew bool // texts, positions, data or settings

	parts
	marks marks
	texts texts
	curve *plot.Curve
	drawn int // positions in the curve
}

// New returns the scene as the textbook has it.
func New(seed uint64) *Scene {
	s := &Scene{seed: seed, n: 1000, noise: 0.1, rate: 0.01, picked: -1, hover: -1, phase: 1}
	s.curve = plot.NewCurve(i18n.T("轮", "epoch"),
		plot.Series{Name: i18n.T("训练", "training"), Color: 0}, plot.Series{Name: i18n.T("测试", "test"), Color: 1}).Log()
	s.curve.Legend = false
	s.build()
	s.cloud.make(s.n, s.noise, s.seed)
	s.begin()
	return s
}

// dataChanged fits anew to other points.
func (s *Scene) dataChanged() {
	s.cloud.share()
	s.run.kept = nil
	s.begin()
}

// begin runs the descent anew with the present settings; the position stays.
func (s *Scene) begin() {
	s.closed = s.answer.solve(&s.cloud)
	s.bowl.fresh = false
	s.bend.measure(&s.cloud, s.rate, s.mean)
	s.run.begin(s.start, s.rate)
	s.run.advance(&s.cloud, s.mean)
	s.double = classic.Overflow{Loss: -1, Prediction: -1}
	s.drawn, s.stale, s.moved, s.anew = 0, true, true, true
	s.curve.Reset()
	if v := s.bend.stable.v; v > 0 && finite(v) {
		s.eta.Ticks(v)
	}
	s.guess.SetValue("")
	s.estimate.Retract()
}

// Fork implements stage.Forker: the epochs so far stay what they are, and what
// is set in the copy counts from here on.
func (s *Scene) Fork(env *stage.Env) (stage.Scene, error) {
	c, err := env.Copy()
	if err != nil {
		return nil, err
	}
	f := c.(*Scene)
	f.run.kept = slices.Clone(s.run.past[:s.at+1])
	f.begin()
	f.Seek(s.at)
	return f, nil
}

// finish runs to the end, and if that is infinity, has float64 do it too.
func (s *Scene) finish() {
	s.run.finish(&s.cloud, s.mean)
	if s.run.lossOver >= 0 && s.double.Loss < 0 && s.start == 0 {
		s.double = s.overs.double(&s.cloud, s.rate, s.mean)
	}
}

// compute goes on with the run for what the frame has to spare.
func (s *Scene) compute(budget float64) {
	if s.run.done {
		return
	}
	from := time.Now()
	for !s.run.done {
		for range 25 {
			s.run.advance(&s.cloud, s.mean)
		}
		if len(s.run.past) > s.want && time.Since(from).Seconds() > budget {
			break
		}
	}
	if s.run.done {
		s.finish()
	}
	s.stale = true
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls }

// Figures are the points with the line, the bowl, the curve and the card.
func (s *Scene) Figures() []ui.Widget { return s.figures }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(env *stage.Env, c *paint.Canvas) {}

// Settled reports whether the run has come to its end.
func (s *Scene) Settled() bool { return s.run.done }

// Update runs the engine and places everything.
func (s *Scene) Update(env *stage.Env) {
	s.compute(env.Budget / 2)
	if s.phase != env.Play.Phase {
		s.phase = env.Play.Phase
		s.moved = true
	}
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone {
		s.lang, s.area, s.phone, s.stale, s.moved = env.Lang, env.Area, env.Phone, true, true
	}
	s.still = env.Look != nil && env.Look.Still
	if at := min(s.want, len(s.run.past)-1); at != s.at || s.anew {
		if at == s.run.last() && s.run.guessOver >= 0 && at != s.at {
			env.Announce(i18n.T("预测溢出：超出了 float32 能写的数", "The prediction has overflowed: it is beyond what float32 can write"))
		}
		s.at, s.anew, s.moved, s.stale = at, false, true, true
		s.look.at(&s.cloud, s.now().w, s.rate, s.closed, s.mean)
		s.window()
	}
	if !s.stale && !s.moved {
		return
	}
	s.stale, s.moved = false, false
	s.askLoss()
	if verdict, ok := s.estimate.News(); ok {
		env.Announce(verdict)
	}
	s.follow()
	s.place()
	s.texts.fill(s)
	s.show()
	env.Redraw()
}

// Curves implements stage.Plotter.
func (s *Scene) Curves() []*plot.Curve { return []*plot.Curve{s.curve} }

// now is the shown position.
func (s *Scene) now() epoch { return s.run.past[s.at] }

// follow brings the curve to the shown position.
func (s *Scene) follow() {
	if s.drawn > s.at+1 {
		s.curve.Reset()
		s.drawn = 0
	}
	for ; s.drawn <= s.at; s.drawn++ {
		e := s.run.past[s.drawn]
		s.curve.Append(0, float64(s.drawn), e.loss)
		if finite(e.test) || s.look.model.test != nil {
			s.curve.Append(1, float64(s.drawn), e.test)
		}
	}
	s.curve.MaxX = max(10, float64(s.at))
}

// window chooses the stretch of weights that the bowl shows: the answer in the
// middle, wide enough for where the ball is and where it comes from.
func (s *Scene) window() {
	mid := s.closed
	if !finite(mid) {
		mid = 0
	}
	half := max(math.Abs(mid)*1.5, 1)
	for k := max(s.at-1, 0); k <= s.at; k++ {
		if d := math.Abs(s.run.past[k].w-mid) * 1.2; finite(d) {
			half = max(half, d)
		}
	}
	half = min(half, math.MaxFloat32/4)
	s.bowl.fill(&s.cloud, mid-half, mid+half)
}

// Metrics reports the shown position and how the run ends.
func (s *Scene) Metrics(put func(name string, value any)) {
	e := s.now()
	put("epoch", s.at)
	put("weight", e.w)
	put("loss", e.loss)
	put("test_loss", e.test)
	put("gradient", e.grad)
	put("closed_form", s.closed)
	put("relative_difference", s.look.off())
	put("curvature", s.bend.steep.v)
	put("max_stable_learning_rate", s.bend.stable.v)
	put("train_examples", len(s.cloud.train.index))
	put("test_examples", len(s.cloud.held.index))
	put("loss_overflow_epoch", s.run.lossOver)
	put("prediction_overflow_epoch", s.run.guessOver)
	put("float64_loss_overflow_epoch", s.double.Loss)
	put("float64_prediction_overflow_epoch", s.double.Prediction)
}

// At implements stage.Timeline: one position for each epoch.
func (s *Scene) At() (at, last int) { return min(s.want, s.run.last()), s.run.last() }

// Pace plays the first epochs one by one, later ones ever faster.
func (s *Scene) Pace() float64 { return 1.2 + float64(s.want)*0.35 }

// Step goes one epoch on, or to the end of the one at hand.
func (s *Scene) Step() { s.Seek(s.want + 1) }

// Back goes one epoch back; in the midst of one, to its beginning.
func (s *Scene) Back() {
	at := min(s.want, s.run.last())
	if s.Part == substep.None {
		at--
	}
	s.Seek(at)
}

// Reset goes back to the first weight.
func (s *Scene) Reset() { s.Seek(0) }

// Seek goes to an epoch.
func (s *Scene) Seek(at int) {
	s.want, s.Part, s.stale = min(max(at, 0), s.run.last()), substep.None, true
}

// Caption says which epoch this is.
func (s *Scene) Caption(l i18n.Lang) string {
	at := strconv.Itoa(s.Under(min(s.want, s.run.last())))
	return i18n.T("第 "+at+" 轮", "Epoch "+at).In(l) + s.Said(l)
}
