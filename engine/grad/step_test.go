package grad_test

import (
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// network is a small classifier with its parameters and one batch.
type network struct {
	tape    *grad.Tape
	params  []*grad.Param
	x       *tensor.Tensor
	labels  []int
	forward func(n *network, x *grad.Var) *grad.Var
}

func newNetwork(batch int, input []int, shapes [][]int, forward func(n *network, x *grad.Var) *grad.Var) *network {
	rng := rand.New(rand.NewPCG(1, 2))
	n := &network{tape: grad.NewTape(), x: random(rng, 1, append([]int{batch}, input...)...), forward: forward}
	for _, s := range shapes {
		n.params = append(n.params, grad.NewParam("", random(rng, 0.1, s...)))
	}
	for i := range batch {
		n.labels = append(n.labels, i%10)
	}
	return n
}

func random(rng *rand.Rand, scale float64, shape ...int) *tensor.Tensor {
	x := tensor.New(shape...)
	for i := range x.Data() {
		x.Data()[i] = tensor.Elem(scale * rng.NormFloat64())
	}
	return x
}

// step runs forward and backward, and returns the loss.
func (n *network) step() float64 {
	n.tape.Reset()
	for _, p := range n.params {
		p.ZeroGrad()
	}
	loss := grad.CrossEntropy(n.forward(n, n.tape.Const("x", n.x)), n.labels)
	n.tape.Backward(loss)
	return loss.Item()
}

func (n *network) param(i int) *grad.Var { return n.tape.Param(n.params[i]) }

func lenet(batch int) *network {
	shapes := [][]int{{8, 1, 5, 5}, {8}, {16, 8, 5, 5}, {16}, {10, 16 * 7 * 7}, {10}}
	return newNetwork(batch, []int{1, 28, 28}, shapes, func(n *network, x *grad.Var) *grad.Var {
		for k := range 2 {
			x = grad.ReLU(grad.Conv2D(x, n.param(2*k), n.param(2*k+1), tensor.SquareConv(1, 2)))
			x = grad.MaxPool2D(x, tensor.SquarePool(2))
		}
		return grad.Linear(grad.Flatten(x), n.param(4), n.param(5))
	})
}

func mlp(batch int) *network {
	shapes := [][]int{{128, 784}, {128}, {64, 128}, {64}, {10, 64}, {10}}
	return newNetwork(batch, []int{784}, shapes, func(n *network, x *grad.Var) *grad.Var {
		x = grad.Tanh(grad.Linear(x, n.param(0), n.param(1)))
		x = grad.ReLU(grad.Linear(x, n.param(2), n.param(3)))
		return grad.Linear(x, n.param(4), n.param(5))
	})
}

// TestWarmStepAllocatesNothing holds a training step of a CNN and of an MLP, and its record, to no allocation.
func TestWarmStepAllocatesNothing(t *testing.T) {
	for name, n := range map[string]*network{"lenet": lenet(8), "mlp": mlp(8)} {
		var tr trace.Trace
		step := func() {
			n.step()
			n.tape.Record(&tr)
		}
		step()
		step()
		if got := testing.AllocsPerRun(5, step); got != 0 {
			t.Errorf("%s: a warm step allocates %v times", name, got)
		}
	}
}

// TestSameSeedSameNumbers runs the same step in two processes' worth of fresh memory.
func TestSameSeedSameNumbers(t *testing.T) {
	a, b := lenet(4), lenet(4)
	b.step() // warm memory must not matter
	if x, y := a.step(), b.step(); x != y {
		t.Errorf("losses %v and %v", x, y)
	}
	for i := range a.params {
		for k, g := range a.params[i].Grad.Data() {
			if g != b.params[i].Grad.Data()[k] {
				t.Fatalf("parameter %d: gradients differ at %d", i, k)
			}
		}
	}
}

func TestRecord(t *testing.T) {
	tape := grad.NewTape()
	x, y, z := tape.Scalar("x", -2), tape.Scalar("y", 5), tape.Scalar("z", -4)
	f := grad.Mul(grad.Add(x, y).Named("q"), z).Named("f")
	tape.Backward(f)
	var tr trace.Trace
	tape.Record(&tr)
	q := tr.Find("q")
	if q == nil || q.Op != "add" || q.Value[0] != 3 || q.Grad[0] != -4 || len(q.Inputs) != 2 || q.Inputs[0] != x.ID() {
		t.Fatalf("q is recorded as %+v", q)
	}
	// The record is a copy: the next run does not touch it.
	tape.Reset()
	grad.Exp(tape.Scalar("other", 9))
	if tr.Find("f").Value[0] != -12 || tr.Find("other") != nil {
		t.Error("the next run changed the record")
	}
	tape.Record(&tr)
	if len(tr.Nodes) != 2 || tr.Nodes[1].Op != "exp" || tr.Nodes[1].Grad != nil {
		t.Errorf("the second record is %+v", tr.Nodes)
	}
}

// TestReshapeOwnsNothing reuses the slot of a view for an op with storage of
// its own: it must not write through the view.
func TestReshapeOwnsNothing(t *testing.T) {
	data := tensor.From([]tensor.Elem{1, 2, 3, 4}, 2, 2)
	tape := grad.NewTape()
	grad.Reshape(tape.Const("x", data), 4)
	tape.Reset()
	grad.Neg(tape.Const("y", tensor.From([]tensor.Elem{9, 9}, 2)))
	if data.Data()[0] != 1 || data.Data()[1] != 2 {
		t.Errorf("the data became %v", data.Data())
	}
}

// TestRefusedOpLeavesTape goes on with a tape after an op refused its inputs.
func TestRefusedOpLeavesTape(t *testing.T) {
	tape := grad.NewTape()
	x := tape.Input("x", tensor.New(3))
	if err := tensor.Catch(func() { grad.Add(x, tape.Const("y", tensor.New(2))) }); err == nil {
		t.Fatal("accepted")
	}
	y := grad.Sum(grad.Square(x))
	tape.Backward(y)
	var tr trace.Trace
	tape.Record(&tr)
	if tape.Len() != 4 || len(tr.Nodes) != 4 {
		t.Errorf("%d values on the tape, %d recorded, want 4", tape.Len(), len(tr.Nodes))
	}
}

// TestBackwardOfAnEarlierValue asks for two gradients of one run, the later
// value first: nothing of the first answer may be left in the second.
func TestBackwardOfAnEarlierValue(t *testing.T) {
	tape := grad.NewTape()
	x := tape.Scalar("x", 3)
	square := grad.Mul(x, x)
	cube := grad.Mul(square, x)
	tape.Backward(cube)
	if g := x.Grad.Item(); g != 27 {
		t.Errorf("the gradient of x³ at 3 is %v", g)
	}
	tape.Backward(square)
	if g, terms := x.Grad.Item(), trace.Sum(grad.ExplainGrad(x, 0)); g != 6 || terms != 6 {
		t.Errorf("the gradient of x² at 3 is %v, its terms sum to %v", g, terms)
	}
	if cube.Grad != nil {
		t.Error("x³ has a gradient, though x² does not depend on it")
	}
}

func TestNoGrad(t *testing.T) {
	n := mlp(2)
	n.tape.NoGrad = true
	y := n.forward(n, n.tape.Const("x", n.x))
	if err := tensor.Catch(func() { n.tape.Backward(grad.Sum(y)) }); err == nil {
		t.Error("a tape without gradients ran backward")
	}
}

func benchmarkStep(b *testing.B, n *network) {
	n.step()
	b.ReportAllocs()
	for b.Loop() {
		n.step()
	}
	b.ReportMetric(float64(b.N)*float64(n.x.Dim(0))/b.Elapsed().Seconds(), "images/s")
}

func BenchmarkLeNetStep(b *testing.B) { benchmarkStep(b, lenet(32)) }
func BenchmarkMLPStep(b *testing.B)   { benchmarkStep(b, mlp(32)) }
