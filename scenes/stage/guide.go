package stage

import (
	"slices"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/ui"
)

// Locator is implemented by scenes whose texts point at parts of their figures.
// What is a widget by itself needs no Locator: texts point at it by its ID.
type Locator interface {
	// Where is the place of what a text calls name, empty while it is not on stage.
	Where(name string) paint.Rect
}

// Teller is implemented by scenes whose lead is about what is on view, such as
// one of several laboratories; an empty one leaves the entry's.
type Teller interface{ Lead() i18n.Text }

// Titler is implemented by scenes whose heading is about what is on view; an
// empty one leaves the entry's.
type Titler interface{ Head() i18n.Text }

// guide shows what the texts speak of while they are read. A phrase under the
// mouse, or one that has the keyboard, points; a pressed one goes on for a while.
type guide struct {
	head    string // as placed
	lead    prose.Block
	texts   []passage
	phrases []*phrase

	mouse  paint.Point
	inside bool // the mouse is over the window, and it is a mouse
	clear  bool // nothing that can be operated is under it
	rested float64
	press  paint.Point // where the panel was pressed

	under   aim // what the mouse is on
	reading aim
	pinned  aim
	until   float64 // seconds that pinned still lasts

	spots [maxSpots]rect // of what is shown
	names [maxSpots]string
	count int
	shown float64 // 0…1
}

// passage is one text on view.
type passage struct {
	block *prose.Block
	view  rect      // what of it can be seen
	owner ui.Widget // in which it stands, nil of the lead
}

// aim is what is read: phrases of a text, and what they speak of.
type aim struct {
	block *prose.Block
	marks prose.Set
}

const (
	maxSpots  = 12
	pinTime   = 5.0  // seconds that a pressed phrase goes on pointing
	restTime  = 0.25 // seconds the mouse rests on a sentence before it points
	easeTime  = 0.2
	clickSlop = 8.0 // pixels between press and release of a click
)

// leadText is the sentence or two above the stage.
func (s *Stage) leadText() i18n.Text {
	if t, ok := s.cur.scene.(Teller); ok && s.cur.fail == nil {
		lead := i18n.Text{}
		if s.guard(func() { lead = t.Lead() }); lead != (i18n.Text{}) {
			return lead
		}
	}
	if e := &s.cur.entry; e.Quiet != (i18n.Text{}) && s.pointsAtHidden(e.Lead) {
		return e.Quiet
	}
	return s.cur.entry.Lead
}

// pointsAtHidden reports whether a text points at a control that a link keeps
// from view.
func (s *Stage) pointsAtHidden(text i18n.Text) bool {
	if s.hides() == nil {
		return false
	}
	for _, m := range prose.Parse(text.In(s.env.Lang)).Marks {
		for _, id := range m.Things {
			named := func(w ui.Widget) bool { return w.ID() == id }
			if slices.ContainsFunc(s.allControls, named) && !slices.ContainsFunc(s.nowControls, named) {
				return true
			}
		}
	}
	return false
}

// headText is the heading above the stage.
func (s *Stage) headText() i18n.Text {
	if t, ok := s.cur.scene.(Titler); ok && s.cur.fail == nil {
		head := i18n.Text{}
		if s.guard(func() { head = t.Head() }); head != (i18n.Text{}) {
			return head
		}
	}
	return s.cur.entry.Head
}

// tickGuide finds what is read and where that is.
func (s *Stage) tickGuide(dt float64) {
	g := &s.guide
	s.collectTexts()
	near := s.lookAround()
	for _, p := range g.texts {
		if p.block != near.block && p.block.Near != 0 {
			p.block.Near, s.dirty = 0, true
		}
	}
	if near.block != nil && near.block.Near != near.marks {
		near.block.Near, s.dirty = near.marks, true
	}
	was := g.reading
	g.reading = s.aim(dt)
	if g.reading != was {
		s.dirty = true
		if was.block != nil {
			was.block.Lit = 0
		}
	}
	to := 0.0
	if g.reading.block != nil {
		g.reading.block.Lit = g.reading.marks
		s.findSpots(g.reading)
		to = 1
	}
	if g.count == 0 {
		to = 0
	}
	if g.shown != to {
		step := dt / easeTime
		if s.look.Still {
			step = 1
		}
		g.shown = min(max(to, g.shown-step), g.shown+step)
		s.dirty = true
	}
}

