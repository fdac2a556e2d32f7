package site

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"text/template"
)

// TestSlim makes the slim Ebitengine and asks what the program would then be made of.
func TestSlim(t *testing.T) {
	root, cache := filepath.Join("..", ".."), t.TempDir()
	engine, err := slim(t.Context(), root, cache)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := slim(t.Context(), root, cache); err != nil || again != engine {
		t.Errorf("made anew: %q, %v; want %q", again, err, engine)
	}
	mod, err := modfile(root, engine, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	list := exec.Command("go", "list", "-modfile="+mod, "-tags=simd", "-deps", "./wasm")
	list.Dir, list.Env, list.Stderr = root, append(os.Environ(), "GOOS=js", "GOARCH=wasm"), os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	for _, unwanted := range []string{"text/template", "go/build", "go/printer", "encoding/gob", "net"} {
		for _, p := range deps {
			if p == unwanted {
				t.Errorf("the program still imports %s", p)
			}
		}
	}
	for _, pkg := range []string{"builtinshader", "colormshader"} {
		compareShaders(t, engine, pkg)
	}
}

// compareShaders wants the slim engine to write its shaders as text/template does.
func compareShaders(t *testing.T, engine, pkg string) {
	source, err := os.ReadFile(filepath.Join(engine, "internal", pkg, "shader.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(source), ".Parse(`")
	text, _, ok := strings.Cut(text, "`))")
	if !ok {
		t.Fatalf("%s: no template found", pkg)
	}
	var want strings.Builder
	tmpl := template.Must(template.New(pkg).Parse(text))
	for f := range 3 {
		for a := range 3 {
			err := tmpl.Execute(&want, map[string]int{"Filter": f, "FilterNearest": 0, "FilterLinear": 1, "FilterPixelated": 2,
				"Address": a, "AddressUnsafe": 0, "AddressClampToZero": 1, "AddressRepeat": 2})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	dir := filepath.Join(engine, "internal", "write"+pkg)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	program := "package main\n\nimport (\n\t\"os\"\n\n\tp \"" + engineModule + "/internal/" + pkg + "\"\n)\n\n" +
		"func main() {\n\tfor f := range 3 {\n\t\tfor a := range 3 {\n\t\t\tos.Stdout.Write(p.ShaderSource(p.Filter(f), p.Address(a)))\n\t\t}\n\t}\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	run := exec.Command("go", "run", ".")
	run.Dir, run.Env, run.Stderr = dir, append(os.Environ(), "GOFLAGS=-mod=mod"), os.Stderr
	got, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want.String() {
		t.Errorf("%s writes other shaders:\n%s\nwant\n%s", pkg, got, want.String())
	}
}
