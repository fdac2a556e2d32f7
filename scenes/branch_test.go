package scenes

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// measured are metrics of the clock, which no two runs share.
var measured = map[string]bool{"images_per_second": true, "engine_images_per_second": true, "epochs_per_second": true, "steps_per_second": true}

// TestForksAreTwins forks every scene that unfolds and changes nothing: whatever
// the transport does then, both branches report the same, and what the first
// one reports is what it reports alone.
func TestForksAreTwins(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN}, 1280, 800)
			if st.Step() != nil {
				return // nothing unfolds
			}
			steps := func(n int) {
				for range n {
					st.Step()
					st.Tick(3)
				}
				st.Settle()
			}
			steps(2)
			if err := st.Fork(""); err != nil {
				t.Fatal(err)
			}
			steps(3)
			st.Back()
			st.Tick(3)
			st.Settle()
			st.Tick(30)
			b := st.State()
			if err := st.SetBranch("A"); err != nil {
				t.Fatal(err)
			}
			st.Tick(3)
			st.Settle()
			st.Tick(30)
			a := st.State()
			if len(a.Branches) != 2 || a.Step != b.Step {
				t.Errorf("A stands at %d, B at %d: %+v", a.Step, b.Step, a.Branches)
			}
			for name, want := range a.Metrics {
				if got := b.Metrics[name]; !measured[name] && !alike(got, want) {
					t.Errorf("%s: A has %v, B %v", name, want, got)
				}
			}
			if err := st.Reset(); err != nil {
				t.Error(err)
			}
			if err := st.DeleteBranch("B"); err != nil {
				t.Error(err)
			}
			st.Tick(3)
			if st.State().Error != "" {
				t.Error(st.State().Error)
			}
		})
	}
}

// alike compares what JSON says of two values; numbers may differ in the last digits.
func alike(a, b any) bool {
	x, y := stagetest.Numbers(a), stagetest.Numbers(b)
	if len(x) == len(y) {
		for i := range x {
			if !(math.Abs(x[i]-y[i]) <= 1e-9+1e-6*math.Abs(y[i])) && !(math.IsNaN(x[i]) && math.IsNaN(y[i])) {
				return false
			}
		}
	}
	if len(x) != len(y) {
		return false
	}
	p, _ := json.Marshal(a)
	q, _ := json.Marshal(b)
	return string(p) == string(q) || !math.IsNaN(x[0])
}

// forks are what a learner can fork and change, by scene and view: which setting,
// to what, whether another run begins with it, and by what metric one sees that.
// What begins none counts from where it is set.
var forks = map[string]struct {
	param, value string
	anew         bool
	metric       string
}{
	"draw read":       {},
	"draw learn":      {},
	"playground":      {"learning_rate", "0.3", false, "train_loss"},
	"regression":      {"learning_rate", "0.002", false, "weight"},
	"score digits":    {"learning_rate", "0.02", false, "digit_scores"},
	"setup":           {"learning_rate", "0.3", false, "activation_std"},
	"depth fit":       {"curve", "sine", false, "knots"},
	"depth race":      {"layers", "4", true, "deep_loss"},
	"depth layers":    {"layers_activation", "relu", true, "first_layer_gradient"},
	"overfit network": {"l2", "0.03", false, "train_loss"},
	"descent":         {"learning_rate", "0.5", false, "losses"},
	"validate search": {"val_images", "100", true, "val_accuracy"},
}

// copied are timelines without a past of their own, by scene and view: what is
// shown at a position follows from the settings, and so does a branch: another one
// is what the whole of it would have been.
var copied = map[string]string{
	"activation":      "one chain of numbers, there and back",
	"collapse":        "one network, layer by layer",
	"forward neurons": "one network, layer by layer",
	"forward matrix":  "one network, layer by layer",
	"gates":           "one expression, gate by gate",
	"score pixels":    "one product, row by row",
	"loss classes":    "one loss, operation by operation",
	"loss outlier":    "one mean, point by point",
	"penalty tie":     "one sum, term by term",
	"overfit curve":   "one fit for each degree",
	"overfit shapes":  "one answer for each angle",
	"validate split":  "one validation, fold by fold",

	"perceptron":   "all its corrections follow from line, points and η, and are there at once",
	"loss race":    "all its steps follow from the start, and are there at once",
	"penalty pull": "all its steps follow from weights, λ and η, and are there at once",
}

