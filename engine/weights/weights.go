// Package weights reads and writes the parameters of models.
//
// The format is safetensors: eight bytes that give the length of a JSON header,
// the header that names every tensor, and one block of bytes that the tensors
// tile without a hole. A file holds numbers and nothing that could run, which is
// why it is what the field exchanges models in; a reader still has to be strict,
// since the header says how much memory to use and where to look.
//
// [Parse] takes what the reference library takes and refuses what it refuses,
// and says which rule was broken and by which tensor. [Load] copies a file into
// the parameters of a model, all of them or none.
//
// Source: https://github.com/huggingface/safetensors (format description and tensor.rs).
package weights

import (
	"fmt"
	"strings"

	"gradtheatre/engine/tensor"
)

// File is the content of one safetensors file.
type File struct {
	Metadata map[string]string // free text about the file; nil when there is none
	Tensors  []Tensor          // in the order of their bytes
}

// Tensor is one named array of a file, as bytes.
type Tensor struct {
	Name  string
	DType DType
	Shape []int  // row-major; a scalar has shape []
	Data  []byte // little-endian; shares memory with what was parsed
}

// Find returns the tensor of that name, or nil.
func (f *File) Find(name string) *Tensor {
	for i := range f.Tensors {
		if f.Tensors[i].Name == name {
			return &f.Tensors[i]
		}
	}
	return nil
}

// Tensor converts the bytes to the engine's number type. It returns an error for
// a type that has no such numbers (BOOL and the types of less than a byte), or
// more elements than a tensor may have.
func (t *Tensor) Tensor() (*tensor.Tensor, error) {
	dst, err := tensor.Make(t.Shape...)
	if err != nil {
		return nil, fmt.Errorf("weights: tensor %q: %w", t.Name, err)
	}
	if err := t.copyTo(dst.Data()); err != nil {
		return nil, err
	}
	return dst, nil
}

func (t *Tensor) copyTo(dst []tensor.Elem) error {
	decode := t.DType.decoder()
	if decode == nil {
		return fmt.Errorf("weights: tensor %q: type %s cannot be read as numbers, want F64, F32, F16, BF16 or an integer type", t.Name, t.DType)
	}
	if want := len(dst) * t.DType.Bits() / 8; want != len(t.Data) {
		return fmt.Errorf("weights: tensor %q: %d bytes for %d elements of %s, want %d", t.Name, len(t.Data), len(dst), t.DType, want)
	}
	decode(dst, t.Data)
	return nil
}

// FormatError says why a file was refused.
type FormatError struct {
	File   string // the name that the caller gave
	Rule   string // "len", "utf8", "json", "brace", "dup", "info", "dtype", "shape", "off", "cover", "meta" or "magic"
	Tensor string // the tensor that broke the rule, or ""
	Why    string
}

// rules are the format's rules in words, by the name that a FormatError gives.
var rules = map[string]string{
	"len":   "header length",
	"utf8":  "header encoding",
	"json":  "header JSON",
	"brace": "header start",
	"dup":   "duplicate key",
	"info":  "tensor entry",
	"dtype": "data type",
	"shape": "shape",
	"off":   "data offsets",
	"cover": "coverage of the data",
	"meta":  "metadata",
	"magic": "not a safetensors file",
}

func (e *FormatError) Error() string {
	var b strings.Builder
	b.WriteString("weights: ")
	if e.File != "" {
		b.WriteString(e.File + ": ")
	}
	fmt.Fprintf(&b, "%s (rule %s)", rules[e.Rule], e.Rule)
	if e.Tensor != "" {
		fmt.Fprintf(&b, ": tensor %q", clip(e.Tensor))
	}
	b.WriteString(": " + e.Why)
	return b.String()
}

// clip keeps a name from a file short enough for a message.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
