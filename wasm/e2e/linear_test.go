//go:build !js

package e2e

import (
	"math"
	"testing"
)

// TestRegressionLesson: the textbook's program is played into infinity, then
// mended, and lands on the closed form.
func TestRegressionLesson(t *testing.T) {
	p := open(t, "#/regression?lang=en")
	p.call("set", "guess", "settle")
	p.call("set", "at", 1000)
	s := p.state()
	if s.Metrics["prediction_overflow_epoch"] != s.Metrics["epoch"] || s.Metrics["epoch"] == 0.0 {
		t.Errorf("summed: epoch %v, overflow at %v", s.Metrics["epoch"], s.Metrics["prediction_overflow_epoch"])
	}
	if a := s.Metrics["float64_loss_overflow_epoch"].(float64); a < 171 || a > 193 {
		t.Errorf("in float64 the loss overflows at epoch %v", a)
	}
	p.shot("regression-sum")
	p.call("set", "reduction", "mean")
	p.call("set", "closed_form", true)
	p.call("set", "at", 1000)
	s = p.state()
	if d := s.Metrics["relative_difference"].(float64); d > 5e-5 || s.Metrics["epoch"] != 1000.0 {
		t.Errorf("averaged: epoch %v, %v from the closed form", s.Metrics["epoch"], d)
	}
	p.shot("regression-mean")
	p.call("set", "samples", "20")
	closed := p.state().Metrics["closed_form"].(float64)
	p.call("press", "outlier")
	if got := p.state().Metrics["closed_form"].(float64); !(got < closed*0.8) {
		t.Errorf("an outlier moves the closed form from %v to %v", closed, got)
	}
	box := p.widget("bowl").Rect
	p.stroke(at{box.X + box.Width/2, box.Y + box.Height/2}, at{box.X + box.Width*0.8, box.Y + box.Height/2})
	p.frames(2)
	s = p.state()
	if w0, _ := s.Parameters["w0"].(float64); !(w0 > closed) {
		t.Errorf("the ball was dragged to w₀ = %v", s.Parameters["w0"])
	}
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}

// TestCollapseLesson: four linear layers are one, and leave XOR as it is; a
// ReLU takes it apart.
func TestCollapseLesson(t *testing.T) {
	p := open(t, "#/collapse?lang=zh&layers=4")
	s := p.state()
	if s.Metrics["max_difference"] != 0.0 || s.Metrics["separable"] != false {
		t.Errorf("four layers: %v apart, separable %v", s.Metrics["max_difference"], s.Metrics["separable"])
	}
	p.call("set", "guess", "no")
	p.shot("collapse-linear")
	p.call("set", "relu1", true)
	s = p.state()
	if d := s.Metrics["max_difference"].(float64); d < 0.1 || s.Metrics["separable"] != true {
		t.Errorf("with a ReLU: %v apart, separable %v", d, s.Metrics["separable"])
	}
	box := p.widget("points").Rect
	place := func(x, y float64) at { return at{box.X + (x+1)/3*box.Width, box.Y + (2-y)/3*box.Height} }
	p.stroke(place(1.5, 1.5), place(-0.5, 1.5))
	p.frames(2)
	s = p.state()
	if x, _ := s.Parameters["x1"].(float64); math.Abs(x+0.5) > 0.051 {
		t.Errorf("the probe was dragged to %v", s.Parameters["x1"])
	}
	p.shot("collapse-relu")
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}
