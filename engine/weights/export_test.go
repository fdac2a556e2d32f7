package weights_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// exported are the ready models, and one with every op that can be written.
func exported() []weights.Model {
	rng := rand.New(rand.NewPCG(7, 8))
	example := func(shape ...int) *tensor.Tensor {
		x := tensor.New(shape...)
		nn.Normal(1)(x, rng)
		return x
	}
	model := func(name string, m nn.Module, shape ...int) weights.Model {
		for _, b := range nn.Buffers(m) { // as after training
			nn.Uniform(0.5)(b.Value, rng)
			for i := range b.Value.Data() {
				if strings.HasSuffix(b.Name, "var") {
					b.Value.Data()[i] += 0.6
				}
			}
		}
		return weights.Model{Name: name, Forward: m.Forward, Example: example(shape...)}
	}
	models := []weights.Model{
		model("mlp", nn.NewMLP([]int{4, 8, 3}, "tanh", rng), 3, 4),
		model("digits", models.NewDigits(rng), 3, 1, 28, 28),
		model("lenet28", nn.NewLeNet(1, 10, rng), 3, 1, 28, 28),
	}
	for _, small := range nn.SmallModels() {
		name := strings.ToLower(small.Name)
		models = append(models, model("small_"+name, small.New(3, 32, 10, rng), 3, 3, 32, 32))
	}
	var acts []nn.Module
	for _, a := range []string{"relu", "leaky_relu", "elu", "gelu", "silu", "sigmoid", "tanh", "softplus"} {
		acts = append(acts, nn.NewLinear(6, 6, rng), nn.ActivationByName(a))
	}
	models = append(models, model("activations", nn.NewSequential(append(acts, nn.NewLayerNorm(6),
		&nn.Func{Kind: "softmax", F: func(x *grad.Var) *grad.Var { return grad.Softmax(x, 1) }})...), 5, 6))
	ceil := nn.Window(3, 2, 1)
	ceil.CeilMode = true
	models = append(models, model("windows", nn.NewSequential(
		nn.NewConv2D(4, 6, 3, nn.ConvOptions{Stride: 2, Padding: 2, Dilation: 2, Groups: 2}, rng),
		&nn.MaxPool2D{Settings: ceil}, nn.NewConvTranspose2D(6, 4, 3, 2, 1, rng), &nn.AvgPool2D{Settings: nn.Window(3, 2, 1)}, nn.GlobalAvgPool2D{}), 2, 4, 17, 15))
	return append(models, weights.Model{Name: "names", Forward: oddNames, Example: example(2, 3, 1, 1)},
		weights.Model{Name: "powers", Forward: powers, Example: example(4, 1)})
}

// powers is a polynomial of its input with a step at 0 beside it, and the power of
// one to another.
func powers(x *grad.Var) *grad.Var {
	w := grad.NewParam("w", tensor.From([]tensor.Elem{0.5, -1, 2, 0.25}, 1, 4))
	var all []*grad.Var
	for k := range 4 {
		all = append(all, grad.PowConst(x, float64(k)))
	}
	y := grad.Linear(grad.Concat(1, all...), x.Tape().Param(w), nil)
	return grad.Concat(1, y, grad.Step(y, 0.1), grad.Pow(grad.Abs(x), grad.Sigmoid(y)))
}

// oddNames computes on values whose names mean something to a language, or are
// one once they are written with letters alone, and sums over axes of one number.
func oddNames(x *grad.Var) *grad.Var {
	a := grad.Tanh(grad.MeanKeep(x, 2, 3)).Named("a.b")
	b := grad.Exp(a).Named("a_b")
	c := grad.Add(a, b).Named("in")
	for _, name := range []string{"lambda", "func", "torch", "tape", "y", "x", "w", "nil", "·", "", "²", "F"} {
		c = grad.Add(c, grad.Sigmoid(c).Named(name))
	}
	return grad.Sum(grad.Mul(c, b), 2, 3).Named("y")
}

