package descent

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
)

// curving is the curvature at the ball, number by number on a tape: the second
// derivatives by central differences of gradients that were recorded beside it,
//
//	H = (g₊ − g₋)/(x₊ − x₋),  λ = (H₁₁ + H₂₂)/2 ± √(((H₁₁ − H₂₂)/2)² + H₁₂²),
//
// and what the learning rate makes of it: each step leaves |1 − η·λ₁| of the
// distance along the steepest direction, which is less than before below 2/λ₁.
type curving struct {
	beside [2][2]sample // the runs beside the ball: by axis, ahead and behind
	tape   *grad.Tape
	tr     trace.Trace
	at     [2][2]int    // where they are along the axis, as nodes of the record
	g      [2][2][2]int // and both gradients there
	hess   [4]int
	eigen  [2]int
	eta    [2]int // η·λ
	left   int    // |1 − η·λ₁|
	limit  int    // 2/λ₁, −1 where nothing curves up
	known  bool
}

// look runs the surface beside a point. span is half the width of what is shown.
func (c *curving) look(of surface, at [2]float64, span, lr float64) {
	for a := range c.beside {
		for k, sign := range [2]float64{1, -1} {
			to := at
			to[a] += sign * span / 256
			c.beside[a][k].look(of, to, nil)
		}
	}
	if c.tape == nil {
		c.tape = grad.NewTape()
		c.tape.NoGrad = true
	}
	c.tape.Reset()
	c.run(c.tape, lr)
	c.tape.Record(&c.tr)
	c.known = true
}

func (c *curving) run(t *grad.Tape, lr float64) {
	var h [2][2]*grad.Var
	for a := range h {
		h[a] = c.slopes(t, a)
	}
	two := t.Scalar("2", 2)
	mixed := grad.Div(grad.Add(h[0][1], h[1][0]), two).Named("H₁₂")
	c.hess = [4]int{h[0][0].ID(), mixed.ID(), mixed.ID(), h[1][1].ID()}
	mean := grad.Div(grad.Add(h[0][0], h[1][1]), two).Named("(H₁₁ + H₂₂)/2")
	apart := grad.Div(grad.Sub(h[0][0], h[1][1]), two).Named("(H₁₁ − H₂₂)/2")
	root := grad.Sqrt(grad.Add(grad.Square(apart), grad.Square(mixed))).Named("√")
	first, second := grad.Add(mean, root).Named("λ₁"), grad.Sub(mean, root).Named("λ₂")
	c.eigen = [2]int{first.ID(), second.ID()}
	rate := t.Scalar("η", lr)
	jump := grad.Mul(rate, first).Named("η·λ₁")
	c.eta = [2]int{jump.ID(), grad.Mul(rate, second).Named("η·λ₂").ID()}
	c.left = grad.Abs(grad.Sub(t.Scalar("1", 1), jump).Named("1 − η·λ₁")).Named("|1 − η·λ₁|").ID()
	if c.limit = -1; first.Item() > 0 {
		c.limit = grad.Div(two, first).Named("2/λ₁").ID()
	}
}

// slopes is how both gradients change along an axis.
func (c *curving) slopes(t *grad.Tape, a int) (h [2]*grad.Var) {
	number := [2]string{"₁", "₂"}
	side := [2]string{"₊", "₋"}
	var at [2]*grad.Var
	var g [2][2]*grad.Var
	for k := range c.beside[a] {
		run := &c.beside[a][k]
		at[k] = t.Scalar("x"+number[a]+side[k], run.place()[a])
		c.at[a][k] = at[k].ID()
		for b, v := range run.gradient() {
			g[k][b] = t.Scalar("g"+number[b]+side[k], v)
			c.g[a][k][b] = g[k][b].ID()
		}
	}
	apart := grad.Sub(at[0], at[1]).Named("Δx" + number[a])
	for b := range h {
		name := "Δg" + number[b]
		h[b] = grad.Div(grad.Sub(g[0][b], g[1][b]).Named(name), apart).Named(name + "/Δx" + number[a])
	}
	return h
}

// of is a number of the record.
func (c *curving) of(node int) float64 { return c.tr.Nodes[node].Value[0] }

// lookCurving runs the surface beside the ball, where the card shows how it
// curves there.
func (s *Scene) lookCurving(m *moment) {
	s.curving.known = false
	if s.tab.Value() == tabShape && !m.lost() {
		s.curving.look(s.of, m.at, s.relief.win.hx, m.lr)
	}
}

// tellShape speaks of the curvature where the ball stands.
func (s *Scene) tellShape() {
	t, l, h := &s.texts, s.lang, &s.curving
	if t.judged = [3]inspect.Figure{}; !h.known {
		t.hess, t.eig = [4]string{"—", "—", "—", "—"}, [2]string{"—", "—"}
		t.verdict = i18n.T("发散了：没有数可量。", "It has diverged: there are no numbers to measure.").In(l)
		t.etaV = [2]float64{math.NaN(), math.NaN()}
		return
	}
	size := math.Max(math.Abs(h.of(h.eigen[0])), math.Abs(h.of(h.eigen[1])))
	for i, node := range h.hess {
		t.hess[i] = short(chop(h.of(node), size))
	}
	for k := range 2 {
		t.eig[k] = short(chop(h.of(h.eigen[k]), size))
		t.etaV[k] = h.of(h.eta[k])
		t.eta[k] = short(chop(t.etaV[k], 1))
	}
	t.limit = "—"
	if h.limit >= 0 {
		t.limit = short(h.of(h.limit))
	}
	e, f, top := t.eta[0], short(h.of(h.left)), t.etaV[0]
	for i, of := range [3]struct {
		text string
		node int
	}{{e, h.eta[0]}, {f, h.left}, {t.limit, h.limit}} {
		t.judged[i] = inspect.Figure{Text: of.text, Of: inspect.Of(runCurving, of.node, 0)}
	}
	switch {
	case h.limit < 0:
		t.verdict = i18n.T("这里没有一个方向向上弯，谈不上越过谷底。", "Nothing curves up here, so there is no valley to jump across.").In(l)
	case top > 2:
		t.verdict = i18n.T("η·λ₁ = "+e+" > 2：沿最陡的方向，每步都越过谷底，离得更远（"+f+" 倍）。η 要小于 2/λ₁ = "+t.limit+"。",
			"η·λ₁ = "+e+" > 2: along the steepest direction every step jumps across and lands "+f+" times as far off. Keep η below 2/λ₁ = "+t.limit+".").In(l)
	case top > 1:
		t.verdict = i18n.T("η·λ₁ = "+e+"，在 1 和 2 之间：来回跳过谷底，但每步距离只剩 "+f+" 倍。到 2/λ₁ = "+t.limit+" 就会发散。",
			"η·λ₁ = "+e+", between 1 and 2: it jumps across and back, but the distance shrinks to "+f+" each step. From 2/λ₁ = "+t.limit+" on it diverges.").In(l)
	default:
		t.verdict = i18n.T("η·λ₁ = "+e+" < 1：沿最陡的方向，每步距离变成 "+f+" 倍，从不越过谷底。",
			"η·λ₁ = "+e+" < 1: along the steepest direction each step leaves "+f+" of the distance and never jumps across.").In(l)
	}
	if top > 0 && s.opt != sgd {
		t.verdict += i18n.T("（这个界限是对 SGD 说的。）", " (The limit is that of plain SGD.)").In(l)
	}
}

// chop takes what is rounding beside size for zero.
func chop(v, size float64) float64 {
	if math.Abs(v) < 2e-4*math.Abs(size) {
		return 0
	}
	return v
}
