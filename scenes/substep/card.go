package substep

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
)

// Card shows a rehearsed step of training in its parts: what the network says to
// the examples of the batch, what each of them costs, and how large the gradient
// is at each layer. All its numbers are of the record of that step.
type Card struct {
	Rehearsal train.Rehearsal
	Of        i18n.Text   // which network it is, where there are several
	Text      prose.Block // what is being done; its phrases point at parts of the card
	record    trace.Trace
	known     bool
	failed    error

	part    int
	at      paint.Rect
	samples []sample
	layers  []layer
	texts   cardTexts
}

// sample is an example of the batch.
type sample struct {
	wanted, says, output, share string // says is the class of the largest output
	right                       bool
	node                        int // cell of the output
	level                       float64
}

// layer is the gradient at a weight.
type layer struct {
	name, text, brief string
	id                int
	level             float64
}

type cardTexts struct {
	title, loss string
	rows        [4]string
	more        string
}

// Forget says that there is no step at hand.
func (c *Card) Forget() { c.known, c.failed = false, nil }

// Known reports whether the step of that number has been rehearsed.
func (c *Card) Known(step int) bool { return (c.known || c.failed != nil) && c.Rehearsal.Step == step }

// Rehearse computes step step by run, and records it.
func (c *Card) Rehearse(step int, params func() []*grad.Param, run func(r *train.Rehearsal) error) {
	c.known = false
	if c.failed = run(&c.Rehearsal); c.failed != nil {
		c.Rehearsal.Step = step
		return
	}
	t := c.Rehearsal.Tape()
	c.layers = c.layers[:0]
	for _, p := range params() {
		if p.Value.Rank() >= 2 {
			c.layers = append(c.layers, layer{name: strings.TrimSuffix(p.Name, ".weight"), id: RootMeanSquare(t.Const("∂L/∂"+p.Name, p.Grad)).ID()})
		}
	}
	t.Record(&c.record)
	c.known = true
	c.read()
}

// RootMeanSquare is that of x, at scale where squares would be lost.
func RootMeanSquare(x *grad.Var) *grad.Var {
	most := grad.Amax(grad.Abs(x))
	if m := most.Item(); m == 0 || m > 1e-12 {
		return grad.Sqrt(grad.Mean(grad.Square(x)))
	}
	return grad.Mul(most, grad.Sqrt(grad.Mean(grad.Square(grad.Div(x, most)))))
}

// Run is the rehearsed step, for the inspector.
func (c *Card) Run() inspect.Run { return inspect.Run{Tape: c.Rehearsal.Tape(), Record: &c.record} }

// Shown reports whether there is a step to be shown.
func (c *Card) Shown() bool { return c.known && c.part > None }

// read writes the numbers of the record.
func (c *Card) read() {
	r := &c.Rehearsal
	b, y := r.Batch(), c.record.Nodes[r.Y.ID()].Value
	n := len(b.Index)
	k := len(y) / max(n, 1)
	shares := grad.Explain(r.Loss, 0)
	c.samples = c.samples[:0]
	top := 0.0
	for i := range n {
		s := sample{node: i * k, output: even(y[i*k])}
		if k > 1 {
			best := i * k
			for q := i * k; q < (i+1)*k; q++ {
				if y[q] > y[best] {
					best = q
				}
			}
			s.node, s.says, s.output = best, strconv.Itoa(best-i*k), even(y[best])
		}
		switch {
		case k > 1 && b.Labels != nil:
			s.wanted, s.right = strconv.Itoa(b.Labels[i]), s.node-i*k == b.Labels[i]
		case b.Targets != nil:
			s.wanted = even(float64(b.Targets.Data()[i*b.Targets.Len()/n]))
		case b.Labels != nil:
			s.wanted = strconv.Itoa(b.Labels[i])
		}
		if per := len(shares) / max(n, 1); per > 0 && per*n == len(shares) {
			for _, t := range shares[i*per : (i+1)*per] {
				s.level += t.Value
			}
			s.share = even(s.level)
			top = math.Max(top, s.level)
		}
		c.samples = append(c.samples, s)
	}
	for i := range c.samples {
		c.samples[i].level /= math.Max(top, 1e-300)
	}
	for i := range c.layers {
		l := &c.layers[i]
		v := c.record.Nodes[l.id].Value[0]
		l.text, l.brief, l.level = short(v, 2), short(v, 1), level(v)
	}
}

// short is a number with so many digits that count, for narrow columns.
func short(v float64, digits int) string {
	if a := math.Abs(v); a > 0 && a < 1e6 {
		p := math.Pow(10, math.Floor(math.Log10(a))-float64(digits-1))
		v = math.Round(v/p) * p
	}
	return plot.Format(v)
}

// even is a number with three decimals, so that those of a row stand alike; one
// that would not be seen so, or has no room, is short.
func even(v float64) string {
	if a := math.Abs(v); v == math.Trunc(v) || a < 0.01 || a >= 100 {
		return short(v, 2)
	}
	return string(paint.AppendNumber(nil, v, 3))
}

