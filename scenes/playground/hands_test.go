package playground_test

import (
	"fmt"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// drag draws the mouse from one place to another.
func drag(st *stagetest.Stage, x0, y0, x1, y1 float64) {
	st.Input(ui.Event{Kind: ui.PointerDown, X: x0, Y: y0})
	st.Tick(1)
	for k := 1; k <= 4; k++ {
		f := float64(k) / 4
		st.Input(ui.Event{Kind: ui.PointerMove, X: x0 + (x1-x0)*f, Y: y0 + (y1-y0)*f})
		st.Tick(1)
	}
	st.Input(ui.Event{Kind: ui.PointerUp, X: x1, Y: y1})
	st.Tick(2)
}

// TestLockedData drags a point where a link locks the data: they stay.
func TestLockedData(t *testing.T) {
	for _, lock := range []string{"", "data"} {
		st := stagetest.Open(t, playground.Entry(), 1280, 800)
		st.MustSet("network", "1")
		st.Follow("#/playground?lock=" + lock)
		st.Tick(3)
		out := st.Widget("points").Rect
		for i := range 40 { // some of these take hold of a point
			x, y := out.X+out.Width*float64(1+i%8)/9, out.Y+out.Height*float64(1+i/8)/6
			drag(st, x, y, x+12, y)
		}
		if own := st.State().Parameters["data"] == "own"; own != (lock == "") {
			t.Errorf("lock=%s: the data are %v", lock, st.State().Parameters["data"])
		}
	}
}

// TestHands drags a weight and a point, and paints.
func TestHands(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustSet("network", "1")
	steps(t, st, 5)
	before, loss := st.State().Link, st.Number("train_loss")
	out := st.Widget("points").Rect
	drag(st, out.X-2, out.Y+out.Height/2, out.X-2, out.Y+out.Height/2-60) // the line into the output
	if st.State().Link == before || st.Number("train_loss") == loss || st.Number("step") != 5 {
		t.Error("dragging a line changed nothing")
	}
	if u := fmt.Sprint(st.State().Metrics["unfolded"]); !strings.Contains(u, "∂L/∂w") {
		t.Errorf("the weight is not unfolded: %s", u)
	}
	st.MustSet("data", "own")
	n := st.Number("train_size") + st.Number("val_size")
	drag(st, out.X+4, out.Y+4, out.X+4, out.Y+60)
	if got := st.Number("train_size") + st.Number("val_size"); got <= n {
		t.Errorf("painting left %v points of %v", got, n)
	}
	st.MustSet("points", "x,y,class\n1,2,0\n-1,-2,2\n3,3,1\n-3,1,2")
	if st.Number("classes") != 3 {
		t.Errorf("a pasted table has %v classes, want 3", st.Number("classes"))
	}
}

// TestOwnNumbers: points that are moved or painted may carry numbers to predict.
func TestOwnNumbers(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustSet("data", "hills")
	steps(t, st, 5)
	st.MustSet("data", "own")
	if v := st.State().Parameters["own_kind"]; v != "number" {
		t.Errorf("the points of the hills carry a %v", v)
	}
	st.MustSet("brush_value", "-0.5")
	if c := st.Number("classes"); c != 0 {
		t.Fatalf("the hills became %v classes", c)
	}
	out := st.Widget("points").Rect
	n := st.Number("train_size") + st.Number("val_size")
	drag(st, out.X+4, out.Y+4, out.X+4, out.Y+60)
	if got := st.Number("train_size") + st.Number("val_size"); got <= n {
		t.Errorf("painting left %v points of %v", got, n)
	}
	points := st.State().Parameters["points"].(string)
	if !strings.Contains(points, ";=-50:") {
		t.Errorf("no point carries −0.5: %s", points)
	}
	steps(t, st, 5)
	other := stagetest.Open(t, playground.Entry(), 1280, 800)
	other.Follow(st.State().Link)
	other.Tick(3)
	if got := other.Number("train_loss"); got != st.Number("train_loss") || other.State().Notice != "" {
		t.Errorf("the link leads to %v, not %v; %s", got, st.Number("train_loss"), other.State().Notice)
	}
	st.MustSet("own_kind", "class")
	if c := st.Number("classes"); c != 2 {
		t.Errorf("by their sign they are %v classes", c)
	}
	st.MustSet("paste", "1,2,-30; -1,-2,15; 3,3,7.5")
	if points := st.State().Parameters["points"]; st.Number("classes") != 0 || points != "=-100:100,200;=50:-100,-200;=25:300,300" {
		t.Errorf("a table of numbers has %v classes and is %v", st.Number("classes"), points)
	}
}

// TestTables takes points from pasted text and from a file.
func TestTables(t *testing.T) {
	var file string
	st := stagetest.New(t, stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: i18n.EN, Host: stage.Host{
		Open: func(_ string, got func(string, []byte, error)) { got("points.csv", []byte(file), nil) },
	}}, 1280, 800)
	st.MustSet("data", "own")
	st.MustSet("val_fraction", "0")
	file = "length,width,kind\n10,200,0\n20,220,1\n30,260,2\n"
	st.MustPress("load_points")
	st.Tick(2)
	if m := st.State(); m.Metrics["classes"] != 3 || m.Metrics["train_size"] != 3 || m.Parameters["points"] != "0:-500,-500;1:0,-167;2:500,500" {
		t.Errorf("%v classes of %v", m.Metrics["classes"], m.Parameters["points"])
	}
	file = "a b c d"
	st.MustPress("load_points")
	if n := st.State().Notice; !strings.Contains(n, "points.csv") {
		t.Errorf("a file of words: %q", n)
	}
	st.MustSet("paste", "1,1,0; -1,-1,1; 2,2,0; -2,-2,1")
	if n := st.Number("train_size"); n != 4 {
		t.Errorf("%v points of 4", n)
	}
	for _, table := range []string{"x,y,c\n0.1,0.2,0\n0.3,0.4,5", "0.1\t0.2\t0\r\n0.3\t0.4\t5\r\n"} {
		st.MustSet("paste", table)
		if v := st.State().Parameters["points"]; v != "0:10,20;5:30,40" {
			t.Errorf("%q became %v", table, v)
		}
		st.MustSet("paste", "1,1,0;2,2,1")
	}
	for bad, why := range map[string]string{
		"x,y\n1,2\n":                   `"1,2" makes no sense`,
		"1,2,cat\n3,4,0":               `"1,2,cat" makes no sense`,
		"only words":                   "Each row is",
		strings.Repeat("1,1,1;", 1501): "At most 1500 rows",
	} {
		before := st.State().Parameters["points"]
		if err := st.Set("paste", bad); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%.20q: %v", bad, err)
		}
		if st.State().Parameters["points"] != before {
			t.Errorf("%.20q changed the points", bad)
		}
	}
	// A class is shown by the number that a table has for it.
	seen := 0
	for _, w := range st.State().Widgets {
		if w.Rows {
			seen++
		}
		for _, o := range w.Options {
			if w.ID == "brush" && o.Value != "move" && o.Label != o.Value {
				t.Errorf("brush %s is shown as %s", o.Value, o.Label)
			}
		}
	}
	if seen != 1 {
		t.Errorf("the page sees %d fields that take a table, not 1", seen)
	}
}

