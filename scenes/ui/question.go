package ui

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// question is what asks for a prediction before the engine answers: a card with
// the words, below them what is answered with, and then the verdict. The answer
// comes from the scene's run, not from the question.
type question struct {
	question i18n.Text
	rect     paint.Rect
	lang     i18n.Lang
	ask, say prose.Block // the question and the verdict, laid out in Height
	texts    []*prose.Block
	told     string // the prediction whose verdict has been announced
	given    func() string
	answer   func(given string, l i18n.Lang) (right bool, why string)

	ready   func() bool // nil: at once
	waiting i18n.Text
}

// body is what a question is answered with.
type body interface {
	Height(width float64) float64
	SetRect(paint.Rect)
	Draw(c *paint.Canvas, lk *Look)
}

var (
	guessFirst = i18n.T("先猜一猜", "Guess first")
	guessRight = i18n.T("猜对了。", "Right. ")
	guessWrong = i18n.T("不是这样。", "Not so. ")
)

const guessLine = 20.0

func (q *question) init(given func() string, answer func(given string, l i18n.Lang) (right bool, why string)) {
	q.given, q.answer = given, answer
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
func (q *question) Verdict(l i18n.Lang) string { return prose.Plain(q.verdict(l)) }

// verdict has the marks of its phrases.
func (q *question) verdict(l i18n.Lang) string {
	if q.given() == "" {
		return ""
	}
	if q.pending() {
		return q.waiting.In(l)
	}
	right, why := q.answer(q.given(), l)
	if right {
		return guessRight.In(l) + why
	}
	return guessWrong.In(l) + why
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

func (q *question) styles() (question, verdict paint.Style) {
	return paint.Style{Font: paint.Sans, Size: theme.SizeBody}, paint.Style{Font: paint.Sans, Size: theme.SizeSmall}
}

// head is the height above the body.
func (q *question) head(width float64) float64 {
	st, _ := q.styles()
	q.ask.Set(q.question.In(q.lang), width-24, st, guessLine)
	return 12 + 24 + q.ask.Height() + 8
}

// height depends on the language and on whether there is a verdict.
func (q *question) height(width float64, b body) float64 {
	h := q.head(width) + b.Height(width-24) + 12
	_, st := q.styles()
	if q.say.Set(q.verdict(q.lang), width-24, st, guessLine); q.say.Height() > 0 {
		h += 8 + q.say.Height()
	}
	return h
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

// draw paints the question, its body and the verdict.
func (q *question) draw(c *paint.Canvas, lk *Look, b body) {
	if q.rect.Empty() {
		return
	}
	t, r := lk.Theme, q.rect
	c.RoundRect(r, theme.RadiusLarge, t.AccentSoft)
	c.Icon("lightbulb", r.X+20, r.Y+22, 16, t.AccentInk)
	c.Text(guessFirst.In(lk.Lang), r.X+34, r.Y+22, paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.AccentInk}, paint.Left)
	q.ask.Draw(c, t, t.Text)
	b.Draw(c, lk)
	q.say.Draw(c, t, t.Text)
}
