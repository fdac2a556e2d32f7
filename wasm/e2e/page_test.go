//go:build !js

package e2e

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gradtheatre/wasm/site"
)

func TestOpensWithoutAComplaint(t *testing.T) {
	p := open(t, "")
	s := p.state()
	if s.Scene == "" || s.Error != "" || len(s.Widgets) < 10 {
		t.Fatalf("opened with %+v", s)
	}
	p.until("document.getElementById('boot').hidden && document.getElementById('fail').hidden", 5*time.Second)
	p.shot("open-" + s.Scene + "-" + s.Language)
}

func TestPagesOfEveryScene(t *testing.T) {
	p := open(t, "")
	scenes := eval[[]string](p, "theatre.state().scenes")
	for _, id := range scenes {
		for _, lang := range []string{"zh", "en"} {
			p.call("go", id)
			p.call("set", "lang", lang)
			p.frames(20)
			if s := p.state(); s.Scene != id || s.Language != lang || s.Error != "" {
				t.Errorf("%s %s: %q %q %q", id, lang, s.Scene, s.Language, s.Error)
			}
			p.shot(id + "-" + lang)
		}
	}
	if lang := eval[string](p, "document.documentElement.lang"); lang != "en" {
		t.Errorf("the page's lang is %q", lang)
	}
}

func TestRefusals(t *testing.T) {
	p := open(t, "")
	for js, want := range map[string]string{
		`theatre.go("nowhere")`:           "there is no scene",
		`theatre.set("nothing", 1)`:       "there is no parameter",
		`theatre.set("lang", "fr")`:       "zh or en",
		`theatre.set("theme", "pink")`:    "dark or light",
		`theatre.set("speed", NaN)`:       "speed",
		`theatre.set("seed", -1)`:         "seed",
		`theatre.press("nothing")`:        "no widget",
		`theatre.set("__proto__", "bad")`: "there is no parameter",
	} {
		if got := p.refusal(js); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", js, got, want)
		}
	}
}

// TestMirror operates the theatre through the elements a screen reader sees.
func TestMirror(t *testing.T) {
	p := open(t, "")
	unlabelled := eval[[]string](p, `[...document.querySelectorAll('#mirror .w')].filter((e) => !e.getAttribute('aria-label') && !e.textContent).map((e) => e.id)`)
	if len(unlabelled) > 0 {
		t.Errorf("elements without a name: %v", unlabelled)
	}
	misplaced := eval[[]string](p, `theatre.state().widgets.filter((w) => { const e = document.getElementById('w-' + w.id); if (!e) return true; if (!w.shown) return !e.hidden;
		const r = e.getBoundingClientRect(); return Math.abs(r.x - w.rect.x) > 1 || Math.abs(r.y - w.rect.y) > 1 || Math.abs(r.width - Math.max(w.rect.width, 1)) > 1; }).map((w) => w.id)`)
	if len(misplaced) > 0 {
		t.Errorf("elements that do not lie over their widgets: %v", misplaced)
	}
	before := p.state().Theme
	p.run("document.getElementById('w-theme').click()")
	p.until("theatre.state().theme !== '"+before+"'", 5*time.Second)
	p.run("const e = document.getElementById('w-language'); e.value = 'zh'; e.dispatchEvent(new Event('change'))")
	p.until("theatre.state().language === 'zh' && document.documentElement.lang === 'zh-CN'", 5*time.Second)
}

func TestKeyboard(t *testing.T) {
	p := open(t, "")
	p.do(chromedp.KeyEvent("?"))
	p.until("theatre.state().widgets.some((w) => w.id === 'close' && w.shown)", 5*time.Second)
	p.shot("help")
	p.do(chromedp.KeyEvent(kb.Escape))
	p.until("!theatre.state().widgets.some((w) => w.id === 'close' && w.shown)", 5*time.Second)
	p.do(chromedp.KeyEvent("5"))
	p.until("theatre.state().speed === 2", 5*time.Second)
	p.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab)) // past the links that skip
	p.frames(3)
	first := eval[string](p, "document.activeElement.id")
	p.do(chromedp.KeyEvent(kb.Tab))
	p.frames(3)
	second := eval[string](p, "document.activeElement.id")
	if !strings.HasPrefix(first, "w-") || !strings.HasPrefix(second, "w-") || first == second {
		t.Errorf("Tab went to %q, then %q", first, second)
	}
	p.shot("focus")
}

