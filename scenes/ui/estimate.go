package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Estimate is a question whose answer is a number that the run has not come to
// yet: it is slid or typed, given, and compared with what the engine finds one
// step later.
type Estimate struct {
	*Slider
	question
	sure *Button

	made    bool
	from    int  // the position at which it was given
	touched bool // the visitor has moved it since the last
	present float64
	typed   float64 // beyond what the slider had: taken as it is
	at      func() int
	tell    func()
}

// How far an estimate of what a step makes of a number may be off: a tenth of what
// the step changed, or, where that is next to nothing, a hundredth of the number.
const (
	partOfChange = 0.1
	partOfNumber = 0.01
)

// Near holds an estimate against the numbers before and after a step, which write
// writes; name is the number's.
func Near(v, before, after float64, name i18n.Text, write func(float64) string, l i18n.Lang) (right bool, why string) {
	guess := write(v)
	if math.IsNaN(after) || math.IsInf(after, 0) {
		return false, i18n.T("你猜 "+guess+"，而"+name.ZH+"溢出成了 ∞。", "You said "+guess+"; the "+name.EN+" has overflowed to ∞.").In(l)
	}
	off, room := math.Abs(v-after), math.Max(partOfChange*math.Abs(after-before), partOfNumber*math.Abs(before))
	found, from, d, r := write(after), write(before), write(off), write(room)
	return off <= room, i18n.T("你猜 "+guess+"，引擎算出 "+found+"（这一步之前是 "+from+"）。差 "+d+"，"+r+" 以内算对。",
		"You said "+guess+"; the engine found "+found+", from "+from+" before. You are "+d+" off; up to "+r+" counts as right.").In(l)
}

// NewEstimate asks for a number above 0; name is what the number is. at is the
// run's position; answer says, from what the engine found at the position after
// from, whether v is right, and why.
func NewEstimate(id string, ask, name i18n.Text, at func() int, answer func(v float64, from int, l i18n.Lang) (right bool, why string)) *Estimate {
	e := &Estimate{Slider: NewSlider(id, name, 0.01, 100, 1).Log().Fine(), at: at}
	e.sure = NewButton(id+"_sure", sureGive).Primary().Edit().OnPress(e.press)
	e.question.question = ask
	e.init(e.prediction, func(_ string, l i18n.Lang) (bool, string) { return answer(e.v, e.from, l) })
	e.words = manyWords
	e.Slider.OnChange(func(v float64) {
		if v != e.typed {
			v = significant(v, 5) // as much as its box holds
		}
		e.v, e.touched = v, true
	})
	e.Slider.OnBeyond(e.widen)
	return e
}

var (
	sureGive   = i18n.T("就猜这个数", "That is my guess")
	sureChange = i18n.T("改一改", "Change it")
	sureAgain  = i18n.T("再猜一步", "Guess another step")
)

// reach is how many times more or less than now may be guessed.
const reach = 100.0

// Until says when the engine has what follows position from; meanwhile waiting
// says what to do.
func (e *Estimate) Until(ready func(from int) bool, waiting i18n.Text) *Estimate {
	e.ready, e.waiting = func() bool { return ready(e.from) }, waiting
	return e
}

// OnChange says who hears that the guess was given or taken back.
func (e *Estimate) OnChange(tell func()) *Estimate { e.tell = tell; return e }

// Ask puts the question in other words.
func (e *Estimate) Ask(question i18n.Text) { e.question.question = question }

// About says what the number is now, about which the slider lies; NaN or 0 where
// nothing can be guessed.
func (e *Estimate) About(now float64) {
	open := now > 0 && !math.IsInf(now, 0)
	e.Slider.SetEnabled(open && !e.made)
	e.sure.SetEnabled(open || e.made)
	if e.made || !open || now == e.present {
		return
	}
	e.present = now
	if !e.touched || e.v < now/reach || e.v > now*reach {
		e.v, e.touched = significant(now, 3), false
	}
	e.SetRange(significant(now/reach, 3), significant(now*reach, 3))
	e.Ticks(now)
}

