package stage

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"

	"gradtheatre/engine/train/job"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

type rect = paint.Rect

// Host is what the machine around the theatre can do for it. Every field may
// be nil.
type Host struct {
	Copy       func(text string) error // puts text on the clipboard
	FullScreen func()                  // enters or leaves full screen
	// FullScreenOn reports whether it is full screen now.
	FullScreenOn func() bool
	Base         func() string      // the page's address without its fragment
	Training     func() *job.Runner // what trains on another thread
	// Save gives the visitor a file; kind is its media type.
	Save func(name, kind string, data []byte) error
	// Open lets the visitor choose a file of the kinds in accept (".csv,.txt") and
	// calls got between two Updates, unless none is chosen.
	Open func(accept string, got func(name string, data []byte, err error))
	// SavePicture reports that a part of the screen can be saved; see TakePicture.
	SavePicture bool
	// Recall and Keep are the visitor's own store, which never leaves the machine.
	Recall func(key string) string
	Keep   func(key, value string)
}

// Options are the visitor's settings at the start.
type Options struct {
	Entries []Entry
	Lang    i18n.Lang
	Dark    bool
	Still   bool // reduced motion
	Sharp   bool // high contrast
	Touch   bool
	Embed   bool // a guest in another page: no top bar, no rail
	Host    Host
}

// DefaultSeed is the seed of a link that names none.
const DefaultSeed = 42

// Stage is the director. Its methods are called from one goroutine, but for
// Input, which may be called from any.
type Stage struct {
	entries []Entry
	host    Host
	env     Env
	look    ui.Look
	queue   queue
	events  []ui.Event

	cur  *opened
	kept []*opened       // alive, the most recently seen last
	left map[string]Link // how each scene was when it was last left

	capture map[int]ui.Widget // who took a press and gets the rest of that pointer
	toScene map[int]bool
	hovered ui.Widget
	rested  float64 // seconds the mouse has rested on hovered

	frame         frame
	lay           layout
	sheet         sheet
	opener        string // what had the focus before the sheet
	controlsPanel controlsPanel
	insp          inspector
	nowControls   []ui.Widget
	nowFigures    []ui.Widget
	narrow        bool // the visitor folded the rail away
	rail          rail

	keyboard bool // the last thing done was done by keyboard

	enter  float64 // 0…1, how far the scene's entrance has got
	wait   float64 // seconds until the next step while playing
	notice notice
	spoken string
	dirty  bool
	width  float64 // of the window, in the scene's CSS pixels
	height float64

	course     course
	lookIn     float64 // seconds until what was done is kept
	presenting bool
	embedded   bool
	sharp      bool    // high contrast
	shot       bool    // the next picture is to be saved
	zoom       float64 // CSS pixels of the window for one of the scene

	outerWidth, outerHeight float64 // of the window
}

type notice struct {
	text  i18n.Text
	until float64
	undo  func() // takes back what it tells of; may be nil
}

// opened is a scene that is alive.
type opened struct {
	entry    Entry
	scene    Scene
	fail     error
	trace    string
	defaults map[string]string
	seed     uint64
	seen     int  // the position at the last Update
	stayed   bool // the visitor has looked at it, or done something

	branches []*branch // none until it is forked; one of them is scene
	race     race
	forks    int
	trash    *branch // the branch deleted last
	thrown   Scene   // the run that the last reset ended, while it can be taken up again
}

const maxAlive = 6

// New makes a stage and opens the first scene of the catalogue.
func New(opt Options) *Stage {
	s := &Stage{
		entries: opt.Entries, host: opt.Host, left: map[string]Link{},
		capture: map[int]ui.Widget{}, toScene: map[int]bool{}, dirty: true, zoom: 1, embedded: opt.Embed,
	}
	s.course.entries, s.env.course = s.entries, &s.course
	kept := ""
	if s.host.Recall != nil {
		kept = s.host.Recall(progressKey)
	}
	s.course.load(kept)
	s.env.Lang, s.env.Seed, s.env.Look = opt.Lang, DefaultSeed, &s.look
	s.env.Play = Playing{Speed: 1, Phase: 1}
	s.env.training, s.env.recall, s.env.keep, s.env.open = opt.Host.Training, opt.Host.Recall, opt.Host.Keep, opt.Host.Open
	s.look.Lang, s.look.Still = opt.Lang, opt.Still
	s.sharp = opt.Sharp
	s.setTheme(opt.Dark)
	s.insp.Panel = inspect.NewPanel()
	s.frame.build(s)
	s.Resize(1280, 800)
	if len(s.entries) > 0 {
		s.open(s.entries[0])
	}
	return s
}

