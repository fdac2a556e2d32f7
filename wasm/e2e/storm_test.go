//go:build !js

package e2e

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
)

// TestTexturesInAStorm: windows of sixty odd sizes leave no texture and no
// framebuffer behind.
func TestTexturesInAStorm(t *testing.T) {
	p := visit(t, 1280, 800)
	p.before(`window.alive = { Texture: 0, Framebuffer: 0 };
		for (const kind of Object.keys(alive)) {
			const gl = WebGL2RenderingContext.prototype, make = gl['create' + kind], drop = gl['delete' + kind];
			gl['create' + kind] = function () { alive[kind]++; return make.call(this); };
			gl['delete' + kind] = function (x) { if (x) alive[kind]--; return drop.call(this, x); };
		}`)
	p.load("#/playground")
	alive := func() map[string]int {
		for i := range 60 {
			p.resizing(int64(1+(i*397)%2400), int64(1+(i*211)%1300), coarse)
			if i%10 == 0 {
				p.frames(1) // at least at some of the sizes it draws
			}
		}
		p.resize(1280, 800, 1)
		p.frames(10)
		return eval[map[string]int](p, "alive")
	}
	first := alive()
	if first["Texture"] == 0 {
		t.Fatal("no textures are counted")
	}
	for n := range 2 {
		for kind, now := range alive() {
			if now > first[kind] {
				t.Errorf("after storm %d, %d of %s are alive, after the first %d", n+2, now, kind, first[kind])
			}
		}
	}
}

// TestCancelledDrag: a drag that the system takes away has ended: where it was it
// stays, whatever the pointer does then, and the next touch drags again.
func TestCancelledDrag(t *testing.T) {
	p := open(t, "#/regression")
	all := p.state().Widgets
	k := slices.IndexFunc(all, func(w widget) bool { return w.Role == "slider" && w.Shown && w.Enabled && w.Group == "controls" })
	if k < 0 {
		t.Fatal("no slider is on view")
	}
	s := all[k]
	value := func() string { return fmt.Sprint(p.widget(s.ID).Value) }
	drag := func(from, to float64, end input.DispatchTouchEventType) string {
		t.Helper()
		before, s := value(), p.widget(s.ID)
		p.touch(input.DispatchTouchEventTypeTouchStart, s.in(from, 0.8))
		for i := range 10 {
			p.touch(input.DispatchTouchEventTypeTouchMove, s.in(from+(to-from)*float64(i+1)/10, 0.8))
		}
		p.until(fmt.Sprintf("String(theatre.state().widgets.find((w) => w.id === %q).value) !== %q", s.ID, before), 5*time.Second)
		p.touch(end)
		p.frames(5)
		return value()
	}
	held := drag(0.3, 0.6, input.DispatchTouchEventTypeTouchCancel)
	p.stroke(at{640, 60}, at{700, 60}) // somewhere else
	p.frames(5)
	if now := value(); now != held {
		t.Errorf("%s is %s after the drag was cancelled, and %s when the mouse is used elsewhere", s.ID, held, now)
	}
	if now := drag(0.6, 0.8, input.DispatchTouchEventTypeTouchEnd); now == held {
		t.Errorf("%s cannot be dragged again", s.ID)
	}
}
