package scenes

import (
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestTipsStandOverNumbers moves the mouse over every picture of every scene:
// where a tip with a figure comes up, what lies under the mouse is that number and
// can be pressed there; and no figure appears elsewhere that is none of the run.
func TestTipsStandOverNumbers(t *testing.T) {
	tips := map[string]int{}
	for _, e := range All() {
		if noNumbers[e.ID] {
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			b := newBench(t, e, false, i18n.EN)
			b.views(func() {
				if line, ok := b.scene.(stage.Timeline); ok {
					_, last := line.At()
					line.Seek(max(last, 2))
					b.update()
				}
				tips[e.ID] += b.hover()
			})
			if e.ID == "gates" { // its tips are inside the network
				for _, level := range [3]string{"neuron", "layer", "cnn"} {
					stagetest.Choose(t, b.scene, "level", level)
					for range 240 {
						b.scene.Update(b.env)
					}
					b.at = level
					b.update()
					tips[e.ID] += b.hover()
				}
			}
		})
	}
	if tips["draw"] < 20 || tips["gates"] < 20 {
		t.Errorf("the mouse met too few tips: %v", tips)
	}
}

// hover moves over the figures, and returns how many tips with figures came up.
func (b *bench) hover() (tips int) {
	view, told := b.at, map[string]bool{}
	tell := func(s string) {
		if !told[s] {
			told[s] = true
			b.t.Errorf("%s: %s", b.at, s)
		}
	}
	for _, s := range b.strangers() { // without the mouse: TestFiguresAreNumbers' business
		told[s] = true
	}
	const wide, tall = 7, 4
	for _, w := range b.scene.Figures() {
		if r := w.Role(); w.Rect().Empty() || r != ui.RoleFigure && r != ui.RolePad {
			continue
		}
		for i := range wide * tall {
			r := w.Rect()
			x, y := r.X+r.W*(float64(i%wide)+0.5)/wide, r.Y+r.H*(float64(i/wide)+0.5)/tall
			b.at = view + " over " + w.ID()
			w.Handle(ui.Event{Kind: ui.PointerMove, X: x, Y: y})
			b.update()
			for _, s := range b.strangers() {
				tell(s)
			}
			for _, f := range b.tip() {
				tips++
				c, ok := inspect.Find(b.p, x, y)
				if !ok || !slices.ContainsFunc(b.numbersOf(nil, c), func(v float64) bool { return rounds(f, v) }) {
					tell(f + " in a tip is not the number under the mouse")
				}
			}
		}
		w.Handle(ui.Event{Kind: ui.PointerLeave})
	}
	b.at = view
	return tips
}

// tip are the figures with decimals of what a scene paints above its widgets.
func (b *bench) tip() (figures []string) {
	o, ok := b.scene.(stage.Overlay)
	if !ok {
		return nil
	}
	c := paint.NewCanvas()
	c.Begin(b.env.Size.W, b.env.Size.H, 1)
	c.OnText = func(text string, _ paint.Rect, _ paint.Style) {
		for _, f := range figure.FindAllString(text, -1) {
			figures = append(figures, strings.ReplaceAll(f, "−", "-"))
		}
	}
	o.DrawOver(b.env, c)
	return figures
}
