package descent

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/formula"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// parts are the scene's widgets.
type parts struct {
	surfaces, optimizer, batch, plan *ui.Select
	field                            *ownField
	eta                              *ui.Slider
	mu, decay                        *ui.Slider // momentum, RMSProp's α
	beta1, beta2                     *ui.Slider
	eps                              *ui.Select
	zoomBar                          *ui.Slider
	same                             *ui.Button
	weights                          [2]*ui.Select
	chips                            [optimisers]*runnerChip
	rates                            *ratesBox
	first, wild                      *ui.Guess
	height                           *ui.Estimate
	lessons                          map[string]*ui.Words

	view, tab         *ui.Select
	pad               *mapPad
	relief3d          *solidPad
	losses, card      *ui.Figure
	controls, figures []ui.Widget
}

// The tabs of the card.
const (
	tabState   = "state"
	tabShape   = "curvature"
	tabCloud   = "cloud"
	tabFinder  = "find_rate"
	tabPlan    = "schedule_curve"
	tabNetwork = "weights"

	viewMap   = "map"
	viewSolid = "relief"
	viewLoss  = "loss"
)

func (s *Scene) build() {
	opts := make([]ui.Option, len(presets))
	for i, p := range presets {
		opts[i] = ui.Opt(p.id, p.label)
	}
	s.surfaces = ui.NewSelect("surface", i18n.T("山坡", "Surface"), "ravine", opts...).Kept().OnChange(s.choose)
	s.field = &ownField{Field: ui.NewField("expression", i18n.T("写 x 和 y 的式子", "A formula of x and y"), "").Prefix("f =").Limit(300).
		Hint(i18n.Same("x^2+2y^2")).OnChange(s.write), s: s}
	s.buildOptimisers()
	s.batch = ui.NewSelect("batch_size", i18n.T("每步看几朵花", "Flowers a step"), "0",
		ui.Opt("0", i18n.T("全部", "All")), ui.Opt("16", i18n.Same("16")), ui.Opt("1", i18n.Same("1"))).Kept().
		OnChange(func(v string) { s.hyper.batch, _ = strconv.Atoi(v); s.again() })
	s.plan = ui.NewSelect("schedule", i18n.T("学习率计划", "Schedule"), constant,
		ui.Opt(constant, i18n.T("不变", "Constant")), ui.Opt(stepwise, i18n.T("阶梯", "Steps")), ui.Opt(cosine, i18n.T("余弦", "Cosine")), ui.Opt(warmup, i18n.T("热身", "Warm-up"))).Kept().
		OnChange(func(v string) { s.hyper.schedule = v; s.tab.SetValue(tabPlan); s.again() })
	s.zoomBar = ui.NewSlider("zoom", i18n.T("放大", "Zoom"), 0.25, 8, 1).Log().Decimals(2).OnChange(func(v float64) { s.setZoom(v) })
	wires := make([]ui.Option, netWeights)
	for i := range wires {
		wires[i] = ui.Opt(strconv.Itoa(i), i18n.Same(weightName(i)))
	}
	for a := range s.weights {
		s.weights[a] = ui.NewSelect([2]string{"weight_x", "weight_y"}[a], i18n.T("哪个权重是 "+"xy"[a:a+1], "Which weight is "+"xy"[a:a+1]), [2]string{"0", "3"}[a], wires...).Kept().
			OnChange(func(v string) { n, _ := strconv.Atoi(v); s.pickWeight(a, n) })
	}
	s.buildGuesses()
	s.lessons = map[string]*ui.Words{}
	for id, text := range lessons {
		s.lessons[id] = ui.NewParagraph(text)
	}
	s.buildFigures()
}

