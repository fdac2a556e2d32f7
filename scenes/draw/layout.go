package draw

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// rows is how many rows of maps the columns of the network have: one for each
// channel of the first convolution, so that a channel keeps its row.
const rows = 8

// geometry is where everything on the stage lies, in CSS pixels.
type geometry struct {
	area    paint.Rect
	phone   bool
	open    bool // the card is
	step    bool // it is of a step of learning, and lower on a phone
	stacked bool // the layers lie below each other instead of side by side
	sheet   bool // the card lies above the rest

	pad, undo, clear, brush paint.Rect
	input, note             paint.Rect // the 28×28 image, and words beside it
	card                    paint.Rect

	column [layerCount]paint.Rect     // around the maps of a layer
	cells  [layerCount][64]paint.Rect // each map, neuron or bar
	title  [layerCount]paint.Point    // middle of the layer's name
	shape  [layerCount]paint.Point    // middle of the words that say its shape
}

const (
	tools      = 34.0 // height of the buttons below the pad
	headHeight = 38.0 // name and shape above a column
	mapGap     = 3.0
)

// arrange places everything in the area.
func (g *geometry) arrange(area paint.Rect, phone, open, step bool) {
	*g = geometry{area: area, phone: phone, open: open, step: step}
	if area.W < 40 || area.H < 40 {
		return
	}
	if g.stacked = phone || area.W < 680 && area.H > 1.05*area.W; g.stacked {
		g.stack()
		return
	}
	net := area
	if g.sheet = low(area, phone); g.sheet {
		g.card, _ = area.CutBottom(min(area.H, 212))
	} else if open {
		h := clamp(area.H*0.36, 176, 252)
		g.card, net = area.CutBottom(h)
		_, net = net.CutBottom(14)
	}
	left := clamp(area.W*0.25, 132, 280)
	left = min(left, (net.H-tools-30)*0.62)
	if g.sheet {
		left = clamp(net.H-tools-8, 40, area.W*0.3)
	}
	g.left(paint.Rect{X: net.X, Y: net.Y, W: left, H: net.H})
	_, net = net.CutLeft(left + 24)
	g.columns(net)
}

// low reports whether there is no room for the card beside the rest: on a
// phone, upright or held sideways.
func low(area paint.Rect, phone bool) bool { return phone || area.H < 420 }

// Least is little: the pad, the maps and the scores stand side by side.
func (s *Scene) Least(env *stage.Env) float64 {
	if env.Phone {
		return leastColumn
	}
	return leastRow
}

const (
	leastRow    = 240.0
	leastColumn = 500.0
)

// left stacks the pad, its tools and the image that the network sees.
func (g *geometry) left(r paint.Rect) {
	side := r.W
	g.pad = paint.Rect{X: r.X, Y: r.Y, W: side, H: side}
	g.tools(paint.Rect{X: r.X, Y: r.Y + side + 8, W: side, H: tools})
	y := r.Y + side + 8 + tools + 12
	room := r.Bottom() - y
	if room < 28 {
		return
	}
	beside, below := whole(min(side-72, room), 28, room), whole(min(side, room-64), 28, 0)
	input := max(beside, below)
	g.input = paint.Rect{X: r.X + side - input, Y: y, W: input, H: input}
	if beside >= below {
		g.note = paint.Rect{X: r.X, Y: y, W: side - input - 8, H: room}
	} else {
		g.note = paint.Rect{X: r.X, Y: g.input.Bottom() + 8, W: side, H: r.Bottom() - g.input.Bottom() - 8}
	}
	g.column[layerInput], g.cells[layerInput][0] = g.input, g.input
}

func (g *geometry) tools(r paint.Rect) {
	w := (r.W - 12) / 3
	g.undo = paint.Rect{X: r.X, Y: r.Y, W: w, H: r.H}
	g.clear = paint.Rect{X: r.X + w + 6, Y: r.Y, W: w, H: r.H}
	g.brush = paint.Rect{X: r.X + 2*(w+6), Y: r.Y, W: w, H: r.H}
}

// sizes are the sides of maps with 28, 14 and 7 cells.
type sizes struct{ a, b, c float64 }

