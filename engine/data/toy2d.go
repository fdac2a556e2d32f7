package data

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/tensor"
)

// points collects a two-dimensional problem.
type points struct {
	x, t []tensor.Elem
}

func (p *points) add(x, y, target float64) {
	p.x = append(p.x, tensor.Elem(x), tensor.Elem(y))
	p.t = append(p.t, tensor.Elem(target))
}

// classes returns the points with targets ±1 and labels: 1 for +1, 0 for −1.
func (p *points) classes() *Dataset {
	d := p.numbers()
	d.Classes = []string{"−1", "+1"}
	for _, t := range p.t {
		l := 0
		if t > 0 {
			l = 1
		}
		d.Labels = append(d.Labels, l)
	}
	return d
}

func (p *points) numbers() *Dataset {
	n := len(p.t)
	return &Dataset{X: tensor.From(p.x, n, 2), Targets: tensor.From(p.t, n, 1), Features: []string{"x1", "x2"}}
}

// uniform returns U(a, b).
func uniform(rng *rand.Rand, a, b float64) float64 { return a + (b-a)*rng.Float64() }

// TwoGauss draws two clouds around (2,2), class +1, and (−2,−2), class −1, with
// variance 0.5 + 7·noise, noise 0 … 0.5: X [n, 2], Targets [n, 1] of ±1, Labels
// 1 and 0.
//
// Like every generator here it panics with a *tensor.ValueError if n or noise
// is negative or too large.
// Source: TensorFlow Playground, dataset.ts; so are Spiral, Circle, XOR,
// RegressPlane and RegressGauss.
func TwoGauss(n int, noise float64, rng *rand.Rand) *Dataset {
	checkToy("two gauss", n, noise)
	var p points
	sd := math.Sqrt(0.5 + noise*7)
	for i := range n {
		class := 1.0
		if i >= n/2 {
			class = -1
		}
		p.add(2*class+sd*rng.NormFloat64(), 2*class+sd*rng.NormFloat64(), class)
	}
	return p.classes()
}

// Spiral draws two arms around each other: radius 0 … 5, 1.75 turns.
func Spiral(n int, noise float64, rng *rand.Rand) *Dataset {
	checkToy("spiral", n, noise)
	var p points
	arm := func(count int, delta, target float64) {
		for i := range count {
			f := float64(i) / float64(count)
			r, t := 5*f, 1.75*f*2*math.Pi+delta
			p.add(r*math.Sin(t)+noise*uniform(rng, -1, 1), r*math.Cos(t)+noise*uniform(rng, -1, 1), target)
		}
	}
	arm(n/2, 0, 1)
	arm(n-n/2, math.Pi, -1)
	return p.classes()
}

// Circle draws a disc of radius 2.5, class +1, in a ring of radius 3.5 … 5.
// Noise moves the point that is judged, not the point that is shown.
func Circle(n int, noise float64, rng *rand.Rand) *Dataset {
	checkToy("circle", n, noise)
	const radius = 5
	var p points
	for i := range n {
		from, to := 0.0, radius*0.5
		if i >= n/2 {
			from, to = radius*0.7, radius
		}
		r, angle := uniform(rng, from, to), uniform(rng, 0, 2*math.Pi)
		x, y := r*math.Sin(angle), r*math.Cos(angle)
		nx, ny := noise*uniform(rng, -radius, radius), noise*uniform(rng, -radius, radius)
		target := -1.0
		if math.Hypot(x+nx, y+ny) < radius*0.5 {
			target = 1
		}
		p.add(x, y, target)
	}
	return p.classes()
}

// XOR draws points in a square of side 10 with a gap of 0.6 along the axes;
// class +1 where both coordinates have one sign.
func XOR(n int, noise float64, rng *rand.Rand) *Dataset {
	checkToy("xor", n, noise)
	var p points
	for range n {
		x, y := uniform(rng, -5, 5), uniform(rng, -5, 5)
		x, y = x+math.Copysign(0.3, x), y+math.Copysign(0.3, y)
		target := -1.0
		if (x+noise*uniform(rng, -5, 5))*(y+noise*uniform(rng, -5, 5)) >= 0 {
			target = 1
		}
		p.add(x, y, target)
	}
	return p.classes()
}

// RegressPlane draws points in a square of side 12 with target (x + y)/10:
// Targets [n, 1], −1.2 … 1.2 without noise, which moves the point that is
// judged, not the point that is shown.
func RegressPlane(n int, noise float64, rng *rand.Rand) *Dataset {
	checkToy("regress plane", n, noise)
	var p points
	for range n {
		x, y := uniform(rng, -6, 6), uniform(rng, -6, 6)
		nx, ny := noise*uniform(rng, -6, 6), noise*uniform(rng, -6, 6)
		p.add(x, y, (x+nx+y+ny)/10)
	}
	return p.numbers()
}

