package draw

import (
	"fmt"
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// figure is one layer on the stage: its maps as pictures, each cell of which
// can be pointed at, tapped, or reached with the arrow keys.
type figure struct {
	s     *Scene
	layer int
	rect  paint.Rect
	maps  []*paint.Bitmap // none for the dense layer and the bars
}

func newFigure(s *Scene, l int) *figure {
	f := &figure{s: s, layer: l}
	if side := layers[l].side; side > 1 {
		for range layers[l].maps {
			f.maps = append(f.maps, paint.NewBitmap(side, side))
		}
	}
	return f
}

func (f *figure) ID() string             { return layers[f.layer].name }
func (f *figure) Role() ui.Role          { return ui.RoleFigure }
func (f *figure) Rect() paint.Rect       { return f.rect }
func (f *figure) SetRect(r paint.Rect)   { f.rect = r }
func (f *figure) Height(float64) float64 { return 0 }

// figureNames say what a layer's figure is; a ReLU and a pooling occur twice.
var figureNames = [layerCount]i18n.Text{
	i18n.T("网络看到的 28×28 图像", "The 28×28 image that the network sees"),
	i18n.T("卷积 1:8 张 28×28 的特征图", "Convolution 1: 8 feature maps of 28×28"),
	i18n.T("卷积 1 之后的 ReLU", "ReLU after convolution 1"),
	i18n.T("第一次池化：8 张 14×14", "First pooling: 8 maps of 14×14"),
	i18n.T("卷积 2:16 张 14×14 的特征图", "Convolution 2: 16 feature maps of 14×14"),
	i18n.T("卷积 2 之后的 ReLU", "ReLU after convolution 2"),
	i18n.T("第二次池化：16 张 7×7", "Second pooling: 16 maps of 7×7"),
	i18n.T("全连接层的 64 个数", "The 64 numbers of the dense layer"),
	i18n.T("十个数字的概率", "The probabilities of the ten digits"),
}

func (f *figure) Label() i18n.Text { return figureNames[f.layer] }

// Describe says what the figure shows now.
func (f *figure) Describe(l i18n.Lang) string {
	if f.s.midst() {
		return f.s.describeStep(f.layer, l)
	}
	r := f.s.run
	if !r.ink {
		return i18n.T("空白", "blank").In(l)
	}
	if f.layer == layerOut {
		p := r.values(layerOut)
		return fmt.Sprintf(i18n.T("最可能是 %d，概率 %.1f%%", "most likely %d, probability %.1f%%").In(l), r.prediction, 100*p[r.prediction])
	}
	at := r.strongest(f.layer)
	if f.s.at.valid() && f.s.columnOf(f.s.at).layer == f.layer {
		at = f.s.columnOf(f.s.at)
	}
	return f.s.name(at, l) + " = " + number3(r.values(f.layer)[at.cell()])
}

// paint colours the maps anew from the record.
func (f *figure) paint(shades *shades) {
	v, peak := f.s.numbers(f.layer)
	side := layers[f.layer].side
	for m, b := range f.maps {
		pix := b.Pix()
		for i, x := range v[m*side*side : (m+1)*side*side] {
			if f.layer == layerInput {
				*(*[4]byte)(pix[4*i:]) = shades.grey[min(max(int(x*255+0.5), 0), 255)]
			} else {
				*(*[4]byte)(pix[4*i:]) = *shades.at(x, peak)
			}
		}
		b.Changed()
	}
}

// shades are the colours of numbers, looked up instead of mixed.
type shades struct {
	of        *theme.Theme
	diverging [511][4]byte // −1 … 1
	grey      [256][4]byte // 0 … 1
	none      [4]byte      // NaN
}

func (s *shades) use(t *theme.Theme) {
	if s.of == t {
		return
	}
	bytes := func(c paint.Color) [4]byte { return [4]byte{c.R, c.G, c.B, 255} }
	for i := range s.diverging {
		s.diverging[i] = bytes(t.Diverging(float64(i-255) / 255))
	}
	for i := range s.grey {
		s.grey[i] = bytes(t.Grey(float64(i) / 255))
	}
	s.none = bytes(t.Faint)
	s.of = t
}

// at is the colour of v on a scale from −peak to peak.
func (s *shades) at(v, peak float64) *[4]byte {
	if math.IsNaN(v) {
		return &s.none
	}
	if peak == 0 {
		return &s.diverging[255]
	}
	return &s.diverging[min(max(int(v/peak*255+255.5), 0), 510)]
}

// pick returns the number under a point.
func (f *figure) pick(x, y float64) (place, bool) {
	side := layers[f.layer].side
	for m := range layers[f.layer].maps {
		r := f.s.geo.cells[f.layer][m]
		if r.Contains(x, y) {
			p := place{f.layer, m, int((y - r.Y) / r.H * float64(side)), int((x - r.X) / r.W * float64(side))}
			p.row, p.col = min(p.row, side-1), min(p.col, side-1)
			return p, true
		}
	}
	return nowhere, false
}

// Handle previews the number under the mouse and unfolds the one that is pressed.
func (f *figure) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		if f.s.midst() {
			return false // the inspector takes it
		}
		p, ok := f.pick(ev.X, ev.Y)
		if ok && ev.Button == 0 {
			f.s.unfold(p)
		}
		return ok
	case ui.PointerMove:
		p, _ := f.pick(ev.X, ev.Y)
		f.s.hover(p)
		return true
	case ui.PointerUp, ui.PointerCancel:
		if ev.Touch {
			f.s.hover(nowhere)
		}
		return true
	case ui.PointerLeave:
		f.s.hover(nowhere)
	case ui.KeyDown:
		return f.key(ev)
	}
	return false
}

