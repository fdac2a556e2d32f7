// Package setup is the scene of what is decided before the first step: how the
// data are centred and scaled, how the weights are drawn, and batch norm. A deep
// network shows the numbers of each of its layers, and learns, or does not.
package setup

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/steps"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "setup", Act: 4,
		Title: i18n.T("数据与初始化", "Data and init"),
		Head:  i18n.T("还没学，胜负已定了一半", "Half of it is decided before the first step"),
		Lead: i18n.T("先[猜一猜](guess)；再换[数据](data)、换[初始化](init)，按[播放](play)，看哪一种学得动。",
			"[Guess](guess) first; then change [the data](data) and [the first weights](init), [press play](play), and see which of them learn."),
		Quiet: i18n.T("按[播放](play)，看它学不学得动。", "[Press play](play) and see whether it learns."),
		New:   func(env *stage.Env) (stage.Scene, error) { return New(env) },
	}
}

const (
	pace     = 60.0 // steps a second at speed 1
	looks    = 6.0  // at the network a second while it learns
	unveil   = 9.0  // layers a second, after a guess
	strides  = 14.0 // steps of the descent a second at first
	hurry    = 0.6  // how much more for each step that is done
	openFor  = 2    // layers seen before a guess
	fieldW   = 36
	fieldH   = 20
	swath    = 4 * fieldW // places that the network is asked about at once
	ghostMin = 10         // steps after which a run is worth comparing with
)

// Scene is the laboratory.
type Scene struct {
	inspect.Runs
	steps.Course
	cloud    *cloud
	valley   *valley
	spec     spec
	learner  learner
	probe    *probe
	modes    modes
	channels *channels

	grid      *tensor.Tensor // places of the plane, [fieldW·fieldH, 2]
	some      *tensor.Tensor // of them, [swath, 2]
	fieldTape *grad.Tape
	answers   []float64
	field     *plot.Heatmap
	ground    *plot.Heatmap
	micro     *plot.Heatmap
	maps      [2][pictures * kernels]*plot.Heatmap

	chosen int     // layer, from 0
	twins  twins   // of its neurons
	over   int     // line of the card under the pointer, or −1
	reach  float64 // the largest activation of the chosen layer, by size
	told   bool
	shown  float64 // layers unveiled
	walked float64 // steps of the descent shown

	rested  float64
	reshape bool // the data are others
	rebuild bool // the network is another
	fresh   bool // the weights or the data have changed since the last look
	blurred bool // the field has not followed yet
	start   bool
	lost    error // why the look failed

	lang         i18n.Lang
	area         paint.Rect
	phone, still bool
	curve        *plot.Curve
	drawn        int           // steps that are in the curve
	highest      float64       // what the curve's axis has room for
	mean         [2]steps.Mean // of the points drawn last: of this run, of the one before
	point        steps.Mean    // a point of the run before that was pressed
	name         i18n.Text     // of the run, in the legend
	before       past
	asked        asked
	rivals       []stage.Rival

	parts
	questions
	marks marks
	texts texts
	say   prose.Block // what the card says
}

// past is the run before this one.
type past struct {
	name i18n.Text
	loss []float32 // by step
}

// asked is a number of the card that the visitor pressed.
type asked struct {
	run  int
	v    *grad.Var
	cell int
}

// New returns the scene with ten layers of tanh and weights that are too small.
func New(env *stage.Env) (*Scene, error) {
	ch, err := newChannels()
	if err != nil {
		return nil, err
	}
	team := job.NewTeam(env.NewRunner())
	s := &Scene{Course: steps.Course{Team: team, End: -1}, cloud: newCloud(env.Seed), valley: newValley(), spec: spec{layers: 10, act: "tanh", init: small, sd: firstDeviation},
		learner: learner{team: team, seed: env.Seed, rate: 0.03, size: 40}, probe: newProbe(), channels: ch, grid: tensor.New(fieldW*fieldH, 2), some: tensor.New(swath, 2), fieldTape: grad.NewTape(),
		field: plot.NewHeatmap(fieldW, fieldH), ground: plot.NewHeatmap(side, side), micro: plot.NewHeatmap(examples, units),
		lang: 255, shown: openFor, over: -1}
	s.fieldTape.NoGrad = true
	s.field.Smooth, s.ground.Smooth = true, true
	for k := range s.maps {
		for i := range s.maps[k] {
			s.maps[k][i] = plot.NewHeatmap(mapSide, mapSide)
		}
	}
	s.build()
	s.surveyed()
	s.begin()
	s.mapChannels()
	s.ask()
	return s, s.learner.fail
}