// TestSkip: the first Tab shows a way past the bar and the list of scenes, to the
// stage or to the controls, on a phone into their sheet.
func TestSkip(t *testing.T) {
	p := open(t, "#/forward?lang=en")
	seen := func() string {
		return eval[string](p, "[...document.querySelectorAll('#skip button')].filter((b) => getComputedStyle(b).opacity === '1').map((b) => b.textContent).join()")
	}
	if s := seen(); s != "" {
		t.Errorf("before any key it shows %q", s)
	}
	p.do(chromedp.KeyEvent(kb.Tab))
	if s := seen(); s != "Skip to the stage,Skip to the controls" || eval[string](p, "document.activeElement.id") != "skip-figures" {
		t.Errorf("the first Tab shows %q", s)
	}
	p.shot("skip")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until("document.activeElement.closest('main') !== null", 5*time.Second)
	if s := seen(); s != "" {
		t.Errorf("on the stage it still shows %q", s)
	}
	p.resize(390, 844, coarse)
	p.call("set", "lang", "zh")
	p.until("document.getElementById('skip-controls').textContent === '跳到控制'", 5*time.Second)
	p.run("document.getElementById('skip-controls').focus()")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until("document.activeElement.closest('section[aria-label=\"控制\"]') !== null", 10*time.Second)
	if w := p.widget("close"); !w.Shown {
		t.Error("on a phone the sheet of the controls is closed")
	}
}

// TestPastedTable pastes a table from the clipboard, as a spreadsheet leaves it
// there, into the field that stands over the canvas.
func TestPastedTable(t *testing.T) {
	p := open(t, "#/playground?lang=en&data=own&val_fraction=0")
	p.until("theatre.state().widgets.some((w) => w.id === 'paste' && w.shown)", 10*time.Second)
	for table, want := range map[string]string{
		"x,y,class\n0.1,0.2,0\n0.3,0.4,1\n":           "0:10,20;1:30,40",
		"0.5\t0.6\t1\r\n0.7\t0.8\t0\r\n-1\t-1\t2\r\n": "1:50,60;0:70,80;2:-100,-100",
	} {
		p.paste("w-paste", table)
		if v := eval[string](p, "document.getElementById('w-paste').value"); strings.Count(v, ";") < 1 || strings.ContainsAny(v, "\n\t") {
			t.Errorf("%q stands in the field as %q", table, v)
		}
		p.do(chromedp.KeyEvent(kb.Enter))
		p.until("theatre.state().parameters.points === '"+want+"'", 10*time.Second)
	}
	p.paste("w-paste", "one\ttwo\n")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.until("document.getElementById('w-paste').getAttribute('aria-invalid') === 'true'", 5*time.Second)
	p.shot("pasted")
}

// paste copies a text and pastes it in place of what a field holds, with the
// browser's own commands.
func (p *page) paste(id, text string) {
	p.t.Helper()
	p.run(fmt.Sprintf("const a = document.createElement('textarea'); a.id = 'copied'; a.value = %q; document.body.append(a); a.focus(); a.select()", text))
	p.edit("copy")
	p.run(fmt.Sprintf("document.getElementById('copied').remove(); const e = document.getElementById(%q); e.focus(); e.select()", id))
	p.edit("paste")
}

// edit has the browser do an editing command, as its key would.
func (p *page) edit(command string) {
	p.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
		params := input.DispatchKeyEventParams{Type: kind, Key: "v", Code: "KeyV", Modifiers: 2}
		if kind == input.DispatchKeyEventTypeRawKeyDown {
			params.Commands = []string{command}
		}
		if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, params); err != nil {
			p.t.Fatal(err)
		}
	}
}

// TestNamesInAnyScript: characters that no font of ours has are drawn with those
// of the visitor's system, and none of them as an empty box.
func TestNamesInAnyScript(t *testing.T) {
	p := visit(t, 1280, 800)
	p.before(`window.lent = []; const fill = CanvasRenderingContext2D.prototype.fillText;
		CanvasRenderingContext2D.prototype.fillText = function (text, x, y) { fill.call(this, text, x, y);
			const c = this.canvas; lent.push([text, this.getImageData(0, 0, c.width, c.height).data.some((v) => v > 0)]); }`)
	p.load("#/gates?lang=zh")
	p.call("back")
	p.call("fork", "我的男女 😀")
	p.call("press", "branches")
	p.until("window.lent.map(([text]) => text).join('').includes('😀')", 10*time.Second)
	p.shot("names")
	if empty := eval[string](p, "lent.filter(([, seen]) => !seen).map(([text]) => text).join('')"); empty != "" {
		t.Errorf("nothing was drawn of %s", empty)
	}
	if name := eval[string](p, "theatre.state().branches.at(-1).name"); name != "我的男女 😀" {
		t.Errorf("the branch is called %q", name)
	}
}

