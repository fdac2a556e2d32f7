package playground_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// steps takes steps one by one.
func steps(t testing.TB, st *stagetest.Stage, n int) {
	t.Helper()
	for range n {
		if err := st.Step(); err != nil {
			t.Fatal(err)
		}
		st.Tick(1)
	}
}

// TestEngine trains the same network on the same points by the engine alone.
func TestEngine(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustSet("network", "8:tanh,8:tanh")
	steps(t, st, 40)
	rng := rand.New(rand.NewPCG(42, 1))
	d := data.Circle(300, 0, rng)
	first, second := data.Split(300, 0.5, rng)
	learn, hold := d.Subset(first), d.Subset(second)
	for _, s := range []*data.Dataset{learn, hold} {
		for i, v := range s.Targets.Data() {
			if v < 0 {
				s.Targets.Data()[i] = 0
			}
		}
	}
	session, err := train.New(train.Config{
		Model: func(rng *rand.Rand) nn.Module { return nn.NewMLP([]int{2, 8, 8, 1}, "tanh", rng) },
		Loss: func(y *grad.Var, b *data.Batch) *grad.Var {
			return grad.BCEWithLogits(y, y.Tape().Const("target", b.Targets))
		},
		Seed:     42,
		Settings: train.Settings{Data: learn, BatchSize: 10, Rule: optim.DefaultAdam(0.01)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 40 {
		if err := session.Step(); err != nil {
			t.Fatal(err)
		}
	}
	for name, set := range map[string]*data.Dataset{"train": learn, "val": hold} {
		e, err := session.Evaluate(set, 2)
		if err != nil {
			t.Fatal(err)
		}
		if got := st.Number(name + "_loss"); math.Abs(got-e.Loss) > 1e-5 {
			t.Errorf("%s_loss on screen is %v, the engine's %v", name, got, e.Loss)
		}
		if got := st.Number(name + "_accuracy"); got != e.Accuracy {
			t.Errorf("%s_accuracy on screen is %v, the engine's %v", name, got, e.Accuracy)
		}
	}
	if got, want := st.Number("loss"), float64(session.History().Loss[39]); got != want {
		t.Errorf("loss of the batch on screen is %v, the engine's %v", got, want)
	}
}

// TestBack goes back and on again, over a change of weights and of the update rule.
func TestBack(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	var losses []float64
	note := func(n int) {
		for range n {
			losses = append(losses, st.Number("train_loss"))
			steps(t, st, 1)
		}
	}
	note(20)
	st.MustSet("optimizer", "sgd")
	note(20)
	st.MustSet("batch_size", "30")
	note(20)
	for _, at := range []int{59, 41, 40, 39, 20, 7, 0} {
		if err := st.Seek(at); err != nil {
			t.Fatal(err)
		}
		st.Tick(2)
		if got := st.Number("train_loss"); got != losses[at] || st.Number("step") != float64(at) {
			t.Errorf("train_loss back at step %d is %v, was %v", at, got, losses[at])
		}
	}
	steps(t, st, 50) // replay, across both changes
	if got := st.Number("train_loss"); got != losses[50] {
		t.Errorf("train_loss on again at step 50 is %v, was %v", got, losses[50])
	}
	if err := st.Back(); err != nil {
		t.Fatal(err)
	}
	st.Tick(1)
	if got := st.Number("train_loss"); got != losses[49] {
		t.Errorf("train_loss one back is %v, was %v", got, losses[49])
	}
}

// TestLive holds that settings keep the weights and architecture does not.
func TestLive(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	steps(t, st, 30)
	loss := st.Number("train_loss")
	for _, kv := range [][2]string{{"learning_rate", "0.3"}, {"l2", "0.01"}, {"l1", "0.01"}, {"batch_size", "all"}, {"optimizer", "rmsprop"}} {
		st.MustSet(kv[0], kv[1])
		if got := st.Number("train_loss"); got != loss || st.Number("step") != 30 {
			t.Errorf("%s: step %v, train_loss %v, want 30, %v", kv[0], st.Number("step"), got, loss)
		}
	}
	st.MustSet("noise", "0.2")
	if st.Number("step") != 30 {
		t.Error("noise began the run anew")
	}
	for _, id := range []string{"layer1_more", "layers_more", "layers_fewer", "layer2_less"} {
		steps(t, st, 3)
		st.MustPress(id)
		if st.Number("step") != 0 || st.State().Notice == "" {
			t.Errorf("%s: step %v, notice %q", id, st.Number("step"), st.State().Notice)
		}
	}
}

// TestRace forks: with the same settings both stay one, with another rate they
// part, and both know the past.
func TestRace(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	steps(t, st, 10)
	loss := func(branch string) float64 {
		t.Helper()
		if err := st.SetBranch(branch); err != nil {
			t.Fatal(err)
		}
		st.Tick(2)
		return st.Number("train_loss")
	}
	st.MustSet("l2", "0.001") // a past that settings alone do not give back
	steps(t, st, 5)
	if err := st.Fork(""); err != nil {
		t.Fatal(err)
	}
	steps(t, st, 10)
	if a, b := loss("A"), loss("B"); a != b || st.Number("step") != 25 {
		t.Errorf("same settings, but %v and %v", a, b)
	}
	st.MustSet("learning_rate", "0.1")
	steps(t, st, 10)
	if a, b := loss("A"), loss("B"); a == b || st.Number("step") != 35 {
		t.Errorf("another learning rate, but both %v", a)
	}
	if err := st.Seek(12); err != nil {
		t.Fatal(err)
	}
	st.Tick(3)
	if a, b := loss("A"), loss("B"); a != b || st.Number("step") != 12 {
		t.Errorf("before the fork %v and %v", a, b)
	}
	if err := st.DeleteBranch("A"); err != nil {
		t.Fatal(err)
	}
	steps(t, st, 3)
	if st.Number("step") != 15 || st.State().Error != "" {
		t.Errorf("alone again at step %v, %s", st.Number("step"), st.State().Error)
	}
}

// TestGuess asks about the data and the network on view, and lets the engine answer.
func TestGuess(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	asks := func(what string) {
		t.Helper()
		if got := fmt.Sprint(st.Widget("card").Value); !strings.Contains(got, what) {
			t.Errorf("asks %q, and not about %s", got, what)
		}
	}
	asks("this network get 95% of the circle")
	for _, q := range []struct{ asks, press, want, layers string }{
		{"this network", "guess_no", "wrong", "6:tanh,4:tanh"}, {"1 hidden neuron", "guess_no", "right", "1:tanh"}, {"4 hidden neurons", "guess_yes", "right", "4:tanh"},
	} {
		asks(q.asks)
		st.MustPress(q.press)
		st.MustSet("speed", "16")
		for range 6000 {
			if st.Tick(1); st.State().Metrics["guess"] != "training" {
				break
			}
		}
		if s := st.State(); s.Metrics["guess"] != q.want || s.Playing || s.Parameters["network"] != q.layers {
			t.Fatalf("%s: %v after %v epochs, want %s; playing %v, layers %v", q.asks, s.Metrics["guess"], s.Metrics["epoch"], q.want, s.Playing, s.Parameters["network"])
		}
		st.MustPress("go_on")
	}
	for data, name := range map[string]string{"moons": "the moons", "hills": "the loss on the hills", "own": "your points"} {
		st.MustSet("data", data)
		asks(name)
	}
	steps(t, st, 3)
	asks("1 hidden neuron") // what the network on view does is no guess any more
}

// TestGroups: what a beginner need not see is folded away, and says what is set
// in it; links and programs reach it and open it, and it stays open.
func TestGroups(t *testing.T) {
	store := map[string]string{}
	visit := func() *stagetest.Stage {
		return stagetest.New(t, stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: i18n.EN, Host: stage.Host{
			Recall: func(k string) string { return store[k] }, Keep: func(k, v string) { store[k] = v },
		}}, 1280, 800)
	}
	st := visit()
	shown := func(id string) bool { t.Helper(); return st.Widget(id).Shown }
	for _, id := range []string{"data", "hidden_layers", "activation", "learning_rate"} {
		if !shown(id) {
			t.Errorf("%s is not on view at first", id)
		}
	}
	for _, id := range []string{"noise", "optimizer", "l2", "loss", "save_run"} {
		if shown(id) {
			t.Errorf("%s is on view at first", id)
		}
	}
	st.MustPress("more_penalties")
	if !shown("l2") || shown("optimizer") || store["playground.groups"] != "more_penalties" {
		t.Errorf("unfolded: l2 %v, optimizer %v, kept %q", shown("l2"), shown("optimizer"), store["playground.groups"])
	}
	st.MustSet("l2", "0.01")
	st.MustSet("optimizer", "sgd")
	if !shown("optimizer") {
		t.Error("what a program sets stays hidden")
	}
	if l := st.Widget("more_penalties").Label; !strings.Contains(l, "L2 0.01") {
		t.Errorf("the group says %q", l)
	}
	link := st.State().Link
	st = visit()
	if !shown("l2") || shown("optimizer") {
		t.Errorf("another visit: l2 %v, optimizer %v", shown("l2"), shown("optimizer"))
	}
	st.Follow(link)
	if st.Tick(2); !shown("optimizer") || shown("noise") || st.State().Parameters["optimizer"] != "sgd" {
		t.Errorf("by a link: optimizer %v, noise %v", shown("optimizer"), shown("noise"))
	}
	st.Focus("noise")
	if st.Tick(2); !shown("noise") {
		t.Error("the keyboard is on a control that is folded away")
	}
}

// TestDiverge breaks the training, reads the reason and mends it.
func TestDiverge(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustPress("diverge")
	for range 600 {
		if st.Tick(1); st.State().Metrics["diverged"] == true {
			break
		}
	}
	m := st.State().Metrics
	if m["diverged"] != true || !strings.Contains(fmt.Sprint(m["reason"]), "not finite") || st.State().Playing {
		t.Fatalf("diverged %v: %v", m["diverged"], m["reason"])
	}
	for range 4 {
		st.MustPress("go_on")
		st.Tick(60)
		if st.State().Metrics["diverged"] == false {
			break
		}
	}
	if m := st.State().Metrics; m["diverged"] != false || !(st.Number("train_loss") < 1) {
		t.Errorf("not mended: diverged %v, train_loss %v", m["diverged"], m["train_loss"])
	}
}

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
		if v := st.State().Parameters["points"]; v != "0:-500,-500;5:500,500" || !strings.Contains(st.State().Notice, "stretched") {
			t.Errorf("%q became %v: %q", table, v, st.State().Notice)
		}
		st.MustSet("paste", "1,1,0;5,5,1")
	}
	st.MustSet("paste", "0.1,-2,0; 0.3,1.5,1")
	if v := st.State().Parameters["points"]; v != "0:10,-200;1:30,150" {
		t.Errorf("points that are seen well became %v", v)
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
	store := map[string]string{}
	visit := func() *stagetest.Stage {
		return stagetest.New(t, stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: i18n.EN, Host: stage.Host{
			Recall: func(k string) string { return store[k] }, Keep: func(k, v string) { store[k] = v },
		}}, 1280, 800)
	}
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

// TestStopsEarly waits until the validation loss stands still, and looks at the
// test set once.
func TestStopsEarly(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	for _, kv := range [][2]string{{"data", "xor"}, {"noise", "0.3"}, {"test_fraction", "0.2"}, {"val_fraction", "0.2"}, {"learning_rate", "0.03"}, {"stop_after", "10"}, {"speed", "16"}} {
		st.MustSet(kv[0], kv[1])
	}
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	for range 3000 {
		if st.Tick(1); st.State().Metrics["stopped_early"] == true {
			break
		}
	}
	if s := st.State(); s.Metrics["stopped_early"] != true || s.Playing || !strings.Contains(s.Notice, "validation") {
		t.Fatalf("epoch %v: stopped %v, playing %v, %q", s.Metrics["epoch"], s.Metrics["stopped_early"], s.Playing, s.Notice)
	}
	if _, has := st.State().Metrics["test_loss"]; has {
		t.Error("the test set was looked at")
	}
	st.MustPress("open_test")
	if st.Number("test_size") != 60 || !(st.Number("test_loss") > 0) {
		t.Errorf("test_loss %v of %v points", st.State().Metrics["test_loss"], st.State().Metrics["test_size"])
	}
	at := st.Number("step")
	if err := st.Step(); err != nil {
		t.Fatal(err)
	}
	if st.Tick(2); st.Number("step") != at+1 {
		t.Errorf("a step from %v led to %v", at, st.Number("step"))
	}
}

// TestFormula writes the network out; its numbers are the engine's.
func TestFormula(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustSet("network", "2:tanh")
	st.MustSet("view", "formula")
	steps(t, st, 3)
	text := fmt.Sprint(st.Widget("curves").Value)
	if strings.Count(text, "tanh(") != 2 || strings.Count(text, "x₁") != 2 || !strings.Contains(text, "y = σ(") {
		t.Errorf("%q", text)
	}
	r := st.Widget("curves").Rect
	x, y := r.X+120, r.Y+38+4+14
	drag(st, x, y, x, y)
	if u := fmt.Sprint(st.State().Metrics["unfolded"]); !strings.Contains(u, "Weight") {
		t.Errorf("the number pressed is not unfolded: %s", u)
	}
}

// TestSweep tries learning rates beside the run, and takes one by a press.
func TestSweep(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	steps(t, st, 5)
	loss := st.Number("train_loss")
	st.MustSet("view", "find_rate")
	st.Tick(20)
	if n := st.Number("rates_tried"); n < 50 {
		t.Errorf("%v rates were tried", n)
	}
	r := st.Widget("curves").Rect
	drag(st, r.X+r.Width*0.7, r.Y+r.Height-80, r.X+r.Width*0.7, r.Y+r.Height-80)
	if lr := st.Number("learning_rate"); lr == 0.01 || st.Number("train_loss") != loss || st.Number("step") != 5 {
		t.Errorf("a press in the plot: learning_rate %v, train_loss %v at step %v", lr, st.Number("train_loss"), st.Number("step"))
	}
}

// TestHistograms counts the numbers of the last batch.
func TestHistograms(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	steps(t, st, 3)
	st.MustSet("view", "histograms")
	if at := st.Number("histograms"); at != 2 {
		t.Errorf("histograms of %v layers, want 2", at)
	}
}

// TestSettings runs everything that can be chosen for some steps.
func TestSettings(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	put := func(name, value string) { // steps on at once, as a visitor does who does not wait
		if err := st.Set(name, value); err != nil {
			t.Fatalf("set %s = %s: %v", name, value, err)
		}
		st.Tick(2)
		steps(t, st, 2)
	}
	for _, w := range st.Widgets() {
		for _, o := range w.Options {
			if w.Group == "controls" || strings.HasSuffix(w.ID, "_activation") {
				put(w.ID, o.Value)
			}
		}
		if w.ID == "data" { // points with numbers have no choice of losses
			put("data", "circle")
		}
	}
	for _, kv := range [][2]string{{"data", "blobs"}, {"classes", "6"}, {"loss", "mse"}, {"loss", "hinge"}, {"standardise", "true"}, {"warmup_epochs", "3"}, {"classes", "2"}, {"dropout", "0.5"}, {"batch_norm", "true"}, {"network", ""}, {"network", "8,8,8,8,8,8"}, {"val_fraction", "0"}, {"points_total", "20"}} {
		put(kv[0], kv[1])
		if st.State().Error != "" {
			t.Fatalf("%s = %s: %s", kv[0], kv[1], st.State().Error)
		}
	}
	if st.State().Error != "" || st.State().Metrics["diverged"] != false {
		t.Errorf("error %q, diverged %v", st.State().Error, st.State().Metrics["reason"])
	}
}

// TestDraw paints every size; a warm frame allocates next to nothing.
func TestDraw(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}, {1920, 1080}, {844, 390}, {320, 568}} {
		st := stagetest.Open(t, playground.Entry(), size[0], size[1])
		steps(t, st, 2)
		c := paint.NewCanvas()
		draw := func() { st.Draw(c, 1) }
		draw()
		if n := testing.AllocsPerRun(5, draw); n > 8 {
			t.Errorf("%v: a warm frame allocates %v times", size, n)
		}
	}
}

