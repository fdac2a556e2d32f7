package ui

import (
	"fmt"
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Slider sets a number by dragging, by keys, by the wheel once it is chosen,
// or by typing it into the box at its right.
type Slider struct {
	base
	sc     scale
	v      float64
	origin float64 // where the coloured part of the track begins
	box    numberBox
	plain  bool
	ticks  []float64
	change func(float64)
	beyond func(float64)
}

// NewSlider returns a slider over min…max with a step of a two-hundredth, rounded to 1, 2 or 5.
func NewSlider(id string, label i18n.Text, min, max, value float64) *Slider {
	s := &Slider{base: base{id: id, label: label}, sc: scale{min: min, max: max, decimals: -1}}
	s.sc.step = niceStep((max - min) / 200)
	s.origin = math.Min(math.Max(0, min), max)
	s.v = s.sc.exact(value)
	return s
}

// niceStep rounds a step up to 1, 2 or 5 times a power of ten.
func niceStep(s float64) float64 {
	if !(s > 0) {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(s)))
	for _, k := range []float64{1, 2, 5, 10} {
		if s <= k*p*(1+1e-9) {
			return k * p
		}
	}
	return 10 * p
}

// Log spreads the range evenly over its powers of ten; min must be above 0.
func (s *Slider) Log() *Slider {
	if s.sc.min > 0 {
		s.sc.log = true
		s.origin = s.sc.min
	}
	return s
}

// Step sets the step of keys and drags.
func (s *Slider) Step(step float64) *Slider { s.sc.step = step; return s }

// Fine makes the keys of a logarithmic slider go by a hundredth and not by an eighth.
func (s *Slider) Fine() *Slider { s.sc.fine = true; return s }

// Decimals fixes how many decimals are shown.
func (s *Slider) Decimals(n int) *Slider { s.sc.decimals = n; return s }

// Ticks marks values on the track.
func (s *Slider) Ticks(v ...float64) *Slider { s.ticks = v; return s }

// Plain leaves the label and the box away: only the track.
func (s *Slider) Plain() *Slider { s.plain = true; return s }

// Kept puts its value into the shared link.
func (s *Slider) Kept() *Slider { s.keep = true; return s }

// OnChange says who hears of a change.
func (s *Slider) OnChange(f func(float64)) *Slider { s.change = f; return s }

// OnBeyond hears of a number typed or set outside the range, before it is
// clamped; SetRange may then make room for it.
func (s *Slider) OnBeyond(f func(float64)) *Slider { s.beyond = f; return s }

// Float returns the value.
func (s *Slider) Float() float64 { return s.v }

// SetFloat sets the value without telling anybody.
func (s *Slider) SetFloat(v float64) {
	if !math.IsNaN(v) {
		s.v = s.sc.exact(v)
	}
}

// SetRange changes the bounds; the value is clamped without telling anybody.
func (s *Slider) SetRange(min, max float64) {
	s.sc.min, s.sc.max = min, max
	s.v = s.sc.exact(s.v)
}

// Role is RoleSlider.
func (s *Slider) Role() Role { return RoleSlider }

// Range returns the bounds and the step.
func (s *Slider) Range() (min, max, step float64) { return s.sc.min, s.sc.max, s.sc.step }

// Value is the shortest text that reads back as the value.
func (s *Slider) Value() string { return format(s.v) }

// Set takes a number and clamps it into the range.
func (s *Slider) Set(v string) error {
	x, err := ParseNumber(v)
	if err != nil {
		return fmt.Errorf("%s: %w", s.id, err)
	}
	s.box.end(false)
	s.meet(x)
	s.to(s.sc.exact(x))
	return nil
}

func (s *Slider) to(v float64) {
	if v == s.v {
		return
	}
	s.v = v
	if s.change != nil {
		s.change(v)
	}
}

// Height holds the label's line and the track.
func (s *Slider) Height(float64) float64 {
	switch {
	case s.plain && s.touch:
		return 40
	case s.plain:
		return 24
	case s.touch:
		return 32 + 44
	}
	return boxHeight + 24
}

// parts returns the boxes of the label's line, the number and the track.
func (s *Slider) parts() (line, box, track paint.Rect) {
	r := s.rect
	if !s.plain {
		h := boxHeight
		if s.touch {
			h = 32
		}
		line, r = r.CutTop(h)
		box, line = line.CutRight(boxWidth)
	}
	return line, box, r
}

// knob is the radius of the handle; the track ends that far from the edges.
func (s *Slider) knob() float64 {
	if s.touch {
		return 11
	}
	return 8
}

func (s *Slider) x(v float64, track paint.Rect) float64 {
	k := s.knob()
	return track.X + k + s.sc.at(v)*(track.W-2*k)
}

