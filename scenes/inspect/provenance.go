// Package inspect unfolds numbers: where a number came from, term by term, back
// to the inputs and parameters, forward and backward, with the engine's own
// code for every step.
//
// A scene says where its numbers stand and which run they belong to
// ([Provenance]); the stage gives it the rest. Nothing here computes a number
// of the run: values and terms are read from the record and from the engine's
// explanation of it, and a gradient is checked by running the engine again on a
// tape of its own with one number nudged ([Difference]).
//
// [Runs] is most of it. A scene embeds it, says what it shows when it has run,
// and what stands where:
//
//	type Scene struct {
//		inspect.Runs
//		…
//	}
//
//	// in Update, once the engine has run and everything has its place
//	s.Show(inspect.Run{Tape: s.tape, Record: &s.tr, Build: s.build})
//
//	func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
//		return s.Put(dst, s.outRect, 0, s.out.ID(), 0) // run, node, cell
//	}
//
// Build writes the same run on any tape and returns the loss: it lets the
// inspector check gradients. env.Inspect(ref) opens the inspector from a card of
// the scene's own. Further methods, where a scene needs them: [Finder] for
// numbers too many to list, [Namer] and [CellNamer] for better names, [Rooted]
// where the gradients are not those of a loss, [Differentiator] and [Deepener]
// where going backward, or further back, is left until somebody asks.
package inspect

