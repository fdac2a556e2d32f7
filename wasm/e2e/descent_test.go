//go:build !js

package e2e

import (
	"math"
	"testing"
	"time"
)

// TestDescentLesson: a prediction is scored by the race; past 2/λ plain descent
// diverges; the saddle holds it up; the balls are dragged and the relief is
// turned by hand; two workers' gradients average to that of all; a typed
// surface is run, and a mistake in it told.
func TestDescentLesson(t *testing.T) {
	p := open(t, "#/descent?lang=en")
	settle := func() {
		p.until("theatre.state().metrics.grid && theatre.state().metrics.grid[0] === 81", 20*time.Second)
	}
	settle()
	p.call("set", "guess_first", "momentum")
	p.call("set", "at", 60)
	p.frames(2)
	s := p.state()
	reached := s.Metrics["reached_step"].(map[string]any)
	if m, g := reached["momentum"].(float64), reached["sgd"].(float64); !(m > 0 && m < g) {
		t.Errorf("in the ravine momentum is in the valley at step %v, plain descent at %v", m, g)
	}
	p.shot("descent-ravine")

	p.call("set", "at", 25)
	box := p.widget("start").Rect
	p.stroke(at{box.X + box.Width*0.2, box.Y + box.Height*0.35}, at{box.X + box.Width*0.8, box.Y + box.Height*0.3})
	p.frames(2)
	if v, _ := p.state().Parameters["start"].(string); v == "" || v[0] == '-' {
		t.Errorf("the balls were dragged to the right, and start at %q", v)
	}
	box = p.widget("relief_view").Rect
	turned := p.state().Parameters["relief_view"]
	p.stroke(at{box.X + 60, box.Y + 100}, at{box.X + 160, box.Y + 110})
	p.frames(2)
	s = p.state()
	if s.Parameters["relief_view"] == turned {
		t.Error("the relief was not turned")
	}
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)

	p.call("set", "surface", "bowl")
	settle()
	p.call("set", "guess_diverge", "yes")
	p.call("set", "at", 20)
	p.frames(2)
	s = p.state()
	if limit := s.Metrics["max_stable_learning_rate"].(float64); math.Abs(limit-2) > 1e-3 || s.Metrics["learning_rate"] != 2.2 || len(s.Metrics["diverged"].([]any)) != 1 {
		t.Errorf("the bowl: limit %v, η %v, diverged %v", limit, s.Metrics["learning_rate"], s.Metrics["diverged"])
	}
	p.shot("descent-diverged")

	p.call("set", "surface", "saddle")
	settle()
	p.call("set", "at", 26)
	p.frames(2)
	if place := p.state().Metrics["place"]; place != "saddle" {
		t.Errorf("plain descent is at a %v", place)
	}
	p.shot("descent-saddle")

	p.call("set", "surface", "line")
	p.call("set", "batch_size", "16")
	p.call("set", "details", "cloud")
	p.call("set", "at", 12)
	settle()
	p.frames(2)
	s = p.state()
	all, joined := s.Metrics["gradient"].([]any), s.Metrics["worker_mean"].([]any)
	for a := range all {
		if g, w := all[a].(float64), joined[a].(float64); math.Abs(g-w) > 1e-4*math.Max(1, math.Abs(g)) {
			t.Errorf("the workers' mean is %v, the gradient %v", joined, all)
		}
	}
	p.shot("descent-cloud")

	p.call("set", "surface", "network")
	p.until("theatre.state().metrics.loss > 0", 20*time.Second)
	p.call("set", "at", 60)
	p.frames(30)
	s = p.state()
	t.Logf("network: grid %v, Update %.2f ms, Draw %.2f ms of CPU a frame", s.Metrics["grid"], s.Frame.Update, s.Frame.Draw)
	p.shot("descent-network")

	p.call("set", "surface", "own")
	p.call("set", "expression", "x^2/9+y^2+tanh(x)")
	p.frames(2)
	before := p.state().Metrics["loss"]
	p.call("set", "expression", "x^2+*y")
	p.frames(2)
	if s := p.state(); s.Metrics["loss"] != before || s.Error != "" {
		t.Errorf("a mistake in the formula changed the run: %v, %v", before, s.Metrics["loss"])
	}
}
