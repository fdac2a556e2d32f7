// Package descent is the scene of gradient descent: balls roll down a loss
// surface, typed, fitted to data or that of a small network, each by the rule
// of an optimiser of the engine, with all that the rule remembers on view.
package descent

import (
	"math"
	"time"

	"gradtheatre/engine/expr"
	"gradtheatre/engine/optim"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "descent", Act: 4,
		Title: i18n.T("梯度下降", "Gradient descent"),
		Head:  i18n.T("同一个山坡，谁先滚到谷底？", "Who rolls to the bottom first?"),
		Lead: i18n.T("先[猜](guess_first)，或者直接按[播放](play)。拖动[小球](balls)换个起点，[所有的路](map)立刻重算。",
			"[Guess](guess_first), or just [press play](play). Drag [the balls](balls): [every path](map) is run anew."),
		Quiet: i18n.T("按[播放](play)。拖动[小球](balls)换个起点，[所有的路](map)立刻重算。",
			"[Press play](play). Drag [the balls](balls): [every path](map) is run anew."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(env.Seed), nil },
	}
}

// Scene is the laboratory of descent.
type Scene struct {
	inspect.Runs
	substep.Midst
	seed   uint64
	preset *preset
	typed  string // f(x, y), the visitor's own
	legal  string // the formula that was read last: that of the hillside
	bad    *expr.SyntaxError
	alien  *expr.Node // a variable that is neither x nor y
	of     surface
	net    *network // kept once it is trained
	hyper  hyper
	opt    int // the optimiser that is looked at

	race    race
	trunk   *trunk // of the race, where that was forked
	relief  relief
	lines   contours
	solid   solid
	shape   shape
	flags   [optimisers]flag // by which each has come to the valley
	others  others
	taken   sample // what the step that is shown is taken by
	working working
	halves  halves // where the card speaks of them
	curving curving
	cloud   cloud
	finder  finder
	probe   race // answers whether a rate diverges
	asked   asked

	want, at int
	phase    float64
	zoom     float64

	lang      i18n.Lang
	theme     *theme.Theme
	area      paint.Rect
	phone     bool
	rerun     bool // settings changed: the race begins anew
	resurface bool // the surface or its window changed
	stale     bool // texts and places
	reshaped  bool // the point that is looked at changed
	training  bool // the network is not ready
	start     bool // a prediction is made: they are off

	parts
	marks  marks
	texts  texts
	curve  *plot.Curve
	curves [2]*plot.Curve // with a logarithmic axis, and without
	logs   bool           // curve is the logarithmic one
	drawn  int
	fill   *paint.Bitmap
	dark   bool
	tint   int // version of the relief that fill shows

	planned   []float64 // the schedule
	pts       []paint.Point
	hoverWire int
}

// New returns the scene in the ravine.
func New(seed uint64) *Scene {
	s := &Scene{seed: seed, typed: firstOwn, zoom: 1, phase: 1, lang: 255, hoverWire: -1}
	s.hyper = hyper{momentum: 0.9, alpha: 0.9, beta1: 0.9, beta2: 0.999, eps: 1e-8, schedule: constant}
	s.hyper.on = [optimisers]bool{sgd: true, momentum: true, adam: true}
	s.solid.yaw, s.solid.pitch = firstYaw, firstPitch
	s.curves = [2]*plot.Curve{newCurve(true), newCurve(false)}
	s.curve = s.curves[0]
	s.build()
	s.choose("ravine")
	return s
}

const firstYaw, firstPitch = 0.5, 0.9

// choose goes to another surface, with the settings of its lesson.
func (s *Scene) choose(id string) {
	p := presetAt(id)
	if p == nil {
		return
	}
	s.preset = p
	s.hyper.start, s.hyper.steps, s.hyper.rates = p.start, p.steps, p.rates
	s.zoom = 1
	s.want = 0
	s.resetGuesses()
	s.setSurface()
}

// source is the formula that is shown; "" for surfaces made of data.
func (s *Scene) source() string {
	if s.preset.id == ownID {
		return s.typed
	}
	return s.preset.source
}

