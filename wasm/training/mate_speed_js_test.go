package training

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// TestMateSpeed says how fast the digits are learned by one worker and by two, in
// turns, and by one that does not cut its batches.
func TestMateSpeed(t *testing.T) {
	for _, batch := range []int{8, 16, 32, 128} {
		ways := []struct {
			name    string
			workers int
			halves  bool
			always  bool
		}{{"one worker, whole batches", 1, false, true}, {"one worker", 1, true, true}, {"two workers", 2, true, true}, {"two where that pays", 2, true, false}}
		runs := make([]*job.Runner, len(ways))
		for i, w := range ways {
			l := &worker{workers: w.workers, always: w.always}
			if err := l.start(); err != nil {
				t.Fatal(err)
			}
			s := spec
			s.TestEvery, s.BatchSize, s.Halves, s.LR, s.SnapshotEvery, s.KeepHistory = 0, batch, w.halves, 0.0005, 1<<20, 100
			runs[i] = job.NewRunner(l, jobs.All())
			if err := runs[i].Start(s); err != nil {
				t.Fatal(err)
			}
			turn(t, runs[i], 1200*time.Millisecond, batch) // the mate joins
		}
		rates := make([][]float64, len(ways))
		for range 16 {
			for i := range ways {
				rates[i] = append(rates[i], turn(t, runs[i], 200*time.Millisecond, batch))
			}
		}
		text := ""
		ratios := make([]float64, len(rates[0])) // of turns that follow each other
		for k := range ratios {
			ratios[k] = rates[2][k] / rates[1][k]
		}
		for i, w := range ways {
			slices.Sort(rates[i])
			text += fmt.Sprintf("; %s %.0f images/s (best %.0f)", w.name, rates[i][len(rates[i])/2], rates[i][len(rates[i])-1])
			runs[i].Close()
		}
		slices.Sort(ratios)
		last := len(ratios) - 1
		t.Logf("batch %d: two workers %.2f times one (%.2f – %.2f), of the best turns %.2f%s", batch, ratios[last/2], ratios[0], ratios[last], rates[2][last]/rates[1][last], text)
	}
}

// turn lets a run go on for some time, and returns how many examples a second it learned.
func turn(t *testing.T, r *job.Runner, d time.Duration, batch int) float64 {
	t.Helper()
	start, from := time.Now(), r.StepCount()
	r.Play()
	for time.Since(start) < d {
		r.Poll(0)
		frame()
	}
	r.Pause()
	settle(t, r)
	return float64((r.StepCount()-from)*batch) / time.Since(start).Seconds()
}
