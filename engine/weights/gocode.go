package weights

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/engine/weights/loops"
)

// WriteGo writes a model as a Go program that computes the same in plain loops,
// one line an op, and the weights that it carries as a safetensors file, which
// must lie beside it under the name weightsName when it is built. The program
// imports the standard library alone: with [GoModule] in the same folder it runs
// by "go run .", as it does in a folder of any module. It prints what it makes of
// the model's example beside what the engine made of it; given numbers of the
// input's shape, whitespace between them, it prints the output's. It returns an
// *ExportError for an op that it cannot express.
func WriteGo(program, weights io.Writer, weightsName string, m Model) error {
	p, err := m.record("Go")
	if err != nil {
		return err
	}
	s := &goProgram{program: p, vars: p.identifiers(goTaken())}
	var body strings.Builder
	for _, n := range p.nodes {
		switch p.kind[n.ID] {
		case input:
			s.vars[n.ID] = "x"
			continue
		case stored:
			s.vars[n.ID] = "w[" + strconv.Quote(p.name[n.ID]) + "]"
			continue
		}
		expr, err := s.expr(n)
		if err != nil {
			return err
		}
		fmt.Fprintf(&body, "\t%s := %s\n", s.vars[n.ID], expr)
	}
	fmt.Fprintf(&body, "\treturn %s\n", s.vars[p.y.ID])
	if err := s.write(program, m.Name, weightsName, body.String()); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return Write(weights, p.file())
}

// GoModule is the go.mod of a program by [WriteGo].
func GoModule(name string) string { return "module " + name + "\n\ngo 1.22\n" }

func product(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// goProgram names the values of a program in Go, and is that language.
type goProgram struct {
	*program
	vars map[int]string
}

func (*goProgram) format() string { return "Go" }

// goTaken are the names that a program has already, and Go's own.
func goTaken() string {
	taken := "x w break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var"
	for _, d := range loops.Declarations() {
		taken += " " + d.Name
	}
	return taken
}

// goNames are the functions that take their inputs and nothing else.
var goNames = map[string]string{
	"add": "Add", "sub": "Sub", "mul": "Mul", "div": "Div", "pow": "Pow", "maximum": "Max", "minimum": "Min", "matmul": "MatMul",
	"relu": "ReLU", "sigmoid": "Sigmoid", "tanh": "Tanh", "exp": "Exp", "log": "Log", "sqrt": "Sqrt", "square": "Square", "neg": "Neg",
	"abs": "Abs", "reciprocal": "Reciprocal", "gelu": "GELU", "gelu_tanh": "GELUTanh", "silu": "SiLU",
}

// expr is the right side of the line that computes n.
func (s *goProgram) expr(n *trace.Node) (string, error) {
	var in []string
	for _, id := range inputs(n) {
		in = append(in, s.vars[id])
	}
	if name, ok := goNames[n.Op]; ok && !raised(n) {
		return goCall(name, in...), nil
	}
	return s.line(s, n, in)
}

func (s *goProgram) reduce(n *trace.Node, in []string, axes []int, keep bool) string {
	name := map[string]string{"sum": "Sum", "mean": "Mean"}[n.Op]
	if keep {
		name += "Keep"
	}
	return goCall(name, append(in, goArgs(axes)...)...)
}

func (s *goProgram) reshape(in []string, shape []int) string {
	return goCall("Reshape", append(in[:1:1], goArgs(shape)...)...)
}

func (s *goProgram) layer(n *trace.Node, in []string) string {
	three := in // x, w and b, which may be none
	if len(in) == 2 {
		three = append(in[:2:2], "Tensor{}")
	}
	switch n.Op {
	case "linear":
		return goCall("Linear", three...)
	case "conv2d":
		return goCall("Conv2D", append(three, s.window(n))...)
	case "conv_transpose2d":
		return goCall("ConvTranspose2D", append(three, s.window(n), number(n, "groups", 1), goPair(pair(n, "output_padding", 0)))...)
	case "maxpool2d":
		return goCall("MaxPool2D", in[0], s.window(n))
	case "avgpool2d":
		return goCall("AvgPool2D", in[0], s.window(n), strconv.FormatBool(setting(n, "count_include_pad", 1) != 0))
	case "batch_norm":
		if len(in) == 5 && s.kind[n.Inputs[1]] == stored {
			return goCall("BatchNorm", append(in, number(n, "eps", 1e-5))...)
		}
	case "layer_norm":
		if len(in) == 3 {
			return goCall("LayerNorm", append(in, number(n, "eps", 1e-5))...)
		}
	}
	return ""
}

func (s *goProgram) function(n *trace.Node, in []string) string {
	switch n.Op {
	case "leaky_relu":
		return goCall("LeakyReLU", in[0], number(n, "slope", 0.01))
	case "elu":
		return goCall("ELU", in[0], number(n, "alpha", 1))
	case "softplus":
		return goCall("Softplus", in[0], number(n, "beta", 1))
	case "pow":
		return goCall("PowConst", in[0], number(n, "exponent", 1))
	case "step":
		return goCall("Step", in[0], number(n, "threshold", 0))
	case "clamp":
		return goCall("Clamp", in[0], number(n, "min", 0), number(n, "max", 0))
	case "softmax", "log_softmax":
		if _, ok := n.Attr("axis"); ok {
			return goCall(map[string]string{"softmax": "Softmax", "log_softmax": "LogSoftmax"}[n.Op], in[0], number(n, "axis", 0))
		}
	case "permute":
		return goCall("Permute", append(in, goArgs(all(n, "perm"))...)...)
	case "concat":
		return goCall("Concat", append([]string{number(n, "axis", 0)}, in...)...)
	}
	return ""
}

func goCall(name string, args ...string) string {
	return name + "(" + strings.Join(args, ", ") + ")"
}

// window is the settings of a convolution or a pooling that are not what they
// are unless it is said.
func (s *goProgram) window(n *trace.Node) string {
	var parts []string
	if _, pools := n.Attr("kernel"); pools {
		parts = append(parts, "Kernel: "+goPair(pair(n, "kernel", 1)))
	}
	parts = append(parts, "Stride: "+goPair(pair(n, "stride", 1)))
	if p := pair(n, "padding", 0); p != [2]int{} {
		parts = append(parts, "Padding: "+goPair(p))
	}
	if d := pair(n, "dilation", 1); d != [2]int{1, 1} {
		parts = append(parts, "Dilation: "+goPair(d))
	}
	if _, pools := n.Attr("kernel"); pools && ceils(s.node(n.Inputs[0]), n) {
		parts = append(parts, "Ceil: true")
	}
	return "Window{" + strings.Join(parts, ", ") + "}"
}

func goPair(v [2]int) string {
	if v[0] == v[1] {
		return fmt.Sprintf("Both(%d)", v[0])
	}
	return fmt.Sprintf("[2]int{%d, %d}", v[0], v[1])
}

func goArgs(v []int) (out []string) {
	for _, i := range v {
		out = append(out, strconv.Itoa(i))
	}
	return out
}
