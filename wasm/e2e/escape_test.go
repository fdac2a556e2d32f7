//go:build !js

package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeysInEveryScene: in every scene Tab goes from one thing to the next, never
// into the canvas; Esc leaves; and the browser keeps its own keys.
func TestKeysInEveryScene(t *testing.T) {
	p := open(t, "#/map?lang=en")
	p.run("window.taken = (key, ctrl) => { const e = new KeyboardEvent('keydown', { key, ctrlKey: !!ctrl, bubbles: true, cancelable: true }); document.activeElement.dispatchEvent(e); return e.defaultPrevented; }")
	focus := func() string {
		return eval[string](p, "document.activeElement.id || document.activeElement.tagName")
	}
	for _, id := range eval[[]string](p, "theatre.state().scenes") {
		p.call("go", id)
		p.frames(3)
		var went []string
		for range 6 {
			p.do(chromedp.KeyEvent(kb.Tab))
			at := focus()
			if at == "CANVAS" || slices.Contains(went, at) {
				t.Errorf("%s: Tab went %v, then to %s", id, went, at)
			}
			went = append(went, at)
			if taken := eval[[]string](p, "['Tab', 'F1', 'F3', 'F5', 'F6', 'F11', 'F12'].filter((k) => taken(k)).concat(['r', 'l', 't', 'w', 'f', 'p', 'c', '+', '-', '0', 'Tab'].filter((k) => taken(k, true)))"); len(taken) > 0 {
				t.Errorf("%s, at %s: %v are kept from the browser", id, at, taken)
			}
		}
		for range 3 { // out of a text that is typed, out of what is open, out of the stage
			p.do(chromedp.KeyEvent(kb.Escape))
			p.frames(2)
		}
		if at := focus(); at != "BODY" {
			t.Errorf("%s: after Esc the keyboard is in %s", id, at)
		}
	}
}
