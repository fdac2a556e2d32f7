// Package perceptron is the scene of the single neuron as a classifier: two
// weights and a bias that are a line in the plane, Rosenblatt's rule one
// mistake at a time, and the problem on which it never ends, XOR.
package perceptron

import (
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "perceptron", Act: 1,
		Title: i18n.T("感知机", "Perceptron"),
		Head:  i18n.T("一个神经元，就是一条直线", "One neuron is one straight line"),
		Lead: i18n.T("拖动[箭头 w](arrow)，让[红圈](wrong)全部消失；或者按[播放](play)，看它错一次、改一次。",
			"Drag [the arrow w](arrow) until no point is [ringed in red](wrong). Or [press play](play): the rule mends one mistake at a time."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(env.Seed), nil },
	}
}

// Scene is the laboratory of the perceptron.
type Scene struct {
	inspect.Runs
	substep.Midst
	seed  uint64
	pts   []point
	start weights
	eta   float64
	soft  bool // σ instead of the step: logistic regression
	rng   *rand.Rand

	past  *history
	once  *history                     // the step on view once more: its tape
	again func(t *grad.Tape) *grad.Var // writes its loss
	eval  *probe                       // the visitor's points
	field *probe                       // the places of the picture
	at    int
	shown int // the step whose weights are drawn: at, or the one before while its cause is shown

	plane *plane
	card  card
	parts

	area  paint.Rect
	phone bool
	lang  i18n.Lang
	phase float64
	still bool
	stale bool // something must be placed and written anew
	moved bool // the weights on view or the picture's size have changed
	told  bool // the end of this run has been announced

	border border
	rivals []stage.Rival
	curves
}

// first is a line that has two of AND's four points wrong.
var first = weights{-1, 1, 0.5}

// New returns the scene with AND before the first correction.
func New(seed uint64) *Scene {
	s := &Scene{seed: seed, start: first, eta: 1, past: newHistory(), once: newHistory(), eval: newProbe(), field: newProbe(),
		lang: 255, phase: 1, rng: rand.New(rand.NewPCG(seed, 13)), curves: newCurves()}
	s.plane = &plane{scene: s, picked: -1, hover: -1}
	s.build()
	s.choose("and")
	return s
}

// learn runs the rule anew from the start; the timeline is at its beginning.
func (s *Scene) learn() {
	if s.soft {
		s.past.descend(s.pts, s.start, s.eta)
	} else {
		s.past.correct(s.pts, s.start, s.eta)
	}
	s.told, s.border.scored = false, false
	s.Seek(0)
}

// setPoints takes a new set of examples.
func (s *Scene) setPoints(pts []point) {
	s.pts = append(s.pts[:0], pts...)
	s.plane.picked, s.plane.hover = -1, -1
	s.unask()
	s.pointsChanged()
}

// pointsChanged is told when points have been moved, added or taken away.
func (s *Scene) pointsChanged() {
	s.data.SetValue(s.named())
	s.learn()
}

// named says which of the known sets the points are.
func (s *Scene) named() string {
	now := encode(s.pts)
	for _, id := range []string{"and", "or", "xor"} {
		if encode(gates[id]) == now {
			return id
		}
	}
	if encode(clouds(s.seed)) == now {
		return "clouds"
	}
	return "own"
}

// choose takes one of the known sets; "own" leaves the points as they are.
func (s *Scene) choose(id string) {
	switch id {
	case "own":
		s.tool.SetValue("+1")
		s.data.SetValue("own")
		s.stale = true
	case "clouds":
		s.setPoints(clouds(s.seed))
	default:
		s.setPoints(gates[id])
	}
}

// setWeights begins anew from other weights: those of the visitor's hand.
func (s *Scene) setWeights(w weights) {
	w.w1, w.w2, w.b = bounded(w.w1), bounded(w.w2), bounded(w.b)
	s.start = w
	s.w1.SetFloat(w.w1)
	s.w2.SetFloat(w.w2)
	s.b.SetFloat(w.b)
	s.learn()
}

// limit bounds the start's weights.
const limit = 20

func bounded(v float64) float64 {
	v = min(max(v, -limit), limit)
	if v != v {
		return 0
	}
	return v
}

// now returns the weights on view.
func (s *Scene) now() weights { return s.past.at(s.shown) }

// last returns the step that led to the present position, or nil.
func (s *Scene) last() *step {
	if s.at == 0 || s.at > len(s.past.steps) {
		return nil
	}
	return &s.past.steps[s.at-1]
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls }

// Figures are the plane and the card.
func (s *Scene) Figures() []ui.Widget { return s.figures }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(env *stage.Env, c *paint.Canvas) {}

