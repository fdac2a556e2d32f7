package weights

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxHeader is the largest header that the format allows, in bytes.
const MaxHeader = 100_000_000

// MaxFile is the largest file that [Read] takes, in bytes.
const MaxFile = 1 << 30

// Read reads a safetensors file from r, at most MaxFile bytes; name is what
// errors call it. The memory it uses grows with what r delivers, never with
// what the header claims. Errors are those of [Parse], and of r.
func Read(name string, r io.Reader) (*File, error) {
	in := bufio.NewReader(io.LimitReader(r, MaxFile+1))
	if start, _ := in.Peek(64); len(start) >= 8 && binary.LittleEndian.Uint64(start) > MaxHeader {
		return Parse(name, start) // refused by its length, before the rest is read
	}
	b, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("weights: %s: %w", name, err)
	}
	if len(b) > MaxFile {
		return nil, &FormatError{File: name, Rule: "len", Why: "more than " + strconv.Itoa(MaxFile) + " bytes"}
	}
	return Parse(name, b)
}

// ReadFile reads a safetensors file from disk.
func ReadFile(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	defer f.Close()
	return Read(filepath.Base(path), f)
}

// Parse reads a safetensors file from memory, which the result shares; name is
// what errors call it. It returns a *FormatError for a file that breaks a rule
// of the format.
//
// Where the text of the format is stricter than the reference library, the text
// is followed: the header must begin with {, and no name may appear twice.
// __metadata__ may be null.
func Parse(name string, b []byte) (*File, error) {
	h, data, ferr := readHeader(name, b)
	if ferr != nil {
		if what := notSafetensors(b); what != "" {
			ferr = &FormatError{File: name, Rule: "magic", Why: "it is " + what}
		}
		return nil, ferr
	}
	f := &File{Metadata: h.metadata, Tensors: make([]Tensor, len(h.entries))}
	sort.SliceStable(h.entries, func(i, j int) bool {
		a, b := &h.entries[i], &h.entries[j]
		return a.begin < b.begin || a.begin == b.begin && a.end < b.end
	})
	for i := range h.entries {
		e := &h.entries[i]
		if err := h.checkSize(e, uint64(len(data))); err != nil {
			return nil, err
		}
	}
	at := uint64(0)
	for i := range h.entries {
		e := &h.entries[i]
		if e.begin != at {
			what := "a hole"
			if e.begin < at {
				what = "an overlap"
			}
			return nil, h.fail("cover", e.name, fmt.Sprintf("it begins at byte %d, %s: the tensors before it end at %d", e.begin, what, at))
		}
		at = e.end
		t := &f.Tensors[i]
		t.Name, t.DType, t.Data = e.name, e.dtype, data[e.begin:e.end:e.end]
		t.Shape = make([]int, len(e.shape))
		for k, d := range e.shape {
			t.Shape[k] = int(d)
		}
	}
	if at != uint64(len(data)) {
		return nil, h.fail("cover", "", fmt.Sprintf("the tensors end at byte %d of %d: the rest belongs to nobody", at, len(data)))
	}
	return f, nil
}

// readHeader checks the length and the text of the header, and returns it with the bytes after it.
func readHeader(name string, b []byte) (*header, []byte, *FormatError) {
	h := &header{file: name}
	if len(b) < 8 {
		return nil, nil, h.fail("len", "", fmt.Sprintf("%d bytes, want at least the 8 that give the header's length", len(b)))
	}
	n := binary.LittleEndian.Uint64(b)
	switch {
	case n > MaxHeader:
		return nil, nil, h.fail("len", "", fmt.Sprintf("%d bytes, want at most %d", n, MaxHeader))
	case n > uint64(len(b)-8):
		return nil, nil, h.fail("len", "", fmt.Sprintf("%d bytes, but only %d follow", n, len(b)-8))
	}
	text := b[8 : 8+n]
	if !utf8.Valid(text) {
		return nil, nil, h.fail("utf8", "", "it is not UTF-8")
	}
	h.s = string(text)
	return h, b[8+n:], h.parse()
}

// checkSize holds the offsets of one tensor against its shape, its type and the n bytes of data.
func (h *header) checkSize(e *entry, n uint64) *FormatError {
	size, fits := uint64(1), true
	for _, d := range append(e.shape[:len(e.shape):len(e.shape)], uint64(e.dtype.Bits())) {
		hi, lo := bits.Mul64(size, d)
		size, fits = lo, fits && hi == 0 && d <= math.MaxInt
	}
	switch {
	case !fits:
		return h.fail("shape", e.name, "the size of "+shapeString(e.shape)+" "+string(e.dtype)+" overflows")
	case size%8 != 0:
		return h.fail("dtype", e.name, "shape "+shapeString(e.shape)+" of "+string(e.dtype)+" does not end at a whole byte")
	case e.begin > e.end:
		return h.fail("off", e.name, fmt.Sprintf("data_offsets [%d, %d] run backwards", e.begin, e.end))
	case e.end-e.begin != size/8:
		return h.fail("off", e.name, fmt.Sprintf("data_offsets [%d, %d] are %d bytes, but shape %s of %s needs %d",
			e.begin, e.end, e.end-e.begin, shapeString(e.shape), e.dtype, size/8))
	case e.end > n && n == 0:
		return h.fail("cover", e.name, fmt.Sprintf("no data follows the header, want %d bytes", e.end))
	case e.end > n:
		return h.fail("off", e.name, fmt.Sprintf("data_offsets [%d, %d] reach past the end: only %d bytes of data", e.begin, e.end, n))
	}
	return nil
}

func shapeString(shape []uint64) string {
	const most = 12
	s := make([]string, 0, most+1)
	for i, d := range shape {
		if i == most {
			s = append(s, "…")
			break
		}
		s = append(s, strconv.FormatUint(d, 10))
	}
	return "[" + strings.Join(s, ",") + "]"
}

// notSafetensors names what a file is that begins like another format, or "".
func notSafetensors(b []byte) string {
	for _, m := range [...]struct{ prefix, what string }{
		{"\x80\x02", "a Python pickle"}, {"\x80\x03", "a Python pickle"}, {"\x80\x04", "a Python pickle"}, {"\x80\x05", "a Python pickle"},
		{"PK\x03\x04", "a zip archive (a PyTorch .pt or NumPy .npz file, perhaps)"},
		{"\x1f\x8b", "compressed with gzip: unpack it first"},
		{"version https://git-lfs", "a Git LFS pointer, not the file that it stands for"},
		{"\x93NUMPY", "a NumPy .npy array"},
		{"\x89HDF", "an HDF5 file"},
		{"GGUF", "a GGUF file"},
		{"<!DOCTYPE", "a web page"}, {"<!doctype", "a web page"}, {"<html", "a web page"},
	} {
		if strings.HasPrefix(string(b[:min(len(b), 32)]), m.prefix) {
			return m.what
		}
	}
	return ""
}
