package stage

import (
	"slices"
	"unicode/utf8"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/ui"
)

// change is a setting in which branches differ.
type change struct {
	id    string
	label i18n.Text
	value string
	text  string // as it reads
}

// maxShort is how long a setting may be to be compared, in bytes.
const maxShort = 64

// compare notes for every branch the settings in which it is not like all others.
func (s *Stage) compare() {
	if s.cur == nil {
		return
	}
	all := make([]map[string]change, len(s.cur.branches))
	var order []string
	for i, b := range s.cur.branches {
		all[i] = map[string]change{}
		s.guard(func() {
			for _, w := range slices.Concat(ui.Flatten(b.scene.Controls()), ui.Flatten(b.scene.Figures())) {
				if v, ok := kept(w); ok && len(v.Value()) <= maxShort { // learned weights differ anyway
					all[i][w.ID()] = change{w.ID(), w.Label(), v.Value(), valueText(v, s.env.Lang)}
					if !slices.Contains(order, w.ID()) {
						order = append(order, w.ID())
					}
				}
			}
		})
	}
	for i, b := range s.cur.branches {
		s.guard(b.measure)
		b.changed = b.changed[:0]
		for _, id := range order {
			mine, has := all[i][id]
			if has && slices.ContainsFunc(all, func(m map[string]change) bool { return m[id].value != mine.value }) {
				b.changed = append(b.changed, mine)
			}
		}
	}
}

// valueText is how a setting reads in a list of differences.
func valueText(v ui.Valued, l i18n.Lang) string {
	value := v.Value()
	if o, ok := v.(ui.Optioned); ok {
		for _, c := range o.Options() {
			if c.Value == value {
				return c.Label.In(l)
			}
		}
	}
	switch {
	case value == "":
		return "–"
	case value == "true":
		return i18n.T("开", "on").In(l)
	case value == "false":
		return i18n.T("关", "off").In(l)
	case utf8.RuneCountInString(value) > 12:
		return "…"
	}
	return value
}

// measure notes the last value of the first line that a branch plots.
func (b *branch) measure() {
	b.scored = false
	p, is := b.scene.(Plotter)
	if !is {
		return
	}
	for _, c := range p.Curves() {
		if c.Len(0) > 0 {
			b.score, b.value, b.scored = c.Lines()[0].Name, c.Last(0), true
			return
		}
	}
}

// BranchState is one course of the scene on view as a program sees it.
type BranchState struct {
	Name     string            `json:"name"`
	Shown    bool              `json:"shown"`
	From     int               `json:"from"` // the position at which it was forked
	Step     int               `json:"step"`
	Settings map[string]string `json:"settings"` // those in which the branches differ
}

func (s *Stage) branchStates() []BranchState {
	out := []BranchState{}
	if s.cur == nil || s.cur.fail != nil {
		return out
	}
	s.compare()
	for _, b := range s.cur.branches {
		st := BranchState{Name: b.name, Shown: b.scene == s.cur.scene, From: b.from, Settings: map[string]string{}}
		s.guard(func() { st.Step, _ = b.scene.(Timeline).At() })
		for _, c := range b.changed {
			st.Settings[c.id] = c.value
		}
		out = append(out, st)
	}
	return out
}
