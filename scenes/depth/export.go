package depth

import "gradtheatre/engine/weights"

// Network implements stage.Networker: the layer that fits the curve, the deep one
// of the race, the chosen rung of the ladder.
func (s *Scene) Network() weights.Model {
	name, lanes, k := "fit", &s.fit.lanes, 0
	switch s.view {
	case viewRace:
		name, lanes, k = "deep", &s.race.lanes, deep
	case viewLadder:
		name, lanes, k = "layers"+digit(s.rung+1), &s.ladder.lanes, s.rung
	}
	return weights.Model{Name: name, Forward: lanes.all[k].model().Forward, Example: lanes.learn.X}
}
