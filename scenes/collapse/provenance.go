package collapse

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

// The runs of the joined record: the stack with the one layer, and what the
// perceptron answers in the plane of the inputs.
const (
	runNet = iota
	runField
)

// show hands both runs to the inspector.
func (s *Scene) show() {
	s.Show(inspect.Run{Tape: s.net.tape, Record: &s.net.tr, Build: s.net.again}, inspect.Run{Tape: s.net.judge.tape, Record: &s.net.judge.tr})
}

// Differentiate implements inspect.Differentiator: of the output that the number
// of the one layer belongs to which is explained.
func (s *Scene) Differentiate() {
	s.net.differentiate(rowOf(s.cell))
	s.show()
}

// Root is that output.
func (s *Scene) Root(int) string { return [width]string{"y₁", "y₂"}[rowOf(s.cell)] }

// Cells are what stack and one layer give the probe, the one layer's numbers,
// and those of every layer.
func (s *Scene) Cells(dst []inspect.Cell) []inspect.Cell {
	m, n := &s.marks, s.net
	for i, v := range [2]*grad.Var{n.a[n.n-1], n.one} {
		r := m.answerAt(i)
		if m.narrow { // the figures stand at the right
			text := [2]string{s.texts.stack, s.texts.one}[i]
			r, _ = r.CutRight(min(r.W*0.6, paint.Measure(text, paint.Style{Font: paint.MonoBold, Size: 13})+4))
		} else {
			r.W = min(r.W, 190)
		}
		left, right := r.CutLeft(r.W / 2)
		dst = s.Put(dst, left, runNet, v.ID(), 0)
		dst = s.Put(dst, right, runNet, v.ID(), 1)
	}
	dst = s.textCells(dst)
	w, b := n.f[n.n-1].ID(), n.g[n.n-1].ID()
	if n.bent() {
		w, b = n.one.Inputs()[1].ID(), n.one.Inputs()[2].ID()
	}
	for i, r := range m.cells {
		if i < width*width {
			dst = s.Put(dst, r, runNet, w, i)
		} else {
			dst = s.Put(dst, r, runNet, b, i-width*width)
		}
	}
	for i, c := range s.probes {
		dst = s.Put(dst, c.Rect(), runNet, n.in.ID(), i)
	}
	for l := range n.n {
		for i, c := range s.weights[l] {
			dst = s.Put(dst, c.Rect(), runNet, n.z[l].Inputs()[1].ID(), i)
		}
		for i, c := range s.biases[l] {
			dst = s.Put(dst, c.Rect(), runNet, n.z[l].Inputs()[2].ID(), i)
		}
	}
	return dst
}

// sum is the number whose terms are written out: one of the product or of its
// bias, or where the one layer is no product, of its answer to the probe.
func (n *net) sum(cell int) inspect.Origin {
	switch last := n.n - 1; {
	case n.bent():
		return inspect.Of(runNet, n.one.ID(), rowOf(cell))
	case cell < width*width:
		return inspect.Of(runNet, n.f[last].ID(), cell)
	default:
		return inspect.Of(runNet, n.g[last].ID(), cell-width*width)
	}
}

// textCells are the numbers of the sum that is written out, and of the sentence
// that says how far stack and one layer are apart.
func (s *Scene) textCells(dst []inspect.Cell) []inspect.Cell {
	m, t := &s.marks, &s.texts
	if !m.narrow {
		dst = s.PutLine(dst, paint.Elide(t.terms, m.text.W, termsStyle), m.text.X, m.text.Y+6, termsStyle, t.factors...)
	}
	box, st, line := s.apartAt()
	if !s.apartShown() {
		return dst
	}
	return s.PutText(dst, t.apart, box, st, line, t.gaps[:]...)
}

// NumberAt finds the places of probe, points and grid in the planes: left of a
// mark's middle its first coordinate, right of it the second. Elsewhere in the
// plane of the inputs it is the perceptron's answer.
func (s *Scene) NumberAt(x, y float64) (c inspect.Cell, ok bool) {
	m, n := &s.marks, s.net
	for k := range m.frames {
		box := m.frames[k].box
		if k > n.n && k != foldAt || !box.Contains(x, y) {
			continue
		}
		if row, p := nearest(m.rows[k], x, y); row >= 0 {
			v := n.in
			switch {
			case k == foldAt:
				v = n.one
			case k > 0:
				v = n.a[k-1]
			}
			at := 0
			if x > p.X {
				at = 1
			}
			return inspect.Cell{Ref: s.Ref(runNet, v.ID(), row*width+at), Rect: paint.Rect{X: p.X - 9, Y: p.Y - 9, W: 18, H: 18}}, true
		}
		if col, row, ok := s.field.At(box, x, y); k == 0 && ok && s.told() {
			return inspect.Cell{Ref: s.Ref(runField, n.judge.fieldID, row*fieldSide+col), Rect: s.field.Cell(box, col, row)}, true
		}
	}
	return c, false
}

// nearest is the row of the record whose place is within reach, or −1.
func nearest(rows []paint.Point, x, y float64) (row int, at paint.Point) {
	best := 8.0
	row = -1
	for i, p := range rows {
		if d := math.Hypot(p.X-x, p.Y-y); d < best {
			best, row, at = d, i, p
		}
	}
	return row, at
}

// WhyOf says of the best single layer, and of the perceptron's weights, how they
// were found: no sum on a tape made them.
func (s *Scene) WhyOf(ref trace.Ref) i18n.Text {
	switch field := s.Ref(runField, 0, 0).Node; s.Trace().Nodes[ref.Node].Name {
	case "best weight", "best bias":
		return i18n.T("最小二乘在整张格子上求出来的：最接近这叠层的那一层。", "Found by least squares over the whole grid: the layer that comes closest to the stack.")
	case "w", "b":
		if ref.Node >= field {
			return i18n.T("感知机学出来的：错一次，改一次。", "Learnt by the perceptron, one mistake at a time.")
		}
	}
	return i18n.Text{}
}
