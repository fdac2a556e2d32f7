// Package zoom leads from one gate out to the neuron that it is part of, to the
// layer of such neurons and to the whole convolutional network, and back in.
//
// What is seen at each level is the same recorded run of engine/models.Digits:
// one image forward to the loss and back, on one tape. The camera alone moves;
// a number has the same digits wherever it is met.
package zoom

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// level is how far away the camera stands.
type level int

const (
	gateLevel level = iota
	neuronLevel
	layerLevel
	cnnLevel
	levelCount
)

var levels = [levelCount]struct {
	id   string
	name i18n.Text
}{
	{"gate", i18n.T("一个门", "gate")},
	{"neuron", i18n.T("神经元", "neuron")},
	{"layer", i18n.T("一层", "layer")},
	{"cnn", i18n.T("整个 CNN", "CNN")},
}

// Zoom is the laboratory. It sleeps until it is entered.
type Zoom struct {
	inspect.Runs
	run    *run
	failed error
	on     bool
	leave  func() // to where there is no zoom

	digit, label int
	n            neuron // in focus
	other        neuron // of the other layer, where the card speaks of one
	auto         bool   // the run chooses the focus
	vague        bool   // and of a neuron the input
	at           event
	phase        float64

	camera
	geo  geometry
	pics pictures
	text texts
	card card
	hov  hover
	hand hand
	parts

	theme  *theme.Theme
	lang   i18n.Lang
	dirty  bool // the run is to be made again
	moved  bool // another gate is in focus
	stale  bool // texts are to be made again
	redraw bool

	pointed bool // the picture was last worked by pointer: it shows no focus
}

// The image that is shown first: a careless 9, of which the network is not sure.
const firstDigit = 9

// New returns the laboratory; leave is called when the level is taken away.
func New(leave func()) *Zoom {
	s := &Zoom{digit: firstDigit, label: firstDigit, auto: true, at: lastEvent, phase: 1, lang: 255, leave: leave}
	s.z, s.goal = float64(cnnLevel), float64(cnnLevel)
	s.build()
	return s
}

// Enter wakes the laboratory. flying begins at the gate and moves out to the
// whole network.
func (s *Zoom) Enter(flying bool) error {
	if s.on {
		return nil
	}
	if s.run == nil && s.failed == nil {
		s.run, s.failed = newRun()
	}
	if s.failed != nil {
		return s.failed
	}
	s.on, s.dirty = true, true
	if flying {
		s.z, s.goal, s.flight, s.at = float64(gateLevel), float64(cnnLevel), true, lastEvent
	}
	s.levels.sync()
	return nil
}

// Leave lets it sleep.
func (s *Zoom) Leave() {
	s.on = false
	s.levels.sync()
	for _, list := range [2][]ui.Widget{s.figures, s.controls} {
		for _, w := range list {
			w.SetRect(paint.Rect{})
		}
	}
	s.geo.area = paint.Rect{}
}

// On reports whether it is awake.
func (s *Zoom) On() bool { return s.on }

// Settled reports whether the camera has arrived.
func (s *Zoom) Settled() bool { return !s.on || s.z == s.goal && !s.dirty && !s.moved }

// Update runs the network when it must, moves the camera and makes the texts.
// top is the room for the level control, rest that for everything else.
func (s *Zoom) Update(env *stage.Env, top, rest paint.Rect) {
	s.pointed = s.pointed && env.Look.Focus == s.picture.ID()
	if env.Theme != s.theme || env.Lang != s.lang {
		s.theme, s.lang, s.stale = env.Theme, env.Lang, true
		s.pics.theme, s.moved = env.Theme, true
	}
	if s.phase != env.Play.Phase {
		s.phase = env.Play.Phase
		env.Redraw()
	}
	if verdict, ok := s.guess.News(); ok {
		env.Announce(verdict)
	}
	if s.dirty {
		s.classify()
	}
	s.digits.paint(env.Theme)
	s.levels.SetRect(top)
	if s.geo.arrange(rest, env.Phone) {
		s.moved, s.hov = true, hover{} // what was under the mouse stands elsewhere now
		s.picture.SetRect(s.geo.window)
		s.unfold.SetRect(s.geo.card)
	}
	was := s.level()
	if s.fly(env.Dt, env.Look != nil && env.Look.Still) {
		env.Redraw()
	}
	if s.level() != was {
		s.stale = true
		s.levels.sync()
	}
	if s.moved {
		s.moved, s.stale = false, true
		s.n.open(s.run, s.n.focus)
		s.geo.anchor(&s.n)
		s.pics.paint(s)
	}
	if s.stale {
		s.stale = false
		s.refresh()
		env.Redraw()
	}
	s.fitWords(env.Theme)
	if s.check(env) || s.redraw {
		s.redraw = false
		env.Redraw()
	}
	if s.ask.Node >= 0 {
		env.Inspect(s.ask)
		s.ask.Node = -1
	}
}

