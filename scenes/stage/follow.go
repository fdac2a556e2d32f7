package stage

import (
	"maps"
	"slices"
	"strconv"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/ui"
)

// Link is the address of what is on screen now.
func (s *Stage) Link() Link {
	l := Link{Values: map[string]string{
		"lang": s.env.Lang.Code(), "theme": themeName(s.env.Theme.Dark), "seed": strconv.FormatUint(s.env.Seed, 10),
		"speed": strconv.FormatFloat(s.env.Play.Speed, 'f', -1, 64),
	}}
	if s.embedded {
		l.Values["embed"] = "1"
	}
	s.holdValues(l.Values)
	if s.cur == nil {
		return l
	}
	l.Scene = s.cur.entry.ID
	if s.insp.IsOpen() {
		l.Values[inspect.ID] = s.insp.Path()
	} else if s.later.scene == s.cur.scene && s.later.path != "" {
		l.Values[inspect.ID] = s.later.path
	}
	s.guard(func() {
		maps.Copy(l.Values, s.settings(maxValue))
		if s.linkable() {
			if text := s.branchesValue(); len(text) <= maxValue {
				l.Values[branchesKey] = text
			}
		}
		if t := s.timeline(); t != nil {
			if at, last := t.At(); last > 0 && (at > 0 || s.cur.opens > 0) {
				l.Values["at"] = strconv.Itoa(at)
			}
		}
	})
	return l
}

// settings are the values that the scene on view does not have by itself, but
// for those that are too long.
func (s *Stage) settings(longest int) map[string]string {
	values := map[string]string{}
	for _, w := range s.sceneWidgets() {
		v, ok := kept(w)
		if !ok {
			continue
		}
		value := v.Value()
		if k, ok := w.(interface{ KeptValue() string }); ok { // what is being typed may make no sense yet
			value = k.KeptValue()
		}
		if d, was := s.cur.defaults[w.ID()]; (!was || d != value) && len(value) <= longest {
			values[w.ID()] = value
		}
	}
	return values
}

// Follow makes the stage show what a link says. What the link does not name
// takes its default; what cannot be followed is left out and told in one
// quiet line. Of a scene that does not exist there is nothing to show: the
// present one stays as it is.
func (s *Stage) Follow(fragment string) {
	l, ok := ParseLink(fragment)
	if l.Scene == "" && len(s.entries) > 0 {
		if s.cur != nil && len(l.Values) == 0 {
			l.Scene = s.cur.entry.ID
		} else {
			l.Scene = s.entries[0].ID
		}
	}
	if s.cur != nil && !slices.ContainsFunc(slices.Concat(s.entries, s.aside), func(e Entry) bool { return e.ID == l.Scene }) {
		for _, key := range []string{"lang", "theme"} {
			if v, has := l.Values[key]; has {
				_ = s.Set(key, v)
			}
		}
		s.tellUnread()
		return
	}
	s.keeping.linked = true // what the link says counts, not what was kept
	if err := s.Go(l.Scene); err != nil && s.failed() == nil {
		ok = false
	}
	s.keeping.linked = false
	if s.cur != nil {
		s.cur.recalled, s.cur.awaited = true, false
	}
	for _, key := range []string{"lang", "theme", "speed", "seed"} {
		if v, has := l.Values[key]; has && s.Set(key, v) != nil {
			ok = false
		}
	}
	for _, key := range []string{hideKey, lockKey} {
		if s.setHold(key, l.Values[key]) != nil {
			ok = s.setHold(key, "") != nil
		}
	}
	if v, has := l.Values["embed"]; has {
		s.SetEmbedded(v == "1" || v == "true")
	}
	s.notice = notice{}
	s.closeInspector()
	s.oneBranch()
	ok = s.applyValues(l.Values) && ok
	s.openGroups(func(w ui.Widget) bool { _, set := l.Values[w.ID()]; return set })
	if !ok {
		s.tellUnread()
	}
}

func (s *Stage) tellUnread() {
	s.Notice(i18n.T("链接里有看不懂的部分，已用默认值", "Part of the link could not be read; defaults are used"))
}

// Taker is implemented by scenes of which a link may set more than it is ever
// written with: controls that say in another way what other ones keep.
type Taker interface {
	// Takes reports whether a link may set the widget, though it is not kept.
	Takes(id string) bool
}

// takeValues sets what the link names and the scene takes besides what is kept;
// done are those that have been set.
func (s *Stage) takeValues(values map[string]string, done map[string]bool) bool {
	taker, is := s.cur.scene.(Taker)
	ok := true
	for is {
		next := slices.IndexFunc(s.sceneWidgets(), func(w ui.Widget) bool {
			_, has := values[w.ID()]
			_, valued := w.(ui.Valued)
			return has && valued && !done[w.ID()] && taker.Takes(w.ID())
		})
		if next < 0 {
			break
		}
		v := s.sceneWidgets()[next].(ui.Valued)
		done[v.ID()] = true
		if want := values[v.ID()]; want != v.Value() && s.setWidget(v, want) != nil {
			ok = false
		}
		s.refresh() // it may have brought the next one into being
	}
	return ok
}

// applyValues sets the kept widgets; twice, because one value may bring the
// next widget into being.
func (s *Stage) applyValues(values map[string]string) bool {
	ok, done := true, map[string]bool{}
	for range 2 {
		s.refresh()
		for _, w := range s.sceneWidgets() {
			v, keep := kept(w)
			if !keep || done[w.ID()] {
				continue
			}
			want, has := values[w.ID()]
			if !has {
				if want, has = s.cur.defaults[w.ID()]; !has {
					continue
				}
			}
			done[w.ID()] = true
			if want != v.Value() && s.setWidget(v, want) != nil {
				ok = false
			}
		}
		if s.cur != nil && s.cur.fail == nil {
			ok = s.takeValues(values, done) && ok
		}
		if s.cur != nil && s.cur.fail == nil {
			s.guard(func() { s.cur.scene.Update(&s.env) })
		}
	}
	if at, has := values["at"]; has {
		ok = s.Set("at", at) == nil && ok
	}
	if text, has := values[branchesKey]; has && text != "" {
		ok = s.restoreBranches(text) && ok
	}
	if path, has := values[inspect.ID]; has {
		ok = s.unfoldLater(path) && ok
	}
	for key := range values {
		if rank(key) == 0 && !done[key] {
			ok = false
		}
	}
	return ok
}
