package stage

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/weights"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
)

// learner is a descent that shows a network.
type learner struct {
	descent
	net nn.Module
}

func (l *learner) Network() weights.Model {
	if l.at == 0 {
		return weights.Model{}
	}
	return weights.Model{Name: "tiny", Forward: l.net.Forward, Example: tensor.New(1, 2)}
}

// takes opens a stage with a learner; files are what it saved.
func takes(t *testing.T) (s *Stage, l *learner, files map[string][]byte) {
	t.Helper()
	l = &learner{*newDescent(), nn.NewMLP([]int{2, 3, 1}, "tanh", rand.New(rand.NewPCG(1, 2)))}
	files = map[string][]byte{}
	s = New(Options{Lang: i18n.EN, Entries: []Entry{{ID: "tiny", New: func(*Env) (Scene, error) { return l, nil }}, {ID: "plain", New: func(*Env) (Scene, error) { return plainScene{}, nil }}},
		Host: Host{SavePicture: true, Save: func(name, _ string, data []byte) error { files[name] = data; return nil }}})
	s.Update(0)
	return s, l, files
}

func TestExportNetwork(t *testing.T) {
	s, l, files := takes(t)
	if s.Export("onnx") == nil {
		t.Error("a network was exported before there was one")
	}
	must(t, s.Step())
	for _, kind := range []string{"safetensors", "onnx", "pytorch", "go"} {
		must(t, s.Export(kind))
	}
	same := func(name string, b []byte) {
		t.Helper()
		f, err := weights.Parse(name, b)
		if err != nil {
			t.Fatal(err)
		}
		fresh := nn.NewMLP([]int{2, 3, 1}, "tanh", rand.New(rand.NewPCG(3, 4)))
		must(t, weights.Load(fresh.Params(), f))
		for i, p := range fresh.Params() {
			for j, v := range p.Value.Data() {
				if want := l.net.Params()[i].Value.Data()[j]; v != want {
					t.Errorf("%s: %s[%d] is %v, want %v", name, p.Name, j, v, want)
				}
			}
		}
	}
	same("tiny.safetensors", files["tiny.safetensors"])
	if !bytes.Contains(files["tiny.onnx"], []byte("Gemm")) {
		t.Error("there is no Gemm in the ONNX file")
	}
	for kind, program := range map[string]string{"pytorch": "tiny.py", "go": "tiny.go"} {
		z := files["tiny-"+kind+".zip"]
		r, err := zip.NewReader(bytes.NewReader(z), int64(len(z)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{program, "tiny.safetensors"} {
			f, err := r.Open("tiny/" + name)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(f)
			must(t, err)
			if name == program && !bytes.Contains(b, []byte("tiny.safetensors")) {
				t.Errorf("%s does not name its weights", name)
			} else if name != program {
				same(kind, b)
			}
		}
	}
}

func TestExportCurves(t *testing.T) {
	s, _, files := takes(t)
	must(t, s.Seek(2))
	s.Update(0)
	must(t, s.Export("csv"))
	if got, want := string(files["tiny.csv"]), "step,loss\n0,1\n1,0.5\n2,0.25\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	s, _ = raceHouse(t)
	s.host.Save = func(name, _ string, data []byte) error { files[name] = data; return nil }
	must(t, s.Fork("slow, but sure"))
	must(t, s.Set("rate", "0.25"))
	must(t, s.Seek(1))
	s.Update(0)
	must(t, s.Export("csv"))
	if got, want := string(files["descent.csv"]), "step,A: loss,\"slow, but sure: loss\"\n0,1,1\n1,0.5,0.75\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestExportPicture(t *testing.T) {
	s, _, _ := takes(t)
	must(t, s.Press("export"))
	s.Update(0)
	tap(s, "export-png")
	c := paint.NewCanvas()
	if !s.Dirty() {
		t.Fatal("no picture is drawn for the file")
	}
	s.Draw(c, 1)
	name, crop, ok := s.TakePicture()
	if !ok || name != "gradtheatre-tiny.png" || crop.Width < 300 || crop.X+crop.Width > 1280 || s.sheet != sheetNone {
		t.Errorf("%v %q %+v", ok, name, crop)
	}
	if _, _, again := s.TakePicture(); again {
		t.Error("it is taken twice")
	}
}

// TestExportScrolled: a picture of a stage that scrolls has all of it, from its top,
// and afterwards the stage is where it was.
func TestExportScrolled(t *testing.T) {
	s, _, _ := takes(t)
	s.Resize(1280, 320)
	s.Update(0)
	s.scrollTo(60)
	s.Update(0)
	over := s.scroll.over
	if over < 60 || s.scroll.from != 60 {
		t.Fatalf("it scrolls by %v and stands at %v", over, s.scroll.from)
	}
	must(t, s.Export("png"))
	c := paint.NewCanvas()
	if s.Draw(c, 1); s.scroll.from != 60 {
		t.Error("it scrolls before the scene is placed")
	}
	if _, _, ok := s.TakePicture(); ok {
		t.Error("a picture is taken before the scene is placed")
	}
	s.Update(0)
	if s.env.Area.Y < s.lay.middle.Y || s.lay.head.Y < s.lay.middle.Y {
		t.Errorf("the scene stands at %v, its heading at %v: above the stage", s.env.Area.Y, s.lay.head.Y)
	}
	_, size, ok := s.TakePicture()
	if want := s.lay.middle.H + over + pictureFoot; !ok || size.Height != want {
		t.Errorf("%v: %v high, want %v", ok, size.Height, want)
	}
	must(t, s.DrawPicture(c, 2))
	if w, h := c.Size(); w != size.Width || h != size.Height || c.Scale() != 2 {
		t.Errorf("drawn %v × %v at %v, want %v", w, h, c.Scale(), size)
	}
	if s.scroll.from != 60 || !s.Dirty() {
		t.Errorf("it stands at %v afterwards", s.scroll.from)
	}
}

func TestExportRefuses(t *testing.T) {
	s, _, _ := takes(t)
	must(t, s.Go("plain"))
	for _, kind := range []string{"csv", "go", "exe"} {
		if s.Export(kind) == nil {
			t.Errorf("%s was exported", kind)
		}
	}
	must(t, s.Press("export"))
	s.Update(0)
	for _, w := range s.Widgets() {
		if strings.HasPrefix(w.ID, "export-") && w.Enabled != (w.ID == "export-png") {
			t.Errorf("%s: enabled is %v", w.ID, w.Enabled)
		}
	}
	s.closeSheet()
	must(t, s.Go("tiny"))
	s.Update(0)
	s.host.Save = func(string, string, []byte) error { return errors.New("the disk is full") }
	if err := s.Export("csv"); err == nil || err.Error() != "the disk is full" {
		t.Errorf("%v", err)
	}
	s.host.Save = nil
	if s.Export("csv") == nil {
		t.Error("saved nowhere")
	}
}
