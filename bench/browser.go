package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"gradtheatre/bench/workload"
)

// browserPeers are the contestants of each workload, the engine first.
var browserPeers = []struct {
	workload, unit string
	who            []string
}{
	{"lenet-train", "images/s", []string{"engine", "engine, SIMD128", "portable Go", "convnetjs", "tfjs-cpu", "tfjs-wasm", "tfjs-webgl"}},
	{"lenet-infer", "images/s", []string{"engine", "engine, SIMD128", "portable Go", "convnetjs", "tfjs-cpu", "tfjs-wasm", "tfjs-webgl", "onnxruntime-web-1", "onnxruntime-web-2"}},
	{"mlp-train", "images/s", []string{"engine", "engine, SIMD128", "portable Go", "convnetjs", "tfjs-cpu", "tfjs-wasm", "tfjs-webgl"}},
	{"playground", "points/s", []string{"engine", "engine, SIMD128", "portable Go", "playground-js"}},
	{"lstm-step", "sequences/s", []string{"engine", "engine, SIMD128", "portable Go"}},
	{"transformer", "sequences/s", []string{"engine", "engine, SIMD128", "portable Go"}},
	{"gemm 64×64×64", "GFLOP/s", products},
	{"gemm 256×256×256", "GFLOP/s", products},
	{"gemm 8×784×25", "GFLOP/s", products},
	{"gemm 16×196×200", "GFLOP/s", products},
}

var products = []string{"engine", "register-only loop", "engine, SIMD128", "portable Go"}

var peerNotes = map[string]string{
	"tfjs-wasm":          "its missing Conv2DBackpropFilter made of k×k slices and products",
	"tfjs-webgl":         "software GL in headless Chromium",
	"onnxruntime-web-2":  "2 threads, on a page of its own",
	"register-only loop": "multiply-adds in registers: what no product can beat",
}

// before is the engine of the commit that -against names.
const before = "engine, before"

// ownPage are the contestants that settings of their page set apart.
var ownPage = map[string]bool{"onnxruntime-web-2": true}

// preparing and sliceGrace are how long a contestant may take to get ready, and
// beyond its slice; one that takes longer is out.
const (
	preparing  = 60 * time.Second
	sliceGrace = 20 * time.Second
)

// inBrowser measures the engine in headless Chromium beside the browser peers.
func inBrowser(ctx context.Context, c config) (*Table, error) {
	dir, err := os.MkdirTemp("", "gradtheatre-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := preparePage(ctx, dir, c.against); err != nil {
		return nil, err
	}
	b, stop, err := startBrowser(ctx, isolated(pageHandler(dir)))
	if err != nil {
		return nil, err
	}
	defer stop()
	t := newTable("the engine in headless Chromium beside browser libraries, on one page")
	if c.against != "" {
		t.What = "the engine in headless Chromium beside itself at " + c.against + ", on one page"
	}
	for _, w := range browserPeers {
		if !strings.Contains(w.workload, c.only) {
			continue
		}
		who := w.who
		if c.against != "" {
			who = []string{"engine", before}
		}
		if err := t.browserWorkload(c, b, w.workload, w.unit, who); err != nil {
			return nil, err
		}
	}
	if strings.Contains("digits", c.only) && c.against == "" {
		return t, t.reach(b)
	}
	return t, nil
}

// failure says which contestant of a comparison could not go on.
type failure struct {
	who string
	err error
}

