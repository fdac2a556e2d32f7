package stage

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// coloured is a lesson whose colours mean something.
type coloured struct {
	*lesson
	quiet bool
}

func (c *coloured) Colours() (blue, orange ui.Meaning) {
	if c.quiet {
		return blue, orange
	}
	return ui.Meaning{Mark: "+", Text: i18n.T("正的权重", "positive weight")}, ui.Meaning{Mark: "−", Text: i18n.T("负的权重", "negative weight")}
}

func (c *coloured) Least(*Env) float64 { return 200 }

func colouredHouse(t *testing.T, head, lead string, w, h float64) (*Stage, *coloured) {
	t.Helper()
	scene := &coloured{lesson: newLesson()}
	s := New(Options{Lang: i18n.EN, Still: true, Entries: []Entry{{ID: "coloured", Title: i18n.Same("T"), Head: i18n.Same(head), Lead: i18n.Same(lead),
		New: func(*Env) (Scene, error) { return scene, nil }}}})
	s.Resize(w, h)
	run(s, 0.5)
	return s, scene
}

// TestLegend: what the colours mean stands beside the lead, else beside the
// heading, else among the controls, and covers no words.
func TestLegend(t *testing.T) {
	long := strings.Repeat("many words ", 60)
	for _, c := range []struct {
		name, head, lead string
		w, h             float64
		below            bool
	}{
		{"beside the lead", "Head", "Look.", 1280, 800, false},
		{"beside the heading", "Head", long, 1280, 800, false},
		{"among the controls", long, long, 1280, 800, true},
		{"no heading", "Head", "Look.", 844, 390, true},
		{"on a phone", long, long, 390, 844, true},
	} {
		s, scene := colouredHouse(t, c.head, c.lead, c.w, c.h)
		if c.w < phoneWidth {
			must(t, s.Press("panel"))
			run(s, 0.1)
		}
		g := s.frame.legend
		if s.legendBelow != c.below || g.Rect().Empty() {
			t.Errorf("%s: below %v, at %v", c.name, s.legendBelow, g.Rect())
		}
		var words, legend []rect
		canvas := paint.NewCanvas()
		canvas.OnText = func(line string, at paint.Rect, _ paint.Style) {
			if line == "positive weight" || line == "negative weight" {
				legend = append(legend, at)
			} else {
				words = append(words, at)
			}
		}
		s.Draw(canvas, 1)
		if len(legend) != 2 {
			t.Fatalf("%s: %d meanings are drawn", c.name, len(legend))
		}
		for _, m := range legend {
			if m.Right() > g.Rect().Right()+0.5 || m.Right() > c.w {
				t.Errorf("%s: a meaning is at %v, its legend at %v", c.name, m, g.Rect())
			}
			for _, w := range words {
				if !c.below && !meet(m, w).Empty() {
					t.Errorf("%s: it lies on words at %v", c.name, w)
				}
			}
		}
		w := s.widget("legend")
		if said := w.(ui.Describer).Describe(i18n.EN); said != "blue: positive weight; orange: negative weight" {
			t.Errorf("%s: it is read %q", c.name, said)
		}
		before := s.controlsPanel.Content()
		scene.quiet = true
		if run(s, 0.1); !g.Rect().Empty() || c.below && s.controlsPanel.Content() >= before {
			t.Errorf("%s: with nothing to say it is at %v; the controls are %v high, %v before", c.name, g.Rect(), s.controlsPanel.Content(), before)
		}
	}
}
