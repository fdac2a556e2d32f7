package paint

import "unicode/utf8"

// TextWrap draws s in lines that fit the width of r, from its top, and returns
// the height used. Latin breaks at spaces; Chinese breaks anywhere but before
// closing and after opening punctuation. "\n" starts a new line.
// lineHeight is in CSS pixels from line to line.
func (c *Canvas) TextWrap(s string, r Rect, st Style, lineHeight float64) (height float64) {
	y := r.Y
	for s != "" {
		line, rest := cutLine(s, r.W, st)
		c.Text(line, r.X, y+lineHeight/2, st, Left)
		y += lineHeight
		s = rest
	}
	return y - r.Y
}

// WrapHeight returns the height that TextWrap uses for a width. It needs no display.
func WrapHeight(s string, width float64, st Style, lineHeight float64) float64 {
	n := 0
	for s != "" {
		_, s = cutLine(s, width, st)
		n++
	}
	return float64(n) * lineHeight
}

// Span is a line of a text, as bytes of it.
type Span struct{ From, To int }

// AppendLines appends the lines in which TextWrap draws s. It needs no display.
func AppendLines(dst []Span, s string, width float64, st Style) []Span {
	for at := 0; at < len(s); {
		line, rest := cutLine(s[at:], width, st)
		dst = append(dst, Span{at, at + len(line)})
		at = len(s) - len(rest)
	}
	return dst
}

// cutLine cuts the first line off s, without the blank at its end. It always
// takes at least one rune. A short equation stays whole: the blanks beside its =
// are where a line ends only if the last other place would leave it half empty.
func cutLine(s string, width float64, st Style) (line, rest string) {
	t := typeset()
	w := 0.0
	end, next := 0, 0 // the last place to break: where the line ends, where the next begins
	endEq, nextEq := 0, 0
	full := 0.0 // how far the line to end goes
	prev, word := rune(0), rune(0)
	for i, r := range s {
		if r == '\n' {
			return s[:i], s[i+1:]
		}
		if i > 0 && breaks(prev, r) && prev != ' ' {
			end, next, full = i, i, w
		}
		if prev == ' ' && r != ' ' && i > 0 {
			if r == '=' || word == '=' {
				endEq, nextEq = trimmed(s, i), i
			} else {
				end, next, full = trimmed(s, i), i, w
			}
		}
		var a float32
		if r < 128 {
			a = t.ascii[st.Font][r].advance
		} else {
			a = t.lookup(r, st.Font, shared(r) && beside(s, i, prev)).advance
		}
		w += float64(a) * st.Size
		if w > width+0.01 && r != ' ' && i > 0 {
			if nextEq > next && full < width/2 {
				end, next = endEq, nextEq
			}
			if next == 0 { // a word longer than the line
				return s[:i], s[i:]
			}
			return s[:end], s[next:]
		}
		prev = r
		if r != ' ' {
			word = r
		}
	}
	return s[:trimmed(s, len(s))], ""
}

// trimmed returns n moved back over the blanks before it.
func trimmed(s string, n int) int {
	for n > 0 && s[n-1] == ' ' {
		n--
	}
	return n
}

// breaks reports whether a line may end between two runes that are not blanks.
func breaks(a, b rune) bool {
	if b == ' ' || closing(b) || opening(a) {
		return false
	}
	return isWide(a) || isWide(b)
}

// closing reports whether a mark must not begin a line.
func closing(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '！', '？', '）', '》', '〉', '」', '』', '】', '〕', '”', '’', '…', '—', '～', '％', '·',
		',', '.', ';', ':', '!', '?', ')', ']', '}', '%', '°', '′', '″':
		return true
	}
	return false
}

// opening reports whether a mark must not end a line.
func opening(r rune) bool {
	switch r {
	case '（', '《', '〈', '「', '『', '【', '〔', '“', '‘', '(', '[', '{', '￥', '$', '#':
		return true
	}
	return false
}

// Elide returns s, or its beginning with … if it is wider than width.
func Elide(s string, width float64, st Style) string {
	if Measure(s, st) <= width {
		return s
	}
	room := width - Measure("…", st)
	n := len(s)
	for n > 0 {
		_, k := utf8.DecodeLastRuneInString(s[:n])
		n -= k
		if Measure(s[:n], st) <= room {
			break
		}
	}
	return s[:trimmed(s, n)] + "…"
}
