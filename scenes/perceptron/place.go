package perceptron

import (
	"math"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
)

const (
	gap  = 16.0
	slim = 560.0 // less has no room for the card beside the plane
)

// place shares out the stage between the plane and the card.
func (s *Scene) place() {
	a := s.area
	if s.phone || a.W < slim {
		top, card := a.CutTop(min(a.W, a.H*0.5))
		_, card = card.CutTop(min(10, card.H))
		s.unfold.SetRect(card)
		s.plane.SetRect(top)
		return
	}
	right, left := a.CutRight(min(max(300, a.W*0.36), 420))
	_, left = left.CutRight(gap)
	s.plane.SetRect(left)
	s.unfold.SetRect(right)
}

var (
	smallWords = paint.Style{Font: paint.Sans, Size: theme.SizeSmall}
	tinyWords  = paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
)

// layout places the parts of the card, from the top.
func (c *card) layout(s *Scene) {
	c.box = s.unfold.Rect().InsetXY(16, 14)
	narrow := s.phone || c.box.W < 260 || c.box.H < 400
	c.lineH, c.rowH = 25, 24
	words, between := smallWords, 14.0
	if narrow {
		c.box = s.unfold.Rect().InsetXY(12, 10)
		c.lineH, c.rowH, words, between = 19, 18, tinyWords, 5
	}
	rest := c.box
	_, rest = rest.CutTop(22)
	lineHeight := words.Size * theme.LineHeight
	c.whyAt, rest = rest.CutTop(paint.WrapHeight(c.why, c.box.W, words, lineHeight))
	_, rest = rest.CutTop(min(between, rest.H))
	n := float64(len(c.rows))
	c.rowsAt, rest = rest.CutTop(min((n+1)*c.lineH, rest.H))
	if c.formula == "" { // no heading above the lines
		c.rowsAt.H -= c.lineH
		rest.Y, rest.H = rest.Y-c.lineH, rest.H+c.lineH
	}
	_, rest = rest.CutTop(min(between, rest.H))
	c.why2 = paint.Rect{}
	if c.proof != "" {
		h := paint.WrapHeight(c.proof, c.box.W-16, words, lineHeight) + 14
		c.why2, rest = rest.CutBottom(min(h, rest.H))
		_, rest = rest.CutBottom(min(between, rest.H))
	}
	tall := c.rowH * float64(len(c.table)+1)
	if len(c.table) == 0 {
		tall = 0
	}
	if narrow && tall > 0 {
		if fit := rest.H / float64(len(c.table)+1); fit >= 16 && fit < c.rowH { // all rows, closer
			c.rowH, tall = fit, rest.H
		}
		part := 0.58
		if c.chart == "" {
			part = 1
		}
		c.tableAt, c.chartAt = rest.CutLeft(rest.W * part)
		_, c.chartAt = c.chartAt.CutLeft(12)
		c.tableAt.H = min(tall, c.tableAt.H)
		return
	}
	c.tableAt, rest = rest.CutTop(min(tall, rest.H))
	if c.chart == "" { // the words stand where the chart will be
		c.why2.Y = min(c.why2.Y, rest.Y+between)
	}
	_, rest = rest.CutTop(min(between, rest.H))
	c.chartAt = rest
	tallest := 190.0
	if tall == 0 {
		tallest = 320
	}
	c.chartAt.H = min(c.chartAt.H, tallest)
}

// rowAt is where line i stands.
func (c *card) rowAt(i int) paint.Rect {
	if c.formula != "" {
		i++
	}
	return paint.Rect{X: c.rowsAt.X, Y: c.rowsAt.Y + float64(i)*c.lineH, W: c.rowsAt.W, H: c.lineH}
}

// cellAt is where column k of row i of the table stands; empty where there is
// no room for the row.
func (c *card) cellAt(i, k int) paint.Rect {
	r, from := c.tableAt, 0.0
	if k > 0 {
		from = tableCols[k-1]
	}
	y := r.Y + float64(i+1)*c.rowH
	if y+c.rowH/2 > r.Bottom() {
		return paint.Rect{}
	}
	return paint.Rect{X: r.X + r.W*from + 2, Y: y, W: r.W*(tableCols[k]-from) + 2, H: c.rowH}
}

// plotBox is where the bars or the curve stand, below the chart's heading.
func (c *card) plotBox() paint.Rect {
	_, r := c.chartAt.CutTop(min(26, c.chartAt.H))
	return r
}

// placeLoss places the loss of every gradient step so far, and that of the weights
// on view.
func (c *card) placeLoss(s *Scene) {
	c.loss = c.loss[:0]
	h := s.past
	if !s.soft || len(h.steps) == 0 {
		return
	}
	r, now := c.plotBox(), s.eval.loss()
	of := func(i int) float64 { return h.steps[i].at(h.steps[i].ids.loss, 0) }
	most := now
	for i := range s.at {
		most = math.Max(most, of(i))
	}
	if most == 0 {
		return
	}
	put := func(i int, v float64) {
		c.loss = append(c.loss, paint.Point{X: r.X + float64(i)/float64(len(h.steps))*r.W, Y: r.Bottom() - v/most*r.H})
	}
	for i := range s.at {
		put(i, of(i))
	}
	put(s.at, now)
}

// Least is little where the card stands beside the plane.
func (s *Scene) Least(env *stage.Env) float64 {
	if env.Phone || env.Area.W < slim {
		return 500
	}
	return 250
}
