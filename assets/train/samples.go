package main

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// samples writes two test images of each digit, for visitors who pick instead
// of drawing; the weights get both right, but find one easy and one not.
func samples(dir, weightsFile, out string) error {
	images, err := data.LoadImageFiles(dir+"/ocvdigits-test1k-images.idx3.gz", dir+"/ocvdigits-test1k-labels.idx1.gz", data.DigitClasses)
	if err != nil {
		return err
	}
	model := models.NewDigits(rand.New(rand.NewPCG(0, 0)))
	file, err := weights.ReadFile(weightsFile)
	if err != nil {
		return err
	}
	if err := weights.Load(model.Params(), file); err != nil {
		return err
	}
	chosen, err := choose(model, images)
	if err != nil {
		return err
	}
	// idx: two zero bytes, type 8 (bytes), the number of dimensions, the dimensions.
	b := []byte{0, 0, 8, 3}
	for _, d := range []int{len(chosen), size, size} {
		b = binary.BigEndian.AppendUint32(b, uint32(d))
	}
	for _, i := range chosen {
		b = append(b, images.Pixels(i)...)
	}
	if err := os.WriteFile(out, b, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: test images %v\n", out, chosen)
	return nil
}

// choose returns, for each digit, the surest image of the first half, and of all
// the least sure that is read right with more than 60 %.
func choose(model *models.Digits, images *data.Images) ([]int, error) {
	tape := grad.NewTape()
	tape.NoGrad = true
	x := tensor.New(1, 1, size, size)
	var easy, hard [10]int
	var high, low [10]float64
	for d := range 10 {
		easy[d], hard[d], high[d], low[d] = -1, -1, 0, 2
	}
	for i := range images.N {
		images.Example(x.Data(), i)
		x.Touch()
		tape.Reset()
		p := model.Predict(tape.Const("x", x)).Value.Data()
		d := images.Labels[i]
		if argmax(p) != d {
			continue
		}
		if v := float64(p[d]); i < images.N/2 && v > high[d] {
			easy[d], high[d] = i, v
		} else if v > 0.6 && v < low[d] {
			hard[d], low[d] = i, v
		}
	}
	var chosen []int
	for d := range 10 {
		if easy[d] < 0 || hard[d] < 0 {
			return nil, fmt.Errorf("the weights read too few of the digit %d right to choose two images", d)
		}
		chosen = append(chosen, easy[d], hard[d])
	}
	return chosen, nil
}
