package depth

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	slopesName  = i18n.T("每层权重的梯度，此刻（对数）", "Gradient at each layer, now (log scale)")
	slopesTiny  = i18n.T("梯度（对数）", "Gradients (log)")
	resultsName = i18n.T("损失", "Loss")
	firstIs     = i18n.T("第 1 层", "layer 1")
	fadedIs     = i18n.T("第 1 层，不到末层的 1/100", "layer 1, under 1/100 of the last")
	fadedTiny   = i18n.T("太小", "too small")
	othersAre   = i18n.T("其余各层", "the others")
	trainIs     = i18n.T("训练", "train")
	valIs       = i18n.T("验证", "validation")
	learnedIs   = i18n.T("学会了", "learned")
	openIs      = i18n.T("还没学会", "not yet")
	hiddenIs    = i18n.T("隐藏层", "layers")
	paramsIs    = i18n.T("参数", "params")
	macsIs      = i18n.T("乘加", "MACs")
)

// faded is how much lower than that of the last layer the gradient of the first
// may stand: a hundredth of it, on the logarithmic axis.
const faded = 2 / (highest - lowest)

// drawSlopes paints a column for each network: a bar for each of its layers,
// as long as the gradient there.
func (s *Scene) drawSlopes(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	name := slopesName
	if m.narrow {
		name = slopesTiny
	}
	s.head(c, t, s.slopes.Rect(), name.In(lk.Lang))
	tiny := fadedIs
	if m.narrow {
		tiny = fadedTiny
	}
	s.drawKey(c, lk, s.slopes.Rect(), name, [4]keyed{{t.Good, solid, firstIs}, {t.Bad, solid, tiny}, {t.Gradient, solid, othersAre}})
	first, last := m.columns[0], m.columns[rungs-1]
	box := first.Union(last)
	axis := t.Tick()
	for _, k := range s.texts.ticks {
		y := box.Bottom() - k.at*box.H
		c.Line(box.X, y, box.Right(), y, 1, t.Border)
		c.Text(k.text, box.X-6, y, axis, paint.Right)
	}
	for k, col := range m.columns {
		s.drawRung(c, t, k, col)
		n := float64(len(s.ladder.slopes[k]))
		w := (col.W - 8) / max(n, 3)
		x := col.X + (col.W-w*n)/2
		for l, at := range s.texts.levels[k] {
			h := max(at*col.H, 1)
			tone := t.Gradient
			if l == 0 {
				tone = t.Good
				if last := s.texts.levels[k][len(s.texts.levels[k])-1]; at == 0 || at < last-faded {
					tone = t.Bad
				}
			}
			c.Fill(paint.Rect{X: x + w*float64(l), Y: col.Bottom() - h, W: max(w-1, 1), H: h}, tone)
		}
		c.Text(s.texts.counts[k], col.X+col.W/2, col.Bottom()+14, s.rungStyle(t, k), paint.Center)
	}
	c.Text(hiddenIs.In(lk.Lang), box.X-6, box.Bottom()+14, t.Tiny(), paint.Right)
}

// keyed is a colour and what it means.
type keyed struct {
	col  paint.Color
	kind int
	name i18n.Text
}

const (
	solid = iota
	hollow
)

// drawKey says beside the title of a figure what its colours mean.
func (s *Scene) drawKey(c *paint.Canvas, lk *ui.Look, r paint.Rect, title i18n.Text, key [4]keyed) {
	t := lk.Theme
	x, y, apart := r.X+pad, r.Y+pad+7, 16.0
	if s.marks.narrow {
		x, y, apart = r.X, r.Y+10, 10
	}
	x += paint.Measure(title.In(lk.Lang), t.BodyBold()) + apart + 4
	for _, k := range key {
		name := k.name.In(lk.Lang)
		if name == "" {
			continue
		}
		box := paint.Rect{X: x, Y: y - 5, W: 10, H: 10}
		if k.kind == hollow {
			c.RoundRectStroke(box, 2, 1.5, k.col)
		} else {
			c.RoundRect(box, 2, k.col)
		}
		c.Text(name, x+15, y, t.Tiny(), paint.Left)
		x += 15 + paint.Measure(name, t.Tiny()) + apart
	}
}

func (s *Scene) rungStyle(t *theme.Theme, k int) paint.Style {
	st := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}
	if k == s.rung {
		st.Font, st.Color = paint.MonoBold, t.Text
	}
	return st
}

