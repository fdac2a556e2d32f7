package tensor

import (
	"time"

	"gradtheatre/engine/tensor/internal/kernel"
)

// PeakFLOPS measures, for about d, how many floating-point operations a second
// one thread can do at best: multiply-adds of the widest vectors that the
// kernels use, in registers only. A matrix product is good as it comes near.
func PeakFLOPS(d time.Duration) float64 {
	start, done := time.Now(), 0.0
	for {
		done += kernel.Peak(20000)
		if spent := time.Since(start); spent >= d {
			return done / spent.Seconds()
		}
	}
}
