package depth

import "testing"

// BenchmarkLook is what a look at each part costs.
func BenchmarkLook(b *testing.B) {
	for v, name := range viewIDs {
		b.Run(name, func(b *testing.B) {
			s, _ := scene(b, 784, 595)
			s.view = v
			for b.Loop() {
				if err := s.look(); err != nil {
					b.Fatal(err)
				}
				s.show()
			}
		})
	}
}
