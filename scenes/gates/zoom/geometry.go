package zoom

import (
	"gradtheatre/scenes/paint"
)

// The pictures of the layer level, the grids of the neuron level and the boxes
// of both lower levels.
const (
	mapSrc = iota
	mapKernel
	mapZ
	mapA
	mapP
	mapCount
)

const (
	gridX = iota
	gridW
	gridQ
	gridCount
)

const (
	boxAdd = iota
	boxReLU
	boxMax
	boxCount
)

const (
	gateX = iota
	gateW
	gateMul
	gateAdd
	gateRest
	gateCount
)

// column is one layer at the CNN level: maps in nx columns.
type column struct {
	node, maps, side, nx int
	x, w, h              float64 // place, and size of a map
}

const (
	columnCount = 9
	denseColumn = 7
	scoreColumn = 8
)

// geometry is where everything stands when the camera is at rest.
type geometry struct {
	area         paint.Rect
	phone        bool
	block        int // what the layer and the neuron are of; −1: not yet
	window, card paint.Rect

	columns [columnCount]column
	lanes   [2]paint.Rect // of the CNN level
	lossBox paint.Rect

	maps  [mapCount][2]paint.Rect
	strip paint.Rect // the maps of the layer, small
	thumb float64

	grid  [gridCount][2]paint.Rect
	boxes [boxCount]paint.Rect
	pool  [2]paint.Rect

	gates [gateCount]paint.Rect
	chipW float64

	// Where the parts of a level are at the level above it.
	mapFrom  [mapCount][2]paint.Rect
	gridFrom [gridCount][2]paint.Rect
	boxFrom  [boxCount]paint.Rect
	gateFrom [gateCount]paint.Rect
}

const (
	cardHeight      = 150.0
	cardHeightPhone = 204.0
	caption         = 20.0 // height of the words above a map
)

// arrange gives everything its place and reports whether that changed.
func (g *geometry) arrange(area paint.Rect, phone bool) bool {
	if g.area == area && g.phone == phone {
		return false
	}
	g.area, g.phone, g.block = area, phone, -1
	h := cardHeight
	if phone {
		h = cardHeightPhone
	}
	g.card, g.window = area.CutBottom(min(h, area.H*0.45))
	_, g.window = g.window.CutBottom(10)
	g.window.W, g.window.H = max(g.window.W, 60), max(g.window.H, 60)
	g.chipW = 66
	if phone {
		g.chipW = 54
	}
	g.placeColumns()
	g.placeGate()
	return true
}

// fit gives the pictures of a block's layer and neuron their places.
func (g *geometry) fit(block int) {
	if g.block == block {
		return
	}
	g.block = block
	g.placeMaps()
	g.placeNeuron()
}

// placeColumns places the layers of the network.
func (g *geometry) placeColumns() {
	w := g.window
	head, mid, rows, pad := 38.0, 22.0, 4, 2.0
	score, end, least, most := 84.0, 54.0, 10.0, 44.0
	g.columns = [columnCount]column{{inputX, 1, 28, 1, 0, 1.7, 1.7}, {conv1, 8, 28, 2, 0, 1, 1}, {relu1, 8, 28, 2, 0, 1, 1}, {pool1, 8, 14, 2, 0, .62, .62},
		{conv2, 16, 14, 4, 0, .56, .56}, {relu2, 16, 14, 4, 0, .56, .56}, {pool2, 16, 7, 4, 0, .38, .38}, {dense, 64, 1, 4, 0, .2, 0}, {logits, 10, 1, 1, 0, 0, 0}}
	if g.phone {
		head, mid, rows, score, end, least, most = 20, 10, 8, 38, 44, 4, 30
		for i, k := range [...]struct {
			nx   int
			size float64
		}{{1, 1.9}, {1, 1}, {1, 1}, {1, .6}, {2, .8}, {2, .8}, {2, .5}} {
			g.columns[i].nx, g.columns[i].w, g.columns[i].h = k.nx, k.size, k.size
		}
	}
	laneH := max((w.H-head-mid)/2, 20)
	g.lanes[value] = paint.Rect{X: w.X, Y: w.Y + head, W: w.W, H: laneH}
	g.lanes[gradient] = g.lanes[value].Move(0, laneH+mid)
	size := (laneH - float64(rows-1)*pad) / float64(rows)
	parts, pads := 0.0, 0.0
	for i := range g.columns {
		k := &g.columns[i]
		parts += float64(k.nx) * k.w
		pads += float64(k.nx-1) * pad
	}
	fixed := pads + score + end
	size = max(4, min(size, (w.W-fixed-least*columnCount)/parts))
	gap := min(most, max(0, (w.W-fixed-size*parts)/columnCount))
	x := w.X + (w.W-fixed-size*parts-gap*columnCount)/2
	for i := range g.columns {
		k := &g.columns[i]
		k.x, k.w, k.h = x, k.w*size, k.h*size
		switch i {
		case denseColumn:
			k.h = (laneH - 15*1) / 16
		case scoreColumn:
			k.w, k.h = score, laneH/10-pad
		}
		x += float64(k.nx)*(k.w+pad) - pad + gap
	}
	_, y := w.Center()
	g.lossBox = paint.Rect{X: x, Y: y + head/2 - 20, W: end, H: 40}
}

