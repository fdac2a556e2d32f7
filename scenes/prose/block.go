package prose

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// Set of marks of one text, a bit each.
type Set uint32

// Has reports whether mark i is in the set.
func (s Set) Has(i int) bool { return s>>i&1 == 1 }

// Block is a text set in lines. Lay it out in Update; Draw only reads.
type Block struct {
	Live Set // the marks that point at something on stage now: they are underlined
	Lit  Set // whose things are shown
	Near Set // whose things are under the pointer

	text   Text
	source string
	style  paint.Style
	width  float64
	pitch  float64 // from line to line
	x, y   float64
	lines  []paint.Span
	pieces []piece
	laid   bool
}

// piece is the part of a phrase that lies on one line.
type piece struct {
	mark, line int
	x0, x1     float64 // from the left edge
}

// Set says what is to be read, how wide, and in which type; pitch is the
// distance from line to line. It costs nothing while these stay the same.
func (b *Block) Set(source string, width float64, st paint.Style, pitch float64) {
	st.Color = paint.Color{}
	if b.laid && b.source == source && b.width == width && b.style == st && b.pitch == pitch {
		return
	}
	if !b.laid || b.source != source {
		b.text = Parse(source)
	}
	b.source, b.width, b.style, b.pitch = source, width, st, pitch
	b.lines = paint.AppendLines(b.lines[:0], b.text.Plain, width, st)
	b.pieces = b.pieces[:0]
	for i, m := range b.text.Marks {
		for k, l := range b.lines {
			if from, to := max(m.From, l.From), min(m.To, l.To); from < to {
				line := b.text.Plain[l.From:l.To]
				b.pieces = append(b.pieces, piece{i, k, paint.Measure(line[:from-l.From], st), paint.Measure(line[:to-l.From], st)})
			}
		}
	}
	b.Lit, b.Near = 0, 0
	b.laid = true
}

// Place puts the upper left corner at x, y.
func (b *Block) Place(x, y float64) { b.x, b.y = x, y }

// Fit is Set and Place in one: the text from the top of r, as wide as r, as
// Canvas.TextWrap would set it. It returns the height.
func (b *Block) Fit(source string, r paint.Rect, st paint.Style, pitch float64) float64 {
	b.Set(source, r.W, st, pitch)
	b.Place(r.X, r.Y)
	return b.Height()
}

// Text is what is read.
func (b *Block) Text() *Text { return &b.text }

// Type is how the text is set, its colour aside, and the distance from line to line.
func (b *Block) Type() (st paint.Style, pitch float64) { return b.style, b.pitch }

// Rect is the ground of the text.
func (b *Block) Rect() paint.Rect { return paint.Rect{X: b.x, Y: b.y, W: b.width, H: b.Height()} }

// Height is that of all lines.
func (b *Block) Height() float64 { return float64(len(b.lines)) * b.pitch }

// LastWidth is how wide the last line is.
func (b *Block) LastWidth() float64 {
	if len(b.lines) == 0 {
		return 0
	}
	l := b.lines[len(b.lines)-1]
	return paint.Measure(b.text.Plain[l.From:l.To], b.style)
}

// box is where a piece lies.
func (b *Block) box(p piece) paint.Rect {
	return paint.Rect{X: b.x + p.x0, Y: b.y + float64(p.line)*b.pitch, W: p.x1 - p.x0, H: b.pitch}
}

// Box is where phrase i begins: all of it, unless a line ends within.
func (b *Block) Box(i int) paint.Rect {
	for _, p := range b.pieces {
		if p.mark == i {
			return b.box(p)
		}
	}
	return paint.Rect{}
}

// At is what points at a place: the phrase there, or every phrase of the
// sentence there. It is empty beside the text.
func (b *Block) At(x, y float64) (marks Set, phrase bool) {
	for _, p := range b.pieces {
		if b.box(p).InsetXY(-2, 0).Contains(x, y) {
			return 1 << p.mark, true
		}
	}
	line := int((y - b.y) / b.pitch)
	if y < b.y || line >= len(b.lines) || x < b.x {
		return 0, false
	}
	l := b.lines[line]
	whole, at := b.text.Plain[l.From:l.To], -1
	for i := range whole {
		if paint.Measure(whole[:i], b.style) > x-b.x {
			break
		}
		at = l.From + i
	}
	if at < 0 || x > b.x+paint.Measure(whole, b.style) {
		return 0, false
	}
	from, to := b.text.Sentence(at)
	for i, m := range b.text.Marks {
		if m.From >= from && m.From < to {
			marks |= 1 << i
		}
	}
	return marks, false
}

// Draw paints the text. A phrase that points is underlined with dots, and with
// a line while it is shown.
func (b *Block) Draw(c *paint.Canvas, t *theme.Theme, ink paint.Color) {
	for _, p := range b.pieces {
		if !b.Live.Has(p.mark) {
			continue
		}
		r := b.box(p)
		y := r.Y + b.pitch/2 + b.style.Size*0.62
		if b.Lit.Has(p.mark) {
			c.RoundRect(r.InsetXY(-3, (b.pitch-b.style.Size*1.3)/2).Move(0, 1.5), theme.RadiusSmall, t.AccentSoft)
		}
		if (b.Lit | b.Near).Has(p.mark) {
			c.Line(r.X, y, r.Right(), y, 1.5, t.Accent)
		} else {
			c.DashLine(r.X, y, r.Right(), y, 1.5, 1.5, 2.5, 0, t.Accent)
		}
	}
	for i, l := range b.lines {
		c.Text(b.text.Plain[l.From:l.To], b.x, b.y+(float64(i)+0.5)*b.pitch, b.style.With(ink), paint.Left)
	}
}
