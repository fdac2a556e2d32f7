package loss

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
)

// focus is the cell the card speaks of.
func (s *Scene) focus() spot {
	y := s.scores.labels[s.example]
	for _, p := range []spot{s.hover, s.pick} {
		if p != nowhere && s.known(p.col) {
			return p
		}
	}
	switch s.Pos[viewScores] {
	case 1:
		return spot{classes, colHinge}
	case 2:
		return spot{y, colExp}
	case 3:
		return spot{y, colShare}
	case 4:
		return spot{y, colLog}
	case 5:
		return spot{y, colGrad}
	}
	return spot{y, colScore}
}

// unfold writes the card: how the number at the focus was made.
func (s *Scene) unfold() {
	v, r, i := &s.table, s.scores, s.example
	f := s.focus()
	y := r.labels[i]
	name := func(c int) string { return className[c].In(s.Lang) }
	of := func(x *grad.Var, c int) inspect.Figure { return s.figure(x, i*classes+c) }
	v.card = unfolding{}
	switch f.col {
	case colScore:
		score := of(r.s, y)
		v.card = unfolding{i18n.T("得分", "Scores").In(s.Lang), "s(" + name(y) + ") = " + score.Text,
			i18n.T("正确的类别该得最高分。按播放，看两种损失怎样一步步算出来。", "The true class should score highest. Press play: two losses are worked out step by step.").In(s.Lang), made(score), nil}
	case colHinge:
		s.unfoldHinge(f.row)
	case colExp:
		s.unfoldExp(f.row)
	case colShare:
		exp, sum, p := of(r.exp, f.row), s.figure(r.sum, i), of(r.p, f.row)
		v.card = unfolding{i18n.T("归一化："+name(f.row), "Normalise: "+name(f.row)).In(s.Lang),
			exp.Text + " ÷ " + sum.Text + " = " + p.Text, i18n.T("三个占比加起来是 1，可以当概率读。", "The three shares add up to 1: read them as probabilities.").In(s.Lang), made(exp, sum, p), nil}
	case colLog:
		p, nll, tenth := of(r.p, y), s.figure(r.nll[i], 0), s.figure(r.log10[i], 0)
		v.card = unfolding{i18n.T("取 −ln：交叉熵", "Take −ln: cross-entropy").In(s.Lang), "−ln " + p.Text + " = " + nll.Text,
			i18n.T("用 log₁₀ 会得到 "+tenth.Text+"：有的讲义就这样印错了。", "With log₁₀ it would be "+tenth.Text+": some copies print that by mistake.").In(s.Lang), made(p, nll), made(tenth)}
	case colGrad:
		p, slope := of(r.p, f.row), inspect.Figure{Text: number(r.slope(i, f.row)), Of: inspect.Of(runScores, r.s.ID(), i*classes+f.row).Gradient()}
		minus := " − 0"
		if f.row == y {
			minus = " − 1"
		}
		v.card = unfolding{i18n.T("梯度："+name(f.row), "Gradient: "+name(f.row)).In(s.Lang), p.Text + minus + " = " + slope.Text,
			i18n.T("正确的类别减 1，别的减 0：该涨的上推，该降的下压。", "Minus 1 for the true class, minus 0 for the rest: push it up, press them down.").In(s.Lang), made(p, slope), nil}
	}
	s.unfoldBroken()
	if g := r.slope(i, f.row); f.col == colGrad && !v.broken && (math.IsNaN(g) || math.IsInf(g, 0)) {
		p := of(r.p, y)
		v.broken = true
		v.card.line, v.card.made = "1 ÷ "+p.Text+" = ∞", made(p)
		v.card.why = i18n.T("−ln 的梯度要除以 p，得到 ∞；∞ × 0 就是 NaN。softmax 和 −ln 合成一步算，直接得 p − 1。",
			"The gradient of −ln is 1 ÷ p: ∞ here, and ∞ × 0 is NaN. Softmax and −ln in one op give p − 1.").In(s.Lang)
	}
}

// figure is a number of the run of the scores, as the card writes it.
func (s *Scene) figure(x *grad.Var, cell int) inspect.Figure {
	return inspect.Figure{Text: number(s.scores.tr.Nodes[x.ID()].Value[cell]), Of: inspect.Of(runScores, x.ID(), cell)}
}

func made(figures ...inspect.Figure) []inspect.Figure { return figures }

