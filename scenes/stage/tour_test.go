package stage

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// toured opens a theatre with a tour of two stops out of three scenes.
func toured(store map[string]string) *Stage {
	scene := func(id, zh, en string) Entry {
		return Entry{ID: id, Title: i18n.T(zh, en), Head: i18n.T("标题", "Head"), Lead: i18n.T("看。", "Look."),
			New: func(*Env) (Scene, error) { return newLesson(), nil }}
	}
	home := scene(HomeID, "课程地图", "Course map")
	home.Path = []string{"loss", "still to come", "overfit"}
	return New(Options{Lang: i18n.EN, Entries: []Entry{scene("aside", "旁边", "Aside"), scene("loss", "损失函数", "Loss functions"), scene("overfit", "过拟合", "Over- and underfitting"), home}, Host: Host{
		Recall: func(key string) string { return store[key] }, Keep: func(key, value string) { store[key] = value },
	}})
}

// TestTour: it says which stop of how many this is and leads to the next one, by
// keyboard too, comes back after a reload, and ends at its end or when it is left.
func TestTour(t *testing.T) {
	store := map[string]string{}
	s := toured(store)
	if run(s, 0.1); !s.tour.box.Empty() || s.State().Tour != nil {
		t.Fatal("it has begun by itself")
	}
	s.env.Guide()
	run(s, 0.1)
	if got := s.tourLabel().EN; got != "Tour · Next: Loss functions" {
		t.Errorf("beside its way it says %q", got)
	}
	tap(s, "tour-next")
	run(s, 1) // it is looked at
	if st := s.State(); st.Scene != "loss" || st.Tour == nil || *st.Tour != (TourState{1, 2, "overfit"}) {
		t.Fatalf("at %s: %+v", st.Scene, st.Tour)
	}
	s = toured(store)
	must(t, s.Go("loss"))
	run(s, 0.1)
	if got := s.tourLabel(); got != i18n.T("导览 1 / 2 · 下一站：过拟合", "Tour 1 / 2 · Next: Over- and underfitting") {
		t.Errorf("after a reload it says %v", got)
	}
	s.focus("")
	if s.FocusNext(false); s.Focused() != "tour-next" {
		t.Errorf("the first Tab leads to %q", s.Focused())
	}
	press(s, "Enter")
	run(s, 1)
	if got := s.tourLabel().EN; s.State().Scene != "overfit" || got != "Tour 2 / 2 · Done, back to the map" {
		t.Errorf("at %s it says %q", s.State().Scene, got)
	}
	s.Present(true)
	if run(s, 0.1); !s.tour.box.Empty() {
		t.Error("it stands in a lecture's picture")
	}
	s.Present(false)
	run(s, 0.1)
	tap(s, "tour-next")
	if st := s.State(); st.Scene != HomeID || st.Tour != nil || store[tourKey] != "" {
		t.Errorf("at its end: %s, %+v, kept %q", st.Scene, st.Tour, store[tourKey])
	}
	s.env.Guide()
	must(t, s.Go("loss"))
	run(s, 0.1)
	tap(s, "tour-leave")
	if run(s, 0.1); s.State().Tour != nil || !s.tour.box.Empty() || toured(store).tour.on {
		t.Error("it was left, and goes on")
	}
}

// TestTourPlace: at every size, in both languages, it covers nothing, no word of
// it is cut, and a finger can press it.
func TestTourPlace(t *testing.T) {
	for _, size := range [][2]float64{{320, 568}, {390, 844}, {700, 500}, {844, 390}, {1024, 768}, {1280, 800}, {2560, 1440}} {
		for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
			s := toured(map[string]string{})
			s.env.Lang, s.look.Lang = lang, lang
			s.Resize(size[0], size[1])
			s.beginTour()
			must(t, s.Go("loss"))
			run(s, 0.5)
			g := &s.tour
			if g.box.Empty() || g.box.X < 0 || g.box.Right() > s.width || g.box.Bottom() > s.lay.bar.Y || g.next.r.H < 44 || g.leave.r.W < 40 {
				t.Fatalf("%v %s: it is at %v", size, lang.Code(), g.box)
			}
			if size[0] >= 1280 && (g.box.Y > s.lay.top.Bottom() || g.size > 0) {
				t.Errorf("%v %s: the top bar has no room for it", size, lang.Code())
			}
			if over := meet(g.box, s.lay.middle); !over.Empty() {
				t.Errorf("%v %s: it covers the stage at %v", size, lang.Code(), over)
			}
			for _, id := range []string{"menu", "home", "language", "theme", "help", "panel", "play", "step", "speed"} {
				if r := meet(s.widget(id).Rect(), g.box); !r.Empty() {
					t.Errorf("%v %s: it covers %s", size, lang.Code(), id)
				}
			}
			whole := false
			c := paint.NewCanvas()
			c.OnText = func(line string, at paint.Rect, _ paint.Style) {
				mine := line == s.tourWords(g.size).In(lang)
				whole = whole || mine
				if over := meet(at, g.box); !over.Empty() && !mine {
					t.Errorf("%v %s: it covers %q", size, lang.Code(), line)
				}
				if strings.HasSuffix(line, "…") && at.Y < s.lay.top.Bottom() {
					t.Errorf("%v %s: %q is cut", size, lang.Code(), line)
				}
			}
			if s.Draw(c, 1); !whole {
				t.Errorf("%v %s: its words are not whole", size, lang.Code())
			}
		}
	}
}
