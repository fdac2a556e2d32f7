// Package tensor holds n-dimensional arrays of numbers and the loops over them.
//
// A [Tensor] is a shape and a row-major slice without pointers. Operations are
// written the way BLAS and gonum write them: the destination comes first, is
// given by the caller, and must already have the right shape, so that a warm
// loop allocates nothing:
//
//	y := tensor.New(2, 4)
//	tensor.MatMul(y, x, w) // y = x·w
//
// A shape that does not fit is a mistake in the program and panics with a
// *[ShapeError]; a setting that makes no sense panics with a *[ValueError].
// [Catch] turns those two, and nothing else, into an error. Shapes that come
// from a file or a visitor go through [Make], which returns the error.
package tensor

import (
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/tensor/internal/kernel"
)

// Elem is the number type of every tensor: float32, or float64 with -tags f64.
type Elem = kernel.Elem

// MaxLen is the largest number of elements that a tensor may have: 1 GB of
// float32, a quarter of what WebAssembly can address.
const MaxLen = 1 << 28

// Tensor is an n-dimensional array: a shape and its elements in row-major order.
// The zero Tensor is a tensor of shape [0] without storage.
type Tensor struct {
	shape   []int
	data    []Elem
	version uint32 // counts writes, so that a stale saved value is noticed
}

// New returns a tensor of zeros. It panics with a *ShapeError or *ValueError if
// a dimension is negative or the size overflows. New() is a scalar.
func New(shape ...int) *Tensor {
	t, err := Make(shape...)
	if err != nil {
		panic(err)
	}
	return t
}

// Make is [New] for shapes that come from outside: it returns the error.
func Make(shape ...int) (*Tensor, error) {
	n, err := size("new_tensor", shape)
	if err != nil {
		return nil, err
	}
	return &Tensor{shape: append([]int(nil), shape...), data: make([]Elem, n)}, nil
}

// From returns a tensor that uses data as its storage. It panics with a
// *ShapeError if the length of data is not the product of shape.
func From(data []Elem, shape ...int) *Tensor {
	n, err := size("new_tensor", shape)
	if err != nil {
		panic(err)
	}
	if n != len(data) {
		panic(&ShapeError{Op: "new_tensor", A: []int{len(data)}, B: append([]int(nil), shape...),
			Why: strconv.Itoa(len(data)) + " values do not fill the shape"})
	}
	return &Tensor{shape: append([]int(nil), shape...), data: data}
}

// Scalar returns a tensor of shape [] that holds v.
func Scalar(v Elem) *Tensor { return &Tensor{shape: []int{}, data: []Elem{v}} }

// size multiplies the dimensions and refuses what no memory could hold.
func size(op string, shape []int) (int, error) {
	n, zero := 1, false
	for _, d := range shape {
		switch {
		case d < 0:
			return 0, &ValueError{Op: op, Name: "dimension", Value: strconv.Itoa(d), Want: "0 or more, in shape " + ShapeString(shape)}
		case d == 0:
			zero = true
		case n > MaxLen/d: // without the zeros: no loop over an empty tensor is endless
			return 0, &ValueError{Op: op, Name: "shape", Value: ShapeString(shape), Want: "at most " + strconv.Itoa(MaxLen) + " elements"}
		default:
			n *= d
		}
	}
	if zero {
		return 0, nil
	}
	return n, nil
}

// CheckShape returns the *ValueError, naming op, that [Make] would give for a shape.
func CheckShape(op string, shape []int) error {
	_, err := size(op, shape)
	return err
}

// Shape returns the dimensions; the caller must not change them.
func (t *Tensor) Shape() []int { return t.shape }

// Rank returns the number of dimensions; a scalar has rank 0.
func (t *Tensor) Rank() int { return len(t.shape) }

// Dim returns the size of one dimension; -1 is the last.
func (t *Tensor) Dim(i int) int {
	if i < 0 {
		i += len(t.shape)
	}
	return t.shape[i]
}

// Len returns the number of elements.
func (t *Tensor) Len() int { return len(t.data) }

// Data returns the elements in row-major order. Whoever writes through it
// while a tape still needs the old values calls [Tensor.Touch].
func (t *Tensor) Data() []Elem { return t.data }

// Item returns the only element. It panics with a *ShapeError if there is not exactly one.
func (t *Tensor) Item() Elem {
	if len(t.data) != 1 {
		panic(&ShapeError{Op: "item", A: t.shape, Why: "only a tensor of one element is a scalar"})
	}
	return t.data[0]
}

// At returns one element. It panics with a *ValueError if an index is out of range.
func (t *Tensor) At(index ...int) Elem { return t.data[t.Offset(index...)] }

