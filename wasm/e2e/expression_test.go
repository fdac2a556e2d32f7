//go:build !js

package e2e

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestTypeAnExpression types with real keys and reads the gradients.
func TestTypeAnExpression(t *testing.T) {
	p := open(t, "#/gates?lang=en")
	p.click("expression")
	p.until("document.activeElement.id === 'w-expression'", 5*time.Second)
	p.run("document.activeElement.select()")
	p.do(chromedp.KeyEvent("max(x,y)*z"), chromedp.KeyEvent(kb.Enter))
	p.until("theatre.state().parameters.expression === 'max(x,y)*z'", 5*time.Second)
	p.shot("typed-expression")
	for k, v := range map[string]float64{"x": 2, "y": -1, "z": 3} {
		p.call("set", k, v)
	}
	p.call("set", "at", 1000)
	s := p.state()
	grads, _ := s.Metrics["grads"].(map[string]any)
	if grads["x"] != 3.0 || grads["y"] != 0.0 || grads["z"] != 2.0 {
		t.Errorf("the gradients of max(x,y)*z at (2, −1, 3) are %v", s.Metrics)
	}
	p.call("set", "expression", "x + ")
	if e := p.state().Metrics["error"]; e == nil || e == "" {
		t.Error("half an expression brings no error")
	}
}
