// Package prose is text that points: a phrase in it names the things on stage
// that it speaks of, and while it is read the stage shows them.
//
//	Drag [the arrow](w) until no point is ringed in red, or press [play](play).
//
// What stands in the brackets is read; what stands in the parentheses are the
// IDs of widgets, or names of parts of a figure, with a blank between two; w1_*
// is all whose IDs begin so, as one. Every other bracket is just a bracket.
package prose

import (
	"strings"
	"unicode/utf8"
)

// Mark is a phrase that points, as bytes of the plain text.
type Mark struct {
	From, To int
	Things   []string
}

// Text is what is read, and what points in it.
type Text struct {
	Plain string
	Marks []Mark // in the order of the text
	ends  []int  // where each sentence ends
}

// maxMarks is the most phrases of one text that point; the rest are plain.
const maxMarks = 32

// Parse takes the marks out of a source.
func Parse(source string) Text {
	var t Text
	var out strings.Builder
	for rest := source; rest != ""; {
		phrase, things, before, after, ok := cut(rest)
		if !ok || len(t.Marks) == maxMarks {
			out.WriteString(rest)
			break
		}
		out.WriteString(before)
		from := out.Len()
		out.WriteString(phrase)
		t.Marks = append(t.Marks, Mark{from, out.Len(), things})
		rest = after
	}
	t.Plain = out.String()
	t.ends = sentences(t.Plain)
	return t
}

// Plain returns a source without its marks.
func Plain(source string) string {
	if !strings.Contains(source, "](") {
		return source
	}
	return Parse(source).Plain
}

// cut finds the first mark of a source.
func cut(s string) (phrase string, things []string, before, after string, ok bool) {
	for at := 0; ; {
		i := strings.Index(s[at:], "](")
		if i < 0 {
			return "", nil, s, "", false
		}
		i += at
		open := strings.LastIndexByte(s[:i], '[')
		n := strings.IndexByte(s[i:], ')')
		if open >= 0 && n > 0 && open+1 < i {
			if things = names(s[i+2 : i+n]); things != nil {
				return s[open+1 : i], things, s[:open], s[i+n+1:], true
			}
		}
		at = i + 2
	}
}

// names reads what a mark points at: IDs as widgets have them, with a blank
// between two; nil if it is anything else.
func names(s string) []string {
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.', r == '*', r == ' ':
		default:
			return nil
		}
	}
	if out := strings.Fields(s); len(out) > 0 {
		return out
	}
	return nil
}

// Sentences returns how many sentences there are.
func (t *Text) Sentences() int { return len(t.ends) }

// Sentence returns the sentence that a byte of the plain text belongs to.
func (t *Text) Sentence(at int) (from, to int) {
	for _, end := range t.ends {
		if to = end; at < to {
			return from, to
		}
		from = to
	}
	return from, to
}

// sentences returns where each sentence ends, the blank after it included.
func sentences(s string) (ends []int) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if !final(r, s[i:]) {
			continue
		}
		for i < len(s) { // what closes belongs to what it closes
			r, n := utf8.DecodeRuneInString(s[i:])
			if !strings.ContainsRune("”’）」』)\"。！？.!? \n", r) {
				break
			}
			i += n
		}
		ends = append(ends, i)
	}
	if n := len(ends); strings.TrimSpace(s) != "" && (n == 0 || ends[n-1] < len(s)) {
		ends = append(ends, len(s))
	}
	return ends
}

// final reports whether a rune ends a sentence, given what follows it: the dot
// of 0.5 does not.
func final(r rune, rest string) bool {
	switch r {
	case '。', '！', '？':
		return true
	case '.', '!', '?':
		return rest == "" || strings.IndexByte(" \n\")", rest[0]) >= 0 || strings.HasPrefix(rest, "”")
	}
	return false
}