// unfoldExp writes how a score became e to its power, and what these add up to.
func (s *Scene) unfoldExp(row int) {
	v, r, i := &s.table, s.scores, s.example
	of := func(x *grad.Var, c int) inspect.Figure { return s.figure(x, i*classes+c) }
	if row == classes {
		a, b, c, sum := of(r.exp, 0), of(r.exp, 1), of(r.exp, 2), s.figure(r.sum, i)
		v.card = unfolding{i18n.T("加起来", "Add up").In(s.Lang), a.Text + " + " + b.Text + " + " + c.Text + " = " + sum.Text, "", made(a, b, c, sum), nil}
		return
	}
	score, exp := of(r.s, row), of(r.exp, row)
	line, figures := "exp("+score.Text+")", made(score, exp)
	if r.shift {
		top := s.figure(r.exp.Inputs()[0].Inputs()[1], i)
		line, figures = "exp("+score.Text+" − "+plot.Bracketed(top.Text)+")", made(score, top, exp)
	}
	name := className[row].In(s.Lang)
	v.card = unfolding{i18n.T("取指数："+name, "Exponentiate: "+name).In(s.Lang), line + " = " + exp.Text,
		i18n.T("变成正数，差距也拉开了。", "Now all are positive, and gaps have grown.").In(s.Lang), figures, nil}
}

func (s *Scene) unfoldHinge(row int) {
	v, r, i := &s.table, s.scores, s.example
	name := func(c int) string { return className[c].In(s.Lang) }
	hinge := s.figure(r.hinge, i)
	if row == classes {
		line := ""
		var terms []inspect.Figure // a term is found in the sum that it belongs to
		for c := range classes {
			if m, ok := r.margin(i, c); ok {
				if line != "" {
					line += " + "
				}
				line += number(m.Value)
				terms = append(terms, inspect.Figure{Text: number(m.Value), Of: hinge.Of})
			}
		}
		v.card = unfolding{i18n.T("hinge 损失", "Hinge loss").In(s.Lang), line + " = " + hinge.Text,
			i18n.T("把这张图换一个“正确类别”再看：同样的得分，罚单完全不同。", "Change what the image really shows: the same scores, a very different fine.").In(s.Lang), append(terms, hinge), nil}
		return
	}
	m, ok := r.margin(i, row)
	if !ok {
		v.card = unfolding{i18n.T("正确类别", "The true class").In(s.Lang), i18n.T("没有这一项", "has no term").In(s.Lang), i18n.T("它只和别的类别比。", "It is what the others are compared with.").In(s.Lang), nil, nil}
		return
	}
	a, b, term := s.figure(r.s, i*classes+row), s.figure(r.s, i*classes+r.labels[i]), inspect.Figure{Text: number(m.Value), Of: hinge.Of}
	v.card = unfolding{i18n.T("hinge 项："+name(row), "Hinge term: "+name(row)).In(s.Lang),
		"max(0, " + a.Text + " − " + plot.Bracketed(b.Text) + " + " + number(m.Factors[2].Value) + ") = " + term.Text,
		i18n.T("正确类别领先不到 1 分，差多少罚多少；领先够了就不罚。", "Fined by what the true class lacks of a lead of 1; with enough lead, nothing.").In(s.Lang), made(a, b, term), nil}
}

// unfoldBroken says why the numbers of this image are no numbers any more.
func (s *Scene) unfoldBroken() {
	v, r, i := &s.table, s.scores, s.example
	v.broken = false
	if s.Pos[viewScores] < 2 || !math.IsInf(r.row(r.sum, i), 1) {
		return
	}
	v.broken = true
	v.card.line = "∞ ÷ ∞ = NaN"
	v.card.title = i18n.T("溢出了", "Overflow").In(s.Lang)
	v.card.why = i18n.T("exp 太大，单精度装不下，得到 ∞；∞ ÷ ∞ 就是 NaN。打开“先减去最大值”：结果不变，却不再溢出。",
		"exp is too large for single precision: ∞, and ∞ ÷ ∞ is NaN. Subtract the max first: no overflow.").In(s.Lang)
}

// plotLog places the curves of −ln p and (1 − p)², and the point of this image.
func (s *Scene) plotLog() {
	v, r := &s.table, s.scores
	v.legend = [2]string{"−ln p", "(1 − p)²"}
	_, box := v.curve.CutTop(20)
	box.H -= 16
	const top = 5.0
	place := func(p, y float64) paint.Point {
		return paint.Point{X: box.X + p*box.W, Y: box.Bottom() - min(y, top)/top*box.H}
	}
	for k, curve := range [2][]float64{r.log, r.square} {
		v.pts[k] = v.pts[k][:0]
		for j, y := range curve {
			if y <= top {
				v.pts[k] = append(v.pts[k], place(float64(j)/(curvePoints-1), y))
			}
		}
	}
	p, l := r.cell(r.p, s.example, r.labels[s.example]), r.one(r.nll[s.example])
	v.at = paint.Point{X: math.NaN()}
	if !math.IsNaN(p) && !math.IsNaN(l) {
		v.at = place(p, l)
	}
}
