package score

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

const gap = 12.0

// sumView is the pixels' laboratory as it is drawn.
type sumView struct {
	narrow    bool
	held      bool                // the point is being dragged
	picture   paint.Rect          // the image as 2×2 chips
	rows      [classes]paint.Rect // a class each
	names     [classes]string
	zeroNames [classes]string     // cat = 0
	tiny      [classes]paint.Rect // the row as a picture
	column    [pixels]paint.Rect  // x again, upright
	pixel     [pixels]string
	signs     [3]paint.Point // · + =
	score     [classes]paint.Rect
	text      [classes]string
	box       paint.Rect // the plane
	lands     [classes][]paint.Point
	borders   [][2]paint.Point
	zeroes    [classes][2]paint.Point
	crossed   [classes]bool
	point     paint.Point
	heads     [4]paint.Point

	title, note, said, where string
	terms                    [pixels + 1][3]string // symbol, made of, value
	values                   [pixels + 1]float64
	made                     [pixels][2]string // the factors of the products
	dot, bias, total         string
}

func number(v float64) string { return plot.Format(v) }

func bracketed(v float64) string { return plot.Bracketed(number(v)) }

// exact takes a single-precision constant back to the decimals it was typed with.
func exact(c *ui.Chip) string { return number(c.Float()) }

// placeSums shares out the stage for the pixels' laboratory.
func (s *Scene) placeSums() {
	v, r, p := &s.sums, s.area, &s.parts
	v.narrow = s.phone || r.W < 640
	var eq, rest paint.Rect
	if v.narrow {
		top, below := r.CutTop(148)
		v.picture = paint.Rect{X: top.X + 14, Y: top.Y + 30, W: 108, H: 108}
		p.plane.SetRect(paint.Rect{X: top.X + 140, Y: top.Y, W: top.W - 140, H: top.H})
		_, below = below.CutTop(gap)
		eq, rest = below.CutTop(176)
	} else {
		eq, rest = r.CutTop(min(258, r.H*0.46))
		v.picture = paint.Rect{X: eq.X + 18, Y: eq.Y + 48, W: 124, H: 124}
	}
	p.sums.SetRect(eq)
	if v.narrow {
		p.sums.SetRect(paint.Rect{X: r.X, Y: r.Y, W: r.W, H: eq.Bottom() - r.Y})
	}
	_, rest = rest.CutTop(gap)
	if !v.narrow {
		plane, card := rest.CutRight(min(rest.H+20, rest.W*0.42))
		card.W -= gap
		p.plane.SetRect(plane)
		rest = card
	}
	p.card.SetRect(rest)
	pr := p.plane.Rect()
	head := 14.0
	if !v.narrow {
		head = 38 // the legend
	}
	v.box = paint.Rect{X: pr.X + 34, Y: pr.Y + head, W: pr.W - 52, H: pr.H - head - 30}
	half := v.picture.W / 2
	for i := range p.x {
		p.x[i].Place(paint.Rect{X: v.picture.X + float64(i%2)*half, Y: v.picture.Y + float64(i/2)*half, W: half, H: half}.Middle(min(44, half*0.78), 26), (half-26)/2)
	}
	s.placeMatrix(eq)
}

// mostForScore is the room that a score needs; the numbers before it take what is
// left over, so that it does not stand far from what it is equal to.
const mostForScore = 120.0

// matrixWidths are those of what stands in a row beside one another in a room of
// width w: a class's name, its weights as a picture, a weight, a pixel, a bias and
// a sign; and what is left for the score.
func matrixWidths(w float64, narrow bool) (name, tiny, cell, col, bias, sign, spare float64) {
	name, tiny, cell, col, bias, sign = 52.0, 44.0, 52.0, 48.0, 54.0, 24.0
	most := mostForScore
	if narrow {
		name, tiny, cell, col, bias, sign = 0, 30, 39, 34, 42, 12
		if w < 330 { // the rows of weights are not painted too
			tiny, cell, col, bias, sign = 0, 33, 28, 36, 9
		}
		if k := w / 378; k > 1 { // beside an open number there is more room than on a phone
			tiny, cell, col, bias, sign = k*tiny, k*cell, k*col, k*bias, k*sign
		}
		most = w
	}
	scaled := func() float64 { return tiny + 4*cell + col + bias + 3*sign }
	if over := w - name - 16 - scaled() - most; over > 0 { // in the lecture hall
		k := min(1+over/scaled(), 1.5)
		tiny, cell, col, bias, sign = k*tiny, k*cell, k*col, k*bias, k*sign
	}
	return name, tiny, cell, col, bias, sign, w - name - 16 - scaled()
}

