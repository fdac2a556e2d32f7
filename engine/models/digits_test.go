package models_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Every layer is a named node of the record.
func Example() {
	net := models.NewDigits(rand.New(rand.NewPCG(1, 0)))
	tape := grad.NewTape()
	net.Predict(tape.Const("x", tensor.New(1, 1, 28, 28)))
	var run trace.Trace
	tape.Record(&run)
	for _, name := range models.DigitsLayers {
		fmt.Println(name, run.Find(name).Shape)
	}
	// Output:
	// x [1 1 28 28]
	// conv1 [1 8 28 28]
	// relu1 [1 8 28 28]
	// pool1 [1 8 14 14]
	// conv2 [1 16 14 14]
	// relu2 [1 16 14 14]
	// pool2 [1 16 7 7]
	// fc1 [1 64]
	// relu3 [1 64]
	// logits [1 10]
	// probabilities [1 10]
}

func TestDigits(t *testing.T) {
	var net nn.Module = models.NewDigits(rand.New(rand.NewPCG(1, 0)))
	if n := nn.CountParams(net); n != 208+3216+784*64+64+650 {
		t.Errorf("%d parameters", n)
	}
	replica := net.(*models.Digits).Replica()
	for i, p := range replica.Params() {
		if q := net.Params()[i]; p.Value != q.Value || p.Grad == q.Grad || p.Name != q.Name {
			t.Errorf("parameter %d of the replica: shared values %v, own gradient %v", i, p.Value == q.Value, p.Grad != q.Grad)
		}
	}
}
