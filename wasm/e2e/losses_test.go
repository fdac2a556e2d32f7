//go:build !js

package e2e

import (
	"math"
	"testing"
)

// numbers are those of a metric that is a list.
func numbers(v any) (out []float64) {
	list, _ := v.([]any)
	for _, x := range list {
		f, ok := x.(float64)
		if !ok {
			f = math.NaN()
		}
		out = append(out, f)
	}
	return out
}

// TestScoreLesson: the point is dragged into the cat's land; then a linear
// classifier of digits learns, and misreads a digit that has moved.
func TestScoreLesson(t *testing.T) {
	p := open(t, "#/score?lang=zh")
	p.call("set", "guess_winner", "dog")
	p.call("set", "at", 3)
	if got := numbers(p.state().Metrics["scores"]); len(got) != 3 || math.Abs(got[2]-60.75) > 1e-3 {
		t.Fatalf("scores %v", got)
	}
	p.shot("score-pixels")
	box := p.widget("plane").Rect
	p.stroke(at{box.X + box.Width*0.7, box.Y + box.Height*0.6}, at{box.X + box.Width*0.15, box.Y + box.Height*0.1})
	p.frames(2)
	if w := p.state().Metrics["winner"]; w != "cat" {
		t.Errorf("with x₂ dark and x₄ bright %v wins", w)
	}
	p.call("set", "view", "digits")
	s := p.state()
	if acc, _ := s.Metrics["val_accuracy"].(float64); acc < 0.85 {
		t.Errorf("after step %v the accuracy is %v", s.Metrics["step"], acc)
	}
	if s.Metrics["prediction"] != 0.0 {
		t.Errorf("the 0 is read as %v", s.Metrics["prediction"])
	}
	p.call("set", "shift", "6")
	if got := p.state().Metrics["prediction"]; got == 0.0 {
		t.Error("moved by six pixels the 0 is still read right")
	}
	p.shot("score-digits")
	s = p.state()
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}

// TestLossLesson: the lecture's losses, an overflow and its cure, an outlier
// dragged, and the race.
func TestLossLesson(t *testing.T) {
	p := open(t, "#/loss?lang=en")
	s := p.state()
	if h, l := numbers(s.Metrics["hinge"]), numbers(s.Metrics["cross_entropy"]); math.Abs(h[0]-2.9) > 1e-5 || math.Abs(l[0]-2.04) > 1e-2 {
		t.Fatalf("hinge %v, cross-entropy %v", h, l)
	}
	p.call("press", "overflow")
	if got := numbers(p.state().Metrics["softmax"]); !math.IsNaN(got[1]) {
		t.Errorf("exp(100) in single precision leaves %v", got)
	}
	p.shot("loss-overflow")
	p.call("set", "subtract_max", "true")
	if got := numbers(p.state().Metrics["softmax"]); got[1] != 1 {
		t.Errorf("with the maximum subtracted p is %v", got)
	}
	p.call("set", "view", "outlier")
	before := p.state().Metrics
	box := p.widget("points").Rect
	spot := func(x, y float64) at {
		return at{box.X + 30 + x/10*(box.Width-42), box.Y + 12 + (1-y/10)*(box.Height-40)}
	}
	p.stroke(spot(9, 1.2), spot(9, 4), spot(9, 7))
	p.frames(2)
	after := p.state().Metrics
	if q, a := after["slope_mse"].(float64)-before["slope_mse"].(float64), after["slope_mae"].(float64)-before["slope_mae"].(float64); q < 0.3 || math.Abs(a) > 0.1 {
		t.Errorf("the outlier is back in line: slopes moved by %v (squares) and %v (absolute)", q, a)
	}
	p.shot("loss-outlier")
	p.call("set", "view", "race")
	p.call("set", "guess_race", "bce")
	p.call("set", "at", 12)
	s = p.state()
	if a := numbers(s.Metrics["race_output"]); !(a[1] < 0.1 && a[0] > 2*a[1]) {
		t.Errorf("outputs %v; cross-entropy should be far ahead", a)
	}
	p.shot("loss-race")
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}

// TestPenaltyLesson: equal scores and L1, another L2; then L2 spreads the weight
// that L1 leaves.
func TestPenaltyLesson(t *testing.T) {
	p := open(t, "#/penalty?lang=zh")
	p.call("set", "guess_l2", "w2")
	p.call("set", "at", 3)
	m := p.state().Metrics
	if a, b, c := numbers(m["scores"]), numbers(m["l1"]), numbers(m["l2"]); a[0] != a[1] || b[0] != b[1] || c[0] != 1 || c[1] != 0.25 {
		t.Errorf("scores %v, L1 %v, L2 %v", a, b, c)
	}
	p.shot("penalty-tie")
	p.call("set", "view", "pull")
	p.call("set", "start", "w1")
	p.call("set", "data", "true")
	p.call("set", "at", 40)
	s := p.state()
	if a, b := numbers(s.Metrics["weights_l1"]), numbers(s.Metrics["weights_l2"]); !(a[0] > 0.5 && a[1] < 0.1 && math.Abs(b[0]-b[3]) < 0.05) {
		t.Errorf("L1 ends at %v, L2 at %v", a, b)
	}
	p.shot("penalty-pull")
	t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", s.Frame.Update, s.Frame.Draw)
}
