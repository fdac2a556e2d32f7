// Package draw is the scene in which the visitor draws a digit and a
// convolutional network classifies it, layer by layer, while it is drawn.
//
// One run of engine/models.Digits is recorded for each change of the drawing;
// every map, bar and number on the stage is read from that record, and any
// number unfolds into the terms that grad.Explain names. The same network can
// be trained from scratch beside it.
package draw

import (
	"gradtheatre/assets"
	"gradtheatre/engine/models"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID:    "draw",
		Act:   5,
		Title: i18n.T("手写识别", "Draw and classify"),
		Head:  i18n.T("画一个数字，看它怎样被认出来", "Draw a digit and see how it is read"),
		Lead:  i18n.T("在[画板](pad)上写一个数字。点[任何一个格子](layers)，它就展开成得到它的那道算式。", "Write a digit [on the pad](pad). Press [any cell](layers) to unfold the sum that made it."),
		New:   func(env *stage.Env) (stage.Scene, error) { return New(env) },
	}
}

// Scene is the laboratory.
type Scene struct {
	inspect.Runs
	pad     *pad
	figures [layerCount]*figure
	card    *card
	run     *run
	shipped *models.Digits
	trainer *trainer
	lesson  lesson
	batch   *batch
	quiz    quiz
	controls

	geo    geometry
	shades shades
	theme  *theme.Theme
	lang   i18n.Lang

	pos     int     // how many layers the signal has passed
	phase   float64 // of the motion of the last step
	follow  int     // layer whose strongest number the card shows while auto
	auto    bool    // the visitor has not chosen a number
	decided bool    // the visitor has opened or closed the card
	open    bool    // the card is
	at, hov place   // the unfolded number, and the one under the mouse
	history []place // numbers unfolded before
	further bool    // the visitor asked to unfold the card's number in the inspector
	wires   []wire
	votes   []wire // from the dense layer to the answer

	partial partial // of the number that the card shows

	read   read          // a point of the curves
	shown  []inspect.Run // to the inspector
	own    int           // which of them is the classification
	noted  int           // and which the point of the curves
	ahead  int           // how many nodes come before those of the classification
	dirty  bool          // the drawing or the network changed: run it
	aged   bool          // the network has learned since it was run
	stale  bool          // another number is to be unfolded
	moved  bool          // something lies elsewhere
	ballot unfolded
	redraw bool
}

// New opens the scene with a sample digit on the pad.
func New(env *stage.Env) (*Scene, error) {
	model := models.NewDigits(nil)
	file, err := weights.Parse("digits.safetensors", assets.DigitsWeights)
	if err != nil {
		return nil, err
	}
	if err := weights.Load(model.Params(), file); err != nil {
		return nil, err
	}
	s := &Scene{shipped: model, run: newRun(model), pos: layerOut, phase: 1, follow: layerConv1, auto: true, open: true, at: nowhere, hov: nowhere, dirty: true}
	s.pad = &pad{brush: defaultBrush}
	s.pad.changed = s.inkChanged
	s.pad.begun = s.dropSample
	for l := range s.figures {
		s.figures[l] = newFigure(s, l)
	}
	s.card = &card{s: s, over: -1}
	s.card.texts = []*prose.Block{&s.card.words}
	s.batch = &batch{s: s}
	s.trainer = newTrainer(env.Seed, env.NewRunner)
	s.buildQuiz(env.Seed)
	if err := s.buildControls(); err != nil {
		return nil, err
	}
	s.pickSample(firstSample)
	return s, nil
}

const (
	defaultBrush = 0.075
	firstSample  = 6 // an easy 3
)

// Figures are the pad with its tools, the layers, and the card above them.
func (s *Scene) Figures() []ui.Widget { return s.onStage }

// inkChanged follows the pad.
func (s *Scene) inkChanged() {
	if len(s.pad.strokes) > 0 {
		s.dropSample()
	}
	s.showAll()
	s.dirty = true
}

// showAll lets the signal arrive at once.
func (s *Scene) showAll() { s.pos, s.phase = layerOut, 1 }

func (s *Scene) clearAll() {
	s.dropSample()
	s.pad.clear()
}

// Update takes the drawing and the settings, runs the network and places everything.
func (s *Scene) Update(env *stage.Env) {
	if env.Theme != s.theme || env.Lang != s.lang {
		s.theme, s.lang = env.Theme, env.Lang
		s.shades.use(env.Theme)
		s.picker.paint(&s.shades)
		if s.midst() {
			s.paintBatch()
		}
		s.moved, s.dirty = true, true
	}
	if s.phase != env.Play.Phase {
		s.phase, s.redraw = env.Play.Phase, true
	}
	if !s.decided {
		s.open = !low(env.Area, env.Phone)
	}
	s.followLesson(env)
	s.train(env)
	if verdict, ok := s.quiz.guess.News(); ok {
		s.redraw = true
		env.Announce(verdict)
	}
	if open := s.open || s.inStep(); s.geo.area != env.Area || s.geo.phone != env.Phone || s.geo.open != open || s.moved {
		s.geo.arrange(env.Area, env.Phone, open, s.inStep())
		s.place(env.Phone)
		s.dirty = true
	}
	if s.dirty {
		s.compute(env.Theme)
	} else if s.stale {
		s.choose()
		s.refreshCard(env.Theme)
	}
	if s.further {
		s.further = false
		env.Inspect(s.ref(s.at))
	}
	if s.redraw {
		s.redraw = false
		env.Redraw()
	}
}

