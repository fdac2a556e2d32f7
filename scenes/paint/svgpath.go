package paint

import (
	"math"
	"strconv"
)

// parsePath flattens SVG path data into lines. "|" separates the elements of
// one icon. It knows the commands M L H V C S Q A Z, absolute and relative;
// the data is ours, so what it does not know it skips.
func parsePath(d string) [][]Point {
	p := pathParser{d: d}
	for p.next() {
	}
	p.flush()
	return p.lines
}

type pathParser struct {
	d              string
	i              int
	cmd            byte
	at, start, ctl Point
	line           []Point
	lines          [][]Point
}

func (p *pathParser) flush() {
	if len(p.line) > 0 {
		p.lines = append(p.lines, p.line)
	}
	p.line = nil
}

// next performs one command.
func (p *pathParser) next() bool {
	p.blank()
	if p.i >= len(p.d) {
		return false
	}
	from := p.i
	switch b := p.d[p.i]; {
	case b == '|':
		p.i++
		p.flush()
		p.at = Point{}
		return true
	case b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z':
		p.cmd = b
		p.i++
	case p.cmd == 'M': // more numbers after a move are lines
		p.cmd = 'L'
	case p.cmd == 'm':
		p.cmd = 'l'
	}
	p.perform()
	if p.i == from {
		p.i++ // no number where one belongs
	}
	if c := p.cmd | 0x20; c != 'c' && c != 's' {
		p.ctl = p.at
	}
	return true
}

// perform reads the numbers of the command and adds what it draws.
func (p *pathParser) perform() {
	rel := Point{}
	if p.cmd >= 'a' {
		rel = p.at
	}
	pt := func() Point { x := p.num(); return Point{rel.X + x, rel.Y + p.num()} }
	from := p.at
	switch p.cmd | 0x20 {
	case 'm':
		p.flush()
		p.at = pt()
		p.start = p.at
		p.line = append(p.line, p.at)
	case 'l':
		p.to(pt())
	case 'h':
		p.to(Point{rel.X + p.num(), p.at.Y})
	case 'v':
		p.to(Point{p.at.X, rel.Y + p.num()})
	case 'c':
		a := pt()
		b := pt()
		p.curve(from, a, b, pt())
	case 's':
		a := Point{2*from.X - p.ctl.X, 2*from.Y - p.ctl.Y}
		b := pt()
		p.curve(from, a, b, pt())
	case 'q':
		q := pt()
		e := pt()
		p.curve(from, lerp(from, q, 2.0/3), lerp(e, q, 2.0/3), e)
	case 'a':
		rx, ry, turn := p.num(), p.num(), p.num()
		large, sweep := p.flag(), p.flag()
		p.arc(from, rx, ry, turn, large, sweep, pt())
	case 'z':
		p.to(p.start)
		p.flush()
		p.line = append(p.line, p.start)
	}
}

func lerp(a, b Point, t float64) Point { return Point{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t} }

func (p *pathParser) to(q Point) {
	p.line = append(p.line, q)
	p.at = q
}

func (p *pathParser) curve(a, b, d, e Point) {
	for i := 1; i <= 12; i++ {
		p.line = append(p.line, BezierAt(a, b, d, e, float64(i)/12))
	}
	p.at, p.ctl = e, d
}

// arc adds an elliptical arc (SVG 1.1, appendix F.6.5).
func (p *pathParser) arc(from Point, rx, ry, turn float64, large, sweep bool, to Point) {
	sin, cos := math.Sincos(turn * math.Pi / 180)
	dx, dy := (from.X-to.X)/2, (from.Y-to.Y)/2
	x, y := cos*dx+sin*dy, -sin*dx+cos*dy
	if l := x*x/(rx*rx) + y*y/(ry*ry); l > 1 {
		rx, ry = rx*math.Sqrt(l), ry*math.Sqrt(l)
	}
	k := math.Sqrt(math.Max(0, (rx*rx*ry*ry-rx*rx*y*y-ry*ry*x*x)/(rx*rx*y*y+ry*ry*x*x)))
	if large == sweep {
		k = -k
	}
	cx, cy := k*rx*y/ry, -k*ry*x/rx
	a := math.Atan2((y-cy)/ry, (x-cx)/rx)
	b := math.Atan2((-y-cy)/ry, (-x-cx)/rx)
	if sweep && b < a {
		b += 2 * math.Pi
	} else if !sweep && b > a {
		b -= 2 * math.Pi
	}
	ox, oy := cos*cx-sin*cy+(from.X+to.X)/2, sin*cx+cos*cy+(from.Y+to.Y)/2
	n := int(math.Ceil(math.Abs(b-a)/(math.Pi/12))) + 1
	for i := 1; i <= n; i++ {
		s, c := math.Sincos(a + (b-a)*float64(i)/float64(n))
		p.line = append(p.line, Point{ox + cos*rx*c - sin*ry*s, oy + sin*rx*c + cos*ry*s})
	}
	p.at = to
}

func (p *pathParser) blank() {
	for p.i < len(p.d) && (p.d[p.i] == ' ' || p.d[p.i] == ',') {
		p.i++
	}
}

// num reads one number; "1.5.5" is 1.5 and .5, "1-2" is 1 and −2.
func (p *pathParser) num() float64 {
	p.blank()
	i := p.i
	dot := false
	for ; i < len(p.d); i++ {
		b := p.d[i]
		if b == '.' && !dot {
			dot = true
		} else if !(b >= '0' && b <= '9' || b == '-' && i == p.i) {
			break
		}
	}
	v, _ := strconv.ParseFloat(p.d[p.i:i], 64)
	p.i = i
	return v
}

// flag reads a 0 or 1, which may stand without a blank before the next number.
func (p *pathParser) flag() bool {
	p.blank()
	if p.i >= len(p.d) {
		return false
	}
	p.i++
	return p.d[p.i-1] == '1'
}
