package stage

import (
	"fmt"
	"slices"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/ui"
)

// phrase is a marked phrase as a widget: what goes by keyboard, and the page's
// mirror, operate it.
type phrase struct {
	part
	s     *Stage
	block *prose.Block
	mark  int
	owner ui.Widget // in which its text stands, nil of the lead
	names []string  // of its things, as it was made
}

// gone reports whether its text has become another one since the phrase was made.
func (p *phrase) gone() bool { return p.mark >= len(p.block.Text().Marks) }

// Label is the phrase, and what it speaks of by the name that this has.
func (p *phrase) Label() i18n.Text {
	if p.gone() {
		return i18n.Text{}
	}
	lang, m := p.s.env.Lang, p.block.Text().Marks[p.mark]
	name := i18n.T("它", "it").In(lang)
	if w := p.s.widget(m.Things[0]); w != nil {
		name = w.Label().In(lang)
		if i := strings.IndexAny(name, ":：(（"); i > 0 {
			name = strings.TrimSpace(name[:i])
		}
	}
	return i18n.Same(fmt.Sprintf(i18n.T("“%s”：指出%s", "“%s”: show %s").In(lang), p.block.Text().Plain[m.From:m.To], name))
}

func (p *phrase) Points() []string { return p.names }

// Rect is where the phrase begins, as far as that is seen.
func (p *phrase) Rect() rect {
	for _, t := range p.s.guide.texts {
		if t.block == p.block && !p.gone() {
			return meet(p.block.Box(p.mark), t.view)
		}
	}
	return rect{}
}

func (p *phrase) Handle(ui.Event) bool { return false }
func (p *phrase) Enabled() bool        { return !p.gone() && p.block.Live.Has(p.mark) }

// Press shows what the phrase speaks of, and says what that is.
func (p *phrase) Press() {
	p.s.pin(aim{p.block, 1 << p.mark})
	p.s.spoken = p.s.describe(p.Points())
}

// makePhrases makes the marked phrases of the texts on view.
func (s *Stage) makePhrases() {
	g := &s.guide
	g.phrases = emptied(g.phrases)
	seen := map[string]int{}
	for _, t := range g.texts {
		text := t.block.Text()
		for i, m := range text.Marks {
			p := &phrase{s: s, block: t.block, mark: i, owner: t.owner, names: m.Things}
			p.id = "text-" + strings.TrimRight(strings.ReplaceAll(strings.Join(m.Things, "-"), "*", ""), "_-")
			if seen[p.id]++; seen[p.id] > 1 {
				p.id = fmt.Sprintf("%s-%d", p.id, seen[p.id])
			}
			p.role = ui.RoleButton
			g.phrases = append(g.phrases, p)
		}
	}
}

// samePhrases reports whether the texts on view have the phrases that were made
// of them: a text whose numbers change keeps them.
func (s *Stage) samePhrases() bool {
	g, n := &s.guide, 0
	for _, t := range g.texts {
		for i, m := range t.block.Text().Marks {
			if n >= len(g.phrases) {
				return false
			}
			if p := g.phrases[n]; p.block != t.block || p.mark != i || p.owner != t.owner || !slices.Equal(p.names, m.Things) {
				return false
			}
			n++
		}
	}
	return n == len(g.phrases)
}

// withPhrases puts behind each widget the phrases of its texts; alone they are
// those of the lead.
func (s *Stage) withPhrases(list ...ui.Widget) (out []ui.Widget) {
	for _, w := range list {
		out = append(out, w)
		for _, p := range s.guide.phrases {
			if p.owner == w || w == ui.Widget(s.frame.words) && p.owner == nil {
				out = append(out, p)
			}
		}
	}
	return out
}

// revealPhrase scrolls the controls so that a phrase among them is seen.
func (s *Stage) revealPhrase(id string) {
	for _, p := range s.guide.phrases {
		if p.id == id && p.owner != nil && slices.Contains(s.controls(), p.owner) && !s.controlsPanel.r.Empty() {
			s.controlsPanel.Reveal(p.owner)
			s.relayout()
		}
	}
}

// describe says in words what is shown.
func (s *Stage) describe(things []string) string {
	var out []string
	for _, thing := range things {
		w := s.widget(thing)
		if w == nil {
			continue
		}
		words := w.Label().In(s.env.Lang)
		if v, ok := w.(ui.Valued); ok && v.Value() != "" {
			words += ": " + v.Value()
		} else if d, ok := w.(ui.Describer); ok && d.Describe(s.env.Lang) != "" {
			words += ": " + d.Describe(s.env.Lang)
		}
		out = append(out, words)
	}
	return strings.Join(out, "; ")
}

// leadPart mirrors the heading and the lead for those who do not see the canvas.
type leadPart struct {
	part
	s *Stage
}

func (p *leadPart) Handle(ui.Event) bool         { return false }
func (p *leadPart) Draw(*paint.Canvas, *ui.Look) {}
func (p *leadPart) Describe(l i18n.Lang) string {
	if p.s.cur == nil {
		return ""
	}
	return p.s.headText().In(l) + " " + prose.Plain(p.s.leadText().In(l))
}

func (p *leadPart) Rect() rect {
	h, l := p.s.lay.head, p.s.lay.lead
	return meet(rect{X: h.X, Y: h.Y, W: h.W, H: max(l.Bottom()-h.Y, h.H)}, p.s.lay.middle)
}
