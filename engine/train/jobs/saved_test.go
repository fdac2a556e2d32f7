package jobs_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// save is what a runner's run comes to.
func save(t *testing.T, r *job.Runner) []byte {
	t.Helper()
	r.Save()
	for end := time.Now().Add(30 * time.Second); ; {
		r.Poll(time.Millisecond)
		if b := r.Saved(); b != nil {
			settle(t, r)
			return b
		}
		if time.Now().After(end) {
			t.Fatalf("not saved: %v, %v", r.Err(), r.Note())
		}
	}
}

var masks = regexp.MustCompile(`dropped for .*\n`)

// sheet is a runner's picture without the masks of the last step, which nobody keeps.
func sheet(r *job.Runner) string { return masks.ReplaceAllString(picture(r), "") }

// differ says in a line where two sheets part.
func differ(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d of %d and %d: %q, want %q", i, len(x), len(y), x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(x), len(y))
}

// TestSavedRuns saves runs that much has happened to, and the fork of one, and
// lets other runners go on with them: they know the same at once, and do the
// same from then on, forwards and backwards.
func TestSavedRuns(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		_, fork := life(t, r)
		defer fork.Close()
		cnn := r.Beside()
		defer cnn.Close()
		if err := cnn.Start(digits); err != nil {
			t.Fatal(err)
		}
		cnn.PlayTo(20)
		settle(t, cnn)
		for name, c := range map[string]struct {
			r     *job.Runner
			seeks []int
		}{"points": {r, []int{100, 0, 41, 40, 55, 65, 90, 130}}, "fork": {fork, []int{90, 70, 3, 120}}, "digits": {cnn, []int{23}}} {
			b := save(t, c.r)
			again := job.NewRunner(job.NewLocal(jobs.All(), fetch), jobs.All())
			if err := again.Restore(b); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got, want := sheet(again), sheet(c.r); got != want {
				t.Errorf("%s: what it knows at once: %s", name, differ(got, want))
			}
			if settle(t, again); again.Err() != nil || sheet(again) != sheet(c.r) {
				t.Errorf("%s: once it is loaded (%v): %s", name, again.Err(), differ(sheet(again), sheet(c.r)))
			}
			for _, k := range c.seeks {
				for _, o := range []*job.Runner{c.r, again} {
					o.Seek(k)
					settle(t, o)
				}
				if sheet(again) != sheet(c.r) {
					t.Errorf("%s: at step %d (%v): %s", name, k, again.Err(), differ(sheet(again), sheet(c.r)))
				}
			}
			if first, now, err := job.SavedSpecs(b); err != nil || first.Seed != now.Seed || now.Hyper != c.r.Spec().Hyper {
				t.Errorf("%s: %v, %+v", name, err, now)
			}
			f, err := again.Fork()
			if err != nil {
				t.Fatal(err)
			}
			f.Step(1)
			if settle(t, f); f.Err() != nil || f.StepCount() != again.StepCount()+1 {
				t.Errorf("%s: a fork of it: step %d, %v", name, f.StepCount(), f.Err())
			}
			again.Close()
			f.Close()
		}
	})
}

// TestSavedWhileItRuns takes the state out of a run that goes on.
func TestSavedWhileItRuns(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		if err := r.Start(rich()); err != nil {
			t.Fatal(err)
		}
		r.Play()
		for r.StepCount() < 30 {
			r.Poll(time.Millisecond)
		}
		r.Save()
		var b []byte
		for b == nil {
			r.Poll(time.Millisecond)
			b = r.Saved()
		}
		if !r.Playing() {
			t.Error("it stands because it was saved")
		}
		again := job.NewRunner(job.NewLocal(jobs.All(), fetch), jobs.All())
		defer again.Close()
		if err := again.Restore(b); err != nil {
			t.Fatal(err)
		}
		settle(t, again)
		k := again.StepCount()
		r.Seek(k)
		if settle(t, r); k < 30 || sheet(again)[:60] != sheet(r)[:60] {
			t.Errorf("at step %d: %.80s, and not %.80s", k, sheet(again), sheet(r))
		}
	})
}

// TestRestoreRefuses leaves the run that there is.
func TestRestoreRefuses(t *testing.T) {
	r := job.NewRunner(job.NewLocal(jobs.All(), fetch), jobs.All())
	defer r.Close()
	if err := r.Start(rich()); err != nil {
		t.Fatal(err)
	}
	r.PlayTo(12)
	settle(t, r)
	b, was := save(t, r), picture(r)
	for n := range len(b) {
		if n%97 == 0 && r.Restore(b[:n]) == nil {
			t.Fatalf("%d bytes of %d were taken up", n, len(b))
		}
	}
	if picture(r) != was || r.Restore(nil) == nil {
		t.Error("a refusal changed the run")
	}
}
