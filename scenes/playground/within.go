package playground

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// What the lower card can show.
const (
	viewCurves    = "loss"
	viewSpace     = "hidden_space"
	viewHist      = "histograms"
	viewConfusion = "confusion"
	viewSweep     = "find_rate"
	viewFormula   = "formula"
)

// within is what there is to see inside the network: where it puts the points,
// how its numbers are spread, which classes it mistakes.
type within struct {
	tape  *grad.Tape // the training points
	all   trace.Trace
	nodes where
	x, y  int     // neurons of the last hidden layer along the axes
	far   float64 // the largest of their jobs.Activations, by size
	known bool    // there is a space to show

	layers  []spread
	ends    []int // nodes of the smallest and largest number of each histogram
	again   bool  // they are on the tape of the step, computed once more
	last    lastStep
	table   train.Table
	counts  *grad.Var // how often each class was taken for which; nil where another view is open
	dropped int       // the point whose masks are drawn, −1: none
	cross   [jobs.MaxLayers][maxWidth]bool
	most    float64 // largest count
	line    []paint.Point
}

// spread are the numbers of one layer over the last batch.
type spread struct {
	value, grad *train.Stats
}

func newWithin() within {
	w := within{tape: grad.NewTape(), dropped: -1}
	w.tape.NoGrad = true
	return w
}

// lookDropped notes which neurons the last step left out, for the first point of
// its batch.
func (s *Scene) lookDropped() {
	w := &s.within
	w.dropped, w.cross = -1, [jobs.MaxLayers][maxWidth]bool{}
	masks, example := s.run.Masks()
	if s.points.Dropout == 0 || example < 0 || s.run.step() == 0 {
		return
	}
	w.dropped = example
	for l := range s.points.Layers {
		for j := range s.points.Layers[l].Width {
			if len(masks) > 0 {
				w.cross[l][j], masks = masks[0] == 0, masks[1:]
			}
		}
	}
}

// lookWithin computes what the chosen view shows.
func (s *Scene) lookWithin() (err error) {
	defer tensor.Recover(&err)
	w := &s.within
	w.counts, w.ends = nil, w.ends[:0]
	switch s.lookAt.Value() {
	case viewSpace:
		s.lookSpace()
	case viewSweep:
		s.lookSweep()
	case viewHist:
		w.layers = w.layers[:0]
		in := s.run.Inspection()
		if in == nil {
			return nil
		}
		for l := range len(s.points.Layers) {
			for i := range in.Activations {
				if in.Activations[i].Name == jobs.ActiveName(l) {
					w.layers = append(w.layers, spread{&in.Activations[i], gradientOf(in, jobs.ActiveName(l))})
				}
			}
		}
		if w.again = s.recordEnds(in); !w.again {
			w.noteEnds()
		}
	case viewConfusion:
		w.most = 0
		d := s.pts.Val
		if d.Len() == 0 {
			d = s.pts.Train
		}
		if s.pts.Classes < 2 {
			return nil
		}
		w.tape.Reset()
		w.tape.Training = false
		y := s.run.model().Forward(w.tape.Const("x", d.X))
		w.counts = w.table.Count(y, d.Labels, s.pts.Classes)
		w.tape.Record(&w.all)
		w.most = plot.MaxAbs(w.all.Nodes[w.counts.ID()].Value)
	}
	return nil
}

func gradientOf(in *train.Inspection, name string) *train.Stats {
	for i := range in.Gradients {
		if in.Gradients[i].Name == name {
			return &in.Gradients[i]
		}
	}
	return nil
}

// lookSpace runs the training points through the network.
func (s *Scene) lookSpace() {
	w := &s.within
	last := len(s.points.Layers) - 1
	w.known = last >= 0 && s.points.Layers[last].Width > 1
	if !w.known {
		return
	}
	n := s.points.Layers[last].Width
	w.x, w.y = 0, 1
	if s.picked.kind == pickNeuron && s.picked.l == last {
		w.x, w.y = s.picked.j, (s.picked.j+1)%n
	}
	w.tape.Reset()
	w.tape.Training = false
	s.run.model().Forward(w.tape.Const("x", s.pts.Train.X))
	w.tape.Record(&w.all)
	w.nodes.find(&w.all, len(s.points.Layers))
	s.buf = column(s.buf, &s.probe.tr.Nodes[s.probe.a[last]], w.x, 1)
	w.far = plot.MaxAbs(s.buf)
	s.buf = column(s.buf, &s.probe.tr.Nodes[s.probe.a[last]], w.y, 1)
	w.far = max(w.far, plot.MaxAbs(s.buf), 1e-6)
}

