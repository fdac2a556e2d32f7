//go:build !js

package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// TestGraphicsProcessCrash ends the process that draws, as a driver's fault
// does: the runs are where they were. After the second time Chromium gives the
// site no canvas for two minutes unless the visitor reloads: the page says so,
// and comes back by itself once there is one.
func TestGraphicsProcessCrash(t *testing.T) {
	p := visitApart(t, 1280, 800)
	p.quiet = true // Chromium tells of the loss
	crash := func() {
		t.Helper()
		p.run("window.old = true")
		if _, err := chromedp.CallBrowser(p.ctx, browser.CrashGPUProcess, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
		p.until("!window.old && window.theatre", 30*time.Second)
	}
	stopped := func() {
		t.Helper()
		p.until("document.getElementById('fail') && !document.getElementById('fail').hidden", 30*time.Second)
		if text := eval[string](p, "document.getElementById('fail').innerText"); !strings.Contains(text, "graphics card stopped") || !strings.Contains(text, "F5") {
			t.Errorf("the page says %q", text)
		}
	}
	want := ""
	back := func(how string) {
		t.Helper()
		p.ready()
		p.untilIs(runs, want, "after "+how)
		t.Logf("%s: back after %.0f ms", how, eval[float64](p, "performance.getEntriesByName('theatre-ready')[0].startTime"))
	}
	p.load("#/playground?seed=5")
	p.call("play")
	p.until("theatre.state().step >= 20", 30*time.Second)
	p.call("pause")
	p.kept()
	want = eval[string](p, runs)
	p.kept()
	crash()
	back("a crash of the graphics process")
	p.kept()
	crash()
	stopped()
	p.shot("message-graphics")
	p.run("window.old = true; HTMLCanvasElement.prototype.getContext = () => ({})") // as if two minutes were over
	p.until("!window.old", 30*time.Second)
	stopped() // they are not
	p.do(chromedp.Reload())
	back("the browser's reload")
}
