package paint

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

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

// Line draws a straight line with round ends. Upright and level lines lie on
// whole device pixels.
func (c *Canvas) Line(x0, y0, x1, y1, width float64, col Color) {
	if (x0 == x1 || y0 == y1) && width*c.scale <= 3 {
		c.rule(x0, y0, x1, y1, width, col)
		return
	}
	ax, ay := c.dev(x0, y0)
	bx, by := c.dev(x1, y1)
	c.capsule(ax, ay, bx, by, float32(width*c.scale), c.tint(col))
}

// rule draws an upright or level line as a sharp box.
func (c *Canvas) rule(x0, y0, x1, y1, width float64, col Color) {
	w := math.Max(1, math.Round(width*c.scale))
	if t := width * c.scale; t < 1 {
		col = WithAlpha(col, t)
	}
	ax, ay := (math.Min(x0, x1)+c.offset.X)*c.scale, (math.Min(y0, y1)+c.offset.Y)*c.scale
	bx, by := (math.Max(x0, x1)+c.offset.X)*c.scale, (math.Max(y0, y1)+c.offset.Y)*c.scale
	if y0 == y1 {
		ax, bx = math.Round(ax), math.Round(bx)
		ay = math.Round(ay - w/2)
		by = ay + w
	} else {
		ay, by = math.Round(ay), math.Round(by)
		ax = math.Round(ax - w/2)
		bx = ax + w
	}
	c.box(float32(ax), float32(ay), float32(bx), float32(by), 0, kindBox, 0, 0, col)
}

// capsule records a line with round ends: a box turned along it.
func (c *Canvas) capsule(ax, ay, bx, by, width float32, col tint) {
	if width < 1 { // thinner than a pixel: one pixel, fainter
		col = tint{col.r * width, col.g * width, col.b * width, col.a * width}
		width = 1
	}
	dx, dy := bx-ax, by-ay
	length := float32(math.Sqrt(float64(dx*dx + dy*dy)))
	if length > 0 {
		dx, dy = dx/length, dy/length
	} else {
		dx, dy = 1, 0
	}
	r := width / 2
	hl, m := length/2, r+1
	mx, my := (ax+bx)/2, (ay+by)/2
	ux, uy := dx*(hl+m), dy*(hl+m)
	vx, vy := -dy*m, dx*m
	cu := custom{kindOf(kindBox, 0), hl + r, r, r}
	var q [4]ebiten.Vertex
	corner(&q[0], mx-ux-vx, my-uy-vy, -hl-m, -m, col, cu)
	corner(&q[1], mx+ux-vx, my+uy-vy, hl+m, -m, col, cu)
	corner(&q[2], mx+ux+vx, my+uy+vy, hl+m, m, col, cu)
	corner(&q[3], mx-ux+vx, my-uy+vy, -hl-m, m, col, cu)
	c.polygon(q[:])
}

func corner(p *ebiten.Vertex, x, y, s, t float32, col tint, cu custom) {
	p.DstX, p.DstY, p.SrcX, p.SrcY = x, y, s, t
	p.ColorR, p.ColorG, p.ColorB, p.ColorA = col.r, col.g, col.b, col.a
	p.Custom0, p.Custom1, p.Custom2, p.Custom3 = cu[0], cu[1], cu[2], cu[3]
}

// DashLine draws a dashed line; offset shifts the pattern along it, so that a
// growing offset makes the dashes travel from the first point to the second.
func (c *Canvas) DashLine(x0, y0, x1, y1, width, dash, gap, offset float64, col Color) {
	c.points = append(c.points[:0], Point{x0, y0}, Point{x1, y1})
	c.dashes(c.points, width, dash, gap, offset, col)
}

// Bezier draws a cubic curve.
func (c *Canvas) Bezier(x0, y0, cx0, cy0, cx1, cy1, x1, y1, width float64, col Color) {
	c.flatten(x0, y0, cx0, cy0, cx1, cy1, x1, y1)
	c.strip(c.points, width, col)
}

// DashBezier draws a dashed cubic curve; see DashLine for offset.
func (c *Canvas) DashBezier(x0, y0, cx0, cy0, cx1, cy1, x1, y1, width, dash, gap, offset float64, col Color) {
	c.flatten(x0, y0, cx0, cy0, cx1, cy1, x1, y1)
	c.dashes(c.points, width, dash, gap, offset, col)
}

