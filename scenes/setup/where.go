package setup

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// setWords lays out what the card says, where there is anything.
func (s *Scene) setWords() {
	m, x := &s.marks, &s.texts
	st := paint.Style{Font: paint.Sans, Size: theme.SizeSmall}
	switch view := s.tabs.Value(); {
	case s.Card.Shown() || view == viewCurve:
		s.say.Fit("", paint.Rect{}, st, 18)
	case view == viewModes:
		left := s.strips0()
		s.say.Fit(x.modesSay, paint.Rect{X: left, Y: m.strips[2].Bottom() + 8, W: m.strips[0].Right() + 68 - left}, st, 17)
	case view == viewChannels:
		if m.narrow {
			st.Size = theme.SizeTiny
		}
		_, r := m.beside.CutTop(2*cardRow + 2)
		s.say.Fit(x.over, r, st, 17)
	case s.told:
		if s.say.Fit(x.reason, m.reason, st, 18); s.say.Height() > m.reason.H {
			st.Size = theme.SizeTiny
			s.say.Fit(x.reason, m.reason, st, 16)
		}
	default:
		r := m.reason
		if m.narrow {
			r = r.Move(-8, 2)
		}
		s.say.Fit(veiledIs.In(s.lang), r, st, 18)
	}
}

// Where is the place of a part of the card that its words point at.
func (s *Scene) Where(name string) (r paint.Rect) {
	m := &s.marks
	switch view := s.tabs.Value(); {
	case s.Card.Shown():
		r = s.Card.Where(name)
	case view == viewModes:
		for i, strip := range [...]string{"training", "use", "running"} {
			if strip == name {
				r = m.strips[i]
			}
		}
	case view == viewChannels && name == "channel":
		ch := s.channels.chosen
		r = m.tiles[0][ch].Union(m.tiles[1][(pictures-1)*kernels+ch])
	}
	return r
}