// Update places everything, runs the probes and writes the texts.
func (s *Scene) Update(env *stage.Env) {
	if s.phase != env.Play.Phase {
		s.phase = env.Play.Phase
		env.Redraw()
	}
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone {
		s.lang, s.area, s.phone, s.stale = env.Lang, env.Area, env.Phone, true
	}
	s.rivals = env.Rivals()
	s.still = env.Look != nil && env.Look.Still
	if shown := s.present(); shown != s.shown {
		s.shown, s.stale, s.moved = shown, true, true
	}
	if s.at == len(s.past.steps) && s.at > 0 && !s.told && s.phase >= 1 {
		s.told, s.stale = true, true
		env.Announce(s.ending())
	}
	if !s.stale {
		return
	}
	s.stale = false
	s.place()
	if s.moved {
		s.moved = false
		s.probeAll()
	}
	s.plane.place()
	s.border.sketch.Pad().Place()
	if verdict, ok := s.border.sketch.News(); ok {
		env.Announce(verdict)
	}
	s.show()
	s.card.fill(s)
	env.Redraw()
}

// present is the step whose weights are drawn: while the last one is shown
// happening, the mistake comes before its correction.
func (s *Scene) present() int {
	if s.at > 0 && s.phase < 0.55 && !s.soft && s.Part == substep.None {
		return s.at - 1
	}
	return s.at
}

func (s *Scene) probeAll() {
	at := s.past.at(s.shown)
	if len(s.pts) > 0 {
		fill(&s.eval.x, &s.eval.y, s.pts)
		s.eval.run(at, s.soft, false, true)
	} else {
		s.eval.rightID, s.eval.sumID = -1, -1
	}
	s.plane.probe(at)
}

// right reports whether point i is answered as it should be.
func (s *Scene) right(i int) bool { return s.eval.right(i) }

// wrong counts the points on the wrong side.
func (s *Scene) wrong() int { return len(s.pts) - s.eval.rights() }

// Metrics reports the weights, the answers and how the learning went.
func (s *Scene) Metrics(put func(name string, value any)) {
	w := s.past.at(s.at)
	put("weights", []float64{w.w1, w.w2})
	put("bias", w.b)
	put("step", s.at)
	put("epoch", 0)
	if l := s.last(); l != nil {
		put("epoch", l.pass)
	}
	scores, answers := []float64{}, []float64{}
	for i := range s.pts {
		if i < len(s.eval.answers()) {
			scores, answers = append(scores, s.eval.score(i)), append(answers, s.eval.answer(i))
		}
	}
	put("scores", scores)
	put("outputs", answers)
	if n := len(s.pts); n > 0 && len(answers) == n {
		put("train_accuracy", float64(n-s.wrong())/float64(n))
		put("loss", s.eval.loss())
	}
	if !s.soft {
		put("mistakes", s.at)
		put("mistakes_per_epoch", s.past.happened([]int{}, s.at))
		put("converged", s.past.converged)
		put("repeats_epoch", s.past.again)
	}
}

// At implements stage.Timeline: one position for each change of the weights.
func (s *Scene) At() (at, last int) { return s.at, len(s.past.steps) }

// Step corrects once more.
func (s *Scene) Step() { s.move(s.at + 1) }

// Back takes one correction back; in the midst of one it leads to its beginning.
func (s *Scene) Back() {
	if s.Part > substep.None {
		s.move(s.at)
		s.phase = 1
		return
	}
	s.move(s.at - 1)
}

// Reset goes to the start.
func (s *Scene) Reset() { s.Seek(0) }

// Seek goes to a position; beyond the ends it stays at the end.
func (s *Scene) Seek(at int) {
	s.move(at)
	s.phase, s.shown = 1, s.at
}

func (s *Scene) move(at int) {
	s.at, s.Part = min(max(at, 0), len(s.past.steps)), substep.None
	s.plane.picked = -1
	s.stale, s.moved = true, true
}

// Caption says which correction this is, and which part of the next is done.
func (s *Scene) Caption(l i18n.Lang) string {
	names, _ := s.Parts()
	return s.position(l) + s.SaidOf(names, l)
}

func (s *Scene) position(l i18n.Lang) string {
	at := strconv.Itoa(s.Under(s.at))
	switch st := s.subject(); {
	case st == nil:
		return i18n.T("还没开始", "Not begun").In(l)
	case s.soft:
		return i18n.T("梯度下降第 "+at+" 步", "Gradient step "+at).In(l)
	default:
		pass := strconv.Itoa(st.pass)
		return i18n.T("第 "+at+" 次出错 · 第 "+pass+" 轮", "Mistake "+at+" · round "+pass).In(l)
	}
}
