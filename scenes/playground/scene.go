// Package playground is the scene in which a small network learns points in
// the plane: what each neuron has found, every hyper-parameter live, back to
// any step, races of branches, and any number unfolded.
//
// The network learns beside the frames, by a job.Runner; what is on the stage is
// read from the records of two tapes on this side, made of the weights that the
// runner last brought: one that probes a grid of the plane, and one that runs the
// chosen point forwards and backwards.
package playground

import (
	"time"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "playground", Act: 4,
		Title: i18n.T("训练场", "Playground"),
		Head:  i18n.T("按播放，看网络自己找出分界", "Press play: a network finds the border"),
		Lead: i18n.T("[每个小方块](neuron)是一个神经元，画着它对[平面上每一点](points)的反应。拖动数据点，拖动[连线](lines)，[加减神经元](layer1_*)。",
			"[Each small square](neuron) is a neuron: its response to [every point of the plane](points). Drag points, drag [lines](lines), [add neurons](layer1_*)."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(env) },
	}
}

// At speed 1 a run begins with firstPace epochs a second, so that the border is
// seen to bend, and has reached cruise when pacedFor epochs have gone by; from
// speed flatOut on training is as fast as the machine.
const (
	firstPace = 3.0
	cruise    = 60.0
	pacedFor  = 60.0
	flatOut   = 16.0
	defBatch  = 10
	guessLast = 300  // epochs after which a guess is judged
	solved    = 0.95 // accuracy
	remains   = 0.1  // of the loss, where a number is predicted
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
	inspect.Runs
	substep.Training
	seed       uint64 // of the run
	home       uint64 // of the theatre
	points     jobs.Points
	hyper      job.Hyper
	pts        jobs.Sets
	in         []int // the features in use
	run        *run
	rivals     []*Scene // the other branches of the stage
	rivalNames []string
	fail       error

	probe   *probe
	example *example
	point   int  // of the training set, on the example tape
	given   bool // the run began with weights of a link
	opened  bool // the test set was looked at

	owed    float64 // steps that play has not yet asked for
	start   bool    // a guess was made: play
	stop    bool    // it was judged: pause
	playing bool
	fresh   bool // weights or points have changed
	stale   bool // something lies elsewhere or reads otherwise
	speed   rate
	lang    i18n.Lang
	area    paint.Rect
	column  bool // the window is a phone's: one column
	phone   bool // and the stage is upright
	short   bool // there is room for network and answer only, side by side
	tiny    bool // or one above the other
	theme   *theme.Theme
	notice  i18n.Text

	picked, hover pick
	guess         guess
	border        border
	sweep         sweep
	slopes        slopes
	formula       formula
	within
	view
	panel
	shelf shelf
	card  card
}

// rate measures how many epochs go by in a second.
type rate struct {
	since time.Time
	epoch float64
	now   float64
}

// New returns the scene with two hidden layers before a ring of points.
func New(env *stage.Env) (*Scene, error) {
	s := newScene(env.Seed)
	s.begin(env.NewRunner(), given{})
	return s, s.fail
}

func newScene(seed uint64) *Scene {
	s := &Scene{
		seed: seed, home: seed,
		points: jobs.Points{Data: "circle", N: 300, Classes: 3, Val: 0.5, Features: [jobs.NumFeatures]bool{true, true},
			Layers: []jobs.Layer{{Width: 6, Activation: "tanh"}, {Width: 4, Activation: "tanh"}}, Loss: jobs.CrossEntropy, Init: "auto"},
		hyper: job.Hyper{Rule: "adam", LR: 0.01, BatchSize: defBatch},
		probe: newProbe(), example: newExample(), lang: 255, within: newWithin(),
	}
	s.build()
	return s
}

// begin starts a run with the settings as they are, from what is given or, if
// that has no weights, from those of the seed.
func (s *Scene) begin(on *job.Runner, from given) {
	s.given = from.weights != nil
	r, err := newRun(on, s.points, s.hyper, s.seed, from)
	if s.fail = err; err != nil {
		s.notice = i18n.Same(err.Error())
		return
	}
	s.owed, s.picked, s.hover = 0, pick{}, pick{}
	s.run, s.pts, s.in = r, r.sets, s.points.Inputs()
	s.point = min(s.point, s.pts.Train.Len()-1)
	s.fresh, s.stale, s.opened = true, true, false
	s.speed = rate{}
}

// restart is begin on the thread that there is.
func (s *Scene) restart() { s.begin(s.run.Runner, given{}) }

// reset is restart after a change that no run survives, and says so.
func (s *Scene) reset() {
	again := s.run.step() > 0
	s.restart()
	if again {
		s.notice = i18n.T("结构变了：从新的随机权重开始", "New architecture: new random weights")
	}
}

// change puts settings in force without a new start.
func (s *Scene) change() {
	if err := s.run.change(s.hyper); err != nil {
		s.notice = i18n.Same(err.Error())
	}
	s.fresh, s.stale = true, true
}

