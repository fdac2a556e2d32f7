package training

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// These tests run in a page of the site; wasm/e2e opens it.

var spec = job.Spec{
	Job: "digits", Seed: 11, TestEvery: 25, Options: map[string]string{"tests": "50"},
	Hyper: job.Hyper{Rule: "adam", LR: 0.002, BatchSize: 16},
}

// frame waits for the next frame of the page and returns how long it took.
func frame() time.Duration {
	start := time.Now()
	done := make(chan struct{})
	f := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	js.Global().Call("requestAnimationFrame", f)
	<-done
	f.Release()
	return time.Since(start)
}

func settle(t *testing.T, r *job.Runner) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); !r.Settled(); frame() {
		if r.Poll(8 * time.Millisecond); time.Now().After(end) {
			t.Fatalf("not settled at step %d, %v", r.StepCount(), r.Err())
		}
	}
}

// picture is all that a runner knows of its run.
func picture(r *job.Runner) string {
	var b strings.Builder
	fmt.Fprintf(&b, "step %d epoch %v %v", r.StepCount(), r.Epoch(), r.Evals())
	for i, v := range r.History().Loss {
		fmt.Fprintf(&b, " %x %x", math.Float32bits(v), math.Float32bits(r.History().GradNorm[i]))
	}
	for _, p := range r.Model().Params() {
		sum := uint64(1)
		for _, v := range p.Value.Data() {
			sum = sum*0x100000001b3 ^ math.Float64bits(float64(v))
		}
		fmt.Fprintf(&b, " %s %x", p.Name, sum)
	}
	return b.String()
}

// script drives a run through all that can be asked of it.
func script(t *testing.T, r *job.Runner, spec job.Spec) (pictures []string) {
	defer r.Close()
	look := func() {
		t.Helper()
		if settle(t, r); r.Err() != nil {
			t.Fatal(r.Err())
		}
		pictures = append(pictures, picture(r))
	}
	if err := r.Start(spec); err != nil {
		t.Fatal(err)
	}
	r.PlayTo(60)
	look()
	r.Step(1)
	look()
	r.Seek(30)
	look()
	h := spec.Hyper
	h.LR = 0.004
	if err := r.Change(h); err != nil {
		t.Fatal(err)
	}
	r.PlayTo(100)
	look()
	r.Seek(99)
	look()
	return pictures
}

// TestWorkerAgrees wants the same numbers from the worker as from the page's thread.
func TestWorkerAgrees(t *testing.T) {
	l, ok := link().(*worker)
	if !ok {
		t.Fatal("no worker was made")
	}
	beside := script(t, job.NewRunner(l, jobs.All()), spec)
	if l.local != nil {
		t.Fatalf("the page trained itself: %v", l.failed)
	}
	here := script(t, job.NewRunner(local(), jobs.All()), spec)
	for i := range here {
		if beside[i] != here[i] {
			t.Errorf("picture %d: in the worker\n%s\non the page's thread\n%s", i, beside[i], here[i])
		}
	}
}

// TestPauses holds a run that is paused, and one that is closed.
func TestPauses(t *testing.T) {
	r := New()
	if err := r.Start(spec); err != nil {
		t.Fatal(err)
	}
	r.Play()
	for end := time.Now().Add(30 * time.Second); r.StepCount() < 20; frame() {
		if r.Poll(0); time.Now().After(end) {
			t.Fatalf("step %d, %v", r.StepCount(), r.Err())
		}
	}
	r.Pause()
	settle(t, r)
	stood := r.StepCount()
	for range 20 {
		r.Poll(0)
		frame()
	}
	if r.StepCount() != stood || stood < 20 {
		t.Errorf("paused at step %d, now at %d", stood, r.StepCount())
	}
	r.Close()
	r.Play()
	if r.Poll(0) || !r.Settled() {
		t.Error("a closed runner goes on")
	}
}

// TestStartsAnew gives a new run another worker after the last has failed.
func TestStartsAnew(t *testing.T) {
	l := link().(*worker)
	r := job.NewRunner(l, jobs.All())
	defer r.Close()
	for range 2 {
		if err := r.Start(spec); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(3)
		if settle(t, r); r.Err() != nil || r.StepCount() != 3 || l.local != nil {
			t.Fatalf("step %d, %v", r.StepCount(), r.Err())
		}
		l.js.Get("onmessage").Invoke(js.Global().Get("JSON").Call("parse", `{"data":{"failed":"out of memory"}}`))
		r.Play()
		for range 5 {
			r.Poll(0)
			frame()
		}
		if r.Err() == nil || !strings.Contains(r.Err().Error(), "out of memory") || r.Playing() {
			t.Errorf("after the worker failed: %v", r.Err())
		}
	}
}

// TestWithout trains where a worker cannot be made, or breaks before it is ready.
func TestWithout(t *testing.T) {
	page := js.Global().Get("theatrePage")
	was := page.Get("worker")
	defer page.Set("worker", was)
	broken := js.Global().Get("broken") // ways for it to go wrong, made by the page of the test
	names := js.Global().Get("Object").Call("keys", broken)
	for i := range names.Length() {
		name := names.Index(i).String()
		page.Set("worker", broken.Get(name))
		r := New()
		if err := r.Start(spec); err != nil {
			t.Fatal(err)
		}
		r.PlayTo(3)
		settle(t, r)
		if r.Err() != nil || r.StepCount() != 3 {
			t.Errorf("%s: step %d, %v", name, r.StepCount(), r.Err())
		}
		r.Close()
	}
}

// TestSpeed says how fast the worker learns beside the page's thread, in turns,
// and what becomes of the frames meanwhile.
func TestSpeed(t *testing.T) {
	s := spec
	s.TestEvery = 0
	ways := []struct {
		name   string
		link   func() job.Link
		budget time.Duration
	}{{"worker", link, 0}, {"page, 8 ms a frame", local, 8 * time.Millisecond}, {"page, all of its time", local, 100 * time.Millisecond}}
	rates := make([][]float64, len(ways))
	for range 3 {
		for i, w := range ways {
			r := job.NewRunner(w.link(), jobs.All())
			if err := r.Start(s); err != nil {
				t.Fatal(err)
			}
			r.PlayTo(10)
			settle(t, r)
			r.Play()
			var frames, polls []float64
			start, from := time.Now(), r.StepCount()
			for time.Since(start) < 2*time.Second {
				p := time.Now()
				r.Poll(w.budget)
				polls = append(polls, time.Since(p).Seconds()*1000)
				if w.budget < 50*time.Millisecond {
					frames = append(frames, frame().Seconds()*1000+polls[len(polls)-1])
				}
			}
			rate := float64((r.StepCount()-from)*16) / time.Since(start).Seconds()
			rates[i] = append(rates[i], rate)
			r.Close()
			slices.Sort(frames)
			slices.Sort(polls)
			at := func(v []float64, q float64) float64 {
				if len(v) == 0 {
					return 0
				}
				return v[int(q*float64(len(v)-1))]
			}
			t.Logf("%s: %.0f images/s, frames %.1f ms (p99 %.1f), polls %.2f ms (p99 %.2f)", w.name, rate, at(frames, 0.5), at(frames, 0.99), at(polls, 0.5), at(polls, 0.99))
		}
	}
	for i := range ways {
		slices.Sort(rates[i])
	}
	t.Logf("medians: worker %.0f images/s, %.2f of the page's whole time, %.2f times 8 ms a frame", rates[0][1], rates[0][1]/rates[2][1], rates[0][1]/rates[1][1])
}
