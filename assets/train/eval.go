package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// evaluate prints the accuracy of a weights file, in per cent, as the last line.
func evaluate(s *settings) error {
	model := models.NewDigits(rand.New(rand.NewPCG(0, 0)))
	file, err := weights.ReadFile(s.out)
	if err != nil {
		return err
	}
	if err := weights.Load(model.Params(), file); err != nil {
		return err
	}
	switch s.set {
	case "t10k":
		images, err := loadMNIST(s.mnist, "t10k")
		if err != nil {
			return err
		}
		return report(model, images, 0)
	case "holdout":
		images, err := loadMNIST(s.mnist, "train")
		if err != nil {
			return err
		}
		return report(model, images, max(images.N-holdOut, 0))
	case "hands":
		images, err := loadMNIST(s.mnist, "train")
		if err != nil {
			return err
		}
		return reportHands(model, images)
	case "strokes":
		return evaluateStrokes(model, s.strokes)
	}
	return fmt.Errorf("-set is %q, want t10k, holdout, hands or strokes", s.set)
}

func report(model *models.Digits, images *data.Images, from int) error {
	if images.N <= from || images.H != size || images.W != size {
		return fmt.Errorf("the file holds %d images of %d×%d, want more than %d of %d×%d", images.N, images.H, images.W, from, size, size)
	}
	t := testImages(model, images, from)
	fmt.Printf("%v\naccuracy on %d images, in per cent:\n%.2f\n", t, t.n, t.percent())
	return nil
}

// testImages reads the images from the given one to the last.
func testImages(model *models.Digits, images *data.Images, from int) tally {
	return read(model, images.N-from, func(dst []tensor.Elem, i int) int {
		images.Example(dst, from+i)
		return images.Labels[from+i]
	}, nil)
}

// reportHands redraws held-out digits in every hand.
func reportHands(model *models.Digits, images *data.Images) error {
	if images.N <= holdOut {
		return fmt.Errorf("the file holds %d images, want more than %d", images.N, holdOut)
	}
	const step = 5 // every fifth of the held-out images
	var index []int
	for i := images.N - holdOut; i < images.N; i += step {
		index = append(index, i)
	}
	var all tally
	testHands(model, images, index, func(h *hand, t tally) {
		fmt.Printf("%-22s %v\n", h.name, t)
		all.join(&t)
	})
	fmt.Printf("%v\naccuracy on %d drawings in %d hands, in per cent:\n%.2f\n", all, all.n, len(hands), all.percent())
	return nil
}

// tally counts right answers, and how far the network's confidence, its largest
// probability, can be believed.
type tally struct {
	n, right        int
	sure, sureWrong int // answers with more than 90 %
	bins            [10]struct{ confidence, right float64 }
}

// add counts one answer and returns it.
func (t *tally) add(p []tensor.Elem, digit int) (got int) {
	got = argmax(p)
	confidence := float64(p[got])
	bin := &t.bins[min(int(confidence*float64(len(t.bins))), len(t.bins)-1)]
	bin.confidence += confidence
	t.n++
	if got == digit {
		t.right++
		bin.right++
	}
	if confidence > 0.9 {
		t.sure++
		if got != digit {
			t.sureWrong++
		}
	}
	return got
}

func (t *tally) join(o *tally) {
	t.n, t.right, t.sure, t.sureWrong = t.n+o.n, t.right+o.right, t.sure+o.sure, t.sureWrong+o.sureWrong
	for i := range t.bins {
		t.bins[i].confidence += o.bins[i].confidence
		t.bins[i].right += o.bins[i].right
	}
}

func (t tally) percent() float64 { return 100 * float64(t.right) / float64(max(t.n, 1)) }

// calibration is the expected calibration error: how far confidence is from the
// share of right answers, in the mean over ten bins of confidence.
// Source: Guo et al., “On calibration of modern neural networks”, 2017.
func (t tally) calibration() (gap float64) {
	for _, b := range t.bins {
		gap += math.Abs(b.confidence-b.right) / float64(max(t.n, 1))
	}
	return gap
}

func (t tally) String() string {
	return fmt.Sprintf("%6.2f %%  more than 90 %% sure: %.1f %%, wrong in %.2f %% of these  calibration error %.4f", t.percent(),
		100*float64(t.sure)/float64(max(t.n, 1)), 100*float64(t.sureWrong)/float64(max(t.sure, 1)), t.calibration())
}

// read has the network read n images; image writes one and returns its digit,
// wrong, if not nil, is told of each mistake.
func read(model *models.Digits, n int, image func(dst []tensor.Elem, i int) (digit int), wrong func(i, digit, got int)) (t tally) {
	tape := grad.NewTape()
	tape.NoGrad = true
	labels := make([]int, 100)
	for from := 0; from < n; from += len(labels) {
		k := min(len(labels), n-from)
		x := tensor.New(k, 1, size, size)
		for i := range k {
			labels[i] = image(x.Data()[i*size*size:(i+1)*size*size], from+i)
		}
		tape.Reset()
		p := model.Predict(tape.Const("x", x)).Value.Data()
		for i := range k {
			if got := t.add(p[i*10:i*10+10], labels[i]); got != labels[i] && wrong != nil {
				wrong(from+i, labels[i], got)
			}
		}
	}
	return t
}

func argmax(v []tensor.Elem) int {
	best := 0
	for i := range v {
		if v[i] > v[best] {
			best = i
		}
	}
	return best
}

// evaluateStrokes names the drawings that the model gets wrong, then the accuracy.
func evaluateStrokes(model *models.Digits, path string) error {
	t, err := testStrokes(model, path, func(i, digit, got int) {
		fmt.Printf("drawing %d: a %d taken for %d\n", i+1, digit, got)
	})
	if err != nil {
		return err
	}
	fmt.Printf("accuracy on %d drawings, in per cent:\n%.2f\n", t.n, t.percent())
	return nil
}

// testStrokes reads the drawings of a file and calls wrong for each mistake.
func testStrokes(model *models.Digits, path string, wrong func(i, digit, got int)) (tally, error) {
	f, err := os.Open(path)
	if err != nil {
		return tally{}, err
	}
	defer f.Close()
	set, err := data.ReadDrawings(f)
	if err != nil {
		return tally{}, err
	}
	if len(set) == 0 {
		return tally{}, fmt.Errorf("%s: no drawings", path)
	}
	var pen data.Drawing
	return read(model, len(set), func(dst []tensor.Elem, i int) int {
		render(dst, &pen, set[i].Strokes, set[i].Brush)
		return set[i].Digit
	}, wrong), nil
}

// render draws strokes as the pad does.
func render(dst []tensor.Elem, pen *data.Drawing, strokes []data.Stroke, brush float64) {
	pen.Render(strokes, brush)
	for i, v := range pen.Image {
		dst[i] = tensor.Elem(v)
	}
}
