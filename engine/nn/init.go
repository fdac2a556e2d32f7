package nn

import (
	"math"
	"math/rand/v2"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Initializer fills a weight [out, in, kH, kW …] with its first values, drawn from rng.
type Initializer func(w *tensor.Tensor, rng *rand.Rand)

// Fans returns how many inputs each output of a weight [out, in, kH, kW …]
// sees, and how many outputs each input reaches.
// It panics with a *tensor.ShapeError if the weight has fewer than two dimensions.
func Fans(shape []int) (in, out int) {
	if len(shape) < 2 {
		panic(&tensor.ShapeError{Op: "initialise", A: shape, Why: "fan-in and fan-out need a weight [out, in, …]"})
	}
	field := 1
	for _, d := range shape[2:] {
		field *= d
	}
	return shape[1] * field, shape[0] * field
}

// Zeros sets every weight to 0: with more than one neuron in a layer all of
// them then learn the same.
func Zeros(w *tensor.Tensor, _ *rand.Rand) { tensor.Fill(w, 0) }

// Constant sets every weight to v.
func Constant(v float64) Initializer {
	return func(w *tensor.Tensor, _ *rand.Rand) { tensor.Fill(w, tensor.Elem(v)) }
}

// Normal draws from N(0, sd²).
func Normal(sd float64) Initializer {
	checkInit("normal", "standard deviation", sd)
	return func(w *tensor.Tensor, rng *rand.Rand) {
		for i := range w.Data() {
			w.Data()[i] = tensor.Elem(sd * rng.NormFloat64())
		}
		w.Touch()
	}
}

// Uniform draws evenly from −bound … bound.
func Uniform(bound float64) Initializer {
	checkInit("uniform", "bound", bound)
	return func(w *tensor.Tensor, rng *rand.Rand) {
		for i := range w.Data() {
			w.Data()[i] = tensor.Elem(bound * (2*rng.Float64() - 1))
		}
		w.Touch()
	}
}

// XavierUniform draws evenly within ±√(6/(fan-in + fan-out)): signals keep
// their size through layers of tanh, forwards and backwards.
// Source: Glorot and Bengio, 2010.
func XavierUniform(w *tensor.Tensor, rng *rand.Rand) {
	in, out := Fans(w.Shape())
	Uniform(math.Sqrt(6/float64(in+out)))(w, rng)
}

// XavierNormal draws from N(0, 2/(fan-in + fan-out)).
func XavierNormal(w *tensor.Tensor, rng *rand.Rand) {
	in, out := Fans(w.Shape())
	Normal(math.Sqrt(2/float64(in+out)))(w, rng)
}

// HeUniform draws evenly within ±√(6/fan-in): signals keep their size through
// layers of ReLU. Source: He et al., “Delving deep into rectifiers”, 2015.
func HeUniform(w *tensor.Tensor, rng *rand.Rand) {
	in, _ := Fans(w.Shape())
	Uniform(math.Sqrt(6/float64(in)))(w, rng)
}

// HeNormal draws from N(0, 2/fan-in).
func HeNormal(w *tensor.Tensor, rng *rand.Rand) {
	in, _ := Fans(w.Shape())
	Normal(math.Sqrt(2/float64(in)))(w, rng)
}

// Orthogonal makes the rows (or columns, where there are fewer) of the weight,
// taken as a matrix [out, in·kH·kW], perpendicular and of length gain.
// Source: Saxe, McClelland and Ganguli, 2013.
func Orthogonal(gain float64) Initializer {
	checkInit("orthogonal", "gain", gain)
	return func(w *tensor.Tensor, rng *rand.Rand) {
		in, _ := Fans(w.Shape())
		rows, cols := w.Dim(0), in
		if w.Len() == 0 {
			return
		}
		// Vectors are rows of a, drawn at random and made perpendicular one by one.
		n, length := min(rows, cols), max(rows, cols)
		a := make([][]float64, n)
		for i := range a {
			a[i] = perpendicular(a[:i], length, rng)
		}
		for i := range rows {
			for j := range cols {
				v := 0.0
				if rows <= cols {
					v = a[i][j]
				} else {
					v = a[j][i]
				}
				w.Data()[i*cols+j] = tensor.Elem(gain * v)
			}
		}
		w.Touch()
	}
}

// perpendicular draws a vector of length 1 perpendicular to the others.
func perpendicular(others [][]float64, n int, rng *rand.Rand) []float64 {
	v := make([]float64, n)
	for {
		for i := range v {
			v[i] = rng.NormFloat64()
		}
		for range 2 { // twice, since once loses digits
			for _, u := range others {
				dot := 0.0
				for i := range v {
					dot += u[i] * v[i]
				}
				for i := range v {
					v[i] -= dot * u[i]
				}
			}
		}
		norm := 0.0
		for _, x := range v {
			norm += x * x
		}
		if norm = math.Sqrt(norm); norm > 1e-8 {
			for i := range v {
				v[i] /= norm
			}
			return v
		}
	}
}

// Initialize fills every parameter of m with two dimensions or more by init,
// and sets biases to 0; the scales and shifts of norm layers stay.
func Initialize(m Module, init Initializer, rng *rand.Rand) {
	walk("", m, func(_ string, m Module) {
		if _, ok := m.(parent); ok {
			return
		}
		if _, ok := m.(normalizer); ok {
			return
		}
		for _, p := range m.Params() {
			if p.Value.Rank() >= 2 {
				init(p.Value, rng)
			} else {
				tensor.Fill(p.Value, 0)
			}
		}
	})
}

// normalizer marks batch norm and its like.
type normalizer interface{ normalizes() }

// fanIn draws weight and bias as PyTorch's layers do: evenly within ±1/√fan-in.
// Without rng they stay 0, for weights that will be loaded.
func fanIn(rng *rand.Rand, fan int, params ...*grad.Param) {
	if rng == nil || fan == 0 {
		return
	}
	for _, p := range params {
		if p != nil {
			Uniform(1/math.Sqrt(float64(fan)))(p.Value, rng)
		}
	}
}

func checkInit(op, name string, v float64) {
	if !(v >= 0) || math.IsInf(v, 0) {
		panic(&tensor.ValueError{Op: op + " initialiser", Name: name, Value: strconv.FormatFloat(v, 'g', -1, 64), Want: "a finite number of 0 or more"})
	}
}
