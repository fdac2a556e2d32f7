package kernel

// link is a dense layer of a [Chain] with the memory that it works on: what
// [Dense.Forward] and [Dense.Backward] are given, and the same of it may be nil.
type link struct {
	*Dense
	F                  Activation
	X, W, B, Y, Z      []Elem
	DX, DW, DB, DY, DZ []Elem // given by Gradients
}

// Chain is a run of dense layers, all small ([Dense.Small]) or none, that are
// computed again and again in the same memory, each after the one before it. In
// the browser, where a call to the fast loops costs as much as the work of a
// small layer, such layers take one call together.
type Chain struct {
	links []link
	ready int     // links that have gradients
	table []entry // of the links, as the fast loops read it, where they are one call
}

// Clear forgets all links.
func (c *Chain) Clear() { c.links, c.table, c.ready = c.links[:0], c.table[:0], 0 }

// Len returns the number of links.
func (c *Chain) Len() int { return len(c.links) }

// Append adds a layer and where its values are.
func (c *Chain) Append(d *Dense, f Activation, x, w, b, y, z []Elem) {
	if oneCall && d.Small() {
		c.table = append(c.table, entry{})
	}
	c.links = append(c.links, link{Dense: d, F: f, X: x, W: w, B: b, Y: y, Z: z})
	c.write(len(c.links) - 1)
}

// Gradients says where the i-th layer has its gradients.
func (c *Chain) Gradients(i int, dx, dw, db, dy, dz []Elem) {
	l := &c.links[i]
	if l.DY == nil {
		c.ready++
	}
	l.DX, l.DW, l.DB, l.DY, l.DZ = dx, dw, db, dy[:l.m*l.n], dz
	c.write(i)
}

// Input says where the first layer reads this time.
func (c *Chain) Input(x []Elem) {
	if l := &c.links[0]; &l.X[0] != &x[0] {
		l.X = x
		c.write(0)
	}
}

// InputGradient says where the first layer adds its gradient this time.
func (c *Chain) InputGradient(dx []Elem) {
	if l := &c.links[0]; &l.DX[0] != &dx[0] {
		l.DX = dx
		c.write(0)
	}
}

func (c *Chain) write(i int) {
	if len(c.table) > 0 {
		c.table[i].fill(&c.links[i])
	}
}

// Forward computes the layers, the first first.
func (c *Chain) Forward() {
	if len(c.table) > 0 {
		fastChain(c.table)
		return
	}
	for i := range c.links {
		l := &c.links[i]
		l.Dense.Forward(l.Y, l.X, l.W, l.B, l.F, l.Z)
	}
}

// Backward computes their gradients, those of the last first. It panics if one
// has not been given them.
func (c *Chain) Backward() {
	if c.ready < len(c.links) {
		panic("kernel: the gradients of a chain have no place")
	}
	if len(c.table) > 0 {
		fastChainGrad(c.table)
		return
	}
	for i := len(c.links) - 1; i >= 0; i-- {
		l := &c.links[i]
		l.Dense.Backward(l.DX, l.DW, l.DB, l.X, l.W, l.Y, l.DY, l.F, l.Z, l.DZ)
	}
}
