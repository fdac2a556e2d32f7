//go:build !js

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// wheel turns the real mouse's wheel over a place, one notch.
func (p *page) wheel(q at, down float64) {
	p.t.Helper()
	m := input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, X: q.x, Y: q.y, DeltaX: 1e-3, DeltaY: down} // the protocol wants both
	if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, m); err != nil {
		p.t.Fatal(err)
	}
}

// atLevel waits until the camera stands at a level, and reads what is said of one
// gate there.
func (p *page) atLevel(level string) (values, grads string) {
	p.t.Helper()
	p.until("theatre.state().metrics.level === '"+level+"'", 10*time.Second)
	p.frames(40)
	s := p.state()
	return fmt.Sprint(s.Metrics["values"], s.Metrics["shares"]), fmt.Sprint(s.Metrics["grads"])
}

// TestInsideACNN goes from the examples into the network, with the wheel from
// the CNN to one gate and with two fingers back, and reads the same numbers at
// every level.
func TestInsideACNN(t *testing.T) {
	p := open(t, "#/gates?lang=en")
	p.call("set", "preset", "cnn")
	values, grads := p.atLevel("cnn")
	s := p.state()
	if s.Metrics["prediction"] != 9.0 || !(s.Metrics["loss"].(float64) > 0.05) {
		t.Fatalf("the careless 9: %v", s.Metrics)
	}
	p.shot("inside-cnn")
	box := p.widget("network")
	corner := box.in(0.985, 0.02) // over no number: the gate in focus stays
	for _, level := range []string{"layer", "neuron", "gate"} {
		p.wheel(corner, -100)
		v, g := p.atLevel(level)
		if v != values || g != grads {
			t.Errorf("at the level %s the numbers are %s, %s; at the CNN they were %s, %s", level, v, g, values, grads)
		}
		said, _ := p.widget("network").Value.(string)
		if way, _ := p.widget("way").Value.(string); !strings.HasPrefix(said, level) || !strings.Contains(way, "∂L/∂w") {
			t.Errorf("the mirror says %q, %q", said, way)
		}
		p.shot("inside-" + level)
		s = p.state()
		t.Logf("%s: Update %.2f ms, Draw %.2f ms of CPU a frame", level, s.Frame.Update, s.Frame.Draw)
	}
	p.call("press", "reset")
	for p.state().Step < p.state().Last {
		p.call("press", "step")
	}
	if card, _ := p.widget("zoom_card").Value.(string); !strings.Contains(card, "copies sum") {
		t.Errorf("at the end the card says %q", card)
	}
	a, b := box.in(0.2, 0.5), box.in(0.8, 0.5)
	p.touch(input.DispatchTouchEventTypeTouchStart, a, b)
	for i := range 7 {
		f := 0.04 * float64(i)
		p.touch(input.DispatchTouchEventTypeTouchMove, box.in(0.2+f, 0.5), box.in(0.8-f, 0.5))
	}
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.until("theatre.state().metrics.level !== 'gate'", 10*time.Second)
	p.run("document.getElementById('w-network').focus()")
	for range 3 {
		p.do(chromedp.KeyEvent("-"))
		p.frames(30)
	}
	if v, g := p.atLevel("cnn"); v != values || g != grads {
		t.Errorf("back at the CNN the numbers are %s, %s", v, g)
	}
	p.call("set", "label", 3)
	if wrong := p.state().Metrics["loss"].(float64); wrong < 2 {
		t.Errorf("with the label 3 the loss is %v", wrong)
	}
	p.shot("inside-wrong-label")
}
