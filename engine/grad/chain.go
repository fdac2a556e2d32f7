package grad

import "gradtheatre/engine/tensor"

// chain is a stretch of a passage that is dense layers, each with the input
// that the one before it gives and with the activation function that follows
// it. Where their numbers are is looked up once, as long as they stay there.
type chain struct {
	layers []layer
	calls  tensor.Chain
	laid   bool // the calls know where the gradients are
}

// layer is a dense layer of a chain.
type layer struct {
	dense   *linear
	f       tensor.Activation
	x, w, b *Var // b may be nil
	y, z    *Var // z = f(y), nil for the identity

	wAt, bAt, dwAt, dbAt *elem // where the parameters have their numbers
}

// activation says which function an op is that a dense layer can apply.
func activation(o op) tensor.Activation {
	switch o.(type) {
	case *relu:
		return tensor.ThenReLU
	case *tanhOp:
		return tensor.ThenTanh
	case *sigmoidOp:
		return tensor.ThenSigmoid
	}
	return tensor.Identity
}

// output is what the next layer reads.
func (l *layer) output() *Var {
	if l.z != nil {
		return l.z
	}
	return l.y
}

// takes adds the dense layer y, or the activation function y of the last one,
// and reports whether it could.
func (c *chain) takes(y *Var) bool {
	if n := len(c.layers); n > 0 {
		last := &c.layers[n-1]
		if f := activation(y.op); f != tensor.Identity && last.z == nil && y.in[0] == last.y {
			last.f, last.z = f, y
			return true
		}
		if y.in[0] != last.output() {
			return false
		}
	}
	p, ok := y.op.(*linear)
	if !ok || y.Value.Len() == 0 || p.in == 0 || len(c.layers) > 0 && c.layers[0].dense.layer.Small() != p.layer.Small() {
		return false
	}
	l := layer{dense: p, x: y.in[0], w: y.in[1], y: y}
	if len(y.in) == 3 {
		l.b = y.in[2]
	}
	c.layers = append(c.layers, l)
	return true
}

// clear forgets all layers.
func (c *chain) clear() {
	c.layers, c.laid = c.layers[:0], false
	c.calls.Clear()
}

// repeat computes the layers again. It returns false where a parameter has
// another shape now.
func (c *chain) repeat() bool {
	if !c.there() && !c.find() {
		return false
	}
	c.calls.Input(c.layers[0].x.Value.Data())
	c.calls.Forward()
	layers := c.layers
	for i := range layers {
		l := &layers[i]
		l.y.Value.Touch()
		if l.z != nil {
			l.z.Value.Touch()
		}
	}
	return true
}

// there reports whether the parameters have their shapes, and their numbers
// where they were.
func (c *chain) there() bool {
	if c.calls.Len() == 0 {
		return false
	}
	layers := c.layers
	for i := range layers {
		l := &layers[i]
		if !l.fits() || &l.w.Value.Data()[0] != l.wAt || l.b != nil && &l.b.Value.Data()[0] != l.bAt {
			return false
		}
	}
	return true
}

// fits reports whether the parameters have the shapes that the layer wants.
func (l *layer) fits() bool {
	s := l.w.Value.Shape()
	return len(s) == 2 && s[0] == l.dense.out && s[1] == l.dense.in && (l.b == nil || l.b.Value.Len() == l.dense.out)
}

// find looks up where the numbers are.
func (c *chain) find() bool {
	c.calls.Clear()
	c.laid = false
	for i := range c.layers {
		if !c.layers[i].fits() {
			return false
		}
	}
	for i := range c.layers {
		l := &c.layers[i]
		x, w, b := l.x.Value.Data(), l.w.Value.Data(), l.dense.bias(l.y)
		var z []elem
		if l.z != nil {
			z = l.z.Value.Data()
		}
		l.wAt, l.bAt = first(w), first(b)
		c.calls.Append(&l.dense.layer, l.f, x, w, b, l.y.Value.Data(), z)
	}
	return true
}

// first is the address of the first number, nil where there is none.
func first(x []elem) *elem {
	if len(x) == 0 {
		return nil
	}
	return &x[0]
}

// backward adds to the gradients of the parameters and of the chain's input.
func (c *chain) backward() {
	if !c.laid || !c.still() {
		c.lay()
	}
	if x := c.layers[0].x; x.needs {
		c.calls.InputGradient(x.Grad.Data())
	}
	c.calls.Backward()
}

// still reports whether the gradients of the parameters are where they were.
func (c *chain) still() bool {
	layers := c.layers
	for i := range layers {
		l := &layers[i]
		if first(l.w.Grad.Data()) != l.dwAt || l.b != nil && first(l.b.Grad.Data()) != l.dbAt {
			return false
		}
	}
	return true
}

// lay looks up where the gradients are.
func (c *chain) lay() {
	for i := range c.layers {
		l := &c.layers[i]
		dw, db := wanted(l.y, 1), wanted(l.y, 2)
		var dz []elem
		if l.z != nil {
			dz = l.z.Grad.Data()
		}
		l.dwAt, l.dbAt = first(dw), first(db)
		c.calls.Gradients(i, wanted(l.y, 0), dw, db, l.y.Grad.Data(), dz)
	}
	c.laid = true
}
