package gates

import (
	"gradtheatre/engine/expr"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// benchLead and insideLead stand above the expressions and above the network.
var (
	benchLead = i18n.T("[加法门](add)照样分发，[乘法门](multiply)互换输入，[最大门](patterns)只给赢家。拖动[变量](variables)，或自己[写一个式子](expression)。",
		"[Add](add) shares, [multiply](multiply) swaps, [max](patterns) routes. Drag [a variable](variables), or [type an expression](expression) of your own.")
	insideLead = i18n.T("从一个门[走远](level)到神经元、层、整个 CNN：[图里](network)始终是同一次运行。[沿路的数](way)守的还是门的[那几条规则](patterns)。",
		"[Step back](level) from one gate to the whole CNN: [one run](network), and [every number](way) obeys [the gates' rules](patterns).")
)

var insideHead = i18n.T("从一个门，到整个网络", "From one gate to the whole network")

// Head is about the laboratory on view.
func (s *Scene) Head() i18n.Text {
	if s.away {
		return insideHead
	}
	return i18n.Text{}
}

// Lead is about the laboratory on view.
func (s *Scene) Lead() i18n.Text {
	if s.away {
		return insideLead
	}
	return benchLead
}

// Where is the place of a part that the texts point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	if s.away {
		return s.zoom.Where(name)
	}
	if r := s.around(name); !r.Empty() {
		return r
	}
	for i := range s.graph.boxes {
		switch b := &s.graph.boxes[i]; {
		case name == "add" && b.kind == expr.Add, name == "multiply" && b.kind == expr.Mul:
			return s.screen(b.rect)
		}
	}
	if name == "variables" {
		return s.variablesRect()
	}
	return r
}

// variablesRect is around all variables.
func (s *bench) variablesRect() (r paint.Rect) {
	for i := range s.graph.boxes {
		if b := &s.graph.boxes[i]; b.kind == expr.Variable && b.node != result {
			r = r.Union(s.screen(b.rect))
		}
	}
	return r
}

// around are the things about the gate that the card speaks of.
func (s *bench) around(name string) (r paint.Rect) {
	box := s.focus()
	if len(s.graph.wires) > 0 && len(s.graph.wires[0].way) == 0 { // there is no room for the graph
		return r
	}
	switch name {
	case "result":
		return s.screen(s.graph.boxes[len(s.graph.boxes)-1].rect)
	case "inputs":
		if box < 0 { // nothing has been computed
			return s.variablesRect()
		}
	}
	if box < 0 {
		return r
	}
	value, grad := s.chipRects(box)
	switch name {
	case "output":
		return value
	case "chip":
		if s.reached(s.time.graded(s.graph, box)) {
			return grad
		}
	case "uses", "inputs", "left", "right":
		for i := range s.graph.wires {
			switch w := &s.graph.wires[i]; {
			case name == "uses" && w.from == box:
				r = r.Union(s.screen(s.graph.boxes[w.to].rect))
			case name != "uses" && w.to == box && (name == "inputs" || w.link >= 0 && (name == "right") == (s.run.Links[w.link].Arg == 1)):
				r = r.Union(s.screen(s.graph.boxes[w.from].rect))
			}
		}
	}
	return r
}
