package scenes

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/stage/stagetest"
)

// TestReadmeNames: what a program finds in state().parameters and metrics of a
// scene, in each of its views, stands in its row of README's table. A name that is
// followed by … stands for all that begin with the same letters.
func TestReadmeNames(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile("`([^`]+)`( …)?")
	for _, e := range All() {
		row := ""
		for line := range strings.Lines(string(text)) {
			if row == "" && strings.HasPrefix(line, "| `"+e.ID+"` ") { // the first table is that of the scenes
				row = line
			}
		}
		if row == "" {
			t.Errorf("%s has no row", e.ID)
			continue
		}
		listed, families := map[string]bool{}, map[string]bool{}
		for _, m := range quoted.FindAllStringSubmatch(row, -1) {
			listed[m[1]] = true
			if prefix, ok := strings.CutSuffix(m[1], "…"); ok || m[2] != "" {
				families[family(prefix)] = true
			}
		}
		missing := map[string]bool{}
		st := stagetest.OpenSettled(t, e, 1280, 800)
		look := func() {
			s := st.State()
			for _, list := range []map[string]any{s.Parameters, s.Metrics} {
				for name := range list {
					variable := e.ID == "gates" && len(name) == 1 // of the expression on view
					if !variable && !listed[name] && !families[family(name)] {
						missing[name] = true
					}
				}
			}
		}
		views := []string{""}
		for _, w := range st.State().Widgets {
			if w.ID == "view" {
				for _, o := range w.Options {
					views = append(views, o.Value)
				}
			}
		}
		for _, v := range views {
			if v != "" {
				st.MustSet("view", v)
				st.Settle()
			}
			look()
			if st.Step() == nil {
				st.Settle()
				look()
			}
		}
		if len(missing) > 0 {
			t.Errorf("%s: README does not list %s", e.ID, strings.Join(slices.Sorted(maps.Keys(missing)), " "))
		}
	}
}

// family is what the names of one family begin with: w of w1_11 and w_cat_1.
func family(name string) string {
	if i := strings.IndexAny(name, "_0123456789"); i > 0 {
		return name[:i]
	}
	return name
}
