package stage

import (
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
	Base         func() string // the page's address without its fragment
	// Reach is where other machines find the page, "" where they cannot: it is
	// served to this machine alone.
	Reach    func() string
	Training func() *job.Runner // what trains on another thread
	// Save gives the visitor a file; kind is its media type.
	Save func(name, kind string, data []byte) error
	// Open lets the visitor choose a file of the kinds in accept (".csv,.txt") and
	// calls got between two Updates, unless none is chosen.
	Open func(accept string, got func(name string, data []byte, err error))
	// SavePicture reports that pictures can be saved; see TakePicture.
	SavePicture bool
	// Recall and Keep are the visitor's own store, which never leaves the machine.
	Recall func(key string) string
	Keep   func(key, value string)
	// KeepRun keeps a scene's runs so that RecallRun has them when the scene is
	// opened anew, on this page or after a reload of it; nil: nothing any more.
	KeepRun   func(scene string, runs []byte)
	RecallRun func(scene string) []byte
}

// Options are the visitor's settings at the start.
type Options struct {
	Entries []Entry
	Aside   []Entry // not in the course: only a link leads to them
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
	aside   []Entry
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

	frame          frame
	lay            layout
	sheet          sheet
	opener         string // what had the focus before the sheet
	controlsPanel  controlsPanel
	hidden, locked hold   // controls that a link holds
	lend           string // what the share sheet lets others do with them
	insp           inspector
	later          later
	guide          guide
	pointed        pointed
	journey        journey
	stood          int // where the timeline was when a pointer was pressed
	nowControls    []ui.Widget
	allControls    []ui.Widget // with those that a link hides
	drawn          ui.Widget   // the figure on which a drawing was asked for in the last tick
	nowFigures     []ui.Widget
	legendBelow    bool        // the legend has no room above the stage
	listed         []ui.Widget // the controls, with the legend before them
	narrow         bool        // the visitor folded the rail away
	rail           rail
	scroll         scroll

	keyboard bool // the last thing done was done by keyboard

	enter   float64 // 0…1, how far the scene's entrance has got
	wait    float64 // seconds until the next step while playing
	notice  notice
	refusal refusal
	spoken  string
	untold  bool // where the run is remains to be said
	dirty   bool
	width   float64 // of the window, in the scene's CSS pixels
	height  float64

	welcome    welcome
	tour       tour
	course     course
	keeping    keeping
	lookIn     float64 // seconds until what was done is kept
	presenting bool
	embedded   bool
	sharp      bool    // high contrast
	shot       shot    // of a picture to be saved
	scrolled   float64 // where the stage was scrolled before it
	zoom       float64 // CSS pixels of the window for one of the scene

	outerWidth, outerHeight float64 // of the window
}

// New makes a stage and opens the first scene of the catalogue.
func New(opt Options) *Stage {
	s := &Stage{
		entries: opt.Entries, aside: opt.Aside, host: opt.Host, left: map[string]Link{},
		capture: map[int]ui.Widget{}, toScene: map[int]bool{}, dirty: true, zoom: 1, embedded: opt.Embed,
		keeping: keeping{lookIn: lookEvery}, // nothing is worth keeping before the first picture
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
	s.greet()
	s.recallTour()
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
	passed := min(dt, 1) // a run is kept by the visitor's clock, also where pictures are slow
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
	if len(s.events) > 0 {
		s.tellClamped()
	}
	s.advance(dt)
	s.poseForPicture()
	s.relayout()
	if s.cur != nil && s.cur.fail == nil {
		s.guard(func() { s.cur.scene.Update(&s.env) })
	}
	s.lead()
	s.tickBranches(dt)
	s.followDrawing()
	s.travel()
	s.unfoldNow()
	s.followRun()
	s.relayout()
	s.tellArrival()
	s.collect()
	s.tickGuide(dt)
	s.tickProgress(dt)
	s.tickKeep(passed)
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
	s.tickRefusal(dt)
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

// Dirty reports whether the picture on screen is out of date.
func (s *Stage) Dirty() bool { return s.dirty && s.width >= 1 && s.height >= 1 }

// Invalidate asks for a new picture, say after the canvas was resized.
func (s *Stage) Invalidate() { s.dirty = true }

// Lang is the language of the interface.
func (s *Stage) Lang() i18n.Lang { return s.env.Lang }

// Theme is the colours in use.
func (s *Stage) Theme() *theme.Theme { return s.env.Theme }