// compute runs the network on the drawing and follows with all that shows it.
func (s *Scene) compute(t *theme.Theme) {
	s.dirty = false
	s.classify()
	s.pad.place()
	for _, f := range s.figures {
		f.paint(&s.shades)
	}
	s.choose()
	s.refreshCard(t)
	s.vote()
	s.undo.SetEnabled(len(s.pad.strokes) > 0)
	s.clear.SetEnabled(!s.pad.empty())
}

// classify runs the network on what is on the pad.
func (s *Scene) classify() {
	s.aged = false
	ink := s.pad.drawing.Render(s.pad.strokes, s.pad.brush)
	if s.sample >= 0 {
		ink = true
		s.sampleImage(&s.pad.drawing.Image)
	}
	s.run.classify(&s.pad.drawing.Image, ink)
	s.show()
}

// choose moves the unfolded number along while the visitor has not chosen one.
func (s *Scene) choose() {
	if s.auto && s.run.ink {
		s.at = s.unfoldable(s.run.strongest(s.follow))
	}
}

// refreshCard unfolds the number that is pointed at, or else the chosen one.
func (s *Scene) refreshCard(t *theme.Theme) {
	p := s.focus()
	s.stale, s.redraw = false, true
	s.wires = s.wires[:0]
	if !p.valid() || !s.run.ink {
		s.card.u.at = nowhere
		s.partial.forget()
		s.show()
		s.card.arrange(s.lang, t)
		return
	}
	s.card.u.unfold(s.run, p)
	s.partial.find(s.run, &s.card.u)
	s.show()
	s.card.arrange(s.lang, t)
	s.wire()
}

// focus is the number that the card shows.
func (s *Scene) focus() place {
	if s.hov.valid() {
		return s.unfoldable(s.hov)
	}
	return s.at
}

// unfoldable is where a press on p leads: the dense layer unfolds before its ReLU.
func (s *Scene) unfoldable(p place) place {
	if p.layer == layerDense {
		p.layer = layerDenseZ
	}
	return p
}

// columnOf is the place on the stage that stands for p.
func (s *Scene) columnOf(p place) place {
	switch p.layer {
	case layerDenseZ:
		p.layer = layerDense
	case layerLogits:
		p.layer = layerOut
	}
	return p
}

// unfold opens the card on a number.
func (s *Scene) unfold(p place) {
	if !p.valid() {
		return
	}
	p = s.unfoldable(p)
	s.decided = true
	if s.lesson.change.known {
		s.leaveStep()
	}
	if s.open && s.at.valid() && s.at != p && !s.auto {
		s.history = append(s.history, s.at)
		if len(s.history) > 32 {
			s.history = s.history[1:]
		}
	}
	s.at, s.auto, s.open, s.stale = p, false, true, true
	s.hov = nowhere
}

// goBack unfolds the number that was unfolded before.
func (s *Scene) goBack() {
	if n := len(s.history); n > 0 {
		s.at, s.history, s.stale = s.history[n-1], s.history[:n-1], true
	}
}

func (s *Scene) closeCard() {
	s.decided = true
	s.open, s.auto, s.hov, s.history, s.stale = false, true, nowhere, s.history[:0], true
}

// hover previews the number under the mouse.
func (s *Scene) hover(p place) {
	if p != s.hov {
		s.hov, s.stale = p, true
	}
}

// lit is how far the signal has come in a layer: 0 not yet, 1 through.
func (s *Scene) lit(l int) float64 {
	switch {
	case s.midst():
		return s.litInStep(l)
	case l < s.pos || l == layerInput:
		return 1
	case l == s.pos:
		return s.phase
	}
	return 0
}

// place gives every widget its rectangle.
func (s *Scene) place(phone bool) {
	s.moved = false
	g := &s.geo
	tools := [...]struct {
		w ui.Widget
		r paint.Rect
	}{{s.pad, g.pad}, {s.undo, g.undo}, {s.clear, g.clear}, {s.brush, g.brush}}
	for _, t := range tools {
		if s.midst() {
			t.r = paint.Rect{}
		}
		t.w.SetRect(t.r)
	}
	s.batch.SetRect(paint.Rect{})
	if s.midst() {
		s.batch.SetRect(g.pad.Union(g.undo).Union(g.brush))
	}
	for l, f := range s.figures {
		f.SetRect(g.column[l])
	}
	r := g.card
	if !s.open || s.inStep() {
		r = paint.Rect{}
	}
	s.card.SetRect(r)
	s.placeStep()
}

// Handle closes the card with Esc.
func (s *Scene) Handle(_ *stage.Env, ev ui.Event) bool {
	if ev.Kind == ui.KeyDown && ev.Key == "Escape" && s.inStep() {
		s.endStep()
		return true
	}
	if ev.Kind == ui.KeyDown && ev.Key == "Escape" && s.open {
		s.closeCard()
		return true
	}
	return false
}

// Metrics reports what the network answers and how the training goes.
func (s *Scene) Metrics(put func(name string, value any)) {
	put("prediction", s.run.prediction)
	p := [10]float64{}
	if s.run.ink {
		copy(p[:], s.run.values(layerOut))
	}
	put("probabilities", p)
	d := &s.pad.drawing
	put("zoom", d.Zoom)
	put("pen", d.Pen)
	put("shift_x", d.ShiftX)
	put("shift_y", d.ShiftY)
	s.trainer.metrics(put)
	put("weights", s.weightsName())
}
