package weights

import (
	"fmt"
	"io"
	"math"

	"gradtheatre/engine/trace"
)

// WriteONNX writes a model, weights included, as an ONNX file, opset 17: input
// "x" [batch, …] of any batch, output "y". It returns an *ExportError for an op
// that it cannot express.
// Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
func WriteONNX(w io.Writer, m Model) error {
	p, err := m.record("ONNX")
	if err != nil {
		return err
	}
	g := &onnxGraph{program: p, values: map[int]string{}, used: map[string]bool{"x": true, "y": true}}
	for _, n := range p.nodes {
		switch p.kind[n.ID] {
		case input:
			g.values[n.ID] = "x"
		case stored:
			g.values[n.ID] = unique(p.name[n.ID], g.used)
			g.floats(g.values[n.ID], n.Shape, n.Value)
		default:
			if g.values[n.ID] = "y"; n != p.y {
				g.values[n.ID] = unique(p.name[n.ID], g.used)
			}
			if err := g.node(n, g.values[n.ID]); err != nil {
				return err
			}
		}
	}
	if p.kind[p.y.ID] != computed {
		return &ExportError{"ONNX", p.y.Op, p.y.Name, "the output is the input or a weight"}
	}
	graph := append([]byte(nil), g.nodes...)
	graph = text(graph, 2, m.Name)
	graph = append(graph, g.tensors...)
	graph = message(graph, 11, valueInfo("x", p.x.Shape))
	out := p.y.Shape
	if len(out) == 0 || out[0] != p.x.Shape[0] {
		return &ExportError{"ONNX", p.y.Op, p.y.Name, "the output does not begin with the batch"}
	}
	graph = message(graph, 12, valueInfo("y", out))

	model := integer(nil, 1, 8) // format of the file
	model = text(model, 2, "gradtheatre")
	model = message(model, 7, graph)
	model = message(model, 8, integer(text(nil, 1, ""), 2, 17)) // operators: ONNX's own, version 17
	if _, err := w.Write(model); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return nil
}

// onnxGraph collects the parts of a graph as they are stored.
type onnxGraph struct {
	*program
	values  map[int]string // name of each value
	used    map[string]bool
	nodes   []byte
	tensors []byte
}

// emit adds a node: op(in…) → out.
func (g *onnxGraph) emit(op string, in []string, out string, attrs ...[]byte) {
	var b []byte
	for _, name := range in {
		b = text(b, 1, name)
	}
	b = text(b, 2, out)
	b = text(b, 3, out)
	b = text(b, 4, op)
	for _, a := range attrs {
		b = message(b, 5, a)
	}
	g.nodes = message(g.nodes, 1, b)
}

// scratch returns a name for a value on the way to another.
func (g *onnxGraph) scratch(out string) string { return unique(out+"_part", g.used) }

// number stores a scalar and returns its name.
func (g *onnxGraph) number(out string, v float64) string {
	name := g.scratch(out)
	g.floats(name, nil, []float64{v})
	return name
}

func (g *onnxGraph) floats(name string, shape []int, values []float64) {
	raw := make([]byte, 0, 4*len(values))
	for _, v := range values {
		u := math.Float32bits(float32(v))
		raw = append(raw, byte(u), byte(u>>8), byte(u>>16), byte(u>>24))
	}
	g.store(name, shape, 1, raw)
}

func (g *onnxGraph) integers(out string, values []int) string {
	name := g.scratch(out)
	var raw []byte
	for _, v := range values {
		for shift := 0; shift < 64; shift += 8 {
			raw = append(raw, byte(uint64(v)>>shift))
		}
	}
	g.store(name, []int{len(values)}, 7, raw)
	return name
}

func (g *onnxGraph) store(name string, shape []int, dataType int, raw []byte) {
	var b []byte
	for _, d := range shape {
		b = integer(b, 1, d)
	}
	b = integer(b, 2, dataType)
	b = text(b, 8, name)
	b = message(b, 9, raw)
	g.tensors = message(g.tensors, 5, b)
}

// onnxNames are the ops that take their inputs and nothing else.
var onnxNames = map[string]string{
	"add": "Add", "sub": "Sub", "mul": "Mul", "div": "Div", "pow": "Pow", "matmul": "MatMul", "maximum": "Max", "minimum": "Min",
	"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh", "exp": "Exp", "log": "Log", "sqrt": "Sqrt", "neg": "Neg", "abs": "Abs", "reciprocal": "Reciprocal",
}

