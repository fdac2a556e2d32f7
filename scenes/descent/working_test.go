package descent

import (
	"math"
	"testing"

	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage/stagetest"
)

// TestWorking: what the card works out on a tape is what the engine's optimisers
// did, each on its own: memory, rate and step, with all examples and with batches.
func TestWorking(t *testing.T) {
	for _, id := range []string{"ravine", "saddle", lineID} {
		for _, batch := range []int{0, 16} {
			s := settled(t, id, func(h *hyper) {
				h.batch, h.on, h.schedule = batch, [optimisers]bool{true, true, true, true, true, true}, cosine
			})
			env := stagetest.Env(1280, 800)
			for k := range optimisers {
				s.watch(k)
				for _, at := range []int{0, 1, 17} {
					s.Seek(at)
					for range 400 {
						if s.Update(env); s.Settled() {
							break
						}
					}
					s.Update(env)
					s.sameAsOptimizer(t, id, k, at)
				}
			}
		}
	}
}

// sameAsOptimizer holds the step on the tape against the moment of the race.
func (s *Scene) sameAsOptimizer(t *testing.T, id string, k, at int) {
	t.Helper()
	m, w := s.race.run[k].now(at), &s.working
	for a := range w.axis {
		x := &w.axis[a]
		got := func(node int) float64 { return w.tr.Nodes[node].Value[0] }
		near := func(name string, node int, want float64) {
			if v := got(node); math.Abs(v-want) > 2e-5*math.Max(math.Abs(want), 1e-6) {
				t.Errorf("%s, batch %d, %s at %d, axis %d: %s is %v, the optimiser's %v", id, s.hyper.batch, optID[k], at, a, name, v, want)
			}
		}
		near("θ", x.at, m.at[a])
		near("g", x.g, m.g[a])
		near("rate", x.rate, m.rate[a])
		near("θ′", x.next, m.next[a])
		for slot, node := range x.past {
			if node >= 0 && k != sgd {
				near("memory", node, m.past[slot][a])
			}
		}
		if of := s.stepGradient(a); s.Trace().Nodes[s.refOf(of)].Grad[0] != m.g[a] {
			t.Errorf("%s, batch %d, %s at %d: the gradient of the step unfolds as %v, it is %v", id, s.hyper.batch, optID[k], at, s.Trace().Nodes[s.refOf(of)].Grad, m.g[a])
		}
	}
}

// refOf is the node of a number in the joined record.
func (s *Scene) refOf(of inspect.Origin) int {
	return s.PutOrigin(nil, s.area, of)[0].Node
}
