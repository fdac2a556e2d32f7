package playground_test

import (
	"strings"
	"testing"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage/stagetest"
)

// TestEndsUnfold goes from the smallest and the largest number of each histogram
// to the point of the batch that it belongs to, and on to what made it there.
func TestEndsUnfold(t *testing.T) {
	for name, set := range map[string][2]string{
		"as it opens": {}, "dropout": {"dropout", "0.3"}, "batch norm": {"batch_norm", "true"}, "standardised": {"standardise", "true"}, "L2": {"l2", "0.01"},
		"numbers": {"data", "hills"}, "classes": {"data", "blobs"}, "one batch": {"batch_size", "all"}, "ReLU": {"network", "5:relu,3:relu"},
	} {
		t.Run(name, func(t *testing.T) {
			e, p := playground.Entry(), inspect.Provenance(nil)
			stagetest.Watch(&e, &p)
			st := stagetest.Open(t, e, 1280, 800)
			if set[0] != "" {
				st.MustSet(set[0], set[1])
			}
			st.MustSet("view", "histograms")
			steps(t, st, 17)
			ends := 0
			for _, c := range p.Cells(nil) {
				n := &p.Trace().Nodes[c.Node]
				if !strings.HasPrefix(n.Name, "min ") && !strings.HasPrefix(n.Name, "max ") {
					continue
				}
				ends++
				of, back := strings.CutPrefix(n.Name[4:], "∂")
				ref := c.Ref
				for range 2 { // over the points, then over the neurons
					ref = winner(t, p, ref)
				}
				at := &p.Trace().Nodes[ref.Node]
				values := at.Value
				if back {
					values = at.Grad
				}
				if at.Name != of || ref.Grad != back || values[ref.Cell] != n.Value[0] {
					t.Fatalf("%s leads to %s, gradient %v", n.Name, at.Name, ref.Grad)
				}
				if terms := p.Explain(ref); len(terms) == 0 || !(trace.Sum(terms)-n.Value[0] < 1e-5) || !(n.Value[0]-trace.Sum(terms) < 1e-5) {
					t.Errorf("%s = %v is there the sum of %v", n.Name, n.Value[0], terms)
				}
			}
			if ends != 8 {
				t.Fatalf("%d ends can be pressed", ends)
			}
			if err := st.Seek(5); err != nil { // computed once more there, too
				t.Fatal(err)
			}
			st.Tick(3)
			for _, c := range p.Cells(nil) {
				if n := &p.Trace().Nodes[c.Node]; strings.HasPrefix(n.Name, "min ") && len(p.Explain(c.Ref)) == 0 {
					t.Errorf("back at step 5, %s does not unfold", n.Name)
				}
			}
		})
	}
}

// winner is the number that a maximum or a minimum took.
func winner(t *testing.T, p inspect.Provenance, ref trace.Ref) trace.Ref {
	t.Helper()
	n := &p.Trace().Nodes[ref.Node]
	for _, term := range p.Explain(ref) {
		for _, f := range term.Factors {
			if f.Value == n.Value[ref.Cell] {
				return f.Ref
			}
		}
	}
	t.Fatalf("%s was taken from nothing", n.Name)
	return ref
}

// TestEndsOfAnotherBatch: where the step cannot be computed once more, its ends are
// what the training noted.
func TestEndsOfAnotherBatch(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	st.MustSet("view", "histograms")
	steps(t, st, 3)
	for _, set := range [][2]string{{"batch_size", "30"}, {"noise", "0.3"}, {"network", "2:tanh"}, {"data", "xor"}} {
		st.MustSet(set[0], set[1])
		st.Tick(3)
		st.Sound()
	}
}