// The gradients are drawn from 10⁻⁸ to 1.
const lowest = -8.0

func level(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	return math.Min(math.Max(1-math.Log10(v)/lowest, 0), 1)
}

// Place writes the words for the parts done, and says where the card stands.
func (c *Card) Place(at paint.Rect, m *Midst, l i18n.Lang) {
	c.at, c.part = at, m.Part
	if !c.known {
		c.Text.Fit("", at, words, lineHeight)
		return
	}
	x := &c.texts
	n := strconv.Itoa(len(c.samples))
	x.title = i18n.T("第 "+strconv.Itoa(c.Rehearsal.Step+1)+" 步", "Step "+strconv.Itoa(c.Rehearsal.Step+1)).In(l) + m.Said(l)
	if of := c.Of.In(l); of != "" {
		x.title = of + " · " + x.title
	}
	x.rows = [4]string{i18n.T("要的", "wanted").In(l), i18n.T("判成", "says").In(l), i18n.T("输出", "output").In(l), i18n.T("占 L", "of L").In(l)}
	x.loss = "L = " + plot.Format(c.record.Nodes[c.Rehearsal.Loss.ID()].Value[0])
	why := i18n.T("梯度：L 对[每层权重](step_gradients)有多陡（均方根，对数尺）。权重还没动，更新在后。",
		"Gradient: how steep L is in [the weights of each layer](step_gradients) (root mean square, log scale). Nothing has moved yet.")
	switch m.Part {
	case Forward:
		why = i18n.T("前向：这一步取 ["+n+" 个样本](step_examples)，拿现在的权重给每个算出[输出](step_outputs)。",
			"Forward: [the "+n+" examples](step_examples) of this step, and [what the present weights make](step_outputs) of each.")
	case Loss:
		why = i18n.T("损失："+n+" 个样本[各占一份](step_shares)，加起来就是 [L](step_loss)。",
			"Loss: each of the "+n+" examples has [its share](step_shares), and together they are [L](step_loss).")
	}
	c.Text.Fit(why.In(l), paint.Rect{X: at.X, Y: at.Y + 20, W: at.W}, words, lineHeight)
	x.more = ""
	if shown := c.shown(); shown < len(c.samples) {
		x.more = "+" + strconv.Itoa(len(c.samples)-shown)
	}
}

// Say reads the card out.
func (c *Card) Say() string { return c.texts.title + ". " + c.Text.Text().Plain + " " + c.texts.loss }

const (
	label  = 46.0
	column = 60.0 // of an example at least
	wide   = 84.0 // and at most
	rowH   = 18.0 // of a row at least
	rowMax = 26.0 // and at most
	below  = 26.0 // below the rows: the bar, and room
)

// body is what is below title and words.
func (c *Card) body() paint.Rect {
	_, r := c.at.CutTop(22 + c.Text.Height() + 6)
	return r
}

var words = paint.Style{Font: paint.Sans, Size: theme.SizeTiny}

const lineHeight = 16.0

// columns is how many examples there is room for side by side, shown how many in
// all: where the card is tall the others follow below.
func (c *Card) columns() int {
	n := len(c.samples)
	room := int((c.at.W - label) / column)
	if n > room {
		room = int((c.at.W - label - 30) / column) // for the number of the others
	}
	return min(n, max(room, 1))
}

func (c *Card) shown() int { return min(len(c.samples), c.bands()*c.columns()) }

// bands is how many times examples stand below others.
func (c *Card) bands() int {
	per := max(c.columns(), 1)
	return max(1, min(int((c.body().H+12)/(c.rows()*rowH+below)), (len(c.samples)+per-1)/per))
}

// rows is how many numbers an example has.
func (c *Card) rows() float64 {
	if len(c.samples) > 0 && c.samples[0].says == "" {
		return 3
	}
	return 4
}

// pitch is the height of a row: they spread over the card.
func (c *Card) pitch() float64 {
	return min(max(((c.body().H+12)/float64(c.bands())-below)/c.rows(), rowH), rowMax)
}

// band is the height of examples side by side, with the room below them.
func (c *Card) band() float64 { return c.rows()*c.pitch() + below }

// The rows of the examples.
const (
	rowWanted = iota
	rowSays
	rowOutput
	rowShare
)

// row is where among the rows on view one stands, −1: it is not to be seen.
func (c *Card) row(i int) int {
	switch says := len(c.samples) > 0 && c.samples[0].says != ""; {
	case i == rowSays && !says, i == rowShare && c.part < Loss:
		return -1
	case i > rowSays && !says:
		return i - 1
	}
	return i
}

// cell is where row i of example k stands.
func (c *Card) cell(body paint.Rect, i, k int) paint.Rect {
	per := max(c.columns(), 1)
	w := column
	if per == len(c.samples) {
		w = min((body.W-label)/float64(per), wide)
	}
	return paint.Rect{X: body.X + label + w*float64(k%per), Y: body.Y + c.band()*float64(k/per) + c.pitch()*float64(c.row(i)), W: w - 4, H: c.pitch()}
}

