package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"gradtheatre/bench/workload"
)

// browserPeers are the contestants of each workload besides the engine.
var browserPeers = map[string][]string{
	"lenet-train": {"engine, SIMD128", "portable Go", "convnetjs", "tfjs-cpu", "tfjs-wasm", "tfjs-webgl"},
	"lenet-infer": {"engine, SIMD128", "portable Go", "convnetjs", "tfjs-cpu", "tfjs-wasm", "tfjs-webgl", "onnxruntime-web-1"},
	"mlp-train":   {"engine, SIMD128", "portable Go", "convnetjs", "tfjs-cpu", "tfjs-wasm", "tfjs-webgl"},
	"playground":  {"engine, SIMD128", "portable Go", "playground-js"},
	"lstm-step":   {"engine, SIMD128", "portable Go"},
	"transformer": {"engine, SIMD128", "portable Go"},
}

// browserOrder is the order in which the workloads run.
var browserOrder = []string{"lenet-train", "lenet-infer", "mlp-train", "playground", "lstm-step", "transformer"}

var peerNotes = map[string]string{
	"tfjs-wasm":  "its missing Conv2DBackpropFilter made of k×k slices and products",
	"tfjs-webgl": "software GL in headless Chromium",
}

// inBrowser measures the engine in headless Chromium beside the browser peers.
func inBrowser(ctx context.Context, c config) (*Table, error) {
	dir, err := os.MkdirTemp("", "gradtheatre-bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := preparePage(ctx, dir); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	server := &http.Server{Handler: isolated(pageHandler(dir))}
	go server.Serve(l)
	defer server.Close()

	page, stop, err := openPage(ctx, "http://"+l.Addr().String()+"/")
	if err != nil {
		return nil, err
	}
	defer stop()
	t := newTable("the engine in headless Chromium beside browser libraries, on one page")
	for _, name := range browserOrder {
		if err := t.browserWorkload(c, page, name); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// browserWorkload measures all contestants of one workload in turn.
func (t *Table) browserWorkload(c config, page context.Context, name string) error {
	var cs []contestant
	var losses []string
	for _, who := range append([]string{"engine"}, browserPeers[name]...) {
		fmt.Fprintf(os.Stderr, "%s: %s\n", name, who)
		var ready bool
		if err := call(page, &ready, "bench.prepare(%q, %q)", who, name); err != nil {
			t.Notes = append(t.Notes, fmt.Sprintf("%s cannot take part in %s: %v", who, name, err))
			continue
		}
		if !ready {
			continue
		}
		cs = append(cs, contestant{who: who, note: peerNotes[who], slice: func(d time.Duration) (float64, error) {
			var r struct {
				Samples, MS float64
				First, Last *float64
			}
			if err := call(page, &r, "bench.slice(%q, %q, %d)", who, name, d.Milliseconds()); err != nil {
				return 0, err
			}
			if r.First != nil && r.Last != nil {
				losses = append(losses, fmt.Sprintf("%s %.3g→%.3g", who, *r.First, *r.Last))
			}
			return r.Samples / r.MS * 1000, nil
		}})
	}
	if err := t.compare(c, name, "samples/s", cs); err != nil {
		return err
	}
	if n := len(cs); len(losses) >= n {
		t.Notes = append(t.Notes, name+", loss at the first and last step: "+strings.Join(losses[len(losses)-n:], ", "))
	}
	return nil
}

// call awaits a JavaScript expression on the page.
func call(page context.Context, result any, format string, args ...any) error {
	page, stop := context.WithTimeout(page, 60*time.Second)
	defer stop()
	expr := fmt.Sprintf("(async () => JSON.stringify(await "+format+"))()", args...)
	text, err := chromedp.Run(page, chromedp.Evaluate[string](expr, chromedp.EvalAwaitPromise))
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), result)
}

// openPage starts Chromium and waits for the driver.
func openPage(ctx context.Context, url string) (context.Context, func(), error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-quic", true))
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, options...)
	page, stopPage := chromedp.NewContext(alloc)
	stop := func() { stopPage(); stopAlloc() }
	if err := chromedp.Do(page, chromedp.Navigate(url), chromedp.WaitReady("body")); err != nil {
		stop()
		return nil, nil, fmt.Errorf("opening Chromium (Debian: apt-get install chromium): %w", err)
	}
	return page, stop, nil
}

// preparePage installs the peers and builds the engine into dir.
func preparePage(ctx context.Context, dir string) error {
	if _, err := os.Stat("bench/peers/node_modules/@tensorflow"); err != nil {
		fmt.Println("installing the peers from npm …")
		npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		npm.Dir, npm.Stderr = "bench/peers", os.Stderr
		if err := npm.Run(); err != nil {
			return fmt.Errorf("npm ci in bench/peers: %w", err)
		}
	}
	for file, tags := range map[string]string{"engine.wasm": "simd", "portable.wasm": ""} {
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-tags="+tags, "-o", filepath.Join(dir, file), "./bench/page/ours")
		build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("building %s: %w", file, err)
		}
	}
	images, err := digits()
	if err != nil {
		return err
	}
	images.Pixels, images.Labels = images.Pixels[:784*1024], images.Labels[:1024]
	var onnx bytes.Buffer
	if err := workload.WriteLeNetONNX(&onnx); err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "digits.bin"), pack(images), 0o600),
		os.WriteFile(filepath.Join(dir, "lenet.onnx"), onnx.Bytes(), 0o600))
}

// pageHandler serves the page, the peers, the toolchain's loader and what was built.
func pageHandler(dir string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/peers/", http.StripPrefix("/peers/", http.FileServer(http.Dir("bench/peers/node_modules"))))
	mux.HandleFunc("/wasm_exec.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, filepath.Join(runtime.GOROOT(), "lib/wasm/wasm_exec.js"))
	})
	built := http.FileServer(http.Dir(dir))
	for _, file := range []string{"/engine.wasm", "/portable.wasm", "/digits.bin", "/lenet.onnx"} {
		mux.Handle(file, built)
	}
	mux.HandleFunc("/kernel.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, "wasm/page/kernel.js")
	})
	mux.Handle("/", http.FileServer(http.Dir("bench/page")))
	return mux
}

// isolated lets the page use shared memory, which the peers' threads need.
func isolated(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.ServeHTTP(w, r)
	})
}
