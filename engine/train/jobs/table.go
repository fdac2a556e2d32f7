package jobs

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// Table says by which dense layers the job "table" learns to tell the classes of
// some rows of numbers, and on which others it is tested. All come with the spec,
// standardised or not, as they are to be learned.
type Table struct {
	Sizes       []int         // of the layers, with the columns and the classes
	Learn, Test *data.Dataset // Test may be nil
}

// table trains an MLP of ReLUs. Its options are those of [Table.Options].
var table = job.Job{
	Name: "table",
	Model: func(s *job.Spec, rng *rand.Rand) nn.Module {
		return nn.NewMLP(readSizes(s, "sizes"), "relu", rng)
	},
	Loss: func(*job.Spec) train.Loss { return train.CrossEntropy },
	Data: func(s *job.Spec, _ [][]byte) (learn, test data.Source, err error) {
		if _, has := s.Options["test_x"]; has {
			test = readRows(s, "test_x", "test_labels")
		}
		return readRows(s, "x", "labels"), test, nil
	},
}

// Options writes layers and rows as the options of a spec: sizes; x, labels,
// test_x and test_labels with commas between the numbers, row after row.
func (t *Table) Options() map[string]string {
	o := map[string]string{"sizes": sizesText(t.Sizes), "x": numbers(t.Learn.X.Data()), "labels": numbers(t.Learn.Labels)}
	if t.Test != nil {
		o["test_x"], o["test_labels"] = numbers(t.Test.X.Data()), numbers(t.Test.Labels)
	}
	return o
}

// sizesText writes the sizes of layers, such as 64-32-10.
func sizesText(sizes []int) string {
	parts := make([]string, len(sizes))
	for i, n := range sizes {
		parts[i] = strconv.Itoa(n)
	}
	return strings.Join(parts, "-")
}

// readSizes reads what sizesText wrote; it panics with a *tensor.ValueError if
// that makes no layers.
func readSizes(s *job.Spec, name string) (sizes []int) {
	text := s.Option(name, "")
	bad := false
	for part := range strings.SplitSeq(text, "-") {
		n, err := strconv.Atoi(part)
		bad = bad || err != nil || n < 1 || n > mostWidth
		sizes = append(sizes, n)
	}
	if bad || len(sizes) < 2 || len(sizes) > mostDense {
		panic(&tensor.ValueError{Op: s.Job, Name: name, Value: strconv.Quote(text), Want: "sizes of 2 layers or more, such as 64-32-10"})
	}
	return sizes
}

// readRows reads rows and their classes; it panics with a *tensor.ValueError if
// there is not one class for each.
func readRows(s *job.Spec, x, labels string) *data.Dataset {
	sizes := readSizes(s, "sizes")
	in, classes := sizes[0], sizes[len(sizes)-1]
	cells, of := readNumbers(s, x), readNumbers(s, labels)
	n := len(cells) / in
	if n == 0 || n > mostExamples || len(cells) != n*in || len(of) != n {
		panic(&tensor.ValueError{Op: s.Job, Name: x + ", " + labels, Value: strconv.Itoa(len(cells)) + " and " + strconv.Itoa(len(of)) + " numbers", Want: "rows of " + strconv.Itoa(in) + " and a class for each"})
	}
	d := &data.Dataset{X: tensor.From(cells, n, in)}
	for _, v := range of {
		k := int(v)
		if tensor.Elem(k) != v || k < 0 || k >= classes {
			panic(&tensor.ValueError{Op: s.Job, Name: labels, Value: strconv.FormatFloat(float64(v), 'g', -1, 64), Want: "whole numbers below " + strconv.Itoa(classes)})
		}
		d.Labels = append(d.Labels, k)
	}
	return d
}