// collectTexts lists the texts on view: the lead, and what stands in the
// controls and in the figures.
func (s *Stage) collectTexts() {
	g := &s.guide
	g.texts = emptied(g.texts)
	if s.cur == nil || s.cur.fail != nil {
		return
	}
	if !s.lay.lead.Empty() {
		g.texts = append(g.texts, passage{&g.lead, meet(s.lay.lead, s.lay.middle), nil})
	}
	if !s.controlsPanel.r.Empty() {
		s.collectFrom(s.controls(), s.controlsPanel.r)
	}
	s.collectFrom(s.figures(), s.lay.middle)
	if !s.samePhrases() {
		s.makePhrases()
	}
}

// collectFrom lists the texts with marks of some widgets, seen through view.
func (s *Stage) collectFrom(list []ui.Widget, view rect) {
	for _, w := range list {
		p, ok := w.(ui.Proser)
		if !ok || w.Rect().Empty() {
			continue
		}
		for _, b := range p.Prose() {
			if len(b.Text().Marks) > 0 {
				s.guide.texts = append(s.guide.texts, passage{b, meet(view, w.Rect()), w})
			}
		}
	}
}

// lookAround says which phrases point at something that is on stage now, and
// finds the one that speaks of what is under the mouse: of several, the smallest.
func (s *Stage) lookAround() (near aim) {
	g := &s.guide
	least := 0.0
	for _, p := range g.texts {
		live := prose.Set(0)
		for i, m := range p.block.Text().Marks {
			for _, thing := range m.Things {
				r := s.where(thing)
				if r.Empty() && s.place(thing).Empty() && s.control(thing) == nil {
					continue
				}
				live |= 1 << i // it may only be scrolled out of sight
				if g.inside && r.Contains(g.mouse.X, g.mouse.Y) && (near.block == nil || r.W*r.H < least) {
					near, least = aim{p.block, 1 << i}, r.W*r.H
				}
			}
		}
		if p.block.Live != live {
			p.block.Live, s.dirty = live, true
		}
	}
	return near
}

// aim is what is read now: what was pressed, what has the keyboard, what the
// mouse is on.
func (s *Stage) aim(dt float64) aim {
	g := &s.guide
	if g.until > 0 {
		if g.until -= dt; g.until > 0 {
			return g.pinned
		}
		g.pinned = aim{}
	}
	if s.veiled() && s.sheet != sheetControls {
		return aim{}
	}
	if s.look.Focus != "" {
		for _, p := range g.phrases {
			if p.id == s.look.Focus {
				return aim{p.block, 1 << p.mark & p.block.Live}
			}
		}
	}
	a, phrase := aim{}, false
	if g.inside && g.clear {
		a, phrase = s.textAt(g.mouse.X, g.mouse.Y)
	}
	if g.rested += dt; a != g.under {
		g.under, g.rested = a, 0
	}
	switch {
	case phrase || g.rested >= restTime:
		return a
	case a.block == g.reading.block && a.marks&g.reading.marks != 0: // on to the rest of its sentence
		return g.reading
	}
	return aim{}
}

// textAt is what a place in a text speaks of.
func (s *Stage) textAt(x, y float64) (a aim, phrase bool) {
	for _, p := range s.guide.texts {
		if p.view.Contains(x, y) {
			if marks, phrase := p.block.At(x, y); marks&p.block.Live != 0 {
				return aim{p.block, marks & p.block.Live}, phrase
			}
		}
	}
	return aim{}, false
}

// textIn reports whether a text that stands in w speaks of something at a place.
func (s *Stage) textIn(w ui.Widget, x, y float64) bool {
	for _, p := range s.guide.texts {
		if p.owner == w && p.view.Contains(x, y) {
			if marks, _ := p.block.At(x, y); marks&p.block.Live != 0 {
				return true
			}
		}
	}
	return false
}

// phraseIn reports whether a phrase of a text that stands in w is at a place:
// it comes before what w does with a press.
func (s *Stage) phraseIn(w ui.Widget, x, y float64) bool {
	_, phrase := s.textAt(x, y)
	return phrase && s.textIn(w, x, y)
}

// findSpots takes the places of all that the phrases speak of.
func (s *Stage) findSpots(a aim) {
	g := &s.guide
	n := 0
	for i, m := range a.block.Text().Marks {
		if !a.marks.Has(i) {
			continue
		}
		for _, thing := range m.Things {
			if r := s.where(thing); !r.Empty() && n < maxSpots {
				if n >= g.count || g.spots[n] != r {
					s.dirty = true
				}
				g.spots[n], g.names[n] = r, thing
				n++
			}
		}
	}
	if n > 0 || g.shown == 0 {
		g.count = n
	}
}

