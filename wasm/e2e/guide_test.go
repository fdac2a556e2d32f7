//go:build !js

package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// pointing is how the first thing that a text points at is asked for.
const pointing = "(theatre.state().pointing[0] || {}).thing"

// TestTextPoints: a phrase under the mouse shows what it speaks of, one with the
// keyboard too, a pressed one says it; on a phone a tap does.
func TestTextPoints(t *testing.T) {
	p := open(t, "#/perceptron?lang=en")
	move := func(q at) {
		t.Helper()
		if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: q.x, Y: q.y}); err != nil {
			t.Fatal(err)
		}
	}
	move(p.widget("text-arrow").in(0.5, 0.5))
	p.until(pointing+` === "arrow"`, 5*time.Second)
	p.shot("perceptron-points")
	move(p.widget("card").in(0.5, 0.9))
	p.until(pointing+" === undefined", 5*time.Second)

	p.run(`document.getElementById("w-text-wrong").focus()`)
	p.until(pointing+` === "wrong"`, 5*time.Second)
	p.run(`document.getElementById("w-text-play").click()`)
	p.until(pointing+` === "play"`, 5*time.Second)
	if label := eval[string](p, `document.getElementById("w-text-play").getAttribute("aria-label")`); label != "“press play”: show Play" {
		t.Errorf("the page calls the phrase %q", label)
	}
	if text := eval[string](p, `document.getElementById("w-text").textContent`); text != "One neuron is one straight line Drag the arrow w until no point is ringed in red. Or press play: the rule mends one mistake at a time." {
		t.Errorf("the page's text is %q", text)
	}

	p.resize(390, 844, coarse)
	p.load("#/perceptron?lang=zh")
	q := p.widget("text-arrow").in(0.5, 0.5)
	p.touch(input.DispatchTouchEventTypeTouchStart, q)
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.until(pointing+` === "arrow"`, 5*time.Second)
	p.shot("perceptron-points-phone")
}
