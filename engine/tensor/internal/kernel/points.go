package kernel

// A 1×1 kernel of stride 1 without padding needs no planes: its convolution is
// a product of w [O/G, C/G] with the image [C/G, H·W] as it lies.

func (c *Conv) pointwise() bool {
	return c.KH == 1 && c.KW == 1 && c.dense() && c.PH == 0 && c.PW == 0
}

// eachProduct calls f for every image and group with its slices of the image,
// of the output and of the filters.
func (c *Conv) eachProduct(x, y, w []Elem, f func(x, y, w []Elem)) {
	cg, og, p := c.C/c.G, c.O/c.G, c.H*c.W
	for n := range c.N {
		for g := range c.G {
			f(x[(n*c.C+g*cg)*p:][:cg*p], y[(n*c.O+g*og)*p:][:og*p], w[g*og*cg:][:og*cg])
		}
	}
}

func (c *Conv) forwardPoints(y, x, w, bias []Elem) {
	cg, og, p := c.C/c.G, c.O/c.G, c.H*c.W
	c.eachProduct(x, y, w, func(x, y, w []Elem) { Gemm(og, p, cg, w, false, x, false, y, false) })
	for i := 0; bias != nil && i < c.N*c.O; i++ {
		AddScalar(y[i*p:][:p], y[i*p:][:p], bias[i%c.O])
	}
}

func (c *Conv) gradInputPoints(dx, dy, w []Elem) {
	cg, og, p := c.C/c.G, c.O/c.G, c.H*c.W
	c.eachProduct(dx, dy, w, func(dx, dy, w []Elem) { Gemm(cg, p, og, w, true, dy, false, dx, true) })
}

func (c *Conv) gradWeightPoints(dw, dy, x []Elem) {
	cg, og, p := c.C/c.G, c.O/c.G, c.H*c.W
	c.eachProduct(x, dy, dw, func(x, dy, dw []Elem) { Gemm(og, cg, p, dy, false, x, true, dw, true) })
}
