package gates

import (
	"math"

	"gradtheatre/engine/expr"
	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/i18n"
)

// marks are the texts on the graph, made when the record or the language
// changes so that drawing makes none.
type marks struct {
	value   []string    // of a box
	grad    []string    // of a box; "" where none flows
	caption []i18n.Text // below a gate
	dead    []bool      // a ReLU that blocks
	strange []bool      // a value that is NaN or infinite
	lost    []bool      // a gradient that is
	down    []string    // along a wire, where its source has several
	local   []float64   // along a wire: what share of the upstream passes
	weight  []float64   // along a wire, 0…1: how large the gradient is beside the largest
}

func (m *marks) fill(s *bench) {
	g, r := s.graph, s.run
	m.value, m.grad = m.value[:0], m.grad[:0]
	m.caption, m.dead, m.strange, m.lost = m.caption[:0], m.dead[:0], m.strange[:0], m.lost[:0]
	for i := range g.boxes {
		b := &g.boxes[i]
		node := b.node
		if node == result {
			node = r.Expr.Root
		}
		v := r.Value(node)
		m.value, m.strange = append(m.value, number.Short(v)), append(m.strange, strange(v))
		grad := ""
		lost := false
		if v, ok := r.Grad(node); ok {
			grad, lost = number.Short(v), strange(v)
		}
		m.lost = append(m.lost, lost)
		m.grad = append(m.grad, grad)
		caption, dead := s.caption(b)
		m.caption, m.dead = append(m.caption, caption), append(m.dead, dead)
	}
	m.down, m.local, m.weight = m.down[:0], m.local[:0], m.weight[:0]
	for i := range g.wires {
		w := &g.wires[i]
		down, local := "", 1.0
		if w.link >= 0 {
			l := &r.Links[w.link]
			local = l.Local
			if l.Flows && len(g.boxes[w.from].out) > 1 {
				down = number.Short(l.Down)
			}
		}
		m.down, m.local = append(m.down, down), append(m.local, local)
		m.weight = append(m.weight, r.Share(w.link))
	}
}

// caption says how a gate passes the gradient, and for max, min and ReLU how
// it does so now.
func (s *bench) caption(b *box) (text i18n.Text, dead bool) {
	if b.node == result || b.kind.Leaf() {
		return i18n.Text{}, false
	}
	l := &lores[b.kind]
	in := s.run.In(b.node)
	switch b.kind {
	case expr.ReLU:
		if in[0].Local == 0 {
			return i18n.T("ReLU · "+textDead.ZH, "ReLU · "+textDead.EN), true
		}
	case expr.Max, expr.Min:
		for _, e := range in {
			if e.Local == 1 {
				name := s.nameOf(e.From)
				return i18n.T(l.name.ZH+" · "+name+" 赢", l.name.EN+" · "+name+" wins"), false
			}
		}
	}
	return l.pattern, false
}

// nameOf is what a node is called: by its box, or as the number it is.
func (s *bench) nameOf(node int) string {
	if b := s.graph.byNode[node]; b >= 0 {
		return s.graph.boxes[b].name
	}
	return plainNumber(s.run.Expr.Nodes[node].Val)
}

// strange reports whether v is no ordinary number.
func strange(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }
