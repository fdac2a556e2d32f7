// Package playground is the scene in which a small network learns points in
// the plane: what each neuron has found, every hyper-parameter live, back to
// any step, races from one fork, and any number unfolded.
//
// The network learns in a train.Session; what is on the stage is read from the
// records of two tapes: one that probes a grid of the plane, and one that runs
// the chosen point forwards and backwards.
package playground

import (
	"math"
	"slices"
	"strconv"
	"time"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "playground", Act: 4,
		Title: i18n.T("训练场", "Playground"),
		Head:  i18n.T("按播放，看网络自己找出分界", "Press play: a network finds the border by itself"),
		Lead: i18n.T("每个小方块是一个神经元，画着它对平面上每一点的反应。拖动数据点，拖动连线，加减神经元。",
			"Each small square is a neuron: its response to every point of the plane. Drag points, drag lines, add neurons."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(env.Seed) },
	}
}

// pace is how many epochs go by in a second at speed 1; from speed 16 on
// training is as fast as the machine.
const (
	pace      = 60.0
	flatOut   = 16.0
	defBatch  = 10
	guessLast = 300 // epochs after which a guess is judged
	solved    = 0.95
	looks     = 20 // at the network a second while it learns
)

// pick is what the card unfolds: a neuron, a weight, or nothing.
type pick struct {
	kind    pickKind
	l, j, i int // layer (the output's is the last), neuron, input
}

type pickKind uint8

const (
	pickNone pickKind = iota
	pickNeuron
	pickWeight
)

// Scene is the laboratory.
type Scene struct {
	task  task
	spec  spec
	hyper hyper
	pts   points
	run   *run
	rival *run // forked from run; keeps its settings
	fail  error

	probe, other *probe // of run and rival
	example      *example
	point        int // of the training set, on the example tape
	given        []tensor.Elem

	owed   float64 // epochs that play has not yet had time for
	todo   int     // steps to take while paused
	start  bool    // a guess was made: play
	stop   bool    // it was judged: pause
	rested float64 // seconds since the last look
	fresh  bool    // weights or points have changed
	stale  bool    // something lies elsewhere or reads otherwise
	speed  rate
	lang   i18n.Lang
	area   paint.Rect
	phone  bool
	theme  *theme.Theme
	notice i18n.Text

	picked, hover pick
	guess         guess
	sweep         sweep
	within
	view
	panel
	card card
}

// rate measures how many epochs go by in a second.
type rate struct {
	since time.Time
	epoch float64
	now   float64
}

// New returns the scene with two hidden layers before a spiral.
func New(seed uint64) (*Scene, error) {
	s := &Scene{
		task:  task{id: "circle", points: 300, classes: 3, validate: 0.5, seed: seed},
		spec:  spec{features: [numFeatures]bool{true, true}, layers: []layer{{6, "tanh"}, {4, "tanh"}}, loss: lossCE, init: "auto"},
		hyper: hyper{rule: "adam", rate: 0.01, batch: defBatch}, probe: newProbe(), other: newProbe(), example: newExample(), lang: 255, within: newWithin(),
	}
	s.build()
	s.begin()
	return s, s.fail
}

// begin starts a run anew with the settings as they are.
func (s *Scene) begin() {
	s.pts = s.task.sample()
	s.spec.classes = s.pts.classes
	s.pts = s.pts.target(s.spec.kind())
	s.owed, s.todo, s.rival, s.picked, s.hover = 0, 0, nil, pick{}, pick{}
	s.point = min(s.point, s.pts.train.Len()-1)
	s.run, s.fail = newRun(s.spec, s.hyper, s.pts, s.task.seed, s.given)
	s.given = nil
	s.fresh, s.stale = true, true
	s.speed = rate{}
}

// reset is begin after a change that no run survives, and says so.
func (s *Scene) reset() {
	again := s.run != nil && s.run.step() > 0
	s.begin()
	if again {
		s.notice = i18n.T("结构变了：从新的随机权重开始", "Another architecture: training starts from new random weights")
	}
}

// change puts settings in force without a new start.
func (s *Scene) change() {
	if err := s.run.change(s.hyper, s.pts); err != nil {
		s.fail = err
	}
	s.fresh, s.stale = true, true
}

// repoint draws the points anew; the weights stay where the classes do.
func (s *Scene) repoint() {
	p := s.task.sample()
	if p.classes != s.spec.classes {
		s.reset()
		return
	}
	s.pts = p.target(s.spec.kind())
	s.point = min(s.point, s.pts.train.Len()-1)
	s.change()
}

