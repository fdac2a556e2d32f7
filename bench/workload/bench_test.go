package workload

import "testing"

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
