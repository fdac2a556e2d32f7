package weights

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Model is what can be exported: how to compute an output from an input.
type Model struct {
	Name    string
	Forward func(x *grad.Var) *grad.Var
	// Example is an input of the right shape [batch, …]. The model is run on it
	// once, not in training, and the record of the run is what is exported; the
	// exported model takes any batch.
	Example *tensor.Tensor
}

// program is a recorded run, reduced to what the output needs.
type program struct {
	nodes  []*trace.Node // in order of computation
	name   map[int]string
	kind   map[int]leaf
	x, y   *trace.Node
	stored []*trace.Node // parameters and constants
}

// leaf is what a value is that no op made.
type leaf int

const (
	computed leaf = iota
	input
	stored
)

// ExportError says which op of a model a format cannot express.
type ExportError struct {
	Format, Op, Name, Why string
}

func (e *ExportError) Error() string {
	return "weights: " + e.Format + " export: " + strings.TrimSpace(e.Name+" ("+e.Op+")") + ": " + e.Why
}

// File returns what the model stores, as [WritePyTorch] and [WriteGo] store it
// beside their programs: parameters, and what its layers remember.
func (m *Model) File() (*File, error) {
	p, err := m.record("safetensors")
	if err != nil {
		return nil, err
	}
	return p.file(), nil
}

// record runs the model and keeps what the output depends on.
func (m *Model) record(format string) (p *program, err error) {
	defer tensor.Recover(&err)
	if m.Example.Rank() < 1 || m.Example.Len() == 0 {
		return nil, &tensor.ShapeError{Op: format + " export", A: m.Example.Shape(), Why: "an example [batch, …] with at least one number"}
	}
	tape := grad.NewTape()
	tape.NoGrad = true
	x := tape.Const("x", m.Example)
	y := m.Forward(x)
	var tr trace.Trace
	tape.Record(&tr)
	p = &program{name: map[int]string{}, kind: map[int]leaf{}, x: &tr.Nodes[x.ID()], y: &tr.Nodes[y.ID()]}
	p.keep(&tr, y.ID(), map[int]bool{})
	slices.SortFunc(p.nodes, func(a, b *trace.Node) int { return a.ID - b.ID })
	p.names()
	return p, nil
}

// inputs returns the inputs that an op's formula has: those of norm layers in
// the record are also mean and variance, which other formats compute inside.
func inputs(n *trace.Node) []int {
	if n.Op == "layer_norm" && len(n.Inputs) > 2 {
		return append([]int{n.Inputs[0]}, n.Inputs[3:]...)
	}
	return n.Inputs
}

// keep marks a node and all that it depends on.
func (p *program) keep(tr *trace.Trace, id int, seen map[int]bool) {
	if seen[id] {
		return
	}
	seen[id] = true
	n := &tr.Nodes[id]
	p.nodes = append(p.nodes, n)
	if n.Op == "param" || n.Op == "input" {
		if p.kind[id] = stored; id == p.x.ID {
			p.kind[id] = input
		} else {
			p.stored = append(p.stored, n)
		}
		return
	}
	for i, k := range inputs(n) {
		// The running statistics of batch norm bear the name of their layer.
		if in := &tr.Nodes[k]; in.Op == "input" && n.Op == "batch_norm" && i > 0 && n.Name != "" {
			p.name[k] = n.Name + "." + in.Name
		}
		p.keep(tr, k, seen)
	}
}

// names gives every node a name of its own.
func (p *program) names() {
	used := map[string]bool{}
	for _, n := range p.nodes {
		name := p.name[n.ID]
		if name == "" {
			name = n.Name
		}
		if name == "" {
			name = n.Op + "_" + strconv.Itoa(n.ID)
		}
		p.name[n.ID] = unique(name, used)
	}
}

// unique returns name, or name_2, name_3 … where that is used, and uses it.
func unique(name string, used map[string]bool) string {
	base := name
	for k := 2; used[name]; k++ {
		name = base + "_" + strconv.Itoa(k)
	}
	used[name] = true
	return name
}

// identifiers names what the ops compute as variables of a program: each name
// once, and none of the taken ones, words between blanks.
func (p *program) identifiers(taken string) map[int]string {
	used, ids := map[string]bool{}, map[int]string{}
	for _, word := range strings.Fields(taken) {
		used[word] = true
	}
	for _, n := range p.nodes {
		if p.kind[n.ID] == computed {
			ids[n.ID] = unique(identifier(p.name[n.ID]), used)
		}
	}
	return ids
}