// Editing reports whether a number is being typed.
func (s *Slider) Editing() bool { return s.box.editing }

// Blur takes what was typed.
func (s *Slider) Blur() {
	s.focused = false
	s.finish(true)
}

func (s *Slider) finish(take bool) {
	if v, ok := s.box.end(take); ok {
		s.meet(v)
		s.to(s.sc.exact(v))
	}
}

// meet tells of a number that was typed outside the range.
func (s *Slider) meet(v float64) {
	if s.beyond != nil && (v < s.sc.min || v > s.sc.max) {
		s.beyond(v)
	}
	s.sc.asked(v)
}

// Clamped tells of a number that was typed or set outside the range.
func (s *Slider) Clamped() (taken string, most, ok bool) { return s.sc.clamped(s.v) }

// Handle takes drags, clicks, the wheel, keys and typing.
func (s *Slider) Handle(ev Event) bool {
	if s.disabled {
		return false
	}
	_, box, track := s.parts()
	switch ev.Kind {
	case KeyDown:
		return s.key(ev)
	case Input:
		if !s.box.editing {
			s.box.begin(nil, "")
		}
		s.box.insert(ev.Text)
		return true
	case Wheel:
		if !s.focused || !track.Contains(ev.X, ev.Y) || ev.DY == 0 {
			return false
		}
		s.to(s.sc.move(s.v, -ev.DY))
		return true
	case PointerDown:
		if box.Contains(ev.X, ev.Y) && ev.Button == 0 {
			s.focused = true
			if !s.box.editing {
				s.box.begin(s.sc.show(nil, s.v), "")
			}
			return true
		}
		s.finish(true)
		if !track.Contains(ev.X, ev.Y) {
			return false
		}
	}
	mine, _ := s.hold(ev)
	if mine && s.held {
		k := s.knob()
		s.to(s.sc.value((ev.X - track.X - k) / (track.W - 2*k)))
	}
	return mine
}

func (s *Slider) key(ev Event) bool {
	if s.box.editing {
		switch ev.Key {
		case "Enter":
			if !s.box.stuck() {
				s.finish(true)
			}
			return true
		case "Escape":
			s.finish(false)
			return true
		case "Tab":
			return false
		case "ArrowUp", "ArrowDown":
			s.finish(true)
		default:
			return s.box.key(ev)
		}
	}
	n := 1.0
	if ev.Shift {
		n = 10
	}
	switch ev.Key {
	case "ArrowRight", "ArrowUp":
		s.to(s.sc.move(s.v, n))
	case "ArrowLeft", "ArrowDown":
		s.to(s.sc.move(s.v, -n))
	case "PageUp":
		s.to(s.sc.move(s.v, 10))
	case "PageDown":
		s.to(s.sc.move(s.v, -10))
	case "Home":
		s.to(s.sc.min)
	case "End":
		s.to(s.sc.max)
	case "Enter":
		s.box.begin(s.sc.show(nil, s.v), "")
	default:
		if !numeric(ev.Key) || ev.Ctrl || s.plain {
			return false
		}
		s.box.begin(nil, "") // the character itself comes as Input
	}
	return true
}

// Draw paints label, number, track and handle.
func (s *Slider) Draw(c *paint.Canvas, lk *Look) {
	if s.rect.Empty() {
		return
	}
	t := lk.Theme
	line, box, track := s.parts()
	s.fade(c)
	if !s.plain {
		_, rest := line.CutRight(theme.GapSmall)
		labelLine(c, lk, s.label.In(lk.Lang), rest)
		s.box.draw(c, lk, box, &s.sc, s.v, s.hovered(lk))
	}
	_, y := track.Center()
	groove := paint.Rect{X: track.X, Y: y - 2, W: track.W, H: 4}
	c.RoundRect(groove, 2, paint.Mix(t.Track, t.Strong, 0.35))
	x, o := s.x(s.v, track), s.x(s.origin, track)
	if s.origin <= s.sc.min {
		o = track.X
	}
	c.RoundRect(paint.Rect{X: math.Min(x, o), Y: y - 2, W: math.Abs(x - o), H: 4}, 2, t.Accent)
	for _, v := range s.ticks {
		c.Circle(s.x(v, track), y, 1.5, t.Faint)
	}
	k := s.knob()
	if s.held {
		c.Circle(x, y, k+6, paint.WithAlpha(t.Accent, 0.18))
	} else if s.hovered(lk) {
		c.Circle(x, y, k+4, paint.WithAlpha(t.Accent, 0.12))
	}
	c.Circle(x, y, k+1.5, t.Background)
	c.Circle(x, y, k, t.Accent)
	c.PopAlpha()
	if s.hasFocus(lk) && !s.box.editing {
		c.CircleStroke(x, y, k+4, 2, t.Focus)
	}
}
