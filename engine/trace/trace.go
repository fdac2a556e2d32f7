// Package trace is the record of one run, as plain data.
//
// A tape of package grad copies itself into a [Trace]: which ops ran, on which
// inputs, what came out and which gradients flowed back. Whatever is drawn is
// read from a Trace; nothing in this package computes, and it imports nothing,
// so drawing code that sees only this package cannot compute either.
package trace

// Trace is one recorded run: its nodes in the order in which they were computed.
type Trace struct {
	Nodes []Node
}

// Node is one value of a run and the op that made it.
type Node struct {
	ID     int       // index in Trace.Nodes
	Op     string    // "input", "param", "matmul", "relu", …
	Name   string    // what the model calls it ("conv1.weight"), or ""
	Inputs []int     // IDs of the nodes it was computed from
	Shape  []int     // row-major; a scalar has shape []
	Value  []float64 // what the run computed
	Grad   []float64 // ∂L/∂value, nil where no gradient flowed
	Attrs  []Attr    // the op's settings, such as stride and padding
}

// Attr is one named setting of an op.
type Attr struct {
	Name  string
	Value float64
}

// Ref names one number of a run: a cell of a node's value or of its gradient.
type Ref struct {
	Node int  // -1: a constant of the op, not a number of the run
	Cell int  // row-major index
	Grad bool // the node's gradient rather than its value
}

// Factor is one number that took part in a term, and where it came from.
type Factor struct {
	Ref
	Symbol string // "x", "w", "∂L/∂y", "e^", …
	Value  float64
}

// Term is one summand of a number: its factors multiplied, or a function of them.
//
// The terms of a number sum to the number that the run recorded.
type Term struct {
	Fn      string // "" when Value is the product of Factors; else "relu", "exp", "max" …
	Factors []Factor
	Value   float64
}

// Sum adds the terms' values, in order, in float64.
func Sum(terms []Term) float64 {
	s := 0.0
	for i := range terms {
		s += terms[i].Value
	}
	return s
}

// Find returns the node with the given name, or nil.
func (t *Trace) Find(name string) *Node {
	for i := range t.Nodes {
		if t.Nodes[i].Name == name {
			return &t.Nodes[i]
		}
	}
	return nil
}

// Attr returns the op's setting of that name and whether it has one.
func (n *Node) Attr(name string) (float64, bool) {
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return 0, false
}