func (s *Stage) setTheme(dark bool) {
	s.env.Theme = theme.Light()
	if dark {
		s.env.Theme = theme.Dark()
	}
	if s.sharp {
		s.env.Theme = s.env.Theme.Sharp()
	}
	s.look.Theme = s.env.Theme
	s.dirty = true
}

func (s *Stage) setLang(l i18n.Lang) {
	s.env.Lang, s.look.Lang = l, l
	s.dirty = true
}

// SetSharp follows the visitor's wish for high contrast.
func (s *Stage) SetSharp(sharp bool) {
	s.sharp = sharp
	s.setTheme(s.env.Theme.Dark)
}

// SetStill follows the visitor's wish for reduced motion.
func (s *Stage) SetStill(still bool) { s.look.Still, s.dirty = still, true }

// Resize tells the size of the window in CSS pixels. A window without an area
// is remembered and nothing is drawn in it.
func (s *Stage) Resize(width, height float64) {
	if width == s.outerWidth && height == s.outerHeight {
		return
	}
	s.outerWidth, s.outerHeight = width, height
	s.fit()
}

// maxDt is the longest tick a scene is told of: a tab that comes back goes on
// where it was.
const maxDt = 0.1

// Update is one tick, dt seconds after the last: it takes what the visitor
// did, lets time pass and the scene decide.
func (s *Stage) Update(dt float64) {
	if !(dt >= 0) {
		dt = 0
	}
	dt = min(dt, maxDt)
	if !s.look.Still {
		s.look.Time += dt
	}
	s.env.Dt = dt
	s.env.Budget = budget
	if s.cur != nil && len(s.cur.branches) > 1 {
		s.env.Budget /= float64(len(s.cur.branches))
	}
	s.tickClock(dt)
	s.events = s.queue.take(s.events)
	for _, ev := range s.events {
		s.relayout()
		ev.X, ev.Y = ev.X/s.zoom, ev.Y/s.zoom
		s.dispatch(ev)
	}
	s.advance(dt)
	s.relayout()
	if s.cur != nil && s.cur.fail == nil {
		s.guard(func() { s.cur.scene.Update(&s.env) })
	}
	s.lead()
	s.tickBranches(dt)
	s.followRun()
	s.relayout()
	s.collect()
	s.tickProgress(dt)
	s.followWish()
}

// budget is how many seconds of engine work fit into one tick beside the
// drawing, at sixty ticks a second.
const budget = 0.008

// tickClock moves what the stage itself moves: the entrance of a scene, the
// hover's rest, the notice's end.
func (s *Stage) tickClock(dt float64) {
	s.env.Play.On = s.env.Play.On && s.cur != nil && s.cur.fail == nil
	if s.enter < 1 {
		s.enter = min(1, s.enter+dt/0.24)
		if s.look.Still {
			s.enter = 1
		}
		s.dirty = true
	}
	if s.hovered != nil {
		before := s.rested
		s.rested += dt
		if before < tipDelay && s.rested >= tipDelay {
			s.dirty = true
		}
	} else {
		s.rested = 0
	}
	if s.notice.until > 0 {
		s.notice.until -= dt
		if s.notice.until <= 0 {
			s.notice, s.dirty = notice{}, true
			s.dropRun()
		}
	}
}

