// Package depth is the scene of deep against wide: one hidden layer that fits
// any drawn curve, a race of a deep and a wide network with the same number of
// parameters, and the layers too many of the 1980s.
package depth

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/steps"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "depth", Act: 4,
		Title: i18n.T("深还是宽", "Deep or wide"),
		Head:  heads[viewFit],
		Lead:  leads[viewFit],
		New:   func(env *stage.Env) (stage.Scene, error) { return New(env) },
	}
}

// The three parts of the scene.
const (
	viewFit = iota
	viewRace
	viewLadder
	views
)

var viewIDs = [views]string{"fit", "race", "layers"}

// pace is how many steps a second each part takes at speed 1.
var pace = [views]float64{300, 240, 240}

// looks is how often a second each part is looked at while it learns.
var looks = [views]float64{12, 6, 4}

// Scene is the laboratory.
type Scene struct {
	inspect.Runs
	steps.Course
	view   int
	fit    *fit
	race   *race
	ladder *ladder

	rested  float64
	again   [views]bool // begin anew
	redrawn bool        // the target is another
	fresh   bool
	start   bool

	lang      i18n.Lang
	area      paint.Rect
	phone     bool
	curves    [views]*plot.Curve
	drawn     [views]int
	mean      [viewLadder][2]steps.Mean // of the points that the curves drew last
	maps      [2]*plot.Heatmap
	shaded    []float64
	chosen    int // hidden unit of the fit, or −1
	rung      int // of the ladder
	stepRun   int // which of the runs on view the step at hand is
	budgetRun int // that of the networks' sizes
	meanRun   int // and where those of the curves begin

	parts
	marks marks
	texts texts
	say   prose.Block // what the card of the sum says
}

// New returns the scene with sixteen ReLUs before hills.
func New(env *stage.Env) (*Scene, error) {
	on := env.NewRunner()
	fit, err := newFit(env.Seed, on)
	if err != nil {
		return nil, err
	}
	race, err := newRace(env.Seed, on.Beside())
	if err != nil {
		return nil, err
	}
	ladder, err := newLadder(env.Seed, on.Beside())
	if err != nil {
		return nil, err
	}
	s := &Scene{fit: fit, race: race, ladder: ladder, lang: 255, chosen: -1, rung: rungs - 1}
	for i := range s.maps {
		s.maps[i] = plot.NewHeatmap(plane, plane)
	}
	s.enter(viewFit)
	s.build()
	for v := range views {
		s.newCurve(v)
	}
	s.Stale = true
	return s, s.look()
}

// teams are the networks of all parts.
func (s *Scene) teams() [views]*lanes {
	return [views]*lanes{&s.fit.lanes, &s.race.lanes, &s.ladder.lanes}
}

// lanes are the networks of the part on view.
func (s *Scene) lanes() *lanes { return s.teams()[s.view] }

// ends are the last steps of the parts; −1: there is none.
var ends = [views]int{-1, raceSteps, ladderSteps}

// enter shows a part.
func (s *Scene) enter(v int) {
	s.view, s.fresh, s.Stale, s.Part = v, true, true, substep.None
	s.Team, s.End = s.lanes().Team, ends[v]
	s.Card.Forget()
}

// Update follows the settings, learns for the time there is, and looks.
func (s *Scene) Update(env *stage.Env) {
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone {
		s.lang, s.area, s.phone, s.Stale = env.Lang, env.Area, env.Phone, true
	}
	s.follow()
	if s.start {
		s.start, env.Play.On = false, true
	}
	s.learn(env)
	if s.rested += env.Dt; s.fresh && (!env.Play.On || s.rested >= 1/looks[s.view]) {
		s.fresh, s.Stale, s.rested = false, true, 0
		if err := s.look(); err != nil {
			s.Notice = i18n.Same(err.Error())
		}
	}
	for _, g := range s.guesses {
		if verdict, ok := g.News(); ok {
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
}

// follow takes changed settings up.
func (s *Scene) follow() {
	if s.redrawn {
		s.redrawn, s.fresh = false, true
		s.fit.redraw()
	}
	for v := range views {
		if !s.again[v] {
			continue
		}
		s.again[v] = false
		var err error
		switch v {
		case viewFit:
			err = s.fit.begin()
			s.chosen = -1
		case viewRace:
			err = s.race.begin()
		case viewLadder:
			err = s.ladder.begin()
		}
		if err != nil {
			s.Notice = i18n.Same(err.Error())
		}
		s.newCurve(v)
		s.fresh = true
	}
}

// learn asks for the steps that are due and takes what has been learned.
func (s *Scene) learn(env *stage.Env) {
	ls := s.lanes()
	failed := ls.Err() != nil
	for v, o := range s.teams() {
		if v != s.view || !env.Play.On {
			s.fresh = s.fresh || v == s.view && o.Playing()
			o.Pause()
		}
	}
	s.Member, s.Learn = s.inFocus(), ls.learn
	if s.Go(env, pace[s.view], env.Budget) {
		s.fresh = true
	}
	for v, o := range s.teams() {
		if v != s.view {
			o.Poll(0)
		}
	}
	if s.view == viewLadder && !s.ladder.still && !env.Play.On && ls.Err() == nil {
		s.fresh = true // what it says now can be unfolded
	}
	if ls.Err() != nil && !failed {
		s.Notice = i18n.T("有个网络的数不再有限，停下了", "A number of one network is no longer finite: it stopped")
		s.Stale = true
	}
	if env.Play.On && (s.End >= 0 && ls.Step() >= s.End || ls.Blocked()) {
		env.Play.On, s.fresh = false, true
	}
}

// look records the part on view.
func (s *Scene) look() error {
	s.drawCurve(s.view)
	return s.record(false)
}

// record runs what is on view; back with the gradients of the losses.
func (s *Scene) record(back bool) error {
	switch s.view {
	case viewRace:
		if err := s.race.record(back); err != nil {
			return err
		}
		s.colour()
	case viewLadder:
		return s.ladder.run()
	default:
		return s.fit.record(back)
	}
	return nil
}

// colour paints the maps of the race; pieces of a ReLU network are told apart
// by two shades.
func (s *Scene) colour() {
	for i := range s.race.views {
		v := &s.race.views[i]
		if len(v.values) != plane*plane {
			continue
		}
		s.shaded = append(s.shaded[:0], v.values...)
		for k, on := range v.shades {
			if on {
				s.shaded[k] *= 0.72
			}
		}
		s.maps[i].Smooth = len(v.shades) == 0
		s.maps[i].Set(s.shaded, plot.Diverging(1.2))
	}
}

// Controls are the widgets of the part on view.
func (s *Scene) Controls() []ui.Widget { return s.panel[s.view] }

// Figures are those of the part on view; the widgets of the others are among
// them without a place, so that links and programs can set them.
func (s *Scene) Figures() []ui.Widget { return s.figures[s.view] }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(*stage.Env, *paint.Canvas) {}

// inFocus is the network whose step is taken in parts: the deep one of the race,
// the chosen rung of the ladder.
func (s *Scene) inFocus() int {
	if s.view == viewLadder {
		return s.rung
	}
	return 0
}

// Reset begins anew from the same weights.
func (s *Scene) Reset() { s.again[s.view] = true }

// Settled implements stage.Settler.
func (s *Scene) Settled() bool {
	return s.Rests() && !s.fresh && !s.redrawn && s.again == [views]bool{}
}

// Close lets go of the thread that trains.
func (s *Scene) Close() {
	for _, ls := range s.teams() {
		ls.Close()
	}
}
