package draw

import (
	"fmt"
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// arrangeConvolution shows patch × kernel = products and their sum; where there
// are several input maps, one of them in full and the sums of all.
func (k *card) arrangeConvolution(l i18n.Lang, t *theme.Theme) {
	u := &k.u
	w := &u.windows[min(u.shown, len(u.windows)-1)]
	r := k.body
	several := len(u.windows) > 1
	var list, result paint.Rect
	if k.s.geo.phone {
		result, r = r.CutBottom(60)
		if several {
			list, r = r.CutTop(46)
		}
	} else {
		result, r = r.CutRight(clamp(r.W*0.17, 112, 190))
		_, r = r.CutRight(22)
		if several {
			list, r = r.CutLeft(clamp(r.W*0.15, 80, 140))
			_, r = r.CutLeft(18)
		}
	}
	const op = 20.0
	side := float64(w.side)
	cw := math.Min(math.Floor((r.W-2*op)/(3*side)), 72)
	ch := math.Min(math.Floor((r.H-18)/side), cw)
	ch = math.Max(ch, math.Min(math.Floor((r.H-18)/side), 30))
	step := side*cw + op
	source := k.s.source(w, l)
	caption := fmt.Sprintf(textPatch.In(l), source)
	if side*cw < paint.Measure(caption, t.Tiny()) {
		caption = source
	}
	patch := func(v float64) paint.Color { return k.colour(v, w.peakX) }
	if w.layer == layerInput {
		patch = k.grey
	}
	k.matrix(w.patch[:], w.side, r, cw, ch, caption, t, patch)
	at := r
	at.X += step
	kernel := len(k.cells)
	k.matrix(w.kernel[:], w.side, at, cw, ch, textKernel.In(l), t, func(v float64) paint.Color { return k.colour(v, w.peakW) })
	at.X += step
	k.matrix(w.product[:], w.side, at, cw, ch, textProduct.In(l), t, func(v float64) paint.Color { return k.colour(v, w.peakP) })
	k.explainProducts(kernel, w)
	if !k.s.geo.phone {
		result.X = at.X + side*cw + 30
	}
	sign := paint.Style{Font: paint.Math, Size: 20, Color: t.Muted}
	mid := r.Y + 18 + ch*side/2
	k.lines = append(k.lines,
		cardLine{text: "×", x: r.X + side*cw + op/2 - 1, y: mid, style: sign, align: paint.Center},
		cardLine{text: "=", x: r.X + step + side*cw + op/2 - 1, y: mid, style: sign, align: paint.Center})
	k.convolutionSum(result, several, w, t)
	if several {
		k.channels(list, t)
	}
}

// explainProducts says, for the kernel that begins at cell from and the
// products after it, which numbers they are.
func (k *card) explainProducts(from int, w *window) {
	n := w.side * w.side
	for i := range n {
		k.cells[from+i].words = fmt.Sprintf(textWeight.In(k.lang), i/w.side+1, i%w.side+1)
		if w.product[i].ok {
			k.cells[from+n+i].words = number3(w.patch[i].value) + " × " + number3(w.kernel[i].value)
		}
	}
}

func (k *card) convolutionSum(r paint.Rect, several bool, w *window, t *theme.Theme) {
	u := &k.u
	if k.s.geo.phone {
		part := r.W / 3
		for i, l := range []resultLine{{"Σ", u.sum, false, k.ofSum(k.s.partial.sum)}, {"+ b", u.bias, false, k.ofBias()}, {"= z", u.value, false, k.ofNumber()}} {
			x := r.X + float64(i)*part
			num := paint.Style{Font: paint.MonoBold, Size: theme.SizeH2, Color: t.Sign(l.value)}
			k.lines = append(k.lines,
				cardLine{text: l.name, x: x, y: r.Y + 16, style: paint.Style{Font: paint.Math, Size: theme.SizeBody, Color: t.Muted}},
				cardLine{value: l.value, number: true, signed: true, x: x, y: r.Y + 38, style: num, of: l.of})
		}
		return
	}
	lines := []resultLine{{"Σ", u.sum, false, k.ofSum(k.s.partial.sum)}, {"b", u.bias, false, k.ofBias()}, {"z", u.value, true, k.ofNumber()}}
	if several {
		lines = append([]resultLine{{fmt.Sprintf("Σ %d", k.u.shown+1), w.sum, false, k.ofSum(k.s.partial.maps[k.u.shown])}}, lines...)
		lines[1].name = "Σ 1…8"
	}
	k.result(r.X, r.Y+18, r.W, t, lines)
}

// channels lists the input maps with the part that each adds to z; pressing
// one shows its products.
func (k *card) channels(r paint.Rect, t *theme.Theme) {
	u := &k.u
	peak := 0.0
	for i := range u.windows {
		peak = math.Max(peak, math.Abs(u.windows[i].sum))
	}
	n := len(u.windows)
	w, h := r.W, math.Floor((r.H-18)/float64(n))
	if k.s.geo.phone {
		w, h = r.W/float64(n), 20
	}
	k.lines = append(k.lines, cardLine{text: textByMap.In(k.lang), x: r.X, y: r.Y + 7, style: t.Tiny()})
	for i := range u.windows {
		v := u.windows[i].sum
		at := paint.Rect{X: r.X, Y: r.Y + 18 + float64(i)*h, W: w, H: h - 1.5}
		if k.s.geo.phone {
			at = paint.Rect{X: r.X + float64(i)*w, Y: r.Y + 18, W: w - 1.5, H: h}
		}
		c := cardCell{rect: at, value: v, decimals: 2, size: theme.SizeCell, fill: k.colour(v, peak), ring: i == u.shown, to: nowhere, window: i, of: k.ofSum(k.s.partial.maps[i])}
		if !k.s.geo.phone {
			label := paint.Rect{X: at.X, Y: at.Y, W: 16, H: at.H}
			c.rect.X += 18
			c.rect.W -= 18
			c.size = theme.SizeTiny
			if h < 15 {
				c.size = theme.SizeCell
			}
			k.lines = append(k.lines, cardLine{text: digits[(i+1)%10], x: label.X + 8, y: label.Y + label.H/2, style: paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}, align: paint.Center})
		}
		k.cells = append(k.cells, c)
	}
}
