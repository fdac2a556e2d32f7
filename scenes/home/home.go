// Package home is the map of the course, where the theatre's name leads: its
// acts from left to right, every scene with a small picture of what happens in
// it, arrows from what comes first to what builds on it, what the visitor has
// done, a search, and a guided path through the essentials.
package home

import (
	"cmp"
	"slices"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is the map's line in the catalogue. It belongs to no act.
func Entry() stage.Entry {
	return stage.Entry{
		ID:     stage.HomeID,
		Title:  i18n.T("课程地图", "Course map"),
		Head:   i18n.T("从一个神经元，到能看会写的网络", "From one neuron to networks that see and write"),
		Lead:   mapLead,
		Path:   tourIDs(),
		Invite: i18n.T("第一次来？课程地图里有一条 "+strconv.Itoa(tourMinutes())+" 分钟的导览", "New here? The map has a "+strconv.Itoa(tourMinutes())+"-minute tour"),
		New:    func(env *stage.Env) (stage.Scene, error) { return New(env), nil },
	}
}

// Scene is the map.
type Scene struct {
	nodes []*node
	edges []edge
	seed  uint64

	search *searchField
	next   *ui.Button
	forget *ui.Button
	strip  *ui.Figure

	lang    i18n.Lang
	area    paint.Rect
	phone   bool
	dark    bool
	version int
	focused string
	stale   bool

	view    paint.Rect // what scrolls
	list    bool       // one below the other, by act
	heads   []heading
	scroll  float64
	content float64 // height of what scrolls
	hover   int     // node under the pointer, −1 none
	held    drag
	open    string // the scene to open
	wipe    bool   // forget what was done
	guide   bool   // the guided tour begins, or goes on

	sketch sketch

	tour      []tourStop
	words     [3]string    // of the strip
	to        string       // where the guided path goes on, "" at its end
	nextLabel [2]i18n.Text // of the button there, and where there is little room
	points    []paint.Point

	figures []ui.Widget
}

// tourStop is one stop of the guided path, as the strip shows it.
type tourStop struct {
	title string
	seen  bool
	live  bool
}

// drag is a pointer that may become a scroll.
type drag struct {
	on, moved bool
	y, scroll float64
}

// New returns the map of the scenes that there are.
func New(env *stage.Env) *Scene {
	s := &Scene{seed: env.Seed, hover: -1, stale: true, lang: env.Lang, version: -1}
	live := map[string]stage.Entry{}
	stops := slices.Clone(course)
	for _, e := range env.Entries() {
		if e.Act < 1 || e.Act >= len(stage.Acts) {
			continue
		}
		live[e.ID] = e
		if find(e.ID) < 0 { // a scene that the table does not know yet
			stops = append(stops, stop{id: e.ID, act: e.Act, row: 0, title: e.Title})
		}
	}
	arrange(stops)
	at := map[string]int{}
	for i, p := range stops {
		e, on := live[p.id]
		if on {
			p.title = e.Title
		}
		s.nodes = append(s.nodes, &node{s: s, at: i, stop: p, live: on, tour: tourAt(p.id)})
		at[p.id] = i
	}
	for i, p := range stops {
		for _, n := range p.needs {
			s.edges = append(s.edges, edge{from: at[n], to: i})
		}
	}
	s.sketch.begin(s.nodes)
	s.build()
	return s
}

// arrange orders the scenes by act and row, and gives a row of its own to each
// scene of an act.
func arrange(stops []stop) {
	taken := map[[2]int]bool{}
	for i := range stops {
		p := &stops[i]
		for taken[[2]int{p.act, p.row}] {
			p.row++
		}
		taken[[2]int{p.act, p.row}] = true
	}
	slices.SortStableFunc(stops, func(a, b stop) int { return cmp.Or(cmp.Compare(a.act, b.act), cmp.Compare(a.row, b.row)) })
}

func (s *Scene) build() {
	s.search = &searchField{Field: ui.NewField("search", i18n.T("搜索", "Search"), "").Limit(40).
		Hint(i18n.T("搜索：卷积、relu、qxcb", "Search: softmax, relu, qxcb")).
		OnChange(func(string) { s.stale, s.scroll = true, 0 })}
	s.search.lost = func() bool { return !s.list && s.search.Value() != "" && s.none() }
	s.search.enter = func() {
		for _, n := range s.nodes {
			if n.match && n.live && s.search.Value() != "" {
				s.open = n.stop.id
				return
			}
		}
	}
	s.next = ui.NewButton("next-stop", i18n.T("下一站", "Next stop")).Primary().OnPress(func() { s.open, s.guide = s.to, true })
	s.forget = ui.NewButton("forget", i18n.T("清除记录", "Clear record")).Bare().OnPress(func() { s.wipe = true })
	s.strip = ui.NewFigure("tour", ui.RoleText, i18n.T("导览", "Guided path"))
	s.strip.Paint = s.drawStrip
	s.strip.Say = func(i18n.Lang) string { return s.words[0] + " · " + s.words[1] + " · " + s.words[2] }
	s.figures = []ui.Widget{s.search}
	for _, n := range s.nodes {
		s.figures = append(s.figures, n)
	}
	s.figures = append(s.figures, s.strip, s.next, s.forget)
}

// searchField opens the first match when Enter is pressed, and says so where
// there is none.
type searchField struct {
	*ui.Field
	enter func()
	lost  func() bool
}

var lostName = i18n.T("没有找到", "Nothing found")

// Draw paints the field, and at its end that nothing was found.
func (f *searchField) Draw(c *paint.Canvas, lk *ui.Look) {
	f.Field.Draw(c, lk)
	r, small := f.Rect(), lk.Theme.Tiny()
	words := lostName.In(lk.Lang)
	if f.lost() && paint.Measure(f.Value(), lk.Theme.Body())+paint.Measure(words, small)+44 < r.W {
		c.Text(words, r.Right()-12, r.Y+r.H/2, small, paint.Right)
	}
}

func (f *searchField) Handle(ev ui.Event) bool {
	if ev.Kind == ui.KeyDown && ev.Key == "Enter" {
		f.enter()
		return true
	}
	return f.Field.Handle(ev)
}

// Whole makes the map fill the theatre: it is its own rail.
func (s *Scene) Whole() bool { return true }

// Controls has none: everything is on the map.
func (s *Scene) Controls() []ui.Widget { return nil }

// Figures are the search, the scenes in the order of the course and the
// guided path.
func (s *Scene) Figures() []ui.Widget { return s.figures }

// Update places the map, and makes its pictures until all are there.
func (s *Scene) Update(env *stage.Env) {
	if s.wipe {
		s.wipe = false
		env.ForgetProgress()
		env.Announce(i18n.T("记录已清除", "Your record is gone"))
	}
	if s.open != "" {
		env.Open(s.open)
		s.open = ""
		if s.guide {
			s.guide = false
			env.Guide()
		}
	}
	if env.Lang != s.lang || env.Area != s.area || env.Phone != s.phone || env.ProgressVersion() != s.version || env.Theme.Dark != s.dark {
		s.lang, s.area, s.phone, s.version, s.dark, s.stale = env.Lang, env.Area, env.Phone, env.ProgressVersion(), env.Theme.Dark, true
	}
	s.goOn(env)
	if s.focused != env.Look.Focus {
		s.focused, s.stale = env.Look.Focus, true
		s.reveal()
	}
	if !s.stale {
		return
	}
	s.stale = false
	s.list = env.Area.W < graphW
	s.tell(env)
	s.place(env)
	s.reach()
	for _, n := range s.nodes {
		if n.picture != nil {
			n.picture.colour(env.Theme)
		}
	}
	env.Redraw()
}

// tell brings all words up to date.
func (s *Scene) tell(env *stage.Env) {
	query := s.search.Value()
	titles := map[string]i18n.Text{}
	for _, n := range s.nodes {
		titles[n.stop.id] = n.stop.title
	}
	asked, right := 0, 0
	for _, n := range s.nodes {
		n.match = n.stop.matches(query)
		n.progress = env.Progress(n.stop.id)
		asked, right = asked+n.progress.Guesses, right+n.progress.Right
		n.tell(titles)
	}
	s.tellTour(asked, right)
}

// tellTour says how far the guided path has got and where it goes on.
func (s *Scene) tellTour(asked, right int) {
	s.tour, s.to = s.tour[:0], ""
	seen, to := 0, i18n.Text{}
	for _, t := range tour {
		i := slices.IndexFunc(s.nodes, func(n *node) bool { return n.stop.id == t.id })
		if i < 0 {
			continue
		}
		n := s.nodes[i]
		s.tour = append(s.tour, tourStop{n.stop.title.In(s.lang), n.progress.Visited, n.live})
		if n.progress.Visited {
			seen++
		} else if n.live && s.to == "" {
			s.to, to = n.stop.id, n.stop.title
		}
	}
	num := strconv.Itoa
	s.words[0] = i18n.T("导览 · 约 "+num(tourMinutes())+" 分钟", "Guided path · about "+num(tourMinutes())+" minutes").In(s.lang)
	if s.list {
		s.words[0] = i18n.T("导览 · "+num(tourMinutes())+" 分钟", "Guide · "+num(tourMinutes())+" min").In(s.lang)
	}
	s.words[1] = i18n.T("走过 "+num(seen)+" / "+num(len(s.tour))+" 站", num(seen)+" of "+num(len(s.tour))+" stops seen").In(s.lang)
	s.words[2] = i18n.T("还没猜过", "no guesses yet").In(s.lang)
	if asked > 0 {
		s.words[2] = i18n.T("猜过 "+num(asked)+" 次，对 "+num(right)+" 次", num(right)+" of "+num(asked)+" guesses right").In(s.lang)
	}
	s.nextLabel = [2]i18n.Text{i18n.T("下一站："+to.ZH, "Next: "+to.EN), to}
	if s.to == "" {
		s.nextLabel = [2]i18n.Text{i18n.T("要点都走完了", "All stops seen"), i18n.T("走完了", "All seen")}
	}
	s.next.SetEnabled(s.to != "")
	any := slices.ContainsFunc(s.nodes, func(n *node) bool { return n.progress.Visited })
	s.forget.SetEnabled(any)
}

// reach marks what leads to the scene under the pointer or the keyboard.
func (s *Scene) reach() {
	for _, n := range s.nodes {
		n.before = false
	}
	var mark func(i int)
	mark = func(i int) {
		s.nodes[i].before = true
		for _, e := range s.edges {
			if e.to == i && !s.nodes[e.from].before {
				mark(e.from)
			}
		}
	}
	for i, n := range s.nodes {
		if i == s.hover || n.ID() == s.focused {
			mark(i)
		}
	}
}

// Metrics reports what was found and done.
func (s *Scene) Metrics(put func(name string, value any)) {
	matches, visited, done := []string{}, []string{}, []string{}
	pictures := 0
	for _, n := range s.nodes {
		if n.picture != nil {
			pictures++
		}
		if n.match && s.search.Value() != "" {
			matches = append(matches, n.stop.id)
		}
		if n.progress.Visited {
			visited = append(visited, n.stop.id)
		}
		if n.progress.Done() {
			done = append(done, n.stop.id)
		}
	}
	put("matches", matches)
	put("visited", visited)
	put("done", done)
	put("next_stop", s.to)
	put("pictures", pictures)
}

// Handle scrolls: by wheel, by keys, by a drag of the ground.
func (s *Scene) Handle(env *stage.Env, ev ui.Event) bool {
	switch ev.Kind {
	case ui.Wheel:
		s.scrollTo(s.scroll + ev.DY*60)
		return true
	case ui.PointerDown:
		s.held = drag{on: true, y: ev.Y, scroll: s.scroll}
		return true
	case ui.PointerMove:
		return s.dragTo(ev.Y)
	case ui.PointerUp, ui.PointerCancel:
		s.held = drag{}
	case ui.KeyDown:
		switch ev.Key {
		case "PageDown":
			s.scrollTo(s.scroll + s.view.H*0.9)
		case "PageUp":
			s.scrollTo(s.scroll - s.view.H*0.9)
		default:
			return false
		}
		return true
	}
	return false
}

// dragTo scrolls with a pointer that is down; a tremble is not a drag.
func (s *Scene) dragTo(y float64) bool {
	if !s.held.on {
		return false
	}
	if d := y - s.held.y; s.held.moved || d > 8 || d < -8 {
		s.held.moved = true
		s.scrollTo(s.held.scroll - d)
	}
	return true
}

func (s *Scene) scrollTo(y float64) {
	y = min(max(y, 0), max(s.content-s.view.H, 0))
	if y != s.scroll {
		s.scroll, s.stale = y, true
	}
}

// reveal scrolls to the scene that the keyboard has reached.
func (s *Scene) reveal() {
	for _, n := range s.nodes {
		if n.ID() != s.focused || n.rect.Empty() {
			continue
		}
		if n.rect.Y < s.view.Y+8 {
			s.scrollTo(s.scroll - (s.view.Y + 8 - n.rect.Y))
		} else if n.rect.Bottom() > s.view.Bottom()-8 {
			s.scrollTo(s.scroll + n.rect.Bottom() - s.view.Bottom() + 8)
		}
	}
}
