//go:build !js

package e2e

import (
	"fmt"
	"testing"
	"time"
)

// TestValidateLesson: penguins in file order pass validation and fail the test;
// a line of the bar is dragged; the best of 49 networks is flattered by the
// images it was chosen by.
func TestValidateLesson(t *testing.T) {
	p := open(t, "#/validate?lang=zh")
	p.call("set", "deal", "file_order")
	p.call("press", "open_test")
	s := p.state()
	if v, test := s.Metrics["val_accuracy"].(float64), s.Metrics["test_accuracy"].(float64); v < 0.97 || test > 0.05 {
		t.Errorf("in file order: validation %v, test %v", v, test)
	}
	p.shot("validate-file-order")
	p.call("set", "deal", "stratified")
	p.call("set", "at", 5)
	box := p.widget("bar").Rect
	before := p.state().Metrics["train_size"].(float64)
	p.stroke(at{box.X + 16 + (box.Width-32)*0.6, box.Y + box.Height/2}, at{box.X + 16 + (box.Width-32)*0.4, box.Y + box.Height/2})
	p.frames(3)
	s = p.state()
	if n := s.Metrics["train_size"].(float64); n > before-40 {
		t.Errorf("the line was dragged: %v training birds of %v", n, before)
	}
	p.shot("validate-split")
	p.call("set", "view", "search")
	if n := p.state().Metrics["trials"]; n != 0.0 {
		t.Errorf("%v trials before play", n)
	}
	p.call("set", "at", 49)
	s = p.state()
	if o := s.Metrics["optimism"].(float64); o < 0.02 || s.Metrics["trials"] != 49.0 {
		t.Errorf("%v trials, too high by %v", s.Metrics["trials"], o)
	}
	p.call("press", "open_sealed")
	p.call("press", "peek")
	if n := p.state().Metrics["test_opened"]; n != 50.0 {
		t.Errorf("the test was opened %v times", n)
	}
	p.shot("validate-search")
	s = p.state()
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}

// measured are some of what was measured, in one text.
func (p *page) measured(names ...string) string {
	p.t.Helper()
	text, m := "", p.state().Metrics
	for _, name := range names {
		text += fmt.Sprintf("%s %v\n", name, m[name])
	}
	return text
}

// TestTrialsSurvive reloads after a test set was opened, at once and later: what
// was trained is there, and what was seen is not sealed again.
func TestTrialsSurvive(t *testing.T) {
	p := open(t, "#/validate?deal=random")
	back := func(after string, names ...string) {
		t.Helper()
		want := p.measured(names...)
		p.reload()
		for end := time.Now().Add(60 * time.Second); p.measured(names...) != want && time.Now().Before(end); { // what was not kept yet is trained again
			p.frames(10)
		}
		if got := p.measured(names...); got != want {
			t.Errorf("a reload %s:\n%s\nand before it:\n%s", after, got, want)
		}
	}
	p.call("set", "at", 3)
	p.call("press", "open_test")
	back("at once", "train_accuracy", "val_accuracy", "test_accuracy", "test_opened", "fold_accuracies", "probabilities")
	p.call("set", "view", "search")
	p.await("theatre.play()")
	p.until("theatre.state().metrics.trials >= 15", 60*time.Second)
	p.await("theatre.pause()")
	p.call("press", "open_sealed")
	p.kept()
	search := []string{"trials", "learning_rate", "parameters", "val_accuracy", "test_accuracy", "fresh_accuracy", "test_opened"}
	back("of a search", search...)
	p.shot("validate-back")
	p.call("set", "at", 49)
	p.call("press", "peek")
	back("at once after the whole search", append(search, "optimism")...)
	if n := p.state().Metrics["test_opened"]; n != 50.0 {
		t.Errorf("the test was opened %v times", n)
	}
}
