package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLicences: a site carries the texts of all that it is made of.
func TestLicences(t *testing.T) {
	dir := t.TempDir()
	if err := writeLicences(t.Context(), filepath.Join("..", ".."), dir); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, licencesName))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"==== Gradient Theatre: LICENSE ====", "# Third-party data, fonts, icons and libraries",
		"==== assets/fonts/OFL.NotoSansSC.txt ====", "==== assets/icons/LICENSE.lucide.txt ====", "==== assets/data/digits/LICENSE.opencv-doc ====",
		"==== Go: LICENSE ====", "==== github.com/hajimehoshi/ebiten/v2 ", "==== golang.org/x/image ", "==== github.com/skip2/go-qrcode ",
		"SIL OPEN FONT LICENSE", "Apache License", "Redistributions in binary form",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s lacks %q", licencesName, want)
		}
	}
}
