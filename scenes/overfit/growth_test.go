package overfit

import (
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// opened is one laboratory of the scene at rest.
func opened(t *testing.T, view string) (inspect.Provenance, []stage.Graph, func(trace.Ref)) {
	s := New(42)
	t.Cleanup(s.Close)
	env := stagetest.Room(784, 594)
	stagetest.Choose(t, s, "view", view)
	stagetest.Settle(t, s, env)
	s.Update(env)
	return s, s.Graphs(), s.Deepen
}

// TestGrowthGoesBack: a point of the learning curve unfolds into the errors of the
// middle samples, and those into fits made again, which come to the same.
func TestGrowthGoesBack(t *testing.T) {
	p, graphs, deepen := opened(t, "curve")
	g := graphs[len(graphs)-1]
	for line := range 2 {
		for i := range sizes {
			median := g.Number(line, i)
			deepen(median)
			middle := p.Explain(median)
			if len(middle) != 2 {
				t.Fatalf("a median of %d samples", len(middle))
			}
			sample := p.Explain(middle[0].Factors[1].Ref)[0].Factors[0]
			if n := p.Trace().Nodes[sample.Node]; n.Op != "concat" || n.Value[sample.Cell] != sample.Value {
				t.Errorf("line %d at %d points: the error %v leads to %s", line, sizes[i], sample.Value, n.Op)
			}
		}
	}
}

// TestAnglesGoBack: the share at an angle unfolds into its answers, and those into
// the scores of the network.
func TestAnglesGoBack(t *testing.T) {
	p, graphs, deepen := opened(t, "shapes")
	for i := range turns + 1 { // more than are kept
		share := graphs[0].Number(0, i)
		deepen(share)
		answers := p.Explain(share)
		if len(answers) != jobs.BlockTurnSize {
			t.Fatalf("%d answers at an angle", len(answers))
		}
		if n := p.Trace().Nodes[answers[0].Factors[1].Node]; n.Op != "step" {
			t.Errorf("at %d°: an answer leads to %s", i*turnStep, n.Op)
		}
	}
}
