package workload

import (
	"fmt"
	"testing"
)

// BenchmarkStep is a step of each workload; the bench command measures the
// same beside the peers.
func BenchmarkStep(b *testing.B) {
	images := digits(1024)
	for _, name := range Names {
		b.Run(name, func(b *testing.B) {
			run, err := New(name, 0, images)
			if err != nil {
				b.Fatal(err)
			}
			run.Step()
			b.ReportAllocs()
			for b.Loop() {
				run.Step()
			}
			b.ReportMetric(float64(run.Batch*b.N)/b.Elapsed().Seconds(), "samples/s")
		})
	}
}

// BenchmarkShared is a step of the same, shared out to goroutines.
func BenchmarkShared(b *testing.B) {
	images := digits(1024)
	for _, name := range ParallelNames {
		for threads := 1; threads <= 2; threads++ {
			b.Run(fmt.Sprintf("%s/threads=%d", name, threads), func(b *testing.B) {
				run, err := NewParallel(name, threads, images)
				if err != nil {
					b.Fatal(err)
				}
				defer run.Close()
				run.Step()
				run.Step() // the first is one worker's alone
				for b.Loop() {
					run.Step()
				}
				b.ReportMetric(float64(run.Batch*b.N)/b.Elapsed().Seconds(), "samples/s")
			})
		}
	}
}
