package playground_test

import (
	"math"
	"math/rand/v2"
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
)

// visits returns a visitor's store, and what opens the scene anew with it.
func visits(t testing.TB) (store map[string]string, visit func() *stagetest.Stage) {
	store = map[string]string{}
	return store, func() *stagetest.Stage {
		return stagetest.New(t, stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: i18n.EN, Host: stage.Host{
			Recall: func(k string) string { return store[k] }, Keep: func(k, v string) { store[k] = v },
		}}, 1280, 800)
	}
}

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

// TestGroups: what a beginner need not see is folded away, and says what is set
// in it; links and programs reach it and open it, and it stays open.
func TestGroups(t *testing.T) {
	store, visit := visits(t)
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
