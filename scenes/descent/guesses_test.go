package descent

import (
	"strings"
	"testing"
)

// TestVerdictWaitsForTheRace: who will be first sets them off, and is answered when
// all who take part are in the valley, not before; nobody hears of a step to come.
func TestVerdictWaitsForTheRace(t *testing.T) {
	st := open(t)
	ids, last := []string{"sgd", "momentum", "adam"}, 0
	for _, id := range ids {
		last = max(last, int(st.Metric("reached_step."+id)))
	}
	if last < 5 {
		t.Fatalf("the ravine is run in %d steps", last)
	}
	st.MustSet("guess_first", "momentum")
	for n := 0; st.State().Step < last; n++ {
		if label := st.Widget("guess_first").Label; !strings.Contains(label, "Noted.") || strings.Contains(label, "step") {
			t.Fatalf("at step %d it says %q", st.State().Step, label)
		}
		if st.Tick(1); n > 1000 {
			t.Fatalf("they are not set off: step %d, playing %v", st.State().Step, st.State().Playing)
		}
	}
	st.Tick(1)
	said := st.Widget("guess_first").Label
	if !strings.Contains(said, "Right.") && !strings.Contains(said, "Not so.") {
		t.Errorf("at step %d it says %q", st.State().Step, said)
	}

	st.MustSeek(0)
	st.MustSet("learning_rate", "0.5")
	if v := st.State().Parameters["guess_first"]; v != "" {
		t.Errorf("with another rate the guess is still %v", v)
	}
	st.MustSet("guess_first", "adam")
	st.Pause()
	if label := st.Widget("guess_first").Label; !strings.Contains(label, "Noted.") {
		t.Errorf("another race: %q", label)
	}
	st.MustSeek(60) // the visitor asks
	if label := st.Widget("guess_first").Label; !strings.Contains(label, "Adam at step") {
		t.Errorf("dragged to the end: %q", label)
	}
}

// TestFirstIsNotAskedAtTheEnd: once the race is on view nobody is asked who wins it;
// the verdict about a race stays while the next question changes the rate.
func TestFirstIsNotAskedAtTheEnd(t *testing.T) {
	st := open(t)
	st.MustSeek(60)
	if label := st.Widget("guess_first").Label; !strings.Contains(label, "Run already") {
		t.Errorf("at the end: %q", label)
	}
	st.MustSeek(3)
	if label := st.Widget("guess_first").Label; !strings.Contains(label, "Who reaches the valley first?") {
		t.Errorf("at step 3: %q", label)
	}
	st.MustSeek(60)
	st.MustSet("guess_first", "momentum")
	was := st.Widget("guess_first").Label
	st.MustSet("guess_diverge", "no")
	st.Tick(30)
	if now := st.Widget("guess_first").Label; now != was || !strings.Contains(was, "at step") {
		t.Errorf("it says %q, said %q", now, was)
	}
}

// TestHeightIsAskedAtOnce: the number is asked for as the scene opens, in sight.
func TestHeightIsAskedAtOnce(t *testing.T) {
	st := open(t)
	panel := st.State()
	w := st.Widget("guess_height")
	if !w.Shown || w.Rect.Y+80 > panel.Area.Y+panel.Area.Height {
		t.Errorf("it is at %+v of %+v", w.Rect, panel.Area)
	}
	st.MustPress("guess_height_sure")
	if err := st.Step(); err != nil {
		t.Fatal(err)
	}
	st.Tick(60)
	if label := st.Widget("guess_height").Label; !strings.Contains(label, "the engine found") {
		t.Errorf("after the step: %q", label)
	}
}
