package ui

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// Words is text among the controls: a heading, a paragraph, or a live line.
type Words struct {
	base
	heading bool
	lang    i18n.Lang
	live    func(l i18n.Lang) string
	source  i18n.Text      // with its marks
	texts   []*prose.Block // one of a paragraph, none of other words
}

// NewHeading returns the small heading of a group of controls. The panel puts
// more room above it.
func NewHeading(text i18n.Text) *Words { return &Words{base: base{label: text}, heading: true} }

// NewParagraph returns a few sentences. What they speak of may be marked in
// them, as package prose has it.
func NewParagraph(text i18n.Text) *Words {
	return &Words{base: base{label: i18n.T(prose.Plain(text.ZH), prose.Plain(text.EN))}, source: text, texts: []*prose.Block{new(prose.Block)}}
}

// NewLive returns a line that is asked for anew whenever it is drawn, such as
// "5,012 images/s · epoch 3". The id makes it a status that is read out.
func NewLive(id string, label i18n.Text, text func(l i18n.Lang) string) *Words {
	return &Words{base: base{id: id, label: label}, live: text}
}

// Role is RoleText.
func (w *Words) Role() Role { return RoleText }

// Heading reports whether it begins a group.
func (w *Words) Heading() bool { return w.heading }

// Describe returns the text.
func (w *Words) Describe(l i18n.Lang) string {
	if w.live != nil {
		return w.live(l)
	}
	return w.label.In(l)
}

func (w *Words) style(t *theme.Theme) paint.Style {
	st := paint.Style{Font: paint.Sans, Size: theme.SizeSmall}
	if w.heading {
		st.Font = paint.SansBold
	}
	if t != nil {
		st.Color = t.Muted
	}
	return st
}

const wordsLine = 20.0

// SetLang says in which language it is measured.
func (w *Words) SetLang(l i18n.Lang) { w.lang = l }

// Height holds the text in the language that SetLang named.
func (w *Words) Height(width float64) float64 {
	if w.live != nil {
		return wordsLine
	}
	if len(w.texts) > 0 {
		w.texts[0].Set(w.source.In(w.lang), width, w.style(nil), wordsLine)
		return w.texts[0].Height()
	}
	return paint.WrapHeight(w.label.In(w.lang), width, w.style(nil), wordsLine)
}

// Prose is the paragraph as it is set.
func (w *Words) Prose() []*prose.Block { return w.texts }

// SetRect places the words.
func (w *Words) SetRect(r paint.Rect) {
	w.rect = r
	if len(w.texts) > 0 && !r.Empty() {
		w.texts[0].Fit(w.source.In(w.lang), r, w.style(nil), wordsLine)
	}
}

// Draw paints the text.
func (w *Words) Draw(c *paint.Canvas, lk *Look) {
	if w.rect.Empty() {
		return
	}
	if len(w.texts) > 0 {
		w.texts[0].Draw(c, lk.Theme, w.style(lk.Theme).Color)
		return
	}
	c.TextWrap(w.Describe(lk.Lang), w.rect, w.style(lk.Theme), wordsLine)
}

// Card paints the ground of a card: a quiet edge, and a shadow on light themes.
func Card(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	if !t.Dark {
		c.Shadow(r.Move(0, 2), theme.RadiusLarge, 8, paint.WithAlpha(t.Shadow, 0.5))
	}
	c.RoundRect(r, theme.RadiusLarge, t.Panel)
	c.RoundRectStroke(r, theme.RadiusLarge, 1, t.Border)
}

// Popup paints the ground of something that floats above the rest.
func Popup(c *paint.Canvas, t *theme.Theme, r paint.Rect) {
	c.Shadow(r.Move(0, 6), theme.RadiusLarge, 20, t.Shadow)
	c.RoundRect(r, theme.RadiusLarge, t.Panel)
	c.RoundRectStroke(r, theme.RadiusLarge, 1, t.Strong)
}
