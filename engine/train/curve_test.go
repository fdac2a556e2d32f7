package train_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/train"
)

var update = flag.Bool("update", false, "write testdata/curve.txt anew")

// TestCurve trains the small LeNet for 100 steps on the committed digits and
// holds the losses against those of another machine, to 1e-4: the same run,
// natively and in WebAssembly, whichever kernels do the work.
func TestCurve(t *testing.T) {
	dir := filepath.Join("..", "..", "assets", "data", "digits", "ocvdigits-test1k-")
	digits, err := data.LoadImageFiles(dir+"images.idx3.gz", dir+"labels.idx1.gz", data.DigitClasses)
	if err != nil {
		t.Fatal(err)
	}
	s, err := train.New(train.Config{
		Model:    func(rng *rand.Rand) nn.Module { return nn.NewLeNet(1, 10, rng) },
		Loss:     train.CrossEntropy,
		Seed:     3,
		Settings: train.Settings{Data: &data.Augmented{Images: digits, Augment: data.Digits}, BatchSize: 16, Rule: optim.SGD{LR: 0.02, Momentum: 0.9}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for range 100 {
		if err := s.Step(); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&text, "%.7g\n", s.History().Loss[s.StepCount()-1])
	}
	file := filepath.Join("testdata", "curve.txt")
	if *update {
		if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(string(b))
	largest := 0.0
	for k, got := range s.History().Loss {
		var w float64
		if _, err := fmt.Sscan(want[k], &w); err != nil {
			t.Fatal(err)
		}
		largest = max(largest, math.Abs(float64(got)-w))
	}
	if t.Logf("largest difference %.2g", largest); !(largest <= 1e-4) {
		t.Errorf("largest difference of 100 losses %v, want at most 1e-4", largest)
	}
}
