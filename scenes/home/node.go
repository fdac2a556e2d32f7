package home

import (
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// node is one scene on the map; a press opens it.
type node struct {
	s    *Scene
	at   int
	stop stop
	live bool
	tour int // its place on the guided path, 0 off it

	progress stage.Progress
	picture  *picture
	match    bool // it is what was searched for
	before   bool // it leads to the scene pointed at, or is it
	label    i18n.Text
	state    i18n.Text
	rect     paint.Rect
	box      paint.Rect // of the picture
	text     paint.Rect // of the title, and of what was done below it
	upright  bool       // the picture is above the words, not beside them
}

func (n *node) ID() string             { return "go-" + n.stop.id }
func (n *node) Role() ui.Role          { return ui.RoleButton }
func (n *node) Label() i18n.Text       { return n.label }
func (n *node) Rect() paint.Rect       { return n.rect }
func (n *node) SetRect(r paint.Rect)   { n.rect = r }
func (n *node) Height(float64) float64 { return 64 }

// Enabled reports whether the scene is there, and is what was searched for.
func (n *node) Enabled() bool { return n.live && n.match }

// Press opens the scene.
func (n *node) Press() {
	if n.live {
		n.s.open = n.stop.id
	}
}

// Handle opens on a click or a tap, and scrolls on a drag.
func (n *node) Handle(ev ui.Event) bool {
	s := n.s
	switch ev.Kind {
	case ui.PointerDown:
		if ev.Button != 0 || !s.view.Contains(ev.X, ev.Y) {
			return false
		}
		s.held = drag{on: true, y: ev.Y, scroll: s.scroll}
		return true
	case ui.PointerMove:
		if !s.dragTo(ev.Y) && s.hover != n.at {
			s.hover, s.stale = n.at, true
		}
		return true
	case ui.PointerUp:
		if s.held.on && !s.held.moved && n.rect.Contains(ev.X, ev.Y) {
			n.Press()
		}
		s.held = drag{}
		return true
	case ui.PointerCancel:
		s.held = drag{}
		return true
	case ui.PointerLeave:
		s.hover, s.stale = -1, true
	}
	return false
}

// tell says what was done in the scene, and names it for those who cannot see
// the arrows.
func (n *node) tell(titles map[string]i18n.Text) {
	p, num := n.progress, strconv.Itoa
	switch {
	case !n.live:
		n.state = i18n.T("排练中", "In rehearsal")
	case !p.Visited && n.tour > 0:
		m := num(tour[n.tour-1].minutes)
		n.state = i18n.T("约 "+m+" 分钟", "about "+m+" min")
	case !p.Visited:
		n.state = i18n.T("没看过", "Not seen yet")
	case p.Last > 0 && p.Done():
		n.state = i18n.T("走完了", "Finished")
	case p.Last > 0 && p.Reached > 0:
		n.state = i18n.T(num(p.Reached)+" / "+num(p.Last)+" 步", num(p.Reached)+" / "+num(p.Last)+" steps")
	case p.Last < 0 && p.Reached > 0:
		steps := " steps"
		if p.Reached == 1 {
			steps = " step"
		}
		n.state = i18n.T("训练过 "+num(p.Reached)+" 步", num(p.Reached)+steps)
	default:
		n.state = i18n.T("来过", "Visited")
	}
	parts := [2][]string{{n.stop.title.ZH, n.state.ZH}, {n.stop.title.EN, n.state.EN}}
	if n.tour > 0 {
		parts[0] = append(parts[0], "导览第 "+num(n.tour)+" 站")
		parts[1] = append(parts[1], "stop "+num(n.tour)+" of the guided path")
	}
	if len(n.stop.needs) > 0 {
		var zh, en []string
		for _, id := range n.stop.needs {
			zh, en = append(zh, titles[id].ZH), append(en, titles[id].EN)
		}
		parts[0] = append(parts[0], "先学"+strings.Join(zh, "、"))
		parts[1] = append(parts[1], "builds on "+strings.Join(en, ", "))
	}
	n.label = i18n.T(strings.Join(parts[0], "，"), strings.Join(parts[1], ", "))
}

// Draw paints the card: picture, title, what was done.
func (n *node) Draw(c *paint.Canvas, lk *ui.Look) {
	s := n.s
	if n.rect.Empty() || n.rect.Bottom() < s.view.Y || n.rect.Y > s.view.Bottom() {
		return
	}
	c.PushClip(s.view.InsetXY(-24, 0))
	if n.match {
		c.PushAlpha(1)
	} else {
		c.PushAlpha(0.22)
	}
	n.ground(c, lk)
	n.words(c, lk)
	if n.tour > 0 {
		n.badge(c, lk.Theme)
	}
	c.PopAlpha()
	c.PopClip()
}

func (n *node) ground(c *paint.Canvas, lk *ui.Look) {
	t, r := lk.Theme, n.rect
	if !n.live {
		c.RoundRectStroke(r, theme.Radius, 1, t.Border)
		return
	}
	hover := lk.Hover == n.ID() && n.match
	fill, edge, width := t.Panel, t.Strong, 1.0
	if hover {
		fill = t.Hover
	}
	if n.before || n.s.search.Value() != "" && n.match {
		edge, width = t.Accent, 1.5
	}
	c.RoundRect(r, theme.Radius, fill)
	c.RoundRectStroke(r, theme.Radius, width, edge)
	if p := n.progress; p.Last > 0 && p.Reached > 0 && !p.Done() {
		track := paint.Rect{X: r.X + 8, Y: r.Bottom() - 4, W: r.W - 16, H: 2}
		c.RoundRect(track, 1, t.Track)
		track.W *= float64(p.Reached) / float64(p.Last)
		c.RoundRect(track, 1, t.Accent)
	}
	c.RoundRect(n.box, theme.RadiusSmall, t.Sunken)
	if n.picture != nil {
		n.s.points = n.picture.draw(c, n.box, t, n.s.points)
	} else if len(n.s.sketch.nodes) == 0 { // there is no run for it
		x, y := n.box.Center()
		c.Icon("sigma", x, y, 20, t.Faint)
	}
	if lk.Focus == n.ID() {
		c.RoundRectStroke(r.Inset(-3), theme.Radius+3, 2, t.Focus)
	}
}

func (n *node) words(c *paint.Canvas, lk *ui.Look) {
	t, in := lk.Theme, n.text
	st, small := n.s.titleStyle(), t.Tiny()
	st.Color = t.Text
	if !n.live {
		st.Font, st.Color = paint.Sans, t.Muted
	}
	title := n.stop.title.In(lk.Lang)
	width, tall := in.W, paint.WrapHeight(title, in.W, st, titleLine)
	if half := paint.Measure(title, st)/2 + st.Size; half < width && paint.WrapHeight(title, half, st, titleLine) == tall {
		width = half // no character alone on a line
	}
	y := in.Y
	if !n.upright {
		y += (in.H - tall - stateLine) / 2
	}
	c.TextWrap(title, paint.Rect{X: in.X, Y: y, W: width, H: tall}, st, titleLine)
	y += tall + 10
	x := in.X
	if n.live && n.progress.Done() {
		c.Icon("check", x+6, y, 13, t.Good)
		x += 16
		small.Color = t.Good
	} else if n.progress.Visited {
		small.Color = t.AccentInk
	}
	c.Text(paint.Elide(n.state.In(lk.Lang), in.Right()-x, small), x, y, small, paint.Left)
}

// titleStyle is the type of the titles.
func (s *Scene) titleStyle() paint.Style {
	st := paint.Style{Font: paint.SansBold, Size: theme.SizeBody}
	if !s.list {
		st.Size = theme.SizeSmall
	}
	return st
}

const (
	titleLine = 17.0
	stateLine = 18.0
)

// badge is the number of a stop on the guided path.
func (n *node) badge(c *paint.Canvas, t *theme.Theme) {
	x, y := n.rect.X+1, n.rect.Y+3
	c.Circle(x, y, 12, t.Stage)
	fill, ink := t.Accent, t.AccentText
	if n.progress.Visited {
		fill, ink = t.AccentSoft, t.AccentInk
	}
	c.Circle(x, y, 10, fill)
	c.Text(digits[n.tour%10], x, y, paint.Style{Font: paint.SansBold, Size: theme.SizeTiny, Color: ink}, paint.Center)
}

var digits = [10]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}
