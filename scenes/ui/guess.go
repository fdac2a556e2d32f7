package ui

import (
	"slices"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
)

// Guess is a question with a few choices. See [Estimate] for one whose answer is a
// number, and [Sketch] for one whose answer is drawn.
type Guess struct {
	*Select
	question
	returned func() // may be nil
}

// NewGuess returns a question with its options. answer says, from the engine's
// result, whether the chosen value is right, and why. Phrases of the question
// and of why may point, as package prose has it.
func NewGuess(id string, question i18n.Text, answer func(value string, l i18n.Lang) (right bool, why string), options ...Option) *Guess {
	g := &Guess{Select: NewSelect(id, i18n.Text{}, "", options...).Bare()}
	g.init(g.Select.Value, answer)
	g.Ask(question)
	return g
}

// Ask puts the question in other words, such as with another number.
func (g *Guess) Ask(question i18n.Text) {
	g.question.question = question
	g.SetLabel(plain(question))
}

func plain(t i18n.Text) i18n.Text { return i18n.T(prose.Plain(t.ZH), prose.Plain(t.EN)) }

// Until holds the verdict back until the engine has the answer; meanwhile
// waiting says what to do.
func (g *Guess) Until(ready func() bool, waiting i18n.Text) *Guess {
	g.ready, g.waiting = ready, waiting
	return g
}

// Wordy keeps more room for the verdict: it is long.
func (g *Guess) Wordy() *Guess { g.words = manyWords; return g }

// OnReturn says what follows a choice that was made before and comes back.
func (g *Guess) OnReturn(f func()) { g.returned = f }

// Await makes a choice as if it had been made before.
func (g *Guess) Await(choice string) {
	if g.Value() == "" && slices.ContainsFunc(g.Options(), func(o Option) bool { return o.Value == choice }) {
		g.SetValue(choice)
		g.settled()
		if g.returned != nil {
			g.returned()
		}
	}
}

// Retract takes the prediction back.
func (g *Guess) Retract() { g.SetValue("") }

// Follow makes the choice that another one stands at, whose verdict need not be
// announced again.
func (g *Guess) Follow(of *Guess) {
	g.SetValue(of.Value())
	g.told = of.told
}

// Rect is the whole widget, question and verdict included.
func (g *Guess) Rect() paint.Rect { return g.question.Rect() }

// Height depends on the language.
func (g *Guess) Height(width float64) float64 { return g.height(width, g.Select) }

// SetRect places the question, the options below it and the verdict.
func (g *Guess) SetRect(r paint.Rect) { g.place(r, g.Select) }

// Draw paints the question, its options and the verdict.
func (g *Guess) Draw(c *paint.Canvas, lk *Look) { g.draw(c, lk, g.Select) }
