//go:build !js

package e2e

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"gradtheatre/wasm/site"
)

// prefers pretends that the visitor's system asks for something, such as
// "forced-colors: active"; nothing takes it back.
func (p *page) prefers(feature, value string) {
	p.t.Helper()
	m := emulation.SetEmulatedMediaParams{}
	if feature != "" {
		m.Features = []*emulation.MediaFeature{{Name: feature, Value: value}}
	}
	if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, m); err != nil {
		p.t.Fatal(err)
	}
}

// TestForcedColours: high contrast comes and goes with the visitor's wish; the
// words of the page itself keep their edges.
func TestForcedColours(t *testing.T) {
	contrast := func(p *page) string { return eval[string](p, "theatre.state().contrast") }
	p := open(t, "#/gates?theme=dark")
	if c := contrast(p); c != "normal" {
		t.Fatalf("it opens with contrast %q", c)
	}
	p.prefers("forced-colors", "active")
	p.until("theatre.state().contrast === 'high'", 5*time.Second)
	p.frames(5)
	p.shot("forced-colours")
	p.prefers("prefers-contrast", "more")
	p.frames(5)
	if c := contrast(p); c != "high" {
		t.Errorf("prefers-contrast: more gives %q", c)
	}
	p.prefers("", "")
	p.until("theatre.state().contrast === 'normal'", 5*time.Second)
	p.prefers("forced-colors", "active")
	p.load("#/gates?theme=light")
	if c := contrast(p); c != "high" {
		t.Errorf("opened under forced colours it has contrast %q", c)
	}
	if edge := eval[string](p, "getComputedStyle(document.getElementById('fail-retry')).borderTopStyle"); edge != "solid" {
		t.Errorf("the button of the page's own words has a %s edge", edge)
	}
}

// TestReducedMotion: a step moves nothing, it arrives; without the wish it moves.
func TestReducedMotion(t *testing.T) {
	p := open(t, "#/gates")
	pictures := func() int {
		p.call("reset")
		p.frames(40)
		n := p.state().Frame.Drawn
		p.call("step")
		p.frames(40)
		return p.state().Frame.Drawn - n
	}
	moving := pictures()
	if moving < 4 {
		t.Errorf("a step is %d pictures: nothing moves", moving)
	}
	p.prefers("prefers-reduced-motion", "reduce")
	p.frames(5)
	if n := pictures(); n > 3 {
		t.Errorf("a step is %d pictures for one who asked for none", n)
	}
	p.load("#/gates")
	if n := pictures(); n > 3 {
		t.Errorf("opened by one who asked for no motion, a step is %d pictures", n)
	}
}

// TestSlowComputer: on a sixth of the processor, training flat out, the frame
// after the next shows what was pressed, and the run goes on.
func TestSlowComputer(t *testing.T) {
	p := open(t, "#/playground?speed=16")
	if _, err := chromedp.Call(p.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 6}); err != nil {
		t.Fatal(err)
	}
	p.call("play")
	p.frames(30)
	step, theme := p.state().Step, p.state().Theme
	took := eval[[]float64](p, `new Promise((done) => { const from = performance.now(); let frames = 0; document.getElementById('w-theme').click();
		const look = () => { frames++; if (theatre.state().theme !== '`+theme+`' || frames > 100) done([frames, performance.now() - from]); else requestAnimationFrame(look); }; requestAnimationFrame(look); })`)
	t.Logf("answered in %.0f frames, %.0f ms", took[0], took[1])
	if took[0] > 3 {
		t.Errorf("a press is answered after %.0f frames", took[0])
	}
	p.until(fmt.Sprintf("theatre.state().step > %d", step), 20*time.Second)
}