// collect takes what the scene left in env.
func (s *Stage) collect() {
	if s.env.redraw {
		s.dirty, s.env.redraw = true, false
	}
	if s.env.announce != "" {
		s.spoken, s.env.announce = s.env.announce, ""
	}
	if s.env.notice != (i18n.Text{}) {
		s.Notice(s.env.notice)
		s.env.notice = i18n.Text{}
	}
}

// Notice shows one quiet line for a few seconds, and says it.
func (s *Stage) Notice(t i18n.Text) {
	s.notice = notice{text: t, until: 5}
	s.spoken = t.In(s.env.Lang)
	s.dirty = true
}

// offer shows a notice of what was done, with a button that takes it back.
func (s *Stage) offer(t i18n.Text, undo func()) {
	s.Notice(t)
	s.notice.until, s.notice.undo = 10, undo
}

// Undo takes back what the notice tells of.
func (s *Stage) Undo() error {
	f := s.notice.undo
	if f == nil {
		return errors.New("there is nothing to undo")
	}
	s.notice = notice{}
	f()
	s.relayout()
	return nil
}

// Spoken returns what is to be read out since the last call, and "" when there
// is nothing.
func (s *Stage) Spoken() string {
	t := s.spoken
	s.spoken = ""
	return t
}

// Dirty reports whether the picture on screen is out of date.
func (s *Stage) Dirty() bool { return s.dirty && s.width >= 1 && s.height >= 1 }

// Invalidate asks for a new picture, say after the canvas was resized.
func (s *Stage) Invalidate() { s.dirty = true }

// Lang is the language of the interface.
func (s *Stage) Lang() i18n.Lang { return s.env.Lang }

// Theme is the colours in use.
func (s *Stage) Theme() *theme.Theme { return s.env.Theme }

// open shows a scene: one that is alive as it was left, another anew.
func (s *Stage) open(e Entry) {
	if s.cur != nil {
		s.left[s.cur.entry.ID] = s.Link()
		s.notePlace()
		s.noteGuesses()
		s.keepProgress()
	}
	s.letGo()
	s.closeInspector()
	i := slices.IndexFunc(s.kept, func(o *opened) bool { return o.entry.ID == e.ID && o.fail == nil })
	if i >= 0 {
		s.cur = s.kept[i]
		s.kept = append(slices.Delete(s.kept, i, i+1), s.cur)
	} else {
		s.cur = s.create(e)
		s.applyValues(s.left[e.ID].Values)
		s.kept = append(slices.DeleteFunc(s.kept, func(o *opened) bool { return o.entry.ID == e.ID }), s.cur)
		if len(s.kept) > maxAlive {
			s.close(s.kept[0])
			s.kept = slices.Delete(s.kept, 0, 1)
		}
	}
	s.env.Seed = s.cur.seed
	s.notice.undo = nil // it was about another scene
	s.lineUp()
	if t := s.timeline(); t != nil {
		s.guard(func() { s.cur.seen, _ = t.At() })
	}
	s.env.Play.On, s.env.Play.Phase = false, 1
	s.enter, s.wait, s.controlsPanel = 0, 0, controlsPanel{Panel: *ui.NewPanel()}
	s.lookIn = lookEvery
	s.dirty = true
	s.relayout()
	s.revealPresent()
}

// create makes a scene with the present seed.
func (s *Stage) create(e Entry) *opened {
	o := &opened{entry: e, seed: s.env.Seed, defaults: map[string]string{}}
	s.cur = o // so that a panic lands on its card
	s.relayout()
	s.guard(func() {
		scene, err := e.New(&s.env)
		if err != nil {
			o.fail = err
			return
		}
		o.scene = scene
		s.refresh()
		for _, w := range s.sceneWidgets() {
			if v, ok := kept(w); ok {
				o.defaults[w.ID()] = v.Value()
			}
		}
	})
	return o
}

func (s *Stage) close(o *opened) {
	s.closeScene(o.scene)
	for _, b := range o.branches {
		if b.scene != o.scene {
			s.closeScene(b.scene)
		}
	}
	if o.trash != nil {
		s.closeScene(o.trash.scene)
	}
	if o.thrown != nil {
		s.closeScene(o.thrown)
	}
	runtime.GC() // before the next scene asks for memory, which a page never gives back
}

