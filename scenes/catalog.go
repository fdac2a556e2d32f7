package scenes

import (
	"gradtheatre/scenes/activation"
	"gradtheatre/scenes/collapse"
	"gradtheatre/scenes/depth"
	"gradtheatre/scenes/descent"
	"gradtheatre/scenes/draw"
	"gradtheatre/scenes/forward"
	"gradtheatre/scenes/gates"
	"gradtheatre/scenes/home"
	"gradtheatre/scenes/loss"
	"gradtheatre/scenes/overfit"
	"gradtheatre/scenes/penalty"
	"gradtheatre/scenes/perceptron"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/regression"
	"gradtheatre/scenes/score"
	"gradtheatre/scenes/setup"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/validate"
)

// All is the catalogue: one line a scene, in the order of the course. The
// first line is the one that opens first.
func All() []stage.Entry {
	return []stage.Entry{
		draw.Entry(),
		home.Entry(),
		perceptron.Entry(),
		activation.Entry(),
		regression.Entry(),
		collapse.Entry(),
		score.Entry(),
		loss.Entry(),
		penalty.Entry(),
		forward.Entry(),
		gates.Entry(),
		descent.Entry(),
		playground.Entry(),
		overfit.Entry(),
		validate.Entry(),
		setup.Entry(),
		depth.Entry(),
	}
}
