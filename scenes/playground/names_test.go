package playground_test

import (
	"fmt"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

const petsTable = "x,y,label\n0.1,0.2,dog\n-1,2,cat\n3,4,dog\n2,-2,bird\n-3,-3,cat\n1,-3,bird\n"

// TestNamedClasses pastes a table whose classes have names, which stay with the
// points: on brushes, in the matrix of mistakes, in the legend and in a link.
func TestNamedClasses(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustSet("data", "own")
	st.MustSet("val_fraction", "0")
	st.MustSet("paste", petsTable)
	st.MustSet("paste", "") // what was taken stays
	named := func(st *stagetest.Stage, want ...string) {
		t.Helper()
		m := st.State().Metrics
		if fmt.Sprint(m["class_names"]) != fmt.Sprint(want) || m["classes"] != len(want) {
			t.Errorf("%v classes called %v, want %q", m["classes"], m["class_names"], want)
		}
		for i, o := range st.Widget("brush").Options[1:] {
			if i < len(want) && o.Label != want[i] {
				t.Errorf("brush %d is called %s, want %s", i, o.Label, want[i])
			}
		}
	}
	named(st, "bird", "cat", "dog")
	steps(t, st, 3)
	st.MustSet("view", "confusion")
	st.Tick(2)
	text := fmt.Sprint(st.Widget("curves").Value)
	for _, want := range []string{"bird: ", "cat: ", "dog: ", "answered dog"} {
		if !strings.Contains(text, want) {
			t.Errorf("the matrix says %q and not %q", text, want)
		}
	}
	for _, want := range []string{"bird", "cat", "dog"} {
		if !st.Shows(want) {
			t.Errorf("%q cannot be read on the stage", want)
		}
	}
	other := stagetest.Open(t, playground.Entry(), 1280, 800)
	other.Follow(st.State().Link)
	other.Tick(3)
	named(other, "bird", "cat", "dog")
	if a, b := st.Number("train_loss"), other.Number("train_loss"); a != b {
		t.Errorf("the link leads to %v, not %v", b, a)
	}
	st.MustSet("paste", "1,1,yes; -1,-1,no; 2,2,yes")
	st.Tick(2)
	if named(st, "no", "yes"); !st.Shows("yes, weight > 0") || !st.Shows("no, weight < 0") {
		t.Error("the legend does not name the classes")
	}
	st.MustSet("data", "circle")
	if v, has := st.State().Metrics["class_names"]; has {
		t.Errorf("the circle's classes are called %v", v)
	}
}

// TestRefusedNames says in both languages what a table should have.
func TestRefusedNames(t *testing.T) {
	for text, want := range map[string][2]string{
		"1,1,a;1,1,b;1,1,c;1,1,d;1,1,e;1,1,f;1,1,g": {"第三列有 7 个类名 (a, b, c, …)，要有 2 到 6 个", "The third column names 7 classes (a, b, c, …): it can name 2 to 6"},
		"1,1,a;2,2,a":   {"第三列有 1 个类名 (a)，要有 2 到 6 个", "The third column names 1 class (a): it can name 2 to 6"},
		"1,2,cat;3,4,0": {"要么都是类名，要么都是数", `"1,2,cat" makes no sense beside rows with numbers`},
		"1,2,3,4":       {"类（0 到 5，或类名）", "class (0 to 5, or a name)"},
	} {
		for i, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
			st := stagetest.New(t, stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: lang, Host: stage.Host{
				Open: func(_ string, got func(string, []byte, error)) { got("pets.csv", []byte(text), nil) },
			}}, 1280, 800)
			st.MustSet("data", "own")
			before := st.State().Parameters["points"]
			st.MustPress("load_points")
			st.Tick(2)
			if s := st.State(); s.Parameters["points"] != before || !strings.Contains(s.Notice, want[i]) {
				t.Errorf("%q: %q, want %q", text, s.Notice, want[i])
			}
		}
	}
}
