package draw

import (
	"fmt"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// picker is a block of sample digits, two of each, to take instead of drawing.
type picker struct {
	s       *Scene
	rect    paint.Rect
	pics    []*paint.Bitmap
	options []ui.Option
	over    int
	painted *theme.Theme // in whose colours the pictures are
}

const pickerCols = 10

func newPicker(s *Scene) *picker {
	p := &picker{s: s, over: -1}
	for i := range s.samples.N {
		p.pics = append(p.pics, paint.NewBitmap(data.DigitSize, data.DigitSize))
		kind := i18n.T("清楚", "clear")
		if i%2 == 1 {
			kind = i18n.T("潦草", "careless")
		}
		p.options = append(p.options, ui.Option{Value: sampleName(i, wholeSeen), Label: i18n.T(fmt.Sprintf("数字 %d(%s)", i/2, kind.ZH), fmt.Sprintf("Digit %d (%s)", i/2, kind.EN))})
	}
	return p
}

func (p *picker) ID() string               { return "sample" }
func (p *picker) Role() ui.Role            { return ui.RoleSelect }
func (p *picker) Label() i18n.Text         { return i18n.T("样本数字", "Sample digit") }
func (p *picker) Rect() paint.Rect         { return p.rect }
func (p *picker) SetRect(r paint.Rect)     { p.rect = r }
func (p *picker) Height(w float64) float64 { return w / pickerCols * 2 }
func (p *picker) Keep() bool               { return true }
func (p *picker) Options() []ui.Option     { return p.options }

// Value is the picked sample's name, "" when the pad has a drawing or nothing.
func (p *picker) Value() string {
	if p.s.sample < 0 {
		return ""
	}
	return sampleName(p.s.sample, p.s.quiz.cover)
}

// Set picks a sample; "" takes it away.
func (p *picker) Set(value string) error {
	if value == "" {
		p.s.dropSample()
		return nil
	}
	i, cover, err := parseSample(value, p.s.samples.N)
	if err != nil {
		return err
	}
	p.s.pickSample(i)
	if p.s.quiz.cover = cover; cover != wholeSeen {
		p.s.offer()
	}
	return nil
}

// cell is the box of sample i: a column for each digit, the clear one on top.
func (p *picker) cell(i int) paint.Rect {
	w, h := p.rect.W/pickerCols, p.rect.H/2
	return paint.Rect{X: p.rect.X + float64(i/2)*w, Y: p.rect.Y + float64(i%2)*h, W: w, H: h}
}

func (p *picker) find(x, y float64) int {
	for i := range p.pics {
		if p.cell(i).Contains(x, y) {
			return i
		}
	}
	return -1
}

// Handle picks by press or by arrow keys.
func (p *picker) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		i := p.find(ev.X, ev.Y)
		if i < 0 || ev.Button != 0 {
			return false
		}
		p.s.pickSample(i)
	case ui.PointerMove:
		p.point(p.find(ev.X, ev.Y))
	case ui.PointerLeave:
		p.point(-1)
	case ui.PointerUp, ui.PointerCancel:
	case ui.KeyDown:
		step, ok := map[string]int{"ArrowLeft": -2, "ArrowRight": 2, "ArrowUp": -1, "ArrowDown": 1}[ev.Key]
		if !ok {
			return false
		}
		n := p.s.samples.N
		p.s.pickSample((max(p.s.sample, 0) + step + n) % n)
	default:
		return false
	}
	return true
}

func (p *picker) point(i int) {
	if i != p.over {
		p.over, p.s.redraw = i, true
	}
}

// paint colours the pictures for a theme.
func (p *picker) paint(s *shades) {
	if p.painted == s.of {
		return
	}
	p.painted = s.of
	for i, b := range p.pics {
		for k, v := range p.s.samples.Pixels(i) {
			copy(b.Pix()[4*k:4*k+4], s.grey[v][:])
		}
		b.Changed()
	}
}

// Draw paints the samples, the picked one with a ring.
func (p *picker) Draw(c *paint.Canvas, lk *ui.Look) {
	if p.rect.Empty() {
		return
	}
	t := lk.Theme
	for i, b := range p.pics {
		r := p.cell(i).Inset(1)
		c.Bitmap(b, r, true)
		switch {
		case i == p.s.sample:
			c.RoundRectStroke(r, 2, 2, t.Accent)
		case i == p.over:
			c.RoundRectStroke(r, 2, 1.5, t.Strong)
		}
	}
	if lk.Focus == p.ID() {
		c.RoundRectStroke(p.rect.Inset(-3), theme.RadiusSmall+3, 2, t.Focus)
	}
}

