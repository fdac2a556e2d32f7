//go:build !js

package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestCourseMap: the map is one tap away, finds a scene by the initials of its
// pinyin, opens it, and remembers after a reload what was done.
func TestCourseMap(t *testing.T) {
	p := open(t, "#/forward?lang=en")
	p.call("back")
	p.call("back")
	p.until("(localStorage.getItem('gradtheatre.progress') || '').includes('forward')", 5*time.Second)
	p.click("home")
	p.until("location.hash.startsWith('#/map')", 5*time.Second)
	p.until("theatre.state().metrics.pictures === theatre.state().scenes.length - 1", 20*time.Second) // every scene but the map itself
	if n := eval[int](p, "theatre.state().frame.drawn"); n < 1 {
		t.Errorf("the map was drawn %d times", n)
	}
	p.shot("map")
	p.run("const e = document.getElementById('w-search'); e.focus(); e.value = 'qxcb'; e.dispatchEvent(new Event('change'))")
	p.until("theatre.state().metrics.matches.join() === 'forward'", 5*time.Second)
	p.run("document.getElementById('w-go-forward').click()")
	p.until("theatre.state().scene === 'forward'", 5*time.Second)
	p.load("#/map?lang=en")
	if label := p.widget("go-forward").Label; !strings.Contains(label, "5 / 6 steps") {
		t.Errorf("after a reload the map says %q", label)
	}
	p.resize(390, 844, coarse)
	p.frames(30)
	p.shot("map-phone")
	if w := p.widget("go-perceptron"); !w.Shown || w.Rect.Height < 44 || w.Rect.X+w.Rect.Width > 390 {
		t.Errorf("on a phone the perceptron is at %+v", w.Rect)
	}
}

// TestFirstVisit: who was never here is told of the map, before anything else for
// those who go by keyboard; it stays until it is taken or put away, and then does
// not come again.
func TestFirstVisit(t *testing.T) {
	p := newcomer(t, 390, 844)
	p.load("#/draw?lang=zh")
	p.frames(30)
	p.shot("welcome-phone")
	p.resize(1280, 800, coarse)
	p.load("#/draw?lang=en&theme=dark")
	p.frames(30)
	p.shot("welcome")
	if w := p.widget("welcome"); !w.Shown || !strings.Contains(w.Label, "40-minute tour") {
		t.Fatalf("the first page says %+v", w)
	}
	p.run("document.getElementById('w-welcome').focus()")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until("theatre.state().scene === 'map'", 5*time.Second)
	p.load("#/draw?lang=en")
	if p.widget("welcome").Shown {
		t.Error("it comes again after it was taken")
	}
	q := newcomer(t, 390, 844)
	q.load("#/gates?lang=en")
	q.frames(5)
	q.click("welcome-away")
	q.until("!theatre.state().widgets.find((w) => w.id === 'welcome').shown", 5*time.Second)
	q.load("#/gates?lang=en")
	if q.widget("welcome").Shown || q.state().Scene != "gates" {
		t.Error("it comes again after it was put away")
	}
}

// TestTour goes the guided path from the map by keyboard alone: in each scene the
// first Tab after the links that skip leads to the next stop, a reload keeps the
// way, and it can be left.
func TestTour(t *testing.T) {
	p := open(t, "#/map?lang=en")
	p.frames(20)
	p.run("document.getElementById('w-next-stop').focus()")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until("theatre.state().scene === 'draw' && theatre.state().tour?.stop === 1", 10*time.Second)
	p.frames(30)
	p.shot("tour")
	p.run("document.getElementById('skip-controls').focus()")
	p.do(chromedp.KeyEvent(kb.Tab))
	if label := eval[string](p, "document.activeElement.id + ': ' + document.activeElement.getAttribute('aria-label')"); label != "w-tour-next: Tour 1 / 7 · Next: Perceptron" {
		t.Errorf("Tab leads to %q", label)
	}
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until("theatre.state().scene === 'perceptron' && theatre.state().tour.next === 'activation'", 10*time.Second)
	p.reload()
	p.until("theatre.state().scene === 'perceptron' && theatre.state().tour?.stop === 2", 10*time.Second)
	p.resize(390, 844, coarse)
	p.call("set", "lang", "zh")
	p.frames(10)
	p.shot("tour-phone")
	if w := p.widget("tour-next"); !w.Shown || w.Label != "导览 2 / 7 · 下一站：激活函数" || w.Rect.Height < 44 {
		t.Errorf("on a phone it is %+v", w)
	}
	p.click("tour-leave")
	p.until("!theatre.state().tour && localStorage.getItem('gradtheatre.tour') === ''", 5*time.Second)
}