// classify runs the network on the digit, forward and back.
func (s *Zoom) classify() {
	s.dirty, s.moved = false, true
	s.run.classify(s.digit, s.label)
	s.pics.fresh = true
	clear(s.card.checks)
	if s.auto {
		s.n.focus = s.run.strongest(s.n.block)
	} else if s.vague {
		s.n.focus = s.run.loudest(s.n.focus, -1)
	}
	s.vague = false
	s.Show(inspect.Run{Tape: s.run.tape, Record: &s.run.tr, Build: s.run.again})
}

// look puts another gate in focus.
func (s *Zoom) look(f focus) {
	if f.valid() && f != s.n.focus {
		s.n.focus, s.auto, s.moved = f, false, true
	}
}

// Metrics reports the gate in focus and the numbers on the way from it to the loss.
func (s *Zoom) Metrics(put func(name string, value any)) {
	if !s.on || s.dirty {
		return
	}
	n, r := &s.n, s.run
	g := n.gate()
	put("level", levels[s.level()].id)
	put("layer", blocks[n.block].name)
	put("channel", n.m)
	put("row", n.row)
	put("column", n.col)
	put("input_channel", n.in)
	put("tap", []int{n.u, n.v})
	put("input", n.xCell())
	put("digit", s.digit)
	put("label", s.label)
	put("prediction", r.prediction())
	put("probabilities", r.values(value, probs))
	put("loss", r.values(value, loss)[0])
	values := map[string]float64{"x": g.xv, "w": g.wv, "q": g.q, "b": n.bias, "z": n.z, "L": r.values(value, loss)[0]}
	grads := map[string]float64{"x": r.at(gradient, blocks[n.block].src, n.xCell()), "w": r.at(gradient, blocks[n.block].w, n.wCell()),
		"q": n.gz, "z": n.gz, "L": r.values(gradient, loss)[0]}
	switch n.block {
	case fullBlock:
		values["a"], grads["a"] = n.a, n.ga
	case scoreBlock:
		values["p"] = n.a
	default:
		values["a"], grads["a"], values["p"], grads["p"] = n.a, n.ga, n.p, n.gp
	}
	put("values", values)
	put("grads", grads)
	put("shares", map[string]float64{"x": g.toX, "w": g.toW})
	put("nonzero_uses", s.uses())
	put("uses", blocks[n.block].side*blocks[n.block].side)
}

// uses counts the places at which a weight of the map in focus sends back a
// gradient that is not 0: those where the neuron's own is not.
func (s *Zoom) uses() (count int) {
	b := &blocks[s.n.block]
	for _, g := range s.run.values(gradient, b.z)[s.n.m*b.side*b.side:][:b.side*b.side] {
		if g != 0 {
			count++
		}
	}
	return count
}

// camera is where the picture is seen from: 0 at one gate, 3 at the whole network.
type camera struct {
	z, goal float64
	flight  bool    // it moves out by itself, level by level
	held    bool    // by the level control
	idle    float64 // seconds since the wheel or fingers moved it
	toward  float64 // which way they did
}

// level is the level that the camera stands at or moves to.
func (k *camera) level() level {
	z := k.goal
	if k.flight || k.held {
		z = k.z
	}
	return level(min(max(math.Round(z), 0), float64(cnnLevel)))
}

// rest is how long the wheel is still before the camera goes on to a level, and
// pace how many levels a second it flies.
const (
	rest = 0.22
	pace = 0.85
)

// fly moves the camera and reports whether it moved.
func (k *camera) fly(dt float64, still bool) bool {
	if k.held {
		return true
	}
	if k.flight && !still {
		if k.z = min(k.z+dt*pace, k.goal); k.z == k.goal {
			k.flight = false
		}
		return true
	}
	k.flight = false
	if whole := math.Round(k.goal); k.goal != whole {
		if k.idle += dt; k.idle > rest || still {
			if k.toward > 0 {
				whole = math.Ceil(k.goal - 0.1)
			} else if k.toward < 0 {
				whole = math.Floor(k.goal + 0.1)
			}
			k.goal = min(max(whole, 0), float64(cnnLevel))
		}
	}
	if k.z == k.goal {
		return false
	}
	k.z += (k.goal - k.z) * (1 - math.Exp(-dt*8))
	if still || math.Abs(k.z-k.goal) < 0.004 {
		k.z = k.goal
	}
	return true
}

// nudge moves it by a part of a level: out is positive.
func (k *camera) nudge(by float64) {
	k.flight, k.idle, k.toward = false, 0, by
	k.goal = min(max(k.goal+by, 0), float64(cnnLevel))
}

// goTo moves it to a level.
func (k *camera) goTo(l level) {
	k.flight, k.held, k.goal = false, false, float64(min(max(l, 0), cnnLevel))
}

// seen is where the camera is in a flight: it dwells a little at each level.
func (k *camera) seen() float64 {
	if !k.flight {
		return k.z
	}
	whole := math.Floor(k.z)
	u := min(max((k.z-whole-0.15)/0.7, 0), 1)
	return whole + ease(u)
}

func itoa(n int) string { return strconv.Itoa(n) }
