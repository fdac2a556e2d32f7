package data_test

import (
	"math"
	"slices"
	"testing"

	"gradtheatre/engine/data"
)

// at returns the place of a point in the plane.
func at(d *data.Dataset, i int) (x, y float64) { return float64(d.X.At(i, 0)), float64(d.X.At(i, 1)) }

func near(a, b float64) bool { return math.Abs(a-b) < 1e-5 }

// TestPlaygroundData: the problems of TensorFlow Playground, without noise.
func TestPlaygroundData(t *testing.T) {
	d := data.TwoGauss(20000, 0, rng())
	var sx, ss float64
	for i := range 10000 {
		x, _ := at(d, i)
		sx, ss = sx+x, ss+(x-2)*(x-2)
	}
	if math.Abs(sx/1e4-2) > 0.03 || math.Abs(ss/1e4-0.5) > 0.03 || d.Labels[0] != 1 || d.Labels[19999] != 0 {
		t.Errorf("two gauss: mean %v, variance %v, want 2 and 0.5", sx/1e4, ss/1e4)
	}
	d = data.Spiral(10, 0, rng())
	x, y := at(d, 1) // r = 1, t = 1.75/5·2π
	if tt := 1.75 / 5 * 2 * math.Pi; !near(x, math.Sin(tt)) || !near(y, math.Cos(tt)) || d.Targets.At(1, 0) != 1 || d.Targets.At(9, 0) != -1 {
		t.Errorf("spiral: (%v, %v)", x, y)
	}
	d = data.Circle(200, 0, rng())
	for i := range d.Len() {
		x, y := at(d, i)
		if in := math.Hypot(x, y) < 2.5; in != (d.Labels[i] == 1) || in != (i < 100) {
			t.Errorf("circle: point %d at radius %v has label %d", i, math.Hypot(x, y), d.Labels[i])
		}
	}
	d = data.XOR(200, 0, rng())
	for i := range d.Len() {
		x, y := at(d, i)
		if (x*y >= 0) != (d.Labels[i] == 1) || min(math.Abs(x), math.Abs(y)) < 0.3 || max(math.Abs(x), math.Abs(y)) > 5.3 {
			t.Errorf("xor: (%v, %v) has label %d", x, y, d.Labels[i])
		}
	}
	d = data.RegressPlane(50, 0, rng())
	x, y = at(d, 7)
	if !near(float64(d.Targets.At(7, 0)), (x+y)/10) {
		t.Errorf("plane at (%v, %v) is %v", x, y, d.Targets.At(7, 0))
	}
	d = data.RegressGauss(2000, 0, rng())
	if lo, hi := slices.Min(d.Targets.Data()), slices.Max(d.Targets.Data()); lo < -1 || lo > -0.8 || hi > 1 || hi < 0.8 {
		t.Errorf("gauss cones reach %v … %v", lo, hi)
	}
}

// TestScikitData: the problems of scikit-learn, without noise.
func TestScikitData(t *testing.T) {
	d := data.Moons(101, 0, rng())
	x0, y0 := at(d, 49) // the last of the outer moon
	x1, y1 := at(d, 50) // the first of the inner
	if !near(x0, -1) || !near(y0, 0) || !near(x1, 0) || !near(y1, 0.5) || d.Labels[49] != 0 || d.Labels[50] != 1 {
		t.Errorf("moons: (%v, %v), (%v, %v)", x0, y0, x1, y1)
	}
	d = data.Circles(100, 0, 0.8, rng())
	x, y := at(d, 99)
	if !near(math.Hypot(x, y), 0.8) || d.Labels[99] != 1 {
		t.Errorf("circles: radius %v", math.Hypot(x, y))
	}
	d = data.SwissRoll(100, 0, rng())
	for i := range d.Len() {
		tt := float64(d.Targets.At(i, 0))
		if math.Abs(math.Hypot(float64(d.X.At(i, 0)), float64(d.X.At(i, 2)))-tt) > 1e-4 || tt < 1.5*math.Pi || tt > 4.5*math.Pi {
			t.Errorf("swiss roll: t %v at %v", tt, d.X.Data()[3*i:3*i+3])
		}
	}
	d = data.SCurve(100, 0, rng())
	for i := range d.Len() {
		tt := float64(d.Targets.At(i, 0))
		if z := math.Copysign(math.Cos(tt)-1, -tt); !near(float64(d.X.At(i, 0)), math.Sin(tt)) || !near(float64(d.X.At(i, 2)), z) || math.Abs(tt) > 1.5*math.Pi {
			t.Errorf("s-curve: t %v at %v", tt, d.X.Data()[3*i:3*i+3])
		}
	}
	r, coef := data.MakeRegression(data.Regression{N: 50, Features: 4, Informative: 2, Bias: 3}, rng())
	y = 3
	for k, c := range coef {
		y += c * float64(r.X.At(9, k))
	}
	if math.Abs(float64(r.Targets.At(9, 0))-y) > 1e-3 || slices.Index(coef, 0) < 0 {
		t.Errorf("make_regression: target %v, want %v from %v", r.Targets.At(9, 0), y, coef)
	}
}
