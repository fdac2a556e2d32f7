package stage

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// newcomer opens a theatre that keeps what it is told in store.
func newcomer(store map[string]string, embed bool) *Stage {
	scene := func(id string) Entry {
		return Entry{ID: id, Title: i18n.T("正则化惩罚", "Over- and underfitting"), Head: i18n.T("标题", "Head"), Lead: i18n.T("看。", "Look."),
			New: func(*Env) (Scene, error) { return newLesson(), nil }}
	}
	home := scene(HomeID)
	home.Invite = i18n.T("第一次来？课程地图里有一条 40 分钟的导览", "New here? The map has a 40-minute tour")
	return New(Options{Lang: i18n.EN, Embed: embed, Entries: []Entry{scene("first"), home}, Host: Host{
		Recall: func(key string) string { return store[key] }, Keep: func(key, value string) { store[key] = value },
	}})
}

// TestWelcome: a first visitor is told of the map, by keyboard and on a phone
// too, until that is taken or put away; then never again.
func TestWelcome(t *testing.T) {
	for _, put := range []string{"welcome", "welcome-away"} {
		store := map[string]string{}
		s := newcomer(store, false)
		if run(s, 0.1); s.welcome.box.Empty() {
			t.Fatal("a first visitor is told nothing")
		}
		s.FocusNext(false)
		if s.Focused() != "welcome" {
			t.Errorf("the first Tab leads to %q", s.Focused())
		}
		s.openSheet(sheetHelp)
		if run(s, 0.1); !s.welcome.box.Empty() {
			t.Error("it lies above a sheet")
		}
		s.closeSheet()
		if s = newcomer(store, false); !s.welcome.on {
			t.Error("it was not put away, and is gone after a reload")
		}
		run(s, 0.1)
		tap(s, put)
		if run(s, 0.1); !s.welcome.box.Empty() || (s.State().Scene == HomeID) != (put == "welcome") {
			t.Errorf("after %s: box %v, scene %s", put, s.welcome.box, s.State().Scene)
		}
		if s = newcomer(store, false); s.welcome.on {
			t.Errorf("after %s it comes again", put)
		}
	}
	noStore, _ := house(t)
	for name, s := range map[string]*Stage{"in another page": newcomer(map[string]string{}, true), "without a store": noStore} {
		if run(s, 0.1); !s.welcome.box.Empty() {
			t.Errorf("%s: there is an invitation", name)
		}
	}
	store := map[string]string{}
	s := newcomer(store, false)
	must(t, s.Go(HomeID))
	if s.welcome.on || store[welcomeKey] == "" {
		t.Error("who has seen the map is told that there is one")
	}
}

// TestWelcomePlace: at every size, in both languages, its words are whole and it
// covers neither a title nor a button; where there is room it covers nothing.
func TestWelcomePlace(t *testing.T) {
	for _, size := range [][2]float64{{320, 568}, {390, 844}, {700, 500}, {844, 390}, {1024, 768}, {1280, 800}, {2560, 1440}} {
		for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
			s := newcomer(map[string]string{}, false)
			s.env.Lang, s.look.Lang = lang, lang
			s.Resize(size[0], size[1])
			run(s, 0.5)
			w := &s.welcome
			if w.box.Empty() || w.box.X < 0 || w.box.Right() > s.width || w.box.Bottom() > s.height {
				t.Fatalf("%v %s: it is at %v", size, lang.Code(), w.box)
			}
			if size[0] >= 1280 && w.box.Y > s.lay.top.Bottom() {
				t.Errorf("%v %s: the top bar has no room for it", size, lang.Code())
			}
			if over := meet(w.box, s.env.View); size[0] < phoneWidth && size[1] >= welcomeRoom && !over.Empty() {
				t.Errorf("%v %s: it lies on %v of the scene", size, lang.Code(), over)
			}
			if w.away.r.W < 44 || w.away.r.H < 44 {
				t.Errorf("%v %s: a finger cannot put it away: %v", size, lang.Code(), w.away.r)
			}
			for _, list := range [][]string{{"menu", "home", "language", "theme", "help", "panel", "play", "step", "speed"}} {
				for _, id := range list {
					if r := meet(s.widget(id).Rect(), w.box); !r.Empty() {
						t.Errorf("%v %s: it covers %s", size, lang.Code(), id)
					}
				}
			}
			whole := false
			c := paint.NewCanvas()
			c.OnText = func(line string, at paint.Rect, _ paint.Style) {
				whole = whole || line == w.words.In(lang)
				if over := meet(at, w.box); w.box.Y < s.lay.top.Bottom() && !over.Empty() && line != w.words.In(lang) {
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