func (s *Scene) buildOptimisers() {
	opts := make([]ui.Option, optimisers)
	for k := range opts {
		opts[k] = ui.Opt(optID[k], optName[k])
		s.chips[k] = newChip(s, k)
	}
	s.optimizer = ui.NewSelect("optimizer", i18n.T("看哪一个优化器", "Optimiser looked at"), optID[sgd], opts...).Kept().OnChange(func(v string) {
		for k, id := range optID {
			if id == v {
				s.watch(k)
			}
		}
	})
	s.eta = ui.NewSlider("learning_rate", i18n.T("学习率 η", "Learning rate η"), 1e-4, 30, 0.95).Log().OnChange(func(v float64) { s.hyper.rates[s.opt] = v; s.again() })
	s.rates = &ratesBox{Figure: ui.NewFigure("learning_rates", ui.RoleField, i18n.T("所有学习率", "All learning rates")), s: s}
	slider := func(id string, label i18n.Text, hi, v float64, to *float64) *ui.Slider {
		return ui.NewSlider(id, label, 0, hi, v).Step(0.001).Decimals(3).Kept().OnChange(func(v float64) { *to = v; s.again() })
	}
	s.mu = slider("momentum", i18n.T("动量 μ", "Momentum μ"), 0.99, s.hyper.momentum, &s.hyper.momentum)
	s.decay = slider("alpha", i18n.T("衰减 α", "Decay α"), 0.999, s.hyper.alpha, &s.hyper.alpha)
	s.beta1 = slider("beta1", i18n.Same("β₁"), 0.999, s.hyper.beta1, &s.hyper.beta1)
	s.beta2 = slider("beta2", i18n.Same("β₂"), 0.999, s.hyper.beta2, &s.hyper.beta2)
	s.eps = ui.NewSelect("eps", i18n.T("ε：防止除以 0", "ε guards a division"), "1e-8",
		ui.Opt("0", i18n.Same("0")), ui.Opt("1e-8", i18n.Same("1e−8")), ui.Opt("0.1", i18n.Same("0.1")), ui.Opt("1", i18n.Same("1"))).Kept().
		OnChange(func(v string) { s.hyper.eps, _ = strconv.ParseFloat(v, 64); s.again() })
	s.same = ui.NewButton("same_rate", i18n.T("大家都用这个 η", "This η for all")).Edit().OnPress(func() {
		for k := range s.hyper.rates {
			s.hyper.rates[k] = s.hyper.rates[s.opt]
		}
		s.again()
	})
}

func (s *Scene) buildFigures() {
	s.view = ui.NewTabs("view", i18n.T("大图看什么", "What the large picture shows"), viewMap).OnChange(func(string) { s.place(); s.resurface, s.stale = true, true })
	s.tab = ui.NewTabs("details", i18n.T("卡片看什么", "What the card shows"), tabState).Kept().OnChange(func(string) { s.stale, s.reshaped = true, true })
	s.pad = &mapPad{Figure: ui.NewFigure("start", ui.RolePad, i18n.T("等高线图：拖动小球换起点，方向键也行", "Contour map: drag the balls to start elsewhere, or use the arrow keys")), s: s}
	s.pad.Paint, s.pad.On, s.pad.Say = s.drawMap, s.pad.handle, func(i18n.Lang) string { return s.texts.read }
	s.relief3d = &solidPad{Figure: ui.NewFigure("relief_view", ui.RolePad, i18n.T("立体图：拖动或用方向键转动", "Relief: drag or use the arrow keys to turn it")), s: s}
	s.relief3d.Paint, s.relief3d.On = s.drawSolid, s.relief3d.handle
	s.losses = ui.NewFigure("losses", ui.RoleFigure, i18n.T("每一步的损失", "Loss by step"))
	s.losses.Paint, s.losses.Say = s.drawLosses, func(i18n.Lang) string { return s.texts.read }
	s.card = ui.NewFigure("card", ui.RoleText, i18n.T("细看", "A closer look"))
	s.card.Paint, s.card.On, s.card.Say = s.drawCard, s.handleCard, func(i18n.Lang) string { return s.texts.card }
}