// TestWhatUnfoldsForks: a timeline is that of a Forker, or it is told why not.
func TestWhatUnfoldsForks(t *testing.T) {
	for _, e := range All() {
		forker := false
		probe := e
		probe.New = func(env *stage.Env) (stage.Scene, error) {
			s, err := e.New(env)
			_, forker = s.(stage.Forker)
			return s, err
		}
		st := stagetest.Open(t, probe, 1280, 800)
		for _, v := range views(st.Stage) {
			name := e.ID
			if v != "" {
				st.MustSet("view", v)
				name += " " + v
			}
			if st.Step() != nil {
				continue // nothing unfolds
			}
			_, forked := forks[name]
			if reason := copied[name]; forked == (reason != "") || forked && !forker {
				t.Errorf("%s: forked %v, by itself %v, copied because %q", name, forked, forker, reason)
			}
		}
	}
}

// visitOf opens a scene, and a view of it.
func visitOf(t *testing.T, name string) *stagetest.Stage {
	t.Helper()
	id, view, _ := strings.Cut(name, " ")
	st := stagetest.Open(t, entry(t, id), 1280, 800)
	if view != "" {
		st.MustSet("view", view)
	}
	return st
}

// told is what a visit says of its numbers, but for those of the clock, and of one.
func told(st *stagetest.Stage, branch, metric string) (all, one string) {
	if branch != "" {
		st.SetBranch(branch)
	}
	st.Tick(3)
	st.Settle()
	st.Tick(3)
	m := st.State().Metrics
	for name := range measured {
		delete(m, name)
	}
	return fmt.Sprint(m), fmt.Sprint(m[metric])
}

// TestWhatIsForked forks in the midst, changes one thing and runs on: the old
// branch is what it would be alone, the new one another, and before that they are
// the same; both curves are in one plot.
func TestWhatIsForked(t *testing.T) {
	for name, c := range forks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.param == "" {
				t.Skip("its training has a switch of its own: another test forks it")
			}
			const before, at, after = 4, 9, 16
			alone, st := visitOf(t, name), visitOf(t, name)
			st.MustSeek(at)
			if err := st.Fork(""); err != nil {
				t.Fatal(err)
			}
			st.MustSet(c.param, c.value)
			for _, to := range []int{after, before, at, after} {
				alone.MustSeek(to)
				st.MustSeek(to)
				_, b := told(st, "B", c.metric)
				a, _ := told(st, "A", c.metric)
				all, one := told(alone, "", c.metric)
				if a != all {
					t.Errorf("at %d the old branch says %s, alone %s", to, a, all)
				}
				if other := to > at || c.anew; other != (b != one) {
					t.Errorf("at %d the new branch is another one: %v, it has %s %s, alone %s", to, !other, c.metric, b, one)
				}
				if s := st.State(); len(s.Branches) != 2 || s.Branches[0].Step != to || s.Branches[1].Step != to || s.Branches[1].From != at {
					t.Errorf("at %d: %+v", to, s.Branches)
				}
			}
		})
	}
}

// TestResetTakenBack: what a network had learned is there again after an undo, and
// goes on learning; a race that is reset keeps what all its branches have learned.
func TestResetTakenBack(t *testing.T) {
	for name, c := range forks {
		if st := visitOf(t, name); st.State().Last >= 0 || c.metric == "" {
			continue // nothing is lost: the way there is computed again
		}
		t.Run(name, func(t *testing.T) {
			st := visitOf(t, name)
			st.MustSeek(8)
			_, want := told(st, "", c.metric)
			same := func(what string, at int) {
				t.Helper()
				if _, got := told(st, "", c.metric); got != want || st.State().Step != at {
					t.Errorf("%s: step %d with %s %s, was %s", what, st.State().Step, c.metric, got, want)
				}
			}
			st.ClickOn("reset")
			st.Settle()
			if _, now := told(st, "", c.metric); now == want {
				t.Fatal("the reset did nothing")
			}
			st.ClickOn("notice-undo")
			same("taken back", 8)
			st.MustSeek(10)
			if s := st.State(); s.Step != 10 || s.Error != "" {
				t.Errorf("it does not go on: step %d %s", s.Step, s.Error)
			}
			st.MustSeek(8)
			if err := st.Fork(""); err != nil {
				t.Fatal(err)
			}
			st.MustSet(c.param, c.value)
			st.MustSeek(12)
			_, want = told(st, "", c.metric)
			st.ClickOn("reset")
			st.MustSeek(12)
			same("after a race was reset", 12)
		})
	}
}
