package engine_test

import (
	"fmt"
	"math"
	"runtime/debug"
	"sort"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// ops says how to run each op of the conformance sets on our engine: from the
// inputs and settings of a case to its outputs. An op that is not here is
// reported as not yet supported. The runners stand in files by family.
var ops = merge(unaryOps, binaryOps, reduceOps, shapeOps, layerOps, lossOps, normOps, seqOps, trainOps)

// runner builds the outputs of a case on r.tape.
type runner func(r *run) outputs

type outputs map[string]*grad.Var

// run is one case on its way: its inputs are on the tape by name, those with a
// wanted gradient as inputs of the tape, the others as constants.
type run struct {
	*goldenCase
	t    *testing.T
	tape *grad.Tape
	in   map[string]*grad.Var
	ops  map[string]runner // for a graph of ops
}

// TestConformance runs every case of the sets that the environment variable
// CONFORMANCE names (absolute paths of folders with a manifest.json, separated
// by colons), by default the public set, and logs how many of each op passed.
func TestConformance(t *testing.T) {
	tally := map[string]*[3]int{} // passed, failed, not supported
	for _, dir := range conformanceDirs() {
		cases, err := loadGolden(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			n := tally[c.Op]
			if n == nil {
				n = &[3]int{}
				tally[c.Op] = n
			}
			t.Run(c.Name, func(t *testing.T) {
				f := ops[c.Op]
				if f == nil {
					n[2]++
					t.Skip("op " + c.Op + " is not yet supported")
				}
				if runCase(t, c, f); t.Failed() {
					n[1]++
				} else {
					n[0]++
				}
			})
		}
	}
	t.Log(table(tally))
}

func table(tally map[string]*[3]int) string {
	var names []string
	for op := range tally {
		names = append(names, op)
	}
	sort.Strings(names)
	var b strings.Builder
	line := func(op string, n [3]int) { fmt.Fprintf(&b, "\n%-30s %6d %6d %13d", op, n[0], n[1], n[2]) }
	fmt.Fprintf(&b, "\n%-30s %6s %6s %13s", "op", "passed", "failed", "not supported")
	var sum [3]int
	for _, op := range names {
		line(op, *tally[op])
		for i, n := range tally[op] {
			sum[i] += n
		}
	}
	line("all", sum)
	return b.String()
}

func runCase(t *testing.T, c *goldenCase, f runner) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *tensor.ShapeError:
			t.Errorf("refused: %v", e)
		case *tensor.ValueError:
			t.Errorf("refused: %v", e)
		default:
			t.Errorf("panic: %v\n%s", e, debug.Stack())
		}
	}()
	r := newRun(t, c)
	out := f(r)
	if t.Skipped() {
		return
	}
	for name, want := range c.Outputs {
		if got := out[name]; got == nil {
			t.Errorf("no output %q", name)
		} else {
			compare(t, name, got.Value, want)
		}
	}
	if len(c.Cotangents) == 0 {
		return
	}
	var ys []*grad.Var
	var cots []*tensor.Tensor
	for _, name := range sortedKeys(c.Cotangents) {
		if out[name] == nil {
			continue // reported above
		}
		ys = append(ys, out[name])
		cots = append(cots, c.Cotangents[name].tensor())
	}
	r.tape.BackwardMany(ys, cots)
	for name, want := range c.Grads {
		if r.in[name].Grad == nil {
			t.Errorf("no gradient for %q", name)
			continue
		}
		compare(t, "∂L/∂"+name, r.in[name].Grad, want)
	}
}

// newRun puts the inputs of a case on a tape.
func newRun(t *testing.T, c *goldenCase) *run {
	r := &run{goldenCase: c, t: t, tape: grad.NewTape(), in: map[string]*grad.Var{}, ops: ops}
	r.tape.Training = true
	for _, name := range sortedKeys(c.Inputs) {
		x := c.Inputs[name]
		if _, ok := c.Grads[name]; ok {
			r.in[name] = r.tape.Input(name, x.tensor())
		} else {
			r.in[name] = r.tape.Const(name, x.tensor())
		}
	}
	return r
}

// compare passes where |got − want| ≤ atol + rtol·|want|; NaN equals NaN only,
// and an infinity the same infinity.
func compare(t *testing.T, name string, got *tensor.Tensor, want *goldenTensor) {
	t.Helper()
	if !tensor.SameShape(got.Shape(), want.Shape) {
		t.Errorf("%s has shape %v, want %v", name, got.Shape(), want.Shape)
		return
	}
	bad, worst := 0, ""
	for i, w := range want.values {
		g := float64(got.Data()[i])
		if g == w || math.IsNaN(g) && math.IsNaN(w) {
			continue
		}
		if !(math.Abs(g-w) <= want.Atol+want.Rtol*math.Abs(w)) || math.IsInf(w, 0) {
			if bad++; bad == 1 {
				worst = fmt.Sprintf("cell %d is %v, want %v ± %v", i, g, w, want.Atol+want.Rtol*math.Abs(w))
			}
		}
	}
	if bad > 0 {
		t.Errorf("%s: %d of %d cells differ; %s", name, bad, len(want.values), worst)
	}
}

func merge(families ...map[string]runner) map[string]runner {
	all := map[string]runner{}
	for _, f := range families {
		for op, r := range f {
			all[op] = r
		}
	}
	return all
}