// sync brings the widgets in line with the settings.
func (s *Scene) sync() {
	p := s.preset
	s.surfaces.SetValue(p.id)
	if own := p.id == ownID; own && s.field.Field.Value() != s.typed {
		s.field.SetText(s.typed)
	}
	switch {
	case s.alien != nil:
		s.field.SetError(i18n.T("「"+s.alien.Name+"」不行：只能用 x 和 y。", "“"+s.alien.Name+"” is not known: use x and y only."), formula.ByteOffset(s.typed, s.alien.Pos))
	case s.bad != nil:
		s.field.SetError(formula.Complaint(s.bad), formula.ByteOffset(s.typed, s.bad.Pos))
	default:
		s.field.SetError(i18n.Text{}, -1)
	}
	s.optimizer.SetValue(optID[s.opt])
	s.eta.SetFloat(s.hyper.rates[s.opt])
	s.zoomBar.SetFloat(s.zoom)
	for k, c := range s.chips {
		c.SetOn(s.hyper.on[k])
	}
	s.listControls()
}

// listControls puts those that matter now into the panel, the others out of sight.
func (s *Scene) listControls() {
	data := s.preset.id == lineID || s.preset.id == netID
	special := [optimisers][]ui.Widget{momentum: {s.mu}, nesterov: {s.mu}, rmsprop: {s.decay}, adam: {s.eps, s.beta1, s.beta2}}
	c := append(s.controls[:0], s.first)
	alone := s.first.Value() == "" && s.wild.Value() != ""
	if alone {
		c = append(c, s.wild)
	}
	c = append(c, s.surfaces)
	hidden := []ui.Widget{s.optimizer, s.rates}
	if s.preset.id == ownID {
		c = append(c, s.field)
	} else {
		hidden = append(hidden, s.field)
	}
	name := optName[s.opt]
	s.eta.SetLabel(i18n.T(name.ZH+" 学习率 η", "η of "+name.EN))
	c = append(c, s.eta)
	for k := range special {
		if k == s.opt {
			c = append(c, special[k]...)
		} else if k != nesterov || s.opt != momentum {
			if k != momentum || s.opt != nesterov {
				hidden = appendNew(hidden, special[k]...)
			}
		}
	}
	if data {
		c = append(c, s.batch)
	} else {
		hidden = append(hidden, s.batch)
	}
	c = append(c, s.height, s.lessons[s.preset.id], s.plan, s.zoomBar, s.same)
	if s.preset.ask > 0 && s.first.Value() != "" { // the one after the first; it moves nothing
		c = append(c, s.wild)
	} else if !alone {
		hidden = append(hidden, s.wild)
	}
	s.controls = c
	s.figures = s.figures[:0]
	for _, chip := range s.chips {
		s.figures = append(s.figures, chip)
	}
	s.figures = append(s.figures, s.pad, s.relief3d, s.losses, s.view, s.card, s.tab)
	s.listTabs(data)
	hidden = append(hidden, s.weights[0], s.weights[1])
	s.figures = append(s.figures, hidden...)
	s.place()
}

func appendNew(list []ui.Widget, more ...ui.Widget) []ui.Widget {
	for _, w := range more {
		found := false
		for _, o := range list {
			found = found || o == w
		}
		if !found {
			list = append(list, w)
		}
	}
	return list
}

// listTabs offers what the surface has to show.
func (s *Scene) listTabs(data bool) {
	tabs := []ui.Option{ui.Opt(tabState, i18n.T("状态", "State")), ui.Opt(tabShape, i18n.T("曲率", "Shape")),
		ui.Opt(tabCloud, i18n.T("梯度云", "Cloud")), ui.Opt(tabFinder, i18n.T("找 η", "Find η")), ui.Opt(tabPlan, i18n.T("计划", "Plan"))}
	on := s.tab.Value()
	if s.preset.id == netID {
		tabs = append(tabs, ui.Opt(tabNetwork, i18n.T("权重", "Net")))
	} else if on == tabNetwork {
		on = tabState
	}
	s.tab.SetOptions(on, tabs...)
}

