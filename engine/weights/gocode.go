package weights

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"gradtheatre/engine/trace"
)

// WriteGo writes a model as a Go program that computes the same with this
// engine, one line an op, and the weights that it reads as a safetensors file,
// which the program expects under the name weightsName in the present folder.
// It reads numbers of the input's shape, whitespace between them, and prints
// the output's. It returns an *ExportError for an op that it cannot express.
func WriteGo(program, weights io.Writer, weightsName string, m Model) error {
	p, err := m.record("Go")
	if err != nil {
		return err
	}
	s := &goProgram{program: p, vars: p.identifiers(goTaken), stored: map[int]string{}}
	var body strings.Builder
	for _, n := range p.nodes {
		switch p.kind[n.ID] {
		case input:
			s.vars[n.ID] = "x"
			continue
		case stored:
			s.stored[n.ID] = "w[" + strconv.Quote(p.name[n.ID]) + "]"
			s.vars[n.ID] = "tape.Const(" + strconv.Quote(p.name[n.ID]) + ", " + s.stored[n.ID] + ")"
			continue
		}
		expr, err := s.expr(n)
		if err != nil {
			return err
		}
		fmt.Fprintf(&body, "\t%s := %s\n", s.vars[n.ID], expr)
	}
	var shape []string
	for _, d := range p.x.Shape[1:] {
		shape = append(shape, strconv.Itoa(d))
	}
	batch := strings.Join(append([]string{"batch"}, shape...), ", ")
	_, err = fmt.Fprintf(program, goTemplate, m.Name, batch, body.String(), s.vars[p.y.ID], strconv.Quote(weightsName),
		batch, max(1, product(p.x.Shape[1:])))
	if err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return Write(weights, p.file())
}

func product(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// goTemplate takes the model's name, the input's shape, the body, the output,
// the file of the weights, the input's shape and the numbers of one input.
const goTemplate = `// Command %[1]s computes what the network of that name does. Put it into a
// folder of its own in the source of gradtheatre, its weights beside it, and
//
//	echo 0.5 0.25 … | go run .
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"strconv"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// forward: x [%[2]s]; w: the weights by name.
func forward(tape *grad.Tape, x *grad.Var, w map[string]*tensor.Tensor) *grad.Var {
%[3]s	return %[4]s
}

func main() {
	log.SetFlags(0)
	file, err := weights.ReadFile(%[5]s)
	if err != nil {
		log.Fatal(err)
	}
	w := map[string]*tensor.Tensor{}
	for i := range file.Tensors {
		if w[file.Tensors[i].Name], err = file.Tensors[i].Tensor(); err != nil {
			log.Fatal(err)
		}
	}
	var numbers []tensor.Elem
	in := bufio.NewScanner(os.Stdin)
	in.Split(bufio.ScanWords)
	for in.Scan() {
		v, err := strconv.ParseFloat(in.Text(), 64)
		if err != nil {
			log.Fatal(err)
		}
		numbers = append(numbers, tensor.Elem(v))
	}
	const size = %[7]d // numbers of one input
	if len(numbers) == 0 || len(numbers)%%size != 0 {
		log.Fatalf("there are %%d numbers; an input has %%d", len(numbers), size)
	}
	batch := len(numbers) / size
	tape := grad.NewTape()
	tape.NoGrad = true
	y := forward(tape, tape.Const("x", tensor.From(numbers, %[6]s)), w)
	fmt.Println(y.Value.Data())
}
`

// goProgram names the values of a program in Go, and is that language.
type goProgram struct {
	*program
	vars   map[int]string // as a *grad.Var
	stored map[int]string // as a *tensor.Tensor
}

func (*goProgram) format() string { return "Go" }

// goTaken are the names that the body of forward uses, and Go's own.
const goTaken = "x w tape grad tensor nil true false int break case chan const continue default defer else fallthrough for func go goto if import " +
	"interface map package range return select struct switch type var"

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
	if name, ok := goNames[n.Op]; ok {
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
	batch := in[0] + ".Value.Len()/" + strconv.Itoa(product(shape[1:]))
	return goCall("Reshape", append([]string{in[0], batch}, goArgs(shape[1:])...)...)
}

func (s *goProgram) layer(n *trace.Node, in []string) string {
	three := in // x, w and b, which may be none
	if len(in) == 2 {
		three = append(in[:2:2], "nil")
	}
	switch n.Op {
	case "linear":
		return goCall("Linear", three...)
	case "conv2d":
		return goCall("Conv2D", append(three, "grad.Conv2DParams"+s.window(n))...)
	case "conv_transpose2d":
		pad := pair(n, "output_padding", 0)
		return goCall("ConvTranspose2D", append(three, fmt.Sprintf("grad.ConvTranspose2DParams{Conv2DParams: grad.Conv2DParams%s, OutputPadding: %s}", s.window(n), goPair(pad)))...)
	case "maxpool2d":
		return goCall("MaxPool2D", in[0], "grad.Pool2DParams"+s.pooling(n))
	case "avgpool2d":
		return goCall("AvgPool2D", in[0], "grad.Pool2DParams"+s.pooling(n))
	case "batch_norm":
		if len(in) == 5 && s.kind[n.Inputs[1]] == stored { // x, mean, variance, w, b
			return goCall("BatchNorm", in[0], in[3], in[4], "&grad.RunningStats{Mean: "+s.stored[n.Inputs[1]]+", Var: "+s.stored[n.Inputs[2]]+"}", number(n, "eps", 1e-5))
		}
	case "layer_norm":
		if len(in) == 3 {
			return goCall("LayerNorm", in[0], in[1], in[2], goInts(s.node(n.Inputs[3]).Shape), number(n, "eps", 1e-5))
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
	return "grad." + name + "(" + strings.Join(args, ", ") + ")"
}

// window is the settings of a convolution.
func (s *goProgram) window(n *trace.Node) string {
	return fmt.Sprintf("{Stride: %s, Padding: %s, Dilation: %s, Groups: %d}", goPair(pair(n, "stride", 1)), goPair(pair(n, "padding", 0)),
		goPair(pair(n, "dilation", 1)), int(setting(n, "groups", 1)))
}

// pooling is the settings of a pooling.
func (s *goProgram) pooling(n *trace.Node) string {
	return fmt.Sprintf("{Kernel: %s, Stride: %s, Padding: %s, Dilation: %s, CeilMode: %v, CountIncludePad: %v}", goPair(pair(n, "kernel", 1)), goPair(pair(n, "stride", 1)),
		goPair(pair(n, "padding", 0)), goPair(pair(n, "dilation", 1)), ceils(s.node(n.Inputs[0]), n), setting(n, "count_include_pad", 1) != 0)
}

func goPair(v [2]int) string { return fmt.Sprintf("[2]int{%d, %d}", v[0], v[1]) }

func goInts(v []int) string { return "[]int{" + strings.Join(goArgs(v), ", ") + "}" }

func goArgs(v []int) (out []string) {
	for _, i := range v {
		out = append(out, strconv.Itoa(i))
	}
	return out
}
