//go:build !js

package scenes

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// networks are the scenes and views that show a network. Where a run has to come
// first, the view settles.
var networks = map[string][]string{
	"perceptron": {"output=step", "output=sigmoid"}, "regression": {""}, "collapse": {""}, "score": {"view=pixels", "view=digits"}, "forward": {""},
	"gates": {"level=cnn"}, "descent": {"surface=network"}, "playground": {""}, "setup": {""}, "draw": {""},
	"overfit":  {"view=curve", "view=network", "view=shapes"},
	"validate": {"view=split"}, "depth": {"view=fit", "view=race", "view=layers"},
}

// TestProgramsRun: the Go program that a learner downloads, of every scene that
// shows a network, runs where there is nothing but Go, and computes what the
// theatre did.
func TestProgramsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("the go command takes its time")
	}
	for _, e := range All() {
		for _, view := range networks[e.ID] {
			var archive []byte
			st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN, Host: stage.Host{
				Save: func(_, _ string, data []byte) error { archive = data; return nil }}}, 1280, 800)
			if key, value, set := strings.Cut(view, "="); set {
				st.MustSet(key, value)
			}
			st.Settle()
			for _, kind := range []string{"safetensors", "onnx", "pytorch", "go"} {
				if err := st.Export(kind); err != nil {
					t.Errorf("%s %s: %s: %v", e.ID, view, kind, err)
				}
			}
			runProgram(t, e.ID+" "+view, archive)
		}
	}
}

// runProgram unzips a program and runs it. What it computes is as far from what the
// theatre did as float32 rounds the terms that were added up.
func runProgram(t *testing.T, what string, archive []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(dir + "/*")
	if err != nil || len(folders) != 1 {
		t.Fatalf("%s: %v: want one folder", what, folders)
	}
	cmd := exec.Command("go", "run", ".")
	cmd.Dir, cmd.Env = folders[0], append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "GOTOOLCHAIN=local")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", what, err, out)
		return
	}
	rows, largest := 0, largestWeight(t, folders[0])
	var apart []float64
	for line := range strings.Lines(string(out)) {
		var i int
		var here, there float64
		if n, err := fmt.Sscan(line, &i, &here, &there); n < 3 || err != nil && err != io.EOF {
			continue
		}
		rows, largest, apart = rows+1, max(largest, math.Abs(there)), append(apart, math.Abs(here-there))
	}
	for i, d := range apart {
		if !(d <= 1e-5*largest) {
			t.Errorf("%s: output %d is %g apart", what, i, d)
		}
	}
	if rows == 0 {
		t.Errorf("%s prints no outputs: %s", what, out)
	}
	t.Logf("%-32s %s", what, out[bytes.LastIndex(bytes.TrimSpace(out), []byte("\n"))+1:])
}

// largestWeight is the largest size of a number in the safetensors file of a folder,
// or 1.
func largestWeight(t *testing.T, folder string) float64 {
	t.Helper()
	f, err := weights.ReadFile(filepath.Join(folder, filepath.Base(folder)+".safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	largest := 1.0
	for i := range f.Tensors {
		v, err := f.Tensors[i].Tensor()
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range v.Data() {
			largest = max(largest, math.Abs(float64(x)))
		}
	}
	return largest
}