// watch looks at another optimiser; it joins the race if it was not in it.
func (s *Scene) watch(k int) {
	if s.opt != k {
		s.height.Retract()
	}
	s.opt = k
	if !s.hyper.on[k] {
		s.hyper.on[k] = true
		s.askFirst()
		s.again()
	}
	s.reshaped, s.stale, s.finder.fresh = true, true, false
	s.sync()
}

// join takes an optimiser into the race or out of it. One always runs.
func (s *Scene) join(k int, on bool) {
	s.hyper.on[k] = on
	if !on && s.opt == k {
		for other := range s.hyper.on {
			if s.hyper.on[other] {
				s.opt = other
				break
			}
		}
		s.hyper.on[s.opt] = true
	} else if on {
		s.opt = k
	}
	s.reshaped = true
	s.askFirst()
	s.again()
	s.sync()
}

// write takes a formula, by hand or by a program.
func (s *Scene) write(text string) {
	s.typed = text
	s.preset = presetAt(ownID)
	s.setSurface()
}

func (s *Scene) setZoom(v float64) {
	s.zoom = min(max(v, 0.25), 8)
	s.zoomBar.SetFloat(s.zoom)
	s.resurface, s.stale = true, true
}

// pickWeight makes a weight of the network x or y. Both may not be the same.
func (s *Scene) pickWeight(axis, weight int) {
	if s.net == nil {
		s.net = newNetwork(s.seed)
	}
	pick := s.net.pick
	if pick[1-axis] == weight {
		pick[1-axis] = pick[axis]
	}
	pick[axis] = weight
	s.net.choose(pick[0], pick[1])
	for a := range s.weights {
		s.weights[a].SetValue(strconv.Itoa(pick[a]))
	}
	if s.preset.id == netID {
		s.trunk, s.rerun, s.resurface, s.stale = nil, true, true, true
	}
}

// markRate marks the largest stable learning rate on the slider.
func (s *Scene) markRate() {
	if v := s.stable(); v > 0 && (s.opt == sgd) {
		s.eta.Ticks(v)
	} else {
		s.eta.Ticks()
	}
}

// ownField is the formula; it belongs to the link only when it is the visitor's.
type ownField struct {
	*ui.Field
	s *Scene
}

// Keep reports whether the formula is the visitor's own.
func (f *ownField) Keep() bool { return f.s.preset != nil && f.s.preset.id == ownID }

// ratesBox carries the learning rates of all optimisers through links; it is
// not seen.
type ratesBox struct {
	*ui.Figure
	s *Scene
}

// Value is the rates that are not the surface's own: sgd:0.9,adam:0.3.
func (b *ratesBox) Value() string {
	var out []string
	for k, v := range b.s.hyper.rates {
		if v != b.s.preset.rates[k] {
			out = append(out, optID[k]+":"+strconv.FormatFloat(v, 'g', -1, 64))
		}
	}
	return strings.Join(out, ",")
}

// Set takes rates as Value writes them; those left out are the surface's.
func (b *ratesBox) Set(v string) error {
	rates := b.s.preset.rates
	for part := range strings.SplitSeq(v, ",") {
		if part == "" {
			continue
		}
		id, text, _ := strings.Cut(part, ":")
		rate, err := ui.ParseNumber(text)
		k := -1
		for i := range optID {
			if optID[i] == strings.TrimSpace(id) {
				k = i
			}
		}
		if err != nil || k < 0 || !(rate >= 0) || math.IsInf(rate, 0) {
			return &rateError{part}
		}
		rates[k] = rate
	}
	b.s.hyper.rates = rates
	b.s.again()
	b.s.sync()
	return nil
}

// Keep puts the rates into the link.
func (b *ratesBox) Keep() bool { return true }

type rateError struct{ part string }

func (e *rateError) Error() string {
	return "learning_rates: " + strconv.Quote(e.part) + " is not a rate; write them like sgd:0.9,adam:0.3"
}