func sizesFor(a float64) sizes { return sizes{a, math.Round(a * 0.72), math.Round(a * 0.58)} }

// breadth is the room that the six map layers take across.
func (s sizes) breadth() float64 { return 2*s.a + 5*s.b + 2*s.c + 3*mapGap }

func (s sizes) of(l int) float64 {
	switch layers[l].side {
	case 28:
		return s.a
	case 14:
		return s.b
	}
	return s.c
}

// columns sets the network from left to right.
func (g *geometry) columns(r paint.Rect) {
	body := paint.Rect{X: r.X, Y: r.Y + headHeight, W: r.W, H: r.H - headHeight}
	bars := clamp(r.W*0.24, 118, 240)
	pitch := body.H / rows
	const neuron, minGap, maxGap, widest = 26.0, 13.0, 24.0, 340.0
	a := pitch - mapGap
	for a > 12 && sizesFor(a).breadth()+neuron+bars+7*minGap > r.W {
		a--
	}
	s := sizesFor(math.Floor(a))
	room := r.W - s.breadth() - neuron
	gap := min((room-bars)/7, maxGap)
	if spare := (room - widest) / 7; spare > gap { // bars that long say no more
		gap = min(spare, 3*maxGap)
	}
	x := r.X
	for l := layerConv1; l <= layerPool2; l++ {
		m := s.of(l)
		per := layers[l].maps / rows
		w := float64(per)*m + float64(per-1)*mapGap
		for i := range layers[l].maps {
			cx, row := float64(i%per), float64(i/per)
			g.cells[l][i] = paint.Rect{X: x + cx*(m+mapGap), Y: body.Y + row*pitch + (pitch-m)/2, W: m, H: m}
		}
		g.head(l, x, w, r.Y)
		x += w + gap
	}
	g.neurons(paint.Rect{X: x, Y: body.Y, W: neuron, H: body.H}, 2)
	g.head(layerDense, x, neuron, r.Y)
	x += neuron + gap
	g.bars(paint.Rect{X: x, Y: body.Y, W: r.Right() - x, H: body.H})
	g.head(layerOut, x, r.Right()-x, r.Y)
	// The shape below a convolution holds for its ReLU too.
	for _, l := range [...]int{layerConv1, layerConv2} {
		g.shape[l].X = (g.title[l].X + g.title[l+1].X) / 2
		g.shape[l+1] = paint.Point{}
	}
	// Where columns stand close, some words would run into each other.
	if s.a+gap < 46 {
		for _, l := range [...]int{layerReLU1, layerPool1, layerReLU2, layerPool2} {
			g.title[l], g.shape[l] = paint.Point{}, paint.Point{}
		}
	} else if g.shape[layerPool1].X-g.shape[layerConv1].X < 60 {
		g.shape[layerPool1] = paint.Point{}
	}
}

func (g *geometry) head(l int, x, w, y float64) {
	g.column[l] = g.cells[l][0]
	for i := range layers[l].maps {
		g.column[l] = g.column[l].Union(g.cells[l][i])
	}
	g.title[l] = paint.Point{X: x + w/2, Y: y + 8}
	g.shape[l] = paint.Point{X: x + w/2, Y: y + 25}
}

// neurons sets the 64 numbers of the dense layer in a grid with n columns.
func (g *geometry) neurons(r paint.Rect, n int) {
	count := layers[layerDense].maps
	per := count / n
	w, h := (r.W-float64(n-1)*2)/float64(n), r.H/float64(per)
	for i := range count {
		g.cells[layerDense][i] = paint.Rect{X: r.X + float64(i%n)*(w+2), Y: r.Y + float64(i/n)*h, W: w, H: max(h-1.5, 1)}
	}
}

// bars sets one row for each digit.
func (g *geometry) bars(r paint.Rect) {
	h := r.H / 10
	for i := range 10 {
		g.cells[layerOut][i] = paint.Rect{X: r.X, Y: r.Y + float64(i)*h, W: r.W, H: h}
	}
}

