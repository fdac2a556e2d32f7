package zoom

import "gradtheatre/scenes/paint"

// sheet is how many cells the pictures of the layer level have across and down.
func (b *block) sheet(i int) (nx, ny int) {
	n := b.side
	switch {
	case i == mapKernel || i == mapSrc && b.dense:
		n = b.grid
	case i == mapP && !b.dense:
		n = b.side / window
	case b.out == 64:
		n = 8
		if i == mapP { // the ten scores that use the neuron
			return 1, 10
		}
	case b.dense:
		return 1, 10
	}
	return n, n
}

// spot is the cell of the focus in a picture of the layer level; −1 where it is not
// one alone.
func (f focus) spot(i int) int {
	b := &blocks[f.block]
	switch {
	case i == mapKernel || i == mapSrc && b.dense:
		return f.tap()
	case i == mapP && b.dense, i == mapSrc:
		return -1
	case b.dense:
		return f.m
	case i == mapP:
		return f.row/window*(b.side/window) + f.col/window
	}
	return f.row*b.side + f.col
}

// tile is cell i of a picture of nx × ny.
func tile(r paint.Rect, nx, ny, i int) paint.Rect {
	w, h := r.W/float64(nx), r.H/float64(ny)
	return paint.Rect{X: r.X + float64(i%nx)*w, Y: r.Y + float64(i/nx)*h, W: w, H: h}
}

// spotRect is the place of the focus in a picture of the layer level: the whole of
// it where it is not one cell.
func (g *geometry) spotRect(f focus, i, lane int) paint.Rect {
	r, at := g.maps[i][lane], f.spot(i)
	if at < 0 {
		return r
	}
	nx, ny := blocks[f.block].sheet(i)
	return tile(r, nx, ny, at)
}

const ten = 0.5 // how wide a list of ten is

// breadths are how wide the pictures of the layer level are, against their height;
// none where there is no such picture.
func (b *block) breadths() [mapCount]float64 {
	const small = 0.44 // the kernel
	switch {
	case !b.dense:
		return [mapCount]float64{1, small, 1, 1, 1}
	case b.out == 64:
		return [mapCount]float64{1, 1, 0.8, 0.8, ten}
	}
	return [mapCount]float64{1, 1, ten, ten, 0}
}

// placeMaps places the pictures of the layer level: from left to right the source,
// the kernel, and what the convolution, the ReLU and the pooling make.
func (g *geometry) placeMaps() {
	w, b := g.window, &blocks[g.block]
	gap, strip := 26.0, 38.0
	if g.phone {
		gap, strip = 8, 30
	}
	tall := 0.0 // ten lines need more than a small picture's height
	if g.phone && b.dense {
		strip, tall = 50, 28
	}
	wide := b.breadths()
	parts, gaps := 0.0, -1.0
	for _, k := range wide {
		if parts += k; k > 0 {
			gaps++
		}
	}
	size := max(min((w.W-gaps*gap)/parts, (w.H-strip-tall-2*caption)/2), 1)
	used := 2*(size+caption) + strip + tall
	gap += min(30, (w.W-size*parts-gaps*gap)/gaps)
	x, y := w.X+(w.W-size*parts-gaps*gap)/2, w.Y+(w.H-used)/2
	for i := range mapCount {
		r := paint.Rect{X: x, Y: y + caption, W: size * wide[i], H: size}
		if wide[i] == ten {
			r.H += tall
		}
		if i == mapKernel || b.dense && b.out == 64 && (i == mapZ || i == mapA) {
			r.H = r.W
			r.Y += (size - r.H) / 2
		}
		g.maps[i] = [2]paint.Rect{r, r.Move(0, size+strip+caption)}
		if wide[i] == 0 {
			g.maps[i] = [2]paint.Rect{}
			continue
		}
		x += r.W + gap
	}
	if g.block == scoreBlock { // no gradient is recorded of the probabilities
		g.maps[mapA][gradient] = paint.Rect{}
	}
	g.strip = paint.Rect{X: w.X, Y: y + caption + size, W: w.W, H: strip}
	g.thumb = strip - 12
}

// thumbRect is the small picture of a map of the layer.
func (g *geometry) thumbRect(m, of int) paint.Rect {
	step := min(g.thumb+4, (g.strip.W-4)/float64(of))
	x := g.strip.X + (g.strip.W-step*float64(of))/2
	_, y := g.strip.Center()
	size := min(g.thumb, step-2)
	return paint.Rect{X: x + float64(m)*step, Y: y - size/2, W: size, H: size}
}
