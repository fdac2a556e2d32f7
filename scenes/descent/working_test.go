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

// TestCloudUnfolds: the gradients of the two workers are of runs over one half of
// the flowers each, their mean is that of all, and nudging agrees.
func TestCloudUnfolds(t *testing.T) {
	s := settled(t, lineID, func(h *hyper) { h.batch = 16 })
	if err := s.tab.Set(tabCloud); err != nil {
		t.Fatal(err)
	}
	env := stagetest.Env(1280, 800)
	for range 400 {
		if s.Update(env); s.Settled() {
			break
		}
	}
	s.Update(env)
	cells := s.cloudCells(nil)
	if len(cells) != 10 {
		t.Fatalf("%d numbers of the cloud unfold, want 10", len(cells))
	}
	for _, c := range cells {
		if !c.Grad {
			if v, want := s.Trace().Nodes[c.Node].Value[0], s.shape.g[0]; math.Abs(v-want) > 1e-5 && math.Abs(v-s.shape.g[1]) > 1e-5 {
				t.Errorf("the mean of both workers is %v, the gradient of all %v", v, s.shape.g)
			}
			continue
		}
		if check, ok := s.Check(c.Ref); !ok || !check.Agrees {
			t.Errorf("%+v: by differences %+v", c, check)
		}
	}
	for k, w := range s.halves.worker {
		if n := w.batch.X.Dim(0); n != 75 {
			t.Errorf("worker %d has %d flowers", k, n)
		}
	}
}
