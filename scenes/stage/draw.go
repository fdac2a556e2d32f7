package stage

import (
	"errors"
	"math"
	"strings"
	"unicode"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// tipDelay is how long the mouse rests on a widget before its names show.
const tipDelay = 0.55

// Title is the name of the theatre.
var Title = i18n.T("梯度剧场", "Gradient Theatre")

// Draw records the picture of the theatre: scale device pixels for each CSS
// pixel. Nothing but the question of what is out of date changes.
func (s *Stage) Draw(c *paint.Canvas, scale float64) {
	s.dirty = false
	before := s.cur != nil && s.cur.fail != nil
	s.draw(c, scale)
	if s.cur != nil && s.cur.fail != nil && !before {
		s.placeSheet() // it failed while it was drawn: show its card instead
		s.draw(c, scale)
		s.dirty = false
	}
}

func (s *Stage) draw(c *paint.Canvas, scale float64) {
	t, l := s.env.Theme, &s.lay
	c.Begin(s.width, s.height, scale*s.zoom)
	c.Fill(s.env.Size, t.Background)
	c.Fill(l.middle, t.Stage)
	s.drawScene(c)
	s.drawTop(c)
	s.drawRail(c, l.rail)
	s.drawPanel(c)
	s.drawBar(c)
	s.drawWelcome(c)
	s.drawTour(c)
	if o, ok := s.overlay(); ok && s.sheet != sheetControls {
		s.guard(func() { o.DrawOver(&s.env, c) })
	}
	if s.sheet != sheetControls {
		s.drawGuide(c)
	}
	s.drawInspector(c)
	if s.sheet != sheetNone {
		s.drawSheet(c)
	}
	s.drawPoint(c)
	s.drawTip(c)
	s.drawProblem(c)
	s.drawNotice(c)
}

func (s *Stage) overlay() (Overlay, bool) {
	if s.cur == nil || s.cur.fail != nil {
		return nil, false
	}
	o, ok := s.cur.scene.(Overlay)
	return o, ok
}

func (s *Stage) drawScene(c *paint.Canvas) {
	l := &s.lay
	if s.cur == nil || l.middle.Empty() {
		return
	}
	c.PushClip(l.middle)
	if s.drawOnStage(c) {
		s.drawScroll(c)
		c.PopClip()
	}
}

// drawOnStage paints the heading and the scene. It returns false where the scene
// fails at it: what it pushed on the canvas is still there, and all is drawn again.
func (s *Stage) drawOnStage(c *paint.Canvas) bool {
	l, failed := &s.lay, s.cur.fail != nil
	ease := 1 - (1-s.enter)*(1-s.enter)
	c.PushAlpha(ease)
	c.PushOffset((1-ease)*16, 0)
	if !l.head.Empty() {
		c.TextWrap(s.guide.head, l.head, s.headStyle(), headLine)
	}
	if !l.lead.Empty() {
		c.PushClip(l.lead)
		s.guide.lead.Draw(c, s.env.Theme, s.leadStyle().Color)
		c.PopClip()
	}
	if !s.legendBelow {
		s.frame.legend.Draw(c, &s.look)
	}
	if s.cur.fail != nil {
		s.drawFail(c)
	} else {
		s.guard(func() {
			s.cur.scene.Draw(&s.env, c)
			for _, w := range s.figures() {
				if !w.Rect().Empty() {
					s.drawFigure(c, w)
				}
			}
		})
	}
	if s.cur.fail != nil && !failed {
		return false
	}
	c.PopOffset()
	c.PopAlpha()
	return true
}

// drawFail is the card of a scene that stopped.
func (s *Stage) drawFail(c *paint.Canvas) {
	t, r := s.env.Theme, s.failCard()
	c.Shadow(r, 12, 18, t.Shadow)
	c.RoundRect(r, 12, t.Panel)
	c.RoundRectStroke(r, 12, 1, t.Border)
	in := r.Inset(24)
	c.Icon("triangle-alert", in.X+10, in.Y+12, 20, t.Warning)
	c.Text(i18n.T("这一幕停住了", "This scene stopped").In(s.env.Lang), in.X+30, in.Y+12, t.H2(), paint.Left)
	_, in = in.CutTop(36)
	words := i18n.T("别的幕不受影响。原因：", "The other scenes are not affected. The reason:").In(s.env.Lang)
	in.Y += c.TextWrap(words, in, t.Small(), 20)
	st := t.Number()
	st.Color = t.Text
	c.PushClip(rect{X: in.X, Y: in.Y, W: in.W, H: max(r.Bottom()-72-in.Y, 0)})
	c.TextWrap(firstLines(s.cur.fail, 400), rect{X: in.X, Y: in.Y + 4, W: in.W, H: 200}, st, 20)
	c.PopClip()
	s.frame.again.Draw(c, &s.look)
}

// firstLines is the message of an error, short enough for a card.
func firstLines(err error, n int) string {
	text := strings.TrimSpace(err.Error())
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		text = strings.ReplaceAll(text, "\n", "; ")
	}
	if r := []rune(text); len(r) > n {
		text = string(r[:n]) + " …"
	}
	return text
}

