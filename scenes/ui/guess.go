package ui

import (
	"slices"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// Guess asks for a prediction before the engine answers. The answer comes from
// the scene's run, not from the question.
type Guess struct {
	*Select
	question i18n.Text
	rect     paint.Rect
	lang     i18n.Lang
	ask, say prose.Block // the question and the verdict, laid out in Height
	texts    []*prose.Block
	told     string // the value whose verdict has been announced
	answer   func(value string, l i18n.Lang) (right bool, why string)

	ready   func() bool // nil: at once
	waiting i18n.Text
}

// NewGuess returns a question with its options. answer says, from the engine's
// result, whether the chosen value is right, and why. Phrases of the question
// and of why may point, as package prose has it.
func NewGuess(id string, question i18n.Text, answer func(value string, l i18n.Lang) (right bool, why string), options ...Option) *Guess {
	g := &Guess{Select: NewSelect(id, i18n.Text{}, "", options...).Bare(), answer: answer}
	g.texts = []*prose.Block{&g.ask, &g.say}
	g.Ask(question)
	return g
}

var (
	guessFirst = i18n.T("先猜一猜", "Guess first")
	guessRight = i18n.T("猜对了。", "Right. ")
	guessWrong = i18n.T("不是这样。", "Not so. ")
)

const guessLine = 20.0

// Ask puts the question in other words, such as with another number.
func (g *Guess) Ask(question i18n.Text) {
	g.question = question
	g.SetLabel(i18n.T(prose.Plain(question.ZH), prose.Plain(question.EN)))
}

// Until holds the verdict back until the engine has the answer; meanwhile
// waiting says what to do.
func (g *Guess) Until(ready func() bool, waiting i18n.Text) *Guess {
	g.ready, g.waiting = ready, waiting
	return g
}

func (g *Guess) pending() bool { return g.ready != nil && !g.ready() }

// Waiting is a choice whose verdict is held back, "" where there is none.
func (g *Guess) Waiting() string {
	if g.Value() == "" || !g.pending() {
		return ""
	}
	return g.Value()
}

// Await makes a choice whose verdict is held back, as if it had been made before.
func (g *Guess) Await(choice string) {
	if g.Value() == "" && slices.ContainsFunc(g.Options(), func(o Option) bool { return o.Value == choice }) {
		g.SetValue(choice)
	}
}

// Follow makes the choice that another one stands at, whose verdict need not be
// announced again.
func (g *Guess) Follow(of *Guess) {
	g.SetValue(of.Value())
	g.told = of.told
}

// Right reports whether the prediction was right; chosen is false before one is made.
func (g *Guess) Right() (right, chosen bool) {
	if g.Value() == "" || g.pending() {
		return false, false
	}
	right, _ = g.answer(g.Value(), i18n.EN)
	return right, true
}

// Verdict says how the prediction fared, "" before one is made.
func (g *Guess) Verdict(l i18n.Lang) string { return prose.Plain(g.verdict(l)) }

// verdict has the marks of its phrases.
func (g *Guess) verdict(l i18n.Lang) string {
	if g.Value() == "" {
		return ""
	}
	if g.pending() {
		return g.waiting.In(l)
	}
	right, why := g.answer(g.Value(), l)
	if right {
		return guessRight.In(l) + why
	}
	return guessWrong.In(l) + why
}

// News returns the verdict once after each prediction, for the page's live
// region. Ask in every Update.
func (g *Guess) News() (verdict i18n.Text, ok bool) {
	if g.Value() == g.told || g.Value() != "" && g.pending() {
		return i18n.Text{}, false
	}
	g.told = g.Value()
	return i18n.T(g.Verdict(i18n.ZH), g.Verdict(i18n.EN)), g.told != ""
}

// Describe reads the verdict out.
func (g *Guess) Describe(l i18n.Lang) string { return g.Verdict(l) }

// Prose are the question and the verdict.
func (g *Guess) Prose() []*prose.Block { return g.texts }

// SetLang says which language its height is for.
func (g *Guess) SetLang(l i18n.Lang) { g.lang = l }

// Rect is the whole widget, question and verdict included.
func (g *Guess) Rect() paint.Rect { return g.rect }

func (g *Guess) styles() (question, verdict paint.Style) {
	return paint.Style{Font: paint.Sans, Size: theme.SizeBody}, paint.Style{Font: paint.Sans, Size: theme.SizeSmall}
}

// head is the height above the options.
func (g *Guess) head(width float64) float64 {
	q, _ := g.styles()
	g.ask.Set(g.question.In(g.lang), width-24, q, guessLine)
	return 12 + 24 + g.ask.Height() + 8
}

// Height depends on the language and on whether there is a verdict.
func (g *Guess) Height(width float64) float64 {
	h := g.head(width) + g.Select.Height(width-24) + 12
	_, st := g.styles()
	if g.say.Set(g.verdict(g.lang), width-24, st, guessLine); g.say.Height() > 0 {
		h += 8 + g.say.Height()
	}
	return h
}

// SetRect places the question, the options below it and the verdict.
func (g *Guess) SetRect(r paint.Rect) {
	g.rect = r
	if r.Empty() {
		g.Select.SetRect(r)
		return
	}
	w := r.W - 24
	g.Select.SetRect(paint.Rect{X: r.X + 12, Y: r.Y + g.head(r.W), W: w, H: g.Select.Height(w)})
	g.ask.Place(r.X+12, r.Y+36)
	g.say.Place(r.X+12, g.Select.Rect().Bottom()+8)
}

// Draw paints the question, its options and the verdict.
func (g *Guess) Draw(c *paint.Canvas, lk *Look) {
	if g.rect.Empty() {
		return
	}
	t, r := lk.Theme, g.rect
	c.RoundRect(r, theme.RadiusLarge, t.AccentSoft)
	c.Icon("lightbulb", r.X+20, r.Y+22, 16, t.AccentInk)
	c.Text(guessFirst.In(lk.Lang), r.X+34, r.Y+22, paint.Style{Font: paint.SansBold, Size: theme.SizeSmall, Color: t.AccentInk}, paint.Left)
	g.ask.Draw(c, t, t.Text)
	g.Select.Draw(c, lk)
	g.say.Draw(c, t, t.Text)
}
