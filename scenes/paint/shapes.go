package paint

import "math"

// Fill fills a box, its edges on whole device pixels.
func (c *Canvas) Fill(r Rect, col Color) { c.RoundRect(r, 0, col) }

// RoundRect fills a box with round corners.
func (c *Canvas) RoundRect(r Rect, radius float64, fill Color) {
	if r.Empty() {
		return
	}
	x0, y0, x1, y1 := c.snapRect(r)
	c.box(x0, y0, x1, y1, float32(radius*c.scale), kindBox, 0, 0, fill)
}

// RoundRectStroke draws the outline of a box, inside its edges.
func (c *Canvas) RoundRectStroke(r Rect, radius, width float64, stroke Color) {
	if r.Empty() {
		return
	}
	x0, y0, x1, y1 := c.snapRect(r)
	c.box(x0, y0, x1, y1, float32(radius*c.scale), kindStroke, c.hairline(width), 0, stroke)
}

// hairline returns a line width in device pixels; thin lines become whole pixels.
func (c *Canvas) hairline(width float64) float32 {
	w := width * c.scale
	if width <= 1 {
		w = math.Max(1, math.Floor(w+0.01))
	}
	return float32(w)
}

// box records a rounded box in device pixels, with a margin for its soft edge.
func (c *Canvas) box(x0, y0, x1, y1, radius float32, kind int, width, margin float32, col Color) {
	hw, hh := (x1-x0)/2, (y1-y0)/2
	radius = min(max(radius, 0), min(hw, hh))
	m := margin + 1
	if kind == kindBox && radius == 0 {
		m = 0 // whole pixels: no soft edge
	}
	c.quad(x0-m, y0-m, x1+m, y1+m, -hw-m, -hh-m, hw+m, hh+m, c.tint(col),
		custom{kindOf(kind, width), hw, hh, radius})
}

// Circle fills a disc.
func (c *Canvas) Circle(x, y, radius float64, fill Color) {
	c.disc(x, y, radius, kindBox, 0, fill)
}

// CircleStroke draws a ring whose outer edge has the given radius plus half the width.
func (c *Canvas) CircleStroke(x, y, radius, width float64, stroke Color) {
	c.disc(x, y, radius+width/2, kindStroke, float32(math.Max(1, width*c.scale)), stroke)
}

func (c *Canvas) disc(x, y, radius float64, kind int, width float32, col Color) {
	if !(radius > 0) {
		return
	}
	dx, dy := c.dev(x, y)
	r := float32(radius * c.scale)
	m := r + 1
	c.quad(dx-m, dy-m, dx+m, dy+m, -m, -m, m, m, c.tint(col), custom{kindOf(kind, width), r, r, r})
}

// Shadow draws the soft shadow of a rounded box; blur is how far it reaches.
func (c *Canvas) Shadow(r Rect, radius, blur float64, col Color) {
	if r.Empty() {
		return
	}
	x0, y0, x1, y1 := c.snapRect(r)
	b := float32(math.Max(blur*c.scale, 0.5))
	c.box(x0, y0, x1, y1, float32(radius*c.scale), kindShadow, b, b, col)
}

// Triangle fills a triangle.
func (c *Canvas) Triangle(a, b, d Point, fill Color) {
	var p [3][2]float32
	p[0][0], p[0][1] = c.dev(a.X, a.Y)
	p[1][0], p[1][1] = c.dev(b.X, b.Y)
	p[2][0], p[2][1] = c.dev(d.X, d.Y)
	area := (p[1][0]-p[0][0])*(p[2][1]-p[0][1]) - (p[2][0]-p[0][0])*(p[1][1]-p[0][1])
	if area < 0 {
		p[1], p[2] = p[2], p[1]
		area = -area
	}
	if !(area > 1e-3) {
		return
	}
	// Each corner moves out so that the sides move out by one pixel; the
	// distances to the sides run linearly, so they stay right.
	var nx, ny, side [3]float32 // of side i, opposite corner i
	for i := range 3 {
		q, r := p[(i+1)%3], p[(i+2)%3]
		ux, uy, l := unit(r[0]-q[0], r[1]-q[1])
		nx[i], ny[i], side[i] = -uy, ux, l // inward
	}
	t := c.tint(fill)
	per := side[0] + side[1] + side[2]
	inr := area / per // the inscribed circle's radius
	cx := (p[0][0]*side[0] + p[1][0]*side[1] + p[2][0]*side[2]) / per
	cy := (p[0][1]*side[0] + p[1][1]*side[1] + p[2][1]*side[2]) / per
	grow := (inr + 1) / inr
	v := c.open(3)
	for i := range 3 {
		x, y := cx+(p[i][0]-cx)*grow, cy+(p[i][1]-cy)*grow
		cu := custom{kindOf(kindTriangle, 0)}
		for s := range 3 {
			o := p[(s+1)%3]
			cu[1+s] = (x-o[0])*nx[s] + (y-o[1])*ny[s]
		}
		corner(&v[i], x, y, 0, 0, t, cu)
	}
	c.close(v)
}

// Quad fills a cell of four corners without softening its edges, so that the
// cells of a mesh join without seams.
func (c *Canvas) Quad(p0, p1, p2, p3 Point, fill Color) {
	if !finite(p0) || !finite(p1) || !finite(p2) || !finite(p3) {
		return
	}
	t, cu := c.tint(fill), custom{kindOf(kindTriangle, 0), 1e4, 1e4, 1e4}
	v := c.open(4)
	for i, p := range [4]Point{p0, p1, p2, p3} {
		x, y := c.dev(p.X, p.Y)
		corner(&v[i], x, y, 0, 0, t, cu)
	}
	c.close(v)
}

// Area fills the region between a polyline and the level line y = baseline.
// The points run from left to right.
func (c *Canvas) Area(pts []Point, baseline float64, fill Color) {
	t := c.tint(fill)
	_, by := c.dev(0, baseline)
	for i := 1; i < len(pts); i++ {
		if !finite(pts[i-1]) || !finite(pts[i]) {
			continue
		}
		ax, ay := c.dev(pts[i-1].X, pts[i-1].Y)
		bx, cy := c.dev(pts[i].X, pts[i].Y)
		cu := custom{kindOf(kindTriangle, 0), 1e4, 1e4, 1e4}
		v := c.open(4)
		corner(&v[0], ax, ay, 0, 0, t, cu)
		corner(&v[1], bx, cy, 0, 0, t, cu)
		corner(&v[2], bx, by, 0, 0, t, cu)
		corner(&v[3], ax, by, 0, 0, t, cu)
		c.close(v)
	}
}

// Ribbon fills the region between two polylines with as many points, from left
// to right; what is not finite leaves a gap.
func (c *Canvas) Ribbon(upper, lower []Point, fill Color) {
	t := c.tint(fill)
	for i := 1; i < min(len(upper), len(lower)); i++ {
		if !finite(upper[i-1]) || !finite(upper[i]) || !finite(lower[i-1]) || !finite(lower[i]) {
			continue
		}
		cu := custom{kindOf(kindTriangle, 0), 1e4, 1e4, 1e4}
		v := c.open(4)
		for k, p := range [4]Point{upper[i-1], upper[i], lower[i], lower[i-1]} {
			x, y := c.dev(p.X, p.Y)
			corner(&v[k], x, y, 0, 0, t, cu)
		}
		c.close(v)
	}
}