// node writes one op of the record as one or more of ONNX.
func (g *onnxGraph) node(n *trace.Node, out string) error {
	var in []string
	for _, id := range inputs(n) {
		in = append(in, g.values[id])
	}
	fail := func(why string) error { return &ExportError{"ONNX", n.Op, g.name[n.ID], why} }
	if op, ok := onnxNames[n.Op]; ok && !raised(n) {
		g.emit(op, in, out)
		return nil
	}
	switch n.Op {
	case "linear":
		if len(n.Shape) != 2 {
			return fail("only dense layers over [batch, features] are written")
		}
		g.emit("Gemm", in, out, intAttr("transB", 1))
	case "conv2d":
		g.emit("Conv", in, out, g.window(n, g.program.node(n.Inputs[1]).Shape[2:], intAttr("group", int(setting(n, "groups", 1))))...)
	case "conv_transpose2d":
		pad := pair(n, "output_padding", 0)
		g.emit("ConvTranspose", in, out, g.window(n, g.program.node(n.Inputs[1]).Shape[2:], intAttr("group", int(setting(n, "groups", 1))), intsAttr("output_padding", pad[:]))...)
	case "maxpool2d", "avgpool2d":
		g.pool(n, in, out)
	case "batch_norm":
		if len(in) != 5 || g.kind[n.Inputs[1]] != stored {
			return fail("only batch norm in use, with scale and shift, is written")
		}
		g.emit("BatchNormalization", []string{in[0], in[3], in[4], in[1], in[2]}, out, floatAttr("epsilon", setting(n, "eps", 1e-5)))
	case "layer_norm":
		if len(in) != 3 {
			return fail("only layer norm with scale and shift is written")
		}
		g.emit("LayerNormalization", in, out, intAttr("axis", -len(g.program.node(n.Inputs[3]).Shape)), floatAttr("epsilon", setting(n, "eps", 1e-5)))
	case "sum", "mean":
		switch axes, keep, err := g.reduced(n); {
		case err != nil:
			return fail(err.Error())
		case len(axes) == 0: // which would be all of them
			g.emit("Identity", in, out)
		case n.Op == "mean":
			g.emit("ReduceMean", in, out, intsAttr("axes", axes), boolAttr("keepdims", keep))
		default:
			g.emit("ReduceSum", append(in, g.integers(out, axes)), out, boolAttr("keepdims", keep))
		}
	case "reshape":
		shape, err := g.batched(n)
		if err != nil {
			return fail(err.Error())
		}
		g.emit("Reshape", append(in, g.integers(out, shape)), out)
	case "permute":
		g.emit("Transpose", in, out, intsAttr("perm", all(n, "perm")))
	case "concat":
		g.emit("Concat", in, out, intAttr("axis", int(setting(n, "axis", 0))))
	default:
		return g.activation(n, in, out)
	}
	return nil
}

// activation writes the functions of one number that have settings or are put together.
func (g *onnxGraph) activation(n *trace.Node, in []string, out string) error {
	switch n.Op {
	case "leaky_relu":
		g.emit("LeakyRelu", in, out, floatAttr("alpha", setting(n, "slope", 0.01)))
	case "elu":
		g.emit("Elu", in, out, floatAttr("alpha", setting(n, "alpha", 1)))
	case "pow":
		g.emit("Pow", append(in, g.number(out, setting(n, "exponent", 1))), out)
	case "step":
		reached := g.scratch(out)
		g.emit("GreaterOrEqual", append(in, g.number(out, setting(n, "threshold", 0))), reached)
		g.emit("Cast", []string{reached}, out, intAttr("to", 1)) // float
	case "clamp":
		g.emit("Clip", append(in, g.number(out, setting(n, "min", 0)), g.number(out, setting(n, "max", 0))), out)
	case "square":
		g.emit("Mul", []string{in[0], in[0]}, out)
	case "silu":
		s := g.scratch(out)
		g.emit("Sigmoid", in, s)
		g.emit("Mul", []string{in[0], s}, out)
	case "softplus":
		if setting(n, "beta", 1) != 1 {
			return &ExportError{"ONNX", n.Op, g.name[n.ID], "only softplus with beta 1 is written"}
		}
		g.emit("Softplus", in, out)
	case "gelu": // x·(1 + erf(x/√2))/2
		a, b, c, d := g.scratch(out), g.scratch(out), g.scratch(out), g.scratch(out)
		g.emit("Mul", []string{in[0], g.number(out, math.Sqrt2/2)}, a)
		g.emit("Erf", []string{a}, b)
		g.emit("Add", []string{b, g.number(out, 1)}, c)
		g.emit("Mul", []string{in[0], c}, d)
		g.emit("Mul", []string{d, g.number(out, 0.5)}, out)
	case "softmax", "log_softmax":
		axis, ok := n.Attr("axis")
		if !ok {
			return &ExportError{"ONNX", n.Op, g.name[n.ID], "the record does not say over which axis"}
		}
		g.emit(map[string]string{"softmax": "Softmax", "log_softmax": "LogSoftmax"}[n.Op], in, out, intAttr("axis", int(axis)))
	default:
		return &ExportError{"ONNX", n.Op, g.name[n.ID], "there is no form for this op yet"}
	}
	return nil
}

// pool writes a pooling.
func (g *onnxGraph) pool(n *trace.Node, in []string, out string) {
	kernel := pair(n, "kernel", 1)
	attrs := g.window(n, kernel[:], boolAttr("ceil_mode", ceils(g.program.node(n.Inputs[0]), n)))
	if n.Op == "maxpool2d" {
		g.emit("MaxPool", in, out, attrs...)
		return
	}
	attrs = append(attrs[:2:2], attrs[3:]...) // without dilations, which opset 17 does not have here, nor has the engine
	g.emit("AveragePool", in, out, append(attrs, boolAttr("count_include_pad", setting(n, "count_include_pad", 1) != 0))...)
}

// window returns the settings of convolutions and poolings: strides, pads,
// dilations and kernel_shape, in this order, and those given.
func (g *onnxGraph) window(n *trace.Node, kernel []int, more ...[]byte) [][]byte {
	s, p, d := pair(n, "stride", 1), pair(n, "padding", 0), pair(n, "dilation", 1)
	return append([][]byte{intsAttr("strides", s[:]), intsAttr("pads", []int{p[0], p[1], p[0], p[1]}), intsAttr("dilations", d[:]), intsAttr("kernel_shape", kernel)}, more...)
}