// flatten fills c.points with a cubic curve in steps of a few device pixels.
func (c *Canvas) flatten(x0, y0, cx0, cy0, cx1, cy1, x1, y1 float64) {
	a, b, d, e := Point{x0, y0}, Point{cx0, cy0}, Point{cx1, cy1}, Point{x1, y1}
	length := math.Hypot(b.X-a.X, b.Y-a.Y) + math.Hypot(d.X-b.X, d.Y-b.Y) + math.Hypot(e.X-d.X, e.Y-d.Y)
	n := int(clamp(length*c.scale/6, 2, 96))
	c.points = c.points[:0]
	for i := 0; i <= n; i++ {
		c.points = append(c.points, BezierAt(a, b, d, e, float64(i)/float64(n)))
	}
}

// dashes draws the dashes of a pattern along a polyline. A dash may bend.
func (c *Canvas) dashes(pts []Point, width, dash, gap, offset float64, col Color) {
	period := dash + gap
	if !(period > 0.1) || !(dash > 0) || math.IsNaN(offset) || math.IsInf(offset, 0) {
		c.strip(pts, width, col)
		return
	}
	half := width / 2 // round ends reach beyond: shorten the dash
	on := math.Max(dash-2*half, 0.01)
	at := -math.Mod(offset, period)
	if at > 0 {
		at -= period
	}
	at = -at // distance into the pattern at the first point
	t := c.tint(col)
	w := float32(width * c.scale)
	for i := 1; i < len(pts); i++ {
		p, q := pts[i-1], pts[i]
		length := math.Hypot(q.X-p.X, q.Y-p.Y)
		if !(length > 0) || math.IsInf(length, 0) {
			continue
		}
		for s := 0.0; s < length; {
			phase := math.Mod(at+s, period)
			left := on - phase // of the dash
			if left <= 1e-9 {
				s += period - phase
				continue
			}
			e := math.Min(length, s+left)
			ax, ay := c.dev(p.X+(q.X-p.X)*s/length, p.Y+(q.Y-p.Y)*s/length)
			bx, by := c.dev(p.X+(q.X-p.X)*e/length, p.Y+(q.Y-p.Y)*e/length)
			c.capsule(ax, ay, bx, by, w, t)
			s = e + 1e-9
		}
		at += length
	}
}

// Polyline draws connected lines. Points that are not finite leave a gap.
func (c *Canvas) Polyline(pts []Point, width float64, col Color) {
	from := 0
	for i := 0; i <= len(pts); i++ {
		if i == len(pts) || !finite(pts[i]) {
			if i-from > 0 {
				c.strip(pts[from:i], width, col)
			}
			from = i + 1
		}
	}
}

func finite(p Point) bool { return !math.IsNaN(p.X-p.X) && !math.IsNaN(p.Y-p.Y) }

