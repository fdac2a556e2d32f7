package grad

import (
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

type elem = tensor.Elem

// Add returns a + b: a, b [any that broadcast] → y [broadcast].
//
//	∂y/∂a = 1, ∂y/∂b = 1: an add gate hands the gradient on to both
//
// Here as in Sub, Mul, Div, Pow, Max and Min: shapes broadcast as in NumPy, and
// the gradient of an operand that was repeated is the sum over its repeats.
// They panic with a *tensor.ShapeError if the shapes do not broadcast.
func Add(a, b *Var) *Var { return binary(a, b, &addGate) }

// Sub returns a − b: a, b [any that broadcast] → y [broadcast].
//
//	∂y/∂a = 1, ∂y/∂b = −1
func Sub(a, b *Var) *Var { return binary(a, b, &subGate) }

// Mul returns a·b, element by element: a, b [any that broadcast] → y [broadcast].
//
//	∂y/∂a = b, ∂y/∂b = a: a multiply gate swaps its inputs
func Mul(a, b *Var) *Var { return binary(a, b, &mulGate) }

// Div returns a/b: a, b [any that broadcast] → y [broadcast].
//
//	∂y/∂a = 1/b, ∂y/∂b = −y/b
func Div(a, b *Var) *Var { return binary(a, b, &divGate) }

// Pow returns a^b: a, b [any that broadcast] → y [broadcast].
//
//	∂y/∂a = b·a^(b−1), 0 where b = 0
//	∂y/∂b = y·ln a, 0 where a = 0 and b ≥ 0; NaN where a < 0
//
// The conventions are PyTorch's. PowConst is for an exponent without a gradient.
func Pow(a, b *Var) *Var { return binary(a, b, &powGate) }

// Max returns the larger of a and b: a, b [any that broadcast] → y [broadcast].
//
//	∂y/∂a = 1 where a > b, else 0: a max gate routes the gradient
//
// Where a = b each gets half, as in PyTorch; NaN goes through.
func Max(a, b *Var) *Var { return binary(a, b, &maxGate) }

// Min returns the smaller of a and b: a, b [any that broadcast] → y [broadcast].
//
//	∂y/∂a = 1 where a < b, else 0
//
// Where a = b each gets half, as in PyTorch; NaN goes through.
func Min(a, b *Var) *Var { return binary(a, b, &minGate) }

// gate is one row of the table of binary ops: the value, and the two local
// derivatives.
type gate struct {
	name   string
	f      func(y, a, b []elem, sa, sb int) // a row of y; sa and sb are 0 or 1
	da, db func(a, b, y float64) float64    // ∂y/∂a and ∂y/∂b
	// A faster way to add a row of ∂L/∂y·∂y/∂a to ∂L/∂a, given the other
	// operand; nil where there is none.
	rowA, rowB func(grad, up, other []elem, step, stepOther int)
	terms      func(dst []trace.Term, y float64, a, b trace.Factor) []trace.Term
}

var addGate = gate{
	name: "add",
	f: func(y, a, b []elem, sa, sb int) {
		if sa == 1 && sb == 1 {
			copy(y, a)
			tensor.AddSlice(y, b)
			return
		}
		for i := range y {
			y[i] = a[i*sa] + b[i*sb]
		}
	},
	da:   func(a, b, y float64) float64 { return 1 },
	db:   func(a, b, y float64) float64 { return 1 },
	rowA: func(da, up, _ []elem, sa, _ int) { addRow(da, up, sa) },
	rowB: func(db, up, _ []elem, sb, _ int) { addRow(db, up, sb) },
	terms: func(dst []trace.Term, y float64, a, b trace.Factor) []trace.Term {
		return append(dst, product(a), product(b))
	},
}

var subGate = gate{
	name: "sub",
	f: func(y, a, b []elem, sa, sb int) {
		if sa == 1 && sb == 1 {
			a, b = a[:len(y)], b[:len(y)]
			for i, v := range a {
				y[i] = v - b[i]
			}
			return
		}
		for i := range y {
			y[i] = a[i*sa] - b[i*sb]
		}
	},
	da:   func(a, b, y float64) float64 { return 1 },
	db:   func(a, b, y float64) float64 { return -1 },
	rowA: func(da, up, _ []elem, sa, _ int) { addRow(da, up, sa) },
	rowB: func(db, up, _ []elem, sb, _ int) { mulRow(db, up, minusOne, sb, 0) },
	terms: func(dst []trace.Term, y float64, a, b trace.Factor) []trace.Term {
		return append(dst, product(a), product(constant("-1", -1), b))
	},
}

var mulGate = gate{
	name: "mul",
	f: func(y, a, b []elem, sa, sb int) {
		if sa == 1 && sb == 1 {
			a, b = a[:len(y)], b[:len(y)]
			for i, v := range a {
				y[i] = v * b[i]
			}
			return
		}
		for i := range y {
			y[i] = a[i*sa] * b[i*sb]
		}
	},
	da:   func(a, b, y float64) float64 { return b },
	db:   func(a, b, y float64) float64 { return a },
	rowA: mulRow,
	rowB: mulRow,
	terms: func(dst []trace.Term, y float64, a, b trace.Factor) []trace.Term {
		return append(dst, product(a, b))
	},
}

var divGate = gate{
	name: "div",
	f: func(y, a, b []elem, sa, sb int) {
		if sa == 1 && sb == 1 {
			a, b = a[:len(y)], b[:len(y)]
			for i, v := range a {
				y[i] = v / b[i]
			}
			return
		}
		for i := range y {
			y[i] = a[i*sa] / b[i*sb]
		}
	},
	da:    func(a, b, y float64) float64 { return 1 / b },
	db:    func(a, b, y float64) float64 { return -y / b },
	terms: applied("div"),
}

var powGate = gate{
	name: "pow",
	f: func(y, a, b []elem, sa, sb int) {
		for i := range y {
			y[i] = elem(math.Pow(float64(a[i*sa]), float64(b[i*sb])))
		}
	},
	da: func(a, b, y float64) float64 {
		if b == 0 {
			return 0
		}
		return b * math.Pow(a, b-1)
	},
	db: func(a, b, y float64) float64 {
		if a == 0 && b >= 0 {
			return 0
		}
		return y * math.Log(a)
	},
	terms: applied("pow"),
}

var maxGate = gate{
	name: "maximum",
	f: func(y, a, b []elem, sa, sb int) {
		for i := range y {
			y[i] = max(a[i*sa], b[i*sb])
		}
	},
	da:    func(a, b, y float64) float64 { return share(a >= b, a == b) },
	db:    func(a, b, y float64) float64 { return share(b >= a, a == b) },
	terms: applied("max"),
}

var minGate = gate{
	name: "minimum",
	f: func(y, a, b []elem, sa, sb int) {
		for i := range y {
			y[i] = min(a[i*sa], b[i*sb])
		}
	},
	da:    func(a, b, y float64) float64 { return share(a <= b, a == b) },
	db:    func(a, b, y float64) float64 { return share(b <= a, a == b) },
	terms: applied("min"),
}

// share is the part of the gradient that an operand of max or min gets.
func share(wins, tie bool) float64 {
	switch {
	case tie:
		return 0.5
	case wins:
		return 1
	}
	return 0
}

// applied gives the terms of a gate that is a function of its two inputs.
func applied(fn string) func([]trace.Term, float64, trace.Factor, trace.Factor) []trace.Term {
	return func(dst []trace.Term, y float64, a, b trace.Factor) []trace.Term {
		return append(dst, apply(fn, y, a, b))
	}
}

// binaryOp is a gate on a tape, with the walk over its operands.
type binaryOp struct {
	*gate
	walk tensor.Broadcast
}

func binary(a, b *Var, g *gate) *Var {
	y, p := slot[binaryOp](a.tape)
	p.gate = g
	y.use(a, b)
	p.walk.Plan(g.name, a.Shape(), b.Shape())
	yd, ad, bd := y.result(p.walk.Shape...).Data(), a.Value.Data(), b.Value.Data()
	p.walk.Rows(func(n, y, a, sa, b, sb int) {
		g.f(yd[y:y+n], ad[a:], bd[b:], sa, sb)
	})
	return y
}

func (p *binaryOp) name() string { return p.gate.name }

func (p *binaryOp) backward(y *Var) {
	a, b := y.in[0], y.in[1]
	ad, bd, yd, up := a.Value.Data(), b.Value.Data(), y.Value.Data(), y.Grad.Data()
	local := func(d func(a, b, y float64) float64, i, a, b int) elem {
		return elem(d(float64(ad[a]), float64(bd[b]), float64(yd[i])))
	}
	if a.wants() {
		grad := a.Grad.Data()
		p.walk.Rows(func(n, y, a, sa, b, sb int) {
			if p.rowA != nil {
				p.rowA(grad[a:], up[y:y+n], bd[b:], sa, sb)
				return
			}
			for i := range n {
				grad[a+i*sa] += up[y+i] * local(p.da, y+i, a+i*sa, b+i*sb)
			}
		})
	}
	if b.wants() {
		grad := b.Grad.Data()
		p.walk.Rows(func(n, y, a, sa, b, sb int) {
			if p.rowB != nil {
				p.rowB(grad[b:], up[y:y+n], ad[a:], sb, sa)
				return
			}
			for i := range n {
				grad[b+i*sb] += up[y+i] * local(p.db, y+i, a+i*sa, b+i*sb)
			}
		})
	}
}

// addRow adds up to grad, or its sum to the one cell that repeats.
func addRow(grad, up []elem, step int) {
	if step == 1 {
		tensor.AddSlice(grad[:len(up)], up)
		return
	}
	s := 0.0
	for _, v := range up {
		s += float64(v)
	}
	grad[0] += elem(s)
}

var minusOne = []elem{-1}

// mulRow adds up·other to grad, where either may be one cell that repeats.
func mulRow(grad, up, other []elem, step, stepOther int) {
	switch {
	case step == 1 && stepOther == 1:
		tensor.MulAddSlice(grad[:len(up)], up, other[:len(up)])
	case step == 1:
		for i, v := range up {
			grad[i] += v * other[0]
		}
	default:
		s := 0.0
		for i, v := range up {
			s += float64(v) * float64(other[i*stepOther])
		}
		grad[0] += elem(s)
	}
}

func (p *binaryOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	a, b := p.walk.Cells(cell)
	return p.gate.terms(dst, float64(y.Value.Data()[cell]), factor("a", y.in[0], a), factor("b", y.in[1], b))
}

// gradTerms has a term for every cell of y that the cell of the operand was repeated into.
func (p *binaryOp) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	ad, bd := y.in[0].Value.Data(), y.in[1].Value.Data()
	d := p.da
	if k == 1 {
		d = p.db
	}
	for o, v := range y.Value.Data() {
		a, b := p.walk.Cells(o)
		if [2]int{a, b}[k] != cell {
			continue
		}
		dst = append(dst, gradTerm(y, o, d(float64(ad[a]), float64(bd[b]), float64(v)), float64(y.Grad.Data()[o])))
	}
	return dst
}
