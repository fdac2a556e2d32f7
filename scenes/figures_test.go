package scenes

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/ui"
)

// noRun are the figures in a scene's words that no run could give: constants of
// the subject and of the task. Settings, and labels of axes, need not be here.
var noRun = map[string][]string{
	"activation": {"0.25", "3.4", "0.01", "−0.75"}, // the steepest slope of σ, the largest float32, the slope of leaky ReLU, where GELU turns
	"descent":    {"0.3"},                          // of a surface's formula
	"playground": {"95%", "95 %"},                  // what a question asks for
	"regression": {"3.4"},                          // the largest float32
	"overfit":    {"0.5"},                          // advice: a dropout to try
}

// figure is a number with decimals, an exponent or a per cent sign.
var figure = regexp.MustCompile(`[−-]?\d+(\.\d+)?e[−+-]?\d+|[−-]?\d+\.\d+|[−-]?\d+(\.\d+)? ?%`)

// TestFiguresAreNumbers goes over the catalogue: wherever a scene draws figures,
// in every view and with every choice, at the start, in the middle and at the
// end, they are those of a number that can be pressed there, or of one of its
// terms. So no figure can come from elsewhere than the record. Not of the run are
// the labels of axes, the settings of the panel, and noRun.
func TestFiguresAreNumbers(t *testing.T) {
	nowhere(t, (*bench).strangers)
}

// nowhere wants faults to find nothing in any scene, wherever that goes; what it
// finds is told once.
func nowhere(t *testing.T, faults func(*bench) []string) {
	onBenches(t, func(b *bench) {
		told := map[string]bool{}
		look := func() {
			for _, s := range faults(b) {
				if !told[s] {
					told[s] = true
					b.t.Errorf("phone %v, %s: %s", b.env.Phone, b.at, s)
				}
			}
		}
		b.views(func() {
			b.positions(look)
			if !b.env.Phone {
				b.settings(look)
				b.choices(look)
			}
		})
	})
}

// choices does it with every choice that stands on the stage, when all that moves
// there has come to rest.
func (b *bench) choices(do func()) {
	view := b.at
	for _, w := range b.scene.Figures() {
		s, ok := w.(*ui.Select)
		if !ok || s.ID() == "view" {
			continue
		}
		before := s.Value()
		for _, o := range append(slices.Clone(s.Options()), ui.Option{Value: before}) {
			if o.Value == "own" {
				continue // another field says which
			}
			if err := s.Set(o.Value); err != nil && o.Value != "" {
				b.t.Errorf("%s = %s: %v", s.ID(), o.Value, err)
			}
			b.at = view + " " + s.ID() + "=" + o.Value
			for range 240 {
				b.scene.Update(b.env)
			}
			b.update()
			do()
		}
	}
	b.at = view
}

// strangers are the texts with figures that are no number's at their place.
func (b *bench) strangers() (out []string) {
	known := noRun[b.id]
	var cells []inspect.Cell
	checker, _ := b.p.(inspect.Checker)
	settings := b.set()
	for _, s := range b.texts {
		figures := figure.FindAllString(s.text, -1)
		if len(figures) == 0 || s.style.Tick {
			continue
		}
		if cells == nil {
			cells = b.p.Cells([]inspect.Cell{})
		}
		var want []float64
		for _, c := range cells {
			if c.Rect.Intersect(s.at).Empty() {
				continue
			}
			want = b.numbersOf(want, c)
			if c.Grad && strings.HasPrefix(s.text, "≈") { // what a nudge found
				if k, ok := checker.Check(c.Ref); ok {
					want = append(want, k.Value)
				}
			}
		}
		if x, y := s.at.Center(); len(want) == 0 {
			if c, ok := inspect.Find(b.p, x, y); ok {
				want = b.numbersOf(want, c)
			}
		}
		for _, f := range figures {
			plain := strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(f, "−", "-"), "%")), " ")
			if slices.Contains(known, f) || slices.Contains(settings, plain) {
				continue
			}
			if !slices.ContainsFunc(want, func(v float64) bool { return rounds(plain, v) || rounds(plain, -v) }) {
				out = append(out, f+" in “"+s.text+"” is no number of the run that can be pressed there")
				break
			}
		}
	}
	return out
}

// numbersOf appends a number and what it is made of.
func (b *bench) numbersOf(dst []float64, c inspect.Cell) []float64 {
	n := &b.p.Trace().Nodes[c.Node]
	values := n.Value
	if c.Grad {
		values = n.Grad
	}
	if c.Cell < len(values) {
		dst = append(dst, values[c.Cell], 100*values[c.Cell])
	}
	for _, term := range b.p.Explain(c.Ref) {
		dst = append(dst, term.Value, 100*term.Value)
		for _, f := range term.Factors {
			dst = append(dst, f.Value, 100*f.Value)
		}
	}
	return dst
}

// set are the figures that the panel is set to, as they are written there.
func (b *bench) set() (out []string) {
	for _, w := range slices.Concat(ui.Flatten(b.scene.Controls()), b.scene.Figures()) {
		v, ok := w.(interface{ Value() string })
		if ok {
			out = append(out, v.Value())
		}
		if s, ok := w.(*ui.Select); ok {
			for _, o := range s.Options() {
				out = append(out, figure.FindAllString(o.Label.In(b.env.Lang), -1)...)
			}
		}
	}
	return out
}