// TestShelf keeps runs in the visitor's store and opens them again.
func TestShelf(t *testing.T) {
	store, visit := visits(t)
	st := visit()
	st.MustSet("network", "3:relu")
	st.MustSet("schedule", "cosine")
	steps(t, st, 40)
	want := st.Number("train_loss")
	st.MustSet("run_name", "three")
	st.MustPress("save_run")
	st = visit()
	st.MustPress("saved_1_open")
	if got := st.Number("train_loss"); got != want || st.State().Parameters["network"] != "3:relu" || st.State().Parameters["schedule"] != "cosine" {
		t.Errorf("opened again: train_loss %v, want %v; %v", got, want, st.State().Parameters["network"])
	}
	store["playground.runs"] = strings.Replace(store["playground.runs"], "3:relu", "40:relu", 1)
	st = visit()
	st.MustPress("saved_1_open")
	if s := st.State(); s.Notice == "" || s.Error != "" || s.Parameters["network"] == "40:relu" {
		t.Errorf("a run too wide for the stage: notice %q, error %q", s.Notice, s.Error)
	}
	st.MustPress("saved_1_delete")
	for key, bad := range map[string]string{"": "", "nonsense": "{", "a run without a curve": `[{"name":"x"},null]`} {
		store["playground.runs"] = bad
		if st := visit(); st.State().Error != "" {
			t.Errorf("%s: %s", key, st.State().Error)
		}
	}
}
