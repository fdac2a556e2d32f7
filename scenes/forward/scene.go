// Package forward is the scene of the forward pass: the small sigmoid network
// of Hung-yi Lee's lecture, every weight of which can be changed where it
// stands, as neurons and as matrices, each dot product unfolding into its terms.
package forward

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "forward", Act: 3,
		Title: i18n.T("前向传播", "Forward pass"),
		Head:  i18n.T("一个网络就是一个函数", "A network is a function"),
		Lead: i18n.T("[每个神经元](neuron)：输入乘权重，相加，加偏置，[再过 σ](sum)。改任何一个数，[输出](y)当场就变。",
			"[Each neuron](neuron) multiplies, adds up, adds a bias and [squashes with σ](sum). Change any number and watch [the outputs](y)."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(), nil },
	}
}

// steps is the last position of the timeline: one a neuron.
const steps = layers * width

// neuron is a place in the network; layer −1 is none.
type neuron struct{ layer, at int }

var nobody = neuron{-1, 0}

// Scene is the laboratory of the forward pass.
type Scene struct {
	inspect.Runs
	net    *net
	at     int
	matrix bool // the matrix view
	phase  float64
	lang   i18n.Lang
	stale  bool

	picked, hover neuron
	area          paint.Rect
	phone         bool

	texts  texts
	card   card
	params []*param // x1, x2, then by layer its weights and biases
	view   *ui.Select
	preset *ui.Select
	of     *ui.Select // the output whose gradients the inspector shows
	again  *ui.Button
	flip   flip
	figure *ui.Figure
	unfold *ui.Figure
	marks  layout

	controls, figures []ui.Widget
}

// New returns the scene with the input (1, −1), all computed.
func New() *Scene {
	s := &Scene{net: newNet(), at: steps, picked: nobody, hover: nobody, lang: 255, phase: 1}
	s.net.x.Data()[0], s.net.x.Data()[1] = 1, -1
	s.build()
	s.compute()
	return s
}

func (s *Scene) compute() {
	s.net.run()
	s.stale = true
}

// presets are the two inputs of the lecture.
var presets = []struct {
	id   string
	x    [width]float64
	text i18n.Text
}{
	{"1,-1", [width]float64{1, -1}, i18n.Same("(1, −1)")},
	{"0,0", [width]float64{0, 0}, i18n.Same("(0, 0)")},
	{"own", [width]float64{}, i18n.T("自己的", "Your own")},
}

func (s *Scene) build() {
	s.view = ui.NewSelect("view", i18n.T("怎么看", "View"), "neurons",
		ui.Opt("neurons", i18n.T("神经元", "Neurons")), ui.Opt("matrix", i18n.T("矩阵", "Matrices"))).Kept().
		OnChange(func(v string) { s.matrix, s.stale = v == "matrix", true })
	options := make([]ui.Option, len(presets))
	for i, p := range presets {
		options[i] = ui.Opt(p.id, p.text)
	}
	s.preset = ui.NewSelect("preset", i18n.T("输入", "Input"), presets[0].id, options...).OnChange(s.choose)
	s.again = ui.NewButton("lecture", i18n.T("恢复课上的权重", "The lecture's weights")).Edit().OnPress(func() {
		s.net.teach()
		s.flip.forget()
		s.compute()
		s.sync()
	})
	s.of = ui.NewSelect("gradient_of", i18n.T("看谁的梯度（点放大镜）", "Gradients of (with the lens)"), "y1", ui.Opt("y1", i18n.Same("y₁")), ui.Opt("y2", i18n.Same("y₂"))).Kept().
		OnChange(func(v string) {
			s.net.of = int(v[1] - '1')
			s.compute()
		})
	s.buildParams()
	s.buildFlip()
	s.figure = ui.NewFigure("network", ui.RoleFigure, i18n.T("网络", "Network"))
	s.figure.Paint, s.figure.On, s.figure.Say = s.drawNetwork, s.handle, s.describe
	s.unfold = ui.NewFigure("card", ui.RoleText, i18n.T("这个神经元的算式", "This neuron, worked out"))
	s.unfold.Paint, s.unfold.Say = s.drawCard, func(i18n.Lang) string { return s.card.describe() }
	s.controls = []ui.Widget{s.view, s.flip.guess, s.preset,
		ui.NewParagraph(i18n.T("直接在图上改：点[一个数](w1_11)输入新值，或按住拖动。线越粗，权重越大；蓝色为正，橙色为负。",
			"Change [numbers](w1_11) where they stand: click and type, or drag. Thicker lines are larger weights; blue is positive, orange negative.")),
		s.again,
		ui.NewHeading(i18n.T("输出", "Outputs")),
		ui.NewLive("outputs", i18n.T("输出", "Outputs"), func(i18n.Lang) string { return s.texts.outputs }), s.of}
	s.figures = []ui.Widget{s.figure, s.unfold}
	for _, p := range s.params {
		s.figures = append(s.figures, p)
	}
}