// TestSmallWindows: whatever the window, the neurons can be told apart, the answer
// is to be seen, and a step in parts has its card.
func TestSmallWindows(t *testing.T) {
	for _, size := range [][2]float64{{700, 500}, {640, 480}, {844, 390}, {667, 375}, {320, 568}, {375, 667}, {390, 844}, {768, 1024}, {1000, 520}, {1280, 620}} {
		st := stagetest.Open(t, playground.Entry(), size[0], size[1])
		st.Tick(2)
		out, in, net := st.Widget("points").Rect, st.Widget("feature_x1").Rect, st.Widget("network").Rect
		if in.Width < 14 || out.Width < 120 || out.Width != out.Height || in.X < net.X || net.Height < 150 {
			t.Errorf("%v: a neuron is %.0f wide, the answer %.0f × %.0f, the network %.0f high", size, in.Width, out.Width, out.Height, net.Height)
		}
		if a := st.State().Area; out.X+out.Width > a.X+a.Width+0.5 || out.Y+out.Height > a.Y+a.Height+0.5 {
			t.Errorf("%v: the answer is at %+v of %+v", size, out, a)
		}
		if err := st.SubStep(); err != nil {
			t.Errorf("%v: %v", size, err)
		}
		if st.Tick(3); st.Widget("card").Rect.Width < 180 {
			t.Errorf("%v: the card of a step in parts is at %+v", size, st.Widget("card").Rect)
		}
	}
}

// BenchmarkEpoch is an epoch of 500 points through 2-8-8-1 at batch size 10, by the scene's run.
func BenchmarkEpoch(b *testing.B) {
	st := stagetest.Open(b, playground.Entry(), 1280, 800)
	for _, kv := range [][2]string{{"network", "8,8"}, {"val_fraction", "0"}, {"points_total", "500"}} {
		st.MustSet(kv[0], kv[1])
	}
	at := 0
	for b.Loop() {
		at += 50
		if err := st.Seek(at); err != nil {
			b.Fatal(err)
		}
		for st.Number("step") < float64(at) {
			st.Tick(1)
		}
	}
}

// BenchmarkFrame is one frame while it learns: Update, and the recording of the picture.
func BenchmarkFrame(b *testing.B) {
	st := stagetest.Open(b, playground.Entry(), 1280, 800)
	if err := st.Play(); err != nil {
		b.Fatal(err)
	}
	c := paint.NewCanvas()
	b.Run("update", func(b *testing.B) {
		for b.Loop() {
			st.Tick(1)
		}
	})
	b.Run("draw", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			st.Tick(3)
			st.Draw(c, 1)
		}
		b.ReportMetric(float64(c.Triangles()), "triangles")
	})
}
