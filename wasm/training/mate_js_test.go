package training

import (
	"slices"
	"syscall/js"
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// halved is the digits in halves.
func halved() job.Spec {
	s := spec
	s.Halves = true
	return s
}

// halves counts those that came back from a mate of the worker that the test's
// page calls kind.
func halves(kind string) (count func() int, end func()) {
	n := 0
	told := js.Global().Get("BroadcastChannel").New("halves")
	f := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("data").String() == kind {
			n++
		}
		return nil
	})
	told.Set("onmessage", f)
	return func() int { return n }, func() { told.Call("close"); f.Release() }
}

// mates is how many there are now.
func mates() int {
	got := make(chan int)
	f := js.FuncOf(func(_ js.Value, args []js.Value) any {
		got <- args[0].Get("held").Length()
		return nil
	})
	defer f.Release()
	js.Global().Get("navigator").Get("locks").Call("query").Call("then", f)
	return <-got
}

// two returns a link to a worker whose mate goes wrong in a way.
func two(t *testing.T, kind string) *worker {
	t.Helper()
	page := js.Global().Get("theatrePage")
	was := page.Get("worker")
	defer page.Set("worker", was)
	page.Set("worker", js.Global().Call("spied", js.Global().Call("encodeURIComponent", kind)))
	l := &worker{workers: 2, always: true}
	if err := l.start(); err != nil {
		t.Fatal(err)
	}
	return l
}

// join lets a run go on until a mate takes part in it.
func join(t *testing.T, r *job.Runner, joined func() bool) {
	t.Helper()
	if err := r.Start(halved()); err != nil {
		t.Fatal(err)
	}
	r.Play()
	for end := time.Now().Add(30 * time.Second); !joined(); frame() {
		if r.Poll(8 * time.Millisecond); r.Err() != nil || time.Now().After(end) {
			t.Fatalf("step %d, %v", r.StepCount(), r.Err())
		}
	}
}

// TestMate wants the same numbers from two workers as from the page's thread,
// also where the second fails in the middle of a run; and no worker stays behind.
func TestMate(t *testing.T) {
	here := script(t, job.NewRunner(local(), jobs.All()), halved())
	for _, c := range []struct {
		kind  string
		comes int // so many halves
	}{{"well", 100}, {"dies", 20}, {"breaks", 20}, {"hangs", 20}} {
		n, end := halves(c.kind)
		l := two(t, c.kind)
		r := job.NewRunner(l, jobs.All())
		join(t, r, func() bool { return n() >= 20 })
		beside := script(t, r, halved())
		for i := range here {
			if beside[i] != here[i] {
				t.Errorf("%s: picture %d: by two workers\n%.300s\non the page's thread\n%.300s", c.kind, i, beside[i], here[i])
			}
		}
		if l.local != nil || l.failed != nil || n() < c.comes || c.comes == 20 && n() > 21 {
			t.Errorf("%s: %d halves came from the mate; %v", c.kind, n(), l.failed)
		}
		t.Logf("%s: %d halves", c.kind, n())
		end()
		for end := time.Now().Add(5 * time.Second); mates() > 0; frame() {
			if time.Now().After(end) {
				t.Fatalf("%s: %d mates are left behind", c.kind, mates())
			}
		}
	}
}

// TestNoMate trains where there can be no second worker, where its script is
// missing, and where it is never ready.
func TestNoMate(t *testing.T) {
	here := script(t, job.NewRunner(local(), jobs.All()), halved())
	for _, kind := range []string{"no workers", "forbidden", "gone", "never ready"} {
		l := two(t, kind)
		beside := script(t, job.NewRunner(l, jobs.All()), halved())
		if !slices.Equal(beside, here) || l.local != nil || l.failed != nil {
			t.Errorf("%s: other numbers, or %v", kind, l.failed)
		}
	}
}
