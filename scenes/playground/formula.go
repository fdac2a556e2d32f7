package playground

import (
	"strings"

	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// formula is the whole network written out as a function, a line a neuron.
// Every number of it can be chosen.
type formula struct {
	parts  []part
	box    paint.Rect
	scale  float64 // of the letters: a short formula is written large
	tall   float64 // of all lines
	scroll float64
	held   bool
	from   float64 // where the drag began
	moved  bool
}

// part is a piece of a line: a number, or what stands between.
type part struct {
	text string
	at   paint.Rect // from the top of the first line
	v    float64
	num  bool
	pick pick // of a weight or a bias
	of   inspect.Origin
}

const formulaLine = 19.0 // its height at scale 1

// scales are tried until all of the formula is in sight.
var scales = [...]float64{1.5, 1.25, 1}

// writer sets parts side by side and breaks lines.
type writer struct {
	f          *formula
	x, y, left float64
}

// line is the height of a line, number and symbol how its parts are set.
func (f *formula) line() float64 { return formulaLine * f.scale }

func (f *formula) number() paint.Style {
	return paint.Style{Font: paint.MonoBold, Size: 12 * f.scale}
}

func (f *formula) symbol() paint.Style {
	return paint.Style{Font: paint.Math, Size: 13 * f.scale}
}

func (w *writer) put(p part, st paint.Style) {
	width, high := paint.Measure(p.text, st), w.f.line()
	if w.x+width > w.f.box.W-8 && w.x > w.left {
		w.x, w.y = w.left, w.y+high
	}
	p.at = paint.Rect{X: w.x, Y: w.y, W: width, H: high}
	w.x += width
	w.f.parts = append(w.f.parts, p)
}

func (w *writer) words(s string) { w.put(part{text: s}, w.f.symbol()) }

func (w *writer) number(v float64, first bool, p pick, of inspect.Origin) {
	text := three(v)
	if !first {
		w.words(" ")
		if v >= 0 {
			text = "+" + text
		}
	}
	w.put(part{text: text, v: v, num: true, pick: p, of: of}, w.f.number())
}

func (w *writer) end() { w.x, w.y = 0, w.y+w.f.line() }

var highs = [...]string{"", "⁽¹⁾", "⁽²⁾", "⁽³⁾", "⁽⁴⁾", "⁽⁵⁾", "⁽⁶⁾"}

// inputName is what an input of layer l is called in the formula.
func (s *Scene) inputName(l, i int) string {
	if l > 0 {
		return "a" + highs[l] + low(i+1)
	}
	name := jobs.Features[s.in[i]].Symbol
	if s.points.Standardise {
		return "u" + low(i+1)
	}
	return name
}

// outputName is the left side of the line of neuron j, and what is done with its sum.
func (s *Scene) outputName(l, j int) (name, of string) {
	if l < len(s.points.Layers) {
		of = s.points.Layers[l].Activation
		if s.points.BatchNorm {
			of += " ∘ BN"
		}
		return "a" + highs[l+1] + low(j+1), of
	}
	name, kind := "y", s.points.Kind(s.pts.Classes)
	if s.outputs() > 1 {
		name += low(j + 1)
	}
	switch {
	case kind == jobs.CrossEntropy && s.outputs() > 1:
		of = "softmax"
	case kind == jobs.CrossEntropy:
		of = "σ"
	case kind == jobs.MSE && s.pts.Classes == 2:
		of = "tanh"
	}
	return name, of
}

// writeFormula lays the lines out in the box.
func (s *Scene) writeFormula() {
	f, e := &s.formula, s.example
	f.parts, f.box = f.parts[:0], paint.Rect{}
	if s.lookAt.Value() != viewFormula || !e.ok {
		return
	}
	f.box = s.inCurve()
	for _, f.scale = range scales {
		f.parts = f.parts[:0]
		w := writer{f: f}
		if s.points.Standardise {
			s.writeScaling(&w)
		}
		for l := range len(s.points.Layers) + 1 {
			s.writeLayer(&w, l)
		}
		if f.tall = w.y; f.tall <= f.box.H {
			break
		}
	}
	f.scroll = min(f.scroll, f.most())
}

// writeScaling writes how the inputs are standardised.
func (s *Scene) writeScaling(w *writer) {
	e := s.example
	for i, k := range s.in {
		w.words("u" + low(i+1) + " = (" + jobs.Features[k].Symbol + " − μ)/σ,  μ = ")
		w.number(e.value(e.mean, i), true, pick{}, inspect.Of(runExample, e.mean, i))
		w.words(",  σ = ")
		w.number(e.value(e.sd, i), true, pick{}, inspect.Of(runExample, e.sd, i))
		w.end()
	}
	w.y += 6
}

// writeLayer writes the lines of a layer, side by side where they are short.
func (s *Scene) writeLayer(w *writer, l int) {
	f, top := w.f, w.y
	wide, from := 0.0, len(f.parts)
	ends := make([]int, 0, maxWidth) // of the lines, among the parts
	for j := range s.fanOut(l) {
		s.writeNeuronLine(w, l, j)
		ends = append(ends, len(f.parts))
		wide = max(wide, f.parts[len(f.parts)-1].at.Right())
		w.end()
	}
	w.y += 6
	columns := min(int((f.box.W-8+28)/(wide+28)), len(ends))
	if columns < 2 || w.y-top > f.line()*float64(len(ends))+6 {
		return
	}
	rows := (len(ends) + columns - 1) / columns
	for j, end := range ends {
		for ; from < end; from++ {
			f.parts[from].at.X += float64(j/rows) * (f.box.W - 8) / float64(columns)
			f.parts[from].at.Y = top + f.line()*float64(j%rows)
		}
	}
	w.y = top + f.line()*float64(rows) + 6
}

func (s *Scene) writeNeuronLine(w *writer, l, j int) {
	e, n := s.example, s.fanIn(l)
	name, of := s.outputName(l, j)
	w.left = 0
	w.words(name + " = " + of + "(")
	w.left = min(w.x, 110*w.f.scale)
	for i := range n {
		w.number(e.value(e.w[l], j*n+i), i == 0, pick{pickWeight, l, j, i}, inspect.Of(runExample, e.w[l], j*n+i))
		w.words(" " + s.inputName(l, i))
	}
	w.number(e.value(e.b[l], j), false, pick{pickWeight, l, j, n}, inspect.Of(runExample, e.b[l], j))
	w.words(")")
}

func (f *formula) most() float64 { return max(0, f.tall-f.box.H) }

// paint draws the lines that are in sight.
func (f *formula) paint(s *Scene, c *paint.Canvas, lk *ui.Look) {
	t := lk.Theme
	c.PushClip(f.box)
	num, sym := f.number(), f.symbol()
	sym.Color = t.Text
	for i := range f.parts {
		p := &f.parts[i]
		r := f.place(p)
		if !f.inSight(r) {
			continue
		}
		if !p.num {
			c.Text(p.text, r.X, r.Y+r.H/2, sym, paint.Left)
			continue
		}
		if p.pick.kind != pickNone && p.pick == s.focus() {
			c.RoundRect(r.InsetXY(-3, 1), 4, t.AccentSoft)
			c.RoundRectStroke(r.InsetXY(-3, 1), 4, 1.5, t.Accent)
		}
		num.Color = t.Sign(p.v)
		c.Text(p.text, r.X, r.Y+r.H/2, num, paint.Left)
	}
	c.PopClip()
	if most := f.most(); most > 0 {
		h := max(f.box.H*f.box.H/f.tall, 20)
		c.RoundRect(paint.Rect{X: f.box.Right() - 1, Y: f.box.Y + (f.box.H-h)*f.scroll/most, W: 3, H: h}, 1.5, t.Strong)
	}
}

// place is where a part stands on screen.
func (f *formula) place(p *part) paint.Rect {
	return paint.Rect{X: f.box.X + p.at.X, Y: f.box.Y + p.at.Y - f.scroll, W: p.at.W, H: p.at.H}
}

// inSight reports whether a line is to be seen, or part of it.
func (f *formula) inSight(line paint.Rect) bool {
	return line.Bottom() > f.box.Y+2 && line.Y < f.box.Bottom()-2
}

// cells are the numbers in sight.
func (f *formula) cells(s *Scene, dst []inspect.Cell) []inspect.Cell {
	for i := range f.parts {
		p := &f.parts[i]
		if r := f.place(p); p.num && f.inSight(r) {
			dst = s.PutOrigin(dst, r.Intersect(f.box), p.of)
		}
	}
	return dst
}

// at finds the number at a place.
func (f *formula) at(x, y float64) pick {
	for i := range f.parts {
		p := &f.parts[i]
		if p.pick.kind != pickNone && f.box.Contains(x, y) && f.place(p).InsetXY(-3, 0).Contains(x, y) {
			return p.pick
		}
	}
	return pick{}
}

// handle scrolls, and chooses the number that was pressed.
func (f *formula) handle(s *Scene, ev ui.Event) bool {
	to := f.scroll
	switch ev.Kind {
	case ui.Wheel:
		to += 42 * ev.DY
	case ui.PointerDown:
		f.held, f.moved, f.from = true, false, ev.Y+f.scroll
	case ui.PointerMove:
		if !f.held {
			if p := f.at(ev.X, ev.Y); p != s.hover && !ev.Touch {
				s.hover, s.stale = p, true
			}
			return true
		}
		if to = f.from - ev.Y; to-f.scroll > 4 || f.scroll-to > 4 || f.moved {
			f.moved = true
		} else {
			to = f.scroll
		}
	case ui.PointerUp:
		if p := f.at(ev.X, ev.Y); f.held && !f.moved && p.kind != pickNone {
			s.picked, s.hover, s.fresh = p, pick{}, true
		}
		f.held = false
	case ui.PointerCancel:
		f.held = false
	case ui.PointerLeave:
		s.hover, s.stale = pick{}, true
	default:
		return false
	}
	f.scroll, s.stale = min(max(to, 0), f.most()), true
	return true
}

// describe is the formula as text, a line a neuron.
func (f *formula) describe(l i18n.Lang) string {
	var b strings.Builder
	b.WriteString(i18n.T("整个网络：", "The whole network: ").In(l))
	for i := range f.parts {
		if i > 0 && strings.Contains(f.parts[i].text, "=") {
			b.WriteString("; ")
		}
		b.WriteString(f.parts[i].text)
	}
	return b.String()
}

// inCurve is the room inside the lower card.
func (s *Scene) inCurve() paint.Rect {
	r := s.curve.rect
	if s.phone {
		return r.InsetXY(2, theme.RadiusSmall/2)
	}
	_, r = r.CutTop(38)
	return paint.Rect{X: r.X + 12, Y: r.Y + 4, W: r.W - 24, H: r.H - 10}
}
