package paint

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

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
	w := math.Max(1, round(width*c.scale))
	if t := width * c.scale; t < 1 {
		col = WithAlpha(col, t)
	}
	ax, ay := (math.Min(x0, x1)+c.offset.X)*c.scale, (math.Min(y0, y1)+c.offset.Y)*c.scale
	bx, by := (math.Max(x0, x1)+c.offset.X)*c.scale, (math.Max(y0, y1)+c.offset.Y)*c.scale
	if y0 == y1 {
		ax, bx = round(ax), round(bx)
		ay = round(ay - w/2)
		by = ay + w
	} else {
		ay, by = round(ay), round(by)
		ax = round(ax - w/2)
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
	q := c.open(4)
	corner(&q[0], mx-ux-vx, my-uy-vy, -hl-m, -m, col, cu)
	corner(&q[1], mx+ux-vx, my+uy-vy, hl+m, -m, col, cu)
	corner(&q[2], mx+ux+vx, my+uy+vy, hl+m, m, col, cu)
	corner(&q[3], mx-ux+vx, my-uy+vy, -hl-m, m, col, cu)
	c.close(q)
}

func corner(p *ebiten.Vertex, x, y, s, t float32, col tint, cu custom) {
	p.DstX, p.DstY, p.SrcX, p.SrcY = x, y, s, t
	p.ColorR, p.ColorG, p.ColorB, p.ColorA = col.r, col.g, col.b, col.a
	p.Custom0, p.Custom1, p.Custom2, p.Custom3 = cu[0], cu[1], cu[2], cu[3]
}

// DashLine draws a dashed line; offset shifts the pattern along it, so that a
// growing offset makes the dashes travel from the first point to the second.
func (c *Canvas) DashLine(x0, y0, x1, y1, width, dash, gap, offset float64, col Color) {
	if width*c.scale <= 3 && (x0 == x1 || y0 == y1) { // these lie on whole pixels
		if y0 == y1 {
			y0 = c.crisp(y0+c.offset.Y, width) - c.offset.Y
			y1 = y0
		} else {
			x0 = c.crisp(x0+c.offset.X, width) - c.offset.X
			x1 = x0
		}
		if px := width * c.scale; px > 1 {
			width = round(px) / c.scale
		}
	}
	c.points = append(c.points[:0], Point{x0, y0}, Point{x1, y1})
	c.dashes(c.points, width, dash, gap, offset, col)
}

// crisp moves the middle of a line so that its edges lie on whole pixels.
func (c *Canvas) crisp(v, width float64) float64 {
	w := math.Max(1, round(width*c.scale))
	return (round(v*c.scale-w/2) + w/2) / c.scale
}

// DashPolyline draws a dashed pattern along connected lines, without a break
// at their corners; AppendBezier makes curves part of them.
func (c *Canvas) DashPolyline(pts []Point, width, dash, gap, offset float64, col Color) {
	c.dashes(pts, width, dash, gap, offset, col)
}

// AppendBezier appends points along a cubic curve from a to e, without a itself.
func AppendBezier(dst []Point, a, b, d, e Point) []Point {
	length := math.Hypot(b.X-a.X, b.Y-a.Y) + math.Hypot(d.X-b.X, d.Y-b.Y) + math.Hypot(e.X-d.X, e.Y-d.Y)
	n := int(clamp(length/4, 2, 96))
	for i := 1; i <= n; i++ {
		dst = append(dst, BezierAt(a, b, d, e, float64(i)/float64(n)))
	}
	return dst
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
				s += math.Max(period-phase, 1e-6) // rounding may leave less than s can grow by
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
	if w < 1 { // thinner than a pixel: one pixel, fainter
		t = tint{t.r * w, t.g * w, t.b * w, t.a * w}
		w = 1
	}
	r := w / 2
	m := r + 1
	cu := custom{kindOf(kindBox, 0), 1e5, r, 0}
	if len(pts) == 0 {
		return
	}
	px, py := c.dev(pts[0].X, pts[0].Y)
	var sx, sy float32 // from the middle to the corner at which the last piece ended
	joined := false
	for i := 1; i < len(pts); i++ {
		qx, qy := c.dev(pts[i].X, pts[i].Y)
		ux, uy, l := unit(qx-px, qy-py)
		if l < 0.05 && (i < len(pts)-1 || l == 0) {
			continue
		}
		if !joined {
			sx, sy = -uy*m, ux*m
			c.cap(px, py, -ux, -uy, r, t)
		}
		var ex, ey float32
		ex, ey, joined = c.joint(pts, i, ux, uy, l, m)
		if !joined {
			ex, ey = -uy*m, ux*m
			c.cap(qx, qy, ux, uy, r, t)
		}
		q := c.open(4)
		corner(&q[0], px+sx, py+sy, 0, m, t, cu)
		corner(&q[1], qx+ex, qy+ey, 0, m, t, cu)
		corner(&q[2], qx-ex, qy-ey, 0, -m, t, cu)
		corner(&q[3], px-sx, py-sy, 0, -m, t, cu)
		c.close(q)
		px, py, sx, sy = qx, qy, ex, ey
	}
}

// joint returns the corner, from the middle of the ribbon, at which the piece
// that ends in pts[i] (direction ux, uy, length l) meets the next one; not ok
// where they meet too sharply, or there is no next.
func (c *Canvas) joint(pts []Point, i int, ux, uy, l, m float32) (ex, ey float32, ok bool) {
	qx, qy := c.dev(pts[i].X, pts[i].Y)
	for j := i + 1; j < len(pts); j++ {
		nx, ny := c.dev(pts[j].X, pts[j].Y)
		vx, vy, l2 := unit(nx-qx, ny-qy)
		if l2 < 0.05 {
			continue
		}
		if ux*vx+uy*vy < -0.3 {
			return 0, 0, false
		}
		bx, by, _ := unit(-uy-vy, ux+vx)
		k := m / (by*ux - bx*uy)
		return bx * k, by * k, k < l+m && k < l2+m
	}
	return 0, 0, false
}

// cap records the half disc that ends a ribbon at x, y in the direction u.
func (c *Canvas) cap(x, y, ux, uy, r float32, t tint) {
	m := r + 1
	cu := custom{kindOf(kindBox, 0), r, r, r}
	q := c.open(4)
	vx, vy := -uy*m, ux*m
	corner(&q[0], x-vx, y-vy, 0, -m, t, cu)
	corner(&q[1], x-vx+ux*m, y-vy+uy*m, m, -m, t, cu)
	corner(&q[2], x+vx+ux*m, y+vy+uy*m, m, m, t, cu)
	corner(&q[3], x+vx, y+vy, 0, m, t, cu)
	c.close(q)
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
