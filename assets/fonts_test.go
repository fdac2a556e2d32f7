package assets

import (
	"strings"
	"testing"

	"gradtheatre/assets/fonts/texts"

	"golang.org/x/image/font/sfnt"
)

func faces(t *testing.T) map[string]*sfnt.Font {
	t.Helper()
	out := map[string]*sfnt.Font{}
	for name, data := range map[string][]byte{"SansRegular": SansRegular, "SansBold": SansBold, "MonoRegular": MonoRegular,
		"MonoBold": MonoBold, "Math": Math, "Scripts": Scripts, "Signs": Signs} {
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = f
	}
	return out
}

// TestEveryTextHasItsLetters walks the texts of the whole module: a character
// that no face has would be drawn as nothing.
func TestEveryTextHasItsLetters(t *testing.T) {
	found, err := texts.Runes("..")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 100 {
		t.Fatalf("only %d characters found: the walk does not see the texts", len(found))
	}
	all := faces(t)
	var buf sfnt.Buffer
	var missing []string
	for r, where := range found {
		has := false
		for _, f := range all {
			if g, err := f.GlyphIndex(&buf, r); err == nil && g != 0 {
				has = true
				break
			}
		}
		if !has {
			missing = append(missing, string(r)+" ("+where+")")
		}
	}
	if len(missing) > 0 {
		t.Errorf("%d characters are in no face; run `go run ./assets/fonts/subset`: %s", len(missing), strings.Join(missing, ", "))
	}
}

// TestBoldHasWhatRegularHas: a heading must not lose characters.
func TestBoldHasWhatRegularHas(t *testing.T) {
	all := faces(t)
	var buf sfnt.Buffer
	for r := rune(0x4e00); r < 0xa000; r++ {
		a, _ := all["SansRegular"].GlyphIndex(&buf, r)
		b, _ := all["SansBold"].GlyphIndex(&buf, r)
		if (a == 0) != (b == 0) {
			t.Errorf("%c is in one weight only", r)
		}
	}
}

func TestFontsStaySmall(t *testing.T) {
	n := 0
	for _, b := range [][]byte{SansRegular, SansBold, MonoRegular, MonoBold, Math, Scripts, Signs} {
		n += len(b)
	}
	if n > 720_000 { // about 500 KB once compressed
		t.Errorf("the faces are %d bytes, want at most 720,000: look at common.txt", n)
	}
}
