package setup

import "testing"

// BenchmarkLook is what a look at the network costs.
func BenchmarkLook(b *testing.B) {
	s, _ := scene(b, 784, 595)
	b.ReportAllocs()
	for b.Loop() {
		if err := s.look(); err != nil {
			b.Fatal(err)
		}
		s.show()
	}
}

// BenchmarkField is what a look at the whole plane costs.
func BenchmarkField(b *testing.B) {
	s, _ := scene(b, 784, 595)
	b.ReportAllocs()
	for b.Loop() {
		s.lookAround()
	}
}

// BenchmarkReshape is what a drag of the cloud costs.
func BenchmarkReshape(b *testing.B) {
	s, _ := scene(b, 784, 595)
	b.ReportAllocs()
	for b.Loop() {
		s.cloud.run()
		s.surveyed()
	}
}
