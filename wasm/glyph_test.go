//go:build !js

package main

import (
	"os"
	"path/filepath"
	"testing"

	"gradtheatre/assets"
)

// folder makes a folder of fonts: one of ours below two others, and a file that
// is none.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string][]byte{
		"NotoSansCJK-broken.ttc":   []byte("no font at all"),
		"deep/er/JetBrains.ttf":    assets.MonoRegular,
		"deep/Symbols-Regular.ttf": assets.Signs,
		"readme.txt":               []byte("words"),
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestBorrowedLetters: a letter comes from the first font of the system that has
// it, stands on its baseline, and is nothing where no font has it.
func TestBorrowedLetters(t *testing.T) {
	s := &systemFonts{folders: []string{filepath.Join(t.TempDir(), "nowhere"), folder(t)}}
	if s.looked {
		t.Error("fonts are looked for before a letter is missing")
	}
	for _, em := range []float64{12, 16.5, 48} {
		for _, bold := range []bool{false, true} {
			m := s.lend('H', em, bold)
			if m.W < int(em/3) || m.H < int(em/2) || len(m.Pix) != m.W*m.H {
				t.Fatalf("an H of %v is %d by %d, %d bytes", em, m.W, m.H, len(m.Pix))
			}
			if bottom := m.DY + m.H; bottom < -1 || bottom > 1 || m.DX < 0 || m.DX > int(em) {
				t.Errorf("an H of %v lies at %d, its foot %d below the baseline", em, m.DX, bottom)
			}
			dark := 0
			for _, a := range m.Pix {
				if a > 128 {
					dark++
				}
			}
			if share := float64(dark) / float64(len(m.Pix)); share < 0.15 || share > 0.8 {
				t.Errorf("an H of %v is %.0f %% ink", em, 100*share)
			}
		}
		if m := s.lend('✓', em, false); m.W == 0 { // it is in another file
			t.Errorf("no tick of %v", em)
		}
		for _, r := range []rune{'\ue000', '\U0010fffd', -1} {
			if m := s.lend(r, em, false); m.W != 0 {
				t.Errorf("%U of %v is %d by %d", r, em, m.W, m.H)
			}
		}
	}
	if len(s.files) != 3 {
		t.Errorf("%d files, want the three that may be fonts", len(s.files))
	}
}

// TestFontOrder: a plain face with many characters comes before one of another
// kind.
func TestFontOrder(t *testing.T) {
	order := []string{"/x/NotoSansCJK-Regular.ttc", "C:/msyh.ttc", "/x/DejaVuSans.ttf", "/x/Unheard.otf", "/x/DejaVuSansMono.ttf", "/x/NotoSerifCJK-Regular.ttc"}
	for i := 1; i < len(order); i++ {
		if rank(order[i-1]) >= rank(order[i]) {
			t.Errorf("%s comes at %d, %s at %d", order[i-1], rank(order[i-1]), order[i], rank(order[i]))
		}
	}
}
