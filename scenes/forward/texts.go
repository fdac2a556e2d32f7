package forward

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// texts are the numbers on the network, made when they change so that drawing
// makes none.
type texts struct {
	active  [layers][width]string
	sum     [layers][width]string
	feed    [layers][width]string        // what goes into a layer
	product [layers][width][width]string // a weight times what goes into it
	columns [layers + 1]string
	names   [layers]string // σ(W¹x + b¹)
	outputs string
}

func (t *texts) fill(s *Scene) {
	n := s.net
	for l := range layers {
		for j := range width {
			t.active[l][j] = fixed(n.active(l, j), 2)
			t.sum[l][j] = short(n.sum(l, j))
			t.feed[l][j] = short(n.feed(l, j))
			for i, term := range n.terms(l, j)[:width] {
				t.product[l][j][i] = short(term.Value)
			}
		}
		i := strconv.Itoa(l + 1)
		t.columns[l+1] = i18n.T("第 "+i+" 层", "Layer "+i).In(s.lang)
		sup := []string{"¹", "²", "³"}[l]
		in := "x"
		if l > 0 {
			in = "a" + []string{"¹", "²", "³"}[l-1]
		}
		t.names[l] = "a" + sup + " = σ(W" + sup + " " + in + " + b" + sup + ")"
	}
	t.columns[0] = i18n.T("输入", "Input").In(s.lang)
	t.outputs = "y₁ = " + t.active[layers-1][0] + "   y₂ = " + t.active[layers-1][1]
	for _, p := range s.params {
		p.text, p.brief = signedText(p.value()), briefText(p.value())
	}
}

// short writes a number with two decimals, or none where it is whole.
func short(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e5 {
		return fixed(v, 0)
	}
	return fixed(v, 2)
}

// exact writes a number with four decimals, or as few as it has.
func exact(v float64) string {
	s := fixed(v, 4)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func fixed(v float64, decimals int) string { return string(paint.AppendNumber(nil, v, decimals)) }

// signedText shows the sign of a weight, so that nothing rests on its colour.
func signedText(v float64) string {
	s := exact(v)
	if v > 0 {
		return "+" + s
	}
	return s
}

// briefText is signedText with three digits.
func briefText(v float64) string {
	decimals := 2
	if math.Abs(v) >= 10 {
		decimals = 1
	}
	if v > 0 {
		return "+" + fixed(v, decimals)
	}
	return fixed(v, decimals)
}
