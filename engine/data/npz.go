package data

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"gradtheatre/engine/tensor"
)

// Array is one array of a NumPy file, converted to the engine's numbers.
type Array struct {
	Name string
	*tensor.Tensor
}

// ReadNPZ reads the arrays of a NumPy .npz file, plain or compressed, in the
// file's order; name is what errors call it. Booleans, integers and floats of
// either byte order are converted; objects, which could hold code, are refused.
// Memory grows with what the file holds, never with what a header claims, and
// not beyond MaxBytes for all arrays together.
// Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
func ReadNPZ(name string, b []byte) ([]Array, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, &FileError{File: name, Why: "it is not an .npz file: " + err.Error()}
	}
	var arrays []Array
	left := int64(MaxBytes)
	seen := map[string]bool{}
	for _, f := range z.File {
		array := strings.TrimSuffix(f.Name, ".npy")
		if array == f.Name || seen[array] {
			return nil, &FileError{File: name, Where: fmt.Sprintf("%.60q", f.Name), Why: "want .npy arrays, each with a name of its own"}
		}
		seen[array] = true
		r, err := f.Open()
		if err != nil {
			return nil, &FileError{File: name, Where: array, Why: err.Error()}
		}
		body, err := io.ReadAll(io.LimitReader(r, left+1))
		r.Close()
		if err != nil {
			return nil, &FileError{File: name, Where: array, Why: cause(err)}
		}
		if left -= int64(len(body)); left < 0 {
			return nil, &FileError{File: name, Where: array, Why: fmt.Sprintf("the arrays are larger than %d bytes", MaxBytes)}
		}
		t, err := readNPY(name, array, body)
		if err != nil {
			return nil, err
		}
		arrays = append(arrays, Array{array, t})
	}
	return arrays, nil
}

// ReadNPY reads one array in NumPy's .npy format; see [ReadNPZ] for what it
// takes and refuses.
func ReadNPY(name string, b []byte) (*tensor.Tensor, error) { return readNPY(name, "", b) }

// npyHeader is the Python dictionary in front of an array, as NumPy writes it;
// spaces, quotes and the order of the keys are free.
type npyHeader struct {
	order   string // "<", ">", "|" or "="
	kind    string // "f", "i", "u" or "b"
	size    int    // bytes of an element
	fortran bool
	shape   []int
}

func readNPY(file, array string, b []byte) (*tensor.Tensor, error) {
	fail := func(format string, args ...any) (*tensor.Tensor, error) {
		return nil, &FileError{File: file, Where: array, Why: fmt.Sprintf(format, args...)}
	}
	if len(b) < 12 || string(b[:6]) != "\x93NUMPY" {
		return fail("it does not begin as a .npy array does")
	}
	var n, at int
	switch b[6] {
	case 1:
		n, at = int(binary.LittleEndian.Uint16(b[8:])), 10
	case 2, 3:
		n, at = int(binary.LittleEndian.Uint32(b[8:])), 12
	default:
		return fail("version %d of the format, want 1, 2 or 3", b[6])
	}
	if n > len(b)-at || n > 1<<16 {
		return fail("the header of %d bytes is longer than the file, or than 65536", n)
	}
	h, why := parseNPYHeader(string(b[at : at+n]))
	if why != "" {
		return fail("header: %s", why)
	}
	t, err := h.array(b[at+n:])
	if err != nil {
		return fail("%v", err)
	}
	return t, nil
}

// array makes the array of the bytes that follow the header. Whether they are
// as many as it claims is known before anything is allocated.
func (h *npyHeader) array(body []byte) (*tensor.Tensor, error) {
	count := 1
	for _, d := range h.shape {
		if d > 0 && count > len(body)/d+1 {
			return nil, fmt.Errorf("shape %s needs more than the %d bytes that follow", tensor.ShapeString(h.shape), len(body))
		}
		count *= d
	}
	if slices.Contains(h.shape, 0) {
		count = 0
	}
	if count*h.size != len(body) {
		return nil, fmt.Errorf("%d bytes follow the header, shape %s of %s%d needs %d", len(body), tensor.ShapeString(h.shape), h.kind, h.size, count*h.size)
	}
	t, err := tensor.Make(h.shape...)
	if err == nil {
		h.decode(t, body)
	}
	return t, err
}

// parseNPYHeader reads {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
func parseNPYHeader(s string) (h npyHeader, why string) {
	s = strings.TrimRight(s, " \n\x00")
	if len(s) < 2 || s[0] != '{' || s[len(s)-1] != '}' {
		return h, "it is not a dictionary"
	}
	s = s[1 : len(s)-1]
	found := map[string]bool{}
	for s = strings.TrimSpace(s); s != ""; {
		// An entry ends at a comma outside of the parentheses of shape.
		end, depth := len(s), 0
		for i, c := range s {
			if c == '(' || c == '[' {
				depth++
			} else if c == ')' || c == ']' {
				depth--
			} else if c == ',' && depth == 0 {
				end = i
				break
			}
		}
		entry := s[:end]
		s = strings.TrimSpace(s[min(end+1, len(s)):])
		key, value := npyEntry(entry)
		switch {
		case key == "descr" && h.parseType(value):
		case key == "fortran_order" && (value == "True" || value == "False"):
			h.fortran = value == "True"
		case key == "shape" && plainTuple(value):
			for d := range strings.SplitSeq(value[1:len(value)-1], ",") {
				if d = strings.TrimRight(strings.TrimSpace(d), "L"); d == "" {
					continue
				}
				v, err := strconv.Atoi(d)
				if err != nil || len(h.shape) == 32 {
					return h, fmt.Sprintf("dimension %.20q", d)
				}
				h.shape = append(h.shape, v)
			}
		default:
			return h, fmt.Sprintf("%.60q is not descr, fortran_order or shape of plain numbers", entry)
		}
		if found[key] {
			return h, key + " appears twice"
		}
		found[key] = true
	}
	if len(found) != 3 {
		return h, "want descr, fortran_order and shape"
	}
	switch k := h.kind + strconv.Itoa(h.size); k {
	case "f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1":
		return h, ""
	default:
		return h, "elements of type " + k + ", want booleans, integers or floats of up to 8 bytes"
	}
}

