package ui

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// Refuser is a Valued into which more can be typed than it takes.
type Refuser interface {
	Valued
	// Wants says what it takes: "a number between 0.0001 and 10".
	Wants() i18n.Text
	// Refusing reports whether what is being typed would not be taken.
	Refusing() bool
	// Refused tells once that something was typed and not taken.
	Refused() bool
	// Typed is the part that is typed into.
	Typed() paint.Rect
}

// WantsNumber says which numbers are taken; open says that more than lie between
// the ends are.
func WantsNumber(min, max float64, whole, open bool) i18n.Text {
	zh, en := "数", "A number "
	if whole {
		zh, en = "整数", "A whole number "
	}
	low, high := !math.IsInf(min, -1), !math.IsInf(max, 1)
	switch a, b := plainly(min), plainly(max); {
	case open || !low && !high:
		return i18n.T("要一个"+zh+"，比如 "+a+"。", en+"is wanted, such as "+a+".")
	case !high:
		return i18n.T("要一个不小于 "+a+" 的"+zh+"。", en+"from "+a+" up is wanted.")
	case !low:
		return i18n.T("要一个不大于 "+b+" 的"+zh+"。", en+"up to "+b+" is wanted.")
	default:
		return i18n.T("要一个 "+a+" 到 "+b+" 之间的"+zh+"。", en+"between "+a+" and "+b+".")
	}
}

// plainly writes an end of a range as people do.
func plainly(v float64) string {
	switch {
	case math.IsInf(v, 0):
		return "0.5"
	case v != 0 && (math.Abs(v) < 1e-6 || math.Abs(v) >= 1e9):
		return strings.ReplaceAll(format(v), "-", "−")
	}
	return strings.ReplaceAll(strconv.FormatFloat(v, 'f', -1, 64), "-", "−")
}

// Wants says which numbers the slider takes.
func (s *Slider) Wants() i18n.Text {
	return WantsNumber(s.sc.min, s.sc.max, s.sc.decimals == 0, s.beyond != nil)
}

// Refusing reports whether what is being typed is no number.
func (s *Slider) Refusing() bool { return s.box.editing && s.box.bad }

// Refused tells once that what was typed was no number.
func (s *Slider) Refused() bool { return s.box.tell() }

// Typed is the box of the number.
func (s *Slider) Typed() paint.Rect {
	_, box, _ := s.parts()
	return box
}

// Wants says which numbers are taken.
func (n *Number) Wants() i18n.Text { return WantsNumber(n.sc.min, n.sc.max, n.steps, false) }

// Refusing reports whether what is being typed is no number.
func (n *Number) Refusing() bool { return n.box.editing && n.box.bad }

// Refused tells once that what was typed was no number.
func (n *Number) Refused() bool { return n.box.tell() }

// Typed is the box of the number.
func (n *Number) Typed() paint.Rect {
	_, _, box, _ := n.parts()
	return box
}

// stuck reports whether Enter finds something that is no number: it stays there,
// to be mended.
func (n *numberBox) stuck() bool {
	_, err := ParseNumber(n.ed.text)
	n.bad = err != nil && n.ed.text != ""
	return n.bad
}

// tell reports once that something was typed and not taken.
func (n *numberBox) tell() bool {
	was := n.refused
	n.refused = false
	return was
}
