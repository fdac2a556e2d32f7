package activation

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// parts are the scene's widgets.
type parts struct {
	fnSelect       *ui.Select
	layers         *ui.Number
	weights        *ui.Slider
	guess          guess
	verdict, links *figure
	unfold, race   *figure

	controls, figures []ui.Widget
}

func (s *Scene) build() {
	options := make([]ui.Option, len(functions))
	for i, f := range functions {
		options[i] = ui.Opt(f.id, f.name)
	}
	s.fnSelect = ui.NewSelect("function", i18n.T("激活函数", "Activation"), s.fn().id, options...).Kept().OnChange(s.setFunction)
	s.layers = ui.NewStepper("layers", i18n.T("串几层", "Layers"), 1, mostLayers, s.n).Kept().
		OnChange(func(v float64) { s.setLayers(int(v)) })
	s.weights = ui.NewSlider("weight", i18n.T("每层的权重 w", "Weight w of each layer"), -4, 4, s.weight).Step(0.1).Ticks(-1, 0, 1).Kept().
		OnChange(func(v float64) {
			s.weight = v
			s.forget()
			s.compute()
		})
	s.guess.choice = ui.NewSelect("guess", i18n.T("先猜：回到开头，梯度还剩多少？", "Guess first: what gets home?"), "",
		ui.Opt("most", i18n.Same("> 0.1")), ui.Opt("some", i18n.T("0.001…0.1", "0.001–0.1")), ui.Opt("little", i18n.Same("< 0.001"))).
		OnChange(func(string) { s.stale = true })
	s.verdict = &figure{id: "verdict", role: ui.RoleText, label: i18n.T("猜得怎样", "Your guess"), draw: s.drawVerdict, describe: s.say,
		height: func(w float64) float64 { return max(40, paint.WrapHeight(s.card.verdict, w, words, 20)) }}
	s.race = &figure{id: "race", role: ui.RoleText, label: i18n.T("六种函数，同一条链", "Six functions, one chain"), draw: s.drawRace,
		handle: s.handleRace, describe: func(i18n.Lang) string { return s.card.race.describe() },
		height: func(float64) float64 { return raceLine * float64(len(functions)) }}
	s.unfold = &figure{id: "card", role: ui.RoleText, label: i18n.T("算式", "Worked out"), draw: s.drawCard,
		describe: func(i18n.Lang) string { return s.card.describe() }}
	s.links = &figure{id: "chain", role: ui.RoleFigure, label: i18n.T("一串激活函数", "The chain"), draw: s.drawChain,
		handle: s.handleChain, describe: func(i18n.Lang) string { return s.row.describe() }}
	s.controls = []ui.Widget{s.fnSelect, s.layers, s.weights, s.guess.choice, s.verdict,
		ui.NewHeading(i18n.T("同一条链，换六种函数", "The same chain, six functions")), s.race}
	s.figures = []ui.Widget{s.graph, s.unfold, s.links}
}

// guess is the question how much of the gradient is left.
type guess struct{ choice *ui.Select }

// bucket is the right answer, from the record.
func (s *Scene) bucket() string {
	switch g := math.Abs(s.chain.left(0)); {
	case g > large:
		return "most"
	case g >= small:
		return "some"
	}
	return "little"
}

// say scores the guess once the gradient has arrived.
func (s *Scene) say(l i18n.Lang) string {
	v := s.guess.choice.Value()
	switch {
	case s.at < 2*s.n && v == "":
		return i18n.T("选一个，再按播放。", "Choose one, then press play.").In(l)
	case s.at < 2*s.n:
		return i18n.T("记下了。按播放，看它走回来。", "Noted. Press play and watch it walk home.").In(l)
	}
	verdict := i18n.T("猜错了。", "Not so. ")
	switch v {
	case "":
		verdict = i18n.Text{}
	case s.bucket():
		verdict = i18n.T("猜对了。", "Right. ")
	}
	end := s.ending()
	return verdict.In(l) + end.In(l)
}

var words = paint.Style{Font: paint.Sans, Size: theme.SizeSmall}

func (s *Scene) drawVerdict(c *paint.Canvas, lk *ui.Look) {
	c.TextWrap(s.card.verdict, s.verdict.rect, words.With(lk.Theme.Text), 20)
}

// handleRace: a line of the race chooses its function.
func (s *Scene) handleRace(ev ui.Event) bool {
	if ev.Kind != ui.PointerDown || ev.Button != 0 || !s.race.rect.Contains(ev.X, ev.Y) {
		return false
	}
	i := min(int((ev.Y-s.race.rect.Y)/raceLine), len(functions)-1)
	s.fnSelect.SetValue(functions[i].id)
	s.setFunction(functions[i].id)
	return true
}

// figure is a picture that the scene draws itself.
type figure struct {
	id       string
	role     ui.Role
	label    i18n.Text
	rect     paint.Rect
	draw     func(c *paint.Canvas, lk *ui.Look)
	handle   func(ev ui.Event) bool
	describe func(l i18n.Lang) string
	height   func(width float64) float64
}

func (f *figure) ID() string           { return f.id }
func (f *figure) Role() ui.Role        { return f.role }
func (f *figure) Label() i18n.Text     { return f.label }
func (f *figure) Rect() paint.Rect     { return f.rect }
func (f *figure) SetRect(r paint.Rect) { f.rect = r }

func (f *figure) Height(width float64) float64 {
	if f.height == nil {
		return 0
	}
	return f.height(width)
}

func (f *figure) Handle(ev ui.Event) bool { return f.handle != nil && f.handle(ev) }

func (f *figure) Draw(c *paint.Canvas, lk *ui.Look) {
	if !f.rect.Empty() {
		f.draw(c, lk)
	}
}

func (f *figure) Describe(l i18n.Lang) string { return f.describe(l) }
