package weights

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"gradtheatre/engine/trace"
)

// WritePyTorch writes a model as a Python script that computes the same with
// PyTorch, one line an op, and the weights that it reads as a safetensors file,
// which the script expects under the name weightsName beside it. Run as a
// program the script reads numbers of the input's shape, whitespace between
// them, and prints the output's. It returns an *ExportError for an op that it
// cannot express.
func WritePyTorch(script, weights io.Writer, weightsName string, m Model) error {
	p, err := m.record("PyTorch")
	if err != nil {
		return err
	}
	s := &torchScript{program: p, vars: p.identifiers(pythonTaken)}
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
		fmt.Fprintf(&body, "    %s = %s\n", s.vars[n.ID], expr)
	}
	fmt.Fprintf(&body, "    return %s\n", s.vars[p.y.ID])
	example := make([]string, 0, len(p.x.Shape))
	for _, d := range p.x.Shape[1:] {
		example = append(example, strconv.Itoa(d))
	}
	_, err = fmt.Fprintf(script, torchTemplate, m.Name, strings.Join(append([]string{"batch"}, example...), ", "), body.String(),
		strconv.Quote(weightsName), strings.Join(append([]string{"-1"}, example...), ", "))
	if err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	return Write(weights, p.file())
}

// torchTemplate takes the model's name, the input's shape, the body, the file
// of the weights and the shape to read.
const torchTemplate = `"""%s, as PyTorch computes it."""
import json, os, struct, sys

import torch
import torch.nn.functional as F


def load(path):
    """Reads the float32 tensors of a safetensors file."""
    with open(path, "rb") as f:
        size, = struct.unpack("<Q", f.read(8))
        header, data = json.loads(f.read(size)), f.read()
    tensors = {}
    for name, t in header.items():
        if name != "__metadata__":
            begin, end = t["data_offsets"]
            flat = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32) if end > begin else torch.zeros(0)
            tensors[name] = flat.reshape(t["shape"])
    return tensors


def forward(x, w):
    """x [%s]; w: the weights by name."""
%s

if __name__ == "__main__":
    w = load(os.path.join(os.path.dirname(os.path.abspath(__file__)), %s))
    x = torch.tensor([float(v) for v in sys.stdin.read().split()]).reshape(%s)
    with torch.no_grad():
        print(*forward(x, w).flatten().tolist())
`

// torchScript names the values of a program in Python, and is that language.
type torchScript struct {
	*program
	vars map[int]string
}

func (*torchScript) format() string { return "PyTorch" }

// pythonTaken are the names that the body of forward uses, and Python's own.
const pythonTaken = "x w F torch False None True and as assert async await break class continue def del elif else except finally " +
	"for from global if import in is lambda nonlocal not or pass raise return try while with yield"

// plain are ops that take their inputs and nothing else.
var plain = map[string]string{
	"add": "%s + %s", "sub": "%s - %s", "mul": "%s * %s", "div": "%s / %s", "matmul": "%s @ %s", "pow": "%s ** %s",
	"maximum": "torch.maximum(%s, %s)", "minimum": "torch.minimum(%s, %s)",
	"relu": "F.relu(%s)", "sigmoid": "torch.sigmoid(%s)", "tanh": "torch.tanh(%s)", "exp": "torch.exp(%s)", "log": "torch.log(%s)",
	"sqrt": "torch.sqrt(%s)", "square": "torch.square(%s)", "neg": "-%s", "abs": "torch.abs(%s)", "reciprocal": "1 / %s",
	"gelu": "F.gelu(%s)", "gelu_tanh": "F.gelu(%s, approximate=\"tanh\")", "silu": "F.silu(%s)",
}

// expr is the right side of the line that computes n.
func (s *torchScript) expr(n *trace.Node) (string, error) {
	var in []string
	for _, id := range inputs(n) {
		in = append(in, s.vars[id])
	}
	if format, ok := plain[n.Op]; ok && strings.Count(format, "%s") == len(in) {
		args := make([]any, len(in))
		for i := range in {
			args[i] = in[i]
		}
		return fmt.Sprintf(format, args...), nil
	}
	return s.line(s, n, in)
}

