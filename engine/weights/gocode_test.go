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
	dir := t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte("module exported\n\ngo 1.26\n\nrequire gradtheatre v0.0.0\n\nreplace gradtheatre => "+root+"\n"))
	sums, err := os.ReadFile("../../go.sum") // so that nothing has to be asked of the checksum database
	if err != nil {
		t.Fatal(err)
	}
	write("go.sum", sums)
	for _, m := range exported() {
		var program, file bytes.Buffer
		if err := weights.WriteGo(&program, &file, m.Name+".safetensors", m); err != nil {
			t.Fatalf("%s: %v", m.Name, err)
		}
		write(m.Name+"/main.go", program.Bytes())
		write(m.Name+"/"+m.Name+".safetensors", file.Bytes())
	}
	command := func(folder, in string, args ...string) string {
		t.Helper()
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir, cmd.Stdin, cmd.Env = filepath.Join(dir, folder), strings.NewReader(in), append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	if tidy := command("", "", "gofmt", "-l", "."); tidy != "" {
		t.Errorf("gofmt would change %s", tidy)
	}
	command("", "", "go", "vet", "./...")
	for _, m := range exported() {
		switch m.Name {
		case "activations", "windows", "names", "small_resnet":
		default:
			continue
		}
		tape := grad.NewTape()
		tape.NoGrad = true
		want := m.Forward(tape.Const("x", m.Example)).Value.Data()
		out := command(m.Name, numbers(m.Example), "go", "run", ".")
		got := strings.Fields(strings.Trim(out, "[]\n"))
		if len(got) != len(want) {
			t.Fatalf("%s prints %d numbers, want %d: %s", m.Name, len(got), len(want), out)
		}
		for i := range got {
			if v, err := strconv.ParseFloat(got[i], 64); err != nil || math.Abs(v-float64(want[i])) > 1e-5*max(1, math.Abs(v)) {
				t.Errorf("%s[%d] = %s, want %v", m.Name, i, got[i], want[i])
			}
		}
	}
}

func numbers(x *tensor.Tensor) string {
	var b strings.Builder
	for _, v := range x.Data() {
		fmt.Fprintln(&b, strconv.FormatFloat(float64(v), 'g', -1, 64))
	}
	return b.String()
}
