package playground

import (
	"math"

	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/ui"
)

// view is what stands on the stage, and where.
type view struct {
	figures []ui.Widget

	network *network
	plane   *plane
	curve   *figure
	unfold  *asked
	stats   *figure

	lookAt      *ui.Select   // what the lower card shows
	fewer, more *ui.Button   // layers
	less, wider []*ui.Button // neurons of each layer
	acts        []*chip
	inputs      [jobs.NumFeatures]*input
	yes, no     *ui.Button
	further     *ui.Button // the next question, or mend what diverged
	shut        *ui.Button // the card

	net        paint.Rect
	head       paint.Point // of the words between − and + of the layers
	heads      []paint.Point
	boxes      [][]paint.Rect // hidden layers, then the outputs where there are several
	maps       [jobs.MaxLayers + 1][maxWidth]*plot.Heatmap
	feats      [jobs.NumFeatures]*plot.Heatmap
	output     *plot.Heatmap
	classes    *paint.Bitmap
	largest    [jobs.MaxLayers + 1]float64 // weight of each layer, by size
	buf        []float64
	results    [3]paint.Rect  // of the losses
	shares     [3]paint.Rect  // of the accuracies
	plots      [2]*plot.Curve // with an even and with a logarithmic axis
	curveSteps []int          // of their points

	legendNames [2][2]i18n.Text // of two classes with names, as in [legends]
}

const (
	small   = grid / 2 // side of a neuron's map
	gap     = 12.0
	below   = 214.0 // height of curves and card
	button  = 24.0
	headTop = 94.0 // heads of the columns

)

func (s *Scene) buildView() {
	v := &s.view
	v.output = plot.NewHeatmap(grid, grid)
	v.output.Smooth = true
	v.classes = paint.NewBitmap(grid, grid)
	for l := range v.maps {
		for j := range v.maps[l] {
			v.maps[l][j] = plot.NewHeatmap(small, small)
			v.maps[l][j].Smooth = true
		}
	}
	for i := range v.plots {
		v.plots[i] = s.newCurve()
	}
	v.plots[1].Log()
	v.network = &network{s: s}
	v.plane = &plane{s: s, drag: -1}
	v.curve = &figure{id: "curves", role: ui.RoleFigure, label: i18n.T("损失曲线", "Loss curves"), draw: s.paintCurves, describe: s.describeCurves, handle: s.handleCurve}
	v.stats = &figure{id: "results", role: ui.RoleText, label: i18n.T("结果", "Results"), draw: s.paintStats, describe: s.describeStats}
	v.unfold = &asked{figure{id: "card", role: ui.RoleText, label: i18n.T("算式", "Worked out"), draw: s.paintCard, describe: func(i18n.Lang) string { return s.card.describe() }}, &s.guess, s, [1]*prose.Block{&s.Card.Text}}
	v.fewer = ui.NewIconButton("layers_fewer", "minus", i18n.T("少一个隐藏层", "One hidden layer less")).Edit().OnPress(func() { s.setDepth(len(s.points.Layers) - 1) })
	v.more = ui.NewIconButton("layers_more", "plus", i18n.T("多一个隐藏层", "One hidden layer more")).Edit().OnPress(func() { s.setDepth(len(s.points.Layers) + 1) })
	v.lookAt = ui.NewTabs("view", i18n.T("怎么看", "View"), viewCurves, ui.Opt(viewCurves, i18n.T("损失", "Loss")), ui.Opt(viewSpace, i18n.T("空间", "Space")),
		ui.Opt(viewHist, i18n.T("分布", "Stats")), ui.Opt(viewConfusion, i18n.T("混淆", "Errors")),
		ui.Opt(viewSweep, i18n.T("学习率", "Rate")), ui.Opt(viewFormula, i18n.Same("f(x)"))).Kept().OnChange(func(string) { s.fresh = true })
	v.figures = []ui.Widget{v.curve, v.lookAt, v.network, v.plane, v.stats, v.unfold, v.fewer, v.more}
	for i := range v.inputs {
		v.feats[i] = plot.NewHeatmap(small, small)
		v.feats[i].Smooth = true
		v.inputs[i] = &input{s: s, at: i}
		v.figures = append(v.figures, v.inputs[i])
	}
	for l := range jobs.MaxLayers {
		n := digit(l + 1)
		less := ui.NewIconButton("layer"+n+"_less", "minus", i18n.T("第 "+n+" 层少一个神经元", "One neuron less in layer "+n)).Edit().OnPress(func() { s.setWidth(l, s.points.Layers[l].Width-1) })
		wider := ui.NewIconButton("layer"+n+"_more", "plus", i18n.T("第 "+n+" 层多一个神经元", "One neuron more in layer "+n)).Edit().OnPress(func() { s.setWidth(l, s.points.Layers[l].Width+1) })
		act := &chip{s: s, l: l}
		v.less, v.wider, v.acts = append(v.less, less), append(v.wider, wider), append(v.acts, act)
		v.figures = append(v.figures, less, wider, act)
	}
	v.yes = ui.NewButton("guess_yes", i18n.T("能", "Yes")).OnPress(func() { s.answer(true) })
	v.no = ui.NewButton("guess_no", i18n.T("不能", "No")).OnPress(func() { s.answer(false) })
	v.further = ui.NewButton("go_on", i18n.T("继续", "Go on")).OnPress(s.goOn)
	v.shut = ui.NewIconButton("close_card", "x", i18n.T("收起", "Close")).Bare().OnPress(func() { s.picked, s.stale = pick{}, true })
	v.figures = append(v.figures, v.yes, v.no, v.further, v.shut)
}

