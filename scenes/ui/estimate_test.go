package ui_test

import (
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// TestEstimate gives a number, waits for the step, and takes it back: the verdict is
// of the position at which it was given.
func TestEstimate(t *testing.T) {
	at, found := 0, []float64{8, 4, 2}
	e := ui.NewEstimate("guess", i18n.Same("next?"), i18n.Same("loss"), func() int { return at },
		func(v float64, from int, _ i18n.Lang) (bool, string) { return v == found[from+1], "so." }).
		Until(func(from int) bool { return at > from }, i18n.Same("Wait."))
	e.About(found[0])
	if e.Float() != 8 {
		t.Errorf("it begins at %v, not at what is now", e.Float())
	}
	if err := e.Set("4"); err != nil {
		t.Fatal(err)
	}
	if e.Waiting() != "" {
		t.Errorf("what is only set is given: %s", e.Waiting())
	}
	press(e)
	if err := e.Set("5"); err == nil || e.Float() != 4 {
		t.Errorf("a given guess takes another number: %v, %v", e.Float(), err)
	}
	kept := e.Waiting()
	if _, chosen := e.Right(); chosen || kept != "4@0" || e.Verdict(i18n.EN) != "Wait." {
		t.Errorf("before the step: %q, %q", kept, e.Verdict(i18n.EN))
	}
	at = 1
	e.About(found[1])
	if right, chosen := e.Right(); !right || !chosen || e.Float() != 4 {
		t.Errorf("after the step: right %v, chosen %v, %v", right, chosen, e.Float())
	}
	at = 2
	e.About(found[2])
	if right, _ := e.Right(); !right {
		t.Error("a later step changes the verdict")
	}
	press(e) // another step
	if given := e.Given(); given != "" {
		t.Errorf("it is still given: %s", given)
	}
	e.About(found[2])
	e.Await(kept)
	if right, chosen := e.Right(); !right || !chosen {
		t.Error("what was kept does not come back")
	}
	if _, news := e.News(); news {
		t.Error("what comes back is told as news")
	}
	for _, bad := range []string{"", "x@0", "4@", "4@-1", "-4@0", "NaN@0", "4"} {
		e.Retract()
		if e.Await(bad); e.Waiting() != "" {
			t.Errorf("%q is taken as a guess", bad)
		}
	}
}

// TestEstimateTakesAny: a number that is typed beyond the slider makes room for itself.
func TestEstimateTakesAny(t *testing.T) {
	e := ui.NewEstimate("guess", i18n.Same("next?"), i18n.Same("loss"), func() int { return 0 },
		func(float64, int, i18n.Lang) (bool, string) { return false, "" })
	e.About(1)
	if err := e.Set("54321"); err != nil || e.Float() != 54321 {
		t.Errorf("it is %v: %v", e.Float(), err)
	}
	if e.About(2); e.Float() != 1.0*2 {
		t.Errorf("a guess out of all reach stays at %v", e.Float())
	}
}

// press presses the button on a card.
func press(h ui.Holder) {
	for _, w := range h.Inner() {
		w.(ui.Presser).Press()
	}
}
