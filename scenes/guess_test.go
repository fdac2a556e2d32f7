package scenes

import (
	"fmt"
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

// TestAnsweredGuessesReturn answers questions that nothing is waited for, and leaves:
// with the same settings their verdicts are there again, found anew by the engine,
// whatever was noted about them; with others the questions are open.
func TestAnsweredGuessesReturn(t *testing.T) {
	for name, other := range map[string]string{ // another setting; none where every one is about the question
		"collapse guess":      "layers=1",
		"descent guess_first": "surface=saddle",
		"descent?surface=bowl guess_first guess_diverge": "surface=saddle",
		"draw?sample=digit-8.top guess_digit":            "sample=digit-1.left",
		"forward guess_flip":                             "b1_1=2",
		"gates guess_gradient":                           "x=3",
		"gates?level=cnn guess_uses":                     "digit=3",
		"loss guess_shift":                               "s1_cat=9",
		"loss?view=line guess_outlier":                   "",
		"loss?view=race guess_race":                      "start=2",
		"overfit guess_degree":                           "samples=40",
		"penalty guess_l2":                               "w1_1=2",
		"penalty?view=pull guess_pull":                   "start_w1=0.5",
		"regression guess":                               "samples=20",
		"score guess_winner":                             "x1=3",
		"score?view=digits guess_shift":                  "sample=4",
		"setup guess":                                    "init=he",
		"validate guess_order":                           "train_share=0.5",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place, guess, _ := strings.Cut(name, " ")
			id, _, _ := strings.Cut(place, "?")
			store := map[string]string{}
			visit := func(link string) *stagetest.Stage { // as a page opens: by its link, not before it
				st := stagetest.New(t, stage.Options{Entries: []stage.Entry{entry(t, "perceptron"), entry(t, id)}, Lang: i18n.EN, Host: stage.Host{
					Recall: func(key string) string { return store[key] },
					Keep:   func(key, value string) { store[key] = value },
				}}, 1280, 800)
				st.Follow(link)
				st.Settle()
				return st
			}
			a := visit("#/" + place)
			if first, second, both := strings.Cut(guess, " "); both { // one question at a time
				a.MustSet(first, "nobody")
				a.Tick(2)
				guess = second
			}
			told := func(st *stagetest.Stage) string {
				for n := 0; n < 600; n++ { // what the engine finds, and not that it is at it
					st.Tick(1)
					if said := verdict(st, guess); strings.HasPrefix(said, "Right.") || strings.HasPrefix(said, "Not so.") {
						st.Tick(60)
						return verdict(st, guess)
					}
				}
				return ""
			}
			seen := map[string]bool{}
			for _, o := range a.Widget(guess).Options {
				a.MustSet(guess, o.Value)
				was := told(a)
				right := strings.HasPrefix(was, "Right.")
				seen[fmt.Sprint(right)] = true
				noted := fmt.Sprintf(`"%s":%v`, guess, right)
				if !strings.Contains(store["progress"], noted) {
					t.Fatalf("%s: %q, kept %s", o, was, store["progress"])
				}
				store["progress"] = strings.ReplaceAll(store["progress"], noted, fmt.Sprintf(`"%s":%v`, guess, !right))
				a = visit(a.Link().String())
				t.Log(a.State().Step, a.State().Link)
				if now := told(a); now != was || a.State().Playing || !strings.Contains(store["progress"], noted) {
					t.Fatalf("%s after a reload: %q, was %q; playing %v, kept %s", o, now, was, a.State().Playing, store["progress"])
				}
			}
			if len(seen) < 2 {
				t.Errorf("every choice is the same: %v", seen)
			}
			if other == "" {
				return
			}
			_, settings, _ := strings.Cut(place, "?")
			if b := visit("#/" + id + "?" + other + "&" + settings); verdict(b, guess) != "" {
				t.Errorf("with %s it says %q", other, verdict(b, guess))
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
	g := b.State().Metrics["guess"]
	if g != "right" && g != "wrong" {
		t.Errorf("the answer is %v", g)
	}
	b.Tick(60)
	b.Keep()
	c := visit()
	c.Follow(b.Link().String())
	c.TakeUp(b.Standing())
	c.Tick(60)
	if s := c.State(); s.Metrics["guess"] != g || s.Playing || s.Step != b.State().Step {
		t.Errorf("after a reload the answer is %v, was %v; step %d of %d, playing %v", s.Metrics["guess"], g, s.Step, b.State().Step, s.Playing)
	}
}
