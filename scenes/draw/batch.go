package draw

import (
	"fmt"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// lane is which of a layer's numbers are on view.
func (s *Scene) lane() int {
	if s.midst() && s.lesson.step.Part >= substep.Gradient {
		return gradients
	}
	return values
}

// record is the record of the step at hand.
func (l *lesson) record() *trace.Trace { return l.step.Card.Run().Record }

// part is what the example in sight has of a value of the step at hand; nothing
// where the record has no gradient of it.
func (l *lesson) part(lane, layer int) []float64 {
	n := &l.record().Nodes[l.nodes[layer]]
	v, size := n.Value, layers[layer].size()
	if lane == gradients {
		v = n.Grad
	}
	if len(v) < (l.example+1)*size {
		return nil
	}
	return v[l.example*size : (l.example+1)*size]
}

// lookAt puts an example of the batch in sight.
func (s *Scene) lookAt(example int) {
	l := &s.lesson
	tr, b := l.record(), l.step.Card.Rehearsal.Batch()
	l.example = min(max(example, 0), len(b.Labels)-1)
	for k := range layers {
		l.nodes[k] = tr.Find(layers[k].name).ID
		for lane := range l.peaks {
			l.peaks[lane][k] = peak(l.part(lane, k))
		}
	}
	l.wanted, l.answer = b.Labels[l.example], argmax(l.part(values, layerOut))
	l.term = l.termOf()
	s.paintBatch()
	s.dirty, s.hov = true, nowhere
}

// numbers are what a layer's figure shows, and the size at which its colours are
// full: of the drawing, or of the example in sight.
func (s *Scene) numbers(layer int) (v []float64, tone float64) {
	if !s.midst() {
		return s.run.values(layer), s.run.tone(layer)
	}
	lane := s.laneOf(layer)
	layer = s.behind(layer)
	return s.lesson.part(lane, layer), 0.6 * s.lesson.peaks[lane][layer]
}

// laneOf is the lane in which a layer is seen: pixels are not learned.
func (s *Scene) laneOf(layer int) int {
	if layer == layerInput {
		return values
	}
	return s.lane()
}

// behind is the layer whose numbers a figure shows: the gradient comes to the scores,
// not to the probabilities.
func (s *Scene) behind(layer int) int {
	if layer == layerOut && s.lane() == gradients {
		return layerLogits
	}
	return layer
}

// recorded is the number of the record at a place of a figure.
func (s *Scene) recorded(p place) trace.Ref {
	if !s.midst() {
		return s.ref(s.unfoldable(p))
	}
	layer, l := s.behind(p.layer), &s.lesson
	ref := s.Ref(0, l.nodes[layer], l.example*layers[layer].size()+p.cell())
	ref.Grad = s.laneOf(layer) == gradients
	return ref
}

// paintBatch colours the pictures of the batch.
func (s *Scene) paintBatch() {
	l := &s.lesson
	x := l.record().Nodes[l.nodes[layerInput]].Value
	const size = data.DigitSize * data.DigitSize
	for len(l.pictures) < len(x)/size {
		l.pictures = append(l.pictures, paint.NewBitmap(data.DigitSize, data.DigitSize))
	}
	for i, b := range l.pictures[:len(x)/size] {
		for k, v := range x[i*size : (i+1)*size] {
			copy(b.Pix()[4*k:4*k+4], s.shades.grey[min(max(int(v*255+0.5), 0), 255)][:])
		}
		b.Changed()
	}
}

// batch stands where the pad does while a step is taken apart: the pictures that
// the step learns from, each with what it is and what it is read as. The one that is
// pressed runs through the layers.
type batch struct {
	s    *Scene
	rect paint.Rect
}

func (b *batch) ID() string    { return "batch" }
func (b *batch) Role() ui.Role { return ui.RoleFigure }
func (b *batch) Label() i18n.Text {
	return i18n.T("这一步的 8 张图", "The 8 digits of this step")
}
func (b *batch) Rect() paint.Rect       { return b.rect }
func (b *batch) SetRect(r paint.Rect)   { b.rect = r }
func (b *batch) Height(float64) float64 { return 0 }

// Describe names the picture in sight.
func (b *batch) Describe(l i18n.Lang) string {
	if !b.s.midst() {
		return ""
	}
	k := &b.s.lesson
	return fmt.Sprintf(i18n.T("第 %d 张：是 %d，读成 %d", "picture %d: a %d, read as a %d").In(l), k.example+1, k.wanted, k.answer)
}

const batchColumns = 2

// cell is the place of a picture and of the words beside it.
func (b *batch) cell(i int) paint.Rect {
	w, h := b.rect.W/batchColumns, b.rect.H/(batchSize/batchColumns)
	return paint.Rect{X: b.rect.X + float64(i%batchColumns)*w, Y: b.rect.Y + float64(i/batchColumns)*h, W: w, H: h}.Inset(3)
}

// Handle puts the pressed picture in sight, or with the arrow keys the next.
func (b *batch) Handle(ev ui.Event) bool {
	s := b.s
	switch ev.Kind {
	case ui.PointerDown:
		for i := range batchSize {
			if ev.Button == 0 && b.cell(i).Contains(ev.X, ev.Y) {
				s.lookAt(i)
				return true
			}
		}
	case ui.KeyDown:
		step, ok := map[string]int{"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -batchColumns, "ArrowDown": batchColumns}[ev.Key]
		if ok && s.midst() {
			s.lookAt((s.lesson.example + step + batchSize) % batchSize)
		}
		return ok
	}
	return false
}

// Draw paints the pictures; beside each what it is, and what the network says.
func (b *batch) Draw(c *paint.Canvas, lk *ui.Look) {
	s, t := b.s, lk.Theme
	if b.rect.Empty() || !s.midst() {
		return
	}
	l := &s.lesson
	y := l.record().Nodes[l.nodes[layerOut]].Value
	labels := l.step.Card.Rehearsal.Batch().Labels
	for i, label := range labels {
		r := b.cell(i)
		side := min(r.W-38, r.H)
		at := paint.Rect{X: r.X, Y: r.Y + (r.H-side)/2, W: side, H: side}
		c.Bitmap(l.pictures[i], at, true)
		if !t.Dark {
			c.RoundRectStroke(at, 1, 1, t.Border)
		}
		if i == l.example {
			c.RoundRectStroke(at.Inset(-1.5), 3, 2, t.Accent)
		}
		says := argmax(y[i*10 : (i+1)*10])
		ink := t.Good
		if says != label {
			ink = t.Bad
		}
		x, y0 := at.Right()+4, at.Y+side/2
		st := paint.Style{Font: paint.MonoBold, Size: theme.SizeTiny, Color: t.Text}
		c.Text(digits[label], x, y0, st, paint.Left)
		c.Text("→", x+12, y0, t.Tiny(), paint.Left)
		c.Text(digits[says], x+25, y0, st.With(ink), paint.Left)
	}
	if lk.Focus == b.ID() {
		c.RoundRectStroke(b.rect.Inset(-3), theme.RadiusLarge, 2, t.Focus)
	}
}

// drawPulls paints, for each digit, which way its score is to go: what the network
// says less what is so, shared among the batch.
func (f *figure) drawPulls(c *paint.Canvas, lk *ui.Look, lit float64) {
	s, t := f.s, lk.Theme
	g := s.lesson.part(gradients, layerLogits)
	most := s.lesson.peaks[gradients][layerLogits]
	for i := range 10 {
		cell := s.geo.cells[layerOut][i]
		_, y := cell.Center()
		f.drawDigit(c, t, i, cell.X+9, y, i == s.lesson.wanted)
		h := clamp(cell.H-8, 8, 22)
		track := paint.Rect{X: cell.X + 22, Y: y - h/2, W: cell.W - 22 - 54, H: h}
		c.RoundRect(track, 3, paint.Mix(t.Sunken, t.Border, 0.45))
		mid := track.X + track.W/2
		w := 0.0
		if most > 0 {
			w = track.W / 2 * g[i] / most * ease(lit)
		}
		bar := paint.Rect{X: mid, Y: track.Y, W: w, H: h}
		col := t.Positive
		if w < 0 {
			bar.X, bar.W, col = mid+w, -w, t.Negative
		}
		if bar.W > 0.5 {
			c.RoundRect(bar, 3, col)
		}
		c.Fill(paint.Rect{X: mid - 0.5, Y: track.Y - 1, W: 1, H: h + 2}, t.Strong)
		if lit > 0 {
			c.Number(g[i], 3, cell.Right(), y, paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Sign(g[i])}, paint.Right)
		}
	}
}

// drawDigit names a bar; the one that stands out is larger.
func (f *figure) drawDigit(c *paint.Canvas, t *theme.Theme, i int, x, y float64, out bool) {
	st := paint.Style{Font: paint.Mono, Size: theme.SizeBody, Color: t.Muted}
	if out {
		st = paint.Style{Font: paint.MonoBold, Size: 18, Color: t.Text}
	}
	c.Text(digits[i], x, y, st, paint.Center)
}

// drawTerm marks the bar of what the example really is, and writes its part of the
// loss where the column's name was.
func (s *Scene) drawTerm(c *paint.Canvas, t *theme.Theme) {
	if s.lesson.step.Part != substep.Loss {
		return
	}
	c.RoundRectStroke(s.geo.cells[layerOut][s.lesson.wanted].InsetXY(-4, 0), 4, 2, t.Gradient)
	p := s.geo.title[layerOut]
	if p == (paint.Point{}) {
		return
	}
	st := paint.Style{Font: paint.MonoBold, Size: theme.SizeTiny, Color: t.GradientInk}
	for i, line := range s.lesson.term {
		c.Text(line, p.X, p.Y+17*float64(i), st, paint.Center)
	}
}

// termOf writes an example's part of the loss: −ln p of what it really is, shared
// among the batch.
func (l *lesson) termOf() [2]string {
	r := &l.step.Card.Rehearsal
	n := len(r.Batch().Labels)
	terms := grad.Explain(r.Loss, 0)
	per := len(terms) / n
	p := l.part(values, layerOut)[l.wanted]
	return [2]string{"−ln " + number3(p) + " ÷ " + digits[n], "= " + number3(trace.Sum(terms[l.example*per:(l.example+1)*per]))}
}

// inked reports whether there is something to be read.
func (s *Scene) inked() bool { return s.midst() || s.run.ink }

// litInStep is how far a layer of the step at hand has come: forward from the
// image, and with the gradient back from the scores.
func (s *Scene) litInStep(l int) float64 {
	reach := s.phase * (layerOut + 1)
	switch s.lesson.step.Part {
	case substep.Forward:
		return clamp(reach-float64(l-1), 0, 1)
	case substep.Gradient:
		return clamp(reach-float64(layerOut-l), 0, 1)
	}
	return 1
}

// describeStep reads a layer of the example in sight out.
func (s *Scene) describeStep(l int, lang i18n.Lang) string {
	v, _ := s.numbers(l)
	return s.stepName(placeOf(l, argmax(v)), lang) + " = " + number3(v[argmax(v)])
}

// stepName is what a number of the example in sight is called.
func (s *Scene) stepName(p place, l i18n.Lang) string {
	if s.laneOf(p.layer) == gradients {
		p.layer = s.behind(p.layer)
		return "∂L/∂ " + s.name(p, l)
	}
	return s.name(p, l)
}

// drawStepTip names the number under the mouse.
func (s *Scene) drawStepTip(env *stage.Env, c *paint.Canvas) {
	if !s.hov.valid() || s.hov.layer >= layerCount {
		return
	}
	at := s.cellRect(s.hov, 1)
	v, _ := s.numbers(s.hov.layer)
	c.RoundRectStroke(at.Inset(-1.5), 2, 1.75, env.Theme.Text)
	ui.Tooltip(c, env.Look, at, env.View, number3(v[s.hov.cell()]), s.stepName(s.hov, env.Lang))
}
