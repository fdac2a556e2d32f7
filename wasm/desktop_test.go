//go:build !js

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"image/png"

	"gradtheatre/scenes"
	"gradtheatre/scenes/stage"
)

func TestFlagsRefuse(t *testing.T) {
	for want, args := range map[string][]string{
		"1280x800":           {"-size", "banana"},
		"like 1280x800":      {"-size", "0x5"},
		"there is no scene":  {"-scene", "nowhere"},
		"zh or en":           {"-lang", "fr"},
		"dark or light":      {"-theme", "pink"},
		"x=-2":               {"-set", "x"},
		"no parameter":       {"-set", "nothing=1"},
		"no widget":          {"-press", "nothing"},
		"unexpected":         {"now"},
		"not defined: -scen": {"-scen", "x"},
	} {
		if err := desktop(args); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", args, err, want)
		}
	}
}

func TestPose(t *testing.T) {
	p, err := parse([]string{"-scene", "gates", "-lang", "en", "-theme", "dark", "-set", "expression=a*b", "-set", "a=3", "-set", "seed=9", "-press", "reset", "-press", "step"})
	if err != nil {
		t.Fatal(err)
	}
	st := stage.New(stage.Options{Entries: scenes.All()})
	if err := p.apply(st); err != nil {
		t.Fatal(err)
	}
	got := st.State()
	if got.Scene != "gates" || got.Language != "en" || got.Theme != "dark" || got.Seed != 9 || got.Step != 1 || got.Parameters["a"] != 3.0 {
		t.Errorf("posed as %s %s %s seed %d step %d %v", got.Scene, got.Language, got.Theme, got.Seed, got.Step, got.Parameters)
	}
}

// TestShot takes a picture with a real window, where there is a display.
func TestShot(t *testing.T) {
	if os.Getenv("DISPLAY") == "" {
		t.Skip("no display; run it under xvfb-run")
	}
	name := filepath.Join(t.TempDir(), "shot.png")
	if err := desktop([]string{"-shot", name, "-size", "640x480", "-scale", "2", "-frames", "5", "-lang", "en"}); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 1280 || b.Dy() != 960 {
		t.Errorf("the picture is %v", b)
	}
	colours := map[[3]uint32]bool{}
	for y := 0; y < 960; y += 7 {
		for x := 0; x < 1280; x += 7 {
			r, g, b, _ := img.At(x, y).RGBA()
			colours[[3]uint32{r, g, b}] = true
		}
	}
	if len(colours) < 20 {
		t.Errorf("only %d colours: nothing was drawn", len(colours))
	}
}
