//go:build !js

package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestPlaygroundLesson: without a hidden layer the circle stays unlearned, with
// one it is learned; a step back is the step before; one hidden neuron cannot
// learn the circle; a learning rate of 3 diverges, and the reason is said.
func TestPlaygroundLesson(t *testing.T) {
	p := open(t, "#/playground?lang=en")
	p.call("set", "network", "")
	p.call("set", "speed", 16)
	p.call("play")
	p.until("theatre.state().metrics.epoch > 150", 60*time.Second)
	p.call("pause")
	if acc := p.state().Metrics["train_accuracy"].(float64); acc > 0.75 {
		t.Errorf("a straight line tells %.2f of the circle's points", acc)
	}
	p.call("set", "network", "4:tanh")
	p.call("play")
	p.until("theatre.state().metrics.train_accuracy === 1", 60*time.Second)
	p.call("pause")
	p.until("!theatre.state().playing", 5*time.Second)
	s := p.state()
	t.Logf("learning: %.0f epochs/s, Update %.2f ms, Draw %.2f ms of CPU a frame", s.Metrics["epochs_per_second"], s.Frame.Update, s.Frame.Draw)
	p.call("back")
	before := p.state()
	p.call("step")
	p.call("back")
	if s := p.state(); s.Metrics["step"] != before.Metrics["step"] || s.Metrics["train_loss"] != before.Metrics["train_loss"] {
		t.Errorf("on and back again: step %v, train_loss %v, was %v, %v", s.Metrics["step"], s.Metrics["train_loss"], before.Metrics["step"], before.Metrics["train_loss"])
	}
	p.shot("playground-circle")

	out := p.widget("points").Rect
	link := p.state().Link
	p.stroke(at{out.X - 2, out.Y + out.Height/2}, at{out.X - 2, out.Y + out.Height/2 - 80})
	p.frames(2)
	if s := p.state(); s.Link == link || s.Metrics["unfolded"] == nil {
		t.Error("dragging a line changed nothing")
	}

	p.click("close_card")
	p.call("set", "network", "1:tanh")
	p.frames(2)
	p.click("guess_no")
	p.until("theatre.state().metrics.guess !== 'training'", 60*time.Second)
	if s := p.state(); s.Metrics["guess"] != "right" {
		t.Errorf("one neuron and the circle: %v", s.Metrics)
	}
	p.shot("playground-guess")

	p.call("set", "data", "hills")
	p.call("set", "network", "8:relu,8:relu")
	p.call("set", "optimizer", "sgd")
	p.call("set", "learning_rate", 3)
	p.call("play")
	p.until("theatre.state().metrics.diverged", 60*time.Second)
	if s := p.state(); s.Playing || !strings.Contains(s.Metrics["reason"].(string), "not finite") {
		t.Errorf("diverged, but playing %v, reason %v", s.Playing, s.Metrics["reason"])
	}
	p.shot("playground-diverged")
	p.click("go_on")
	p.until("!theatre.state().metrics.diverged", 20*time.Second)
}

// TestPlaygroundRace: both branches know one past; the one with the better
// learning rate is ahead after as many steps.
func TestPlaygroundRace(t *testing.T) {
	p := open(t, "#/playground?lang=en&learning_rate=0.0003")
	p.call("step")
	p.call("step")
	p.call("fork")
	p.call("set", "learning_rate", 0.03)
	p.call("play")
	p.until("theatre.state().metrics.epoch > 20", 60*time.Second)
	p.call("pause")
	p.settle()
	loss := func(branch string) (float64, float64) {
		p.call("branch", branch)
		p.frames(5)
		m := p.state().Metrics
		return m["train_loss"].(float64), m["step"].(float64)
	}
	b, atB := loss("B")
	a, atA := loss("A")
	if atA != atB || !(b < a/2) {
		t.Errorf("at step %v the loss is %v at a rate of 0.0003, and %v at 0.03 at step %v", atA, a, b, atB)
	}
	p.shot("playground-race")
}

// TestPlaygroundKeepsRuns saves a run, which is there after a new visit.
func TestPlaygroundKeepsRuns(t *testing.T) {
	p := open(t, "#/playground?lang=en")
	p.call("set", "at", 40)
	p.call("set", "run_name", "mine")
	p.call("press", "save_run")
	p.frames(3)
	loss := p.state().Metrics["train_loss"]
	p.reload()
	p.frames(3)
	p.call("press", "saved_1_open")
	p.frames(3)
	if s := p.state(); s.Metrics["train_loss"] != loss {
		t.Errorf("the saved run's loss is %v, was %v", s.Metrics["train_loss"], loss)
	}
}

