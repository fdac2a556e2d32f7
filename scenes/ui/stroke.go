package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/paint"
)

// Stroke is a line drawn across a plane, or round a part of it, in the numbers of
// that plane.
type Stroke []paint.Point

const (
	mostHandles = 16 // of a stroke: enough to go round, few enough for a link and for keys
	strokeGrid  = 100.0
)

// ParseStroke reads what String wrote: "-1,0.5;2,0.25".
func ParseStroke(text string) (Stroke, error) {
	var s Stroke
	for part := range strings.SplitSeq(text, ";") {
		a, b, _ := strings.Cut(part, ",")
		x, errX := ParseNumber(a)
		y, errY := ParseNumber(b)
		if errX != nil || errY != nil {
			return nil, fmt.Errorf("%q is no place of a line; a line is x,y;x,y such as -1,0.5;2,0.25", clip(part))
		}
		if max(math.Abs(x), math.Abs(y)) > 1e6 {
			return nil, fmt.Errorf("%q is too far away", clip(part))
		}
		s = append(s, paint.Point{X: x, Y: y})
	}
	if n := len(s); n < 2 || n > mostHandles {
		return nil, fmt.Errorf("a line has from 2 to %d places, not %d", mostHandles, n)
	}
	if s.long() == 0 {
		return nil, fmt.Errorf("all places of the line are the same")
	}
	return s, nil
}

// String is short enough to be kept.
func (s Stroke) String() string {
	var b strings.Builder
	for i, p := range s {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(strconv.FormatFloat(p.X, 'f', -1, 64) + "," + strconv.FormatFloat(p.Y, 'f', -1, 64))
	}
	return b.String()
}

func (s Stroke) long() (sum float64) {
	for i := 1; i < len(s); i++ {
		sum += math.Hypot(s[i].X-s[i-1].X, s[i].Y-s[i-1].Y)
	}
	return sum
}

// closed reports whether the line comes back to where it began.
func (s Stroke) closed() bool {
	a, b := s[0], s[len(s)-1]
	return len(s) > 3 && math.Hypot(a.X-b.X, a.Y-b.Y) < 0.15*s.long()
}

// simplified leaves those places of a line drawn by hand that matter most, and
// rounds them.
func (s Stroke) simplified() Stroke {
	keep := make([]bool, len(s))
	keep[0], keep[len(s)-1] = true, true
	for n := 2; n < mostHandles; n++ {
		far, at := 0.004*s.long(), -1
		for i, last := 1, 0; i < len(s); i++ {
			if !keep[i] {
				continue
			}
			for j := last + 1; j < i; j++ {
				if d := offLine(s[j], s[last], s[i]); d > far {
					far, at = d, j
				}
			}
			last = i
		}
		if at < 0 {
			break
		}
		keep[at] = true
	}
	var out Stroke
	for i, p := range s {
		if keep[i] {
			out = append(out, paint.Point{X: math.Round(p.X*strokeGrid) / strokeGrid, Y: math.Round(p.Y*strokeGrid) / strokeGrid})
		}
	}
	return out
}

// offLine is how far p is from the part of a line between a and b.
func offLine(p, a, b paint.Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	l := dx*dx + dy*dy
	k := 0.0
	if l > 0 {
		k = min(max(((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l, 0), 1)
	}
	return math.Hypot(p.X-a.X-k*dx, p.Y-a.Y-k*dy)
}

// Outline goes round one of the two parts into which the stroke divides the
// plane. A line that does not come back to its beginning goes straight on at its
// ends, and the outline closes far away.
func (s Stroke) Outline() []paint.Point {
	if s.closed() {
		return s
	}
	n := len(s)
	mid := paint.Point{X: (s[0].X + s[n-1].X) / 2, Y: (s[0].Y + s[n-1].Y) / 2}
	far := 0.0
	for _, p := range s {
		far = max(far, math.Hypot(p.X-mid.X, p.Y-mid.Y))
	}
	far *= 1000
	from, to := onward(s, far), onward(Stroke{s[n-1], s[n-2]}, far)
	for i := n - 2; math.Hypot(s[n-1].X-s[i].X, s[n-1].Y-s[i].Y) == 0 && i > 0; i-- {
		to = onward(Stroke{s[n-1], s[i-1]}, far)
	}
	out := append([]paint.Point{from}, s...)
	out = append(out, to)
	a, b := math.Atan2(to.Y-mid.Y, to.X-mid.X), math.Atan2(from.Y-mid.Y, from.X-mid.X)
	if b < a {
		b += 2 * math.Pi
	}
	const turns = 12
	for i := 1; i < turns; i++ { // wider than the ends, so that no chord cuts them off
		sin, cos := math.Sincos(a + (b-a)*float64(i)/turns)
		out = append(out, paint.Point{X: mid.X + 2*far*cos, Y: mid.Y + 2*far*sin})
	}
	return out
}

// onward is far beyond the first place of a line, straight on.
func onward(s Stroke, far float64) paint.Point {
	for _, q := range s[1:] {
		if l := math.Hypot(s[0].X-q.X, s[0].Y-q.Y); l > 0 {
			return paint.Point{X: s[0].X + (s[0].X-q.X)/l*far, Y: s[0].Y + (s[0].Y-q.Y)/l*far}
		}
	}
	return s[0]
}

// Inside reports whether a place lies inside an outline.
func Inside(outline []paint.Point, p paint.Point) bool {
	in := false
	for i, j := 0, len(outline)-1; i < len(outline); j, i = i, i+1 {
		a, b := outline[i], outline[j]
		if (a.Y > p.Y) != (b.Y > p.Y) && p.X < (b.X-a.X)*(p.Y-a.Y)/(b.Y-a.Y)+a.X {
			in = !in
		}
	}
	return in
}

// Agree is the share of the places on which the two parts of the plane are those
// of the engine's answers, and which places are not. Which part is which class does
// not matter: the better of the two counts.
func (s Stroke) Agree(places []paint.Point, first func(i int) bool) (share float64, misses []int) {
	outline := s.Outline()
	var differ [2][]int
	for i, p := range places {
		k := 0
		if Inside(outline, p) == first(i) {
			k = 1
		}
		differ[k] = append(differ[k], i)
	}
	misses = differ[0]
	if len(differ[1]) < len(misses) {
		misses = differ[1]
	}
	return 1 - float64(len(misses))/float64(max(len(places), 1)), misses
}
