// Package score is the scene of the score function f(x, W) = Wx + b: the
// lecture's image of four pixels, whose rows of weights are templates and lines
// of decision, and a linear classifier of digits that is trained while one looks.
package score

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "score", Act: 2,
		Title: i18n.T("得分函数", "Score function"),
		Head:  i18n.T("f(x, W) = Wx + b：每个类别一行权重", "f(x, W) = Wx + b: a row for each class"),
		Lead:  leads[viewPixels],
		New:   func(env *stage.Env) (stage.Scene, error) { return New(env.Seed), nil },
	}
}

// The two laboratories.
const (
	viewPixels = iota
	viewDigits
	views
)

var viewIDs = [views]string{"pixels", "digits"}

// Scene is the laboratory of scores.
type Scene struct {
	inspect.Runs
	view   int
	at     int // of the pixels' timeline: rows computed
	pixels *pixelRun
	digits *digitRun

	phase       float64
	rests       bool // nothing is learnt just now
	lang        i18n.Lang
	area        paint.Rect
	phone, dark bool
	stale       bool
	row, hover  int // class looked at in the pixels' laboratory, −1: none
	class, over int // and in that of the digits

	sums  sumView
	rows  rowView
	parts parts
}

// New returns the scene with the lecture's numbers, nothing computed yet.
func New(seed uint64) *Scene {
	s := &Scene{pixels: newPixelRun(), digits: newDigitRun(seed), lang: 255, phase: 1, stale: true, row: -1, hover: -1, class: -1, over: -1}
	s.rows.init()
	s.build()
	s.show()
	return s
}

// Fork implements stage.Forker: the copy's classifier has learnt the same, and
// what is set in the copy counts from here on.
func (s *Scene) Fork(env *stage.Env) (stage.Scene, error) {
	c, err := env.Copy()
	if err != nil {
		return nil, err
	}
	f := c.(*Scene)
	f.at = s.at
	return f, f.digits.follow(s.digits)
}

// Controls are the widgets at the right, those of the laboratory that is open.
func (s *Scene) Controls() []ui.Widget { return s.parts.panel[s.view] }

// Figures are everything on the stage, and out of sight the controls of the
// other laboratory, so that a link finds them.
func (s *Scene) Figures() []ui.Widget { return s.parts.figures[s.view] }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(*stage.Env, *paint.Canvas) {}

// Settled reports whether the digits' classifier has got where it goes unasked.
func (s *Scene) Settled() bool { return s.view != viewDigits || !s.digits.busy() }

// Update trains within the budget, places everything and writes the texts.
func (s *Scene) Update(env *stage.Env) {
	if s.phase != env.Play.Phase {
		s.phase = env.Play.Phase
		env.Redraw()
	}
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone || s.dark != env.Theme.Dark {
		s.lang, s.area, s.phone, s.dark, s.stale = env.Lang, env.Area, env.Phone, env.Theme.Dark, true
	}
	if s.view == viewDigits {
		s.digits.start()
		if s.digits.advance(env.Budget, env.Play.On) {
			s.stale = true
		}
		s.rests = !env.Play.On && !s.digits.busy()
		if s.digits.err != nil && env.Play.On {
			env.Notice(i18n.T("训练停了："+s.digits.err.Error(), "Training stopped: "+s.digits.err.Error()))
			env.Play.On = false
		}
	}
	if verdict, ok := s.parts.guesses[s.view].News(); ok {
		s.stale = true
		env.Announce(verdict)
	}
	if !s.stale {
		return
	}
	s.stale = false
	for _, w := range s.parts.figures[s.view] {
		w.SetRect(paint.Rect{})
	}
	if s.view == viewPixels {
		s.placeSums()
		s.fillSums()
	} else {
		s.placeRows()
		s.fillRows()
	}
	s.show()
	env.Redraw()
}

// Metrics reports the scores of both laboratories, and how the training goes.
func (s *Scene) Metrics(put func(name string, value any)) {
	p, d := s.pixels, s.digits
	put("scores", p.tr.Nodes[p.scores.ID()].Value)
	put("scores_without_bias", p.tr.Nodes[p.dot.ID()].Value)
	put("winner", className[p.winner()].EN)
	put("step", d.steps())
	if d.session != nil {
		put("epoch", d.session.Epoch())
	}
	if l, ok := d.loss(); ok {
		put("loss", l)
	}
	if d.accuracy >= 0 {
		put("val_accuracy", d.accuracy)
	}
	put("digit_scores", d.tr.Nodes[d.scores.ID()].Value)
	put("probabilities", d.tr.Nodes[d.prob.ID()].Value)
	put("prediction", d.winner())
	put("label", d.sample/2)
}

// At implements stage.Timeline: a position for each row, then open-ended
// training.
func (s *Scene) At() (at, last int) {
	if s.view == viewDigits {
		return s.digits.steps(), -1
	}
	return s.at, classes
}

// Step goes one position on.
func (s *Scene) Step() {
	at, _ := s.At()
	s.Seek(at + 1)
}

// Back goes one position back.
func (s *Scene) Back() {
	at, _ := s.At()
	s.Seek(at - 1)
}

// Reset goes to the start: no row computed, no weight learnt.
func (s *Scene) Reset() { s.Seek(0) }

// Seek goes to a position.
func (s *Scene) Seek(at int) {
	s.stale = true
	if s.view == viewDigits {
		s.digits.seek(at)
		return
	}
	s.at, s.row = min(max(at, 0), classes), -1
}

// Caption says what this position is.
func (s *Scene) Caption(l i18n.Lang) string {
	if s.view == viewDigits {
		n := strconv.Itoa(s.digits.steps())
		return i18n.T("训练第 "+n+" 步", "Training step "+n).In(l)
	}
	n, m := strconv.Itoa(s.at), strconv.Itoa(classes)
	if s.at == 0 {
		return i18n.T("还没开始算", "Not begun").In(l)
	}
	c := className[s.at-1]
	return i18n.T("第 "+n+" / "+m+" 步 · "+c.ZH+"的得分", "Step "+n+" of "+m+" · score of "+c.EN).In(l)
}
