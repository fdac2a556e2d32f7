//go:build interop

package weights_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/weights"
)

// These tests run what was exported in the programs that it was exported for:
//
//	ORT=$PWD/bench/peers/node_modules PYTHON=/usr/bin/python3 go test -tags interop ./engine/weights
//
// ORT is a folder with onnxruntime-web (npm), PYTHON an interpreter with torch;
// where one is not named its test is skipped.

// expected runs a model here, and writes its input as text. The input is given
// twice over, since what is exported takes any batch.
func expected(m weights.Model) (x string, y []float64) {
	tape := grad.NewTape()
	tape.NoGrad = true
	out := m.Forward(tape.Const("x", m.Example))
	for _, v := range out.Value.Data() {
		y = append(y, float64(v))
	}
	x = strings.Trim(fmt.Sprint(m.Example.Data()), "[]")
	return x + " " + x, append(y, y...)
}

func compare(t *testing.T, got string, want []float64) {
	t.Helper()
	words := strings.Fields(got)
	if len(words) != len(want) {
		t.Fatalf("%d numbers, want %d: %.300s", len(words), len(want), got)
	}
	largest, scale := 0.0, 1e-3
	for _, w := range want {
		scale = max(scale, math.Abs(w))
	}
	for i, w := range words {
		var v float64
		if _, err := fmt.Sscan(w, &v); err != nil {
			t.Fatal(err)
		}
		largest = max(largest, math.Abs(v-want[i]))
	}
	t.Logf("largest difference %.2g of %.3g", largest, scale)
	if !(largest <= 1e-5*scale) {
		t.Errorf("largest difference %v, numbers reach %v", largest, scale)
	}
}

func run(t *testing.T, stdin string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return out.String()
}

func TestPyTorch(t *testing.T) {
	python := os.Getenv("PYTHON")
	if python == "" {
		t.Skip("PYTHON does not name an interpreter with torch")
	}
	for _, m := range exported() {
		t.Run(m.Name, func(t *testing.T) {
			dir := t.TempDir()
			script, err := os.Create(filepath.Join(dir, "model.py"))
			if err != nil {
				t.Fatal(err)
			}
			defer script.Close()
			file, err := os.Create(filepath.Join(dir, "w.safetensors"))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if err := weights.WritePyTorch(script, file, "w.safetensors", m); err != nil {
				t.Fatal(err)
			}
			x, want := expected(m)
			compare(t, run(t, x, python, script.Name()), want)
		})
	}
}

const runONNX = `
const ort = require(process.argv[2] + "/onnxruntime-web");
ort.env.wasm.numThreads = 1;
const text = require("fs").readFileSync(0, "utf8");
const dims = process.argv[4].split(",").map(Number);
ort.InferenceSession.create(process.argv[3]).then(async s => {
	const x = new ort.Tensor("float32", Float32Array.from(text.trim().split(/\s+/).map(Number)), dims);
	console.log(Array.from((await s.run({x})).y.data).join(" "));
}).catch(e => { console.error(e); process.exit(1); });
`

func TestONNX(t *testing.T) {
	modules := os.Getenv("ORT")
	if modules == "" {
		t.Skip("ORT does not name a folder with onnxruntime-web")
	}
	modules, err := filepath.Abs(modules)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range exported() {
		t.Run(m.Name, func(t *testing.T) {
			dir := t.TempDir()
			model, err := os.Create(filepath.Join(dir, "model.onnx"))
			if err != nil {
				t.Fatal(err)
			}
			defer model.Close()
			if err := weights.WriteONNX(model, m); err != nil {
				t.Fatal(err)
			}
			js := filepath.Join(dir, "run.cjs")
			if err := os.WriteFile(js, []byte(runONNX), 0o644); err != nil {
				t.Fatal(err)
			}
			x, want := expected(m)
			shape := slices.Clone(m.Example.Shape())
			shape[0] *= 2
			dims := strings.Trim(strings.ReplaceAll(fmt.Sprint(shape), " ", ","), "[]")
			compare(t, run(t, x, "node", js, modules, model.Name(), dims), want)
		})
	}
}