import (
	"math"
	"slices"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// Provenance is implemented by scenes whose numbers can be unfolded.
type Provenance interface {
	// Trace is the record that the scene draws.
	Trace() *trace.Trace
	// Explain returns the terms that made a number of it; see [Explain].
	Explain(ref trace.Ref) []trace.Term
	// Cells appends the numbers that are on screen now, in reading order. Of a
	// picture of thousands, those that matter; the others are found by a [Finder].
	Cells(dst []Cell) []Cell
}

// Cell is one number on screen and where it stands.
type Cell struct {
	trace.Ref
	Rect paint.Rect
}

// Finder is implemented by scenes with more numbers than Cells lists.
type Finder interface {
	NumberAt(x, y float64) (Cell, bool)
}

// Namer is implemented by scenes that call the values of a run other than the
// record does. NameOf is a name such as "q" or "x_1"; "" leaves it as it is.
type Namer interface{ NameOf(node int) string }

// Rooted is implemented by scenes whose gradients are not those of a loss L:
// Root is what is differentiated in the run of a node, such as "f".
type Rooted interface{ Root(node int) string }

// CellNamer is implemented by scenes whose single numbers have names of their
// own, such as "p(3)"; "" leaves a number as it is.
type CellNamer interface{ CellName(node, cell int) string }

// Reasoner is implemented by scenes with constants that were found by other
// means than a sum, or numbers whose terms alone do not tell what they are:
// WhyOf says it, or nothing of a number that is no such.
type Reasoner interface{ WhyOf(ref trace.Ref) i18n.Text }

// Differentiator is implemented by scenes that go backward only when somebody
// asks for a gradient: Differentiate brings those of the present run into the
// record. It is called before a number is unfolded.
type Differentiator interface{ Differentiate() }

// Deepener is implemented by scenes that run something again only when somebody
// unfolds one of its numbers, such as a test that was made beside the frames:
// Deepen brings what the number is made of into the record, behind all that is
// there. It is called before a number is unfolded, and whenever it is unfolded
// anew.
type Deepener interface{ Deepen(ref trace.Ref) }

// Checker is implemented by scenes that can nudge a number and run again.
type Checker interface {
	Check(ref trace.Ref) (c Check, ok bool)
}

// Check is a gradient found without back-propagation.
type Check struct {
	H           float64 // the nudge
	Plus, Minus float64 // the result with the number h larger, and h smaller
	Value       float64 // the slope, (Plus − Minus) / 2h made better by twice that nudge
	Within      float64 // how far from it the gradient may be: what h and rounding leave open
	Agrees      bool    // the recorded gradient is no farther
	Left, Right float64 // the slopes to the two sides
	Kink        bool    // a corner, at the number or closer to it than any nudge that can be told from rounding: they differ, or
	Tie         bool    // what is made of it stands in corners exactly, which make up for each other in both
}

// Explain returns the terms that made a number of the tape's last run, of the
// value or of the gradient; none for a number that the run no longer has.
func Explain(t *grad.Tape, ref trace.Ref) []trace.Term {
	if ref.Node < 0 || ref.Node >= t.Len() {
		return nil
	}
	v := t.Var(ref.Node)
	switch {
	case ref.Cell < 0 || ref.Cell >= v.Value.Len():
		return nil
	case !ref.Grad:
		return grad.Explain(v, ref.Cell)
	case v.Grad == nil:
		return nil
	}
	return grad.ExplainGrad(v, ref.Cell)
}

// Difference checks a gradient of a recorded run. build writes the same run on
// the tape that it is given and returns the scalar that was differentiated; it
// must give the same numbers every time. probe is a tape of the caller's, used
// for nothing else. ok is false where there is nothing to check: no gradient,
// the result itself, a run that does not come out the same again, or a number
// that is used before anybody could move it.
//
// With the nudge h = 2⁻⁶·max(1, |v|) and twice that, (4·D(h) − D(2h))/3 has an
// error of h⁴, and the rounding of float32 counts about 1e-5 of the result. The
// slopes to the left and right, extrapolated in the same way, are then equal up
// to h². Where they are not, a corner of ReLU or max lies on the way, and the
// nudge is made smaller until it no longer crosses it, or until rounding leaves
// more open than the corner does; so it is where the number may not be moved so
// far, such as a probability near 1. The gradient agrees within 0.2 % of itself,
// what the two sides and the two nudges still differ by, the rounding, and the
// last digit of what is made of the number. Where it does not, while the two sides
// agree, it may be one of the several slopes of an exact tie.
func Difference(probe *grad.Tape, build func(*grad.Tape) *grad.Var, tr *trace.Trace, ref trace.Ref) (c Check, ok bool) {
	if ref.Node < 0 || ref.Node >= len(tr.Nodes) || tr.Nodes[ref.Node].Grad == nil {
		return c, false
	}
	n := &tr.Nodes[ref.Node]
	if together(n.Op) {
		return c, false
	}
	mid, root, ok := nudged(probe, build, ref, 0)
	if !ok || root <= ref.Node || root >= len(tr.Nodes) || tr.Nodes[root].Value[0] != mid {
		return c, false
	}
	v, g, last := n.Value[ref.Cell], n.Grad[ref.Cell], rounding(tr, ref)
	found := false
	for i := range 7 {
		try := Check{H: math.Ldexp(math.Max(1, math.Abs(v)), -6-2*i)}
		corner, ok := try.take(probe, build, ref, mid)
		if !ok || math.IsNaN(try.Value) || math.IsInf(try.Value, 0) {
			continue
		}
		noise := 4e-7 * math.Max(math.Abs(mid), 1e-3) / try.H
		try.Within = corner + 4*noise + last/try.H
		try.Kink = math.Abs(try.Right-try.Left) > 0.2*math.Max(math.Abs(try.Right), math.Abs(try.Left))+16*noise
		if !found || try.Within < c.Within {
			c, found = try, true
		}
		if corner <= math.Max(4*noise, 1e-3*math.Abs(try.Value)) {
			break
		}
	}
	c.Within += 2e-3 * math.Abs(g)
	c.Agrees = found && math.Abs(c.Value-g) <= c.Within
	if found && !c.Agrees && !c.Kink {
		c.Tie = tied(probe, build, tr, ref, root, c.H)
		c.Kink = c.Tie
	}
	probe.Nudge(0, 0, 0)
	return c, found
}

// together reports whether an op computes its number and what follows in one
// go: the steps of a recurrent layer, the mean and variance of a normalisation.
func together(op string) bool {
	for _, prefix := range [...]string{"rnn_", "gru", "lstm"} {
		if strings.HasPrefix(op, prefix) {
			return true
		}
	}
	return strings.HasSuffix(op, "_norm_mean") || strings.HasSuffix(op, "_norm_var")
}

// rounding is half of the last digit of the numbers that are made of this one.
func rounding(tr *trace.Trace, ref trace.Ref) float64 {
	most := 0.0
	for i := ref.Node + 1; i < len(tr.Nodes); i++ {
		n := &tr.Nodes[i]
		switch {
		case !slices.Contains(n.Inputs, ref.Node):
		case len(n.Value) == len(tr.Nodes[ref.Node].Value):
			most = max(most, math.Abs(n.Value[ref.Cell]))
		default:
			for _, v := range n.Value {
				most = max(most, math.Abs(v))
			}
		}
	}
	return math.Ldexp(most, -24)
}

// take finds the results with the number moved by h and by twice that, and the
// slopes. What the slopes differ by says how much a corner may have moved them.
func (c *Check) take(probe *grad.Tape, build func(*grad.Tape) *grad.Var, ref trace.Ref, mid float64) (corner float64, ok bool) {
	var got [4]float64
	for i, by := range [4]float64{c.H, -c.H, 2 * c.H, -2 * c.H} {
		if got[i], _, ok = nudged(probe, build, ref, by); !ok {
			return 0, false
		}
	}
	c.Plus, c.Minus = got[0], got[1]
	near, far := (got[0]-got[1])/(2*c.H), (got[2]-got[3])/(4*c.H)
	c.Value = (4*near - far) / 3
	c.Right = 2*(got[0]-mid)/c.H - (got[2]-mid)/(2*c.H)
	c.Left = 2*(mid-got[1])/c.H - (mid-got[3])/(2*c.H)
	return math.Abs(c.Right-c.Left)/2 + math.Abs(near-far), true
}

// nudged runs once more with a number moved. ok is false where an op refuses a
// number that it is not defined for.
func nudged(probe *grad.Tape, build func(*grad.Tape) *grad.Var, ref trace.Ref, by float64) (result float64, root int, ok bool) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *tensor.ValueError:
			ok = false
		default:
			panic(e)
		}
	}()
	probe.Reset()
	probe.NoGrad = true
	probe.Nudge(ref.Node, ref.Cell, by)
	y := build(probe)
	return y.Item(), y.ID(), true
}

