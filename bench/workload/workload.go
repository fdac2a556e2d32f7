// Package workload is the work that the benchmarks do: the same networks on
// the same data, whether the engine runs natively or in a browser.
//
// A [Run] does one training step or one inference at a time and allocates
// nothing once it is warm:
//
//	run, err := workload.New("lenet-train", 32, digits)
//	for range 100 { run.Step() }
//	fmt.Println(run.Batch*100, "images, loss", run.Loss())
package workload

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// Names lists the workloads.
var Names = []string{"lenet-train", "lenet-infer", "mlp-train", "playground", "lstm-step", "transformer"}

// Images are labelled 28×28 pictures, 784 numbers each.
type Images struct {
	Pixels []float32
	Labels []int
}

// batch copies the images from the given one on, round and round, into x.
func (im Images) batch(x *tensor.Tensor, labels []int, from int) {
	n := len(im.Labels)
	for i := range labels {
		at := (from + i) % n
		dst := x.Data()[i*784:][:784]
		for p, v := range im.Pixels[at*784:][:784] {
			dst[p] = tensor.Elem(v)
		}
		labels[i] = im.Labels[at]
	}
	x.Touch()
}

// Run is a workload that is ready to go.
type Run struct {
	Batch int // samples a step

	step  func() float64
	close func()
	loss  float64
}

// Step does one training step, or one inference.
func (r *Run) Step() { r.loss = r.step() }

// Loss returns the loss of the last step, NaN for inference.
func (r *Run) Loss() float64 { return r.loss }

// Close ends what a run of several goroutines left waiting.
func (r *Run) Close() {
	if r.close != nil {
		r.close()
	}
}

// New prepares a workload. A batch of 0 is the usual one.
func New(name string, batch int, images Images) (*Run, error) {
	rng := rand.New(rand.NewPCG(1, 1))
	or := func(usual int) int {
		if batch > 0 {
			return batch
		}
		return usual
	}
	switch name {
	case "lenet-train":
		return classifier(lenet(rng, 1, 1), images, or(32), []int{1, 28, 28}), nil
	case "lenet-infer":
		return infer(lenet(rng, 1, 1), images), nil
	case "mlp-train":
		return classifier(mlp(rng), images, or(32), []int{784}), nil
	case "playground":
		return playground(rng, or(10)), nil
	case "lstm-step":
		return predictNext(lstmNet(rng), rng, or(16)), nil
	case "transformer":
		return predictNext(transformerNet(rng), rng, or(8)), nil
	}
	return nil, fmt.Errorf("bench: no workload %q; there are %v", name, Names)
}

// Scaled is LeNet with its channels multiplied by width and depth-1 further
// 5×5 convolutions before the last pooling.
func Scaled(width, depth, batch int, images Images) *Run {
	return classifier(lenet(rand.New(rand.NewPCG(1, 1)), width, depth), images, batch, []int{1, 28, 28})
}

func lenet(rng *rand.Rand, width, depth int) nn.Module {
	pad := nn.ConvOptions{Padding: 2}
	layers := []nn.Module{
		nn.NewConv2D(1, 8*width, 5, pad, rng), nn.ReLU(), nn.NewMaxPool2D(2),
		nn.NewConv2D(8*width, 16*width, 5, pad, rng), nn.ReLU(),
	}
	for range depth - 1 {
		layers = append(layers, nn.NewConv2D(16*width, 16*width, 5, pad, rng), nn.ReLU())
	}
	layers = append(layers, nn.NewMaxPool2D(2), nn.Flatten{}, nn.NewLinear(784*width, 10, rng))
	return nn.NewSequential(layers...)
}

func mlp(rng *rand.Rand) nn.Module {
	return nn.NewSequential(
		nn.NewLinear(784, 128, rng), nn.ReLU(),
		nn.NewLinear(128, 64, rng), nn.ReLU(),
		nn.NewLinear(64, 10, rng))
}

// WriteLeNetONNX writes the LeNet that the workloads begin with, for readers of ONNX.
func WriteLeNetONNX(w io.Writer) error {
	m := lenet(rand.New(rand.NewPCG(1, 1)), 1, 1)
	return weights.WriteONNX(w, weights.Model{Name: "lenet", Forward: m.Forward, Example: tensor.New(1, 1, 28, 28)})
}

// classifier runs momentum SGD on batches taken from images in order.
func classifier(m nn.Module, images Images, batch int, shape []int) *Run {
	t := grad.NewTape()
	t.Training = true
	opt := optim.New(m.Params(), optim.SGD{LR: 0.03, Momentum: 0.9})
	x := tensor.New(append([]int{batch}, shape...)...)
	labels := make([]int, batch)
	at := 0
	return &Run{Batch: batch, step: func() float64 {
		images.batch(x, labels, at)
		at = (at + batch) % len(images.Labels)
		t.Reset()
		opt.ZeroGrad()
		loss := grad.CrossEntropy(m.Forward(t.Const("x", x)), labels)
		t.Backward(loss)
		opt.Step()
		return loss.Item()
	}}
}

func infer(m nn.Module, images Images) *Run {
	t := grad.NewTape()
	t.NoGrad = true
	x := tensor.New(1, 1, 28, 28)
	n, at := len(images.Labels), 0
	return &Run{Batch: 1, step: func() float64 {
		for p, v := range images.Pixels[at*784 : (at+1)*784] {
			x.Data()[p] = tensor.Elem(v)
		}
		x.Touch()
		at = (at + 1) % n
		t.Reset()
		m.Forward(t.Const("x", x))
		return math.NaN()
	}}
}

// playground is the 2-8-8-1 network of the playground scene on two Gaussians.
func playground(rng *rand.Rand, batch int) *Run {
	m := nn.NewSequential(
		nn.NewLinear(2, 8, rng), nn.Tanh(),
		nn.NewLinear(8, 8, rng), nn.Tanh(),
		nn.NewLinear(8, 1, rng), nn.Tanh())
	const n = 500
	points, labels := make([]tensor.Elem, 2*n), make([]tensor.Elem, n)
	for i := range n {
		side := float64(2*(i%2) - 1)
		labels[i] = tensor.Elem(side)
		points[2*i] = tensor.Elem(2*side + 0.7*rng.NormFloat64())
		points[2*i+1] = tensor.Elem(2*side + 0.7*rng.NormFloat64())
	}
	t := grad.NewTape()
	t.Training = true
	opt := optim.New(m.Params(), optim.SGD{LR: 0.03})
	x, y := tensor.New(batch, 2), tensor.New(batch, 1)
	at := 0
	return &Run{Batch: batch, step: func() float64 {
		xd, yd := x.Data(), y.Data()
		for i := range yd {
			xd[2*i], xd[2*i+1], yd[i] = points[2*at], points[2*at+1], labels[at]
			if at++; at == n {
				at = 0
			}
		}
		x.Touch()
		y.Touch()
		t.Reset()
		opt.ZeroGrad()
		loss := grad.MSE(m.Forward(t.Const("x", x)), t.Const("target", y))
		t.Backward(loss)
		opt.Step()
		return loss.Item()
	}}
}
