package descent

import (
	"math"

	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// figureStyle is that of the numbers of the curvature, markStyle of those on its
// scale.
var (
	figureStyle = paint.Style{Font: paint.Mono, Size: theme.SizeSmall}
	eigenStyle  = paint.Style{Font: paint.MonoBold, Size: theme.SizeSmall}
	markStyle   = paint.Style{Font: paint.MonoBold, Size: theme.SizeTiny}
)

var markLabel = [2]string{"η·λ₁ = ", "η·λ₂ = "}

// shapeParts are the places in the card of the curvature: the matrix, the first
// of the eigenvalues, the scale, and the words below it.
type shapeParts struct {
	box    paint.Rect // the matrix
	pitch  float64    // of its columns
	eigen  paint.Point
	scale  paint.Rect
	words  paint.Rect
	narrow bool
}

func (s *Scene) shapeParts() (p shapeParts) {
	r := s.marks.body
	p.narrow = r.W <= 560
	left := paint.Rect{X: r.X, Y: r.Y, W: 196, H: r.H}
	p.scale = paint.Rect{X: left.Right() + 32, Y: r.Y, W: r.Right() - left.Right() - 32, H: r.H}
	if p.narrow {
		left.H, left.W = 44, r.W
		p.scale = paint.Rect{X: r.X, Y: left.Bottom() + 6, W: r.W, H: r.Bottom() - left.Bottom() - 6}
	}
	apart := 24.0
	if p.pitch = 66; r.W < 300 { // a slim phone
		p.pitch, apart = 50, 10
	}
	p.box = paint.Rect{X: left.X + 50, Y: left.Y + 2, W: 2*p.pitch + 8, H: 46}
	if p.eigen = (paint.Point{X: left.X, Y: p.box.Bottom() + 22}); p.narrow {
		p.eigen = paint.Point{X: p.box.Right() + apart, Y: left.Y + 14}
	}
	p.words = p.scale
	p.words.Y += 72
	p.words.H -= 72
	return p
}

// entry is where entry i of the matrix ends, eigenvalue k begins.
func (p *shapeParts) entry(i int) (right, y float64) {
	return p.box.X + p.pitch*float64(1+i%2), p.box.Y + 12 + float64(i/2)*22
}

func (p *shapeParts) value(k int) (x, y float64) { return p.eigen.X + 40, p.eigen.Y + float64(k)*22 }

// bar is the scale without its labels.
func (p *shapeParts) bar() paint.Rect {
	return paint.Rect{X: p.scale.X, Y: p.scale.Y + 30, W: p.scale.W, H: 16}
}

// wordsStyle is how the words are written.
func (s *Scene) wordsStyle(narrow bool) (st paint.Style, line float64) {
	if narrow {
		return s.theme.Tiny(), 16
	}
	return s.theme.Small(), 20
}

// scaleMark is where η·λ stands on the scale, and where its label begins; label
// is false where that has no room.
func (s *Scene) scaleMark(bar paint.Rect, k int) (x, lx, ly float64, label bool) {
	v := s.texts.etaV[k]
	x = bar.X + min(v, 3)*bar.W/3
	w := paint.Measure(markLabel[k], markStyle) + paint.Measure(s.texts.eta[k], markStyle)
	if k == 1 { // below, out of the way
		return x, min(max(x+8, bar.X+14), bar.Right()-w), bar.Bottom() + 12, math.Abs(v-s.texts.etaV[0]) >= 1e-3 && bar.W >= 400
	}
	return x, min(max(x-w/2, bar.X), bar.Right()-w), bar.Y - 13, true
}

// shapeCells are the second derivatives, the eigenvalues, these times η, and
// the numbers in the words.
func (s *Scene) shapeCells(dst []inspect.Cell) []inspect.Cell {
	p, t, c := s.shapeParts(), &s.texts, &s.curving
	put := func(text string, x, y float64, st paint.Style, node int) {
		dst = s.PutLine(dst, text, x, y, st, inspect.Figure{Text: text, Of: inspect.Of(runCurving, node, 0)})
	}
	for i, node := range c.hess {
		right, y := p.entry(i)
		put(t.hess[i], right-paint.Measure(t.hess[i], figureStyle), y, figureStyle, node)
	}
	for k, node := range c.eigen {
		x, y := p.value(k)
		put(t.eig[k], x, y, eigenStyle, node)
	}
	for k, node := range c.eta {
		if _, x, y, ok := s.scaleMark(p.bar(), k); ok && t.etaV[k] >= 0 {
			put(t.eta[k], x+paint.Measure(markLabel[k], markStyle), y, markStyle, node)
		}
	}
	st, line := s.wordsStyle(p.narrow)
	return s.PutText(dst, t.verdict, p.words, st, line, t.judged[:]...)
}

// foundLine is the height of a line of what the finder says.
const foundLine = 20.0

// foundAt is where that stands.
func (s *Scene) foundAt() paint.Rect {
	r := s.marks.body
	return paint.Rect{X: r.X, Y: r.Y - 6, W: r.W, H: 40}
}

// finderBox is the plot of the finder, below what it says.
func (s *Scene) finderBox() paint.Rect {
	box, in := s.marks.finder, s.foundAt()
	h := paint.WrapHeight(s.texts.found, in.W, s.theme.Small(), foundLine)
	if d := in.Y + 8 + h - box.Y; d > 0 {
		box.Y, box.H = box.Y+d, box.H-d
	}
	return box
}

// finderCells are the rates that the finder speaks of, and the fall of the loss.
func (s *Scene) finderCells(dst []inspect.Cell) []inspect.Cell {
	return s.PutText(dst, s.texts.found, s.foundAt(), s.theme.Small(), foundLine, s.texts.tried[:]...)
}