const mapGap = 2.0

// mapRect is where a map of the CNN level stands, in a lane.
func (g *geometry) mapRect(col, m, lane int) paint.Rect {
	k := &g.columns[col]
	pad := mapGap
	if col == denseColumn {
		pad = 1
	}
	rows := float64((k.maps + k.nx - 1) / k.nx)
	h := rows*(k.h+pad) - pad
	r := g.lanes[lane]
	return paint.Rect{X: k.x + float64(m%k.nx)*(k.w+mapGap), Y: r.Y + (r.H-h)/2 + float64(m/k.nx)*(k.h+pad), W: k.w, H: k.h}
}

// width is how much room the maps of a column take.
func (k *column) width() float64 { return float64(k.nx)*(k.w+mapGap) - mapGap }

// placeNeuron places image patch, kernel and products, and the gates after them.
func (g *geometry) placeNeuron() {
	w := g.window
	between, chain, mid := 24.0, 236.0, 14.0
	if g.phone {
		between, chain, mid = 16, 0, 112
	}
	grid := float64(blocks[g.block].grid)
	cell := max(min((w.W-chain-2*between)/(3*grid), (w.H-2*caption-mid)/(2*grid), 44*kernel/grid), 1)
	size := cell * grid
	x := w.X + (w.W-chain-3*size-2*between)/2
	y := w.Y + (w.H-2*(size+caption)-mid)/2
	for i := range gridCount {
		r := paint.Rect{X: x + float64(i)*(size+between), Y: y + caption, W: size, H: size}
		g.grid[i] = [2]paint.Rect{r, r.Move(0, size+caption+mid)}
	}
	box := paint.Rect{W: 54, H: 46}
	left, step := x+3*size+2*between+26, (chain-26)/3
	cy := y + caption + size + (mid+caption)/2
	if g.phone {
		box = paint.Rect{W: 48, H: 38}
		left, step, cy = w.X+w.W*0.02, w.W*0.25, y+caption+size+mid/2-2
	}
	for i := range boxCount {
		b := box
		b.X, b.Y = left+(float64(i)+0.5)*step-b.W/2, cy-b.H/2
		g.boxes[i] = b
	}
	// The four numbers that the max gate chooses from.
	m := g.boxes[boxMax]
	c := min(cell, 32) * window
	mx, _ := m.Center()
	g.pool[value] = paint.Rect{X: mx - c/2, Y: m.Y - 34 - c, W: c, H: c}
	g.pool[gradient] = paint.Rect{X: mx - c/2, Y: m.Bottom() + 34, W: c, H: c}
	if g.phone {
		c = 2 * 17
		g.pool[value] = paint.Rect{X: m.Right() + 14, Y: cy - c - 3, W: c, H: c}
		g.pool[gradient] = paint.Rect{X: m.Right() + 14, Y: cy + 3, W: c, H: c}
	}
	if blocks[g.block].dense {
		g.placeTen(m, cy)
	}
}

// placeTen places the lists of ten at the end of a dense neuron.
func (g *geometry) placeTen(box paint.Rect, y float64) {
	mid, _ := box.Center()
	const wide = 84.0
	const most, above, below, head = 150.0, 32.0, 46.0, 18.0
	r := paint.Rect{X: min(mid-wide/2, g.window.Right()-wide), W: wide, H: max(min(most, box.Y-above-head-g.window.Y), 10)}
	r.Y = box.Y - above - r.H
	low := paint.Rect{X: r.X, Y: box.Bottom() + below, W: wide, H: max(min(most, g.window.Bottom()-box.Bottom()-below), 10)}
	if g.phone {
		const high = 50
		r = paint.Rect{X: box.Right() + 6, Y: y - high - 2, W: 54, H: high}
		low = r.Move(0, high+4)
	}
	g.pool = [2]paint.Rect{r, low}
}

