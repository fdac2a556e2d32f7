package gates

import (
	"math"

	"gradtheatre/engine/expr"
	"gradtheatre/scenes/paint"
)

// result is the node of the box at the right end, which only receives.
const result = -1

// box is one node of the picture: a variable, a number, a gate or the result.
type box struct {
	node   int // of the expression, or result
	kind   expr.Kind
	symbol string // what stands in it: "x₁", "+", "max", "1/x"
	name   string // what the card calls its value: "x₁", "q"
	column int
	rect   paint.Rect // in the graph's own pixels
	in     []int      // wires that arrive, by operand
	out    []int      // wires that leave
}

// wire is one edge of the picture.
type wire struct {
	from, to int           // boxes
	link     int           // of the run, or −1 into the result
	way      []paint.Point // from the source's right side to the target's left
	comes    float64       // the height from which it reaches the target's column
}

// graph is the picture of an expression: it knows places, never values.
type graph struct {
	boxes  []box
	wires  []wire
	byNode []int // node → box; −1 for a number that is written into its gate
	size   paint.Point
	m      metrics
	order  *layout // what stands where in its column; made once
}

// newGraph makes the boxes and wires of a run, not yet placed. A number beside
// a variable operand is written into the gate (+1, 1/x), as lectures do.
func newGraph(r *expr.Run) *graph {
	e := r.Expr
	g := &graph{byNode: make([]int, len(e.Nodes))}
	folded := foldedNumbers(e)
	names := newNames(e)
	for i := range e.Nodes {
		n := &e.Nodes[i]
		g.byNode[i] = -1
		if folded[i] {
			continue
		}
		g.byNode[i] = len(g.boxes)
		b := box{node: i, kind: n.Kind, name: names.of(i)}
		switch {
		case n.Kind == expr.Variable:
			b.symbol = b.name
		case n.Kind == expr.Number:
			b.symbol = plainNumber(n.Val)
		default:
			b.symbol = gateSymbol(e, n, folded)
		}
		g.boxes = append(g.boxes, b)
	}
	for i := range r.Links {
		l := &r.Links[i]
		if from := g.byNode[l.From]; from >= 0 {
			g.connect(from, g.byNode[l.To], i)
		}
	}
	g.boxes = append(g.boxes, box{node: result, symbol: subscripted(e.Result), name: subscripted(e.Result)})
	g.connect(g.byNode[e.Root], len(g.boxes)-1, -1)
	g.columns()
	return g
}

func (g *graph) connect(from, to, link int) {
	w := len(g.wires)
	g.wires = append(g.wires, wire{from: from, to: to, link: link})
	g.boxes[from].out = append(g.boxes[from].out, w)
	g.boxes[to].in = append(g.boxes[to].in, w)
}

// foldedNumbers says which numbers are written into their gate: those whose
// gate has another operand that is no number.
func foldedNumbers(e *expr.Expr) []bool {
	folded := make([]bool, len(e.Nodes))
	for i := range e.Nodes {
		a := e.Nodes[i].Args
		if len(a) != 2 {
			continue
		}
		x, y := e.Nodes[a[0]].Kind == expr.Number, e.Nodes[a[1]].Kind == expr.Number
		if x != y {
			folded[a[0]], folded[a[1]] = folded[a[0]] || x, folded[a[1]] || y
		}
	}
	return folded
}

// columns puts every gate one to the right of its last operand. Variables stand
// at the left; in graphs too large for that, beside their first use.
func (g *graph) columns() {
	for i := range g.boxes {
		b := &g.boxes[i]
		for _, w := range b.in {
			b.column = max(b.column, g.boxes[g.wires[w].from].column+1)
		}
		// A number with a box of its own counts as an operand: column 0.
	}
	if len(g.boxes) <= large {
		return
	}
	for i := range g.boxes {
		b := &g.boxes[i]
		if len(b.in) > 0 {
			continue
		}
		first := math.MaxInt
		for _, w := range b.out {
			first = min(first, g.boxes[g.wires[w].to].column)
		}
		b.column = first - 1
	}
}

// last returns the index of the last column.
func (g *graph) last() int { return g.boxes[len(g.boxes)-1].column }

// names gives every value a short name that no variable has.
type names struct {
	e    *expr.Expr
	free []string
	word []string
}

// newNames calls the intermediate values q, p, r, s, t … by order of
// computation, and h₁, h₂ … when the letters run out. The root is the result.
func newNames(e *expr.Expr) *names {
	n := &names{e: e, word: make([]string, len(e.Nodes))}
	used := map[string]bool{e.Result: true}
	for _, v := range e.VarNames() {
		used[v] = true
	}
	for _, s := range []string{"q", "p", "r", "s", "t", "u", "v", "k", "m", "n"} {
		if !used[s] {
			n.free = append(n.free, s)
		}
	}
	inner := e.Gates()
	if !e.Nodes[e.Root].Kind.Leaf() {
		inner--
	}
	count := 0
	for i := range e.Nodes {
		switch node := &e.Nodes[i]; {
		case i == e.Root && node.Kind != expr.Variable:
			n.word[i] = subscripted(e.Result)
		case node.Kind == expr.Variable:
			n.word[i] = subscripted(node.Name)
		case node.Kind == expr.Number:
			n.word[i] = plainNumber(node.Val)
		case inner <= len(n.free):
			n.word[i] = n.free[count]
			count++
		default:
			count++
			n.word[i] = "h" + subscript(count)
		}
	}
	return n
}

func (n *names) of(node int) string { return n.word[node] }
