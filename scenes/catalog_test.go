package scenes

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

func TestCatalogue(t *testing.T) {
	seen := map[string]bool{}
	for i, e := range All() {
		if i == 0 && e.ID != "draw" {
			t.Errorf("%s opens first, not draw", e.ID)
		}
		if seen[e.ID] {
			t.Errorf("two scenes are called %s", e.ID)
		}
		seen[e.ID] = true
		folder, acts := e.ID, [2]int{1, 6}
		if e.ID == stage.HomeID { // the map of all acts
			folder, acts = "home", [2]int{0, 0}
		}
		if st, err := os.Stat(folder); err != nil || !st.IsDir() {
			t.Errorf("%s has no folder of its name", e.ID)
		}
		if e.Act < acts[0] || e.Act > acts[1] || e.New == nil {
			t.Errorf("%s: act %d", e.ID, e.Act)
		}
		for _, text := range []i18n.Text{e.Title, e.Head, e.Lead} {
			if !han(text.ZH) || text.EN == "" || han(text.EN) {
				t.Errorf("%s: %+v", e.ID, text)
			}
		}
	}
}

// TestEveryScene opens each scene without a display, in both languages, on a
// desk and on a phone, plays it and looks at what it says.
func TestEveryScene(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			s := stage.New(stage.Options{Entries: All(), Lang: i18n.EN})
			if err := s.Go(e.ID); err != nil {
				t.Fatal(err)
			}
			for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
				for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
					s.Resize(size[0], size[1])
					if err := s.Set("lang", lang.Code()); err != nil {
						t.Fatal(err)
					}
					lookAt(t, s, e, lang)
				}
			}
			if s.Play() == nil {
				for range 600 {
					s.Update(1.0 / 60)
				}
			}
			link := s.Link().String()
			again := stage.New(stage.Options{Entries: All(), Lang: i18n.EN})
			again.Follow(link)
			again.Update(0.016)
			if n := again.State().Notice; n != "" {
				t.Errorf("its own link %s brings the notice %q", link, n)
			}
			if err := s.State().Error; err != "" {
				t.Error(err)
			}
		})
	}
}

// TestPlayAtOnce plays each scene before it has had its first Update, as a
// program may that drives the page, with frames that come fast and slow.
func TestPlayAtOnce(t *testing.T) {
	for _, dt := range []float64{0.001, 1.0 / 60, 0.1} {
		s := stage.New(stage.Options{Entries: All(), Lang: i18n.EN})
		s.Resize(800, 600)
		c := paint.NewCanvas()
		for _, e := range All() {
			if err := s.Go(e.ID); err != nil {
				t.Fatal(err)
			}
			_ = s.Play() // refused by scenes that do not unfold
			for range 60 {
				s.Draw(c, 1)
				s.Update(dt)
			}
			if err := s.State().Error; err != "" {
				t.Errorf("%s, %v s a frame: %s", e.ID, dt, err)
			}
		}
	}
}

// lookAt draws a scene and checks what a visitor would read or hear.
func lookAt(t *testing.T, s *stage.Stage, e stage.Entry, lang i18n.Lang) {
	t.Helper()
	c := paint.NewCanvas()
	var words []string
	c.OnText = func(text string, _ paint.Rect, _ paint.Style) { words = append(words, text) }
	for range 40 {
		s.Update(1.0 / 60)
	}
	s.Draw(c, 1)
	st := s.State()
	if st.Error != "" {
		t.Fatal(st.Error)
	}
	ids := map[string]bool{}
	for _, w := range st.Widgets {
		if ids[w.ID] {
			t.Errorf("two widgets are called %s", w.ID)
		}
		ids[w.ID] = true
		if strings.TrimSpace(w.Label) == "" {
			t.Errorf("%s has no name in %s", w.ID, lang.Code())
		}
		if lang == i18n.EN && han(w.Label) {
			t.Errorf("%s is called %q in English", w.ID, w.Label)
		}
	}
	for _, w := range words {
		if lang == i18n.EN && han(w) && w != e.Title.ZH && w != "中" {
			t.Errorf("in English it shows %q", w)
		}
		if lang == i18n.ZH && halfWidth.MatchString(w) {
			t.Errorf("in Chinese it shows %q: the punctuation between characters is full-width", w)
		}
	}
}

// halfWidth finds punctuation of Latin script beside a Chinese character.
var halfWidth = regexp.MustCompile(`\p{Han}[,:;!?]|[,:;!?]\p{Han}`)

func han(s string) bool {
	for _, r := range s {
		if r >= 0x4e00 && r <= 0x9fff {
			return true
		}
	}
	return false
}
