package jobs

import (
	"bytes"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// TrialDigits says by which dense layers the job "trial_digits" learns a few of
// the small digits. All others are what it is tested on.
type TrialDigits struct {
	Sizes []int  // of the layers, with the 64 pixels and the ten classes
	Learn int    // images
	Split uint64 // decides which
}

// trialDigits trains one of many networks that are compared on the same digits.
// Its options are those of [TrialDigits.Options].
var trialDigits = job.Job{
	Name:  "trial_digits",
	Files: []string{FewDigitsFile},
	Model: func(s *job.Spec, rng *rand.Rand) nn.Module {
		d := readTrialDigits(s)
		return nn.NewSequential(nn.Flatten{}, nn.NewMLP(d.Sizes, "relu", rng))
	},
	Loss: func(*job.Spec) train.Loss { return train.CrossEntropy },
	Data: func(s *job.Spec, files [][]byte) (learn, test data.Source, err error) {
		d := readTrialDigits(s)
		all, err := data.Digits8x8(FewDigitsFile, bytes.NewReader(files[0]))
		if err != nil {
			return nil, nil, err
		}
		rest, few := data.StratifiedSplit(all.Labels, float64(d.Learn)/float64(all.Len()), rand.New(rand.NewPCG(d.Split, 5)))
		return all.Subset(few), all.Subset(rest), nil
	},
	Same: func(a, b *job.Spec) bool {
		x, y := readTrialDigits(a), readTrialDigits(b)
		return x.Learn == y.Learn && x.Split == y.Split
	},
}

// Options writes the settings as those of a spec: sizes, learn and split.
func (d *TrialDigits) Options() map[string]string {
	return map[string]string{"sizes": sizesText(d.Sizes), "learn": strconv.Itoa(d.Learn), "split": strconv.FormatUint(d.Split, 10)}
}

func readTrialDigits(s *job.Spec) TrialDigits {
	split, err := strconv.ParseUint(s.Option("split", "0"), 10, 64)
	d := TrialDigits{Sizes: readSizes(s, "sizes"), Learn: int(s.Number("learn", 150, 1, 1e6)), Split: split}
	if err != nil || d.Sizes[0] != 64 || d.Sizes[len(d.Sizes)-1] != len(data.DigitClasses) {
		panic(&tensor.ValueError{Op: s.Job, Name: "sizes, split", Value: s.Option("sizes", "") + ", " + s.Option("split", "0"), Want: "64-…-10, and a whole number"})
	}
	return d
}
