//go:build !js

package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gradtheatre/scenes/inspect"
)

// unfolded is what the inspector shows.
func (p *page) unfolded() inspect.State {
	p.t.Helper()
	return eval[struct{ Inspector inspect.State }](p, "theatre.state()").Inspector
}

func (p *page) keys(keys ...string) inspect.State {
	p.t.Helper()
	for _, k := range keys {
		p.do(chromedp.KeyEvent(k))
		p.frames(2)
	}
	return p.unfolded()
}

// follow presses, with the mouse, the first factor whose name begins so.
func (p *page) follow(name string) inspect.State {
	p.t.Helper()
	for _, w := range p.state().Widgets {
		if strings.HasPrefix(w.ID, "term-") && strings.HasPrefix(w.Label, name) && w.Rect.Height > 0 {
			p.click(w.ID)
			return p.unfolded()
		}
	}
	p.t.Fatalf("no factor is called %s in %+v", name, p.unfolded())
	return inspect.State{}
}

// TestInspectorByMouse picks a probability of the digit with the lens, follows
// it over a score to a weight of the network, sees the weight's gradient with
// its check, its place among 640 weights and the engine's code, and leaves.
func TestInspectorByMouse(t *testing.T) {
	p := open(t, "#/draw?lang=en")
	p.click("probe")
	p.stroke(p.widget("probabilities").in(0.5, 0.35))
	p.frames(3)
	s := p.unfolded()
	if !s.Open || len(s.Path) != 1 || !strings.HasPrefix(s.Path[0], "probabilities.") || !s.Adds {
		t.Fatalf("the lens on the probabilities shows %+v", s)
	}
	p.shot("inspect-draw")
	if s = p.follow("e"); s.Op != "linear" || !s.Adds || s.Count != 65 {
		t.Fatalf("a score has 64 terms and a bias: %+v", s)
	}
	if s = p.follow("fc2.weight"); s.Op != "param" || len(s.Path) != 3 {
		t.Fatalf("the way to a weight is %+v", s)
	}
	p.click("inspect-gradient")
	if s = p.unfolded(); s.Mode != "gradient" || s.Difference == nil || !s.Agrees || !s.Adds {
		t.Errorf("the gradient of the weight: %+v", s)
	}
	p.shot("inspect-draw-gradient")
	p.click("inspect-matrix")
	at := p.unfolded().Path[2]
	if s = p.keys(kb.ArrowLeft); s.Mode != "matrix" || s.Path[2] == at {
		t.Errorf("an arrow key in the matrix: %+v", s)
	}
	p.shot("inspect-draw-matrix")
	p.click("inspect-code")
	if s = p.unfolded(); s.Mode != "code" || s.File != "engine/grad/linear.go" {
		t.Errorf("the code of the gradient: %+v", s)
	}
	p.click("inspect-back")
	if s = p.unfolded(); len(s.Path) != 2 {
		t.Errorf("one step back: %v", s.Path)
	}
	if s = p.keys(kb.Escape); s.Open {
		t.Error("Esc leaves the inspector open")
	}
	frame := p.state().Frame
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", frame.Update, frame.Draw)
}

// TestInspectorByKeyboard opens the inspector of the losses by key, walks from
// −ln p back to a score, to its gradient and its check, and out again.
func TestInspectorByKeyboard(t *testing.T) {
	p := open(t, "#/loss?lang=zh")
	s := p.keys("i")
	if !s.Open {
		t.Fatal("the key I opens nothing")
	}
	for range 40 {
		if strings.HasPrefix(s.Path[0], "-ln p") {
			break
		}
		s = p.keys("n")
	}
	if !strings.HasPrefix(s.Path[0], "-ln p") || s.Op != "neg" {
		t.Fatalf("the next number and the next lead to %+v", s)
	}
	for range 8 {
		if s.Op == "input" {
			break
		}
		if s = p.keys(kb.Enter); s.Count > 0 && !s.Adds {
			t.Errorf("%v: the terms add up to %v, not %v", s.Path, s.Sum, s.Value)
		}
	}
	if s.Op != "input" || len(s.Path) < 4 || !strings.HasPrefix(s.Path[len(s.Path)-1], "scores.") {
		t.Fatalf("the way ends at %+v", s)
	}
	if s = p.keys("g"); s.Mode != "gradient" || s.Difference == nil || !s.Agrees {
		t.Errorf("the gradient of the score: %+v", s)
	}
	p.shot("inspect-loss")
	if s = p.keys("m", kb.End); s.Mode != "matrix" {
		t.Errorf("the key m: %+v", s)
	}
	n := len(s.Path)
	if s = p.keys(kb.Enter, kb.Backspace); len(s.Path) != n-1 || s.Mode == "matrix" {
		t.Errorf("Backspace: %+v", s)
	}
	if link := p.state().Link; !strings.Contains(link, "inspect=") {
		t.Errorf("the link %s does not keep it", link)
	}
	if s = p.keys(kb.Escape); s.Open {
		t.Error("Esc leaves the inspector open")
	}
}
