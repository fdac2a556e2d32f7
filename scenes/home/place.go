package home

import (
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
)

// edge is an arrow from what comes first to what builds on it.
type edge struct {
	from, to int
	pts      []paint.Point
}

// heading names an act.
type heading struct {
	act  int
	text string
	at   paint.Rect
}

const (
	acts      = 6
	graphW    = 860.0 // below this the map is a list
	headH     = 30.0  // of the acts' names; more where a name takes two lines
	headLine  = 20.0
	stripTall = 64.0
	rowTall   = 64.0 // of the list
)

// place puts everything where it belongs.
func (s *Scene) place(env *stage.Env) {
	a := env.Area
	strip, rest := a.CutBottom(min(stripTall, a.H*0.4))
	_, rest = rest.CutBottom(10)
	s.view = rest
	s.heads = s.heads[:0]
	if s.list {
		s.placeList()
	} else {
		s.placeGraph()
	}
	s.placeStrip(strip)
	s.scrollTo(s.scroll)
}

// placeGraph sets the acts as columns on one grid of rows, so that long arrows
// can run between the rows.
func (s *Scene) placeGraph() {
	a, v := s.area, s.view
	s.search.SetRect(paint.Rect{X: a.Right() - 280, Y: a.Y - 54, W: 280, H: 36})
	gap := min(max(a.W*0.026, 26), 84)
	width := (a.W - (acts-1)*gap) / acts
	rows := 1
	for _, n := range s.nodes {
		rows = max(rows, n.stop.row+1)
	}
	pitch := min(max((v.H-headH-4)/float64(rows), 78), 132)
	upright := width*0.64-25 < s.widestWord()
	if upright {
		pitch = 136
	}
	head := headH
	for act := 1; act <= acts; act++ {
		text := stage.Acts[act].In(s.lang)
		x := a.X + float64(act-1)*(width+gap)
		head = max(head, paint.WrapHeight(text, width, headStyle(), headLine)+10)
		s.heads = append(s.heads, heading{act, text, paint.Rect{X: x, Y: v.Y - s.scroll, W: width}})
	}
	for i := range s.heads {
		s.heads[i].at.H = head - 6
	}
	s.content = head + float64(rows)*pitch
	top := v.Y + head + 6 - s.scroll
	for _, n := range s.nodes {
		n.rect = paint.Rect{X: a.X + float64(n.stop.act-1)*(width+gap), Y: top + float64(n.stop.row)*pitch, W: width, H: pitch - 18}
		n.place(upright)
	}
	s.route(top, pitch, gap)
}

// place sets the picture and the words of a card on the graph.
func (n *node) place(upright bool) {
	r := n.rect
	n.upright = upright && n.live
	switch side := min(r.H-14, r.W*0.36); {
	case !n.live:
		n.text = r.InsetXY(12, 0)
	case upright:
		n.box = paint.Rect{X: r.X + 7, Y: r.Y + 7, W: r.W - 14, H: 48}
		n.text = paint.Rect{X: r.X + 9, Y: n.box.Bottom() + 5, W: r.W - 16, H: r.Bottom() - n.box.Bottom() - 5}
	default:
		n.box = paint.Rect{X: r.X + 7, Y: r.Y + (r.H-side)/2, W: min(side*4/3, r.W*0.36), H: side}
		n.beside()
	}
}

// beside sets the words beside the picture.
func (n *node) beside() {
	left := n.box.Right() + 10
	n.text = paint.Rect{X: left, Y: n.rect.Y, W: n.rect.Right() - 8 - left, H: n.rect.H}
}

// widestWord is how wide the words beside a picture must have it, so that none
// is cut.
func (s *Scene) widestWord() (width float64) {
	st := s.titleStyle()
	for _, n := range s.nodes {
		for word := range strings.FieldsSeq(n.stop.title.In(s.lang)) {
			if word[0] < 0x80 { // Chinese may break anywhere
				width = max(width, paint.Measure(word, st))
			}
		}
		small := paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
		width = max(width, paint.Measure(n.state.In(s.lang), small))
	}
	return width
}

