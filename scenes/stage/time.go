package stage

import (
	"errors"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/plot"
)

// Branches
//
// Any scene with a Timeline can be forked: the stage holds several instances of
// it, the branches, and draws the one that the visitor chose. Nothing has to be
// written for it. The new branch is made by Entry.New, gets the values of the
// widgets that links keep (ui.Kept), and is sought to the position of the one it
// comes from. That is enough where all that a position shows follows from the
// settings: one calculation term by term, or a short run whose steps are all there
// at once; another setting then shows what the whole of it would have been. A scene
// with a past that settings alone do not give back, such as a run whose learning
// rate was changed on the way, is a Forker.
//
// All branches stand at the same position: whatever the transport does to the
// branch on view, the stage seeks the others to where that one then stands, and
// calls their Update with a share of the budget, Play.On false, and an Env whose
// announcements nobody hears. So Seek of an open-ended timeline must cost little
// when it asks for a later step, and get there over several Updates. An Update
// must not depend on Draw, and a scene must keep nothing outside itself.
//
// Scenes that are Plotters have the curves of all branches in one plot, and as
// a file. What a scene draws without a plot.Curve it may overlay itself, from
// Env.Rivals: they are placed in the same Area as the scene itself.

// Forker is implemented by scenes that copy themselves standing where they are,
// past included. The copy shares nothing that either of them changes. What is
// set in the copy from then on counts from that position on.
type Forker interface {
	Fork(env *Env) (Scene, error)
}

// Copy opens the scene on view once more, with the values of its kept widgets.
// A Fork may begin with it.
func (e *Env) Copy() (Scene, error) { return e.CopyBeside(nil) }

// CopyBeside is Copy for scenes with runs: those of the copy share a runner's
// thread, if there is one, and can follow runs there.
func (e *Env) CopyBeside(on *job.Runner) (Scene, error) {
	if e.copy == nil {
		return nil, errors.New("there is no stage to copy on")
	}
	if on != nil {
		e.training = on.Beside
	}
	return e.copy(on)
}

// Plotter is implemented by scenes with curves: the same plots, with the same
// series, in each of their instances.
type Plotter interface {
	Curves() []*plot.Curve
}

// SubStepper is implemented by timelines whose steps have parts, as a step of
// training has: forward, loss, gradient, update. In the midst of a step, Step
// completes it and Back takes it back.
type SubStepper interface {
	Timeline
	// SubStep goes one part on; after the last one the step is done, as Step does
	// it at once.
	SubStep()
	// Parts names the parts; done is how many of the step at hand are done, 0
	// between two steps.
	Parts() (names []i18n.Text, done int)
}

// Networker is implemented by scenes that show a network, for its export. A
// model without Forward says that there is none to export now. The name makes
// the files' names: lower case, no spaces.
type Networker interface {
	Network() weights.Model
}

// Rival is another branch of the scene on view.
type Rival struct {
	Name  string
	Scene Scene
}

// Rivals are the other branches of the scene on view, in their order; none for
// a branch that is not on view. Draw may read them.
func (e *Env) Rivals() []Rival { return e.rivals }
