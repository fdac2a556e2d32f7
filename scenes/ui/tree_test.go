package ui

import (
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
)

func TestVisible(t *testing.T) {
	button := func(id string) Widget { return NewButton(id, i18n.Same(id)) }
	tree := []Widget{button("a"), NewRow(button("b"), button("c")), NewFold("more", i18n.Same("More"), NewParagraph(i18n.Same("words")), button("d"), NewRow(button("e")))}
	for _, c := range []struct{ hidden, want string }{
		{"", "a b c more  d e"},
		{"a", "b c more  d e"},
		{"b", "a c more  d e"},
		{"b c", "a more  d e"},
		{"d", "a b c more  e"},
		{"d e", "a b c"},
		{"more", "a b c"},
		{"a b c d e", ""},
	} {
		hidden := func(w Widget) bool { return w.ID() != "" && strings.Contains(c.hidden, w.ID()) }
		var ids []string
		for _, w := range AppendFlat(nil, tree, hidden) {
			ids = append(ids, w.ID())
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("without %q: %q, want %q", c.hidden, got, c.want)
		}
	}
	if row := Visible(tree, func(w Widget) bool { return w.ID() == "b" })[1].(*Row); len(row.Items) != 1 || len(tree[1].(*Row).Items) != 2 {
		t.Error("what is hidden is to leave the row that is laid out, not the scene's")
	}
}
