package stage

import (
	"cmp"
	"slices"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// sheet is what lies above the scene, if anything.
type sheet uint8

const (
	sheetNone     sheet = iota
	sheetScenes         // the rail, where there is no room for it
	sheetControls       // the controls, likewise
	sheetHelp
	sheetShare
	sheetExport
	sheetBranches // a popover: no veil
)

// frame is everything around the scene, as widgets.
type frame struct {
	listed                     []Entry // the scenes by act, as the rail shows them
	top, rail, transport, card []ui.Widget
	sheets                     [sheetBranches + 1][]ui.Widget
	all                        []ui.Widget

	menu, home, theme, full, share, help, panel *button
	present, leave, probe                       *button
	lang                                        *choice
	reset, back, play, step                     *button
	speed                                       *speedDial
	scrub                                       *scrubber
	seed                                        *seedBox
	again, close, copy, undo                    *button
	sub                                         *button
	export                                      *button
	words                                       *leadPart
	legend                                      *ui.Legend
	shared                                      *shareText
	lend                                        *choice
	scenes, exports                             []*button
	popover
}

func fixed(zh, en string) func() i18n.Text {
	t := i18n.T(zh, en)
	return func() i18n.Text { return t }
}

func (f *frame) build(s *Stage) {
	f.popover.build(s)
	s.welcome.build(s)
	s.tour.build(s)
	f.words = &leadPart{part{id: "text", role: ui.RoleText, label: fixed("这一幕讲什么", "What this scene is about")}, s}
	f.legend = ui.NewLegend("legend")
	f.sheets[sheetExport] = []ui.Widget{nil} // the close button
	f.buildExports(s)
	f.buildTop(s)
	f.buildTransport(s)
	f.listed = slices.Clone(s.entries)
	slices.SortStableFunc(f.listed, func(a, b Entry) int { return cmp.Compare(a.Act, b.Act) })
	for _, e := range f.listed {
		b := newButton("scene-"+e.ID, func() i18n.Text { return e.Title }, func() { s.Go(e.ID) })
		b.paint = func(c *paint.Canvas, lk *ui.Look) { s.drawRailItem(b, e, c, lk) }
		f.scenes = append(f.scenes, b)
		f.rail = append(f.rail, b)
	}
	f.again = newButton("again", fixed("重新打开这一幕", "Open the scene again"), func() { s.reopen(false) })
	f.again.paint = f.again.filled
	f.card = []ui.Widget{f.again}
	f.close = newButton("close", fixed("关闭", "Close"), s.closeSheet).icon(func() string { return "x" })
	f.copy = newButton("copy", fixed("复制链接", "Copy the link"), s.copyLink)
	f.copy.paint = f.copy.filled
	f.present = newButton("present", fixed("开始演示 (P)", "Start presenting (P)"), func() { s.Present(true) })
	f.present.paint = f.present.filled
	f.undo = newButton("notice-undo", fixed("撤销", "Undo"), func() { s.Undo() })
	f.undo.paint = func(c *paint.Canvas, lk *ui.Look) { s.drawUndo(c, lk) }
	f.sheets[sheetBranches] = f.popover.widgets()
	f.sheets[sheetExport][0] = f.close
	f.sheets[sheetScenes] = []ui.Widget{f.close}
	f.sheets[sheetControls] = []ui.Widget{f.close}
	f.sheets[sheetHelp] = []ui.Widget{f.close, f.present}
	f.shared = &shareText{part{id: "share-text", role: ui.RoleText, label: fixed("分享这一刻", "Share this moment")}, s}
	f.lend = s.lending()
	f.sheets[sheetShare] = []ui.Widget{f.close, f.shared, f.lend, f.copy}
	for _, list := range [][]ui.Widget{f.top, f.rail, f.transport, f.card, {f.close, f.copy, f.lend, f.present, f.undo, s.welcome.invite, s.welcome.away, s.tour.next, s.tour.leave, f.legend}, f.sheets[sheetBranches], f.sheets[sheetExport][1:]} {
		f.all = append(f.all, list...)
	}
}

func (f *frame) buildTop(s *Stage) {
	f.menu = newButton("menu", fixed("场景目录", "Scenes"), s.toggleRail).icon(func() string { return "menu" })
	f.home = newButton("home", fixed("课程地图", "Course map"), func() { s.Go(HomeID) })
	f.home.paint = func(c *paint.Canvas, lk *ui.Look) { s.drawHome(f.home, c, lk) }
	f.lang = &choice{part: part{id: "language", role: ui.RoleSelect, label: fixed("语言", "Language")},
		options: func() []ui.Option {
			return []ui.Option{{Value: "zh", Label: i18n.Same("中")}, {Value: "en", Label: i18n.Same("EN")}}
		},
		get: func() string { return s.env.Lang.Code() },
		set: func(v string) error { return s.Set("lang", v) },
	}
	f.lang.paint = f.lang.segments
	f.theme = newButton("theme", func() i18n.Text {
		if s.env.Theme.Dark {
			return i18n.T("换成浅色", "Light theme")
		}
		return i18n.T("换成深色", "Dark theme")
	}, func() { s.setTheme(!s.env.Theme.Dark) }).icon(func() string {
		if s.env.Theme.Dark {
			return "sun"
		}
		return "moon"
	})
	f.full = newButton("fullscreen", fixed("全屏", "Full screen"), func() {
		if s.host.FullScreen != nil {
			s.host.FullScreen()
		}
	}).icon(func() string { return "maximize" })
	f.share = newButton("share", fixed("分享这一刻", "Share this moment"), func() { s.openSheet(sheetShare) }).icon(func() string { return "upload" })
	f.help = newButton("help", fixed("帮助", "Help"), func() { s.openSheet(sheetHelp) }).icon(func() string { return "circle-question-mark" })
	f.panel = newButton("panel", fixed("控制面板", "Controls"), func() { s.openSheet(sheetControls) }).icon(func() string { return "sliders-horizontal" })
	f.panel.enabled = func() bool { return len(s.controls()) > 0 }
	f.probe = newButton("probe", fixed("一个数怎么来的 (I)", "Unfold a number (I)"), s.togglePicking).icon(func() string { return "search" })
	f.probe.lit = func() bool { return s.insp.picking }
	f.probe.enabled = func() bool { return s.provenance() != nil }
	f.top = []ui.Widget{f.menu, f.home, f.lang, f.probe, f.theme, f.full, f.share, f.export, f.help, f.panel}
}

func (f *frame) buildTransport(s *Stage) {
	has := func() bool { return s.timeline() != nil }
	f.reset = newButton("reset", fixed("回到开头 (R)", "Reset (R)"), func() { s.Reset() }).icon(func() string { return "rotate-ccw" })
	f.reset.enabled = func() bool { return s.cur != nil }
	f.back = newButton("back", fixed("后退一步 (←)", "Step back (←)"), func() { s.Back() })
	f.back.paint = func(c *paint.Canvas, lk *ui.Look) { f.back.stepMark(c, lk, -1) }
	f.play = newButton("play", func() i18n.Text {
		if s.env.Play.On {
			return i18n.T("暂停 (空格)", "Pause (Space)")
		}
		return i18n.T("播放 (空格)", "Play (Space)")
	}, s.TogglePlay)
	f.play.paint = func(c *paint.Canvas, lk *ui.Look) { f.play.playMark(c, lk, s.env.Play.On) }
	f.step = newButton("step", fixed("前进一步 (→)", "Step forward (→)"), func() { s.Step() })
	f.step.paint = func(c *paint.Canvas, lk *ui.Look) { f.step.stepMark(c, lk, 1) }
	f.sub = newButton("substep", s.subStepLabel, func() { s.SubStep() })
	f.sub.paint = func(c *paint.Canvas, lk *ui.Look) { s.drawSubStep(f.sub, c, lk) }
	for _, b := range []*button{f.back, f.play, f.step} {
		b.enabled = has
	}
	f.speed = &speedDial{part: part{id: "speed", role: ui.RoleSelect, label: fixed("速度 (1–9)", "Speed (1–9)")}, s: s}
	f.speed.paint = f.speed.draw
	f.scrub = &scrubber{part: part{id: "position", role: ui.RoleSlider, label: fixed("进度", "Position")}, s: s}
	f.seed = &seedBox{part: part{id: "seed", role: ui.RoleNumber, label: fixed("随机种子：同一个种子，同样的数字", "Random seed: same seed, same numbers")}, s: s}
	f.seed.paint = f.seed.draw
	f.leave = newButton("leave", fixed("结束演示 (P)", "Stop presenting (P)"), func() { s.Present(false) }).icon(func() string { return "minimize" })
	f.transport = []ui.Widget{f.reset, f.back, f.play, f.step, f.sub, f.speed, f.open, f.scrub, f.seed, f.leave}
}

// filled paints the button as the main one of its place.
func (b *button) filled(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	ground := t.Accent
	if lk.Hover == b.id || b.down {
		ground = paint.Mix(t.Accent, t.Text, 0.12)
	}
	c.RoundRect(b.r, 8, ground)
	x, y := b.r.Center()
	c.Text(b.label().In(lk.Lang), x, y, paint.Style{Font: paint.SansBold, Size: 14, Color: t.AccentText}, paint.Center)
	b.ring(c, lk, 8)
}

// playMark paints the big round button.
func (b *button) playMark(c *paint.Canvas, lk *ui.Look, on bool) {
	t := lk.Theme
	x, y := b.r.Center()
	radius := min(b.r.W, b.r.H) / 2
	ground, ink := t.Accent, t.AccentText
	if !b.Enabled() {
		ground, ink = t.Raised, t.Faint
	} else if lk.Hover == b.id || b.down {
		ground = paint.Mix(t.Accent, t.Text, 0.12)
	}
	c.Circle(x, y, radius, ground)
	if lk.Focus == b.id {
		c.CircleStroke(x, y, radius+3, 2, t.Focus)
	}
	if on {
		c.RoundRect(rect{X: x - 6.5, Y: y - 7.5, W: 4.5, H: 15}, 1.5, ink)
		c.RoundRect(rect{X: x + 2, Y: y - 7.5, W: 4.5, H: 15}, 1.5, ink)
		return
	}
	c.Triangle(paint.Point{X: x - 5, Y: y - 8}, paint.Point{X: x - 5, Y: y + 8}, paint.Point{X: x + 9, Y: y}, ink)
}

// stepMark paints a triangle against a bar, to the right or to the left.
func (b *button) stepMark(c *paint.Canvas, lk *ui.Look, way float64) {
	t := lk.Theme
	x, y := b.r.Center()
	radius := min(b.r.W, b.r.H, 36) / 2
	ink := t.Muted
	if !b.Enabled() {
		ink = t.Faint
	} else if lk.Hover == b.id || b.down {
		c.Circle(x, y, radius, t.Hover)
		ink = t.Text
	}
	c.CircleStroke(x, y, radius-0.5, 1, t.Border)
	if lk.Focus == b.id {
		c.CircleStroke(x, y, radius+2, 2, t.Focus)
	}
	p := func(dx, dy float64) paint.Point { return paint.Point{X: x + way*dx, Y: y + dy} }
	c.Triangle(p(-5, -6), p(-5, 6), p(4, 0), ink)
	bar := x + 5*way - 1
	c.RoundRect(rect{X: bar, Y: y - 6, W: 2, H: 12}, 1, ink)
}

// drawHome is the ground behind the theatre's name, or the house on a phone.
func (s *Stage) drawHome(b *button, c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	if s.env.Phone {
		x, y := b.r.Center()
		ink := t.Muted
		if s.cur != nil && s.cur.entry.ID == HomeID {
			ink = t.Accent
		}
		c.Icon("house", x, y, 20, ink)
	} else if lk.Hover == b.id || b.down {
		c.RoundRect(b.r.InsetXY(0, 2), 8, t.Hover)
	}
	b.ring(c, lk, 8)
}

func (s *Stage) toggleRail() {
	if s.lay.wide && !s.whole() {
		s.narrow = !s.narrow
		s.dirty = true
		return
	}
	if s.sheet == sheetScenes {
		s.closeSheet()
		return
	}
	s.openSheet(sheetScenes)
}

func (s *Stage) openSheet(which sheet) {
	if s.sheet == sheetNone {
		s.opener = s.look.Focus
	}
	s.sheet, s.dirty = which, true
	s.relayout()
	if which == sheetScenes {
		s.revealPresent()
	}
	if s.keyboard && which == sheetBranches {
		s.focus("branch-fork")
	} else if s.keyboard {
		s.focus("close")
	}
}

func (s *Stage) closeSheet() {
	if s.sheet == sheetNone {
		return
	}
	s.sheet, s.dirty = sheetNone, true
	s.relayout()
	if s.hovered != nil && s.hovered.Rect().Empty() {
		s.hover(nil, ui.Event{})
		s.look.Hover = ""
	}
	s.focus(s.opener)
}

// focus gives the keyboard to a widget, "" to none. A field that is left
// takes what was typed.
func (s *Stage) focus(id string) {
	if s.look.Focus == id {
		return
	}
	if w, ok := s.widget(s.look.Focus).(interface{ Blur() }); ok {
		s.guard(w.Blur)
	}
	s.look.Focus, s.dirty = id, true
	if w, ok := s.widget(id).(interface{ Focus() }); ok {
		s.guard(w.Focus)
	}
}

// Focus follows the page's keyboard focus to a widget, and brings it into
// sight.
func (s *Stage) Focus(id string) {
	s.focus(id)
	for _, b := range s.frame.scenes {
		if b.id == id {
			s.revealScene(b)
		}
	}
	for _, w := range s.controls() {
		if w.ID() == id && !s.controlsPanel.r.Empty() {
			s.controlsPanel.Reveal(w)
			s.relayout()
		}
	}
	for _, w := range s.figures() {
		if w.ID() == id {
			s.reveal(w.Rect())
		}
	}
	s.revealPhrase(id)
}

// FocusByKeyboard is Focus for a visitor who goes by Tab or a screen reader.
func (s *Stage) FocusByKeyboard(id string) {
	s.keyboard = true
	s.Focus(id)
}

// WarnStorage tells, once, that the browser keeps nothing for this page.
func (s *Stage) WarnStorage() {
	s.Notice(i18n.T("浏览器不让保存设置，下次要重新选", "This browser keeps no settings; choose them again next time"))
}

// Focused is the widget that has the keyboard, "" when none.
func (s *Stage) Focused() string { return s.look.Focus }

func (s *Stage) copyLink() {
	link := s.sharedLink()
	text := link.String()
	if s.host.Base != nil {
		text = s.host.Base() + text
	}
	if s.host.Copy == nil || s.host.Copy(text) != nil {
		s.Notice(i18n.T("这里无法复制，请从地址栏复制", "Copying is not allowed here; copy the address bar instead"))
		return
	}
	s.closeSheet()
	s.Notice(s.copied(&link))
}

// copied says what a link that was copied holds, and what it had no room for.
func (s *Stage) copied(link *Link) i18n.Text {
	holds := i18n.T("链接已复制：场景、参数和种子都在里面", "Link copied: it holds the scene, its settings and the seed")
	if less := s.LeftOut(); less != (i18n.Text{}) {
		return i18n.T("链接已复制。"+less.ZH, "Link copied. "+less.EN)
	}
	for _, w := range s.sceneWidgets() {
		if l, is := w.(Learned); is && l.Learned() && link.Values[w.ID()] != "" {
			return i18n.T("链接已复制：场景、参数、种子和学到的权重都在里面", "Link copied: it holds the scene, its settings, the seed and the weights learned so far")
		}
	}
	return holds
}

// FocusNext moves the keyboard to the next widget in reading order, or the one
// before. In a page the browser does this.
func (s *Stage) FocusNext(back bool) {
	var ids []string
	at := -1
	for _, w := range s.Widgets() {
		if !w.Shown || !w.Enabled || w.Role == string(ui.RoleText) {
			continue
		}
		if w.ID == s.look.Focus {
			at = len(ids)
		}
		ids = append(ids, w.ID)
	}
	if len(ids) == 0 {
		return
	}
	s.keyboard = true
	switch {
	case at < 0 && back:
		at = len(ids) - 1
	case back:
		at = (at - 1 + len(ids)) % len(ids)
	default:
		at = (at + 1) % len(ids)
	}
	s.Focus(ids[at])
}