func (f *failure) Error() string { return f.who + ": " + f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// browserWorkload measures all contestants of a workload in turn. One that
// fails or hangs leaves a note, and the others begin again on a fresh page.
func (t *Table) browserWorkload(c config, b *browser, name, unit string, who []string) error {
	for len(who) > 0 {
		err := t.browserRound(c, b, name, unit, who)
		var f *failure
		if !errors.As(err, &f) {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, f)
		t.Notes = append(t.Notes, fmt.Sprintf("%s takes no part in %s: %v", f.who, name, f.err))
		who = slices.DeleteFunc(slices.Clone(who), func(w string) bool { return w == f.who })
	}
	return nil
}

func (t *Table) browserRound(c config, b *browser, name, unit string, who []string) error {
	shared, err := b.open("/")
	if err != nil {
		return err
	}
	defer shared.close()
	losses := map[string]losses{}
	scale := 1.0
	if unit == "GFLOP/s" {
		scale = 1e-9
	}
	var cs []contestant
	for _, w := range who {
		page := shared
		if ownPage[w] {
			if page, err = b.open("/"); err != nil {
				return err
			}
			defer page.close()
		}
		fmt.Fprintf(os.Stderr, "%s: %s gets ready\n", name, w)
		var ready bool
		if err := page.call(preparing, &ready, "bench.prepare(%q, %q)", w, name); err != nil {
			return &failure{w, err}
		}
		if !ready {
			return &failure{w, errors.New("it does not know how")}
		}
		cs = append(cs, contestant{who: w, note: peerNotes[w], slice: func(d time.Duration) (float64, error) {
			var r struct {
				Samples, MS float64
				First, Last *float64
			}
			if err := page.call(d+sliceGrace, &r, "bench.slice(%q, %q, %d)", w, name, d.Milliseconds()); err != nil {
				return 0, err
			}
			if r.First != nil && r.Last != nil {
				losses[w] = append(losses[w][:0], *r.First, *r.Last)
			}
			return r.Samples / r.MS * 1000 * scale, nil
		}})
	}
	fmt.Fprintf(os.Stderr, "%s: %d rounds\n", name, c.rounds)
	if err := t.compare(c, name, unit, cs); err != nil {
		return err
	}
	for i := len(t.Rows) - len(cs); i < len(t.Rows); i++ {
		t.Rows[i].Note = losses[t.Rows[i].Who].note(t.Rows[i].Note)
	}
	return nil
}

// losses are those of a trainer's first and last step, or none.
type losses []float64

// note adds them to what a row says.
func (l losses) note(note string) string {
	if len(l) < 2 {
		return note
	}
	says := fmt.Sprintf("loss %.3g → %.2g", l[0], l[1])
	if !(l[1] < l[0]) {
		says = fmt.Sprintf("ITS LOSS DID NOT FALL: %.3g → %.3g", l[0], l[1])
	}
	if note == "" {
		return says
	}
	return note + "; " + says
}

// reach measures how long the engine takes from scratch to 97 % of the digits
// that were kept back, for five seeds.
func (t *Table) reach(b *browser) error {
	page, err := b.open("/")
	if err != nil {
		return err
	}
	defer page.close()
	var spent, steps, accuracy []float64
	for seed := 1; seed <= 5; seed++ {
		fmt.Fprintf(os.Stderr, "digits to 97 %%: seed %d\n", seed)
		var r struct{ Seconds, Steps, Accuracy float64 }
		if err := page.call(3*time.Minute, &r, "bench.reach(%d, 0.97)", seed); err != nil {
			t.Notes = append(t.Notes, fmt.Sprintf("digits to 97 %%, seed %d: %v", seed, err))
			return nil
		}
		spent, steps, accuracy = append(spent, r.Seconds), append(steps, r.Steps), append(accuracy, r.Accuracy)
	}
	note := fmt.Sprintf("five seeds, 4,000 digits to learn, 1,000 kept back; median of %.0f steps of %d; accuracy %.1f – %.1f %%",
		median(steps), workload.ReachBatch, 100*slices.Min(accuracy), 100*slices.Max(accuracy))
	if slices.Min(accuracy) < 0.97 {
		note = "NOT ALL SEEDS GOT THERE; " + note
	}
	t.Rows = append(t.Rows, Row{Workload: "digits to 97 %", Who: "engine", Unit: "s", Value: median(spent), Min: slices.Min(spent), Max: slices.Max(spent), Note: note})
	return nil
}