// begin starts training anew, from weights of the seed.
func (s *Scene) begin() {
	s.learner.begin(s.spec, s.cloud.dataset())
	s.drawn = 0
	s.chosen = min(s.chosen, s.spec.layers-1)
	s.newCurve()
	s.fresh, s.rebuild, s.first.known = true, false, false
}

// Update follows the settings, learns for the time there is, and looks.
func (s *Scene) Update(env *stage.Env) {
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone {
		s.lang, s.area, s.phone, s.Stale = env.Lang, env.Area, env.Phone, true
	}
	s.still = env.Look != nil && env.Look.Still
	s.rivals = env.Rivals()
	for _, r := range s.rivals {
		s.makeRoom(r.Scene.(*Scene).highest)
	}
	s.follow()
	if s.start {
		s.start, env.Play.On = false, true
	}
	s.learn(env)
	s.animate(env)
	due := s.looksNow(env)
	if s.rested += env.Dt; due {
		s.fresh, s.blurred, s.Stale, s.rested = false, true, true, 0
		s.lost = s.look()
	} else if s.blurred && s.shown > 0 {
		s.blurred, s.Stale = false, true
		s.lookAround()
	}
	s.ask()
	for _, g := range [2]*ui.Guess{s.guess, s.later} {
		if verdict, ok := g.News(); ok {
			s.Stale = true
			env.Announce(verdict)
		}
	}
	if s.Tell(env); s.Stale {
		s.Stale = false
		s.place()
		s.texts.fill(s)
		s.setWords()
		s.show()
		env.Redraw()
	}
	if a := s.asked; a.v != nil {
		s.asked = asked{}
		env.Inspect(s.Ref(a.run, a.v.ID(), a.cell))
	}
}

// follow takes changed settings up.
func (s *Scene) follow() {
	if s.reshape {
		s.reshape = false
		s.cloud.run()
		s.surveyed()
		s.learner.learn(s.cloud.dataset())
		s.first.known = false
		s.walked, s.fresh = 0, true
	}
	if s.rebuild {
		s.keepPast()
		s.begin()
	}
}

// learn asks for the steps that are due and takes what has been learned.
func (s *Scene) learn(env *stage.Env) {
	n := &s.learner
	failed := n.err() != nil
	env.Play.On = env.Play.On && !failed
	budget := env.Budget
	if !steps.Hurried(env) {
		budget /= 2 // the drawing here takes half a frame's share too
	}
	if env.Play.On && s.looksNow(env) {
		budget = 0 // this frame looks, the next ones learn
	}
	was := n.step()
	s.Learn = n.plan.Learn
	if s.Go(env, pace, budget) {
		s.fresh = true
	}
	if s.tabs.Value() == viewModes && !s.modes.still && !env.Play.On && s.lost == nil {
		s.fresh = true // what it says now can be unfolded
	}
	if n.err() != nil && !failed {
		s.Notice = i18n.T("训练停下了：有个数不再有限", "Training stopped: a number is no longer finite")
		s.Stale, env.Play.On = true, false
	}
	if n.step() > was {
		s.tell()
	}
}

// looksNow reports whether it is time to look at the network: always at rest
// and when it has never been looked at, a few times a second while it learns.
func (s *Scene) looksNow(env *stage.Env) bool {
	return s.fresh && (!env.Play.On || s.rested >= 1/looks || len(s.probe.layers) == 0)
}

