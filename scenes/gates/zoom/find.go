package zoom

import (
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// find is the number of the picture at a place, while the camera rests.
func (s *Zoom) find(x, y float64) hover {
	if s.run == nil || !s.geo.window.Contains(x, y) {
		return hover{}
	}
	switch s.level() {
	case cnnLevel:
		return s.findCNN(x, y)
	case layerLevel:
		return s.findLayer(x, y)
	case neuronLevel:
		return s.findNeuron(x, y)
	}
	c, ok := s.numberAt(x, y)
	return hover{ok: ok, ref: c.Ref, rect: c.Rect}
}

// cellAt is the row and column of a picture under a place.
func cellAt(r paint.Rect, side int, x, y float64) (row, col int) {
	return min(int((y-r.Y)/r.H*float64(side)), side-1), min(int((x-r.X)/r.W*float64(side)), side-1)
}

func (s *Zoom) findCNN(x, y float64) hover {
	for i := range s.geo.columns {
		k := &s.geo.columns[i]
		for lane := range 2 {
			for m := range k.maps {
				r := s.geo.mapRect(i, m, lane)
				if !r.Contains(x, y) || s.lit(made(lane, k.node)) < 1 {
					continue
				}
				row, col := cellAt(r, k.side, x, y)
				h := hover{ok: true, ref: s.run.ref(lane, k.node, (m*k.side+row)*k.side+col), rect: cellRect(r, k.side, row, col, 1)}
				h.f, h.into = s.enters(k.node, m, row, col)
				return h
			}
		}
	}
	return hover{}
}

// enters is the neuron that a number belongs to: the number itself, the one
// whose window it wins, or the one that looks at it in the middle of its patch.
func (s *Zoom) enters(node, m, row, col int) (f focus, ok bool) {
	for b := range blocks {
		k := &blocks[b]
		f = focus{block: b, m: m, row: row, col: col}
		switch {
		case k.dense && node == k.shown():
		case k.dense:
			continue
		case node == k.z || node == k.a:
		case node == k.p && s.n.block == fullBlock && b == 1: // an input of the dense neuron
			f = focus{block: fullBlock, m: s.n.m}
			f.u, f.v = blocks[fullBlock].place((m*k.side/window+row)*k.side/window + col)
			return f, true
		case node == k.p && (b == 1 || s.n.block != b+1):
			f = s.winnerOf(f)
		case node == k.src && b == s.n.block:
			f.m = s.n.m
			f = s.run.loudest(f, m)
			return f, f.valid()
		case node == k.src && b == 0:
			f = s.run.loudest(focus{block: 0, row: row, col: col}, -1)
			return f, f.valid()
		default:
			continue
		}
		f = s.run.loudest(f, -1)
		return f, f.valid()
	}
	return f, false
}

// winnerOf is the neuron that the pooled number in row and col of f came from.
func (s *Zoom) winnerOf(f focus) focus {
	f.row, f.col = f.row*window, f.col*window
	best := f
	a := s.run.values(value, blocks[f.block].a)
	for i := range window * window {
		g := f
		g.row, g.col = f.row+i/window, f.col+i%window
		if a[g.zCell()] > a[best.zCell()] {
			best = g
		}
	}
	return best
}

func (s *Zoom) findLayer(x, y float64) hover {
	g, n := &s.geo, &s.n
	b := &blocks[n.block]
	if b.dense {
		return s.findDense(x, y)
	}
	for m := range b.out {
		if r := g.thumbRect(m, b.out); r.Contains(x, y) {
			f := n.focus
			f.m = m
			return hover{ok: true, ref: s.run.ref(value, b.a, f.zCell()), rect: r, f: s.run.loudest(f, -1), into: m != n.m}
		}
	}
	nodes := [mapCount]int{b.src, b.w, b.z, b.a, b.p}
	for i, node := range nodes {
		for lane := range 2 {
			r := g.maps[i][lane]
			if !r.Contains(x, y) || s.lit(made(lane, node)) < 1 {
				continue
			}
			if i == mapKernel {
				f := n.focus
				f.u, f.v = cellAt(r, kernel, x, y)
				return hover{ok: true, ref: s.run.ref(lane, node, f.wCell()), rect: cellRect(r, kernel, f.u, f.v, 1), f: f, into: f.valid()}
			}
			side, m := b.side, n.m
			if i == mapP {
				side /= window
			} else if i == mapSrc {
				m = n.in
			}
			row, col := cellAt(r, side, x, y)
			h := hover{ok: true, ref: s.run.ref(lane, node, (m*side+row)*side+col), rect: cellRect(r, side, row, col, 1)}
			f := focus{block: n.block, m: n.m, row: row, col: col}
			if i == mapP {
				f = s.winnerOf(f)
			}
			h.f = s.run.loudest(f, -1)
			h.into = h.f.valid()
			return h
		}
	}
	return hover{}
}

// findDense finds a number of a dense layer: an input or a weight puts another gate
// in focus, a neuron another neuron, one of the ten scores that one.
func (s *Zoom) findDense(x, y float64) hover {
	g, n := &s.geo, &s.n
	b := &blocks[n.block]
	for i, node := range [mapCount]int{b.src, b.w, b.z, b.a, b.p} {
		for lane := range 2 {
			r := g.maps[i][lane]
			if !r.Contains(x, y) || s.lit(made(lane, node)) < 1 {
				continue
			}
			nx, ny := b.sheet(i)
			row, col := min(int((y-r.Y)/r.H*float64(ny)), ny-1), min(int((x-r.X)/r.W*float64(nx)), nx-1)
			k := row*nx + col
			h := hover{ok: true, rect: tile(r, nx, ny, k), f: n.focus, into: true}
			cell := k
			switch {
			case i == mapSrc || i == mapKernel:
				h.f.u, h.f.v = row, col
				if cell = h.f.xCell(); i == mapKernel {
					cell = h.f.wCell()
				}
			case i == mapP:
				h.f = focus{block: scoreBlock, m: k}
				h.f.u, h.f.v = blocks[scoreBlock].place(n.m)
			default:
				h.f = s.run.loudest(focus{block: n.block, m: k}, -1)
			}
			h.ref = s.run.ref(lane, node, cell)
			return h
		}
	}
	return hover{}
}

func (s *Zoom) findNeuron(x, y float64) hover {
	g, n := &s.geo, &s.n
	if b := &blocks[n.block]; b.in > 1 && !g.phone {
		for i := range b.in {
			if r := g.sourceRect(i); r.Contains(x, y) {
				f := s.run.loudest(n.focus, i)
				return hover{ok: true, ref: s.run.ref(value, b.src, f.xCell()), rect: r, f: f, into: i != n.in}
			}
		}
	}
	for i := range gridCount {
		for lane := range 2 {
			r := g.grid[i][lane]
			if !r.Contains(x, y) {
				continue
			}
			f := n.focus
			f.u, f.v = cellAt(r, blocks[n.block].grid, x, y)
			h := hover{ok: f.valid() && s.lit(s.gridEvent(i, lane)) == 1, ref: s.refOf(i, lane, f), rect: g.gridCell(i, lane, f.tap()), f: f, into: f.valid()}
			return h
		}
	}
	c, ok := s.numberAt(x, y)
	return hover{ok: ok, ref: c.Ref, rect: c.Rect}
}

// refOf is the number of the record that a grid's cell shows; of a product, and
// of what it sends back, the sum that it is a term of.
func (s *Zoom) refOf(i, lane int, f focus) trace.Ref {
	b := &blocks[f.block]
	switch i {
	case gridX:
		return s.run.ref(lane, b.src, f.xCell())
	case gridW:
		return s.run.ref(lane, b.w, f.wCell())
	}
	return s.run.ref(lane, b.z, f.zCell())
}

// sayNumber names a number and gives its digits.
func (s *Zoom) sayNumber(ref trace.Ref) string {
	if ref.Node < 0 || ref.Node >= len(s.run.tr.Nodes) {
		return ""
	}
	n := &s.run.tr.Nodes[ref.Node]
	v := n.Value
	head := ""
	if ref.Grad {
		v, head = n.Grad, "∂L/∂ "
	}
	if ref.Cell < 0 || ref.Cell >= len(v) {
		return ""
	}
	return head + nameOf(n.Name, s.lang) + " = " + number.Precise(v[ref.Cell])
}

// nameOf is what a value is called in a tip.
func nameOf(name string, l i18n.Lang) string {
	for i, n := range [...]string{"x", "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "relu3", "logits", "fc1", "probabilities"} {
		if n == name {
			if i >= columnCount {
				return [...]i18n.Text{i18n.T("全连接 z", "Dense z"), i18n.T("概率", "Probability")}[i-columnCount].In(l)
			}
			t := columnTitles[i].In(l)
			if i == 2 || i == 3 {
				t += " 1"
			} else if i == 5 || i == 6 {
				t += " 2"
			}
			return t
		}
	}
	for i := range blocks {
		if name == blocks[i].name+".weight" {
			return [...]i18n.Text{i18n.T("卷积 1 的权重", "conv 1 weight"), i18n.T("卷积 2 的权重", "conv 2 weight"), i18n.T("全连接的权重", "dense weight"), i18n.T("得分的权重", "score weight")}[i].In(l)
		}
	}
	return name
}

// Root is what is differentiated.
func (s *Zoom) Root(int) string { return "L" }

// Cells are the numbers that matter: those of the gates' chips and the card, and
// of each layer the one in focus.
func (s *Zoom) Cells(dst []inspect.Cell) []inspect.Cell {
	if s.run == nil || s.moved || !s.on {
		return dst
	}
	b := &blocks[s.n.block]
	put := func(r paint.Rect, lane, node, cell int) {
		if s.lit(made(lane, node)) == 1 {
			dst = append(dst, inspect.Cell{Ref: s.run.ref(lane, node, cell), Rect: r})
		}
	}
	for i := range s.card.rows {
		if r := &s.card.rows[i]; r.ref.Node >= 0 {
			dst = append(dst, inspect.Cell{Ref: r.ref, Rect: s.rowRect(i)})
		}
	}
	if !s.resting() {
		return dst
	}
	g := &s.geo
	switch s.level() {
	case gateLevel:
		for i, k := range [2][2]int{{b.src, s.n.xCell()}, {b.w, s.n.wCell()}} {
			r := g.gates[[2]int{gateX, gateW}[i]]
			put(g.above(r), value, k[0], k[1])
			put(r, value, k[0], k[1])
			put(g.below(r), gradient, k[0], k[1])
		}
		put(g.above(g.gates[gateAdd]), value, b.z, s.n.zCell())
		put(g.gates[gateAdd], value, b.z, s.n.zCell())
		put(g.below(g.gates[gateAdd]), gradient, b.z, s.n.zCell())
	case neuronLevel:
		dst = s.chainCells(dst, put)
	case cnnLevel:
		put(g.lossBox, value, loss, 0)
		h := 40.0
		if g.phone {
			h = 30
		}
		above, below := lossChips(g.lossBox.Middle(g.lossBox.W, h), g.lossBox.W)
		put(above, value, loss, 0)
		put(below, gradient, loss, 0)
		if s.lit(add4) == 1 {
			put(g.answerRect(), value, probs, s.run.prediction())
		}
	}
	return dst
}

// answerRect is where the scores' head says how likely the answer is.
func (g *geometry) answerRect() paint.Rect {
	k, y := &g.columns[scoreColumn], g.window.Y+9
	if g.phone {
		return paint.Rect{X: k.x + k.w/2 - 24, Y: y - 9, W: 48, H: 18}
	}
	return paint.Rect{X: k.x + k.width()/2 - 26, Y: y + 7, W: 52, H: 20}
}

// lossChips are where the loss stands, above its box, and below that its gradient.
func lossChips(box paint.Rect, w float64) (above, below paint.Rect) {
	x, _ := box.Center()
	return paint.Rect{X: x - w/2, Y: box.Y - 28, W: w, H: 22}, paint.Rect{X: x - w/2, Y: box.Bottom() + 6, W: w, H: 22}
}

// chainCells are the numbers of the boxes after the products, and of the four or ten
// at the end.
func (s *Zoom) chainCells(dst []inspect.Cell, put func(r paint.Rect, lane, node, cell int)) []inspect.Cell {
	g, b := &s.geo, &blocks[s.n.block]
	nodes, cells := [boxCount]int{b.z, b.a, b.p}, [boxCount]int{s.n.zCell(), s.n.zCell(), s.n.pCell()}
	for i, r := range g.boxes {
		if s.n.block == fullBlock && i == boxMax {
			break // ten scores
		}
		put(g.above(r), value, nodes[i], cells[i])
		put(r, value, nodes[i], cells[i])
		if s.n.block != scoreBlock || i != boxReLU {
			put(g.below(r), gradient, nodes[i], cells[i])
		}
	}
	for lane := range 2 {
		for i, ref := range s.n.poolRefs {
			r, node, cell := tile(g.pool[lane], window, window, i), b.a, ref.Cell
			switch {
			case b.dense:
				r = tile(g.pool[lane], 1, 10, i)
				if node = logits; s.n.block == scoreBlock && lane == value {
					node = probs
				}
				if s.n.block == fullBlock && lane == gradient { // a share of the gradient of a
					node, cell = dense, s.n.m
				}
			}
			put(r, lane, node, cell)
		}
	}
	return dst
}

// numberAt is the number of a chip or of the card.
func (s *Zoom) numberAt(x, y float64) (best inspect.Cell, ok bool) {
	for _, c := range s.Cells(nil) {
		if c.Rect.Contains(x, y) && (!ok || c.Rect.W*c.Rect.H < best.Rect.W*best.Rect.H) {
			best, ok = c, true
		}
	}
	return best, ok
}

// NumberAt finds any number of the picture.
func (s *Zoom) NumberAt(x, y float64) (inspect.Cell, bool) {
	if !s.on || s.run == nil || s.moved {
		return inspect.Cell{}, false
	}
	if s.resting() {
		if h := s.find(x, y); h.ok && h.ref.Node >= 0 {
			return inspect.Cell{Ref: h.ref, Rect: h.rect}, true
		}
	}
	return s.numberAt(x, y)
}
