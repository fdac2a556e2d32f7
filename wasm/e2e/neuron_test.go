//go:build !js

package e2e

import (
	"math"
	"testing"
)

// TestPerceptronLesson: the arrow is dragged until AND is right, then XOR is
// played and never ends.
func TestPerceptronLesson(t *testing.T) {
	p := open(t, "#/perceptron?lang=en")
	box := p.widget("points").Rect
	unit := min(box.Width, box.Height) / 4
	place := func(x1, x2 float64) at {
		return at{box.X + box.Width/2 + (x1-0.5)*unit, box.Y + box.Height/2 - (x2-0.5)*unit}
	}
	p.stroke(place(-0.5, 0.5), place(0.5, 0.5)) // w = (1, 1), drawn at half its length
	p.frames(2)
	if w := p.state().Metrics["weights"].([]any); w[0] != 1.0 || w[1] != 1.0 {
		t.Fatalf("the arrow was dragged to (1, 1), w is %v", w)
	}
	p.stroke(place(0.25, -0.75), place(1, 0.5)) // the line, to x₁ + x₂ = 1.5
	p.frames(2)
	s := p.state()
	if b := s.Metrics["bias"].(float64); math.Abs(b+1.5) > 0.02 || s.Metrics["train_accuracy"] != 1.0 {
		t.Errorf("the line was dragged between the points: b %v, accuracy %v", b, s.Metrics["train_accuracy"])
	}
	p.shot("perceptron-and")
	p.call("set", "data", "xor")
	p.call("set", "guess", "no")
	p.call("set", "at", 1000)
	s = p.state()
	if s.Metrics["converged"] != false || s.Metrics["repeats_epoch"] == 0.0 || s.Metrics["train_accuracy"] == 1.0 {
		t.Errorf("XOR: %v", s.Metrics)
	}
	p.shot("perceptron-xor")
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}

// TestActivationLesson: thirty sigmoids leave nothing of a gradient, thirty
// ReLUs all of it, or none.
func TestActivationLesson(t *testing.T) {
	p := open(t, "#/activation?lang=zh&layers=30")
	p.call("set", "at", 1000)
	if g := p.state().Metrics["grad"].(float64); !(g > 0 && g < 1e-18) {
		t.Errorf("thirty sigmoids leave %v", g)
	}
	p.shot("activation-sigmoid")
	p.call("set", "function", "relu")
	if g := p.state().Metrics["grad"]; g != 1.0 {
		t.Errorf("thirty ReLUs at x = 1 leave %v", g)
	}
	box := p.widget("x").Rect
	p.stroke(at{box.X + box.Width*0.6, box.Y + box.Height/2}, at{box.X + box.Width*0.2, box.Y + box.Height/2})
	p.frames(2)
	s := p.state()
	if x, _ := s.Parameters["x"].(float64); !(x < -3) || s.Metrics["grad"] != 0.0 {
		t.Errorf("dragged to the left: x %v, gradient %v", s.Parameters["x"], s.Metrics["grad"])
	}
	p.shot("activation-dead")
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}
