package stage

import (
	"fmt"
	"slices"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// Holding controls
//
// The link of a lecture may hide controls that would distract, and lock values
// that are to stay as they are: hide=dropout,batch_size and lock=learning_rate,
// with the IDs that links and programs use. A star is all of them: hide=* leaves
// no panel, lock=* no value that could be changed, on the stage neither. What is
// held keeps its place in the link, and a program may still set it.

const (
	hideKey = "hide"
	lockKey = "lock"
)

// hold names widgets.
type hold struct {
	all bool
	ids []string
}

// readHold reads IDs with a comma between two, or a star.
func readHold(value string) (h hold, err error) {
	if value == "" {
		return h, nil
	}
	for id := range strings.SplitSeq(value, ",") {
		switch id = strings.TrimSpace(id); {
		case id == "*":
			h.all = true
		case plainID(id):
			h.ids = append(h.ids, id)
		default:
			return hold{}, fmt.Errorf("%q is no control's name; names have a comma between two, * is all", id)
		}
	}
	return h, nil
}

func (h *hold) String() string {
	if h.all {
		return "*"
	}
	return strings.Join(h.ids, ",")
}

func (h *hold) names(w ui.Widget) bool {
	return len(h.ids) > 0 && w.ID() != "" && slices.Contains(h.ids, w.ID())
}

// reaches reports whether what is named would change with a figure: points that
// are dragged become the visitor's own data.
func (h *hold) reaches(w ui.Widget) bool {
	c, ok := w.(interface{ Changes() string })
	return ok && slices.Contains(h.ids, c.Changes())
}

// setHold hides or locks what a value names.
func (s *Stage) setHold(key, value string) error {
	h, err := readHold(value)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	if key == hideKey {
		s.hidden = h
	} else {
		s.locked = h
	}
	s.refresh()
	s.relayout()
	return nil
}

// hides says which controls are kept from view; nil if none are.
func (s *Stage) hides() func(ui.Widget) bool {
	if !s.hidden.all && len(s.hidden.ids) == 0 {
		return nil
	}
	return func(w ui.Widget) bool { return s.hidden.all || s.hidden.names(w) }
}

// clearHidden takes the places of the controls that are kept from view.
func (s *Stage) clearHidden() {
	if s.hides() == nil {
		return
	}
	for _, w := range s.allControls {
		if !slices.Contains(s.nowControls, w) {
			w.SetRect(rect{})
		}
	}
}

// isLocked reports whether a widget of the scene keeps its value whatever the
// visitor does.
func (s *Stage) isLocked(w ui.Widget) bool {
	_, valued := w.(ui.Valued)
	if b, ok := w.(interface{ Edits() bool }); ok && b.Edits() {
		valued = true
	}
	if !(s.locked.all && valued) && !s.locked.names(w) && !s.locked.reaches(w) {
		return false
	}
	return slices.Contains(s.allControls, w) || slices.Contains(s.nowFigures, w)
}

// drawFigure paints a widget on the stage: a button, a switch or chips that the
// link locks are pale and have the lock's sign. Numbers stay as they are: they are
// there to be read.
func (s *Stage) drawFigure(c *paint.Canvas, w ui.Widget) {
	switch w.Role() {
	case ui.RoleButton, ui.RoleToggle, ui.RoleSelect:
		if s.isLocked(w) {
			c.PushAlpha(0.45)
			w.Draw(c, &s.look)
			c.PopAlpha()
			ui.LockSign(c, s.env.Theme, w.Rect())
			return
		}
	}
	w.Draw(c, &s.look)
}

// tellLocked says why nothing happens.
func (s *Stage) tellLocked(w ui.Widget) {
	l := w.Label()
	s.Notice(i18n.T("这个链接锁住了“"+l.ZH+"”", "This link locks “"+l.EN+"”"))
}

// refuseLocked is the answer of the page and of programs to what is locked; nil
// for what is not.
func (s *Stage) refuseLocked(w ui.Widget) error {
	if !s.isLocked(w) {
		return nil
	}
	s.tellLocked(w)
	return fmt.Errorf("%s is locked by the link", w.ID())
}

// holdValues adds what is held to a link's values.
func (s *Stage) holdValues(values map[string]string) {
	for key, h := range map[string]*hold{hideKey: &s.hidden, lockKey: &s.locked} {
		if text := h.String(); text != "" {
			values[key] = text
		}
	}
}

// lendWords stand above that choice.
var lendWords = i18n.T("别人打开链接时，控件", "Whoever opens it finds the controls")

// lending is the choice of the share sheet: what those who open the link may do
// with the controls.
func (s *Stage) lending() *choice {
	c := &choice{part: part{id: "share-controls", role: ui.RoleSelect, label: func() i18n.Text { return lendWords }},
		options: func() []ui.Option {
			return []ui.Option{ui.Opt("", i18n.T("可以改", "free")), ui.Opt(lockKey, i18n.T("锁住", "locked")), ui.Opt(hideKey, i18n.T("不显示", "hidden"))}
		},
		get: func() string { return s.lend },
		set: func(v string) error {
			if v != "" && v != lockKey && v != hideKey {
				return fmt.Errorf("controls are %q; they can be free (empty), lock or hide", v)
			}
			s.lend, s.dirty = v, true
			return nil
		},
	}
	c.paint = c.segments
	return c
}

// sharedLink is the address of what is on screen as it is given to others.
func (s *Stage) sharedLink() Link {
	l := s.Link()
	if s.lend != "" {
		l.Values[s.lend] = "*"
	}
	return l
}
