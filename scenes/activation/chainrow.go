package activation

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/ui"
)

// chainRow is the chain written out in columns: what each layer's value is,
// its slope, and what is left of the gradient, on a scale of powers of ten.
type chainRow struct {
	title, total    string
	labels          [3]string
	cols            []column
	pitch, label    float64    // the middle of a label, over its band
	values, factors paint.Rect // the bands
	bars            paint.Rect
	lines           []level
	now             int // the column of this step
	said            string
}

// column is one layer.
type column struct {
	x                  float64 // its middle
	value, slope, left string
	v, k               float64
	known, home        bool    // its value, the gradient
	top                float64 // of its bar
	dead               bool
}

func shown(v float64) string { return plot.Format(v) }

func (r *chainRow) fill(s *Scene) {
	n, layers := strconv.Itoa(s.n), " layers"
	if s.n == 1 {
		layers = " layer"
	}
	in := s.fn().symbol + "(w·a)"
	r.title = i18n.T(n+" 层，每层 a ← "+in, n+layers+", each a ← "+in).In(s.lang)
	r.labels = [3]string{
		i18n.T("值：先是 x，再是每层的 a", "values: x, then a of each layer").In(s.lang),
		i18n.T("斜率 f′", "slopes f′").In(s.lang),
		i18n.T("剩下的梯度（对数）", "gradient left (log scale)").In(s.lang),
	}
	r.total = ""
	if s.at == 2*s.n {
		r.total = "Π f′ × Π w = " + shown(s.chain.allSlopes) + " × " + shown(s.chain.allWeights) + " = " + shown(s.chain.left(0))
	}
	r.now = s.at
	if s.at > s.n {
		r.now = 2*s.n - s.at
	}
	r.place(s)
	r.said = r.write(s)
}

// axis is the room for the numbers at the right of the bars.
const axis = 46

func (r *chainRow) place(s *Scene) {
	box := s.links.Rect().InsetXY(14, 10)
	_, box = box.CutTop(24)
	if s.narrow() {
		_, box = box.CutTop(18) // the total has a line of its own
	}
	if room := box.H - 150; room > 0 { // the labels keep off the title
		_, box = box.CutTop(min(6, room))
	}
	label, cell := 17.0, min(28, box.H*0.13)
	if box.H > 190 {
		label = 20
	}
	r.label = label/2 + 1
	_, box = box.CutTop(label)
	r.values, box = box.CutTop(cell)
	_, box = box.CutTop(label + 2)
	r.factors, box = box.CutTop(cell)
	_, r.bars = box.CutTop(label + 16) // a bar's number stands over it
	r.bars.H = max(r.bars.H-2, 0)
	r.pitch = (r.values.W - axis) / float64(s.n+1)
	lo, hi := r.decades(s)
	r.cols = r.cols[:0]
	for i := 0; i <= s.n; i++ {
		a, g := s.chain.active(i), s.chain.left(i)
		col := column{x: r.values.X + (float64(i)+0.5)*r.pitch, v: a, known: s.forward(i), home: s.back(i), dead: g == 0,
			value: two(a), left: shown(g)}
		if i > 0 {
			col.k = s.chain.slopes[i]
			col.slope = two(col.k)
		}
		col.top = r.bars.Bottom()
		if g != 0 {
			col.top -= (math.Log10(math.Abs(g)) - lo) / (hi - lo) * r.bars.H
		}
		r.cols = append(r.cols, col)
	}
	r.lines = r.lines[:0]
	for d := hi; d > lo; d -= math.Ceil((hi - lo) * max(0.25, 14/max(r.bars.H, 14))) {
		text := "1"
		if d != 0 {
			text = shown(math.Pow(10, d))
		}
		r.lines = append(r.lines, level{r.bars.Bottom() - (d-lo)/(hi-lo)*r.bars.H, text})
	}
}

