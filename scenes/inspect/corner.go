package inspect

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
)

// tied reports whether a number, or what is made of it on the way to the result at
// root, stands in a corner exactly: it ties with others for a maximum or a minimum,
// or it is where a ReLU, an absolute value or a clamp bends. There the engine takes
// one of several slopes, as PyTorch does; a nudge may find another one, and the same
// to both sides where several corners make up for each other.
//
// What is made of the number is what moves with it, by h or by −h. Equal numbers that
// move together are no corner: they stay equal.
func tied(probe *grad.Tape, build func(*grad.Tape) *grad.Var, tr *trace.Trace, ref trace.Ref, root int, h float64) bool {
	var bends []int // nodes that can have a corner
	for i := ref.Node + 1; i <= root; i++ {
		if _, ok := cornerAt(&tr.Nodes[i]); ok || chooses(tr.Nodes[i].Op) {
			bends = append(bends, i)
		}
	}
	for _, by := range [2]float64{h, -h} {
		if len(bends) == 0 {
			return false
		}
		if _, _, ok := nudged(probe, build, ref, by); !ok {
			continue
		}
		moved := func(node, cell int) float64 {
			return float64(probe.Var(node).Value.Data()[cell]) - tr.Nodes[node].Value[cell]
		}
		for _, i := range bends {
			if n := &tr.Nodes[i]; bent(tr, n, moved) || chooses(n.Op) && level(probe, tr, n, moved) {
				return true
			}
		}
	}
	return false
}

// chooses reports whether an op takes the largest or the smallest of some numbers.
func chooses(op string) bool {
	return op == "max" || op == "min" || op == "maxpool2d" || op == "maximum" || op == "minimum"
}

// cornerAt is where an op of one number bends; a clamp does at two places.
func cornerAt(n *trace.Node) (at [2]float64, ok bool) {
	switch n.Op {
	case "relu", "leaky_relu", "abs":
		return at, true
	case "clamp":
		at[0], _ = n.Attr("min")
		at[1], _ = n.Attr("max")
		return at, true
	}
	return at, false
}

// bent reports whether an input of an op of one number stands where it bends, and
// moves from there.
func bent(tr *trace.Trace, n *trace.Node, moved func(node, cell int) float64) bool {
	at, ok := cornerAt(n)
	if !ok {
		return false
	}
	for cell, v := range tr.Nodes[n.Inputs[0]].Value {
		if (v == at[0] || v == at[1]) && moved(n.Inputs[0], cell) != 0 {
			return true
		}
	}
	return false
}

// level reports whether among the numbers that an op chooses from some are equal to
// the chosen one and do not move together.
func level(probe *grad.Tape, tr *trace.Trace, n *trace.Node, moved func(node, cell int) float64) bool {
	still := true
	for _, in := range n.Inputs {
		for cell := range tr.Nodes[in].Value {
			still = still && moved(in, cell) == 0
		}
	}
	if still {
		return false
	}
	v := probe.Var(n.ID)
	for cell, chosen := range n.Value {
		for _, t := range grad.Explain(v, cell) {
			first, found := 0.0, false
			for _, f := range t.Factors {
				if f.Node < 0 || tr.Nodes[f.Node].Value[f.Cell] != chosen {
					continue
				}
				if by := moved(f.Node, f.Cell); !found {
					first, found = by, true
				} else if by != first {
					return true
				}
			}
		}
	}
	return false
}
