package regression

import "gradtheatre/engine/trace"

// Step1 returns the shown weight, its gradient, and what the terms make of it.
func (s *Scene) Step1() (w, gradient, sum float64) {
	return s.now().w, s.look.now.grad, trace.Sum(s.look.terms)
}

// Next is the weight of the following position.
func (s *Scene) Next() float64 { return s.run.past[s.at+1].w }

// Ball is how low the ball in the bowl reaches.
func (s *Scene) Ball() (bottom float64) { return s.marks.ball.Y + 9 }
