package inspect

import (
	"strconv"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

const codeLine = 18.0

// source is the engine's file of the op, with the lines that made the number lit.
func (g *page) source() {
	k, t, l := g.k, g.t, g.k.lang
	src, span, ok := g.codeOf()
	if !ok {
		return
	}
	g.file, g.lit = "engine/grad/"+src.File, strings.Join(src.Lines[span.From:span.To], "\n")
	what := wordsForward
	if k.at().Grad {
		what = wordsBackward
	}
	y := g.view.Y + 10 // stays in place
	g.head = append(g.head, item{text: g.file, x: g.in.X, y: y, style: paint.Style{Font: paint.MonoBold, Size: 13, Color: t.Text}, align: paint.Left},
		item{text: what.In(l), x: g.in.Right(), y: y, style: t.Tiny(), align: paint.Right},
		item{box: paint.Rect{X: k.rect.X, Y: y + 15, W: k.rect.W, H: 1}, fill: t.Border})
	_, g.view = g.view.CutTop(26)
	top := 8.0
	g.body = append(g.body, item{box: paint.Rect{X: k.rect.X + 1, Y: top + float64(span.From)*codeLine - 3, W: k.rect.W - 2, H: float64(span.To-span.From)*codeLine + 6}, fill: t.AccentSoft})
	g.body = append(g.body, item{box: paint.Rect{X: k.rect.X + 1, Y: top + float64(span.From)*codeLine - 3, W: 3, H: float64(span.To-span.From)*codeLine + 6}, fill: t.Accent})
	st := paint.Style{Font: paint.Mono, Size: 12, Color: t.Text}
	for i, line := range src.Lines {
		ink := t.Muted
		if i >= span.From && i < span.To {
			ink = t.Text
		}
		trimmed := strings.TrimLeft(line, "\t")
		if strings.HasPrefix(trimmed, "//") {
			ink = t.Faint
			if i >= span.From && i < span.To {
				ink = t.AccentInk
			}
		}
		st.Color = ink
		indent := float64(len(line)-len(trimmed)) * 14
		g.line(strconv.Itoa(i+1), g.in.X+24, top+float64(i)*codeLine+codeLine/2, paint.Style{Font: paint.Mono, Size: 10, Color: t.Faint}, paint.Right)
		if trimmed != "" {
			g.line(paint.Elide(strings.ReplaceAll(trimmed, "\t", "  "), g.in.W-32-indent, st), g.in.X+32+indent, top+float64(i)*codeLine+codeLine/2, st, paint.Left)
		}
	}
	g.y = top + float64(len(src.Lines))*codeLine
	if k.seek {
		k.seek, k.scroll = false, max(top+float64(span.From-1)*codeLine, 0) // the line before it, whole
	}
}

// codeOf is the source that made the number, and the lines of it.
func (g *page) codeOf() (src grad.Source, lines grad.Span, ok bool) {
	if g.k.at().Grad {
		src, ok = grad.DerivativeSourceOf(g.codeOp())
		return src, src.Backward, ok
	}
	src, ok = grad.SourceOf(g.codeOp())
	return src, src.Forward, ok
}

// say writes the page as text.
func (g *page) say() {
	k, u, l := g.k, &g.k.u, g.k.lang
	if k.grid {
		g.words = g.matrixWords()
		return
	}
	if k.code {
		if g.words = g.file; g.file != "" {
			g.words += ":\n" + g.lit
		}
		return
	}
	var b strings.Builder
	b.WriteString(k.title() + ". ")
	if why := g.why(); why != (i18n.Text{}) {
		b.WriteString(why.In(l) + " ")
	}
	for _, i := range u.Order[:u.Shown] {
		b.WriteString(g.n.words(u, &u.Terms[i]) + "; ")
	}
	if n := len(u.Order) - u.Shown; n > 0 {
		b.WriteString(rest(n).In(l) + " = " + format(u.Rest) + "; ")
	}
	if len(u.Terms) > 0 {
		b.WriteString("Σ = " + format(u.Sum) + ", ")
		if u.Adds {
			b.WriteString(wordsAdds.In(l) + ". ")
		} else {
			b.WriteString(wordsOff.In(l) + ". ")
		}
	}
	if u.Known {
		b.WriteString(wordsCheck.In(l) + ": ≈ " + format(u.Check.Value))
	}
	g.words = b.String()
}
