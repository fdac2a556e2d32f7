package weights_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// raw builds a file from a header and data.
func raw(header, data string) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), data...)
}

func TestParseVerdicts(t *testing.T) {
	w := `"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}`
	for _, c := range []struct {
		name, header, data, rule string // rule "" means accepted
	}{
		{"empty object", `{}`, "", ""},
		{"trailing white space", "{" + w + "} \n\t\r ", "abcd", ""},
		{"unknown field", `{"w":{"dtype":"F32","x":{"y":[1,-2.5e3,null,true,"\u00e9"]},"shape":[1],"data_offsets":[0,4]}}`, "abcd", ""},
		{"scalar", `{"w":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}`, "abcd", ""},
		{"two nibbles", `{"w":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}`, "a", ""},
		{"four sixes", `{"w":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]}}`, "abc", ""},
		{"complex", `{"w":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}`, "abcdefgh", ""},
		{"surrogate pair", `{"\ud83d\ude00":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, "abcd", ""},
		{"zero after overflow", `{"w":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}`, "", "shape"},
		{"zero before overflow", `{"w":{"dtype":"F32","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}`, "", ""},
		{"lone surrogate", `{"\ud83d":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, "abcd", "json"},
		{"bad escape", `{"\x":{}}`, "", "json"},
		{"leading zero", `{"w":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}`, "abcd", "json"},
		{"minus zero", `{"w":{"dtype":"F32","shape":[1],"data_offsets":[-0,4]}}`, "abcd", "off"},
		{"2^64", `{"w":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}`, "abcd", "shape"},
		{"string for a dimension", `{"w":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}`, "abcd", "shape"},
		{"entry as an array", `{"w":["F32",[1],[0,4]]}`, "abcd", "info"},
		{"field in capitals", `{"w":{"Dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, "abcd", "info"},
		{"no shape", `{"w":{"dtype":"F32","data_offsets":[0,4]}}`, "abcd", "info"},
		{"dtype a number", `{"w":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}`, "abcd", "info"},
		{"three offsets", `{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}`, "abcd", "off"},
		{"backwards", `{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}`, "abcd", "off"},
		{"escaped duplicate", `{` + w + `,"\u0077":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, "abcd", "dup"},
		{"metadata twice", `{"__metadata__":{},"__metadata__":{}}`, "", "dup"},
		{"metadata null value", `{"__metadata__":{"a":null}}`, "", "meta"},
		{"metadata a string", `{"__metadata__":"a"}`, "", "meta"},
		{"deep unknown field", `{"w":{"x":` + strings.Repeat("[", 5000), "", "json"},
		{"number out of range", `{"w":{"x":1e999,"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, "abcd", "json"},
		{"nul after the object", "{}\x00", "", "json"},
		{"missing comma", "{" + w + ` "b":{}}`, "abcd", "json"},
		{"ends inside a string", `{"a`, "", "json"},
		{"first tensor starts late", `{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`, "abcdefgh", "cover"},
		{"empty tensor beyond the end", `{"w":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}`, "abcd", "cover"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := weights.Parse("f", raw(c.header, c.data))
			if c.rule == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			fe, ok := err.(*weights.FormatError)
			if !ok || fe.Rule != c.rule {
				t.Fatalf("got %v, want rule %s", err, c.rule)
			}
		})
	}
}

func TestMagic(t *testing.T) {
	for _, c := range []struct{ head, word string }{
		{"<!DOCTYPE html><html>404", "web page"},
		{"PK\x03\x04........", "zip"},
		{"\x93NUMPY\x01\x00v\x00{'descr'", "NumPy"},
		{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00", "gzip"},
	} {
		_, err := weights.Read("f", strings.NewReader(c.head+strings.Repeat("x", 100)))
		if err == nil || !strings.Contains(err.Error(), c.word) {
			t.Errorf("%q: %v, want a word about %s", c.head, err, c.word)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	values := []tensor.Elem{1, -2.5, 0, tensor.Elem(math.Inf(1)), 65504, 1.0 / 1024}
	for _, d := range []weights.DType{weights.F64, weights.F32, weights.F16} {
		f := &weights.File{
			Metadata: map[string]string{"model": "a<b>&\"\n", "b": ""},
			Tensors: []weights.Tensor{
				weights.FromTensor("w", tensor.From(values, 2, 3), d),
				weights.FromTensor("空", tensor.New(0, 3), d),
				weights.FromTensor("s", tensor.Scalar(3), d),
			},
		}
		var b bytes.Buffer
		if err := weights.Write(&b, f); err != nil {
			t.Fatal(err)
		}
		g, err := weights.Parse("f", b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if g.Metadata["model"] != f.Metadata["model"] || len(g.Tensors) != 3 {
			t.Fatalf("%s: %v", d, g)
		}
		x, err := g.Find("w").Tensor()
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range x.Data() {
			if v != values[i] {
				t.Errorf("%s: element %d is %v, want %v", d, i, v, values[i])
			}
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	one := weights.FromTensor("w", tensor.New(1), weights.F32)
	for name, f := range map[string]*weights.File{
		"twice":    {Tensors: []weights.Tensor{one, one}},
		"reserved": {Tensors: []weights.Tensor{{Name: "__metadata__", DType: "F32", Shape: []int{1}, Data: one.Data}}},
		"utf8":     {Tensors: []weights.Tensor{{Name: "\xff", DType: "F32", Shape: []int{1}, Data: one.Data}}},
		"bytes":    {Tensors: []weights.Tensor{{Name: "w", DType: "F32", Shape: []int{2}, Data: one.Data}}},
		"dtype":    {Tensors: []weights.Tensor{{Name: "w", DType: "f32", Shape: []int{1}, Data: one.Data}}},
		"negative": {Tensors: []weights.Tensor{{Name: "w", DType: "F32", Shape: []int{-1}, Data: one.Data}}},
	} {
		if err := weights.Write(&bytes.Buffer{}, f); err == nil {
			t.Errorf("%s: written", name)
		}
	}
}

// Every half-precision number survives; rounding goes to the nearest, ties to even.
func TestHalf(t *testing.T) {
	all := make([]byte, 0, 1<<17)
	for h := range 1 << 16 {
		all = binary.LittleEndian.AppendUint16(all, uint16(h))
	}
	x, err := (&weights.Tensor{Name: "h", DType: weights.F16, Shape: []int{1 << 16}, Data: all}).Tensor()
	if err != nil {
		t.Fatal(err)
	}
	back := weights.FromTensor("h", x, weights.F16).Data
	for h := range 1 << 16 {
		isNaN := h&0x7c00 == 0x7c00 && h&0x3ff != 0
		if got := binary.LittleEndian.Uint16(back[2*h:]); got != uint16(h) && !isNaN {
			t.Fatalf("%04x became %04x", h, got)
		}
	}
	for _, c := range []struct {
		in   float64
		want uint16
	}{
		{1 + 1.0/2048, 0x3c00}, {1 + 3.0/2048, 0x3c02}, {1 + 1.1/2048, 0x3c01}, {65519, 0x7bff}, {65520, 0x7c00},
		{math.Ldexp(1, -25), 0}, {math.Ldexp(1.1, -25), 1}, {math.Ldexp(1, -24), 1}, {math.Ldexp(1023.5, -24), 0x400}, {-1e-10, 0x8000},
	} {
		got := binary.LittleEndian.Uint16(weights.FromTensor("", tensor.Scalar(tensor.Elem(c.in)), weights.F16).Data)
		if got != c.want {
			t.Errorf("%v became %04x, want %04x", c.in, got, c.want)
		}
	}
}

func TestLoad(t *testing.T) {
	params := []*grad.Param{
		grad.NewParam("a", tensor.From([]tensor.Elem{1, 2}, 2)),
		grad.NewParam("b", tensor.From([]tensor.Elem{3}, 1)),
	}
	f := weights.FromParams(params, weights.F32, nil)
	tensor.Fill(params[0].Value, 0)
	if err := weights.Load(params, f); err != nil || params[0].Value.At(1) != 2 {
		t.Fatalf("%v, a[1] = %v", err, params[0].Value.At(1))
	}
	for name, change := range map[string]func(){
		"missing": func() { f.Tensors = f.Tensors[:1] },
		"extra":   func() { f.Tensors = append(f.Tensors, weights.FromTensor("c", tensor.New(1), weights.F32)) },
		"shape":   func() { f.Tensors[1] = weights.FromTensor("b", tensor.New(2), weights.F32) },
	} {
		f = weights.FromParams(params, weights.F32, nil)
		f.Tensors[0].Data[3] = 0x41
		change()
		if err := weights.Load(params, f); err == nil || params[0].Value.At(0) != 1 {
			t.Errorf("%s: error %v, a[0] = %v: want an error and nothing changed", name, err, params[0].Value.At(0))
		}
	}
}

func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join("..", "testdata", "conformance", "safetensors", "*.safetensors"))
	for _, path := range files {
		if b, err := os.ReadFile(path); err == nil && len(b) < 4096 {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := weights.Parse("fuzz", b)
		if err != nil {
			return
		}
		// What was accepted can be written, and reads back the same.
		var out bytes.Buffer
		if err := weights.Write(&out, file); err != nil {
			t.Fatalf("accepted, but cannot be written: %v", err)
		}
		again, err := weights.Parse("again", out.Bytes())
		if err != nil {
			t.Fatalf("written, but refused: %v", err)
		}
		for i, want := range file.Tensors {
			got := again.Find(want.Name)
			if got == nil || got.DType != want.DType || !tensor.SameShape(got.Shape, want.Shape) || !bytes.Equal(got.Data, want.Data) {
				t.Fatalf("tensor %d changed: %v, want %v", i, got, want)
			}
			want.Tensor()
		}
	})
}
