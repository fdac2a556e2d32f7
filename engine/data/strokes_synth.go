package data

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
)

// anchor is a point that a template's line passes through, in a box of height
// 1; corner 1 makes a sharp turn there.
type anchor [3]float64 // x, y, corner

// template is one way to write a digit: its strokes, and how often people do.
type template struct {
	odds    float64
	strokes [][]anchor
}

// DrawDigit invents a drawing of the digit 0…9 as someone with a mouse or a
// finger might make it, and the brush width they might use: a template written
// as smooth curves through anchors, each moved at random; then slant, turn,
// aspect, bend, size and place of one hand; then the pointer's samples, far
// apart where the hand is fast, corners cut, with tremor, on whole pixels.
// Places and brush are in pad units. It panics with a *tensor.ValueError for
// another digit.
func DrawDigit(rng *rand.Rand, digit int) (strokes []Stroke, brush float64) {
	if digit < 0 || digit > 9 {
		panic(&tensor.ValueError{Op: "draw digit", Name: "digit", Value: strconv.Itoa(digit), Want: "0 … 9"})
	}
	h := newHand(rng)
	for _, line := range h.template(digit) {
		if s := h.sample(h.curve(line)); len(s) > 0 {
			strokes = append(strokes, s)
		}
	}
	return strokes, h.brush
}

// hand is how one person draws one digit.
type hand struct {
	rng *rand.Rand

	wobble              float64    // how far anchors stray
	round               float64    // chance that a corner is drawn round
	m                   [4]float64 // slant, turn, aspect and size as a matrix
	cx, cy              float64    // place on the pad
	bendX, bendY, phase float64    // slow bend of the whole digit
	tremor, speed, lag  float64    // jitter, points per pad, how much corners are cut
	brush               float64
	overshoot, penSlip  float64 // lines that start or stop early or late
	gridSize            float64 // whole pixels of the screen
}

func newHand(rng *rand.Rand) *hand {
	h := &hand{rng: rng}
	between := func(a, b float64) float64 { return a + (b-a)*rng.Float64() }
	h.wobble = between(0.008, 0.05)
	h.round = between(0, 0.7)
	size := between(0.32, 0.88)
	aspect := between(0.42, 1.0)
	slant := 0.16 + 0.2*rng.NormFloat64()
	turn := 0.1 * rng.NormFloat64()
	sin, cos := math.Sincos(turn)
	// (x, y) → aspect, then slant (x − slant·y), then turn, then size.
	h.m = [4]float64{
		size * cos * aspect, size * (-cos*slant - sin),
		size * sin * aspect, size * (-sin*slant + cos),
	}
	h.cx, h.cy = between(0.35, 0.65), between(0.4, 0.6)
	h.bendX, h.bendY = 0.03*rng.NormFloat64(), 0.03*rng.NormFloat64()
	h.phase = between(0, 2*math.Pi)
	h.tremor = size * math.Abs(0.006*rng.NormFloat64())
	h.speed = math.Exp(between(math.Log(8), math.Log(90))) / size
	h.lag = between(0, 0.5)
	h.brush = between(0.045, 0.11)
	h.overshoot = 0.04 * rng.NormFloat64()
	h.penSlip = 0.03
	h.gridSize = between(180, 520)
	return h
}

// template picks one way to write the digit and moves its anchors.
func (h *hand) template(digit int) [][]anchor {
	if digit == 0 {
		return [][]anchor{h.ring()}
	}
	ways := digitTemplates[digit]
	total := 0.0
	for i := range ways {
		total += ways[i].odds
	}
	pick, way := h.rng.Float64()*total, 0
	for pick -= ways[0].odds; pick > 0 && way < len(ways)-1; pick -= ways[way].odds {
		way++
	}
	lines := make([][]anchor, len(ways[way].strokes))
	for i, line := range ways[way].strokes {
		slipX, slipY := h.penSlip*h.rng.NormFloat64(), h.penSlip*h.rng.NormFloat64()
		for _, a := range line {
			a[0] += slipX + h.wobble*h.rng.NormFloat64()
			a[1] += slipY + h.wobble*h.rng.NormFloat64()
			if a[2] > 0 && h.rng.Float64() < h.round {
				a[2] = 0
			}
			lines[i] = append(lines[i], a)
		}
	}
	return lines
}