// pickSample puts a sample on the pad.
func (s *Scene) pickSample(i int) {
	s.pad.strokes, s.pad.points, s.pad.held = s.pad.strokes[:0], 0, false
	s.sample = i
	s.uncover()
	s.showAll()
	s.dirty = true
}

// dropSample takes the sample away; the pad is then as drawn.
func (s *Scene) dropSample() {
	if s.sample >= 0 {
		s.uncover()
		s.sample, s.pad.sample, s.dirty = -1, nil, true
	}
}

// sampleImage reads the picked sample as the network gets it.
func (s *Scene) sampleImage(dst *[data.DigitSize * data.DigitSize]float32) {
	s.samplePixels(s.sample, dst)
	s.quiz.cover.wipe(dst)
	s.pad.sample, s.pad.cover = s.picker.pics[s.sample], s.quiz.cover
}

func (s *Scene) samplePixels(i int, dst *[data.DigitSize * data.DigitSize]float32) {
	for k, v := range s.samples.Pixels(i) {
		dst[k] = float32(v) / 255
	}
}

// brush is the button that changes how wide the line is; its value is the
// width in per cent of the pad.
type brush struct {
	s    *Scene
	rect paint.Rect
	down bool
}

// brushes are the widths that the button goes through, in per cent of the pad.
var brushes = [...]float64{4.5, 6, 7.5, 9.5, 12}

func (b *brush) ID() string             { return "brush" }
func (b *brush) Role() ui.Role          { return ui.RoleSlider }
func (b *brush) Label() i18n.Text       { return i18n.T("笔的粗细", "Brush size") }
func (b *brush) Rect() paint.Rect       { return b.rect }
func (b *brush) SetRect(r paint.Rect)   { b.rect = r }
func (b *brush) Height(float64) float64 { return tools }
func (b *brush) Keep() bool             { return true }
func (b *brush) Value() string          { return strconv.FormatFloat(100*b.s.pad.brush, 'f', -1, 64) }
func (b *brush) Range() (min, max, step float64) {
	return brushes[0], brushes[len(brushes)-1], 0.5
}

// Set takes a width in per cent of the pad and clamps it.
func (b *brush) Set(value string) error {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || v != v {
		return fmt.Errorf("brush is %.20q; it can be a number from %g to %g", value, brushes[0], brushes[len(brushes)-1])
	}
	b.s.pad.brush = clamp(v, brushes[0], brushes[len(brushes)-1]) / 100
	b.s.dirty = true
	return nil
}

// next takes the next wider brush, or the thinnest after the widest.
func (b *brush) next(way int) {
	now := 100 * b.s.pad.brush
	at := 0
	for i, v := range brushes {
		if v <= now+0.01 {
			at = i
		}
	}
	at = (at + way + len(brushes)) % len(brushes)
	b.s.pad.brush = brushes[at] / 100
	b.s.dirty = true
}

func (b *brush) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerDown:
		b.down = ev.Button == 0
		return b.down
	case ui.PointerUp:
		if b.down && b.rect.Inset(-8).Contains(ev.X, ev.Y) {
			b.next(1)
		}
		b.down = false
	case ui.PointerCancel:
		b.down = false
	case ui.Wheel:
		if ev.DY == 0 {
			return false
		}
		if ev.DY < 0 {
			b.next(1)
		} else {
			b.next(-1)
		}
	case ui.KeyDown:
		switch ev.Key {
		case "ArrowUp", "ArrowRight", "Enter", " ":
			b.next(1)
		case "ArrowDown", "ArrowLeft":
			b.next(-1)
		default:
			return false
		}
	default:
		return false
	}
	return true
}

// Draw paints the button with a dot as wide as the brush.
func (b *brush) Draw(c *paint.Canvas, lk *ui.Look) {
	if b.rect.Empty() {
		return
	}
	t, r := lk.Theme, b.rect
	fill := t.Panel
	if lk.Hover == b.ID() || b.down {
		fill = t.Hover
	}
	c.RoundRect(r, theme.Radius, fill)
	c.RoundRectStroke(r, theme.Radius, 1, t.Strong)
	text := i18n.T("笔", "Pen").In(lk.Lang)
	st := t.Body()
	w, dot := paint.Measure(text, st), 22.0
	if w+dot > r.W-12 {
		st, dot = t.Small().With(t.Text), 18
		w = paint.Measure(text, st)
	}
	x, y := r.Center()
	c.Text(text, x-(w+dot)/2, y, st, paint.Left)
	c.Circle(x+(w+dot)/2-8, y, 100*b.s.pad.brush*0.7, t.Text)
	if lk.Focus == b.ID() {
		c.RoundRectStroke(r.Inset(-3), theme.Radius+3, 2, t.Focus)
	}
}
