package zoom

import (
	"math"
	"slices"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/paint"
)

// opened is the run of the careless 9, against a label.
func opened(t testing.TB, label int) *run {
	t.Helper()
	r, err := newRun()
	if err != nil {
		t.Fatal(err)
	}
	r.classify(firstDigit, label)
	return r
}

// TestNeuronAsGates writes the neuron once more with the engine's own scalar
// gates, sends back what came to its pool, and finds the numbers that the
// picture shows: its z, a and p, every product, and what each gate passes on.
func TestNeuronAsGates(t *testing.T) {
	r := opened(t, firstDigit)
	for b := range blocks {
		var n neuron
		n.open(r, r.strongest(b))
		if n.gz == 0 || n.z <= 0 && b != scoreBlock {
			t.Fatalf("block %d: the strongest neuron is shut: %+v", b, n.focus)
		}
		tape := grad.NewTape()
		z := tape.Scalar("rest", n.others)
		type pair struct{ x, w *grad.Var }
		q := n.gate()
		in := pair{tape.Scalar("x", q.xv), tape.Scalar("w", q.wv)}
		product := grad.Mul(in.w, in.x)
		z = grad.Add(product, z)
		a, back := z, n.gz // a score has no ReLU of its own
		if b != scoreBlock {
			a, back = grad.ReLU(z), n.ga
		}
		tape.Backward(grad.Mul(a, tape.Scalar("upstream", back))) // its slope by a is ∂L/∂a
		for name, c := range map[string][2]float64{
			"q": {product.Item(), q.q}, "z": {z.Item(), n.z}, "a": {a.Item(), max(n.z, 0)},
			"∂L/∂z": {float64(z.Grad.Item()), n.gz}, "to w": {float64(in.w.Grad.Item()), q.toW}, "to x": {float64(in.x.Grad.Item()), q.toX},
		} {
			if math.Abs(c[0]-c[1]) > 1e-6*(1+math.Abs(c[0])) {
				t.Errorf("block %d, %s: the gates say %v, the record %v", b, name, c[0], c[1])
			}
		}
		sum := n.bias + n.rest
		for i := range n.products {
			sum += n.products[i].q
		}
		if math.Abs(sum-n.z) > 1e-5 {
			t.Errorf("block %d: the products, the other maps and the bias are %v, z is %v", b, sum, n.z)
		}
	}
}

// TestMaxRoutesAndReLUShuts holds the two gates against the record, everywhere.
func TestMaxRoutesAndReLUShuts(t *testing.T) {
	r := opened(t, firstDigit)
	for i := range fullBlock {
		b := &blocks[i]
		for cell, g := range r.values(gradient, b.z) {
			if r.values(value, b.z)[cell] <= 0 && g != 0 {
				t.Fatalf("%s %d: shut, and yet %v comes back", b.name, cell, g)
			}
		}
		var n neuron
		for row := 0; row < b.side; row += window {
			for col := 0; col < b.side; col += window {
				n.open(r, focus{block: i, row: row, col: col, u: padding, v: padding})
				for k, g := range n.poolGrad {
					want := 0.0
					if k == n.winner {
						want = n.gp
					}
					if g != want {
						t.Fatalf("%s: of the four at %d, %d number %d gets %v, want %v", b.name, row, col, k, g, want)
					}
				}
			}
		}
	}
}

// TestCopiesSum adds up what all neurons of a map send back to one weight, and
// what all neurons that see a pixel send back to it.
func TestCopiesSum(t *testing.T) {
	r := opened(t, firstDigit)
	f := r.strongest(0)
	b := &blocks[0]
	toW, toX := 0.0, 0.0
	z := r.tape.Var(r.node[b.z])
	for cell := range z.Value.Len() {
		for _, s := range grad.Shares(z, cell) {
			switch {
			case s.To.Node == r.node[b.w] && s.To.Cell == f.wCell():
				toW += s.Term.Value
			case s.To.Node == r.node[b.src] && s.To.Cell == f.xCell():
				toX += s.Term.Value
			}
		}
	}
	if want := r.values(gradient, b.w)[f.wCell()]; math.Abs(toW-want) > 1e-4 {
		t.Errorf("the 784 uses of the weight send back %v, its gradient is %v", toW, want)
	}
	if want := r.values(gradient, b.src)[f.xCell()]; math.Abs(toX-want) > 1e-4 {
		t.Errorf("the neurons that see the pixel send back %v, its gradient is %v", toX, want)
	}
}

// TestDenseCopiesSum: the ten shares beside a dense neuron add up to its gradient,
// its ten products go into the ten scores, and every input is seen at one place.
func TestDenseCopiesSum(t *testing.T) {
	r := opened(t, firstDigit)
	var n, score neuron
	for m := range blocks[fullBlock].out {
		n.open(r, r.loudest(focus{block: fullBlock, m: m}, -1))
		sum := 0.0
		for d, g := range n.poolGrad {
			sum += g
			f := focus{block: scoreBlock, m: d}
			f.u, f.v = blocks[scoreBlock].place(m)
			if score.open(r, f); score.gate().q != n.pool[d] || math.Abs(score.gate().toX-g) > 1e-7 {
				t.Fatalf("neuron %d, score %d: %v and %v, the score says %v and %v", m, d, n.pool[d], g, score.gate().q, score.gate().toX)
			}
		}
		if math.Abs(sum-n.ga) > 1e-6 {
			t.Errorf("neuron %d: the ten shares are %v, the gradient %v", m, sum, n.ga)
		}
	}
	for _, k := range []int{fullBlock, scoreBlock} {
		b := &blocks[k]
		for i := range b.inputs() {
			if u, v := b.place(i); b.input(u, v) != i {
				t.Fatalf("%s: input %d is seen at %d, %d, where %d is", b.name, i, u, v, b.input(u, v))
			}
		}
	}
}