// strip draws connected lines as one ribbon whose pieces share their corners,
// so that translucent colours do not show the joints. At sharp corners the
// ribbon is cut and both ends are round.
func (c *Canvas) strip(pts []Point, width float64, col Color) {
	t := c.tint(col)
	w := float32(width * c.scale)
	if w < 1 {
		t = tint{t.r * w, t.g * w, t.b * w, t.a * w}
		w = 1
	}
	r := w / 2
	m := r + 1
	cu := custom{kindOf(kindBox, 0), 1e5, r, 0}
	n := len(pts)
	if n == 0 {
		return
	}
	px, py := c.dev(pts[0].X, pts[0].Y)
	var prevU, prevV [2]float32 // the direction of the last piece; its end corner offset
	have := false
	for i := 1; i < n; i++ {
		qx, qy := c.dev(pts[i].X, pts[i].Y)
		ux, uy, l := unit(qx-px, qy-py)
		if l < 0.05 && i < n-1 {
			continue
		}
		if l == 0 {
			break
		}
		sx, sy := -uy*m, ux*m // start corner offset
		if have {
			sx, sy = prevV[0], prevV[1]
		} else {
			c.cap(px, py, -ux, -uy, r, t)
		}
		// the joint with the next piece
		ex, ey := -uy*m, ux*m
		joined := false
		for j := i + 1; j < n; j++ {
			nx, ny := c.dev(pts[j].X, pts[j].Y)
			vx, vy, l2 := unit(nx-qx, ny-qy)
			if l2 < 0.05 && j < n-1 {
				continue
			}
			if dot := ux*vx + uy*vy; l2 > 0 && dot > 0.2 {
				bx, by, _ := unit(-uy-vy, ux+vx)
				k := m / (bx*-uy + by*ux)
				if k < l+m && k < l2+m {
					ex, ey, joined = bx*k, by*k, true
				}
			}
			break
		}
		if !joined {
			c.cap(qx, qy, ux, uy, r, t)
		}
		var q [4]ebiten.Vertex
		corner(&q[0], px+sx, py+sy, 0, m, t, cu)
		corner(&q[1], qx+ex, qy+ey, 0, m, t, cu)
		corner(&q[2], qx-ex, qy-ey, 0, -m, t, cu)
		corner(&q[3], px-sx, py-sy, 0, -m, t, cu)
		c.polygon(q[:])
		prevU, prevV, have = [2]float32{ux, uy}, [2]float32{ex, ey}, joined
		px, py = qx, qy
	}
	_ = prevU
}

// cap records the half disc that ends a ribbon at x, y in the direction u.
func (c *Canvas) cap(x, y, ux, uy, r float32, t tint) {
	m := r + 1
	cu := custom{kindOf(kindBox, 0), r, r, r}
	var q [4]ebiten.Vertex
	vx, vy := -uy*m, ux*m
	corner(&q[0], x-vx, y-vy, 0, -m, t, cu)
	corner(&q[1], x-vx+ux*m, y-vy+uy*m, m, -m, t, cu)
	corner(&q[2], x+vx+ux*m, y+vy+uy*m, m, m, t, cu)
	corner(&q[3], x+vx, y+vy, 0, m, t, cu)
	c.polygon(q[:])
}

func unit(x, y float32) (ux, uy, length float32) {
	l := float32(math.Sqrt(float64(x*x + y*y)))
	if l == 0 {
		return 0, 0, 0
	}
	return x / l, y / l, l
}

// Arrow draws a line from the first point to the second, with a filled head of
// the given length at the second.
func (c *Canvas) Arrow(x0, y0, x1, y1, width, head float64, col Color) {
	l := math.Hypot(x1-x0, y1-y0)
	if !(l > 0) || math.IsInf(l, 0) {
		return
	}
	ux, uy := (x1-x0)/l, (y1-y0)/l
	head = math.Min(head, l)
	if l > head {
		ax, ay := c.dev(x0, y0)
		bx, by := c.dev(x1-ux*head*0.8, y1-uy*head*0.8)
		c.capsule(ax, ay, bx, by, float32(width*c.scale), c.tint(col))
	}
	c.Head(x1, y1, ux, uy, head, col)
}

// Head draws an arrow head whose tip is at x, y and points along ux, uy (a unit vector).
func (c *Canvas) Head(x, y, ux, uy, length float64, col Color) {
	bx, by := x-ux*length, y-uy*length
	half := length * 0.5
	c.Triangle(Point{x, y}, Point{bx - uy*half, by + ux*half}, Point{bx + uy*half, by - ux*half}, col)
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
	var v [3]ebiten.Vertex
	for i := range 3 {
		x, y := cx+(p[i][0]-cx)*grow, cy+(p[i][1]-cy)*grow
		cu := custom{kindOf(kindTriangle, 0)}
		for s := range 3 {
			o := p[(s+1)%3]
			cu[1+s] = (x-o[0])*nx[s] + (y-o[1])*ny[s]
		}
		corner(&v[i], x, y, 0, 0, t, cu)
	}
	c.polygon(v[:])
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
		var v [4]ebiten.Vertex
		corner(&v[0], ax, ay, 0, 0, t, cu)
		corner(&v[1], bx, cy, 0, 0, t, cu)
		corner(&v[2], bx, by, 0, 0, t, cu)
		corner(&v[3], ax, by, 0, 0, t, cu)
		c.polygon(v[:])
	}
}
