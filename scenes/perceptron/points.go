package perceptron

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/scenes/ui"
)

// point is one example: two inputs, and the answer wanted, +1 or −1.
type point struct{ x1, x2, y float64 }

const (
	maxPoints = 120
	grid      = 0.05 // points lie on it, so that a link gives back the same ones
	farthest  = 9.0
)

// The truth tables; the order is that in which the rule looks at the rows.
var gates = map[string][]point{
	"and": {{0, 0, -1}, {0, 1, -1}, {1, 0, -1}, {1, 1, 1}},
	"or":  {{0, 0, -1}, {0, 1, 1}, {1, 0, 1}, {1, 1, 1}},
	"xor": {{0, 0, -1}, {0, 1, 1}, {1, 0, 1}, {1, 1, -1}},
}

// clouds draws two clouds of points that a line can separate, or nearly so.
func clouds(seed uint64) []point {
	d := data.TwoGauss(40, 0, rand.New(rand.NewPCG(seed, 11)))
	pts := make([]point, d.Targets.Len())
	for i := range pts {
		x := d.X.Data()[2*i : 2*i+2]
		pts[i] = point{onGrid(0.5 + float64(x[0])*0.4), onGrid(0.5 + float64(x[1])*0.4), float64(d.Targets.Data()[i])}
	}
	// Class by class the rule would see one answer twenty times running.
	rand.New(rand.NewPCG(seed, 12)).Shuffle(len(pts), func(i, j int) { pts[i], pts[j] = pts[j], pts[i] })
	return pts
}

func onGrid(v float64) float64 {
	v = math.Round(min(max(v, -farthest), farthest)/grid) * grid
	return math.Round(v*100) / 100
}

// encode writes points as lines of a table: "0,1,-1;1,1,1".
func encode(pts []point) string {
	var b strings.Builder
	for i, p := range pts {
		if i > 0 {
			b.WriteByte(';')
		}
		fmt.Fprintf(&b, "%s,%s,%s", number(p.x1), number(p.x2), number(p.y))
	}
	return b.String()
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// decode reads what encode wrote, or a pasted CSV of x1, x2 and a label: a
// positive label is +1, any other −1; a first line of names is passed over.
func decode(text string) ([]point, error) {
	var pts []point
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' })
	for n, line := range lines {
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == '\t' || r == ' ' || r == '，' })
		if len(cells) == 0 {
			continue
		}
		var v [3]float64
		numbers := 0
		var err error
		for i := 0; i < len(v) && err == nil; i++ {
			if i >= len(cells) {
				err = fmt.Errorf("it has %d numbers", len(cells))
				break
			}
			if v[i], err = ui.ParseNumber(cells[i]); err == nil {
				numbers++
			}
		}
		if err != nil {
			if n == 0 && len(lines) > 1 && numbers == 0 {
				continue
			}
			return nil, fmt.Errorf("points: line %d, %q: %w; a line is x1, x2, label, such as 0, 1, -1", n+1, line, err)
		}
		if max(math.Abs(v[0]), math.Abs(v[1])) > farthest {
			return nil, fmt.Errorf("points: line %d, %q: x1 and x2 can be from %v to %v", n+1, line, -farthest, farthest)
		}
		y := -1.0
		if v[2] > 0 {
			y = 1
		}
		if len(pts) == maxPoints {
			return nil, fmt.Errorf("points: more than %d lines", maxPoints)
		}
		pts = append(pts, point{onGrid(v[0]), onGrid(v[1]), y})
	}
	return pts, nil
}
