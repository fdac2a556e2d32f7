package stage

import (
	"fmt"
	"slices"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// part is what the pieces of the frame have in common. They are widgets like
// those of the scenes, so the page mirrors them in the same way.
type part struct {
	id    string
	role  ui.Role
	label func() i18n.Text
	r     rect
	paint func(c *paint.Canvas, lk *ui.Look)
}

func (p *part) ID() string             { return p.id }
func (p *part) Role() ui.Role          { return p.role }
func (p *part) Label() i18n.Text       { return p.label() }
func (p *part) Rect() rect             { return p.r }
func (p *part) SetRect(r rect)         { p.r = r }
func (p *part) Height(float64) float64 { return 36 }

func (p *part) Draw(c *paint.Canvas, lk *ui.Look) {
	if !p.r.Empty() {
		p.paint(c, lk)
	}
}

// ring is drawn around what has the keyboard.
func (p *part) ring(c *paint.Canvas, lk *ui.Look, radius float64) {
	if lk.Focus == p.id {
		c.RoundRectStroke(p.r.Inset(-2), radius+2, 2, lk.Theme.Focus)
	}
}

// button is a part that does one thing.
type button struct {
	part
	press   func()
	enabled func() bool
	lit     func() bool // it is on
	down    bool
}

func newButton(id string, label func() i18n.Text, press func()) *button {
	return &button{part: part{id: id, role: ui.RoleButton, label: label}, press: press}
}

func (b *button) Enabled() bool { return b.enabled == nil || b.enabled() }

func (b *button) Press() {
	if b.Enabled() {
		b.press()
	}
}

func (b *button) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		b.down = ev.Button == 0
		return b.down
	case ui.PointerUp:
		if b.down && b.r.Inset(-8).Contains(ev.X, ev.Y) {
			b.Press()
		}
		b.down = false
		return true
	case ui.PointerCancel:
		b.down = false
		return true
	}
	return false
}

// icon paints the button as a round icon.
func (b *button) icon(name func() string) *button {
	b.paint = func(c *paint.Canvas, lk *ui.Look) {
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
		if b.lit != nil && b.lit() {
			c.Circle(x, y, radius, t.Accent)
			ink = t.AccentText
		}
		c.CircleStroke(x, y, radius-0.5, 1, t.Border)
		if lk.Focus == b.id {
			c.CircleStroke(x, y, radius+2, 2, t.Focus)
		}
		c.Icon(name(), x, y, 17, ink)
	}
	return b
}

// choice is a row of segments, one of them chosen.
type choice struct {
	part
	options func() []ui.Option
	get     func() string
	set     func(string) error
	down    int
}

func (h *choice) Options() []ui.Option   { return h.options() }
func (h *choice) Value() string          { return h.get() }
func (h *choice) Set(value string) error { return h.set(value) }

func (h *choice) Handle(ev ui.Event) bool {
	options := h.options()
	i := -1
	if h.r.Contains(ev.X, ev.Y) {
		i = min(int((ev.X-h.r.X)/h.r.W*float64(len(options))), len(options)-1)
	}
	switch ev.Kind {
	case ui.PointerDown:
		h.down = i
		return ev.Button == 0
	case ui.PointerUp:
		if i >= 0 && i == h.down {
			h.set(options[i].Value)
		}
		return true
	case ui.PointerCancel:
		h.down = -1
		return true
	}
	return false
}

// segments paints the choice with the chosen one filled.
func (h *choice) segments(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := h.r.InsetXY(0, (h.r.H-28)/2)
	c.RoundRectStroke(r, 6, 1, t.Border)
	options, now := h.options(), h.get()
	w := r.W / float64(len(options))
	for i, o := range options {
		cell := rect{X: r.X + float64(i)*w, Y: r.Y, W: w, H: r.H}
		st := paint.Style{Font: paint.Sans, Size: 13, Color: t.Muted}
		if o.Value == now {
			c.RoundRect(cell, 6, t.Accent)
			st.Color, st.Font = t.AccentText, paint.SansBold
		}
		x, y := cell.Center()
		c.Text(o.Label.In(lk.Lang), x, y, st, paint.Center)
	}
	h.ring(c, lk, 6)
}

// scrubber is the line one can drag through a scene's positions.
type scrubber struct {
	part
	s    *Stage
	held bool
	end  int // how far the line ran when it was taken hold of
}

func (b *scrubber) span() (at, last int) {
	if t := b.s.timeline(); t != nil {
		return t.At()
	}
	return 0, -1
}

// reach is how far the line runs.
func (b *scrubber) reach() (at, end int) {
	at, end = b.span()
	if end >= 0 || b.s.timeline() == nil {
		return at, end
	}
	o := b.s.cur
	end = at
	further := func(scene Scene) {
		if r, ok := scene.(Reacher); ok {
			end = max(end, r.Reached())
		}
	}
	further(o.scene)
	for _, other := range o.branches {
		further(other.scene)
	}
	return at, end
}

func (b *scrubber) Value() string {
	at, _ := b.span()
	return strconv.Itoa(at)
}

func (b *scrubber) Set(value string) error {
	at, err := strconv.ParseFloat(value, 64)
	if err != nil || at != at {
		return fmt.Errorf("the position is %q; it can be a step's number", value)
	}
	return b.s.Seek(int(max(min(at, 1e9), 0)))
}

func (b *scrubber) Range() (lo, hi, step float64) {
	_, last := b.reach()
	return 0, float64(max(last, 0)), 1
}