// where is the place of a thing: a part that the scene knows, a widget of it, or
// one of the transport. A control that is in a sheet is where that is opened.
func (s *Stage) where(thing string) (r rect) {
	if r = s.place(thing); !r.Empty() {
		return meet(r, s.lay.middle)
	}
	if s.cur == nil || s.cur.fail != nil {
		return r
	}
	if w := s.control(thing); w != nil {
		if s.controlsPanel.r.Empty() {
			return s.frame.panel.r
		}
		return meet(w.Rect(), s.controlsPanel.r)
	}
	for _, w := range s.frame.transport {
		if w.ID() == thing {
			return w.Rect()
		}
	}
	return r
}

// place is where a thing is on the stage, also where that is scrolled out of sight.
func (s *Stage) place(thing string) (r rect) {
	if s.cur == nil || s.cur.fail != nil {
		return r
	}
	if l, ok := s.cur.scene.(Locator); ok {
		if s.guard(func() { r = l.Where(thing) }); !r.Empty() {
			return r
		}
	}
	if all, ok := strings.CutSuffix(thing, "*"); ok {
		return s.placeAll(all)
	}
	for _, w := range s.figures() {
		if w.ID() == thing && !w.Rect().Empty() {
			return w.Rect()
		}
	}
	return rect{}
}

// control finds a control of the scene by its ID.
func (s *Stage) control(id string) ui.Widget {
	for _, w := range s.controls() {
		if w.ID() == id {
			return w
		}
	}
	return nil
}

// placeAll is the box around the figures whose IDs begin alike.
func (s *Stage) placeAll(prefix string) (all rect) {
	for _, w := range s.figures() {
		r := w.Rect()
		if r.Empty() || !strings.HasPrefix(w.ID(), prefix) {
			continue
		}
		if all.Empty() {
			all = r
		}
		all = paint.Around(0, paint.Point{X: all.X, Y: all.Y}, paint.Point{X: all.Right(), Y: all.Bottom()},
			paint.Point{X: r.X, Y: r.Y}, paint.Point{X: r.Right(), Y: r.Bottom()})
	}
	return all
}

// meet is what two boxes have in common.
func meet(a, b rect) rect {
	x, y := max(a.X, b.X), max(a.Y, b.Y)
	return rect{X: x, Y: y, W: max(min(a.Right(), b.Right())-x, 0), H: max(min(a.Bottom(), b.Bottom())-y, 0)}
}

// pin shows what was pressed for a while, and brings it into sight.
func (s *Stage) pin(a aim) {
	g := &s.guide
	g.pinned, g.until, s.dirty = a, pinTime, true
	control, place := ui.Widget(nil), rect{}
	for i, m := range a.block.Text().Marks {
		if !a.marks.Has(i) {
			continue
		}
		for _, thing := range m.Things {
			if w := s.control(thing); control == nil && w != nil {
				control = w
			}
			if place.Empty() {
				place = s.place(thing)
			}
		}
	}
	switch {
	case control == nil && s.sheet == sheetControls:
		s.closeSheet()
	case control != nil && s.controlsPanel.r.Empty() && s.env.Phone:
		s.openSheet(sheetControls)
	}
	if control != nil && !s.controlsPanel.r.Empty() {
		s.controlsPanel.Reveal(control)
	}
	s.relayout()
	s.reveal(place)
}

// unpin ends what a press began.
func (s *Stage) unpin() {
	if g := &s.guide; g.until > 0 {
		g.pinned, g.until, s.dirty = aim{}, 0, true
	}
}

// pressText takes a press on a text.
func (s *Stage) pressText(ev ui.Event) bool {
	if ev.Button != 0 || s.veiled() && s.sheet != sheetControls {
		return false
	}
	a, _ := s.textAt(ev.X, ev.Y)
	if a.block == nil {
		return false
	}
	s.pin(a)
	return true
}

// follow keeps where the mouse is; over says that it is on something that can be
// operated, which the texts are not.
func (g *guide) follow(ev ui.Event, over bool) {
	g.mouse, g.inside, g.clear = paint.Point{X: ev.X, Y: ev.Y}, true, !over
}

// pointing lists what is shown now.
func (s *Stage) pointing() []PointedAt {
	out := []PointedAt{}
	if g := &s.guide; g.reading.block != nil {
		for i, r := range g.spots[:g.count] {
			out = append(out, PointedAt{g.names[i], s.box(r)})
		}
	}
	return out
}
