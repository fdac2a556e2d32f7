package grad

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// isF64 reports whether the build has float64 elements, where derivatives can be checked closely.
var isF64 = func() bool { var e tensor.Elem = 1; return e+1e-12 != e }()

// graph builds an op on inputs of the given shapes.
type graph struct {
	name   string
	shapes [][]int
	build  func(t *Tape, in []*Var) *Var
}

// check holds the gradients of g against finite differences, the terms of every
// number of the run against the number, and the memory of a warm step against none.
func (g *graph) check(t *testing.T, training bool) {
	t.Helper()
	g.checkOn(t, training, (*rand.Rand).NormFloat64)
}

// checkOn is check on inputs that draw gives.
func (g *graph) checkOn(t *testing.T, training bool, draw func(*rand.Rand) float64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 11))
	var params []*Param
	for _, s := range g.shapes {
		x := tensor.New(s...)
		for i := range x.Data() {
			x.Data()[i] = tensor.Elem(draw(rng))
		}
		params = append(params, NewParam("x", x))
	}
	tape := NewTape()
	tape.Training = training
	in := make([]*Var, len(params))
	var cotangent *tensor.Tensor
	forward := func() *Var {
		tape.Reset()
		for i, p := range params {
			in[i] = tape.Param(p)
		}
		return g.build(tape, in)
	}
	y := forward()
	cotangent = tensor.New(y.Shape()...)
	for i := range cotangent.Data() {
		cotangent.Data()[i] = tensor.Elem(rng.NormFloat64())
	}
	objective := func() float64 {
		y, s := forward(), 0.0
		for i, c := range cotangent.Data() {
			s += float64(c) * float64(y.Value.Data()[i])
		}
		return s
	}
	y = forward()
	tape.BackwardFrom(y, cotangent)
	checkTerms(t, tape, y)
	g.differences(t, params, objective)
	step := func() {
		for _, p := range params {
			p.ZeroGrad()
		}
		tape.BackwardFrom(forward(), cotangent)
	}
	step()
	if n := testing.AllocsPerRun(10, step); n != 0 {
		t.Errorf("%s: a warm step allocates %v times", g.name, n)
	}
}

// fivePoints is the central difference whose error is O(h⁴).
var fivePoints = fd.Formula{
	Stencil:    []fd.Point{{Loc: -2, Coeff: 1. / 12}, {Loc: -1, Coeff: -8. / 12}, {Loc: 1, Coeff: 8. / 12}, {Loc: 2, Coeff: -1. / 12}},
	Derivative: 1,
	Step:       1e-4,
}

func (g *graph) differences(t *testing.T, params []*Param, objective func() float64) {
	t.Helper()
	h, tol := 1e-2, 2e-2
	if isF64 {
		h, tol = 1e-4, 1e-7
	}
	for k, p := range params {
		for i := range p.Value.Data() {
			at := p.Value.Data()[i]
			f := func(d float64) float64 {
				p.Value.Data()[i] = at + tensor.Elem(d)
				return objective()
			}
			want := fd.Derivative(f, 0, &fd.Settings{Formula: fivePoints, Step: h})
			p.Value.Data()[i] = at
			if got := float64(p.Grad.Data()[i]); math.Abs(got-want) > tol*(1+math.Abs(want)) {
				t.Errorf("%s: ∂L/∂input %d [%d] is %v, want %v", g.name, k, i, got, want)
			}
		}
	}
}

// checkTerms holds Explain and ExplainGrad of every number of the run against what was recorded.
func checkTerms(t *testing.T, tape *Tape, root *Var) {
	t.Helper()
	for i := range tape.Len() {
		v := tape.Var(i)
		for cell := range v.Value.Len() {
			if v.op != nil {
				checkSum(t, v.Op(), Explain(v, cell), float64(v.Value.Data()[cell]))
			}
			if v.Grad != nil && v != root {
				checkSum(t, "gradient of "+v.Op(), ExplainGrad(v, cell), float64(v.Grad.Data()[cell]))
			}
		}
	}
}

func checkSum(t *testing.T, what string, terms []trace.Term, want float64) {
	t.Helper()
	scale := 0.0
	for _, term := range terms {
		scale += math.Abs(term.Value)
		if len(term.Factors) == 0 {
			t.Fatalf("%s: a term without factors", what)
		}
		if term.Fn == "" {
			if p := product(term.Factors...); math.Abs(p.Value-term.Value) > 1e-6*math.Abs(p.Value)+1e-30 {
				t.Fatalf("%s: factors multiply to %v, the term says %v", what, p.Value, term.Value)
			}
		}
	}
	if got := trace.Sum(terms); math.Abs(got-want) > 1e-5*scale+1e-30 {
		t.Errorf("%s: terms sum to %v, recorded %v", what, got, want)
	}
}