func (s *Stage) drawTop(c *paint.Canvas) {
	t, r, lang := s.env.Theme, s.lay.top, s.env.Lang
	if r.Empty() {
		return
	}
	c.Fill(r, t.Background)
	c.Fill(rect{X: r.X, Y: r.Bottom() - 1, W: r.W, H: 1}, t.Border)
	mid := r.Y + r.H/2
	x, room := s.topWords()
	if !s.env.Phone {
		s.frame.home.Draw(c, &s.look) // the ground of what follows
		c.CircleStroke(x+9, mid, 8.5, 2.2, t.Accent)
		c.Triangle(paint.Point{X: x + 6.6, Y: mid - 4}, paint.Point{X: x + 6.6, Y: mid + 4}, paint.Point{X: x + 13.2, Y: mid}, t.Negative)
		x += 28
		st := t.H2()
		c.Text(Title.In(lang), x, mid, st, paint.Left)
		x += paint.Measure(Title.In(lang), st) + 12
		c.Icon("chevron-right", x, mid, 14, t.Faint)
		x += 14
	}
	if s.cur != nil {
		title, other := s.cur.entry.Title.In(lang), s.cur.entry.Title.Other(lang)
		st := s.titleStyle()
		if lines, small := twoLines(title, room-x, st); lines[1] != "" {
			c.Text(lines[0], x, mid-8, small, paint.Left)
			c.Text(lines[1], x, mid+8, small, paint.Left)
			x = room
		} else {
			title = paint.Elide(title, max(room-x, 0), st)
			c.Text(title, x, mid, st, paint.Left)
			x += paint.Measure(title, st) + 12
		}
		small := t.Small()
		if !s.env.Phone && other != title && x+paint.Measure(other, small) < room {
			c.Text(other, x, mid+1, small, paint.Left)
		}
	}
	for _, w := range s.frame.top {
		if w.Rect().Y < r.Bottom() && (s.env.Phone || w != ui.Widget(s.frame.home)) {
			w.Draw(c, &s.look)
		}
	}
}

// topWords is where the words of the top bar begin, and where they must end.
func (s *Stage) topWords() (x, room float64) {
	x, room = s.frame.menu.r.Right()+6, s.frame.lang.r.X-12
	if w := s.topPill(); !w.Empty() {
		room = w.X - 12
	}
	if s.env.Phone && !s.frame.home.r.Empty() {
		x = s.frame.home.r.Right() + 6
	}
	return x, room
}

// twoLines breaks a title that has no room in one line between two words, so
// that the longer part is as short as can be; the second line is empty where the
// first has room, or there is no place to break.
func twoLines(title string, room float64, st paint.Style) (lines [2]string, small paint.Style) {
	lines[0], small = title, st
	if paint.Measure(title, st) <= room {
		return lines, st
	}
	small.Size = theme.SizeSmall
	best := math.Inf(1)
	before := ' '
	for i, r := range title {
		if r == ' ' || square(before) && square(r) { // Chinese has no blanks: it parts anywhere
			a, b := title[:i], strings.TrimPrefix(title[i:], " ")
			if w := max(paint.Measure(a, small), paint.Measure(b, small)); w <= best && w <= room {
				best, lines = w, [2]string{a, b}
			}
		}
		before = r
	}
	return lines, small
}

// square reports whether a rune is a Chinese character.
func square(r rune) bool { return unicode.Is(unicode.Han, r) }

