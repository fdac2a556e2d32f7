package grad

import (
	"math"
	"strconv"

	"gradtheatre/engine/tensor"
)

// RunningStats are the mean and variance of each channel that batch norm
// remembers from training for later use. They are state, not parameters.
type RunningStats struct {
	Mean, Var *tensor.Tensor // [channels]
	Momentum  float64        // weight of the newest batch, in [0, 1]
}

// NewRunningStats returns statistics of mean 0 and variance 1.
func NewRunningStats(channels int, momentum float64) *RunningStats {
	if !(momentum >= 0 && momentum <= 1) {
		panic(&tensor.ValueError{Op: "batch_norm", Name: "momentum", Value: number(momentum), Want: "0 … 1"})
	}
	s := &RunningStats{Mean: tensor.New(channels), Var: tensor.New(channels), Momentum: momentum}
	tensor.Fill(s.Var, 1)
	return s
}

var batchNormNames = &normNames{"batch_norm", "batch_norm_mean", "batch_norm_var"}

// BatchNorm normalizes every channel over the batch:
// x [batch, channels], [batch, channels, length] or [batch, channels, height, width] → y [same];
// w, b [channels], both may be nil.
//
//	y = w·(x − μ)/√(σ² + ε) + b
//
// On a tape that is Training, μ and σ² are the mean and the biased variance
// (divided by n) of the batch; running, if not nil, becomes
// (1 − momentum)·running + momentum·batch, with the unbiased variance
// (divided by n − 1). Otherwise μ and σ² are the running ones; without any
// (running nil), those of the batch.
//
// It panics with a *tensor.ShapeError if the shapes do not fit, and with a
// *tensor.ValueError in training if a channel has but one value: its variance
// says nothing.
// Source: Ioffe and Szegedy, “Batch normalization”, 2015.
func BatchNorm(x, w, b *Var, running *RunningStats, eps float64) *Var {
	l := batchLayout(x, w, b, running, eps)
	t := x.tape
	if running != nil && !t.Training {
		mean, variance := t.Const("running_mean", running.Mean), t.Const("running_var", running.Var)
		y, o := pushNorm(batchNormNames, x, mean, variance, w, b, l, eps)
		for s, m := range running.Mean.Data() {
			o.mean[s] = float64(m)
			o.inv[s] = 1 / math.Sqrt(float64(running.Var.Data()[s])+eps)
		}
		o.forward(y)
		return y
	}
	if l.n*l.m == 1 {
		panic(&tensor.ValueError{Op: "batch_norm", Name: "values per channel", Value: "1 in training, x " + tensor.ShapeString(x.Shape()), Want: "2 or more: one value has no variance"})
	}
	y := normalize(batchNormNames, x, w, b, l, eps)
	if running != nil {
		running.update(y.op.(*norm), l.n*l.m)
	}
	return y
}

func (s *RunningStats) update(o *norm, n int) {
	mean, variance := s.Mean.Data(), s.Var.Data()
	for c, m := range o.mean {
		unbiased := o.sum[c] / float64(n-1)
		mean[c] = tensor.Elem((1-s.Momentum)*float64(mean[c]) + s.Momentum*m)
		variance[c] = tensor.Elem((1-s.Momentum)*float64(variance[c]) + s.Momentum*unbiased)
	}
	s.Mean.Touch()
	s.Var.Touch()
}

func batchLayout(x, w, b *Var, running *RunningStats, eps float64) normLayout {
	shape := x.Shape()
	if len(shape) < 2 || len(shape) > 5 {
		panic(&tensor.ShapeError{Op: "batch_norm", A: shape, Why: "x is [batch, channels] with up to three more dimensions"})
	}
	l := normLayout{n: shape[0], c: shape[1], m: 1}
	for _, d := range shape[2:] {
		l.m *= d
	}
	if running != nil {
		checkChannels("batch_norm", "running_mean", shape, l.c, running.Mean)
		checkChannels("batch_norm", "running_var", shape, l.c, running.Var)
	}
	checkAffine("batch_norm", shape, l.c, w, b)
	checkEps("batch_norm", eps)
	if l.n*l.m == 0 && x.tape.Training {
		panic(&tensor.ShapeError{Op: "batch_norm", A: shape, Why: "an empty batch has no mean"})
	}
	return l
}

func checkAffine(op string, shape []int, c int, w, b *Var) {
	if w != nil {
		checkChannels(op, "weight", shape, c, w.Value)
	}
	if b != nil {
		checkChannels(op, "bias", shape, c, b.Value)
	}
}

func checkChannels(op, what string, shape []int, c int, t *tensor.Tensor) {
	if t.Rank() != 1 || t.Len() != c {
		panic(&tensor.ShapeError{Op: op, A: shape, B: t.Shape(), Why: what + " is [" + strconv.Itoa(c) + "]"})
	}
}

// checkEps refuses what would give a root of a negative number.
func checkEps(op string, eps float64) {
	if !(eps >= 0) || math.IsInf(eps, 0) {
		panic(&tensor.ValueError{Op: op, Name: "eps", Value: number(eps), Want: "0 or more"})
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
