//go:build !js

package e2e

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var trainingSpeed = flag.Bool("trainingspeed", false, "with -run TestTrainingBesideThePage: measure the worker beside the page's thread instead, and two workers beside one")
var trainingOnly = flag.String("trainingonly", "", "with -trainingspeed: only this measurement of wasm/training")

// trainingPage runs the tests of wasm/training where the site lies, without the theatre.
const trainingPage = `<!doctype html><title>training</title><script src="wasm_exec.js"></script><script src="wasm/page/kernel.js"></script><script>
let text = '', code = -1;
const broken = {
  'no worker': undefined,
  'forbidden': () => { throw new Error('blocked'); },
  'no script': () => new Worker('gone.js'),
  'no program': () => { const url = URL.createObjectURL(new Blob(["postMessage({ failed: 'worker.wasm: the server answered 404' })"])); return new Worker(url); },
  'a broken script': () => new Worker(URL.createObjectURL(new Blob(["throw new Error('no')"]))),
};
globalThis.broken = broken;
(async () => {
  const manifest = await (await fetch('site.json')).json();
  const name = manifest.files['worker.wasm'].hash;
  globalThis.theatrePage = { worker: () => new Worker('worker.js', { name }) };
  globalThis.spied = (kind) => () => new Worker('spy.js?' + kind, { name });
  const decoder = new TextDecoder();
  globalThis.fs.writeSync = (fd, buf) => { text += decoder.decode(buf, { stream: true }); return buf.length; };
  const go = new Go();
  go.argv = ['test', '-test.v', '-test.run=' + decodeURIComponent(location.hash.slice(1))];
  go.exit = (c) => { code = c; };
  const { instance } = await theatreKernels.instantiate(go, fetch('training.wasm'));
  await go.run(instance);
})().catch((e) => { text += e; code = 2; });
</script>`

// spyScript is a worker whose mate goes wrong in the way that its address names;
// the page is told of each half that comes back, and a lock is held as long as
// there is a mate.
const spyScript = `
const kind = decodeURIComponent(location.search.slice(1)), told = new BroadcastChannel('halves');
if (kind === 'mate') navigator.locks.request('mate', () => new Promise(() => {}));
let n = 0;
const W = self.Worker;
if (kind === 'no workers') delete self.Worker;
else if (kind !== 'mate') self.Worker = class extends W {
  constructor(u, o) {
    if (kind === 'forbidden') throw new DOMException('no', 'SecurityError');
    super(kind === 'gone' ? 'gone.js' : 'spy.js?mate', o);
    this.addEventListener('message', (e) => { if (e.data instanceof ArrayBuffer) { n++; told.postMessage(kind); } });
  }
  postMessage(m, t) {
    if (kind === 'never ready' && typeof m === 'string') return;
    if (kind === 'dies' && n === 20) { this.onmessage({ data: { failed: 'out of memory' } }); return; }
    if (kind === 'breaks' && n === 20) { super.postMessage('{'); }
    if (kind === 'hangs' && n === 20) return;
    super.postMessage(m, t);
  }
};
importScripts('worker.js');
`

// TestTrainingBesideThePage runs the tests of wasm/training in Chromium: the
// worker of the site against the page's own thread.
func TestTrainingBesideThePage(t *testing.T) {
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
	program := filepath.Join(t.TempDir(), "training.wasm")
	build := exec.Command("go", "test", "-c", "-tags", "simd", "-o", program, "gradtheatre/wasm/training")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go test -c: %v\n%s", err, out)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/sub/training.html":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, trainingPage)
		case "/sub/spy.js":
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, spyScript)
		case "/sub/training.wasm":
			http.ServeFile(w, r, program)
		default:
			http.StripPrefix("/sub", h.handler).ServeHTTP(w, r)
		}
	}))
	defer server.Close()
	want := []string{"TestWorkerAgrees", "TestPauses", "TestStartsAnew", "TestWithout", "TestHandsAgree", "TestMate", "TestNoMate"}
	if *trainingSpeed {
		want = []string{"TestSpeed", "TestPlaygroundSpeed", "TestMateSpeed"}
		if *trainingOnly != "" {
			want = []string{*trainingOnly}
		}
	}
	out, code := inChromium(t, findChromium(), server.URL+"/sub/training.html#^("+strings.Join(want, "%7C")+")$")
	for _, name := range want {
		if !strings.Contains(out, "--- PASS: "+name) {
			t.Errorf("%s did not pass", name)
		}
	}
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	t.Log("\n" + out)
}

// watchFrames makes the page count its frames in window.frames, in milliseconds each.
const watchFrames = `window.frames = []; let last = performance.now();
	const count = (now) => { frames.push(now - last); last = now; requestAnimationFrame(count); }; requestAnimationFrame(count);`

