package zoom

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// pictures are the maps of the run as bitmaps, coloured once a run; and the
// colours of the neuron's grids.
type pictures struct {
	theme *theme.Theme
	done  *theme.Theme // of the maps
	fresh bool         // another run
	maps  [2][columnCount][]*paint.Bitmap
	kern  [2]*paint.Bitmap
	grid  [gridCount][2][taps]paint.Color
	sheet [mapCount][2]*paint.Bitmap  // of a dense layer
	large [gridCount][2]*paint.Bitmap // of a dense neuron
	grey  [256]paint.Color
	tint  [511]paint.Color
}

// of is the bitmap of a map of the CNN level.
func (p *pictures) of(col, m, lane int) *paint.Bitmap { return p.maps[lane][col][m] }

func (p *pictures) paint(s *Zoom) {
	if p.done != p.theme {
		p.colours()
	}
	if p.done != p.theme || p.fresh {
		p.done, p.fresh = p.theme, false
		for col := range columnCount {
			for lane := range 2 {
				p.paintColumn(s, col, lane)
			}
		}
	}
	b := &blocks[s.n.block]
	if b.dense {
		p.paintDense(s)
		return
	}
	first := (s.n.m*b.in + s.n.in) * taps
	for lane := range 2 {
		if p.kern[lane] == nil {
			p.kern[lane] = paint.NewBitmap(kernel, kernel)
		}
		v, peak := s.run.values(lane, b.w), s.run.peak[lane][b.w]
		for i := range taps {
			p.kern[lane].Set(i%kernel, i/kernel, p.at(v[first+i], 0.6*peak))
		}
		p.kern[lane].Changed()
	}
	p.paintGrids(s)
}

// colours makes the tables that numbers are looked up in.
func (p *pictures) colours() {
	for i := range p.tint {
		p.tint[i] = p.theme.Diverging(float64(i-255) / 255)
	}
	for i := range p.grey {
		p.grey[i] = p.theme.Grey(float64(i) / 255)
	}
}

// at is the colour of v on a scale from −peak to peak.
func (p *pictures) at(v, peak float64) paint.Color {
	if math.IsNaN(v) {
		return p.theme.Faint
	}
	if peak == 0 {
		return p.tint[255]
	}
	return p.tint[min(max(int(v/peak*255+255.5), 0), 510)]
}

// tone is the size at which a value's colours are full.
func (s *Zoom) tone(lane, node int) float64 { return 0.6 * s.run.peak[lane][node] }

func (p *pictures) paintColumn(s *Zoom, col, lane int) {
	k := &s.geo.columns[col]
	if k.side == 1 {
		return
	}
	if p.maps[lane][col] == nil {
		for range k.maps {
			p.maps[lane][col] = append(p.maps[lane][col], paint.NewBitmap(k.side, k.side))
		}
	}
	v, tone := s.run.values(lane, k.node), s.tone(lane, k.node)
	for m, b := range p.maps[lane][col] {
		pix := b.Pix()
		for i, x := range v[m*k.side*k.side:][:k.side*k.side] {
			col := p.at(x, tone)
			if k.node == inputX && lane == value {
				col = p.grey[min(max(int(x*255+0.5), 0), 255)]
			}
			pix[4*i], pix[4*i+1], pix[4*i+2], pix[4*i+3] = col.R, col.G, col.B, 255
		}
		b.Changed()
	}
}

// paintGrids colours the 25 gates: each grid by its own largest number.
func (p *pictures) paintGrids(s *Zoom) {
	b := &blocks[s.n.block]
	var v [gridCount][2][taps]float64
	for i := range s.n.products {
		q := &s.n.products[i]
		gate := s.n.gz
		if !q.ok {
			gate = 0
		}
		v[gridX][value][i], v[gridW][value][i], v[gridQ][value][i] = q.xv, q.wv, q.q
		v[gridX][gradient][i], v[gridW][gradient][i], v[gridQ][gradient][i] = q.toX, q.toW, gate
	}
	for g := range gridCount {
		for lane := range 2 {
			top := peak(v[g][lane][:])
			for i, x := range v[g][lane] {
				col := p.at(x, top)
				if g == gridX && lane == value && b.src == inputX {
					col = p.grey[min(max(int(x*255+0.5), 0), 255)]
				}
				p.grid[g][lane][i] = col
			}
		}
	}
}

// fill paints a picture of nx × ny cells, on a scale of its own.
func (p *pictures) fill(b **paint.Bitmap, nx, ny int, tone float64, v func(i int) float64) {
	if *b != nil {
		if w, h := (*b).Size(); w != nx || h != ny {
			(*b).Close()
			*b = nil
		}
	}
	if *b == nil {
		*b = paint.NewBitmap(nx, ny)
	}
	for i := range nx * ny {
		(*b).Set(i%nx, i/nx, p.at(v(i), tone))
	}
	(*b).Changed()
}

// paintDense colours a dense layer: what goes in and the weights of the neuron in
// the square of its products, and what comes out.
func (p *pictures) paintDense(s *Zoom) {
	n, b := &s.n, &blocks[s.n.block]
	var row [2]float64
	for lane := range 2 {
		row[lane] = peak(s.run.values(lane, b.w)[n.m*b.inputs():][:b.inputs()])
	}
	for i, node := range [mapCount]int{b.src, b.w, b.z, b.a, b.p} {
		nx, ny := b.sheet(i)
		for lane := range 2 {
			switch tone := s.tone(lane, node); {
			case i == mapSrc:
				p.fill(&p.sheet[i][lane], nx, ny, tone, func(k int) float64 { return s.run.at(lane, node, b.input(k/nx, k%nx)) })
			case i == mapKernel:
				p.fill(&p.sheet[i][lane], nx, ny, 0.6*row[lane], func(k int) float64 {
					return s.run.at(lane, node, n.m*b.inputs()+b.input(k/nx, k%nx))
				})
			case nx == ny:
				p.fill(&p.sheet[i][lane], nx, ny, tone, func(k int) float64 { return s.run.at(lane, node, k) })
			}
		}
	}
	for i := range gridCount {
		for lane := range 2 {
			top := 0.0
			for k := range n.products {
				top = max(top, math.Abs(s.figureOf(i, lane, k)))
			}
			p.fill(&p.large[i][lane], b.grid, b.grid, 0.6*top, func(k int) float64 { return s.figureOf(i, lane, k) })
		}
	}
}
