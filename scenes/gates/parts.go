package gates

import (
	"math"
	"slices"

	"gradtheatre/engine/expr"
	"gradtheatre/scenes/formula"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// parts are the scene's widgets.
type parts struct {
	field   *expression
	preset  *ui.Select
	fold    *ui.Toggle
	sliders []*variable

	picture  *ui.Figure // the graph
	unfold   *ui.Figure // the card
	grads    *ui.Figure // the table of gradients
	patterns *ui.Figure // how the kinds of gate pass a gradient

	headVars, headGrads, headGates ui.Widget

	controls, figures, unseen []ui.Widget
}

// typedLimit is how much text the field holds: more than can be read as an
// expression, so that too long a text is kept and its error is told.
const typedLimit = 2 * expr.MaxRunes

func (s *bench) build() {
	field := ui.NewField("expression", i18n.T("式子", "Expression"), "").Prefix("f =").Limit(typedLimit).Kept().
		Hint(i18n.T("例如 (x+y)z", "such as (x+y)z")).
		OnChange(func(v string) { s.type_(v) })
	s.field = &expression{Field: field, s: s}
	options := make([]ui.Option, len(presets))
	for i, p := range presets {
		options[i] = ui.Opt(p.id, p.label)
	}
	s.preset = ui.NewSelect("preset", i18n.T("例子", "Examples"), presets[0].id, options...).Bare().
		OnChange(func(id string) { s.choose(id); s.sync() })
	s.fold = ui.NewToggle("fold", i18n.T("把 σ 收成一个门", "σ as one gate"), false).OnChange(func(on bool) {
		source := neuronOpen
		if on {
			source = neuronFolded
		}
		s.setExpression(source)
		s.sync()
	})
	s.headVars = ui.NewHeading(i18n.T("变量（可拖，可填）", "Variables (drag or type)"))
	s.headGrads = ui.NewHeading(i18n.T("梯度与差分核对", "Gradients and their check"))
	s.headGates = ui.NewHeading(i18n.T("门怎样传梯度", "How gates pass a gradient"))
	s.picture = ui.NewFigure("graph", ui.RoleFigure, i18n.T("计算图", "Computational graph"))
	s.picture.Paint, s.picture.On, s.picture.Say = s.drawGraph, s.handleGraph, s.describeGraph
	s.unfold = ui.NewFigure("card", ui.RoleText, i18n.T("这个门的算式", "This gate, worked out"))
	s.unfold.Holds(&s.card.words)
	s.unfold.Paint, s.unfold.Say = s.drawCard, func(i18n.Lang) string { return s.card.describe() }
	s.grads = ui.NewFigure("gradients", ui.RoleText, i18n.T("梯度", "Gradients"))
	s.grads.Paint, s.grads.On, s.grads.Say = s.drawTable, s.handleTable, func(i18n.Lang) string { return s.table.describe() }
	s.grads.Tall = func(float64) float64 { return tableHead + tableLine*float64(min(len(s.table.rows), tableRows)) + 4 }
	s.patterns = ui.NewFigure("patterns", ui.RoleText, i18n.T("门怎样传梯度", "How gates pass a gradient"))
	s.patterns.Paint, s.patterns.Say, s.patterns.Tall = s.drawPatterns, describePatterns, func(float64) float64 { return float64(len(patternKinds))*patternRow - 6 }
	s.figures = []ui.Widget{s.preset, s.picture, s.unfold, s.field}
}

// expression is the field; a program or a link that sets it leaves the network,
// since what was set last is what is to be seen.
type expression struct {
	*ui.Field
	s *bench
}

// Set reads an expression.
func (e *expression) Set(v string) error {
	err := e.Field.Set(v)
	e.s.enter(false)
	return err
}

// type_ is called at every change of the field, by hand or by a program.
func (s *bench) type_(text string) {
	s.setExpression(text)
	if s.bad == nil && s.chosen() == "own" {
		s.own = text
	}
	s.sync()
}

// sync brings the widgets in line with the expression.
func (s *bench) sync() {
	if s.field.Value() != s.typed {
		s.field.SetText(s.typed)
	}
	if s.bad == nil {
		s.field.SetError(i18n.Text{}, -1)
	} else {
		s.field.SetError(formula.Complaint(s.bad), formula.ByteOffset(s.typed, s.bad.Pos))
	}
	id := s.chosen()
	s.preset.SetValue(id)
	s.fold.SetOn(s.typed == neuronFolded)
	for i, v := range s.sliders {
		if v.Float() != s.values[i] {
			v.reach(s.values[i])
			v.SetFloat(s.values[i])
		}
	}
	s.controls = s.controls[:0]
	if s.asks() {
		s.controls = append(s.controls, s.quiz.guess, s.quiz.ask)
	}
	s.controls = append(s.controls, s.headVars)
	for _, v := range s.sliders {
		s.controls = append(s.controls, v)
	}
	if id == "neuron" {
		s.controls = append(s.controls, s.fold)
	}
	if len(s.sliders) > 0 {
		s.controls = append(s.controls, s.headGrads, s.grads)
	}
	s.controls = append(s.controls, s.headGates, s.patterns)
}

// buildVariables makes a slider for each variable of the expression.
func (s *bench) buildVariables() {
	s.sliders = s.sliders[:0]
	for i, name := range s.run.Expr.VarNames() {
		v := &variable{scene: s}
		v.Slider = ui.NewSlider(widgetID(name), i18n.Same(subscripted(name)), -sliderEnd, sliderEnd, 0).Step(0.1).Kept().
			OnChange(func(x float64) { s.setValue(i, x); s.sync() }).OnBeyond(v.beyond)
		v.reach(s.values[i])
		v.SetFloat(s.values[i])
		s.sliders = append(s.sliders, v)
	}
}

// taken are the names of settings and widgets that are not the expression's.
var taken = []string{"expression", "preset", "fold", "graph", "card", "gradients", "patterns", "guess_gradient", "new_numbers",
	"at", "speed", "seed", "lang", "theme", "play", "pause", "step", "back", "reset", "home", "help", "share"}

// widgetID is the variable's name, unless that means something else already.
func widgetID(name string) string {
	if slices.Contains(taken, name) {
		return name + "."
	}
	return name
}

// sliderEnd is where a slider ends unless a larger value is set.
const sliderEnd = 10

// variable is a slider whose range grows to a value that is set beyond it.
type variable struct {
	*ui.Slider
	scene *bench
}

// Set takes a number; what is none is refused, and a notice says so.
func (v *variable) Set(text string) error {
	err := v.Slider.Set(text)
	if err != nil {
		v.scene.notice = i18n.T(subscripted(v.ID())+" 要一个数，例如 −2 或 0.5。", subscripted(v.ID())+" takes a number, such as −2 or 0.5.")
	}
	return err
}

// beyond makes room for a number outside the range, up to the limit.
func (v *variable) beyond(x float64) {
	if math.Abs(x) > valueLimit {
		v.scene.notice = i18n.T("已限制在 ±10⁶ 以内。", "Held within ±10⁶.")
	}
	v.reach(math.Copysign(min(math.Abs(x), valueLimit), x))
}

// reach widens the range, by powers of ten, until it holds x.
func (v *variable) reach(x float64) {
	_, end, _ := v.Range()
	if math.Abs(x) <= end {
		return
	}
	for end < math.Abs(x) && end < valueLimit {
		end *= 10
	}
	v.SetRange(-end, end)
	v.Step(end / 100)
}
