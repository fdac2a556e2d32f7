package main

import (
	"math"
	"math/rand/v2"
	"sync"

	"gradtheatre/engine/data"
)

// traceAll traces the first n images back into strokes.
func traceAll(images *data.Images, n int) [][]data.Stroke {
	traced := make([][]data.Stroke, n)
	var wg sync.WaitGroup
	for part := range shares {
		wg.Go(func() {
			for i := part; i < len(traced); i += shares {
				traced[i] = data.TraceStrokes(images.Pixels(i), images.W, images.H)
			}
		})
	}
	wg.Wait()
	return traced
}

// redraw writes the strokes of somebody's digit as another hand with a mouse or
// a finger might, and returns the width of the brush: other size, slant, turn
// and proportions, bent a little, the pointer's places far apart where the hand
// is fast, with tremor, on whole pixels.
func redraw(rng *rand.Rand, strokes []data.Stroke) (out []data.Stroke, brush float64) {
	between := func(a, b float64) float64 { return a + (b-a)*rng.Float64() }
	size, aspect := between(0.3, 1.1), math.Exp(0.2*rng.NormFloat64())
	slant := 0.22 * rng.NormFloat64()
	sin, cos := math.Sincos(0.15 * rng.NormFloat64())
	pixels := between(180, 520)
	tremor := 0.006 * rng.NormFloat64()
	apart := int(math.Exp(between(math.Log(2), math.Log(11))))
	type wave struct{ a, fx, fy, phase float64 }
	var waves [2]wave
	for i := range waves {
		waves[i] = wave{0.03 * rng.NormFloat64(), between(-8, 8), between(-8, 8), between(-math.Pi, math.Pi)}
	}
	place := func(p data.StrokePoint) data.StrokePoint {
		x, y := p.X-0.5, p.Y-0.5
		x, y = x+waves[0].a*math.Sin(waves[0].fx*x+waves[0].fy*y+waves[0].phase),
			y+waves[1].a*math.Sin(waves[1].fx*x+waves[1].fy*y+waves[1].phase)
		x, y = x+tremor*rng.NormFloat64(), y+tremor*rng.NormFloat64()
		x = aspect*x - slant*y
		x, y = size*(cos*x-sin*y), size*(sin*x+cos*y)
		return data.StrokePoint{X: math.Round((0.5+x)*pixels) / pixels, Y: math.Round((0.5+y)*pixels) / pixels}
	}
	for _, s := range strokes {
		out = append(out, every(s, apart, place))
	}
	return out, between(0.04, 0.12)
}

// scribble draws what is no digit: a tangle through many places, or many lines.
func scribble(rng *rand.Rand) (strokes []data.Stroke, brush float64) {
	at := func() data.StrokePoint { return data.StrokePoint{X: rng.Float64(), Y: rng.Float64()} }
	lines, turns := 1, 9+rng.IntN(12)
	if rng.IntN(2) == 0 {
		lines, turns = 5+rng.IntN(8), 2+rng.IntN(3)
	}
	for range lines {
		// Each piece is a curve from the middle of two places to the middle of the next two.
		a, b := at(), at()
		var line data.Stroke
		for range turns {
			c := at()
			const steps = 8
			for k := range steps {
				t := float64(k) / steps
				u, v, w := (1-t)*(1-t)/2, 0.5+t*(1-t), t*t/2
				line = append(line, data.StrokePoint{X: u*a.X + v*b.X + w*c.X, Y: u*a.Y + v*b.Y + w*c.Y})
			}
			a, b = b, c
		}
		strokes = append(strokes, line)
	}
	return strokes, 0.04 + 0.08*rng.Float64()
}
