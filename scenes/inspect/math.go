package inspect

import (
	"strings"

	"gradtheatre/scenes/paint"
)

// Formula is a line of mathematics: runs of letters, low and high ones, and
// fractions. It is written as in TeX, without spaces that mean nothing:
// x_{12}, e^{-x}, \frac{∂L}{∂x}. Capital function names and operators are
// plain text.
type Formula struct {
	parts []part
}

// part is a run of text, with what hangs from it, or a fraction.
type part struct {
	text     string
	low      []part
	high     []part
	over     []part // numerator
	under    []part // denominator
	fraction bool
}

// Parse reads a formula; a brace that is left open ends with the text.
func Parse(s string) Formula {
	p := parser{s: s}
	return Formula{p.list()}
}

type parser struct {
	s  string
	at int
}

func (p *parser) list() []part {
	var out []part
	start := p.at
	flush := func() {
		if p.at > start {
			out = append(out, part{text: p.s[start:p.at]})
		}
	}
	for p.at < len(p.s) && p.s[p.at] != '}' {
		switch {
		case strings.HasPrefix(p.s[p.at:], `\frac{`):
			flush()
			p.at += len(`\frac`)
			over := p.group()
			out = append(out, part{fraction: true, over: over, under: p.group()})
			start = p.at
		case p.s[p.at] == '_' || p.s[p.at] == '^':
			flush()
			mark := p.s[p.at]
			p.at++
			hung := p.group()
			if len(out) == 0 {
				out = append(out, part{})
			}
			last := &out[len(out)-1]
			if mark == '_' {
				last.low = hung
			} else {
				last.high = hung
			}
			start = p.at
		default:
			p.at++
		}
	}
	flush()
	return out
}

// group reads {…}, or one character.
func (p *parser) group() []part {
	if p.at >= len(p.s) {
		return nil
	}
	if p.s[p.at] == '{' {
		p.at++
		g := p.list()
		if p.at < len(p.s) {
			p.at++
		}
		return g
	}
	for i := range p.s[p.at+1:] {
		c := part{text: p.s[p.at : p.at+1+i]}
		p.at += 1 + i
		return []part{c}
	}
	c := part{text: p.s[p.at:]}
	p.at = len(p.s)
	return []part{c}
}

// smaller is the size of what is low, high or in a fraction, beside what it hangs from.
const smaller = 0.72

func (p *part) width(st paint.Style) float64 {
	sub := st
	if p.fraction {
		sub.Size *= 0.88
		return max(widths(p.over, sub), widths(p.under, sub)) + 6
	}
	sub.Size = max(sub.Size*smaller, 9)
	return paint.Measure(p.text, st) + max(widths(p.low, sub), widths(p.high, sub))
}

func widths(ps []part, st paint.Style) float64 {
	w := 0.0
	for i := range ps {
		w += ps[i].width(st)
	}
	return w
}

// Width is the width of the formula in CSS pixels.
func (f Formula) Width(st paint.Style) float64 { return widths(f.parts, st) }

// Tall reports whether it has a fraction.
func (f Formula) Tall() bool {
	for i := range f.parts {
		if f.parts[i].fraction {
			return true
		}
	}
	return false
}

// Draw sets the formula from x, with the middle of its letters at y.
func (f Formula) Draw(c *paint.Canvas, x, y float64, st paint.Style) {
	drawParts(c, f.parts, x, y, st)
}

func drawParts(c *paint.Canvas, ps []part, x, y float64, st paint.Style) {
	for i := range ps {
		p := &ps[i]
		w := p.width(st)
		sub := st
		if p.fraction {
			sub.Size *= 0.88
			d := sub.Size * 0.74
			drawParts(c, p.over, x+(w-widths(p.over, sub))/2, y-d, sub)
			drawParts(c, p.under, x+(w-widths(p.under, sub))/2, y+d, sub)
			c.Line(x+1, y, x+w-1, y, 1.2, st.Color)
			x += w
			continue
		}
		c.Text(p.text, x, y, st, paint.Left)
		sub.Size = max(sub.Size*smaller, 9)
		at := x + paint.Measure(p.text, st)
		drawParts(c, p.low, at, y+st.Size*0.30, sub)
		drawParts(c, p.high, at, y-st.Size*0.36, sub)
		x += w
	}
}

// Plain writes the formula as one line of text, to be read out.
func (f Formula) Plain() string { return plain(f.parts) }

func plain(ps []part) string {
	var b strings.Builder
	for i := range ps {
		p := &ps[i]
		if p.fraction {
			b.WriteString(inner(p.over) + "/" + inner(p.under))
			continue
		}
		b.WriteString(p.text)
		if len(p.high) > 0 {
			b.WriteString(shift(plain(p.high), high, "^"))
		}
		if len(p.low) > 0 {
			b.WriteString(shift(plain(p.low), low, "_"))
		}
	}
	return b.String()
}

func inner(ps []part) string {
	s := plain(ps)
	if strings.ContainsAny(s, " +−·") {
		return "(" + s + ")"
	}
	return s
}

var (
	high = "⁰¹²³⁴⁵⁶⁷⁸⁹"
	low  = "₀₁₂₃₄₅₆₇₈₉"
)

// shift sets digits high or low; what has none keeps a mark.
func shift(s, digits, mark string) string {
	d := []rune(digits)
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if r < '0' || r > '9' {
			if len([]rune(s)) > 1 {
				return mark + "(" + s + ")"
			}
			return mark + s
		}
		out = append(out, d[r-'0'])
	}
	return string(out)
}
