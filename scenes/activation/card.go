package activation

import (
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// card unfolds the moving point, or one layer of the chain.
type card struct {
	title    string
	formulas [2]string
	rows     []line
	fact     string
	race     race
}

// line is one number worked out.
type line struct {
	symbol, made, value string
	v                   float64
	gradient            bool
	of                  inspect.Origin
	from                []inspect.Figure // the numbers in made
}

// from are the numbers that another is made of.
func from(figures ...inspect.Figure) []inspect.Figure { return figures }

func figure(v float64, of inspect.Origin) inspect.Figure {
	return inspect.Figure{Text: shown(v), Of: of}
}

// race is what is left of the gradient with each of the functions.
type race struct {
	names, left [6]string
	value       [6]float64
	known       bool
	mine        int
}

func bracketed(v float64) string { return plot.Bracketed(shown(v)) }

func (c *card) fill(s *Scene) {
	c.rows = c.rows[:0]
	c.formulas, c.fact = [2]string{}, ""
	switch i := s.focus(); {
	case i > 0 && i <= s.n:
		c.layer(s, i)
	case i == 0:
		c.whole(s)
	default:
		c.point(s)
	}
	c.race.known, c.race.mine = s.at == 2*s.n, s.f
	for i := range functions {
		g := s.others[i].left(0)
		c.race.names[i], c.race.value[i], c.race.left[i] = functions[i].name.In(s.lang), g, shown(g)
	}
}

// low writes an index below the line: a₁₂.
func low(i int) string {
	t := ""
	for _, d := range strconv.Itoa(i) {
		t += string('₀' + d - '0')
	}
	return t
}

// point is f and f′ at the moving point.
func (c *card) point(s *Scene) {
	f, p := s.fn(), &s.spot
	c.title = f.name.In(s.lang)
	c.formulas = [2]string{f.formula, f.slope}
	if !s.narrow() {
		c.rows = append(c.rows, line{symbol: "x", value: shown(s.x), v: s.x, of: inspect.Of(runSpot, p.xID, 0)})
	}
	c.rows = append(c.rows, line{symbol: "f(x)", made: f.symbol + "(" + shown(s.x) + ")", value: shown(p.value()), v: p.value(), of: inspect.Of(runSpot, p.yID, 0),
		from: from(figure(s.x, inspect.Of(runSpot, p.xID, 0)))})
	d := line{symbol: "f′(x)", value: shown(p.slope()), v: p.slope(), gradient: true, of: inspect.Of(runSpot, p.xID, 0).Gradient()}
	if p.product >= 0 {
		sign := " × "
		if f.id == "tanh" {
			sign = " − "
		}
		a, b := figure(p.node(p.first), inspect.Of(runSpot, p.first, 0)), figure(p.node(p.second), inspect.Of(runSpot, p.second, 0))
		d.made, d.from = a.Text+sign+b.Text, from(a, b)
	}
	top, mean := s.curve.steepest, s.curve.mean()
	c.rows = append(c.rows, d,
		line{symbol: i18n.T("最大的 f′", "largest f′").In(s.lang), value: shown(top), v: top, gradient: true, of: inspect.Of(runSteepest, s.curve.steepID, 0)},
		line{symbol: i18n.T("平均输出", "mean output").In(s.lang), made: "−6 … 6", value: shown(rough(mean)), v: rough(mean), of: inspect.Of(runCurve, s.curve.meanID, 0)})
	c.fact = f.fact.In(s.lang)
}

// rough takes away what is left of rounding in a mean that is zero.
func rough(v float64) float64 {
	if v < 1e-6 && v > -1e-6 {
		return 0
	}
	return v
}

// layer is one layer of the chain, forward and, once it is there, the gradient.
func (c *card) layer(s *Scene, i int) {
	ch, f := &s.chain, s.fn()
	number := strconv.Itoa(i)
	n, below, at := low(s.n), low(i-1), low(i)
	c.title = i18n.T("第 "+number+" 层", "Layer "+number).In(s.lang)
	c.formulas[0] = "z = w·a, a = " + f.symbol + "(z)"
	if !s.forward(i) {
		return
	}
	z, a := ch.sum(i), ch.active(i)
	weight, input := figure(s.weight, inspect.Of(runChain, ch.w[i], 0)), figure(ch.active(i-1), inspect.Of(runChain, ch.a[i-1], 0))
	slope := figure(ch.slopes[i], inspect.Of(runSlopes, localZ, i-1).Gradient())
	c.rows = append(c.rows,
		line{symbol: "z", made: shown(s.weight) + " × " + bracketed(ch.active(i-1)), value: shown(z), v: z, of: inspect.Of(runChain, ch.z[i], 0), from: from(weight, input)},
		line{symbol: "a" + at, made: f.symbol + "(" + shown(z) + ")", value: shown(a), v: a, of: inspect.Of(runChain, ch.a[i], 0), from: from(figure(z, inspect.Of(runChain, ch.z[i], 0)))},
		line{symbol: "f′(z)", value: shown(ch.slopes[i]), v: ch.slopes[i], gradient: true, of: inspect.Of(runSlopes, localZ, i-1).Gradient()})
	if !s.back(i - 1) {
		return
	}
	up, g, gw := ch.left(i), ch.left(i-1), ch.weightGrad(i)
	above := figure(up, inspect.Of(runChain, ch.a[i], 0).Gradient())
	c.rows = append(c.rows,
		line{symbol: "∂a" + n + "/∂a" + below, made: shown(s.weight) + " × " + bracketed(ch.slopes[i]) + " × " + bracketed(up), value: shown(g), v: g, gradient: true, of: inspect.Of(runChain, ch.a[i-1], 0).Gradient(), from: from(weight, slope, above)},
		line{symbol: "∂a" + n + "/∂w" + at, made: bracketed(ch.active(i-1)) + " × " + bracketed(ch.slopes[i]) + " × " + bracketed(up), value: shown(gw), v: gw, gradient: true, of: inspect.Of(runChain, ch.w[i], 0).Gradient(), from: from(input, slope, above)})
	c.fact = i18n.T("往回一层，梯度乘一次斜率，再乘一次权重。", "One layer back, the gradient is multiplied by the slope and by the weight.").In(s.lang)
}

// whole is the product over all layers.
func (c *card) whole(s *Scene) {
	ch, n := &s.chain, strconv.Itoa(s.n)
	c.title = i18n.T("从头到尾", "The whole chain").In(s.lang)
	last := low(s.n)
	c.formulas[0] = "∂a" + last + "/∂x = Π f′ × Π w"
	c.rows = append(c.rows, line{symbol: "x", value: shown(s.x), v: s.x, of: inspect.Of(runChain, ch.a[0], 0)})
	if !s.back(0) {
		return
	}
	c.rows = append(c.rows,
		line{symbol: "Π f′", made: n + " ×", value: shown(ch.allSlopes), v: ch.allSlopes, gradient: true, of: inspect.Of(runProduct, ch.slopesID, 0)},
		line{symbol: "Π w", made: bracketed(s.weight) + " ^ " + n, value: shown(ch.allWeights), v: ch.allWeights, of: inspect.Of(runProduct, ch.weightsID, 0), from: from(figure(s.weight, inspect.Of(runChain, ch.w[1], 0)))},
		line{symbol: "∂a" + last + "/∂x", made: bracketed(ch.allSlopes) + " × " + bracketed(ch.allWeights), value: shown(ch.left(0)), v: ch.left(0), gradient: true, of: inspect.Of(runChain, ch.a[0], 0).Gradient(),
			from: from(figure(ch.allSlopes, inspect.Of(runProduct, ch.slopesID, 0)), figure(ch.allWeights, inspect.Of(runProduct, ch.weightsID, 0)))})
	c.fact = i18n.T("乘起来的不只是斜率，还有权重：权重大，梯度也会爆炸。", "Not only slopes multiply, weights do too: with large ones the gradient explodes.").In(s.lang)
}

func (c *card) describe() string {
	t := c.title + ". " + c.formulas[0] + ". "
	for _, r := range c.rows {
		t += r.symbol + " = "
		if r.made != "" {
			t += r.made + " = "
		}
		t += r.value + ". "
	}
	return t + c.fact
}

func (r *race) describe() string {
	t := ""
	for i := range r.names {
		v := "?"
		if r.known {
			v = r.left[i]
		}
		t += r.names[i] + " " + v + ". "
	}
	return t
}

const raceLine = 28.0

// drawRace paints what each function leaves of the gradient.
func (s *Scene) drawRace(c *paint.Canvas, lk *ui.Look) {
	t, d := lk.Theme, &s.card.race
	r := s.race.Rect()
	for i := range d.names {
		box := paint.Rect{X: r.X, Y: r.Y + float64(i)*raceLine, W: r.W, H: raceLine - 2}
		if i == d.mine {
			c.RoundRect(box, theme.RadiusSmall+2, t.AccentSoft)
		}
		y := box.Y + box.H/2
		c.Text(d.names[i], box.X+8, y, paint.Style{Font: paint.Sans, Size: theme.SizeSmall, Color: t.Text}, paint.Left)
		st := paint.Style{Font: paint.MonoBold, Size: 13, Color: t.GradientInk}
		text := d.left[i]
		switch {
		case !d.known:
			text, st.Color = "?", t.Muted
		case d.value[i] == 0:
			st.Color = t.Bad
		}
		c.Text(text, box.Right()-8, y, st, paint.Right)
	}
}

// raceNumber is where it stands what a function leaves.
func (s *Scene) raceNumber(i int) paint.Rect {
	r := s.race.Rect()
	return paint.Rect{X: r.Right() - 84, Y: r.Y + float64(i)*raceLine, W: 80, H: raceLine - 2}
}

// lines are the card's room, the height of a line and the size of its letters.
func (s *Scene) lines() (in paint.Rect, pitch, size float64) {
	if s.narrow() {
		return s.unfold.Rect().InsetXY(12, 9), 19, 12
	}
	return s.unfold.Rect().InsetXY(16, 14), 26, 14
}

// rowAt is where line i of the card stands: below the title and, where there is
// room, the formulas.
func (s *Scene) rowAt(i int) paint.Rect {
	in, pitch, _ := s.lines()
	y := in.Y + 9 + pitch + 4
	for _, f := range s.card.formulas {
		if f != "" && !s.narrow() {
			y += pitch - 2
		}
	}
	return paint.Rect{X: in.X, Y: y + float64(i)*pitch - pitch/2, W: in.W, H: pitch}
}

// madeAt is where what a number is made of begins, and how it is written.
func (s *Scene) madeAt(i int) (x, y float64, st paint.Style) {
	r := s.rowAt(i)
	_, _, size := s.lines()
	st = paint.Style{Font: paint.Mono, Size: size - 2}
	_, y = r.Center()
	return r.Right() - 74 - paint.Measure(s.card.rows[i].made, st), y, st
}

// drawCard paints the numbers worked out.
func (s *Scene) drawCard(c *paint.Canvas, lk *ui.Look) {
	t, d := lk.Theme, &s.card
	ui.Card(c, t, s.unfold.Rect())
	c.PushClip(s.unfold.Rect())
	defer c.PopClip()
	in, pitch, size := s.lines()
	c.Text(d.title, in.X, in.Y+9, t.H2(), paint.Left)
	y := in.Y + 9 + pitch
	math := paint.Style{Font: paint.Math, Size: size, Color: t.AccentInk}
	for i, f := range d.formulas {
		if f == "" {
			continue
		}
		if s.narrow() && i == 0 { // beside the title
			c.Text(f, in.Right(), in.Y+9, math, paint.Right)
			continue
		}
		if s.narrow() {
			continue
		}
		c.Text(paint.Elide(f, in.W, math), in.X, y, math, paint.Left)
		y += pitch - 2
	}
	y += 4
	name := paint.Style{Font: paint.Math, Size: size, Color: t.Text}
	for i := range d.rows {
		r := &d.rows[i]
		c.Text(r.symbol, in.X, y, name, paint.Left)
		st := paint.Style{Font: paint.MonoBold, Size: size, Color: t.Sign(r.v)}
		if r.gradient {
			st.Color = t.GradientInk
		}
		c.Text(r.value, in.Right(), y, st, paint.Right)
		x, _, mono := s.madeAt(i)
		mono.Color = t.Muted
		c.Text(r.made, x, y, mono, paint.Left)
		y += pitch
	}
	small := paint.Style{Font: paint.Sans, Size: min(theme.SizeSmall, size), Color: t.Muted}
	c.TextWrap(d.fact, paint.Rect{X: in.X, Y: y - pitch/2 + 6, W: in.W}, small, small.Size*theme.LineHeight)
}