func (s *Stage) closeScene(scene Scene) {
	if c, ok := scene.(Closer); ok {
		s.guard(c.Close)
	}
}

// reopen makes the present scene anew, keeping what the visitor set, in every
// branch.
func (s *Stage) reopen(keep bool) {
	if s.cur == nil {
		return
	}
	var l Link
	if keep && s.cur.fail == nil {
		l = s.Link()
		delete(l.Values, branchesKey) // they are made anew below
	}
	old := s.cur
	again := s.remember(keep)
	if old.scene != nil {
		s.close(old)
	}
	s.letGo()
	s.closeInspector()
	s.kept = slices.DeleteFunc(s.kept, func(o *opened) bool { return o == old })
	s.cur = s.create(old.entry)
	s.kept = append(s.kept, s.cur)
	if keep {
		s.applyValues(l.Values)
	}
	s.recall(again)
	s.env.Play.On, s.env.Play.Phase, s.wait = false, 1, 0
	s.dirty = true
}

// letGo ends every drag: what was held may be gone.
func (s *Stage) letGo() {
	for p, w := range s.capture {
		s.guard(func() { w.Handle(ui.Event{Kind: ui.PointerCancel, Pointer: p}) })
	}
	clear(s.capture)
	clear(s.toScene)
	s.hovered = nil
	s.look.Focus, s.look.Hover = "", ""
}

// guard runs scene code: its panic becomes a card on screen, and the other
// scenes go on.
func (s *Stage) guard(f func()) {
	o := s.cur
	defer func() {
		if r := recover(); r != nil {
			if o == nil {
				panic(r)
			}
			if err, ok := r.(error); ok {
				o.fail = err
			} else {
				o.fail = fmt.Errorf("%v", r)
			}
			o.trace = string(debug.Stack())
			s.dirty = true
		}
	}()
	f()
}

func (s *Stage) handler() Handler {
	if s.cur == nil || s.cur.fail != nil {
		return nil
	}
	h, _ := s.cur.scene.(Handler)
	return h
}

func (s *Stage) timeline() Timeline {
	if s.cur == nil || s.cur.fail != nil {
		return nil
	}
	t, ok := s.cur.scene.(Timeline)
	if ok && len(s.cur.branches) > 1 {
		return &s.cur.race
	}
	return t
}

func kept(w ui.Widget) (ui.Valued, bool) {
	v, ok := w.(ui.Valued)
	if !ok {
		return nil, false
	}
	k, ok := w.(ui.Kept)
	return v, ok && k.Keep()
}

// controls and figures are the scene's widgets now, rows taken apart; none
// when it has failed.
func (s *Stage) controls() []ui.Widget { return s.nowControls }
func (s *Stage) figures() []ui.Widget  { return s.nowFigures }

// refresh asks the scene which widgets it has now.
func (s *Stage) refresh() {
	s.nowControls, s.nowFigures = s.nowControls[:0], s.nowFigures[:0]
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		return
	}
	s.guard(func() {
		s.nowControls = flatten(s.nowControls, s.cur.scene.Controls())
		s.nowFigures = flatten(s.nowFigures, s.cur.scene.Figures())
	})
}

func flatten(to, ws []ui.Widget) []ui.Widget {
	for _, w := range ws {
		if r, ok := w.(*ui.Row); ok {
			to = flatten(to, r.Items)
		} else {
			to = append(to, w)
		}
	}
	return to
}

func (s *Stage) sceneWidgets() []ui.Widget {
	return slices.Concat(s.controls(), s.figures())
}

// widget finds a widget of the scene or the frame by its ID.
func (s *Stage) widget(id string) ui.Widget {
	if id == "" {
		return nil
	}
	for _, list := range [][]ui.Widget{s.controls(), s.figures(), s.frame.all, s.insp.Widgets()} {
		for _, w := range list {
			if w.ID() == id {
				return w
			}
		}
	}
	return nil
}
