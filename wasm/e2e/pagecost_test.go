//go:build !js

package e2e

import (
	"fmt"
	"testing"
	"time"
)

func TestOddWindows(t *testing.T) {
	p := open(t, "")
	for _, size := range [][2]int64{{1, 1}, {37, 911}, {2560, 301}, {390, 844}, {1, 700}} {
		p.resize(size[0], size[1], coarse)
		p.frames(3)
	}
	p.resize(390, 844, 3)
	if width := eval[float64](p, "document.querySelector('canvas').width"); width != 1170 {
		t.Errorf("at 3 device pixels the canvas is %v wide, want 1170", width)
	}
	p.shot("phone")
	p.click("menu") // the theme's button is in the sheet of scenes on a phone
	w := p.widget("theme")
	if w.Rect.X+w.Rect.Width > 390 || w.Rect.Width < 40 {
		t.Errorf("the theme button is at %+v", w.Rect)
	}
	before := p.state().Theme
	p.click("theme")
	if p.state().Theme == before {
		t.Error("the mouse missed the button after the density changed")
	}
}

func TestLostContextComesBack(t *testing.T) {
	p := open(t, "")
	p.quiet = true // Chromium tells of the loss
	p.call("set", "seed", 11)
	p.until("location.hash.includes('seed=11')", 5*time.Second)
	p.run("window.old = true; setTimeout(() => document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext(), 0)")
	p.until("!window.old && window.theatre", 20*time.Second)
	p.ready()
	if s := p.state(); s.Seed != 11 {
		t.Errorf("after the loss seed %v", s.Seed)
	}
}

// TestHiddenTab pretends that the tab is hidden: nothing is drawn, time does
// not pile up, and programs are still answered.
func TestHiddenTab(t *testing.T) {
	p := visit(t, 1280, 800)
	p.before(`let hidden = false; window.hide = (h) => { hidden = h; document.dispatchEvent(new Event('visibilitychange')); };
		Object.defineProperty(Document.prototype, 'hidden', { get: () => hidden });
		const raf = requestAnimationFrame; const waiting = []; window.requestAnimationFrame = (f) => hidden ? waiting.push(f) : raf(f);
		document.addEventListener('visibilitychange', () => { if (!hidden) waiting.splice(0).forEach((f) => raf(f)); });`)
	p.load("#/gates")
	p.call("reset")
	p.call("play")
	p.run("hide(true)")
	before := p.state()
	time.Sleep(3 * time.Second)
	after := p.state()
	if after.Step > before.Step+1 || after.Frame.Drawn > before.Frame.Drawn+2 {
		t.Errorf("hidden for 3 s: step %d to %d, %d pictures", before.Step, after.Step, after.Frame.Drawn-before.Frame.Drawn)
	}
	p.call("set", "lang", "zh")
	p.run("hide(false)")
	p.frames(6)
	if back := p.state(); back.Step > after.Step+1 || back.Language != "zh" {
		t.Errorf("back in sight: step %d to %d, %s", after.Step, back.Step, back.Language)
	}
}

// TestFigures tells what this machine measured, the graphics card left out; it
// judges only what does not depend on the machine.
func TestFigures(t *testing.T) {
	p := open(t, "")
	t.Logf("from navigation, ms: %s", eval[string](p, "performance.getEntriesByType('mark').map((m) => m.name + ' ' + Math.round(m.startTime)).join(', ')"))
	var bytes float64
	for _, r := range eval[[]struct {
		Name string
		Size float64
	}](p, "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).map((e) => ({ Name: e.name, Size: e.encodedBodySize }))") {
		bytes += r.Size
	}
	t.Logf("download: %.2f MB", bytes/1e6)
	if bytes > 4.8e6 { // quickly compressed; what is released is an eighth smaller
		t.Errorf("the first picture takes %.2f MB, more than 4.8", bytes/1e6)
	}
	t.Logf("one more point of a drawing, classified in its frame: Update %.2f ms", p.drawing())
	for _, id := range eval[[]string](p, "theatre.state().scenes") {
		p.call("go", id)
		p.call("reset")
		if p.refusal("theatre.play()") == "" {
			p.frames(30)
		}
		f := p.state().Frame
		t.Logf("%s playing: Update %.2f ms, Draw %.2f ms", id, f.Update, f.Draw)
		p.refusal("theatre.pause()")
		p.frames(30)
		n := p.state().Frame.Drawn
		p.frames(30)
		if more := p.state().Frame.Drawn - n; more > 2 {
			t.Errorf("%s at rest drew %d pictures in 30 frames", id, more)
		}
	}
}

