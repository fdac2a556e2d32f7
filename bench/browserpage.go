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
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"gradtheatre/bench/workload"
	"gradtheatre/wasm/site"
)

// tab is a page of headless Chromium.
type tab struct {
	ctx   context.Context
	close func()
}

// browser opens pages of a server.
type browser struct {
	ctx context.Context
	url string
}

// startBrowser serves the handler and starts Chromium.
func startBrowser(ctx context.Context, h http.Handler) (*browser, func(), error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	server := &http.Server{Handler: h}
	go server.Serve(l)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-quic", true))
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, options...)
	first, stopFirst := chromedp.NewContext(alloc)
	stop := func() { stopFirst(); stopAlloc(); server.Close() }
	if err := chromedp.Do(first); err != nil {
		stop()
		return nil, nil, fmt.Errorf("starting Chromium (Debian: apt-get install chromium): %w", err)
	}
	return &browser{first, "http://" + l.Addr().String()}, stop, nil
}

// open opens a page in a tab of its own.
func (b *browser) open(path string) (*tab, error) {
	ctx, stop := chromedp.NewContext(b.ctx)
	patient, enough := context.WithTimeout(ctx, time.Minute)
	defer enough()
	if err := chromedp.Do(ctx); err != nil { // a tab ends with the context that made it
		stop()
		return nil, err
	}
	if err := chromedp.Do(patient, chromedp.Navigate(b.url+path), chromedp.WaitReady("body")); err != nil {
		stop()
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	return &tab{ctx, stop}, nil
}

// startSite is startBrowser for a site that lies in dir.
func startSite(ctx context.Context, dir string) (*browser, func(), error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	b, stop, err := startBrowser(ctx, site.Handler(root))
	if err != nil {
		return nil, nil, errors.Join(err, root.Close())
	}
	return b, func() { stop(); root.Close() }, nil
}

// call awaits a JavaScript expression on the page, for so long at most.
func (t *tab) call(patience time.Duration, result any, format string, args ...any) error {
	ctx, stop := context.WithTimeout(t.ctx, patience)
	defer stop()
	expr := fmt.Sprintf("(async () => JSON.stringify(await "+format+"))()", args...)
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](expr, chromedp.EvalAwaitPromise))
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer in %v", patience)
	}
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), result)
}

// preparePage installs the peers and builds the engine into dir, and that of
// the commit against unless it is empty.
func preparePage(ctx context.Context, dir, against string) error {
	if _, err := os.Stat("bench/peers/node_modules/@tensorflow"); err != nil {
		fmt.Fprintln(os.Stderr, "installing the peers from npm …")
		npm := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		npm.Dir, npm.Stderr = "bench/peers", os.Stderr
		if err := npm.Run(); err != nil {
			return fmt.Errorf("npm ci in bench/peers: %w", err)
		}
	}
	for file, tags := range map[string]string{"engine.wasm": "simd", "portable.wasm": ""} {
		if err := buildEngine(ctx, ".", filepath.Join(dir, file), tags); err != nil {
			return err
		}
	}
	if against != "" {
		if err := prepareBefore(ctx, dir, against); err != nil {
			return err
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

// buildEngine builds the engine's contestant from the sources in src.
func buildEngine(ctx context.Context, src, file, tags string) error {
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-tags="+tags, "-o", file, "./bench/page/ours")
	build.Dir, build.Stderr = src, os.Stderr
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if err := build.Run(); err != nil {
		return fmt.Errorf("building %s: %w", filepath.Base(file), err)
	}
	return nil
}

// prepareBefore builds the engine of a commit, and puts its kernels beside it.
func prepareBefore(ctx context.Context, dir, commit string) error {
	src := filepath.Join(dir, "before")
	for _, args := range [][]string{
		{"clone", "--quiet", "--shared", "--no-checkout", ".", src},
		{"-C", src, "checkout", "--quiet", "--detach", commit},
	} {
		git := exec.CommandContext(ctx, "git", args...)
		git.Stderr = os.Stderr
		if err := git.Run(); err != nil {
			return fmt.Errorf("git %s: %w", args[0], err)
		}
	}
	kernels, err := os.ReadFile(filepath.Join(src, "wasm/page/kernel.js"))
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "before.js"), kernels, 0o600),
		buildEngine(ctx, src, filepath.Join(dir, "before.wasm"), "simd"))
}

// pageHandler serves the page, the peers, the toolchain's loader and what was built.
func pageHandler(dir string) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/peers/", http.StripPrefix("/peers/", http.FileServer(http.Dir("bench/peers/node_modules"))))
	mux.HandleFunc("/wasm_exec.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, goLoader())
	})
	built := http.FileServer(http.Dir(dir))
	for _, file := range []string{"/engine.wasm", "/portable.wasm", "/before.wasm", "/before.js", "/digits.bin", "/lenet.onnx"} {
		mux.Handle(file, built)
	}
	mux.Handle("/digits/", http.StripPrefix("/digits/", http.FileServer(http.Dir("assets/data/digits"))))
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

// goLoader is the toolchain's own loader of Go programs in a page.
func goLoader() string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "wasm_exec.js" // whoever reads it says that it is not there
	}
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")
}
