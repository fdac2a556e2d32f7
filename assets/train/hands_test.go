package main

import (
	"math"
	"math/rand/v2"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// shipped reads the weights in the repository.
func shipped(t *testing.T) *models.Digits {
	t.Helper()
	model := models.NewDigits(nil)
	file, err := weights.ReadFile("../weights/digits.safetensors")
	if err == nil {
		err = weights.Load(model.Params(), file)
	}
	if err != nil {
		t.Fatal(err)
	}
	return model
}

// TestOtherHands has every hand redraw digits of the committed set. Most of these
// digits are among MNIST's training images, so it is the hands that are new
// here and not the digits: -eval -set hands redraws held-out ones.
func TestOtherHands(t *testing.T) {
	const at = "../data/digits/ocvdigits-test1k-"
	set, err := data.LoadImageFiles(at+"images.idx3.gz", at+"labels.idx1.gz", data.DigitClasses)
	if err != nil {
		t.Fatal(err)
	}
	model := shipped(t)
	if asTheyAre := testImages(model, set, 0); asTheyAre.right < 990 {
		t.Errorf("of the images as they are %d of %d are right, want 990", asTheyAre.right, asTheyAre.n)
	}
	var index []int
	for i := 0; i < set.N; i += 2 {
		index = append(index, i)
	}
	testHands(model, set, index, func(h *hand, r tally) {
		t.Logf("%-22s %v", h.name, r)
		if r.n != len(index) || r.percent() < 96 {
			t.Errorf("%s: %.1f %% of %d right, want 96 %%", h.name, r.percent(), r.n)
		}
	})
}

// TestNoDigit: drawings that are no digits are answered with doubt. Of these
// kinds none is trained on.
func TestNoDigit(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	between := func(a, b float64) float64 { return a + (b-a)*rng.Float64() }
	kinds := []struct {
		name string
		draw func() data.Stroke
	}{
		{"zigzag", func() (s data.Stroke) {
			for k := range 8 + rng.IntN(8) {
				s = append(s, data.StrokePoint{X: 0.2 + 0.05*float64(k) + between(0, 0.03), Y: 0.3 + 0.4*float64(k%2) + between(0, 0.1)})
			}
			return s
		}},
		{"polygon", func() (s data.Stroke) {
			for range 8 + rng.IntN(8) {
				s = append(s, data.StrokePoint{X: between(0.1, 0.9), Y: between(0.1, 0.9)})
			}
			return s
		}},
		{"walk", func() (s data.Stroke) {
			p, way := data.StrokePoint{X: 0.5, Y: 0.5}, between(0, 2*math.Pi)
			for range 80 + rng.IntN(100) {
				way += 0.7 * rng.NormFloat64()
				p.X, p.Y = min(max(p.X+0.03*math.Cos(way), 0.1), 0.9), min(max(p.Y+0.03*math.Sin(way), 0.1), 0.9)
				s = append(s, p)
			}
			return s
		}},
	}
	model := shipped(t)
	for _, kind := range kinds {
		var pen data.Drawing
		// Whatever is answered is wrong: there is no digit 10.
		r := read(model, 200, func(dst []tensor.Elem, _ int) int {
			render(dst, &pen, []data.Stroke{kind.draw()}, between(0.05, 0.1))
			return 10
		}, nil)
		share := 100 * float64(r.sure) / float64(r.n)
		t.Logf("%s: more than 90 %% sure of %.1f %%", kind.name, share)
		if share > 10 {
			t.Errorf("%s: the network is more than 90 %% sure of %.1f %%, want at most 10 %%", kind.name, share)
		}
	}
}

// TestRedraw: what is redrawn stays a drawing, and scribbles have ink.
func TestRedraw(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	var pen data.Drawing
	for i := range 200 {
		strokes, _ := data.DrawDigit(rng, i%10)
		for _, draw := range []func() ([]data.Stroke, float64){
			func() ([]data.Stroke, float64) { return redraw(rng, strokes) },
			func() ([]data.Stroke, float64) { return scribble(rng) },
		} {
			again, brush := draw()
			if len(again) == 0 || brush < 0.04 || brush > 0.12 || !pen.Render(again, brush) {
				t.Fatalf("drawing %d: %d strokes with a brush of %g", i, len(again), brush)
			}
			if right, bottom := pen.Right-pen.Left, pen.Bottom-pen.Top; !(right < 2 && bottom < 2) {
				t.Errorf("drawing %d: %.2f × %.2f pads large", i, right, bottom)
			}
		}
	}
}
