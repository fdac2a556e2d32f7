package main

import (
	"fmt"
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
	case "strokes":
		return evaluateStrokes(model, s.strokes)
	}
	return fmt.Errorf("-set is %q, want t10k, holdout or strokes", s.set)
}

func report(model *models.Digits, images *data.Images, from int) error {
	if images.N <= from || images.H != size || images.W != size {
		return fmt.Errorf("the file holds %d images of %d×%d, want more than %d of %d×%d", images.N, images.H, images.W, from, size, size)
	}
	fmt.Printf("accuracy on %d images, in per cent:\n%.2f\n", images.N-from, 100*accuracy(model, images, from, images.N))
	return nil
}

// accuracy is the share of images from ≤ i < to that the model gets right.
func accuracy(model *models.Digits, images *data.Images, from, to int) float64 {
	tape := grad.NewTape()
	tape.NoGrad = true
	var b data.Batch
	right := 0
	for i := from; i < to; i += 100 {
		index := make([]int, min(100, to-i))
		for k := range index {
			index[k] = i + k
		}
		images.Gather(&b, index, nil)
		tape.Reset()
		logits := model.Forward(tape.Const("x", b.X)).Value.Data()
		for k, label := range b.Labels {
			if argmax(logits[k*10:k*10+10]) == label {
				right++
			}
		}
	}
	return float64(right) / float64(to-from)
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
	right, total, err := countStrokes(model, path, func(i, digit, got int) {
		fmt.Printf("drawing %d: a %d taken for %d\n", i+1, digit, got)
	})
	if err != nil {
		return err
	}
	fmt.Printf("accuracy on %d drawings, in per cent:\n%.2f\n", total, 100*float64(right)/float64(total))
	return nil
}

// countStrokes classifies the drawings of a file and calls wrong for each mistake.
func countStrokes(model *models.Digits, path string, wrong func(i, digit, got int)) (right, total int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	set, err := data.ReadDrawings(f)
	if err != nil {
		return 0, 0, err
	}
	if len(set) == 0 {
		return 0, 0, fmt.Errorf("%s: no drawings", path)
	}
	tape := grad.NewTape()
	tape.NoGrad = true
	x := tensor.New(1, 1, size, size)
	var pen data.Drawing
	for i := range set {
		pen.Render(set[i].Strokes, set[i].Brush)
		for k, v := range pen.Image {
			x.Data()[k] = tensor.Elem(v)
		}
		x.Touch()
		tape.Reset()
		if got := argmax(model.Forward(tape.Const("x", x)).Value.Data()); got == set[i].Digit {
			right++
		} else {
			wrong(i, set[i].Digit, got)
		}
	}
	return right, len(set), nil
}
