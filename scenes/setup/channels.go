package setup

import (
	"bytes"
	"fmt"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

const (
	pictures = 3  // in the batch
	kernels  = 3  // channels
	mapSide  = 14 // of a feature map
)

// channels is batch norm after a convolution: one mean and one variance for
// each channel, over all pictures and all places.
//
//	z [N, C, H, W]: μ_c = mean of z over N, H, W; likewise σ²_c
type channels struct {
	tape           *grad.Tape
	tr             trace.Trace
	z, y, mean, sd *grad.Var
	over           *grad.Var // how many numbers a channel's mean is taken over
	chosen         int
}

// edges are three kernels that answer to different things, on purpose with
// very different sizes: upright edges, level edges, and ink.
var edges = []tensor.Elem{
	1, 0, -1, 2, 0, -2, 1, 0, -1,
	0.3, 0.6, 0.3, 0, 0, 0, -0.3, -0.6, -0.3,
	1, 1, 1, 1, 2, 1, 1, 1, 1,
}

func newChannels() (*channels, error) {
	set, err := data.ReadIDX("samples.idx3", bytes.NewReader(assets.DigitSamples))
	if err != nil {
		return nil, fmt.Errorf("the pictures of the channels: %w", err)
	}
	const n = data.DigitSize * data.DigitSize
	x := tensor.New(pictures, 1, data.DigitSize, data.DigitSize)
	for k, at := range [pictures]int{7, 11, 16} {
		for i, b := range set.Data[n*at : n*(at+1)] {
			x.Data()[k*n+i] = tensor.Elem(b) / 255
		}
	}
	c := &channels{tape: grad.NewTape()}
	t := c.tape
	t.NoGrad = true
	w := t.Const("kernel", tensor.From(edges, kernels, 1, 3, 3))
	c.z = grad.Conv2D(t.Const("x", x), w, nil, tensor.SquareConv(2, 1)).Named("z")
	c.mean = grad.Mean(c.z, 0, 2, 3).Named("μ")
	c.sd = grad.Sqrt(grad.Variance(c.z, 0, 2, 3)).Named("σ")
	c.y = grad.BatchNorm(c.z, nil, nil, nil, 1e-5).Named("bn")
	height, width := t.Scalar("H", mapSide), t.Scalar("W", mapSide)
	c.over = grad.Mul(grad.Mul(t.Scalar("N", pictures), height), width).Named("N·H·W")
	t.Record(&c.tr)
	return c, nil
}

// picture is a feature map before (false) or after batch norm.
func (c *channels) picture(image, channel int, after bool) []float64 {
	v := c.z
	if after {
		v = c.y
	}
	const n = mapSide * mapSide
	at := (image*kernels + channel) * n
	return c.tr.Nodes[v.ID()].Value[at : at+n]
}

func (c *channels) stat(v *grad.Var, channel int) float64 { return c.tr.Nodes[v.ID()].Value[channel] }

// count is how many numbers a channel's mean is taken over.
func (c *channels) count() int { return int(c.stat(c.over, 0)) }