// Update learns for the time there is and follows with all that shows it.
func (s *Scene) Update(env *stage.Env) {
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone || s.theme != env.Theme {
		s.lang, s.area, s.phone, s.theme, s.stale = env.Lang, env.Area, env.Phone, env.Theme, true
	}
	if s.start {
		s.start, env.Play.On = false, true
	}
	s.learn(env)
	s.judge()
	if s.stop || s.run.err != nil {
		s.stop, env.Play.On = false, false
	}
	if s.notice != (i18n.Text{}) {
		env.Notice(s.notice)
		env.Announce(s.notice)
		s.notice = i18n.Text{}
	}
	// While it learns, a few looks a second leave the time to the learning.
	if s.rested += env.Dt; s.fresh && (!env.Play.On || s.stale || s.rested >= 1.0/looks) {
		s.fresh, s.stale, s.rested = false, true, 0
		if err := s.look(); err != nil && s.run.err == nil {
			s.run.err = err
		}
	}
	if s.stale {
		s.stale = false
		s.place()
		s.paintMaps()
		s.writeCard()
		s.drawCurves()
		env.Redraw()
	}
}

// learn takes the steps that are due.
func (s *Scene) learn(env *stage.Env) {
	was := s.run.step()
	target := was + s.todo
	asked := target // a long way takes several frames
	if env.Play.On && s.run.err == nil {
		s.owed = min(s.owed+env.Dt*env.Play.Speed*pace, 30)
		steps := math.Floor(s.owed * float64(s.run.perEpoch()))
		s.owed -= steps / float64(s.run.perEpoch())
		target = was + int(steps)
		if env.Play.Speed >= flatOut {
			s.owed, target = 0, math.MaxInt
		}
	}
	if g := &s.guess; g.made && !g.judged && g.run == s.run {
		target = min(target, guessLast*s.run.perEpoch())
	}
	if target > was {
		budget := time.Duration(env.Budget * float64(time.Second))
		if s.rival != nil {
			budget /= 2
		}
		if err := s.run.advance(target, time.Now().Add(budget)); err != nil {
			s.notice = i18n.T("训练停下了：数字不再有限", "Training stopped: a number is no longer finite")
			s.stale = true
		}
	}
	if s.todo = max(0, asked-s.run.step()); s.run.err != nil || env.Play.On {
		s.todo = 0
	}
	if s.rival != nil && s.rival.err == nil && s.rival.step() < s.run.step() {
		s.rival.advance(s.run.step(), time.Now().Add(50*time.Millisecond))
		s.fresh = true
	}
	if s.run.step() != was {
		s.fresh = true
		s.clockRate()
	}
}

func (s *Scene) clockRate() {
	now, epoch := time.Now(), s.run.epoch(s.run.step())
	if d := now.Sub(s.speed.since).Seconds(); s.speed.since.IsZero() || epoch < s.speed.epoch || d > 2 {
		s.speed = rate{now, epoch, 0}
	} else if d >= 0.5 {
		s.speed = rate{now, epoch, (epoch - s.speed.epoch) / d}
	}
}

// look runs both tapes on the network as it stands.
func (s *Scene) look() error {
	if err := s.run.catchUp(); err != nil {
		return err
	}
	if err := s.probe.run(s.run.model(), &s.spec); err != nil {
		return err
	}
	if s.rival != nil {
		if err := s.rival.catchUp(); err != nil {
			return err
		}
		if err := s.other.run(s.rival.model(), &s.rival.spec); err != nil {
			return err
		}
	}
	if err := s.example.run(s.run.model(), &s.spec, s.pts.train, s.point); err != nil {
		return err
	}
	return s.lookWithin()
}

// race forks the run, or lets the rival go.
func (s *Scene) race() {
	if s.rival != nil {
		s.rival = nil
	} else if f, err := s.run.fork(); err == nil {
		s.rival = f
		s.notice = i18n.T("已分叉：对手保持原设置。现在改一样，再播放", "Forked: the rival keeps these settings. Change one thing and play")
	}
	s.fresh = true
}

// setWeight changes one weight by hand; what was learned beyond is forgotten.
func (s *Scene) setWeight(p pick, v float64) {
	w := s.run.weights()
	at := 0
	for _, q := range s.run.model().Params() {
		if q.Name == sumName(p.l)+".weight" {
			at += p.j*q.Value.Dim(1) + p.i
			break
		}
		at += q.Value.Len()
	}
	w[at] = tensor.Elem(v)
	if err := s.run.takeUp(w); err != nil {
		s.fail = err
	}
	s.fresh = true
}