// setDepth adds hidden layers like the last one, or takes the last ones away.
func (s *Scene) setDepth(n int) {
	if n < 0 || n > jobs.MaxLayers || n == len(s.points.Layers) {
		return
	}
	like := jobs.Layer{Width: 4, Activation: "tanh"}
	if k := len(s.points.Layers); k > 0 {
		like = s.points.Layers[k-1]
	}
	layers := append([]jobs.Layer{}, s.points.Layers[:min(n, len(s.points.Layers))]...)
	for len(layers) < n {
		layers = append(layers, like)
	}
	s.points.Layers = layers
	s.reset()
}

func (s *Scene) setWidth(l, n int) {
	if l >= len(s.points.Layers) || n < 1 || n > maxWidth {
		return
	}
	layers := append([]jobs.Layer{}, s.points.Layers...)
	layers[l].Width = n
	s.points.Layers = layers
	s.reset()
}

// place shares out the stage.
func (s *Scene) place() {
	v := &s.view
	var l layout
	switch {
	case s.phone:
		l = s.upright()
	case s.short:
		l = s.sideways()
	default:
		l = s.wide()
	}
	v.net = l.net
	v.network.rect, v.plane.rect, v.stats.rect, v.curve.rect, v.unfold.rect = v.net, l.plane, l.stats, l.curve, l.unfold
	if !s.phone {
		v.network.rect.W += 28 // the lines into the output
	}
	if !s.phone && !l.curve.Empty() {
		l.tabs = paint.Rect{X: l.curve.X + 8, Y: l.curve.Y + 2, W: l.curve.W - 16, H: 36}
	}
	v.lookAt.SetRect(l.tabs)
	s.placeNetwork()
	s.placeCard()
	s.placeRows()
	s.placeSweep()
	s.placeStats()
	s.writeFormula()
}

// source is the box that a weight's line leaves.
func (s *Scene) source(l, i int) paint.Rect {
	if l == 0 {
		return s.inputs[s.in[i]].rect
	}
	return s.boxes[l-1][i]
}

// edge is the line of a weight.
func (s *Scene) edge(p pick) plot.Edge {
	from := s.source(p.l, p.i)
	e := plot.Edge{From: paint.Point{X: from.Right(), Y: from.Y + from.H/2}}
	if p.l < len(s.boxes) {
		to := s.boxes[p.l][p.j]
		e.To = paint.Point{X: to.X, Y: to.Y + to.H/2}
	} else {
		to := s.plane.rect
		e.To = paint.Point{X: to.X, Y: to.Y + to.H/2}
	}
	return e
}

// fanIn is how many inputs a neuron of layer l has.
func (s *Scene) fanIn(l int) int {
	if l == 0 {
		return len(s.in)
	}
	return s.points.Layers[l-1].Width
}

