package nn

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// BatchNorm brings every channel to mean 0 and variance 1 over the batch, then
// scales and shifts it: x [batch, channels] or [batch, channels, H, W] → y [same].
// On a tape that is not Training it uses what it remembers from training.
type BatchNorm struct {
	Weight, Bias *grad.Param // [channels]: scale and shift
	Running      *grad.RunningStats
	Eps          float64
}

// NewBatchNorm returns batch norm with PyTorch's momentum 0.1 and ε 1e-5.
func NewBatchNorm(channels int) *BatchNorm {
	positive("batch_norm", "channels", channels)
	b := &BatchNorm{Weight: grad.NewParam("weight", tensor.New(channels)), Bias: grad.NewParam("bias", tensor.New(channels)),
		Running: grad.NewRunningStats(channels, 0.1), Eps: 1e-5}
	tensor.Fill(b.Weight.Value, 1)
	return b
}

// Forward returns the normalised x.
func (b *BatchNorm) Forward(x *grad.Var) *grad.Var {
	t := x.Tape()
	return grad.BatchNorm(x, t.Param(b.Weight), t.Param(b.Bias), b.Running, b.Eps)
}

// Params returns scale and shift.
func (b *BatchNorm) Params() []*grad.Param { return []*grad.Param{b.Weight, b.Bias} }

func (b *BatchNorm) buffers() []Buffer {
	return []Buffer{{"running_mean", b.Running.Mean}, {"running_var", b.Running.Var}}
}

func (b *BatchNorm) kind() string { return "bn" }

func (b *BatchNorm) normalizes() {}

// LayerNorm brings every example to mean 0 and variance 1 over its last
// dimension, then scales and shifts: x [..., size] → y [same].
type LayerNorm struct {
	Weight, Bias *grad.Param // [size]
	Eps          float64

	shape [1]int
}

// NewLayerNorm returns layer norm with ε 1e-5.
func NewLayerNorm(size int) *LayerNorm {
	positive("layer_norm", "size", size)
	l := &LayerNorm{Weight: grad.NewParam("weight", tensor.New(size)), Bias: grad.NewParam("bias", tensor.New(size)), Eps: 1e-5, shape: [1]int{size}}
	tensor.Fill(l.Weight.Value, 1)
	return l
}

// Forward returns the normalised x.
func (l *LayerNorm) Forward(x *grad.Var) *grad.Var {
	t := x.Tape()
	return grad.LayerNorm(x, t.Param(l.Weight), t.Param(l.Bias), l.shape[:], l.Eps)
}

// Params returns scale and shift.
func (l *LayerNorm) Params() []*grad.Param { return []*grad.Param{l.Weight, l.Bias} }

func (l *LayerNorm) kind() string { return "ln" }

func (l *LayerNorm) normalizes() {}
