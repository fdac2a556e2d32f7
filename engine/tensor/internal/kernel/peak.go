package kernel

// peakSums is how many independent sums a round of [Peak] adds to: enough to
// hide how long a multiply-add takes.
const peakSums = 12

// Peak does n rounds of multiply-adds that only touch registers and returns how
// many floating-point operations that was. No product can be faster.
func Peak(n int) (operations float64) {
	lanes := 1
	if current == portable {
		if s := peakGo(n); s != s { // read, so that the loop is not left out
			return 0
		}
	} else {
		lanes = fastPeak(n)
	}
	return float64(n) * float64(2*peakSums*lanes)
}

//go:noinline
func peakGo(n int) Elem {
	var a, b, c, d, e, f, g, h, i, j, k, l Elem
	x, y := Elem(n), Elem(0.999)
	for range n {
		a, b, c, d, e, f = a*y+x, b*y+x, c*y+x, d*y+x, e*y+x, f*y+x
		g, h, i, j, k, l = g*y+x, h*y+x, i*y+x, j*y+x, k*y+x, l*y+x
	}
	return a + b + c + d + e + f + g + h + i + j + k + l
}