func (s *Scene) drawRung(c *paint.Canvas, t *theme.Theme, k int, col paint.Rect) {
	if k == s.rung {
		c.RoundRect(paint.Rect{X: col.X + 1, Y: col.Y - 4, W: col.W - 2, H: col.H + 4}, theme.RadiusSmall, t.AccentSoft)
	}
}

// drawResults paints the losses, and what each network costs.
func (s *Scene) drawResults(c *paint.Canvas, lk *ui.Look) {
	t, m, x := lk.Theme, &s.marks, &s.texts
	if s.drawStep(c, t, s.results) {
		return
	}
	s.head(c, t, s.results.Rect(), resultsName.In(lk.Lang))
	s.drawKey(c, lk, s.results.Rect(), resultsName, [4]keyed{{t.Muted, solid, trainIs}, {t.Muted, hollow, valIs}, {t.Series[0], solid, learnedIs}, {t.Bad, solid, openIs}})
	box := m.bars[0].Union(m.bars[rungs-1])
	axis := t.Tick()
	top := x.lossTop
	for _, k := range [3]struct {
		v    float64
		text string
	}{{0, "0"}, {lossTick, "0.35"}, {guessLoss, "ln 2"}} {
		y := box.Bottom() - k.v/top*box.H
		c.DashLine(box.X, y, box.Right(), y, 1, 3, 3, 0, t.Border)
		c.Text(k.text, box.X-6, y, axis, paint.Right)
	}
	num := paint.Style{Font: paint.Mono, Size: 10.5, Color: t.Muted}
	for k, col := range m.bars {
		s.drawRung(c, t, k, col)
		w := min(col.W*0.3, 22)
		cx := col.X + col.W/2
		test := &s.ladder.tests[k]
		a, b := min(test.train/top, 1.02)*col.H, min(test.val/top, 1.02)*col.H
		tone := t.Series[0]
		if !s.ladder.learnedAt(k) {
			tone = t.Bad
		}
		c.Fill(paint.Rect{X: cx - w - 1, Y: col.Bottom() - a, W: w, H: a}, tone)
		c.RoundRectStroke(paint.Rect{X: cx + 1, Y: col.Bottom() - b, W: w, H: b + 1}, 1, 1.5, tone)
		if s.marks.narrow {
			c.Text(x.counts[k], cx, col.Bottom()+14, s.rungStyle(t, k), paint.Center)
			continue
		}
		c.Text(x.counts[k], cx, col.Bottom()+14, s.rungStyle(t, k), paint.Center)
		c.Text(x.params[k], cx, col.Bottom()+29, num, paint.Center)
		c.Text(x.macs[k], cx, col.Bottom()+44, num, paint.Center)
	}
	side := t.Tiny()
	c.Text(hiddenIs.In(lk.Lang), box.X-6, box.Bottom()+14, side, paint.Right)
	if s.marks.narrow {
		c.TextWrap(x.rungSay, paint.Rect{X: s.results.Rect().X, Y: box.Bottom() + 26, W: s.results.Rect().W}, side, 16)
		return
	}
	c.Text(paramsIs.In(lk.Lang), box.X-6, box.Bottom()+29, side, paint.Right)
	c.Text(macsIs.In(lk.Lang), box.X-6, box.Bottom()+44, side, paint.Right)
	c.Text(x.rungSay, s.results.Rect().Right()-pad, s.results.Rect().Y+pad+7, t.Small(), paint.Right)
}

// pressLadder chooses a network.
func (s *Scene) pressLadder(ev ui.Event) bool {
	d := 0
	switch {
	case ev.Kind == ui.PointerDown && ev.Button == 0:
		for k := range rungs {
			for _, r := range [2]paint.Rect{s.marks.columns[k], s.marks.bars[k]} {
				if r.InsetXY(0, -20).Contains(ev.X, ev.Y) {
					s.rungTo(k)
					return true
				}
			}
		}
		return false
	case ev.Kind == ui.KeyDown && ev.Key == "ArrowRight":
		d = 1
	case ev.Kind == ui.KeyDown && ev.Key == "ArrowLeft":
		d = -1
	default:
		return false
	}
	s.rungTo(min(max(s.rung+d, 0), rungs-1))
	return true
}

// rungTo chooses a network.
func (s *Scene) rungTo(k int) {
	s.rung, s.Stale = k, true
	s.Card.Forget()
}