// drawing draws round and round, one point a frame for five seconds, and
// returns what Update takes: each point changes the drawing, which is centred,
// scaled and classified anew.
func (p *page) drawing() (ms float64) {
	p.t.Helper()
	p.call("go", "draw")
	p.call("press", "clear")
	r := p.widget("pad").Rect
	p.await(fmt.Sprintf(`(async () => {
		const send = (kind, x, y) => document.elementFromPoint(x, y).dispatchEvent(new PointerEvent(kind, { pointerId: 1, pointerType: 'mouse', clientX: x, clientY: y, buttons: 1, bubbles: true }));
		const at = (i) => { const f = 0.1 + 0.3 * i / 300; return [%g + %g * (0.5 + f * Math.cos(i / 8)), %g + %g * (0.5 + f * Math.sin(i / 8))]; };
		send('pointerdown', ...at(0));
		for (let i = 1; i < 300; i++) {
			await new Promise(requestAnimationFrame);
			send('pointermove', ...at(i));
		}
		window.whileDrawing = theatre.state().frame.update;
		send('pointerup', ...at(300));
	})()`, r.X, r.Width, r.Y, r.Height))
	return eval[float64](p, "window.whileDrawing")
}

// TestMemoryIsFlat walks through scenes again and again: the program's memory,
// which never shrinks, stops growing after the first laps, though scenes are
// closed and made anew; `go run ./bench -soak 30m` goes on for longer.
func TestMemoryIsFlat(t *testing.T) {
	p := visit(t, 800, 600)
	p.resize(800, 600, 1) // what is kept for the letters depends on their size
	p.before(`const plain = WebAssembly.instantiate;
		WebAssembly.instantiate = async (...a) => { const r = await plain(...a), mem = (r.instance || r).exports.mem; if (mem) window.memory = mem; return r; }`)
	p.load("")
	scenes := eval[[]string](p, "theatre.state().scenes")
	type memory struct{ Page, Taken float64 }
	lap := func() memory {
		for _, id := range scenes {
			p.call("go", id)
			p.refusal("theatre.step()")
			p.frames(6)
		}
		return eval[memory](p, "({page: window.memory.buffer.byteLength, taken: theatre.state().memory.taken})")
	}
	for range 2 { // the workers' programs and the map's pictures come in the first, runs that were kept in the second
		lap()
	}
	first := lap()
	last := lap()
	t.Logf("%.1f MB after three laps, %.1f MB after four; of them taken: %.1f, %.1f", first.Page/1e6, last.Page/1e6, first.Taken/1e6, last.Taken/1e6)
	if last.Page > first.Page*1.05 {
		t.Errorf("memory grew from %.1f to %.1f MB", first.Page/1e6, last.Page/1e6)
	}
	// The page begins with more than it needs, which would hide a leak: what it
	// has a use for, and what the program was built with, may not grow either.
	const built = 11e6
	if a, b := first.Taken+built, last.Taken+built; b > a*1.05 {
		t.Errorf("what the program takes grew from %.1f to %.1f MB", a/1e6, b/1e6)
	}
}

// TestGallery: the samples open at their address, and are no part of the course.
func TestGallery(t *testing.T) {
	p := open(t, "#/gallery?lang=en&theme=light")
	for _, page := range []string{"widgets", "figures", "type"} {
		p.call("set", "page", page)
		p.frames(5)
		if s := p.state(); s.Scene != "gallery" || s.Error != "" || s.Notice != "" {
			t.Fatalf("%s: %q, %q, %q", page, s.Scene, s.Error, s.Notice)
		}
		p.shot("gallery-" + page)
	}
	if eval[bool](p, "theatre.state().scenes.includes('gallery')") {
		t.Error("it is listed among the scenes")
	}
}
