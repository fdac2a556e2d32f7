package jobs_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
)

// file is an asset read at once.
type file struct {
	b   []byte
	err error
}

func (f file) Result() ([]byte, error, bool) { return f.b, f.err, true }

func fetch(name string) job.File {
	b, err := os.ReadFile("../../../assets/" + name)
	return file{b, err}
}

var digits = job.Spec{
	Job: "digits", Seed: 7, TestEvery: 8, SnapshotEvery: 4, Options: map[string]string{"tests": "40"},
	Hyper: job.Hyper{Rule: "adam", LR: 0.002, BatchSize: 16},
}

var spiral = job.Spec{
	Job: "points", Seed: 3, TestEvery: 10, Options: map[string]string{"data": "spiral", "noise": "0.1"},
	Hyper: job.Hyper{Rule: "sgd", LR: 0.03, Momentum: 0.9, BatchSize: 10},
}

// byLink runs a test on each link there is without a browser.
func byLink(t *testing.T, f func(t *testing.T, r *job.Runner)) {
	for name, link := range map[string]func() job.Link{
		"local":      func() job.Link { return job.NewLocal(jobs.All(), fetch) },
		"background": func() job.Link { return job.NewBackground(jobs.All(), fetch) },
		"bytes":      func() job.Link { return &bytes{work: job.NewWork(jobs.All(), fetch)} },
	} {
		t.Run(name, func(t *testing.T) {
			r := job.NewRunner(link(), jobs.All())
			defer r.Close()
			f(t, r)
		})
	}
}

// bytes is a link that sends every report as bytes.
type bytes struct {
	work *job.Work
	buf  []byte
	sent job.Report
}

func (l *bytes) Send(c job.Command) { l.work.Do(c) }
func (l *bytes) Close()             {}
func (l *bytes) Poll(r *job.Report, budget time.Duration) (bool, error) {
	if budget > 0 {
		l.work.Advance(budget)
	}
	if !l.work.Report(&l.sent) {
		return false, nil
	}
	l.buf = l.sent.Append(l.buf[:0])
	err := r.Parse(l.buf)
	if len(r.Saved) > 0 {
		l.buf = nil // the run lies there
	}
	return true, err
}

func settle(t *testing.T, r *job.Runner) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !r.Settled(); {
		if r.Poll(time.Millisecond); time.Now().After(end) {
			t.Fatalf("not settled: step %d, %v", r.StepCount(), r.Err())
		}
	}
}

// picture is all that a runner knows of its run.
func picture(r *job.Runner) string {
	var b strings.Builder
	fmt.Fprintf(&b, "step %d epoch %v %v\n", r.StepCount(), r.Epoch(), r.Evals())
	if masks, example := r.Masks(); example >= 0 {
		fmt.Fprintf(&b, "dropped for %d: %v\n", example, masks)
	}
	h := r.History()
	for i := range h.Loss {
		fmt.Fprintf(&b, "%x %v %v %x\n", math.Float32bits(h.Loss[i]), h.Accuracy[i], h.LR[i], math.Float32bits(h.GradNorm[i]))
	}
	if m := r.Model(); m != nil {
		sum := uint64(1)
		for _, p := range m.Params() {
			for _, v := range p.Value.Data() {
				sum = sum*0x100000001b3 ^ math.Float64bits(float64(v))
			}
		}
		fmt.Fprintf(&b, "weights %x", sum)
	}
	return b.String()
}

// TestLinksAgree drives a run through all that can be asked of it, on every
// link, and wants the same numbers from each.
func TestLinksAgree(t *testing.T) {
	want := ""
	byLink(t, func(t *testing.T, r *job.Runner) {
		var all strings.Builder
		for _, spec := range []job.Spec{digits, spiral} {
			all.WriteString(script(t, r, spec))
		}
		if got := all.String(); want == "" {
			want = got
		} else if got != want {
			a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Fatalf("line %d: %s\nanother link: %s\nafter %s", i, a[i], b[i], strings.Join(a[max(0, i-3):i], "\n"))
				}
			}
			t.Fatalf("%d lines, on another link %d", len(a), len(b))
		}
	})
}

func script(t *testing.T, r *job.Runner, spec job.Spec) string {
	t.Helper()
	var all strings.Builder
	look := func(what string, step, steps int) string {
		t.Helper()
		settle(t, r)
		if r.Err() != nil || r.StepCount() != step || r.History().Len() != steps {
			t.Fatalf("%s %s: at step %d of %d, want %d of %d; %v", spec.Job, what, r.StepCount(), r.History().Len(), step, steps, r.Err())
		}
		p := picture(r)
		all.WriteString(what + "\n" + p + "\n")
		return p
	}
	if err := r.Start(spec); err != nil {
		t.Fatal(err)
	}
	look("start", 0, 0)
	r.PlayTo(20)
	at20 := look("play", 20, 20)
	r.Step(1)
	look("step", 21, 21)
	r.Seek(20)
	if got := look("back", 20, 21); !strings.HasSuffix(got, at20[strings.LastIndex(at20, "weights"):]) {
		t.Errorf("%s: a step and back: other weights", spec.Job)
	}
	r.Seek(6)
	look("rewind", 6, 21)
	faster := spec.Hyper
	faster.LR *= 1.5
	if err := r.Change(faster); err != nil {
		t.Fatal(err)
	}
	look("change", 6, 6)
	r.PlayTo(20)
	if got := look("another future", 20, 20); got == at20 {
		t.Errorf("%s: another learning rate, the same future", spec.Job)
	}
	if lr := r.History().LR; math.Abs(float64(lr[5])-spec.LR) > 1e-6 || math.Abs(float64(lr[6])-faster.LR) > 1e-6 {
		t.Errorf("%s: learning rates %v", spec.Job, lr)
	}
	r.Seek(24)
	look("ahead", 24, 24)
	r.Seek(3)
	r.Seek(13)
	r.PlayTo(26)
	look("in a hurry", 26, 26)
	if n := len(r.Evals()); n != 26/spec.TestEvery {
		t.Errorf("%s: %d tests: %v", spec.Job, n, r.Evals())
	}
	return all.String()
}

