package zoom

import (
	"fmt"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// card says what the present step does, with the numbers of the gate in focus:
// the same at every level.
type card struct {
	title, where, why string
	words             prose.Block // why, with its phrases
	rows              []row
	say               string
	titleW            float64
	pattern           int                         // of the patterns, or −1
	checks            map[trace.Ref]inspect.Check // made for this run
}

// row is one sum: in symbols, in figures, and what came out.
type row struct {
	symbols, figures, result string
	grad                     bool
	ref                      trace.Ref
	check                    string // what nudging the number found
	state                    verdict
}

// The patterns of the panel, as gates.patternKinds has them.
const (
	patternShares = iota
	patternRoutes
	patternSwaps
	patternCopies
	patternGates
)

// Pattern is the pattern that is at work now, by its place in the panel's list, or −1.
func (s *Zoom) Pattern() int { return s.card.pattern }

func (c *card) fill(s *Zoom) {
	e := s.present()
	k, block := s.kindSeen(e)
	lo := loreOf(k, block)
	l := s.lang
	c.rows, c.pattern = c.rows[:0], -1
	elsewhere := s.level() < cnnLevel && (k == denselyBack || block >= 0 && block != s.n.block) && !blocks[s.n.block].dense
	if elsewhere {
		lo = &arrived
	}
	c.title, c.where = lo.title.In(l), s.n.name(l)
	c.why = prose.Live(lo.why.In(l), func(thing string) bool { return thing == "patterns" || !s.where(thing).Empty() })
	c.titleW = paint.Measure(c.title, paint.Style{Font: paint.SansBold, Size: theme.SizeH2})
	if elsewhere {
		c.result("∂L/∂p", "", s.n.gp, true, s.run.ref(gradient, blocks[s.n.block].p, s.n.pCell()))
	} else {
		n := &s.n
		if block >= 0 && block != n.block { // at the CNN level: the other layer's strongest neuron speaks
			n = &s.other
			n.open(s.run, s.run.strongest(block))
			c.where = n.name(l)
		}
		c.of(s, n, k)
	}
	var b strings.Builder
	b.WriteString(c.title + ". " + prose.Plain(c.why))
	for _, r := range c.rows {
		b.WriteString(" " + r.symbols + r.figures + " = " + r.result)
		if r.check != "" {
			b.WriteString(" (" + r.check + ")")
		}
		b.WriteString(".")
	}
	c.say = b.String()
}

// result adds a row.
func (c *card) result(symbols, figures string, v float64, grad bool, ref trace.Ref) {
	r := row{symbols: symbols, figures: figures, result: number.Precise(v), grad: grad, ref: ref}
	if k, ok := c.checks[ref]; ok && grad {
		r.set(k)
	}
	c.rows = append(c.rows, r)
}

// of writes the rows of an event.
func (c *card) of(s *Zoom, n *neuron, k kind) {
	r := s.run
	b, l := &blocks[n.block], s.lang
	g := n.gate()
	p, sg := number.Precise, func(v float64) string { return number.Signed(number.Precise(v)) }
	q := trace.Ref{Node: -1}
	zv, zg := r.ref(value, b.z, n.zCell()), r.ref(gradient, b.z, n.zCell())
	switch k {
	case multiplies:
		c.result("q = w × x", "= "+p(g.wv)+" × "+sg(g.xv), g.q, false, q)
	case adds:
		c.result("z = q + "+n.restWords(l), "= "+p(g.q)+" + "+sg(n.others), n.z, false, zv)
	case opens:
		c.result("a = ReLU(z)", "= ReLU("+p(n.z)+")", n.a, false, r.ref(value, b.a, n.zCell()))
	case chooses:
		c.result("p = max(a, …)", "= max("+p(n.pool[0])+", "+p(n.pool[1])+", "+p(n.pool[2])+", "+p(n.pool[3])+")", n.p, false, r.ref(value, b.p, n.pCell()))
	case densely, scores:
		d := r.prediction()
		c.where = fmt.Sprintf(i18n.T("得分最高的是 %d", "the highest score is that of %d").In(s.lang), d)
		c.result("s("+itoa(d)+")", "", r.values(value, logits)[d], false, r.ref(value, logits, d))
	case measures:
		c.loss(s)
	case seeds:
		d := s.label
		if n.block == scoreBlock && s.level() < cnnLevel {
			d = n.m
		}
		pr := r.values(value, probs)[d]
		c.where = fmt.Sprintf(i18n.T("标签：%d", "label: %d").In(s.lang), d)
		is := "0"
		if d == s.label {
			is = "1"
		}
		c.result("∂L/∂s("+itoa(d)+") = p("+itoa(d)+") − "+is, "= "+p(pr)+" − "+is, r.values(gradient, logits)[d], true, r.ref(gradient, logits, d))
	case scoresBack, denselyBack:
		c.pattern = patternCopies
		if n.block == fullBlock && s.level() < cnnLevel {
			c.result(i18n.T("∂L/∂a = 10 个得分送回的之和", "∂L/∂a = sum over 10 scores").In(s.lang), "= "+n.firstShares(), n.ga, true, r.ref(gradient, dense, n.m))
			return
		}
		c.where = i18n.T("全连接层", "dense layers").In(s.lang)
	default:
		c.back(s, n, k, zg)
	}
}

// loss is −ln of the probability of the label.
func (c *card) loss(s *Zoom) {
	r, d := s.run, s.label
	pr := r.values(value, probs)[d]
	c.where = fmt.Sprintf(i18n.T("标签：%d，网络读成 %d", "label: %d, read as %d").In(s.lang), d, r.prediction())
	c.result("L = −ln p("+itoa(d)+")", "= −ln "+number.Precise(pr), r.values(value, loss)[0], false, r.ref(value, loss, 0))
}

// back writes local × upstream = downstream for the gates of a block.
func (c *card) back(s *Zoom, n *neuron, k kind, zg trace.Ref) {
	r := s.run
	b := &blocks[n.block]
	g := n.gate()
	p, sg := number.Precise, func(v float64) string { return number.Signed(number.Precise(v)) }
	q := trace.Ref{Node: -1}
	c.pattern = patternOf(k)
	switch k {
	case routes:
		local := "0"
		if n.mine == n.winner {
			local = "1"
		}
		c.result("∂L/∂a = ["+i18n.T("a 赢了", "a wins").In(s.lang)+"] × ∂L/∂p", "= "+local+" × "+sg(n.gp), n.ga, true, r.ref(gradient, b.a, n.zCell()))
	case gates:
		local := "0"
		if n.z > 0 {
			local = "1"
		}
		c.result("∂L/∂z = [z > 0] × ∂L/∂a", "= "+local+" × "+sg(n.ga), n.gz, true, zg)
	case sharesOut:
		c.result("∂L/∂q = 1 × ∂L/∂z", "= 1 × "+sg(n.gz), n.gz, true, zg)
		c.result("∂L/∂b += 1 × ∂L/∂z", "= 1 × "+sg(n.gz), n.gz, true, zg)
	case swaps:
		c.result("∂L/∂w += x × ∂L/∂q", "= "+p(g.xv)+" × "+sg(n.gz), g.toW, true, q)
		c.result("∂L/∂x += w × ∂L/∂q", "= "+p(g.wv)+" × "+sg(n.gz), g.toX, true, q)
	case sums:
		side := b.side * b.side
		w := r.values(gradient, b.w)[n.wCell()]
		x := r.values(gradient, b.src)[n.xCell()]
		if b.dense { // used once
			c.result("∂L/∂w = x × ∂L/∂q", "= "+p(g.toW), w, true, r.ref(gradient, b.w, n.wCell()))
			from := i18n.T("∂L/∂x = %d 个神经元送回的之和", "∂L/∂x = sum over %d neurons")
			if n.block == scoreBlock {
				from = i18n.T("∂L/∂x = %d 个得分送回的之和", "∂L/∂x = sum over %d scores")
			}
			c.result(fmt.Sprintf(from.In(s.lang), b.out), "= "+p(g.toX)+" + …", x, true, r.ref(gradient, b.src, n.xCell()))
			return
		}
		c.result(fmt.Sprintf(i18n.T("∂L/∂w = %d 处之和", "∂L/∂w = sum of %d uses").In(s.lang), side), "= "+p(g.toW)+" + …", w, true, r.ref(gradient, b.w, n.wCell()))
		c.result(i18n.T("∂L/∂x = 看到它的神经元之和", "∂L/∂x = sum over neurons").In(s.lang), "= "+p(g.toX)+" + …", x, true, r.ref(gradient, b.src, n.xCell()))
	}
}

// firstShares writes the first of the ten shares that add up to the gradient of a
// dense neuron.
func (n *neuron) firstShares() string {
	out := number.Precise(n.poolGrad[0])
	for _, v := range n.poolGrad[1:3] {
		out += " + " + number.Signed(number.Precise(v))
	}
	return out + " + …"
}

func patternOf(k kind) int {
	switch k {
	case routes:
		return patternRoutes
	case gates:
		return patternGates
	case sharesOut:
		return patternShares
	case swaps:
		return patternSwaps
	case sums:
		return patternCopies
	}
	return -1
}

// fitWords lays out what the card says.
func (s *Zoom) fitWords(t *theme.Theme) {
	r := s.unfold.Rect()
	in, y := r.InsetXY(20, 14), 22.0
	if s.geo.phone {
		in, y = r.InsetXY(14, 11), 42
	}
	s.card.words.Fit(s.card.why, paint.Rect{X: in.X, Y: in.Y + y, W: in.W}, t.Small(), 19)
}

const rowHeight = 26.0

func mathStyle(t *theme.Theme) paint.Style {
	return paint.Style{Font: paint.Math, Size: 15, Color: t.Text}
}

// drawCard paints the card: title, where, one sentence, the sums.
func (s *Zoom) drawCard(c *paint.Canvas, lk *ui.Look) {
	t, k := lk.Theme, &s.card
	r := s.unfold.Rect()
	ui.Card(c, t, r)
	c.PushClip(r)
	defer c.PopClip()
	in := r.InsetXY(20, 14)
	if s.geo.phone {
		in = r.InsetXY(14, 11)
	}
	y := in.Y + 9
	c.Text(k.title, in.X, y, t.H2(), paint.Left)
	if s.geo.phone {
		y += 20
		c.Text(paint.Elide(k.where, in.W, t.Tiny()), in.X, y, t.Tiny(), paint.Left)
	} else {
		c.Text(paint.Elide(k.where, in.W-k.titleW-24, t.Small()), in.Right(), y, t.Small(), paint.Right)
	}
	k.words.Draw(c, t, t.Small().Color)
	for i := range k.rows {
		s.drawRow(c, t, in, s.rowRect(i).Y+rowHeight/2, &k.rows[i])
	}
}

// rowPitch is the height of a row: two lines on a phone.
func (s *Zoom) rowPitch() float64 {
	if s.geo.phone {
		return 40
	}
	return rowHeight
}

func (s *Zoom) drawRow(c *paint.Canvas, t *theme.Theme, in paint.Rect, y float64, r *row) {
	ink := t.PositiveInk
	if r.grad {
		ink = t.GradientInk
	}
	st := mathStyle(t)
	strong := paint.Style{Font: paint.MonoBold, Size: 16, Color: ink}
	figures := paint.Style{Font: paint.Mono, Size: 13, Color: t.Muted}
	if s.geo.phone {
		c.Text(paint.Elide(r.symbols, in.W-90, st), in.X, y, st, paint.Left)
		c.Text(r.result, in.Right(), y, strong, paint.Right)
		c.Text(paint.Elide(r.figures, in.W, figures), in.X+12, y+18, figures, paint.Left)
		r.drawCheck(c, t, in.Right(), y+18)
		return
	}
	c.Text(r.symbols, in.X, y, st, paint.Left)
	c.Text(paint.Elide(r.figures, in.W*0.42, figures), in.X+in.W*0.44, y, figures, paint.Left)
	r.drawCheck(c, t, in.Right()-100, y)
	c.Text("=", in.Right()-86, y, st.With(t.Muted), paint.Center)
	c.Text(r.result, in.Right(), y, strong, paint.Right)
}

// rowRect is where the i-th row stands.
func (s *Zoom) rowRect(i int) paint.Rect {
	r := s.unfold.Rect()
	h := s.rowPitch() * float64(len(s.card.rows)-i)
	return paint.Rect{X: r.X, Y: r.Bottom() - 9 - h, W: r.W, H: s.rowPitch()}
}
