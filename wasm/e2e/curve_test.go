//go:build !js

package e2e

import (
	"math"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// TestPressCurve presses a point of the losses of regression: the run goes back to
// the epoch in which it was recorded, and the inspector unfolds the loss of then.
// By keyboard the plot is an element of the page whose points are spoken, and Enter
// unfolds the one that is pointed at.
func TestPressCurve(t *testing.T) {
	p := open(t, "#/regression?lang=en")
	p.run("for (let i = 0; i < 10; i++) theatre.step()")
	p.settle()
	first := p.state().Metrics["loss"].(float64)
	curve := p.widget("curve")
	if curve.Role != "application" {
		t.Errorf("a plot whose points are read by key is an element with the role %q", curve.Role)
	}
	p.run("document.getElementById('w-curve').focus()")
	p.frames(2)
	p.keys(kb.End)
	p.until("document.getElementById('live').textContent.startsWith('epoch 10 · training')", 5*time.Second)
	p.keys(kb.ArrowLeft, kb.ArrowLeft)
	p.until("document.getElementById('live').textContent.startsWith('epoch 8 · training')", 5*time.Second)
	p.keys(kb.Enter)
	p.settle()
	s, in := p.state(), p.unfolded()
	loss := s.Metrics["loss"].(float64)
	if v, ok := in.Value.(float64); !ok || s.Step != 8 || loss == first || math.Abs(v-loss) > 1e-5*loss {
		t.Fatalf("Enter on epoch 8: step %d, loss %v, the inspector %+v", s.Step, loss, in)
	}
	p.shot("curve-key")
	p.keys(kb.Escape)
	p.run("for (let i = 0; i < 2; i++) theatre.step()")
	p.settle()
	curve = p.widget("curve")
	pressed := 0
	for y := 0.2; y < 0.95 && pressed == 0; y += 0.03 { // down from above, to the line
		p.stroke(curve.in(0.5, y))
		p.settle()
		if s, in := p.state(), p.unfolded(); in.Open {
			if pressed++; s.Step >= 10 || s.Step <= 0 {
				t.Errorf("a press in the middle leads to step %d, %+v", s.Step, in)
			} else if v, ok := in.Value.(float64); !ok || math.Abs(v-s.Metrics["loss"].(float64)) > 1e-5*v && math.Abs(v-s.Metrics["test_loss"].(float64)) > 1e-5*v {
				t.Errorf("at step %d the losses are %v and %v; the inspector has %+v", s.Step, s.Metrics["loss"], s.Metrics["test_loss"], in)
			}
		}
	}
	if pressed == 0 {
		t.Error("nowhere in the middle of the plot can the line be pressed")
	}
	p.shot("curve-press")
}
