package substep

import "gradtheatre/scenes/paint"

// Where is the place of a part that the words point at.
func (c *Card) Where(name string) (r paint.Rect) {
	if !c.Shown() || c.at.W < column {
		return r
	}
	body, row := c.body(), -1
	switch name {
	case "step_loss":
		if c.part >= Loss {
			r = c.lossAt()
		}
		return r
	case "step_gradients":
		for k := range c.layers {
			r = r.Union(c.bar(body, k))
		}
		return r
	case "step_examples":
		row = rowWanted
	case "step_outputs":
		row = rowOutput
	case "step_shares":
		row = rowShare
	}
	if row < 0 || c.part >= Gradient || c.row(row) < 0 {
		return r
	}
	for k := range c.shown() {
		r = r.Union(c.cell(body, row, k))
	}
	return r.Intersect(body)
}

// lossAt is where the loss stands.
func (c *Card) lossAt() paint.Rect {
	return paint.Rect{X: c.at.Right() - 120, Y: c.at.Y - 3, W: 120, H: 22}
}
