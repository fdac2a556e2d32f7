package inspect

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/paint"
)

// Run is one run of the engine that a scene shows.
type Run struct {
	Tape   *grad.Tape
	Record *trace.Trace // of the tape
	// Build writes the run once more, on the tape that it is given, and returns
	// the number that was differentiated: it checks gradients, see [Difference].
	// nil where none are shown.
	Build func(*grad.Tape) *grad.Var
}

// Runs are the runs that a scene shows, joined into one record: all of a
// [Provenance] but Cells. A scene embeds it and calls Show when it has run.
// The zero value shows nothing.
type Runs struct {
	runs  []Run
	first []int // node of each run in the joined record
	links []link
	tr    trace.Trace
	probe *grad.Tape
}

// link says that a constant is a number of another run, or a gradient.
type link struct{ from, to Origin }

// Show takes what the scene shows from now on. Runs are counted from 0 in the
// order given; the numbers of a run keep their names.
func (r *Runs) Show(runs ...Run) {
	r.runs, r.first, r.links = append(r.runs[:0], runs...), r.first[:0], r.links[:0]
	n := 0
	for i := range runs {
		r.first = append(r.first, n)
		n += len(runs[i].Record.Nodes)
	}
	if cap(r.tr.Nodes) < n {
		nodes := make([]trace.Node, n)
		copy(nodes, r.tr.Nodes[:cap(r.tr.Nodes)])
		r.tr.Nodes = nodes
	}
	r.tr.Nodes = r.tr.Nodes[:n]
	for i, run := range r.runs {
		for k := range run.Record.Nodes {
			to, from := &r.tr.Nodes[r.first[i]+k], run.Record.Nodes[k]
			in := to.Inputs[:0]
			for _, x := range from.Inputs {
				in = append(in, x+r.first[i])
			}
			from.ID, from.Inputs = r.first[i]+k, in
			*to = from
		}
	}
}

// Link says where the constant from comes from, until the next Show: a run
// multiplies with the gradient of another, or with its own. Where from is a
// tensor, its cells are those of to.
func (r *Runs) Link(from, to Origin) { r.links = append(r.links, link{from, to}) }

// follow is the number that a constant was.
func (r *Runs) follow(ref trace.Ref) trace.Ref {
	for _, l := range r.links {
		if from := r.at(l.from); !ref.Grad && ref.Node == from.Node {
			to := r.at(l.to)
			to.Cell += ref.Cell
			return to
		}
	}
	return ref
}

// Origin is a number of a run, to be kept beside the text that shows it. The
// zero value is none.
type Origin struct {
	known           bool
	run, node, cell int
	grad            bool
}

// Of is a number of a run.
func Of(run, node, cell int) Origin { return Origin{known: true, run: run, node: node, cell: cell} }

// Gradient is the number's gradient.
func (o Origin) Gradient() Origin { o.grad = true; return o }

// Ref is a number of a run in the joined record.
func (r *Runs) Ref(run, node, cell int) trace.Ref { return r.at(Of(run, node, cell)) }

// RefTo is a number in the joined record; its Node is −1 where there is none.
func (r *Runs) RefTo(o Origin) trace.Ref { return r.at(o) }

func (r *Runs) at(o Origin) trace.Ref {
	if !o.known || o.run >= len(r.first) || o.node < 0 {
		return trace.Ref{Node: -1}
	}
	return trace.Ref{Node: r.first[o.run] + o.node, Cell: o.cell, Grad: o.grad}
}

// PutOrigin appends a number and where it stands; nothing where there is none,
// or where that is nowhere.
func (r *Runs) PutOrigin(dst []Cell, at paint.Rect, o Origin) []Cell {
	if ref := r.at(o); ref.Node >= 0 && !at.Empty() {
		dst = append(dst, Cell{Ref: ref, Rect: at})
	}
	return dst
}

// Put is PutOrigin of a number.
func (r *Runs) Put(dst []Cell, at paint.Rect, run, node, cell int) []Cell {
	return r.PutOrigin(dst, at, Of(run, node, cell))
}

// PutGrad is PutOrigin of its gradient.
func (r *Runs) PutGrad(dst []Cell, at paint.Rect, run, node, cell int) []Cell {
	return r.PutOrigin(dst, at, Of(run, node, cell).Gradient())
}

// Trace is the joined record.
func (r *Runs) Trace() *trace.Trace { return &r.tr }

// find returns the run that a number belongs to, and which number of it that is.
func (r *Runs) find(ref trace.Ref) (run int, own trace.Ref, ok bool) {
	for i := len(r.first) - 1; i >= 0; i-- {
		if ref.Node >= r.first[i] && ref.Node < len(r.tr.Nodes) {
			ref.Node -= r.first[i]
			return i, ref, true
		}
	}
	return 0, ref, false
}

// Explain returns the terms that made a number.
func (r *Runs) Explain(ref trace.Ref) []trace.Term {
	i, own, ok := r.find(ref)
	if !ok {
		return nil
	}
	terms := Explain(r.runs[i].Tape, own)
	for k := range terms {
		for j := range terms[k].Factors {
			if f := &terms[k].Factors[j]; f.Node >= 0 {
				f.Node += r.first[i]
				f.Ref = r.follow(f.Ref)
			}
		}
	}
	return terms
}

// Check nudges a number of a run that can be written again.
func (r *Runs) Check(ref trace.Ref) (c Check, ok bool) {
	i, own, ok := r.find(ref)
	if !ok || r.runs[i].Build == nil {
		return c, false
	}
	if r.probe == nil {
		r.probe = grad.NewTape()
	}
	return Difference(r.probe, r.runs[i].Build, r.runs[i].Record, own)
}
