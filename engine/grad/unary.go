package grad

import (
	"math"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Neg returns −x: x [any] → y [same]. ∂y/∂x = −1.
func Neg(x *Var) *Var { return unary(x, &negFn, settings{}) }

// Sqrt returns √x: x [any] → y [same]. ∂y/∂x = 1/(2y), +Inf at 0.
func Sqrt(x *Var) *Var { return unary(x, &sqrtFn, settings{}) }

// Square returns x²: x [any] → y [same]. ∂y/∂x = 2x.
func Square(x *Var) *Var { return unary(x, &squareFn, settings{}) }

// Reciprocal returns 1/x: x [any] → y [same]. ∂y/∂x = −y².
func Reciprocal(x *Var) *Var { return unary(x, &reciprocalFn, settings{}) }

// Abs returns |x|: x [any] → y [same]. ∂y/∂x = sign x, 0 at 0 as in PyTorch.
func Abs(x *Var) *Var { return unary(x, &absFn, settings{}) }

// Clamp returns x held within lo … hi: x [any] → y [same].
//
//	∂y/∂x = 1 where lo ≤ x ≤ hi (the bounds included, as in PyTorch), else 0
//
// A bound of ±Inf is none, and where lo > hi everything becomes hi, as in
// PyTorch; NaN goes through. It panics with a *tensor.ValueError if a bound is NaN.
func Clamp(x *Var, lo, hi float64) *Var {
	for _, b := range [2]float64{lo, hi} {
		if math.IsNaN(b) {
			panic(&tensor.ValueError{Op: "clamp", Name: "bound", Value: "NaN", Want: "a number, or ±Inf for none"})
		}
	}
	return unary(x, &clampFn, settings{a: lo, b: hi, named: [2]string{"min", "max"}})
}

// PowConst returns x^e for a constant e: x [any] → y [same].
//
//	∂y/∂x = e·x^(e−1), 0 where e = 0
func PowConst(x *Var, e float64) *Var {
	return unary(x, &powConstFn, settings{a: e, named: [2]string{"exponent"}})
}

// Step returns 1 where x ≥ threshold, else 0: x [any] → y [same]. This is the
// neuron of McCulloch and Pitts (1943). The derivative is 0 everywhere, at the
// jump too, so nothing is learnt through it; NaN goes through.
func Step(x *Var, threshold float64) *Var {
	return unary(x, &stepFn, settings{a: threshold, named: [2]string{"threshold"}})
}

// function is one row of the table of element-wise functions of one input:
// its value, its derivative given x and y, and how a term of it reads.
type function struct {
	name  string
	f     func(x float64, s settings) float64
	slope func(x, y float64, s settings) float64
	term  func(x trace.Factor, y float64) trace.Term // nil: name(x)

	// By kernels, where there are some; then f is not needed.
	value    func(y, x []elem, s settings)
	gradient func(dx, x, dy []elem, s settings)
}

// settings are up to two constants of a function, and their names in the record.
type settings struct {
	a, b  float64
	named [2]string
}

var negFn = function{
	name:  "neg",
	f:     func(x float64, _ settings) float64 { return -x },
	slope: func(x, y float64, _ settings) float64 { return -1 },
	term:  func(x trace.Factor, y float64) trace.Term { return product(constant("-1", -1), x) },
}

var sqrtFn = function{
	name:  "sqrt",
	f:     func(x float64, _ settings) float64 { return math.Sqrt(x) },
	slope: func(x, y float64, _ settings) float64 { return 0.5 / math.Sqrt(x) },
}

var squareFn = function{
	name:  "square",
	f:     func(x float64, _ settings) float64 { return x * x },
	slope: func(x, y float64, _ settings) float64 { return 2 * x },
	term:  func(x trace.Factor, y float64) trace.Term { return product(x, x) },
}

var reciprocalFn = function{
	name:  "reciprocal",
	f:     func(x float64, _ settings) float64 { return 1 / x },
	slope: func(x, y float64, _ settings) float64 { return -1 / (x * x) },
}

var absFn = function{
	name: "abs",
	f:    func(x float64, _ settings) float64 { return math.Abs(x) },
	slope: func(x, y float64, _ settings) float64 {
		switch {
		case x > 0:
			return 1
		case x < 0:
			return -1
		}
		return 0
	},
}

var clampFn = function{
	name: "clamp",
	f: func(x float64, s settings) float64 {
		return min(max(x, s.a), s.b)
	},
	slope: func(x, y float64, s settings) float64 {
		if s.a <= x && x <= s.b {
			return 1
		}
		return 0
	},
}

var powConstFn = function{
	name: "pow",
	f:    func(x float64, s settings) float64 { return math.Pow(x, s.a) },
	slope: func(x, y float64, s settings) float64 {
		if s.a == 0 {
			return 0
		}
		return s.a * math.Pow(x, s.a-1)
	},
}

var stepFn = function{
	name: "step",
	f: func(x float64, s settings) float64 {
		switch {
		case x >= s.a:
			return 1
		case x < s.a:
			return 0
		}
		return x
	},
	slope: func(x, y float64, s settings) float64 { return 0 },
}

// unaryOp is a function of the table on a tape.
type unaryOp struct {
	*function
	settings
}

func unary(x *Var, fn *function, s settings) *Var {
	y, p := slot[unaryOp](x.tape)
	p.function, p.settings = fn, s
	y.use(x)
	p.forward(y.result(x.Shape()...).Data(), x.Value.Data())
	return y
}

func (p *unaryOp) forward(y, x []elem) {
	if p.value != nil {
		p.value(y, x, p.settings)
		return
	}
	for i, v := range x {
		y[i] = elem(p.f(float64(v), p.settings))
	}
}

func (p *unaryOp) repeat(y *Var) bool {
	p.forward(y.Value.Data(), y.in[0].Value.Data())
	y.Value.Touch()
	return true
}

func (p *unaryOp) name() string { return p.function.name }

func (p *unaryOp) backward(y *Var) {
	x := y.in[0]
	if !x.wants() {
		return
	}
	xd, yd, up, grad := x.Value.Data(), y.Value.Data(), y.Grad.Data(), x.Grad.Data()
	if p.gradient != nil {
		p.gradient(grad, xd, up, p.settings)
		return
	}
	for i := range xd {
		grad[i] += up[i] * elem(p.slope(float64(xd[i]), float64(yd[i]), p.settings))
	}
}

func (p *unaryOp) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	x, v := factor("x", y.in[0], cell), float64(y.Value.Data()[cell])
	if p.term != nil {
		return append(dst, p.term(x, v))
	}
	if p.named[0] == "" {
		return append(dst, apply(p.function.name, v, x))
	}
	t := apply(p.function.name, v, x, constant(p.named[0], p.a))
	if p.named[1] != "" {
		t.Factors = append(t.Factors, constant(p.named[1], p.b))
	}
	return append(dst, t)
}

func (p *unaryOp) slopeAt(y *Var, cell int) float64 {
	return p.slope(float64(y.in[0].Value.Data()[cell]), float64(y.Value.Data()[cell]), p.settings)
}

func (p *unaryOp) attrs(dst []trace.Attr) []trace.Attr {
	for i, v := range [2]float64{p.a, p.b} {
		if p.named[i] != "" {
			dst = append(dst, trace.Attr{Name: p.named[i], Value: v})
		}
	}
	return dst
}
