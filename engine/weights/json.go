package weights

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep JSON in a field of unknown name may nest.
const maxDepth = 128

// bad reports what is wrong with the JSON where the parser stands.
func (h *header) bad(why string) *FormatError {
	return h.fail("json", "", why+" at byte "+strconv.Itoa(h.i)+" of the header")
}

// object reads { "key": …, … } and calls field with the parser before each value.
func (h *header) object(field func(key string) *FormatError) *FormatError {
	h.i++ // {
	if h.space(); h.take('}') {
		return nil
	}
	for {
		h.space()
		if h.peek() != '"' {
			return h.bad("want a key in quotes")
		}
		key, err := h.text()
		if err != nil {
			return err
		}
		if h.space(); !h.take(':') {
			return h.bad("want : after a key")
		}
		h.space()
		if err := field(key); err != nil {
			return err
		}
		h.space()
		switch {
		case h.take('}'):
			return nil
		case !h.take(','):
			return h.bad("want , or }")
		}
	}
}

// array reads [ … ] and calls item with the parser before each element.
func (h *header) array(item func() *FormatError) *FormatError {
	h.i++ // [
	if h.space(); h.take(']') {
		return nil
	}
	for {
		h.space()
		if err := item(); err != nil {
			return err
		}
		h.space()
		switch {
		case h.take(']'):
			return nil
		case !h.take(','):
			return h.bad("want , or ]")
		}
	}
}

// skip reads any JSON value and forgets it.
func (h *header) skip(depth int) *FormatError {
	if depth > maxDepth {
		return h.bad("nested deeper than " + strconv.Itoa(maxDepth))
	}
	switch c := h.peek(); {
	case c == '{':
		return h.object(func(string) *FormatError { return h.skip(depth + 1) })
	case c == '[':
		return h.array(func() *FormatError { return h.skip(depth + 1) })
	case c == '"':
		_, err := h.text()
		return err
	case c == '-' || c >= '0' && c <= '9':
		return h.number()
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(h.s[h.i:], word) {
			h.i += len(word)
			return nil
		}
	}
	if h.i >= len(h.s) {
		return h.bad("the header ends inside a value")
	}
	return h.bad("want a JSON value")
}

// number reads -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? within the range of float64.
func (h *header) number() *FormatError {
	at := h.i
	h.take('-')
	digits := func() bool {
		from := h.i
		for h.i < len(h.s) && h.s[h.i] >= '0' && h.s[h.i] <= '9' {
			h.i++
		}
		return h.i > from
	}
	ok := h.take('0') || digits()
	if ok && h.take('.') {
		ok = digits()
	}
	if ok && (h.take('e') || h.take('E')) {
		if !h.take('+') {
			h.take('-')
		}
		ok = digits()
	}
	if ok {
		v, _ := strconv.ParseFloat(h.s[at:h.i], 64)
		ok = !math.IsInf(v, 0)
	}
	if !ok {
		return h.bad("not a number")
	}
	return nil
}

// text reads a string in quotes and resolves its escapes.
func (h *header) text() (string, *FormatError) {
	h.i++ // "
	from := h.i
	for h.i < len(h.s) { // the common case: no escapes, nothing to copy
		switch c := h.s[h.i]; {
		case c == '"':
			h.i++
			return h.s[from : h.i-1], nil
		case c < 0x20:
			return "", h.bad("control character in a string")
		case c == '\\':
			return h.escaped([]byte(h.s[from:h.i]))
		}
		h.i++
	}
	return "", h.bad("the header ends inside a string")
}

func (h *header) escaped(out []byte) (string, *FormatError) {
	for h.i < len(h.s) {
		c := h.s[h.i]
		h.i++
		switch {
		case c == '"':
			return string(out), nil
		case c < 0x20:
			h.i--
			return "", h.bad("control character in a string")
		case c != '\\':
			out = append(out, c)
			continue
		}
		c = h.peek()
		h.i++
		if k := strings.IndexByte(`"\/bfnrt`, c); k >= 0 && c != 0 {
			out = append(out, "\"\\/\b\f\n\r\t"[k])
			continue
		}
		if c != 'u' {
			return "", h.bad("unknown escape in a string")
		}
		r, ok := h.hex4()
		if ok && utf16.IsSurrogate(r) {
			ok = h.take('\\') && h.take('u')
			if low, lowOK := rune(0), false; ok {
				low, lowOK = h.hex4()
				r = utf16.DecodeRune(r, low)
				ok = lowOK && r != utf8.RuneError
			}
		}
		if !ok {
			return "", h.bad("broken \\u escape in a string")
		}
		out = utf8.AppendRune(out, r)
	}
	return "", h.bad("the header ends inside a string")
}

func (h *header) hex4() (rune, bool) {
	if h.i+4 > len(h.s) {
		return 0, false
	}
	v := rune(0)
	for _, c := range []byte(h.s[h.i : h.i+4]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		v = v<<4 | rune(c)
	}
	h.i += 4
	return v, true
}

func (h *header) space() {
	for h.i < len(h.s) && strings.IndexByte(" \t\n\r", h.s[h.i]) >= 0 {
		h.i++
	}
}

// peek returns the next byte, or 0 at the end.
func (h *header) peek() byte {
	if h.i < len(h.s) {
		return h.s[h.i]
	}
	return 0
}

func (h *header) take(c byte) bool {
	if h.peek() != c || h.i >= len(h.s) {
		return false
	}
	h.i++
	return true
}
