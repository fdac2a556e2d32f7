package setup

import (
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

var (
	layersName = i18n.T("② 每层的数：激活值 a，和回来的梯度 ∂L/∂a", "② The numbers of each layer: activations a, and ∂L/∂a coming back")
	layersTiny = i18n.T("② 激活值 a · 标准差", "② activations a · std")
	gradsTiny  = i18n.T("梯度 · 标准差", "gradients · std")
	scaleNote  = i18n.T("各层同一刻度", "one scale for all")
)

// drawLayers paints the histograms, a column for each layer; on a phone a line.
func (s *Scene) drawLayers(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	r := s.rows.Rect()
	if m.narrow {
		c.Text(layersTiny.In(lk.Lang), r.X, r.Y+8, t.Tiny(), paint.Left)
		c.Text(gradsTiny.In(lk.Lang), m.columns[0].grads.X, r.Y+8, t.Tiny(), paint.Left)
	} else {
		s.head(c, t, r, layersName.In(lk.Lang), "")
		if note := scaleNote.In(lk.Lang); paint.Measure(layersName.In(lk.Lang), t.BodyBold())+paint.Measure(note, t.Tiny()) < r.W-2*pad-12 {
			c.Text(note, r.Right()-pad, r.Y+pad+7, t.Tiny(), paint.Right)
		}
		st := paint.Style{Font: paint.Math, Size: 14, Color: t.Text}
		k := &m.columns[0]
		_, y := k.values.Center()
		c.Text("a", r.X+pad, y, st, paint.Left)
		_, y = k.grads.Center()
		c.Text("∂L/∂a", r.X+pad, y, paint.Style{Font: paint.Math, Size: 12, Color: t.Text}, paint.Left)
		side := t.Tiny()
		c.Text("σ", r.X+pad, k.sd.Y+k.sd.H/2, side, paint.Left)
		c.Text("σ", r.X+pad, k.slope.Y+k.slope.H/2, side, paint.Left)
	}
	for i := range m.columns {
		s.drawColumn(c, t, i)
	}
	s.drawLost(c, lk)
}

var lostName = i18n.T("一个数也没有：全是 NaN", "no number is left: all NaN")

// drawLost says of histograms side by side that have no bars why they have none.
func (s *Scene) drawLost(c *paint.Canvas, lk *ui.Look) {
	t, m := lk.Theme, &s.marks
	for row := range 2 {
		var all paint.Rect // of those so far
		for i := 0; i <= len(m.columns); i++ {
			if i < len(m.columns) && !s.veiled(i) && s.probe.layers[i].lost[row] {
				all = all.Union([2]paint.Rect{m.columns[i].values, m.columns[i].grads}[row])
				continue
			}
			if all.H >= 30 && all.W >= 90 {
				plot.NotANumber(c, t, all, lostName.In(lk.Lang))
			} else if !all.Empty() {
				plot.Hatch(c, t, all)
				x, y := all.Center()
				c.RoundRect(paint.Rect{X: x - 18, Y: all.Y + 1, W: 36, H: all.H - 2}, theme.RadiusSmall, t.Panel)
				c.Text("NaN", x, y, t.Tiny(), paint.Center)
			}
			all = paint.Rect{}
		}
	}
}

func (s *Scene) drawColumn(c *paint.Canvas, t *theme.Theme, i int) {
	m := &s.marks
	k, l := &m.columns[i], &s.probe.layers[i]
	if i == s.chosen && s.told {
		box := k.box
		if m.narrow {
			box = box.InsetXY(-4, 0)
		}
		c.RoundRect(box, theme.Radius, t.AccentSoft)
	}
	name := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}
	if m.narrow {
		c.Text(digit(i+1), k.box.X+14, k.box.Y+k.box.H/2, name, paint.Right)
	} else {
		c.Text(digit(i+1), k.box.X+k.box.W/2, k.values.Y-8, name, paint.Center)
	}
	if s.veiled(i) {
		for _, r := range [2]paint.Rect{k.values, k.grads} {
			c.RoundRect(r, 3, paint.WithAlpha(t.Track, 0.7))
			x, y := r.Center()
			c.Text("?", x, y, t.Small(), paint.Center)
		}
		return
	}
	histogram(c, t, k.values, l.values[:], l.mostValues, t.Positive)
	histogram(c, t, k.grads, l.grads[:], l.mostGrads, t.Gradient)
	size := theme.SizeTiny - 1
	num := paint.Style{Font: paint.MonoBold, Size: size, Color: t.Text}
	put := func(text string, r paint.Rect, col paint.Color) {
		x, y := r.Center()
		align := paint.Center
		if m.narrow {
			x, align = r.Right()-2, paint.Right
		}
		st := num.With(col)
		if w := paint.Measure(text, st); w > r.W-6 { // neighbours must not run together
			st.Size = max(st.Size*(r.W-6)/w, 9)
		}
		c.Text(text, x, y, st, align)
	}
	put(s.texts.sd[i], k.sd, t.PositiveInk)
	put(s.texts.slope[i], k.slope, t.GradientInk)
}

// histogram paints bars; one that stands out too far is cut, with a gap near its top.
func histogram(c *paint.Canvas, t *theme.Theme, r paint.Rect, h []int, most int, col paint.Color) {
	c.RoundRect(r, 3, t.Sunken)
	w := r.W / float64(len(h))
	for i, n := range h {
		if n == 0 {
			continue
		}
		high := max(1.5, min(float64(n)/float64(max(most, 1)), 1)*(r.H-3))
		x := r.X + w*float64(i)
		c.Fill(paint.Rect{X: x, Y: r.Bottom() - high, W: max(1, w-0.4), H: high}, col)
		if n > most {
			y := r.Y + min(9, r.H*0.4)
			c.Fill(paint.Rect{X: x - 1, Y: y, W: w + 2, H: 2}, t.Sunken)
		}
	}
}

// pressLayers chooses a layer.
func (s *Scene) pressLayers(ev ui.Event) bool {
	switch {
	case ev.Kind == ui.PointerDown && ev.Button == 0:
		for i := range s.marks.columns {
			if s.marks.columns[i].box.Contains(ev.X, ev.Y) && !s.veiled(i) {
				s.choose(i)
				return true
			}
		}
	case ev.Kind == ui.KeyDown && (ev.Key == "ArrowLeft" || ev.Key == "ArrowUp"):
		s.choose(s.chosen - 1)
		return true
	case ev.Kind == ui.KeyDown && (ev.Key == "ArrowRight" || ev.Key == "ArrowDown"):
		s.choose(s.chosen + 1)
		return true
	}
	return false
}

func (s *Scene) choose(i int) {
	if i < 0 || i >= len(s.probe.layers) || s.veiled(i) {
		return
	}
	s.chosen, s.Stale = i, true
	s.mapLayer()
	if s.tabs.Value() != viewWhy {
		s.tabs.SetValue(viewWhy)
	}
}
