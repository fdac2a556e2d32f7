package inspect

import (
	"strconv"
	"strings"

	"gradtheatre/engine/trace"
)

// namer writes the names of numbers, in symbols and as programs type them.
type namer struct {
	p Provenance
}

// node is the name of a value: what the scene calls it, else what the record does.
func (n namer) node(id int) string {
	if f, ok := n.p.(Namer); ok {
		if s := f.NameOf(id); s != "" {
			return s
		}
	}
	name := n.p.Trace().Nodes[id].Name
	switch {
	case name == "":
		return "v^{" + strconv.Itoa(id) + "}"
	case len(name) > 1 && isDigits(name[1:]):
		return name[:1] + "^{" + name[1:] + "}" // W1 is the W of layer 1
	}
	return strings.NewReplacer("_", " ", "-", "−").Replace(name)
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// cell is the name of one number of a value: z^{1}_{2}. Places count from 1;
// a batch of one and a single column are left out.
func (n namer) cell(id, cell int) string {
	if f, ok := n.p.(CellNamer); ok {
		if s := f.CellName(id, cell); s != "" {
			return s
		}
	}
	name := n.node(id)
	shape := n.p.Trace().Nodes[id].Shape
	for len(shape) > 1 && shape[0] == 1 {
		shape = shape[1:]
	}
	for len(shape) > 1 && shape[len(shape)-1] == 1 {
		shape = shape[:len(shape)-1]
	}
	if len(shape) == 0 || len(shape) == 1 && shape[0] == 1 {
		return name
	}
	at := make([]string, len(shape))
	wide := false
	for i := len(shape) - 1; i >= 0; i-- {
		at[i] = strconv.Itoa(cell%shape[i] + 1)
		wide = wide || shape[i] > 9
		cell /= shape[i]
	}
	between := ""
	if wide {
		between = ","
	}
	return name + "_{" + strings.Join(at, between) + "}"
}

// root is what is differentiated in the run of a node.
func (n namer) root(node int) string {
	if r, ok := n.p.(Rooted); ok {
		return r.Root(node)
	}
	return "L"
}

// ref is the name of a number; a gradient is a fraction, or on one line.
func (n namer) ref(ref trace.Ref, line bool) string {
	x := n.cell(ref.Node, ref.Cell)
	switch {
	case !ref.Grad:
		return x
	case line:
		return "∂" + n.root(ref.Node) + "/∂" + x
	}
	return `\frac{∂` + n.root(ref.Node) + `}{∂` + x + `}`
}

// key is how programs and links name a number: "z1.0", "z1.0.grad", "w~2.1" of
// the second w, "#7.3" of the nameless.
func (n namer) key(ref trace.Ref) string {
	name := n.p.Trace().Nodes[ref.Node].Name
	if f, ok := n.p.(Namer); ok {
		if s := f.NameOf(ref.Node); s != "" {
			name = plainName(s)
		}
	}
	if name != "" && n.find(name) != ref.Node {
		name += "~" + strconv.Itoa(n.count(ref.Node))
	}
	if name == "" || n.find(name) != ref.Node {
		name = "#" + strconv.Itoa(ref.Node)
	}
	name += "." + strconv.Itoa(ref.Cell)
	if ref.Grad {
		name += ".grad"
	}
	return name
}

// count is how many nodes up to id have its name in the record.
func (n namer) count(id int) int {
	nodes, k := n.p.Trace().Nodes, 0
	for i := range nodes[:id+1] {
		if nodes[i].Name == nodes[id].Name {
			k++
		}
	}
	return k
}

// find returns the first node of that name, or −1.
func (n namer) find(name string) int {
	nodes := n.p.Trace().Nodes
	if f, ok := n.p.(Namer); ok {
		plain := plainName(name)
		for i := range nodes {
			if s := f.NameOf(i); s != "" && plainName(s) == plain {
				return i
			}
		}
	}
	if id := n.nth(name, 1); id >= 0 {
		return id
	}
	if i := strings.LastIndexByte(name, '~'); i > 0 {
		if k, err := strconv.Atoi(name[i+1:]); err == nil {
			if id := n.nth(name[:i], k); id >= 0 {
				return id
			}
		}
	}
	if number, ok := strings.CutPrefix(name, "#"); ok {
		if id, err := strconv.Atoi(number); err == nil && id >= 0 && id < len(nodes) {
			return id
		}
	}
	return -1
}

// nth returns the k-th node that has that name in the record, or −1.
func (n namer) nth(name string, k int) int {
	nodes := n.p.Trace().Nodes
	for id := range nodes {
		if nodes[id].Name == name {
			if k--; k == 0 {
				return id
			}
		}
	}
	return -1
}

// plainName is a name as it is typed: x_1 and x₁ are x1.
func plainName(s string) string {
	for i, r := range []rune(low) {
		s = strings.ReplaceAll(s, string(r), strconv.Itoa(i))
	}
	return strings.NewReplacer("_", "", "^", "", "{", "", "}", "").Replace(s)
}

// parse reads what key writes; the cell may be left out when it is the first.
func (n namer) parse(s string) (ref trace.Ref, ok bool) {
	s, ref.Grad = strings.CutSuffix(strings.TrimSpace(s), ".grad")
	ref.Node = n.find(s)
	if i := strings.LastIndexByte(s, '.'); ref.Node < 0 && i > 0 {
		cell, err := strconv.Atoi(s[i+1:])
		if err != nil {
			return ref, false
		}
		ref.Node, ref.Cell = n.find(s[:i]), cell
	}
	return ref, valid(n.p.Trace(), ref)
}