// Acts are the parts of the course, by Entry.Act.
var Acts = []i18n.Text{
	1: i18n.T("I 神经元", "I One neuron"),
	2: i18n.T("II 得分与损失", "II Scores and losses"),
	3: i18n.T("III 前向与反向", "III Forward, backward"),
	4: i18n.T("IV 优化", "IV Learning"),
	5: i18n.T("V 视觉", "V Vision"),
	6: i18n.T("VI 应用", "VI Applications"),
}

func (s *Stage) drawPanel(c *paint.Canvas) {
	r := s.lay.panel
	if r.Empty() {
		return
	}
	t := s.env.Theme
	c.Fill(r, t.Background)
	c.Fill(rect{X: r.X, Y: r.Y, W: 1, H: r.H}, t.Border)
	s.guard(func() { s.controlsPanel.Draw(c, &s.look) })
}

func (s *Stage) drawBar(c *paint.Canvas) {
	t, r := s.env.Theme, s.lay.bar
	if r.Empty() {
		return
	}
	if s.presenting {
		s.drawPresentBar(c)
		return
	}
	c.Fill(r, t.Background)
	c.Fill(rect{X: r.X, Y: r.Y, W: r.W, H: 1}, t.Border)
	for _, w := range s.frame.transport {
		if !w.Rect().Empty() {
			w.Draw(c, &s.look)
		}
	}
	if w := s.frame.panel; s.embedded && !w.r.Empty() { // there is no top bar
		w.Draw(c, &s.look)
	}
	tl, line := s.timeline(), s.frame.scrub.r
	if tl == nil || line.Empty() {
		return
	}
	s.guard(func() {
		st := t.Small()
		st.Color = t.Text
		if s.env.Phone {
			st.Size = theme.SizeTiny
			what, y := tl.Caption(s.env.Lang), line.Y+2
			if where, rest, ok := strings.Cut(what, " · "); ok && paint.Measure(what, st) > line.W-14 { // two lines
				c.Text(paint.Elide(where, line.W-14, st), line.X+10, y-11, st, paint.Left)
				what, y = rest, y+2
			}
			if paint.Measure(what, st) > line.W-14 {
				what = afterColon(what)
			}
			c.Text(paint.Elide(what, line.W-14, st), line.X+10, y, st, paint.Left)
			return
		}
		c.Text(paint.Elide(tl.Caption(s.env.Lang), s.captionWidth(), st), line.Right()+10, r.Y+r.H/2, st, paint.Left)
	})
}

// afterColon is what matters of words that have no room: copies sum, of
// "backward: copies sum".
func afterColon(words string) string {
	for _, colon := range [...]string{": ", "："} {
		if _, rest, ok := strings.Cut(words, colon); ok {
			return rest
		}
	}
	return words
}

// longTerm is how many letters a term has at most; what is longer is a sentence,
// which nobody needs to see again in both languages.
const longTerm = 44

// drawTip names the widget under the resting mouse, in both languages.
func (s *Stage) drawTip(c *paint.Canvas) {
	w := s.hovered
	if w == nil || w == s.insp.Mark() || s.rested < tipDelay || len(s.capture) > 0 {
		return
	}
	label, r := w.Label(), w.Rect()
	if r.Empty() {
		return // what it would name is not there any more
	}
	words := label.In(s.env.Lang)
	named := false // the widget shows its own name
	for _, v := range s.controls() {
		if v == w {
			named = true
		}
	}
	for _, v := range s.figures() {
		if v == w {
			return // figures explain themselves
		}
	}
	other := label.Other(s.env.Lang)
	if named && (other == words || len(label.EN) > longTerm) {
		return // there is no other word for it, or it is a sentence
	}
	if other != words {
		words += "  ·  " + other
	}
	t := s.env.Theme
	st := paint.Style{Font: paint.Sans, Size: 12, Color: t.Background}
	width := paint.Measure(words, st) + 20
	x, y := r.X+r.W/2-width/2, r.Bottom()+4
	if y+28 > s.height-4 || named {
		y = r.Y - 32
	}
	x = min(max(x, 6), s.width-width-6)
	box := rect{X: x, Y: max(y, 4), W: width, H: 28}
	c.RoundRect(box, 6, t.Text)
	c.Text(words, box.X+10, box.Y+14, st, paint.Left)
}
