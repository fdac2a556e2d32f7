package labs

import (
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Colours are those of the laboratory on view, if it says what they mean.
func (s *Scene) Colours() (blue, orange ui.Meaning) {
	if c, ok := s.Lab.(stage.Coloured); ok {
		return c.Colours()
	}
	return blue, orange
}
