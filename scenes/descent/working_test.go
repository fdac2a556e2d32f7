package descent

import (
	"math"
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
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

// opened returns a scene whose card shows a tab, computed to the end.
func opened(t *testing.T, id, tab string, at int) *Scene {
	t.Helper()
	s := settled(t, id, nil)
	if err := s.tab.Set(tab); err != nil {
		t.Fatal(err)
	}
	env := stagetest.Env(1280, 800)
	s.Update(env)
	s.Seek(at)
	for range 400 {
		if s.Update(env); s.Settled() {
			break
		}
	}
	s.Update(env)
	return s
}

func gradientAt(s *Scene, run, node int) trace.Ref {
	ref := s.Ref(run, node, 0)
	ref.Grad = true
	return ref
}

// TestCurvatureUnfolds: the curvature on the tape is that of the shape, its
// gradients are those of runs beside the ball, and nudging agrees with them.
func TestCurvatureUnfolds(t *testing.T) {
	for _, id := range []string{"ravine", "rosenbrock", "saddle", lineID, netID} {
		for _, at := range []int{0, 9} {
			s := opened(t, id, tabShape, at)
			c, h, m := &s.curving, &s.shape, s.race.run[s.opt].now(at)
			near := func(name string, got, want float64) {
				if math.Abs(got-want) > 1e-3*math.Max(math.Abs(h.value[0]), math.Abs(h.value[1])) {
					t.Errorf("%s at %d: %s is %v on the tape, %v", id, at, name, got, want)
				}
			}
			for i, node := range c.hess {
				near("H", c.of(node), h.hessian[i/2][i%2])
			}
			for k, node := range c.eigen {
				near("λ", c.of(node), h.value[k])
				near("η·λ", c.of(c.eta[k]), m.lr*h.value[k])
			}
			near("|1 − η·λ₁|", c.of(c.left), math.Abs(1-m.lr*h.value[0]))
			if n := len(s.shapeCells(nil)); n < 8 {
				t.Errorf("%s at %d: %d numbers of the curvature unfold, want 8 or more", id, at, n)
			}
			for i := range 4 {
				for _, node := range c.beside[i/2][i%2].ids {
					if check, ok := s.Check(gradientAt(s, runBeside+i, node)); !ok || !check.Agrees {
						t.Errorf("%s at %d: a gradient beside the ball: by differences %+v", id, at, check)
					}
				}
			}
		}
	}
}

// TestTriesUnfold: the rates of which the finder speaks are those of its race,
// and the loss falls by what the race found.
func TestTriesUnfold(t *testing.T) {
	for _, id := range []string{"ravine", "saddle", lineID, netID} {
		s := opened(t, id, tabFinder, 0)
		f := &s.finder
		for k := range optimisers {
			s.watch(k)
			env := stagetest.Env(1280, 800)
			for range 400 {
				if s.Update(env); s.Settled() {
					break
				}
			}
			s.Update(env)
			for i, want := range [2]float64{f.best, f.breaks} {
				if node := f.tries.rate[i]; (node >= 0) != (want > 0) || node >= 0 && math.Abs(f.tries.of(node)-want) > 1e-5*want {
					t.Errorf("%s, %s: rate %d is node %d, the race's %v", id, optID[k], i, node, want)
				}
			}
			if f.tries.fall < 0 {
				continue
			}
			past, fall := f.race.run[k].past, 0.0
			for i := 1; i < len(past) && (f.breaks == 0 || past[i-1].lr < f.breaks); i++ {
				fall = max(fall, past[i-1].loss-past[i].loss)
			}
			if got := f.tries.of(f.tries.fall); math.Abs(got-fall) > 1e-3*fall+1e-6*math.Abs(past[0].loss) {
				t.Errorf("%s, %s: the loss falls by %v on the tape, by %v in the race", id, optID[k], got, fall)
			}
			want := 2
			if f.breaks > 0 {
				want = 3
			}
			if n := len(s.finderCells(nil)); n != want {
				t.Errorf("%s, %s: %d numbers in %q unfold, want %d", id, optID[k], n, s.texts.found, want)
			}
		}
	}
}

// TestFinderWordsArePressed: what stands above the plot of the finder is no part
// of it, so that a press there unfolds a number and chooses no rate.
func TestFinderWordsArePressed(t *testing.T) {
	s := opened(t, "ravine", tabFinder, 0)
	env := stagetest.Env(358, 600)
	env.Phone = true
	for range 400 {
		if s.Update(env); s.Settled() {
			break
		}
	}
	s.Update(env)
	box := s.finderBox()
	if box.Y <= s.marks.finder.Y {
		t.Fatal("the words leave the plot where it is: nothing is tried")
	}
	for _, c := range s.finderCells(nil) {
		x, y := c.Rect.Center()
		if s.handleCard(ui.Event{Kind: ui.PointerDown, X: x, Y: y}) {
			t.Errorf("a press at %v, %v, above the plot %v, chooses a rate", x, y, box)
		}
	}
	if x, y := box.Center(); !s.handleCard(ui.Event{Kind: ui.PointerDown, X: x, Y: y}) {
		t.Error("a press on the plot chooses no rate")
	}
}
