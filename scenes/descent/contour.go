package descent

import "gradtheatre/scenes/paint"

// contours finds the lines of equal level in a grid of sw by sh levels, as
// polylines in grid coordinates, lines one after the other: ends[i] is where
// line i ends in pts.
type contours struct {
	pts  []paint.Point
	ends []int
	next map[int]segment // by the grid edge that a segment starts from
	from []int
}

// segment leads from one grid edge to another.
type segment struct {
	a, b   int
	pa, pb paint.Point
}

const contourLevels = 14

// find follows all lines. Every cell adds its segments with the higher ground
// on the left, so that the end of one is the start of the next.
func (c *contours) find(level []float64, sw, sh int) {
	c.pts, c.ends = c.pts[:0], c.ends[:0]
	if c.next == nil {
		c.next = map[int]segment{}
	}
	for k := 1; k < contourLevels; k++ {
		v := float64(k) / contourLevels
		clear(c.next)
		c.from = c.from[:0]
		for j := range sh - 1 {
			for i := range sw - 1 {
				c.cell(level, sw, i, j, v)
			}
		}
		c.join()
	}
}

// cell adds the segments of one cell. Its edges are named by their left or
// upper node: 2·node for the level edge, 2·node+1 for the upright one.
func (c *contours) cell(level []float64, sw, i, j int, v float64) {
	n := j*sw + i
	q := [4]float64{level[n], level[n+1], level[n+sw+1], level[n+sw]} // clockwise from the upper left
	var in [4]bool
	inside := 0
	for k, z := range q {
		if z != z {
			return
		}
		if in[k] = z >= v; in[k] {
			inside++
		}
	}
	if inside == 0 || inside == 4 {
		return
	}
	edges := [4]int{2 * n, 2*(n+1) + 1, 2 * (n + sw), 2*n + 1}
	x, y := float64(i), float64(j)
	cross := func(e int) paint.Point {
		a, b := q[e], q[(e+1)%4]
		t := (v - a) / (b - a)
		switch e {
		case 0:
			return paint.Point{X: x + t, Y: y}
		case 1:
			return paint.Point{X: x + 1, Y: y + t}
		case 2:
			return paint.Point{X: x + 1 - t, Y: y + 1}
		}
		return paint.Point{X: x, Y: y + 1 - t}
	}
	// Going clockwise around the cell, a line enters where the ground rises
	// above v and leaves at the next edge where it falls.
	for e := range 4 {
		if in[e] || !in[(e+1)%4] {
			continue
		}
		for d := 1; d < 4; d++ {
			if f := (e + d) % 4; in[f] && !in[(f+1)%4] {
				s := segment{edges[f], edges[e], cross(f), cross(e)}
				c.next[s.a] = s
				c.from = append(c.from, s.a)
				break
			}
		}
	}
}

// join chains the segments into lines.
func (c *contours) join() {
	// Lines that begin at the border first, so that they are found whole.
	isEnd := map[int]bool{}
	for _, a := range c.from {
		isEnd[c.next[a].b] = true
	}
	for _, closed := range [2]bool{false, true} {
		for _, a := range c.from {
			s, ok := c.next[a]
			if !ok || !closed && isEnd[a] {
				continue
			}
			c.pts = append(c.pts, s.pa)
			for ok {
				delete(c.next, s.a)
				c.pts = append(c.pts, s.pb)
				s, ok = c.next[s.b]
			}
			c.ends = append(c.ends, len(c.pts))
		}
	}
}
