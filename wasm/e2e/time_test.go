//go:build !js

package e2e

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"gradtheatre/engine/weights"
)

// TestBranches forks a run by hand, races, deletes and brings back.
func TestBranches(t *testing.T) {
	p := open(t, "#/regression?reduction=mean&at=10")
	p.click("branches")
	p.click("branch-fork")
	names := func() string {
		return eval[string](p, "theatre.state().branches.map((b) => b.name + (b.shown ? '*' : '')).join(' ')")
	}
	if got := names(); got != "A B*" {
		t.Fatalf("the branches are %q", got)
	}
	p.call("set", "learning_rate", 0.5)
	p.call("step")
	p.call("step")
	if got := eval[string](p, "theatre.state().branches.map((b) => b.step + ':' + b.settings.learning_rate).join(' ')"); got != "12:0.01 12:0.5" {
		t.Errorf("after two steps: %q", got)
	}
	p.shot("branches")
	p.call("renameBranch", "B", "fast")
	p.call("branch", "A")
	p.call("deleteBranch", "fast")
	if got := names(); got != "" {
		t.Errorf("one is left, and the list is %q", got)
	}
	p.click("notice-undo")
	if got := names(); got != "A* fast" {
		t.Errorf("brought back: %q", got)
	}
	for js, want := range map[string]string{`theatre.branch("Z")`: "there is no branch", `theatre.renameBranch("A", "fast")`: "another branch", `theatre.export("exe")`: "no export"} {
		if got := p.refusal(js); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", js, got, want)
		}
	}
	before := p.state().Step
	for range 4 {
		p.call("substep")
	}
	if after := p.state().Step; after != before+1 {
		t.Errorf("four parts of a step lead from %d to %d", before, after)
	}
}

// TestExports takes every kind of file out of the page.
func TestExports(t *testing.T) {
	p := open(t, "#/playground?at=30")
	dir := t.TempDir()
	if _, err := chromedp.Call(p.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID, Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir}); err != nil {
		t.Fatal(err)
	}
	file := func(kind, name string) []byte {
		t.Helper()
		p.click("export")
		p.click("export-" + kind)
		name = filepath.Join(dir, name)
		for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
			if b, err := os.ReadFile(name); err == nil && len(b) > 0 {
				return b
			}
		}
		t.Fatalf("%s did not come", name)
		return nil
	}
	p.resize(1280, 800, 1) // the picture is what is on the screen
	picture, err := png.Decode(bytes.NewReader(file("png", "gradtheatre-playground.png")))
	if err != nil || picture.Bounds().Dx() < 500 || picture.Bounds().Dy() < 500 {
		t.Fatalf("the picture: %v", err)
	}
	p.resize(1280, 800, coarse)
	shades := map[[3]uint32]bool{}
	for x := range picture.Bounds().Dx() {
		r, g, b, _ := picture.At(x, 200).RGBA()
		shades[[3]uint32{r, g, b}] = true
	}
	if len(shades) < 10 {
		t.Errorf("a line of the picture has %d colours", len(shades))
	}
	if csv := string(file("csv", "playground.csv")); !strings.Contains(csv, "loss") || strings.Count(csv, "\n") < 2 {
		t.Errorf("the curves: %.200q", csv)
	}
	if f, err := weights.Parse("playground", file("safetensors", "playground.safetensors")); err != nil || len(f.Tensors) < 4 {
		t.Errorf("the weights: %v", err)
	}
	for kind, program := range map[string]string{"pytorch": "playground.py", "go": "playground.go"} {
		b := file(kind, "playground-"+kind+".zip")
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Open("playground/" + program); err != nil {
			t.Error(err)
		}
	}
	if len(file("onnx", "playground.onnx")) < 200 {
		t.Error("the ONNX file is too short")
	}
}

// TestBranchesSurvive: a reload brings back the branches, each with its past.
func TestBranchesSurvive(t *testing.T) {
	p := open(t, "#/regression?reduction=mean&at=10")
	p.call("fork", "fast")
	p.call("set", "learning_rate", 0.5)
	for range 3 {
		p.call("step")
	}
	weights := func() string {
		w := ""
		for _, name := range []string{"A", "fast"} {
			p.call("branch", name)
			p.frames(3)
			w += fmt.Sprintf("%s at %d: w = %v. ", name, p.state().Step, p.state().Metrics["weight"])
		}
		return w
	}
	before := weights()
	p.until("location.hash.includes('branches=')", 5*time.Second)
	p.reload()
	p.frames(5)
	if after := weights(); after != before {
		t.Errorf("before the reload %s\nafter it %s", before, after)
	}
}

// TestRendererCrash: when the page's process dies, the address still leads back.
func TestRendererCrash(t *testing.T) {
	p := open(t, "")
	p.call("go", "gates")
	p.call("set", "seed", 9)
	p.until("location.hash.includes('seed=9')", 5*time.Second)
	link := eval[string](p, "location.hash")
	p.offline() // a service worker that dies while it is set up leaves the next tab waiting
	ctx, stop := context.WithTimeout(p.ctx, 3*time.Second)
	chromedp.Do(ctx, chromedp.Navigate("chrome://crash")) // it never answers
	stop()
	again, cancel := chromedp.NewContext(p.ctx)
	defer cancel()
	q := &page{t: t, ctx: again}
	q.load(link)
	if s := q.state(); s.Scene != "gates" || s.Seed != 9 || s.Error != "" {
		t.Errorf("after the crash: %q, seed %v, %s", s.Scene, s.Seed, s.Error)
	}
}