func (s *Scene) placeMatrix(eq paint.Rect) {
	v, p := &s.sums, &s.parts
	x, top, rowH, edge := eq.X+158, eq.Y+44, (eq.H-58)/classes, 12.0
	if v.narrow {
		x, top, rowH, edge = eq.X, eq.Y+22, (eq.H-24)/classes, 0
	}
	name, tiny, cell, col, bias, sign, spare := matrixWidths(eq.Right()-x, v.narrow)
	for c := range classes {
		y := top + float64(c)*rowH
		v.rows[c] = paint.Rect{X: x, Y: y, W: eq.Right() - x - edge, H: rowH}
		side := max(min(tiny-6, rowH-14), 0) // clear of the frame of its row
		if v.narrow {
			side = min(side, rowH-19)
		}
		v.tiny[c] = paint.Rect{X: x + name, Y: y, W: tiny, H: rowH}.Middle(side, side)
		h, top := min(34, rowH-8), 0.0
		if v.narrow { // the class is named above its row
			h, top = min(34, rowH-19), 15
		}
		v.tiny[c].Y += top / 2
		at := x + name + tiny + 8
		up := y + top + (rowH-top-h)/2
		for i := range pixels {
			p.w[c*pixels+i].Place(paint.Rect{X: at + float64(i)*cell, Y: up, W: cell - 3, H: h}, (min(rowH, 44)-h)/2)
		}
		at += 4*cell + sign + col + sign
		b := paint.Rect{X: at, Y: up, W: bias, H: h}
		if v.narrow { // the frame of its row passes here
			b.X, b.W = b.X+3, b.W-3
		}
		p.b[c].Place(b, (min(rowH, 44)-h)/2)
		at += bias + sign
		v.score[c] = paint.Rect{X: at, Y: y + 4 + top, W: spare, H: rowH - 8 - top}
	}
	at := x + name + tiny + 8
	mid := top + rowH*classes/2
	if v.narrow { // beside the numbers of the row in the middle, below its name
		mid += 7.5
	}
	v.heads[0] = paint.Point{X: at + 2*cell, Y: top - 12}
	at += 4 * cell
	v.signs[0] = paint.Point{X: at + sign/2 - 2, Y: mid}
	at += sign
	h := rowH * classes / pixels
	for i := range pixels {
		v.column[i] = paint.Rect{X: at, Y: top + float64(i)*h, W: col, H: h}.InsetXY(1, 3)
	}
	v.heads[1] = paint.Point{X: at + col/2, Y: top - 12}
	at += col
	v.signs[1] = paint.Point{X: at + sign/2, Y: mid}
	at += sign
	v.heads[2] = paint.Point{X: at + bias/2, Y: top - 12}
	at += bias
	v.signs[2] = paint.Point{X: at + sign/2, Y: mid}
	v.heads[3] = paint.Point{X: at + sign + spare/2, Y: top - 12}
}

// marked are the frames of what makes a score: its row of weights, the pixels, its
// bias and itself.
func (v *sumView) marked(c int) [3]paint.Rect {
	row := v.rows[c].InsetXY(-2, 2)
	if v.narrow {
		row = v.rows[c].InsetXY(-3, -1)
	}
	column := paint.Rect{X: v.column[0].X, Y: v.column[0].Y, W: v.column[0].W, H: v.column[pixels-1].Bottom() - v.column[0].Y}.Inset(-3)
	left := paint.Rect{X: row.X, Y: row.Y, W: v.signs[0].X - 4 - row.X, H: row.H}
	right := paint.Rect{X: v.signs[1].X + 6, Y: row.Y, W: row.Right() - v.signs[1].X - 6, H: row.H}
	return [3]paint.Rect{left, column, right}
}

// on is where a spot of the plane is drawn.
func (v *sumView) on(z spot) paint.Point {
	return paint.Point{X: v.box.X + z.x*v.box.W, Y: v.box.Y + z.y*v.box.H}
}

func (s *Scene) known(c int) bool { return s.at > c }

// focus is the row that the card speaks of, −1 before any is computed.
func (s *Scene) focus() int {
	for _, c := range []int{s.hover, s.row} {
		if c >= 0 && s.known(c) {
			return c
		}
	}
	return s.at - 1
}

// fillSums writes the numbers, colours the plane and works the focus out.
func (s *Scene) fillSums() {
	v, r := &s.sums, s.pixels
	for i := range pixels {
		v.pixel[i] = exact(s.parts.x[i])
	}
	for c := range classes {
		v.names[c], v.text[c] = className[c].In(s.lang), number(r.score(c))
		v.zeroNames[c] = v.names[c] + " = 0"
		v.crossed[c] = len(r.plane.zeroes[c]) >= 2
		if v.crossed[c] {
			for k := range 2 {
				v.zeroes[c][k] = v.on(r.plane.zeroes[c][k])
			}
		}
		v.lands[c] = v.lands[c][:0]
		for _, z := range r.plane.lands[c] {
			v.lands[c] = append(v.lands[c], v.on(z))
		}
	}
	v.borders = v.borders[:0]
	for _, b := range r.plane.borders {
		v.borders = append(v.borders, [2]paint.Point{v.on(b[0]), v.on(b[1])})
	}
	x := r.x.Data()
	v.point = paint.Point{X: v.box.X + float64(x[across])/bright*v.box.W, Y: v.box.Bottom() - float64(x[up])/bright*v.box.H}
	c := r.winner()
	v.where = i18n.T("这张图落在“"+className[c].ZH+"”的地盘。", "This image lies in the land of the "+className[c].EN+".").In(s.lang)
	s.work()
}

