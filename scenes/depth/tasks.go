package depth

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
)

const (
	bits  = 6 // of the parity
	folds = 3 // of the saw: 2³ slopes
	line  = 192
)

// task is what deep and wide race on.
type task struct {
	id      string
	d       *data.Dataset
	loss    train.Loss
	in, out int
}

// newTask draws a task.
func newTask(id string, seed uint64) task {
	rng := rand.New(rand.NewPCG(seed, 3))
	switch id {
	case "saw":
		return task{id, curveOf(func(x float64) float64 { return 2*tent(x, folds) - 1 }), train.MSE, 1, 1}
	case "smooth":
		return task{id, curveOf(func(x float64) float64 { return math.Sin(3 * math.Pi * x) }), train.MSE, 1, 1}
	case "parity":
		return task{id, parity(), train.CrossEntropy, bits, 2}
	}
	d := data.Spiral(200, 0, rng)
	return task{"spiral", d.Standardised(data.FitScaler(d.X)), train.CrossEntropy, 2, 2}
}

// tent folds 0 … 1 n times: 2ⁿ slopes, up and down.
func tent(x float64, n int) float64 {
	for range n {
		x = 1 - math.Abs(2*x-1)
	}
	return x
}

// curveOf samples f(0 … 1) over −1 … 1.
func curveOf(f func(float64) float64) *data.Dataset {
	d := &data.Dataset{X: tensor.New(line, 1), Targets: tensor.New(line, 1)}
	for i := range line {
		u := (float64(i) + 0.5) / line
		d.X.Data()[i], d.Targets.Data()[i] = tensor.Elem(2*u-1), tensor.Elem(f(u))
	}
	return d
}

// parity asks of every row of bits, −1 or 1, whether the ones among them are odd.
func parity() *data.Dataset {
	const n = 1 << bits
	d := &data.Dataset{X: tensor.New(n, bits)}
	for i := range n {
		odd := 0
		for b := range bits {
			v := i >> b & 1
			odd ^= v
			d.X.Data()[i*bits+b] = tensor.Elem(2*v - 1)
		}
		d.Labels = append(d.Labels, odd)
	}
	return d
}

// fold sets the weights of ReLU layers so that each folds the line once:
//
//	t ← 2·relu(t) − 4·relu(t − ½), with t = (x + 1)/2 at first
//
// Two neurons a layer are enough; layers beyond the third hand t on.
func fold(m *nn.Sequential) {
	for _, p := range m.Params() {
		tensor.Fill(p.Value, 0)
	}
	layers := m.Len() / 2
	for l := range layers {
		z := m.Layer("z" + digit(l+1)).(*nn.Linear)
		w, b := z.Weight.Value, z.Bias.Value
		switch {
		case l == 0: // relu(t), relu(t − ½) of t = (x + 1)/2
			w.Set(0.5, 0, 0)
			w.Set(0.5, 1, 0)
			b.Set(0.5, 0)
		case l < folds:
			for j := range 2 {
				w.Set(2, j, 0)
				w.Set(-4, j, 1)
			}
			b.Set(-0.5, 1)
		case l == folds:
			w.Set(2, 0, 0)
			w.Set(-4, 0, 1)
		default:
			w.Set(1, 0, 0)
		}
		w.Touch()
		b.Touch()
	}
	y := m.Layer("y").(*nn.Linear)
	y.Bias.Value.Set(-1, 0)
	if layers <= folds {
		y.Weight.Value.Set(4, 0, 0)
		y.Weight.Value.Set(-8, 0, 1)
	} else {
		y.Weight.Value.Set(2, 0, 0)
	}
	y.Weight.Value.Touch()
	y.Bias.Value.Touch()
}
