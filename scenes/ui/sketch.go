package ui

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// Sketch is a question whose answer is drawn: where a border will run. Its card
// stands in the panel; a [Pad] takes the drawing over the scene's plane.
type Sketch struct {
	question
	id   string
	draw *Button
	pad  *Pad

	stroke Stroke
	given  bool
	tell   func()

	// Misses are the places where the engine's answer is another than the stroke's;
	// the scene says them when it scores.
	Misses []paint.Point
}

// NewSketch asks for a line. answer says, from what the engine answers in the
// plane, whether the stroke is right, and why. The pad is called pad.
func NewSketch(id, pad string, ask i18n.Text, answer func(s Stroke, l i18n.Lang) (right bool, why string)) *Sketch {
	k := &Sketch{id: id}
	k.draw = NewButton(id+"_draw", drawFirst).Icon("pencil").Edit().OnPress(k.press)
	k.pad = &Pad{of: k, id: pad}
	k.question.question = ask
	k.init(k.prediction, func(_ string, l i18n.Lang) (bool, string) { return answer(k.stroke, l) })
	k.words = manyWords
	return k
}

var (
	drawFirst  = i18n.T("画一条边界", "Draw the border")
	drawAgain  = i18n.T("重画", "Draw again")
	drawCancel = i18n.T("不画了", "Cancel")
)

// Until holds the verdict back until the engine has the answer; meanwhile
// waiting says what to do.
func (k *Sketch) Until(ready func() bool, waiting i18n.Text) *Sketch {
	k.ready, k.waiting = ready, waiting
	return k
}

// Ask puts the question in other words.
func (k *Sketch) Ask(question i18n.Text) { k.question.question = question }

// SetEnabled says whether a line can be drawn now.
func (k *Sketch) SetEnabled(on bool) {
	if k.draw.SetEnabled(on); !on {
		k.pad.end()
	}
}

// OnChange says who hears that a stroke was drawn or taken back.
func (k *Sketch) OnChange(tell func()) *Sketch { k.tell = tell; return k }

// Pad is what is drawn on: a figure of the scene, above its plane.
func (k *Sketch) Pad() *Pad { return k.pad }

// Stroke is the line that was drawn, nil where there is none.
func (k *Sketch) Stroke() Stroke {
	if !k.given {
		return nil
	}
	return k.stroke
}

func (k *Sketch) prediction() string {
	if !k.given {
		return ""
	}
	return k.stroke.String()
}

// press begins to draw, or leaves off.
func (k *Sketch) press() {
	if k.pad.on {
		k.pad.cancel()
	} else {
		k.pad.begin()
	}
	k.changed()
}

func (k *Sketch) changed() {
	if k.tell != nil {
		k.tell()
	}
}

// give takes a line as the prediction.
func (k *Sketch) give(s Stroke) {
	k.stroke, k.given, k.Misses, k.told = s, true, nil, ""
	k.pad.end()
	k.changed()
}

// Await gives a line as if it had been drawn before.
func (k *Sketch) Await(choice string) {
	if s, err := ParseStroke(choice); err == nil && !k.given {
		k.stroke, k.given, k.Misses = s, true, nil
		k.settled()
		k.changed()
	}
}

// Retract takes the prediction back.
func (k *Sketch) Retract() {
	k.given, k.Misses = false, nil
	k.pad.end()
}

// Edits reports that it changes what the scene keeps: locked, it is pale.
func (k *Sketch) Edits() bool { return true }

// ID is the question's.
func (k *Sketch) ID() string { return k.id }

// Role is RoleText: what is operated stands on it.
func (k *Sketch) Role() Role { return RoleText }

// Label is the question.
func (k *Sketch) Label() i18n.Text { return plain(k.question.question) }

// Describe reads the question and the verdict out.
func (k *Sketch) Describe(l i18n.Lang) string {
	if v := k.Verdict(l); v != "" {
		return k.Label().In(l) + " " + v
	}
	return k.Label().In(l)
}

// Inner is the button by which drawing begins.
func (k *Sketch) Inner() []Widget { return []Widget{k.draw} }

// SetTouch makes the button large enough for fingers.
func (k *Sketch) SetTouch(on bool) { k.draw.SetTouch(on) }

// Handle gives an event to the button.
func (k *Sketch) Handle(ev Event) bool { return ev.Kind != KeyDown && k.draw.Handle(ev) }

// Height depends on the language.
func (k *Sketch) Height(width float64) float64 {
	k.draw.primary = !k.given && !k.pad.on
	switch {
	case k.pad.on:
		k.draw.SetLabel(drawCancel)
	case k.given:
		k.draw.SetLabel(drawAgain)
	default:
		k.draw.SetLabel(drawFirst)
	}
	return k.height(width, k.draw)
}

// SetRect places the question, the button and the verdict.
func (k *Sketch) SetRect(r paint.Rect) { k.place(r, k.draw) }

// Draw paints the question, the button and the verdict.
func (k *Sketch) Draw(c *paint.Canvas, lk *Look) { k.question.draw(c, lk, k.draw) }
