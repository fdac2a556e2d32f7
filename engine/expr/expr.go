// Package expr turns an expression that a visitor typed into a run on a tape.
//
// “(x+y)z” is parsed into one node a sub-expression, the nodes are computed one
// after the other by the ops of package grad, and the tape's record says what
// came out and which gradient flowed back to each:
//
//	e, err := expr.Parse("(x+y)z")
//	r := expr.NewRun(e)
//	r.Compute([]float64{-2, 5, -4}) // f = -12, gradients -4, -4, 3
//
// Variables are one node however often they occur (their gradients add up
// there); nothing else is merged, so the graph is the expression as written.
//
// The language: numbers, variables, + − * / ^, unary minus, parentheses and the
// functions max, min, exp, log, sqrt, sigmoid, tanh, relu and abs. Multiplication
// may be left out: 2x, (x+y)z, w0x0. Two letters side by side are a product
// (xy), and so are longer runs of a, b, c, u, v, w, x, y, z; any other longer
// run is one name (loss). A letter takes the digits and the subscript after it:
// w0, x_1, w_{12}, x₂. Greek letters may be written out (alpha is α), σ(…) is
// sigmoid, √ is sqrt, e^… is exp. Full-width characters read as their ordinary
// forms, and a leading “f =” names the result. Multiplication and division bind
// alike, left to right: 1/2x is (1/2)·x. Powers bind from the right.
package expr

// Limits of what is accepted; beyond them Parse returns a [SyntaxError].
const (
	MaxRunes = 10000 // characters typed
	MaxNodes = 1000  // nodes of the graph
	MaxDepth = 200   // nesting of parentheses, signs and powers
)

// Node is one sub-expression.
type Node struct {
	Kind Kind
	Name string  // of a variable, as first written
	Val  float64 // of a number
	Args []int   // indices of the operands, smaller than the node's own
	Pos  int     // where it stands in the source, in characters
}

// Expr is a parsed expression: its nodes, operands before what uses them.
type Expr struct {
	Source string
	Result string // the name before a leading "=", or "f" (or the next letter that is not a variable)
	Nodes  []Node
	Root   int   // the node whose value is the result
	Vars   []int // the variables' nodes, by first appearance
}

// VarNames returns the names of the variables, by first appearance.
func (e *Expr) VarNames() []string {
	names := make([]string, len(e.Vars))
	for i, n := range e.Vars {
		names[i] = e.Nodes[n].Name
	}
	return names
}

// Var returns the place of a variable among the variables, or −1.
func (e *Expr) Var(name string) int {
	for i, n := range e.Vars {
		if e.Nodes[n].Name == name {
			return i
		}
	}
	return -1
}

// Gates returns the number of nodes that compute something.
func (e *Expr) Gates() int {
	n := 0
	for i := range e.Nodes {
		if !e.Nodes[i].Kind.Leaf() {
			n++
		}
	}
	return n
}
