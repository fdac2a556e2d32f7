package descent

import (
	"math"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// settled returns a scene whose runs are complete, without a stage.
func settled(t testing.TB, id string, change func(h *hyper)) *Scene {
	t.Helper()
	s := New(42)
	s.choose(id)
	if change != nil {
		change(&s.hyper)
	}
	for s.training {
		s.training = !s.net.train()
	}
	s.relief.begin(s.of, s.preset.win)
	for !s.relief.done() {
		s.relief.advance(1)
	}
	s.race.begin(s.of, s.hyper, 42)
	s.race.advance(s.hyper.steps, 0)
	return s
}

// TestRaceIsTheEngines: every recorded moment is what the optimiser of the
// engine gives when it runs alone on the formula's own derivative.
func TestRaceIsTheEngines(t *testing.T) {
	s := settled(t, "ravine", func(h *hyper) { h.on = [optimisers]bool{true, true, true, true, true, true} })
	for k := range optimisers {
		x, y := grad.NewParam("x", tensor.Scalar(-7)), grad.NewParam("y", tensor.Scalar(2))
		opt := optim.New([]*grad.Param{x, y}, s.hyper.rule(k))
		for i := range s.hyper.steps + 1 {
			m := s.race.run[k].past[i]
			vx, vy := float64(x.Value.Item()), float64(y.Value.Item())
			x.Grad.Set(tensor.Elem(vx / 10))
			y.Grad.Set(tensor.Elem(2 * vy))
			same(t, optID[k]+" x", m.at[0], vx, 1e-5)
			same(t, optID[k]+" y", m.at[1], vy, 1e-5)
			same(t, optID[k]+" loss", m.loss, vx*vx/20+vy*vy, 1e-5)
			opt.Step()
			same(t, optID[k]+" memory", m.past[0][1], float64(opt.State()[1][0].Item()), 1e-5)
		}
	}
}

func same(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*math.Max(1, math.Abs(want))) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
}

// TestReliefIsTheSurface: the grid has the values of f, coarse and fine alike.
func TestReliefIsTheSurface(t *testing.T) {
	f := func(x, y float64) float64 { return (1-x)*(1-x) + 100*(y-x*x)*(y-x*x) }
	s := New(1)
	s.choose("rosenbrock")
	g := &s.relief
	g.begin(s.of, s.preset.win)
	seen := 0
	for !g.done() {
		if !g.advance(0) {
			continue
		}
		seen++
		for j := 0; j < g.h; j += g.stride {
			for i := 0; i < g.w; i += g.stride {
				x, y := g.place(i, j)
				if got, want := g.z[j*g.w+i], f(float64(float32(x)), float64(float32(y))); math.Abs(got-want) > 1e-4*math.Max(1, want) {
					t.Fatalf("f(%v, %v) = %v on the grid, want %v", x, y, got, want)
				}
			}
		}
		if g.stride < coarsest {
			break
		}
		for g.stride > 1 {
			g.advance(1)
		}
	}
	if seen == 0 || g.level[0] < 0 || g.level[0] > 1 {
		t.Errorf("after %d passes the level of the corner is %v", seen, g.level[0])
	}
}

// TestContours: a contour of a cone is a circle, closed, one line a level.
func TestContours(t *testing.T) {
	const n = 81
	level := make([]float64, n*n)
	for i := range level {
		level[i] = math.Hypot(float64(i%n)-40, float64(i/n)-40) / 57
	}
	var c contours
	c.find(level, n, n)
	from, closed := 0, 0
	for _, end := range c.ends {
		pts := c.pts[from:end]
		r := math.Hypot(pts[0].X-40, pts[0].Y-40)
		for _, p := range pts {
			if d := math.Hypot(p.X-40, p.Y-40); math.Abs(d-r) > 0.05 {
				t.Fatalf("a contour of the cone is %v from the tip and then %v", r, d)
			}
		}
		if a, b := pts[0], pts[len(pts)-1]; math.Hypot(a.X-b.X, a.Y-b.Y) < 1e-9 {
			closed++
		}
		from = end
	}
	if closed != 9 { // k/14·57 < 40 for k ≤ 9
		t.Errorf("%d closed lines, want 9", closed)
	}
}

// TestPlaces: stationary points are named by the second derivatives that the
// engine's gradients give.
func TestPlaces(t *testing.T) {
	for _, test := range []struct {
		surface string
		at      [2]float64
		want    place
		curves  [2]float64
	}{
		{"saddle", [2]float64{0, 0}, saddle, [2]float64{1, -1}},
		{"saddle", [2]float64{0, 1}, minimum, [2]float64{2, 1}},
		{"saddle", [2]float64{1, 0.6}, slope, [2]float64{1, 0.08}},
		{"ravine", [2]float64{0, 0}, minimum, [2]float64{2, 0.1}},
		{"himmelblau", [2]float64{3, 2}, minimum, [2]float64{82.284, 25.716}},
		{"himmelblau", [2]float64{-0.270845, -0.923039}, maximum, [2]float64{-16.064, -45.603}},
		{"plateau", [2]float64{-3.6, 2.4}, plateau, [2]float64{0.0015, -0.0015}},
	} {
		s := settled(t, test.surface, nil)
		s.shape.look(s.of, test.at, s.relief.win.hx, s.relief.hi-s.relief.lo)
		if s.shape.kind != test.want {
			t.Errorf("%s at %v is called %s, want %s (curvatures %v)", test.surface, test.at, placeID[s.shape.kind], placeID[test.want], s.shape.value)
		}
		if test.want == plateau {
			continue
		}
		for k := range 2 {
			if d := math.Abs(s.shape.value[k] - test.curves[k]); d > 0.01*math.Max(1, math.Abs(test.curves[k])) {
				t.Errorf("%s at %v: curvature %v, want %v", test.surface, test.at, s.shape.value[k], test.curves[k])
			}
		}
	}
}

