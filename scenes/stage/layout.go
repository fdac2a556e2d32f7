package stage

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// layout is where the parts of the frame are, in CSS pixels.
type layout struct {
	wide     bool // the rail has room beside the stage
	top      rect
	rail     rect
	panel    rect // the controls' ground, empty when they are in a sheet
	bar      rect // the transport
	middle   rect
	inspect  rect // the inspector, empty when it is closed
	head     rect
	lead     rect // may be empty
	railView rect // where the list of scenes is seen: its rail, or its sheet
}

const (
	phoneWidth = 760.0
	wideWidth  = 1000.0
	tiny       = 350.0
	lowHeight  = 500.0 // below: a phone held sideways, or a very small one
	railHeight = 640.0 // below, and not wide either, the figures need the rail's room more
	topHeight  = 52.0
	barHeight  = 56.0
	headLine   = 27.0
	leadLine   = 20.0
)

// relayout places everything. It is cheap, and runs whenever something it
// depends on may have changed.
func (s *Stage) relayout() {
	s.refresh()
	l := &s.lay
	*l = layout{}
	w, h := max(s.width, 0), max(s.height, 0)
	s.env.Size = rect{W: w, H: h}
	s.env.Phone = w < phoneWidth
	low := h < lowHeight
	l.wide = w >= wideWidth && (w >= 1200 || h >= railHeight)
	rest := s.env.Size
	bar := barHeight
	if s.env.Phone {
		bar = 64
	}
	if low {
		bar = 48
	}
	top := map[bool]float64{false: topHeight, true: 48}[low]
	if s.presenting || s.embedded {
		top = 0
	}
	switch {
	case s.presenting:
		bar = presentBar
	case s.whole():
		bar = 0
	}
	l.top, rest = rest.CutTop(top)
	s.placeTop()
	l.bar, rest = rest.CutBottom(bar)
	if l.wide && !s.narrow && !s.presenting && !s.embedded && !s.whole() {
		l.rail, rest = rest.CutLeft(s.railWidth())
	}
	if len(s.controls()) > 0 && !s.env.Phone && !s.presenting {
		width := 256.0
		if w >= 1600 {
			width = 304
		} else if w < 900 {
			width = 224
		}
		l.panel, rest = rest.CutRight(width)
	}
	rest = s.placeInspector(s.placeTour(s.makeWelcome(rest)))
	l.middle = rest
	s.placeHead(low)
	s.placeRail()
	s.placeBar()
	s.placeControls()
	s.placeWelcome()
	s.placeSheet()
	s.layInspector()
}

// railWidth has room for the longest title, within reason; it is the same in
// both languages, so that nothing moves when the language changes.
func (s *Stage) railWidth() float64 {
	st, width := s.env.Theme.BodyBold(), 0.0
	for _, e := range s.entries {
		width = max(width, paint.Measure(e.Title.ZH, st), paint.Measure(e.Title.EN, st))
	}
	return min(max(width+64, 176), 248)
}

// placeHead cuts the heading and the lead off the middle; what is left is the
// scene's.
func (s *Stage) placeHead(low bool) {
	l := &s.lay
	side, gap, air := 28.0, 24.0, 14.0
	if s.env.Phone {
		side, gap, air = 16, 12, 8
	}
	if low {
		gap, air = 12, 8
	}
	area := l.middle.InsetXY(side, 0)
	_, area = area.CutBottom(gap)
	s.env.Area, s.env.View = area, l.middle
	least := s.least()
	if s.cur != nil && (!low || least > area.H-8) {
		_, area = area.CutTop(min(air+2, 14))
		s.guide.head = s.headText().In(s.env.Lang)
		head := paint.WrapHeight(s.guide.head, area.W, s.headStyle(), headLine)
		l.head, area = area.CutTop(min(head, 2*headLine))
		lead := &s.guide.lead
		lead.Set(s.leadText().In(s.env.Lang), area.W, s.leadStyle(), leadLine)
		most := 2 * leadLine
		if least > area.H-most-air {
			most = lead.Height() // what scrolls need not be short
		}
		l.lead, area = area.CutTop(min(lead.Height(), most))
		lead.Place(l.lead.X, l.lead.Y)
		_, area = area.CutTop(air)
	} else {
		_, area = area.CutTop(8)
	}
	s.env.Area = area
	s.placeScroll(least)
	s.placeLegend()
}

