package collapse

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// data are the points to separate.
var data = map[string][]point{
	"xor": {{0, 0, -1}, {1, 0, 1}, {0, 1, 1}, {1, 1, -1}},
	"and": {{0, 0, -1}, {1, 0, -1}, {0, 1, -1}, {1, 1, 1}},
	"ring": {{0.5, 0.5, 1}, {0.7, 0.4, 1}, {0.4, 0.7, 1}, {0.3, 0.35, 1},
		{1.5, 0.5, -1}, {1.2, 1.2, -1}, {0.5, 1.5, -1}, {-0.2, 1.2, -1}, {-0.5, 0.5, -1}, {-0.2, -0.2, -1}, {0.5, -0.5, -1}, {1.2, -0.2, -1}},
}

const maxPoints = 200

// encode writes points for a link: "0,0,-1;1,0,1".
func encode(pts []point) string {
	parts := make([]string, len(pts))
	for i, p := range pts {
		parts[i] = number(p.x1) + "," + number(p.x2) + "," + number(p.y)
	}
	return strings.Join(parts, ";")
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// decode reads x1,x2,class, one a line or separated by semicolons, with commas
// or tabs between, in the plane; a first line of words is passed over.
func decode(s string) ([]point, error) {
	var out []point
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' })
	for n, line := range lines {
		f := strings.Split(strings.ReplaceAll(line, "\t", ","), ",")
		if n == 0 && len(lines) > 1 && !slices.ContainsFunc(f, isNumber) {
			continue
		}
		if len(f) != 3 {
			return nil, fmt.Errorf("points: %.40q; it can be x1,x2,class, several separated by ;", line)
		}
		var v [3]float64
		for k := range f {
			a, err := strconv.ParseFloat(strings.TrimSpace(strings.ReplaceAll(f[k], "−", "-")), 64)
			if err != nil || a-a != 0 {
				return nil, fmt.Errorf("points: %.40q is no finite number", f[k])
			}
			v[k] = a
		}
		if min(v[0], v[1]) < low || max(v[0], v[1]) > high {
			return nil, fmt.Errorf("points: %.40q; x1 and x2 can be from %v to %v", line, low, high)
		}
		p := point{grid(v[0]), grid(v[1]), 1}
		if v[2] <= 0 {
			p.y = -1
		}
		if out = append(out, p); len(out) > maxPoints {
			return nil, fmt.Errorf("points: more than %d", maxPoints)
		}
	}
	return out, nil
}

func isNumber(cell string) bool {
	_, err := strconv.ParseFloat(strings.TrimSpace(strings.ReplaceAll(cell, "−", "-")), 64)
	return err == nil
}

// grid holds a coordinate in the plane, on steps of 1/20.
func grid(v float64) float64 {
	if v != v {
		return 0
	}
	return math.Round(min(max(v, low), high)*20) / 20
}
