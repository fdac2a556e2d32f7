package weights_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"gradtheatre/engine/weights"
)

// corpus is the manifest of a folder of files that a reader must take or refuse.
type corpus struct {
	Schema string
	Rules  map[string]string
	Files  []struct {
		File, Expect, Rule, Why string
		Tensors                 map[string]struct {
			DType string
			Shape []int
			Hex   string
		}
	}
}

// TestCorpus runs the files of the folder that SAFETENSORS names, or of the public one.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("SAFETENSORS")
	public := dir == ""
	if public {
		dir = filepath.Join("..", "testdata", "conformance", "safetensors")
	}
	b, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var c corpus
	if err := json.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	if c.Schema != "safetensors-corpus/1" || len(c.Files) == 0 {
		t.Fatalf("schema %q with %d files, want safetensors-corpus/1", c.Schema, len(c.Files))
	}
	for _, want := range c.Files {
		t.Run(want.File, func(t *testing.T) {
			path := filepath.Join(dir, want.File)
			f, err := measured(t, path)
			switch {
			case err != nil && want.Expect == "accept":
				t.Fatalf("refused: %v; but %s", err, want.Why)
			case err == nil && want.Expect == "reject":
				t.Fatalf("accepted, but rule %s is broken: %s", want.Rule, want.Why)
			}
			if err != nil {
				var fe *weights.FormatError
				if !errors.As(err, &fe) || !strings.Contains(err.Error(), want.File) || fe.Rule == "" {
					t.Fatalf("error %q does not name the file and the rule", err)
				}
				if public && want.Expect == "reject" && fe.Rule != want.Rule {
					t.Errorf("rule %s, want %s: %v", fe.Rule, want.Rule, err)
				}
				t.Log(err)
				return
			}
			if want.Expect == "accept" && len(f.Tensors) != len(want.Tensors) {
				t.Errorf("%d tensors, want %d", len(f.Tensors), len(want.Tensors))
			}
			for name, w := range want.Tensors {
				got := f.Find(name)
				if got == nil {
					t.Errorf("tensor %q is missing", name)
				} else if string(got.DType) != w.DType || !slices.Equal(got.Shape, w.Shape) || hex.EncodeToString(got.Data) != w.Hex {
					t.Errorf("tensor %q is %s %v %x, want %s %v %s", name, got.DType, got.Shape, got.Data, w.DType, w.Shape, w.Hex)
				}
			}
		})
	}
}

// measured reads a file and holds the memory that it took against the corpus's
// limit. The time limit is 50 ms on an idle machine; what fails here is a time
// that no busy machine explains.
func measured(t *testing.T, path string) (*weights.File, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var f *weights.File
	best := time.Hour
	for range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		f, err = weights.Read(filepath.Base(path), bytes.NewReader(b))
		best = min(best, time.Since(start))
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
			t.Errorf("%d bytes allocated, the limit is 16 MB", used)
		}
	}
	if best > time.Second {
		t.Errorf("verdict after %v, the limit is 50 ms on an idle machine", best)
	}
	t.Logf("%v", best)
	return f, err
}

// BenchmarkManyTensors refuses a header of two thousand tensors.
func BenchmarkManyTensors(b *testing.B) {
	file, err := os.ReadFile(filepath.Join("..", "testdata", "conformance", "safetensors", "bad_alias_thousands.safetensors"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := weights.Parse("f", file); err == nil {
			b.Fatal("accepted")
		}
	}
}
