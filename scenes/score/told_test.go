package score

import (
	"testing"

	"gradtheatre/engine/trace"
)

// TestTold: the accuracy that is said is made of the answers of the test, and
// these are the ones that the same weights give once more; so is the loss of the
// last step, done again from the weights before it.
func TestTold(t *testing.T) {
	s := New(42)
	d := s.digits
	d.start()
	for i := 0; d.busy() && i < 100000; i++ {
		d.advance(0.05, false)
	}
	s.view, s.rests = viewDigits, true
	s.show()
	share, ok := d.lastAccuracy()
	if !ok || float32(share) != float32(d.accuracy) {
		t.Fatalf("said are %v, the test found %v", share, d.accuracy)
	}
	s.Differentiate()
	if !d.told.exam.Taken || d.told.exam.Accuracy.Item() != share {
		t.Fatalf("taken again it is %v, want %v", d.told.exam.Accuracy.Item(), share)
	}
	for i, v := range d.told.exam.Right.Value.Data() {
		if v != d.told.right[i] {
			t.Fatalf("image %d is answered %v, in the test it was %v", i, v, d.told.right[i])
		}
	}
	terms := s.Explain(s.Ref(runTold, d.told.share.ID(), 0))
	if len(terms) != tested || s.Trace().Nodes[terms[7].Factors[1].Node].Op != "step" {
		t.Errorf("the accuracy has %d terms, the eighth leads to %+v", len(terms), terms[7].Factors)
	}
	terms = s.Explain(s.Ref(runTold, d.told.mean.ID(), 0))
	if len(terms) != 1 || s.Trace().Nodes[terms[0].Factors[1].Node].Op != "cross_entropy" {
		t.Fatalf("the loss leads to %+v", terms)
	}
	if loss, _ := d.loss(); s.Trace().Nodes[terms[0].Factors[1].Node].Value[0] != loss {
		t.Errorf("the step done again costs %v, it was %v", s.Trace().Nodes[terms[0].Factors[1].Node].Value[0], loss)
	}
	if n := s.Trace().Nodes[s.Ref(runDigits, d.w.ID(), 0).Node]; len(n.Grad) != digits*area {
		t.Errorf("the weights have %d gradients", len(n.Grad))
	}
	if c, ok := s.Check(trace.Ref{Node: s.Ref(runDigits, d.b.ID(), 0).Node, Cell: 4, Grad: true}); !ok || !c.Agrees {
		t.Errorf("nudging a bias finds %+v", c)
	}
}
