package setup

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestAsksWhatIsNotOnView: the layers are asked about only while they are veiled,
// the loss of a later step only before it.
func TestAsksWhatIsNotOnView(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	at := func(when string, layers, later bool) {
		t.Helper()
		st.Tick(90) // the veil is lifted
		if a, b := st.Widget("guess").Shown, st.Widget("guess_loss"); a != layers || b.Shown != !layers || strings.Contains(b.Label, "?") != later {
			t.Errorf("%s: the layers are asked about: %v, the loss: %v, %q", when, a, b.Shown, b.Label)
		}
		if st.Has("?") != layers {
			t.Errorf("%s: the layers are veiled: %v", when, st.Has("?"))
		}
	}
	at("at first", true, true)
	st.MustSet("data", "standardised")
	at("with other data", true, true)
	st.MustSet("init", "xavier")
	at("with other weights", false, true)
	st.Learn(20)
	at("learning", false, true)
	st.Learn(100)
	at("after a hundred steps", false, false)
	st.MustSet("init", "he")
	at("with other weights once more", false, true)
	st = stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("guess", "stays")
	st.Tick(90)
	if !st.Widget("guess").Shown || st.Widget("guess_loss").Shown || st.Has("?") {
		t.Error("once it is answered the layers are on view, and the verdict stays")
	}
}

// TestLayersBeforeTheFirstStep: the first question is judged by the network as it was
// drawn, however long it has learned since.
func TestLayersBeforeTheFirstStep(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("data", "standardised")
	st.MustSet("init", "xavier")
	st.MustSet("guess", "vanishes")
	st.Tick(90)
	was := st.Widget("guess").Label
	for _, figure := range []string{"first", "last"} {
		if i := map[string]int{"first": 0, "last": 9}[figure]; !strings.Contains(was, plot.Format(st.Series("activation_std")[i])) {
			t.Errorf("the %s layer is not in %q", figure, was)
		}
	}
	st.MustSet("learning_rate", "0.5")
	st.Learn(30)
	if now := st.Widget("guess").Label; now != was || strings.Contains(now, plot.Format(st.Series("activation_std")[0])) {
		t.Errorf("after 30 steps it says %q, said %q", now, was)
	}
}

// TestLossAfterAHundredSteps holds the second question against a run of the same
// seed: it waits for the step, and is taken back with another rate before it.
func TestLossAfterAHundredSteps(t *testing.T) {
	for init, learns := range map[string]bool{"xavier": true, "small": false} {
		c := newCloud(stage.DefaultSeed)
		c.way = standardised
		c.run()
		sp := spec{layers: 10, act: "tanh", init: init}
		run, err := train.New(train.Config{Model: func(rng *rand.Rand) nn.Module { return sp.build(rng) }, Loss: train.CrossEntropy, Seed: stage.DefaultSeed,
			Settings: train.Settings{Data: c.dataset(), BatchSize: 40, Rule: optim.SGD{LR: 0.03, Momentum: 0.9}}})
		if err != nil {
			t.Fatal(err)
		}
		for range laterStep {
			if err := run.Step(); err != nil {
				t.Fatal(err)
			}
		}
		mean := func(l []float32) float64 { return (float64(l[0]) + float64(l[1]) + float64(l[2])) / 3 }
		loss := run.History().Loss
		if halved := mean(loss[laterStep-3:laterStep]) < mean(loss[:3])/2; halved != learns {
			t.Errorf("%s: %v, %v", init, loss[:3], loss[laterStep-3:])
		}
		for choice, yes := range map[string]bool{"yes": true, "no": false} {
			st := stagetest.Open(t, Entry(), 1280, 800)
			st.MustSet("data", "standardised")
			st.MustSet("init", init)
			st.MustSet("guess_loss", choice)
			st.MustSet("learning_rate", "0.1")
			if v := st.State().Parameters["guess_loss"]; v != "" {
				t.Errorf("with another rate it is still %v", v)
			}
			st.MustSet("learning_rate", "0.03")
			st.MustSet("guess_loss", choice)
			st.Learn(90)
			if l := st.Widget("guess_loss").Label; !strings.Contains(l, "Noted.") {
				t.Errorf("%s, before the step: %q", init, l)
			}
			st.Learn(laterStep)
			says := map[bool]string{true: "Right.", false: "Not so."}[yes == learns]
			l := st.Widget("guess_loss").Label
			for _, want := range []string{says, plot.Format(mean(loss[:3])), plot.Format(mean(loss[laterStep-3 : laterStep]))} {
				if !strings.Contains(l, want) {
					t.Errorf("%s, %s: %q has no %q", init, choice, l, want)
				}
			}
		}
	}
}

// TestLostNumbers: where no number is left a histogram says so in words, in its
// place, and what it will learn is not asked any more.
func TestLostNumbers(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		st := stagetest.Open(t, Entry(), size[0], size[1])
		st.MustSet("data", "standardised")
		st.MustSet("activation", "relu")
		st.MustSet("init", "large")
		st.Tick(90)
		if st.Shows("all NaN") {
			t.Errorf("%v: there are numbers, and it says there are none", size)
		}
		st.Learn(20)
		st.Tick(30)
		if st.State().Metrics["diverged"] != true || !st.Shows("all NaN") {
			t.Errorf("%v: the empty histograms say nothing", size)
		}
		if label := st.Widget("guess_loss").Label; !strings.Contains(label, "overflowed") {
			t.Errorf("%v: %q", size, label)
		}
	}
}

// TestOverflowedLayersOnly: where the last layers overflow, those before them keep
// their bars: their numbers are there.
func TestOverflowedLayersOnly(t *testing.T) {
	s, env := scene(t, 784, 595)
	defer s.Close()
	stagetest.Choose(t, s, "guess", "stays")
	stagetest.Choose(t, s, "activation", "relu")
	stagetest.Choose(t, s, "init", he)
	stagetest.Choose(t, s, "learning_rate", "3")
	stagetest.Settle(t, s, env)
	s.Seek(2)
	stagetest.Settle(t, s, env)
	if sd := s.probe.value(s.probe.layers[9].sd); sd == sd {
		t.Fatalf("the last layer did not overflow: %v", sd)
	}
	for i := range s.probe.layers {
		a, _ := s.probe.values(i)
		none := !slices.ContainsFunc(a, func(v float64) bool { return v-v == 0 })
		if lost := s.probe.layers[i].lost[0]; lost != none {
			t.Errorf("layer %d has no number: %v, and its histogram says %v", i+1, none, lost)
		}
	}
}

// TestZerosStayZero: of zeros it is not said that they vanish from 0 to 0.
func TestZerosStayZero(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("init", "zeros", "guess", "stays")
	st.Tick(90)
	if label := st.Widget("guess").Label; !strings.Contains(label, "all is 0") {
		t.Errorf("%q", label)
	}
}
