package kernel

import "testing"

// testLayer is a dense layer with memory of its own for all but its input.
type testLayer struct {
	d                                 *Dense
	f                                 Activation
	x, w, b, y, z, dx, dw, db, dy, dz []Elem
}

// chain makes layers that follow each other, small ones or others.
func (a *arena) chain(small, wanted bool) (layers []testLayer) {
	size := func() int {
		if small {
			return 1 + a.rng.IntN(12)
		}
		return denseLimit + 1 + a.rng.IntN(4)
	}
	m, k := size(), size()
	x, dx := a.slice(m*k), a.slice(m*k)
	if !wanted {
		dx = nil
	}
	for range 1 + a.rng.IntN(3) {
		n := size()
		l := testLayer{d: new(Dense), f: Activation(a.rng.IntN(4)), x: x, w: a.slice(n * k), b: a.slice(n), y: a.slice(m * n), dx: dx, dw: a.slice(n * k), db: a.slice(n), dy: a.slice(m * n)}
		l.d.Plan(m, n, k)
		x, dx, k = l.y, l.dy, n
		if l.f != Identity {
			l.z, l.dz = a.slice(m*n), a.slice(m*n)
			x, dx = l.z, l.dz
		}
		if a.rng.IntN(3) == 0 {
			l.b, l.db = nil, nil
		}
		layers = append(layers, l)
	}
	return layers
}

// twins copies layers and all their memory.
func (a *arena) twins(layers []testLayer) (copies []testLayer) {
	for i, l := range layers {
		for _, s := range []*[]Elem{&l.x, &l.y, &l.z, &l.dx, &l.dw, &l.db, &l.dy, &l.dz} {
			if *s != nil {
				*s = twin(a, *s)
			}
		}
		if i > 0 {
			last := copies[i-1]
			if l.x, l.dx = last.z, last.dz; last.f == Identity {
				l.x, l.dx = last.y, last.dy
			}
		}
		copies = append(copies, l)
	}
	return copies
}

// TestChain holds a chain to its layers, computed each by itself, also when its
// input and the gradient of that have moved.
func TestChain(t *testing.T) {
	atLevels(t, func(t *testing.T) {
		a := newArena(9)
		for round := range 200 {
			layers := a.chain(round%4 > 0, round%3 > 0)
			want := a.twins(layers)
			var c Chain
			for i, l := range layers {
				c.Append(l.d, l.f, l.x, l.w, l.b, l.y, l.z)
				c.Gradients(i, l.dx, l.dw, l.db, l.dy, l.dz)
			}
			first := &layers[0]
			first.x = twin(a, first.x)
			c.Input(first.x)
			if first.dx != nil {
				first.dx = twin(a, first.dx)
				c.InputGradient(first.dx)
			}
			c.Forward()
			c.Backward()
			for _, l := range want {
				l.d.Forward(l.y, l.x, l.w, l.b, l.f, l.z)
			}
			for i := len(want) - 1; i >= 0; i-- {
				l := want[i]
				l.d.Backward(l.dx, l.dw, l.db, l.x, l.w, l.y, l.dy, l.f, l.z, l.dz)
			}
			for i, l := range layers {
				w := want[i]
				for _, pair := range [][2][]Elem{{l.y, w.y}, {l.z, w.z}, {l.dx, w.dx}, {l.dw, w.dw}, {l.db, w.db}, {l.dy, w.dy}} {
					same(t, "a layer of a chain", pair[0], pair[1], 0)
				}
			}
			a.check(t, "chain")
		}
	})
}

// TestChainWithoutGradients wants a backward pass without memory to be refused
// rather than to write anywhere.
func TestChainWithoutGradients(t *testing.T) {
	var c Chain
	d := new(Dense)
	d.Plan(1, 1, 1)
	c.Append(d, Identity, []Elem{1}, []Elem{2}, nil, []Elem{0}, nil)
	c.Forward()
	defer func() {
		if recover() == nil {
			t.Error("it was not refused")
		}
	}()
	c.Backward()
}
