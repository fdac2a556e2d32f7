package gates

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/expr"
	"gradtheatre/scenes/gates/number"
)

// plainNumber writes a number as part of an expression.
func plainNumber(v float64) string {
	if v == math.Pi {
		return "π"
	}
	return strings.Replace(strconv.FormatFloat(v, 'g', 4, 64), "-", "−", 1)
}

// subscripted sets the digits after a name low: w0 and w_0 read w₀.
func subscripted(name string) string {
	base, low, under := strings.Cut(name, "_")
	if !under {
		i := strings.IndexAny(name, "0123456789")
		if i <= 0 {
			return name
		}
		base, low = name[:i], name[i:]
	}
	for _, r := range low {
		if r < '0' || r > '9' {
			return name
		}
	}
	var b strings.Builder
	b.WriteString(base)
	for _, r := range low {
		b.WriteRune('₀' + r - '0')
	}
	return b.String()
}

func subscript(n int) string { return subscripted("h" + strconv.Itoa(n))[1:] }

var superscriptOf = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶",
	"7", "⁷", "8", "⁸", "9", "⁹", "−", "⁻")

// power sets x to the p: x², 2ˣ; what cannot be set high stays with a caret.
func power(x, p string) string {
	if strings.ContainsAny(p, ".e") || strings.IndexFunc(p, isWord) >= 0 {
		return x + "^" + p
	}
	return x + superscriptOf.Replace(p)
}

func isWord(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'α' && r <= 'ω'
}

// gateSymbol is what stands in a gate's box; a number folded into it shows: +1, 1/x.
func gateSymbol(e *expr.Expr, n *expr.Node, folded []bool) string {
	a, b := "", ""
	if len(n.Args) == 2 {
		if folded[n.Args[0]] {
			a = plainNumber(e.Nodes[n.Args[0]].Val)
		}
		if folded[n.Args[1]] {
			b = plainNumber(e.Nodes[n.Args[1]].Val)
		}
	}
	c := a + b
	switch n.Kind {
	case expr.Add:
		return "+" + number.Signed(c)
	case expr.Sub:
		if a != "" {
			return a + "−x"
		}
		return "−" + number.Signed(b)
	case expr.Mul:
		return "×" + c
	case expr.Div:
		if a != "" {
			return a + "/x"
		}
		return "÷" + b
	case expr.Pow:
		switch {
		case a != "":
			return a + "ˣ"
		case b != "":
			return power("x", b)
		}
		return "xʸ"
	case expr.Neg:
		return "×−1"
	case expr.Sigmoid:
		return "σ"
	case expr.Abs:
		return "|x|"
	case expr.Sqrt:
		return "√"
	case expr.Log:
		return "ln"
	case expr.ReLU:
		return "ReLU"
	case expr.Max, expr.Min:
		if c != "" {
			return n.Kind.String() + " " + c
		}
	}
	return n.Kind.String()
}