// TestSlowNetwork: over 50 kB/s the first words are there at once, the bytes
// are counted, and when the network is better the theatre opens.
func TestSlowNetwork(t *testing.T) {
	p := visit(t, 1280, 800)
	slow := func(on bool) {
		c := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{}}
		if on {
			c.MatchedNetworkConditions = append(c.MatchedNetworkConditions, &network.Conditions{Latency: 400, DownloadThroughput: 50000, UploadThroughput: 50000})
		}
		if _, err := chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, c); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	slow(true)
	p.do(chromedp.Navigate(p.url("")))
	if words := eval[string](p, "document.getElementById('boot').innerText"); !strings.Contains(words, "梯度剧场") || !strings.Contains(words, "Gradient Theatre") {
		t.Errorf("the first words are %q", words)
	}
	p.until("parseFloat(document.getElementById('boot-bytes').textContent) > 0", 20*time.Second)
	first := eval[string](p, "document.getElementById('boot-bytes').textContent")
	p.until("document.getElementById('boot-bytes').textContent !== '"+first+"'", 20*time.Second)
	if !strings.Contains(first, " / ") || !strings.HasSuffix(first, "MB") {
		t.Errorf("the progress reads %q", first)
	}
	p.shot("slow-network")
	slow(false)
	p.ready()
}

// TestDownloadStalls: a file that stops coming is named after 15 seconds (made
// shorter here), with a way to try again.
func TestDownloadStalls(t *testing.T) {
	p := visit(t, 800, 600)
	p.quiet = true
	p.before(`let patience = 15000; const st = setTimeout; globalThis.setTimeout = (f, ms, ...a) => st(f, ms === 15000 ? patience : ms, ...a);
		const f = fetch; globalThis.fetch = async (u, o) => { const r = await f(u, o); if (!String(u).startsWith('app.wasm')) return r;
			let sent = false; const body = r.body.getReader();
			return new Response(new ReadableStream({ async pull(c) { if (!sent) { sent = true; const part = (await body.read()).value;
				while (!globalThis.Go) await new Promise((go) => st(go, 10)); // every other file has come
				patience = 300; c.enqueue(part); } else return new Promise((_, no) => o.signal.addEventListener('abort', () => no(o.signal.reason))); } }), { headers: { 'Content-Type': 'application/wasm' } }); }`)
	p.do(chromedp.Navigate(p.url("")))
	p.until("!document.getElementById('fail').hidden", 20*time.Second)
	if text := eval[string](p, "document.getElementById('fail').innerText"); !strings.Contains(text, "app.wasm") || !strings.Contains(text, "15 seconds") {
		t.Errorf("the page says %q", text)
	}
	if eval[bool](p, "document.getElementById('fail-retry').hidden") {
		t.Error("there is no way to try again")
	}
}

// TestStorageFull: a store that takes no more is told of once, and all works.
func TestStorageFull(t *testing.T) {
	p := visit(t, 1280, 800)
	p.before(`Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }`)
	p.load("")
	p.call("set", "theme", "light")
	p.until("theatre.state().notice !== ''", 5*time.Second)
	p.until("theatre.state().notice === ''", 60*time.Second)
	p.call("set", "theme", "dark")
	p.frames(40)
	if s := p.state(); s.Notice != "" || s.Theme != "dark" || s.Error != "" {
		t.Errorf("told again: %q, theme %s, %s", s.Notice, s.Theme, s.Error)
	}
}

// TestSharedScript: what a link brings is text, never a script.
func TestSharedScript(t *testing.T) {
	p := visit(t, 1280, 800)
	p.before("window.struck = 0; window.alert = () => { window.struck++ }")
	p.load("#/gates?expression=" + "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&inspect=%3Cscript%3Ealert(1)%3C%2Fscript%3E&name=javascript:alert(1)")
	p.frames(20)
	if n := eval[int](p, "window.struck"); n != 0 {
		t.Errorf("%d scripts of the link ran", n)
	}
	if n := eval[int](p, "document.querySelectorAll('img[src=x]').length"); n != 0 {
		t.Error("the link's image is in the page")
	}
}

// TestResizeStorm: sixty odd sizes one after the other, and all is in its place.
func TestResizeStorm(t *testing.T) {
	p := open(t, "#/playground")
	for i := range 60 {
		p.resizing(int64(1+(i*397)%2400), int64(1+(i*211)%1300), coarse)
	}
	p.resize(1280, 800, 1)
	p.frames(2)
	s := p.state()
	if w := eval[float64](p, "document.querySelector('canvas').width"); w != 1280 || s.Error != "" {
		t.Errorf("after the storm the canvas is %v wide: %s", w, s.Error)
	}
	for _, w := range s.Widgets {
		if w.Shown && (w.Rect.X < -1 || w.Rect.X+w.Rect.Width > 1281) && w.Group != "controls" {
			t.Errorf("%s lies at %+v", w.ID, w.Rect)
		}
	}
}

