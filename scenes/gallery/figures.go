package gallery

import (
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// samples holds the figures with their invented numbers.
type samples struct {
	map1, map2 *plot.Heatmap
	curve      *plot.Curve
	signed     *plot.Matrix
	grey       *plot.Matrix
	bars       *plot.Bars
	bands      *plot.Bands
	none       *plot.Bars
	max        float64
}

func newSamples() samples {
	var s samples
	values, sizes := make([]float64, 28*28), make([]float64, 28*28)
	for i := range values {
		x, y := float64(i%28)-14, float64(i/28)-14
		values[i] = math.Sin(x/3) * math.Exp(-(x*x+y*y)/90)
		sizes[i] = math.Abs(values[i])
		if i%28 > 22 && i/28 > 22 {
			values[i] = math.NaN()
		}
	}
	s.max = plot.MaxAbs(values)
	s.map1, s.map2 = plot.NewHeatmap(28, 28), plot.NewHeatmap(28, 28)
	s.map1.Set(values, plot.Diverging(s.max))
	s.map2.Set(sizes, plot.Greys(0, s.max))

	cells := make([]float64, 25)
	for i := range cells {
		cells[i] = math.Sin(float64(i)*0.9) * 1.03
	}
	s.grey = plot.NewMatrix(5, 5, sizes[28*12+4:][:25], plot.Greys(0, s.max))
	s.grey.Lit = 17
	cells[7] = math.NaN()
	s.signed = plot.NewMatrix(5, 5, cells, plot.Diverging(1.03))
	s.signed.Signed, s.signed.Hover, s.signed.Chosen = true, 12, 3

	s.curve = plot.NewCurve(i18n.T("步", "step"), plot.Series{Name: i18n.T("损失", "Loss"), Color: 1},
		plot.Series{Name: i18n.T("准确率", "Accuracy"), Right: true}).Percent()
	for i := range 400 {
		x := float64(i)
		s.curve.Append(0, x, 2.3*math.Exp(-x/60)+0.12+0.05*math.Sin(x*1.7)*math.Sin(x/9))
		s.curve.Append(1, x, 0.98-0.88*math.Exp(-x/45))
	}
	s.bars = plot.NewBars("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
	s.bars.Values = []float64{.002, .001, .021, .952, .001, .008, 0, .004, .009, .002}
	s.bars.Chosen, s.bars.Hover = 3, 5
	s.none = plot.NewBars("a", "b", "c")
	s.none.Values = []float64{math.NaN(), 0, 1}
	s.bands = newBands()
	return s
}

// newBands are two lines with what several runs found, a level, a mark and a run beside.
func newBands() *plot.Bands {
	train, val, other := &plot.Band{Color: 2}, &plot.Band{Color: 3, Dots: true}, &plot.Band{Color: 3}
	for i := range 11 {
		x := float64(i)
		fell, rose := math.Exp(-x/4), 0.3*math.Pow(x/10, 2)
		train.Put(x, fell*0.8, fell*0.9, fell)
		val.Put(x, fell*0.7+rose, fell*0.85+0.08+rose, fell+0.2+rose)
		other.Put(x, fell*0.6+0.22)
	}
	p := plot.NewBands(train, val)
	p.X1, p.Y1, p.Ticks, p.Mark = 10, 1.25, []float64{0, 5, 10}, 5
	p.Level, p.LevelName = 0.24, i18n.T("噪声", "Noise")
	p.Others = []plot.Other{{Name: "B", Lines: []*plot.Band{other}}}
	return p
}

// figureSide is the side of a picture.
func figureSide(area paint.Rect) float64 {
	if narrow(area) {
		return (area.W - 28) / 2
	}
	return math.Min(180, (area.W-48)/4)
}

// The heights of the samples below the pictures.
const chartHigh, graphHigh, edgesHigh, noneHigh = 190.0, 112.0, 110.0, 84.0

// figuresHeight is the height of figures.
func figuresHeight(area paint.Rect) float64 {
	h := 2*figureSide(area) + 84 + graphHigh + 16 + chartHigh
	if narrow(area) {
		h += 2*(chartHigh+16) + edgesHigh + 16 + noneHigh
	}
	return h
}

// figures draws them all.
func (s *samples) figures(lk *ui.Look, c *paint.Canvas, area paint.Rect) {
	t := lk.Theme
	x, y := area.X, area.Y
	side := figureSide(area)
	for i, m := range []*plot.Heatmap{s.map1, s.map2} {
		r := paint.Rect{X: x + float64(i)*(side+20), Y: y, W: side, H: side}
		m.Draw(c, t, r)
		plot.Frame(c, t, r, i == 1)
		scale := plot.Diverging(s.max)
		if i == 1 {
			scale = plot.Greys(0, s.max)
		}
		plot.ColorBar(c, t, paint.Rect{X: r.X, Y: r.Bottom() + 10, W: side, H: 30}, scale)
	}
	for i, m := range []*plot.Matrix{s.signed, s.grey} {
		m.Rect = paint.Rect{X: x + float64(i)*(side+20), Y: y + side + 60, W: side + 8, H: side + 8}
		m.Draw(c, t)
	}
	low := y + 2*side + 84
	chart := paint.Rect{X: x + 2*side + 48, Y: y, W: area.Right() - x - 2*side - 48, H: side + 44}
	s.bars.Rect = paint.Rect{X: chart.X, Y: chart.Bottom() + 16, W: chart.W, H: side + 8}
	if narrow(area) {
		chart = paint.Rect{X: x, Y: low, W: area.W, H: chartHigh}
		s.bars.Rect = chart.Move(0, chartHigh+16)
		low += 2 * (chartHigh + 16)
	}
	ui.Card(c, t, chart)
	s.curve.Draw(c, lk, chart.InsetXY(14, 10))
	s.bars.Draw(c, t)
	s.graph(lk, c, paint.Rect{X: x, Y: low, W: area.W, H: graphHigh})
	low += graphHigh + 16
	lines := paint.Rect{X: x, Y: low, W: 2*side + 28, H: chartHigh}
	none := paint.Rect{X: chart.X, Y: low, W: chart.W, H: noneHigh}
	if narrow(area) {
		lines = paint.Rect{X: x, Y: low + edgesHigh, W: area.W, H: chartHigh}
		none = paint.Rect{X: x, Y: lines.Bottom() + 16, W: area.W, H: noneHigh}
	}
	ui.Card(c, t, lines)
	s.bands.Place(lines.InsetXY(10, 10))
	s.bands.Draw(c, lk)
	s.none.Rect = none
	s.none.Draw(c, t)
}

// graph draws two gates with what runs between them, and edges from −1 to 1.
func (s *samples) graph(lk *ui.Look, c *paint.Canvas, r paint.Rect) {
	t := lk.Theme
	_, y := r.Center()
	edges := paint.Rect{X: r.X + 520, Y: y, W: r.W - 528}
	node, step := 80.0, 210.0
	if narrow(r) {
		node, step = 60, (r.W-60)/2
		y = r.Y + graphHigh/2
		edges = paint.Rect{X: r.X, Y: r.Y + graphHigh + edgesHigh/2, W: r.W}
	}
	var nodes [3]plot.Node
	for i, label := range []string{"x", "+", "×"} {
		nodes[i] = plot.Node{Rect: paint.Rect{X: r.X + float64(i)*step, Y: y - 24, W: node, H: 48}, Label: label, Done: i < 2, Active: i == 2}
	}
	nodes[1].Below, nodes[2].Below = i18n.T("加法门", "add").In(lk.Lang), i18n.T("乘法门", "multiply").In(lk.Lang)
	for i, v := range [2][2]float64{{-2, -4}, {0.01371, math.NaN()}} {
		from, to := nodes[i].Rect.Right(), nodes[i+1].Rect.X
		e := plot.Edge{From: paint.Point{X: from, Y: y}, To: paint.Point{X: to, Y: y}}
		e.Draw(c, 2, t.Strong)
		e.DrawGradient(c, t, 2, 0)
		e.Pulse(c, 0.7, 4, t.Accent)
		plot.Chip(c, t, (from+to)/2, y-24, v[0], false)
		plot.Chip(c, t, (from+to)/2, y+30, v[1], true)
	}
	for i := range nodes {
		nodes[i].Draw(c, t)
	}
	for i := range 5 {
		w := float64(i)/2 - 1
		plot.WeightEdge(c, t, plot.Edge{From: paint.Point{X: edges.X, Y: edges.Y - 40 + float64(i)*20}, To: paint.Point{X: edges.Right(), Y: edges.Y}}, w, 1)
	}
}
