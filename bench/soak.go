package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/page"

	"github.com/chromedp/chromedp"

	"gradtheatre/wasm/site"
)

// Soaking stays in one scene for so long, and the first laps through all scenes
// do not count: they load what is kept.
const (
	soakStay  = 5 * time.Second
	soakFirst = 2
)

// soaked is what the page holds, in bytes.
type soaked struct {
	Program float64 // the memory of the page's program
	Taken   float64 // as much of it as the program has had a use for
	Script  float64
}

// soaking walks through all scenes of the page for so long, plays each, and
// looks at the memory after every lap.
func soaking(ctx context.Context, long time.Duration) (*Table, error) {
	dir, err := site.Build(ctx, site.Options{Root: ".", Log: os.Stderr})
	if err != nil {
		return nil, err
	}
	b, stop, err := startSite(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer stop()
	p, err := b.soakPage()
	if err != nil {
		return nil, err
	}
	defer p.close()
	var scenes []string
	if err := p.call(time.Minute, &scenes, "theatre.ready.then(() => theatre.state().scenes)"); err != nil {
		return nil, err
	}
	t := newTable(fmt.Sprintf("memory of the page over %v of going from scene to scene, playing each for %v", long, soakStay))
	var first, last soaked
	end := time.Now().Add(long)
	for lap := 1; time.Now().Before(end) || lap <= soakFirst+1; lap++ {
		for _, id := range scenes {
			if err := p.soakScene(ctx, id); err != nil {
				return nil, fmt.Errorf("lap %d, %s: %w", lap, id, err)
			}
		}
		if last, err = p.soaked(); err != nil {
			return nil, err
		}
		if lap == soakFirst {
			first = last
		}
		t.Rows = append(t.Rows, Row{Workload: fmt.Sprintf("lap %d", lap), Who: "program", Value: last.Program / 1e6, Unit: "MB", Note: fmt.Sprintf("taken %.1f MB, script %.1f MB", last.Taken/1e6, last.Script/1e6)})
		fmt.Fprintf(os.Stderr, "lap %d: program %.1f MB, taken %.1f MB, script %.1f MB\n", lap, last.Program/1e6, last.Taken/1e6, last.Script/1e6)
	}
	t.Notes = append(t.Notes, fmt.Sprintf("growth after lap %d: program %+.1f %%, taken %+.1f %%, script %+.1f %%", soakFirst, 100*(last.Program/first.Program-1), 100*(last.Taken/first.Taken-1), 100*(last.Script/first.Script-1)))
	return t, nil
}

// soakPage opens the theatre in a tab that lets its memory be seen.
func (b *browser) soakPage() (*tab, error) {
	ctx, stop := chromedp.NewContext(b.ctx)
	err := chromedp.Do(ctx)
	if err == nil {
		_, err = chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `const plain = WebAssembly.instantiate;
			WebAssembly.instantiate = async (...a) => { const r = await plain(...a), mem = (r.instance || r).exports.mem; if (mem) window.memory = mem; return r; }`})
	}
	if err == nil {
		err = chromedp.Do(ctx, chromedp.Navigate(b.url+"/"), chromedp.WaitReady("body"))
	}
	if err != nil {
		stop()
		return nil, err
	}
	return &tab{ctx, stop}, nil
}

// soakScene plays one scene for a while; scenes that do not unfold only stand there.
func (t *tab) soakScene(ctx context.Context, id string) error {
	var trouble string
	err := t.call(time.Minute, &trouble, `(async () => { await theatre.go(%q); await theatre.play().catch(() => 0); return theatre.state().error || "" })()`, id)
	if err == nil && trouble != "" {
		err = fmt.Errorf("the scene stopped: %s", trouble)
	}
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(soakStay):
		return nil
	}
}

// soaked collects what script garbage there is and looks.
func (t *tab) soaked() (s soaked, err error) {
	if _, err = chromedp.Call(t.ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
		return s, err
	}
	err = t.call(time.Minute, &s, `({Program: memory.buffer.byteLength, Taken: theatre.state().memory.taken, Script: performance.memory.usedJSHeapSize})`)
	return s, err
}
