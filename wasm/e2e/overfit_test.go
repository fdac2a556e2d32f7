//go:build !js

package e2e

import (
	"testing"
	"time"
)

// TestOverfitLesson: a curve through every point is worse on unseen ones; a
// point is added by hand; a lower degree does better.
func TestOverfitLesson(t *testing.T) {
	p := open(t, "#/overfit?lang=zh")
	p.call("set", "guess_degree", "3")
	s := p.state()
	train, val := s.Metrics["train_loss"].(float64), s.Metrics["val_loss"].(float64)
	if train > 1e-6 || val < 1 {
		t.Errorf("degree 9: %v on its points, %v on unseen ones", train, val)
	}
	box := p.widget("points").Rect
	p.stroke(at{box.X + box.Width/2, box.Y + box.Height - 30}, at{box.X + box.Width/2, box.Y + box.Height - 31})
	p.frames(3)
	s = p.state()
	if n := s.Metrics["train_examples"]; n != 11.0 {
		t.Errorf("a point was added: there are %v", n)
	}
	p.shot("overfit-curve")
	p.call("press", "original")
	p.call("set", "degree", 3)
	if v := p.state().Metrics["val_loss"].(float64); v > val/5 {
		t.Errorf("degree 3: %v on unseen points, degree 9 %v", v, val)
	}
}

// TestOverfitNetworkLesson: a network learns wrong labels by heart; dropout
// does better on unseen digits.
func TestOverfitNetworkLesson(t *testing.T) {
	p := open(t, "#/overfit?lang=en&view=network")
	p.call("set", "guess_loss", "rise")
	p.call("play")
	p.until("theatre.state().metrics.epoch >= 100", 120*time.Second)
	p.call("pause")
	plain := p.state().Metrics["val_accuracy"].(float64)
	p.call("set", "dropout", 0.7)
	p.until("theatre.state().metrics.epoch >= 100", 120*time.Second) // it learns as many epochs again
	p.settle()
	s := p.state()
	if got := s.Metrics["val_accuracy"].(float64); got < plain+0.04 {
		t.Errorf("dropout: %v of unseen digits, %v without", got, plain)
	}
	p.shot("overfit-network")
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}

// TestOverfitShapesLesson: a classifier that is all right on tidy pictures
// misreads a turned block.
func TestOverfitShapesLesson(t *testing.T) {
	p := open(t, "#/overfit?lang=zh&view=shapes")
	p.call("set", "angle", 45)
	s := p.state()
	if s.Metrics["val_accuracy"].(float64) < 0.99 || s.Metrics["prediction"] == "square" {
		t.Errorf("tidy %v, turned it says %v", s.Metrics["val_accuracy"], s.Metrics["prediction"])
	}
	p.shot("overfit-shapes")
	names := []string{"step", "angle", "train_accuracy", "val_accuracy", "turned_accuracy", "shaded_accuracy", "accuracy_by_angle", "probabilities"}
	p.kept()
	want := p.measured(names...)
	p.reload()
	p.settle()
	if got := p.measured(names...); got != want {
		t.Errorf("a reload:\n%s\nand before it:\n%s", got, want)
	}
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}
