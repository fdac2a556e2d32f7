package gates

import (
	"slices"
)

// large is the number of boxes above which long wires are no longer led around
// what stands between their ends.
const large = 150

// metrics are the sizes of one density of the picture, in pixels.
type metrics struct {
	gateW, varW, boxH float64
	symbol            float64 // text size in the box
	chipW, chipH      float64
	chip              float64 // text size in the chip
	curve             float64 // least room for a wire to change its height
	row               float64 // least distance of boxes in one column
	stacked           bool    // a gate's chips stand above and below it, not on its wire
	captions          bool
}

// The densities, roomiest first. Below the last the picture scrolls.
var densities = []metrics{
	{gateW: 92, varW: 64, boxH: 56, symbol: 22, chipW: 68, chipH: 24, chip: 14, curve: 64, row: 96, captions: true},
	{gateW: 70, varW: 54, boxH: 48, symbol: 18, chipW: 58, chipH: 22, chip: 13, curve: 40, row: 72, captions: true},
	{gateW: 52, varW: 44, boxH: 40, symbol: 15, chipW: 56, chipH: 20, chip: 12, curve: 26, row: 56, stacked: true},
}

// place is a box, or a point of a long wire, in the layered layout.
type place struct {
	box     int // −1: a point of a wire
	wire    int
	column  int
	y, half float64 // middle, and half of the height it needs
	left    []int   // neighbours by column
	right   []int
}

type layout struct {
	g       *graph
	places  []place
	columns [][]int // places from top to bottom
	ofBox   []int
	route   [][]int // wire → its points between the ends
}

// arrange places the boxes and leads the wires for a stage of the given size,
// at the roomiest density that fits, or only at the roomiest. It reports
// whether all of it fits.
func (g *graph) arrange(width, height float64, roomy bool) bool {
	if g.order == nil {
		g.order = &layout{g: g, ofBox: make([]int, len(g.boxes)), route: make([][]int, len(g.wires))}
		g.order.insert()
		g.order.uncross()
	}
	l := g.order
	for _, m := range densities {
		g.m = m
		if l.across(width) <= width+0.5 && l.tallest(m.row) <= height+0.5 && l.down(height) <= height+0.5 {
			l.lead()
			return true
		}
		if roomy {
			return false
		}
	}
	l.down(height)
	l.lead()
	return false
}

// insert puts the boxes into their columns in the order in which the expression
// names them, which for a tree has no crossings, and points for long wires.
func (l *layout) insert() {
	l.columns = make([][]int, l.g.last()+1)
	for i := range l.ofBox {
		l.ofBox[i] = -1
	}
	l.visit(len(l.g.boxes) - 1)
}

// visit walks to the operands first, on a stack of its own: expressions are deep.
func (l *layout) visit(root int) {
	type frame struct{ box, next int }
	stack := []frame{{root, 0}}
	for len(stack) > 0 {
		f := &stack[len(stack)-1]
		in := l.g.boxes[f.box].in
		if f.next < len(in) {
			from := l.g.wires[in[f.next]].from
			f.next++
			if l.ofBox[from] < 0 {
				stack = append(stack, frame{from, 0})
			} else {
				l.thread(in[f.next-1])
			}
			continue
		}
		l.ofBox[f.box] = l.add(place{box: f.box, column: l.g.boxes[f.box].column})
		for _, w := range in {
			l.join(w)
		}
		done := f.box
		stack = stack[:len(stack)-1]
		if len(stack) > 0 {
			parent := stack[len(stack)-1]
			w := l.g.boxes[parent.box].in[parent.next-1]
			if l.g.wires[w].from == done {
				l.thread(w)
			}
		}
	}
}

func (l *layout) add(p place) int {
	l.places = append(l.places, p)
	i := len(l.places) - 1
	l.columns[p.column] = append(l.columns[p.column], i)
	return i
}

// thread adds the points of a wire between its ends, as soon as its source is in place.
func (l *layout) thread(w int) {
	wire := &l.g.wires[w]
	if l.route[w] != nil || len(l.g.boxes) > large {
		return
	}
	l.route[w] = []int{}
	for c := l.g.boxes[wire.from].column + 1; c < l.g.boxes[wire.to].column; c++ {
		l.route[w] = append(l.route[w], l.add(place{box: -1, wire: w, column: c}))
	}
}

// join makes neighbours of the points along a wire whose ends are in place.
func (l *layout) join(w int) {
	wire := &l.g.wires[w]
	prev := l.ofBox[wire.from]
	for _, p := range append(slices.Clone(l.route[w]), l.ofBox[wire.to]) {
		if l.places[p].column == l.places[prev].column+1 {
			l.places[prev].right = append(l.places[prev].right, p)
			l.places[p].left = append(l.places[p].left, prev)
		}
		prev = p
	}
}

// uncross sweeps over the columns, ordering each by the middle of its
// neighbours, and keeps the order with the fewest crossings.
// Source: Sugiyama, Tagawa and Toda, 1981.
func (l *layout) uncross() {
	if len(l.g.boxes) > large {
		return
	}
	order := make([]float64, len(l.places))
	number := func() {
		for _, c := range l.columns {
			for i, p := range c {
				order[p] = float64(i)
			}
		}
	}
	number()
	best, fewest := l.snapshot(), l.crossings(order)
	for sweep := 0; sweep < 12 && fewest > 0; sweep++ {
		for k := range l.columns {
			c, side := l.columns[k], func(p int) []int { return l.places[p].left }
			if sweep%2 == 1 {
				c, side = l.columns[len(l.columns)-1-k], func(p int) []int { return l.places[p].right }
			}
			middle := make(map[int]float64, len(c))
			for _, p := range c {
				middle[p] = mean(side(p), order, order[p])
			}
			slices.SortStableFunc(c, func(a, b int) int { return sign(middle[a] - middle[b]) })
			for i, p := range c {
				order[p] = float64(i)
			}
		}
		if n := l.crossings(order); n < fewest {
			best, fewest = l.snapshot(), n
		}
	}
	l.columns = best
}

func (l *layout) snapshot() [][]int {
	s := make([][]int, len(l.columns))
	for i, c := range l.columns {
		s[i] = slices.Clone(c)
	}
	return s
}

func (l *layout) crossings(order []float64) int {
	n := 0
	for _, c := range l.columns {
		type edge struct{ a, b float64 }
		var edges []edge
		for _, p := range c {
			for _, q := range l.places[p].right {
				edges = append(edges, edge{order[p], order[q]})
			}
		}
		for i, e := range edges {
			for _, f := range edges[:i] {
				if (e.a-f.a)*(e.b-f.b) < 0 {
					n++
				}
			}
		}
	}
	return n
}

func mean(of []int, at []float64, otherwise float64) float64 {
	if len(of) == 0 {
		return otherwise
	}
	s := 0.0
	for _, i := range of {
		s += at[i]
	}
	return s / float64(len(of))
}

func sign(v float64) int {
	switch {
	case v < 0:
		return -1
	case v > 0:
		return 1
	}
	return 0
}
