package nn

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// MaxPool2D keeps the largest number of each window: x [batch, C, H, W] → y [batch, C, oH, oW].
type MaxPool2D struct{ Settings grad.Pool2DParams }

// NewMaxPool2D returns max pooling with square windows that do not overlap.
func NewMaxPool2D(size int) *MaxPool2D { return &MaxPool2D{Window(size, size, 0)} }

// Window returns the settings of square windows of the given size, stride and padding.
// It panics with a *tensor.ValueError if size or stride is below 1.
func Window(size, stride, padding int) grad.Pool2DParams {
	positive("pool", "size", size)
	positive("pool", "stride", stride)
	p := tensor.SquarePool(size)
	p.Stride, p.Padding = [2]int{stride, stride}, [2]int{padding, padding}
	return p
}

// Forward returns the pooled x.
func (m *MaxPool2D) Forward(x *grad.Var) *grad.Var { return grad.MaxPool2D(x, m.Settings) }

// Params returns nil.
func (*MaxPool2D) Params() []*grad.Param { return nil }

func (*MaxPool2D) kind() string { return "pool" }

// AvgPool2D takes the mean of each window: x [batch, C, H, W] → y [batch, C, oH, oW].
type AvgPool2D struct{ Settings grad.Pool2DParams }

// NewAvgPool2D returns mean pooling with square windows that do not overlap.
func NewAvgPool2D(size int) *AvgPool2D { return &AvgPool2D{Window(size, size, 0)} }

// Forward returns the pooled x.
func (m *AvgPool2D) Forward(x *grad.Var) *grad.Var { return grad.AvgPool2D(x, m.Settings) }

// Params returns nil.
func (*AvgPool2D) Params() []*grad.Param { return nil }

func (*AvgPool2D) kind() string { return "pool" }

// GlobalAvgPool2D takes the mean of each channel and drops the two dimensions
// of the image: x [batch, C, H, W] → y [batch, C].
type GlobalAvgPool2D struct{}

// Forward returns the mean of each channel.
func (GlobalAvgPool2D) Forward(x *grad.Var) *grad.Var {
	y := grad.GlobalAvgPool2D(x)
	if len(y.Shape()) == 4 {
		y = grad.Flatten(y)
	}
	return y
}

// Params returns nil.
func (GlobalAvgPool2D) Params() []*grad.Param { return nil }

func (GlobalAvgPool2D) kind() string { return "pool" }

// Flatten makes each example one row: x [batch, …] → y [batch, product of the rest].
type Flatten struct{}

// Forward returns x with its dimensions after the first joined.
func (Flatten) Forward(x *grad.Var) *grad.Var { return grad.Flatten(x) }

// Params returns nil.
func (Flatten) Params() []*grad.Param { return nil }

func (Flatten) kind() string { return "flatten" }
