package zoom

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
)

// focus is the way in: a neuron of a layer (block, map m, row, col) and one of
// its multiply gates (input channel in, row u and column v of the kernel).
type focus struct {
	block, m, row, col int
	in, u, v           int
}

// String writes a focus as links do, counted from 0: "conv1.2.18.18.0.2.3", or
// "fc1.12.340" for a dense neuron and one of its inputs.
func (f focus) String() string {
	b := &blocks[f.block]
	if b.dense {
		return fmt.Sprintf("%s.%d.%d", b.name, f.m, b.input(f.u, f.v))
	}
	return fmt.Sprintf("%s.%d.%d.%d.%d.%d.%d", b.name, f.m, f.row, f.col, f.in, f.u, f.v)
}

// parseFocus reads what String writes; the gate may be left out.
func parseFocus(text string) (f focus, err error) {
	parts := strings.Split(text, ".")
	bad := fmt.Errorf("%.40q names no gate of the network: want layer.map.row.column and, if wanted, .input.row.column of the kernel, such as conv1.2.18.18.0.2.3, or layer.neuron.input of a dense layer, such as fc1.12.340", text)
	f.block = -1
	for i := range blocks {
		if blocks[i].name == parts[0] {
			f.block = i
		}
	}
	if f.block < 0 {
		return f, bad
	}
	b, input := &blocks[f.block], 0
	at := []*int{&f.m, &f.row, &f.col, &f.in, &f.u, &f.v}
	if b.dense {
		at = []*int{&f.m, &input}
	} else if f.u, f.v = padding, padding; len(parts) != 4 && len(parts) != 7 {
		return f, bad
	}
	if len(parts) < 2 || len(parts) > len(at)+1 {
		return f, bad
	}
	for i, at := range at[:len(parts)-1] {
		if *at, err = strconv.Atoi(parts[i+1]); err != nil {
			return f, bad
		}
	}
	if b.dense {
		if !inside(input, b.inputs()) {
			return f, bad
		}
		f.u, f.v = b.place(input)
	}
	if !f.valid() {
		return f, bad
	}
	return f, nil
}

func inside(v, n int) bool { return v >= 0 && v < n }

// valid reports whether there is such a gate: padding has none.
func (f focus) valid() bool {
	b := &blocks[f.block]
	row, col := f.source()
	return inside(f.m, b.out) && inside(f.row, b.side) && inside(f.col, b.side) && inside(f.in, b.in) &&
		inside(f.u, b.grid) && inside(f.v, b.grid) && (b.dense || inside(row, b.side) && inside(col, b.side))
}

// source is the pixel that the gate of a convolution multiplies.
func (f focus) source() (row, col int) { return f.row + f.u - padding, f.col + f.v - padding }

// The places of the focus in the values of the run.
func (f focus) zCell() int { n := blocks[f.block].side; return (f.m*n+f.row)*n + f.col }
func (f focus) pCell() int {
	if blocks[f.block].dense {
		return 0
	}
	n := blocks[f.block].side / window
	return (f.m*n+f.row/window)*n + f.col/window
}
func (f focus) xCell() int {
	b := &blocks[f.block]
	if b.dense {
		return b.input(f.u, f.v)
	}
	row, col := f.source()
	return (f.in*b.side+row)*b.side + col
}
func (f focus) wCell() int {
	b := &blocks[f.block]
	if b.dense {
		return f.m*b.inputs() + b.input(f.u, f.v)
	}
	return ((f.m*b.in+f.in)*kernel+f.u)*kernel + f.v
}
func (f focus) tap() int { return f.u*blocks[f.block].grid + f.v }

// gateOf is the place, in the square of a neuron's products, of one of its weights,
// and the channel that it looks at.
func (b *block) gateOf(w int) (in, u, v int) {
	if b.dense {
		u, v = b.place(w % b.inputs())
		return 0, u, v
	}
	return w / taps % b.in, w / kernel % kernel, w % kernel
}

// strongest is where the run itself leads: the neuron that gets the largest
// gradient, and its largest product of two numbers that are not 1, so that they
// can be told apart.
func (r *run) strongest(b int) focus {
	f := focus{block: b}
	n := blocks[b].side
	best := argmax(r.values(gradient, blocks[b].z))
	f.m, f.row, f.col = best/(n*n), best/n%n, best%n
	return r.loudest(f, -1)
}

// loudest chooses the largest such product of a neuron, of one input channel or,
// in being −1, of all.
func (r *run) loudest(f focus, in int) focus {
	most := -1.0
	for _, t := range grad.Explain(r.tape.Var(r.node[blocks[f.block].z]), f.zCell()) {
		if len(t.Factors) != 2 {
			continue
		}
		size := math.Abs(t.Value)
		if t.Factors[1].Value == 1 {
			size /= 1e3
		}
		if c, u, v := blocks[f.block].gateOf(t.Factors[0].Cell); (in < 0 || in == c) && size > most {
			most, f.in, f.u, f.v = size, c, u, v
		}
	}
	return f
}

func argmax(v []float64) int {
	best := 0
	for i := range v {
		if math.Abs(v[i]) > math.Abs(v[best]) {
			best = i
		}
	}
	return best
}

// product is one multiply gate of a neuron.
type product struct {
	ok     bool // false: the pixel lies beyond the edge and counts as 0
	x, w   int  // where its inputs are in the run
	xv, wv float64
	q      float64
	toX    float64 // what this gate sends back to x
	toW    float64 // and to w
}