// stack puts the pad and the bars on top, and the layers below each other with
// the channels side by side. On a phone the card is a sheet above them.
func (g *geometry) stack() {
	a := g.area
	if g.open && !g.phone {
		g.card, a = a.CutBottom(clamp(a.H*0.3, 176, 252))
		_, a = a.CutBottom(14)
	}
	small := g.phone && a.H < 460
	side := clamp(min(a.W*0.5, a.H*0.32), 60, 240)
	if small {
		side = min(max(side, 132), a.W*0.46, max(a.H-100, 40)) // ten bars beside it, that can be read
	}
	g.pad = paint.Rect{X: a.X, Y: a.Y, W: side, H: side}
	out := paint.Rect{X: a.X + side + 14, Y: a.Y, W: a.W - side - 14, H: side}
	g.bars(out)
	g.head(layerOut, out.X, out.W, a.Y)
	g.title[layerOut], g.shape[layerOut] = paint.Point{}, paint.Point{}
	row := paint.Rect{X: a.X, Y: a.Y + side + 8, W: side, H: 44}
	g.input = paint.Rect{X: out.X, Y: row.Y, W: 44, H: 44}
	g.note = paint.Rect{X: out.X + 54, Y: row.Y, W: out.W - 54, H: 44}
	if small {
		g.input.X, g.note, row.W = a.Right()-44, paint.Rect{}, a.W-54
	}
	g.tools(row)
	g.column[layerInput], g.cells[layerInput][0] = g.input, g.input
	net := paint.Rect{X: a.X, Y: row.Bottom() + 8, W: a.W, H: a.Bottom() - row.Bottom() - 8}
	g.bands(net, small)
	if g.sheet = g.phone; g.open && g.sheet {
		h := min(a.H*0.6, 308)
		if g.step {
			h = min(h, 196)
		}
		g.card, _ = a.CutBottom(h)
		g.card.X -= 8
		g.card.W += 16
	}
}

// bands sets the network from top to bottom; the names stand above the bands,
// or beside them.
func (g *geometry) bands(r paint.Rect, beside bool) {
	head, side, label := 15.0, 0.0, 7*15.0
	if beside {
		head, side, label = 0, 54, 0
	}
	pitch := (r.W - side) / rows
	neuron := 14.0
	const gap = 3.0
	a := pitch - mapGap
	for a > 6 && sizesFor(a).breadth()+label+neuron+8*gap > r.H {
		a--
	}
	s := sizesFor(math.Floor(a))
	extra := max((r.H-s.breadth()-label-neuron)/7, 0)
	y := r.Y
	for l := layerConv1; l <= layerPool2; l++ {
		m := s.of(l)
		per := layers[l].maps / rows
		high := float64(per)*m + float64(per-1)*mapGap
		g.bandHead(l, r, y, head, high)
		y += head
		for i := range layers[l].maps {
			col, cy := float64(i%rows), float64(i/rows)
			g.cells[l][i] = paint.Rect{X: r.X + side + col*pitch + (pitch-m)/2, Y: y + cy*(m+mapGap), W: m, H: m}
		}
		g.spanCells(l)
		y += high + extra
	}
	g.bandHead(layerDense, r, y, head, neuron)
	g.neurons(paint.Rect{X: r.X + side, Y: y + head, W: r.W - side, H: neuron}, 32)
	g.spanCells(layerDense)
}

// bandHead puts the name of a layer above its band, with the shape; beside it
// where head is 0, and then there is no room for the shape.
func (g *geometry) bandHead(l int, r paint.Rect, y, head, high float64) {
	if head == 0 {
		g.title[l] = paint.Point{X: r.X, Y: y + high/2}
		return
	}
	g.title[l] = paint.Point{X: r.X, Y: y + head/2}
	g.shape[l] = paint.Point{X: r.Right(), Y: y + head/2}
}

func (g *geometry) spanCells(l int) {
	g.column[l] = g.cells[l][0]
	for i := range layers[l].maps {
		g.column[l] = g.column[l].Union(g.cells[l][i])
	}
}

// whole returns the largest multiple of n up to v, but at least low.
func whole(v, n, low float64) float64 {
	return max(math.Floor(v/n)*n, min(low, n))
}

func clamp(v, lo, hi float64) float64 { return max(lo, min(v, hi)) }