func (s *torchScript) reduce(n *trace.Node, in []string, axes []int, keep bool) string {
	return fmt.Sprintf("%s.%s(%s, keepdim=%s)", in[0], n.Op, tuple(axes), python(keep))
}

func (s *torchScript) reshape(in []string, shape []int) string {
	return in[0] + ".reshape" + tuple(shape)
}

func (s *torchScript) layer(n *trace.Node, in []string) string {
	bias := "None"
	if len(in) > 2 {
		bias = in[2]
	}
	two := func(name string, otherwise int) string {
		v := pair(n, name, otherwise)
		if v[0] == v[1] {
			return strconv.Itoa(v[0])
		}
		return fmt.Sprintf("(%d, %d)", v[0], v[1])
	}
	switch args := strings.Join(in, ", "); n.Op {
	case "linear":
		return "F.linear(" + args + ")"
	case "conv2d":
		return fmt.Sprintf("F.conv2d(%s, %s, %s, stride=%s, padding=%s, dilation=%s, groups=%s)", in[0], in[1], bias, two("stride", 1), two("padding", 0), two("dilation", 1), number(n, "groups", 1))
	case "conv_transpose2d":
		return fmt.Sprintf("F.conv_transpose2d(%s, %s, %s, stride=%s, padding=%s, output_padding=%s, groups=%s, dilation=%s)", in[0], in[1], bias, two("stride", 1), two("padding", 0), two("output_padding", 0), number(n, "groups", 1), two("dilation", 1))
	case "maxpool2d":
		return fmt.Sprintf("F.max_pool2d(%s, %s, stride=%s, padding=%s, dilation=%s, ceil_mode=%s)", in[0], two("kernel", 1), two("stride", 1), two("padding", 0), two("dilation", 1), python(ceils(s.node(n.Inputs[0]), n)))
	case "avgpool2d":
		return fmt.Sprintf("F.avg_pool2d(%s, %s, stride=%s, padding=%s, ceil_mode=%s, count_include_pad=%s)", in[0], two("kernel", 1), two("stride", 1), two("padding", 0), python(ceils(s.node(n.Inputs[0]), n)), python(setting(n, "count_include_pad", 1) != 0))
	case "batch_norm":
		if len(in) == 5 && s.kind[n.Inputs[1]] == stored {
			return fmt.Sprintf("F.batch_norm(%s, eps=%s)", args, number(n, "eps", 1e-5))
		}
	case "layer_norm":
		if len(in) == 3 {
			return fmt.Sprintf("F.layer_norm(%s, %s.shape, %s, %s, eps=%s)", in[0], in[1], in[1], in[2], number(n, "eps", 1e-5))
		}
	}
	return ""
}

func (s *torchScript) function(n *trace.Node, in []string) string {
	switch n.Op {
	case "leaky_relu":
		return fmt.Sprintf("F.leaky_relu(%s, %s)", in[0], number(n, "slope", 0.01))
	case "elu":
		return fmt.Sprintf("F.elu(%s, %s)", in[0], number(n, "alpha", 1))
	case "softplus":
		return fmt.Sprintf("F.softplus(%s, %s, threshold=1000)", in[0], number(n, "beta", 1))
	case "pow":
		return in[0] + " ** " + number(n, "exponent", 1)
	case "step":
		return fmt.Sprintf("(%s >= %s).float()", in[0], number(n, "threshold", 0))
	case "clamp":
		return fmt.Sprintf("torch.clamp(%s, %s, %s)", in[0], number(n, "min", 0), number(n, "max", 0))
	case "softmax", "log_softmax":
		if axis, ok := n.Attr("axis"); ok {
			return fmt.Sprintf("torch.%s(%s, %d)", n.Op, in[0], int(axis))
		}
	case "permute":
		return in[0] + ".permute" + tuple(all(n, "perm"))
	case "concat":
		return fmt.Sprintf("torch.cat((%s,), %s)", strings.Join(in, ", "), number(n, "axis", 0))
	}
	return ""
}

func python(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

func tuple(v []int) string {
	s := "("
	for _, i := range v {
		s += strconv.Itoa(i) + ", "
	}
	if len(v) > 1 {
		s = strings.TrimSuffix(s, ", ")
	}
	return strings.TrimSuffix(s, " ") + ")"
}