// placeGate places the one multiply gate with its inputs, and the sum after it.
func (g *geometry) placeGate() {
	w := g.window
	leaf, box, h := 72.0, 92.0, 58.0
	at := [gateCount]paint.Point{{X: .11, Y: .24}, {X: .11, Y: .70}, {X: .47, Y: .47}, {X: .78, Y: .47}, {X: .47, Y: .89}}
	if g.phone {
		leaf, box, h = 52, 60, 46
		at = [gateCount]paint.Point{{X: .10, Y: .19}, {X: .10, Y: .65}, {X: .48, Y: .42}, {X: .83, Y: .42}, {X: .48, Y: .84}}
	}
	for i := range gateCount {
		r := paint.Rect{W: box, H: h}
		if i == gateX || i == gateW {
			r.W = leaf
		}
		if i == gateRest {
			r.H = h * 0.66
		}
		r.X, r.Y = w.X+w.W*at[i].X-r.W/2, w.Y+w.H*at[i].Y-r.H/2
		g.gates[i] = r
	}
}

// cellRect is a part of a picture: n × n cells from a row and column of it.
func cellRect(r paint.Rect, side, row, col, n int) paint.Rect {
	d := r.W / float64(side)
	return paint.Rect{X: r.X + float64(col)*d, Y: r.Y + float64(row)*d, W: d * float64(n), H: d * float64(n)}
}

// gridCell is the i-th cell of a grid of the neuron level.
func (g *geometry) gridCell(grid, lane, i int) paint.Rect {
	n := blocks[g.block].grid
	return tile(g.grid[grid][lane], n, n, i)
}

// blockColumn is the column of the CNN level that holds a value of the run.
func (g *geometry) columnOf(node int) int {
	for i := range g.columns {
		if g.columns[i].node == node {
			return i
		}
	}
	return 0
}

// layerRect is the ground of a column in a lane.
func (g *geometry) layerRect(col, lane int) (r paint.Rect) {
	for m := range g.columns[col].maps {
		r = r.Union(g.mapRect(col, m, lane))
	}
	return r
}

// anchor finds where each level's parts are at the level above: what grows when
// the camera moves in.
func (g *geometry) anchor(n *neuron) {
	g.fit(n.block)
	b := &blocks[n.block]
	for lane := range 2 {
		if b.dense {
			g.anchorDense(n, lane)
			continue
		}
		z := g.mapRect(g.columnOf(b.z), n.m, lane)
		g.mapFrom[mapSrc][lane] = g.mapRect(g.columnOf(b.src), n.in, lane)
		g.mapFrom[mapKernel][lane] = z.Middle(z.W*0.2, z.H*0.2).Move(-z.W*0.6, 0)
		g.mapFrom[mapZ][lane] = z
		g.mapFrom[mapA][lane] = g.mapRect(g.columnOf(b.a), n.m, lane)
		g.mapFrom[mapP][lane] = g.mapRect(g.columnOf(b.p), n.m, lane)

		g.gridFrom[gridX][lane] = cellRect(g.maps[mapSrc][lane], b.side, n.row-padding, n.col-padding, kernel)
		g.gridFrom[gridW][lane] = g.maps[mapKernel][lane]
		g.gridFrom[gridQ][lane] = g.spotRect(n.focus, mapZ, lane)
	}
	g.boxFrom[boxAdd] = g.spotRect(n.focus, mapZ, value)
	g.boxFrom[boxReLU] = g.spotRect(n.focus, mapA, value)
	g.boxFrom[boxMax] = g.spotRect(n.focus, mapP, value)
	if n.block == scoreBlock {
		g.boxFrom[boxMax] = g.boxFrom[boxReLU]
	}

	g.gateFrom[gateX] = g.gridCell(gridX, value, n.tap())
	g.gateFrom[gateW] = g.gridCell(gridW, value, n.tap())
	g.gateFrom[gateMul] = g.gridCell(gridQ, value, n.tap())
	g.gateFrom[gateAdd] = g.boxes[boxAdd]
	g.gateFrom[gateRest] = g.gridCell(gridQ, gradient, n.tap())
}

// anchorDense is for a dense layer, which is one column of the CNN level.
func (g *geometry) anchorDense(n *neuron, lane int) {
	b := &blocks[n.block]
	from, to := g.layerRect(g.columnOf(b.src), lane), g.layerRect(denseColumn, lane)
	next := g.layerRect(scoreColumn, lane)
	if n.block == scoreBlock {
		to, next = next, g.lossBox
	}
	one := g.mapRect(g.columnOf(b.shown()), n.m, lane)
	g.mapFrom[mapSrc][lane], g.mapFrom[mapKernel][lane] = from, one.Move(-one.W, 0)
	g.mapFrom[mapZ][lane], g.mapFrom[mapA][lane], g.mapFrom[mapP][lane] = to, to, next
	g.gridFrom[gridX][lane], g.gridFrom[gridW][lane] = g.maps[mapSrc][lane], g.maps[mapKernel][lane]
	g.gridFrom[gridQ][lane] = g.spotRect(n.focus, mapZ, lane)
}

// shown is the value of a block that the CNN level shows a neuron by.
func (b *block) shown() int {
	if b.z == fullZ {
		return dense
	}
	return b.z
}