var (
	noSpace   = i18n.T("最后一个隐藏层要有两个以上神经元。", "The last hidden layer needs two neurons or more.")
	noSteps   = i18n.T("先走一步：这里看的是刚学过的那一批。", "Take a step first: this shows the batch just learned.")
	noTable   = i18n.T("混淆矩阵只属于分类。", "Only classes can be confused.")
	spaceIs   = i18n.T("平面的网格，被搬进最后一层的两个神经元里。输出层只能在这里画直线。", "The plane's grid, carried into two neurons of the last layer. Here the output can only draw a straight line.")
	tableIs   = i18n.T("行：真实的类；列：网络的答案（验证点）", "Rows: the true class. Columns: the answer (held-back points)")
	noAnswers = i18n.T("有的得分不是有限的数，答案数不出来。", "Some scores are not finite: there are no answers to count.")
	learned   = i18n.T("行：真实的类；列：网络的答案（训练点）", "Rows: the true class. Columns: the answer (training points)") // where none are held back
)

// paintSpace draws the plane's grid and the points where the last hidden layer puts them.
func (s *Scene) paintSpace(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	w, t := &s.within, lk.Theme
	if !w.known {
		c.TextWrap(noSpace.In(lk.Lang), r.InsetXY(0, 8), t.Small(), 19)
		return
	}
	last := len(s.points.Layers) - 1
	side := min(r.H-4, r.W)
	box := paint.Rect{X: r.X, Y: r.Y, W: side, H: side}
	if s.phone {
		box.X = r.X + (r.W-side)/2
	}
	c.RoundRect(box, theme.RadiusSmall, t.Sunken)
	at := func(x, y float64) paint.Point {
		return paint.Point{X: box.X + 8 + (x/w.far+1)/2*(box.W-16), Y: box.Bottom() - 8 - (y/w.far+1)/2*(box.H-16)}
	}
	zero := at(0, 0)
	c.Line(box.X, zero.Y, box.Right(), zero.Y, 1, t.Border)
	c.Line(zero.X, box.Y, zero.X, box.Bottom(), 1, t.Border)
	node := &s.probe.tr.Nodes[s.probe.a[last]]
	n := node.Shape[1]
	for k := 0; k < grid; k += 4 {
		for _, down := range [...]bool{false, true} {
			w.line = w.line[:0]
			for i := range grid {
				cell := (k*grid + i) * n
				if down {
					cell = (i*grid + k) * n
				}
				w.line = append(w.line, at(node.Value[cell+w.x], node.Value[cell+w.y]))
			}
			c.Polyline(w.line, 1, paint.WithAlpha(t.Muted, 0.55))
		}
	}
	points := &w.all.Nodes[w.nodes.a[last]]
	for i := range min(s.pts.Train.Len(), len(points.Value)/n) {
		q := at(points.Value[i*n+w.x], points.Value[i*n+w.y])
		col := t.Zero
		if s.pts.Train.Labels != nil {
			col = s.classColor(s.pts.Train.Labels[i])
		}
		c.Circle(q.X, q.Y, 3.6, t.Stage)
		c.Circle(q.X, q.Y, 2.8, col)
	}
	if s.phone {
		return
	}
	rest := paint.Rect{X: box.Right() + 14, Y: r.Y + 2, W: r.Right() - box.Right() - 14, H: r.H}
	h := c.TextWrap(spaceIs.In(lk.Lang), rest, t.Small(), 19)
	axes := [...]string{"→ a" + low(w.x+1), "↑ a" + low(w.y+1)}
	for i, a := range axes {
		c.Text(a, rest.X, rest.Y+h+18+20*float64(i), paint.Style{Font: paint.Math, Size: 14, Color: t.Text}, paint.Left)
	}
}

// paintHistograms shows how jobs.Activations and gradients of each layer are spread.
func (s *Scene) paintHistograms(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t, layers := lk.Theme, s.within.layers
	if len(layers) == 0 {
		c.TextWrap(noSteps.In(lk.Lang), r.InsetXY(0, 8), t.Small(), 19)
		return
	}
	for l, p := range layers {
		a, g := s.histogram(r, l, 0), s.histogram(r, l, 1)
		c.Text(jobs.ActiveName(l), a.X+a.W/2+1, r.Y+7, paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}, paint.Center)
		s.paintHistogram(c, t, a, p.value)
		s.paintHistogram(c, t, g, p.grad)
	}
	st := paint.Style{Font: paint.Math, Size: 13, Color: t.Text}
	c.Text("a", r.X+4, r.Y+16+(r.H-16)/4, st, paint.Center)
	c.Text("∂a", r.X+4, r.Y+16+(r.H-16)*3/4, st, paint.Center)
}

func (s *Scene) paintHistogram(c *paint.Canvas, t *theme.Theme, r paint.Rect, st *train.Stats) {
	const ends = histogramEnds
	c.RoundRect(paint.Rect{X: r.X, Y: r.Y, W: r.W, H: r.H - ends}, 3, t.Sunken)
	if st == nil {
		return
	}
	most := 1
	for _, n := range st.Hist {
		most = max(most, n)
	}
	bar := r.W / train.Bins
	for i, n := range st.Hist {
		if n == 0 {
			continue
		}
		h := max(1, float64(n)/float64(most)*(r.H-ends-3))
		col := t.Positive
		if st.Min+(st.Max-st.Min)*(float64(i)+0.5)/train.Bins < 0 { // signs have their colours everywhere
			col = t.Negative
		}
		c.Fill(paint.Rect{X: r.X + bar*float64(i), Y: r.Y + r.H - ends - h, W: max(1, bar-0.5), H: h}, col)
	}
	if r.W < histogramRoom {
		return
	}
	num := t.Tick() // they label the axis
	num.Size = 10
	digits := 2
	if r.W > 120 {
		digits = 4
	}
	var buf [24]byte
	c.TextBytes(paint.AppendNumber(buf[:0], st.Min, digits), r.X, r.Bottom()-6, num, paint.Left)
	c.TextBytes(paint.AppendNumber(buf[:0], st.Max, digits), r.Right(), r.Bottom()-6, num, paint.Right)
}

