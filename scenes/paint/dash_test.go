package paint

import (
	"math/rand/v2"
	"testing"
)

// TestDashesEnd: whatever the lengths, the walk along a dashed line ends. At
// this line's numbers the rest of a gap was smaller than a rounding of the way.
func TestDashesEnd(t *testing.T) {
	c := NewCanvas()
	c.Begin(800, 600, 1)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		k := 0.4 + 2*rng.Float64()
		x := rng.Float64() * 400
		c.DashLine(x, 10, x+rng.Float64()*300, 10, 1.5*k, 6*k, 4*k, 0, Color{A: 255})
		c.DashLine(139.5, 332, 139.5+85.99999999999996, 332, 3.25, 10.3, 6.88, 0, Color{A: 255})
	}
}