// placeScroll gives the scene the height that it needs, and moves all that is on
// the stage up by what is scrolled.
func (s *Stage) placeScroll(least float64) {
	k, l, area := &s.scroll, &s.lay, &s.env.Area
	k.over, k.grown = 0, 0
	if l.middle.Empty() || area.W <= 0 {
		return
	}
	k.grown = max(math.Ceil(least-area.H), 0)
	k.over = k.grown + s.covered() // what lies below the inspector can be drawn up from there
	k.from = min(k.from, k.over)
	area.H += k.grown
	area.Y -= k.from
	l.head.Y -= k.from
	l.lead.Y -= k.from
	s.guide.lead.Place(l.lead.X, l.lead.Y)
}

func (s *Stage) headStyle() paint.Style {
	st := s.env.Theme.H1()
	if s.env.Phone || s.height < lowHeight {
		st.Size = 18
	}
	return st
}

func (s *Stage) leadStyle() paint.Style {
	st := s.env.Theme.Body()
	st.Color = s.env.Theme.Muted
	if s.env.Phone {
		st.Size = theme.SizeSmall
	}
	return st
}

// placeTop sets the buttons of the top bar from the right.
func (s *Stage) placeTop() {
	f, r := &s.frame, s.lay.top
	for _, w := range f.top {
		w.SetRect(rect{})
	}
	if r.Empty() {
		return
	}
	size := 44.0 // touch targets overlap the gaps between the icons
	f.menu.r = rect{X: r.X + 6, Y: r.Y + (r.H-size)/2, W: size, H: size}
	x := r.Right() - 10
	put := func(b *button) {
		x -= size
		b.r = rect{X: x, Y: r.Y + (r.H-size)/2, W: size, H: size}
	}
	if s.env.Phone {
		if len(s.controls()) > 0 {
			put(f.panel)
		}
		if s.provenance() != nil {
			put(f.probe)
		}
	} else {
		put(f.help)
		put(f.export)
		put(f.share)
		put(f.full)
		put(f.theme)
		if s.provenance() != nil {
			put(f.probe)
		}
		x -= 4
	}
	width := 76.0
	x -= width + 2
	f.lang.r = rect{X: x, Y: r.Y + (r.H-40)/2, W: width, H: 40}
	s.placeHome()
}

// placeHome makes the theatre's name lead home; on a phone a house does.
func (s *Stage) placeHome() {
	f, r := &s.frame, s.lay.top
	if !s.hasHome() || s.width < tiny {
		return // the title needs the room; the list of scenes leads home too
	}
	x := f.menu.r.Right()
	width := 40.0
	if !s.env.Phone {
		width = 28 + paint.Measure(Title.In(s.env.Lang), s.env.Theme.H2()) + 14
	}
	f.home.r = rect{X: x, Y: r.Y + (r.H-40)/2, W: width, H: 40}
}

// placeControls stacks the controls in the panel, or in their sheet.
func (s *Stage) placeControls() {
	p := &s.controlsPanel
	p.r = s.lay.panel
	if s.sheet == sheetControls {
		_, p.r = s.sheetRect().CutTop(48)
	}
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		p.r = rect{}
		return
	}
	s.guard(func() {
		list := s.panelControls()
		if p.r.Empty() {
			for _, w := range list {
				w.SetRect(rect{})
			}
			return
		}
		s.clearHidden()
		p.Lang, p.Hidden, p.Locked = s.env.Lang, s.hides(), s.isLocked
		p.Layout(p.r, list, s.env.Phone)
	})
}

