package data_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
)

// npy builds an array file as NumPy does.
func npy(head string, body string) string {
	head += strings.Repeat(" ", 63-(10+len(head))%64) + "\n"
	return "\x93NUMPY\x01\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(head)))) + head + body
}

func zipped(files ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, _ := z.Create(files[i])
		w.Write([]byte(files[i+1]))
	}
	z.Close()
	return b.Bytes()
}

func TestReadNPY(t *testing.T) {
	for _, c := range []struct {
		name, head, body string
		shape            []int
		want             []tensor.Elem
	}{
		{"f4", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "\x00\x00\x80?\x00\x00\x00\xc0", []int{2}, []tensor.Elem{1, -2}},
		{"big-endian", "{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }", "\x01\x00\xff\xfe", []int{2}, []tensor.Elem{256, -2}},
		{"fortran", "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", "\x01\x02\x03\x04\x05\x06", []int{2, 3}, []tensor.Elem{1, 3, 5, 2, 4, 6}},
		{"scalar", "{'descr': '|b1', 'fortran_order': False, 'shape': (), }", "\x01", []int{}, []tensor.Elem{1}},
		{"half", "{'descr': '<f2', 'fortran_order': False, 'shape': (3,), }", "\x00\x3c\x01\x00\x00\xc4", []int{3}, []tensor.Elem{1, 1.0 / (1 << 24), -4}},
		{"other order", "{\"shape\":(1,2),\"fortran_order\":False,\"descr\":\"<i8\"}", "\xff\xff\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x00\x00\x00", []int{1, 2}, []tensor.Elem{-1, 2}},
		{"empty", "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }", "", []int{0, 3}, []tensor.Elem{}},
	} {
		x, err := data.ReadNPY("f", []byte(npy(c.head, c.body)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if !slices.Equal(x.Shape(), c.shape) || !slices.Equal(x.Data(), c.want) {
			t.Errorf("%s: %v %v, want %v %v", c.name, x.Shape(), x.Data(), c.shape, c.want)
		}
	}
}

func TestReadNPZRefuses(t *testing.T) {
	good := npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", "ab")
	for name, c := range map[string]struct {
		file []byte
		word string
	}{
		"not a zip":     {[]byte("hello"), "not an .npz"},
		"cut":           {zipped("a.npy", good)[:60], "not an .npz"},
		"other file":    {zipped("a.txt", good), "want .npy"},
		"twice":         {zipped("a.npy", good, "a.npy", good), "name of its own"},
		"not an array":  {zipped("a.npy", "hello, hello, hello"), "does not begin"},
		"objects":       {zipped("a.npy", npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "ab")), "'|O'"},
		"strings":       {zipped("a.npy", npy("{'descr': '<U4', 'fortran_order': False, 'shape': (2,), }", "ab")), "U4"},
		"short":         {zipped("a.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "ab")), "needs 16"},
		"long":          {zipped("a.npy", good+"c"), "3 bytes"},
		"bomb":          {zipped("a.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "")), "bytes"},
		"huge":          {zipped("a.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693952,), }", "")), "2305843009213693952"},
		"negative":      {zipped("a.npy", npy("{'descr': '|u1', 'fortran_order': False, 'shape': (-2,), }", "ab")), "shape"},
		"no shape":      {zipped("a.npy", npy("{'descr': '|u1', 'fortran_order': False}", "ab")), "want descr"},
		"version":       {zipped("a.npy", strings.Replace(good, "\x01\x00", "\x09\x00", 1)), "version 9"},
		"header length": {zipped("a.npy", "\x93NUMPY\x01\x00\xff\xff{'descr'"), "longer than the file"},
	} {
		_, err := data.ReadNPZ("f.npz", c.file)
		if err == nil || !strings.Contains(err.Error(), c.word) || !strings.Contains(err.Error(), "f.npz") {
			t.Errorf("%s: %v, want the file's name and %q", name, err, c.word)
		}
	}
}

func TestWriteNPZ(t *testing.T) {
	in := []data.Array{{"x", tensor.From([]tensor.Elem{1, 2, 3, 4, 5, tensor.Elem(math.Inf(1))}, 2, 3)}, {"s", tensor.Scalar(7)}, {"v", tensor.From([]tensor.Elem{8}, 1)}}
	var b bytes.Buffer
	if err := data.WriteNPZ(&b, in); err != nil {
		t.Fatal(err)
	}
	out, err := data.ReadNPZ("f", b.Bytes())
	if err != nil || len(out) != 3 {
		t.Fatal(len(out), err)
	}
	for i, a := range out {
		if a.Name != in[i].Name || !slices.Equal(a.Shape(), in[i].Shape()) || !slices.Equal(a.Data(), in[i].Data()) {
			t.Errorf("%s came back as %s %v %v", in[i].Name, a.Name, a.Shape(), a.Data())
		}
	}
	if err := data.WriteNPZ(&b, append(in, in[0])); err == nil {
		t.Error("a name used twice was written")
	}
}

func FuzzReadNPZ(f *testing.F) {
	f.Add(zipped("a.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "\x00\x00\x80?\x00\x00\x00\xc0")))
	f.Fuzz(func(t *testing.T, b []byte) { data.ReadNPZ("f", b) })
}

func FuzzReadNPY(f *testing.F) {
	f.Add([]byte(npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 1), }", "\x00\x00\x80?\x00\x00\x00\xc0")))
	f.Add([]byte(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", "a")))
	f.Fuzz(func(t *testing.T, b []byte) { data.ReadNPY("f", b) })
}

func TestScaler(t *testing.T) {
	x := tensor.From([]tensor.Elem{1, 5, 3, 5, 5, 5}, 3, 2)
	s := data.FitScaler(x)
	y := s.Apply(x)
	if sd := math.Sqrt(8.0 / 3); math.Abs(float64(y.At(0, 0))+2/sd) > 1e-6 || y.At(1, 0) != 0 || y.At(2, 1) != 0 {
		t.Errorf("standardised %v", y.Data())
	}
	if back := s.Invert(y); math.Abs(float64(back.At(2, 0))-5) > 1e-6 {
		t.Errorf("inverted %v", back.Data())
	}
	if err := tensor.Catch(func() { s.Apply(tensor.New(2, 3)) }); err == nil {
		t.Error("three columns for a scaler of two")
	}
}
