package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/chromedp/chromedp"

	"gradtheatre/wasm/site"
)

// firstFrame waits on a page until the program has ticked once and that frame
// is drawn: milliseconds since the navigation began.
const firstFrame = `(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  while (!performance.getEntriesByName('theatre-ready').length) await frame();
  await frame();
  const ms = performance.now();
  return JSON.stringify({ ms, marks: performance.getEntriesByType('mark').map((m) => ({ name: m.name, at: m.startTime })) });
})()`

// started is what a page says of its start, in milliseconds since the navigation.
type started struct {
	MS    float64
	Marks []struct {
		Name string
		At   float64
	}
}

// starting measures how long the theatre and a bare Ebitengine window need from
// the navigation to their first frame, in turns, each time in a browser that
// has never seen them, from this machine and compressed by brotli.
func starting(ctx context.Context, c config) (*Table, error) {
	theatre, err := site.Build(ctx, site.Options{Root: ".", Log: os.Stderr})
	if err != nil {
		return nil, err
	}
	bare, err := os.MkdirTemp("", "gradtheatre-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(bare)
	if err := prepareBare(ctx, bare); err != nil {
		return nil, err
	}
	t := newTable("from the navigation to the first frame, in headless Chromium with software GL")
	var cs []contestant
	at := map[string][]float64{}
	for _, s := range []struct{ who, dir string }{{"theatre", theatre}, {"bare Ebitengine window", bare}} {
		b, stop, err := startSite(ctx, s.dir)
		if err != nil {
			return nil, err
		}
		defer stop()
		cs = append(cs, contestant{who: s.who, slice: func(time.Duration) (float64, error) {
			r, err := b.startTime()
			for _, m := range r.Marks {
				at[m.Name] = append(at[m.Name], m.At)
			}
			return r.MS, err
		}})
	}
	for _, k := range cs { // the first visit warms the file system and the browser's own code
		if _, err := k.slice(0); err != nil {
			return nil, &failure{k.who, err}
		}
	}
	clear(at)
	if err := t.compare(c, "first frame", "ms", cs); err != nil {
		return nil, err
	}
	for _, name := range []string{"theatre-fetching", "theatre-compiled"} {
		if len(at[name]) > 0 {
			t.Rows = append(t.Rows, Row{Workload: "on the way there", Who: name, Value: median(at[name]), Min: slices.Min(at[name]), Max: slices.Max(at[name]), Unit: "ms"})
		}
	}
	t.Notes = append(t.Notes, "here less is better: the theatre must stay below 1.3 times the bare window, a ratio of 1.3×")
	return t, nil
}

// startTime visits in a fresh profile.
func (b *browser) startTime() (r started, err error) {
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	defer stop()
	if err := chromedp.Do(ctx); err != nil {
		return r, err
	}
	patient, enough := context.WithTimeout(ctx, 90*time.Second)
	defer enough()
	if err := chromedp.Do(patient, chromedp.Navigate(b.url+"/")); err != nil {
		return r, err
	}
	text, err := chromedp.Run(patient, chromedp.Evaluate[string](firstFrame, chromedp.EvalAwaitPromise))
	if err == nil {
		err = json.Unmarshal([]byte(text), &r)
	}
	return r, err
}

// prepareBare builds the bare window into dir, compressed like the theatre.
func prepareBare(ctx context.Context, dir string) error {
	app := filepath.Join(dir, "app.wasm")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", app, "./bench/page/bare")
	build.Env, build.Stderr = append(os.Environ(), "GOOS=js", "GOARCH=wasm"), os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("building the bare window: %w", err)
	}
	for _, file := range []string{"bench/page/bare/index.html", "bench/page/bare/boot.js", goLoader()} {
		b, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(file)), b, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return squeeze(app)
}

// squeeze writes name.br beside a file.
func squeeze(name string) error {
	in, err := os.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(name + ".br")
	if err != nil {
		return err
	}
	w := brotli.NewWriterLevel(out, 9)
	_, err = io.Copy(w, in)
	return errors.Join(err, w.Close(), out.Close())
}
