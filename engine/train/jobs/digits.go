package jobs

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/models"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

var digitFiles = []string{
	"data/digits/ocvdigits-train4k-images.idx3.gz", "data/digits/ocvdigits-train4k-labels.idx1.gz",
	"data/digits/ocvdigits-test1k-images.idx3.gz", "data/digits/ocvdigits-test1k-labels.idx1.gz",
}

// digits trains a small LeNet on 4,000 images of handwritten digits.
//
// Options: network, "digits" ([models.Digits], the default) or one of
// [nn.SmallModels] by name; tests, how many of the 1,000 test images a test
// counts, spread evenly (300).
var digits = job.Job{
	Name:  "digits",
	Files: digitFiles,
	Model: func(s *job.Spec, rng *rand.Rand) nn.Module {
		name := s.Option("network", "digits")
		if name == "digits" {
			return models.NewDigits(rng)
		}
		for _, m := range nn.SmallModels() {
			if m.Name == name {
				return m.New(1, data.DigitSize, len(data.DigitClasses), rng)
			}
		}
		panic(&tensor.ValueError{Op: s.Job, Name: "network", Value: name, Want: "digits or one of nn.SmallModels"})
	},
	Loss: func(*job.Spec) train.Loss { return train.CrossEntropy },
	Data: func(s *job.Spec, files [][]byte) (learn, test data.Source, err error) {
		var sets [2]*data.Images
		for k := range sets {
			images, labels := digitFiles[2*k], digitFiles[2*k+1]
			m, err := data.LoadImages(images, bytes.NewReader(files[2*k]), labels, bytes.NewReader(files[2*k+1]), data.DigitClasses)
			if err == nil && (m.H != data.DigitSize || m.W != data.DigitSize || m.C != 1 || m.N == 0) {
				err = fmt.Errorf("%s holds %d images of %d×%d, want some of 28×28", images, m.N, m.H, m.W)
			}
			if err != nil {
				return nil, nil, err
			}
			sets[k] = m
		}
		n := min(int(s.Number("tests", 300, 1, 1e6)), sets[1].N)
		index := make([]int, n)
		for i := range index {
			index[i] = i * sets[1].N / n
		}
		return sets[0], sets[1].Subset(index), nil
	},
}