// TestPlaygroundOnAPhone unfolds a neuron and looks at each view.
func TestPlaygroundOnAPhone(t *testing.T) {
	p := visit(t, 390, 844)
	p.load("#/playground?lang=zh")
	p.call("set", "at", 150)
	for _, v := range []string{"hidden_space", "histograms", "confusion", "find_rate", "formula", "loss"} {
		p.call("set", "view", v)
		p.frames(20)
		p.shot("playground-phone-" + v)
	}
	net := p.widget("network").Rect
	p.stroke(at{net.X + 145, net.Y + 180})
	p.frames(3)
	if s := p.state(); s.Metrics["unfolded"] == nil {
		t.Error("nothing is unfolded")
	}
	p.shot("playground-phone-unfolded")
}

// TestPlaygroundSpeed: 2-8-8-1 on 500 points, as fast as the worker can.
func TestPlaygroundSpeed(t *testing.T) {
	p := open(t, "#/playground?lang=en&network=8%3Atanh%2C8%3Atanh&points_total=1000&speed=16")
	p.call("play")
	p.until("theatre.state().metrics.epochs_per_second > 0", 60*time.Second)
	p.frames(30)
	s := p.state()
	t.Logf("500 points through 2-8-8-1 in batches of 10: %.0f epochs/s, Update %.2f ms, Draw %.2f ms of CPU a frame", s.Metrics["epochs_per_second"], s.Frame.Update, s.Frame.Draw)
	if s.Metrics["train_size"] != 500.0 || !(s.Metrics["epoch"].(float64) > 1) {
		t.Errorf("%v", s.Metrics)
	}
}

// TestPlaygroundGroups: what is folded away is opened by the keyboard on the page's
// own elements, and says so; it is still open on the next visit.
func TestPlaygroundGroups(t *testing.T) {
	p := open(t, "#/playground?lang=en")
	title := `document.querySelector('[aria-label^="Against overfitting"]')`
	p.until(title+`?.getAttribute('aria-expanded') === 'false'`, 10*time.Second)
	if p.widget("l2").Shown {
		t.Error("the penalty is on view at first")
	}
	p.run(title + `.focus()`)
	p.do(chromedp.KeyEvent("\r"))
	p.until(title+`?.getAttribute('aria-expanded') === 'true'`, 10*time.Second)
	p.frames(3)
	if !p.widget("l2").Shown {
		t.Error("Enter on the title does not show the penalty")
	}
	p.call("set", "l2", 0.01)
	p.shot("playground-groups")
	p.reload()
	p.frames(3)
	if !p.widget("l2").Shown || p.widget("noise").Shown {
		t.Error("after a reload other groups are open")
	}
}

// TestPlaygroundLinkGoesOn: who opens a link in another browser goes on digit for
// digit, in a worker as here; and the lines show gradients that unfold.
func TestPlaygroundLinkGoesOn(t *testing.T) {
	p := open(t, "#/playground?lang=en&network=5%3Arelu%2C3%3Atanh&dropout=0.1")
	p.call("set", "at", 45)
	p.until("theatre.state().step === 45", 20*time.Second)
	p.frames(5)
	link := p.state().Link
	other := open(t, link)
	other.until("theatre.state().step === 45", 20*time.Second)
	for _, q := range []*page{p, other} {
		q.call("set", "at", 95)
		q.until("theatre.state().step === 95", 20*time.Second)
		q.frames(5)
	}
	if a, b := p.state(), other.state(); a.Metrics["train_loss"] != b.Metrics["train_loss"] || a.Link != b.Link {
		t.Errorf("after 50 steps the loss is %v by the link, and %v by going on", b.Metrics["train_loss"], a.Metrics["train_loss"])
	}
	p.call("set", "wires", "gradient")
	p.frames(5)
	out := p.widget("points").Rect
	p.stroke(at{out.X - 2, out.Y + out.Height/2})
	p.until("theatre.state().metrics.unfolded?.includes('examples of step')", 10*time.Second)
	if text, _ := p.state().Metrics["unfolded"].(string); !strings.Contains(text, "∂L/∂w") || !strings.Contains(text, "examples of step 96") {
		t.Errorf("the line unfolds to %q", text)
	}
	p.shot("playground-gradients")
}
