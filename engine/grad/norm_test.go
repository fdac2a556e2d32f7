package grad

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gradtheatre/engine/tensor"
)

func TestNorms(t *testing.T) {
	for _, g := range []graph{
		{"batch_norm 2-D", [][]int{{5, 3}, {3}, {3}}, func(_ *Tape, in []*Var) *Var { return BatchNorm(in[0], in[1], in[2], nil, 1e-5) }},
		{"batch_norm 3-D", [][]int{{3, 2, 4}, {2}, {2}}, func(_ *Tape, in []*Var) *Var { return BatchNorm(in[0], in[1], in[2], nil, 1e-5) }},
		{"batch_norm 4-D", [][]int{{2, 3, 2, 2}, {3}, {3}}, func(_ *Tape, in []*Var) *Var { return BatchNorm(in[0], in[1], in[2], nil, 0.1) }},
		{"batch_norm without affine", [][]int{{4, 2, 2}}, func(_ *Tape, in []*Var) *Var { return BatchNorm(in[0], nil, nil, nil, 1e-5) }},
		{"batch_norm without bias", [][]int{{4, 2}, {2}}, func(_ *Tape, in []*Var) *Var { return BatchNorm(in[0], in[1], nil, nil, 1e-5) }},
		{"layer_norm", [][]int{{2, 3, 4}, {4}, {4}}, func(_ *Tape, in []*Var) *Var { return LayerNorm(in[0], in[1], in[2], in[1].Shape(), 1e-5) }},
		{"layer_norm over two", [][]int{{2, 3, 2}, {3, 2}, {3, 2}}, func(_ *Tape, in []*Var) *Var { return LayerNorm(in[0], in[1], in[2], in[1].Shape(), 1e-5) }},
		{"group_norm", [][]int{{2, 4, 2, 2}, {4}, {4}}, func(_ *Tape, in []*Var) *Var { return GroupNorm(in[0], in[1], in[2], 2, 1e-5) }},
		{"instance norm", [][]int{{2, 3, 4}}, func(_ *Tape, in []*Var) *Var { return GroupNorm(in[0], nil, nil, 3, 1e-5) }},
	} {
		t.Run(g.name, func(t *testing.T) { g.check(t, true) })
	}
	running := NewRunningStats(3, 0.1)
	copy(running.Mean.Data(), []tensor.Elem{1, -1, 0.5})
	g := graph{"batch_norm in use", [][]int{{1, 3, 2}, {3}, {3}}, func(_ *Tape, in []*Var) *Var { return BatchNorm(in[0], in[1], in[2], running, 1e-5) }}
	t.Run(g.name, func(t *testing.T) { g.check(t, false) })
}

func TestDropoutAndEmbedding(t *testing.T) {
	pcg := rand.NewPCG(1, 2)
	rng := rand.New(pcg)
	indices := []int{2, 0, 2, 1, 2, 0}
	shape := []int{2, 3}
	for _, g := range []graph{
		{"dropout", [][]int{{4, 5}}, func(_ *Tape, in []*Var) *Var { pcg.Seed(1, 2); return Dropout(in[0], 0.3, rng) }},
		{"dropout of everything", [][]int{{4}}, func(_ *Tape, in []*Var) *Var { return Dropout(in[0], 1, rng) }},
		{"dropout with mask", [][]int{{4}, {4}}, func(_ *Tape, in []*Var) *Var { return DropoutWithMask(in[0], in[1], 0.5) }},
		{"embedding", [][]int{{3, 4}}, func(_ *Tape, in []*Var) *Var { return Embedding(in[0], indices) }},
		{"embedding of two dimensions", [][]int{{3, 2}}, func(_ *Tape, in []*Var) *Var { return Embedding(in[0], indices, shape...) }},
	} {
		t.Run(g.name, func(t *testing.T) { g.check(t, true) })
	}
}

func TestDropoutKeepsTheMean(t *testing.T) {
	tape := NewTape()
	tape.Training = true
	x := tensor.New(20000)
	tensor.Fill(x, 1)
	y := Dropout(tape.Const("x", x), 0.25, rand.New(rand.NewPCG(1, 1)))
	mean, zeros := 0.0, 0
	for _, v := range y.Value.Data() {
		mean += float64(v) / 20000
		if v == 0 {
			zeros++
		}
	}
	if math.Abs(mean-1) > 0.02 || math.Abs(float64(zeros)/20000-0.25) > 0.02 {
		t.Errorf("mean %v, zeros %d of 20000", mean, zeros)
	}
}