// weight is the recorded value of a weight.
func (s *Scene) weight(p pick) float64 {
	n := &s.probe.tr.Nodes[s.probe.w[p.l]]
	return n.Value[p.j*n.Shape[1]+p.i]
}

// toOwn makes the points the visitor's own, so that they can be moved.
func (s *Scene) toOwn() {
	if s.task.id != "own" && s.spec.classes > 0 {
		s.task.own = s.pts.marks()
		s.task.id = "own"
		s.problem.SetValue("own")
		s.stale = true
	}
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls() }

// Figures are the network, the output, the curves and the card.
func (s *Scene) Figures() []ui.Widget {
	if s.phone { // there the views stand among the controls
		return s.narrow
	}
	return s.figures
}

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(*stage.Env, *paint.Canvas) {}

// Handle lets go of what is unfolded with Esc.
func (s *Scene) Handle(_ *stage.Env, ev ui.Event) bool {
	if ev.Kind == ui.KeyDown && ev.Key == "Escape" && s.picked.kind != pickNone {
		s.picked, s.stale = pick{}, true
		return true
	}
	return false
}

// At implements stage.Timeline; training has no end.
func (s *Scene) At() (at, last int) { return s.run.step(), -1 }

// Step takes one step of gradient descent.
func (s *Scene) Step() { s.todo++ }

// Back goes one step back.
func (s *Scene) Back() { s.Seek(s.run.step() - 1) }

// Reset begins anew from the seed's weights.
func (s *Scene) Reset() { s.begin() }

// Seek goes to a step of the run: recorded ones at once, later ones by learning.
func (s *Scene) Seek(at int) {
	s.run.seek(at)
	if s.rival != nil {
		s.rival.seek(at)
	}
	s.todo = max(0, min(at, 1<<20)-s.run.step())
	s.fresh = true
}

// Settled implements stage.Settler: a step that was asked for has been taken.
func (s *Scene) Settled() bool { return s.todo == 0 && !s.fresh }

// Caption says where the run stands.
func (s *Scene) Caption(l i18n.Lang) string {
	step := s.run.step()
	return i18n.T("第 "+tenth(s.run.epoch(step))+" 轮 · 第 "+strconv.Itoa(step)+" 步", "Epoch "+tenth(s.run.epoch(step))+" · step "+strconv.Itoa(step)).In(l)
}

// Metrics reports the run by the field's names.
func (s *Scene) Metrics(put func(name string, value any)) {
	r := s.run
	r.catchUp()
	optional := func(name string, v float64) {
		if v < 0 {
			put(name, nil)
		} else {
			put(name, v)
		}
	}
	put("step", r.step())
	put("epoch", r.epoch(r.step()))
	put("recorded_steps", r.end())
	put("loss", r.lastLoss())
	put("train_loss", r.now.trainLoss)
	put("val_loss", r.now.valLoss)
	optional("train_accuracy", r.now.trainAcc)
	optional("val_accuracy", r.now.valAcc)
	put("learning_rate", r.hyper.rate)
	put("batch_size", min(r.hyper.batch, r.pts.train.Len()))
	put("optimizer", r.hyper.rule)
	put("train_size", r.pts.train.Len())
	put("val_size", r.pts.val.Len())
	put("classes", r.spec.classes)
	put("parameters", len(r.weights()))
	widths := []int{}
	for _, l := range r.spec.layers {
		widths = append(widths, l.width)
	}
	put("hidden_layers", widths)
	put("epochs_per_second", s.speed.now)
	put("diverged", s.run.err != nil)
	if s.run.err != nil {
		put("reason", s.run.err.Error())
	}
	if s.rival != nil {
		s.rival.catchUp()
		put("rival_train_loss", s.rival.now.trainLoss)
		put("rival_val_loss", s.rival.now.valLoss)
		put("rival_learning_rate", s.rival.hyper.rate)
	}
	put("guess", s.guess.state())
	if s.lookAt.Value() == viewConfusion && s.confusion != nil {
		put("confusion", s.confusion.Counts)
	}
	if s.example.ok && slices.Contains([]pickKind{pickNeuron, pickWeight}, s.picked.kind) {
		put("unfolded", s.card.describe())
	}
}