func TestExport(t *testing.T) {
	for _, m := range exported() {
		t.Run(m.Name, func(t *testing.T) {
			var onnx, script, file bytes.Buffer
			if err := weights.WriteONNX(&onnx, m); err != nil {
				t.Fatal(err)
			}
			checkONNX(t, onnx.Bytes())
			if err := weights.WritePyTorch(&script, &file, "w.safetensors", m); err != nil {
				t.Fatal(err)
			}
			f, err := weights.Parse("w", file.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			for i := range f.Tensors {
				if !strings.Contains(script.String(), fmt.Sprintf("w[%q]", f.Tensors[i].Name)) {
					t.Errorf("the script does not use %s", f.Tensors[i].Name)
				}
			}
		})
	}
}

// fields splits a protocol buffer message: number of each field and its bytes, or its integer.
func fields(t *testing.T, b []byte, visit func(field int, body []byte, v uint64)) {
	t.Helper()
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		b = b[n:]
		switch key & 7 {
		case 0:
			v, n := binary.Uvarint(b)
			visit(int(key>>3), nil, v)
			b = b[n:]
		case 2:
			size, n := binary.Uvarint(b)
			visit(int(key>>3), b[n:n+int(size)], 0)
			b = b[n+int(size):]
		case 5:
			visit(int(key>>3), b[:4], 0)
			b = b[4:]
		default:
			t.Fatalf("field type %d", key&7)
		}
	}
}

// checkONNX holds that every value is made once, before it is used, and that
// the bytes of every stored tensor fill its shape.
func checkONNX(t *testing.T, model []byte) {
	t.Helper()
	known := map[string]bool{}
	make := func(name string) {
		if known[name] {
			t.Errorf("%q is made twice", name)
		}
		known[name] = true
	}
	var graph []byte
	fields(t, model, func(field int, body []byte, _ uint64) {
		if field == 7 {
			graph = body
		}
	})
	fields(t, graph, func(field int, body []byte, _ uint64) {
		switch field {
		case 5: // stored tensor
			make(checkStored(t, body))
		case 11: // input
			fields(t, body, func(field int, body []byte, _ uint64) {
				if field == 1 {
					make(string(body))
				}
			})
		}
	})
	nodes := 0
	fields(t, graph, func(field int, body []byte, _ uint64) {
		if field != 1 {
			return
		}
		nodes++
		fields(t, body, func(field int, body []byte, _ uint64) {
			if field == 1 && !known[string(body)] {
				t.Errorf("%q is used before it is made", body)
			}
			if field == 2 {
				make(string(body))
			}
		})
	})
	if nodes == 0 || !known["y"] {
		t.Errorf("%d nodes, output made: %v", nodes, known["y"])
	}
}

// checkStored holds the bytes of a stored tensor against its shape, and returns
// its name.
func checkStored(t *testing.T, tensor []byte) (name string) {
	t.Helper()
	size, kind, raw := uint64(1), uint64(0), 0
	fields(t, tensor, func(field int, body []byte, v uint64) {
		switch field {
		case 1:
			size *= v
		case 2:
			kind = v
		case 8:
			name = string(body)
		case 9:
			raw = len(body)
		}
	})
	if want := size * map[uint64]uint64{1: 4, 7: 8}[kind]; uint64(raw) != want {
		t.Errorf("%q has %d bytes, want %d", name, raw, want)
	}
	return name
}

func TestExportRefuses(t *testing.T) {
	odd := weights.Model{Name: "odd", Example: tensor.New(2, 3), Forward: func(x *grad.Var) *grad.Var { return grad.Embedding(x, []int{0, 1}) }}
	var out bytes.Buffer
	var e *weights.ExportError
	if err := weights.WriteONNX(&out, odd); !errors.As(err, &e) || e.Op != "embedding" {
		t.Errorf("%v", err)
	}
	if err := weights.WritePyTorch(&out, &out, "w", odd); !errors.As(err, &e) || e.Op != "embedding" {
		t.Errorf("%v", err)
	}
	// A sum of [2, 3, 3] to [2, 3] may be over either of two axes.
	open := weights.Model{Name: "open", Example: tensor.New(2, 3, 3), Forward: func(x *grad.Var) *grad.Var { return grad.Sum(x, 1) }}
	for name, write := range map[string]func() error{
		"onnx":    func() error { return weights.WriteONNX(&out, open) },
		"pytorch": func() error { return weights.WritePyTorch(&out, &out, "w", open) },
		"go":      func() error { return weights.WriteGo(&out, &out, "w", open) },
	} {
		if err := write(); !errors.As(err, &e) || e.Op != "sum" || !strings.Contains(err.Error(), "over which axes") {
			t.Errorf("%s: %v, want an error about the axes", name, err)
		}
	}
	wrong := weights.Model{Name: "wrong", Example: tensor.New(2, 3), Forward: nn.NewLinear(4, 1, nil).Forward}
	if err := weights.WriteONNX(&out, wrong); err == nil {
		t.Error("a model that does not take the example was written")
	}
}