// repoint draws the points anew; the weights stay where the classes do.
func (s *Scene) repoint() {
	sets := s.points.Sample(s.seed)
	if sets.Classes != s.pts.Classes {
		s.reset()
		return
	}
	s.pts = sets
	s.point = min(s.point, s.pts.Train.Len()-1)
	if err := s.run.learnOther(s.points, sets); err != nil {
		s.notice = i18n.Same(err.Error())
	}
	s.fresh, s.stale, s.opened = true, true, false
}

// outputs is the width of the last layer.
func (s *Scene) outputs() int { return jobs.Outputs(s.pts.Classes) }

// Update learns for the time there is and follows with all that shows it.
func (s *Scene) Update(env *stage.Env) {
	if s.lang != env.Lang || s.area != env.Area || s.column != env.Phone || s.theme != env.Theme {
		s.lang, s.area, s.column, s.theme, s.stale = env.Lang, env.Area, env.Phone, env.Theme, true
		s.measureArea(env.Phone)
	}
	if s.start {
		s.start, env.Play.On = false, true
	}
	s.weights.tend()
	s.tendShelf(env)
	s.groups.tend(env)
	s.tendFile(env)
	s.rivals, s.rivalNames = s.rivals[:0], s.rivalNames[:0]
	for _, r := range env.Rivals() {
		if o, is := r.Scene.(*Scene); is {
			s.rivals, s.rivalNames = append(s.rivals, o), append(s.rivalNames, r.Name)
		}
	}
	s.learn(env)
	s.judge()
	if s.stop || s.run.broken() || s.run.Stopped() {
		s.stop, env.Play.On = false, false
		s.run.stand()
	}
	if s.playing != env.Play.On {
		s.playing, s.stale = env.Play.On, true
	}
	if s.notice != (i18n.Text{}) {
		env.Notice(s.notice)
		env.Announce(s.notice)
		s.notice = i18n.Text{}
	}
	if s.fresh {
		s.fresh, s.stale = false, true
		s.Card.Forget()
		if err := s.look(); err != nil {
			s.notice = i18n.Same(err.Error())
		}
		s.tendBorder(env, true)
	} else {
		s.tendBorder(env, false)
	}
	s.rehearse(env)
	if s.stale {
		s.stale = false
		s.depth.SetFloat(float64(len(s.points.Layers)))
		s.activation.SetValue(alike(s.points.Layers))
		s.showKind()
		s.nameLegend()
		s.groups.write(s)
		s.writeCard()
		s.place()
		s.paintMaps()
		s.drawCurves()
		s.border.sketch.Right() // its crosses
		s.border.sketch.Pad().Place()
		env.Redraw()
	}
}

// look runs both tapes on the network as it stands.
func (s *Scene) look() error {
	if err := s.probe.run(s.run); err != nil {
		return err
	}
	s.slopes.step = -1
	if s.wires.Value() == wiresGradient { // before the example, which has the last word on the gradients
		if err := s.lookSlopes(); err != nil {
			return err
		}
	}
	if err := s.example.run(s.run, s.point); err != nil {
		return err
	}
	s.lookDropped()
	err := s.lookWithin()
	s.show()
	return err
}

// Close ends the runs.
func (s *Scene) Close() {
	s.sweep.close()
	s.run.Close()
}

// setWeight changes one weight by hand; what was learned beyond is forgotten.
func (s *Scene) setWeight(p pick, v float64) {
	w := s.run.Weights(nil)
	at := 0
	name, cell := jobs.SumName(p.l)+".weight", p.j*s.fanIn(p.l)+p.i
	if p.i == s.fanIn(p.l) {
		name, cell = jobs.SumName(p.l)+".bias", p.j
	}
	for _, q := range s.run.model().Params() {
		if q.Name == name {
			at += cell
			break
		}
		at += q.Value.Len()
	}
	w[at] = tensor.Elem(v)
	if err := s.run.takeUp(w); err != nil {
		s.notice = i18n.Same(err.Error())
	}
	s.fresh = true
}

// weight is the recorded value of a weight, or of the bias after the last one.
func (s *Scene) weight(p pick) float64 {
	if p.i == s.fanIn(p.l) {
		return s.probe.tr.Nodes[s.probe.b[p.l]].Value[p.j]
	}
	n := &s.probe.tr.Nodes[s.probe.w[p.l]]
	return n.Value[p.j*n.Shape[1]+p.i]
}

// toOwn makes the points the visitor's own, so that they can be moved.
func (s *Scene) toOwn() {
	if s.points.Data != "own" {
		s.points.Own, s.points.Names = marks(s.pts), nil
		s.points.Data = "own"
		s.problem.SetValue("own")
		s.showKind()
		s.stale = true
	}
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls() }

// Figures are the network, the output, the curves and the card.
func (s *Scene) Figures() []ui.Widget { return s.figures }

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
