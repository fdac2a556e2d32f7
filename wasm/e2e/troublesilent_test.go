//go:build !js

package e2e

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gradtheatre/wasm/site"
)

// TestAssetTroubles: data that do not come, or come wrong, are named with the
// reason; the other scenes work, and asking again succeeds once they are there.
func TestAssetTroubles(t *testing.T) {
	var trouble atomic.Value
	trouble.Store("")
	if house().skip != "" {
		t.Skip(house().skip)
	}
	l, err := site.Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/sw.js" { // nothing is to come out of a store
			http.NotFound(w, r)
			return
		}
		if !strings.HasPrefix(r.URL.Path, "/assets/data/") {
			house().handler.ServeHTTP(w, r)
			return
		}
		switch trouble.Load() {
		case "missing":
			http.NotFound(w, r)
		case "a web page":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<!doctype html><title>Sign in</title>")
		case "cut short":
			whole := httptest.NewRecorder()
			house().handler.ServeHTTP(whole, r)
			w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
		case "never":
			<-r.Context().Done()
		case "stops":
			whole := httptest.NewRecorder()
			house().handler.ServeHTTP(whole, r)
			w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case "reset":
			if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
				c.(*net.TCPConn).SetLinger(0)
				c.Close()
			}
		default:
			house().handler.ServeHTTP(w, r)
		}
	})}
	go srv.Serve(l)
	defer srv.Close()
	p := visit(t, 1280, 800)
	p.quiet = true // the browser tells of each
	for name, reason := range map[string]string{"missing": "404", "a web page": "", "cut short": "", "reset": "fetch",
		"never": "nothing arrived for 15s", "stops": "nothing arrived for 15s"} {
		t.Run(name, func(t *testing.T) {
			trouble.Store(name)
			p.do(chromedp.Navigate("about:blank"))
			p.do(chromedp.Navigate(site.URL(l) + "#/draw?lang=en"))
			p.ready()
			p.refusal("theatre.set('train', true)")
			p.until("/stopped/.test(theatre.state().notice)", 30*time.Second)
			if said := p.state().Notice; !strings.Contains(said, "digits") || !strings.Contains(said, reason) {
				t.Errorf("it says %q", said)
			}
			if n := p.state().Metrics["step"]; n != 0.0 {
				t.Errorf("it learned %v steps from what came", n)
			}
			p.call("go", "gates")
			if s := p.state(); s.Error != "" {
				t.Errorf("gates: %s", s.Error)
			}
			p.call("go", "draw")
			trouble.Store("")
			p.refusal("theatre.set('train', true)")
			p.until("theatre.state().metrics.step > 3", 60*time.Second)
			p.call("set", "train", false)
		})
	}
}

// hanging serves the site but for the files that never answer.
func hanging(t *testing.T) (url string, hang func(files ...string)) {
	t.Helper()
	if house().skip != "" {
		t.Skip(house().skip)
	}
	l, err := site.Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	var silent atomic.Value
	silent.Store([]string{})
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(silent.Load().([]string), r.URL.Path) {
			<-r.Context().Done()
			return
		}
		house().handler.ServeHTTP(w, r)
	})}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return site.URL(l), func(files ...string) { silent.Store(files) }
}

// TestNeverAnswers: a file of the page that never answers is named after 15
// seconds (made shorter here), and trying again succeeds once it does.
func TestNeverAnswers(t *testing.T) {
	url, hang := hanging(t)
	for _, file := range []string{"site.json", "wasm_exec.js", "wasm/page/kernel.js", "wasm/page/mirror.js", "wasm/page/boot.js", "wasm/page/page.css"} {
		t.Run(file, func(t *testing.T) {
			p := visit(t, 800, 600)
			p.quiet = true
			p.before("const st = setTimeout; globalThis.setTimeout = (f, ms, ...a) => st(f, ms === 15000 ? 4000 : ms, ...a);")
			hang("/" + file)
			p.leave(url)
			p.until("document.getElementById('fail') && !document.getElementById('fail').hidden", 60*time.Second)
			if text := eval[string](p, "document.getElementById('fail').innerText"); !strings.Contains(text, file) || !strings.Contains(text, "15 seconds") {
				t.Errorf("the page says %q", text)
			}
			if eval[string](p, "getComputedStyle(document.getElementById('boot')).display") != "none" {
				t.Error("and still says that it is loading")
			}
			hang()
			p.run("setTimeout(() => document.getElementById('fail-retry').click())")
			p.until("window.theatre?.state()?.scene === 'draw'", 60*time.Second)
		})
	}
}

// leave goes to an address without waiting until all of the page has come.
func (p *page) leave(url string) {
	p.t.Helper()
	p.do(chromedp.Navigate("about:blank"))
	if _, err := chromedp.Call(p.ctx, cdppage.Navigate, cdppage.NavigateParams{URL: url}); err != nil {
		p.t.Fatal(err)
	}
}

// TestWorkerNeverAnswers: where the program of the worker never comes, the page
// trains by itself.
func TestWorkerNeverAnswers(t *testing.T) {
	url, hang := hanging(t)
	for _, file := range []string{"worker.js", "worker.wasm"} {
		t.Run(file, func(t *testing.T) {
			hang("/" + file)
			p := visit(t, 800, 600)
			p.quiet = true
			p.do(chromedp.Navigate("about:blank"))
			p.do(chromedp.Navigate(url + "#/playground?lang=en"))
			p.ready()
			p.refusal("theatre.play()")
			p.until("theatre.state().metrics.step > 3", 60*time.Second)
			if s := p.state(); s.Error != "" {
				t.Errorf("it says %q", s.Error)
			}
		})
	}
}

// TestKeptPageNeverAnswers: a page that was kept opens from what was kept when the
// network never answers.
func TestKeptPageNeverAnswers(t *testing.T) {
	url, hang := hanging(t)
	p := visit(t, 800, 600)
	p.quiet = true
	p.do(chromedp.Navigate(url + "#/gates?seed=9"))
	p.ready()
	p.offline()
	hang("/", "/site.json", "/wasm/page/boot.js", "/wasm/page/page.css")
	p.leave(url + "?again#/gates?seed=9")
	p.until("window.theatre?.state()?.seed === 9", 90*time.Second)
}