// widen makes room for a number that was typed.
func (e *Estimate) widen(v float64) {
	if v > 0 {
		e.typed = v
		e.SetRange(math.Min(e.sc.min, v), math.Max(e.sc.max, v))
	}
}

// Clamped tells nothing: any number above 0 is taken.
func (e *Estimate) Clamped() (taken string, most, ok bool) { return "", false, false }

func (e *Estimate) prediction() string {
	if !e.made {
		return ""
	}
	return format(e.v) + "@" + strconv.Itoa(e.from)
}

// press gives the guess, or takes it back.
func (e *Estimate) press() {
	if e.made {
		e.Retract()
	} else {
		e.Slider.Blur() // what is being typed counts
		e.made, e.from = true, e.at()
		e.Slider.SetEnabled(false)
	}
	if e.tell != nil {
		e.tell()
	}
}

// Retract takes the prediction back.
func (e *Estimate) Retract() {
	e.made, e.touched, e.present = false, false, 0
	e.Slider.SetEnabled(true)
}

// Await gives a guess as if it had been given before: the number and the position.
func (e *Estimate) Await(choice string) {
	number, place, _ := strings.Cut(choice, "@")
	v, err := ParseNumber(number)
	from, bad := strconv.Atoi(place)
	if e.made || err != nil || bad != nil || from < 0 || !(v > 0) {
		return
	}
	e.made, e.from = true, from
	e.widen(v)
	e.v = v
	e.Slider.SetEnabled(false)
	e.settled()
}

// Set takes a number while none is given.
func (e *Estimate) Set(v string) error {
	if e.made {
		return fmt.Errorf("%s: the guess is given; press %s to change it", e.id, e.sure.id)
	}
	return e.Slider.Set(v)
}

// Label is the question, and the verdict once there is one.
func (e *Estimate) Label() i18n.Text {
	l := plain(e.question.question)
	if e.made {
		l = i18n.T(l.ZH+" "+e.Verdict(i18n.ZH), l.EN+" "+e.Verdict(i18n.EN))
	}
	return l
}

// Inner is the button by which the guess is given.
func (e *Estimate) Inner() []Widget { return []Widget{e.sure} }

// SetTouch makes slider and button large enough for fingers.
func (e *Estimate) SetTouch(on bool) {
	e.Slider.SetTouch(on)
	e.sure.SetTouch(on)
}

// Handle gives an event to the button or the slider.
func (e *Estimate) Handle(ev Event) bool {
	if ev.Kind != KeyDown && ev.Kind != Input && e.sure.Handle(ev) {
		return true
	}
	return e.Slider.Handle(ev)
}

// Rect is the whole widget, question and verdict included.
func (e *Estimate) Rect() paint.Rect { return e.question.Rect() }

// Height depends on the language.
func (e *Estimate) Height(width float64) float64 {
	switch {
	case !e.made:
		e.sure.SetLabel(sureGive)
	case e.pending():
		e.sure.SetLabel(sureChange)
	default:
		e.sure.SetLabel(sureAgain)
	}
	e.sure.primary = !e.made
	return e.height(width, estimateBody{e})
}

// SetRect places the question, the slider, the button and the verdict.
func (e *Estimate) SetRect(r paint.Rect) { e.place(r, estimateBody{e}) }

// Draw paints the question, the slider, the button and the verdict.
func (e *Estimate) Draw(c *paint.Canvas, lk *Look) { e.draw(c, lk, estimateBody{e}) }

// estimateBody is the slider with the button below it.
type estimateBody struct{ *Estimate }

func (b estimateBody) Height(width float64) float64 {
	return b.Slider.Height(width) + theme.GapSmall + b.sure.Height(width)
}

func (b estimateBody) SetRect(r paint.Rect) {
	if r.Empty() {
		b.Slider.SetRect(r)
		b.sure.SetRect(r)
		return
	}
	low, top := r.CutBottom(b.sure.Height(r.W))
	top.H -= theme.GapSmall
	b.Slider.SetRect(top)
	b.sure.SetRect(low)
}

func (b estimateBody) Draw(c *paint.Canvas, lk *Look) {
	b.Slider.Draw(c, lk)
	b.sure.Draw(c, lk)
}
