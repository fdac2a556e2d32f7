package paint

import "testing"

// TestLentLetters draws a name with a character that no face has: the host is
// asked for it, once, and an empty box stands only for what it has not either.
func TestLentLetters(t *testing.T) {
	const rare, nowhere = '龘', '\U0002F800'
	if has(rare) || has(nowhere) {
		t.Skip("the faces have them")
	}
	c, asked := NewCanvas(), map[rune]int{}
	c.Lend = func(r rune, em float64, bold bool) Mask {
		asked[r]++
		if r == nowhere || bold {
			return Mask{}
		}
		m := Mask{W: int(em), H: int(em), DY: -int(em), Pix: make([]byte, int(em)*int(em))}
		for i := range m.Pix {
			m.Pix[i] = 200
		}
		return m
	}
	kinds := func(s string, f Font) (letters, boxes int) {
		c.Begin(200, 100, 1)
		c.Text(s, 10, 50, Style{Font: f, Size: 16, Color: ink}, Left)
		for i := 0; i < len(c.verts); i += 4 {
			if int(c.verts[i].Custom0)%8 == kindGlyph {
				letters++
			} else {
				boxes++
			}
		}
		return letters, boxes
	}
	for range 2 {
		if letters, boxes := kinds("的龘a", Sans); letters != 3 || boxes != 0 {
			t.Errorf("%d letters and %d boxes, want 3 and 0", letters, boxes)
		}
		if letters, boxes := kinds("的"+string(nowhere), Sans); letters != 1 || boxes == 0 {
			t.Errorf("%d letters and %d boxes of one that the host has not", letters, boxes)
		}
	}
	if asked[rare] != 1 || asked[nowhere] != 1 || asked['的'] != 0 {
		t.Errorf("asked %v, want once for each that no face has", asked)
	}
	if _, boxes := kinds("龘", SansBold); boxes == 0 {
		t.Error("bold is a letter of its own")
	}
	c.glyphs.full = true // the page is emptied: ask again
	if letters, _ := kinds("龘", Sans); letters != 1 || asked[rare] != 3 {
		t.Errorf("%d letters after the page was emptied, asked %d times", letters, asked[rare])
	}
}
