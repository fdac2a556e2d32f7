package stage

import (
	"slices"
	"strings"

	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Grapher is implemented by scenes with curves whose points are numbers of the
// run: each can be pointed at, by keyboard too, and pressed.
type Grapher interface {
	// Graphs are the plots on view.
	Graphs() []Graph
}

// Graph is a plot whose points can be pressed. The run goes where the point was
// recorded, and the inspector opens on the number that it is there.
type Graph struct {
	Figure string // the widget that paints it
	X      i18n.Text
	Paths  []plot.Path
	// Step is the position of the timeline at a point, negative where Number
	// finds the point from where the run stands.
	Step func(line, i int) int
	// Number is a point, once the run stands there; of a line's label, the present
	// value, i is one beyond the last. Node is −1 where it is not on record.
	Number func(line, i int) trace.Ref
	// At is what a point's x is in words, such as "40°"; nil: X and the number.
	At func(x float64) i18n.Text
	// Choose brings what is not a position of the timeline to a point; the figure
	// itself chooses where it is pressed, and leaves the press on what is chosen. nil:
	// a press unfolds at once.
	Choose func(line, i int)

	legend rect // the line with the names of the paths; empty: there is none
}

// GraphOf is the graph of a curve that is drawn into r and whose x are positions
// of the timeline. The points at its end are numbers of the present position.
func GraphOf(figure string, c *plot.Curve, r paint.Rect, number func(line, i int) trace.Ref) Graph {
	g, end := Graph{Figure: figure, X: c.XName(), Paths: c.Paths(r), Number: number}, 0.0
	if c.Legend {
		g.legend, _ = r.CutTop(24)
	}
	for _, p := range g.Paths {
		if n := len(p.X); n > 0 {
			end = max(end, p.X[n-1])
		}
	}
	g.Step = func(line, i int) int {
		if x := g.Paths[line].X[i]; x < end {
			return int(x + 0.5)
		}
		return -1
	}
	return g
}

// pointed is a point of a graph.
type pointed struct {
	graph   string // "": none
	line, i int
}

// journey is the way to a point that was pressed.
type journey struct {
	pointed
	scene    Scene
	from, to int
	where    i18n.Text // the point, in words
}

// graphs are the scene's, as they are now.
func (s *Stage) graphs() (out []Graph) {
	if s.cur == nil || s.cur.fail != nil || s.cur.scene == nil {
		return nil
	}
	if g, ok := s.cur.scene.(Grapher); ok {
		s.guard(func() { out = g.Graphs() })
	}
	return out
}

func (s *Stage) graph(id string) *Graph {
	for _, g := range s.graphs() {
		if g.Figure == id && id != "" {
			return &g
		}
	}
	return nil
}

// point finds where a point lies; ok is false where it is no longer there.
func (g *Graph) point(p pointed) (path *plot.Path, at paint.Point, ok bool) {
	if g == nil || p.line >= len(g.Paths) {
		return nil, at, false
	}
	path = &g.Paths[p.line]
	if p.i < 0 || p.i >= len(path.X) {
		return nil, at, false
	}
	at = path.Place(p.i)
	return path, at, at.Y-at.Y == 0
}

// pointAt is the point of a graph at a place of the stage that nothing covers.
func (s *Stage) pointAt(ev ui.Event) (p pointed, ok bool) {
	w := s.topAt(ev.X, ev.Y)
	if w == nil {
		return p, false
	}
	g := s.graph(w.ID())
	if g == nil {
		return p, false
	}
	p.graph = g.Figure
	for k := range g.Paths {
		if label := g.Paths[k].Label; label != nil && label(s.env.Lang).Contains(ev.X, ev.Y) {
			p.line, p.i = k, len(g.Paths[k].X)
			return p, true
		}
	}
	reach := 12.0
	if ev.Touch {
		reach = 24
	}
	p.line, p.i, ok = plot.Near(g.Paths, ev.X, ev.Y, reach)
	return p, ok
}

// pointGraph follows the mouse along the curves.
func (s *Stage) pointGraph(ev ui.Event) {
	if s.look.Focus != "" && s.look.Focus == s.pointed.graph && s.keyboard {
		return // it is read by keyboard
	}
	if s.pointed = (pointed{}); !ev.Touch && s.provenance() != nil {
		s.pointed, _ = s.pointAt(ev)
	}
}

// pressGraph takes a press on a point of a curve.
func (s *Stage) pressGraph(ev ui.Event) bool {
	if ev.Button != 0 || s.provenance() == nil {
		return false
	}
	p, ok := s.pointAt(ev)
	if ok {
		s.readPoint(p, s.stood)
	}
	return ok
}

// clickGraph takes a press and release on a point of a curve whose figure can be
// dragged, too.
func (s *Stage) clickGraph(w ui.Widget, ev ui.Event) {
	if g := s.graph(w.ID()); g != nil && g.Choose == nil {
		s.pressGraph(ev)
	}
}

// stands is the present position of the timeline.
func (s *Stage) stands() (at int) {
	if t := s.timeline(); t != nil {
		s.guard(func() { at, _ = t.At() })
	}
	return at
}

// readPoint goes where a point was recorded, and unfolds it there; the run stood at
// from before that.
func (s *Stage) readPoint(p pointed, from int) {
	g, t := s.graph(p.graph), s.timeline()
	if g == nil {
		return
	}
	s.journey = journey{pointed: p, scene: s.cur.scene}
	s.journey.to = -1
	if path, _, ok := g.point(p); ok && t != nil {
		s.journey.where = g.at(path.X[p.i])
		s.guard(func() {
			if g.Choose != nil {
				g.Choose(p.line, p.i)
			}
			s.journey.to = g.Step(p.line, p.i)
		})
		if s.journey.from = from; s.journey.to >= 0 && (s.stands() != s.journey.to || s.env.Play.On) {
			s.Seek(s.journey.to)
		}
	}
}

// travel opens the inspector when the run has come where a point was recorded.
func (s *Stage) travel() {
	j, t := s.journey, s.timeline()
	if j.graph == "" {
		return
	}
	if s.cur == nil || s.cur.scene != j.scene || s.env.Play.On && j.to >= 0 {
		s.journey = journey{}
		return
	}
	at := -1
	if j.to >= 0 && t != nil {
		if !s.rests() {
			return
		}
		at, _ = t.At()
	}
	s.journey = journey{}
	g, ref := s.graph(j.graph), trace.Ref{Node: -1}
	if g != nil && at == j.to {
		s.guard(func() { ref = g.Number(j.line, j.i) })
	}
	if ref.Node >= 0 {
		s.unfold(ref)
		if j.from > j.to && j.to >= 0 {
			s.offer(s.backAt(t), func() { s.Seek(j.from) })
		}
		return
	}
	if j.where != (i18n.Text{}) {
		s.Notice(i18n.T(j.where.ZH+"的数记在曲线上，那时的网络没有留下", "Recorded at "+j.where.EN+"; its run is not kept"))
	}
}

// backAt says where the run went back to, in the words of the timeline.
func (s *Stage) backAt(t Timeline) (words i18n.Text) {
	s.guard(func() {
		if at, _ := t.At(); at == 0 {
			words = i18n.T("回到了开头", "Back at the start")
			return
		}
		en := t.Caption(i18n.EN)
		words = i18n.T("回到了"+t.Caption(i18n.ZH), "Back at "+strings.ToLower(en[:min(len(en), 1)])+en[min(len(en), 1):])
	})
	return words
}

// graphKey reads a focused plot by keyboard.
func (s *Stage) graphKey(ev ui.Event) bool {
	g := s.graph(s.look.Focus)
	if g == nil || s.provenance() == nil || ev.Ctrl || !slices.ContainsFunc(g.Paths, func(p plot.Path) bool { return len(p.X) > 0 }) {
		return false
	}
	p := s.pointed
	if p.graph != g.Figure || p.line >= len(g.Paths) {
		p = pointed{graph: g.Figure, i: 1 << 30}
		for len(g.Paths[p.line].X) == 0 {
			p.line++
		}
	}
	by := 1
	if ev.Shift {
		by = 10
	}
	switch ev.Key {
	case "ArrowLeft":
		p.i -= by
		if s.pointed.graph != g.Figure {
			p.i = 1 << 30 // the first key only shows the end
		}
	case "ArrowRight":
		p.i += by
	case "Home":
		p.i = 0
	case "End":
		p.i = 1 << 30
	case "ArrowUp", "ArrowDown":
		p = g.nextLine(p, map[string]int{"ArrowUp": -1, "ArrowDown": 1}[ev.Key])
	case "Enter":
		if _, _, ok := g.point(s.pointed); ok && s.pointed.graph == g.Figure {
			s.readPoint(s.pointed, s.stands())
			return true
		}
	default:
		return false
	}
	p.i = min(max(p.i, 0), len(g.Paths[p.line].X)-1)
	s.pointed = p
	s.spoken = s.pointSays(g)
	return true
}

// nextLine is the point at the same x, or before it, of the next line with points.
func (g *Graph) nextLine(p pointed, by int) pointed {
	n := len(g.Paths)
	x := g.Paths[p.line].X[min(p.i, len(g.Paths[p.line].X)-1)]
	for k := 1; k <= n; k++ {
		line := ((p.line+by*k)%n + n) % n
		if xs := g.Paths[line].X; len(xs) > 0 {
			i, _ := slices.BinarySearch(xs, x)
			return pointed{p.graph, line, i}
		}
	}
	return p
}

// one is the singular of what an axis counts.
func one(unit string) string { return strings.TrimSuffix(unit, "s") }

// at is where a point lies, in words.
func (g *Graph) at(x float64) i18n.Text {
	if g.At != nil {
		return g.At(x)
	}
	n := plot.Format(x)
	return i18n.T("第 "+n+" "+g.X.ZH, one(g.X.EN)+" "+n)
}

// pointSays is what a point is, in words.
func (s *Stage) pointSays(g *Graph) string {
	path, _, ok := g.point(s.pointed)
	if !ok {
		return ""
	}
	at, y := g.at(path.X[s.pointed.i]), path.Value(s.pointed.i)
	return i18n.T(at.ZH+" · "+path.Name.ZH+" "+y, at.EN+" · "+path.Name.EN+" "+y).In(s.env.Lang)
}

// drawPoint marks the point that is pointed at, and says what it is.
func (s *Stage) drawPoint(c *paint.Canvas) {
	p := s.pointed
	if p.graph == "" || s.look.Focus != p.graph && (s.hovered == nil || s.hovered.ID() != p.graph) {
		return
	}
	g, t := s.graph(p.graph), s.env.Theme
	if w := s.widget(p.graph); w != nil && s.look.Focus == p.graph && s.keyboard {
		c.RoundRectStroke(w.Rect().Inset(-2), theme.Radius, 2, t.Focus)
	}
	if g != nil && p.line < len(g.Paths) && g.Paths[p.line].Label != nil {
		r, n := g.Paths[p.line].Label(s.env.Lang), len(g.Paths[p.line].X)
		if x, y := r.Center(); p.i == n || p.i < n && g.Paths[p.line].Place(p.i) == (paint.Point{X: x, Y: y}) { // it is written there
			c.RoundRectStroke(r, 6, 1.5, t.Accent)
			return
		}
	}
	path, at, ok := g.point(p)
	if !ok {
		return
	}
	col := t.Series[path.Color%len(t.Series)]
	c.Circle(at.X, at.Y, 6.5, t.Panel)
	c.Circle(at.X, at.Y, 4.5, col)
	text, st := s.pointSays(g), paint.Style{Font: paint.Sans, Size: theme.SizeTiny, Color: t.Text}
	box := rect{W: paint.Measure(text, st) + 18, H: 24}
	within := rect{W: s.width}
	if w := s.widget(p.graph); w != nil && w.Rect().W >= box.W+8 {
		within = w.Rect()
	}
	box.X = min(max(at.X-box.W/2, within.X+4), within.Right()-box.W-4)
	if box.Y = at.Y - 36; box.Y < s.lay.middle.Y+2 || !meet(box, g.legend).Empty() {
		box.Y = at.Y + 12
	}
	c.Shadow(box, 6, 8, t.Shadow)
	c.RoundRect(box, 6, t.Panel)
	c.RoundRectStroke(box, 6, 1, col)
	_, y := box.Center()
	c.Text(text, box.X+9, y, st, paint.Left)
}

// byKeys is how a plot is read without seeing it.
var byKeys = i18n.T("（方向键逐点读，回车展开）", " (arrow keys read its points, Enter unfolds one)")

// tellGraphs says of the plots how they are read, and that their keys are their own.
func (s *Stage) tellGraphs(list []WidgetState) {
	for _, g := range s.graphs() {
		for i := range list {
			if w := &list[i]; w.ID == g.Figure {
				w.Role, w.Label = string(ui.RolePad), w.Label+byKeys.In(s.env.Lang)
			}
		}
	}
}
