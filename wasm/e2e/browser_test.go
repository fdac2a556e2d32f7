//go:build !js

package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gradtheatre/wasm/site"
)

// theatre is the served site and the browser, made once for all tests.
type theatre struct {
	url     string
	handler http.Handler
	browser context.Context
	err     error
	skip    string
}

var house = sync.OnceValue(func() *theatre {
	chromium := findChromium()
	switch {
	case os.Getenv("GRADTHEATRE_NO_BROWSER") != "":
		return &theatre{skip: "GRADTHEATRE_NO_BROWSER is set"}
	case chromium == "" && os.Getenv("GRADTHEATRE_E2E") != "":
		return &theatre{err: errors.New("no Chromium, and GRADTHEATRE_E2E asks for it")}
	case chromium == "":
		return &theatre{skip: "no Chromium on this machine; ./test.sh installs it"}
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		return &theatre{err: err}
	}
	dir, err := site.Build(context.Background(), site.Options{Root: root, Log: os.Stderr})
	if err != nil {
		return &theatre{err: err}
	}
	files, err := os.OpenRoot(dir)
	if err != nil {
		return &theatre{err: err}
	}
	l, err := site.Listen("127.0.0.1:0", false)
	if err != nil {
		return &theatre{err: err}
	}
	handler := site.Handler(files)
	go http.Serve(l, handler)
	browser, err := launch(chromium)
	return &theatre{url: site.URL(l), handler: handler, browser: browser, err: err}
})

// launch starts a browser; chromedp.Cancel ends it.
func launch(chromium string) (context.Context, error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 800),
		chromedp.Flag("lang", "en-US"),
	)
	alloc, _ := chromedp.NewExecAllocator(context.Background(), options...)
	browser, _ := chromedp.NewContext(alloc)
	return browser, chromedp.Do(browser)
}

// visited is whether a browser was started that must be ended.
var visited atomic.Bool

func findChromium() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func TestMain(m *testing.M) {
	os.Exit(func() int {
		defer func() {
			if visited.Load() {
				chromedp.Cancel(house().browser)
			}
		}()
		return m.Run()
	}())
}

// page is one visit to the theatre.
type page struct {
	t      *testing.T
	ctx    context.Context
	mu     sync.Mutex
	errors []string // what the console complained about, and uncaught exceptions
	quiet  bool     // the test provokes errors and looks at them itself

	width, height int64
	scale         float64
}

// coarse is how many device pixels a CSS pixel has in tests that look at no
// pixel: where there is no graphics card, a picture costs what its pixels cost.
const coarse = 0.25

// visit opens a tab without loading anything: provoke things first, then load.
// Its visitor knows that there is a map.
func visit(t *testing.T, width, height int64) *page {
	t.Helper()
	p := newcomer(t, width, height)
	p.welcomed()
	return p
}

// visitApart is a visit with a browser of its own, for tests that harm more than
// their page.
func visitApart(t *testing.T, width, height int64) *page {
	t.Helper()
	needBrowser(t)
	browser, err := launch(findChromium())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { chromedp.Cancel(browser) })
	p := visitWith(t, browser, width, height)
	p.welcomed()
	return p
}

// welcomed makes the visitor one who knows that there is a map.
func (p *page) welcomed() {
	p.t.Helper()
	p.before(`try { localStorage.setItem('gradtheatre.welcomed', '1'); } catch { /* the test took the store away */ }`)
}

// newcomer is a visit by somebody who was never here.
func newcomer(t *testing.T, width, height int64) *page {
	t.Helper()
	return visitWith(t, needBrowser(t).browser, width, height)
}

// needBrowser is the theatre and its browser, without which a test is skipped.
func needBrowser(t *testing.T) *theatre {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow; -short leaves it out")
	}
	h := house()
	if h.skip != "" {
		t.Skip(h.skip)
	}
	if h.err != nil {
		t.Fatal(h.err)
	}
	visited.Store(true)
	return h
}

