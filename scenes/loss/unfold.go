package loss

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
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
	at := func(x *grad.Var, c int) string { return number(r.cell(x, i, c)) }
	v.card = unfolding{}
	switch f.col {
	case colScore:
		v.card = unfolding{i18n.T("得分", "Scores").In(s.Lang), "s(" + name(y) + ") = " + at(r.s, y),
			i18n.T("正确的类别该得最高分。按播放，看两种损失怎样一步步算出来。", "The true class should score highest. Press play: two losses are worked out step by step.").In(s.Lang)}
	case colHinge:
		s.unfoldHinge(f.row)
	case colExp:
		if f.row == classes {
			v.card = unfolding{i18n.T("加起来", "Add up").In(s.Lang), at(r.exp, 0) + " + " + at(r.exp, 1) + " + " + at(r.exp, 2) + " = " + number(r.row(r.sum, i)), ""}
			return
		}
		v.card = unfolding{i18n.T("取指数："+name(f.row), "Exponentiate: "+name(f.row)).In(s.Lang), s.expLine(f.row) + " = " + at(r.exp, f.row),
			i18n.T("变成正数，差距也拉开了。", "Now all are positive, and gaps have grown.").In(s.Lang)}
	case colShare:
		v.card = unfolding{i18n.T("归一化："+name(f.row), "Normalise: "+name(f.row)).In(s.Lang),
			at(r.exp, f.row) + " ÷ " + number(r.row(r.sum, i)) + " = " + at(r.p, f.row), i18n.T("三个占比加起来是 1，可以当概率读。", "The three shares add up to 1: read them as probabilities.").In(s.Lang)}
	case colLog:
		v.card = unfolding{i18n.T("取 −ln：交叉熵", "Take −ln: cross-entropy").In(s.Lang), "−ln " + at(r.p, y) + " = " + number(r.one(r.nll[i])),
			i18n.T("用 log₁₀ 会得到 "+number(r.one(r.log10[i]))+"：有的讲义就这样印错了。", "With log₁₀ it would be "+number(r.one(r.log10[i]))+": some copies print that by mistake.").In(s.Lang)}
	case colGrad:
		minus := " − 0"
		if f.row == y {
			minus = " − 1"
		}
		v.card = unfolding{i18n.T("梯度："+name(f.row), "Gradient: "+name(f.row)).In(s.Lang), at(r.p, f.row) + minus + " = " + number(r.slope(i, f.row)),
			i18n.T("正确的类别减 1，别的减 0：该涨的往上推，该降的往下压。", "Minus 1 for the true class, minus 0 for the rest: push it up, press them down.").In(s.Lang)}
	}
	s.unfoldBroken()
}

func (s *Scene) expLine(c int) string {
	r := s.scores
	if !r.shift {
		return "exp(" + number(r.cell(r.s, s.example, c)) + ")"
	}
	top := r.tr.Nodes[r.exp.Inputs()[0].Inputs()[1].ID()].Value[s.example]
	return "exp(" + number(r.cell(r.s, s.example, c)) + " − " + bracketed(top) + ")"
}

func (s *Scene) unfoldHinge(row int) {
	v, r, i := &s.table, s.scores, s.example
	name := func(c int) string { return className[c].In(s.Lang) }
	if row == classes {
		line := ""
		for c := range classes {
			if m, ok := r.margin(i, c); ok {
				if line != "" {
					line += " + "
				}
				line += number(m.Value)
			}
		}
		v.card = unfolding{i18n.T("hinge 损失", "Hinge loss").In(s.Lang), line + " = " + number(r.row(r.hinge, i)),
			i18n.T("把这张图换一个“正确类别”再看：同样的得分，罚单完全不同。", "Change what the image really shows: the same scores, a very different fine.").In(s.Lang)}
		return
	}
	m, ok := r.margin(i, row)
	if !ok {
		v.card = unfolding{i18n.T("正确类别", "The true class").In(s.Lang), i18n.T("没有这一项", "has no term").In(s.Lang), i18n.T("它只和别的类别比。", "It is what the others are compared with.").In(s.Lang)}
		return
	}
	v.card = unfolding{i18n.T("hinge 项："+name(row), "Hinge term: "+name(row)).In(s.Lang),
		"max(0, " + number(m.Factors[0].Value) + " − " + bracketed(m.Factors[1].Value) + " + " + number(m.Factors[2].Value) + ") = " + number(m.Value),
		i18n.T("正确类别领先不到 1 分，差多少罚多少；领先够了就不罚。", "Fined by what the true class lacks of a lead of 1; with enough lead, nothing.").In(s.Lang)}
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
		"exp is too large for single precision: ∞, and ∞ ÷ ∞ is NaN. Subtract the maximum first: the same shares, no overflow.").In(s.Lang)
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
