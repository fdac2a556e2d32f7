package data

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"gradtheatre/engine/tensor"
)

// MaxBytes is the largest size, unpacked, of a file that this package reads.
const MaxBytes = 1 << 28

// FileError says why a data file was refused.
type FileError struct {
	File  string
	Where string // "header", "line 3, column x", or ""
	Why   string
}

func (e *FileError) Error() string {
	s := "data: "
	if e.File != "" {
		s += e.File + ": "
	}
	if e.Where != "" {
		s += e.Where + ": "
	}
	return s + e.Why
}

// IDX is the content of one file in the IDX format of MNIST: an array of bytes.
type IDX struct {
	Shape []int
	Data  []byte
}

// ReadIDX reads an array of unsigned bytes in IDX format, packed with gzip or
// not; name is what errors call it. Memory grows with what r delivers, never
// with what the header claims.
//
// Format: two zero bytes, type 0x08, number of dimensions, the dimensions as
// big-endian uint32, the elements in row-major order.
// Source: http://yann.lecun.com/exdb/mnist/
func ReadIDX(name string, r io.Reader) (*IDX, error) {
	fail := func(where, why string) (*IDX, error) { return nil, &FileError{File: name, Where: where, Why: why} }
	in, err := unzip(r)
	if err != nil {
		return fail("gzip", err.Error())
	}
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return fail("header", "fewer than 4 bytes: "+cause(err))
	}
	switch {
	case head[0] != 0 || head[1] != 0:
		return fail("header", fmt.Sprintf("it begins with bytes %02x %02x, an IDX file with 00 00", head[0], head[1]))
	case head[2] != 8:
		return fail("header", fmt.Sprintf("element type %#02x, want 0x08 (unsigned bytes)", head[2]))
	case head[3] == 0 || head[3] > 8:
		return fail("header", fmt.Sprintf("%d dimensions, want 1 … 8", head[3]))
	}
	x := &IDX{Shape: make([]int, head[3])}
	size, room := 1, 1 // room: what it would be if no dimension were 0, which tensors are held to as well
	for i := range x.Shape {
		var d [4]byte
		if _, err := io.ReadFull(in, d[:]); err != nil {
			return fail("header", "it ends within the dimensions: "+cause(err))
		}
		x.Shape[i] = int(binary.BigEndian.Uint32(d[:]))
		side := max(x.Shape[i], 1)
		if room > MaxBytes/side {
			return fail("header", fmt.Sprintf("shape %s is larger than %d bytes", tensor.ShapeString(x.Shape[:i+1]), MaxBytes))
		}
		room *= side
		size *= x.Shape[i]
	}
	x.Data, err = io.ReadAll(io.LimitReader(in, int64(size)+1))
	switch {
	case err != nil:
		return fail("", "after "+strconv.Itoa(len(x.Data))+" of "+strconv.Itoa(size)+" bytes: "+cause(err))
	case len(x.Data) < size:
		return fail("", fmt.Sprintf("%d bytes for shape %s, want %d", len(x.Data), tensor.ShapeString(x.Shape), size))
	case len(x.Data) > size:
		return fail("", fmt.Sprintf("more than the %d bytes of shape %s", size, tensor.ShapeString(x.Shape)))
	}
	return x, nil
}

// unzip unpacks r if it begins as a gzip stream does.
func unzip(r io.Reader) (io.Reader, error) {
	in := bufio.NewReader(r)
	if start, _ := in.Peek(2); bytes.Equal(start, []byte{0x1f, 0x8b}) {
		return gzip.NewReader(in)
	}
	return in, nil
}

func cause(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "the file is cut short"
	}
	return err.Error()
}

// Images is a set of images as bytes 0 … 255, row by row, channels side by side.
type Images struct {
	N, H, W, C int
	Pix        []byte // N·H·W·C
	Labels     []int  // class of each image, or nil
	Classes    []string
}

// LoadImages reads images [n, h, w] or [n, h, w, c] and their labels [n] in IDX
// format; the names are what errors call the files.
func LoadImages(imagesName string, images io.Reader, labelsName string, labels io.Reader, classes []string) (*Images, error) {
	p, err := ReadIDX(imagesName, images)
	if err != nil {
		return nil, err
	}
	if len(p.Shape) == 3 {
		p.Shape = append(p.Shape, 1)
	}
	if len(p.Shape) != 4 || slices.Contains(p.Shape[1:], 0) {
		return nil, &FileError{File: imagesName, Where: "header", Why: "shape " + tensor.ShapeString(p.Shape) + ", want images [n, height, width] or [n, height, width, channels]"}
	}
	l, err := ReadIDX(labelsName, labels)
	if err != nil {
		return nil, err
	}
	if len(l.Shape) != 1 || l.Shape[0] != p.Shape[0] {
		return nil, &FileError{File: labelsName, Why: fmt.Sprintf("labels %s for images %s, want one label an image", tensor.ShapeString(l.Shape), tensor.ShapeString(p.Shape))}
	}
	m := &Images{N: p.Shape[0], H: p.Shape[1], W: p.Shape[2], C: p.Shape[3], Pix: p.Data, Classes: classes}
	for i, label := range l.Data {
		if int(label) >= len(classes) {
			return nil, &FileError{File: labelsName, Where: "label " + strconv.Itoa(i), Why: fmt.Sprintf("it is %d, want 0 … %d", label, len(classes)-1)}
		}
		m.Labels = append(m.Labels, int(label))
	}
	return m, nil
}

// LoadImageFiles is [LoadImages] from disk.
func LoadImageFiles(images, labels string, classes []string) (*Images, error) {
	a, err := os.Open(images)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	defer a.Close()
	b, err := os.Open(labels)
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	defer b.Close()
	return LoadImages(filepath.Base(images), a, filepath.Base(labels), b, classes)
}
