package main

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
)

// hand is how somebody writes. These hands measure; none is trained on.
type hand struct {
	name        string
	brush       float64 // width in pad units
	size        float64 // against the pad
	dx, dy      float64 // on the pad
	slant, turn float64 // x by y, degrees
	wide        float64 // across against down

	apart  int     // how many traced places apart the points are, 0 for 1
	tremor float64 // of a point, in pad units
	wavy   float64 // height of waves across the line, in pad units
}

var hands = []hand{
	{name: "as written", brush: 0.075, size: 1, wide: 1},
	{name: "thin", brush: 0.045, size: 1, wide: 1},
	{name: "thick", brush: 0.12, size: 1, wide: 1},
	{name: "small", brush: 0.075, size: 0.6, wide: 1},
	{name: "tiny, thin", brush: 0.045, size: 0.35, wide: 1},
	{name: "tiny, thick", brush: 0.12, size: 0.35, wide: 1},
	{name: "large, thin", brush: 0.045, size: 1.3, wide: 1},
	{name: "large, thick", brush: 0.12, size: 1.3, wide: 1},
	{name: "in a corner", brush: 0.075, size: 0.6, dx: -0.25, dy: 0.22, wide: 1},
	{name: "leaning right", brush: 0.075, size: 1, slant: -0.3, wide: 1},
	{name: "leaning left", brush: 0.075, size: 1, slant: 0.3, wide: 1},
	{name: "turned left", brush: 0.075, size: 1, turn: -15, wide: 1},
	{name: "turned right", brush: 0.075, size: 1, turn: 15, wide: 1},
	{name: "narrow", brush: 0.075, size: 1, wide: 0.7},
	{name: "wide", brush: 0.075, size: 1, wide: 1.4},
	{name: "small, thick, leaning", brush: 0.12, size: 0.6, dx: 0.2, dy: -0.15, slant: -0.25, wide: 1},
	{name: "large, thin, turned", brush: 0.045, size: 1.2, slant: 0.15, turn: 10, wide: 1},
	{name: "few points", brush: 0.06, size: 1, wide: 1, apart: 12},
	{name: "jerky", brush: 0.06, size: 0.8, wide: 1, apart: 3, tremor: 0.012},
	{name: "trembling", brush: 0.075, size: 1, wide: 1, wavy: 0.012},
}

// write draws strokes as the hand does.
func (h *hand) write(strokes []data.Stroke, rng *rand.Rand) (out []data.Stroke) {
	sin, cos := math.Sincos(h.turn * math.Pi / 180)
	phase := 2 * math.Pi * rng.Float64()
	place := func(p data.StrokePoint) data.StrokePoint {
		x, y := p.X+h.wavy*math.Sin(25*p.Y+phase), p.Y+h.wavy*math.Sin(23*p.X+2*phase)
		x, y = x+h.tremor*rng.NormFloat64(), y+h.tremor*rng.NormFloat64()
		x, y = (x-0.5)*h.size*h.wide, (y-0.5)*h.size
		x += h.slant * y
		return data.OnGrid(data.StrokePoint{X: 0.5 + h.dx + cos*x - sin*y, Y: 0.5 + h.dy + sin*x + cos*y})
	}
	for _, s := range strokes {
		out = append(out, every(s, max(h.apart, 1), place))
	}
	return out
}

// every takes each n-th point of a stroke, and its last, to its place.
func every(s data.Stroke, n int, place func(data.StrokePoint) data.StrokePoint) (out data.Stroke) {
	for i := 0; i < len(s); i += n {
		out = append(out, place(s[i]))
	}
	if (len(s)-1)%n != 0 {
		out = append(out, place(s[len(s)-1]))
	}
	return out
}

// testHands traces the images at index back into strokes, has every hand draw
// them anew, and calls each with what the model reads.
func testHands(model *models.Digits, images *data.Images, index []int, each func(h *hand, t tally)) {
	traced := make([][]data.Stroke, len(index))
	for k, i := range index {
		traced[k] = data.TraceStrokes(images.Pixels(i), images.W, images.H)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	var pen data.Drawing
	for i := range hands {
		h := &hands[i]
		each(h, read(model, len(index), func(dst []tensor.Elem, k int) int {
			render(dst, &pen, h.write(traced[k], rng), h.brush)
			return images.Labels[index[k]]
		}, nil))
	}
}
