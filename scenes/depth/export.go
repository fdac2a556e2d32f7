package depth

import (
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// Network implements stage.Networker: the layer that fits the curve, the deep one
// of the race, the chosen rung of the ladder.
func (s *Scene) Network() weights.Model {
	name, n := "fit", s.fit.lane()
	switch s.view {
	case viewRace:
		name, n = "deep", s.race.lanes.all[deep]
	case viewLadder:
		name, n = "layers"+digit(s.rung+1), s.ladder.lanes.all[s.rung]
	}
	return weights.Model{Name: name, Forward: n.model().Forward, Example: tensor.New(1, n.in)}
}
