package gates

import (
	"strings"

	"gradtheatre/engine/expr"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// line is how a gate made its value, q = x + y = −2 + 5 = 3, and which numbers of
// the record its figures are.
type line struct {
	text    string
	figures []figure
}

// figure is a number of the record in a line.
type figure struct {
	from, to int // in its text
	trace.Ref
}

func (l *line) clear() { l.text, l.figures = "", l.figures[:0] }

// add writes on; a ref with a node says whose number that is.
func (l *line) add(text string, ref trace.Ref) {
	if from := len(l.text); ref.Node >= 0 {
		l.figures = append(l.figures, figure{from, from + len(text), ref})
	}
	l.text += text
}

func (l *line) word(text string) { l.add(text, trace.Ref{Node: -1}) }

// formula writes the formula of a gate with its operands.
func (l *line) formula(k expr.Kind, operands [2]string, of [2]trace.Ref) {
	const first, second = "\x01", "\x02"
	form := gateFormula(k, first, second)
	before, after, _ := strings.Cut(form, first)
	between, after, two := strings.Cut(after, second)
	l.word(before)
	l.add(operands[0], of[0])
	l.word(between)
	if two {
		l.add(operands[1], of[1])
		l.word(after)
	}
}

// equation writes how a gate made its value, in symbols and in figures.
func (s *bench) equation(b *box) {
	l, args := &s.card.line, s.run.Expr.Nodes[b.node].Args
	var symbols, figures [2]string
	symbols[0], symbols[1] = s.operands(b.node)
	symbolOf, of := [2]trace.Ref{{Node: -1}, {Node: -1}}, [2]trace.Ref{}
	for k, a := range args {
		of[k].Node = s.run.Record[a]
		if s.run.Expr.Nodes[a].Kind == expr.Number { // its name is its value
			symbolOf[k] = of[k]
		}
		figures[k] = number.Precise(s.run.Value(a))
		if k > 0 || b.kind == expr.Pow || b.kind == expr.Neg {
			figures[k] = number.Signed(figures[k])
		}
	}
	l.word(b.name + " = ")
	l.formula(b.kind, symbols, symbolOf)
	l.word(" = ")
	l.formula(b.kind, figures, of)
	l.word(" = ")
	l.add(number.Precise(s.run.Value(b.node)), trace.Ref{Node: s.run.Record[b.node]})
}

// forwardAt is where the line stands on the card, as far as there is room for it:
// alone it is larger, and in the middle.
func (s *bench) forwardAt() (text string, at paint.Point, st paint.Style) {
	r, st := s.unfold.Rect(), paint.Style{Font: paint.Math, Size: mathSize}
	if s.narrow() {
		in := r.InsetXY(14, 12)
		return paint.Elide(s.card.text, in.W, st), paint.Point{X: in.X, Y: in.Y + 36 + s.card.words.Height()}, st
	}
	in := r.InsetXY(20, 14)
	if len(s.card.rows) > 0 {
		return paint.Elide(s.card.text, in.W, st), paint.Point{X: in.X, Y: in.Y + 38}, st
	}
	st.Size = 20
	text = paint.Elide(s.card.text, in.W, st)
	x, y := r.Center()
	return text, paint.Point{X: x - paint.Measure(text, st)/2, Y: y + 10}, st
}

func (s *bench) drawForward(c *paint.Canvas, t *theme.Theme) {
	text, at, st := s.forwardAt()
	c.Text(text, at.X, at.Y, st.With(t.Text), paint.Left)
}

// forwardCells are the numbers of the line.
func (s *bench) forwardCells(dst []inspect.Cell) []inspect.Cell {
	if s.card.box < 0 || s.unfold.Rect().Empty() {
		return dst
	}
	text, at, st := s.forwardAt()
	for _, f := range s.card.figures {
		if f.to <= len(text) && text[:f.to] == s.card.text[:f.to] {
			x, h := at.X+paint.Measure(text[:f.from], st), 1.4*st.Size
			dst = append(dst, inspect.Cell{Ref: f.Ref, Rect: paint.Rect{X: x, Y: at.Y - h/2, W: paint.Measure(text[f.from:f.to], st), H: h}})
		}
	}
	return dst
}
