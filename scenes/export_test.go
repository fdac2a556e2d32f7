package scenes

import (
	"archive/zip"
	"bytes"
	"go/format"
	"io"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestNetworksLeave: what a scene exports of its network is what it has: every
// stored number comes back, and every kind of file is made.
func TestNetworksLeave(t *testing.T) {
	found := 0
	for _, e := range All() {
		var scene stage.Scene
		open := e.New
		e.New = func(env *stage.Env) (s stage.Scene, err error) { scene, err = open(env); return scene, err }
		files := map[string][]byte{}
		st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN, Host: stage.Host{
			Save: func(name, _ string, data []byte) error { files[name] = data; return nil }}}, 1280, 800)
		n, ok := scene.(stage.Networker)
		if !ok || n.Network().Forward == nil {
			continue
		}
		found++
		for _, kind := range []string{"safetensors", "onnx", "pytorch", "go"} {
			if err := st.Export(kind); err != nil {
				t.Errorf("%s: %s: %v", e.ID, kind, err)
			}
		}
		m := n.Network()
		if !strings.ContainsFunc(m.Name, func(r rune) bool { return r > ' ' }) || strings.ContainsAny(m.Name, " /\\.") {
			t.Errorf("%s: the network is called %q", e.ID, m.Name)
		}
		sameNumbers(t, m, files[m.Name+".safetensors"])
		program := unzip(t, files[m.Name+"-go.zip"], m.Name+"/"+m.Name+".go")
		if tidy, err := format.Source(program); err != nil || !bytes.Equal(tidy, program) {
			t.Errorf("%s: the Go program is not tidy: %v", e.ID, err)
		}
	}
	if found < 8 {
		t.Errorf("%d scenes show a network", found)
	}
}

// sameNumbers holds a file against the parameters on the tape of a run.
func sameNumbers(t *testing.T, m weights.Model, b []byte) {
	t.Helper()
	f, err := weights.Parse(m.Name, b)
	if err != nil {
		t.Fatal(err)
	}
	tape := grad.NewTape()
	tape.NoGrad = true
	m.Forward(tape.Const("x", m.Example))
	var tr trace.Trace
	tape.Record(&tr)
	n := 0
	for _, v := range tr.Nodes {
		if v.Op != "param" {
			continue
		}
		n++
		stored := f.Find(v.Name)
		if stored == nil {
			t.Errorf("%s: %s is not in the file", m.Name, v.Name)
			continue
		}
		back, err := stored.Tensor()
		if err != nil || !tensor.SameShape(back.Shape(), v.Shape) {
			t.Errorf("%s: %s: %v", m.Name, v.Name, err)
			continue
		}
		for i, x := range back.Data() {
			if float64(x) != v.Value[i] {
				t.Errorf("%s: %s[%d] is %v, want %v", m.Name, v.Name, i, x, v.Value[i])
			}
		}
	}
	if n == 0 {
		t.Errorf("%s has no parameters", m.Name)
	}
}

func unzip(t *testing.T, b []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCurvesLeave: scenes with curves, in each of their views, have numbers in the
// file once something has been computed, and the file has them in columns.
func TestCurvesLeave(t *testing.T) {
	for id, views := range map[string][]string{"overfit": {"curve", "network", "shapes"}, "validate": {"split", "search"}, "depth": {"fit", "race", "layers"}, "setup": {""}, "descent": {""}, "activation": {""}} {
		for _, e := range All() {
			if e.ID != id {
				continue
			}
			var csv []byte
			st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN, Host: stage.Host{
				Save: func(_, _ string, data []byte) error { csv = data; return nil }}}, 1280, 800)
			for _, v := range views {
				if v != "" {
					st.MustSet("view", v)
				}
				st.Settle()
				if v == "search" {
					st.MustSeek(5)
				}
				if id == "depth" && v != "layers" || v == "network" || id == "setup" || id == "descent" {
					st.MustSeek(60)
				}
				csv = nil
				if err := st.Export("csv"); v != "layers" && (err != nil || bytes.Count(csv, []byte("\n")) < 4) {
					t.Errorf("%s %s: %v, %d bytes", id, v, err, len(csv))
				}
			}
		}
	}
}
