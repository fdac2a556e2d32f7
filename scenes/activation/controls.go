package activation

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// parts are the scene's widgets.
type parts struct {
	fnSelect     *ui.Select
	layers       *ui.Number
	weights      *ui.Slider
	guess        *ui.Guess
	links        *ui.Figure
	unfold, race *ui.Figure

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
	s.guess = ui.NewGuess("guess", i18n.T("梯度走回开头，还剩多少？", "How much of the gradient gets home?"), s.judge,
		ui.Opt("most", i18n.Same("> 0.1")), ui.Opt("some", i18n.T("0.001…0.1", "0.001–0.1")), ui.Opt("little", i18n.Same("< 0.001"))).
		Until(func() bool { return s.at == 2*s.n }, i18n.T("记下了。按播放，看它走回来。", "Noted. Press play and watch it walk home."))
	s.guess.OnChange(func(string) { s.stale = true })
	s.race = ui.NewFigure("race", ui.RoleText, i18n.T("六种函数，同一条链", "Six functions, one chain"))
	s.race.Paint, s.race.On, s.race.Say = s.drawRace, s.handleRace, func(i18n.Lang) string { return s.card.race.describe() }
	s.race.Tall = func(float64) float64 { return raceLine * float64(len(functions)) }
	s.unfold = ui.NewFigure("card", ui.RoleText, i18n.T("算式", "Worked out"))
	s.unfold.Paint, s.unfold.Say = s.drawCard, func(i18n.Lang) string { return s.card.describe() }
	s.links = ui.NewFigure("chain", ui.RoleFigure, i18n.T("一串激活函数", "The chain"))
	s.links.Paint, s.links.On, s.links.Say = s.drawChain, s.handleChain, func(i18n.Lang) string { return s.row.describe() }
	s.controls = []ui.Widget{s.fnSelect, s.layers, s.weights, s.guess,
		ui.NewHeading(i18n.T("同一条链，换六种函数", "The same chain, six functions")), s.race}
	s.figures = []ui.Widget{s.graph, s.unfold, s.links}
}

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

// judge scores the guess once the gradient has arrived.
func (s *Scene) judge(v string, l i18n.Lang) (right bool, why string) {
	end := s.ending()
	return v == s.bucket(), end.In(l)
}

// handleRace: a line of the race chooses its function, but for its number, which
// unfolds.
func (s *Scene) handleRace(ev ui.Event) bool {
	if ev.Kind != ui.PointerDown || ev.Button != 0 || !s.race.Rect().Contains(ev.X, ev.Y) {
		return false
	}
	i := min(int((ev.Y-s.race.Rect().Y)/raceLine), len(functions)-1)
	if s.card.race.known && s.raceNumber(i).Contains(ev.X, ev.Y) {
		return false
	}
	s.fnSelect.SetValue(functions[i].id)
	s.setFunction(functions[i].id)
	return true
}