// TestReloadKeepsTheRun: what was learned is still there after a reload.
func TestReloadKeepsTheRun(t *testing.T) {
	p := open(t, "#/playground")
	before := p.state().Metrics["train_loss"].(float64)
	p.call("play")
	p.until(fmt.Sprintf("theatre.state().metrics.train_loss < %g", before/3), 30*time.Second)
	p.call("pause")
	p.settle()
	loss := p.state().Metrics["train_loss"].(float64)
	p.kept()
	p.reload()
	p.settle()
	if again := p.state().Metrics["train_loss"].(float64); math.Abs(again-loss) > 1e-3+0.02*loss {
		t.Errorf("before the reload the loss was %v, after it %v (it began at %v)", loss, again, before)
	}
}

// plain serves without the headers that isolate a page, as many hosts do.
type plain struct{ http.ResponseWriter }

func (w plain) WriteHeader(code int) {
	w.Header().Del("Cross-Origin-Opener-Policy")
	w.Header().Del("Cross-Origin-Embedder-Policy")
	w.ResponseWriter.WriteHeader(code)
}

// TestWithoutIsolation: on a host that isolates nothing the numbers are the same.
func TestWithoutIsolation(t *testing.T) {
	loss := func(p *page) float64 {
		for range 5 {
			p.call("step")
		}
		return p.state().Metrics["train_loss"].(float64)
	}
	want := loss(open(t, "#/playground"))
	p := visit(t, 1280, 800)
	l, err := site.Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		house().handler.ServeHTTP(plain{w}, r)
	})}
	go srv.Serve(l)
	defer srv.Close()
	p.do(chromedp.Navigate(site.URL(l) + "#/playground"))
	p.ready()
	if eval[bool](p, "crossOriginIsolated") {
		t.Fatal("the page is isolated all the same")
	}
	if got := loss(p); got != want {
		t.Errorf("after five steps the loss is %v, on an isolated page %v", got, want)
	}
}

// TestParentWithoutSize: a page that folds the canvas away gets nothing drawn
// wrong, and all is back in its place when it unfolds it.
func TestParentWithoutSize(t *testing.T) {
	p := open(t, "#/forward")
	places := func() string {
		return eval[string](p, "JSON.stringify(theatre.state().widgets.filter((w) => w.shown).map((w) => [w.id, w.rect]))")
	}
	p.frames(30)
	before, wide := places(), eval[int](p, "document.querySelector('canvas').width")
	fold := func(size string) {
		p.run(`for (const e of [document.body, document.querySelector('canvas').parentElement]) { e.style.width = e.style.height = '` + size + `'; } dispatchEvent(new Event('resize'))`)
		p.frames(10)
	}
	fold("0")
	if s := p.state(); s.Error != "" || eval[int](p, "Math.min(document.querySelector('canvas').width, document.querySelector('canvas').height)") < 1 {
		t.Errorf("folded away: %q", s.Error)
	}
	p.call("set", "x1", 2)
	fold("")
	p.call("reset")
	p.frames(30)
	if after := places(); after != before {
		t.Errorf("before it was folded away\n%s\nafter\n%s", before, after)
	}
	if w := eval[int](p, "document.querySelector('canvas').width"); w != wide {
		t.Errorf("the canvas is %d wide, and was %d", w, wide)
	}
}

// TestGraphicsCardFailsAgain: a card that takes the canvas away again and again
// is told about, instead of reloading for ever.
func TestGraphicsCardFailsAgain(t *testing.T) {
	p := open(t, "#/gates?seed=5")
	p.quiet = true
	p.run("sessionStorage.setItem('gradtheatre.lost', [1, 2, 3].map((n) => Date.now() - n * 1000).join(','))")
	p.run("setTimeout(() => document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext(), 0)")
	p.until("!document.getElementById('fail').hidden", 10*time.Second)
	if text := eval[string](p, "document.getElementById('fail').innerText"); !strings.Contains(text, "graphics card") {
		t.Errorf("it says %q", text)
	}
	if link := eval[string](p, "document.getElementById('fail-link').href"); !strings.Contains(link, "seed=5") {
		t.Errorf("the link back is %s", link)
	}
}
