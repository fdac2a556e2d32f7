package ui

import (
	"fmt"
	"math"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Select chooses one of a few. All choices are seen: side by side in one
// block where they fit, else as chips in rows. Nothing pops up.
type Select struct {
	base
	options []Option
	value   string
	tabs    bool
	chips   bool
	bare    bool // without the label above
	cells   []paint.Rect
	change  func(string)
}

// NewSelect returns a choice with its label above.
func NewSelect(id string, label i18n.Text, value string, options ...Option) *Select {
	return &Select{base: base{id: id, label: label}, value: value, options: options}
}

// NewTabs returns a row of tabs; its label is only read out.
func NewTabs(id string, label i18n.Text, value string, options ...Option) *Select {
	s := NewSelect(id, label, value, options...)
	s.tabs, s.bare = true, true
	return s
}

// Opt makes an option.
func Opt(value string, label i18n.Text) Option { return Option{Value: value, Label: label} }

// Bare leaves the label away; it is only read out.
func (s *Select) Bare() *Select { s.bare = true; return s }

// Chips always shows chips of their own width.
func (s *Select) Chips() *Select { s.chips = true; return s }

// Kept puts its value into the shared link.
func (s *Select) Kept() *Select { s.keep = true; return s }

// OnChange says who hears of a change.
func (s *Select) OnChange(f func(value string)) *Select { s.change = f; return s }

// Role is RoleSelect.
func (s *Select) Role() Role { return RoleSelect }

// Options returns the choices.
func (s *Select) Options() []Option { return s.options }

// SetOptions replaces the choices and the value without telling anybody.
func (s *Select) SetOptions(value string, options ...Option) { s.options, s.value = options, value }

// Value is the value of the chosen option; "" when none is.
func (s *Select) Value() string { return s.value }

// SetValue chooses without telling anybody.
func (s *Select) SetValue(v string) { s.value = v }

// Set chooses; an unknown value is refused with the list of those there are.
func (s *Select) Set(v string) error {
	for _, o := range s.options {
		if o.Value == v {
			s.to(v)
			return nil
		}
	}
	all := make([]string, len(s.options))
	for i, o := range s.options {
		all[i] = o.Value
	}
	return fmt.Errorf("%s: there is no %q; choose one of %s", s.id, clip(v), strings.Join(all, ", "))
}

func (s *Select) to(v string) {
	if v == s.value {
		return
	}
	s.value = v
	if s.change != nil {
		s.change(v)
	}
}

func (s *Select) index() int {
	for i, o := range s.options {
		if o.Value == s.value {
			return i
		}
	}
	return -1
}

func (s *Select) style() paint.Style { return paint.Style{Font: paint.Sans, Size: theme.SizeSmall} }

// optionWidth is wide enough for both languages, so that nothing jumps.
func (s *Select) optionWidth(o Option) float64 {
	st := s.style()
	st.Font = paint.SansBold
	return math.Ceil(math.Max(paint.Measure(o.Label.ZH, st), paint.Measure(o.Label.EN, st)))
}

// segmented reports whether all options fit into one block.
func (s *Select) segmented(width float64) bool {
	return !s.chips && s.natural() <= width
}

// natural returns the width of one block with the least room around the words.
func (s *Select) natural() float64 {
	w := 0.0
	for _, o := range s.options {
		w += s.optionWidth(o) + 18
	}
	return w
}

func (s *Select) head() float64 {
	if s.bare || s.label == (i18n.Text{}) {
		return 0
	}
	return 24
}

// row is the height of one row of options.
func (s *Select) row() float64 {
	if s.touch {
		return theme.ControlTouch
	}
	return 34
}

// layout fills cells with the options' boxes for a place.
func (s *Select) layout(r paint.Rect) (height float64) {
	s.cells = s.cells[:0]
	_, body := r.CutTop(s.head())
	body.Y = r.Y + s.head()
	n := float64(len(s.options))
	if n == 0 {
		return s.head()
	}
	if s.tabs {
		x, beside := body.X, 24.0
		if r.W > 0 { // where they are short of room the words stand closer
			beside = min(beside, max(6, 18+(r.W-s.natural())/n))
		}
		for _, o := range s.options {
			w := s.optionWidth(o) + beside
			s.cells = append(s.cells, paint.Rect{X: x, Y: body.Y, W: w, H: s.row()})
			x += w
		}
		return s.head() + s.row()
	}
	if s.segmented(r.W) {
		x, spare := body.X, (r.W-s.natural())/n
		for _, o := range s.options {
			w := s.optionWidth(o) + 18 + spare
			s.cells = append(s.cells, paint.Rect{X: x, Y: body.Y, W: w, H: s.row()})
			x += w
		}
		return s.head() + s.row()
	}
	x, y := body.X, body.Y
	for _, o := range s.options {
		w := math.Min(math.Max(s.optionWidth(o)+28, 44), r.W)
		if x > body.X && x+w > r.Right()+0.5 {
			x, y = body.X, y+s.row()+theme.GapSmall
		}
		s.cells = append(s.cells, paint.Rect{X: x, Y: y, W: w, H: s.row()})
		x += w + theme.GapSmall
	}
	return y + s.row() - r.Y
}

// Height depends on how many rows the options need.
func (s *Select) Height(width float64) float64 {
	h := s.layout(paint.Rect{W: width})
	s.layout(s.rect)
	return h
}

// SetRect places it.
func (s *Select) SetRect(r paint.Rect) {
	s.rect = r
	s.layout(r)
}

// Handle takes presses and the arrow keys.
func (s *Select) Handle(ev Event) bool {
	if s.disabled || len(s.options) == 0 {
		return false
	}
	if ev.Kind == KeyDown {
		i := s.index()
		switch ev.Key {
		case "ArrowRight", "ArrowDown":
			i = min(i+1, len(s.options)-1)
		case "ArrowLeft", "ArrowUp":
			i = max(i-1, 0)
		case "Home":
			i = 0
		case "End":
			i = len(s.options) - 1
		default:
			return false
		}
		s.to(s.options[i].Value)
		return true
	}
	mine, click := s.hold(ev)
	if click {
		for i, r := range s.cells {
			if r.Contains(ev.X, ev.Y) {
				s.to(s.options[i].Value)
			}
		}
	}
	return mine
}

// Draw paints the label and the choices.
func (s *Select) Draw(c *paint.Canvas, lk *Look) {
	if s.rect.Empty() || len(s.cells) != len(s.options) || len(s.options) == 0 {
		return
	}
	s.fade(c)
	if h := s.head(); h > 0 {
		top, _ := s.rect.CutTop(h - 4)
		labelLine(c, lk, s.label.In(lk.Lang), top)
	}
	switch {
	case s.tabs:
		s.drawTabs(c, lk)
	case s.segmented(s.rect.W):
		s.drawBlock(c, lk)
	default:
		for i, o := range s.options {
			s.drawChip(c, lk, s.cells[i], o.Label.In(lk.Lang), o.Value == s.value)
		}
	}
	c.PopAlpha()
	if s.hasFocus(lk) {
		i := max(s.index(), 0)
		ring(c, lk, s.cells[i].Inset(1), s.radius())
	}
}

func (s *Select) radius() float64 {
	if s.tabs || s.segmented(s.rect.W) {
		return theme.Radius
	}
	return s.row() / 2
}

func (s *Select) drawBlock(c *paint.Canvas, lk *Look) {
	t := lk.Theme
	all := s.cells[0].Union(s.cells[len(s.cells)-1])
	fill := t.Raised
	if s.hovered(lk) {
		fill = t.Hover
	}
	c.RoundRect(all, theme.Radius, fill)
	c.RoundRectStroke(all, theme.Radius, 1, t.Border)
	on := s.index()
	for i, o := range s.options {
		r := s.cells[i]
		st := s.style().With(t.Text)
		if i == on {
			c.RoundRect(r.Inset(3), theme.Radius-2, t.Accent)
			st.Color = t.AccentText
			st.Font = paint.SansBold
		} else if i > 0 && i-1 != on {
			c.Line(r.X, r.Y+10, r.X, r.Bottom()-10, 1, t.Border)
		}
		x, y := r.Center()
		c.Text(o.Label.In(lk.Lang), x, y, st, paint.Center)
	}
}

func (s *Select) drawChip(c *paint.Canvas, lk *Look, r paint.Rect, label string, on bool) {
	t := lk.Theme
	fill, edge, ink := t.Panel, t.Strong, t.Text
	if s.hovered(lk) {
		fill = t.Hover
	}
	if on {
		fill, edge, ink = t.AccentSoft, t.Accent, t.AccentInk
	}
	c.RoundRect(r, r.H/2, fill)
	c.RoundRectStroke(r, r.H/2, 1, edge)
	x, y := r.Center()
	st := s.style().With(ink)
	c.Text(paint.Elide(label, r.W-16, st), x, y, st, paint.Center)
}

func (s *Select) drawTabs(c *paint.Canvas, lk *Look) {
	t := lk.Theme
	c.Line(s.rect.X, s.rect.Bottom()-0.5, s.rect.Right(), s.rect.Bottom()-0.5, 1, t.Border)
	for i, o := range s.options {
		r := s.cells[i]
		st := s.style().With(t.Muted)
		if o.Value == s.value {
			st.Color, st.Font = t.Text, paint.SansBold
			c.RoundRect(paint.Rect{X: r.X + 4, Y: r.Bottom() - 3, W: r.W - 8, H: 3}, 1.5, t.Accent)
		}
		x, y := r.Center()
		c.Text(o.Label.In(lk.Lang), x, y, st, paint.Center)
	}
}
