package zoom

import (
	"fmt"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// parts are the widgets.
type parts struct {
	levels  *levelControl
	picture *ui.Figure
	place   *place
	unfold  *ui.Figure // the card
	way     *ui.Figure // the numbers from the loss to the gate
	digits  *strip
	labels  *strip
	guess   *ui.Guess
	ask     trace.Ref // a number to be unfolded in the inspector

	controls, figures, hidden []ui.Widget
}

func (s *Zoom) build() {
	s.ask.Node = -1
	s.levels = &levelControl{s: s}
	options := make([]ui.Option, levelCount)
	for i := range levels {
		options[i] = ui.Opt(levels[i].id, levels[i].name)
	}
	s.levels.Select = ui.NewSelect("level", i18n.T("放大到", "Zoom level"), "", options...).Bare().Kept()
	s.picture = ui.NewFigure("network", ui.RoleFigure, i18n.T("从一个门到整个 CNN", "From one gate to the CNN"))
	s.place = &place{Figure: ui.NewFigure("cell", ui.RoleFigure, i18n.T("看的是哪个门", "The gate in focus")), s: s}
	s.picture.Paint, s.picture.On, s.picture.Say = s.draw, s.handle, s.describe
	s.unfold = ui.NewFigure("zoom_card", ui.RoleText, i18n.T("这一步", "This step"))
	s.unfold.Holds(&s.card.words)
	s.unfold.Paint, s.unfold.Say = s.drawCard, func(i18n.Lang) string { return s.card.say }
	s.way = ui.NewFigure("way", ui.RoleText, i18n.T("同一条路上的数", "The numbers on the way"))
	s.way.Paint, s.way.On, s.way.Tall = s.drawWay, s.handleWay, func(float64) float64 { return wayHead + wayLine*float64(len(s.text.way)) }
	s.way.Say = s.describeWay
	numbers := make([]ui.Option, 10)
	for i := range numbers {
		numbers[i] = ui.Opt(itoa(i), i18n.Same(itoa(i)))
	}
	s.digits = newStrip(s, true, ui.NewSelect("digit", i18n.T("网络看到的数字", "The digit it sees"), itoa(s.digit), numbers...).Kept().OnChange(func(v string) {
		s.digit = int(v[0] - '0')
		s.label = s.digit
		s.labels.SetValue(v)
		s.dirty = true
	}))
	s.labels = newStrip(s, false, ui.NewSelect("label", i18n.T("标签说它是（试试写错）", "The label says (try a wrong one)"), itoa(s.label), numbers...).Kept().OnChange(func(v string) {
		s.label, s.dirty = int(v[0]-'0'), true
	}))
	s.guess = ui.NewGuess("guess_uses", i18n.T("[卷积 1](conv1) 的一个权重用在 784 个位置。几处的梯度不是 0？", "One weight of [conv 1](conv1) is used at 784 places. At how many is the gradient not 0?"), s.judge,
		ui.Opt("all", i18n.T("全部", "all")), ui.Opt("half", i18n.T("约一半", "about half")), ui.Opt("quarter", i18n.T("不到 ¼", "under ¼"))).
		Until(func() bool { return s.run != nil && len(s.run.tr.Nodes) > 0 }, i18n.T("正在算，等一等。", "Running it: wait a moment."))
	s.controls = []ui.Widget{s.guess, ui.NewHeading(i18n.T("同一条路上的数", "The numbers on the way")), s.way, s.digits, s.labels}
	s.figures = []ui.Widget{s.levels, s.picture, s.unfold, s.place}
	s.hidden = []ui.Widget{s.levels, s.place, s.digits, s.labels, s.guess}
}

// judge counts, in the record, where the gradient of the map is not 0.
func (s *Zoom) judge(v string, l i18n.Lang) (right bool, why string) {
	b := &blocks[0]
	m := 0
	if s.n.block == 0 {
		m = s.n.m
	}
	n, all := 0, b.side*b.side
	for _, g := range s.run.values(gradient, b.z)[m*all:][:all] {
		if g != 0 {
			n++
		}
	}
	truth := "all"
	switch {
	case 4*n <= all:
		truth = "quarter"
	case 4*n <= 3*all:
		truth = "half"
	}
	return v == truth, fmt.Sprintf(i18n.T("第 %d 张图里 %d 处。最大门在四个里只让一个过，ReLU 又关上一些。", "In map %d, at %d. Of each four the max gate lets one through, and ReLU shuts some more.").In(l), m+1, n)
}

// Controls are the widgets of the panel, the figure of the patterns aside.
func (s *Zoom) Controls() []ui.Widget { return s.controls }

// Figures are the widgets on the stage.
func (s *Zoom) Figures() []ui.Widget { return s.figures }

// Hidden are the widgets that a link may set while the laboratory sleeps.
func (s *Zoom) Hidden() []ui.Widget { return s.hidden }

// levelControl is the zoom: a track with a stop for each level.
type levelControl struct {
	*ui.Select
	s    *Zoom
	rect paint.Rect
	down bool
}

func (k *levelControl) Rect() paint.Rect       { return k.rect }
func (k *levelControl) SetRect(r paint.Rect)   { k.rect = r }
func (k *levelControl) Height(float64) float64 { return ControlHeight }

// ControlHeight is the height of the zoom control.
const ControlHeight = 46.0

// sync brings the value in line with the camera.
func (k *levelControl) sync() {
	id := ""
	if k.s.on {
		id = levels[k.s.level()].id
	}
	k.SetValue(id)
}

// Set goes to a level; "" leaves the network.
func (k *levelControl) Set(v string) error {
	if v == "" {
		if k.s.on {
			k.s.leave()
		}
		return nil
	}
	for i := range levels {
		if levels[i].id == v {
			if err := k.s.Enter(false); err != nil {
				return err
			}
			k.s.goTo(level(i))
			k.s.stale = true
			k.sync()
			return nil
		}
	}
	return k.Select.Set(v) // its own words say what there is
}

// stop is where a level stands on the track.
func (k *levelControl) stop(z float64) (x, y float64) {
	pad := k.rect.W / 8
	return k.rect.X + pad + (k.rect.W-2*pad)*z/float64(cnnLevel), k.rect.Y + 14
}

// Handle drags the camera, or steps it with the keys.
func (k *levelControl) Handle(ev ui.Event) bool {
	s := k.s
	switch ev.Kind {
	case ui.PointerDown:
		if ev.Button != 0 || !k.rect.Contains(ev.X, ev.Y) {
			return false
		}
		k.down = true
		k.drag(ev.X)
	case ui.PointerMove:
		if !k.down {
			return false
		}
		k.drag(ev.X)
	case ui.PointerUp, ui.PointerCancel:
		if k.down {
			k.down = false
			s.goTo(s.level())
			k.sync()
		}
	case ui.Wheel:
		s.nudge(ev.DY * notch)
	case ui.KeyDown:
		switch ev.Key {
		case "ArrowRight", "ArrowUp", "-":
			s.goTo(s.level() + 1)
		case "ArrowLeft", "ArrowDown", "+", "=":
			s.goTo(s.level() - 1)
		case "Home":
			s.goTo(gateLevel)
		case "End":
			s.goTo(cnnLevel)
		default:
			return false
		}
		s.stale = true
		k.sync()
	default:
		return false
	}
	return true
}

func (k *levelControl) drag(x float64) {
	x0, _ := k.stop(0)
	x1, _ := k.stop(float64(cnnLevel))
	z := min(max((x-x0)/(x1-x0), 0), 1) * float64(cnnLevel)
	for l := range levelCount { // a press on a stop is that level
		if at, _ := k.stop(float64(l)); x > at-14 && x < at+14 {
			z = float64(l)
		}
	}
	k.s.flight, k.s.held = false, true
	k.s.z, k.s.goal = z, z
	k.s.stale = true
}

// Draw paints the track, its stops and the camera.
func (k *levelControl) Draw(c *paint.Canvas, lk *ui.Look) {
	if k.rect.Empty() {
		return
	}
	t := lk.Theme
	x0, y := k.stop(0)
	x1, _ := k.stop(float64(cnnLevel))
	xz, _ := k.stop(k.s.seen())
	c.Line(x0, y, x1, y, 3, t.Track)
	c.Line(x0, y, xz, y, 3, t.Accent)
	for l := range levelCount {
		x, _ := k.stop(float64(l))
		col := t.Strong
		if x <= xz+0.5 {
			col = t.Accent
		}
		c.Circle(x, y, 5, t.Stage)
		c.Circle(x, y, 4, col)
		st := paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.Muted}
		if l == k.s.level() {
			st.Font, st.Color = paint.SansBold, t.Text
		}
		c.Text(levels[l].name.In(lk.Lang), x, y+21, st, paint.Center)
	}
	c.Circle(xz, y, 8, t.Accent)
	c.Circle(xz, y, 3, t.AccentText)
	if lk.Focus == k.ID() {
		c.RoundRectStroke(k.rect, theme.Radius, 2, t.Focus)
	}
}

// place is the gate in focus as a parameter: it has no place of its own.
type place struct {
	*ui.Figure
	s *Zoom
}

// Keep keeps the focus in links.
func (p *place) Keep() bool { return true }

// Value is the gate in focus, "" where the run chose it.
func (p *place) Value() string {
	if p.s.auto {
		return ""
	}
	return p.s.n.String()
}

// Set puts a gate in focus; "" leaves it to the run.
func (p *place) Set(v string) error {
	if v == "" {
		p.s.auto, p.s.dirty = true, p.s.on
		return nil
	}
	f, err := parseFocus(v)
	if err != nil {
		return err
	}
	if blocks[f.block].dense && strings.Count(v, ".") == 1 { // the run chooses the input
		p.s.vague, p.s.dirty = true, p.s.on
	}
	p.s.look(f)
	return nil
}
