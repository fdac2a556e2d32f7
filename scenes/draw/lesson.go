package draw

import (
	"strconv"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// The two views: the transport goes through the layers that read a digit, or
// through the steps in which the network learns to.
const (
	viewRead  = "read"
	viewLearn = "learn"
)

var (
	learnHead = i18n.T("从一无所知，到认得数字", "From knowing nothing to reading digits")
	// blankLead is about a network that has not learned anything yet.
	blankLead = i18n.T("权重是随机的，[答案](probabilities)全是乱猜。按[播放](play)，看它自己学会；也可以把一步[分开走](substep)。",
		"Its weights are random and [its answer](probabilities) a guess. [Press play](play) and it learns, or take a step [in parts](substep).")
)

var learnLead = i18n.T("播放就一直学；也可以把一步[分开走](substep)：[8 张图](batch)算过[各层](layers)，判分，求梯度，再改权重。",
	"Play to learn, or take a step [in parts](substep): [8 digits](batch) pass [the layers](layers), are scored, and the weights move.")

var learnLeadLarge = i18n.T("播放就一直学，走一步就看它变。把[批大小](batch_size)设成 8，一步还能分开走。",
	"Play to learn, or take a step. With a [batch size](batch_size) of 8 a step also comes apart.")

// lesson is the view in which the network learns. In the midst of a step the
// figures show the batch of that step instead of the drawing.
type lesson struct {
	step     substep.Training
	on       bool // the view is chosen
	playing  bool // as the transport last said
	source   source
	example  int // of the batch, the one in sight
	nodes    [layerAll]int
	peaks    [2][layerAll]float64 // of the example in sight
	wanted   int                  // what it really is
	answer   int                  // what it is read as
	term     [2]string            // its part of the loss
	pictures []*paint.Bitmap
	finish   bool             // the update is to follow once the step at hand is known
	was      []*tensor.Tensor // the weights that the step at hand begins with
	change   change
}

// The lanes of a layer's numbers.
const (
	values = iota
	gradients
)

// source is what is learned, on its way until it has come.
type source struct {
	files []*assets.Loading
	learn data.Source
	err   error
}

// come asks for the examples, and reports whether they are there, or never will be.
func (f *source) come() bool {
	if f.learn != nil || f.err != nil {
		return true
	}
	j, err := job.Find(jobs.All(), jobName)
	if err != nil {
		f.err = err
		return true
	}
	if f.files == nil {
		for _, name := range j.Files {
			f.files = append(f.files, assets.Fetch(name))
		}
	}
	var contents [][]byte
	for _, l := range f.files {
		b, err, ended := l.Result()
		if f.err = err; !ended || err != nil {
			return err != nil
		}
		contents = append(contents, b)
	}
	f.files = nil
	f.learn, _, f.err = j.Data(&job.Spec{Job: jobName}, contents)
	return true
}

// Head is about the view.
func (s *Scene) Head() i18n.Text {
	if s.lesson.on {
		return learnHead
	}
	return Entry().Head
}

// Lead is about the view.
func (s *Scene) Lead() i18n.Text {
	switch {
	case !s.lesson.on:
		return Entry().Lead
	case s.here && s.trainer.step() == 0 && s.trainer.batch <= batchSize && !s.midst():
		return blankLead
	case s.trainer.batch > batchSize:
		return learnLeadLarge
	}
	return learnLead
}

// setView gives the transport to the layers or to the training, which then stands.
func (s *Scene) setView(v string) {
	l := &s.lesson
	if on := v == viewLearn; on != l.on {
		l.on, l.playing = on, false
		s.endStep()
		s.uncover()
		s.showAll()
		if s.trainer.on {
			s.trainer.turn(false)
		}
		s.beginBlank()
		s.labelTraining()
	}
}

// beginBlank has the drawing read by the network that is to learn as soon as its
// view is entered, though it knows nothing; unless it learns, that ends with the view.
func (s *Scene) beginBlank() {
	switch nothing := s.trainer.step() == 0; {
	case s.lesson.on && nothing && !s.here:
		s.learnHere()
		s.blank = true
	case !s.lesson.on && nothing && s.blank:
		s.useHere(false)
	}
}

// endStep takes the parts of a step back.
func (s *Scene) endStep() {
	s.lesson.step.Part, s.lesson.finish = substep.None, false
	s.placeStep()
	s.leaveStep()
}

// leaveStep goes back to the drawing.
func (s *Scene) leaveStep() {
	s.lesson.change.forget()
	s.moved, s.dirty, s.hov = true, true, nowhere
}

// midst reports whether the parts of a step are on view.
func (s *Scene) midst() bool { return s.lesson.on && s.lesson.step.Card.Shown() }

// Parts implements stage.SubStepper: the steps of learning have parts.
func (s *Scene) Parts() (names []i18n.Text, done int) {
	if !s.lesson.on || s.trainer.batch > batchSize { // of larger batches there is no room for all pictures
		return nil, substep.None
	}
	return s.lesson.step.Parts()
}

// SubStep goes through the step at hand part by part; the update is the run's own
// step, and shows what it has moved.
func (s *Scene) SubStep() {
	if !s.lesson.on || s.trainer.batch > batchSize {
		return
	}
	s.learnHere()
	l := &s.lesson
	if l.step.Part == substep.Gradient && l.step.Pending(s.trainer.goal()) {
		l.finish = true
		return
	}
	if l.step.Proceed() {
		s.takeStep()
		return
	}
	s.placeStep() // at once, where the step is known already
	s.leaveStep()
}

// takeStep completes a step, or takes a whole one.
func (s *Scene) takeStep() {
	l, at := &s.lesson, s.trainer.goal()
	seen := l.step.Card.Known(at) && s.midst()
	s.seekStep(at + 1)
	if seen {
		l.change.due = at + 1
	}
}

// seekStep goes to a step of the training.
func (s *Scene) seekStep(at int) {
	s.learnHere()
	s.endStep()
	s.trainer.seek(min(max(at, 0), 1<<24))
	s.labelTraining()
}

// learnHere has the drawing read by the network that learns.
func (s *Scene) learnHere() {
	if s.trainer.begin(); !s.here || s.blank {
		s.useHere(true)
	}
}

// follow takes what the transport says of the training, and rehearses the step at
// hand once the run stands.
func (s *Scene) followLesson(env *stage.Env) {
	l, t := &s.lesson, s.trainer
	if !l.on {
		return
	}
	if l.playing != env.Play.On {
		if l.playing = env.Play.On; l.playing {
			s.leaveStep()
		}
		s.setTraining(l.playing)
	}
	if t.err != nil && l.step.Part > substep.None {
		s.endStep()
	}
	if l.step.Part > substep.None && !l.source.come() {
		return
	}
	if l.source.err != nil && l.step.Part > substep.None {
		env.Notice(i18n.T("取不到 4,000 个数字："+l.source.err.Error(), "The 4,000 digits did not come: "+l.source.err.Error()))
		l.source = source{}
		s.endStep()
		return
	}
	if l.step.Follow(t.on, t.started && t.stands(), t.step(), s.trainer.params, s.rehearse) {
		s.placeStep()
		if s.leaveStep(); s.midst() {
			s.lookAt(0)
		}
	}
	if l.finish && s.midst() {
		l.finish = false
		s.SubStep()
	}
	if l.change.due > 0 && t.stands() && t.step() == l.change.due {
		l.change.find(&l.step.Card.Rehearsal, l.was, t.model())
		s.moved, s.dirty = true, true
	}
}

// rehearse computes the step at hand, and what the network says to its batch.
func (s *Scene) rehearse(r *train.Rehearsal) error {
	l := &s.lesson
	if err := s.trainer.runner.Rehearse(r, l.source.learn); err != nil {
		return err
	}
	grad.Softmax(r.Y, 1).Named(layers[layerOut].name)
	params := s.trainer.params()
	for i, p := range params {
		if len(l.was) < len(params) {
			l.was = append(l.was, nil)
		}
		l.was[i] = p.Value.Clone()
	}
	return nil
}

// pending reports whether something of the step at hand is still to be shown.
func (s *Scene) pendingStep() bool {
	l := &s.lesson
	return l.on && s.trainer.err == nil && (l.finish || l.step.Pending(s.trainer.step()) || l.change.due > 0 && !l.change.known)
}

// stepCaption says where the training stands, in the midst of a step which one it
// is, as its card does.
func (s *Scene) stepCaption(l i18n.Lang) string {
	n := strconv.Itoa(s.lesson.step.Under(s.trainer.step()))
	return i18n.T("第 "+n+" 步", "Step "+n).In(l) + s.lesson.step.Said(l)
}

// placeStep brings the card of the step to the part that is done.
func (s *Scene) placeStep() {
	l := &s.lesson
	l.step.Card.Place(s.geo.card.InsetXY(16, 14), &l.step.Midst, s.lang)
	l.change.place(s.geo.card.InsetXY(16, 14), s.geo.phone, s.lang)
	s.stepCard.SetRect(paint.Rect{})
	if s.inStep() {
		s.stepCard.SetRect(s.geo.card)
	}
}

// inStep reports whether the card is of a step.
func (s *Scene) inStep() bool { return s.lesson.on && (s.midst() || s.lesson.change.known) }

// newStepCard shows the parts of the step at hand, or what the last one has moved.
func (s *Scene) newStepCard() *ui.Figure {
	f := ui.NewFigure("step_card", ui.RoleText, i18n.T("这一步", "This step"))
	f.Holds(&s.lesson.change.text, &s.lesson.step.Card.Text)
	f.Paint = func(c *paint.Canvas, lk *ui.Look) {
		if s.geo.sheet {
			ui.Popup(c, lk.Theme, f.Rect())
		} else {
			ui.Card(c, lk.Theme, f.Rect())
		}
		if s.midst() {
			s.lesson.step.Card.Draw(c, lk.Theme)
		} else {
			s.lesson.change.draw(c, lk.Theme, &s.shades)
		}
	}
	f.Say = func(i18n.Lang) string {
		switch {
		case s.midst():
			return s.lesson.step.Card.Say()
		case s.lesson.change.known:
			return s.lesson.change.words.say
		}
		return ""
	}
	return f
}