// RegressGauss draws points in a square of side 12; the target is the largest,
// by size, of six cones of radius 2 and height ±1: Targets [n, 1], −1 … 1.
func RegressGauss(n int, noise float64, rng *rand.Rand) *Dataset {
	checkToy("regress gauss", n, noise)
	cones := [...][3]float64{{-4, 2.5, 1}, {0, 2.5, -1}, {4, 2.5, 1}, {-4, -2.5, -1}, {0, -2.5, 1}, {4, -2.5, -1}}
	var p points
	for range n {
		x, y := uniform(rng, -6, 6), uniform(rng, -6, 6)
		nx, ny := noise*uniform(rng, -6, 6), noise*uniform(rng, -6, 6)
		target := 0.0
		for _, c := range cones {
			v := c[2] * max(0, 1-math.Hypot(x+nx-c[0], y+ny-c[1])/2)
			if math.Abs(v) > math.Abs(target) {
				target = v
			}
		}
		p.add(x, y, target)
	}
	return p.numbers()
}

// Moons draws two half circles that reach into each other: the outer, label 0,
// and the inner, label 1. noise is the standard deviation added to both coordinates.
// Source: scikit-learn 1.2, make_moons; Circles, SwissRoll and SCurve are from there too.
func Moons(n int, noise float64, rng *rand.Rand) *Dataset {
	checkToy("moons", n, noise)
	var p points
	outer := n / 2
	for i := range outer {
		t := linspace(i, outer)
		p.add(math.Cos(t)+noise*rng.NormFloat64(), math.Sin(t)+noise*rng.NormFloat64(), -1)
	}
	for i := range n - outer {
		t := linspace(i, n-outer)
		p.add(1-math.Cos(t)+noise*rng.NormFloat64(), 0.5-math.Sin(t)+noise*rng.NormFloat64(), 1)
	}
	return p.classes()
}

// linspace returns the i-th of n points evenly spread over 0 … π, both ends included.
func linspace(i, n int) float64 {
	if n < 2 {
		return 0
	}
	return math.Pi * float64(i) / float64(n-1)
}

// Circles draws a unit circle, label 0, around a circle of radius factor, label
// 1. It panics with a *tensor.ValueError unless 0 ≤ factor < 1.
func Circles(n int, noise, factor float64, rng *rand.Rand) *Dataset {
	checkToy("circles", n, noise)
	if !(factor >= 0 && factor < 1) {
		panic(&tensor.ValueError{Op: "circles", Name: "factor", Value: strconv.FormatFloat(factor, 'g', -1, 64), Want: "at least 0 and less than 1"})
	}
	var p points
	ring := func(count int, radius, target float64) {
		for i := range count {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(count))
			p.add(radius*cos+noise*rng.NormFloat64(), radius*sin+noise*rng.NormFloat64(), target)
		}
	}
	ring(n/2, 1, -1)
	ring(n-n/2, factor, 1)
	return p.classes()
}

// SwissRoll draws a rolled-up sheet: X [n, 3], Targets [n, 1] the place along the roll.
func SwissRoll(n int, noise float64, rng *rand.Rand) *Dataset {
	return surface("swiss roll", n, noise, rng, func() (x, y, z, t float64) {
		t = 1.5 * math.Pi * (1 + 2*rng.Float64())
		return t * math.Cos(t), 21 * rng.Float64(), t * math.Sin(t), t
	})
}

// SCurve draws a sheet bent like an S: X [n, 3], Targets [n, 1] the place along the curve.
func SCurve(n int, noise float64, rng *rand.Rand) *Dataset {
	return surface("s-curve", n, noise, rng, func() (x, y, z, t float64) {
		t = 3 * math.Pi * (rng.Float64() - 0.5)
		return math.Sin(t), 2 * rng.Float64(), math.Copysign(1, t) * (math.Cos(t) - 1), t
	})
}

// surface draws n places on a sheet, each coordinate with normal noise added.
func surface(name string, n int, noise float64, rng *rand.Rand, point func() (x, y, z, t float64)) *Dataset {
	checkToy(name, n, noise)
	d := &Dataset{X: tensor.New(n, 3), Targets: tensor.New(n, 1), Features: []string{"x", "y", "z"}}
	for i := range n {
		x, y, z, t := point()
		for k, v := range [...]float64{x, y, z} {
			d.X.Set(tensor.Elem(v+noise*rng.NormFloat64()), i, k)
		}
		d.Targets.Set(tensor.Elem(t), i, 0)
	}
	return d
}

// checkToy refuses sizes and noises that make no sense.
func checkToy(op string, n int, noise float64) {
	if n < 0 || n > tensor.MaxLen/8 {
		panic(&tensor.ValueError{Op: op, Name: "n", Value: strconv.Itoa(n), Want: "0 … " + strconv.Itoa(tensor.MaxLen/8)})
	}
	if !(noise >= 0) || math.IsInf(noise, 0) {
		panic(&tensor.ValueError{Op: op, Name: "noise", Value: strconv.FormatFloat(noise, 'g', -1, 64), Want: "a number of 0 or more"})
	}
}
