package depth

import (
	"math"
	"math/rand/v2"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

const (
	samples  = 65   // of the target, over −1 … 1
	fitCells = 181  // of the plot, over −edge … edge
	edge     = 1.35 // how far beyond the interval one sees
	reachY   = 1.5
	mostWide = 64
	dense    = 1281 // points at which the largest error is looked for
)

// fit is one hidden layer that learns a drawn curve, and the parts it is the
// sum of:
//
//	y(x) = Σⱼ vⱼ·φ(wⱼ·x + bⱼ) + c
type fit struct {
	target [samples]float64
	known  string // the preset that the target is, or ""
	width  int
	act    string
	seed   uint64
	lanes  lanes

	look
	fitted
	x, at, between *tensor.Tensor // of the plot, of the samples, and close to each other
	wanted         *tensor.Tensor // the target there
}

// presets are curves to begin with; the jump is not continuous.
var presets = map[string]func(x float64) float64{
	"sine":  func(x float64) float64 { return 0.9 * math.Sin(2.5*math.Pi*x/1.25) },
	"bump":  func(x float64) float64 { return 1.6*math.Exp(-18*x*x) - 0.6 },
	"hills": func(x float64) float64 { return 0.55*math.Sin(3*x) + 0.4*math.Cos(9*x) },
	"jump":  func(x float64) float64 { return math.Copysign(0.8, x-0.01) },
}

func newFit(seed uint64, on *job.Runner) (*fit, error) {
	f := &fit{width: 16, act: "relu", seed: seed, lanes: lanes{Team: job.NewTeam(on)}, look: newLook(), x: tensor.New(fitCells, 1), at: tensor.New(samples, 1),
		between: tensor.New(dense, 1), wanted: tensor.New(dense, 1)}
	for i := range fitCells {
		f.x.Data()[i] = tensor.Elem(edge * (2*float64(i)/(fitCells-1) - 1))
	}
	for i := range dense {
		f.between.Data()[i] = tensor.Elem(2*float64(i)/(dense-1) - 1)
	}
	for i := range samples {
		f.at.Data()[i] = tensor.Elem(sampleAt(i))
	}
	f.preset("hills")
	return f, f.begin()
}

// sampleAt is the x of a sample.
func sampleAt(i int) float64 { return 2*float64(i)/(samples-1) - 1 }

func (f *fit) preset(id string) {
	f.known = id
	for i := range f.target {
		f.target[i] = presets[id](sampleAt(i))
	}
}

func (f *fit) dataset() *data.Dataset {
	y := tensor.New(samples, 1)
	for i, v := range f.target {
		y.Data()[i] = tensor.Elem(v)
	}
	for i := range dense {
		f.wanted.Data()[i] = tensor.Elem(f.targetAt(2*float64(i)/(dense-1) - 1))
	}
	f.wanted.Touch()
	return &data.Dataset{X: f.at, Targets: y}
}

// targetAt is the target anywhere: lines from sample to sample, but for the jump.
func (f *fit) targetAt(x float64) float64 {
	if f.known == "jump" {
		return presets[f.known](x)
	}
	u := (x + 1) / 2 * (samples - 1)
	i := min(int(u), samples-2)
	return f.target[i] + (u-float64(i))*(f.target[i+1]-f.target[i])
}

// begin draws new weights.
func (f *fit) begin() error {
	m := mlp{in: 1, layers: 1, width: f.width, out: 1, act: f.act, teach: f.spread}
	return f.lanes.begin(f.dataset(), train.MSE, job.Hyper{Rule: "adam", LR: 0.01, BatchSize: samples}, f.seed, m)
}

// lane is the only network.
func (f *fit) lane() *lane { return f.lanes.all[0] }

// steepness is how large the first weights are, so that a unit turns within a
// part of the interval.
var steepness = map[string]float64{"relu": 2, "tanh": 5, "sigmoid": 10}

// spread draws first weights whose knots −b/w lie all over the interval, one to
// a stretch: those of a layer drawn as usual lie in heaps, and ReLUs whose knot
// is outside never bend.
func (f *fit) spread(m *nn.Sequential) {
	rng := rand.New(rand.NewPCG(f.seed, 5))
	z, y := m.Layer("z1").(*nn.Linear), m.Layer("y").(*nn.Linear)
	n := float64(f.width)
	for j := range f.width {
		knot := 2*(float64(j)+rng.Float64())/n - 1
		w := steepness[f.act] * (0.75 + 0.5*rng.Float64())
		if rng.Float64() < 0.5 {
			w = -w
		}
		z.Weight.Value.Set(tensor.Elem(w), j, 0)
		z.Bias.Value.Set(tensor.Elem(-w*knot), j)
		y.Weight.Value.Set(tensor.Elem(0.4*rng.NormFloat64()/math.Sqrt(n)), 0, j)
	}
	y.Bias.Value.Set(0, 0)
	for _, p := range m.Params() {
		p.Value.Touch()
	}
}

// redraw goes on learning with the curve as it is now.
func (f *fit) redraw() { f.lanes.relearn(f.dataset()) }

// run records the curve, its parts and its errors.
func (f *fit) run() error { return f.record(false) }

// record is run, back with the gradients of the loss.
func (f *fit) record(back bool) (err error) {
	defer tensor.Recover(&err)
	f.tape.Reset()
	f.tape.NoGrad = !back
	f.fitted = f.write(f.tape)
	f.finish(f.loss, f.lane().model(), back)
	return nil
}

// fitted are the values of one run.
type fitted struct {
	y, parts         *grad.Var // [fitCells, 1], [fitCells, width]
	w, b, v, c, knot *grad.Var
	loss, worst      *grad.Var // on the samples, and anywhere between
}

// write puts the run on a tape.
func (f *fit) write(t *grad.Tape) (r fitted) {
	var p [4]*grad.Var
	for i, q := range f.lane().model().Params() {
		p[i] = t.Param(q)
	}
	r.w, r.b, r.v, r.c = p[0], p[1], p[2], p[3]
	activate := f.lane().model().Layer("a1").Forward
	on := func(x *tensor.Tensor, name string) (hidden, y *grad.Var) {
		hidden = activate(grad.Linear(t.Const("x", x), r.w, r.b))
		return hidden, grad.Linear(hidden, r.v, r.c).Named(name)
	}
	var hidden *grad.Var
	hidden, r.y = on(f.x, "y")
	r.parts = grad.Mul(hidden, r.v).Named("parts")
	r.knot = grad.Div(grad.Neg(r.b), grad.Reshape(r.w, f.width)).Named("knot")
	_, y := on(f.at, "fit")
	off := grad.Sub(y, t.Const("target", f.lanes.learn.Targets)).Named("error")
	r.loss = grad.Mean(grad.Square(off).Named("squared_error")).Named("loss")
	_, y = on(f.between, "everywhere")
	r.worst = grad.Amax(grad.Abs(grad.Sub(y, t.Const("wanted", f.wanted)).Named("difference")).Named("distance")).Named("max_error")
	return r
}

// again writes the run once more, for the check of a gradient.
func (f *fit) again(t *grad.Tape) *grad.Var { return f.write(t).loss }
