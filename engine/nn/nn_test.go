package nn_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

func rng() *rand.Rand { return rand.New(rand.NewPCG(3, 4)) }

func names(params []*grad.Param) string {
	var s []string
	for _, p := range params {
		s = append(s, p.Name)
	}
	return strings.Join(s, " ")
}

func TestLeNetNamesAndShapes(t *testing.T) {
	m := nn.NewLeNet(1, 10, rng())
	if got, want := names(m.Params()), "conv1.weight conv1.bias conv2.weight conv2.bias fc1.weight fc1.bias"; got != want {
		t.Errorf("parameters %s, want %s", got, want)
	}
	if n := nn.CountParams(m); n != 8*25+8+16*8*25+16+7840+10 {
		t.Errorf("%d parameters", n)
	}
	tape := grad.NewTape()
	m.Forward(tape.Const("x", tensor.New(2, 1, 28, 28)))
	var tr trace.Trace
	tape.Record(&tr)
	for _, c := range []struct {
		name  string
		shape []int
	}{
		{"conv1", []int{2, 8, 28, 28}}, {"relu1", []int{2, 8, 28, 28}}, {"pool1", []int{2, 8, 14, 14}},
		{"conv2", []int{2, 16, 14, 14}}, {"pool2", []int{2, 16, 7, 7}}, {"flatten1", []int{2, 784}}, {"fc1", []int{2, 10}},
	} {
		if n := tr.Find(c.name); n == nil || !slices.Equal(n.Shape, c.shape) {
			t.Errorf("%s is %v, want shape %v", c.name, n, c.shape)
		}
	}
}

func TestNestedNames(t *testing.T) {
	inner := nn.NewSequential(nn.NewLinear(2, 2, rng()), nn.ReLU())
	m := nn.NewSequential(nn.Named("body", inner), nn.Named("head", nn.NewLinear(2, 1, rng())))
	if got := names(m.Params()); got != "body.fc1.weight body.fc1.bias head.weight head.bias" {
		t.Error(got)
	}
	tape := grad.NewTape()
	m.Forward(tape.Const("x", tensor.New(1, 2)))
	var tr trace.Trace
	tape.Record(&tr)
	// The last value of a block is the block's.
	if tr.Find("body.fc1") == nil || tr.Find("body") == nil || tr.Find("head") == nil {
		t.Errorf("nodes %v", tr.Nodes)
	}
	if err := tensor.Catch(func() { nn.NewSequential(nn.Named("a", nn.ReLU()), nn.Named("a", nn.ReLU())) }); err == nil {
		t.Error("two modules called a")
	}
}

func TestWarmStepAllocatesNothing(t *testing.T) {
	m := nn.NewSequential(nn.NewConv2D(1, 4, 3, nn.ConvOptions{Padding: 1}, rng()), nn.ReLU(), nn.NewMaxPool2D(2), nn.Flatten{},
		nn.NewDropout(0.5, 1), nn.NewLinear(4*4*4, 3, rng()))
	x, labels := tensor.New(5, 1, 8, 8), []int{0, 1, 2, 0, 1}
	tape := grad.NewTape()
	tape.Training = true
	stream := uint64(0)
	step := func() {
		tape.Reset()
		nn.Reseed(m, 1, stream)
		stream++
		tape.Backward(grad.CrossEntropy(m.Forward(tape.Const("x", x)), labels))
	}
	step()
	if n := testing.AllocsPerRun(20, step); n != 0 {
		t.Errorf("%v allocations a step", n)
	}
}

func TestReseed(t *testing.T) {
	m := nn.NewSequential(nn.NewDropout(0.5, 1), nn.NewDropout(0.5, 1))
	x := tensor.New(1, 64)
	tensor.Fill(x, 1)
	run := func(stream uint64) []tensor.Elem {
		tape := grad.NewTape()
		tape.Training = true
		nn.Reseed(m, 9, stream)
		return slices.Clone(m.Forward(tape.Const("x", x)).Value.Data())
	}
	if a, b := run(1), run(1); !slices.Equal(a, b) {
		t.Error("one seed, two masks")
	}
	if a, b := run(1), run(2); slices.Equal(a, b) {
		t.Error("two streams, one mask")
	}
}

func TestBuffers(t *testing.T) {
	m := nn.NewSequential(nn.NewConv2D(1, 2, 3, nn.ConvOptions{NoBias: true}, rng()), nn.NewBatchNorm(2))
	b := nn.Buffers(m)
	if len(b) != 2 || b[0].Name != "bn1.running_mean" || b[1].Name != "bn1.running_var" {
		t.Errorf("%v", b)
	}
	if got := names(m.Params()); got != "conv1.weight bn1.weight bn1.bias" {
		t.Error(got)
	}
	nn.Initialize(m, nn.HeNormal, rng())
	if s := m.Params()[1].Value.At(0); s != 1 {
		t.Errorf("initialising changed the scale of batch norm to %v", s)
	}
}

func TestOrthogonal(t *testing.T) {
	for _, shape := range [][]int{{4, 6}, {6, 4}, {5, 5}, {8, 2, 3, 3}} {
		w := tensor.New(shape...)
		nn.Orthogonal(2)(w, rng())
		rows := w.Dim(0)
		cols := w.Len() / rows
		at := func(i, j int) float64 {
			if rows <= cols {
				return float64(w.Data()[i*cols+j])
			}
			return float64(w.Data()[j*cols+i])
		}
		n, length := min(rows, cols), max(rows, cols)
		for i := range n {
			for k := range n {
				dot, want := 0.0, 0.0
				for j := range length {
					dot += at(i, j) * at(k, j)
				}
				if i == k {
					want = 4
				}
				if math.Abs(dot-want) > 1e-5 {
					t.Errorf("%v: product of vectors %d and %d is %v, want %v", shape, i, k, dot, want)
				}
			}
		}
	}
}

func TestRefuses(t *testing.T) {
	for name, f := range map[string]func(){
		"linear 0":         func() { nn.NewLinear(0, 1, nil) },
		"conv stride":      func() { nn.NewConv2D(1, 1, 3, nn.ConvOptions{Stride: -1}, nil) },
		"conv groups":      func() { nn.NewConv2D(3, 4, 3, nn.ConvOptions{Groups: 2}, nil) },
		"conv padding":     func() { nn.NewConv2D(1, 1, 3, nn.ConvOptions{Padding: -1}, nil) },
		"dropout NaN":      func() { nn.NewDropout(math.NaN(), 1) },
		"pool 0":           func() { nn.NewMaxPool2D(0) },
		"mlp sizes":        func() { nn.NewMLP([]int{3}, "relu", nil) },
		"mlp activation":   func() { nn.NewMLP([]int{3, 2}, "rulu", nil) },
		"normal NaN":       func() { nn.Normal(math.NaN()) },
		"fans of a vector": func() { nn.HeNormal(tensor.New(3), rng()) },
		"features":         func() { nn.NewLinear(3, 1, nil).Forward(grad.NewTape().Const("x", tensor.New(1, 2))) },
	} {
		if err := tensor.Catch(f); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
