package stage

import (
	"errors"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

type notice struct {
	text  i18n.Text
	until float64
	undo  func() // takes back what it tells of; may be nil
}

// Notice shows one quiet line for a few seconds, and says it.
func (s *Stage) Notice(t i18n.Text) {
	s.notice = notice{text: t, until: 5}
	s.spoken = t.In(s.env.Lang)
	s.dirty = true
}

// offer shows a notice of what was done, with a button that takes it back.
func (s *Stage) offer(t i18n.Text, undo func()) {
	s.Notice(t)
	s.notice.until, s.notice.undo = 10, undo
}

// tellClamped says so when a number that was asked for is more, or less, than a
// scene takes: nothing is cut in silence.
func (s *Stage) tellClamped() {
	for _, list := range [2][]ui.Widget{s.controls(), s.figures()} {
		for _, w := range list {
			c, ok := w.(ui.Clamper)
			if !ok {
				continue
			}
			if taken, most, ok := c.Clamped(); ok {
				zh, en := " 最小是 ", " is at least "
				if most {
					zh, en = " 最大是 ", " is at most "
				}
				s.Notice(i18n.T(c.Label().ZH+zh+taken+"，就取 "+taken+"。", c.Label().EN+en+taken+", so "+taken+" is taken."))
			}
		}
	}
}

// Undo takes back what the notice tells of.
func (s *Stage) Undo() error {
	f := s.notice.undo
	if f == nil {
		return errors.New("there is nothing to undo")
	}
	s.notice = notice{}
	f()
	s.relayout()
	return nil
}

// Spoken returns what is to be read out since the last call, and "" when there
// is nothing.
func (s *Stage) Spoken() string {
	t := s.spoken
	s.spoken = ""
	return t
}