// route draws the arrows: straight to a neighbour, otherwise along a lane
// between two rows.
func (s *Scene) route(top, pitch, gap float64) {
	used := map[int]int{} // arrows in each lane
	for i := range s.edges {
		e := &s.edges[i]
		a, b := s.nodes[e.from], s.nodes[e.to]
		e.pts = e.pts[:0]
		ax, ay := a.rect.Right(), a.rect.Y+a.rect.H/2
		bx, by := b.rect.X-2, b.rect.Y+b.rect.H/2
		across := b.stop.act - a.stop.act
		down := b.stop.row - a.stop.row
		switch {
		case across == 0 && down == 1:
			x := a.rect.X + a.rect.W/2
			e.pts = append(e.pts, paint.Point{X: x, Y: a.rect.Bottom()}, paint.Point{X: x, Y: b.rect.Y - 2})
		case across == 0: // round the cards between
			x := a.rect.X - gap*0.42
			e.pts = curveTo(e.pts, a.rect.X, ay+8, x, ay+8+pitch*0.3, true)
			e.pts = append(e.pts, paint.Point{X: x, Y: by - pitch*0.3})
			e.pts = curveTo(e.pts, x, by-pitch*0.3, bx, by, false)
		case across == 1:
			e.pts = paint.AppendBezier(e.pts, paint.Point{X: ax, Y: ay}, paint.Point{X: ax + gap*0.55, Y: ay}, paint.Point{X: bx - gap*0.6, Y: by}, paint.Point{X: bx, Y: by})
		default:
			lane := b.stop.row
			if a.stop.row > b.stop.row || lane == 0 {
				lane++
			}
			y := top + float64(lane)*pitch - 9 + 4*float64(used[lane]%3-1)
			used[lane]++
			in, out := ax+gap, bx+2-gap
			e.pts = paint.AppendBezier(e.pts, paint.Point{X: ax, Y: ay}, paint.Point{X: ax + gap*0.6, Y: ay}, paint.Point{X: in - gap*0.6, Y: y}, paint.Point{X: in, Y: y})
			e.pts = append(e.pts, paint.Point{X: out, Y: y})
			e.pts = paint.AppendBezier(e.pts, paint.Point{X: out, Y: y}, paint.Point{X: out + gap*0.6, Y: y}, paint.Point{X: bx - gap*0.6, Y: by}, paint.Point{X: bx, Y: by})
		}
	}
}

// curveTo is a quarter turn: it leaves sideways, or arrives sideways.
func curveTo(dst []paint.Point, ax, ay, bx, by float64, leaves bool) []paint.Point {
	corner := paint.Point{X: bx, Y: ay}
	if !leaves {
		corner = paint.Point{X: ax, Y: by}
	}
	return paint.AppendBezier(dst, paint.Point{X: ax, Y: ay}, corner, corner, paint.Point{X: bx, Y: by})
}

// placeList sets the scenes one below the other, by act; a search leaves only
// what it found.
func (s *Scene) placeList() {
	v := s.view
	width := min(v.W, 680)
	x, y := v.X+(v.W-width)/2, v.Y-s.scroll
	s.search.SetRect(paint.Rect{X: x, Y: y, W: width, H: 40})
	y += 48
	act := 0
	for _, n := range s.nodes {
		n.rect = paint.Rect{}
		if !n.match {
			continue
		}
		if n.stop.act != act {
			act = n.stop.act
			s.heads = append(s.heads, heading{act, stage.Acts[act].In(s.lang), paint.Rect{X: x, Y: y, W: width, H: 34}})
			y += 38
		}
		tall := rowTall
		if !n.live {
			tall = 48
		}
		n.rect = paint.Rect{X: x, Y: y, W: width, H: tall}
		n.box = paint.Rect{X: x + 8, Y: y + 7, W: 66, H: tall - 14}
		if n.upright = false; n.live {
			n.beside()
		} else {
			n.text = n.rect.InsetXY(12, 0)
		}
		y += tall + 8
	}
	s.content = y - v.Y + s.scroll + 4
}

// placeStrip sets the guided path at the bottom, where it stays.
func (s *Scene) placeStrip(r paint.Rect) {
	s.strip.SetRect(r)
	s.next.SetLabel(s.nextLabel[0])
	width := max(s.next.Width(i18n.ZH), s.next.Width(i18n.EN)) + 12
	if s.list {
		left := max(paint.Measure(s.words[0], paint.Style{Font: paint.SansBold, Size: theme.SizeBody}), paint.Measure(s.words[1], paint.Style{Font: paint.Sans, Size: theme.SizeTiny}))
		room := r.W - left - 40
		if width = s.next.Width(s.lang); width > room {
			s.next.SetLabel(s.nextLabel[1])
			width = min(s.next.Width(s.lang), room)
		}
	}
	h := min(40, r.H-8)
	s.next.SetRect(paint.Rect{X: r.Right() - 12 - width, Y: r.Y + (r.H-h)/2, W: width, H: h})
	f := s.forget.Width(s.lang) - 8
	s.forget.SetRect(paint.Rect{X: s.next.Rect().X - f - 10, Y: r.Y + (r.H-h)/2, W: f, H: h})
	if s.list { // there is no room beside the button: it ends the list
		s.forget.SetRect(paint.Rect{X: s.search.Rect().X, Y: s.view.Y - s.scroll + s.content, W: f, H: 40})
		s.content += 48
		if s.search.Value() != "" || !s.view.Contains(s.forget.Rect().X, s.forget.Rect().Bottom()-1) {
			s.forget.SetRect(paint.Rect{})
		}
	}
	if q := s.search.Rect(); s.list && q.Y < s.view.Y-1 { // scrolled away
		s.search.SetRect(paint.Rect{})
	}
}
