package main

import (
	"encoding/json"
	"errors"
	"runtime/debug"
	"syscall/js"
	"time"

	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
	"gradtheatre/wasm/room"
)

// page is the bridge between the stage and the document around it: input comes
// in, the mirror of the widgets, the address and the answers go out.
type page struct {
	app              *app
	js               js.Value // window.theatrePage
	window, document js.Value
	element          js.Value // the canvas

	ticks    int
	mirrored string    // what the mirror was last told
	synced   time.Time // when
	written  string    // the fragment in the address bar
	linked   time.Time // when it was last compared with the stage
	moved    bool      // something may have changed since
	scene    string
	waiting  []answer
	hurry    bool // the mirror should follow at once
	room     room.Room
	stale    bool // a picture was drawn since the mirror and the address were looked at
}

// answer is a program's call that waits for the stage to have done it.
type answer struct {
	resolve, reject js.Value
	err             error
	ticks           int
}

const (
	mirrorEvery = 200 * time.Millisecond
	linkEvery   = 400 * time.Millisecond
	patience    = 600 // ticks a call waits for a scene to settle
)

// after runs at the end of each tick.
func (p *page) after() error {
	now := time.Now()
	switch p.ticks++; p.ticks {
	case 1:
		p.js.Call("started", p.program())
		p.hurry = true
		return nil
	case 2: // the picture comes first, the mirror and the address after it
		return nil
	case 4:
		// The memory of a WebAssembly program never shrinks: better to collect
		// more often than to let the heap double. There is little to look through,
		// as what is large is numbers.
		debug.SetGCPercent(20)
	}
	p.room.Look(now)
	p.settle()
	if p.hurry || p.stale && now.Sub(p.synced) >= mirrorEvery {
		p.synced, p.hurry, p.stale = now, false, false
		p.moved = true
		p.sync()
	}
	if p.moved && now.Sub(p.linked) >= linkEvery || p.app.stage.Brief().Scene != p.scene {
		p.linked, p.moved = now, false
		p.link()
	}
	if words := p.app.stage.Spoken(); words != "" {
		p.js.Call("announce", words)
	}
	return nil
}

// mirror is what the page's mirror shows.
type mirror struct {
	Language string              `json:"language"`
	Theme    string              `json:"theme"`
	Title    string              `json:"title"`
	Focus    string              `json:"focus"`
	Widgets  []stage.WidgetState `json:"widgets"`
}

// sync tells the mirror, when there is something new.
func (p *page) sync() {
	st := p.app.stage.Brief()
	m := mirror{st.Language, st.Theme, st.Title + " · " + stage.Title.In(p.app.stage.Lang()), p.app.stage.Focused(), p.app.stage.Widgets()}
	b, err := json.Marshal(m)
	if err != nil || string(b) == p.mirrored {
		return
	}
	p.mirrored = string(b)
	p.js.Call("update", p.mirrored)
}

// link writes the address: a new entry of the history for a new scene, the
// same one for a changed value.
func (p *page) link() {
	st := p.app.stage.Brief()
	fragment := p.app.stage.Link().String()
	if fragment == p.written {
		p.scene = st.Scene
		return
	}
	how := "replaceState"
	if p.scene != "" && p.scene != st.Scene {
		how = "pushState"
	}
	p.scene, p.written = st.Scene, fragment
	p.window.Get("history").Call(how, js.Null(), "", fragment)
	p.note()
	p.keep("lang", st.Language)
	p.keep("theme", st.Theme)
}

// follow makes the stage show what the address says now.
func (p *page) follow() {
	fragment := p.hash()
	if fragment == p.written {
		return
	}
	p.app.stage.Follow(fragment)
	p.scene = p.app.stage.Brief().Scene // the browser has made the entry already
	p.written, p.hurry = fragment, true
	p.note()
}

