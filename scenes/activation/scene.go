// Package activation is the scene of activation functions: six of them with
// their slopes under a moving point, and a chain of up to thirty, through which
// a gradient vanishes, passes or dies.
package activation

import (
	"math"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Entry is the scene's line in the catalogue.
func Entry() stage.Entry {
	return stage.Entry{
		ID: "activation", Act: 1,
		Title: i18n.T("激活函数", "Activations"),
		Head:  i18n.T("斜率连乘，梯度还剩多少？", "Multiply the slopes: what is left?"),
		Lead: i18n.T("左右拖动[曲线上的点](point)；再按[播放](play)，看梯度沿着[一串激活函数](chain)往回走。",
			"Drag [the point along the curve](point). Then [press play](play) and watch a gradient walk back through [a chain of them](chain)."),
		New: func(env *stage.Env) (stage.Scene, error) { return New(), nil },
	}
}

// Scene is the laboratory of activation functions.
type Scene struct {
	inspect.Runs
	f      int
	x      float64
	n      int
	weight float64
	at     int // 0 … n: layers computed; n+1 … 2n: steps of the gradient back

	curve  *curve
	spot   spot
	chain  chain
	others [6]chain // the same chain with each function
	raced  int      // which of them the inspector can open

	picked, hover int // layer of the chain that the card speaks of, or −1
	graph         *graph
	row           chainRow
	card          card
	parts

	area  paint.Rect
	phone bool
	lang  i18n.Lang
	phase float64
	stale bool
	told  bool
}

// New returns the scene with eight sigmoids, computed forward.
func New() *Scene {
	s := &Scene{f: find("sigmoid"), x: 1, n: 8, weight: 1, at: 8, curve: newCurve(), picked: -1, hover: -1, lang: 255, phase: 1}
	s.graph = &graph{scene: s}
	s.build()
	s.compute()
	return s
}

func (s *Scene) fn() *function { return &functions[s.f] }

// compute runs the curve, the point and the chains.
func (s *Scene) compute() {
	s.curve.run(s.fn())
	s.spot.run(s.fn(), s.x)
	s.chain.run(s.fn(), s.n, s.x, s.weight)
	for i := range s.others {
		s.others[i].run(&functions[i], s.n, s.x, s.weight)
	}
	s.stale = true
}

func (s *Scene) setFunction(id string) {
	s.f = find(id)
	s.forget()
	s.compute()
}

// setLayers keeps the timeline where it was: before, in or after the way back.
func (s *Scene) setLayers(n int) {
	old := s.n
	s.n = n
	switch {
	case s.at >= 2*old:
		s.at = 2 * n
	case s.at >= old:
		s.at = n
	default:
		s.at = min(s.at, n)
	}
	s.picked = min(s.picked, n)
	s.hover = -1
	s.forget()
	s.compute()
}

// forget takes a guess back: the question is another one now.
func (s *Scene) forget() {
	s.told = false
	s.guess.SetValue("")
}

// setX moves the point.
func (s *Scene) setX(x float64) {
	x = min(max(x, -reach), reach)
	if x == s.x || x != x {
		return
	}
	s.x = x
	s.told = false
	s.compute()
}

// Controls are the widgets at the right.
func (s *Scene) Controls() []ui.Widget { return s.controls }

// Figures are the graph, the card and the chain.
func (s *Scene) Figures() []ui.Widget { return s.figures }

// Draw has nothing to paint: every part of the scene is a figure.
func (s *Scene) Draw(env *stage.Env, c *paint.Canvas) {}

// Update places everything and writes the texts.
func (s *Scene) Update(env *stage.Env) {
	if s.phase != env.Play.Phase {
		s.phase = env.Play.Phase
		env.Redraw()
		s.stale = true
	}
	if s.lang != env.Lang || s.area != env.Area || s.phone != env.Phone {
		s.lang, s.area, s.phone, s.stale = env.Lang, env.Area, env.Phone, true
	}
	if s.at == 2*s.n && !s.told && s.phase >= 1 {
		s.told, s.stale = true, true
		env.Announce(s.ending())
	}
	if !s.stale {
		return
	}
	s.stale = false
	s.place()
	s.graph.place()
	s.row.fill(s)
	s.card.fill(s)
	s.show()
	env.Redraw()
}

// forward reports whether the value of layer i has been computed.
func (s *Scene) forward(i int) bool {
	return s.at > i || s.at == i && (s.phase >= 0.5 || i == 0)
}

// back reports whether the gradient has reached layer i.
func (s *Scene) back(i int) bool {
	p := 2*s.n - i
	return s.at > p || s.at == p && (s.phase >= 0.5 || i == s.n)
}

// focus is the layer that the card speaks of, or −1.
func (s *Scene) focus() int {
	if s.hover >= 0 {
		return s.hover
	}
	return s.picked
}

// Metrics reports the point, the chain and what is left of the gradient.
func (s *Scene) Metrics(put func(name string, value any)) {
	put("f", s.spot.value())
	put("slope", s.spot.slope())
	put("max_slope", s.curve.steepest)
	put("mean_output", s.curve.mean())
	var a, slopes, left []float64
	for i := 0; i <= s.n; i++ {
		a, left = append(a, s.chain.active(i)), append(left, s.chain.left(i))
		if i > 0 {
			slopes = append(slopes, s.chain.slopes[i])
		}
	}
	put("activations", a)
	put("slopes", slopes)
	put("grads", left)
	put("grad", s.chain.left(0))
	put("product_of_slopes", s.chain.allSlopes)
	put("product_of_weights", s.chain.allWeights)
	byName := map[string]float64{}
	for i := range s.others {
		byName[functions[i].id] = s.others[i].left(0)
	}
	put("grad_by_function", byName)
}

// At implements stage.Timeline: the layers forward, then the gradient back.
func (s *Scene) At() (at, last int) { return s.at, 2 * s.n }

// Step goes one layer on.
func (s *Scene) Step() { s.Seek(s.at + 1) }

// Back goes one layer back.
func (s *Scene) Back() { s.Seek(s.at - 1) }

// Reset goes to where only x is known.
func (s *Scene) Reset() { s.Seek(0) }

// Seek goes to a position; beyond the ends it stays at the end.
func (s *Scene) Seek(at int) {
	s.at, s.picked, s.stale = min(max(at, 0), 2*s.n), -1, true
}

// Caption says what this position computes.
func (s *Scene) Caption(l i18n.Lang) string {
	switch {
	case s.at == 0:
		return i18n.T("只有 x", "Only x").In(l)
	case s.at <= s.n:
		i := strconv.Itoa(s.at)
		return i18n.T("前向 · 第 "+i+" 层", "Forward · layer "+i).In(l)
	}
	i := strconv.Itoa(2*s.n - s.at)
	return i18n.T("反向 · 到第 "+i+" 层", "Back · to layer "+i).In(l)
}

// ending says what is left of the gradient.
func (s *Scene) ending() i18n.Text {
	g := s.chain.left(0)
	n, v := strconv.Itoa(s.n), shown(g)
	switch size := math.Abs(g); {
	case g == 0:
		return i18n.T("走过 "+n+" 层，梯度是 0：断了。", "After "+n+" layers the gradient is 0: it has died.")
	case size < small:
		return i18n.T("走过 "+n+" 层，梯度只剩 "+v+"：快没了。", "After "+n+" layers only "+v+" is left: it vanishes.")
	case size > 10:
		return i18n.T("走过 "+n+" 层，梯度成了 "+v+"：爆炸了。", "After "+n+" layers it has become "+v+": it explodes.")
	}
	return i18n.T("走过 "+n+" 层，梯度还有 "+v+"。", "After "+n+" layers "+v+" is left.")
}

// The bounds between the answers of the guess.
const small, large = 1e-3, 0.1

// Least has room for the curve, the card and the chain with its axis.
func (s *Scene) Least(env *stage.Env) float64 {
	if env.Phone && env.Area.W < 330 { // the words take more lines
		return 610
	}
	return max(stage.UsualLeast(env), 480)
}