func TestPauseAndRestart(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		if r.Poll(time.Millisecond) || !r.Settled() || r.Model() != nil {
			t.Error("a runner without a run knows something")
		}
		if err := r.Start(spiral); err != nil {
			t.Fatal(err)
		}
		r.Play()
		for r.StepCount() < 30 {
			r.Poll(time.Millisecond)
		}
		if !r.Playing() || r.Settled() {
			t.Error("a run that goes on says that it stands")
		}
		r.Pause()
		settle(t, r)
		stood := r.StepCount()
		for range 20 {
			r.Poll(time.Millisecond)
		}
		if r.StepCount() != stood || r.Playing() {
			t.Errorf("paused at %d, now at %d", stood, r.StepCount())
		}
		other := spiral
		other.Seed++
		r.Play()
		if err := r.Start(other); err != nil {
			t.Fatal(err)
		}
		settle(t, r)
		if r.StepCount() != 0 || r.History().Len() != 0 || len(r.Evals()) != 0 || r.Playing() {
			t.Errorf("started anew at step %d of %d, tests %v", r.StepCount(), r.History().Len(), r.Evals())
		}
	})
}

func TestInspection(t *testing.T) {
	byLink(t, func(t *testing.T, r *job.Runner) {
		if err := r.Start(digits); err != nil {
			t.Fatal(err)
		}
		r.Inspect(true)
		r.PlayTo(3)
		settle(t, r)
		in := r.Inspection()
		if in == nil || len(in.Params) != 8 || len(in.Activations) < 8 {
			t.Fatalf("histograms: %+v", in)
		}
		w := &in.Params[0].Weight
		total := 0
		for _, n := range w.Hist {
			total += n
		}
		if w.Name != "conv1.weight" || total != 200 || w.N != 200 || in.Params[0].UpdateRatio <= 0 {
			t.Errorf("%+v", w)
		}
		values := r.Model().Params()[0].Value.Data()
		if lo := float64(slices.Min(values)); lo != w.Min {
			t.Errorf("smallest weight %v, in the histogram %v", lo, w.Min)
		}
	})
}

func TestEverySmallNetwork(t *testing.T) {
	for _, name := range []string{"LeNet", "ResNet"} { // with buffers beside the parameters
		s := digits
		s.Options = map[string]string{"network": name, "tests": "4"}
		r := job.NewRunner(job.NewLocal(jobs.All(), fetch), jobs.All())
		if err := r.Start(s); err != nil {
			t.Fatal(err)
		}
		r.Step(2)
		settle(t, r)
		if r.Err() != nil || r.StepCount() != 2 {
			t.Errorf("%s: step %d, %v", name, r.StepCount(), r.Err())
		}
	}
}

// TestWarmAllocatesNothing holds commands aside: steps, tests, reports and the
// bytes they travel as use their memory again.
func TestWarmAllocatesNothing(t *testing.T) {
	s := spiral
	s.SnapshotEvery = 1 << 30
	r := job.NewRunner(&bytes{work: job.NewWork(jobs.All(), fetch)}, jobs.All())
	if err := r.Start(s); err != nil {
		t.Fatal(err)
	}
	r.Inspect(true)
	r.Play()
	for range 50 {
		r.Poll(time.Microsecond)
	}
	if n := testing.AllocsPerRun(200, func() { r.Poll(time.Microsecond) }); n > 0 {
		t.Errorf("a warm poll allocates %v times", n)
	}
}

func FuzzParse(f *testing.F) {
	w := job.NewWork(jobs.All(), fetch)
	w.Do(job.Command{Kind: job.Start, Run: 1, Spec: &spiral})
	w.Do(job.Command{Kind: job.Inspect, Run: 1, On: true})
	w.Do(job.Command{Kind: job.Step, Run: 1, To: 12})
	for w.Busy() {
		w.Advance(time.Second)
	}
	var r job.Report
	w.Report(&r)
	whole := r.Append(nil)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		var r job.Report
		if r.Parse(b) != nil {
			return
		}
		if again := r.Append(nil); len(again) != len(b) {
			t.Errorf("%d bytes became %d", len(b), len(again))
		}
	})
}

// BenchmarkReport carries the weights of the digits' network once across a link.
func BenchmarkReport(b *testing.B) {
	r := job.Report{HasWeights: true, Weights: make([]tensor.Elem, 54314)}
	var back job.Report
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = r.Append(buf[:0])
		if err := back.Parse(buf); err != nil {
			b.Fatal(err)
		}
	}
}