// ring is a 0: an ellipse that starts and ends near the top, open, closed or overlapping.
func (h *hand) ring() []anchor {
	start := -math.Pi/2 + 0.6*h.rng.NormFloat64()
	turn := -(2*math.Pi + 0.25*h.rng.NormFloat64() + 0.1)
	if h.rng.Float64() < 0.25 {
		turn = -turn
	}
	drift := 0.06 * h.rng.NormFloat64() // a ring that ends inside or outside its start
	squareness := 1 + 0.25*h.rng.Float64()
	const n = 11
	line := make([]anchor, 0, n)
	for i := range n {
		sin, cos := math.Sincos(start + turn*float64(i)/(n-1))
		r := 0.5 + drift*(float64(i)/(n-1)-0.5)
		line = append(line, anchor{
			0.45 + 0.9*r*math.Copysign(math.Pow(math.Abs(cos), 1/squareness), cos) + 0.5*h.wobble*h.rng.NormFloat64(),
			0.5 + r*math.Copysign(math.Pow(math.Abs(sin), 1/squareness), sin) + 0.5*h.wobble*h.rng.NormFloat64(),
		})
	}
	return line
}

// curve passes a Catmull-Rom spline through the anchors and puts it on the pad.
func (h *hand) curve(line []anchor) []StrokePoint {
	if len(line) == 2 {
		mid := anchor{(line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2}
		line = []anchor{line[0], mid, line[1]}
	}
	line = h.stretchEnds(line)
	const steps = 24
	var pts []StrokePoint
	for i := 0; i+1 < len(line); i++ {
		a, b := line[i], line[i+1]
		ta, tb := tangent(line, i), tangent(line, i+1)
		for k := range steps {
			t := float64(k) / steps
			t2, t3 := t*t, t*t*t
			h00, h10, h01, h11 := 2*t3-3*t2+1, t3-2*t2+t, 3*t2-2*t3, t3-t2
			pts = append(pts, h.place(
				h00*a[0]+h10*ta[0]+h01*b[0]+h11*tb[0],
				h00*a[1]+h10*ta[1]+h01*b[1]+h11*tb[1]))
		}
	}
	end := line[len(line)-1]
	return append(pts, h.place(end[0], end[1]))
}

// stretchEnds lets lines begin and end early or late.
func (h *hand) stretchEnds(line []anchor) []anchor {
	n := len(line)
	first, last := 1+h.overshoot*h.rng.NormFloat64()*3, 1+h.overshoot*h.rng.NormFloat64()*3
	for k := range 2 {
		line[0][k] = line[1][k] + first*(line[0][k]-line[1][k])
		line[n-1][k] = line[n-2][k] + last*(line[n-1][k]-line[n-2][k])
	}
	return line
}

// tangent is that of a Catmull-Rom spline, or none at an end or a corner.
func tangent(line []anchor, i int) [2]float64 {
	if i == 0 || i == len(line)-1 || line[i][2] > 0 {
		return [2]float64{}
	}
	p, q := line[i-1], line[i+1]
	return [2]float64{(q[0] - p[0]) / 2, (q[1] - p[1]) / 2}
}

// place puts a point of the template's box on the pad.
func (h *hand) place(x, y float64) StrokePoint {
	x, y = x-0.45, y-0.5
	x, y = x+h.bendX*math.Sin(4*y+h.phase), y+h.bendY*math.Sin(4*x+2*h.phase)
	return StrokePoint{
		clamp01(h.cx + h.m[0]*x + h.m[1]*y),
		clamp01(h.cy + h.m[2]*x + h.m[3]*y),
	}
}

// sample walks along the curve as a pointer is sampled: in even time, fast on
// straight pieces and slow in bends, lagging behind, with tremor.
func (h *hand) sample(curve []StrokePoint) Stroke {
	var s Stroke
	add := func(p StrokePoint) {
		p.X = math.Round((p.X+h.tremor*h.rng.NormFloat64())*h.gridSize) / h.gridSize
		p.Y = math.Round((p.Y+h.tremor*h.rng.NormFloat64())*h.gridSize) / h.gridSize
		if n := len(s); n == 0 || s[n-1] != p {
			s = append(s, p)
		}
	}
	add(curve[0])
	behind, due := curve[0], 1.0
	for i := 1; i < len(curve); i++ {
		a, b := curve[i-1], curve[i]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		slow := 1.0
		if i+1 < len(curve) {
			slow += 1.2 * bend(a, b, curve[i+1])
		}
		due -= length * h.speed * slow
		if due > 0 {
			continue
		}
		due += 1
		behind.X += (1 - h.lag) * (b.X - behind.X)
		behind.Y += (1 - h.lag) * (b.Y - behind.Y)
		add(behind)
	}
	add(curve[len(curve)-1])
	return s
}

// bend is 0 on a straight line and 2 where it turns back.
func bend(a, b, c StrokePoint) float64 {
	ux, uy, vx, vy := b.X-a.X, b.Y-a.Y, c.X-b.X, c.Y-b.Y
	l := math.Hypot(ux, uy) * math.Hypot(vx, vy)
	if l == 0 {
		return 0
	}
	return 1 - (ux*vx+uy*vy)/l
}
