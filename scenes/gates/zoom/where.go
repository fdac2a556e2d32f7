package zoom

import "gradtheatre/scenes/paint"

// Where is the place of what the texts speak of, at the level on view; empty where
// it is not to be seen there, or while the camera moves.
func (s *Zoom) Where(name string) paint.Rect {
	if !s.on || s.run == nil || s.moved || !s.resting() {
		return paint.Rect{}
	}
	return s.where(name)
}

func (s *Zoom) where(name string) paint.Rect {
	g := &s.geo
	switch level := s.level(); {
	case level == gateLevel:
		return g.whereGate(name)
	case level == cnnLevel:
		return s.whereCNN(name)
	case !g.has(name):
		return paint.Rect{}
	case level == neuronLevel:
		return g.whereNeuron(name)
	}
	return g.whereLayer(name)
}

// has reports whether what a name is about is part of the block on view: the last
// one has no ReLU, dense ones no pooling.
func (g *geometry) has(name string) bool {
	switch name {
	case "relu":
		return g.block != scoreBlock
	case "max", "four":
		return !blocks[g.block].dense
	}
	return true
}

func (g *geometry) whereGate(name string) paint.Rect {
	switch name {
	case "x":
		return g.gates[gateX]
	case "w":
		return g.gates[gateW]
	case "to_x":
		return g.below(g.gates[gateX])
	case "to_w":
		return g.below(g.gates[gateW])
	case "to_q":
		return g.below(g.gates[gateMul])
	case "products":
		return g.gates[gateMul]
	case "sum":
		return g.gates[gateAdd]
	}
	return paint.Rect{}
}

func (g *geometry) whereNeuron(name string) paint.Rect {
	switch name {
	case "x":
		return g.grid[gridX][value]
	case "w":
		return g.grid[gridW][value]
	case "products":
		return g.grid[gridQ][value]
	case "sum":
		return g.boxes[boxAdd]
	case "relu":
		return g.boxes[boxReLU]
	case "max":
		return g.boxes[boxMax]
	case "four":
		return g.pool[gradient]
	case "ten":
		if blocks[g.block].dense {
			return g.pool[gradient]
		}
	case "to_x":
		return g.grid[gridX][gradient]
	case "to_w":
		return g.grid[gridW][gradient]
	case "to_q":
		return g.grid[gridQ][gradient]
	}
	return paint.Rect{}
}

func (g *geometry) whereLayer(name string) paint.Rect {
	switch name {
	case "x":
		return g.maps[mapSrc][value]
	case "w":
		return g.maps[mapKernel][value]
	case "sum":
		return g.maps[mapZ][value]
	case "relu":
		return g.maps[mapA][value]
	case "max":
		return g.maps[mapP][value]
	case "four":
		return g.maps[mapA][gradient]
	case "ten":
		if g.block == fullBlock {
			return g.maps[mapP][gradient]
		}
	case "to_x":
		return g.maps[mapSrc][gradient]
	case "to_w":
		return g.maps[mapKernel][gradient]
	}
	return paint.Rect{}
}

// whereCNN finds the columns of the layer that the present step is about.
func (s *Zoom) whereCNN(name string) paint.Rect {
	g := &s.geo
	_, at := s.kindSeen(s.present())
	at = max(at, 0)
	b := &blocks[at]
	column := func(node, lane int) paint.Rect { return g.layerRect(g.columnOf(node), lane) }
	switch name {
	case "x":
		return column(b.src, value)
	case "sum":
		return column(b.shown(), value)
	case "relu":
		return column(b.a, value)
	case "max":
		return column(b.p, value)
	case "four":
		return column(b.a, gradient)
	case "to_x":
		return column(b.src, gradient)
	case "dense":
		return g.layerRect(denseColumn, value)
	case "to_dense":
		return g.layerRect(denseColumn, gradient)
	case "scores":
		return g.layerRect(scoreColumn, value)
	case "to_scores":
		return g.layerRect(scoreColumn, gradient)
	case "pooled":
		return g.layerRect(denseColumn-1, gradient)
	case "loss":
		return g.lossBox
	case "conv1":
		return column(conv1, gradient)
	}
	return paint.Rect{}
}