// two is a number with two decimals, three where it is small.
func two(v float64) string {
	if math.Abs(v) >= 1000 {
		return shown(v)
	}
	d := 2
	if a := math.Abs(v); a != 0 && a < 0.095 {
		d = 3
	}
	return string(paint.AppendNumber(nil, v, d))
}

// decades are the powers of ten that the bars reach from and to.
func (r *chainRow) decades(s *Scene) (lo, hi float64) {
	lo, hi = -2, 0
	for i := 0; i <= s.n; i++ {
		if g := math.Abs(s.chain.left(i)); g > 0 {
			lo, hi = min(lo, math.Floor(math.Log10(g))-1), max(hi, math.Ceil(math.Log10(g)))
		}
	}
	return lo, hi
}

func (r *chainRow) write(s *Scene) string {
	t := r.title + ". "
	for i, c := range r.cols {
		if c.home {
			t += i18n.T("第 "+strconv.Itoa(i)+" 层梯度 ", "gradient at layer "+strconv.Itoa(i)+" ").In(s.lang) + c.left + "; "
		}
	}
	return t + r.total
}

func (r *chainRow) describe() string { return r.said }

// handleChain: hovering or tapping a column unfolds its layer; up and down go
// from one to the next.
func (s *Scene) handleChain(ev ui.Event) bool {
	at := -1
	if s.links.Rect().Contains(ev.X, ev.Y) && s.row.pitch > 0 && ev.Y > s.row.values.Y-20 {
		if i := int((ev.X - s.row.values.X) / s.row.pitch); ev.X >= s.row.values.X && i >= 0 && i <= s.n {
			at = i
		}
	}
	switch ev.Kind {
	case ui.PointerMove:
		if !ev.Touch && at != s.hover {
			s.hover, s.stale = at, true
		}
		return false
	case ui.PointerLeave:
		s.hover, s.stale = -1, true
	case ui.PointerDown:
		if ev.Button != 0 || at < 0 {
			return false
		}
		if at == s.picked {
			at = -1
		}
		s.picked, s.stale = at, true
		return true
	case ui.PointerUp, ui.PointerCancel:
		return true
	case ui.KeyDown:
		return s.walk(ev.Key)
	}
	return false
}

func (s *Scene) walk(key string) bool {
	switch key {
	case "ArrowDown":
		s.picked = min(s.picked+1, s.n)
	case "ArrowUp":
		s.picked = max(s.picked-1, 0)
	case "Escape":
		s.picked = -1
	default:
		return false
	}
	s.stale = true
	return true
}

// totalStyle is that of the product over all layers.
var totalStyle = paint.Style{Font: paint.MonoBold, Size: 13}

// totalAt is the product over all layers as it is written, and where it begins.
func (s *Scene) totalAt() (text string, x, y float64) {
	r, box := &s.row, s.links.Rect()
	if s.narrow() {
		return paint.Elide(r.total, box.W-28, totalStyle), box.X + 14, box.Y + 39
	}
	return r.total, box.Right() - 14 - paint.Measure(r.total, totalStyle), box.Y + 20
}

// drawChain paints the columns.
func (s *Scene) drawChain(c *paint.Canvas, lk *ui.Look) {
	t, r := lk.Theme, &s.row
	box := s.links.Rect()
	ui.Card(c, t, box)
	c.PushClip(box)
	defer c.PopClip()
	head := t.BodyBold()
	c.Text(r.title, box.X+14, box.Y+20, head, paint.Left)
	total := totalStyle
	total.Color = t.GradientInk
	text, x, y := s.totalAt()
	c.Text(text, x, y, total, paint.Left)
	if i := s.lit(); i >= 0 && i < len(r.cols) {
		band := paint.Rect{X: r.cols[i].x - r.pitch/2, Y: r.values.Y - 3, W: r.pitch, H: r.bars.Bottom() - r.values.Y + 5}
		c.RoundRect(band, 6, t.AccentSoft)
	}
	tiny := t.Tiny()
	c.Text(r.labels[0], r.values.X, r.values.Y-r.label, tiny, paint.Left)
	c.Text(r.labels[1], r.factors.X, r.factors.Y-r.label, tiny, paint.Left)
	c.Text(r.labels[2], r.bars.X, r.factors.Bottom()+r.label+1, tiny, paint.Left)
	mono := t.Tick()
	for _, l := range r.lines {
		c.Line(r.bars.X, l.y, r.bars.Right()-axis, l.y, 1, t.Border)
		c.Text(l.text, r.bars.Right(), l.y, mono, paint.Right)
	}
	for i := range r.cols {
		s.drawColumn(c, lk, i)
	}
	s.drawWalker(c, lk)
}

