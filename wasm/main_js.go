package main

import (
	"fmt"
	"image"
	"net/url"
	"strings"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"

	"gradtheatre/scenes"
	"gradtheatre/scenes/gallery"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/wasm/training"
)

func main() {
	p := newPage()
	if err := p.app.run(); err != nil {
		p.js.Call("fail", fmt.Sprint(err))
		select {} // the words stay; an exit would replace them
	}
}

// newPage builds the theatre as the page asks for it: its address, the
// settings kept from the last visit, what the visitor's system prefers.
func newPage() *page {
	window := js.Global()
	p := &page{js: window.Get("theatrePage"), window: window, document: window.Get("document")}
	still := p.media("(prefers-reduced-motion: reduce)")
	dark := p.media("(prefers-color-scheme: dark)")
	switch p.recall("theme") {
	case "dark":
		dark = true
	case "light":
		dark = false
	}
	lang, known := i18n.Parse(p.recall("lang"))
	if !known {
		lang = i18n.ZH
		if code := window.Get("navigator").Get("language"); code.Type() == js.TypeString && len(code.String()) >= 2 && code.String()[:2] != "zh" {
			lang = i18n.EN
		}
	}
	st := stage.New(stage.Options{Entries: scenes.All(), Aside: []stage.Entry{gallery.Entry()}, Lang: lang, Dark: dark, Still: still, Sharp: p.media(sharp), Embed: p.embedded(), Host: stage.Host{
		Copy: p.copy, FullScreen: p.fullScreen, FullScreenOn: p.fullScreenOn, Base: p.base, Reach: p.reach, Training: training.New, Recall: p.recall, Keep: p.keep,
		Save: p.save, SavePicture: true, Open: p.open, KeepRun: p.keepRun, RecallRun: p.recallRun,
	}})
	p.app = &app{stage: st, before: func() {}, after: p.after, size: p.size, save: p.savePicture, lend: p.lend()}
	p.app.drawn = func(*ebiten.Image) { p.stale = true }
	st.Resize(p.viewport())
	st.Follow(p.runs().Get("address").String())
	p.written = p.hash()
	if p.runs().Get("again").Bool() { // this tab showed the same before
		st.TakeUp(p.runs().Get("standing").String())
	}
	p.note()
	p.canvas()
	p.listen()
	p.offer()
	return p
}

// canvas takes Ebitengine's canvas out of the visitor's way: it never has the
// focus and never sees a pointer or a key, so Tab and F5 stay the browser's;
// and its size follows the device's pixels whenever they change.
func (p *page) canvas() {
	c := p.document.Call("querySelector", "canvas")
	if !c.Truthy() {
		return
	}
	c.Call("removeAttribute", "tabindex")
	c.Call("setAttribute", "aria-hidden", "true")
	p.element = c
	nothing := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	c.Set("focus", nothing)
	proto := js.Global().Get("HTMLCanvasElement").Get("prototype")
	object := js.Global().Get("Object")
	for i, side := range []string{"width", "height"} {
		d := object.Call("getOwnPropertyDescriptor", proto, side)
		get, set := d.Get("get"), d.Get("set")
		object.Call("defineProperty", c, side, map[string]any{
			"configurable": true,
			"get":          get,
			"set": js.FuncOf(func(js.Value, []js.Value) any {
				set.Call("call", c, p.buffer(i)) // what the window is now, whatever was asked for
				return nil
			}),
		})
	}
	p.fit()
}

// buffer is one side of the drawing buffer in device pixels.
func (p *page) buffer(i int) int {
	w, h := p.viewport()
	return min(max(int([2]float64{w, h}[i]*p.ratio()+0.5), 1), 8192)
}

// fit makes the canvas as large as the window when it is not.
func (p *page) fit() {
	for i, side := range []string{"width", "height"} {
		if n := p.buffer(i); p.element.Get(side).Int() != n {
			p.element.Set(side, n)
		}
	}
}

func (p *page) ratio() float64 {
	if r := p.window.Get("devicePixelRatio").Float(); r > 0 {
		return r
	}
	return 1
}

func (p *page) viewport() (w, h float64) {
	body := p.document.Get("documentElement")
	return body.Get("clientWidth").Float(), body.Get("clientHeight").Float()
}

// size is called once a frame, before the tick.
func (p *page) size(_, _ float64) (w, h, bufferW, bufferH, scale float64) {
	w, h = p.viewport()
	if p.element.Truthy() {
		p.fit()
	}
	return w, h, float64(p.buffer(0)), float64(p.buffer(1)), p.ratio()
}

func (p *page) media(query string) bool {
	return p.window.Call("matchMedia", query).Get("matches").Bool()
}

// recall and keep are settings that outlast the page, where it may keep any.
func (p *page) recall(key string) string {
	if v := p.js.Get("store").Call("get", key); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

func (p *page) keep(key, value string) { p.js.Get("store").Call("set", key, value) }

func (p *page) hash() string { return p.window.Get("location").Get("hash").String() }

// base is the page's address without its fragment.
func (p *page) base() string {
	l := p.window.Get("location")
	return l.Get("origin").String() + l.Get("pathname").String()
}

// reach is where other machines find the page: at its own address, or at the one
// that its server tells if this is known to this machine alone.
func (p *page) reach() string {
	name := strings.Trim(p.window.Get("location").Get("hostname").String(), "[]")
	if name != "localhost" && !strings.HasSuffix(name, ".localhost") && !strings.HasPrefix(name, "127.") && name != "::1" {
		return p.base()
	}
	if told := p.js.Get("address"); told.Type() == js.TypeString {
		return told.String()
	}
	return ""
}

func (p *page) copy(text string) error {
	board := p.window.Get("navigator").Get("clipboard")
	if !board.Truthy() {
		return fmt.Errorf("this page has no clipboard")
	}
	failed := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	board.Call("writeText", text).Call("catch", failed)
	return nil
}

// bytes copies a slice into the page's memory.
func bytes(kind string, b []byte) js.Value {
	a := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(a, b)
	if kind == "Uint8Array" {
		return a
	}
	return js.Global().Get(kind).New(a.Get("buffer"))
}

// save downloads a file.
func (p *page) save(name, kind string, data []byte) error {
	p.js.Call("save", name, kind, bytes("Uint8Array", data))
	return nil
}

func (p *page) savePicture(name string, picture *image.RGBA) error {
	p.js.Call("savePicture", name, picture.Rect.Dx(), picture.Rect.Dy(), bytes("Uint8ClampedArray", picture.Pix))
	return nil
}

// embedded reports whether the address asks for a guest's view: ?embed=1.
func (p *page) embedded() bool {
	query, err := url.ParseQuery(strings.TrimPrefix(p.window.Get("location").Get("search").String(), "?"))
	return err == nil && query.Get("embed") == "1"
}

func (p *page) fullScreenOn() bool { return p.document.Get("fullscreenElement").Truthy() }

func (p *page) fullScreen() {
	quiet := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	if p.fullScreenOn() {
		p.document.Call("exitFullscreen").Call("catch", quiet)
		return
	}
	root := p.document.Get("documentElement")
	if root.Get("requestFullscreen").Truthy() {
		root.Call("requestFullscreen").Call("catch", quiet)
	}
}

var _ ebiten.LayoutFer = (*app)(nil)
