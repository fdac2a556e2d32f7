package weights

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"unicode/utf8"

	"gradtheatre/engine/tensor"
)

// Write writes a safetensors file: the tensors in their order, the data aligned
// to eight bytes, the same bytes for the same content. It returns an error for a
// name that is empty of sense (used twice, not UTF-8, "__metadata__") or bytes
// that do not fit the shape.
func Write(w io.Writer, f *File) error {
	head, err := encodeHeader(f)
	if err != nil {
		return err
	}
	var n [8]byte
	binary.LittleEndian.PutUint64(n[:], uint64(len(head)))
	if _, err := w.Write(n[:]); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	if _, err := w.Write(head); err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	for i := range f.Tensors {
		if _, err := w.Write(f.Tensors[i].Data); err != nil {
			return fmt.Errorf("weights: tensor %q: %w", f.Tensors[i].Name, err)
		}
	}
	return nil
}

func encodeHeader(f *File) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	if len(f.Metadata) > 0 {
		b.WriteString(`"__metadata__":`)
		for k, v := range f.Metadata {
			if !utf8.ValidString(k) || !utf8.ValidString(v) {
				return nil, fmt.Errorf("weights: metadata %q is not UTF-8", k)
			}
		}
		writeJSON(&b, f.Metadata)
	}
	seen := map[string]bool{"__metadata__": true}
	at := 0
	for i := range f.Tensors {
		t := &f.Tensors[i]
		if seen[t.Name] || !utf8.ValidString(t.Name) {
			return nil, fmt.Errorf("weights: tensor name %q is used twice, reserved or not UTF-8", t.Name)
		}
		seen[t.Name] = true
		if err := checkTensor(t); err != nil {
			return nil, err
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		writeJSON(&b, t.Name)
		fmt.Fprintf(&b, `:{"dtype":%q,"shape":%s,"data_offsets":[%d,%d]}`, t.DType, tensor.ShapeString(t.Shape), at, at+len(t.Data))
		at += len(t.Data)
	}
	b.WriteByte('}')
	for b.Len()%8 != 0 {
		b.WriteByte(' ')
	}
	if b.Len() > MaxHeader {
		return nil, fmt.Errorf("weights: the header would have %d bytes, the format allows %d", b.Len(), MaxHeader)
	}
	return b.Bytes(), nil
}

// checkTensor holds the bytes of a tensor against its shape and type.
func checkTensor(t *Tensor) error {
	e := entry{name: t.Name, dtype: t.DType}
	for _, d := range t.Shape {
		if d < 0 {
			return fmt.Errorf("weights: tensor %q: dimension %d in shape %s, want 0 or more", t.Name, d, tensor.ShapeString(t.Shape))
		}
		e.shape = append(e.shape, uint64(d))
	}
	if t.DType.Bits() == 0 {
		return fmt.Errorf("weights: tensor %q: there is no type %q, want F32, F16, BF16, F64, I64, … in capitals", t.Name, t.DType)
	}
	e.end = uint64(len(t.Data))
	if err := (&header{}).checkSize(&e, e.end); err != nil {
		return err
	}
	return nil
}

func writeJSON(b *bytes.Buffer, v any) {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // strings and maps of strings cannot fail
	b.Truncate(b.Len() - 1)
}

// FromTensor returns t as a tensor of a file, rounded to dtype: F64, F32 or F16.
// It panics with a *tensor.ValueError for another type.
func FromTensor(name string, t *tensor.Tensor, dtype DType) Tensor {
	out := Tensor{Name: name, DType: dtype, Shape: slices.Clone(t.Shape()), Data: make([]byte, 0, t.Len()*dtype.Bits()/8)}
	le := binary.LittleEndian
	for _, v := range t.Data() {
		switch dtype {
		case F64:
			out.Data = le.AppendUint64(out.Data, math.Float64bits(float64(v)))
		case F32:
			out.Data = le.AppendUint32(out.Data, math.Float32bits(float32(v)))
		case F16:
			out.Data = le.AppendUint16(out.Data, floatToHalf(float32(v)))
		default:
			panic(&tensor.ValueError{Op: "weights", Name: "type", Value: string(dtype), Want: "F64, F32 or F16"})
		}
	}
	return out
}
