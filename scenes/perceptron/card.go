package perceptron

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// card holds what is written beside the plane, made in Update from the record.
type card struct {
	title, why, formula string
	rows                []line
	head                [5]string
	table               []row
	figures             []inspect.Figure // of why
	tally               string
	chart, proof        string
	scale               string

	gradient int // which of ∂L/∂w₁, ∂L/∂w₂, ∂L/∂b is unfolded, or −1

	box                                   paint.Rect
	whyAt, rowsAt, tableAt, chartAt, why2 paint.Rect
	lineH, rowH                           float64
	rounds                                []int // mistakes of each round so far
	loss                                  []paint.Point
}

// line is one number worked out: its name, how it is made, what it is.
type line struct {
	symbol, made, value string
	v                   float64
	sum                 bool
	of                  inspect.Origin
}

// row is one point of the table.
type row struct {
	cells [5]string
	point int
	right bool
}

const longestTable = 6

func shown(v float64) string { return plot.Format(v) }

// signed is a number in a product: negative ones in brackets.
func signed(v float64) string { return plot.Bracketed(shown(v)) }

func (c *card) fill(s *Scene) {
	c.rows, c.table, c.figures = c.rows[:0], c.table[:0], c.figures[:0]
	c.formula, c.proof, c.tally = "", "", ""
	l := s.last()
	if c.gradient >= 0 && (l == nil || !s.soft) {
		c.gradient = -1
	}
	switch i := s.plane.focus(); {
	case i >= 0 && i < len(s.pts):
		c.unfoldPoint(s, i)
	case s.Part > substep.None:
		c.unveil(s, s.subject())
	case l == nil:
		c.welcome(s)
	case s.soft && c.gradient >= 0:
		c.unfoldGradient(s, l)
	case s.soft:
		c.unfoldStep(s, l, "− η·∂L/∂w", "−")
		at := strconv.Itoa(s.at)
		c.title = i18n.T("梯度下降第 "+at+" 步", "Gradient step "+at).In(s.lang)
		c.why = i18n.T("所有点一起说话：每个点按 p − y 出力。点一行看它的各项。", "All points pull at once, each as hard as p − y. Tap a line for its terms.").In(s.lang)
	default:
		c.mistake(s, l)
	}
	c.fillTable(s)
	c.fillChart(s)
	c.scale = i18n.T("箭头按一半长画", "arrow at half length").In(s.lang)
	c.layout(s)
	c.placeLoss(s)
}

// focus is the point that the card speaks of.
func (p *plane) focus() int {
	if p.held.kind != nothing && p.held.kind != gripPoint {
		return -1
	}
	if p.hover >= 0 {
		return p.hover
	}
	return p.picked
}

func (c *card) welcome(s *Scene) {
	w := s.now()
	c.title = i18n.T("三个数，一条线", "Three numbers, one line").In(s.lang)
	c.why = i18n.T("z = w₁x₁ + w₂x₂ + b。z > 0 的一边答 +1，另一边答 −1；线就是 z = 0。三个输入，线成了平面；再多，就是超平面。",
		"z = w₁x₁ + w₂x₂ + b. Where z > 0 the answer is +1, elsewhere −1; the line is z = 0. A third input would make it a plane, more a hyperplane.").In(s.lang)
	if s.soft {
		c.why = i18n.T("阶跃换成 σ，就是逻辑回归：p = σ(z) 是答 1 的概率，线是 p = ½。",
			"With σ for the step this is logistic regression: p = σ(z) is the probability of 1, the line is p = ½.").In(s.lang)
	}
	in := [3]inspect.Origin{inspect.Of(runPoints, 1, 0), inspect.Of(runPoints, 1, 1), inspect.Of(runPoints, 2, 0)} // as the probe writes them
	for i, v := range [3]float64{w.w1, w.w2, w.b} {
		if len(s.pts) == 0 {
			in[i] = inspect.Origin{}
		}
		c.rows = append(c.rows, line{symbol: weightNames[i], value: shown(v), v: v, of: in[i]})
	}
}

var weightNames = [3]string{"w₁", "w₂", "b"}

// mistake is one correction: which point was wrong, and what it did to the weights.
func (c *card) mistake(s *Scene, l *step) {
	c.unfoldStep(s, l, "+ η·y·x", "+")
	p := s.pts[l.point]
	at, where := strconv.Itoa(s.at), "("+shown(p.x1)+", "+shown(p.x2)+")"
	y, z := answer(p.y), shown(l.at(l.ids.z, 0))
	c.figures = append(c.figures, inspect.Figure{Text: y, Of: inspect.Of(runStep, l.ids.y, 0)}, inspect.Figure{Text: z, Of: inspect.Of(runStep, l.ids.z, 0)})
	c.title = i18n.T("第 "+at+" 次出错："+where, "Mistake "+at+": "+where).In(s.lang)
	c.why = i18n.T("要的是 "+y+"，得分 z = "+z+"，错了：把 w "+map[bool]string{true: "拉向", false: "推离"}[p.y > 0]+"这个点。",
		"Wanted "+y+", score z = "+z+": wrong. So w is "+map[bool]string{true: "pulled towards", false: "pushed away from"}[p.y > 0]+" the point.").In(s.lang)
}