// count is how often class i was taken for class j, as recorded: NaN where scores
// are no numbers, or infinite.
func (w *within) count(i, j int) float64 {
	n := &w.all.Nodes[w.counts.ID()]
	return n.Value[i*n.Shape[1]+j]
}

// uncounted reports whether the scores give no answers to count.
func (w *within) uncounted() bool { return math.IsNaN(w.count(0, 0)) }

// counted is the run that the matrix counts, or what was noted of the histograms,
// for the inspector.
func (w *within) counted() inspect.Run {
	if w.counts == nil && len(w.ends) == 0 {
		return inspect.Run{Record: &trace.Trace{}}
	}
	if len(w.ends) > 0 && w.again {
		return inspect.Run{Tape: w.last.Tape(), Record: &w.all}
	}
	return inspect.Run{Tape: w.tape, Record: &w.all}
}

const tableBeside = 110.0 // room for the words beside the matrix

// confused is where the matrix begins in the view, and how large a cell is.
func (s *Scene) confused(r paint.Rect) (left, top, wide, tall float64) {
	k := float64(s.pts.Classes)
	top = 20
	if s.phone {
		top = 15
	}
	most, beside := 28.0, 0.0 // no words stand beside it on a phone: low cells may be wider than tall
	if !s.phone {
		most, beside = 0, tableBeside
	}
	if len(s.names()) > 0 { // names want room above
		most = 90
	}
	side := min(s.classWidth()+8, max(32, r.W*0.26))
	tall = min((r.H-top)/k, (r.W-side-2)/k, 56)
	wide = max(tall, min((r.W-side-2-beside)/k, most))
	return r.X + side, r.Y + top, wide, tall
}

// confusionCells are the counts of the matrix.
func (s *Scene) confusionCells(dst []inspect.Cell) []inspect.Cell {
	w := &s.within
	if s.lookAt.Value() != viewConfusion || w.counts == nil || s.curve.rect.Empty() {
		return dst
	}
	r := s.curve.rect
	if !s.phone {
		r = s.inCurve()
	}
	left, top, wide, tall := s.confused(r)
	k := s.pts.Classes
	for i := range k * k {
		at := paint.Rect{X: left + wide*float64(i%k), Y: top + tall*float64(i/k), W: wide - 2, H: tall - 2}
		dst = s.Put(dst, at, runTable, w.counts.ID(), i)
	}
	return dst
}

// paintConfusion shows how often each class was taken for which.
func (s *Scene) paintConfusion(c *paint.Canvas, lk *ui.Look, r paint.Rect) {
	t, w := lk.Theme, &s.within
	if w.counts == nil {
		c.TextWrap(noTable.In(lk.Lang), r.InsetXY(0, 8), t.Small(), 19)
		return
	}
	slit := 2.0
	if s.phone {
		slit = 1.5
	}
	left, top, wide, cell := s.confused(r)
	size := min(15, max(cell*0.42, 10))
	var buf [16]byte
	for i := range s.pts.Classes {
		y := top + cell*float64(i)
		s.paintClass(c, t, i, r.X+2, y+cell/2, left-r.X-6)
		named := min(wide-2, classText+paint.Measure(s.className(i), t.Tiny())+1)
		if !s.fits(t, i, named) {
			named = 2 * classDot
		}
		s.paintClass(c, t, i, left+wide*float64(i)+(wide-2-named)/2, r.Y+(top-r.Y)/2-1, named)
		for j := range s.pts.Classes {
			n := w.count(i, j)
			box := paint.Rect{X: left + wide*float64(j), Y: y, W: wide - 2, H: cell - slit}
			col := t.Good
			if i != j {
				col = t.Bad
			}
			fill := paint.Mix(t.Sunken, col, 0.75*n/max(s.most, 1))
			if w.uncounted() {
				fill = t.Sunken
			}
			c.RoundRect(box, min(4, cell/4), fill)
			x, y := box.Center()
			c.TextBytes(plot.Append(buf[:0], n), x, y, paint.Style{Font: paint.MonoBold, Size: size, Color: t.On(fill)}, paint.Center)
		}
	}
	end := left + wide*float64(s.pts.Classes) + 14
	rest := paint.Rect{X: end, Y: top, W: r.Right() - end, H: r.H}
	if rest.W > 90 {
		words := tableIs
		if s.pts.Val.Len() == 0 {
			words = learned
		}
		if w.uncounted() {
			words = noAnswers
		}
		c.TextWrap(words.In(lk.Lang), rest, t.Small(), 19)
	}
}
