//go:build !js

package e2e

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestGuessANumber types the loss after the coming step: far off, then what the
// engine found. It is answered by the step, and there again after a reload.
func TestGuessANumber(t *testing.T) {
	p := open(t, "#/regression?lang=en&reduction=mean&learning_rate=0.5")
	p.call("set", "at", 1)
	found := p.state().Metrics["loss"].(float64)
	for _, c := range []struct {
		guess  float64
		begins string
	}{{found * 0.3, "Not so."}, {found * 1.05, "Right."}} {
		p.call("set", "at", 0)
		p.call("set", "guess_loss", c.guess)
		p.call("press", "guess_loss_sure")
		p.frames(60)
		p.reload()
		p.until("theatre.state().widgets.find((w) => w.id === 'guess_loss').label.includes('Noted.')", 10*time.Second)
		p.call("step")
		p.until("theatre.state().step === 1 && theatre.state().widgets.find((w) => w.id === 'guess_loss').label.includes('"+c.begins+"')", 10*time.Second)
		p.frames(60)
		if w := p.widget("guess_loss"); !strings.Contains(w.Label, c.begins) || !strings.Contains(w.Label, "the engine found") {
			t.Errorf("the guess %v of %v: %s", c.guess, found, w.Label)
		}
		p.shot("guess-number-" + strings.TrimRight(c.begins, "."))
		p.reload()
		p.until("theatre.state().widgets.find((w) => w.id === 'guess_loss').label.includes('"+c.begins+"')", 10*time.Second)
		p.call("press", "guess_loss_sure") // another step
	}
}

// TestDrawTheBorder draws with the real mouse where the border will run: across it,
// then along it; a line laid by keys comes between. The neuron's own answers at the
// end say who was right.
func TestDrawTheBorder(t *testing.T) {
	p := open(t, "#/perceptron?lang=en")
	p.call("set", "at", 1000)
	s := p.state()
	last := s.Step
	w, b := s.Metrics["weights"].([]any), s.Metrics["bias"].(float64)
	w1, w2 := w[0].(float64), w[1].(float64)
	points := s.Parameters["points"]
	box := p.widget("points").Rect
	unit := math.Min(box.Width, box.Height) / 4
	place := func(y float64) at { // on the border
		x := -(w2*y + b) / w1
		return at{box.X + box.Width/2 + (x-0.5)*unit, box.Y + box.Height/2 - (y-0.5)*unit}
	}
	answer := func(begins, shot string) {
		t.Helper()
		p.until("theatre.state().parameters.border !== ''", 10*time.Second)
		if w := p.widget("guess_border"); !strings.Contains(w.Value.(string), "Noted.") {
			t.Errorf("before the end it says %v", w.Value)
		}
		p.call("set", "at", last)
		p.until("theatre.state().widgets.find((w) => w.id === 'guess_border').value.includes('"+begins+"')", 10*time.Second)
		if w := p.widget("guess_border"); !strings.Contains(w.Value.(string), begins) || !strings.Contains(w.Value.(string), "%") {
			t.Errorf("it says %v, not %s", w.Value, begins)
		}
		p.shot(shot)
		p.call("set", "at", 0)
		p.click("guess_border_draw")
		p.frames(2)
	}
	p.call("set", "at", 0)
	p.click("guess_border_draw")
	p.frames(2)
	p.stroke(at{box.X + 30, box.Y + box.Height - 100}, at{box.X + box.Width - 30, box.Y + 60})
	answer("Not so.", "draw-border-wrong")
	p.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.Enter)) // the same line once more, by its handles
	answer("Not so.", "draw-border-keys")
	p.stroke(place(2.2), place(0.5), place(-1.2))
	answer("Right.", "draw-border-right")
	if got := p.state().Parameters["points"]; got != points {
		t.Errorf("drawing has changed the points to %v", got)
	}
}
