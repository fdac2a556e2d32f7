package stage

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/ui"
)

// Go opens a scene by its ID.
func (s *Stage) Go(id string) error {
	for _, e := range slices.Concat(s.entries, s.aside) {
		if e.ID == id {
			s.closeSheet()
			if s.cur == nil || s.cur.entry.ID != id || s.cur.fail != nil {
				s.open(e)
				s.speak(e.Title)
				if !s.keeping.linked && !s.cur.recalled {
					s.TakeUp("")
				}
			}
			return s.failed()
		}
	}
	return fmt.Errorf("there is no scene %q; the scenes are %s", id, strings.Join(s.ids(), ", "))
}

func (s *Stage) ids() []string {
	ids := make([]string, len(s.entries))
	for i, e := range s.entries {
		ids[i] = e.ID
	}
	return ids
}

// Set gives a parameter a value: a widget of the scene by its ID, or lang,
// theme, speed, seed, at.
func (s *Stage) Set(param, value string) error {
	s.dirty = true
	switch param {
	case "lang", "language":
		l, ok := i18n.Parse(value)
		if !ok {
			return fmt.Errorf("lang is %q; it can be zh or en", value)
		}
		s.setLang(l)
		return nil
	case "theme":
		if value != "dark" && value != "light" {
			return fmt.Errorf("theme is %q; it can be dark or light", value)
		}
		s.setTheme(value == "dark")
		return nil
	case "speed":
		v, err := strconv.ParseFloat(value, 64)
		if err != nil || !(v > 0) || math.IsInf(v, 0) {
			return fmt.Errorf("speed is %q; it can be a number from %v to %v", value, speeds[0], speeds[len(speeds)-1])
		}
		taken := min(max(v, speeds[0]), speeds[len(speeds)-1])
		if s.setSpeed(taken); taken != v {
			s.tellTaken(i18n.T("速度", "Speed"), speedText(taken), taken < v)
		}
		return nil
	case "seed":
		n, ok := parseSeed(value)
		if !ok {
			return fmt.Errorf("seed is %q; it can be a whole number from 0 to %d", value, uint64(maxSeed))
		}
		s.setSeed(n)
		return nil
	case inspect.ID:
		return s.SetInspect(value)
	case hideKey, lockKey:
		return s.setHold(param, value)
	case "branch":
		return s.SetBranch(value)
	case "at":
		n, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("at is %q; it can be a step's number", value)
		}
		return s.Seek(n)
	}
	for _, w := range s.sceneWidgets() {
		if w.ID() != param {
			continue
		}
		v, ok := w.(ui.Valued)
		if !ok {
			return fmt.Errorf("%s has no value to set", param)
		}
		err := s.setWidget(v, value)
		s.openGroups(func(o ui.Widget) bool { return o == w })
		return err
	}
	return fmt.Errorf("there is no parameter %q here; there are %s", param, strings.Join(s.params(), ", "))
}

func (s *Stage) setWidget(v ui.Valued, value string) error {
	err := error(nil)
	s.guard(func() {
		if err = v.Set(value); err == nil {
			s.tellBeyond(v, value)
		}
	})
	s.tellClamped()
	if err == nil {
		err = s.failed()
	}
	return err
}

func (s *Stage) params() []string {
	out := []string{"lang", "theme", "speed", "seed"}
	for _, w := range s.sceneWidgets() {
		if _, ok := w.(ui.Valued); ok {
			out = append(out, w.ID())
		}
	}
	return out
}

// Press operates a widget by its ID, as a click would.
func (s *Stage) Press(id string) error {
	w := s.widget(id)
	if w == nil {
		return fmt.Errorf("there is no widget %q", id)
	}
	s.dirty = true
	if err := s.refuseLocked(w); err != nil {
		return err
	}
	if p, ok := w.(ui.Presser); ok {
		if p.Enabled() {
			was := s.insp.IsOpen()
			s.guard(p.Press)
			s.afterInspector(was)
		}
		return s.failed()
	}
	if v, ok := w.(ui.Valued); ok && w.Role() == ui.RoleToggle {
		return s.setWidget(v, strconv.FormatBool(v.Value() != "true"))
	}
	return fmt.Errorf("%s is not a button", id)
}

// SetWidget gives a widget of the scene or the frame a value.
func (s *Stage) SetWidget(id, value string) error {
	w := s.widget(id)
	v, ok := w.(ui.Valued)
	if !ok {
		return fmt.Errorf("there is no value %q", id)
	}
	s.dirty = true
	if err := s.refuseLocked(w); err != nil {
		return err
	}
	err := s.setWidget(v, value)
	if err != nil {
		s.refuse(w)
	} else if s.refusal.id == id {
		s.refusal = refusal{}
	}
	return err
}

// TypingInto reports the slider or number whose digits are being typed on the
// canvas, with the place of those digits; ok is false when there is none.
func (s *Stage) TypingInto() (w WidgetState, ok bool) {
	f := s.widget(s.look.Focus)
	if f == nil || !typing(f) || f.Role() == ui.RoleField {
		return w, false
	}
	w = s.widgetState("controls", f)
	s.refusal = refusal{} // it is typed anew
	h := min(w.Rect.Height, 40)
	w.Rect = Box{w.Rect.X + w.Rect.Width - min(w.Rect.Width, 112), w.Rect.Y, min(w.Rect.Width, 112), h}
	return w, true
}

// Settled reports whether the scene has done all it was asked to.
func (s *Stage) Settled() bool { return s.journey.graph == "" && s.rests() }

// rests reports whether the scene has nothing left to do by itself.
func (s *Stage) rests() bool {
	if s.cur == nil || s.cur.fail != nil {
		return true
	}
	settled := true
	if b, ok := s.cur.scene.(Settler); ok {
		s.guard(func() { settled = b.Settled() })
	}
	return settled
}
