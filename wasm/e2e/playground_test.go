//go:build !js

package e2e

import (
	"testing"
	"time"
)

// TestPlaygroundLesson: the circle is learned, a step back is the step before,
// one hidden neuron cannot tell XOR apart, and a learning rate of 3 diverges.
func TestPlaygroundLesson(t *testing.T) {
	p := open(t, "#/playground?lang=en")
	p.call("play")
	p.until("theatre.state().metrics.train_accuracy === 1", 60*time.Second)
	p.call("pause")
	s := p.state()
	t.Logf("learning: %.0f epochs/s, Update %.2f ms, Draw %.2f ms of CPU a frame", s.Metrics["epochs_per_second"], s.Frame.Update, s.Frame.Draw)
	step, loss := s.Metrics["step"].(float64), s.Metrics["train_loss"]
	p.call("back")
	if s := p.state(); s.Metrics["step"] != step-1 || s.Metrics["train_loss"] == loss {
		t.Errorf("one back of %v: %v", step, s.Metrics["step"])
	}
	p.call("step")
	if s := p.state(); s.Metrics["step"] != step || s.Metrics["train_loss"] != loss {
		t.Errorf("on again: step %v, train_loss %v, was %v, %v", s.Metrics["step"], s.Metrics["train_loss"], step, loss)
	}
	p.shot("playground-circle")

	out := p.widget("points").Rect
	before := p.state().Link
	p.stroke(at{out.X - 2, out.Y + out.Height/2}, at{out.X - 2, out.Y + out.Height/2 - 80})
	p.frames(2)
	if s := p.state(); s.Link == before || s.Metrics["unfolded"] == nil {
		t.Error("dragging a line changed nothing")
	}

	p.call("set", "speed", 16)
	p.click("close_card")
	p.frames(2)
	p.click("guess_no")
	p.until("theatre.state().metrics.guess !== 'training'", 60*time.Second)
	if s := p.state(); s.Metrics["guess"] != "right" {
		t.Errorf("one neuron and XOR: %v", s.Metrics)
	}
	p.shot("playground-xor")

	p.call("set", "data", "hills")
	p.call("set", "network", "8:relu,8:relu")
	p.call("set", "optimizer", "sgd")
	p.call("set", "learning_rate", 3)
	p.call("play")
	p.until("theatre.state().metrics.diverged", 60*time.Second)
	if s := p.state(); s.Playing || s.Metrics["reason"] == nil {
		t.Errorf("diverged, but playing %v, reason %v", s.Playing, s.Metrics["reason"])
	}
	p.shot("playground-diverged")
}

// TestPlaygroundSpeed: 2-8-8-1 on 500 points, as fast as the page can.
func TestPlaygroundSpeed(t *testing.T) {
	p := open(t, "#/playground?lang=en&network=8%3Atanh%2C8%3Atanh&points_total=1000&speed=16")
	p.call("play")
	p.until("theatre.state().metrics.epochs_per_second > 0", 60*time.Second)
	p.frames(120)
	s := p.state()
	t.Logf("500 points through 2-8-8-1 in batches of 10: %.0f epochs/s, Update %.2f ms, Draw %.2f ms of CPU a frame", s.Metrics["epochs_per_second"], s.Frame.Update, s.Frame.Draw)
	if s.Metrics["train_size"] != 500.0 || !(s.Metrics["epoch"].(float64) > 1) {
		t.Errorf("%v", s.Metrics)
	}
}