// key moves the unfolded number: arrows by a cell, Page keys by a map.
func (f *figure) key(ev ui.Event) bool {
	if f.s.midst() {
		return false
	}
	p := f.s.columnOf(f.s.at)
	if !p.valid() || p.layer != f.layer {
		p = f.s.run.strongest(f.layer)
		if ev.Key == "Enter" || ev.Key == " " {
			f.s.unfold(p)
			return true
		}
	}
	l := &layers[f.layer]
	dm, drow, dcol := 0, 0, 0
	switch ev.Key {
	case "ArrowLeft":
		dcol = -1
	case "ArrowRight":
		dcol = 1
	case "ArrowUp":
		drow = -1
	case "ArrowDown":
		drow = 1
	case "PageUp":
		dm = -1
	case "PageDown":
		dm = 1
	case "Enter", " ":
		f.s.unfold(p)
		return true
	default:
		return false
	}
	if l.side == 1 {
		per := 1
		if f.layer == layerDense && dcol == 0 {
			per = 2
		}
		dm, drow, dcol = dm+dcol+per*drow, 0, 0
	}
	p.m = (p.m + dm + l.maps) % l.maps
	p.row, p.col = min(max(p.row+drow, 0), l.side-1), min(max(p.col+dcol, 0), l.side-1)
	f.s.unfold(p)
	return true
}

// Draw paints the layer as far as the signal has come.
func (f *figure) Draw(c *paint.Canvas, lk *ui.Look) {
	if f.rect.Empty() {
		return
	}
	lit := f.s.lit(f.layer)
	switch f.layer {
	case layerDense:
		f.drawNeurons(c, lk, lit)
	case layerOut:
		f.drawBars(c, lk, lit)
	default:
		f.drawMaps(c, lk, lit)
	}
	if lk.Focus == f.ID() {
		c.RoundRectStroke(f.rect.Inset(-4), theme.RadiusSmall+2, 2, lk.Theme.Focus)
	}
}

func (f *figure) drawMaps(c *paint.Canvas, lk *ui.Look, lit float64) {
	t := lk.Theme
	sweep := f.rect
	sweep.H *= lit
	for m, b := range f.maps {
		r := f.s.geo.cells[f.layer][m]
		if lit < 1 || !f.s.inked() {
			c.RoundRect(r, 2, paint.Mix(t.Stage, t.Sunken, 0.7))
			c.RoundRectStroke(r, 2, 1, t.Border)
		}
		if lit <= 0 || !f.s.inked() && f.layer != layerInput {
			continue
		}
		if lit < 1 { // computed row by row, in every map at once
			part := r
			part.H *= lit
			c.PushClip(part)
		}
		c.Bitmap(b, r, false)
		if lit < 1 {
			c.PopClip()
			c.Fill(paint.Rect{X: r.X, Y: r.Y + r.H*lit - 1, W: r.W, H: 2}, t.Accent)
		}
		if !t.Dark {
			c.RoundRectStroke(r, 1, 1, t.Border)
		}
	}
}

func (f *figure) drawNeurons(c *paint.Canvas, lk *ui.Look, lit float64) {
	t := lk.Theme
	v, tone := f.s.numbers(f.layer)
	n := float64(layers[f.layer].maps)
	for m := range layers[f.layer].maps {
		r := f.s.geo.cells[f.layer][m]
		col := paint.Mix(t.Stage, t.Sunken, 0.7)
		if f.s.inked() && float64(m) < lit*n {
			s := f.s.shades.at(v[m], tone)
			col = paint.Color{R: s[0], G: s[1], B: s[2], A: 255}
		}
		c.RoundRect(r, 1.5, col)
	}
}

// drawBars paints one bar for each digit; the network's answer stands out.
func (f *figure) drawBars(c *paint.Canvas, lk *ui.Look, lit float64) {
	if f.s.lane() == gradients {
		f.drawPulls(c, lk, lit)
		return
	}
	t, ink := lk.Theme, f.s.inked()
	p, _ := f.s.numbers(layerOut)
	best := f.s.run.prediction
	if f.s.midst() {
		best = f.s.lesson.answer
	}
	for i := range 10 {
		cell := f.s.geo.cells[layerOut][i]
		_, y := cell.Center()
		won := ink && i == best && lit >= 1
		f.drawDigit(c, t, i, cell.X+9, y, won)
		h := clamp(cell.H-8, 8, 22)
		track := paint.Rect{X: cell.X + 22, Y: y - h/2, W: cell.W - 22 - 50, H: h}
		c.RoundRect(track, 3, paint.Mix(t.Sunken, t.Border, 0.45))
		share := 0.0
		if ink && !math.IsNaN(p[i]) {
			share = p[i] * ease(lit)
		}
		fill := paint.Mix(t.Accent, t.Raised, 0.35)
		if won {
			fill = t.Accent
		}
		if w := track.W * share; w >= 0.5 {
			c.RoundRect(paint.Rect{X: track.X, Y: track.Y, W: max(w, 3), H: h}, 3, fill)
		}
		num := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}
		if won {
			num.Color, num.Font = t.Text, paint.MonoBold
		}
		if ink && lit > 0 {
			c.Number(100*p[i], 1, cell.Right()-8, y, num, paint.Right)
			c.Text("%", cell.Right(), y, num, paint.Right)
		} else {
			c.Text("–", cell.Right()-10, y, num, paint.Right)
		}
	}
}

var digits = [10]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}

// ease starts and ends slowly.
func ease(t float64) float64 { return t * t * (3 - 2*t) }

// number3 writes a number with three decimals and a real minus sign.
func number3(v float64) string { return string(paint.AppendNumber(nil, v, 3)) }