// buildParams makes a number for every input, weight and bias.
func (s *Scene) buildParams() {
	for i := range width {
		n := strconv.Itoa(i + 1)
		s.param("x"+n, i18n.T("输入 x"+n, "Input x"+n), s.net.x, i)
	}
	for l := range layers {
		layer := strconv.Itoa(l + 1)
		for k := range width * width {
			j, i := strconv.Itoa(k/width+1), strconv.Itoa(k%width+1)
			s.param("w"+layer+"_"+j+i, i18n.T("第 "+layer+" 层权重，到神经元 "+j+"，从 "+i, "Layer "+layer+" weight to neuron "+j+" from "+i), s.net.w[l].Value, k)
		}
		for k := range width {
			j := strconv.Itoa(k + 1)
			s.param("b"+layer+"_"+j, i18n.T("第 "+layer+" 层偏置，神经元 "+j, "Layer "+layer+" bias of neuron "+j), s.net.b[l].Value, k)
		}
	}
}

// choose sets the inputs of a preset.
func (s *Scene) choose(id string) {
	for _, p := range presets {
		if p.id == id && id != "own" {
			for i, v := range p.x {
				s.net.x.Data()[i] = tensor.Elem(v)
			}
			s.net.x.Touch()
		}
	}
	s.flip.forget()
	s.compute()
	s.sync()
	s.preset.SetValue(id)
}

// sync brings the widgets in line with the network.
func (s *Scene) sync() {
	for _, p := range s.params {
		if v := float64(p.t.Data()[p.at]); tensor.Elem(p.Float()) != tensor.Elem(v) {
			p.SetFloat(v)
		}
	}
	id := "own"
	for _, p := range presets[:2] {
		if s.net.x.Data()[0] == tensor.Elem(p.x[0]) && s.net.x.Data()[1] == tensor.Elem(p.x[1]) {
			id = p.id
		}
	}
	s.preset.SetValue(id)
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls }

// Figures are the network, the card and every number of the network.
func (s *Scene) Figures() []ui.Widget { return s.figures }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(env *stage.Env, c *paint.Canvas) {}

// Update places everything and brings the texts up to date.
func (s *Scene) Update(env *stage.Env) {
	if s.phase != env.Play.Phase {
		s.phase = env.Play.Phase
		env.Redraw()
	}
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone {
		s.lang, s.area, s.phone, s.stale = env.Lang, env.Area, env.Phone, true
	}
	if verdict, ok := s.flip.guess.News(); ok {
		s.stale = true
		env.Announce(verdict)
	}
	if !s.stale {
		return
	}
	s.stale = false
	s.place()
	s.texts.fill(s)
	s.card.fill(s, s.focus())
	s.show()
	env.Redraw()
}

// focus is the neuron that the card speaks of.
func (s *Scene) focus() neuron {
	switch {
	case s.hover.layer >= 0:
		return s.hover
	case s.picked.layer >= 0:
		return s.picked
	case s.at > 0:
		return neuron{(s.at - 1) / width, (s.at - 1) % width}
	}
	return nobody
}

// Metrics reports the outputs, and every layer's sums and activations.
func (s *Scene) Metrics(put func(name string, value any)) {
	var sums, active [][]float64
	for l := range layers {
		sums = append(sums, s.net.tr.Nodes[s.net.z[l].ID()].Value)
		active = append(active, s.net.tr.Nodes[s.net.a[l].ID()].Value)
	}
	put("outputs", active[layers-1])
	put("activations", active)
	put("sums", sums)
	put("inputs", s.net.tr.Nodes[s.net.in.ID()].Value)
}

// At implements stage.Timeline: one position for each neuron.
func (s *Scene) At() (at, last int) { return s.at, steps }

// Step computes one neuron more.
func (s *Scene) Step() { s.Seek(s.at + 1) }

// Back goes one neuron back.
func (s *Scene) Back() { s.Seek(s.at - 1) }

// Reset goes to where only the inputs are known.
func (s *Scene) Reset() { s.Seek(0) }

// Seek goes to a position; beyond the ends it stays at the end.
func (s *Scene) Seek(at int) {
	s.at, s.picked, s.stale = min(max(at, 0), steps), nobody, true
}

// Caption says which neuron this position computes.
func (s *Scene) Caption(l i18n.Lang) string {
	at, last := strconv.Itoa(s.at), strconv.Itoa(steps)
	count := i18n.T("第 "+at+" / "+last+" 步 · ", "Step "+at+" of "+last+" · ")
	what := i18n.T("只有输入", "inputs only")
	if s.at > 0 {
		layer, j := strconv.Itoa((s.at-1)/width+1), strconv.Itoa((s.at-1)%width+1)
		what = i18n.T("第 "+layer+" 层，神经元 "+j, "layer "+layer+", neuron "+j)
	}
	return count.In(l) + what.In(l)
}

// known reports whether a neuron has been computed at the present position.
func (s *Scene) known(l, j int) bool {
	p := l*width + j + 1
	return s.at > p || s.at == p && s.phase >= 0.7
}