// npyEntry splits 'key': value.
func npyEntry(s string) (key, value string) {
	key, value, _ = strings.Cut(s, ":")
	return unquote(strings.TrimSpace(key)), strings.TrimSpace(value)
}

// unquote takes the quotes off a Python string; what has none becomes "".
func unquote(s string) string {
	if n := len(s); n >= 2 && (s[0] == '\'' || s[0] == '"') && (s[n-1] == '\'' || s[n-1] == '"') {
		return s[1 : n-1]
	}
	return ""
}

// parseType reads the type of the elements: '<f4', 'i8', '|b1'.
func (h *npyHeader) parseType(s string) bool {
	s = unquote(s)
	digits := strings.TrimLeft(s, "<>|=abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	n := len(s) - len(digits) // of the order, one character or none, and the kind
	if n < 1 || n > 2 || len(digits) < 1 || len(digits) > 4 || strings.Trim(digits, "0123456789") != "" ||
		strings.ContainsAny(s[n-1:n], "<>|=") || n == 2 && !strings.ContainsAny(s[:1], "<>|=") {
		return false
	}
	h.order, h.kind = s[:n-1], s[n-1:n]
	h.size, _ = strconv.Atoi(digits)
	return true
}

// plainTuple reports whether s is (2, 3) with nothing but whole numbers, which
// Python 2 wrote with an L.
func plainTuple(s string) bool {
	return len(s) >= 2 && s[0] == '(' && s[len(s)-1] == ')' && strings.Trim(s[1:len(s)-1], "0123456789, \t\n\f\rL") == ""
}

// decode converts the elements, bringing column-major arrays into row-major order.
func (h *npyHeader) decode(t *tensor.Tensor, body []byte) {
	var order binary.ByteOrder = binary.LittleEndian
	if h.order == ">" {
		order = binary.BigEndian
	}
	index := make([]int, len(h.shape))
	for i := range t.Len() {
		at := i
		if h.fortran {
			at = 0
			for k := len(index) - 1; k >= 0; k-- {
				at = at*h.shape[k] + index[k]
			}
			for k := len(index) - 1; k >= 0; k-- {
				if index[k]++; index[k] < h.shape[k] {
					break
				}
				index[k] = 0
			}
		}
		t.Data()[i] = tensor.Elem(h.value(order, body[at*h.size:]))
	}
}

func (h *npyHeader) value(order binary.ByteOrder, b []byte) float64 {
	var u uint64
	switch h.size {
	case 1:
		u = uint64(b[0])
	case 2:
		u = uint64(order.Uint16(b))
	case 4:
		u = uint64(order.Uint32(b))
	default:
		u = order.Uint64(b)
	}
	switch h.kind {
	case "i":
		shift := 64 - 8*h.size
		return float64(int64(u<<shift) >> shift)
	case "f":
		switch h.size {
		case 2:
			return halfFloat(uint16(u))
		case 4:
			return float64(math.Float32frombits(uint32(u)))
		}
		return math.Float64frombits(u)
	}
	return float64(u)
}

// halfFloat widens an IEEE 754 binary16.
func halfFloat(h uint16) float64 {
	v := math.Ldexp(float64(h&0x3ff), -24)
	switch e := int(h >> 10 & 0x1f); {
	case e == 31 && h&0x3ff != 0:
		return math.NaN()
	case e == 31:
		v = math.Inf(1)
	case e > 0:
		v = math.Ldexp(float64(h&0x3ff|0x400), e-25)
	}
	if h&0x8000 != 0 {
		v = -v
	}
	return v
}

// WriteNPZ writes arrays as a compressed .npz file of float64, in their order.
// It returns an error if two have the same name.
func WriteNPZ(w io.Writer, arrays []Array) error {
	z := zip.NewWriter(w)
	seen := map[string]bool{}
	for _, a := range arrays {
		if seen[a.Name] || a.Name == "" {
			return &FileError{Where: a.Name, Why: "want a name of its own for each array"}
		}
		seen[a.Name] = true
		f, err := z.Create(a.Name + ".npy")
		if err != nil {
			return fmt.Errorf("data: %w", err)
		}
		dims := ""
		for _, d := range a.Shape() {
			dims += strconv.Itoa(d) + ", "
		}
		if a.Rank() > 1 {
			dims = strings.TrimSuffix(dims, ", ")
		}
		head := "{'descr': '<f8', 'fortran_order': False, 'shape': (" + dims + "), }"
		head += strings.Repeat(" ", 63-(10+len(head))%64) + "\n"
		b := binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(head)))
		b = append(b, head...)
		for _, v := range a.Data() {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(float64(v)))
		}
		if _, err := f.Write(b); err != nil {
			return fmt.Errorf("data: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("data: %w", err)
	}
	return nil
}