// neuron is the neuron in focus taken apart, as [grad.Explain] and
// [grad.Shares] tell it.
type neuron struct {
	focus
	products []product // of the input channel in focus, as they lie in their square
	channels []float64 // Σ of the products of each input channel
	rest     float64   // Σ of those of the other channels
	others   float64   // Σ of all products but the gate's, and the bias
	bias     float64

	z, gz, a, ga, p, gp float64
	pool, poolGrad      []float64 // what the max gate chooses from; of a dense neuron its ten uses; the ten probabilities
	poolRefs            []trace.Ref
	mine, winner        int // places of the neuron and of the winner in pool
}

// gate is the multiply gate in focus.
func (n *neuron) gate() *product { return &n.products[n.tap()] }

// open takes the neuron at f apart.
func (n *neuron) open(r *run, f focus) {
	b := &blocks[f.block]
	*n = neuron{focus: f, channels: append(n.channels[:0], make([]float64, b.in)...), products: append(n.products[:0], make([]product, b.grid*b.grid)...),
		pool: n.pool[:0], poolGrad: n.poolGrad[:0], poolRefs: n.poolRefs[:0]}
	z := r.tape.Var(r.node[b.z])
	var others []trace.Term
	for _, t := range grad.Explain(z, f.zCell()) {
		if len(t.Factors) != 2 {
			n.bias = t.Value
			others = append(others, t)
			continue
		}
		w, x := t.Factors[0], t.Factors[1]
		c, u, v := b.gateOf(w.Cell)
		n.channels[c] += t.Value
		if w.Cell != f.wCell() {
			others = append(others, t)
		}
		if c == f.in {
			n.products[u*b.grid+v] = product{ok: true, x: x.Cell, w: w.Cell, xv: x.Value, wv: w.Value, q: t.Value}
		}
	}
	n.others = trace.Sum(others)
	for c, v := range n.channels {
		if c != f.in {
			n.rest += v
		}
	}
	n.shares(r, z)
	n.z, n.gz = r.at(value, b.z, f.zCell()), r.at(gradient, b.z, f.zCell())
	n.a, n.ga = r.at(value, b.a, f.zCell()), r.at(gradient, b.a, f.zCell())
	n.p, n.gp = r.at(value, b.p, f.pCell()), r.at(gradient, b.p, f.pCell())
	switch f.block {
	case fullBlock:
		n.uses(r)
	case scoreBlock:
		n.odds(r)
	default:
		n.compete(r)
	}
}

// compete reads the four numbers that the max gate chooses from.
func (n *neuron) compete(r *run) {
	b := &blocks[n.block]
	for i := range window * window {
		cell := n.poolCell(i)
		n.pool, n.poolGrad = append(n.pool, r.at(value, b.a, cell)), append(n.poolGrad, r.at(gradient, b.a, cell))
		n.poolRefs = append(n.poolRefs, r.ref(value, b.a, cell))
		if n.pool[i] > n.pool[n.winner] {
			n.winner = i
		}
	}
	n.mine = n.row%window*window + n.col%window
}

// uses reads what a dense neuron's answer adds to each of the ten scores, and what
// each of them sends back to it: those ten add up to its gradient.
func (n *neuron) uses(r *run) {
	next := &blocks[scoreBlock]
	n.mine = -1
	for d := range next.out {
		f := focus{block: scoreBlock, m: d}
		f.u, f.v = next.place(n.m)
		n.pool = append(n.pool, 0)
		z := r.tape.Var(r.node[next.z])
		for _, t := range grad.Explain(z, d) {
			if len(t.Factors) == 2 && t.Factors[1].Cell == n.m {
				n.pool[d] = t.Value
			}
		}
		n.poolGrad = append(n.poolGrad, 0)
		for _, s := range grad.Shares(z, d) {
			if s.To.Node == r.node[dense] && s.To.Cell == n.m {
				n.poolGrad[d] = s.Term.Value
			}
		}
		n.poolRefs = append(n.poolRefs, r.ref(value, logits, d))
	}
}

// odds reads the ten probabilities, and what comes back to the ten scores.
func (n *neuron) odds(r *run) {
	n.mine = n.m
	for d := range blocks[scoreBlock].out {
		n.pool, n.poolGrad = append(n.pool, r.at(value, probs, d)), append(n.poolGrad, r.at(gradient, logits, d))
		n.poolRefs = append(n.poolRefs, r.ref(value, probs, d))
	}
}

// poolCell is the i-th number that the max gate after the neuron chooses from.
func (f focus) poolCell(i int) int {
	n := blocks[f.block].side
	return (f.m*n+f.row/window*window+i/window)*n + f.col/window*window + i%window
}

// shares reads what the neuron sends back to each pixel and weight.
func (n *neuron) shares(r *run, z *grad.Var) {
	b := &blocks[n.block]
	for _, s := range grad.Shares(z, n.zCell()) {
		for i := range n.products {
			q := &n.products[i]
			switch {
			case !q.ok:
			case s.To.Node == r.node[b.w] && s.To.Cell == q.w:
				q.toW = s.Term.Value
			case s.To.Node == r.node[b.fed()] && s.To.Cell == q.x:
				q.toX = s.Term.Value
			}
		}
	}
}