func (b *scrubber) Handle(ev ui.Event) bool {
	_, last := b.reach()
	if last <= 0 {
		return false
	}
	switch ev.Kind {
	case ui.PointerDown:
		b.held, b.end = true, last
		if _, last := b.span(); last < 0 {
			_ = b.s.Pause() // else the end runs on under the finger
		}
	case ui.PointerMove:
		if !b.held {
			return false
		}
	case ui.PointerUp, ui.PointerCancel:
		b.held = false
		return true
	default:
		return false
	}
	line, last := b.line(), max(b.end, 1)
	at := int((ev.X-line.X)/line.W*float64(last) + 0.5)
	if now, _ := b.span(); at != now {
		b.s.Seek(min(max(at, 0), last))
	}
	return true
}

func (b *scrubber) line() rect { return b.r.InsetXY(10, b.r.H/2-2) }

func (b *scrubber) Draw(c *paint.Canvas, lk *ui.Look) {
	if b.r.Empty() {
		return
	}
	t, line := lk.Theme, b.line()
	c.RoundRect(line, 2, t.Border)
	at, last := b.reach()
	if last <= 0 {
		return
	}
	where := float64(at)
	if _, end := b.span(); at > 0 && end >= 0 { // the knob glides with the motion of the step
		where += b.s.env.Play.Phase - 1
	}
	x, y := line.X+line.W*where/float64(last), line.Y+2
	c.RoundRect(rect{X: line.X, Y: line.Y, W: x - line.X, H: line.H}, 2, t.Accent)
	if n := line.W / float64(last); n >= 12 {
		for i := 0; i <= last; i++ {
			tick := t.Faint
			if float64(i) <= where {
				tick = t.AccentText
			}
			c.Circle(line.X+n*float64(i), y, 1.2, tick)
		}
	}
	radius := 8.0
	if b.held || lk.Hover == b.id {
		radius = 9
	}
	c.Circle(x, y, radius, t.Background)
	c.CircleStroke(x, y, radius-1.5, 3, t.Accent)
	c.Circle(x, y, 2, t.Accent)
	if lk.Focus == b.id {
		c.CircleStroke(x, y, radius+3, 2, t.Focus)
	}
}

// speedDial steps through the speeds; wheel and arrows go both ways.
type speedDial struct {
	part
	s    *Stage
	down bool
}

func (d *speedDial) Value() string { return speedText(d.s.env.Play.Speed) }

func (d *speedDial) Options() []ui.Option {
	out := make([]ui.Option, len(speeds))
	for i, v := range speeds {
		out[i] = ui.Option{Value: speedText(v), Label: i18n.Same(speedText(v))}
	}
	return out
}

func (d *speedDial) Set(value string) error {
	for _, v := range speeds {
		if value == speedText(v) {
			d.s.setSpeed(v)
			return nil
		}
	}
	return d.s.Set("speed", value)
}

// next is the speed i places from the present one.
func (d *speedDial) next(i int, around bool) {
	at := slices.IndexFunc(speeds, func(v float64) bool { return v >= d.s.env.Play.Speed })
	if around {
		at = (at + i + len(speeds)) % len(speeds)
	}
	d.s.setSpeed(speeds[min(max(at+i*b2i(!around), 0), len(speeds)-1)])
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (d *speedDial) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		d.down = true
		return true
	case ui.PointerUp:
		if d.down && d.r.Contains(ev.X, ev.Y) {
			d.next(1, true)
		}
		d.down = false
		return true
	case ui.PointerCancel:
		d.down = false
		return true
	case ui.Wheel:
		if ev.DY != 0 {
			d.next(1-2*b2i(ev.DY > 0), false)
		}
		return true
	}
	return false
}

func (d *speedDial) draw(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := d.r.Middle(d.r.W, min(d.r.H, 28))
	ground := t.Raised
	if lk.Hover == d.id || d.down {
		ground = t.Hover
	}
	c.RoundRect(r, 6, ground)
	c.RoundRectStroke(r, 6, 1, t.Border)
	x, y := r.Center()
	c.Text(d.Value(), x, y, paint.Style{Font: paint.Mono, Size: 13, Color: t.Text}, paint.Center)
	d.ring(c, lk, 6)
}

// seedBox shows the seed; a press takes the next one, typing any.
type seedBox struct {
	part
	s    *Stage
	down bool
}

func (b *seedBox) Value() string                 { return strconv.FormatUint(b.s.env.Seed, 10) }
func (b *seedBox) Set(value string) error        { return b.s.Set("seed", value) }
func (b *seedBox) Range() (lo, hi, step float64) { return 0, maxSeed, 1 }
func (b *seedBox) text(l i18n.Lang) string       { return i18n.T("种子 ", "Seed ").In(l) + b.Value() }
func (b *seedBox) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		b.down = true
		return true
	case ui.PointerUp:
		if b.down && b.r.Contains(ev.X, ev.Y) {
			b.s.setSeed((b.s.env.Seed + 1) % maxSeed)
		}
		b.down = false
		return true
	case ui.PointerCancel:
		b.down = false
		return true
	case ui.KeyDown:
		switch ev.Key {
		case "ArrowUp", "ArrowRight":
			b.s.setSeed((b.s.env.Seed + 1) % maxSeed)
			return true
		case "ArrowDown", "ArrowLeft":
			b.s.setSeed(max(b.s.env.Seed, 1) - 1)
			return true
		}
	}
	return false
}

func (b *seedBox) draw(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	ink := t.Muted
	if lk.Hover == b.id {
		c.RoundRect(b.r.Middle(b.r.W, 28), 6, t.Hover)
		ink = t.Text
	}
	x, y := b.r.X+8, b.r.Y+b.r.H/2
	c.Icon("dices", x+8, y, 16, ink)
	c.Text(b.text(lk.Lang), x+22, y, paint.Style{Font: paint.Sans, Size: 13, Color: ink}, paint.Left)
	b.ring(c, lk, 6)
}
