package draw

import (
	"fmt"
	"math"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// arrangeReLU shows z, the graph of max(0, z) with the number on it, and a.
func (k *card) arrangeReLU(l i18n.Lang, t *theme.Theme) {
	u, r := &k.u, k.body
	box := paint.Rect{X: r.X, Y: r.Y + 18, W: math.Min(104, r.W*0.28), H: 44}
	k.lines = append(k.lines, cardLine{text: "z", x: box.X, y: r.Y + 7, style: t.Tiny()})
	peak := math.Max(k.s.run.peak[u.at.layer], math.Abs(u.from.value))
	k.cells = append(k.cells, cardCell{rect: box, value: u.from.value, decimals: 3, size: theme.SizeH2, fill: k.colour(u.from.value, peak), to: k.to(u.from.ref), window: -1, of: ofRef(u.from.ref)})
	k.lines = append(k.lines, cardLine{text: i18n.T("点它，看它怎样算出", "press it to see its sum").In(l), x: box.X, y: box.Bottom() + 14, style: t.Tiny()})

	g := paint.Rect{X: box.Right() + 44, Y: r.Y + 4, W: math.Min(r.H*1.5, r.W*0.3), H: r.H - 8}
	zero := g.Y + g.H*0.78
	mid := g.X + g.W/2
	k.rules = append(k.rules, paint.Rect{X: g.X, Y: zero, W: g.W, H: 1}, paint.Rect{X: mid, Y: g.Y, W: 1, H: g.H})
	scale := peak * 1.1
	if scale == 0 {
		scale = 1
	}
	up := zero - g.Y - 4
	k.curve = append(k.curve, paint.Point{X: g.X, Y: zero}, paint.Point{X: mid, Y: zero}, paint.Point{X: g.Right(), Y: zero - up})
	k.dot = paint.Point{X: mid + u.from.value/scale*g.W/2, Y: zero - u.value/scale*up}
	k.lines = append(k.lines,
		cardLine{text: "z", x: g.Right(), y: zero + 12, style: t.Tiny(), align: paint.Right},
		cardLine{text: "a", x: mid - 8, y: g.Y + 8, style: t.Tiny(), align: paint.Right})

	x := g.Right() + 36
	w := math.Min(r.Right()-x, 240)
	y := k.result(x, r.Y+18, w, t, []resultLine{{"a", u.value, true, k.ofNumber()}})
	text := textStop
	if u.from.value > 0 {
		text = textPass
	}
	k.note(x, y+16, r.Right()-x, text.In(l), t)
}

// arrangePooling shows the four numbers and the one that stays.
func (k *card) arrangePooling(l i18n.Lang, t *theme.Theme) {
	u, r := &k.u, k.body
	w := &u.windows[0]
	ch := math.Min(math.Floor((r.H-18)/2), 56)
	cw := math.Min(ch*1.5, r.W*0.22)
	source := k.s.source(w, l)
	from := len(k.cells)
	k.matrix(w.patch[:4], 2, r, cw, ch, fmt.Sprintf(textPatch.In(l), source), t, func(v float64) paint.Color { return k.colour(v, k.s.run.peak[w.layer]) })
	for i := range 4 {
		c := &k.cells[from+i]
		c.ring, c.size, c.decimals = i == u.winner, theme.SizeBody, 3
	}
	k.lines = append(k.lines, cardLine{text: "max =", x: r.X + 2*cw + 36, y: r.Y + 18 + ch, style: paint.Style{Font: paint.Math, Size: theme.SizeH2, Color: t.Muted}, align: paint.Center})
	x := r.X + 2*cw + 80
	y := k.result(x, r.Y+18, math.Min(r.Right()-x, 240), t, []resultLine{{"p", u.value, true, k.ofNumber()}})
	k.note(x, y+16, math.Min(r.Right()-x, 300), textLargest.In(l), t)
}

// arrangeDense shows all products as a picture, the five largest as words, and the sum.
func (k *card) arrangeDense(l i18n.Lang, t *theme.Theme) {
	u, r := &k.u, k.body
	grid, rest := r.CutLeft(r.W * 0.42)
	if k.s.geo.phone {
		grid, rest = r.CutTop(r.H * 0.4)
	}
	k.lines = append(k.lines, cardLine{text: fmt.Sprintf(textAll.In(l), len(u.products)), x: grid.X, y: grid.Y + 7, style: t.Tiny()})
	_, grid = grid.CutTop(18)
	if u.at.layer == layerDenseZ {
		k.productMaps(grid)
	} else {
		k.productGrid(grid, 16, 4)
	}
	if !k.s.geo.phone {
		_, rest = rest.CutLeft(24)
	}
	top, sum := rest.CutLeft(rest.W - clamp(rest.W*0.38, 104, 180))
	_, sum = sum.CutLeft(16)
	k.topTerms(top, l, t)
	lines := []resultLine{{"Σ", u.sum, false, k.ofSum(k.s.partial.sum)}, {"b", u.bias, false, k.ofBias()}, {"z", u.value, true, k.ofNumber()}}
	y := k.result(sum.X, sum.Y+18, sum.W, t, lines)
	if u.at.layer == layerDenseZ {
		k.result(sum.X, y+4, sum.W, t, []resultLine{{"ReLU", u.after, false, origin{ofNetwork, k.s.run.node[layerDense], u.at.m}}})
	}
}

// productMaps shows the 784 products as the 16 maps that they come from.
func (k *card) productMaps(r paint.Rect) {
	const side = 7
	cols, d := 0.0, 0.0
	for _, n := range [...][2]float64{{8, 2}, {6, 3}} { // whichever shows them larger
		if fits := math.Floor(math.Min((r.W-n[0]*4)/(n[0]*side), (r.H-n[1]*6)/(n[1]*side))); fits > d || cols == 0 {
			cols, d = n[0], fits
		}
	}
	d = math.Max(d, 1)
	for i, v := range k.u.products {
		m, row, col := i/(side*side), i/side%side, i%side
		x := r.X + float64(m%int(cols))*(side*d+4) + float64(col)*d
		y := r.Y + float64(m/int(cols))*(side*d+6) + float64(row)*d
		k.product(i, paint.Rect{X: x, Y: y, W: d, H: d}, v, -1)
	}
}

func (k *card) productGrid(r paint.Rect, cols, lines int) {
	w, h := math.Floor(r.W/float64(cols)), math.Min(math.Floor(r.H/float64(lines)), 34)
	decimals := -1
	if w >= 28 {
		decimals = 1
	}
	for i, v := range k.u.products {
		at := paint.Rect{X: r.X + float64(i%cols)*w, Y: r.Y + float64(i/cols)*h, W: w - 1.5, H: h - 1.5}
		k.product(i, at, v, decimals)
	}
}

// product is the box of one term of a dense layer; it leads to its input.
func (k *card) product(i int, r paint.Rect, v float64, decimals int) {
	f := k.u.terms[i].Factors
	k.cells = append(k.cells, cardCell{rect: r, value: v, decimals: decimals, size: theme.SizeCell,
		fill: k.colour(v, 0.6*k.u.productPeak), to: k.to(f[1].Ref), window: -1, of: k.ofNumber(),
		words: paintNumber(f[0].Value) + " × " + paintNumber(f[1].Value) + " = " + paintNumber(v)})
}

func paintNumber(v float64) string { return number3(v) }

// topTerms writes the five largest terms as weight × input = product.
func (k *card) topTerms(r paint.Rect, l i18n.Lang, t *theme.Theme) {
	k.lines = append(k.lines, cardLine{text: textTop.In(l), x: r.X, y: r.Y + 7, style: t.Tiny()})
	h := math.Min((r.H-18)/5, 28)
	st := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}
	for row, i := range k.u.top {
		if i < 0 {
			break
		}
		term := k.u.terms[i]
		y := r.Y + 18 + float64(row)*h + h/2
		third := r.W / 3
		k.lines = append(k.lines,
			cardLine{value: term.Factors[0].Value, number: true, x: r.X + third - 18, y: y, style: st, align: paint.Right, of: ofRef(term.Factors[0].Ref)},
			cardLine{text: "×", x: r.X + third - 4, y: y, style: st, align: paint.Center},
			cardLine{value: term.Factors[1].Value, number: true, x: r.X + 2*third - 18, y: y, style: st, align: paint.Right, of: ofRef(term.Factors[1].Ref)},
			cardLine{text: "=", x: r.X + 2*third - 4, y: y, style: st, align: paint.Center})
		k.cells = append(k.cells, cardCell{rect: paint.Rect{X: r.X + 2*third + 8, Y: y - h/2 + 1, W: r.Right() - r.X - 2*third - 8, H: h - 2},
			value: term.Value, decimals: 2, size: theme.SizeTiny, fill: k.colour(term.Value, k.u.productPeak), to: k.to(term.Factors[1].Ref), window: -1, of: k.ofNumber()})
	}
}

