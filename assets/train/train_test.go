package main

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// TestShippedWeights measures the weights in the repository on the drawings
// that were never trained on.
func TestShippedWeights(t *testing.T) {
	const path = "../weights/digits.safetensors"
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 500_000 {
		t.Errorf("%d bytes, want at most 500,000", info.Size())
	}
	file, err := weights.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"command", "data", "seed", "held_out_accuracy"} {
		if file.Metadata[key] == "" {
			t.Errorf("the metadata does not say %s", key)
		}
	}
	drawn, err := testStrokes(shipped(t), "../../engine/data/testdata/strokes.txt", nil)
	if err != nil {
		t.Fatal(err)
	}
	if drawn.n != 200 || drawn.right < 198 {
		t.Errorf("%d of %d drawings right, want at least 198 of 200", drawn.right, drawn.n)
	}
}

func TestRefuses(t *testing.T) {
	empty := t.TempDir()
	for _, tt := range []struct{ args, want string }{
		{"", "which weights"},
		{"faces", "which weights"},
		{"digits", "-mnist is missing"},
		{"digits -mnist " + empty, "train-images"},
		{"digits -eval -mnist " + empty + " -out ../weights/digits.safetensors", "t10k-images"},
		{"digits -eval -set moon -out ../weights/digits.safetensors", "want t10k"},
		{"digits -eval -out " + empty + "/none.safetensors", "none.safetensors"},
	} {
		err := run(strings.Fields(tt.args))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, want an error that says %q", tt.args, err, tt.want)
		}
	}
}

// TestBend: a bent image stays within 0 … 1 and keeps most of its ink.
func TestBend(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	b := bender{rng: rng}
	var pen data.Drawing
	var src, dst [size * size]tensor.Elem
	for i := range 200 {
		strokes, brush := data.DrawDigit(rng, i%10)
		pen.Render(strokes, brush)
		before, after := 0.0, 0.0
		for k, v := range pen.Image {
			src[k] = tensor.Elem(v)
			before += float64(v)
		}
		b.bend(dst[:], src[:])
		for k, v := range dst {
			if !(v >= 0 && v <= 1.0001) {
				t.Fatalf("drawing %d: pixel %d is %g", i, k, v)
			}
			after += float64(v)
		}
		if after < before*0.3 || after > before*3 {
			t.Errorf("drawing %d: ink went from %.1f to %.1f", i, before, after)
		}
	}
}

func TestSchedule(t *testing.T) {
	if a, b, c := schedule(0), schedule(0.1), schedule(1); a != 0 || b < 0.9 || c > 0.01 {
		t.Errorf("schedule begins at %g, is %g after the warm-up and ends at %g", a, b, c)
	}
}
