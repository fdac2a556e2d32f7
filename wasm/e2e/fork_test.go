//go:build !js

package e2e

import (
	"fmt"
	"testing"
	"time"
)

// TestForkInSetup learns, forks, raises the learning rate from there and learns on:
// both curves are in the plot, what was learned before the fork is the same in both,
// the old branch is what it was, a reload brings both back, and a reset of the run
// can be taken back.
func TestForkInSetup(t *testing.T) {
	p := open(t, "#/setup?lang=en&data=standardised&init=xavier&seed=7")
	to := func(step int) {
		t.Helper()
		p.call("set", "at", step)
		p.until(fmt.Sprintf("theatre.state().step === %d", step), 60*time.Second)
		p.stands()
	}
	loss := func() float64 { p.frames(3); return p.state().Metrics["loss"].(float64) }
	to(90)
	alone := loss()
	to(40)
	before := loss()
	p.click("branches")
	p.click("branch-fork")
	p.click("branches")
	p.call("set", "learning_rate", 0.4)
	to(90)
	fast := loss()
	p.shot("setup-fork")
	p.call("branch", "A")
	p.stands()
	if old := loss(); old != alone || fast == alone {
		t.Errorf("the old branch has loss %v, was %v alone; the new one %v", old, alone, fast)
	}
	to(40)
	for _, name := range []string{"A", "B"} {
		p.call("branch", name)
		p.stands()
		if l := loss(); l != before {
			t.Errorf("where they part %s has loss %v, was %v", name, l, before)
		}
	}
	to(90)
	p.kept()
	want := eval[string](p, runs)
	t.Log(want)
	p.kept()
	p.reload()
	p.untilIs(runs, want, "after a reload")
	p.call("deleteBranch", "A")
	p.call("reset")
	p.stands()
	if s := p.state(); s.Step != 0 {
		t.Errorf("reset to step %d", s.Step)
	}
	p.click("notice-undo")
	p.until("theatre.state().step === 90", 20*time.Second)
	p.stands()
	if l := loss(); l != fast || p.state().Step != 90 {
		t.Errorf("taken back: loss %v at step %d, was %v at 90", l, p.state().Step, fast)
	}
}
