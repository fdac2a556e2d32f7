package tensor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestGemm(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	shapes := [][3]int{{0, 3, 2}, {3, 0, 2}, {3, 2, 0}, {1, 1, 1}, {2, 8, 2}, {32, 10, 784}, {33, 47, 300}, {65, 300, 17}}
	for range 60 {
		shapes = append(shapes, [3]int{1 + rng.IntN(40), 1 + rng.IntN(70), 1 + rng.IntN(90)})
	}
	for _, s := range shapes {
		m, n, k := s[0], s[1], s[2]
		for flags := range 8 {
			ta, tb, acc := flags&1 != 0, flags&2 != 0, flags&4 != 0
			a, b, c := random(rng, m, k), random(rng, k, n), random(rng, m, n)
			if ta {
				a = random(rng, k, m)
			}
			if tb {
				b = random(rng, n, k)
			}
			want := New(m, n)
			if acc {
				Copy(want, c)
			}
			for i := range m {
				for j := range n {
					var sum float64
					for p := range k {
						ai, bi := i*k+p, p*n+j
						if ta {
							ai = p*m + i
						}
						if tb {
							bi = j*k + p
						}
						sum += float64(a.data[ai]) * float64(b.data[bi])
					}
					want.data[i*n+j] += Elem(sum)
				}
			}
			Gemm(c, a, b, ta, tb, acc)
			mustClose(t, fmt.Sprint(s, ta, tb, acc), c, want)
		}
	}
}

func TestGemmErrors(t *testing.T) {
	for _, c := range [][3][]int{
		{{2, 3}, {2, 4}, {4, 3}},
		{{2, 2}, {2, 4}, {4, 3}},
		{{2}, {2}, {2, 2}},
	} {
		if err := Catch(func() { MatMul(New(c[0]...), New(c[1]...), New(c[2]...)) }); (err == nil) != (c[0][1:] != nil && len(c[0]) == 2 && c[0][1] == 3) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

func ExampleMatMul() {
	a := From([]Elem{1, 2, 3, 4}, 2, 2)
	b := From([]Elem{5, 6, 7, 8}, 2, 2)
	y := New(2, 2)
	MatMul(y, a, b)
	fmt.Println(y.Data())
	// Output: [19 22 43 50]
}

func TestKernels(t *testing.T) {
	if got := Kernels(); !slices.Contains([]string{"go", "avx2", "avx512", "simd128", "relaxed"}, got) {
		t.Errorf("the inner loops are %q, which the documentation does not know", got)
	}
}
