package gates

import "gradtheatre/scenes/i18n"

// preset is an expression with the values at which lectures show it.
type preset struct {
	id     string
	label  i18n.Text
	source string
	values map[string]float64
}

const (
	neuronOpen   = "1/(1+exp(−(w0x0+w1x1+w2)))"
	neuronFolded = "σ(w0x0+w1x1+w2)"
)

// The examples of CS231n, lecture 4. The last but one is the
// visitor's own.
var presets = []preset{
	{"xyz", i18n.Same("(x+y)z"), "(x+y)z", map[string]float64{"x": -2, "y": 5, "z": -4}},
	{"neuron", i18n.T("σ 神经元", "σ neuron"), neuronOpen,
		map[string]float64{"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}},
	{"max", i18n.T("max 门", "Max gate"), "2(xy+max(z,w))", map[string]float64{"x": 3, "y": -4, "z": 2, "w": -1}},
	{"own", i18n.T("自己写", "Your own"), "", nil},
	{inNetwork, i18n.Same("CNN"), "", nil},
}

// inNetwork is the way to the gates inside a convolutional network.
const inNetwork = "cnn"

// choose shows a preset.
func (s *bench) choose(id string) bool {
	if s.enter != nil && (id == inNetwork) != s.away {
		s.enter(id == inNetwork)
	}
	if id == inNetwork {
		return true
	}
	for _, p := range presets {
		if p.id != id {
			continue
		}
		source := p.source
		if source == "" {
			source = s.own
		}
		for name, v := range p.values {
			s.known[name] = v
		}
		if s.run != nil && s.run.Expr.Source == source { // the values go back too
			s.typed, s.bad = source, nil
			for i, name := range s.run.Expr.VarNames() {
				s.values[i] = s.known[name]
			}
			s.compute()
			return true
		}
		s.setExpression(source)
		return true
	}
	return false
}

// chosen is the preset whose expression is shown.
func (s *bench) chosen() string {
	if s.away {
		return inNetwork
	}
	if s.bad == nil {
		for _, p := range presets {
			if p.source != "" && (s.typed == p.source || p.id == "neuron" && s.typed == neuronFolded) {
				return p.id
			}
		}
	}
	return "own"
}
