package gates

import (
	"errors"
	"math"

	"gradtheatre/engine/expr"
	"gradtheatre/scenes/formula"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// valueLimit bounds what a variable can be set to: far beyond any lesson, and
// small enough for the squares of float32.
const valueLimit = 1e6

// bench is the laboratory of expressions.
type bench struct {
	run    *expr.Run
	graph  *graph
	time   timeline
	at     int
	known  map[string]float64 // values by variable, kept from one expression to the next
	values []float64

	typed  string // what stands in the field; the run's source when it can be read
	own    string // the visitor's last own expression
	bad    *expr.SyntaxError
	notice i18n.Text // to be shown at the next Update

	marks  marks // the texts of the graph
	card   card
	table  table
	picked int // box chosen by a tap, or −1
	hover  int // box under the pointer, or −1
	view   view
	follow bool // bring the present gate into view
	stale  bool // texts or places must be made anew
	lang   i18n.Lang
	phase  float64 // of the present step's motion
	spaced paint.Rect

	said  said
	touch touchState
	keyed bool // the graph was last worked by keys: it shows its focus

	parts
	quiz quiz

	enter   func(on bool) // into the network, and back
	away    bool          // the network is on view
	pattern int           // at work there, or −1
}

// newBench returns the laboratory at (x+y)z, after the backward pass.
func newBench(seed uint64) *bench {
	s := &bench{known: map[string]float64{}, picked: -1, hover: -1, own: "(x−y)² + relu(xy)", lang: 255}
	s.build()
	s.buildQuiz(seed)
	s.choose(presets[0].id)
	s.sync()
	return s
}

// setExpression reads a new expression. One that cannot be read leaves the
// last good graph standing, and says where it goes wrong.
func (s *bench) setExpression(source string) {
	s.typed, s.stale = source, true
	e, err := expr.Parse(source)
	if err != nil {
		s.bad = nil
		errors.As(err, &s.bad)
		return
	}
	s.bad = nil
	if s.run != nil && s.run.Expr.Source == source {
		return
	}
	s.run = expr.NewRun(e)
	s.graph = newGraph(s.run)
	s.time = newTimeline(s.graph, len(e.Vars) > 0)
	s.at, s.picked, s.hover = s.time.last(), -1, -1
	s.view, s.spaced = view{scale: 1}, paint.Rect{}
	s.values = s.values[:0]
	for i, name := range e.VarNames() {
		v, ok := s.known[name]
		if !ok {
			v = firstValues[i%len(firstValues)]
			s.known[name] = v
		}
		s.values = append(s.values, v)
	}
	s.buildVariables()
	s.quiz.options(e.VarNames())
	s.quiz.open = false
	s.compute()
}

// firstValues are given to variables that have not been seen before.
var firstValues = [...]float64{2, -1, 3, -2, 0.5, 1.5, -0.5}

// setValue gives a variable a value and runs the graph. The caller has made
// sure that v is finite.
func (s *bench) setValue(variable int, v float64) {
	v = min(max(v, -valueLimit), valueLimit)
	if math.IsNaN(v) || variable >= len(s.values) || s.values[variable] == v {
		return
	}
	if v == 0 {
		v = 0 // no −0
	}
	s.values[variable] = v
	s.known[s.run.Expr.Nodes[s.run.Expr.Vars[variable]].Name] = v
	s.compute()
}

func (s *bench) compute() {
	s.run.Compute(s.values)
	s.stale = true
}

// Metrics reports the run: values, gradients and their checks by variable name.
func (s *bench) Metrics(put func(name string, value any)) {
	e := s.run.Expr
	values, grads, nudged := map[string]float64{}, map[string]float64{}, map[string]float64{}
	agree := true
	for i, n := range e.Vars {
		name := e.Nodes[n].Name
		values[name] = s.run.Values[i]
		if g, ok := s.run.Grad(n); ok {
			grads[name] = g
		}
		if d := s.run.Diffs[n]; d.Known {
			nudged[name] = d.Value
			agree = agree && (d.Agrees || d.Kink)
		}
	}
	message := ""
	if s.bad != nil {
		message = formula.Complaint(s.bad).In(s.lang)
	}
	put("values", values)
	put("grads", grads)
	put("finite_difference", nudged)
	put("finite_difference_agrees", agree)
	put("output", s.run.Out())
	put("error", message)
	if s.bad != nil {
		put("error_position", s.bad.Pos)
	}
	put("expression", e.Source)
	put("gates", e.Gates())
}

// Update places everything and brings the texts up to date.
func (s *bench) Update(env *stage.Env) {
	if s.notice != (i18n.Text{}) {
		env.Notice(s.notice)
		s.notice = i18n.Text{}
	}
	if s.lang != env.Lang {
		s.lang, s.stale = env.Lang, true
	}
	if s.phase != env.Play.Phase {
		s.phase = env.Play.Phase
		env.Redraw()
	}
	if verdict, ok := s.quiz.guess.News(); ok {
		s.stale = true
		env.Announce(verdict)
	}
	if s.quiz.open && s.at == s.time.last() { // played instead of guessed
		s.quiz.open, s.stale = false, true
	}
	s.place(env)
	if s.stale {
		s.stale = false
		s.refresh()
		env.Redraw()
	}
	s.fitWords(env.Theme)
	if s.glide(env) {
		env.Redraw()
	}
}

// refresh makes the texts anew from the record.
func (s *bench) refresh() {
	s.said.text = ""
	s.marks.fill(s)
	s.table.fill(s)
	s.card.fill(s, s.focus())
}

// focus is the box that the card speaks of: the one under the pointer, else
// the one chosen, else the present step's; −1 at the start.
func (s *bench) focus() int {
	switch {
	case s.hover >= 0:
		return s.hover
	case s.picked >= 0:
		return s.picked
	}
	_, box := s.time.at(s.at, s.graph)
	return box
}

// Controls are the widgets at the right.
func (s *bench) Controls() []ui.Widget { return s.controls }

// Figures are the widgets on the stage.
func (s *bench) Figures() []ui.Widget { return s.figures }
