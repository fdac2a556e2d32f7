// Package substep takes a step of learning apart: forward, loss, gradient,
// update. A scene embeds a [Midst] and shows no more than what the parts done so
// far have found; the update completes the step.
package substep

import "gradtheatre/scenes/i18n"

// Names are what a step of gradient descent consists of.
var Names = []i18n.Text{i18n.T("前向", "forward"), i18n.T("损失", "loss"), i18n.T("梯度", "gradient"), i18n.T("更新", "update")}

// The parts by how many of them are done.
const (
	None = iota
	Forward
	Loss
	Gradient
)

// Midst says how many parts of the step at hand are done; none between two steps.
type Midst struct{ Part int }

// Parts gives a scene that method of stage.SubStepper.
func (m *Midst) Parts() (names []i18n.Text, done int) { return Names, m.Part }

// Proceed goes one part on. It reports whether that was the last: the step is then
// to be taken, and nothing of the next one is done.
func (m *Midst) Proceed() (whole bool) { return m.ProceedOf(len(Names)) }

// ProceedOf is Proceed for a step of n parts.
func (m *Midst) ProceedOf(n int) (whole bool) {
	if m.Part++; m.Part >= n {
		m.Part = None
		return true
	}
	return false
}

// Before is where one step back leads from a position: to the one before, or in
// the midst of a step to its beginning.
func (m *Midst) Before(at int) int {
	if m.Part == None {
		at--
	}
	return at
}

// Under is the step that a caption names, where at steps have been taken: the last
// of them, or in the midst of a step the one at hand.
func (m *Midst) Under(at int) int {
	if m.Part > None {
		at++
	}
	return at
}

// Said is what a caption adds: the part done last, nothing between two steps.
func (m *Midst) Said(l i18n.Lang) string { return m.SaidOf(Names, l) }

// SaidOf is Said for a step of other parts.
func (m *Midst) SaidOf(names []i18n.Text, l i18n.Lang) string {
	if m.Part == None {
		return ""
	}
	return " · " + names[m.Part-1].In(l)
}
