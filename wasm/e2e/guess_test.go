//go:build !js

package e2e

import (
	"fmt"
	"testing"
	"time"
)

// TestGuessSurvives: who has guessed and not yet run finds the guess after a reload,
// with the run that will answer it, standing; other settings ask anew.
func TestGuessSurvives(t *testing.T) {
	p := open(t, "#/depth?view=race&lang=en")
	p.call("set", "guess", "wide")
	p.until("theatre.state().step >= 40", 60*time.Second)
	p.call("pause")
	p.stands()
	p.kept()
	at := p.state().Step
	p.reload()
	p.until(fmt.Sprintf("theatre.state().parameters.guess === 'wide' && theatre.state().step >= %d", at), 20*time.Second)
	p.stands()
	if s := p.state(); s.Step != at || s.Playing {
		t.Errorf("it stands at step %d, stood at %d; playing %v", s.Step, at, s.Playing)
	}
	p.call("set", "layers", 4)
	p.until("theatre.state().parameters.guess === ''", 10*time.Second)
}