func answer(y float64) string {
	if y > 0 {
		return "+1"
	}
	return "−1"
}

// wanted is the answer that a point asks for: +1 or −1 for the rule, class 1 or
// 0 for the cross-entropy.
func (s *Scene) wanted(y float64) string {
	switch {
	case !s.soft:
		return answer(y)
	case y > 0:
		return "1"
	}
	return "0"
}

// unfoldStep writes old + η·y·x = new for the three numbers.
func (c *card) unfoldStep(s *Scene, l *step, change, sign string) {
	c.formula = "w ← w " + change
	old := [3]float64{l.before.w1, l.before.w2, l.before.b}
	fresh := [3]float64{l.after.w1, l.after.w2, l.after.b}
	eta := l.at(l.ids.eta, 0)
	for i := range weightNames {
		made := shown(old[i]) + " " + sign + " " + shown(eta)
		if s.soft {
			made += " × " + signed(l.slope(i))
		} else {
			made += " × " + signed(l.at(l.ids.y, 0))
			if i < 2 {
				made += " × " + signed(l.at(l.ids.x, i))
			}
		}
		of := inspect.Of(runStep, l.ids.newW, i)
		if i == 2 {
			of = inspect.Of(runStep, l.ids.newB, 0)
		}
		c.rows = append(c.rows, line{symbol: weightNames[i], made: made, value: shown(fresh[i]), v: fresh[i], of: of})
	}
}

// slope is ∂L/∂w₁, ∂L/∂w₂ or ∂L/∂b of a gradient step.
func (s *step) slope(i int) float64 {
	if i == 2 {
		return s.tr.Nodes[s.ids.b].Grad[0]
	}
	return s.tr.Nodes[s.ids.w].Grad[i]
}

// unfoldGradient writes the terms of one slope: what each point contributes.
func (c *card) unfoldGradient(s *Scene, l *step) {
	g := c.gradient
	c.formula = "∂L/∂" + weightNames[g] + " = Σ x·∂L/∂z"
	if g == 2 {
		c.formula = "∂L/∂b = Σ ∂L/∂z"
	}
	c.title = "∂L/∂" + weightNames[g]
	c.why = i18n.T("每个点一项，∂L/∂z 是 (p − y)/n。", "One term a point; ∂L/∂z is (p − y)/n.").In(s.lang)
	z, x := l.tr.Nodes[l.ids.z].Grad, l.tr.Nodes[l.ids.x].Value
	for i := range s.pts {
		if i == longestTable-1 && len(s.pts) > longestTable {
			c.rows = append(c.rows, line{symbol: "…", made: "+ " + strconv.Itoa(len(s.pts)-i)})
			break
		}
		d := line{symbol: "(" + shown(s.pts[i].x1) + ", " + shown(s.pts[i].x2) + ")", made: shown(z[i]), v: z[i]}
		if g < 2 {
			d.made, d.v = shown(x[2*i+g])+" × "+signed(z[i]), l.share(i, g)
		}
		d.value, d.of = shown(d.v), l.gradient(g)
		c.rows = append(c.rows, d)
	}
	c.rows = append(c.rows, line{symbol: "∂L/∂" + weightNames[g], made: "Σ", value: shown(l.slope(g)), v: l.slope(g), sum: true, of: l.gradient(g)})
}

// gradient is where the slope of weight g comes from.
func (s *step) gradient(g int) inspect.Origin {
	of := inspect.Of(runStep, s.ids.w, g)
	if g == 2 {
		of = inspect.Of(runStep, s.ids.b, 0)
	}
	return of.Gradient()
}

// share is the term that point i has in the slope of weight g.
func (s *step) share(i, g int) float64 {
	return s.tr.Nodes[s.ids.x].Value[2*i+g] * s.tr.Nodes[s.ids.z].Grad[i]
}

// unfoldPoint writes the score of one point, as the engine explains it.
func (c *card) unfoldPoint(s *Scene, i int) {
	p := s.pts[i]
	c.title = i18n.T("点", "Point").In(s.lang) + " (" + shown(p.x1) + ", " + shown(p.x2) + ")"
	c.formula = "z = w₁x₁ + w₂x₂ + b"
	for k, t := range s.eval.terms(i) {
		d := line{symbol: weightNames[min(k, 2)], v: t.Value, value: shown(t.Value), of: inspect.Of(runPoints, s.eval.zID, i)}
		if len(t.Factors) == 2 {
			d.symbol += "·x" + weightNames[k][1:]
			d.made = signed(t.Factors[0].Value) + " × " + signed(t.Factors[1].Value)
		}
		c.rows = append(c.rows, d)
	}
	z, y := s.eval.score(i), s.wanted(p.y)
	c.rows = append(c.rows, line{symbol: "z", made: "Σ", value: shown(z), v: z, sum: true, of: inspect.Of(runPoints, s.eval.zID, i)})
	if s.soft {
		c.rows = append(c.rows, line{symbol: "p", made: "σ(" + shown(z) + ")", value: shown(s.eval.answer(i)), v: s.eval.answer(i), of: inspect.Of(runPoints, s.eval.outID, i)})
		c.why = i18n.T("要的是 "+y+"；p 是答 1 的概率。", "Wanted "+y+"; p is the probability of 1.").In(s.lang)
		return
	}
	got := answer(s.eval.answer(i))
	verdict := i18n.T("对。", "right.")
	switch {
	case !s.right(i) && z == 0:
		verdict = i18n.T("压在线上也算错。", "on the line counts as wrong.")
	case !s.right(i):
		verdict = i18n.T("错。", "wrong.")
	}
	c.why = i18n.T("要 "+y+"，答 "+got+"："+verdict.ZH, "Wanted "+y+", answered "+got+": "+verdict.EN).In(s.lang)
}

