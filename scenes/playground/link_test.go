package playground_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestLink carries settings and weights to another theatre.
func TestLink(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustSet("data", "moons")
	st.MustSet("network", "5:relu,3:sigmoid")
	st.MustSet("feature_x1_squared", "true")
	st.MustSet("learning_rate", "0.05")
	steps(t, st, 25)
	want := st.Number("train_loss")
	other := stagetest.Open(t, playground.Entry(), 390, 844)
	other.Follow(st.State().Link)
	other.Tick(3)
	if got := other.Number("train_loss"); got != want || other.State().Notice != "" {
		t.Errorf("train_loss %v, want %v; notice %q", got, want, other.State().Notice)
	}
	for _, bad := range []string{"weights=AAAA", "network=9", "network=4:swish", "points=1:2", "data=moon"} {
		other.Follow("#/playground?" + bad)
		if other.Tick(2); other.State().Notice == "" || other.State().Error != "" {
			t.Errorf("%s: notice %q, error %q", bad, other.State().Notice, other.State().Error)
		}
	}
}

// TestLinkByHand: whatever the manual lists as settings of the scene, a link that
// somebody writes may set, and the link from there is no longer for it.
func TestLinkByHand(t *testing.T) {
	own := "data=own&points=0:10,20;1:-200,-200&val_fraction=0&"
	tried := "weights= saved_1=" // the one is tried by TestLink, the other there where a run was saved
	for link, want := range map[string]map[string]string{
		"data=circle&optimizer=sgd&learning_rate=10&activation=relu":  {"activation": "relu", "network": "6:relu,4:relu", "layer2_activation": "relu", "optimizer": "sgd", "learning_rate": "10"},
		"activation=sigmoid&network=5:relu,3:tanh,2:tanh":             {"network": "5:sigmoid,3:sigmoid,2:sigmoid"},
		"hidden_layers=3&activation=relu":                             {"network": "6:relu,4:relu,4:relu"},
		"hidden_layers=0":                                             {"network": ""},
		"layer1_activation=gelu":                                      {"network": "6:gelu,4:tanh"},
		"network=5:relu,3:sigmoid":                                    {"network": "5:relu,3:sigmoid"},
		own + "own_kind=number&brush_value=-0.5":                      {"own_kind": "number", "brush_value": "-0.5", "data": "own"},
		"data=own&paste=1,1,0;-1,-1,1":                                {"data": "own", "points": "0:100,100;1:-100,-100"},
		"data=blobs&classes=4":                                        {"classes": "4"},
		"noise=0.1&points_total=200&test_fraction=0.1":                {"noise": "0.1", "points_total": "200", "test_fraction": "0.1"},
		"wires=gradient&feature_x1_squared=true":                      {"wires": "gradient", "feature_x1_squared": "true"},
		"schedule=cosine&schedule_epochs=50&warmup_epochs=3":          {"schedule": "cosine", "schedule_epochs": "50", "warmup_epochs": "3"},
		"batch_size=30&stop_after=10&l1=0.01&l2=0.02":                 {"batch_size": "30", "stop_after": "10", "l1": "0.01", "l2": "0.02"},
		"loss=mse&initializer=he&standardise=true":                    {"loss": "mse", "initializer": "he", "standardise": "true"},
		"dropout=0.1&batch_norm=true&view=f&run_name=mine":            nil,
		"border=-4,0;4,0.5":                                           {"border": "-4,0;4,0.5"},
		"dropout=0.1&batch_norm=true&view=hidden_space&run_name=mine": {"dropout": "0.1", "batch_norm": "true", "view": "hidden_space", "run_name": "mine"},
	} {
		tried += " " + strings.ReplaceAll(link, "&", " ")
		st := stagetest.Open(t, playground.Entry(), 1280, 800)
		st.Follow("#/playground?" + link)
		st.Tick(3)
		state := st.State()
		if (state.Notice == "") != (want != nil) {
			t.Errorf("%s: notice %q", link, state.Notice)
		}
		for id, v := range want {
			if got := fmt.Sprint(state.Parameters[id]); got != v {
				t.Errorf("%s: %s is %s, not %s", link, id, got, v)
			}
		}
		if strings.Contains(state.Link, "&activation=") || strings.Contains(state.Link, "?activation=") || strings.Contains(state.Link, "run_name") {
			t.Errorf("%s is written as %s", link, state.Link)
		}
	}
	manual, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, row, _ := strings.Cut(string(manual), "\n| `playground`")
	row, _, _ = strings.Cut(row, "\n")
	columns := strings.Split(row, " | ")
	settings, _, _ := strings.Cut(columns[len(columns)-1], ";")
	settings = regexp.MustCompile(`\(.*?\)`).ReplaceAllString(settings, "")
	names := regexp.MustCompile("`([a-z0-9_]+)`").FindAllStringSubmatch(settings, -1)
	for _, name := range names {
		if id := name[1]; !strings.Contains(tried, id+"=") && !(strings.HasPrefix(id, "feature_") && strings.Contains(tried, "feature_")) {
			t.Errorf("%s is not tried in a link", id)
		}
	}
	if len(names) < 30 {
		t.Errorf("the manual lists %d settings", len(names))
	}
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	for _, bad := range []string{"activation=swish", "layer1_activation=tanh,3:relu", "hidden_layers=x"} {
		st.Follow("#/playground?" + bad)
		if st.Tick(2); st.State().Notice == "" || st.State().Error != "" {
			t.Errorf("%s: notice %q, error %q", bad, st.State().Notice, st.State().Error)
		}
	}
}

