package paint

import (
	"os"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

// With a display the tests run inside a window's loop, so that pixels can be
// read; without one those that need pixels are skipped.
var display = os.Getenv("DISPLAY") != ""

type loop struct {
	m    *testing.M
	code int
}

func (l *loop) Update() error              { l.code = l.m.Run(); return ebiten.Termination }
func (l *loop) Draw(*ebiten.Image)         {}
func (l *loop) Layout(int, int) (int, int) { return 64, 64 }

func TestMain(m *testing.M) {
	if !display {
		os.Exit(m.Run())
	}
	l := &loop{m: m}
	ebiten.SetWindowSize(64, 64)
	if err := ebiten.RunGame(l); err != nil {
		panic(err)
	}
	os.Exit(l.code)
}

// picture is what came out.
type picture struct {
	pix  []byte
	w, h int
}

func (p picture) at(x, y int) [4]byte {
	return [4]byte(p.pix[4*(y*p.w+x):])
}

// paintOn renders what draw records onto white.
func paintOn(t *testing.T, w, h int, scale float64, draw func(c *Canvas)) picture {
	t.Helper()
	if !display {
		t.Skip("needs a display to read pixels")
	}
	c := NewCanvas()
	c.Begin(float64(w)/scale, float64(h)/scale, scale)
	c.Fill(Rect{W: float64(w), H: float64(h)}, Color{R: 255, G: 255, B: 255, A: 255})
	draw(c)
	img := ebiten.NewImage(w, h)
	defer img.Deallocate()
	if err := c.Render(img); err != nil {
		t.Fatal(err)
	}
	p := picture{make([]byte, 4*w*h), w, h}
	img.ReadPixels(p.pix)
	return p
}

var (
	red   = Color{R: 255, A: 255}
	black = Color{A: 255}
)

func near(a, b [4]byte, by int) bool {
	for i := range a {
		if d := int(a[i]) - int(b[i]); d > by || d < -by {
			return false
		}
	}
	return true
}

func (p picture) want(t *testing.T, x, y int, want [4]byte, by int, what string) {
	t.Helper()
	if got := p.at(x, y); !near(got, want, by) {
		t.Errorf("%s: pixel %d, %d is %v, want %v ± %d", what, x, y, got, want, by)
	}
}

var (
	pixRed   = [4]byte{255, 0, 0, 255}
	pixWhite = [4]byte{255, 255, 255, 255}
	pixBlack = [4]byte{0, 0, 0, 255}
)

func TestBoxesAreSharp(t *testing.T) {
	p := paintOn(t, 64, 64, 1, func(c *Canvas) {
		c.Fill(Rect{8, 8, 16, 16}, red)
		c.RoundRectStroke(Rect{32, 8, 16, 16}, 0, 1, black)
		c.Line(4, 40, 60, 40, 1, black)
	})
	p.want(t, 8, 8, pixRed, 0, "first pixel of a box")
	p.want(t, 23, 23, pixRed, 0, "last pixel of a box")
	p.want(t, 7, 8, pixWhite, 0, "left of a box")
	p.want(t, 24, 8, pixWhite, 0, "right of a box")
	p.want(t, 32, 16, pixBlack, 1, "edge of an outline")
	p.want(t, 33, 16, pixWhite, 1, "inside an outline")
	p.want(t, 31, 16, pixWhite, 1, "outside an outline")
	dark := 0
	for y := 36; y < 44; y++ {
		switch p.at(30, y) {
		case pixBlack:
			dark++
		case pixWhite:
		default:
			t.Errorf("a level hairline is blurred: %v at row %d", p.at(30, y), y)
		}
	}
	if dark != 1 {
		t.Errorf("a hairline is %d pixels thick", dark)
	}
}

// TestLinesLieOnPixels: upright and level lines, dashed ones, outlines and boxes
// end where a device pixel does, at every density and wherever they are put.
func TestLinesLieOnPixels(t *testing.T) {
	for _, scale := range []float64{1, 1.25, 1.5, 2, 3} {
		for _, at := range []float64{20, 20.25, 20.4, 20.5, 20.8} {
			for name, draw := range map[string]func(c *Canvas){
				"level line":   func(c *Canvas) { c.Line(0, at, 64, at, 1, black) },
				"upright line": func(c *Canvas) { c.Line(at, 0, at, 64, 1, black) },
				"wide line":    func(c *Canvas) { c.Line(0, at, 64, at, 2/scale, black) },
				"dashed line":  func(c *Canvas) { c.DashLine(-20, at, 84, at, 1, 200, 1, 0, black) },
				"box":          func(c *Canvas) { c.Fill(Rect{at, -8, 9, 90}, black) },
				"outline":      func(c *Canvas) { c.RoundRectStroke(Rect{at, -8, 15, 90}, 6, 1, black) },
			} {
				p := paintOn(t, 64, 64, scale, draw)
				grey, dark := 0, 0
				for i := range 64 {
					for _, c := range [2][4]byte{p.at(i, 32), p.at(4, i)} {
						switch v := c[0]; {
						case v > 3 && v < 252:
							grey++
						case v <= 3:
							dark++
						}
					}
				}
				if grey > 0 || dark == 0 {
					t.Errorf("%s at %v, %v×: %d grey pixels across it, %d dark", name, at, scale, grey, dark)
				}
			}
		}
	}
}

func TestRoundThings(t *testing.T) {
	p := paintOn(t, 96, 64, 2, func(c *Canvas) {
		c.Circle(12, 16, 8, red)
		c.RoundRect(Rect{26, 8, 16, 16}, 8, red)
		c.Triangle(Point{4, 28}, Point{20, 28}, Point{4, 31.5}, black)
	})
	p.want(t, 24, 32, pixRed, 0, "middle of a disc")
	p.want(t, 9, 17, pixWhite, 0, "corner of a disc")
	p.want(t, 68, 32, pixRed, 0, "middle of a round box")
	p.want(t, 53, 17, pixWhite, 0, "corner of a round box")
	p.want(t, 10, 57, pixBlack, 0, "inside a triangle")
	p.want(t, 38, 62, pixWhite, 0, "beyond the long side of a triangle")
}

func TestAlphaAndOrder(t *testing.T) {
	p := paintOn(t, 32, 32, 1, func(c *Canvas) {
		c.PushAlpha(0.5)
		c.Fill(Rect{0, 0, 16, 32}, black)
		c.PopAlpha()
		c.Fill(Rect{16, 0, 16, 32}, black)
		c.Fill(Rect{16, 16, 16, 16}, red)
	})
	p.want(t, 8, 8, [4]byte{128, 128, 128, 255}, 1, "half black on white")
	p.want(t, 24, 8, pixBlack, 0, "black")
	p.want(t, 24, 24, pixRed, 0, "what is drawn later lies above")
}

func TestPicturesKeepTheirCells(t *testing.T) {
	for _, n := range []int{4, 300} { // from the atlas, and with a texture of its own
		b := NewBitmap(n, n)
		for y := range n {
			for x := range n {
				if (x/(n/4)+y/(n/4))%2 == 0 {
					b.Set(x, y, red)
				} else {
					b.Set(x, y, black)
				}
			}
		}
		b.Changed()
		p := paintOn(t, 64, 64, 1, func(c *Canvas) { c.Bitmap(b, Rect{0, 0, 64, 64}, false) })
		for y := range 4 {
			for x := range 4 {
				want := pixBlack
				if (x+y)%2 == 0 {
					want = pixRed
				}
				p.want(t, x*16+8, y*16+8, want, 1, "middle of a cell")
				p.want(t, x*16+1, y*16+1, want, 1, "corner of a cell")
			}
		}
		b.Close()
	}
}

func TestSmoothPictureBlends(t *testing.T) {
	b := NewBitmap(2, 1)
	b.Set(0, 0, black)
	b.Set(1, 0, Color{R: 255, G: 255, B: 255, A: 255})
	b.Changed()
	p := paintOn(t, 64, 16, 1, func(c *Canvas) { c.Bitmap(b, Rect{0, 0, 64, 16}, true) })
	p.want(t, 2, 8, pixBlack, 2, "the left end")
	p.want(t, 61, 8, pixWhite, 2, "the right end")
	p.want(t, 32, 8, [4]byte{128, 128, 128, 255}, 6, "the middle")
}

func TestLettersAndIconsAreThere(t *testing.T) {
	p := paintOn(t, 160, 40, 1, func(c *Canvas) {
		c.Text("梯度 ∂L", 8, 20, Style{Font: Sans, Size: 20, Color: black}, Left)
		c.Icon("play", 120, 20, 24, black)
	})
	ink := func(x0, x1 int) (n int) {
		for y := range p.h {
			for x := x0; x < x1; x++ {
				if p.at(x, y)[0] < 100 {
					n++
				}
			}
		}
		return n
	}
	for i, part := range [][2]int{{8, 28}, {28, 48}, {52, 64}, {64, 76}, {104, 136}} {
		if n := ink(part[0], part[1]); n < 15 {
			t.Errorf("part %d has %d dark pixels: it is missing", i, n)
		}
	}
	if n := ink(140, 160); n != 0 {
		t.Errorf("%d dark pixels where nothing was drawn", n)
	}
}