// TestPresenting: P makes everything larger and hides the frame, the keys of a
// remote step, and leaving finds the scene as it was.
func TestPresenting(t *testing.T) {
	p := open(t, "#/forward?lang=en&at=2")
	p.do(chromedp.KeyEvent("p"))
	p.until("theatre.state().widgets.some((w) => w.id === 'leave' && w.shown)", 5*time.Second)
	p.do(chromedp.KeyEvent(kb.PageDown))
	p.until("theatre.state().step === 3", 5*time.Second)
	p.do(chromedp.KeyEvent(" "))
	p.until("theatre.state().step === 4", 5*time.Second)
	p.frames(40)
	p.shot("presenting")
	if w := p.widget("menu"); w.Shown {
		t.Error("the top bar shows")
	}
	p.click("leave")
	p.until("theatre.state().widgets.some((w) => w.id === 'menu' && w.shown)", 5*time.Second)
	if s := p.state(); s.Step != 4 || s.Scene != "forward" {
		t.Errorf("back at %s, step %d", s.Scene, s.Step)
	}
}

// TestEmbedded: a page with the theatre in a frame asks it for things by
// message, and is told what is wrong with a wish that cannot be met.
func TestEmbedded(t *testing.T) {
	p := open(t, "#/gates")
	p.run(`window.heard = []; addEventListener('message', (e) => heard.push(e.data));
		const f = document.createElement('iframe'); f.id = 'guest'; f.width = 800; f.height = 500; f.src = '?embed=1#/forward?lang=en'; document.body.append(f)`)
	p.until("heard.some((m) => m.theatre === 'ready')", 60*time.Second)
	p.run(`const to = document.getElementById('guest').contentWindow;
		for (const m of [{ theatre: 'set', args: ['x1', '0.5'], id: 1 }, { theatre: 'back', id: 2 }, { theatre: 'state', id: 3 }, { theatre: 'eval', args: ['1'], id: 4 },
			{ theatre: 'set', args: ['nothing', '1'], id: 5 }, { theatre: 'constructor', id: 6 }, 7, null, { theatre: {} }]) to.postMessage(m, '*')`)
	p.until("heard.filter((m) => m.id).length === 6", 20*time.Second)
	if got := eval[string](p, "heard.filter((m) => m.id).sort((a, b) => a.id - b.id).map((m) => m.ok).join()"); got != "true,true,true,false,false,false" {
		t.Errorf("the answers are %s", got)
	}
	type guest struct {
		Scene, Link string
		X1          float64
		Step        int
		Bar         bool
	}
	g := eval[guest](p, `(() => { const s = heard.findLast((m) => m.ok).state; return { scene: s.scene, link: s.link, x1: s.parameters.x1, step: s.step,
		bar: s.widgets.some((w) => w.shown && (w.group === 'bar' || w.group === 'scenes')) }; })()`)
	if g.Scene != "forward" || g.X1 != 0.5 || g.Step != 5 || g.Bar || !strings.Contains(g.Link, "embed=1") {
		t.Errorf("the guest is %+v", g)
	}
	p.shot("embedded")
	if s := p.state(); s.Scene != "gates" || strings.Contains(s.Link, "embed") {
		t.Errorf("the page around it became %s", s.Link)
	}
}
