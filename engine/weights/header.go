package weights

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep JSON in a field of unknown name may nest.
const maxDepth = 128

// header reads the JSON header of a file. The parser is its own because
// encoding/json keeps the last of two equal keys, ignores letter case, leaves
// missing fields zero and repairs broken UTF-8: each of these shows another
// model than the one that was saved.
type header struct {
	s    string
	i    int
	file string

	metadata map[string]string
	entries  []entry
}

// entry is what the header says about one tensor.
type entry struct {
	name       string
	dtype      DType
	shape      []uint64
	begin, end uint64
}

func (h *header) fail(rule, tensor, why string) *FormatError {
	return &FormatError{File: h.file, Rule: rule, Tensor: tensor, Why: why}
}

func (h *header) bad(why string) *FormatError {
	return h.fail("json", "", why+" at byte "+strconv.Itoa(h.i)+" of the header")
}

// parse reads the whole header: one object, then white space.
func (h *header) parse() *FormatError {
	h.space()
	switch {
	case h.i == len(h.s):
		return h.bad("no JSON object")
	case h.s[h.i] == '{' && h.i > 0:
		return h.fail("brace", "", "the header must begin with {, not with white space")
	case strings.HasPrefix(h.s, "\uFEFF"):
		return h.fail("brace", "", "the header must begin with {, not with a byte-order mark")
	case h.s[h.i] != '{':
		return h.bad("want an object")
	}
	seen := map[string]bool{}
	err := h.object(func(key string) *FormatError {
		if seen[key] {
			return h.fail("dup", key, "the name appears twice")
		}
		seen[key] = true
		if key == "__metadata__" {
			return h.meta()
		}
		return h.entry(key)
	})
	if err != nil {
		return err
	}
	if h.space(); h.i < len(h.s) {
		return h.bad("something follows the JSON object")
	}
	return nil
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

// meta reads the value of __metadata__: strings by name. null is taken as absent, as the reference does.
func (h *header) meta() *FormatError {
	if strings.HasPrefix(h.s[h.i:], "null") {
		h.i += 4
		return nil
	}
	if h.peek() != '{' {
		return h.wrong("meta", "__metadata__", "an object of strings")
	}
	h.metadata = map[string]string{}
	return h.object(func(key string) *FormatError {
		if h.peek() != '"' {
			return h.wrong("meta", "__metadata__", "a string for "+strconv.Quote(clip(key)))
		}
		if _, twice := h.metadata[key]; twice {
			return h.fail("dup", "__metadata__", "the key "+strconv.Quote(clip(key))+" appears twice")
		}
		v, err := h.text()
		h.metadata[key] = v
		return err
	})
}

// wrong reports a value of the wrong type, or what is wrong with its JSON.
func (h *header) wrong(rule, tensor, want string) *FormatError {
	at := h.i
	if err := h.skip(0); err != nil {
		return err
	}
	return h.fail(rule, tensor, "want "+want+", got "+clip(h.s[at:h.i]))
}

// fields are what the header says of a tensor.
var fields = [...]string{"dtype", "shape", "data_offsets"}

// entry reads {"dtype": …, "shape": …, "data_offsets": …}.
func (h *header) entry(name string) *FormatError {
	if h.peek() != '{' {
		return h.wrong("info", name, "an object with dtype, shape and data_offsets")
	}
	e := entry{name: name}
	var known [3]bool         // of the fields above
	var other map[string]bool // fields of unknown name
	err := h.object(func(key string) *FormatError {
		k := slices.Index(fields[:], key)
		if k >= 0 && known[k] || other[key] {
			return h.fail("dup", name, "the field "+strconv.Quote(clip(key))+" appears twice")
		}
		switch k {
		case 0:
			known[k] = true
			return h.dtype(&e)
		case 1:
			known[k] = true
			return h.numbers("shape", &e, func(v uint64) { e.shape = append(e.shape, v) })
		case 2:
			known[k] = true
			return h.offsets(&e)
		}
		if other == nil {
			other = map[string]bool{}
		}
		other[key] = true
		return h.skip(0)
	})
	if err != nil {
		return err
	}
	for k, field := range fields {
		if !known[k] {
			return h.fail("info", name, "the field "+field+" is missing")
		}
	}
	h.entries = append(h.entries, e)
	return nil
}

func (h *header) dtype(e *entry) *FormatError {
	if h.peek() != '"' {
		return h.wrong("info", e.name, "a string for dtype")
	}
	s, err := h.text()
	if err != nil {
		return err
	}
	if e.dtype = DType(s); e.dtype.Bits() == 0 {
		return h.fail("dtype", e.name, "there is no type "+strconv.Quote(clip(s))+", want F32, F16, BF16, F64, I64, … in capitals")
	}
	return nil
}

func (h *header) offsets(e *entry) *FormatError {
	n := 0
	err := h.numbers("off", e, func(v uint64) {
		if n++; n == 1 {
			e.begin = v
		} else {
			e.end = v
		}
	})
	if err == nil && n != 2 {
		return h.fail("off", e.name, "data_offsets has "+strconv.Itoa(n)+" numbers, want [begin, end]")
	}
	return err
}

// numbers reads an array of non-negative integers.
func (h *header) numbers(rule string, e *entry, add func(uint64)) *FormatError {
	if h.peek() != '[' {
		return h.wrong("info", e.name, "an array of integers for "+map[string]string{"shape": "shape", "off": "data_offsets"}[rule])
	}
	return h.array(func() *FormatError {
		at := h.i
		if err := h.skip(0); err != nil {
			return err
		}
		v, err := strconv.ParseUint(h.s[at:h.i], 10, 64)
		if err != nil {
			return h.fail(rule, e.name, "want integers of 0 or more, got "+clip(h.s[at:h.i]))
		}
		add(v)
		return nil
	})
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
