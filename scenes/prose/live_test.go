package prose

import "testing"

func TestLive(t *testing.T) {
	there := func(thing string) bool { return thing != "b" }
	for source, want := range map[string]string{
		"see [one](a), [two](b) and [three](a c).": "see [one](a), two and [three](a c).",
		"[all](a b) of it":                         "all of it",
		"none [here] (b)":                          "none [here] (b)",
		"":                                         "",
	} {
		if got := Live(source, there); got != want {
			t.Errorf("%q becomes %q, want %q", source, got, want)
		}
	}
}