// TestShareIsHonest: a page that is served to this machine alone shows no code
// for phones, and says how there would be one; with an address in the network the
// code carries that.
func TestShareIsHonest(t *testing.T) {
	p := open(t, "#/gates?lang=en")
	p.call("press", "share")
	p.until("document.getElementById('w-share-text')?.textContent.includes('go run . -addr 0.0.0.0:8080')", 5*time.Second)
	p.frames(10)
	p.shot("share-here")
	l, err := site.Listen("127.0.0.1:0", false)
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: site.WithAddress(house().handler, "http://192.168.1.5:8080/")}
	defer srv.Close()
	go srv.Serve(l)
	p.do(chromedp.Navigate(site.URL(l) + "#/gates?lang=zh"))
	p.ready()
	p.call("press", "share")
	p.until("document.getElementById('w-share-text')?.textContent.includes('同一个网络') && document.getElementById('w-share-text').textContent.includes(' http://192.168.1.5:8080/#/gates')", 5*time.Second)
	p.frames(10)
	p.shot("share-network")
}

func TestHistory(t *testing.T) {
	p := open(t, "")
	scenes := eval[[]string](p, "theatre.state().scenes")
	if len(scenes) < 2 {
		t.Skip("one scene: nowhere to go back to")
	}
	p.call("go", scenes[1])
	p.until("location.hash.startsWith('#/"+scenes[1]+"')", 5*time.Second)
	p.call("go", scenes[0])
	p.until("location.hash.startsWith('#/"+scenes[0]+"')", 5*time.Second)
	p.run("history.back()")
	p.until("theatre.state().scene === '"+scenes[1]+"'", 5*time.Second)
	p.run("history.forward()")
	p.until("theatre.state().scene === '"+scenes[0]+"'", 5*time.Second)
}

// A number that was half typed when its scene is left must not stop the page:
// taking its field away commits it while the program is busy with the page.
func TestLeavingAHalfTypedNumber(t *testing.T) {
	p := open(t, "#/score")
	p.run("[...document.querySelectorAll('main input[type=number]')].find((e) => !e.hidden).focus()")
	p.do(chromedp.KeyEvent("7"))
	p.call("go", "forward")
	p.until("theatre.state().scene === 'forward'", 20*time.Second)
	p.frames(2)
	p.run("document.getElementById('w-x1').focus()")
	p.do(chromedp.KeyEvent("3"))
	p.call("go", "gates")
	p.until("theatre.state().scene === 'gates'", 20*time.Second)
}

func TestReloadReturns(t *testing.T) {
	p := open(t, "")
	scenes := eval[[]string](p, "theatre.state().scenes")
	last := scenes[len(scenes)-1]
	p.call("go", last)
	p.call("set", "lang", "zh")
	p.call("set", "theme", "light")
	p.call("set", "seed", 7)
	p.until("location.hash.includes('seed=7')", 5*time.Second)
	p.reload()
	if s := p.state(); s.Scene != last || s.Language != "zh" || s.Theme != "light" || s.Seed != 7 {
		t.Errorf("after a reload: %q %q %q seed %v", s.Scene, s.Language, s.Theme, s.Seed)
	}
}

func TestHostileFragments(t *testing.T) {
	p := open(t, "")
	for _, bad := range []string{"#%E0%A4%A", "#/draw?lr=NaN&n=1e999", "#/draw?__proto__[x]=1", "#/nowhere?x=1", "#/draw?seed=-5&speed=banana&lang=xx&theme=7",
		"#/draw?name=<img src=x onerror=alert(1)>", "#/draw?a=" + strings.Repeat("a", 1<<20)} {
		p.run("location.hash = " + quote(bad))
		p.until("theatre.state().notice !== ''", 5*time.Second)
		s := p.state()
		if s.Error != "" || s.Scene == "" {
			t.Errorf("%.50s: %+v", bad, s)
		}
		p.run("location.hash = '#/" + s.Scene + "'")
		p.until("theatre.state().notice === ''", 5*time.Second)
	}
}

func quote(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }

func TestQuickTapAndCancel(t *testing.T) {
	p := open(t, "")
	before := p.state().Theme
	b := p.widget("theme").in(0.5, 0.5)
	p.touch(input.DispatchTouchEventTypeTouchStart, b)
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.until("theatre.state().theme !== '"+before+"'", 5*time.Second)
	p.touch(input.DispatchTouchEventTypeTouchStart, b)
	p.touch(input.DispatchTouchEventTypeTouchCancel)
	p.frames(10)
	if p.state().Theme == before {
		t.Error("a cancelled touch pressed the button")
	}
}