// TestCloud: the shares that the engine explains are the gradients of single
// examples and of batches, and two workers' mean is the gradient of all.
func TestCloud(t *testing.T) {
	for _, id := range []string{lineID, netID} {
		s := settled(t, id, nil)
		at := [2]float64{0.5, -0.25}
		s.shape.look(s.of, at, 1, 1)
		s.cloud.read(s.shape.terms, 16, 42)
		d := s.of.examples()
		if len(s.cloud.each) != d.Len() || d.Len() != 150 {
			t.Fatalf("%s: %d shares of %d examples", id, len(s.cloud.each), d.Len())
		}
		gradient := func(index []int) [2]float64 {
			var b data.Batch
			d.Gather(&b, index, nil)
			tape := grad.NewTape()
			x, y := tape.Scalar("x", at[0]), tape.Scalar("y", at[1])
			tape.Backward(s.of.on(tape, x, y, &b))
			return [2]float64{float64(x.Grad.Item()), float64(y.Grad.Item())}
		}
		near := func(what string, got, want [2]float64) {
			t.Helper()
			for a := range 2 {
				same(t, id+" "+what, got[a], want[a], 1e-4)
			}
		}
		for _, i := range []int{0, 77, 149} {
			near("example", s.cloud.each[i], gradient([]int{i}))
		}
		b := data.NewBatches(150, 16, 42)
		near("batch", s.cloud.batches[3], gradient(b.At(3)))
		near("full", s.cloud.full, s.shape.g)
		near("workers", s.cloud.joined, s.shape.g)
		half := data.NewBatches(150, 75, 42)
		near("worker A", s.cloud.workers[0], gradient(half.At(0)))
	}
}

// TestReplay: batches and all, a race comes out the same again.
func TestReplay(t *testing.T) {
	run := func() []moment {
		return settled(t, netID, func(h *hyper) { h.batch = 1 }).race.run[adam].past
	}
	a, b := run(), run()
	for k := range a {
		if a[k] != b[k] {
			t.Fatalf("step %d: %+v, and again %+v", k, a[k], b[k])
		}
	}
	if a[5].g == a[5].full {
		t.Error("the gradient of one example is that of all")
	}
}

// TestEpsilon: without ε Adam divides zero by zero where a gradient is zero
// from the first step on, and with it nothing happens there.
func TestEpsilon(t *testing.T) {
	for _, eps := range []float64{0, 1e-8} {
		s := settled(t, "ravine", func(h *hyper) { h.start, h.eps = [2]float64{-7, 0}, eps })
		if n := &s.race.run[adam]; n.ended != (eps == 0) || n.ended && n.overflowed() {
			t.Errorf("ε = %v: ended %v, overflowed %v", eps, n.ended, n.overflowed())
		}
	}
}

// TestNetworkIsTrained: with both weights at what training found, the loss is
// that of the trained network, and low.
func TestNetworkIsTrained(t *testing.T) {
	s := settled(t, netID, nil)
	for _, pick := range [][2]int{{0, 3}, {2, 11}, {14, 6}} {
		s.net.choose(pick[0], pick[1])
		tape := grad.NewTape()
		l := s.net.on(tape, tape.Scalar("x", s.net.value(pick[0])), tape.Scalar("y", s.net.value(pick[1])), nil).Item()
		if !(l < 0.1) {
			t.Errorf("weights %v: loss %v where training left them", pick, l)
		}
	}
}

func BenchmarkRace(b *testing.B) {
	s := settled(b, "ravine", func(h *hyper) { h.on = [optimisers]bool{true, true, true, true, true, true} })
	for b.Loop() {
		s.race.begin(s.of, s.hyper, 42)
		s.race.advance(s.hyper.steps, 0)
	}
}

func BenchmarkNetworkRelief(b *testing.B) {
	s := settled(b, netID, nil)
	for b.Loop() {
		s.relief.begin(s.of, s.preset.win)
		for !s.relief.done() {
			s.relief.advance(1)
		}
	}
}

// TestNetworkLeaves: what is exported has the ball's weights and the loss that
// is shown.
func TestNetworkLeaves(t *testing.T) {
	s := settled(t, netID, nil)
	s.at = 40
	m := s.Network()
	tape := grad.NewTape()
	logits := m.Forward(tape.Const("x", s.net.d.X))
	loss := grad.CrossEntropy(logits, s.net.d.Labels).Item()
	same(t, "loss of the exported network", loss, s.race.run[s.opt].now(40).loss, 1e-5)
	if other := settled(t, "bowl", nil).Network(); other.Forward != nil {
		t.Error("a formula was exported as a network")
	}
}
