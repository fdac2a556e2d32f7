package scenes

import (
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestGuessesWait makes predictions that only a run can answer, and leaves before
// that: they are there again with the same settings, not with others, and once they
// are answered the question is open for the next visit.
func TestGuessesWait(t *testing.T) {
	for name, c := range map[string]struct {
		guess, choice string
		other         [2]string // another setting
		end           int       // where the engine has the answer; 0: too far for a test
	}{
		"activation":      {"guess", "little", [2]string{"layers", "3"}, 1000},
		"perceptron":      {"guess", "no", [2]string{"data", "or"}, 1000},
		"depth race":      {"guess", "wide", [2]string{"layers", "4"}, 0},
		"depth layers":    {"guess_layers", "worse", [2]string{"train_size", "30"}, 0},
		"overfit network": {"guess_loss", "rise", [2]string{"l2", "0.01"}, 0},
		"validate search": {"guess_best", "lower", [2]string{"method", "grid"}, 49},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, view, _ := strings.Cut(name, " ")
			store := map[string]string{}
			visit := func(link string) *stagetest.Stage {
				st := stagetest.New(t, stage.Options{Entries: []stage.Entry{entry(t, id)}, Lang: i18n.EN, Host: stage.Host{
					Recall: func(key string) string { return store[key] },
					Keep:   func(key, value string) { store[key] = value },
				}}, 1280, 800)
				if st.Follow(link); view != "" && link == "" {
					st.MustSet("view", view)
				}
				st.Tick(60)
				return st
			}
			a := visit("")
			a.MustSet(c.guess, c.choice)
			a.Pause()
			a.Tick(60)
			same := a.Link().String()
			a.MustSet(c.other[0], c.other[1])
			other := a.Link().String()
			b := visit(other)
			if got := b.State().Parameters[c.guess]; got != "" {
				t.Errorf("with another setting the guess is %v", got)
			}
			b = visit(same)
			if s := b.State(); s.Parameters[c.guess] != c.choice || s.Playing {
				t.Fatalf("it is %v, was %s; playing %v", s.Parameters[c.guess], c.choice, s.Playing)
			}
			if c.end == 0 {
				return
			}
			b.MustSeek(c.end)
			b.Tick(60)
			if got := visit(same).State().Parameters[c.guess]; got != "" || !strings.Contains(store["progress"], `"g":{"`+c.guess) {
				t.Errorf("after the answer it is %v, kept %s", got, store["progress"])
			}
		})
	}
}

// TestGuessGoesOnWithItsRun: an answer in the playground waits for the run that
// decides, which is kept too.
func TestGuessGoesOnWithItsRun(t *testing.T) {
	store, runs := map[string]string{}, drawer{}
	visit := func() *stagetest.Stage {
		return stagetest.New(t, stage.Options{Entries: []stage.Entry{entry(t, "playground")}, Lang: i18n.EN, Host: stage.Host{
			Recall:    func(key string) string { return store[key] },
			Keep:      func(key, value string) { store[key] = value },
			KeepRun:   func(scene string, run []byte) { runs[scene] = slices.Clone(run) },
			RecallRun: func(scene string) []byte { return runs[scene] },
		}}, 1280, 800)
	}
	a := visit()
	a.ClickOn("guess_no")
	for n := 0; a.State().Step < 20; n++ {
		if a.Tick(1); n > 5000 {
			t.Fatal("it does not learn")
		}
	}
	a.Pause()
	a.Keep()
	a.Tick(60)
	b := visit()
	b.Follow(a.Link().String())
	b.TakeUp(a.Standing())
	b.Tick(5)
	if s := b.State(); s.Metrics["guess"] != "training" || s.Step < 20 || s.Playing {
		t.Fatalf("the guess is %v at step %d, playing %v", s.Metrics["guess"], s.Step, s.Playing)
	}
	b.Play()
	for n := 0; b.State().Metrics["guess"] == "training"; n++ {
		if b.Tick(1); n > 20000 {
			t.Fatal("it is not answered")
		}
	}
	if g := b.State().Metrics["guess"]; g != "right" && g != "wrong" {
		t.Errorf("the answer is %v", g)
	}
}