// Find returns the number at a place on screen: the smallest whose box holds it.
func Find(p Provenance, x, y float64) (Cell, bool) {
	if f, ok := p.(Finder); ok {
		if c, ok := f.NumberAt(x, y); ok {
			return c, true
		}
	}
	best, ok := Cell{}, false
	for _, c := range p.Cells(nil) {
		if c.Rect.Contains(x, y) && valid(p.Trace(), c.Ref) && (!ok || c.Rect.W*c.Rect.H < best.Rect.W*best.Rect.H) {
			best, ok = c, true
		}
	}
	return best, ok
}

// valid reports whether the record has such a number.
func valid(tr *trace.Trace, ref trace.Ref) bool {
	if tr == nil || ref.Node < 0 || ref.Node >= len(tr.Nodes) {
		return false
	}
	n := &tr.Nodes[ref.Node]
	if ref.Grad {
		return ref.Cell >= 0 && ref.Cell < len(n.Grad)
	}
	return ref.Cell >= 0 && ref.Cell < len(n.Value)
}

// number is the recorded number that ref names.
func number(tr *trace.Trace, ref trace.Ref) float64 {
	if !valid(tr, ref) {
		return math.NaN()
	}
	if ref.Grad {
		return tr.Nodes[ref.Node].Grad[ref.Cell]
	}
	return tr.Nodes[ref.Node].Value[ref.Cell]
}
