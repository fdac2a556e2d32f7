package forward

import (
	"strconv"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// card unfolds one neuron: the terms of its sum as the engine explains them,
// the sum, and what σ makes of it.
type card struct {
	who        neuron
	title, why string
	terms      [width + 1]term // the products, then the bias
	sum, value string
	z, a       float64
	squash     string // σ(4) =
}

// term is one summand.
type term struct {
	symbol string // w₁₂ × x₂
	made   string // (−2) × (−1)
	value  string
	v      float64
	line   string // w₁₂ × x₂ = (−2) × (−1), for narrow cards
}

var (
	startTitle = i18n.T("从输入开始", "Start from the inputs")
	startWhy   = i18n.T("按播放：信号一层一层往右走，每一步算出一个神经元。", "Press play: the signal moves right, one neuron a step.")
	neuronWhy  = i18n.T("两两相乘，加起来，加偏置，再过 σ。", "Multiply in pairs, add up, add the bias, squash with σ.")
)

var low = [...]string{"₁", "₂", "₃"}

func (c *card) fill(s *Scene, who neuron) {
	c.who = who
	if who == nobody {
		c.title, c.why = startTitle.In(s.lang), startWhy.In(s.lang)
		for k := range c.terms { // what the first neuron will add up
			d := &c.terms[k]
			d.symbol = symbol(0, 0, k)
			d.line, d.made, d.value, d.v = d.symbol, "", unknown, 0
		}
		c.z, c.sum, c.squash, c.value = 0, unknown, "σ(z)", unknown
		return
	}
	l, j := who.layer, who.at
	layer, at := strconv.Itoa(l+1), strconv.Itoa(j+1)
	c.title = i18n.T("第 "+layer+" 层 · 神经元 "+at, "Layer "+layer+" · neuron "+at).In(s.lang)
	c.why = neuronWhy.In(s.lang)
	for k, t := range s.net.terms(l, j) {
		if k >= len(c.terms) {
			break
		}
		d := &c.terms[k]
		d.symbol = symbol(l, j, k)
		d.v, d.value = t.Value, exact(t.Value)
		d.made = factors(t)
		d.line = d.symbol + " = " + d.made
	}
	c.z, c.a = s.net.sum(l, j), s.net.active(l, j)
	c.sum, c.value = exact(c.z), exact(c.a)
	c.squash = "σ(" + c.sum + ")"
}

// unknown stands where a number will be.
const unknown = "?"

// symbol names the k-th summand of neuron j.
func symbol(l, j, k int) string {
	switch {
	case k == width:
		return "b" + low[j]
	case l > 0:
		return "w" + low[j] + low[k] + " × a" + low[k]
	}
	return "w" + low[j] + low[k] + " × x" + low[k]
}

// factors writes a product in figures.
func factors(t trace.Term) string {
	s := ""
	for i, f := range t.Factors {
		if i > 0 {
			s += " × " + plot.Bracketed(exact(f.Value))
		} else {
			s = plot.Bracketed(exact(f.Value))
		}
	}
	return s
}

func (c *card) describe() string {
	if c.who == nobody {
		return c.title + ". " + c.why
	}
	s := c.title + ". z = "
	for i := range c.terms {
		if i > 0 {
			s += " + "
		}
		s += c.terms[i].made
	}
	return s + " = " + c.sum + ", " + c.squash + " = " + c.value
}

// describe reads the network out.
func (s *Scene) describe(l i18n.Lang) string {
	t := i18n.T("输入 ", "Inputs ").In(l) + s.texts.feed[0][0] + ", " + s.texts.feed[0][1] + ". "
	for k := range layers {
		t += s.texts.columns[k+1] + ": "
		for j := range width {
			if j > 0 {
				t += ", "
			}
			if s.known(k, j) {
				t += s.texts.active[k][j]
			} else {
				t += "?"
			}
		}
		t += ". "
	}
	return t
}