// identifier makes a variable's name of a node's: "layer1.0.conv1" → "layer1_0_conv1".
func identifier(name string) string {
	id := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '_'
	}, name)
	if first, _ := utf8.DecodeRuneInString(id); id == "" || !unicode.IsLetter(first) {
		id = "v_" + id
	}
	return id
}

// node returns a node by its ID.
func (p *program) node(id int) *trace.Node {
	for _, n := range p.nodes {
		if n.ID == id {
			return n
		}
	}
	return nil
}

// file returns the parameters and constants of the program as tensors.
func (p *program) file() *File {
	f := &File{Metadata: map[string]string{"format": "pt"}}
	for _, n := range p.stored {
		t := tensor.New(n.Shape...)
		for i, v := range n.Value {
			t.Data()[i] = tensor.Elem(v)
		}
		f.Tensors = append(f.Tensors, FromTensor(p.name[n.ID], t, F32))
	}
	return f
}

// setting returns an attribute of an op, or an otherwise.
func setting(n *trace.Node, name string, otherwise float64) float64 {
	if v, ok := n.Attr(name); ok {
		return v
	}
	return otherwise
}

// number writes an attribute of an op as both Python and Go read it.
func number(n *trace.Node, name string, otherwise float64) string {
	return strconv.FormatFloat(setting(n, name, otherwise), 'g', -1, 64)
}

// pair returns a (vertical, horizontal) setting, which is recorded once when both are equal.
func pair(n *trace.Node, name string, otherwise int) [2]int {
	v := int(setting(n, name, float64(otherwise)))
	return [2]int{v, int(setting(n, name+"_w", float64(v)))}
}

// all returns every value of a setting that is recorded more than once.
func all(n *trace.Node, name string) []int {
	var out []int
	for _, a := range n.Attrs {
		if a.Name == name {
			out = append(out, int(a.Value))
		}
	}
	return out
}

// batched returns the shape of a node for any batch: the first dimension is
// replaced by −1 where it is that of the batch.
func (p *program) batched(n *trace.Node) ([]int, error) {
	shape := slices.Clone(n.Shape)
	batch := p.x.Shape[0]
	if len(shape) == 0 || shape[0]%batch != 0 {
		return nil, fmt.Errorf("shape %s does not begin with the batch", tensor.ShapeString(n.Shape))
	}
	shape[0] = -1
	return shape, nil
}

// ceils reports whether the sizes of a pooling were rounded up.
func ceils(in, out *trace.Node) bool {
	k, s, pad, d := pair(out, "kernel", 1), pair(out, "stride", 1), pair(out, "padding", 0), pair(out, "dilation", 1)
	for i := range 2 {
		size := in.Shape[len(in.Shape)-2+i]
		if out.Shape[len(out.Shape)-2+i] > (size+2*pad[i]-d[i]*(k[i]-1)-1)/s[i]+1 {
			return true
		}
	}
	return false
}

// reduced returns the axes over which a sum or a mean went, and whether it kept
// them as 1. Without an axis it changed nothing. The record tells only the
// shapes: where equal sizes leave it open which axes they were, it returns an error.
func (p *program) reduced(n *trace.Node) (axes []int, keep bool, err error) {
	in, out := p.node(n.Inputs[0]).Shape, n.Shape
	if len(in) == len(out) {
		for i := range in {
			if out[i] == 1 && in[i] != 1 {
				axes = append(axes, i)
			}
		}
		return axes, true, nil
	}
	// The axes that are left are looked for from the front and from the back.
	// The first is the batch: where it can be left, it is.
	front, back := make([]int, len(out)), make([]int, len(out))
	for k, i := 0, 0; k < len(out); i++ {
		if in[i] == out[k] {
			front[k] = i
			k++
		}
	}
	for k, i := len(out)-1, len(in)-1; k >= 0; i-- {
		if in[i] == out[k] {
			back[k] = i
			k--
		}
	}
	for k, i := range front {
		if i != back[k] && out[k] != 1 && (k > 0 || i > 0 || in[0] != p.x.Shape[0]) {
			return nil, false, fmt.Errorf("shapes %s and %s leave it open over which axes it goes", tensor.ShapeString(in), tensor.ShapeString(out))
		}
	}
	for i := range in {
		if !slices.Contains(front, i) {
			axes = append(axes, i)
		}
	}
	return axes, false, nil
}
