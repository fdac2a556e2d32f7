package stage

import "gradtheatre/scenes/i18n"

// Shortened is implemented by scenes whose link may have no room for all that it
// could carry. LeftOut says what it leaves out, empty where that is nothing: the
// share sheet tells it.
type Shortened interface{ LeftOut() i18n.Text }

// LeftOut says what the link to what is on view leaves out.
func (s *Stage) LeftOut() (t i18n.Text) {
	if s.cur == nil || s.cur.fail != nil {
		return t
	}
	if o, ok := s.cur.scene.(Shortened); ok {
		s.guard(func() { t = o.LeftOut() })
	}
	return t
}