// visitWith opens a tab of a browser.
func visitWith(t *testing.T, browser context.Context, width, height int64) *page {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	p := &page{t: t, ctx: ctx}
	p.do()
	ctx, stop := context.WithTimeout(ctx, 6*time.Minute)
	p.ctx = ctx
	console := chromedp.Console(ctx)
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		for m, err := range console {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.IsException() {
				p.mu.Lock()
				p.errors = append(p.errors, m.Text+" "+m.URL)
				p.mu.Unlock()
			}
		}
	}()
	t.Cleanup(func() {
		stop()
		cancel()
		<-heard
		if p.quiet {
			return
		}
		for _, e := range p.errors {
			t.Errorf("the browser's console: %s", e)
		}
	})
	p.resize(width, height, coarse)
	return p
}

// resize makes the window so many CSS pixels large, with a number of device
// pixels for each; 1 for tests of what is on the screen or how long it takes. It
// waits until the page has that size, and the theatre's canvas if there is one.
func (p *page) resize(width, height int64, scale float64) {
	p.t.Helper()
	p.resizing(width, height, scale)
	p.until(fmt.Sprintf(`innerWidth === %d && innerHeight === %d && devicePixelRatio === %g && (() => { const c = document.querySelector('canvas');
		return !c || !window.theatre?.state() || c.width === Math.max(1, Math.round(%g)) && c.height === Math.max(1, Math.round(%g)); })()`,
		width, height, scale, float64(width)*scale, float64(height)*scale), 20*time.Second)
}

// resizing asks for another size and waits for nothing.
func (p *page) resizing(width, height int64, scale float64) {
	p.t.Helper()
	p.width, p.height, p.scale = width, height, scale
	p.do(chromedp.EmulateViewport(width, height, chromedp.EmulateScale(scale)))
}

// open visits the theatre at a fragment, "" or "#/id?key=value", and waits
// until it is ready.
func open(t *testing.T, fragment string) *page {
	t.Helper()
	p := visit(t, 1280, 800)
	p.load(fragment)
	return p
}

// load goes to a fragment with a fresh page and waits until it is ready.
func (p *page) load(fragment string) {
	p.t.Helper()
	url := p.url(fragment)
	if here, _, _ := strings.Cut(url, "#"); eval[string](p, "location.href.split('#')[0]") == here {
		p.do(chromedp.Navigate("about:blank")) // an address that differs only behind # would stay in its page
	}
	p.do(chromedp.Navigate(url))
	p.ready()
}

// reload loads the page once more and waits until it is ready.
func (p *page) reload() {
	p.t.Helper()
	p.do(chromedp.Reload())
	p.ready()
}

// ready waits until the program runs and the mirror shows what there is: that
// follows the first picture.
func (p *page) ready() {
	p.t.Helper()
	p.await("theatre.ready")
	p.until("document.querySelector('#mirror .w')", 20*time.Second)
}

// url is the address of a fragment.
func (p *page) url(fragment string) string { return house().url + fragment }

func (p *page) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// run runs JavaScript statements.
func (p *page) run(js string) {
	p.t.Helper()
	eval[int](p, "(() => { "+js+"; return 0; })()")
}

// eval evaluates a JavaScript expression; a promise is waited for.
func eval[T any](p *page, js string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%.200s: %v", js, err)
	}
	return v
}

// await waits for a promise; a rejection fails the test with its message.
func (p *page) await(js string) {
	p.t.Helper()
	if msg := p.refusal(js); msg != "" {
		p.t.Fatalf("%s: %s", js, msg)
	}
}

// refusal waits for a promise and returns why it was rejected, "" if it was not.
func (p *page) refusal(js string) string {
	p.t.Helper()
	return eval[string](p, "("+js+`).then(() => "", (e) => "refused: " + e.message)`)
}

// call calls window.theatre.name(args…) and waits until it is done.
func (p *page) call(name string, args ...any) {
	p.t.Helper()
	b, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		p.t.Fatal(err)
	}
	p.await(fmt.Sprintf("theatre.%s(...%s)", name, b))
}

