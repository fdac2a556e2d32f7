package exam

import (
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/inspect"
)

// TestExam: the share is the one that the engine counts, unfolds to the answers,
// and the loss has the gradients that nudging finds.
func TestExam(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	m, x, labels := nn.NewMLP([]int{4, 5, 3}, "relu", rng), tensor.New(20, 4), make([]int, 20)
	for i := range x.Data() {
		x.Data()[i] = tensor.Elem(rng.NormFloat64())
	}
	for i := range labels {
		labels[i] = i % 3
	}
	var e Exam
	if err := e.Take(m, x, labels); err != nil || !e.Taken {
		t.Fatal(err)
	}
	var r inspect.Runs
	r.Show(e.Run())
	scores := m.Forward(grad.NewTape().Const("x", x)).Value
	if want := train.Accuracy(scores, labels); tensor.Elem(want) != e.Accuracy.Value.Item() {
		t.Errorf("the share is %v, want %v", e.Accuracy.Item(), want)
	}
	terms := r.Explain(trace.Ref{Node: e.Accuracy.ID()})
	if len(terms) != 20 || terms[3].Factors[1].Node != e.Right.ID() {
		t.Errorf("the share is made of %v", terms)
	}
	weight := -1
	for i := range e.record.Nodes {
		if n := &e.record.Nodes[i]; n.Op == "param" && len(n.Value) == 20 {
			weight = i
		}
	}
	if c, ok := r.Check(trace.Ref{Node: weight, Cell: 2, Grad: true}); !ok || !c.Agrees {
		t.Errorf("nudging a weight finds %+v, the gradient is %v", c, e.record.Nodes[weight].Grad[2])
	}
	if e.Forget(); e.Taken {
		t.Error("it is not forgotten")
	}
}
