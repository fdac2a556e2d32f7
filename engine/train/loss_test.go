package train_test

import (
	"math"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

// TestLosses holds the losses of two outputs against their formulas.
func TestLosses(t *testing.T) {
	y, target := []tensor.Elem{0.5, -1}, []tensor.Elem{1, 1}
	for name, c := range map[string]struct {
		loss train.Loss
		want float64
	}{
		"MSE":   {train.MSE, (0.25 + 4) / 2},
		"L1":    {train.L1Loss, (0.5 + 2) / 2},
		"hinge": {train.Hinge, (0.5 + 2) / 2},
	} {
		tape := grad.NewTape()
		out := tape.Input("y", tensor.From(y, 2, 1))
		if got := c.loss(out, &data.Batch{Targets: tensor.From(target, 2, 1)}).Item(); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s is %v, want %v", name, got, c.want)
		}
		if tensor.Catch(func() { c.loss(out, &data.Batch{Labels: []int{0, 1}}) }) == nil {
			t.Errorf("%s of labels is not refused", name)
		}
	}
}
