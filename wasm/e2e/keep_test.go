//go:build !js

package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// runs is all that the visitor's runs are: the step, the branches with their
// settings, what was measured in each, and a hash of each one's weights.
const runs = `(async () => {
	const frames = (n) => new Promise((done) => { const f = () => n-- > 0 ? requestAnimationFrame(f) : done(); f(); });
	const save = theatrePage.save, all = [];
	const look = async (name) => {
		if (name) await theatre.branch(name);
		await frames(3);
		let bytes = null;
		theatrePage.save = (_, __, b) => { bytes = b; };
		await theatre.export('safetensors');
		const hash = bytes && [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((b) => b.toString(16).padStart(2, '0')).join('').slice(0, 16);
		const m = theatre.state().metrics;
		all.push([name, theatre.state().step, m.step, m.epoch, m.loss, m.train_loss, m.val_loss, m.learning_rate, hash].join(' '));
	};
	const shown = theatre.state().branches.find((b) => b.shown);
	if (shown) for (const b of theatre.state().branches) await look(b.name); else await look('');
	if (shown) await theatre.branch(shown.name);
	theatrePage.save = save;
	return JSON.stringify([theatre.state().scene, all, theatre.state().branches], null, 1);
})()`

// kept waits until the store has all that there is of runs that stand.
func (p *page) kept() {
	p.t.Helper()
	p.until("theatrePage.runs.kept() && theatrePage.runs.idle()", 30*time.Second)
}

// TestRunsSurvive trains, forks, changes one thing, trains on and reloads, as a
// visitor does, as a crash of the page's process does, and as a graphics card
// does that takes the canvas away: the runs are where they were.
func TestRunsSurvive(t *testing.T) {
	for _, c := range []struct{ scene, begin, end string }{
		{"playground", "play", "pause"},
		{"draw", "set train true", "set train false"},
	} {
		t.Run(c.scene, func(t *testing.T) {
			p := open(t, "#/"+c.scene)
			p.quiet = true // Chromium tells of a lost canvas
			step := `(theatre.state().metrics.step || theatre.state().step)`
			train := func(n int) {
				t.Helper()
				from := eval[int](p, step)
				p.await("theatre." + call(c.begin))
				p.until(fmt.Sprintf("%s >= %d", step, from+n), 60*time.Second)
				p.await("theatre." + call(c.end))
			}
			train(40)
			p.call("fork", "fast")
			p.call("set", "learning_rate", 0.004)
			train(40)
			p.kept()
			want := eval[string](p, runs)
			t.Log(want)
			p.kept()
			back := func(how string) {
				t.Helper()
				p.ready()
				p.untilIs(runs, want, "after "+how)
				t.Logf("%s: back after %.0f ms", how, eval[float64](p, "performance.getEntriesByName('theatre-ready')[0].startTime"))
				p.kept()
			}
			p.do(chromedp.Reload())
			back("a reload")
			p.run("window.old = true; setTimeout(() => document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext(), 0)")
			p.until("!window.old && window.theatre", 20*time.Second)
			back("a lost canvas")
			p.crash()
			back("a crash")
		})
	}
}

// call is a command of words as a program writes it.
func call(words string) string {
	var verb, a, b string
	switch n, _ := fmt.Sscan(words, &verb, &a, &b); n {
	case 1:
		return verb + "()"
	default:
		return fmt.Sprintf("%s(%q, %q)", verb, a, b)
	}
}

// crash ends the process of the page, and reloads the tab.
func (p *page) crash() {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, time.Second)
	chromedp.Call(ctx, cdppage.Crash, cdp.Empty{}) // it never answers
	stop()
	if _, err := chromedp.Call(p.ctx, cdppage.Reload, cdppage.ReloadParams{}); err != nil {
		p.t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		ctx, stop := context.WithTimeout(p.ctx, 2*time.Second)
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!window.theatre"))
		stop()
		if err == nil && there {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("after the crash: %v", err)
		}
	}
}

// TestRunsSurviveInMotion reloads again and again while a run goes on: it is
// taken up at the step at which the visitor saw it, or later.
func TestRunsSurviveInMotion(t *testing.T) {
	for scene, begin := range map[string]string{"playground": "play()", "draw": "set('train', 'true')"} {
		t.Run(scene, func(t *testing.T) {
			p := open(t, "#/"+scene)
			p.await("theatre." + begin)
			step := `(theatre.state().metrics.step || theatre.state().step)`
			p.until(step+" >= 20", 60*time.Second)
			p.until(fmt.Sprintf("theatrePage.runs.recall(%q) && theatrePage.runs.idle()", scene), 30*time.Second)
			for _, ms := range []time.Duration{700, 100, 400, 1500, 0} {
				time.Sleep(ms * time.Millisecond)
				seen := eval[int](p, step)
				p.reload()
				p.until(fmt.Sprintf("%s >= %d", step, seen), 20*time.Second)
				p.await("theatre." + begin)
			}
		})
	}
}

// TestRunsAreTheTabs: what a tab trained is nobody else's, and not a link's.
func TestRunsAreTheTabs(t *testing.T) {
	p := open(t, "#/playground")
	p.call("play")
	p.until("theatre.state().step >= 20", 30*time.Second)
	p.call("pause")
	p.kept()
	p.load("#/playground?lang=en")
	if n := p.state().Step; n != 0 {
		t.Errorf("a link opens at step %d", n)
	}
}

// TestRunsCannotBeKept: a store that is full, denied or not there is told of
// once, and the run goes on.
func TestRunsCannotBeKept(t *testing.T) {
	for name, script := range map[string]string{
		"full":    "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }",
		"denied":  "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } })",
		"no room": "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })",
	} {
		t.Run(name, func(t *testing.T) {
			p := visit(t, 1280, 800)
			p.before(script)
			p.load("#/playground?lang=en")
			p.call("play")
			p.until("/kept/.test(theatre.state().notice)", 30*time.Second)
			p.until("theatre.state().notice === ''", 60*time.Second)
			p.call("pause")
			for range 20 { // and not again, though there is more to keep
				time.Sleep(100 * time.Millisecond)
				if s := p.state(); s.Notice != "" || s.Step == 0 || s.Error != "" {
					t.Fatalf("at step %d it says %q, %s", s.Step, s.Notice, s.Error)
				}
			}
		})
	}
}
