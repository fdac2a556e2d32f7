//go:build !js

package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestVerdictSurvives: what was answered at once is there after a reload, with its
// verdict, which the engine gives anew.
func TestVerdictSurvives(t *testing.T) {
	p := open(t, "#/forward?lang=en")
	for _, scene := range []struct{ id, guess, choice string }{{"forward", "guess_flip", "y2"}, {"overfit", "guess_degree", "12"}, {"setup", "guess", "vanishes"}} {
		p.call("go", scene.id)
		p.until("theatre.state().scene === '"+scene.id+"' && theatre.state().widgets.some((w) => w.id === '"+scene.guess+"')", 20*time.Second)
		p.call("set", scene.guess, scene.choice)
		answered := "theatre.state().widgets.some((w) => w.id === '" + scene.guess + "' && /Right\\.|Not so\\./.test(w.label))"
		p.until(answered, 20*time.Second)
		p.frames(60) // it is noted twice a second
		was := p.widget(scene.guess).Label
		p.do(chromedp.Reload())
		p.await("theatre.ready")
		p.until("theatre.state().parameters."+scene.guess+" === '"+scene.choice+"' && "+answered, 20*time.Second)
		if now := p.widget(scene.guess).Label; now != was || !strings.Contains(now, "?") && !strings.Contains(now, "？") {
			t.Errorf("%s after a reload: %s, was %s", scene.id, now, was)
		}
		p.shot("verdict-survives-" + scene.id)
	}
}