// arrangeSoftmax shows, for all ten digits, the logit, its exponential and the probability.
func (k *card) arrangeSoftmax(l i18n.Lang, t *theme.Theme) {
	u, r := &k.u, k.body
	label, above, high := 76.0, 0.0, 34.0
	if k.s.geo.phone && r.H >= 160 {
		label, above, high = 0, 17, 44 // the names stand above their rows
	}
	w := math.Floor((r.W - label) / 10)
	h := math.Min(math.Floor((r.H-18-30)/3)-above, high)
	top := func(row int) float64 { return r.Y + 18 + float64(row)*(h+above) + above }
	names := [3]string{i18n.T("得分 z", "logit z").In(l), "exp(z−max)", "p"}
	peakZ := k.s.run.peak[layerLogits]
	for row, name := range names {
		y := top(row) + h/2
		if above > 0 {
			y = top(row) - above/2
		}
		k.lines = append(k.lines, cardLine{text: name, x: r.X, y: y, style: t.Tiny()})
	}
	decimals := 2
	if w < 36 {
		decimals = 1
	}
	for j := range u.softmax {
		o := &u.softmax[j]
		x := r.X + label + float64(j)*w
		st := paint.Style{Font: paint.Mono, Size: theme.SizeTiny, Color: t.Muted}
		if j == u.at.m {
			st = paint.Style{Font: paint.MonoBold, Size: theme.SizeBody, Color: t.Text}
		}
		k.lines = append(k.lines, cardLine{text: digits[j], x: x + w/2, y: r.Y + 7, style: st, align: paint.Center})
		for row, n := range [3]number{o.logit, o.exp, o.p} {
			of := ofRef(n.ref)
			if row == 1 {
				of = k.ofSum(summand{k.s.partial.exps, j})
			}
			peak, places := peakZ, decimals
			if row > 0 {
				if peak = 1; w >= 30 { // no sign, one digit before the point
					places = 2
				}
			} else if w < 32 && math.Abs(n.value) > 9.9 {
				places = 0 // no more has room
			}
			k.cells = append(k.cells, cardCell{rect: paint.Rect{X: x, Y: top(row), W: w - 2, H: h - 2},
				value: n.value, decimals: places, size: theme.SizeCell, fill: k.colour(n.value, peak), ring: j == u.at.m && row == 2, to: k.to(n.ref), window: -1, of: of})
		}
	}
	o := &u.softmax[u.at.m]
	k.quotient(r.X+label, top(2)+h+16, t, "p = ", number3(o.exp.value), " ÷ ", number3(u.sum), " = ", string(append(paint.AppendNumber(nil, 100*u.value, 1), '%')))
}

// quotient writes how a probability is made, from x on: words and numbers in turn.
func (k *card) quotient(x, y float64, t *theme.Theme, parts ...string) {
	st := paint.Style{Font: paint.MonoBold, Size: theme.SizeBody, Color: t.Text}
	of := [...]origin{1: k.ofSum(summand{k.s.partial.exps, k.u.at.m}), 3: k.ofSum(k.s.partial.sum), 5: k.ofNumber()}
	for i, text := range parts {
		k.lines = append(k.lines, cardLine{text: text, x: x, y: y, style: st, of: of[i]})
		x += paint.Measure(text, st)
	}
}
