package setup

import (
	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	lossName   = i18n.T("③ 训练", "③ Training")
	veiledIs   = i18n.T("第 3 层以后先藏着：[猜一猜](guess)，或[按播放](play)。", "From layer 3 on it is veiled: [guess](guess), or [press play](play).")
	beforeName = i18n.T("归一化前", "z, before")
	afterName  = i18n.T("归一化后", "after")
)

// drawLosses paints the loss of this run and of the one before.
func (s *Scene) drawLosses(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	if r := s.losses.Rect(); !s.marks.narrow {
		s.head(c, t, r, lossName.In(lk.Lang), s.texts.accuracy)
	}
	s.curve.Draw(c, lk, s.curveRect())
}

// curveRect is where the plot of the losses lies.
func (s *Scene) curveRect() paint.Rect {
	r := s.losses.Rect()
	if !s.marks.narrow {
		_, r = r.InsetXY(pad-4, 6).CutTop(titles + 4)
	}
	return r
}

// drawCard paints what the tabs choose.
func (s *Scene) drawCard(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	if !s.marks.narrow {
		ui.Card(c, t, s.card.Rect())
	}
	if s.Card.Shown() {
		s.Card.Draw(c, t)
		return
	}
	switch s.tabs.Value() {
	case viewModes:
		s.drawModes(c, lk)
	case viewChannels:
		s.drawChannels(c, lk)
	case viewCurve:
	default:
		s.drawWhy(c, lk)
	}
}

// drawWhy puts the chosen layer under the microscope and says what is wrong.
func (s *Scene) drawWhy(c *paint.Canvas, lk *ui.Look) {
	t, m, x := lk.Theme, &s.marks, &s.texts
	box := m.micro
	_, box = box.CutTop(16)
	c.Text(x.micro, m.micro.X, m.micro.Y+6, t.Tiny(), paint.Left)
	c.RoundRect(box, 2, t.Sunken)
	if s.probe.layers[s.chosen].lost[0] {
		plot.Hatch(c, t, box)
	} else {
		s.micro.Draw(c, t, box)
	}
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	for i, r := range m.stats {
		if lk.Hover == s.card.ID() && i == s.over {
			c.RoundRect(r, theme.RadiusSmall, t.Hover)
		}
		y := r.Y + r.H/2
		c.Text(x.statNames[i], r.X+4, y, t.Small(), paint.Left)
		c.Text(x.stats[i], r.Right()-2, y, num, paint.Right)
	}
	if !s.told {
		s.say.Draw(c, t, t.Muted)
		return
	}
	side := t.Good
	if x.wrong {
		side = t.Bad
	}
	c.Fill(paint.Rect{X: m.reason.X - 7, Y: m.reason.Y + 1, W: 3, H: s.say.Height()}, side)
	s.say.Draw(c, t, t.Text)
}

// drawModes paints the answers to one point in ten batches.
func (s *Scene) drawModes(c *paint.Canvas, lk *ui.Look) {
	t, m, x := lk.Theme, &s.marks, &s.texts
	d := &s.modes
	if len(s.marks.columns) == 0 {
		return
	}
	num := noteStyle.With(t.Text)
	for i, r := range m.strips {
		y := r.Y + r.H/2
		c.Text(x.modes[i], s.strips0(), y, t.Small(), paint.Left)
		c.RoundRect(r, r.H/2, t.Sunken)
		row, col := &d.train, t.Positive
		switch i {
		case 1:
			row, col = &d.eval, t.Good
		case 2:
			row, col = &d.means, t.Gradient
		}
		for _, v := range row {
			u := v
			if i == 2 {
				u = d.place(v)
			}
			c.CircleStroke(r.X+r.H/2+u*(r.W-r.H), y, 5.5, 2, col)
		}
		if i == 2 && d.known {
			at := r.X + r.H/2 + d.place(d.running)*(r.W-r.H)
			c.Line(at, r.Y-2, at, r.Bottom()+2, 2.5, t.Good)
		}
		c.Text(x.spreads[i], s.spreadAt(i).X, y, num, paint.Left)
	}
	s.say.Draw(c, t, t.Muted)
}

// spreadAt is where beside its strip it stands how far the answers differ.
func (s *Scene) spreadAt(i int) paint.Rect {
	r := s.marks.strips[i]
	return paint.Rect{X: r.Right() + 8, Y: r.Y, W: 58, H: r.H}
}

func (s *Scene) strips0() float64 { return s.marks.strips[0].X - 96 }

// place is where a mean stands on its strip, 0…1.
func (m *modes) place(v float64) float64 {
	if m.high <= m.low {
		return 0.5
	}
	return min(max((v-m.low)/(m.high-m.low), 0), 1)
}

// drawChannels paints the feature maps before and after batch norm.
func (s *Scene) drawChannels(c *paint.Canvas, lk *ui.Look) {
	t, m, x := lk.Theme, &s.marks, &s.texts
	ch := s.channels.chosen
	for k := range m.tiles {
		first := m.tiles[k][0]
		name := beforeName
		if k == 1 {
			name = afterName
		}
		c.Text(name.In(lk.Lang), first.X, first.Y-9, t.Tiny(), paint.Left)
		row := m.tiles[k][ch].Union(m.tiles[k][(pictures-1)*kernels+ch])
		c.RoundRect(row.Inset(-2), 4, t.Accent)
		for i, r := range m.tiles[k] {
			if i%kernels != ch {
				c.PushAlpha(0.6)
			} else {
				c.PushAlpha(1)
			}
			s.maps[k][i].Draw(c, t, r)
			c.PopAlpha()
		}
	}
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall, Color: t.Text}
	for i, n := range [2]string{"μ", "σ"} {
		r := m.channel[i]
		y := r.Y + r.H/2
		c.Text(n, r.X, y, paint.Style{Font: paint.Math, Size: 14, Color: t.Muted}, paint.Left)
		c.Text(x.channel[i], r.X+20, y, num, paint.Left)
	}
	s.say.Draw(c, t, t.Muted)
}

// pressCard unfolds a number of the layer, or chooses a channel.
func (s *Scene) pressCard(ev ui.Event) bool {
	if s.Part > substep.None {
		return false
	}
	m := &s.marks
	switch s.tabs.Value() {
	case viewWhy:
		l := &s.probe.layers[s.chosen]
		over := -1
		for i, r := range m.stats {
			if r.Contains(ev.X, ev.Y) {
				over = i
			}
		}
		if ev.Kind == ui.PointerMove && over != s.over {
			s.over, s.Stale = over, true
		}
		if ev.Kind == ui.PointerDown && ev.Button == 0 && over >= 0 {
			s.asked = asked{run: runLayers, v: [5]*grad.Var{l.mean, l.sd, l.slope, l.edge, s.twins.sum}[over]}
			if over == 4 {
				s.asked.run = runTwins
			}
			return true
		}
	case viewChannels:
		if ev.Kind != ui.PointerDown || ev.Button != 0 {
			return false
		}
		for k := range m.tiles {
			for i, r := range m.tiles[k] {
				if r.Inset(-2).Contains(ev.X, ev.Y) {
					s.channels.chosen, s.Stale = i%kernels, true
					return true
				}
			}
		}
	}
	return false
}
