package jobs

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// FewDigitsFile holds 1,797 handwritten digits of 8×8.
const FewDigitsFile = "data/digits/digits8x8.csv.gz"

const (
	heldBack = 247 // digits that are kept away from all training
	known    = 100 // training images that a test counts, at most
)

// FewDigits says which of the small digits the job "few_digits" learns, and by
// what network: pixels → hidden ReLUs, some of them dropped → ten classes.
type FewDigits struct {
	Width, Images int
	Side          int     // 8, or neighbouring pixels averaged to 4×4 or 2×2
	Dropout       float64 // share of the hidden numbers that training drops
	Wrong         float64 // share of the training labels that are wrong
	Augment       bool    // each image is a little bent whenever it is learned
	Split         uint64  // decides which images are held back
}

// fewDigits trains a small network on few digits. Its options are those of
// [FewDigits.Options].
var fewDigits = job.Job{
	Name:  "few_digits",
	Files: []string{FewDigitsFile},
	Model: func(s *job.Spec, rng *rand.Rand) nn.Module { d := readFewDigits(s); return d.Build(rng) },
	Loss:  func(*job.Spec) train.Loss { return train.CrossEntropy },
	Data: func(s *job.Spec, files [][]byte) (learn, test data.Source, err error) {
		d := readFewDigits(s)
		pools, err := LoadFewDigits(files[0], d.Split, d.Side)
		if err != nil {
			return nil, nil, err
		}
		learn, _ = d.Learn(&pools, s.Seed)
		return learn, pools.Val, nil
	},
	Known: func(learn data.Source) data.Source {
		images, plain := learn.(*data.Images)
		if !plain {
			images = learn.(*data.Augmented).Images
		}
		first := make([]int, min(known, images.N))
		for i := range first {
			first[i] = i
		}
		return images.Subset(first)
	},
}

// Options writes the settings as those of a spec: width, images, side, dropout,
// wrong, augment and split.
func (d *FewDigits) Options() map[string]string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	return map[string]string{"width": strconv.Itoa(d.Width), "images": strconv.Itoa(d.Images), "side": strconv.Itoa(d.Side), "dropout": number(d.Dropout),
		"wrong": number(d.Wrong), "augment": strconv.FormatBool(d.Augment), "split": strconv.FormatUint(d.Split, 10)}
}

func readFewDigits(s *job.Spec) FewDigits {
	split, err := strconv.ParseUint(s.Option("split", "0"), 10, 64)
	d := FewDigits{Width: int(s.Number("width", 64, 1, 4096)), Images: int(s.Number("images", 200, 1, 1e6)), Side: int(s.Number("side", 8, 1, 8)),
		Dropout: s.Number("dropout", 0, 0, 0.95), Wrong: s.Number("wrong", 0, 0, 1), Augment: s.Option("augment", "false") == "true", Split: split}
	if err != nil || 8%d.Side != 0 {
		panic(&tensor.ValueError{Op: s.Job, Name: "side, split", Value: strconv.Itoa(d.Side) + ", " + s.Option("split", "0"), Want: "1, 2, 4 or 8, and a whole number"})
	}
	return d
}

// Build makes the network.
func (d *FewDigits) Build(rng *rand.Rand) *nn.Sequential {
	return nn.NewSequential(nn.Flatten{}, nn.NewLinear(d.Side*d.Side, d.Width, rng), nn.ReLU(), nn.NewDropout(d.Dropout, 0), nn.NewLinear(d.Width, len(data.DigitClasses), rng))
}

// DigitPools are the images that may be learned, and those that never are.
type DigitPools struct{ Pool, Val *data.Images }

// LoadFewDigits reads the file and divides it, the same for each split, its images
// averaged to side × side. It returns an error if the file is damaged.
func LoadFewDigits(content []byte, split uint64, side int) (p DigitPools, err error) {
	all, err := data.Digits8x8(FewDigitsFile, bytes.NewReader(content))
	if err != nil {
		return p, err
	}
	learn, val := data.StratifiedSplit(all.Labels, float64(heldBack)/float64(all.Len()), rand.New(rand.NewPCG(split, 7)))
	m := averaged(all, side)
	return DigitPools{m.Subset(learn), m.Subset(val)}, nil
}

// averaged makes images of side×side of images of 8×8.
func averaged(all *data.Dataset, side int) *data.Images {
	k := 8 / side
	m := &data.Images{N: all.Len(), H: side, W: side, C: 1, Labels: all.Labels, Classes: data.DigitClasses}
	x := all.X.Data()
	for i := range m.N {
		for r := range side {
			for c := range side {
				sum := 0.0
				for dy := range k {
					for dx := range k {
						sum += float64(x[i*64+(r*k+dy)*8+c*k+dx])
					}
				}
				m.Pix = append(m.Pix, byte(sum/float64(k*k)*255+0.5))
			}
		}
	}
	return m
}

// Learn picks the images that a run with this seed learns, and returns their true
// labels too: the same ones whatever the network, the first of more.
func (d *FewDigits) Learn(p *DigitPools, seed uint64) (learn data.Source, truth []int) {
	index := data.Permutation(p.Pool.N, rand.New(rand.NewPCG(seed, 3)))[:min(d.Images, p.Pool.N)]
	images := p.Pool.Subset(index)
	truth = slices.Clone(images.Labels)
	mislabel(images.Labels, d.Wrong, rand.New(rand.NewPCG(seed, 4)))
	if !d.Augment {
		return images, truth
	}
	return &data.Augmented{Images: images, Augment: data.Augment{Shift: 0.08 * float64(d.Side), Rotate: 10, Scale: 0.08, Shear: 0.1}}, truth
}

// mislabel turns a share of the labels into others, the same ones first whatever the share.
func mislabel(labels []int, share float64, rng *rand.Rand) {
	for _, i := range data.Permutation(len(labels), rng)[:int(share*float64(len(labels))+0.5)] {
		labels[i] = (labels[i] + 1 + rng.IntN(len(data.DigitClasses)-1)) % len(data.DigitClasses)
	}
}