// TestTrainsInAWorker trains in the theatre: the worker's program is not
// fetched before, frames go on meanwhile, a change of the learning rate and a
// pause come through.
func TestTrainsInAWorker(t *testing.T) {
	p := open(t, "#/draw")
	fetched := `performance.getEntriesByType('resource').some((e) => e.name.includes('worker.'))`
	if eval[bool](p, fetched) {
		t.Error("the worker was fetched before anything was trained")
	}
	p.call("set", "train", "true")
	p.until(`theatre.state().metrics.step > 200 && theatre.state().metrics.val_accuracy > 0.3`, 60*time.Second)
	if !eval[bool](p, fetched) {
		t.Error("no worker was fetched")
	}
	p.run(watchFrames)
	p.call("set", "learning_rate", 0.001)
	before := p.state().Metrics["step"].(float64)
	p.until(fmt.Sprintf("theatre.state().metrics.step > %v", before+100), 30*time.Second)
	if n := eval[int](p, "frames.length"); n < 5 {
		t.Errorf("%d frames while a hundred steps were taken", n)
	}
	p.call("go", "gates")
	p.frames(10)
	p.call("go", "draw")
	before = p.state().Metrics["step"].(float64)
	p.until(fmt.Sprintf("theatre.state().metrics.training && theatre.state().metrics.step > %v", before+20), 30*time.Second)
	t.Logf("frames: %s", eval[string](p, "(() => { const f = frames.slice(2).sort((a, b) => a - b); return `${f.length}, median ${f[f.length >> 1].toFixed(1)} ms, p99 ${f[Math.floor(f.length * 0.99)].toFixed(1)} ms`; })()"))
	p.call("set", "train", "false")
	stood := p.state().Metrics["step"].(float64)
	p.frames(20)
	if s := p.state(); s.Metrics["step"].(float64) != stood || s.Metrics["training"] != false {
		t.Errorf("paused at step %v, now at %v", stood, s.Metrics["step"])
	}
	t.Logf("%.0f images/s, %.0f while it learns", p.state().Metrics["images_per_second"], p.state().Metrics["engine_images_per_second"])
	p.shot("draw-training-worker")
}

// TestTrainsInTwoWorkers trains large batches where two workers are asked for: the
// second is there only then, steps and pauses come through, and both are gone
// when the page is.
func TestTrainsInTwoWorkers(t *testing.T) {
	p := visit(t, 1280, 800)
	p.before("addEventListener('unload', () => {})") // pages that have this are not kept for the way back
	p.load("?workers=2#/draw")
	workers := func() (n int) {
		p.t.Helper()
		all, err := chromedp.Targets(p.ctx)
		if err != nil {
			p.t.Fatal(err)
		}
		for _, target := range all {
			if target.Type == "worker" {
				n++
			}
		}
		return n
	}
	p.call("set", "train", "true")
	p.until("theatre.state().metrics.step > 30", 60*time.Second)
	if n := workers(); n != 1 {
		t.Errorf("%d workers train batches of 8, want 1", n)
	}
	p.call("set", "batch_size", "128")
	for end := time.Now().Add(30 * time.Second); workers() != 2; p.frames(5) {
		if time.Now().After(end) {
			t.Fatalf("%d workers train batches of 128, want 2", workers())
		}
	}
	before := p.state().Metrics["step"].(float64)
	p.until(fmt.Sprintf("theatre.state().metrics.step > %v && theatre.state().metrics.val_accuracy > 0.5", before+30), 60*time.Second)
	p.call("set", "train", "false")
	stood := p.state().Metrics["step"].(float64)
	p.frames(20)
	if s := p.state(); s.Metrics["step"].(float64) != stood || s.Metrics["batch_size"] != 128.0 || s.Error != "" {
		t.Errorf("paused at step %v, now at %v; %s", stood, s.Metrics["step"], s.Error)
	}
	p.load("#/score")
	p.reload()
	for end := time.Now().Add(10 * time.Second); workers() > 0; p.frames(5) {
		if time.Now().After(end) {
			t.Fatalf("%d workers are left behind", workers())
		}
	}
}

// TestTrainsOffline opens the page again with the server gone, and trains.
func TestTrainsOffline(t *testing.T) {
	p := visit(t, 1280, 800)
	p.quiet = true
	url, stop := serve(t, "/courses/training")
	defer stop()
	p.do(chromedp.Navigate(url + "#/draw"))
	p.ready()
	p.offline()
	stop()
	p.before(`const W = Worker; globalThis.Worker = class extends W { constructor(u, o) { super(u, o);
		this.addEventListener('message', (e) => { if (e.data.ready) globalThis.workerReady = true; }); } }`)
	p.reload()
	p.call("set", "train", "true")
	p.until("theatre.state().metrics.step > 30", 60*time.Second)
	if !eval[bool](p, "!!globalThis.workerReady") {
		t.Error("offline the page trained itself")
	}
}

// TestTrainsWithout trains where there are no workers, where one may not be
// made, where it says nothing and where its script is missing.
func TestTrainsWithout(t *testing.T) {
	for name, script := range map[string]string{
		"Worker":    "delete globalThis.Worker",
		"leave":     "globalThis.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } }",
		"answer":    "globalThis.Worker = class { postMessage() {} terminate() {} }",
		"worker.js": "const W = Worker; globalThis.Worker = class extends W { constructor() { super('gone.js'); } }",
	} {
		t.Run("without "+name, func(t *testing.T) {
			p := visit(t, 1280, 800)
			p.quiet = true // what is missing is told to the console
			p.before(script)
			p.load("#/draw")
			p.call("set", "train", "true")
			p.until(`theatre.state().metrics.step > 30`, 60*time.Second)
			if s := p.state(); s.Metrics["training"] != true || s.Error != "" || s.Notice != "" {
				t.Errorf("training %v, error %q, notice %q", s.Metrics["training"], s.Error, s.Notice)
			}
		})
	}
}
