package inspect

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// few is how many terms are shown in the engine's order; of more, the largest
// come first and the rest is folded. A press shows more of them at a time.
const few = 10

// Unfolding is one number taken apart. Shown and Rest add up to Sum, which is
// the recorded number within the rounding of the engine's numbers.
type Unfolding struct {
	Ref   trace.Ref
	Op    string
	Value float64
	Terms []trace.Term // all, as the engine gives them
	Order []int        // of the terms; the first Shown are shown
	Shown int
	Sum   float64 // of all terms
	Rest  float64 // of those that are not shown
	Adds  bool    // Sum is the recorded number
	Check Check
	Known bool // there is a Check
}

// unfold takes a number apart, and shows so many of its terms.
func (u *Unfolding) unfold(p Provenance, ref trace.Ref, shown int) {
	tr := p.Trace()
	n := &tr.Nodes[ref.Node]
	*u = Unfolding{Ref: ref, Op: n.Op, Value: number(tr, ref), Terms: p.Explain(ref), Order: u.Order[:0]}
	if ref.Grad {
		u.Terms = slices.DeleteFunc(u.Terms, func(t trace.Term) bool { return aside(tr, &t) })
	}
	size := math.Abs(u.Value)
	for i := range u.Terms {
		u.Order = append(u.Order, i)
		size += math.Abs(u.Terms[i].Value)
	}
	u.Sum = trace.Sum(u.Terms)
	u.Adds = same(float64(float32(u.Sum)), u.Value) || math.Abs(u.Sum-u.Value) <= 1e-5*size
	if len(u.Order) > few {
		slices.SortStableFunc(u.Order, func(a, b int) int {
			return cmp.Compare(math.Abs(u.Terms[b].Value), math.Abs(u.Terms[a].Value))
		})
	}
	u.Shown = min(max(shown, few), len(u.Order))
	if u.Shown == few && len(u.Order) > few {
		u.Shown = few - 2
	}
	for _, i := range u.Order[u.Shown:] {
		u.Rest += u.Terms[i].Value
	}
	if c, ok := p.(Checker); ok && ref.Grad {
		u.Check, u.Known = c.Check(ref)
	}
}

// aside reports whether a term of a gradient came through a value that has no
// part in the result at all.
func aside(tr *trace.Trace, t *trace.Term) bool {
	for i := range t.Factors {
		if f := &t.Factors[i]; f.Grad && t.Value == 0 && f.Value == 0 && f.Node >= 0 && f.Node < len(tr.Nodes) {
			return !slices.ContainsFunc(tr.Nodes[f.Node].Grad, func(g float64) bool { return g != 0 })
		}
	}
	return false
}

// same holds for numbers that cannot be compared by a difference.
func same(a, b float64) bool {
	return a == b || math.IsNaN(a) && math.IsNaN(b)
}

// opens reports whether a factor is a number of the run that can be unfolded.
func (u *Unfolding) opens(p Provenance, f *trace.Factor) bool {
	return valid(p.Trace(), f.Ref) && f.Ref != u.Ref
}

// symbol is a factor in symbols, on one line.
func (n namer) symbol(u *Unfolding, t *trace.Term, f *trace.Factor) string {
	if f.Node < 0 {
		if strings.HasPrefix(f.Symbol, "∂") && u.Ref.Grad {
			for i := range t.Factors {
				if g := &t.Factors[i]; g.Node >= 0 && g.Grad {
					return "∂" + n.cell(g.Node, g.Cell) + "/∂" + n.cell(u.Ref.Node, u.Ref.Cell)
				}
			}
		}
		return typeset(f.Symbol, "x")
	}
	if !valid(n.p.Trace(), f.Ref) {
		return typeset(f.Symbol, "x")
	}
	if !same(number(n.p.Trace(), f.Ref), f.Value) { // something was made of it, such as x−μ
		return typeset(f.Symbol, n.ref(f.Ref, true))
	}
	return n.ref(f.Ref, true)
}

// typeset writes an engine's symbol as a formula: powers stand high, and a
// lonely x is the number by its name.
func typeset(symbol, name string) string {
	s := strings.ReplaceAll(symbol, "-", "−")
	if before, power, ok := strings.Cut(s, "^("); ok {
		power, after, _ := strings.Cut(power, ")")
		s = before + "^{" + power + "}" + after
	}
	letter := func(i int) bool {
		return i >= 0 && i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z')
	}
	for i := range len(s) {
		if s[i] == 'x' && !letter(i-1) && !letter(i+1) {
			return s[:i] + name + s[i+1:]
		}
	}
	return s
}

// figures is a term in figures: (−2) × 5, or ReLU(−3).
func figures(t *trace.Term) string {
	var b strings.Builder
	between := " × "
	if t.Fn != "" {
		b.WriteString(appliedName(t.Fn) + "(")
		between = ", "
	}
	for i := range t.Factors {
		if i == 4 && len(t.Factors) > 5 {
			b.WriteString(between + "…")
			break
		}
		if i > 0 {
			b.WriteString(between)
		}
		s := plot.Format(t.Factors[i].Value)
		if t.Fn == "" && len(t.Factors) > 1 {
			s = plot.Bracketed(s)
		}
		b.WriteString(s)
	}
	if t.Fn != "" {
		b.WriteString(")")
	}
	return b.String()
}

// sum writes the number as the sum of its first terms, in figures.
func (u *Unfolding) sum() string {
	var b strings.Builder
	for k, i := range u.Order {
		if k == 3 && len(u.Order) > 4 {
			b.WriteString(" + …")
			break
		}
		if k > 0 {
			b.WriteString(" + ")
		}
		t := &u.Terms[i]
		s := figures(t)
		if k > 0 {
			s = plot.Bracketed(s)
		}
		b.WriteString(s)
	}
	return b.String()
}

// why says of a number what the scene has to say of it, or why it has no terms.
func (u *Unfolding) why(p Provenance) i18n.Text {
	if r, ok := p.(Reasoner); ok && !u.Ref.Grad {
		if why := r.WhyOf(u.Ref); why != (i18n.Text{}) {
			return why
		}
	}
	switch {
	case len(u.Terms) > 0:
		return i18n.Text{}
	case u.Ref.Grad && u.Value == 0:
		return wordsUnused
	case u.Op == "param":
		return wordsParam
	case u.Op == "input":
		return wordsInput
	}
	return i18n.Text{}
}
