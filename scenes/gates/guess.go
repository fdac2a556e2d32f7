package gates

import (
	"math"
	"math/rand/v2"

	"gradtheatre/scenes/gates/number"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// quiz is the prediction: new numbers stand at the inputs, nothing has been
// computed on screen yet, and one input will get the largest gradient.
type quiz struct {
	guess *ui.Guess
	ask   *ui.Button
	rng   *rand.Rand
	open  bool // new numbers are in, the answer is not on screen yet
}

// most inputs that a question can be about.
const mostOptions = 6

func (s *bench) buildQuiz(seed uint64) {
	q := &s.quiz
	q.rng = rand.New(rand.NewPCG(seed, 17))
	q.guess = ui.NewGuess("guess_gradient", i18n.T("换一组数，谁的[梯度](gradients)（不看正负）最大？", "With new numbers, [whose gradient](gradients) is largest, whatever its sign?"), s.judge)
	q.guess.OnChange(func(string) { s.reveal() })
	q.ask = ui.NewButton("new_numbers", i18n.T("换一组数来猜", "New numbers to guess")).Edit().OnPress(s.pose)
}

// asks reports whether the expression has inputs to choose from.
func (s *bench) asks() bool { n := len(s.values); return n >= 2 && n <= mostOptions }

// options are the inputs of the expression.
func (q *quiz) options(names []string) {
	var opts []ui.Option
	for _, n := range names {
		opts = append(opts, ui.Opt(n, i18n.Same(subscripted(n))))
	}
	q.guess.SetOptions("", opts...)
}

// pose puts new whole numbers at the inputs, and takes back what was computed.
func (s *bench) pose() {
	for range 20 {
		for i := range s.values {
			v := float64(1 + s.quiz.rng.IntN(5))
			if s.quiz.rng.IntN(2) == 0 {
				v = -v
			}
			s.setValue(i, v)
		}
		if !s.tied() { // one that has an answer
			break
		}
	}
	s.quiz.open = true
	s.quiz.guess.SetValue("")
	s.at, s.picked, s.hover, s.stale = 0, -1, -1, true
	s.sync()
}

// reveal runs the graph to its end.
func (s *bench) reveal() {
	s.quiz.open = false
	s.at, s.stale = s.time.last(), true
}

// largest is the size of the largest gradient at an input.
func (s *bench) largest() float64 {
	most := 0.0
	for _, n := range s.run.Expr.Vars {
		if g, ok := s.run.Grad(n); ok {
			most = max(most, math.Abs(g))
		}
	}
	return most
}

// isLargest reports whether a gradient is as large as the largest.
func (s *bench) isLargest(variable int) bool {
	g, ok := s.run.Grad(s.run.Expr.Vars[variable])
	return ok && math.Abs(g) >= s.largest()*(1-1e-6)
}

// tied reports whether all inputs have the same gradient, or one is no number.
func (s *bench) tied() bool {
	n := 0
	for i, v := range s.run.Expr.Vars {
		if g, ok := s.run.Grad(v); !ok || strange(g) {
			return true
		}
		if s.isLargest(i) {
			n++
		}
	}
	return n == len(s.values)
}

// judge scores the prediction by the recorded gradients.
func (s *bench) judge(v string, l i18n.Lang) (right bool, why string) {
	for i, name := range s.run.Expr.VarNames() {
		g, ok := s.run.Grad(s.run.Expr.Vars[i])
		if !ok {
			continue
		}
		if why != "" {
			why += i18n.T("，", ", ").In(l)
		}
		why += "∂" + subscripted(s.run.Expr.Result) + "/∂" + subscripted(name) + " = " + number.Precise(g)
		right = right || name == v && s.isLargest(i)
	}
	return right, why + i18n.T("。", ".").In(l)
}
