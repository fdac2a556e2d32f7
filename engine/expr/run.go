package expr

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// checkAll is the largest graph of which every node's gradient is checked by
// differences at every Compute; in larger ones only the variables' are.
const checkAll = 150

// Link is one edge of the graph: the Arg-th operand of node To is node From.
// Going back, Down = Local·Upstream is what this edge adds to From's gradient.
type Link struct {
	From, To, Arg int
	Local         float64 // ∂To/∂From along this edge
	Upstream      float64 // ∂f/∂To
	Down          float64 // Local·Upstream
	Flows         bool    // a variable lies below From, so a gradient goes there
}

// Run is an expression on a tape of its own: computed, differentiated, recorded.
// All slices are indexed by the expression's nodes.
type Run struct {
	Expr   *Expr
	Values []float64    // of the variables
	Trace  trace.Trace  // the record
	Record []int        // node → index in Trace.Nodes
	Links  []Link       // by To, then Arg
	First  []int        // node → its first link; First[len(Nodes)] is the end
	Diffs  []Difference // the finite differences beside the gradients

	tape    *grad.Tape
	probe   *grad.Tape  // every gate alone; see link
	gates   []*grad.Var // their results there
	locals  []*grad.Var // their inputs there, by link
	ones    []*tensor.Tensor
	vars    []*grad.Var
	nodes   []int // trace index → node
	numbers []*tensor.Tensor
	scratch []float64
	largest float64 // of |Down| and the 1 at the result
}

// NewRun prepares a run of e. Compute runs it.
func NewRun(e *Expr) *Run {
	n := len(e.Nodes)
	r := &Run{Expr: e, Values: make([]float64, len(e.Vars)), Record: make([]int, n), First: make([]int, n+1),
		Diffs: make([]Difference, n), tape: grad.NewTape(), probe: grad.NewTape(), vars: make([]*grad.Var, n),
		nodes: make([]int, n), numbers: make([]*tensor.Tensor, n), scratch: make([]float64, n)}
	for i := range e.Nodes {
		if e.Nodes[i].Kind == Number {
			r.numbers[i] = tensor.Scalar(tensor.Elem(e.Nodes[i].Val))
		}
		r.First[i] = len(r.Links)
		for k, a := range e.Nodes[i].Args {
			r.Links = append(r.Links, Link{From: a, To: i, Arg: k})
		}
	}
	r.First[n] = len(r.Links)
	r.locals = make([]*grad.Var, len(r.Links))
	r.ones = make([]*tensor.Tensor, n)
	for i := range r.ones {
		r.ones[i] = tensor.Scalar(1)
	}
	return r
}

// Compute runs the expression at the given values, one for each variable in
// the order of Expr.Vars, then backward, and records both. It panics with a
// *tensor.ValueError if the number of values is not that of the variables.
func (r *Run) Compute(values []float64) {
	if len(values) != len(r.Values) {
		panic(&tensor.ValueError{Op: "expression", Name: "values", Value: tensor.ShapeString([]int{len(values)}),
			Want: "one for each variable " + tensor.ShapeString([]int{len(r.Values)})})
	}
	copy(r.Values, values)
	r.tape.Reset()
	for i, v := range r.Expr.Vars {
		r.vars[v] = r.tape.Scalar(r.Expr.Nodes[v].Name, values[i])
	}
	for i := range r.Expr.Nodes {
		n := &r.Expr.Nodes[i]
		switch n.Kind {
		case Variable:
		case Number:
			r.vars[i] = r.tape.Const("", r.numbers[i])
		default:
			a, b := r.args(n)
			r.vars[i] = n.Kind.build(a, b)
		}
		r.Record[i] = r.vars[i].ID()
		r.nodes[r.vars[i].ID()] = i
	}
	if len(values) > 0 {
		r.tape.Backward(r.vars[r.Expr.Root])
	}
	r.tape.Record(&r.Trace)
	r.link()
	r.differences()
}

func (r *Run) args(n *Node) (a, b *grad.Var) {
	a = r.vars[n.Args[0]]
	if len(n.Args) > 1 {
		b = r.vars[n.Args[1]]
	}
	return a, b
}

// link fills the edges. Every gate is put alone on the probe tape, on inputs of
// the recorded values, and all are run backward from one at once: what arrives
// at an input is the gate's local derivative.
func (r *Run) link() {
	r.largest = 1
	if len(r.Links) == 0 {
		return
	}
	r.probe.Reset()
	r.gates = r.gates[:0]
	for i := range r.Expr.Nodes {
		n := &r.Expr.Nodes[i]
		if n.Kind.Leaf() {
			continue
		}
		var in [2]*grad.Var
		for k, a := range n.Args {
			in[k] = r.probe.Scalar("", r.Value(a))
			r.locals[r.First[i]+k] = in[k]
		}
		r.gates = append(r.gates, n.Kind.build(in[0], in[1]))
	}
	r.probe.BackwardMany(r.gates, r.ones[:len(r.gates)])
	for i := range r.Links {
		l := &r.Links[i]
		up, ok := r.Grad(l.To)
		l.Flows = ok && r.Trace.Nodes[r.Record[l.From]].Grad != nil
		l.Upstream, l.Local, l.Down = up, float64(r.locals[i].Grad.Item()), 0
		if l.Flows {
			l.Down = l.Local * l.Upstream
		}
		if d := math.Abs(l.Down); finite(d) {
			r.largest = max(r.largest, d)
		}
	}
}

func (r *Run) differences() {
	for i := range r.Expr.Nodes {
		g, ok := r.Grad(i)
		if !ok || len(r.Expr.Nodes) > checkAll && r.Expr.Nodes[i].Kind != Variable {
			r.Diffs[i] = Difference{}
			continue
		}
		r.Diffs[i] = r.Expr.Difference(i, g, r.Values, r.scratch)
	}
}

// Value returns the recorded value of a node.
func (r *Run) Value(node int) float64 { return r.Trace.Nodes[r.Record[node]].Value[0] }

// Grad returns the recorded ∂f/∂node, and whether a gradient flows to it.
func (r *Run) Grad(node int) (float64, bool) {
	n := &r.Trace.Nodes[r.Record[node]]
	if n.Grad == nil {
		return 0, false
	}
	return n.Grad[0], true
}

// Out returns the recorded result.
func (r *Run) Out() float64 { return r.Value(r.Expr.Root) }

// In returns the edges into a node, in the order of its operands.
func (r *Run) In(node int) []Link { return r.Links[r.First[node]:r.First[node+1]] }

// Node returns the node of the expression that made a record of the trace.
func (r *Run) Node(record int) int { return r.nodes[record] }

// Explain returns the terms that made a node's value; see [grad.Explain].
func (r *Run) Explain(node int) []trace.Term { return grad.Explain(r.vars[node], 0) }

// ExplainGrad returns the terms that made a node's gradient, one for each use
// of it: local derivative × upstream gradient; see [grad.ExplainGrad].
func (r *Run) ExplainGrad(node int) []trace.Term { return grad.ExplainGrad(r.vars[node], 0) }

// Share returns how large the gradient along a link is beside the largest in
// the graph, 0…1; link −1 is the wire into the result, whose gradient is 1.
func (r *Run) Share(link int) float64 {
	down := 1.0
	if link >= 0 {
		down = r.Links[link].Down
	}
	if !finite(down) || r.largest == 0 {
		return 0
	}
	return math.Abs(down) / r.largest
}