// TestMessages provokes what can be missing and reads what the page says.
func TestMessages(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"no WebAssembly": {"delete globalThis.WebAssembly", "WebAssembly"},
		"no WebGL":       {"HTMLCanvasElement.prototype.getContext = () => null", "WebGL 2"},
		"missing file":   {"const f = fetch; globalThis.fetch = (u, o) => f(String(u).startsWith('app.wasm') ? 'gone.wasm' : u, o)", "404"},
		"a web page":     {"const f = fetch; globalThis.fetch = (u, o) => f(String(u).startsWith('app.wasm') ? 'index.html' : u, o)", "app.wasm"},
		"truncated": {`const f = fetch; globalThis.fetch = async (u, o) => { const r = await f(u, o); if (!String(u).startsWith('app.wasm')) return r;
			return new Response((await r.arrayBuffer()).slice(0, 100000), { headers: { 'Content-Type': 'application/wasm' } }); }`, "app.wasm"},
	} {
		t.Run(name, func(t *testing.T) {
			p := visit(t, 800, 600)
			p.quiet = true
			p.before(c.script)
			p.do(chromedp.Navigate(p.url("")))
			p.until("!document.getElementById('fail').hidden", 20*time.Second)
			if text := eval[string](p, "document.getElementById('fail').innerText"); !strings.Contains(text, c.want) {
				t.Errorf("the page says %q, want %q", text, c.want)
			}
			if msg := p.refusal("theatre.ready"); msg == "" {
				t.Error("theatre.ready did not fail")
			}
			p.shot("message-" + strings.ReplaceAll(name, " ", "-"))
		})
	}
}

// TestOffline loads the page again with the server gone.
func TestOffline(t *testing.T) {
	p := visit(t, 1280, 800)
	p.quiet = true
	url, stop := serve(t, "/courses/dl")
	defer stop()
	p.do(chromedp.Navigate(url)) // under a path, as a static host may have it
	p.ready()
	p.offline()
	stop()
	p.reload()
	if s := p.state(); s.Scene == "" {
		t.Errorf("offline: %+v", s)
	}
}

func TestPolicyForbidsInlineScript(t *testing.T) {
	p := open(t, "")
	p.quiet = true
	ran := eval[bool](p, "(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.head.append(s); return !!window.ran })()")
	if ran {
		t.Error("an inline script ran")
	}
	inline := eval[[]string](p, "[...document.querySelectorAll('script:not([src]), style, [onclick]')].map((e) => e.outerHTML)")
	if inline = slices.DeleteFunc(inline, func(s string) bool { return strings.Contains(s, "window.ran") }); len(inline) > 0 {
		t.Errorf("inline: %v", inline)
	}
}

// TestProgramEnds lets the program panic and reads what the page says then.
func TestProgramEnds(t *testing.T) {
	p := open(t, "#/gates?seed=5")
	p.quiet = true
	p.run("const e = new PointerEvent('pointerdown', { pointerType: 'mouse' }); Object.defineProperty(e, 'clientX', { value: 'nonsense' }); document.getElementById('touch').dispatchEvent(e)")
	p.until("!document.getElementById('fail').hidden", 10*time.Second)
	text := eval[string](p, "document.getElementById('fail').innerText")
	if !strings.Contains(text, "panic") || !strings.Contains(text, "The program ended") {
		t.Errorf("the page says %q", text)
	}
	if link := eval[string](p, "document.getElementById('fail-link').href"); !strings.Contains(link, "#/gates") || !strings.Contains(link, "seed=5") {
		t.Errorf("the link back is %s", link)
	}
	p.shot("message-ended")
	p.run("document.getElementById('fail-link').click()")
	p.until("window.theatre && document.getElementById('fail').hidden", 10*time.Second)
	p.ready()
	if s := p.state(); s.Scene != "gates" || s.Seed != 5 {
		t.Errorf("back at %q, seed %v", s.Scene, s.Seed)
	}
}

// TestWithoutStorage denies localStorage, as some browsers do in private windows.
func TestWithoutStorage(t *testing.T) {
	p := visit(t, 1280, 800)
	p.before("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })")
	p.load("")
	p.call("set", "theme", "dark")
	p.until("theatre.state().notice !== ''", 5*time.Second)
	if s := p.state(); s.Theme != "dark" || s.Error != "" {
		t.Errorf("%+v", s)
	}
}
