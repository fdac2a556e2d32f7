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
				s.tellTaken(c.Label(), taken, most)
			}
		}
	}
}

// tellTaken says which end of a scale was taken for a number beyond it.
func (s *Stage) tellTaken(what i18n.Text, taken string, most bool) {
	zh, en := " 最小是 ", " is at least "
	if most {
		zh, en = " 最大是 ", " is at most "
	}
	s.Notice(i18n.T(what.ZH+zh+taken+"，就取 "+taken+"。", what.EN+en+taken+", so "+taken+" is taken."))
}

// tellBeyond is tellClamped for what was just set by a program, also where the
// widget itself does not tell.
func (s *Stage) tellBeyond(v ui.Valued, asked string) {
	g, ok := v.(ui.Ranged)
	want, err := ui.ParseNumber(asked)
	taken, bad := ui.ParseNumber(v.Value())
	if !ok || err != nil || bad != nil {
		return
	}
	if lo, hi, _ := g.Range(); want > hi && taken <= hi || want < lo && taken >= lo {
		s.tellTaken(v.Label(), v.Value(), want > hi)
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
