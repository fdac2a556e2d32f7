//go:build !js

package e2e

import (
	"math"
	"strings"
	"testing"
	"time"
)

// TestSetupLesson: weights that are too small make ten layers go quiet and learn
// nothing, batch norm wakes them, Xavier needs none; standardised data turn the
// valley round; too large a weight sends ReLUs beyond float32.
func TestSetupLesson(t *testing.T) {
	p := open(t, "#/setup?lang=en")
	p.call("set", "guess", "vanishes")
	s := p.state()
	sd := func() []any { return p.state().Metrics["activation_std"].([]any) }
	if first, last := sd()[0].(float64), sd()[9].(float64); !(last < first/1000) {
		t.Errorf("the deviation goes from %v to %v", first, last)
	}
	raw := s.Metrics["descent_steps"].(float64)
	p.shot("setup-small")

	p.call("set", "data", "standardised")
	if now := p.state().Metrics["descent_steps"].(float64); !(now < raw/5) {
		t.Errorf("%v steps down the long valley, %v down the round one", raw, now)
	}
	p.call("set", "at", 150)
	p.until("theatre.state().step >= 150", 30*time.Second)
	if l := p.state().Metrics["loss"].(float64); math.Abs(l-math.Ln2) > 0.01 {
		t.Errorf("too small, the loss comes to %v", l)
	}
	p.call("set", "batch_norm", true)
	p.call("play")
	p.until("theatre.state().metrics.loss < 0.2", 60*time.Second)
	p.call("pause")
	s = p.state()
	t.Logf("learning: Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
	p.call("set", "view", "modes")
	p.shot("setup-batch-norm")
	if s := p.state(); s.Metrics["eval_mode_spread"] != 0.0 || s.Metrics["train_mode_spread"] == 0.0 {
		t.Errorf("the answers spread by %v in training, %v in use", s.Metrics["train_mode_spread"], s.Metrics["eval_mode_spread"])
	}

	p.call("set", "batch_norm", false)
	p.call("set", "activation", "relu")
	p.call("set", "init", "large")
	p.call("play")
	p.until("theatre.state().metrics.diverged", 20*time.Second)
	if why := p.state().Metrics["reason"].(string); !strings.Contains(why, "not finite") {
		t.Errorf("the reason is %q", why)
	}
	box := p.widget("cloud").Rect
	p.stroke(at{box.X + box.Width*0.6, box.Y + box.Height*0.6}, at{box.X + box.Width*0.45, box.Y + box.Height*0.7})
	p.frames(2)
	if c, _ := p.state().Parameters["cloud"].(string); strings.HasPrefix(c, "5,3") {
		t.Errorf("the cloud was dragged, and is still at %v", c)
	}
	p.shot("setup-too-large")
}
