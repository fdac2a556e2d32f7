// Package collapse is the scene of layers without non-linearity: a stack of
// linear layers and the one layer it folds into, the same to the digit, until
// one ReLU is switched on.
package collapse

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "collapse", Act: 1,
		Title: i18n.T("没有激活", "Without non-linearity"),
		Head:  i18n.T("三层等于一层，直到打开一个 ReLU", "Three layers are one, until a ReLU is on"),
		Lead: i18n.T("[下面那一层](fold)，算出来和[上面三层](planes)一模一样。打开任意一个 [ReLU 开关](relu*)再看。",
			"[The one layer below](fold) gives just what [the stack above](planes) gives. Now switch on [any ReLU](relu*)."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(env.Seed), nil },
	}
}

// Scene is the laboratory of stacked layers.
type Scene struct {
	inspect.Runs
	net     *net
	rng     *rand.Rand
	at      int
	phase   float64
	cell    int // of the one layer, that is explained
	touched bool

	lang         i18n.Lang
	area         paint.Rect
	phone, still bool
	stale, moved bool

	parts
	marks marks
	texts texts
	field *plot.Heatmap
}

// New returns the scene with three layers and XOR.
func New(seed uint64) *Scene {
	s := &Scene{net: newNet(), rng: rand.New(rand.NewPCG(seed, 11)), phase: 1, field: plot.NewHeatmap(fieldSide, fieldSide)}
	s.net.teach()
	s.net.pts = append([]point{}, data["xor"]...)
	s.net.probe = [width]float64{1, 0}
	s.field.Smooth = true
	s.at = s.net.n
	s.build()
	s.compute()
	return s
}

// compute runs the network; what was guessed of it before no longer counts.
func (s *Scene) compute() {
	s.net.run()
	s.guess.SetValue("")
	s.at = min(s.at, s.net.n)
	s.field.Set(s.net.judge.field, plot.Diverging(4.5))
	s.stale, s.moved = true, true
}

// random draws weights in quarters, which float32 multiplies without rounding.
func (s *Scene) random() {
	quarter := func(most float64) tensor.Elem {
		return tensor.Elem(math.Round((2*s.rng.Float64()-1)*most*4) / 4)
	}
	for l := range most {
		for {
			w := s.net.w[l].Value.Data()
			for i := range w {
				w[i] = quarter(1.5)
			}
			if d := math.Abs(float64(w[0]*w[3] - w[1]*w[2])); d >= 0.4 && d <= 2.5 {
				break // neither flat nor huge
			}
		}
		for i := range width {
			s.net.b[l].Value.Data()[i] = quarter(0.75)
		}
		s.net.w[l].Value.Touch()
		s.net.b[l].Value.Touch()
	}
	s.sync()
	s.compute()
}

// sync brings the chips in line with the network.
func (s *Scene) sync() {
	for l := range most {
		for i, c := range s.weights[l] {
			c.SetFloat(float64(s.net.w[l].Value.Data()[i]))
		}
		for i, c := range s.biases[l] {
			c.SetFloat(float64(s.net.b[l].Value.Data()[i]))
		}
	}
	for i, c := range s.probes {
		c.SetFloat(s.net.probe[i])
	}
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls }

// Figures are the planes, every number of the layers, and the one layer.
func (s *Scene) Figures() []ui.Widget { return s.figures }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(env *stage.Env, c *paint.Canvas) {}

// Update places everything and writes the texts.
func (s *Scene) Update(env *stage.Env) {
	if s.phase != env.Play.Phase {
		s.phase, s.moved = env.Play.Phase, true
	}
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone {
		s.lang, s.area, s.phone, s.stale, s.moved = env.Lang, env.Area, env.Phone, true, true
	}
	s.still = env.Look != nil && env.Look.Still
	if !s.stale && !s.moved {
		return
	}
	if s.stale {
		s.texts.fill(s)
	}
	s.place()
	s.show()
	s.stale, s.moved = false, false
	env.Redraw()
}

// Metrics reports what the stack and the one layer give.
func (s *Scene) Metrics(put func(name string, value any)) {
	n := s.net
	pair := func(a, b float64) []float64 { return []float64{a, b} }
	put("outputs", pair(n.place(n.n-1, 0)))
	put("folded_outputs", pair(n.folded(0)))
	put("folded_weight", n.oneWeight())
	put("folded_bias", n.oneBias())
	put("max_difference", n.scalar(n.apart))
	put("product_difference", n.scalar(n.plain))
	put("linear", !n.bent())
	put("separable", n.judge.separable())
	put("epochs", len(n.judge.mistakes))
	if k := len(n.judge.mistakes); k > 0 {
		put("mistakes", n.judge.mistakes[k-1])
	}
}

// At implements stage.Timeline: one position for each layer.
func (s *Scene) At() (at, last int) { return s.at, s.net.n }

// Step goes through one layer more.
func (s *Scene) Step() { s.Seek(s.at + 1) }

// Back goes one layer back.
func (s *Scene) Back() { s.Seek(s.at - 1) }

// Reset goes to the input.
func (s *Scene) Reset() { s.Seek(0) }

// Seek goes to a layer.
func (s *Scene) Seek(at int) { s.at, s.stale = min(max(at, 0), s.net.n), true }

// told reports whether the visitor has seen the perceptron's answer: after a
// guess, or once a ReLU was switched.
func (s *Scene) told() bool { return s.touched || s.guess.Value() != "" }

// Caption says which layer the grid has come to.
func (s *Scene) Caption(l i18n.Lang) string {
	if s.at == 0 {
		return i18n.T("输入", "Input").In(l)
	}
	k, n := strconv.Itoa(s.at), strconv.Itoa(s.net.n)
	return i18n.T("第 "+k+" / "+n+" 层之后", "After layer "+k+" of "+n).In(l)
}