// sheetRect is the ground of the open sheet: from the left for the scenes,
// from below for the controls on a phone, in the middle for the rest.
func (s *Stage) sheetRect() rect {
	all := s.env.Size
	switch s.sheet {
	case sheetScenes:
		return rect{X: 0, Y: 0, W: min(300, all.W*0.86), H: all.H}
	case sheetControls:
		h := min(max(s.controlsPanel.Content()+48, 200), all.H*0.62)
		return rect{X: 0, Y: all.H - h - s.lay.bar.H, W: all.W, H: h}
	case sheetHelp:
		w := min(520, all.W-24)
		return all.Middle(w, min(float64(72+len(helpLines)*34+76)+s.helpWords(w), all.H-24))
	case sheetBranches:
		return s.branchesRect()
	case sheetExport:
		return s.exportRect()
	case sheetShare:
		return s.shareRect()
	}
	return rect{}
}

func (s *Stage) placeSheet() {
	f, r := &s.frame, s.sheetRect()
	f.close.r, f.copy.r, f.lend.r, f.again.r, f.present.r, f.shared.r = rect{}, rect{}, rect{}, rect{}, rect{}, rect{}
	s.placeBranches()
	s.placeExports()
	s.placeNotice()
	s.placeUndo()
	if s.cur != nil && s.cur.fail != nil {
		card := s.failCard()
		f.again.r = rect{X: card.X + 24, Y: card.Bottom() - 64, W: min(200, card.W-48), H: 40}
	}
	if s.sheet == sheetNone || s.sheet == sheetBranches {
		return
	}
	f.close.r = rect{X: r.Right() - 50, Y: r.Y + 4, W: 44, H: 44}
	if s.sheet == sheetHelp {
		f.present.r = rect{X: r.X + 20, Y: r.Bottom() - 60, W: r.W - 40, H: 44}
	}
	if s.sheet == sheetShare {
		w := r.W - 2*shareSide
		f.copy.r = rect{X: r.X + shareSide, Y: r.Bottom() - 60, W: w, H: 40}
		f.lend.r = rect{X: r.X + shareSide, Y: f.copy.r.Y - 56, W: w, H: 44}
		f.shared.r = rect{X: r.X + shareSide, Y: r.Y + 52, W: w, H: 44}
	}
	if s.sheet == sheetScenes && s.env.Phone {
		x := r.X + 10
		for _, b := range []*button{f.theme, f.full, f.share, f.export, f.help} {
			b.r = rect{X: x, Y: r.Bottom() - 60, W: 44, H: 44}
			x += 52
		}
	}
}

// failCard is where a scene that stopped says why.
func (s *Stage) failCard() rect {
	return s.env.Area.Middle(min(560, s.env.Area.W), min(260, s.env.Area.H))
}

// inStage reports whether an event is on the scene's own ground.
func (s *Stage) inStage(ev ui.Event) bool {
	return !s.veiled() && s.lay.middle.Contains(ev.X, ev.Y)
}

// helpLines are the keys and what they do.
var helpLines = []struct {
	key  i18n.Text
	does i18n.Text
}{
	{i18n.T("空格", "Space"), i18n.T("播放或暂停", "Play or pause")},
	{i18n.Same("← →"), i18n.T("后退、前进一步", "One step back, one forward")},
	{i18n.Same("R"), i18n.T("回到开头", "Back to the start")},
	{i18n.Same("1 – 9"), i18n.T("播放速度", "How fast it plays")},
	{i18n.Same("P"), i18n.T("演示：字放大，一键一步", "Present: larger type, one key a step")},
	{i18n.Same("I"), i18n.T("一个数是怎么来的", "Where a number comes from")},
	{i18n.Same("B"), i18n.T("分支：分叉、比较", "Branches: fork and compare")},
	{i18n.Same("."), i18n.T("一步里只走一部分（有的幕）", "Only a part of a step (some scenes)")},
	{i18n.T("带点的词", "Dotted"), i18n.T("指出它说的是什么", "Shows what it speaks of")},
	{i18n.Same("Tab"), i18n.T("走到下一个能操作的东西", "On to the next thing to operate")},
	{i18n.Same("Esc"), i18n.T("关掉打开的东西，离开画布", "Close what is open, leave the canvas")},
	{i18n.Same("?"), i18n.T("打开这张表", "Open this list")},
}

var presentHint = i18n.T("演示中：→ 或翻页键走一步，P 或 Esc 结束", "Presenting: → or Page Down is a step, P or Esc ends it")
