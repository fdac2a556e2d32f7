package scenes

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
)

// twoColours are the colours of numbers, where a scene names them.
var twoColours = regexp.MustCompile(`\bt\.(Positive|Negative|Gradient)\b|theme\.(Positive|Negative)\b|Diverging\(|Series\[[01]\]`)

// TestColoursAreSaid: every scene that paints in blue and orange says what they
// mean, in both languages, with a mark for those who see neither, on a desk beside
// the stage and on a phone among the controls.
func TestColoursAreSaid(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			files, _ := filepath.Glob(filepath.Join(folder(e.ID), "*.go"))
			painted := false
			for _, f := range files {
				text, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				painted = painted || !strings.HasSuffix(f, "_test.go") && twoColours.Match(text)
			}
			if len(files) == 0 {
				t.Fatalf("%s has no folder", e.ID)
			}
			for _, phone := range []bool{false, true} {
				s := stage.New(stage.Options{Entries: All(), Lang: i18n.EN, Still: true})
				if s.Resize(1280, 800); phone {
					s.Resize(390, 844)
				}
				if err := s.Go(e.ID); err != nil {
					t.Fatal(err)
				}
				said := 0
				for _, v := range views(s) {
					if v != "" && s.Set("view", v) != nil {
						t.Fatalf("there is no view %s", v)
					}
					if shown(s.Widgets(), "close") {
						s.Press("close")
					}
					tick(s, 3)
					if phone && !shown(s.Widgets(), "legend") {
						s.Press("panel")
						tick(s, 1)
					}
					for _, w := range s.Widgets() {
						if w.ID != "legend" || w.Value == "" {
							continue
						}
						said++
						words := w.Value.(string)
						if !w.Shown || w.Rect.X < 0 || w.Rect.X+w.Rect.Width > s.State().Size.Width {
							t.Errorf("view %q, phone %v: %q is at %+v, shown %v", v, phone, words, w.Rect, w.Shown)
						}
						if !strings.Contains(words, "blue: ") || !strings.Contains(words, "orange: ") {
							t.Errorf("view %q: the colours mean %q", v, words)
						}
						s.Set("lang", "zh")
						if zh := s.Widgets(); !strings.Contains(find(zh, "legend"), "蓝：") || find(zh, "legend") == words {
							t.Errorf("view %q: in Chinese they mean %q", v, find(zh, "legend"))
						}
						s.Set("lang", "en")
					}
				}
				if painted != (said > 0) && e.ID != stage.HomeID {
					t.Errorf("phone %v: it paints in two colours: %v; its views say %d times what they mean", phone, painted, said)
				}
			}
		})
	}
}

// folder is where a scene's code is.
func folder(id string) string {
	if id == stage.HomeID {
		return "home"
	}
	return id
}

func shown(list []stage.WidgetState, id string) bool {
	return slices.ContainsFunc(list, func(w stage.WidgetState) bool { return w.ID == id && w.Shown })
}

func find(list []stage.WidgetState, id string) string {
	for _, w := range list {
		if w.ID == id {
			words, _ := w.Value.(string)
			return words
		}
	}
	return ""
}
