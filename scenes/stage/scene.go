// Package stage is the theatre around the scenes: it opens and closes them,
// hands them input and time, draws the frame around them (top bar, rail,
// controls, transport) and keeps what the visitor has done.
package stage

import (
	"gradtheatre/assets"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Entry is one line of the catalogue.
type Entry struct {
	ID    string    // URL fragment and folder name
	Act   int       // 1…6
	Title i18n.Text // "手写识别", "Draw and classify"
	Head  i18n.Text // heading above the stage: what to do
	Lead  i18n.Text // one sentence of what to see
	// Quiet is the lead where a link hides a control that Lead points at; empty
	// where Lead says nothing of controls.
	Quiet i18n.Text
	// Invite is what tells a first visitor of the map; only HomeID has one.
	Invite i18n.Text
	// Path is the guided tour through the essentials, by the scenes' IDs; only
	// HomeID has one.
	Path []string
	New  func(env *Env) (Scene, error)
}

// Scene is one small laboratory.
type Scene interface {
	// Controls are the widgets of the right-hand panel, top to bottom. The
	// stage lays them out; on a phone they are in a sheet.
	Controls() []ui.Widget
	// Figures are the widgets and figures on the stage itself, in reading
	// order. The scene places them in Update, inside env.Area.
	Figures() []ui.Widget
	// Update decides: it takes the settings, advances the engine and places
	// the figures. It is called every tick, needs no display, and calls
	// env.Redraw when something on screen has changed.
	Update(env *Env)
	// Draw paints what is not a widget (widgets are painted by the stage
	// after it), and changes nothing.
	Draw(env *Env, c *paint.Canvas)
	// Metrics reports what the engine found, by the field's names.
	Metrics(put func(name string, value any))
}

// Timeline is implemented by scenes that unfold: it gives meaning to the
// transport. While playing, the stage calls Step of a scene that has an end;
// an open-ended one (training) advances in its own Update while env.Play.On.
type Timeline interface {
	// At returns the position and the last one; last < 0 means open-ended.
	At() (at, last int)
	Step()       // one forward; at the last position nothing
	Back()       // one back
	Reset()      // to the start
	Seek(at int) // scrub
	// Caption says what this position is: "第 5 / 7 步 · 池化".
	Caption(l i18n.Lang) string
}

// Reacher is implemented by open-ended timelines: the line of the transport runs
// to the furthest position that was recorded, and can be dragged that far.
type Reacher interface{ Reached() int }

// Paced is implemented by timelines with many steps: Pace is how many of them a
// second plays at speed 1, where that is more than usual.
type Paced interface{ Pace() float64 }

// Settler is implemented by scenes whose work may outlast one Update: a program
// that set a value is answered when Settled.
type Settler interface{ Settled() bool }

// Closer is implemented by scenes that hold something to let go of.
type Closer interface{ Close() }

// Overlay is implemented by scenes that paint above their widgets, such as a hover card.
type Overlay interface {
	DrawOver(env *Env, c *paint.Canvas)
}

// Handler is implemented by scenes that take events no widget used.
type Handler interface {
	Handle(env *Env, ev ui.Event) bool
}

// Env is what a scene sees of the theatre.
type Env struct {
	Area   paint.Rect // the stage's middle, below head and lead, in CSS pixels
	View   paint.Rect // the part of the window in which Area is seen; what of Area is higher is scrolled
	Size   paint.Rect // the whole window
	Phone  bool       // narrow: one column
	Lang   i18n.Lang
	Theme  *theme.Theme
	Look   *ui.Look
	Seed   uint64
	Dt     float64 // seconds since the last Update, clamped to 0.1
	Budget float64 // seconds of engine work that fit into this Update
	Play   Playing

	training func() *job.Runner
	recall   func(key string) string
	keep     func(key, value string)
	open     func(accept string, got func(name string, data []byte, err error))
	inspect  trace.Ref
	asked    bool
	course   *course
	rivals   []Rival
	copy     func(on *job.Runner) (Scene, error)
	redraw   bool
	announce string
	notice   i18n.Text
}

// Playing is the state of the transport.
type Playing struct {
	On    bool
	Speed float64 // 1 is normal
	Phase float64 // 0…1: how far the motion of the last step has got; 1 at rest
}

// NewRunner returns what trains beside the frames, on a thread of its own where
// the machine has one to give. A scene polls it in every Update, with what it
// can spare of Budget, and closes it in Close.
func (e *Env) NewRunner() *job.Runner {
	if e.training != nil {
		return e.training()
	}
	return job.NewRunner(job.NewLocal(jobs.All(), func(name string) job.File { return assets.Fetch(name) }), jobs.All())
}

// Recall returns what was kept under a key in the visitor's own store, "" where
// nothing was or there is no store. A scene's keys begin with its ID and a dot.
func (e *Env) Recall(key string) string {
	if e.recall == nil {
		return ""
	}
	return e.recall(key)
}

// Keep keeps a text in the visitor's own store, which never leaves the machine.
func (e *Env) Keep(key, value string) {
	if e.keep != nil {
		e.keep(key, value)
	}
}

// CanOpen reports whether a file can be chosen here.
func (e *Env) CanOpen() bool { return e.open != nil }

// OpenFile lets the visitor choose a file of the kinds in accept (".csv,.txt");
// got is called between two Updates, unless none is chosen.
func (e *Env) OpenFile(accept string, got func(name string, data []byte, err error)) {
	if e.open != nil {
		e.open(accept, got)
	}
}

// Redraw asks for a new picture.
func (e *Env) Redraw() { e.redraw = true }

// Announce says, through the page's live region, what just happened.
func (e *Env) Announce(t i18n.Text) { e.announce = t.In(e.Lang) }

// Notice shows one quiet line at the bottom of the stage for a few seconds.
func (e *Env) Notice(t i18n.Text) { e.notice = t }