func TestFocusReadsWhatItWrites(t *testing.T) {
	for _, f := range []focus{{0, 2, 18, 18, 0, 2, 3}, {1, 15, 0, 13, 7, 2, 2}, {2, 63, 0, 0, 0, 27, 0}, {3, 9, 0, 0, 0, 7, 3}} {
		if got, err := parseFocus(f.String()); err != nil || got != f {
			t.Errorf("%s reads back as %+v, %v", f, got, err)
		}
	}
	if f, err := parseFocus("conv2.1.2.3"); err != nil || f != (focus{1, 1, 2, 3, 0, padding, padding}) {
		t.Errorf("without a gate: %+v, %v", f, err)
	}
	for _, bad := range []string{"", "conv3.0.0.0", "conv1.8.0.0", "conv1.0.28.0", "conv1.0.0", "conv1.0.0.0.0.0.0", "conv1.0.0.-1", "conv1.a.0.0", "conv1.0.0.0.1.2.2",
		"fc1", "fc1.64", "fc1.0.784", "fc1.0.0.0", "fc2.10", "fc2.0.64", "fc2.0.-1", "fc2.a"} {
		if f, err := parseFocus(bad); err == nil {
			t.Errorf("%q was read as %+v", bad, f)
		}
	}
}

// TestEventsInOrder: every level shows the events in the order of the
// computation, and none that another level does not know.
func TestEventsInOrder(t *testing.T) {
	for l := range levelCount {
		for b := range blocks {
			list := course[l][b]
			if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) || list[len(list)-1] > lastEvent {
				t.Errorf("%s, block %d: %v", levels[l].id, b, list)
			}
			for _, e := range list {
				if k, _ := e.kind(); lores[k].caption.EN == "" {
					t.Errorf("event %d has no words", e)
				}
			}
		}
	}
	for e := atStart + 1; e <= lastEvent; e++ {
		if k, b := e.kind(); b >= 0 && e != forward(b)+event(k-multiplies) && e != backward(b)+event(k-routes) {
			t.Errorf("event %d is of kind %d, block %d", e, k, b)
		}
	}
}

// TestTravel: a part leaves one level where it is and arrives at the other
// where it belongs, and a lens takes all of a map along.
func TestTravel(t *testing.T) {
	s := New(func() {})
	if err := s.Enter(false); err != nil {
		t.Fatal(err)
	}
	s.classify()
	s.geo.arrange(paint.Rect{X: 212, Y: 180, W: 748, H: 540}, false)
	s.n.open(s.run, s.n.focus)
	s.geo.anchor(&s.n)
	for i := range mapCount {
		for lane := range 2 {
			if s.mapAt(i, lane, 1, 0) != s.geo.mapFrom[i][lane] || s.mapAt(i, lane, 0, 0) != s.geo.maps[i][lane] {
				t.Errorf("map %d does not travel from the network to its layer", i)
			}
		}
	}
	for lane := range 2 {
		patch := s.mapLens(mapSrc, lane, 1).rect(s.geo.gridFrom[gridX][lane])
		if grid := s.geo.grid[gridX][lane]; math.Abs(patch.X-grid.X) > 1e-6 || math.Abs(patch.W-grid.W) > 1e-6 {
			t.Errorf("the patch arrives at %+v, the grid is at %+v", patch, grid)
		}
	}
}

// TestNudgesAgree: nudging the weight of the gate in focus, its pixel and its sum
// confirms the gradients that came back; with another digit they may stand near
// a corner of ReLU or max, which the check then says.
func TestNudgesAgree(t *testing.T) {
	s := New(func() {})
	if err := s.Enter(false); err != nil {
		t.Fatal(err)
	}
	for _, digit := range []int{9, 6, 2} {
		s.digit, s.label = digit, digit
		s.classify()
		for b := range blocks {
			f := s.run.strongest(b)
			k := &blocks[b]
			refs := map[string]trace.Ref{"w": s.run.ref(gradient, k.w, f.wCell()), "x": s.run.ref(gradient, k.src, f.xCell()), "z": s.run.ref(gradient, k.z, f.zCell())}
			if !k.dense {
				refs["p"] = s.run.ref(gradient, k.p, f.pCell())
			}
			for name, ref := range refs {
				if c, ok := s.Check(ref); !ok || !c.Agrees && (digit == firstDigit || !c.Kink) {
					t.Errorf("digit %d, block %d: ∂L/∂%s = %v, nudged %+v", digit, b, name, s.run.tr.Nodes[ref.Node].Grad[ref.Cell], c)
				}
			}
		}
	}
}

// BenchmarkCheck nudges one weight and runs the network again and again.
func BenchmarkCheck(b *testing.B) {
	s := New(func() {})
	if err := s.Enter(false); err != nil {
		b.Fatal(err)
	}
	s.classify()
	f := s.run.strongest(0)
	for b.Loop() {
		s.Check(s.run.ref(gradient, weight1, f.wCell()))
	}
}
