package scenes

import (
	"gradtheatre/scenes/draw"
	"gradtheatre/scenes/forward"
	"gradtheatre/scenes/gates"
	"gradtheatre/scenes/perceptron"
	"gradtheatre/scenes/stage"
)

// All is the catalogue: one line a scene, in the order of the course. The
// first line is the one that opens first.
func All() []stage.Entry {
	return []stage.Entry{
		draw.Entry,
		perceptron.Entry(),
		forward.Entry(),
		gates.Entry(),
	}
}
