package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"

	"gradtheatre/wasm/site"
)

// later are the files of the site that the first frame does not wait for.
var later = []string{"worker.wasm", "worker.js", "sw.js", "assets/", "wasm/page/picture.jpg"}

// sizes says what the first frame downloads: file by file as they are sent, and
// the program by parts, each compressed on its own to show what it weighs.
func sizes(ctx context.Context, best bool) (*Table, error) {
	dir, err := site.Build(ctx, site.Options{Root: ".", Log: os.Stderr, Best: best})
	if err != nil {
		return nil, err
	}
	t := newTable("what the download is, in MB compressed by brotli")
	if err := t.files(dir); err != nil {
		return nil, err
	}
	if err := t.program(ctx); err != nil {
		return nil, err
	}
	if err := t.embedded(ctx); err != nil {
		return nil, err
	}
	return t, t.bare(ctx)
}

// bare weighs an Ebitengine window that shows one colour.
func (t *Table) bare(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "gradtheatre-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := prepareBare(ctx, dir); err != nil {
		return err
	}
	app := filepath.Join(dir, "app.wasm")
	t.weigh("to compare", "a bare Ebitengine window", size(app), size(app+".br"), "")
	return nil
}

func (t *Table) weigh(what, who string, raw, sent int, note string) {
	if note != "" {
		note = "; " + note
	}
	t.Rows = append(t.Rows, Row{Workload: what, Who: who, Value: float64(sent) / 1e6, Unit: "MB", Note: fmt.Sprintf("%.2f MB uncompressed", float64(raw)/1e6) + note})
}

// files lists what the site sends.
func (t *Table) files(dir string) error {
	total := [2][2]int{}
	type file struct {
		name      string
		raw, sent int
	}
	var first []file
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(p, ".br") || strings.HasSuffix(p, ".gz") && exists(strings.TrimSuffix(p, ".gz")) {
			return err
		}
		f := file{raw: size(p), sent: size(p)}
		if exists(p + ".br") {
			f.sent = size(p + ".br")
		}
		f.name, _ = filepath.Rel(dir, p)
		f.name = filepath.ToSlash(f.name)
		k := 0
		if slices.ContainsFunc(later, func(l string) bool { return strings.HasPrefix(f.name, l) }) {
			k = 1
		} else {
			first = append(first, f)
		}
		total[k][0] += f.raw
		total[k][1] += f.sent
		return nil
	})
	if err != nil {
		return err
	}
	t.weigh("sent", "all for the first frame", total[0][0], total[0][1], "")
	slices.SortFunc(first, func(a, b file) int { return b.sent - a.sent })
	for _, f := range first[:min(6, len(first))] {
		t.weigh("sent", f.name, f.raw, f.sent, "")
	}
	t.weigh("sent", "fetched later, when needed", total[1][0], total[1][1], "")
	return nil
}

func exists(p string) bool { _, err := os.Stat(p); return err == nil }

func size(p string) int {
	st, err := os.Stat(p)
	if err != nil {
		return 0
	}
	return int(st.Size())
}

// program builds the program with its names and adds up the code by package.
func (t *Table) program(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "gradtheatre-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "app.wasm")
	if err := site.CompileNamed(ctx, ".", out); err != nil {
		return err
	}
	b, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	m, err := readWasm(b)
	if err != nil {
		return err
	}
	code := map[string][]byte{}
	for i, body := range m.bodies {
		g := group(m.names[m.imports+i])
		code[g] = append(code[g], body...)
	}
	for _, g := range slices.SortedFunc(maps.Keys(code), func(a, b string) int { return cmp.Compare(len(code[b]), len(code[a])) }) {
		t.weigh("code", g, len(code[g]), compressed(code[g]), "")
	}
	t.weigh("data", "tables of Go (names, types, lines) and embedded files", len(m.data), compressed(m.data), "")
	return nil
}

// parts of the program by the packages that functions are of. The linker
// writes an underscore for a slash.
var parts = []struct{ prefix, name string }{
	{"gradtheatre_engine", "engine"}, {"gradtheatre_scenes_ui", "scenes: ui, paint, stage"}, {"gradtheatre_scenes_paint", "scenes: ui, paint, stage"},
	{"gradtheatre_scenes_stage", "scenes: ui, paint, stage"}, {"gradtheatre_scenes", "scenes"}, {"gradtheatre_", "the page's side"},
	{"github.com_hajimehoshi", "Ebitengine"}, {"github.com_ebitengine", "Ebitengine"}, {"golang.org_x_", "golang.org/x (fonts, text)"},
	{"gonum.org", "gonum"}, {"github.com_", "other libraries"},
	{"runtime", "Go's runtime"},
}

// group is the part of the program that a function belongs to.
func group(name string) string {
	for _, g := range parts {
		if strings.HasPrefix(name, g.prefix) {
			return g.name
		}
	}
	return "Go's standard library, the rest"
}

// embedded weighs the files that the program carries.
func (t *Table) embedded(ctx context.Context) error {
	list := exec.CommandContext(ctx, "go", "list", "-deps", "-json=ImportPath,Dir,EmbedFiles", "-tags=simd", "./wasm")
	list.Env, list.Stderr = append(os.Environ(), "GOOS=js", "GOARCH=wasm"), os.Stderr
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p struct {
			ImportPath, Dir string
			EmbedFiles      []string
		}
		if err := dec.Decode(&p); err != nil {
			return err
		}
		var all []byte
		for _, f := range p.EmbedFiles {
			b, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				return err
			}
			if len(b) > 100_000 {
				t.weigh("embedded", p.ImportPath+"/"+f, len(b), compressed(b), "")
				continue
			}
			all = append(all, b...)
		}
		if len(all) > 0 {
			t.weigh("embedded", fmt.Sprintf("%s, %d small files", p.ImportPath, len(p.EmbedFiles)), len(all), compressed(all), "")
		}
	}
	return nil
}

// compressed is the length of b after brotli as `go run .` does it.
func compressed(b []byte) int {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, 9)
	w.Write(b)
	w.Close()
	return out.Len()
}