// fanOut is how many neurons layer l has.
func (s *Scene) fanOut(l int) int {
	if l == len(s.points.Layers) {
		return s.outputs()
	}
	return s.points.Layers[l].Width
}

// paintMaps hands the record of the probe to the maps.
func (s *Scene) paintMaps() {
	v, tr := &s.view, &s.probe.tr
	in := s.in
	for k, i := range in {
		v.buf = column(v.buf, &tr.Nodes[s.probe.in], k, 2)
		v.feats[i].Set(v.buf, plot.DivergingFor(v.buf))
	}
	for l := range len(s.points.Layers) + 1 {
		v.largest[l] = math.Max(plot.MaxAbs(tr.Nodes[s.probe.w[l]].Value), 0.3)
		node := &tr.Nodes[s.probe.a[l]]
		if l == len(s.points.Layers) {
			node = &tr.Nodes[s.probe.shown]
		}
		for j := range s.fanOut(l) {
			v.buf = column(v.buf, node, j, 2)
			v.maps[l][j].Set(v.buf, plot.Diverging(max(plot.MaxAbs(v.buf), 0.5)))
		}
	}
	s.paintOutput(v.output, v.classes, s.probe)
}

// paintOutput fills the large map: one number from −1 to 1, or for each point
// the colour of the class with the largest share, fainter the less it has.
func (s *Scene) paintOutput(m *plot.Heatmap, classes *paint.Bitmap, p *probe) {
	n := &p.tr.Nodes[p.shown]
	if s.outputs() == 1 {
		s.buf = column(s.buf, n, 0, 1)
		m.Set(s.buf, plot.Diverging(1))
		return
	}
	k := s.outputs()
	for i := range grid * grid {
		row := n.Value[i*k : (i+1)*k]
		best := 0
		for j, v := range row {
			if v > row[best] {
				best = j
			}
		}
		classes.Set(i%grid, i/grid, paint.Mix(s.theme.Panel, s.classColor(best), min(max(row[best], 0), 1)*0.75))
	}
	classes.Changed()
}

// classColor is the colour of a class: the signs' where there are two.
func (s *Scene) classColor(k int) paint.Color {
	if s.pts.Classes == 2 || s.pts.Classes == 0 {
		return [2]paint.Color{s.theme.Negative, s.theme.Positive}[min(k, 1)]
	}
	return s.theme.Series[k%len(s.theme.Series)]
}

// drawCurves brings the curves to where the run stands.
func (s *Scene) drawCurves() {
	for axis, c := range s.plots {
		c.Reset()
		c.Legend = !s.phone // the results beside it name the lines there
		s.curveSteps = s.curveSteps[:0]
		last := s.run.now.epoch
		add := func(t test) {
			s.curveSteps = append(s.curveSteps, t.step)
			c.Append(0, t.epoch, t.trainLoss)
			if s.pts.Val.Len() > 0 {
				c.Append(1, t.epoch, t.valLoss)
			}
		}
		s.run.tests(func(t test) {
			last = max(last, t.epoch)
			if t.step < s.run.step() {
				add(t)
			}
		})
		add(s.run.now)
		c.MaxX = roomFor(last)
		s.beside(axis)
	}
}

// roomFor is how many epochs the axis reaches to: 10, 20, 50, 100 and so on, so
// that the lines grow into it and are not pressed together with every step.
func roomFor(epoch float64) float64 {
	for room := 10.0; ; room *= 10 {
		for _, k := range [...]float64{1, 2, 5} {
			if epoch <= k*room {
				return k * room
			}
		}
	}
}

// setColors are the colours of training, validation and test in the curves and
// the results, by their place in the theme's Series: none of them is blue or
// orange, which are signs and classes here.
var setColors = [3]int{6, 4, 7}

func (s *Scene) newCurve() *plot.Curve {
	return plot.NewCurve(i18n.T("轮", "epochs"), plot.Series{Name: i18n.T("训练损失", "Training loss"), Color: setColors[0]}, plot.Series{Name: i18n.T("验证损失", "Validation loss"), Color: setColors[1]})
}

// curves is the plot in use: a loss that has grown a hundredfold needs powers of ten.
func (s *Scene) curves() *plot.Curve {
	if most := s.run.highest(); most > 100*s.run.first.trainLoss {
		return s.plots[1]
	}
	return s.plots[0]
}