// settle answers the calls whose work is done: one tick has passed since, and
// the scene has nothing left to do.
func (p *page) settle() {
	if len(p.waiting) == 0 {
		return
	}
	done := p.app.stage.Settled()
	rest := p.waiting[:0]
	for _, a := range p.waiting {
		a.ticks++
		switch {
		case a.err != nil:
			a.reject.Invoke(a.err.Error())
		case done && a.ticks > 1 || a.ticks > patience:
			a.resolve.Invoke()
		default:
			rest = append(rest, a)
		}
	}
	p.waiting = rest
	p.hurry = true
}

// locked makes a function that the page calls while the stage is at rest.
func (p *page) locked(f func(args []js.Value) any) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		p.app.mu.Lock()
		defer p.app.mu.Unlock()
		return f(args)
	})
}

// program is what window.theatre and the mirror call.
func (p *page) program() map[string]any {
	st := p.app.stage
	return map[string]any{
		"state": p.locked(func([]js.Value) any {
			b, err := json.Marshal(struct {
				stage.State
				Frame  cost   `json:"frame"`
				Memory memory `json:"memory"`
			}{st.State(), p.app.cost, memory{p.room.Taken, p.room.Live}})
			if err != nil {
				return "null"
			}
			return string(b)
		}),
		"kept":    p.locked(func([]js.Value) any { return st.Kept() }),
		"command": p.locked(func(a []js.Value) any { p.command(a); return nil }),
		"flush":   p.locked(func([]js.Value) any { p.leave(); return nil }),
		"warnStorage": js.FuncOf(func(js.Value, []js.Value) any {
			st.WarnStorage()
			return nil
		}),
		"warnRuns": p.locked(func([]js.Value) any { st.WarnRuns(); return nil }),
	}
}

// memory is what the program takes, in bytes; see [room.Room].
type memory struct {
	Taken uint64 `json:"taken"`
	Live  uint64 `json:"live"`
}

// command does what a program asked for: its name, the arguments, and what to
// call when it is done or refused.
func (p *page) command(a []js.Value) {
	n := len(a) - 2
	if n < 1 {
		return
	}
	arg := func(i int) string {
		if i < n {
			return a[i].String()
		}
		return ""
	}
	st := p.app.stage
	w := answer{resolve: a[n], reject: a[n+1]}
	switch name := arg(0); name {
	case "go":
		w.err = st.Go(arg(1))
	case "set":
		w.err = st.Set(arg(1), arg(2))
	case "press":
		w.err = st.Press(arg(1))
	case "play":
		w.err = st.Play()
	case "pause":
		w.err = st.Pause()
	case "step":
		w.err = st.Step()
	case "back":
		w.err = st.Back()
	case "reset":
		w.err = st.Reset()
	case "substep":
		w.err = st.SubStep()
	case "fork":
		w.err = st.Fork(arg(1))
	case "branch":
		w.err = st.SetBranch(arg(1))
	case "renameBranch":
		w.err = st.RenameBranch(arg(1), arg(2))
	case "deleteBranch":
		w.err = st.DeleteBranch(arg(1))
	case "export":
		w.err = st.Export(arg(1))
	case "undo":
		w.err = st.Undo()
	}
	p.waiting = append(p.waiting, w)
	if p.asleep() { // do it now
		for range 2 {
			st.Update(0)
			p.settle()
		}
	}
}

// asleep reports whether no frames come: the page is hidden, or folded away.
func (p *page) asleep() bool {
	body := p.document.Get("body")
	return p.document.Get("hidden").Bool() || body.Get("clientWidth").Int() == 0 || body.Get("clientHeight").Int() == 0
}

var kinds = map[string]ui.Kind{
	"down": ui.PointerDown, "move": ui.PointerMove, "up": ui.PointerUp, "cancel": ui.PointerCancel,
	"leave": ui.PointerLeave, "wheel": ui.Wheel, "key": ui.KeyDown,
}

// sharp is how visitors ask for high contrast. A canvas has no colours that the
// system could force: the theatre changes its own.
const sharp = "(forced-colors: active), (prefers-contrast: more)"

