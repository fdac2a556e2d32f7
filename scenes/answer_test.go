package scenes

import (
	"slices"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestAnswersMoveNothing answers every question of every scene, in both languages,
// on a desk and on a phone: whatever else can be operated stays where it was.
func TestAnswersMoveNothing(t *testing.T) {
	asked := 0
	for _, e := range All() {
		for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
			for _, w := range []window{{1280, 800, false}, {390, 844, false}} {
				a := asking{entry: e, lang: lang, window: w}
				for _, view := range viewsOf(a.open(t, "")) {
					a.open(t, view)
					for _, id := range a.questions() {
						asked++
						a.answer(t, view, id)
					}
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d questions were found", asked)
	}
}

// asking is a scene that asks, in a window.
type asking struct {
	entry  stage.Entry
	lang   i18n.Lang
	window window
	scene  stage.Scene
}

func (a *asking) open(t *testing.T, view string) *stagetest.Stage {
	e := a.entry
	e.New = func(env *stage.Env) (s stage.Scene, err error) { a.scene, err = a.entry.New(env); return a.scene, err }
	st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: a.lang, Still: true}, a.window.w, a.window.h)
	if st.Settle(); view != "" {
		st.MustSet("view", view)
	}
	if controls := len(a.scene.Controls()) > 0; controls && a.window.w < 500 {
		st.MustPress("panel")
	}
	return st
}

// isQuestion reports whether a widget asks for a prediction, and has a place.
func isQuestion(w ui.Widget) bool {
	switch w.(type) {
	case *ui.Guess, *ui.Estimate, *ui.Sketch:
		return !w.Rect().Empty()
	}
	return false
}

func (a *asking) questions() (ids []string) {
	for _, w := range ui.Flatten(a.scene.Controls()) {
		if isQuestion(w) {
			ids = append(ids, w.ID())
		}
	}
	return ids
}

func (a *asking) question(id string) ui.Widget {
	all := ui.Flatten(a.scene.Controls())
	return all[slices.IndexFunc(all, func(w ui.Widget) bool { return w.ID() == id && isQuestion(w) })]
}

// answer gives each answer that there is, and looks what has moved, at once and
// when the run has come to its end.
func (a *asking) answer(t *testing.T, view, id string) {
	t.Helper()
	choices := []string{""} // what stands there
	if g, ok := a.question(id).(*ui.Guess); ok {
		choices = choices[:0]
		for _, o := range g.Options() {
			choices = append(choices, o.Value)
		}
	}
	for _, choice := range choices {
		st := a.open(t, view)
		before := places(st)
		switch q := a.question(id).(type) {
		case *ui.Guess:
			st.MustSet(id, choice)
		case *ui.Estimate:
			st.MustPress(id + "_sure")
		case *ui.Sketch:
			q.Await("-5,0;5,0")
		}
		st.Pause()
		st.Settle()
		a.compare(t, before, places(st), view, id+" = "+choice)
		q := a.question(id).(interface{ Waiting() string })
		last := st.State().Last
		if q.Waiting() == "" || last < 0 || choice == "" && a.entry.ID == "regression" { // which asks in other words at the end
			continue
		}
		st.MustSeek(last)
		if q.Waiting() != "" {
			t.Errorf("%s %s: %s has no verdict at the end", a.entry.ID, view, id)
		}
		open := a.open(t, view)
		open.MustSeek(last)
		a.compare(t, places(open), places(st), view, id+" = "+choice+" at the end")
	}
}

func (a *asking) compare(t *testing.T, before, after map[string]stage.Box, view, what string) {
	t.Helper()
	for id, r := range after {
		if was, there := before[id]; there && was != r {
			t.Errorf("%s %s, %v, %s: with %s, %s moves from %v to %v", a.entry.ID, view, a.window, a.lang.Code(), what, id, was, r)
			return
		}
	}
}

// places is where each widget stands that can be operated.
func places(st *stagetest.Stage) map[string]stage.Box {
	at := map[string]stage.Box{}
	for _, w := range st.State().Widgets {
		if w.Shown && w.Group != "notice" && w.Role != string(ui.RoleFigure) && w.Role != string(ui.RoleText) {
			at[w.Group+" "+w.ID] = w.Rect
		}
	}
	return at
}
