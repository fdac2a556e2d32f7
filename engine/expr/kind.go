package expr

import (
	"math"

	"gradtheatre/engine/grad"
)

// Kind says what a node is.
type Kind uint8

// The kinds of node, each with its formula.
const (
	Number   Kind = iota // a constant
	Variable             // a named input
	Add                  // x + y
	Sub                  // x − y
	Mul                  // x·y
	Div                  // x/y
	Pow                  // x^y
	Neg                  // −x
	Exp                  // eˣ
	Log                  // ln x
	Sqrt                 // √x
	Sigmoid              // 1/(1 + e⁻ˣ)
	Tanh                 // tanh x
	ReLU                 // max(0, x)
	Abs                  // |x|
	Max                  // the larger
	Min                  // the smaller
)

// kinds has a row for each kind of node: its name, its formula in float64, and
// the op of the tape that computes it, which takes one value or two. The formula
// is written once more because gradients are checked against it: the check must
// not run the code that it checks.
var kinds = [...]struct {
	name string
	eval func(a, b float64) float64
	one  func(x *grad.Var) *grad.Var
	two  func(a, b *grad.Var) *grad.Var
}{
	Number:   {name: "number"},
	Variable: {name: "variable"},
	Add:      {name: "add", two: grad.Add, eval: func(a, b float64) float64 { return a + b }},
	Sub:      {name: "sub", two: grad.Sub, eval: func(a, b float64) float64 { return a - b }},
	Mul:      {name: "mul", two: grad.Mul, eval: func(a, b float64) float64 { return a * b }},
	Div:      {name: "div", two: grad.Div, eval: func(a, b float64) float64 { return a / b }},
	Pow:      {name: "pow", two: grad.Pow, eval: math.Pow},
	Neg:      {name: "neg", one: grad.Neg, eval: func(a, _ float64) float64 { return -a }},
	Exp:      {name: "exp", one: grad.Exp, eval: func(a, _ float64) float64 { return math.Exp(a) }},
	Log:      {name: "log", one: grad.Log, eval: func(a, _ float64) float64 { return math.Log(a) }},
	Sqrt:     {name: "sqrt", one: grad.Sqrt, eval: func(a, _ float64) float64 { return math.Sqrt(a) }},
	Sigmoid:  {name: "sigmoid", one: grad.Sigmoid, eval: func(a, _ float64) float64 { return 1 / (1 + math.Exp(-a)) }},
	Tanh:     {name: "tanh", one: grad.Tanh, eval: func(a, _ float64) float64 { return math.Tanh(a) }},
	ReLU:     {name: "relu", one: grad.ReLU, eval: func(a, _ float64) float64 { return max(0, a) }},
	Abs:      {name: "abs", one: grad.Abs, eval: func(a, _ float64) float64 { return math.Abs(a) }},
	Max:      {name: "max", two: grad.Max, eval: func(a, b float64) float64 { return max(a, b) }},
	Min:      {name: "min", two: grad.Min, eval: func(a, b float64) float64 { return min(a, b) }},
}

// String returns the kind's name: "add", "sigmoid" …
func (k Kind) String() string { return kinds[k].name }

// Leaf reports whether nothing is computed: a number or a variable.
func (k Kind) Leaf() bool { return k <= Variable }

// build puts the op of a node that is no leaf on the tape of its operands.
func (k Kind) build(a, b *grad.Var) *grad.Var {
	if one := kinds[k].one; one != nil {
		return one(a)
	}
	return kinds[k].two(a, b)
}