// listen takes input from the page.
func (p *page) listen() {
	st := p.app.stage
	send := js.FuncOf(func(_ js.Value, a []js.Value) any {
		kind, ok := kinds[a[0].String()]
		if !ok {
			return nil
		}
		st.Input(ui.Event{
			Kind: kind, X: a[1].Float(), Y: a[2].Float(), Pointer: a[3].Int(), Touch: a[4].Bool(), Button: max(a[5].Int(), 0),
			DX: a[6].Float(), DY: a[7].Float(), Key: a[8].String(), Shift: a[9].Bool(), Ctrl: a[10].Bool(),
		})
		if kind != ui.PointerMove {
			p.hurry = true
		}
		return nil
	})
	p.js.Call("listen", send)
	p.js.Call("keys", send, p.locked(func(a []js.Value) any { return st.UsesKey(a[0].String(), a[1].Bool()) }))
	moved := p.locked(func([]js.Value) any { p.follow(); return nil })
	p.window.Call("addEventListener", "popstate", moved)
	p.window.Call("addEventListener", "hashchange", moved)
	motion := p.window.Call("matchMedia", "(prefers-reduced-motion: reduce)")
	motion.Call("addEventListener", "change", p.locked(func(a []js.Value) any {
		st.SetStill(a[0].Get("matches").Bool())
		return nil
	}))
	p.window.Call("matchMedia", sharp).Call("addEventListener", "change", p.locked(func(a []js.Value) any {
		st.SetSharp(a[0].Get("matches").Bool())
		return nil
	}))
	p.document.Call("addEventListener", "fullscreenchange", p.locked(func([]js.Value) any {
		if !p.fullScreenOn() {
			st.FullScreenLeft()
			p.hurry = true
		}
		return nil
	}))
	hide := p.locked(func([]js.Value) any { p.leave(); return nil })
	p.window.Call("addEventListener", "pagehide", hide)
}

// runs is where the page keeps training runs: wasm/page/keep.js.
func (p *page) runs() js.Value { return p.js.Get("runs") }

func (p *page) keepRun(scene string, runs []byte) {
	if runs == nil {
		p.runs().Call("keep", scene, nil)
		return
	}
	p.runs().Call("keep", scene, bytes("Uint8Array", runs))
	p.note()
}

func (p *page) recallRun(scene string) []byte {
	v := p.runs().Call("recall", scene)
	if !v.Truthy() {
		return nil
	}
	b := make([]byte, v.Get("byteLength").Int())
	js.CopyBytesToGo(b, v)
	return b
}

// note tells the tab what it shows and where its runs stand, so that the page
// after this one knows whether it goes on with that.
func (p *page) note() { p.runs().Call("at", p.written, p.app.stage.Standing()) }

// leave does what must be done before the page is gone. A reload opens the
// address it began with, whatever is written now: the tab shows both.
func (p *page) leave() {
	old := p.written
	p.link()
	p.runs().Call("at", old+"\n"+p.written, p.app.stage.Standing())
	p.runs().Call("leave")
}

// offer gives the mirror what its elements call.
func (p *page) offer() {
	st := p.app.stage
	text := func(err error) any {
		p.hurry = true
		if err != nil {
			return err.Error()
		}
		return ""
	}
	p.js.Call("mirror", map[string]any{
		"press": p.locked(func(a []js.Value) any { return text(st.Press(a[0].String())) }),
		"assign": p.locked(func(a []js.Value) any {
			err := st.SetWidget(a[0].String(), a[1].String())
			if words := st.Problem(a[0].String()); err != nil && words != "" {
				err = errors.New(words)
			}
			return text(err)
		}),
		"typing": p.locked(func([]js.Value) any {
			st.Update(0) // the touch that has just ended
			w, ok := st.TypingInto()
			if !ok {
				return "null"
			}
			b, _ := json.Marshal(w)
			return string(b)
		}),
		"focus": p.locked(func(a []js.Value) any { st.FocusByKeyboard(a[0].String()); return nil }),
	})
}
