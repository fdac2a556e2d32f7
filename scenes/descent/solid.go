package descent

import (
	"math"

	"gradtheatre/scenes/paint"
)

// solid is the relief seen from a side, turned by hand: its cells from the
// farthest to the nearest.
type solid struct {
	yaw, pitch float64 // radians
	box        paint.Rect
	aspect     float64 // depth of the window by its width
	sin, cos   float64
	up, down   float64 // sine and cosine of the pitch
	scale      float64 // pixels by half the window's width
	mid        paint.Point

	nodes []paint.Point
	faces []face
}

// face is one cell: two triangles of one colour.
type face struct {
	p     [4]paint.Point
	color paint.Color
}

const (
	meshW  = 40   // cells across, at most
	tall   = 0.55 // height of the relief by half its width
	minTip = 0.25 // radians
	maxTip = 1.45
)

// aim turns the relief so that all its levels fill the box.
func (s *solid) aim(box paint.Rect, aspect float64, level []float64, sw, sh int) {
	s.box, s.aspect = box, aspect
	s.sin, s.cos = math.Sincos(s.yaw)
	s.up, s.down = math.Sincos(s.pitch)
	x0, x1, y0, y1 := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for j := 0; j < sh; j += max((sh-1)/4, 1) {
		for i := 0; i < sw; i += max((sw-1)/4, 1) {
			p := s.flat(2*float64(i)/float64(sw-1)-1, 1-2*float64(j)/float64(sh-1), level[j*sw+i])
			if p.Y == p.Y {
				x0, x1, y0, y1 = min(x0, p.X), max(x1, p.X), min(y0, p.Y), max(y1, p.Y)
			}
		}
	}
	if !(x1 > x0 && y1 > y0) {
		x0, x1, y0, y1 = -1, 1, -1, 1
	}
	s.scale = min(box.W/(x1-x0), box.H/(y1-y0))
	cx, cy := box.Center()
	s.mid = paint.Point{X: cx - s.scale*(x0+x1)/2, Y: cy - s.scale*(y0+y1)/2}
}

// flat is where the place u, v of the window (−1…1, v up) at a level 0…1
// stands, in units of half its width.
func (s *solid) flat(u, v, level float64) paint.Point {
	v *= s.aspect
	y := u*s.sin + v*s.cos
	return paint.Point{X: u*s.cos - v*s.sin, Y: -(y*s.up + level*tall*s.down)}
}

// project is flat on the screen.
func (s *solid) project(u, v, level float64) paint.Point {
	p := s.flat(u, v, level)
	return paint.Point{X: s.mid.X + s.scale*p.X, Y: s.mid.Y + s.scale*p.Y}
}

// build projects the relief and shades its cells.
func (s *solid) build(level []float64, sw, sh int, colour func(level float64) paint.Color, light, shade paint.Color) {
	step := max((sw-1)/meshW, 1)
	if s.box.W < 300 && step == 2 { // the small picture shows no more
		step = 4
	}
	w, h := (sw-1)/step+1, (sh-1)/step+1
	s.nodes = s.nodes[:0]
	at := func(i, j int) float64 { return level[j*step*sw+i*step] }
	for j := range h {
		for i := range w {
			p := s.project(2*float64(i)/float64(w-1)-1, 1-2*float64(j)/float64(h-1), at(i, j))
			s.nodes = append(s.nodes, p)
		}
	}
	s.faces = s.faces[:0]
	// Rows and columns go from the farthest to the nearest.
	for jj := range h - 1 {
		j := jj // row 0 is far while the cosine is positive
		if s.cos < 0 {
			j = h - 2 - jj
		}
		for ii := range w - 1 {
			i := ii // column 0 is far while the sine is negative
			if s.sin > 0 {
				i = w - 2 - ii
			}
			a, b, c, d := at(i, j), at(i+1, j), at(i+1, j+1), at(i, j+1)
			mid := (a + b + c + d) / 4
			if mid != mid {
				continue
			}
			// Light falls from the upper left of the screen.
			du, dv := (b+c-a-d)*float64(w-1)/4*tall, (a+b-c-d)*float64(h-1)/4/s.aspect*tall
			nx, ny := -(du*s.cos - dv*s.sin), -(du*s.sin + dv*s.cos)
			lit := (-0.55*nx + 0.35*ny + 0.75) / math.Sqrt(nx*nx+ny*ny+1)
			col := colour(mid)
			if lit > 0.75 {
				col = paint.Mix(col, light, min((lit-0.75)*0.9, 0.4))
			} else {
				col = paint.Mix(col, shade, min((0.75-lit)*0.5, 0.5))
			}
			n := j*w + i
			s.faces = append(s.faces, face{[4]paint.Point{s.nodes[n], s.nodes[n+1], s.nodes[n+w+1], s.nodes[n+w]}, col})
		}
	}
}
