package zoom

// Grids reports whether the grids of a neuron are on view: their numbers are
// coloured by sign, all else by the way it goes.
func (s *Zoom) Grids() bool { return s.on && s.level() == neuronLevel }

// Maps reports whether maps are on view, coloured by sign: of a layer, or of all of
// the network.
func (s *Zoom) Maps() bool { return s.on && s.level() >= layerLevel }
