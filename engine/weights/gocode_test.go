//go:build !js

package weights_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
)

// TestGoPrograms: the programs are tidy Go, pass go vet, and those that together
// have every op, run, print what the models compute.
func TestGoPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("the go command takes its time")
	}
	m := exportedModule(t)
	if tidy := m.run(t, "", "", "gofmt", "-l", "."); tidy != "" {
		t.Errorf("gofmt would change %s", tidy)
	}
	m.run(t, "", "", "go", "vet", "./...")
	for _, model := range exported() {
		switch model.Name {
		case "activations", "windows", "names", "small_resnet":
		default:
			continue
		}
		tape := grad.NewTape()
		tape.NoGrad = true
		want := model.Forward(tape.Const("x", model.Example)).Value.Data()
		out := m.run(t, model.Name, numbers(model.Example), "go", "run", ".")
		got := strings.Fields(strings.Trim(out, "[]\n"))
		if len(got) != len(want) {
			t.Fatalf("%s prints %d numbers, want %d: %s", model.Name, len(got), len(want), out)
		}
		for i := range got {
			if v, err := strconv.ParseFloat(got[i], 64); err != nil || math.Abs(v-float64(want[i])) > 1e-5*max(1, math.Abs(v)) {
				t.Errorf("%s[%d] = %s, want %v", model.Name, i, got[i], want[i])
			}
		}
	}
}

// TestGoProgramsAlone: a program in a folder with its weights and go.mod builds and
// runs where there is neither network nor engine, and prints what it makes of the
// example beside what the engine made of it.
func TestGoProgramsAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("the go command takes its time")
	}
	for _, model := range exported() {
		var program, file bytes.Buffer
		if err := weights.WriteGo(&program, &file, model.Name+".safetensors", model); err != nil {
			t.Fatalf("%s: %v", model.Name, err)
		}
		m := goModule(t.TempDir())
		m.write(t, "go.mod", []byte(weights.GoModule(model.Name)))
		m.write(t, model.Name+".go", program.Bytes())
		m.write(t, model.Name+".safetensors", file.Bytes())
		rows := 0
		for line := range strings.Lines(m.run(t, "", "", "go", "run", ".")) {
			var i int
			var here, there float64
			if n, _ := fmt.Sscan(line, &i, &here, &there); n < 3 {
				continue
			}
			if rows++; i != rows-1 || math.Abs(here-there) > 1e-5*max(1, math.Abs(there)) {
				t.Errorf("%s[%d] = %v, want %v", model.Name, i, here, there)
			}
		}
		if rows == 0 {
			t.Errorf("%s prints no outputs", model.Name)
		}
	}
}

// goModule is the folder of a module.
type goModule string

// exportedModule writes a module with a folder for the program of every model.
func exportedModule(t *testing.T) goModule {
	t.Helper()
	m := goModule(t.TempDir())
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	m.write(t, "go.mod", []byte("module exported\n\ngo 1.26\n\nrequire gradtheatre v0.0.0\n\nreplace gradtheatre => "+root+"\n"))
	sums, err := os.ReadFile("../../go.sum") // so that nothing has to be asked of the checksum database
	if err != nil {
		t.Fatal(err)
	}
	m.write(t, "go.sum", sums)
	for _, model := range exported() {
		var program, file bytes.Buffer
		if err := weights.WriteGo(&program, &file, model.Name+".safetensors", model); err != nil {
			t.Fatalf("%s: %v", model.Name, err)
		}
		m.write(t, model.Name+"/main.go", program.Bytes())
		m.write(t, model.Name+"/"+model.Name+".safetensors", file.Bytes())
	}
	return m
}

func (m goModule) write(t *testing.T, name string, b []byte) {
	t.Helper()
	name = filepath.Join(string(m), name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// run runs a command in a folder of the module and returns what it prints.
func (m goModule) run(t *testing.T, folder, in string, args ...string) string {
	t.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir, cmd.Stdin, cmd.Env = filepath.Join(string(m), folder), strings.NewReader(in), append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

func numbers(x *tensor.Tensor) string {
	var b strings.Builder
	for _, v := range x.Data() {
		fmt.Fprintln(&b, strconv.FormatFloat(float64(v), 'g', -1, 64))
	}
	return b.String()
}
