package weights

import (
	"slices"
	"strconv"
	"strings"
)

// header reads the JSON header of a file. The parser is its own because
// encoding/json keeps the last of two equal keys, ignores letter case, leaves
// missing fields zero and repairs broken UTF-8: each of these shows another
// model than the one that was saved.
type header struct {
	s    string // the text
	i    int    // how far it is read
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
