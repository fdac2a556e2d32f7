package collapse

import (
	"math"
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// limit bounds every number of the layers.
const limit = 10

// parts are the scene's widgets.
type parts struct {
	layers  *ui.Number
	choice  *ui.Select
	guess   *ui.Guess
	input   *pad
	row     *ui.Figure
	fold    *ui.Figure
	relus   [most]*ui.Toggle
	weights [most][width * width]*ui.Chip
	biases  [most][width]*ui.Chip
	probes  [width]*ui.Chip

	controls, figures []ui.Widget
}

func (s *Scene) build() {
	s.layers = ui.NewStepper("layers", i18n.T("线性层数", "Linear layers"), 1, most, s.net.n).Kept().OnChange(func(v float64) {
		end := s.at == s.net.n
		if s.net.n = int(v); end {
			s.at = s.net.n
		}
		s.compute()
	})
	s.choice = ui.NewSelect("data", i18n.T("两色的点", "Points"), "xor",
		ui.Opt("xor", i18n.Same("XOR")), ui.Opt("and", i18n.Same("AND")), ui.Opt("ring", i18n.T("一圈", "Ring"))).OnChange(func(v string) {
		s.net.pts = append(s.net.pts[:0], data[v]...)
		s.compute()
	})
	s.guess = ui.NewGuess("guess", i18n.T("最后一层的平面上，一条直线分得开两色的点吗？", "In the last plane: does a straight line separate the two colours?"), s.score,
		ui.Opt("yes", i18n.T("分得开", "It does")), ui.Opt("no", i18n.T("分不开", "It cannot")))
	s.guess.OnChange(func(string) { s.stale = true })
	s.guess.OnReturn(func() { s.stale = true })
	random := ui.NewButton("random", i18n.T("随机权重", "Random")).Edit().OnPress(s.random)
	restore := ui.NewButton("restore", i18n.T("恢复", "Restore")).Edit().OnPress(func() {
		s.net.teach()
		s.sync()
		s.compute()
	})
	s.buildLayers()
	s.input = &pad{Figure: ui.NewFigure("points", ui.RolePad, i18n.T("输入平面：拖动点或探针，方向键移动探针",
		"Plane of the inputs: drag the points or the probe; arrows move the probe")), s: s, held: -1}
	s.input.Paint, s.input.On, s.input.Say = func(c *paint.Canvas, lk *ui.Look) { s.drawPlane(c, lk, 0) }, s.input.handle, s.describe
	s.row = ui.NewFigure("planes", ui.RoleFigure, i18n.T("每一层之后的格子", "The grid after each layer"))
	s.row.Paint, s.row.Say = s.drawRow, s.describe
	s.fold = ui.NewFigure("fold", ui.RoleText, i18n.T("折成的一层", "The one layer"))
	s.fold.Paint, s.fold.On, s.fold.Say = s.drawFold, s.handleFold, func(i18n.Lang) string { return s.texts.read }
	s.controls = []ui.Widget{s.guess, s.layers, s.choice,
		ui.NewParagraph(i18n.T("线性层把[格子](planes)转动、拉斜、平移，可直线还是直线。所以不管多少层，乘成[一个矩阵、合成一个偏置](fold)就够了。[ReLU](relu*) 把负的一半压平，格子折了起来，再没有一个矩阵能做到。",
			"A linear layer turns, stretches and shifts [the grid](planes), but straight stays straight. So however many you stack, [one matrix and one bias](fold) do the same. [ReLU](relu*) flattens the negative half: the grid is folded, and no single matrix does that.")),
		ui.NewRow(random, restore)}
	s.figures = []ui.Widget{s.row, s.input}
	for l := range most {
		for _, w := range s.weights[l] {
			s.figures = append(s.figures, w)
		}
		for _, b := range s.biases[l] {
			s.figures = append(s.figures, b)
		}
		s.figures = append(s.figures, s.relus[l])
	}
	s.figures = append(s.figures, s.fold, s.probes[0], s.probes[1])
}

func (s *Scene) buildLayers() {
	set := func(id string, name i18n.Text, t *tensor.Tensor, at int) *ui.Chip {
		c := ui.NewChip(id, name, -limit, limit, float64(t.Data()[at]))
		c.Step(0.25).Kept().OnChange(func(v float64) {
			t.Data()[at] = tensor.Elem(v)
			t.Touch()
			s.compute()
		})
		return c
	}
	for l := range most {
		layer := strconv.Itoa(l + 1)
		for k := range width * width {
			i, j := strconv.Itoa(k/width+1), strconv.Itoa(k%width+1)
			s.weights[l][k] = set("w"+layer+"_"+i+j, i18n.T("第 "+layer+" 层权重，第 "+i+" 行第 "+j+" 列", "Layer "+layer+" weight, row "+i+", column "+j), s.net.w[l].Value, k)
		}
		for k := range width {
			i := strconv.Itoa(k + 1)
			s.biases[l][k] = set("b"+layer+"_"+i, i18n.T("第 "+layer+" 层偏置 "+i, "Layer "+layer+" bias "+i), s.net.b[l].Value, k)
		}
		s.relus[l] = ui.NewToggle("relu"+layer, i18n.Same("ReLU"), false).Kept().OnChange(func(on bool) {
			s.net.relu[l], s.touched = on, true
			s.compute()
		})
	}
	for k := range width {
		i := strconv.Itoa(k + 1)
		s.probes[k] = ui.NewChip("x"+i, i18n.T("探针 x"+i, "Probe x"+i), low, high, s.net.probe[k])
		s.probes[k].Step(0.25).Kept().OnChange(func(v float64) {
			s.net.probe[k] = v
			s.probe()
		})
	}
}

// probe follows another input; what was guessed stays.
func (s *Scene) probe() {
	s.net.run()
	s.stale, s.moved = true, true
}

// score holds a prediction against the perceptron.
func (s *Scene) score(v string, l i18n.Lang) (right bool, why string) {
	j := &s.net.judge
	right = (v == "yes") == j.separable()
	n := strconv.Itoa(len(j.mistakes))
	if j.separable() {
		return right, i18n.T("感知机第 "+n+" 轮一个也没错。", "In round "+n+" a perceptron makes no mistake.").In(l)
	}
	if len(j.mistakes) == 0 {
		return false, i18n.T("这里没有点。", "There are no points.").In(l)
	}
	last := strconv.Itoa(j.mistakes[len(j.mistakes)-1])
	return right, i18n.T("感知机学了 "+n+" 轮，最后一轮还错 "+last+" 次。", "After "+n+" rounds a perceptron still makes "+last+" mistakes a round.").In(l)
}

// pad is the plane of the inputs; its value is the points.
type pad struct {
	*ui.Figure
	s    *Scene
	grip ui.Grip
	held int // what the grip is on: a point, or holdsProbe
}

const holdsProbe = -2

func (p *pad) Value() string { return encode(p.s.net.pts) }
func (p *pad) Keep() bool    { return true }

// Set takes points as x1,x2,class.
func (p *pad) Set(v string) error {
	pts, err := decode(v)
	if err != nil {
		return err
	}
	p.s.net.pts = pts
	p.s.compute()
	p.s.choice.SetValue(p.s.known())
	return nil
}

// known is the data set that the points are, or "".
func (s *Scene) known() string {
	text := encode(s.net.pts)
	for id, pts := range data {
		if encode(pts) == text {
			return id
		}
	}
	return ""
}

func (p *pad) handle(ev ui.Event) bool {
	s := p.s
	switch p.grip.Follow(ev, p.Rect()) {
	case ui.HoldNone:
		dx, dy, ok := ev.Arrow()
		if !ok {
			return false
		}
		s.net.probe[0], s.net.probe[1] = grid(s.net.probe[0]+dx/4), grid(s.net.probe[1]+dy/4)
		s.sync()
		s.probe()
	case ui.HoldTaken:
		p.held = p.find(ev)
		p.drag(ev)
	case ui.HoldMoved:
		p.drag(ev)
	}
	return true
}

// find is the point under a pointer; an empty place takes the probe there.
func (p *pad) find(ev ui.Event) int {
	best, at := 14.0, holdsProbe
	if ev.Touch {
		best = 22
	}
	m := &p.s.marks
	for i := range p.s.net.pts {
		if q := m.rows[0][1+i]; math.Hypot(q.X-ev.X, q.Y-ev.Y) < best {
			best, at = math.Hypot(q.X-ev.X, q.Y-ev.Y), i
		}
	}
	return at
}

func (p *pad) drag(ev ui.Event) {
	s := p.s
	x, y := s.marks.frames[0].back(ev.X, ev.Y)
	x, y = grid(x), grid(y)
	if p.held == holdsProbe || p.held >= len(s.net.pts) {
		if s.net.probe != [width]float64{x, y} {
			s.net.probe = [width]float64{x, y}
			s.sync()
			s.probe()
		}
		return
	}
	q := &s.net.pts[p.held]
	if q.x1 != x || q.x2 != y {
		if ev.Kind == ui.PointerDown { // taken, not moved: the probe goes there
			x, y = q.x1, q.x2
			s.net.probe = [width]float64{x, y}
			s.sync()
			s.probe()
			return
		}
		q.x1, q.x2 = x, y
		s.net.probe = [width]float64{x, y}
		s.sync()
		s.compute()
		s.choice.SetValue(s.known())
	}
}

// handleFold picks a number of the one layer to unfold.
func (s *Scene) handleFold(ev ui.Event) bool {
	if ev.Kind != ui.PointerDown || ev.Button != 0 {
		return ev.Kind == ui.PointerUp
	}
	for i, r := range s.marks.cells {
		if r.InsetXY(-2, -2).Contains(ev.X, ev.Y) {
			s.cell, s.stale = i, true
			return true
		}
	}
	return false
}
