package jobs

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// problems are the data sets of points in the plane, each with ±1 or a number to predict.
var problems = []struct {
	name    string
	new     func(n int, noise float64, rng *rand.Rand) *data.Dataset
	classes bool
}{
	{"circle", data.Circle, true},
	{"xor", data.XOR, true},
	{"gauss", data.TwoGauss, true},
	{"spiral", data.Spiral, true},
	{"plane", data.RegressPlane, false},
	{"hills", data.RegressGauss, false},
}

// points trains dense layers on points in the plane, as TensorFlow Playground
// does: mean squared error of a tanh output for classes, of a linear one for numbers.
//
// Options: data, "circle" (the default), "xor", "gauss", "spiral", "plane" or
// "hills"; n, how many points (500); noise 0 … 0.5 (0); train, the fraction
// that is learned (0.5), the rest is tested on; layers, the widths of the hidden
// ones ("8,8"; "" for none); activation ("tanh").
var points = job.Job{
	Name: "points",
	Model: func(s *job.Spec, rng *rand.Rand) nn.Module {
		sizes := append(append([]int{2}, widths(s)...), 1)
		net := nn.NewMLP(sizes, s.Option("activation", "tanh"), rng)
		if problems[problem(s)].classes {
			return nn.NewSequential(net, nn.Named("out", nn.Tanh()))
		}
		return net
	},
	Loss: func(*job.Spec) train.Loss { return train.MSE },
	Data: func(s *job.Spec, _ [][]byte) (learn, test data.Source, err error) {
		rng := rand.New(rand.NewPCG(s.Seed, 1))
		d := problems[problem(s)].new(int(s.Number("n", 500, 2, 100000)), s.Number("noise", 0, 0, 0.5), rng)
		first, second := data.Split(d.Len(), s.Number("train", 0.5, 0, 1), rng)
		if len(first) == 0 {
			return nil, nil, &tensor.ValueError{Op: s.Job, Name: "train", Value: s.Option("train", ""), Want: "a fraction that leaves a point to learn"}
		}
		if len(second) > 0 {
			test = d.Subset(second)
		}
		return d.Subset(first), test, nil
	},
}

func problem(s *job.Spec) int {
	name := s.Option("data", "circle")
	for i := range problems {
		if problems[i].name == name {
			return i
		}
	}
	panic(&tensor.ValueError{Op: s.Job, Name: "data", Value: strconv.Quote(name), Want: "circle, xor, gauss, spiral, plane or hills"})
}

// widths reads the widths of the hidden layers.
func widths(s *job.Spec) []int {
	text := s.Option("layers", "8,8")
	if text == "" {
		return nil
	}
	var w []int
	for field := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < 1 || n > 4096 || len(w) == 64 {
			panic(&tensor.ValueError{Op: s.Job, Name: "layers", Value: strconv.Quote(text), Want: "widths of 1 … 4096 with commas between, such as 8,8"})
		}
		w = append(w, n)
	}
	return slices.Clip(w)
}