// TestLinkGoesOn: who opens a link goes on as the one who shared it does, bit for
// bit, whatever the optimizer remembers.
func TestLinkGoesOn(t *testing.T) {
	goTo := func(st *stagetest.Stage, step int) {
		t.Helper()
		if err := st.Seek(step); err != nil {
			t.Fatal(err)
		}
		st.Settle()
	}
	for _, rule := range []string{"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw", "adamax"} {
		st := stagetest.Open(t, playground.Entry(), 1280, 800)
		for _, kv := range [][2]string{{"data", "blobs"}, {"classes", "4"}, {"network", "5:relu,3:tanh"}, {"optimizer", rule}, {"batch_norm", "true"}, {"dropout", "0.1"},
			{"schedule", "cosine"}, {"schedule_epochs", "50"}, {"l2", "0.001"}} {
			st.MustSet(kv[0], kv[1])
		}
		goTo(st, 33)
		st.MustSet("learning_rate", "0.02")
		goTo(st, 35)
		link := st.State().Link
		if len(link) > 6000 {
			t.Errorf("%s: a link of %d characters", rule, len(link))
		}
		other := stagetest.Open(t, playground.Entry(), 1280, 800)
		other.Follow(link)
		if other.Tick(4); other.Number("step") != 35 || other.State().Notice != "" || other.State().Link != link {
			t.Errorf("%s: opens at step %v of 35, notice %q", rule, other.Number("step"), other.State().Notice)
		}
		goTo(st, 85)
		goTo(other, 85)
		if a, b := st.State(), other.State(); a.Link != b.Link || a.Metrics["train_loss"] != b.Metrics["train_loss"] || a.Metrics["epoch"] != b.Metrics["epoch"] {
			t.Errorf("%s: after 50 steps the loss is %v by the link, and %v by going on", rule, b.Metrics["train_loss"], a.Metrics["train_loss"])
		}
		if err := other.Seek(10); err != nil {
			t.Fatal(err)
		}
		if other.Tick(3); other.Number("step") != 35 || !strings.Contains(other.State().Notice, "step 35") {
			t.Errorf("%s: back to step %v, %q", rule, other.Number("step"), other.State().Notice)
		}
	}
}

// TestNewSeed: with a new seed the scene starts over, though its link carries the
// weights that it had; the link of a saved run brings that run's own seed.
func TestNewSeed(t *testing.T) {
	store, other := map[string]string{}, stagetest.Open(t, playground.Entry(), 1280, 800)
	st := stagetest.New(t, stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: i18n.EN, Host: stage.Host{
		Recall: func(k string) string { return store[k] }, Keep: func(k, v string) { store[k] = v },
	}}, 1280, 800)
	steps(t, st, 30)
	st.MustPress("save_run")
	st.MustSet("seed", "7")
	other.MustSet("seed", "7")
	if a, b := st.Number("train_loss"), other.Number("train_loss"); a != b || st.Number("step") != 0 {
		t.Errorf("a new seed begins at step %v with a loss of %v, and %v anew", st.Number("step"), a, b)
	}
	st.MustPress("saved_1_open")
	other.Follow(st.State().Link)
	for _, s := range []*stagetest.Stage{st, other} {
		s.MustSeek(60)
	}
	if a, b := st.Number("train_loss"), other.Number("train_loss"); a != b || other.State().Link != st.State().Link {
		t.Errorf("the saved run goes on to %v, and by its link to %v", a, b)
	}
}

// TestLinkLeavesOut: what a link has no room for is told.
func TestLinkLeavesOut(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	steps(t, st, 3)
	if text := st.LeftOut(); text.EN != "" {
		t.Errorf("a small network: %q", text.EN)
	}
	st.MustSet("network", "8,8,8,8,8,8")
	steps(t, st, 3)
	if text := st.LeftOut(); !strings.Contains(text.EN, "optimiser remembers is left out") || len(st.State().Link) > 6000 {
		t.Errorf("six layers of eight, a link of %d: %q", len(st.State().Link), text.EN)
	}
	st.MustSet("points_total", "1000")
	st.MustSet("data", "own")
	steps(t, st, 3)
	if text := st.LeftOut(); !strings.Contains(text.EN, "weights are left out") || strings.Contains(st.State().Link, "weights=") {
		t.Errorf("and many points: %q", text.EN)
	}
}