// Set writes one element. It panics with a *ValueError if an index is out of range.
func (t *Tensor) Set(v Elem, index ...int) {
	t.data[t.Offset(index...)] = v
	t.version++
}

// Offset returns the row-major position of an element.
func (t *Tensor) Offset(index ...int) int {
	if len(index) != len(t.shape) {
		panic(&ShapeError{Op: "index", A: t.shape, B: append([]int(nil), index...), Why: "one index for each dimension"})
	}
	o := 0
	for d, i := range index {
		if i < 0 || i >= t.shape[d] {
			panic(&ValueError{Op: "index", Name: "index", Value: strconv.Itoa(i),
				Want: "0 … " + strconv.Itoa(t.shape[d]-1) + " in dimension " + strconv.Itoa(d) + " of " + ShapeString(t.shape)})
		}
		o = o*t.shape[d] + i
	}
	return o
}

// Touch says that the elements have changed. Every function of this package
// that writes a tensor calls it.
func (t *Tensor) Touch() { t.version++ }

// Version counts the writes to the tensor.
func (t *Tensor) Version() uint32 { return t.version }

// Resize gives the tensor a new shape, keeping its storage where that is large
// enough; the elements are then undefined. It panics as [New] does.
func (t *Tensor) Resize(shape ...int) *Tensor {
	n, err := size("resize", shape)
	if err != nil {
		panic(err)
	}
	t.shape = append(t.shape[:0], shape...)
	if cap(t.data) < n {
		t.data = make([]Elem, n)
	}
	t.data = t.data[:n]
	t.version++
	return t
}

// Zeros gives the tensor the shape of like and fills it with zeros, as Resize
// and Fill do.
func (t *Tensor) Zeros(like *Tensor) *Tensor {
	if !SameShape(t.shape, like.shape) || len(t.data) == 0 {
		t.Resize(like.shape...)
	}
	clear(t.data)
	t.version++
	return t
}

// Lay gives the tensor the shape of like, with the beginning of slab for its
// storage, and returns the rest of slab, which must be long enough.
func (t *Tensor) Lay(like *Tensor, slab []Elem) (rest []Elem) {
	if !SameShape(t.shape, like.shape) {
		t.shape = append(t.shape[:0], like.shape...)
	}
	n := len(like.data)
	t.data = slab[:n:n]
	t.version++
	return slab[n:]
}

// Move makes data the tensor's storage and copies its elements there. It panics
// with a *ShapeError if the lengths differ.
func (t *Tensor) Move(data []Elem) {
	if len(data) != len(t.data) {
		panic(&ShapeError{Op: "move", A: t.shape, B: []int{len(data)}, Why: "sizes differ"})
	}
	copy(data, t.data)
	t.data = data
}

// Alias makes t a view of src's storage under a shape of the same size.
// It panics with a *ShapeError if the sizes differ.
func (t *Tensor) Alias(src *Tensor, shape ...int) *Tensor {
	n, err := size("reshape", shape)
	if err != nil {
		panic(err)
	}
	if n != len(src.data) {
		panic(&ShapeError{Op: "reshape", A: src.shape, B: append([]int(nil), shape...), Why: "sizes differ"})
	}
	t.shape = append(t.shape[:0], shape...)
	t.data = src.data
	t.version++
	return t
}

// Clone returns a copy with storage of its own.
func (t *Tensor) Clone() *Tensor {
	return &Tensor{shape: append([]int(nil), t.shape...), data: append([]Elem(nil), t.data...)}
}

// Copy writes src into dst. It panics with a *ShapeError if the shapes differ.
func Copy(dst, src *Tensor) {
	mustSame("copy", dst, src)
	copy(dst.data, src.data)
	dst.version++
}

// Fill sets every element to v.
func Fill(dst *Tensor, v Elem) {
	dst.version++
	if v == 0 && !math.Signbit(float64(v)) {
		clear(dst.data) // as fast as memory
		return
	}
	for i := range dst.data {
		dst.data[i] = v
	}
}

// SameShape reports whether two shapes are equal.
func SameShape(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func mustSame(op string, a, b *Tensor) {
	if !SameShape(a.shape, b.shape) {
		panic(&ShapeError{Op: op, A: a.shape, B: b.shape, Why: "shapes differ"})
	}
}

// IsFinite reports whether no element is NaN or infinite.
func (t *Tensor) IsFinite() bool {
	for _, v := range t.data {
		if f := float64(v); math.IsNaN(f) || math.IsInf(f, 0) {
			return false
		}
	}
	return true
}

// ShapeString formats a shape as [2 3 4] is written in the field: "[2,3,4]".
func ShapeString(shape []int) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, d := range shape {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(d))
	}
	b.WriteByte(']')
	return b.String()
}