// state is window.theatre.state().
type state struct {
	Scene, Title, Language, Theme, Caption, Link, Notice, Error string
	Playing                                                     bool
	Step, Last                                                  int
	Seed, Speed                                                 float64
	Parameters                                                  map[string]any
	Metrics                                                     map[string]any
	Widgets                                                     []widget
	Frame                                                       struct {
		Update, Draw float64 // ms of CPU, averaged
		Drawn        int
	}
}

type widget struct {
	ID, Role, Label, Group string
	Value                  any
	Shown, Enabled         bool
	Rect                   struct{ X, Y, Width, Height float64 }
}

func (p *page) state() state {
	p.t.Helper()
	return eval[state](p, "theatre.state()")
}

// widget finds a widget by its ID.
func (p *page) widget(id string) widget {
	p.t.Helper()
	s := p.state()
	for _, w := range s.Widgets {
		if w.ID == id {
			return w
		}
	}
	var have []string
	for _, w := range s.Widgets {
		have = append(have, w.ID)
	}
	p.t.Fatalf("no widget %q; there are %v", id, have)
	return widget{}
}

// until waits until a JavaScript condition holds. A page that takes another's
// place answers nothing: it is asked again.
func (p *page) until(condition string, patience time.Duration) {
	p.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(25 * time.Millisecond) {
		ctx, stop := context.WithTimeout(p.ctx, 10*time.Second)
		holds, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+condition+")"))
		stop()
		if err == nil && holds {
			return
		}
		if exception := (*chromedp.ExceptionError)(nil); errors.As(err, &exception) {
			p.t.Fatalf("%.200s: %v", condition, err)
		}
		if time.Now().After(end) {
			p.t.Fatalf("after %v still not: %s (%v)", patience, condition, err)
		}
	}
}

// untilIs waits until an expression gives what is wanted, and says what it gives
// if it does not.
func (p *page) untilIs(js, want, when string) {
	p.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		got := eval[string](p, js)
		if got == want {
			return
		}
		if time.Now().After(end) {
			p.t.Errorf("%s:\n%s\nand before it:\n%s", when, got, want)
			return
		}
	}
}

// settle waits until what was asked for is done: no answer is given before.
func (p *page) settle() {
	p.t.Helper()
	p.await("theatre.set('lang', theatre.state().language)")
}

// offline waits until the page is kept for use without a network: all of it is in
// its store, and what was collected before is gone.
func (p *page) offline() {
	p.t.Helper()
	for end := time.Now().Add(60 * time.Second); !eval[bool](p, "caches.keys().then((k) => k.some((n) => /^gradtheatre-[0-9a-f]+$/.test(n)) && !k.some((n) => n.endsWith('-part')))"); p.frames(5) {
		if time.Now().After(end) {
			p.t.Fatal("the page was not kept for offline use")
		}
	}
}

// frames lets the page draw n frames.
func (p *page) frames(n int) {
	p.t.Helper()
	p.await(fmt.Sprintf("new Promise((done) => { let n = %d; const f = () => n-- > 0 ? requestAnimationFrame(f) : done(); f(); })", n))
}

// shot writes a picture of the page, sharp, to shots/name.png.
func (p *page) shot(name string) {
	p.t.Helper()
	if scale := p.scale; scale < 1 {
		p.resize(p.width, p.height, 1)
		defer p.resizing(p.width, p.height, scale)
	}
	p.frames(3)
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	dir := filepath.Join("..", "..", "shots")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// before runs a script in every document of this visit before its own.
func (p *page) before(script string) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		p.t.Fatal(err)
	}
}

// serve serves the built site once more below a path, for a test that takes it
// away again.
func serve(t *testing.T, below string) (url string, stop func()) {
	t.Helper()
	if house().skip != "" {
		t.Skip(house().skip)
	}
	l, err := site.Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: http.StripPrefix(below, house().handler)}
	go srv.Serve(l)
	return strings.TrimSuffix(site.URL(l), "/") + below + "/", func() { srv.Close() }
}