// setSurface makes the surface of the preset or the typed formula. While a
// formula cannot be read, the last one stays.
func (s *Scene) setSurface() {
	s.bad, s.alien, s.trunk = nil, nil, nil
	switch s.preset.id {
	case lineID:
		s.of = newLine()
	case netID:
		if s.net == nil {
			s.net = newNetwork(s.seed)
		}
		s.of = s.net
	default:
		f, bad, alien := newTyped(s.source())
		if s.bad, s.alien = bad, alien; f == nil {
			s.sync()
			return
		}
		s.of, s.legal = f, s.source()
	}
	s.training = s.of == surface(s.net) && s.net.trained < netSteps
	s.rerun, s.resurface, s.stale = true, true, true
	s.sync()
}

// again runs the race anew with the present settings; the position stays.
func (s *Scene) again() {
	s.rerun, s.stale = true, true
	s.unask()
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls }

// Figures are the board of the optimisers, the map, the relief, the losses and
// the card; out of sight, the settings that belong to other choices.
func (s *Scene) Figures() []ui.Widget { return s.figures }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(*stage.Env, *paint.Canvas) {}

// Settled reports whether all that was asked for has been computed.
func (s *Scene) Settled() bool {
	return s.settled()
}

// Update runs the engine and places everything.
func (s *Scene) Update(env *stage.Env) {
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone || s.theme != env.Theme {
		moved := s.area != env.Area || s.phone != env.Phone
		s.lang, s.area, s.phone, s.theme, s.stale = env.Lang, env.Area, env.Phone, env.Theme, true
		if moved {
			s.place()
			s.resurface = true
		}
	}
	if s.phase != env.Play.Phase {
		s.phase, s.stale = env.Play.Phase, true
	}
	s.compute(env.Budget)
	if s.start && s.settled() {
		s.start, env.Play.On = false, true
	}
	s.closeFirst()
	for _, g := range [2]*ui.Guess{s.first, s.wild} {
		if verdict, ok := g.News(); ok {
			s.stale = true
			env.Announce(verdict)
		}
	}
	if !s.stale && s.position() == s.at {
		return
	}
	s.stale = false
	s.askHeight()
	if verdict, ok := s.height.News(); ok {
		env.Announce(verdict)
	}
	s.look(env)
	s.put()
	s.tell()
	env.Redraw()
}

// compute goes on with all runs for what the frame has to spare.
func (s *Scene) compute(budget float64) {
	if s.training {
		from := time.Now()
		for s.training && time.Since(from).Seconds() < budget*0.7 {
			s.training = !s.net.train()
		}
		if s.stale = true; s.training {
			return
		}
		s.rerun, s.resurface = true, true
	}
	if s.resurface {
		s.resurface, s.tint = false, -1
		s.relief.begin(s.of, s.window())
		s.finder.fresh = false
	}
	if s.rerun {
		s.rerun, s.reshaped, s.finder.fresh = false, true, false
		if s.race.begin(s.of, s.hyper, s.seed); s.trunk != nil {
			s.race.follow(s.trunk)
		}
		s.drawn = 0
		s.asked.known = s.asked.done
	}
	if !s.race.done() {
		budget /= 2
		s.stale = s.race.advance(s.want, budget) || s.stale
	}
	if s.relief.advance(budget * 0.8) {
		s.lines.find(s.relief.level, s.relief.sw, s.relief.sh)
		s.stale, s.reshaped = true, true
	}
}

// look brings what depends on the position up to date.
func (s *Scene) look(env *stage.Env) {
	if s.training || s.relief.stride == 0 {
		return
	}
	if at := s.position(); at != s.at || s.reshaped {
		kind := s.shape.kind
		s.planned = optim.Rates(s.race.plan, s.hyper.rates[s.opt], s.hyper.steps+1)
		s.at, s.reshaped = at, false
		m := s.race.run[s.opt].now(at)
		if m == nil {
			return
		}
		s.others.look(s.of, &s.race, at)
		s.lookBatch(m)
		s.lookHalves(m)
		s.lookCurving(m)
		s.shape.look(s.of, m.at, s.relief.win.hx, max(s.relief.hi-s.relief.lo, 1e-12))
		s.cloud.read(s.shape.terms, s.hyper.batch, s.seed)
		if s.shape.kind != kind && s.shape.kind != slope {
			env.Announce(kindText(s.shape.kind, s.lowerElsewhere()))
		}
		s.work(m)
		s.markRate()
		s.show()
	}
	if s.tab.Value() == tabFinder && !s.finder.fresh {
		s.finder.try(s.of, s.hyper, s.opt, s.seed)
		s.show()
	}
}

