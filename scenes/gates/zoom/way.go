package zoom

import (
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// The list of the numbers on the way from the loss to the gate: the same at
// every level, with those of the present level lit.
const (
	wayHead = 22.0
	wayLine = 26.0
)

var (
	wordValue = i18n.T("值", "value")
	wordGrad  = i18n.T("梯度", "gradient")
)

func (s *Zoom) drawWay(c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	r := s.way.Rect()
	mid := r.X + r.W*0.62
	c.Text(wordValue.In(lk.Lang), mid, r.Y+8, t.Tiny(), paint.Right)
	c.Text(wordGrad.In(lk.Lang), r.Right(), r.Y+8, t.Tiny(), paint.Right)
	y := r.Y + wayHead + wayLine/2
	last := levelCount
	for i := range s.text.way {
		w := &s.text.way[i]
		if w.level == s.level() {
			c.RoundRect(paint.Rect{X: r.X - 6, Y: y - wayLine/2, W: r.W + 12, H: wayLine}, theme.RadiusSmall, t.AccentSoft)
		}
		if w.level != last {
			last = w.level
			c.Text(levels[w.level].name.In(lk.Lang), r.X, y, t.Tiny(), paint.Left)
		}
		c.Text(w.name, r.X+66, y, paint.Style{Font: paint.SansBold, Size: theme.SizeBody, Color: t.Text}, paint.Left)
		if s.lit(w.made) > 0 {
			c.Text(w.value, mid, y, paint.Style{Font: paint.MonoBold, Size: 13, Color: t.PositiveInk}, paint.Right)
		} else {
			c.Text("·", mid, y, t.Tiny(), paint.Right)
		}
		if s.lit(w.back) > 0 {
			c.Text(w.grad, r.Right(), y, paint.Style{Font: paint.MonoBold, Size: 13, Color: t.GradientInk}, paint.Right)
		} else {
			c.Text("·", r.Right(), y, t.Tiny(), paint.Right)
		}
		y += wayLine
	}
}

// handleWay: a press on a number unfolds it.
func (s *Zoom) handleWay(ev ui.Event) bool {
	r := s.way.Rect()
	if ev.Kind != ui.PointerDown {
		return ev.Kind == ui.PointerUp || ev.Kind == ui.PointerCancel
	}
	i := int((ev.Y - r.Y - wayHead) / wayLine)
	if ev.Button != 0 || ev.Y < r.Y+wayHead || i >= len(s.text.way) {
		return false
	}
	w := &s.text.way[i]
	ref := w.ref
	if ev.X > r.X+r.W*0.64 && w.back <= s.at {
		ref.Grad = true
	}
	if w.name == "q" { // a term of z
		ref = s.run.ref(value, blocks[s.n.block].z, s.n.zCell())
	}
	if w.made > s.at {
		return false
	}
	s.ask = ref
	return true
}

func (s *Zoom) describeWay(i18n.Lang) string {
	var b strings.Builder
	for i := range s.text.way {
		w := &s.text.way[i]
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(w.name + " = " + w.value + ", ∂L/∂" + w.name + " = " + w.grad)
	}
	return b.String()
}

// DrawOver names the number under the mouse, inside view.
func (s *Zoom) DrawOver(c *paint.Canvas, lk *ui.Look, view paint.Rect) {
	if h := &s.hov; h.ok && h.text != "" && s.resting() && s.level() != gateLevel {
		c.RoundRectStroke(h.rect.Inset(-1.5), 2, 1.5, lk.Theme.Text)
		words := ""
		if h.into {
			words = textInto[s.level()].In(lk.Lang)
		}
		ui.Tooltip(c, lk, h.rect, view, h.text, words)
	}
}

var textInto = [levelCount]i18n.Text{
	neuronLevel: i18n.T("按下选中，再按或滚轮放大到这个门", "press to choose, again (or scroll) to enter this gate"),
	layerLevel:  i18n.T("按下选中，再按或滚轮放大到这个神经元", "press to choose, again (or scroll) to enter this neuron"),
	cnnLevel:    i18n.T("按下选中，再按或滚轮放大到这一层", "press to choose, again (or scroll) to enter this layer"),
}