// lit is the column that stands out: the one unfolded, or that of this step.
func (s *Scene) lit() int {
	if i := s.focus(); i >= 0 {
		return i
	}
	return s.row.now
}

func (s *Scene) drawColumn(c *paint.Canvas, lk *ui.Look, i int) {
	t, r := lk.Theme, &s.row
	col := &r.cols[i]
	w := r.pitch - min(4, r.pitch*0.2)
	x := col.x - w/2
	cell := paint.Rect{X: x, Y: r.values.Y, W: w, H: r.values.H}
	fill, ink := t.Raised, t.Muted
	if col.known {
		fill = t.Diverging(col.v)
		ink = t.On(fill)
	}
	c.RoundRect(cell, 4, fill)
	s.digits(c, cell, col.value, col.known, ink)
	if i > 0 {
		cell.Y, cell.H = r.factors.Y, r.factors.H
		fill, ink = t.Raised, t.Muted
		if col.known {
			fill = paint.Mix(t.Raised, t.Gradient, min(math.Abs(col.k), 1)*0.85)
			ink = t.On(fill)
		}
		c.RoundRect(cell, 4, fill)
		s.digits(c, cell, col.slope, col.known, ink)
	}
	if !col.home {
		return
	}
	mid := col.x
	if col.dead {
		c.Icon("x", mid, r.bars.Bottom()-9, min(15, r.pitch), t.Bad)
	} else {
		bar := paint.Rect{X: mid - min(w, 30)/2, Y: col.top, W: min(w, 30), H: max(r.bars.Bottom()-col.top, 2)}
		c.RoundRect(bar, 3, t.Gradient)
	}
	if r.pitch >= 48 {
		st := paint.Style{Font: paint.MonoBold, Size: 12, Color: t.GradientInk}
		y := col.top - 9
		if col.dead {
			st.Color, y = t.Bad, r.bars.Bottom()-26
		}
		c.Text(col.left, mid, y, st, paint.Center)
	}
}

func (s *Scene) digits(c *paint.Canvas, r paint.Rect, text string, known bool, ink paint.Color) {
	if r.W < 38 || r.H < 14 {
		return
	}
	if !known {
		text = "·"
	}
	x, y := r.Center()
	c.Text(text, x, y, paint.Style{Font: paint.Mono, Size: 12, Color: ink}, paint.Center)
}

// drawWalker moves a dot from layer to layer while a step is shown happening.
func (s *Scene) drawWalker(c *paint.Canvas, lk *ui.Look) {
	if s.phase >= 1 || lk.Still || s.at == 0 {
		return
	}
	r, u := &s.row, plot.Ease(min(s.phase/0.5, 1))
	y, col, from, to := r.values.Y+r.values.H/2, lk.Theme.Accent, s.at-1, s.at
	if s.at > s.n {
		y, col, from, to = r.bars.Bottom()-6, lk.Theme.Gradient, 2*s.n-s.at+1, 2*s.n-s.at
	}
	if from >= len(r.cols) || to >= len(r.cols) {
		return
	}
	x := r.cols[from].x + (r.cols[to].x-r.cols[from].x)*u
	c.Circle(x, y, 9, paint.WithAlpha(col, 0.3))
	c.Circle(x, y, 5.5, col)
}
