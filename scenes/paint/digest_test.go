package paint

import "testing"

// TestDigest: the same picture has the same digest; a moved box, another text and
// another pixel of a bitmap each have their own.
func TestDigest(t *testing.T) {
	c, b, large := NewCanvas(), NewBitmap(4, 4), NewBitmap(300, 4)
	draw := func(x float64, text string) [2]uint32 {
		c.Begin(100, 100, 1)
		c.Fill(Rect{x, 0, 10, 10}, red)
		c.Text(text, 0, 40, Style{Font: Sans, Size: 12, Color: black}, Left)
		c.Bitmap(b, Rect{0, 50, 20, 20}, false)
		c.Bitmap(large, Rect{0, 70, 20, 20}, false)
		return c.Digest()
	}
	seen := map[[2]uint32]string{draw(0, "a"): "the first"}
	if len(seen) != 1 || seen[draw(0, "a")] == "" {
		t.Error("the same picture has another digest")
	}
	another := func(what string, d [2]uint32) {
		if was, ok := seen[d]; ok {
			t.Errorf("%s has the digest of %s", what, was)
		}
		seen[d] = what
	}
	another("a moved box", draw(1, "a"))
	another("another text", draw(0, "b"))
	b.Set(0, 0, red)
	b.Changed()
	another("another pixel", draw(0, "a"))
	large.Set(0, 0, red)
	large.Changed()
	another("another pixel of a large bitmap", draw(0, "a"))
}
