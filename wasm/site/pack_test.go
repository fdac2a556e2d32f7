package site

import (
	"bytes"
	"debug/gosym"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// busy is a program that needs what Go keeps about its functions: the garbage
// collector walks deep stacks that grow, panics come through deferred calls, and
// callers are asked for by name.
const busy = `package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
)

type tree struct{ left, right *tree; name string }

func grow(n int) *tree {
	if n == 0 {
		return &tree{name: strings.Repeat("leaf", 3)}
	}
	t := &tree{left: grow(n - 1), name: fmt.Sprint(n)}
	if n%4 == 0 {
		runtime.GC()
	}
	t.right = grow(n - 2 + n%2)
	return t
}

func (t *tree) size() int {
	if t == nil {
		return 0
	}
	return len(t.name) + t.left.size() + t.right.size()
}

func fails(k int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("caught: %v", r)
		}
	}()
	var m map[string]int
	switch k {
	case 0:
		_ = []int{1}[k+len(os.Args)]
	case 1:
		m["x"] = 1
	case 2:
		panic(errors.New("own"))
	}
	return nil
}

func main() {
	answers := make(chan int)
	for i := range 6 {
		go func() { answers <- grow(8 + i).size() }()
	}
	var got []int
	for range 6 {
		got = append(got, <-answers)
	}
	sort.Ints(got)
	fmt.Println(got)
	for k := range 4 {
		fmt.Println(fails(k))
	}
	pcs := make([]uintptr, 8)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		f, more := frames.Next()
		fmt.Println(f.Function)
		if !more {
			break
		}
	}
}
`

// build compiles a program for WebAssembly outside of the browser.
func build(t *testing.T, source string) []byte {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"main.go": source, "go.mod": "module busy\n\ngo 1.26\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", "busy.wasm", ".")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "busy.wasm"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// run runs a program and returns what it prints.
func run(t *testing.T, wasm []byte) string {
	t.Helper()
	var out, trouble bytes.Buffer
	r := wazero.NewRuntime(t.Context())
	defer r.Close(t.Context())
	wasi_snapshot_preview1.MustInstantiate(t.Context(), r)
	_, err := r.InstantiateWithConfig(t.Context(), wasm, wazero.NewModuleConfig().WithStdout(&out).WithStderr(&trouble).WithArgs("busy"))
	if err != nil && !strings.Contains(err.Error(), "exit_code(0)") {
		t.Fatalf("%v\n%s%s", err, out.String(), trouble.String())
	}
	return out.String()
}

// TestPack: a packed program does what it did, is smaller to send, and knows its
// functions' names, which Go's own reader of such tables confirms, but no lines.
func TestPack(t *testing.T) {
	plain := build(t, busy)
	packed, err := pack(plain, 0)
	if err != nil {
		t.Fatal(err)
	}
	want, got := run(t, plain), run(t, packed)
	if got != want || !strings.Contains(want, "main.main\n") || !strings.Contains(want, "caught: own") {
		t.Errorf("packed it prints\n%s\nand before\n%s", got, want)
	}
	if a, b := sent(t, plain), sent(t, packed); b >= a*95/100 {
		t.Errorf("packed it is sent in %d bytes, before in %d", b, a)
	}
	before, after := symbols(t, plain), symbols(t, packed)
	if len(before.Funcs) < 1000 || len(before.Funcs) != len(after.Funcs) {
		t.Fatalf("%d functions, before %d", len(after.Funcs), len(before.Funcs))
	}
	lines := 0
	for i, f := range after.Funcs {
		was := before.Funcs[i]
		if f.Name != was.Name || f.Entry != was.Entry {
			t.Fatalf("function %d is %s at %#x, before %s at %#x", i, f.Name, f.Entry, was.Name, was.Entry)
		}
		if _, line, _ := before.PCToLine(f.Entry); line > 0 {
			lines++
		}
		if file, line, _ := after.PCToLine(f.Entry); line > 0 || file != "" {
			t.Fatalf("%s is still known to be in %s:%d", f.Name, file, line)
		}
	}
	if lines < 1000 {
		t.Errorf("before, only %d functions had a line: this test sees nothing", lines)
	}
}

// sent is how many bytes are sent.
func sent(t *testing.T, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, 5)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

// symbols reads the table of functions with Go's own reader.
func symbols(t *testing.T, wasm []byte) *gosym.Table {
	t.Helper()
	p, err := parseProgram(wasm)
	if err != nil {
		t.Fatal(err)
	}
	table, err := gosym.NewTable(nil, gosym.NewLineTable(p.memory[bytes.Index(p.memory, headerMagic):], 0))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestMerge: whatever lies in memory lies there when the pieces are merged, and
// what comes before and after the data stays.
func TestMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 60 {
		p := program{before: []byte("\x00asm\x01\x00\x00\x00\x01\x01x"), after: []byte("\x00\x02yz"), memory: make([]byte, r.IntN(5*gap))}
		for range n {
			if at := r.IntN(len(p.memory) + 1); at < len(p.memory) {
				p.memory[at] = byte(r.IntN(256))
			}
		}
		back, err := parseProgram(p.merge())
		if err != nil {
			t.Fatal(err)
		}
		if want := bytes.TrimRight(p.memory, "\x00"); !bytes.Equal(back.memory, want) {
			t.Fatalf("%d bytes come back as %d others", len(want), len(back.memory))
		}
		if !bytes.Equal(back.before, p.before) || !bytes.Equal(back.after, p.after) {
			t.Fatalf("around the data lie %q and %q", back.before, back.after)
		}
	}
	for _, v := range []int{0, 1, 63, 64, 127, 128, 8191, 8192, 1 << 20, 1<<30 - 1} {
		b := appendSigned(nil, v)
		if got, n := binary.Uvarint(b); int(got) != v || n != len(b) || b[n-1]&0x40 != 0 {
			t.Errorf("%d is written as % x", v, b)
		}
	}
}

// TestPackRefuses: what is no program of Go's linker is not touched.
func TestPackRefuses(t *testing.T) {
	module := []byte("\x00asm\x01\x00\x00\x00")
	p := program{before: module, memory: slices.Concat(make([]byte, 100), headerMagic, bytes.Repeat([]byte{1, 0, 0, 0, 0, 0, 0, 0}, 9))}
	for name, b := range map[string][]byte{
		"nothing": nil, "text": []byte("hello, world"), "no data": module, "cut off": append(slices.Clone(module), 11, 50, 1),
		"a table's beginning":  p.merge(),
		"a piece that is none": append(slices.Clone(module), 11, 3, 1, 1, 0),
	} {
		if _, err := pack(b, 0); err == nil {
			t.Errorf("%s: packed", name)
		}
	}
}

// TestEnlarge: a packed program begins with the memory that is asked for, or with
// its own if that is more, and runs.
func TestEnlarge(t *testing.T) {
	plain := build(t, busy)
	want := run(t, plain)
	own := begins(t, plain)
	for _, c := range []struct{ asked, want int }{{0, own}, {own, own}, {48 << 20, 48 << 20}, {48<<20 + 1, 48<<20 + wasmPage}} {
		b, err := pack(plain, c.asked)
		if err != nil {
			t.Fatal(err)
		}
		if got := begins(t, b); got != c.want {
			t.Errorf("asked for %d bytes it begins with %d, want %d", c.asked, got, c.want)
		}
		if got := run(t, b); got != want {
			t.Errorf("with %d bytes it prints\n%s\nand before\n%s", c.want, got, want)
		}
	}
}

// begins is how many bytes of memory a program begins with.
func begins(t *testing.T, wasm []byte) int {
	t.Helper()
	r := wazero.NewRuntime(t.Context())
	defer r.Close(t.Context())
	m, err := r.CompileModule(t.Context(), wasm)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range m.ExportedMemories() {
		return int(d.Min()) * wasmPage
	}
	t.Fatal("it exports no memory")
	return 0
}
