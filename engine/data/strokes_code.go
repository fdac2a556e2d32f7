package data

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// StrokeGrid is the number of steps per pad side that [EncodeStrokes] keeps.
const StrokeGrid = 1000

// MaxStrokePoints is the longest drawing that [ParseStrokes] takes.
const MaxStrokePoints = 4000

const digits64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// EncodeStrokes writes strokes as a short text that is safe in a link: points
// on a grid of 1/1000 pad, each as the difference to the one before in base 64
// with 5 bits a letter, low bits first (the code of source maps); strokes are
// separated by ".".
func EncodeStrokes(strokes []Stroke) string {
	var b []byte
	x, y := 0, 0
	for i, s := range strokes {
		if i > 0 {
			b = append(b, '.')
		}
		for _, p := range s {
			px, py := gridIndex(p.X), gridIndex(p.Y)
			b = appendVLQ(appendVLQ(b, px-x), py-y)
			x, y = px, py
		}
	}
	return string(b)
}

func gridIndex(v float64) int { return int(math.Round(clamp01(v) * StrokeGrid)) }

func clamp01(v float64) float64 {
	if !(v > 0) { // NaN too
		return 0
	}
	return math.Min(v, 1)
}

// OnGrid returns the point that a code of [EncodeStrokes] gives back.
func OnGrid(p StrokePoint) StrokePoint {
	return StrokePoint{float64(gridIndex(p.X)) / StrokeGrid, float64(gridIndex(p.Y)) / StrokeGrid}
}

func appendVLQ(b []byte, v int) []byte {
	u := v << 1
	if v < 0 {
		u = -v<<1 | 1
	}
	for {
		d := u & 31
		u >>= 5
		if u > 0 {
			d |= 32
		}
		b = append(b, digits64[d])
		if u == 0 {
			return b
		}
	}
}

// ParseStrokes reads the code of [EncodeStrokes], or strokes written for people:
// "x,y x,y …; x,y …" in thousandths of the pad. Places outside the pad are
// moved to its edge. It returns an error for anything else, and for more than
// MaxStrokePoints points.
func ParseStrokes(text string) ([]Stroke, error) {
	if strings.ContainsAny(text, ", ") {
		return parseReadable(text)
	}
	var strokes []Stroke
	x, y, n := 0, 0, 0
	for i, part := range strings.Split(text, ".") {
		var s Stroke
		for part != "" {
			var dx, dy int
			var ok bool
			if dx, part, ok = cutVLQ(part); ok {
				dy, part, ok = cutVLQ(part)
			}
			if n++; !ok {
				return nil, fmt.Errorf("strokes: stroke %d breaks off at point %d: want two numbers of letters A–Z, a–z, 0–9, - and _", i+1, len(s)+1)
			}
			if n > MaxStrokePoints {
				return nil, tooManyPoints()
			}
			x, y = x+dx, y+dy
			s = append(s, StrokePoint{clamp01(float64(x) / StrokeGrid), clamp01(float64(y) / StrokeGrid)})
		}
		if len(s) > 0 {
			strokes = append(strokes, s)
		}
	}
	return strokes, nil
}

// cutVLQ reads one number from the front of s; at most 20 bits of it.
func cutVLQ(s string) (v int, rest string, ok bool) {
	for shift := 0; shift < 20 && s != ""; shift += 5 {
		d := strings.IndexByte(digits64, s[0])
		if d < 0 {
			return 0, s, false
		}
		v |= d & 31 << shift
		s = s[1:]
		if d&32 == 0 {
			if v&1 != 0 {
				return -(v >> 1), s, true
			}
			return v >> 1, s, true
		}
	}
	return 0, s, false
}

func parseReadable(text string) ([]Stroke, error) {
	var strokes []Stroke
	n := 0
	for _, part := range strings.Split(text, ";") {
		var s Stroke
		for _, pair := range strings.Fields(part) {
			a, b, found := strings.Cut(pair, ",")
			x, errX := strconv.ParseFloat(a, 64)
			y, errY := strconv.ParseFloat(b, 64)
			if !found || errX != nil || errY != nil {
				return nil, fmt.Errorf("strokes: %.20q is not a point: want x,y in thousandths of the pad", pair)
			}
			if n++; n > MaxStrokePoints {
				return nil, tooManyPoints()
			}
			s = append(s, StrokePoint{clamp01(x / StrokeGrid), clamp01(y / StrokeGrid)})
		}
		if len(s) > 0 {
			strokes = append(strokes, s)
		}
	}
	return strokes, nil
}

func tooManyPoints() error {
	return fmt.Errorf("strokes: more than %d points: want a shorter drawing", MaxStrokePoints)
}
