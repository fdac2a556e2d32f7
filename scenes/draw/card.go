package draw

import (
	"math"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/prose"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// card unfolds one number of the run into the terms that made it. What it
// shows is laid out when the number or the place changes; Draw only reads.
type card struct {
	s    *Scene
	rect paint.Rect
	u    unfolded

	cells       []cardCell
	lines       []cardLine
	rules       []paint.Rect
	curve       []paint.Point // the graph of a ReLU
	dot         paint.Point
	body        paint.Rect
	close, back paint.Rect
	further     paint.Rect // opens the inspector
	title       string
	formula     string
	words       prose.Block // a sentence about it
	texts       []*prose.Block
	over        int // cell under the pointer, or −1
	lang        i18n.Lang
}

// cardCell is one number in a box.
type cardCell struct {
	rect     paint.Rect
	value    float64
	decimals int // −1: colour only
	size     float64
	fill     paint.Color
	ring     bool
	hollow   bool  // padding: there is no such number
	to       place // where a press leads; nowhere if it leads nowhere
	window   int   // which window of a convolution a press shows, or −1
	words    string
	of       origin // which number it is; none: a term of the unfolded one
}

// cardLine is one line of words or one number beside them.
type cardLine struct {
	text   string
	value  float64
	number bool
	x, y   float64
	style  paint.Style
	align  paint.Align
	signed bool
	of     origin
}

func (k *card) ID() string    { return "unfolded" }
func (k *card) Role() ui.Role { return ui.RoleFigure }
func (k *card) Label() i18n.Text {
	return i18n.T("展开的数：它由哪些项相加而成", "The unfolded number: the terms that made it")
}
func (k *card) Rect() paint.Rect       { return k.rect }
func (k *card) SetRect(r paint.Rect)   { k.rect = r }
func (k *card) Height(float64) float64 { return 220 }
func (k *card) Keep() bool             { return true }

// Value is the unfolded number's place, "" when the card is closed.
func (k *card) Value() string {
	if !k.s.open || k.s.auto {
		return ""
	}
	return k.s.at.String()
}

// Set unfolds the number at a place; "" goes back to the scene's own choice.
func (k *card) Set(value string) error {
	p, err := parsePlace(value)
	if err != nil {
		return err
	}
	if p == nowhere {
		k.s.auto = true
		k.s.stale = true
		return nil
	}
	k.s.unfold(p)
	return nil
}

// Describe reads the unfolded number out.
func (k *card) Describe(l i18n.Lang) string {
	u := &k.u
	if !k.s.open || !u.at.valid() || !k.s.run.ink {
		return i18n.T("没有展开的数", "no number is unfolded").In(l)
	}
	s := k.s.name(u.at, l) + " = " + number3(u.value)
	if len(u.windows) > 0 && u.biased || len(u.products) > 0 {
		s += " = Σ " + number3(u.sum) + " + b " + number3(u.bias)
	}
	return s
}

// Handle follows terms to where they come from, and closes.
func (k *card) Handle(ev ui.Event) bool {
	switch ev.Kind {
	case ui.PointerMove:
		k.point(ev.X, ev.Y)
		return true
	case ui.PointerLeave:
		k.point(-1, -1)
		return true
	case ui.PointerDown:
		if k.rect.Contains(ev.X, ev.Y) && ev.Button == 0 {
			k.point(ev.X, ev.Y)
			k.press(ev.X, ev.Y)
			return true
		}
	case ui.PointerUp, ui.PointerCancel:
		return true
	case ui.KeyDown:
		switch ev.Key {
		case "Escape":
			k.s.closeCard()
		case "Backspace":
			k.s.goBack()
		default:
			return false
		}
		return true
	}
	return false
}

func (k *card) point(x, y float64) {
	over := -1
	for i := range k.cells {
		if k.cells[i].rect.Contains(x, y) {
			over = i
		}
	}
	if over != k.over {
		k.over, k.s.redraw = over, true
	}
}

func (k *card) press(x, y float64) {
	switch {
	case k.close.Inset(-6).Contains(x, y):
		k.s.closeCard()
	case k.further.Inset(-4).Contains(x, y):
		k.s.further = true
	case k.back.Inset(-4).Contains(x, y):
		k.s.goBack()
	case k.over >= 0:
		c := &k.cells[k.over]
		if c.window >= 0 {
			k.u.shown = c.window
			k.s.stale = true
		} else if c.to.valid() {
			k.s.unfold(c.to)
		}
	}
}

// formulas say how a layer's numbers are made.
var formulas = [layerAll]i18n.Text{
	i18n.T("像素：0 是纸，1 是墨", "A pixel: 0 is paper, 1 is ink"),
	i18n.T("z = Σ 图块 × 核 + b", "z = Σ patch × kernel + b"),
	i18n.T("a = max(0, z)", "a = max(0, z)"),
	i18n.T("p = 四个数中最大的", "p = the largest of four"),
	i18n.T("z = Σ 8 个图块 × 核 + b", "z = Σ 8 patches × kernels + b"),
	i18n.T("a = max(0, z)", "a = max(0, z)"),
	i18n.T("p = 四个数中最大的", "p = the largest of four"),
	i18n.T("a = max(0, z)", "a = max(0, z)"),
	i18n.T("p = exp(z) ÷ 十个 exp(z) 的和", "p = exp(z) ÷ the sum of ten exp(z)"),
	i18n.T("z = Σ 权重 × 输入 + b", "z = Σ weight × input + b"),
	i18n.T("z = Σ 权重 × 输入 + b", "z = Σ weight × input + b"),
}

// arrange lays the card out for what it shows.
func (k *card) arrange(l i18n.Lang, t *theme.Theme) {
	k.cells, k.lines, k.rules, k.curve = k.cells[:0], k.lines[:0], k.rules[:0], k.curve[:0]
	k.lang, k.over = l, -1
	k.words.Fit("", paint.Rect{}, t.Tiny(), 17)
	if k.rect.Empty() {
		return
	}
	pad := 16.0
	if k.s.geo.phone {
		pad = 12
	}
	in := k.rect.InsetXY(pad, 0)
	k.close = paint.Rect{X: in.Right() - 24, Y: k.rect.Y + 8, W: 24, H: 24}
	k.back = paint.Rect{}
	if len(k.s.history) > 0 {
		k.back = paint.Rect{X: in.Right() - 56, Y: k.rect.Y + 8, W: 24, H: 24}
	}
	k.further = paint.Rect{X: in.Right() - 56, Y: k.rect.Y + 8, W: 24, H: 24}
	if !k.back.Empty() {
		k.further.X = k.back.X - 32
	}
	_, k.body = in.CutTop(38)
	_, k.body = k.body.CutBottom(12)
	if !k.u.at.valid() { // there is nothing on the pad
		k.title, k.formula, k.further = "", "", paint.Rect{}
		k.note(k.body.X, k.rect.Y+20, k.close.X-8-k.body.X, textEmpty.In(l), t)
		return
	}
	k.title, k.formula = k.s.name(k.u.at, l), formulas[k.u.at.layer].In(l)
	switch k.u.at.layer {
	case layerInput:
		k.arrangePixel(t)
	case layerConv1, layerConv2:
		k.arrangeConvolution(l, t)
	case layerReLU1, layerReLU2, layerDense:
		k.arrangeReLU(l, t)
	case layerPool1, layerPool2:
		k.arrangePooling(l, t)
	case layerDenseZ, layerLogits:
		k.arrangeDense(l, t)
	case layerOut:
		k.arrangeSoftmax(l, t)
	}
}

// colour is the ground of a number on a scale from −peak to peak.
func (k *card) colour(v, peak float64) paint.Color {
	s := k.s.shades.at(v, peak)
	return paint.Color{R: s[0], G: s[1], B: s[2], A: 255}
}

func (k *card) grey(v float64) paint.Color {
	s := &k.s.shades.grey[min(max(int(v*255+0.5), 0), 255)]
	return paint.Color{R: s[0], G: s[1], B: s[2], A: 255}
}

// to is the place a factor leads to, or nowhere.
func (k *card) to(ref trace.Ref) place {
	if ref.Node < 0 {
		return nowhere
	}
	l := k.s.run.layerOf(ref.Node)
	if l < 0 {
		return nowhere
	}
	return k.s.unfoldable(placeOf(l, ref.Cell))
}

// matrix puts side × side numbers into r, with a caption above.
func (k *card) matrix(numbers []number, side int, r paint.Rect, cw, ch float64, caption string, t *theme.Theme, fill func(v float64) paint.Color) {
	decimals, size := 2, theme.SizeCell
	switch {
	case cw < 17 || ch < 12:
		decimals = -1
	case cw < 25:
		decimals = 1
	case cw >= 44:
		size = theme.SizeTiny
	}
	small := t.Tiny()
	k.lines = append(k.lines, cardLine{text: caption, x: r.X, y: r.Y + 7, style: small})
	for i := range side * side {
		n := &numbers[i]
		c := cardCell{
			rect:  paint.Rect{X: r.X + float64(i%side)*cw, Y: r.Y + 18 + float64(i/side)*ch, W: cw - 1.5, H: ch - 1.5},
			value: n.value, decimals: decimals, size: size, hollow: !n.ok, to: nowhere, window: -1,
		}
		c.fill = fill(n.value)
		if n.ok {
			c.to, c.of = k.to(n.ref), ofRef(n.ref)
		} else {
			c.words = i18n.T("图外补 0", "padding: 0").In(k.lang)
		}
		k.cells = append(k.cells, c)
	}
}

func (k *card) arrangePixel(t *theme.Theme) {
	w := &k.u.windows[0]
	ch := math.Floor((k.body.H - 18) / 5)
	cw := math.Min(math.Floor(ch*1.4), math.Floor((k.body.W-150)/5))
	k.matrix(w.patch[:25], 5, k.body, cw, ch, i18n.T("它和四周的像素", "it and the pixels around").In(k.lang), t, k.grey)
	for i := range 25 {
		k.cells[i].ring = i == 12
	}
	x := k.body.X + 5*cw + 24
	k.result(x, k.body.Y+18, k.body.Right()-x, t, []resultLine{{"x", k.u.value, true, k.ofNumber()}})
	k.note(x, k.body.Y+76, k.body.Right()-x, textPixel.In(k.lang), t)
}

// resultLine is one line of the sum at the right of a card.
type resultLine struct {
	name  string
	value float64
	big   bool
	of    origin
}

// result sets the sum's lines one below the other, with a rule above the last.
func (k *card) result(x, y, w float64, t *theme.Theme, lines []resultLine) float64 {
	for i, l := range lines {
		name := paint.Style{Font: paint.Math, Size: theme.SizeBody, Color: t.Muted}
		num := paint.Style{Font: paint.Mono, Size: theme.SizeBody, Color: t.Text}
		h := 22.0
		if l.big {
			if i > 0 {
				k.rules = append(k.rules, paint.Rect{X: x, Y: y - 1, W: w, H: 1})
				y += 6
			}
			num = paint.Style{Font: paint.MonoBold, Size: 20, Color: t.Sign(l.value)}
			name.Size, h = theme.SizeH2, 28
		}
		k.lines = append(k.lines,
			cardLine{text: l.name, x: x, y: y + h/2, style: name},
			cardLine{value: l.value, number: true, signed: true, x: x + w, y: y + h/2, style: num, align: paint.Right, of: l.of})
		y += h
	}
	return y
}

// note sets a sentence in lines.
func (k *card) note(x, y, w float64, text string, t *theme.Theme) {
	k.words.Fit(text, paint.Rect{X: x, Y: y - 8, W: w}, t.Tiny(), 17)
}

// Prose is the sentence, whose phrases point.
func (k *card) Prose() []*prose.Block { return k.texts }

var (
	textEmpty   = i18n.T("先在[画板](pad)上写一个数字。", "Write a digit [on the pad](pad) first.")
	textPixel   = i18n.T("[输入](x)是网络唯一的眼睛：784 个这样的数。", "[The input](x) is all that the network sees: 784 such numbers.")
	textPass    = i18n.T("[z](source) 是正数，原样通过。", "[z](source) is positive: it passes unchanged.")
	textStop    = i18n.T("[z](source) 不是正数，变成 0。", "[z](source) is not positive: it becomes 0.")
	textLargest = i18n.T("[每 2×2 个数](source)只留最大的一个，图的边长减半。", "Of [every 2×2 numbers](source) only the largest stays; the map's side halves.")
	textPatch   = i18n.T("图块 · %s", "patch · %s")
	textWeight  = i18n.T("核的第 %d 行第 %d 列", "kernel row %d, column %d")
	textKernel  = i18n.T("核", "kernel")
	textProduct = i18n.T("乘积", "products")
	textByMap   = i18n.T("每张图的 Σ", "Σ of each map")
	textTop     = i18n.T("影响最大的五项", "The five that weigh most")
	textAll     = i18n.T("%d 个乘积", "%d products")
)
