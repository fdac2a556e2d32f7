package stage

import (
	"slices"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// tour leads through the essentials of the course: in each scene it says which
// stop of how many this is, and leads to the next. It begins on the map and stays,
// over a reload too, until it is left or done. It stands in the top bar where that
// has room for it, else in a strip of its own above the transport.
type tour struct {
	on          bool
	path        []string // the stops, by the scenes' IDs
	box         rect
	size        int // of tourSizes: how much it says
	next, leave *button
}

// TourState is the guided tour as a program sees it.
type TourState struct {
	Stop  int    `json:"stop"` // from 1; 0 in a scene that is no stop
	Stops int    `json:"stops"`
	Next  string `json:"next"` // the scene that it leads to; at the end the map
}

const (
	tourKey   = "tour" // in the visitor's own store
	tourTall  = 36.0
	tourStrip = 44.0
	tourCross = 36.0
	tourSizes = 3
)

// build makes its two buttons.
func (g *tour) build(s *Stage) {
	g.next = newButton("tour-next", s.tourLabel, s.tourOn)
	g.next.paint = s.drawTourNext
	g.leave = newButton("tour-leave", fixed("离开导览", "Leave the tour"), func() {
		s.endTour()
		s.speak(i18n.T("导览结束，可以从地图再开始", "The tour has ended; the map can start it again"))
	})
	g.leave.paint = g.leave.cross
}

// recallTour goes on with a tour that was begun before.
func (s *Stage) recallTour() {
	g := &s.tour
	for _, e := range s.entries {
		if e.ID == HomeID {
			g.path = slices.DeleteFunc(slices.Clone(e.Path), func(id string) bool {
				return !slices.ContainsFunc(s.entries, func(e Entry) bool { return e.ID == id })
			})
		}
	}
	g.on = len(g.path) > 0 && s.host.Recall != nil && s.host.Recall(tourKey) == "1"
}

// beginTour shows the way from now on.
func (s *Stage) beginTour() { s.setTour(len(s.tour.path) > 0) }

// endTour leaves it.
func (s *Stage) endTour() { s.setTour(false) }

func (s *Stage) setTour(on bool) {
	if s.tour.on == on {
		return
	}
	s.tour.on, s.dirty = on, true
	if s.host.Keep != nil {
		s.host.Keep(tourKey, map[bool]string{true: "1"}[on])
	}
	s.relayout()
}

// tourPlace is where the visitor stands and where it goes on: after a stop the
// one that follows it, from anywhere else the first that was not seen.
func (s *Stage) tourPlace() TourState {
	g := &s.tour
	p := TourState{Stops: len(g.path), Next: HomeID}
	if s.cur != nil {
		p.Stop = slices.Index(g.path, s.cur.entry.ID) + 1
	}
	switch {
	case p.Stop > 0 && p.Stop < p.Stops:
		p.Next = g.path[p.Stop]
	case p.Stop == 0:
		if i := slices.IndexFunc(g.path, func(id string) bool { return !s.env.Progress(id).Visited }); i >= 0 {
			p.Next = g.path[i]
		}
	}
	return p
}

// tourOn goes on to where the tour leads; at its end it is over.
func (s *Stage) tourOn() {
	next := s.tourPlace().Next
	if next == HomeID {
		s.endTour()
	}
	s.Go(next)
}

// tourLabel says all of it, for those who do not see where it stands.
func (s *Stage) tourLabel() i18n.Text { return s.tourWords(0) }

// tourWords are what it says: all, without the next stop's name, or the bare place.
func (s *Stage) tourWords(size int) i18n.Text {
	p := s.tourPlace()
	at := strconv.Itoa(p.Stop) + " / " + strconv.Itoa(p.Stops)
	zh, en := "导览 "+at, "Tour "+at
	if p.Stop == 0 {
		zh, en = "导览", "Tour"
	} else if size == 2 {
		zh, en = at, at
	}
	switch {
	case size == 2:
	case p.Next == HomeID:
		zh, en = zh+" · 走完了，回地图", en+" · Done, back to the map"
	case size == 1:
		zh, en = zh+" · 下一站", en+" · Next"
	default:
		to := i18n.Text{}
		for _, e := range s.entries {
			if e.ID == p.Next {
				to = e.Title
			}
		}
		zh, en = zh+" · 下一站："+to.ZH, en+" · Next: "+to.EN
	}
	return i18n.T(zh, en)
}

func tourStyle() paint.Style { return paint.Style{Font: paint.SansBold, Size: theme.SizeSmall} }

// showsTour reports whether there is anything of it on screen.
func (s *Stage) showsTour() bool {
	return s.tour.on && s.cur != nil && !s.embedded && !s.presenting && !s.whole()
}

// tourWidth is how wide it is where it says so much.
func (s *Stage) tourWidth(size int) float64 {
	return 14 + paint.Measure(s.tourWords(size).In(s.env.Lang), tourStyle()) + 26 + tourCross
}

// placeTour sets it into the top bar, or cuts a strip for it off what is left of
// the window.
func (s *Stage) placeTour(rest rect) rect {
	g := &s.tour
	g.box, g.next.r, g.leave.r = rect{}, rect{}, rect{}
	if !s.showsTour() {
		return rest
	}
	top, right := s.lay.top, s.frame.lang.r.X-8
	room := right - s.titleEnd() - 16
	for g.size = 0; g.size < tourSizes-1 && s.tourWidth(g.size) > room; g.size++ {
	}
	if width := s.tourWidth(g.size); !s.env.Phone && !top.Empty() && width <= room {
		g.box = rect{X: right - width, Y: top.Y + (top.H-tourTall)/2, W: width, H: tourTall}
	} else {
		var strip rect
		strip, rest = rest.CutBottom(tourStrip)
		for g.size = 0; g.size < tourSizes-1 && s.tourWidth(g.size) > strip.W-16; g.size++ {
		}
		g.box = strip.Middle(min(s.tourWidth(g.size), strip.W-16), tourTall)
	}
	g.next.r = g.box.InsetXY(0, -4)
	g.next.r.W -= tourCross
	g.leave.r = rect{X: g.box.Right() - tourCross - 4, Y: g.box.Y - 4, W: tourCross + 4, H: 44}
	return rest
}

// topPill is what stands in the top bar besides the title and the buttons.
func (s *Stage) topPill() rect {
	for _, r := range [2]rect{s.welcome.box, s.tour.box} {
		if !r.Empty() && r.Y < s.lay.top.Bottom() {
			return r
		}
	}
	return rect{}
}

func (s *Stage) drawTour(c *paint.Canvas) {
	g, t := &s.tour, s.env.Theme
	if g.box.Empty() {
		return
	}
	c.RoundRect(g.box, tourTall/2, t.AccentSoft)
	if p := s.tourPlace(); p.Stop > 0 { // how much of it lies behind
		c.PushClip(rect{X: g.box.X, Y: g.box.Y, W: g.box.W * float64(p.Stop) / float64(p.Stops), H: g.box.H})
		c.RoundRect(g.box, tourTall/2, paint.WithAlpha(t.Accent, 0.16))
		c.PopClip()
	}
	c.RoundRectStroke(g.box, tourTall/2, 1, t.Accent)
	g.next.Draw(c, &s.look)
	g.leave.Draw(c, &s.look)
}

func (s *Stage) drawTourNext(c *paint.Canvas, lk *ui.Look) {
	g, t := &s.tour, lk.Theme
	mid := g.box.Y + g.box.H/2
	if lk.Hover == g.next.id || g.next.down {
		c.RoundRect(rect{X: g.box.X, Y: g.box.Y, W: g.next.r.W, H: g.box.H}, tourTall/2, paint.WithAlpha(t.Accent, 0.14))
	}
	st, x := tourStyle().With(t.AccentInk), g.box.X+14
	words := paint.Elide(s.tourWords(g.size).In(lk.Lang), g.next.r.Right()-22-x, st)
	c.Text(words, x, mid, st, paint.Left)
	c.Icon("chevron-right", x+paint.Measure(words, st)+12, mid, 14, t.AccentInk)
	if lk.Focus == g.next.id {
		c.RoundRectStroke(g.box.Inset(-3), tourTall/2+3, 2, t.Focus)
	}
}
