package prose

import "strings"

// Live returns a source without the marks of things that are not there: computed
// words of which only some can point at what is on stage now.
func Live(source string, there func(thing string) bool) string {
	var out strings.Builder
	for rest := source; rest != ""; {
		phrase, things, before, after, ok := cut(rest)
		if !ok {
			out.WriteString(rest)
			break
		}
		out.WriteString(before)
		live := true
		for _, thing := range things {
			live = live && there(thing)
		}
		if mark := rest[len(before) : len(rest)-len(after)]; live {
			out.WriteString(mark)
		} else {
			out.WriteString(phrase)
		}
		rest = after
	}
	return out.String()
}
