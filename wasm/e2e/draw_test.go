//go:build !js

package e2e

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"gradtheatre/engine/data"
)

// TestDrawingsByMouse draws digits with the real mouse, five of each of the
// twenty drawings that the network was never trained on.
func TestDrawingsByMouse(t *testing.T) {
	f, err := os.Open("../../engine/data/testdata/strokes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := data.ReadDrawings(f)
	if err != nil {
		t.Fatal(err)
	}
	var right, total atomic.Int64
	t.Run("hands", func(t *testing.T) { // a tab for each ten drawings, side by side: a mouse mostly waits for frames
		for first := 0; first < 20; first += 4 {
			t.Run(fmt.Sprint(first+1), func(t *testing.T) {
				t.Parallel()
				p := visit(t, 760, 600)
				p.load("#/draw")
				for digit := range 10 {
					d := &set[digit*20+first]
					got := p.draw(d)
					total.Add(1)
					if got == d.Digit {
						right.Add(1)
					} else {
						t.Logf("drawing %d: a %d read as %d", digit*20+first+1, d.Digit, got)
					}
				}
				frame := p.state().Frame
				t.Logf("Update %.2f ms, Draw %.2f ms of CPU a frame", frame.Update, frame.Draw)
				p.shot(fmt.Sprintf("draw-by-mouse-%d", first+1))
			})
		}
	})
	if right, total := right.Load(), total.Load(); total > 0 && (float64(right) < 0.95*float64(total) || total < 50) {
		t.Errorf("%d of %d drawings right, want 95 %% of at least 50", right, total)
	}
}

// draw clears the pad, draws with the mouse from point to point and returns
// the answer.
func (p *page) draw(d *data.LabelledDrawing) int {
	p.t.Helper()
	p.call("press", "clear")
	if got := p.state().Metrics["prediction"]; got != -1.0 {
		p.t.Fatalf("an empty pad is read as %v, want -1", got)
	}
	pad := p.widget("pad")
	mouse := func(kind input.DispatchMouseEventType, q at, buttons int64) {
		m := input.DispatchMouseEventParams{Type: kind, X: q.x, Y: q.y, Buttons: buttons}
		if kind != input.DispatchMouseEventTypeMouseMoved {
			m.Button, m.ClickCount = input.MouseButtonLeft, 1
		}
		if _, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, m); err != nil {
			p.t.Fatal(err)
		}
	}
	for _, line := range d.Strokes {
		start := pad.in(line[0].X, line[0].Y)
		mouse(input.DispatchMouseEventTypeMouseMoved, start, 0)
		mouse(input.DispatchMouseEventTypeMousePressed, start, 1)
		end := start
		for _, q := range line[1:] {
			end = pad.in(q.X, q.Y)
			mouse(input.DispatchMouseEventTypeMouseMoved, end, 1)
		}
		mouse(input.DispatchMouseEventTypeMouseReleased, end, 0)
	}
	p.frames(2)
	answer, _ := p.state().Metrics["prediction"].(float64)
	return int(answer)
}

// TestTrainingInThePage trains from scratch; the page goes on answering.
func TestTrainingInThePage(t *testing.T) {
	p := open(t, "#/draw")
	p.call("set", "train", "true")
	p.until(`theatre.state().metrics.step > 40 && theatre.state().metrics.images_per_second > 0`, 60*time.Second)
	before := p.state().Metrics["step"].(float64)
	p.call("set", "learning_rate", 0.001)
	p.call("set", "sample", "14")
	s := p.state()
	if s.Metrics["step"].(float64) < before || s.Metrics["weights"] != "trained_here" || s.Metrics["loss"] == nil {
		t.Errorf("after a change of the learning rate: step %v (was %v), weights %v, loss %v", s.Metrics["step"], before, s.Metrics["weights"], s.Metrics["loss"])
	}
	t.Logf("%.0f images/s, %.0f while it trains, loss %v, Update %.2f ms", s.Metrics["images_per_second"], s.Metrics["engine_images_per_second"], s.Metrics["loss"], s.Frame.Update)
	p.shot("draw-training")
	p.call("set", "train", "false")
	p.call("set", "weights", "shipped")
	if s := p.state(); s.Metrics["prediction"] != 7.0 || s.Metrics["weights"] != "shipped" {
		t.Errorf("the sample 7 is read as %v by the %v weights", s.Metrics["prediction"], s.Metrics["weights"])
	}
}

// TestLearnInParts takes a step of learning in parts: the batch runs through the
// network on stage, its loss falls by the update, and after a reload the weights
// that were chosen last read the drawing.
func TestLearnInParts(t *testing.T) {
	p := open(t, "#/draw?view=learn&lang=en")
	for i, part := range []string{"forward", "loss", "gradient"} {
		p.call("press", "substep")
		p.until(fmt.Sprintf("(theatre.state().widgets.find(w => w.id === 'step_card').value || '').startsWith('Step 1 · %s')", part), 30*time.Second)
		p.frames(40)
		if s := p.state(); s.Metrics["step"] != 0.0 || s.Metrics["weights"] != "trained_here" {
			t.Errorf("part %d: step %v, weights %v", i+1, s.Metrics["step"], s.Metrics["weights"])
		}
		if b, _ := p.widget("batch").Value.(string); !strings.HasPrefix(b, "picture 1: a ") {
			t.Errorf("part %d: the batch says %q", i+1, b)
		}
		frame := p.state().Frame
		t.Logf("%s: Update %.2f ms, Draw %.2f ms of CPU a frame", part, frame.Update, frame.Draw)
		p.shot("draw-step-" + part)
	}
	p.call("press", "substep")
	p.until("theatre.state().metrics.step === 1 && / → /.test(theatre.state().widgets.find(w => w.id === 'step_card').value)", 30*time.Second)
	var before, after float64
	said, _ := p.widget("step_card").Value.(string)
	if _, err := fmt.Sscanf(said[max(strings.Index(said, "batch: "), 0):], "batch: %f → %f", &before, &after); err != nil || !(after < before) {
		t.Errorf("after the update the card says %q", said)
	}
	p.shot("draw-step-update")
	p.call("set", "at", 40)
	p.until("theatre.state().metrics.step === 40", 60*time.Second)
	p.call("set", "weights", "shipped")
	p.kept()
	p.reload()
	p.until("theatre.state().metrics.step === 40", 60*time.Second)
	p.settle()
	if s := p.state(); s.Metrics["weights"] != "shipped" || s.Metrics["prediction"] != 3.0 {
		t.Errorf("after a reload it reads with %v: %v", s.Metrics["weights"], s.Metrics["prediction"])
	}
}