func classColor(t *theme.Theme, c int) paint.Color { return t.Series[[classes]int{4, 3, 2}[c]] }

// work writes the card: the row at the focus, product by product.
func (s *Scene) work() {
	v, r := &s.sums, s.pixels
	c := s.focus()
	v.terms, v.note, v.total = [pixels + 1][3]string{}, "", ""
	if c < 0 {
		for i := range pixels {
			v.terms[i][0] = "w" + low[i] + " × x" + low[i]
		}
		v.terms[pixels][0] = "b"
		v.title = i18n.T("先猜，再按播放", "Guess, then press play").In(s.lang)
		v.note = i18n.T("每一步算出一行：四个乘积，加起来，再加偏置。", "Each step works out one row: four products, added up, plus the bias.").In(s.lang)
		v.said = v.title + ". " + v.note
		return
	}
	v.title = i18n.T(className[c].ZH+"的得分", "Score of "+className[c].EN).In(s.lang)
	v.said = v.title + ": "
	for i, t := range r.terms(c) {
		v.made[i] = [2]string{bracketed(t.Factors[0].Value), bracketed(t.Factors[1].Value)}
		v.terms[i] = [3]string{"w" + low[i] + " × x" + low[i], v.made[i][0] + " × " + v.made[i][1], number(t.Value)}
		v.values[i] = t.Value
		v.said += v.terms[i][1] + " + "
	}
	b := r.tr.Nodes[r.scores.Inputs()[1].ID()].Value[c]
	v.bias = number(b)
	v.terms[pixels] = [3]string{"b", "", v.bias}
	v.values[pixels] = b
	v.total = number(r.score(c))
	dot := number(r.product(c))
	v.dot = dot
	v.note = i18n.T("四个乘积加起来是 "+dot+"，再加偏置才是得分 "+v.total+"。", "The products add up to "+dot+"; with the bias the score is "+v.total+".").In(s.lang)
	if dot == "61.95" && v.total == "60.75" {
		v.note = i18n.T("四个乘积加起来是 61.95，再加 b = −1.2 才是 60.75。到处转载的那张幻灯片，只在这一行忘了加 b。", "The products add up to 61.95, and b = −1.2 makes it 60.75. The slide that everyone copies forgot b, in this row only.").In(s.lang)
	}
	v.said += v.bias + " = " + v.total + ". " + v.note
}

var low = [pixels]string{"₁", "₂", "₃", "₄"}

func (s *Scene) saySums(l i18n.Lang) string {
	t := ""
	for c := range classes {
		t += className[c].In(l) + ": "
		if s.known(c) {
			t += s.sums.text[c] + ". "
		} else {
			t += "?. "
		}
	}
	return t
}

// handleSums: hovering or tapping a row unfolds its score.
func (s *Scene) handleSums(ev ui.Event) bool {
	at := -1
	for c, r := range s.sums.rows {
		if r.Contains(ev.X, ev.Y) {
			at = c
		}
	}
	if step, ok := map[string]int{"ArrowDown": 1, "ArrowUp": -1}[ev.Key]; ok && ev.Kind == ui.KeyDown {
		s.row, s.stale = min(max(s.focus()+step, 0), classes-1), true
		return true
	}
	return s.point(ev, at, &s.hover, &s.row)
}

// handlePlane: dragging the image's point changes two of its pixels.
func (s *Scene) handlePlane(ev ui.Event) bool {
	v, p := &s.sums, &s.parts
	move := func(x2, x4 float64) {
		for k, n := range map[int]float64{across: x2, up: x4} {
			p.x[k].SetFloat(float64(int(min(max(n, 0), bright) + 0.5)))
			s.pixels.x.Data()[k] = tensor.Elem(p.x[k].Float())
		}
		s.pixels.run()
		s.stale = true
	}
	switch ev.Kind {
	case ui.PointerDown, ui.PointerMove:
		if ev.Kind == ui.PointerDown && (ev.Button != 0 || !v.box.Inset(-12).Contains(ev.X, ev.Y)) {
			return false
		}
		if ev.Kind == ui.PointerMove && !v.held {
			return false
		}
		v.held = true
		move((ev.X-v.box.X)/v.box.W*bright, (v.box.Bottom()-ev.Y)/v.box.H*bright)
	case ui.PointerUp, ui.PointerCancel:
		v.held = false
	case ui.KeyDown:
		d, ok := map[string][2]float64{"ArrowLeft": {-5, 0}, "ArrowRight": {5, 0}, "ArrowUp": {0, 5}, "ArrowDown": {0, -5}}[ev.Key]
		if !ok {
			return false
		}
		move(p.x[across].Float()+d[0], p.x[up].Float()+d[1])
	default:
		return false
	}
	return true
}
