package scenes

import (
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/stage"
)

// mostSentences is how many stand beside a stage at once.
const mostSentences = 5

// TestTextsPoint opens every view of every scene, on a desk and on a phone, in
// both languages: what stands beside it is five sentences or fewer, fits its
// place and points, in both languages at the same things, each of them on
// screen when its phrase is pressed.
func TestTextsPoint(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
				s := stage.New(stage.Options{Entries: All(), Lang: i18n.ZH, Still: true})
				s.Resize(size[0], size[1])
				if err := s.Go(e.ID); err != nil {
					t.Fatal(err)
				}
				tick(s, 40)
				for _, v := range laboratories(s) {
					if param, value, ok := strings.Cut(v, "="); ok && s.Set(param, value) != nil {
						t.Fatalf("there is no view %s", v)
					}
					tick(s, 40)
					var things [2][]string
					for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
						r := reader{t, s, e, v + " " + lang.Code(), size[0] < 500}
						if err := s.Set("lang", lang.Code()); err != nil {
							t.Fatal(err)
						}
						tick(s, 40)
						r.words(lang)
						things[lang] = r.follow()
					}
					if !slices.Equal(things[0], things[1]) {
						t.Errorf("view %q: the Chinese text points at %v, the English one at %v", v, things[0], things[1])
					}
				}
			}
		})
	}
}

// laboratories are the views of a scene as settings; none where there is one. Into
// the network of gates an example leads; each surface of descent has a text.
func laboratories(s *stage.Stage) (out []string) {
	for _, v := range views(s) {
		if v != "" {
			v = "view=" + v
		}
		out = append(out, v)
	}
	for _, w := range s.Widgets() {
		if w.ID == "surface" {
			for _, o := range w.Options {
				out = append(out, "surface="+o.Value)
			}
		}
		if w.ID == "preset" && slices.ContainsFunc(w.Options, func(o stage.OptionState) bool { return o.Value == "cnn" }) {
			out = append(out, "preset=cnn")
		}
	}
	return out
}

// views are the laboratories of a scene; one without a name where there is one.
func views(s *stage.Stage) (out []string) {
	for _, w := range s.Widgets() {
		if w.ID == "view" && w.Group == "controls" {
			for _, o := range w.Options {
				out = append(out, o.Value)
			}
		}
	}
	if out == nil {
		out = []string{""}
	}
	return out
}

func tick(s *stage.Stage, n int) {
	for range n {
		s.Update(1.0 / 60)
	}
}

// reader reads one view in one language.
type reader struct {
	t     *testing.T
	s     *stage.Stage
	e     stage.Entry
	where string
	phone bool
}

// openAll brings all texts on view and lists the widgets: on a phone some texts are
// among the controls.
func (r reader) openAll() []stage.WidgetState {
	if r.phone && !slices.ContainsFunc(r.s.Widgets(), func(w stage.WidgetState) bool { return w.ID == "close" && w.Shown }) {
		r.s.Press("panel")
	}
	tick(r.s, 2)
	return r.s.Widgets()
}

// words counts the sentences and looks whether the lead has its place.
func (r reader) words(lang i18n.Lang) {
	lead, n := "", 0
	for _, w := range r.openAll() {
		words, _ := w.Value.(string)
		if w.ID == "text" {
			words = strings.TrimSpace(strings.TrimPrefix(words, r.s.State().Heading))
			lead = words
		} else if w.Role != "status" || !strings.HasPrefix(w.ID, "controls-") || !strings.ContainsAny(lastRune(words), "。！？.!?") {
			continue
		}
		text := prose.Parse(words)
		n += text.Sentences()
	}
	if n > mostSentences {
		r.t.Errorf("%s: %d sentences", r.where, n)
	}
	end := r.s.State().Area.Y
	c := paint.NewCanvas()
	c.OnText = func(line string, at paint.Rect, _ paint.Style) { // the lead is drawn before the scene
		if rest, ok := strings.CutPrefix(lead, line); !ok || lead == "" {
			return
		} else if lead = strings.TrimSpace(rest); at.Bottom() > end {
			r.t.Errorf("%s: there is no room for the lead's line %q", r.where, line)
		}
	}
	r.s.Draw(c, 1)
}

func lastRune(s string) string {
	r := []rune(strings.TrimSpace(s))
	return string(r[max(len(r)-1, 0):])
}

// follow presses every phrase, and what it speaks of must be on screen.
func (r reader) follow() (things []string) {
	groups := map[string]bool{}
	in := "" // where a phrase stands: it follows that
	for _, p := range r.openAll() {
		if p.Points == nil {
			if in = p.ID; p.Group == "controls" && strings.HasPrefix(p.ID, "controls-") {
				in = "controls"
			}
			continue
		}
		groups[p.Group] = true
		for _, thing := range p.Points {
			if slices.Contains(things, in+" "+thing) {
				r.t.Errorf("%s: points twice at %s", r.where, thing)
			}
			things = append(things, in+" "+thing)
		}
		r.openAll()
		if err := r.s.Press(p.ID); err != nil {
			r.t.Errorf("%s: %v", r.where, err)
		}
		tick(r.s, 2)
		shown := r.s.State()
		for _, thing := range p.Points {
			i := slices.IndexFunc(shown.Pointing, func(a stage.PointedAt) bool { return a.Thing == thing })
			if i < 0 {
				r.t.Errorf("%s: %q (%s) is not shown", r.where, thing, p.Label)
				continue
			}
			at, size := shown.Pointing[i].Rect, shown.Size
			if at.Width < 4 || at.Height < 4 || at.X < -0.5 || at.Y < -0.5 || at.X+at.Width > size.Width+0.5 || at.Y+at.Height > size.Height+0.5 {
				r.t.Errorf("%s: %q is at %+v", r.where, thing, at)
			}
		}
	}
	for _, w := range r.s.Widgets() {
		words, _ := w.Value.(string)
		if w.Role == "status" && w.Group == "controls" && strings.HasPrefix(w.ID, "controls-") && strings.ContainsAny(lastRune(words), "。！？.!?") && !groups["controls"] {
			r.t.Errorf("%s: points at nothing: %s", r.where, words)
		}
	}
	if !groups["figures"] {
		r.t.Errorf("%s: the lead points at nothing", r.where)
	}
	slices.Sort(things)
	return things
}