// animate moves what moves by itself: the veil, and the ball in the valley.
func (s *Scene) animate(env *stage.Env) {
	if all := float64(s.spec.layers); s.told && s.shown < all {
		s.shown = min(s.shown+env.Dt*unveil, all)
		if s.still {
			s.shown = all
		}
		s.Stale = true
	}
	if all := float64(len(s.valley.walk) - 1); s.walked < all {
		s.walked = min(s.walked+env.Dt*(strides+hurry*s.walked), all)
		if s.still {
			s.walked = all
		}
		s.Stale = true
	}
}

// tell lifts the veil from the layers.
func (s *Scene) tell() {
	if !s.told {
		s.told = true
		if s.chosen = s.spec.layers - 1; s.chosen < len(s.probe.layers) {
			s.mapLayer()
		}
	}
}

// again is for another network: its training starts anew, what was guessed of
// the old one counts no longer.
func (s *Scene) again() {
	if s.learner.begun() && s.learner.step() > 0 {
		s.Notice = i18n.T("网络换了：从新的权重开始", "Another network: training starts from new weights")
	}
	s.unask()
	s.tell()
	s.rebuild = true
}

// look runs the probe, and what the open card shows.
func (s *Scene) look() error {
	if err := s.probe.run(&s.learner, &s.spec, s.cloud, s.spec.norm && s.evalMode.On()); err != nil {
		return err
	}
	s.drawCurve()
	s.mapLayer()
	if s.tabs.Value() == viewModes {
		return s.modes.run(&s.learner, s.cloud, !s.Team.Playing())
	}
	return nil
}

// lookAround asks the network about the whole plane, in use and not in training:
// a swath at a time, as a deep network's tape of all of it is large.
func (s *Scene) lookAround() {
	s.answers = s.answers[:0]
	err := tensor.Catch(func() {
		t, m := s.fieldTape, s.learner.model()
		for at := s.grid.Data(); len(at) > 0; at = at[2*swath:] {
			copy(s.some.Data(), at)
			s.some.Touch()
			t.Reset()
			p := grad.Softmax(forward(t, m, t.Const("x", s.some), true, nil), 1)
			for i := range swath {
				s.answers = append(s.answers, 2*float64(p.Value.Data()[2*i+1])-1)
			}
		}
	})
	if err == nil {
		s.field.Set(s.answers, plot.Diverging(1.25))
	}
}

// mapLayer puts the chosen layer under the microscope: a row for each neuron, a
// column for each example.
func (s *Scene) mapLayer() {
	a, _ := s.probe.values(s.chosen)
	s.answers = s.answers[:0]
	for j := range units {
		for i := range examples {
			s.answers = append(s.answers, a[i*units+j])
		}
	}
	s.twins.look(a)
	s.reach = s.probe.value(s.probe.layers[s.chosen].reach)
	s.micro.Set(s.answers, plot.Diverging(max(s.reach, 1e-300)))
}

func (s *Scene) mapChannels() {
	for k, after := range [2]bool{false, true} {
		scale := 0.0
		for i := range s.maps[k] {
			scale = max(scale, plot.MaxAbs(s.channels.picture(i/kernels, i%kernels, after)))
		}
		for i := range s.maps[k] {
			s.maps[k][i].Set(s.channels.picture(i/kernels, i%kernels, after), plot.Diverging(scale))
		}
	}
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls }

// Figures are the data, the valley, the layers, the curve and the card.
func (s *Scene) Figures() []ui.Widget { return s.figures }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(*stage.Env, *paint.Canvas) {}

// Reset begins anew from the same weights.
func (s *Scene) Reset() {
	s.keepPast()
	s.begin()
	s.Stale = true
}

// Settled implements stage.Settler.
func (s *Scene) Settled() bool { return s.Rests() && !s.fresh && !s.reshape && !s.rebuild }

// Close lets go of the thread that trains.
func (s *Scene) Close() { s.Team.Close() }
