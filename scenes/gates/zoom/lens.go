package zoom

import (
	"math"

	"gradtheatre/scenes/paint"
)

// lens is how one part of a level is seen while the camera is between two
// levels: scaled and moved. All parts that belong to one thing go through the
// same lens, so that a map grows around the patch that the camera dives into.
type lens struct{ k, x, y float64 }

var plain = lens{k: 1}

// dive is the lens that takes from to where it is a part u of the way to to.
// Sizes grow by equal factors in equal times, as a camera that flies at an even
// pace sees them.
func dive(from, to paint.Rect, u float64) lens {
	r := travel(from, to, u)
	k := r.W / max(from.W, 1e-6)
	return lens{k, r.X - k*from.X, r.Y - k*from.Y}
}

func (l lens) rect(r paint.Rect) paint.Rect {
	return paint.Rect{X: l.k*r.X + l.x, Y: l.k*r.Y + l.y, W: l.k * r.W, H: l.k * r.H}
}

// travel is a box on its way from one place to another.
func travel(a, b paint.Rect, u float64) paint.Rect {
	switch {
	case u <= 0:
		return a
	case u >= 1:
		return b
	}
	f := u
	if ratio := b.W / max(a.W, 1e-6); math.Abs(ratio-1) > 0.01 {
		f = (math.Pow(ratio, u) - 1) / (ratio - 1)
	}
	mix := func(p, q float64) float64 { return p + (q-p)*f }
	return paint.Rect{X: mix(a.X, b.X), Y: mix(a.Y, b.Y), W: mix(a.W, b.W), H: mix(a.H, b.H)}
}

// shot is how far the camera is from the levels on both sides of it: in the
// level below it has come by in, and of the level above out of it is left.
type shot struct {
	level level   // the level below, or the one it stands at
	u     float64 // 0: at level; 1: at the one above
}

func (s *Zoom) shot() shot {
	z := s.seen()
	l := level(math.Floor(z))
	return shot{l, z - float64(l)}
}

// mapAt is where a picture of the layer level is now; u is how far the camera
// has still to come from the CNN, v how far it has dived into the neuron.
func (s *Zoom) mapAt(i, lane int, u, v float64) paint.Rect {
	g := &s.geo
	if u > 0 {
		return travel(g.maps[i][lane], g.mapFrom[i][lane], u)
	}
	if v > 0 {
		return s.mapLens(i, lane, v).rect(g.maps[i][lane])
	}
	return g.maps[i][lane]
}

// mapLens grows a map around what of it is seen at the neuron level.
func (s *Zoom) mapLens(i, lane int, v float64) lens {
	g := &s.geo
	switch i {
	case mapSrc:
		return dive(g.gridFrom[gridX][lane], g.grid[gridX][lane], v)
	case mapKernel:
		return dive(g.gridFrom[gridW][lane], g.grid[gridW][lane], v)
	}
	to := [mapCount]int{mapZ: boxAdd, mapA: boxReLU, mapP: boxMax}[i]
	from, box := g.boxFrom[to], g.boxes[to]
	if lane == gradient { // the lower map grows below the box
		from, box = from.Move(0, g.maps[i][gradient].Y-g.maps[i][value].Y), box.Move(0, box.H)
	}
	return dive(from, box, v)
}

// gridAt is where a grid of the neuron level is; u and v as in mapAt.
func (s *Zoom) gridAt(i, lane int, u, v float64) paint.Rect {
	g := &s.geo
	if u > 0 {
		return travel(g.grid[i][lane], g.gridFrom[i][lane], u)
	}
	if v > 0 {
		return s.gridLens(i, lane, v).rect(g.grid[i][lane])
	}
	return g.grid[i][lane]
}

func (s *Zoom) gridLens(i, lane int, v float64) lens {
	g := &s.geo
	to := [gridCount]int{gridX: gateX, gridW: gateW, gridQ: gateMul}[i]
	from, box := g.gateFrom[to], g.gates[to]
	if lane == gradient {
		from, box = from.Move(0, g.grid[i][gradient].Y-g.grid[i][value].Y), box.Move(0, box.H)
	}
	return dive(from, box, v)
}

// boxAt is where a box of the neuron level is.
func (s *Zoom) boxAt(i int, u, v float64) paint.Rect {
	g := &s.geo
	if u > 0 {
		return travel(g.boxes[i], g.boxFrom[i], u)
	}
	if v > 0 {
		return dive(g.gateFrom[gateAdd], g.gates[gateAdd], v).rect(g.boxes[i])
	}
	return g.boxes[i]
}

// columnLens is how a column of the CNN level is seen, a part v of the way into
// the layer: the columns of the block grow into its pictures and push the
// others aside.
func (s *Zoom) columnLens(col, lane int, v float64) lens {
	if v <= 0 {
		return plain
	}
	g := &s.geo
	b := &blocks[s.n.block]
	i := mapP
	switch {
	case col <= g.columnOf(b.src):
		i = mapSrc
	case b.dense && col == g.columnOf(b.shown()):
		i = mapA
	case b.dense:
	case col == g.columnOf(b.z):
		i = mapZ
	case col == g.columnOf(b.a):
		i = mapA
	}
	if n := s.n.block; n == scoreBlock && i != mapSrc {
		i = mapZ
	}
	return dive(g.mapFrom[i][lane], g.maps[i][lane], v)
}
