package home

import (
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Draw paints the acts' names and the arrows, below the scenes.
func (s *Scene) Draw(env *stage.Env, c *paint.Canvas) {
	t := env.Theme
	c.PushClip(s.view.InsetXY(-24, 0))
	for _, h := range s.heads {
		tall := paint.WrapHeight(h.text, h.at.W, headStyle(), headLine)
		c.TextWrap(h.text, paint.Rect{X: h.at.X, Y: h.at.Bottom() - 4 - tall, W: h.at.W}, headStyle().With(t.H3().Color), headLine)
		c.Fill(paint.Rect{X: h.at.X, Y: h.at.Bottom() - 1, W: h.at.W, H: 1}, t.Border)
	}
	if !s.list {
		for _, strong := range [2]bool{false, true} { // the marked ones on top
			for i := range s.edges {
				if e := &s.edges[i]; s.marked(e) == strong {
					s.drawEdge(c, e, t, strong)
				}
			}
		}
	}
	if s.list && s.none() {
		words := i18n.T("没有找到。试试中文、英文，或拼音首字母。", "Nothing found. Try English, Chinese, or pinyin initials.")
		c.TextWrap(words.In(env.Lang), paint.Rect{X: s.view.X, Y: s.view.Y + 64, W: s.view.W, H: 60}, t.Small(), 20)
	}
	c.PopClip()
}

func (s *Scene) none() bool {
	for _, n := range s.nodes {
		if n.match {
			return false
		}
	}
	return true
}

// marked reports whether an arrow leads to the scene pointed at.
func (s *Scene) marked(e *edge) bool { return s.nodes[e.from].before && s.nodes[e.to].before }

func (s *Scene) drawEdge(c *paint.Canvas, e *edge, t *theme.Theme, strong bool) {
	a, b := s.nodes[e.from], s.nodes[e.to]
	col, width := t.Strong, 1.5
	switch {
	case strong:
		col, width = t.Accent, 2.2
	case a.progress.Visited && b.live: // the way on is open
		col = paint.Mix(t.Strong, t.Accent, 0.55)
	}
	if s.search.Value() != "" && !(a.match && b.match) {
		col = paint.WithAlpha(col, 0.3)
	}
	n := len(e.pts)
	if n < 2 {
		return
	}
	if b.live {
		c.Polyline(e.pts, width, col)
	} else {
		c.DashPolyline(e.pts, width, 5, 4, 0, col)
	}
	p, q := e.pts[n-2], e.pts[n-1]
	dx, dy := 1.0, 0.0
	if q.X-p.X < 0.01 && q.X-p.X > -0.01 && q.Y > p.Y {
		dx, dy = 0, 1
	}
	c.Head(q.X, q.Y, dx, dy, 7, col)
}

// drawStrip paints the guided path: how far it has got, its stops as a line.
func (s *Scene) drawStrip(c *paint.Canvas, lk *ui.Look) {
	t, r := lk.Theme, s.strip.Rect()
	c.RoundRect(r, theme.RadiusLarge, t.Panel)
	c.RoundRectStroke(r, theme.RadiusLarge, 1, t.Border)
	x, mid := r.X+16, r.Y+r.H/2
	bold, small := t.BodyBold(), t.Tiny()
	room := s.next.Rect().X - 12 - x
	c.Text(paint.Elide(s.words[0], room, bold), x, mid-10, bold, paint.Left)
	second := s.words[1]
	c.Text(paint.Elide(second, room, small), x, mid+11, small, paint.Left)
	w := paint.Measure(second, small)
	if !s.list {
		if w+paint.Measure(s.words[2], small)+18 <= 250 {
			c.Circle(x+w+9, mid+11, 1.5, t.Faint)
			c.Text(s.words[2], x+w+18, mid+11, small, paint.Left)
		}
		s.drawStops(c, lk, paint.Rect{X: x + 240, Y: r.Y, W: s.forget.Rect().X - 24 - (x + 240), H: r.H})
	}
}

// drawStops paints the stops of the path as beads on a line.
func (s *Scene) drawStops(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	n := len(s.tour)
	if n < 2 || r.W < float64(n)*34 {
		return
	}
	t, y := lk.Theme, r.Y+r.H/2-14
	step := r.W / float64(n)
	at := func(i int) float64 { return r.X + step*(float64(i)+0.5) }
	tiny := t.Tiny()
	named, lines := true, 1.0 // all or none, so that no name is cut
	for _, p := range s.tour {
		for word := range strings.FieldsSeq(p.title) {
			named = named && paint.Measure(word, tiny) <= step-4
		}
		lines = max(lines, paint.WrapHeight(p.title, step-4, tiny, stopLine)/stopLine)
	}
	switch {
	case !named || lines > 2:
		named, y = false, r.Y+r.H/2
	case lines == 2:
		y -= 4
	}
	for i := 1; i < n; i++ {
		col := t.Track
		if s.tour[i-1].seen && s.tour[i].seen {
			col = t.Accent
		}
		c.Line(at(i-1), y, at(i), y, 2, col)
	}
	for i, p := range s.tour {
		x := at(i)
		fill, ink := t.Accent, t.AccentText
		if p.seen {
			fill, ink = t.AccentSoft, t.AccentInk
		}
		c.Circle(x, y, 12, t.Panel)
		c.Circle(x, y, 10, fill)
		if p.seen {
			c.Icon("check", x, y, 12, ink)
		} else {
			c.Text(digits[(i+1)%10], x, y, paint.Style{Font: paint.SansBold, Size: theme.SizeTiny, Color: ink}, paint.Center)
		}
		if named {
			centred(c, p.title, x, y+20, step-4, tiny)
		}
	}
}

const stopLine = 14.0

// centred sets a name in one line or two, each in the middle.
func centred(c *paint.Canvas, name string, x, y, width float64, st paint.Style) {
	var lines [2]paint.Span
	for _, l := range paint.AppendLines(lines[:0], name, width, st) {
		c.Text(name[l.From:l.To], x, y, st, paint.Center)
		y += stopLine
	}
}

// headStyle is the type of the acts' names.
func headStyle() paint.Style {
	return paint.Style{Font: paint.SansBold, Size: theme.SizeSmall}
}
