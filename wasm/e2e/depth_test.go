//go:build !js

package e2e

import (
	"math"
	"testing"
	"time"
)

// TestDepthLesson: a drawn curve is put together by one hidden layer; of two
// networks with as many parameters the deep one learns the spiral; eight layers
// of sigmoids learn nothing.
func TestDepthLesson(t *testing.T) {
	p := open(t, "#/depth?lang=en&speed=16")
	box := p.widget("curve").Rect
	place := func(fx, fy float64) at { return at{box.X + fx*box.Width, box.Y + fy*box.Height} }
	p.stroke(place(0.2, 0.7), place(0.35, 0.35), place(0.5, 0.7), place(0.65, 0.35), place(0.8, 0.7))
	p.until("theatre.state().step > 1500 && theatre.state().metrics.max_error < 0.25", 60*time.Second)
	p.call("pause")
	s := p.state()
	t.Logf("one layer: Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
	p.shot("depth-one-layer")

	p.call("set", "view", "race")
	p.call("set", "guess", "deep")
	p.until("theatre.state().metrics.finished", 120*time.Second)
	s = p.state()
	t.Logf("race: Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
	if s.Metrics["winner"] != "deep" {
		t.Errorf("%v wins: deep %v, wide %v", s.Metrics["winner"], s.Metrics["deep_loss"], s.Metrics["wide_loss"])
	}
	p.shot("depth-race")
	p.call("set", "task", "saw")
	p.call("set", "folded", true)
	if l := p.state().Metrics["deep_loss"].(float64); l > 1e-10 {
		t.Errorf("folded by hand, the loss is %v", l)
	}
	p.shot("depth-folded")

	p.call("set", "view", "layers")
	p.call("set", "guess_layers", "worse")
	p.until("theatre.state().metrics.finished", 120*time.Second)
	s = p.state()
	t.Logf("eight networks: Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
	if loss := s.Metrics["train_loss"].([]any); math.Abs(loss[7].(float64)-math.Ln2) > 0.01 || loss[2].(float64) > 0.3 {
		t.Errorf("three and eight layers of sigmoids: losses %v, %v", loss[2], loss[7])
	}
	p.shot("depth-layers")
}