// bar is where layer k's gradient stands.
func (c *Card) bar(body paint.Rect, k int) paint.Rect {
	w := body.W / float64(max(len(c.layers), 1))
	return paint.Rect{X: body.X + w*float64(k), Y: body.Y, W: w, H: math.Min(body.H, 190)}
}

// Draw paints the parts that are done.
func (c *Card) Draw(cv *paint.Canvas, t *theme.Theme) {
	x := &c.texts
	cv.Text(x.title, c.at.X, c.at.Y+8, t.BodyBold(), paint.Left)
	if c.part >= Loss {
		cv.Text(x.loss, c.at.Right(), c.at.Y+8, t.NumberBold(), paint.Right)
	}
	c.Text.Draw(cv, t, t.Muted)
	body := c.body()
	cv.PushClip(body)
	defer cv.PopClip()
	if c.part >= Gradient {
		c.drawGradient(cv, t, body)
		return
	}
	n := c.shown()
	for k := 0; k < n; k += c.columns() {
		for i, name := range x.rows {
			if c.row(i) >= 0 {
				cv.Text(name, body.X, c.cell(body, i, k).Y+c.pitch()/2, t.Tiny(), paint.Left)
			}
		}
	}
	for k := range n {
		c.drawSample(cv, t, body, k)
	}
	if x.more != "" && n > 0 {
		r := c.cell(body, rowWanted, n-1)
		cv.Text(x.more, r.Right()+10, r.Y+r.H/2, t.Tiny(), paint.Left)
	}
}

func (c *Card) drawSample(cv *paint.Canvas, t *theme.Theme, body paint.Rect, k int) {
	s := &c.samples[k]
	st := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}
	said := t.Bad
	if s.right {
		said = t.Good
	}
	for i, what := range [rowShare + 1]struct {
		text string
		font paint.Font
		col  paint.Color
	}{{s.wanted, paint.Mono, t.Muted}, {s.says, paint.MonoBold, said}, {s.output, paint.Mono, t.Text}, {s.share, paint.MonoBold, t.GradientInk}} {
		if c.row(i) < 0 {
			continue
		}
		r := c.cell(body, i, k)
		st.Font, st.Color = what.font, what.col
		cv.Text(what.text, r.Right(), r.Y+r.H/2, st, paint.Right)
	}
	r := c.cell(body, rowShare, k)
	if bar := (paint.Rect{X: r.X + 4, Y: r.Bottom() + 2, W: r.W - 4, H: 5}); c.part >= Loss && bar.Bottom() <= body.Bottom() {
		cv.RoundRect(bar, 2, t.Track)
		bar.W *= s.level
		cv.RoundRect(bar, 2, t.Gradient)
	}
}

func (c *Card) drawGradient(cv *paint.Canvas, t *theme.Theme, body paint.Rect) {
	st := paint.Style{Font: paint.Mono, Size: 11, Color: t.GradientInk}
	name := paint.Style{Font: paint.Mono, Size: 10.5, Color: t.Muted}
	for k := range c.layers {
		l := &c.layers[k]
		r := c.bar(body, k)
		tall := r.H - 34
		x, _ := r.Center()
		w := math.Min(r.W*0.5, 28)
		foot := r.Bottom() - 32
		cv.RoundRect(paint.Rect{X: x - w/2, Y: foot - tall, W: w, H: tall}, 2, t.Track)
		h := math.Max(tall*l.level, 1)
		cv.RoundRect(paint.Rect{X: x - w/2, Y: foot - h, W: w, H: h}, 2, t.Gradient)
		st, text := st, l.text
		if paint.Measure(text, st) > r.W-4 {
			st.Size = theme.SizeCell
		}
		if paint.Measure(text, st) > r.W-3 {
			text = l.brief
		}
		cv.Text(text, x, foot+10, st, paint.Center)
		cv.Text(paint.Elide(l.name, r.W-4, name), x, foot+24, name, paint.Center)
	}
}

// Cells are the numbers on the card; run is which run of the scene's it is.
func (c *Card) Cells(dst []inspect.Cell, of *inspect.Runs, run int) []inspect.Cell {
	if !c.Shown() || c.at.W < column || c.at.H < rowH {
		return dst
	}
	r, body := &c.Rehearsal, c.body()
	inside := func(at paint.Rect) paint.Rect { return at.Intersect(body) }
	if c.part >= Loss {
		dst = of.Put(dst, c.lossAt(), run, r.Loss.ID(), 0)
	}
	if c.part >= Gradient {
		for k := range c.layers {
			dst = of.Put(dst, inside(c.bar(body, k)), run, c.layers[k].id, 0)
		}
		return dst
	}
	for k := range c.shown() {
		dst = of.Put(dst, inside(c.cell(body, rowOutput, k)), run, r.Y.ID(), c.samples[k].node)
		if c.part >= Loss {
			dst = of.Put(dst, inside(c.cell(body, rowShare, k)), run, r.Loss.ID(), 0)
		}
	}
	return dst
}
