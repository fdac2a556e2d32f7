// Package edits keeps what a visitor did by hand to points that a seed drew:
// which of them were moved, and which were added, as a link carries it.
package edits

import (
	"fmt"
	"strconv"
	"strings"
)

// Edit puts point I at X, Y; an I beyond the last point adds one.
type Edit struct {
	I    int
	X, Y float64
}

// List is what was done, each point once.
type List []Edit

// Note remembers an edit in place of an earlier one of the same point.
func (l *List) Note(e Edit) {
	for k := range *l {
		if (*l)[k].I == e.I {
			(*l)[k] = e
			return
		}
	}
	*l = append(*l, e)
}

// String writes the list for a link: "12,0.5,-3;1000,2.1,40".
func (l List) String() string {
	parts := make([]string, len(l))
	for k, e := range l {
		parts[k] = strconv.Itoa(e.I) + "," + number(e.X) + "," + number(e.Y)
	}
	return strings.Join(parts, ";")
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// Parse reads what String wrote, with line breaks for semicolons as well: finite
// numbers, indices of 0 to last, and no more than most points. Of several edits
// of one point the last counts.
func Parse(s string, last, most int) (List, error) {
	var out List
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '\n' }) {
		f := strings.Split(part, ",")
		if len(f) != 3 {
			return nil, fmt.Errorf("points: %.40q; it can be index,x,y, several separated by ;", part)
		}
		i, err := strconv.Atoi(strings.TrimSpace(f[0]))
		if err != nil || i < 0 || i > last {
			return nil, fmt.Errorf("points: the index is %.40q; it can be 0 to %d", f[0], last)
		}
		e := Edit{I: i}
		for k, v := range []*float64{&e.X, &e.Y} {
			a, err := strconv.ParseFloat(strings.TrimSpace(f[k+1]), 64)
			if err != nil || a-a != 0 {
				return nil, fmt.Errorf("points: %.40q is no finite number", f[k+1])
			}
			*v = a
		}
		if out.Note(e); len(out) > most {
			return nil, fmt.Errorf("points: more than %d", most)
		}
	}
	return out, nil
}
