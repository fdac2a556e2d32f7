package train_test

import (
	"math"
	"slices"
	"testing"

	"gradtheatre/engine/train"
)

func TestHistogram(t *testing.T) {
	dst := []int{9, 9, 9, 9}
	train.Histogram(dst, []float64{-1, -0.51, -0.49, 0, 0.99, 1, 7, -7, math.NaN(), math.Inf(1), math.Inf(-1)}, -1, 1)
	if want := []int{4, 1, 1, 4}; !slices.Equal(dst, want) {
		t.Errorf("counted %v, want %v", dst, want)
	}
}
