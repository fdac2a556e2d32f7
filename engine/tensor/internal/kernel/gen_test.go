//go:build amd64 && !f64

package kernel

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestAssembly proves that the committed assembly and its declarations are what
// the generator writes.
func TestAssembly(t *testing.T) {
	golang, err := exec.LookPath("go")
	if err != nil {
		t.Skip("the go command is not in the path")
	}
	sources, err := filepath.Glob("gen/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range sources { // read here, so that a change of theirs makes a kept result void
		read(t, f)
	}
	run := func(args ...string) ([]byte, error) {
		cmd := exec.Command(golang, args...)
		cmd.Dir = "gen"
		cmd.Env = append(os.Environ(), "GOWORK=off", "CGO_ENABLED=0")
		return cmd.CombinedOutput()
	}
	if out, err := run("mod", "download"); err != nil {
		t.Skipf("the generator's modules are neither in the module cache nor to be fetched: %v\n%s", err, out)
	}
	dir := t.TempDir()
	made, stubs := filepath.Join(dir, "kernels_amd64.s"), filepath.Join(dir, "kernels_amd64.go")
	if out, err := run("run", ".", "-out", made, "-stubs", stubs, "-pkg", "kernel"); err != nil {
		t.Fatalf("the generator: %v\n%s", err, out)
	}
	for _, f := range []string{made, stubs} {
		got, want := read(t, f), read(t, filepath.Base(f))
		if !bytes.Equal(headless(got), headless(want)) {
			t.Errorf("%s is not what gen writes: go generate ./engine/tensor/internal/kernel", filepath.Base(f))
		}
	}
}

// headless leaves out the first line, which repeats the generator's arguments.
func headless(b []byte) []byte {
	_, rest, _ := bytes.Cut(b, []byte("\n"))
	return rest
}
