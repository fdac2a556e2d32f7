package engine_test

import (
	"math"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// TestExplainConformance runs the cases of the conformance sets once more and
// holds the terms of every value and gradient on their tapes, the ones in
// between too, against the number: |Σ terms − value| ≤ 1e-5·Σ|terms|.
func TestExplainConformance(t *testing.T) {
	for _, dir := range conformanceDirs() {
		cases, err := loadGolden(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			if f := ops[c.Op]; f != nil && len(c.Cotangents) > 0 {
				t.Run(c.Name, func(t *testing.T) { explainCase(t, c, f) })
			}
		}
	}
}

func explainCase(t *testing.T, c *goldenCase, f runner) {
	r := newRun(t, c)
	out := f(r)
	if t.Skipped() {
		return
	}
	var ys []*grad.Var
	var cots []*tensor.Tensor
	seeded := map[*grad.Var]*tensor.Tensor{}
	for _, name := range sortedKeys(c.Cotangents) {
		ys = append(ys, out[name])
		cots = append(cots, c.Cotangents[name].tensor())
		seeded[out[name]] = cots[len(cots)-1]
	}
	r.tape.BackwardMany(ys, cots)
	for i := range r.tape.Len() {
		v := r.tape.Var(i)
		n := v.Value.Len()
		for cell := 0; cell < n; cell += max(1, n/40) { // 40 cells of each value
			if op := v.Op(); op != "input" && op != "param" {
				termsSum(t, op, grad.Explain(v, cell), float64(v.Value.Data()[cell]))
			}
			if v.Grad != nil {
				terms := grad.ExplainGrad(v, cell)
				if cot := seeded[v]; cot != nil { // given, not computed
					terms = append(terms, trace.Term{Value: float64(cot.Data()[cell])})
				}
				termsSum(t, "the gradient of "+v.Op(), terms, float64(v.Grad.Data()[cell]))
			}
		}
	}
}

func termsSum(t *testing.T, what string, terms []trace.Term, want float64) {
	t.Helper()
	if math.IsNaN(want) || math.IsInf(want, 0) {
		return
	}
	scale := math.Abs(want)
	for _, term := range terms {
		scale += math.Abs(term.Value)
	}
	if got := trace.Sum(terms); !(math.Abs(got-want) <= 1e-5*scale+1e-37) {
		t.Errorf("%s: %d terms sum to %v, recorded %v", what, len(terms), got, want)
	}
}
