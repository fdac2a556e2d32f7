package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// ParseNumber reads a number as people type it: a real minus sign and
// full-width digits count, spaces around it do not. NaN and ∞ are refused.
func ParseNumber(s string) (float64, error) {
	t := strings.Map(func(r rune) rune {
		switch {
		case r == '−' || r == '－' || r == '–':
			return '-'
		case r == '．' || r == '。':
			return '.'
		case r == '＋':
			return '+'
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, strings.TrimSpace(s))
	v, err := strconv.ParseFloat(t, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || strings.ContainsAny(t, "xXpP_") {
		return 0, fmt.Errorf("%q is not a number such as 0.5 or -2", clip(s))
	}
	return v, nil
}

// scale is a range of values, even or logarithmic.
type scale struct {
	min, max, step float64
	log, fine      bool
	decimals       int  // −1: as the step asks
	outside        bool // a number beyond the ends was asked for
}

// clamp puts v into the range and onto a step.
func (s *scale) clamp(v float64) float64 {
	v = math.Min(math.Max(v, s.min), s.max)
	switch {
	case s.log:
		return significant(v, 3)
	case s.step > 0:
		v = s.min + math.Round((v-s.min)/s.step)*s.step
		v = significant(v, 12) // 0.30000000000000004 is 0.3
	}
	return math.Min(math.Max(v, s.min), s.max)
}

// asked remembers that a number beyond the ends was typed or set.
func (s *scale) asked(v float64) { s.outside = v < s.min || v > s.max }

// clamped tells once of such a number, when it is v that was taken instead.
func (s *scale) clamped(v float64) (taken string, most, ok bool) {
	ok, s.outside = s.outside && (v == s.min || v == s.max), false
	return format(v), v == s.max, ok
}

// exact puts a typed v into the range; it may lie between two steps.
func (s *scale) exact(v float64) float64 { return math.Min(math.Max(v, s.min), s.max) }

// at returns where v lies, 0…1.
func (s *scale) at(v float64) float64 {
	if s.max <= s.min {
		return 0
	}
	t := (v - s.min) / (s.max - s.min)
	if s.log {
		t = math.Log(v/s.min) / math.Log(s.max/s.min)
	}
	return math.Min(math.Max(t, 0), 1)
}

// value returns the value that lies at t in 0…1.
func (s *scale) value(t float64) float64 {
	t = math.Min(math.Max(t, 0), 1)
	if s.log {
		return s.clamp(s.min * math.Pow(s.max/s.min, t))
	}
	return s.clamp(s.min + t*(s.max-s.min))
}

// move returns v moved by n steps.
func (s *scale) move(v, n float64) float64 {
	if s.log {
		parts := 20.0 // of a power of ten
		if s.fine {
			parts = 230
		}
		return s.clamp(s.exact(v * math.Pow(10, n/parts)))
	}
	return s.clamp(v + n*s.step)
}

// show appends how v reads.
func (s *scale) show(dst []byte, v float64) []byte {
	if s.log && s.decimals < 0 {
		return appendSignificant(dst, v)
	}
	return paint.AppendNumber(dst, v, s.places(v))
}

// places returns how many decimals the step needs, and a typed value may add.
func (s *scale) places(v float64) int {
	if s.decimals >= 0 {
		return s.decimals
	}
	d := 0
	for p := s.step; d < 6 && math.Abs(p-math.Round(p)) > 1e-9; d++ {
		p *= 10
	}
	for p := v * math.Pow10(d); d < 6 && math.Abs(p-math.Round(p)) > 1e-6; d++ {
		p *= 10
	}
	return d
}

func significant(v float64, digits int) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return v
	}
	s, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil {
		return v
	}
	return s
}

// appendSignificant appends a positive value with up to three digits that count: 0.01, 0.0316, 3e−5.
func appendSignificant(dst []byte, v float64) []byte {
	if a := math.Abs(v); a != 0 && (a < 1e-4 || a >= 1e5) {
		m, e, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
		n, _ := strconv.Atoi(e)
		if len(m) > 4 {
			m = strings.TrimRight(m[:4], ".")
		}
		dst = append(dst, m...)
		dst = append(dst, 'e')
		return paint.AppendNumber(dst, float64(n), 0)
	}
	return strconv.AppendFloat(dst, v, 'f', -1, 64)
}

// format returns a value for links and programs: the shortest text that reads back the same.
func format(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// numberBox is a number that can be typed into, part of several widgets.
type numberBox struct {
	ed      editor
	editing bool
	bad     bool
	refused bool   // something was typed that is no number
	text    []byte // what is shown while nobody types
	of      float64
	fresh   bool
}

// begin starts typing with the shown text selected, or replaced by first.
func (n *numberBox) begin(shown []byte, first string) {
	n.editing, n.bad = true, false
	n.ed.limit = 24
	n.ed.setText(string(shown))
	n.ed.selectAll()
	if first != "" {
		n.ed.insert(first)
	}
}

// end stops typing; ok says whether v was typed and should be taken.
func (n *numberBox) end(take bool) (v float64, ok bool) {
	if !n.editing {
		return 0, false
	}
	n.editing, n.bad = false, false
	if !take {
		return 0, false
	}
	v, err := ParseNumber(n.ed.text)
	n.refused = err != nil && n.ed.text != ""
	return v, err == nil
}

// key takes a key while typing.
func (n *numberBox) key(ev Event) bool {
	used, _ := n.ed.key(ev)
	n.check()
	return used
}

func (n *numberBox) insert(s string) {
	n.ed.insert(s)
	n.check()
}

func (n *numberBox) check() {
	_, err := ParseNumber(n.ed.text)
	n.bad = err != nil && n.ed.text != "" && n.ed.text != "-" && n.ed.text != "−"
}

// draw paints the box with the value v.
func (n *numberBox) draw(c *paint.Canvas, lk *Look, r paint.Rect, sc *scale, v float64, hover bool) {
	t := lk.Theme
	st := t.Number()
	if n.editing {
		fieldBox(c, lk, r, false, true, n.bad)
		n.ed.draw(c, lk, r.InsetXY(8, 0), st, true, -1)
		return
	}
	fill, edge := t.Raised, t.Border
	if hover {
		fill, edge = t.Hover, t.Strong
	}
	c.RoundRect(r, 6, fill)
	c.RoundRectStroke(r, 6, 1, edge)
	if !n.fresh || n.of != v {
		n.text, n.of, n.fresh = sc.show(n.text[:0], v), v, true
	}
	_, y := r.Center()
	c.TextBytes(n.text, r.Right()-8, y, st, paint.Right)
}

// width of a number box beside a label.
const boxWidth = 76.0

// boxHeight is the height of a number box beside a label.
const boxHeight = 26.0

// numeric reports whether a key begins a number.
func numeric(key string) bool {
	return len(key) == 1 && (key[0] >= '0' && key[0] <= '9' || key[0] == '-' || key[0] == '.')
}

// labelLine paints a label at the left of a line.
func labelLine(c *paint.Canvas, lk *Look, s string, r paint.Rect) {
	_, y := r.Center()
	st := paint.Style{Font: paint.Sans, Size: theme.SizeSmall, Color: lk.Theme.Text}
	c.Text(paint.Elide(s, r.W, st), r.X, y, st, paint.Left)
}
