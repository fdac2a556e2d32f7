package engine_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// goldenCase is a case of a conformance set, schema nn-golden/1.
type goldenCase struct {
	Name       string
	Op         string
	Tags       []string
	Note       string
	Attrs      map[string]any
	Inputs     map[string]*goldenTensor
	Outputs    map[string]*goldenTensor
	Cotangents map[string]*goldenTensor
	Grads      map[string]*goldenTensor
}

type goldenTensor struct {
	Dtype      string
	Shape      []int
	Offset     int
	Atol, Rtol float64
	values     []float64
}

// conformanceDirs is the folders of CONFORMANCE, or the public set.
func conformanceDirs() []string {
	if env := os.Getenv("CONFORMANCE"); env != "" {
		return filepath.SplitList(env)
	}
	return []string{filepath.Join("testdata", "conformance", "golden")}
}

func loadGolden(dir string) ([]*goldenCase, error) {
	text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return nil, err
	}
	var m struct {
		Schema, Blob string
		Cases        []*goldenCase
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	if !strings.HasPrefix(m.Schema, "nn-golden/1") {
		return nil, fmt.Errorf("%s: schema %q, want nn-golden/1", dir, m.Schema)
	}
	blob, err := os.ReadFile(filepath.Join(dir, m.Blob))
	if err != nil {
		return nil, err
	}
	for _, c := range m.Cases {
		for _, ts := range []map[string]*goldenTensor{c.Inputs, c.Outputs, c.Cotangents, c.Grads} {
			for name, t := range ts {
				if err := t.read(blob); err != nil {
					return nil, fmt.Errorf("%s: case %s, tensor %s: %w", dir, c.Name, name, err)
				}
			}
		}
	}
	return m.Cases, nil
}

func (t *goldenTensor) read(blob []byte) error {
	n, size := 1, 4
	for _, d := range t.Shape {
		n *= d
	}
	if t.Dtype == "u8" {
		size = 1
	}
	if t.Offset < 0 || t.Offset+n*size > len(blob) {
		return fmt.Errorf("offset %d is outside of the blob", t.Offset)
	}
	t.values = make([]float64, n)
	for i := range t.values {
		b := blob[t.Offset+i*size:]
		switch t.Dtype {
		case "f32":
			t.values[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
		case "i32":
			t.values[i] = float64(int32(binary.LittleEndian.Uint32(b)))
		case "u8":
			t.values[i] = float64(b[0])
		default:
			return fmt.Errorf("dtype %q", t.Dtype)
		}
	}
	return nil
}

func (t *goldenTensor) tensor() *tensor.Tensor {
	x := tensor.New(t.Shape...)
	for i, v := range t.values {
		x.Data()[i] = tensor.Elem(v)
	}
	return x
}

// x is an input that must be there; opt is one that may be missing (nil).
func (r *run) x(name string) *grad.Var {
	if r.in[name] == nil {
		r.t.Fatalf("case %s has no input %q", r.Name, name)
	}
	return r.in[name]
}

func (r *run) opt(name string) *grad.Var { return r.in[name] }

// ints is an input of whole numbers, such as labels.
func (r *run) ints(name string) []int {
	var out []int
	for _, v := range r.Inputs[name].values {
		out = append(out, int(v))
	}
	return out
}

// has says whether the case has a setting of that name.
func (r *run) has(name string) bool { return r.Attrs[name] != nil }

func (r *run) number(name string, otherwise float64) float64 {
	switch v := r.Attrs[name].(type) {
	case float64:
		return v
	case bool:
		if v {
			return 1
		}
		return 0
	case nil:
		return otherwise
	}
	r.t.Fatalf("setting %s is %v, want a number", name, r.Attrs[name])
	return 0
}

func (r *run) integer(name string, otherwise int) int { return int(r.number(name, float64(otherwise))) }

func (r *run) flag(name string) bool { return r.number(name, 0) != 0 }

func (r *run) text(name string) string {
	s, _ := r.Attrs[name].(string)
	return s
}

// list is a setting that is a list of whole numbers, or one alone.
func (r *run) list(name string) []int { return wholeNumbers(r.Attrs[name]) }

func wholeNumbers(v any) []int {
	switch v := v.(type) {
	case float64:
		return []int{int(v)}
	case []any:
		out := []int{}
		for _, e := range v {
			out = append(out, wholeNumbers(e)...)
		}
		return out
	}
	return nil
}

// pair is a setting (vertical, horizontal), given as two numbers or one for both.
func (r *run) pair(name string, otherwise [2]int) [2]int {
	switch l := r.list(name); len(l) {
	case 1:
		return [2]int{l[0], l[0]}
	case 2:
		return [2]int{l[0], l[1]}
	}
	return otherwise
}

func sortedKeys[T any](m map[string]T) []string {
	var names []string
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	return names
}
