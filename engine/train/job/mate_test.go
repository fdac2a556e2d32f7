package job

import (
	"testing"
	"time"
)

// TestTrial: steps of both ways take turns; then the faster way is taken, for a
// while, or until the batch is of another size.
func TestTrial(t *testing.T) {
	for name, c := range map[string]struct {
		alone, beside time.Duration
		want          bool
	}{"faster": {4 * time.Millisecond, 3 * time.Millisecond, true}, "slower": {2 * time.Millisecond, 3 * time.Millisecond, false}, "the same": {2 * time.Millisecond, 2 * time.Millisecond, false}} {
		var tr trial
		now := time.Now()
		run := func(size, n int, now time.Time) (beside int) {
			for i := range n {
				b := tr.beside(size, now)
				d := c.alone
				if b {
					d = c.beside
					beside++
				}
				if i == 3 {
					d *= 20 // the machine was busy
				}
				tr.took(b, d)
			}
			return beside
		}
		all := func(n int) int {
			if c.want {
				return n
			}
			return 0
		}
		for _, size := range []int{16, 64} {
			if n := run(size, 2*trialSteps, now); n != trialSteps {
				t.Errorf("%s: tried %d of %d steps", name, n, 2*trialSteps)
			}
			if n := run(size, 50, now); n != all(50) {
				t.Errorf("%s: %d of 50 steps by both", name, n)
			}
		}
		if n := run(64, 2*trialSteps, now.Add(time.Hour)); n != trialSteps {
			t.Errorf("%s: tried %d of %d steps again", name, n, 2*trialSteps)
		}
	}
}

// TestTrialOfOneThatIsNotReady does not count steps that were computed alone
// though they were to be shared.
func TestTrialOfOneThatIsNotReady(t *testing.T) {
	var tr trial
	now := time.Now()
	for range 100 {
		tr.beside(8, now)
		tr.took(false, time.Millisecond)
	}
	if !tr.beside(8, now) || len(tr.times[0]) != trialSteps || !tr.until.IsZero() {
		t.Errorf("%d steps alone, until %v", len(tr.times[0]), tr.until)
	}
}

func TestWorkers(t *testing.T) {
	for processors, want := range map[int]int{0: 1, 1: 1, 2: 1, 3: 1, 4: 2, 16: 2} {
		if got := Workers(processors); got != want {
			t.Errorf("%d processors: %d workers, want %d", processors, got, want)
		}
	}
}
