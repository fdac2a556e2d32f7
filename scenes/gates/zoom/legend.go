package zoom

// Maps reports whether maps are on view, coloured by sign: of a layer, or of all of
// the network.
func (s *Zoom) Maps() bool { return s.on && s.level() >= layerLevel }
