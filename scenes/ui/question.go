package ui

import (
	"math"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// question is what asks for a prediction before the engine answers: a card with
// the words, below them what is answered with, and then the verdict, whose room is
// kept from the start: nothing below it moves. The answer comes from the scene's
// run, not from the question.
type question struct {
	question i18n.Text
	rect     paint.Rect
	lang     i18n.Lang
	ask, say prose.Block // the question and the verdict, laid out in Height
	words    float64     // how long a verdict is on one line, about
	fitted   fitting
	said     i18n.Text // whether it was right, in a word; as it was laid out
	texts    []*prose.Block
	told     string // the prediction whose verdict has been announced
	given    func() string
	answer   func(given string, l i18n.Lang) (right bool, why string)

	ready   func() bool // nil: at once
	waiting i18n.Text
}

// fitting is a verdict that has been laid out, and whether it had to be set small.
type fitting struct {
	source string
	width  float64
	small  bool
}

// body is what a question is answered with.
type body interface {
	Height(width float64) float64
	SetRect(paint.Rect)
	Draw(c *paint.Canvas, lk *Look)
	Enabled() bool
}

var (
	guessFirst = i18n.T("先猜一猜", "Guess first")
	guessRight = i18n.T("猜对了。", "Right. ")
	guessWrong = i18n.T("不是这样。", "Not so. ")
	guessSaid  = i18n.T("引擎在这里回答。", "The engine answers here.")
)

const (
	guessLine = 20.0
	smallLine = 16.0
	fewWords  = 400.0
	manyWords = 600.0
)

func (q *question) init(given func() string, answer func(given string, l i18n.Lang) (right bool, why string)) {
	q.given, q.answer, q.words = given, answer, fewWords
	q.texts = []*prose.Block{&q.ask, &q.say}
}

func (q *question) pending() bool { return q.ready != nil && !q.ready() }

// Waiting is a prediction whose verdict is held back, "" where there is none.
func (q *question) Waiting() string {
	if !q.pending() {
		return ""
	}
	return q.given()
}

// Given is the prediction, "" before one is made.
func (q *question) Given() string { return q.given() }

// settled says that the verdict of a prediction that came back is no news.
func (q *question) settled() {
	if !q.pending() {
		q.told = q.given()
	}
}

// Right reports whether the prediction was right; chosen is false before one is made.
func (q *question) Right() (right, chosen bool) {
	if q.given() == "" || q.pending() {
		return false, false
	}
	right, _ = q.answer(q.given(), i18n.EN)
	return right, true
}

// Verdict says how the prediction fared, "" before one is made.
func (q *question) Verdict(l i18n.Lang) string {
	said, why := q.verdict(l)
	return said.In(l) + prose.Plain(why)
}

// verdict is whether the prediction was right, in a word, and why, with the marks
// of its phrases; while the engine is still at it only that.
func (q *question) verdict(l i18n.Lang) (said i18n.Text, why string) {
	if q.given() == "" {
		return said, ""
	}
	if q.pending() {
		return said, q.waiting.In(l)
	}
	right, why := q.answer(q.given(), l)
	if right {
		return guessRight, why
	}
	return guessWrong, why
}

// News returns the verdict once after each prediction, for the page's live
// region. Ask in every Update.
func (q *question) News() (verdict i18n.Text, ok bool) {
	now := q.given()
	if now == q.told || now != "" && q.pending() {
		return i18n.Text{}, false
	}
	q.told = now
	return i18n.T(q.Verdict(i18n.ZH), q.Verdict(i18n.EN)), now != ""
}

// Describe reads the verdict out.
func (q *question) Describe(l i18n.Lang) string { return q.Verdict(l) }

// Prose are the question and the verdict.
func (q *question) Prose() []*prose.Block { return q.texts }

// SetLang says which language its height is for.
func (q *question) SetLang(l i18n.Lang) { q.lang = l }

// Rect is the whole widget, question and verdict included.
func (q *question) Rect() paint.Rect { return q.rect }

// room is the height that is kept for the verdict, in which a line more of small
// type fits.
func (q *question) room(width float64) float64 {
	return guessLine*math.Max(2, math.Ceil(q.words/(width-24))) + 8
}

// head is the height above the body.
func (q *question) head(width float64) float64 {
	q.ask.Set(q.question.In(q.lang), width-24, paint.Style{Font: paint.Sans, Size: theme.SizeBody}, guessLine)
	return 12 + 24 + q.ask.Height() + 8
}

// height depends on the language; not on the verdict, which is set in smaller type
// before it takes more than its room.
func (q *question) height(width float64, b body) float64 {
	room, small := q.room(width), paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
	said, why := q.verdict(q.lang)
	q.said = said
	if f := (fitting{source: why, width: width}); q.fitted.source != f.source || q.fitted.width != width {
		q.say.Set(why, width-24, paint.Style{Font: paint.Sans, Size: theme.SizeSmall}, guessLine)
		f.small = q.say.Height() > room
		q.fitted = f
	}
	if q.fitted.small {
		q.say.Set(why, width-24, small, smallLine)
	} else {
		small.Size = theme.SizeSmall
		q.say.Set(why, width-24, small, guessLine)
	}
	return q.head(width) + b.Height(width-24) + 8 + math.Max(room, q.say.Height()) + 12
}

// place places the question, the body below it and the verdict.
func (q *question) place(r paint.Rect, b body) {
	q.rect = r
	if r.Empty() {
		b.SetRect(r)
		return
	}
	w := r.W - 24
	in := paint.Rect{X: r.X + 12, Y: r.Y + q.head(r.W), W: w, H: b.Height(w)}
	b.SetRect(in)
	q.ask.Place(r.X+12, r.Y+36)
	q.say.Place(r.X+12, in.Bottom()+8)
}

// draw paints the question, its body and the verdict. Whether it was right is said
// by a sign and a word, and by the colour.
func (q *question) draw(c *paint.Canvas, lk *Look, b body) {
	if q.rect.Empty() {
		return
	}
	t, r := lk.Theme, q.rect
	ground, ink, icon, words := t.AccentSoft, t.AccentInk, "lightbulb", guessFirst
	switch q.said {
	case guessRight:
		ground, ink, icon, words = t.GoodSoft, t.Good, "check", guessRight
	case guessWrong:
		ground, ink, icon, words = t.BadSoft, t.Bad, "x", guessWrong
	}
	c.RoundRect(r, theme.RadiusLarge, ground)
	if icon != "lightbulb" {
		c.RoundRectStroke(r, theme.RadiusLarge, 1, ink)
		c.Circle(r.X+20, r.Y+22, 9, ink)
		c.Icon(icon, r.X+20, r.Y+22, 13, ground)
	} else {
		c.Icon(icon, r.X+20, r.Y+22, 16, ink)
	}
	c.Text(strings.TrimSpace(words.In(lk.Lang)), r.X+34, r.Y+22, paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: ink}, paint.Left)
	q.ask.Draw(c, t, t.Text)
	b.Draw(c, lk)
	if q.given() != "" {
		q.say.Draw(c, t, t.Text)
		return
	}
	if b.Enabled() {
		y := r.Bottom() - 12 - q.room(r.W) + guessLine/2
		c.Text(guessSaid.In(lk.Lang), r.X+12, y, paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.Muted}, paint.Left)
	}
}