// cell is a number of the table: two decimals at most, the rest when unfolded.
func cell(v float64) string { return shown(math.Round(v*100) / 100) }

func (c *card) fillTable(s *Scene) {
	right := strconv.Itoa(s.eval.rights())
	n := strconv.Itoa(len(s.pts))
	c.tally = i18n.T("答对 "+right+" / "+n, "Right: "+right+" of "+n).In(s.lang)
	if len(s.pts) > longestTable {
		return
	}
	c.head = [5]string{"x₁", "x₂", "y", "z", i18n.T("答", "out").In(s.lang)}
	if s.soft {
		c.head[4] = "p"
	}
	for i, p := range s.pts {
		r := row{point: i, right: s.right(i)}
		r.cells = [5]string{shown(p.x1), shown(p.x2), s.wanted(p.y), cell(s.eval.score(i)), answer(s.eval.answer(i))}
		if s.soft {
			r.cells[4] = cell(s.eval.answer(i))
		}
		c.table = append(c.table, r)
	}
}

func (c *card) fillChart(s *Scene) {
	h := s.past
	c.rounds = h.happened(c.rounds, s.at)
	xor := s.data.Value() == "xor"
	if s.soft {
		name := i18n.T("损失（交叉熵）：", "Loss (cross-entropy): ")
		if s.phone {
			name = i18n.T("损失 ", "loss ")
		}
		c.chart = name.In(s.lang) + shown(s.eval.loss())
		if xor && s.at == len(h.steps) {
			c.proof = i18n.T("一条线能给 XOR 的最好答案：处处 p = ½，损失 = ln 2 = 0.6931。", "The best one line can do for XOR: p = ½ everywhere, loss = ln 2 = 0.6931.").In(s.lang)
		}
		return
	}
	c.chart = i18n.T("每轮出错次数", "Mistakes per round").In(s.lang)
	switch {
	case s.at == 0:
		c.chart = ""
		c.proof = i18n.T("规则：依次看每个点，y·z ≤ 0 就算错；错一次，w 加上 η·y·x，b 加上 η·y。",
			"The rule: look at the points in turn. Where y·z ≤ 0 it is wrong: add η·y·x to w and η·y to b.").In(s.lang)
	case xor && s.last().pass > 1:
		c.proof = i18n.T("为什么停不了：(0,1) 和 (1,0) 要 w₁+w₂+2b>0，(0,0) 和 (1,1) 却要 ≤ 0。",
			"Why it never ends: (0,1) and (1,0) ask for w₁+w₂+2b > 0, (0,0) and (1,1) for ≤ 0. Both cannot be.").In(s.lang)
	case s.at == len(h.steps) && len(s.pts) > 0:
		end := s.ending()
		c.proof = end.In(s.lang)
	}
}

func (c *card) describe() string {
	t := c.title + ". " + c.why + " " + c.formula + ". "
	for _, r := range c.rows {
		t += r.symbol + " = "
		if r.made != "" {
			t += r.made + " = "
		}
		t += r.value + ". "
	}
	return t + c.tally + ". " + c.proof
}

// handleCard: tapping a row of the table unfolds its point, tapping a line of
// a gradient step its terms.
func (s *Scene) handleCard(ev ui.Event) bool {
	c := &s.card
	if ev.Kind != ui.PointerDown || ev.Button != 0 {
		return ev.Kind == ui.PointerUp
	}
	if i := int((ev.Y-c.tableAt.Y)/c.rowH) - 1; c.tableAt.Contains(ev.X, ev.Y) && i >= 0 && i < len(c.table) {
		c.gradient = -1
		s.plane.pick(c.table[i].point)
		return true
	}
	if !s.soft || s.at == 0 || s.Part > substep.None || !c.rowsAt.Contains(ev.X, ev.Y) || s.plane.picked >= 0 {
		return false
	}
	i := int((ev.Y-c.rowsAt.Y)/c.lineH) - 1
	if c.gradient >= 0 {
		c.gradient = -1
	} else if i >= 0 && i < len(weightNames) {
		c.gradient = i
	}
	s.stale = true
	return true
}
