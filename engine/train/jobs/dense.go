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

// Dense says by which layers the job "dense" learns which examples. They come
// with the spec, as they are: a scene that moves its points by hand, or measures
// them on a tape, learns just what it shows.
type Dense struct {
	In, Out       int
	Layers, Width int    // hidden layers z1, a1, z2, a2 …
	Activation    string // of each, one of [Activations]
	BatchNorm     bool   // bn1, bn2 … between z and a
	Last          string // what the output is called
	Learn         *data.Dataset
}

// dense trains layers of one width on examples that are given. With labels the
// loss is the cross-entropy of Out logits, with targets the mean squared error.
// Its options are those of [Dense.Options].
var dense = job.Job{
	Name:  "dense",
	Model: func(s *job.Spec, rng *rand.Rand) nn.Module { d := readDense(s); return d.Build(rng) },
	Loss: func(s *job.Spec) train.Loss {
		if _, has := s.Options["labels"]; has {
			return train.CrossEntropy
		}
		return train.MSE
	},
	Data: func(s *job.Spec, _ [][]byte) (learn, test data.Source, err error) {
		d := readDense(s)
		d.readExamples(s)
		return d.Learn, nil, nil
	},
}

// Build makes the network. Without rng all its weights are 0 and are to be drawn
// or set by the caller.
func (d *Dense) Build(rng *rand.Rand) *nn.Sequential {
	var ms []nn.Module
	in := d.In
	for l := 1; l <= d.Layers; l++ {
		n := strconv.Itoa(l)
		ms = append(ms, nn.Named("z"+n, nn.NewLinear(in, d.Width, rng)))
		if d.BatchNorm {
			ms = append(ms, nn.Named("bn"+n, nn.NewBatchNorm(d.Width)))
		}
		ms = append(ms, nn.Named("a"+n, nn.ActivationByName(d.Activation)))
		in = d.Width
	}
	return nn.NewSequential(append(ms, nn.Named(d.Last, nn.NewLinear(in, d.Out, rng)))...)
}

// Options writes network and examples as the options of a spec: in, out, layers,
// width, activation, batch_norm, last; x, and labels or targets, with commas
// between the numbers, row after row.
func (d *Dense) Options() map[string]string {
	o := map[string]string{"in": strconv.Itoa(d.In), "out": strconv.Itoa(d.Out), "layers": strconv.Itoa(d.Layers), "width": strconv.Itoa(d.Width),
		"activation": d.Activation, "batch_norm": strconv.FormatBool(d.BatchNorm), "last": d.Last, "x": numbers(d.Learn.X.Data())}
	if d.Learn.Labels != nil {
		o["labels"] = numbers(d.Learn.Labels)
	} else {
		o["targets"] = numbers(d.Learn.Targets.Data())
	}
	return o
}

// DenseExamples are the options that a run may learn other values of.
var DenseExamples = []string{"x", "labels", "targets"}

// numbers writes numbers so that they are read back bit for bit.
func numbers[T ~int | ~float32 | ~float64](all []T) string {
	b := make([]byte, 0, 8*len(all))
	for i, v := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendFloat(b, float64(v), 'g', -1, bitsOf(v))
	}
	return string(b)
}

func bitsOf[T ~int | ~float32 | ~float64](v T) int {
	if _, single := any(v).(float32); single {
		return 32
	}
	return 64
}

// Limits of what a spec may ask for.
const (
	mostDense    = 64
	mostWidth    = 4096
	mostExamples = 100000
)

func readDense(s *job.Spec) Dense {
	whole := func(name string, most float64) int { return int(s.Number(name, 1, 0, most)) }
	d := Dense{In: max(whole("in", mostWidth), 1), Out: max(whole("out", mostWidth), 1), Layers: whole("layers", mostDense), Width: max(whole("width", mostWidth), 1),
		Activation: s.Option("activation", "relu"), BatchNorm: s.Option("batch_norm", "false") == "true", Last: s.Option("last", "y")}
	if !slices.Contains(Activations, d.Activation) {
		panic(&tensor.ValueError{Op: s.Job, Name: "activation", Value: strconv.Quote(d.Activation), Want: "one of " + strings.Join(Activations, ", ")})
	}
	return d
}

// readExamples reads what is learned; it panics with a *tensor.ValueError if
// there is not one answer for each row.
func (d *Dense) readExamples(s *job.Spec) {
	x := readNumbers(s, "x")
	n := len(x) / d.In
	if n == 0 || n > mostExamples || len(x) != n*d.In {
		panic(&tensor.ValueError{Op: s.Job, Name: "x", Value: strconv.Itoa(len(x)) + " numbers", Want: "rows of " + strconv.Itoa(d.In)})
	}
	d.Learn = &data.Dataset{X: tensor.From(x, n, d.In)}
	if _, has := s.Options["labels"]; !has {
		y := readNumbers(s, "targets")
		if len(y) != n*d.Out {
			panic(&tensor.ValueError{Op: s.Job, Name: "targets", Value: strconv.Itoa(len(y)) + " numbers", Want: strconv.Itoa(n * d.Out)})
		}
		d.Learn.Targets = tensor.From(y, n, d.Out)
		return
	}
	for _, v := range readNumbers(s, "labels") {
		if k := int(v); tensor.Elem(k) != v || k < 0 || k >= d.Out {
			panic(&tensor.ValueError{Op: s.Job, Name: "labels", Value: strconv.FormatFloat(float64(v), 'g', -1, 64), Want: "whole numbers below " + strconv.Itoa(d.Out)})
		}
		d.Learn.Labels = append(d.Learn.Labels, int(v))
	}
	if len(d.Learn.Labels) != n {
		panic(&tensor.ValueError{Op: s.Job, Name: "labels", Value: strconv.Itoa(len(d.Learn.Labels)), Want: strconv.Itoa(n)})
	}
}

func readNumbers(s *job.Spec, name string) []tensor.Elem {
	text := s.Option(name, "")
	if text == "" {
		return nil
	}
	out := make([]tensor.Elem, 0, strings.Count(text, ",")+1)
	for cell := range strings.SplitSeq(text, ",") {
		v, err := strconv.ParseFloat(cell, bitsOf(tensor.Elem(0)))
		if err != nil || v-v != 0 {
			panic(&tensor.ValueError{Op: s.Job, Name: name, Value: strconv.Quote(cell), Want: "finite numbers with commas between"})
		}
		out = append(out, tensor.Elem(v))
	}
	return out
}
