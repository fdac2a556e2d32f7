package home

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

func texts(draw func(*paint.Canvas)) map[string]bool {
	c, on := paint.NewCanvas(), map[string]bool{}
	c.OnText = func(line string, _ paint.Rect, _ paint.Style) { on[line] = true }
	draw(c)
	return on
}

// TestNothingFound: a search without a result says so, in the field on a wide map,
// in place of the list on a phone.
func TestNothingFound(t *testing.T) {
	for _, w := range []float64{1280, 390} {
		s := theatre(w, 800)
		says := func() (found bool) {
			for line := range texts(func(c *paint.Canvas) { s.Draw(c, 1) }) {
				found = found || strings.HasPrefix(line, "Nothing found")
			}
			return found
		}
		if says() {
			t.Errorf("at %v nothing is found before anything is searched", w)
		}
		for query, lost := range map[string]bool{"zzzz": true, "relu": false} {
			if err := s.Set("search", query); err != nil {
				t.Fatal(err)
			}
			run(s, 0.1)
			if says() != lost {
				t.Errorf("at %v, %q: says that nothing is found: %v", w, query, !lost)
			}
		}
	}
}

// TestFinishedIsWhole: what is said of a scene that was seen to its end has room
// on its card.
func TestFinishedIsWhole(t *testing.T) {
	var m *Scene
	entries := []stage.Entry{watched(&m)}
	for _, p := range course {
		if runs[p.id] != nil {
			entries = append(entries, entry(p.id, p.act))
		}
	}
	for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
		s := stage.New(stage.Options{Lang: lang, Entries: entries, Still: true})
		s.Resize(1280, 800)
		run(s, 0.2)
		for _, n := range m.nodes {
			if n.live {
				n.progress = stage.Progress{Visited: true, Last: 9, Reached: 9}
				n.tell(nil)
				for line := range texts(func(c *paint.Canvas) { n.words(c, &ui.Look{Theme: s.Theme(), Lang: lang}) }) {
					if strings.HasSuffix(line, "…") {
						t.Errorf("%s: %q is cut", n.stop.id, line)
					}
				}
				n.progress = stage.Progress{Visited: true, Last: -1, Reached: 1}
				if n.tell(nil); n.state.EN != "1 step" {
					t.Errorf("one step is written %q", n.state.EN)
				}
			}
		}
	}
}
