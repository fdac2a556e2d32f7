package paint

import (
	"image/color"
	"math"
)

// Color is a colour with straight (not premultiplied) alpha.
type Color = color.NRGBA

// WithAlpha returns the colour with its alpha multiplied by a in 0…1.
func WithAlpha(c Color, a float64) Color {
	c.A = uint8(math.Round(float64(c.A) * clamp(a, 0, 1)))
	return c
}

// Mix returns the colour t of the way from a to b, t in 0…1.
func Mix(a, b Color, t float64) Color {
	t = clamp(t, 0, 1)
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*t)) }
	return Color{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B), A: m(a.A, b.A)}
}

// Point is a place in CSS pixels.
type Point struct{ X, Y float64 }

// Rect is a box in CSS pixels.
type Rect struct{ X, Y, W, H float64 }

// Right returns the right edge.
func (r Rect) Right() float64 { return r.X + r.W }

// Bottom returns the lower edge.
func (r Rect) Bottom() float64 { return r.Y + r.H }

// Center returns the middle.
func (r Rect) Center() (x, y float64) { return r.X + r.W/2, r.Y + r.H/2 }

// Empty reports whether the box has no area.
func (r Rect) Empty() bool { return !(r.W > 0 && r.H > 0) }

// Around returns the box that holds some points, with room about them; empty
// when there is none.
func Around(room float64, at ...Point) Rect {
	if len(at) == 0 {
		return Rect{}
	}
	lo, hi := at[0], at[0]
	for _, q := range at[1:] {
		lo.X, lo.Y = math.Min(lo.X, q.X), math.Min(lo.Y, q.Y)
		hi.X, hi.Y = math.Max(hi.X, q.X), math.Max(hi.Y, q.Y)
	}
	return Rect{lo.X - room, lo.Y - room, hi.X - lo.X + 2*room, hi.Y - lo.Y + 2*room}
}

// Contains reports whether the point lies in the box; the left and upper edge belong to it.
func (r Rect) Contains(x, y float64) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// Inset returns the box made smaller by d on every side (larger when d < 0), never below zero.
func (r Rect) Inset(d float64) Rect { return r.InsetXY(d, d) }

// InsetXY is Inset with its own distance for each direction.
func (r Rect) InsetXY(dx, dy float64) Rect {
	w, h := math.Max(0, r.W-2*dx), math.Max(0, r.H-2*dy)
	return Rect{r.X + (r.W-w)/2, r.Y + (r.H-h)/2, w, h}
}

// Move returns the box moved.
func (r Rect) Move(dx, dy float64) Rect { return Rect{r.X + dx, r.Y + dy, r.W, r.H} }

// CutTop takes h off the top.
func (r Rect) CutTop(h float64) (top, rest Rect) {
	h = clamp(h, 0, math.Max(0, r.H))
	return Rect{r.X, r.Y, r.W, h}, Rect{r.X, r.Y + h, r.W, r.H - h}
}

// CutBottom takes h off the bottom.
func (r Rect) CutBottom(h float64) (bottom, rest Rect) {
	h = clamp(h, 0, math.Max(0, r.H))
	return Rect{r.X, r.Y + r.H - h, r.W, h}, Rect{r.X, r.Y, r.W, r.H - h}
}

// CutLeft takes w off the left.
func (r Rect) CutLeft(w float64) (left, rest Rect) {
	w = clamp(w, 0, math.Max(0, r.W))
	return Rect{r.X, r.Y, w, r.H}, Rect{r.X + w, r.Y, r.W - w, r.H}
}

// CutRight takes w off the right.
func (r Rect) CutRight(w float64) (right, rest Rect) {
	w = clamp(w, 0, math.Max(0, r.W))
	return Rect{r.X + r.W - w, r.Y, w, r.H}, Rect{r.X, r.Y, r.W - w, r.H}
}

// Middle returns a box of the given size around the middle of r.
func (r Rect) Middle(w, h float64) Rect {
	return Rect{r.X + (r.W-w)/2, r.Y + (r.H-h)/2, w, h}
}

// Intersect returns what both boxes cover, or an empty box.
func (r Rect) Intersect(s Rect) Rect {
	x0, y0 := math.Max(r.X, s.X), math.Max(r.Y, s.Y)
	x1, y1 := math.Min(r.Right(), s.Right()), math.Min(r.Bottom(), s.Bottom())
	if x1 <= x0 || y1 <= y0 {
		return Rect{X: x0, Y: y0}
	}
	return Rect{x0, y0, x1 - x0, y1 - y0}
}

// Union returns the smallest box around both; an empty box counts for nothing.
func (r Rect) Union(s Rect) Rect {
	if r.Empty() {
		return s
	}
	if s.Empty() {
		return r
	}
	x0, y0 := math.Min(r.X, s.X), math.Min(r.Y, s.Y)
	x1, y1 := math.Max(r.Right(), s.Right()), math.Max(r.Bottom(), s.Bottom())
	return Rect{x0, y0, x1 - x0, y1 - y0}
}

// BezierAt returns the point at t in 0…1 of the cubic curve a, b, d, e.
func BezierAt(a, b, d, e Point, t float64) Point {
	u := 1 - t
	p, q, r, s := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{p*a.X + q*b.X + r*d.X + s*e.X, p*a.Y + q*b.Y + r*d.Y + s*e.Y}
}

func clamp(v, lo, hi float64) float64 {
	if !(v > lo) { // NaN too
		return lo
	}
	if v > hi {
		return hi
	}
	return v
}
