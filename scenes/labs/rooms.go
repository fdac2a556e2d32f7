package labs

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// Rooms are the laboratories of a scene that keeps in one type what all of them
// need: which is open, how far the timeline of each is, what belongs to each.
// The scene embeds it, and places and writes what is in the open one.
type Rooms struct {
	View    int   // the laboratory that is open
	Pos     []int // where the timeline of each stands
	Guesses []*ui.Guess
	Stale   bool // something has to be placed and written anew

	Rivals []stage.Rival
	Phase  float64
	Lang   i18n.Lang
	Area   paint.Rect
	Phone  bool

	OnSeek func() // may be nil

	substep.Midst
	parts [][]i18n.Text

	tabs              *ui.Select
	last              []int
	own               [][]ui.Widget // the figures of each, without those of the others
	controls, figures [][]ui.Widget
}

// Open sets the rooms up: a name for each, the first one chosen by the parameter
// "view", and the end of its timeline.
func (r *Rooms) Open(label i18n.Text, names []ui.Option, last []int) {
	n := len(names)
	r.Pos, r.Guesses, r.last, r.parts = make([]int, n), make([]*ui.Guess, n), last, make([][]i18n.Text, n)
	r.own, r.controls, r.figures = make([][]ui.Widget, n), make([][]ui.Widget, n), make([][]ui.Widget, n)
	r.Lang, r.Phase, r.Stale = 255, 1, true
	r.tabs = ui.NewSelect("view", label, names[0].Value, names...).Kept().OnChange(func(v string) {
		for i, o := range names {
			if o.Value == v {
				r.View, r.Part, r.Stale = i, substep.None, true
			}
		}
	})
}

// Furnish says what is in a room: its figures, and its controls below the choice
// of the room.
func (r *Rooms) Furnish(room int, figures []ui.Widget, controls ...ui.Widget) {
	r.own[room], r.controls[room] = figures, append([]ui.Widget{r.tabs}, controls...)
	for v := range r.figures {
		r.figures[v] = append([]ui.Widget(nil), r.own[v]...)
		for other := range r.own {
			if other != v && r.controls[other] != nil {
				r.figures[v] = append(append(r.figures[v], r.own[other]...), r.controls[other][1:]...)
			}
		}
	}
}

// Controls are the widgets at the right, those of the room that is open.
func (r *Rooms) Controls() []ui.Widget { return r.controls[r.View] }

// Figures are everything on the stage, and out of sight what is in the other
// rooms, so that a link finds it.
func (r *Rooms) Figures() []ui.Widget { return r.figures[r.View] }

// Draw has nothing to paint: every part of the scene is a figure.
func (r *Rooms) Draw(*stage.Env, *paint.Canvas) {}

// Refresh looks at what has changed; moves says that the open room shows what
// lies between two positions. It reports whether everything has to be placed and
// written anew; all figures are out of sight then.
func (r *Rooms) Refresh(env *stage.Env, moves bool) bool {
	r.Rivals = env.Rivals()
	if r.Phase != env.Play.Phase {
		r.Phase, r.Stale = env.Play.Phase, r.Stale || moves
		env.Redraw()
	}
	if r.Lang != env.Lang || r.Area != env.Area || r.Phone != env.Phone {
		r.Lang, r.Area, r.Phone, r.Stale = env.Lang, env.Area, env.Phone, true
	}
	if verdict, ok := r.Guesses[r.View].News(); ok {
		r.Stale = true
		env.Announce(verdict)
	}
	if !r.Stale {
		return false
	}
	r.Stale = false
	for _, w := range r.figures[r.View] {
		w.SetRect(paint.Rect{})
	}
	env.Redraw()
	return true
}

// At implements stage.Timeline.
func (r *Rooms) At() (at, end int) { return r.Pos[r.View], r.last[r.View] }

// Step goes one position on.
func (r *Rooms) Step() { r.Seek(r.Pos[r.View] + 1) }

// Back goes one position back, or to the beginning of the step at hand.
func (r *Rooms) Back() { r.Seek(r.Before(r.Pos[r.View])) }

// Cut says of what parts a step of a room consists; at first of none.
func (r *Rooms) Cut(room int, parts []i18n.Text) { r.parts[room] = parts }

// Parts implements stage.SubStepper.
func (r *Rooms) Parts() (names []i18n.Text, done int) { return r.parts[r.View], r.Part }

// SubStep does the next part of the step at hand; the last one ends it.
func (r *Rooms) SubStep() {
	if at, end := r.At(); at >= end || r.ProceedOf(len(r.parts[r.View])) {
		r.Step()
		return
	}
	r.Stale = true
}

// Said is what a caption adds: the part done last, nothing between two steps.
func (r *Rooms) Said(l i18n.Lang) string { return r.SaidOf(r.parts[r.View], l) }

// Reset goes to the start.
func (r *Rooms) Reset() { r.Seek(0) }

// Seek goes to a position; beyond the ends it stays at the end.
func (r *Rooms) Seek(at int) {
	r.Pos[r.View], r.Part, r.Stale = min(max(at, 0), r.last[r.View]), substep.None, true
	if r.OnSeek != nil {
		r.OnSeek()
	}
}
