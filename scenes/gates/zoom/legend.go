package zoom

// Whole reports whether all of the network is on view, as maps coloured by sign.
func (s *Zoom) Whole() bool { return s.on && s.level() == cnnLevel }