// position is the step that is shown: as far as the race has been run.
func (s *Scene) position() int { return min(s.want, max(s.race.computed-1, 0)) }

// window is what is shown: the preset's, as wide or high as the map is, so that
// both axes have one scale and gradients stand upright on the contours.
func (s *Scene) window() window {
	w, r := s.preset.win, s.marks.plane
	if r.Empty() {
		return w
	}
	unit := max(2*w.hx/r.W, 2*w.hy/r.H) / s.zoom
	w.hx, w.hy = unit*r.W/2, unit*r.H/2
	return w
}

// floor is the lowest loss that is known: on the map and on all paths.
func (s *Scene) floor() float64 {
	low := s.relief.lo
	for k := range s.race.run {
		for i := range s.race.run[k].past {
			if v := s.race.run[k].past[i].loss; finite(v) {
				low = min(low, v)
			}
		}
	}
	return low
}

// goal is the level that counts as the valley: a hundredth of the way from the
// floor up to the start.
func (s *Scene) goal() float64 {
	low := s.floor()
	for k := range s.race.run {
		if p := s.race.run[k].past; len(p) > 0 && finite(p[0].loss) {
			return low + 0.01*(p[0].loss-low)
		}
	}
	return low
}

// lowerElsewhere reports whether a place much lower than this one is known.
func (s *Scene) lowerElsewhere() bool {
	return s.shape.loss > s.floor()+0.02*(s.relief.hi-s.relief.lo)*min(1, s.relief.bend/(s.relief.hi-s.relief.lo)*5)
}

// stable is the learning rate below which plain descent comes closer, by the
// curvature where the ball stands; 0 where nothing curves up.
func (s *Scene) stable() float64 {
	if l := s.shape.value[0]; s.shape.known && l > 0 && finite(l) {
		return 2 / l
	}
	return 0
}

// Metrics reports the shown position of the optimiser that is looked at, and
// how all of them fare.
func (s *Scene) Metrics(put func(name string, value any)) {
	put("step", s.at)
	m := s.race.run[s.opt].now(s.at)
	if m == nil || s.training {
		return
	}
	put("x", m.at[0])
	put("y", m.at[1])
	put("loss", m.loss)
	put("gradient", m.full[:])
	put("batch_gradient", m.g[:])
	put("grad_norm", math.Hypot(m.full[0], m.full[1]))
	put("learning_rate", m.lr)
	put("effective_learning_rate", m.rate[:])
	first, second := s.memory(m)
	if first != nil {
		put("velocity", first)
	}
	if second != nil {
		put("second_moment", second)
	}
	put("next", m.next[:])
	put("hessian", []float64{s.shape.hessian[0][0], s.shape.hessian[0][1], s.shape.hessian[1][0], s.shape.hessian[1][1]})
	put("curvature", s.shape.value[:])
	put("max_stable_learning_rate", s.stable())
	put("place", placeID[s.shape.kind])
	put("lowest_loss", s.floor())
	losses, reached, diverged := map[string]float64{}, map[string]int{}, []string{}
	goal := s.goal()
	for k := range s.race.run {
		if n := &s.race.run[k]; n.on && len(n.past) > 0 {
			losses[optID[k]], reached[optID[k]] = n.now(s.at).loss, n.reached(goal)
			if n.diverged() {
				diverged = append(diverged, optID[k])
			}
		}
	}
	put("losses", losses)
	put("reached_step", reached)
	put("diverged", diverged)
	if len(s.cloud.each) > 0 {
		put("examples", len(s.cloud.each))
		put("worker_gradients", [][]float64{s.cloud.workers[0][:], s.cloud.workers[1][:]})
		put("worker_mean", s.cloud.joined[:])
	}
	if s.finder.fresh {
		put("suggested_learning_rate", s.finder.best)
	}
	put("grid", []int{s.relief.sw, s.relief.sh})
}

// memory is what the rule remembers: the running mean of gradients, and that of
// their squares; nil where it keeps none.
func (s *Scene) memory(m *moment) (first, second []float64) {
	switch s.opt {
	case momentum, nesterov:
		return m.past[0][:], nil
	case rmsprop, adagrad:
		return nil, m.past[0][:]
	case adam:
		return m.past[0][:], m.past[1][:]
	}
	return nil, nil
}