// vars puts zeros of the given shapes on a tape that is training or not.
func vars(training bool, shapes ...[]int) []*Var {
	tape := NewTape()
	tape.Training = training
	var in []*Var
	for _, s := range shapes {
		in = append(in, tape.Input("x", tensor.New(s...)))
	}
	return in
}

// refusals runs calls that must panic with a typed error naming what is wrong.
type refusal struct {
	name     string
	mentions []string
	call     func()
}

func refuse(t *testing.T, cases []refusal) {
	t.Helper()
	for _, c := range cases {
		err := tensor.Catch(c.call)
		var shape *tensor.ShapeError
		var value *tensor.ValueError
		if !errors.As(err, &shape) && !errors.As(err, &value) {
			t.Errorf("%s: got %v", c.name, err)
			continue
		}
		for _, m := range c.mentions {
			if !strings.Contains(err.Error(), m) {
				t.Errorf("%s: %q does not say %q", c.name, err, m)
			}
		}
	}
}

func TestNormRefusals(t *testing.T) {
	x := vars(true, []int{1, 3}, []int{2, 3}, []int{4})
	rng := rand.New(rand.NewPCG(1, 1))
	refuse(t, []refusal{
		{"batch_norm/one_value", []string{"batch_norm", "1"}, func() { BatchNorm(x[0], nil, nil, nil, 1e-5) }},
		{"batch_norm of a vector", []string{"batch_norm", "[4]"}, func() { BatchNorm(x[2], nil, nil, nil, 1e-5) }},
		{"batch_norm weight", []string{"weight", "[4]", "[3]"}, func() { BatchNorm(x[1], x[2], nil, nil, 1e-5) }},
		{"batch_norm running", []string{"running_mean", "[4]", "[3]"}, func() { BatchNorm(x[1], nil, nil, NewRunningStats(4, 0.1), 1e-5) }},
		{"batch_norm eps", []string{"eps", "-1"}, func() { BatchNorm(x[1], nil, nil, nil, -1) }},
		{"batch_norm momentum", []string{"momentum", "2"}, func() { NewRunningStats(4, 2) }},
		{"layer_norm/shape", []string{"layer_norm", "3", "4"}, func() { LayerNorm(x[1], nil, nil, []int{4}, 1e-5) }},
		{"layer_norm of nothing", []string{"layer_norm"}, func() { LayerNorm(x[1], nil, nil, nil, 1e-5) }},
		{"layer_norm weight", []string{"layer_norm", "[4]"}, func() { LayerNorm(x[1], x[2], nil, []int{3}, 1e-5) }},
		{"group_norm groups", []string{"groups", "2", "3"}, func() { GroupNorm(x[1], nil, nil, 2, 1e-5) }},
		{"dropout/p-0.1", []string{"dropout", "-0.1"}, func() { Dropout(x[1], -0.1, rng) }},
		{"dropout/pnan", []string{"dropout", "p", "NaN"}, func() { Dropout(x[1], math.NaN(), rng) }},
		{"dropout mask", []string{"dropout", "[2,3]", "[4]"}, func() { DropoutWithMask(x[1], x[2], 0.5) }},
		{"embedding/negative", []string{"embedding", "-1"}, func() { Embedding(x[1], []int{-1}) }},
		{"embedding index", []string{"embedding", "2"}, func() { Embedding(x[1], []int{2}) }},
		{"embedding shape", []string{"embedding", "[2,2]"}, func() { Embedding(x[1], []int{0, 1, 0}, 2, 2) }},
	})
	use := vars(false, []int{1, 3})
	y := BatchNorm(use[0], nil, nil, NewRunningStats(3, 0.1), 1e-5)
	for _, v := range y.Value.Data() {
		if v != 0 {
			t.Errorf("batch_norm/eval_one_value: %v", y.Value.Data())
		}
	}
	if Dropout(use[0], 0.5, nil) != use[0] {
		t.Error("dropout/eval is not the identity")
	}
}
