package paint

import (
	"fmt"
	"math"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

var ink = Color{R: 20, G: 30, B: 40, A: 255}

// scene records one of everything.
func scene(c *Canvas, b *Bitmap, pts []Point) {
	c.Begin(1280, 800, 1.5)
	c.Fill(Rect{0, 0, 1280, 800}, ink)
	c.Shadow(Rect{10, 10, 200, 100}, 12, 16, ink)
	c.RoundRect(Rect{10, 10, 200, 100}, 12, ink)
	c.RoundRectStroke(Rect{10, 10, 200, 100}, 12, 1, ink)
	c.Circle(50, 50, 8, ink)
	c.CircleStroke(50, 50, 8, 2, ink)
	c.PushClip(Rect{0, 0, 300, 300})
	c.PushAlpha(0.5)
	c.PushOffset(3, 4)
	c.Line(0, 0, 400, 310, 2, ink)
	c.DashLine(0, 0, 400, 300, 2, 6, 4, 3, ink)
	c.Bezier(0, 0, 100, 0, 100, 200, 200, 200, 2, ink)
	c.DashBezier(0, 0, 100, 0, 100, 200, 200, 200, 2, 6, 4, 1, ink)
	c.Arrow(10, 10, 200, 200, 2, 8, ink)
	c.Area(pts, 200, ink)
	c.Polyline(pts, 2, ink)
	c.PopOffset()
	c.PopAlpha()
	c.PopClip()
	st := Style{Font: Sans, Size: 14, Color: ink}
	c.Text("梯度剧场 Gradient Theatre ∂L/∂w “引号”", 20, 200, st, Left)
	c.TextWrap("加法门把梯度照样分给两边，乘法门互换两个输入。", Rect{20, 220, 120, 200}, st, 20)
	c.Number(-1.25, 3, 200, 200, st, Right)
	c.Icon("play", 100, 100, 20, ink)
	c.Bitmap(b, Rect{300, 300, 100, 100}, false)
}

func wave(n int) []Point {
	pts := make([]Point, n)
	for i := range pts {
		pts[i] = Point{float64(i) * 3, 100 + 40*math.Sin(float64(i)/4)}
	}
	return pts
}

func TestWarmPictureAllocatesNothing(t *testing.T) {
	c, b, pts := NewCanvas(), NewBitmap(28, 28), wave(60)
	scene(c, b, pts)
	if n := testing.AllocsPerRun(20, func() { scene(c, b, pts) }); n != 0 {
		t.Errorf("a warm picture allocates %v times, want 0", n)
	}
	if c.Triangles() < 400 {
		t.Errorf("only %d triangles were recorded", c.Triangles())
	}
}

func TestClipKeepsEverythingInside(t *testing.T) {
	c, pts := NewCanvas(), wave(200)
	c.Begin(1280, 800, 2)
	clip := Rect{100, 80, 150, 50}
	c.PushClip(clip)
	c.Fill(Rect{0, 0, 1280, 800}, ink)
	c.Circle(100, 80, 30, ink)
	c.Line(0, 0, 500, 300, 5, ink)
	c.Polyline(pts, 3, ink)
	c.Area(pts, 200, ink)
	c.Triangle(Point{90, 70}, Point{300, 90}, Point{120, 200}, ink)
	c.Text("被裁切的文字 clipped", 90, 82, Style{Font: Sans, Size: 30, Color: ink}, Left)
	c.PopClip()
	if len(c.verts) == 0 {
		t.Fatal("nothing was recorded")
	}
	for i, v := range c.verts {
		if v.DstX < 200-0.01 || v.DstX > 500.01 || v.DstY < 160-0.01 || v.DstY > 260.01 {
			t.Fatalf("vertex %d at %v, %v lies outside the clip", i, v.DstX, v.DstY)
		}
	}
}

func TestOutsideClipCostsNothing(t *testing.T) {
	c := NewCanvas()
	c.PushClip(Rect{0, 0, 100, 100})
	c.Fill(Rect{200, 200, 50, 50}, ink)
	c.Line(200, 200, 300, 310, 2, ink)
	c.Text("away", 300, 300, Style{Font: Sans, Size: 14, Color: ink}, Left)
	if len(c.verts) != 0 {
		t.Errorf("%d vertices for shapes outside the clip", len(c.verts))
	}
}

func TestOrderIsKept(t *testing.T) {
	c := NewCanvas()
	big, small := NewBitmap(300, 300), NewBitmap(8, 8)
	c.Fill(Rect{0, 0, 10, 10}, ink)
	c.Bitmap(big, Rect{0, 0, 300, 300}, false)
	c.Bitmap(small, Rect{0, 0, 8, 8}, false)
	c.Fill(Rect{0, 0, 10, 10}, ink)
	if len(c.batches) != 3 || c.batches[1].own != big || c.batches[2].own != nil {
		t.Fatalf("batches %+v, want atlas, big picture, atlas", c.batches)
	}
	for i, b := range c.batches {
		end := len(c.index)
		if i+1 < len(c.batches) {
			end = c.batches[i+1].index
		}
		for _, x := range c.index[b.index:end] {
			if int(x)+b.vert >= len(c.verts) {
				t.Fatalf("batch %d has an index beyond its vertices", i)
			}
		}
	}
}

// TestStrangeNumbers: whatever is not finite is left out or clamped, never a panic.
func TestStrangeNumbers(t *testing.T) {
	strange := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -1, 1e300}
	for _, v := range strange {
		c := NewCanvas()
		c.Begin(v, v, v)
		c.Fill(Rect{v, v, v, v}, ink)
		c.RoundRect(Rect{0, 0, v, 10}, v, ink)
		c.Circle(v, 0, v, ink)
		c.Line(0, 0, v, v, v, ink)
		c.DashLine(0, 0, 100, v, 1, v, v, v, ink)
		c.DashLine(0, 0, 100, 100, 1, 0, 0, v, ink)
		c.Polyline([]Point{{0, 0}, {v, v}, {10, 10}}, 1, ink)
		c.Arrow(0, 0, v, 0, 1, 5, ink)
		c.Triangle(Point{v, 0}, Point{0, v}, Point{1, 1}, ink)
		c.Area([]Point{{0, 0}, {v, 1}}, v, ink)
		c.Text("x", v, v, Style{Font: Sans, Size: v, Color: ink}, Center)
		c.Number(v, 3, 0, 0, Style{Font: Mono, Size: 12, Color: ink}, Left)
		c.Icon("play", 0, 0, v, ink)
		c.TextWrap("some words to wrap", Rect{0, 0, v, 0}, Style{Font: Sans, Size: 12, Color: ink}, 16)
	}
}

func TestSnap(t *testing.T) {
	for _, scale := range []float64{1, 1.25, 1.5, 2, 3} {
		c := NewCanvas()
		c.Begin(100, 100, scale)
		c.Fill(Rect{10.3, 20.7, 30.1, 1}, ink)
		for _, v := range c.verts {
			if v.DstX != float32(math.Round(float64(v.DstX))) || v.DstY != float32(math.Round(float64(v.DstY))) {
				t.Errorf("scale %v: the corner %v, %v is not on a whole pixel", scale, v.DstX, v.DstY)
			}
		}
	}
}

func TestPageFillsUpAndStartsAnew(t *testing.T) {
	p := newPage(64, 32, 64, 4)
	n := 0
	for {
		s, ok := p.place(14, 14)
		if !ok {
			break
		}
		if s.x < 1 || s.y < 1 || s.x+s.w > p.w-1 || s.y+s.h > p.h-1 {
			t.Fatalf("slot %+v leaves the page %dx%d", s, p.w, p.h)
		}
		n++
	}
	if n != 16 || !p.full {
		t.Errorf("%d slots of 16x16 in 64x64, want 16; full %v", n, p.full)
	}
	p.clear()
	if _, ok := p.place(14, 14); !ok {
		t.Error("no room after clear")
	}
	if _, ok := p.place(100, 5); ok {
		t.Error("a picture wider than the page found room")
	}
}

// TestPicturesOfClosedScenesMakeRoom draws ever new bitmaps, four at a time, as
// scenes do that are closed and made anew: the page does not grow for ever, and
// each picture shows.
func TestPicturesOfClosedScenesMakeRoom(t *testing.T) {
	c := NewCanvas()
	for range 200 {
		four := [4]*Bitmap{NewBitmap(200, 100), NewBitmap(200, 100), NewBitmap(200, 100), NewBitmap(200, 100)}
		for range 3 {
			c.Begin(100, 100, 1)
			for _, b := range four {
				c.Bitmap(b, Rect{0, 0, 40, 40}, false)
			}
			if c.Triangles() != 8 {
				t.Fatalf("%d triangles, want 8", c.Triangles())
			}
		}
	}
	if c.pictures.h > 512 {
		t.Errorf("the page grew to %d rows for pictures that need 102", c.pictures.h)
	}
}

func TestBitmapUploadsOnceForEachChange(t *testing.T) {
	c, b := NewCanvas(), NewBitmap(4, 4)
	draw := func() bool {
		c.Begin(100, 100, 1)
		c.pictures.dirty = false
		c.Bitmap(b, Rect{0, 0, 40, 40}, false)
		return c.pictures.dirty
	}
	if !draw() {
		t.Error("a new bitmap was not uploaded")
	}
	if draw() {
		t.Error("an unchanged bitmap was uploaded again")
	}
	b.Set(1, 1, ink)
	b.Changed()
	if !draw() {
		t.Error("a changed bitmap was not uploaded")
	}
}

func TestShaderCompiles(t *testing.T) {
	if _, err := ebiten.NewShader(shaderSource); err != nil {
		t.Fatal(err)
	}
}

func TestIconsParse(t *testing.T) {
	if len(outlines()) < 80 {
		t.Fatalf("only %d icons", len(outlines()))
	}
	for name, path := range outlines() {
		for _, l := range parsePath(path) {
			for _, p := range l {
				if !(p.X >= 0 && p.X <= 24 && p.Y >= 0 && p.Y <= 24) {
					t.Errorf("%s: %v lies outside its box of 24", name, p)
				}
			}
		}
	}
}

// FuzzPath: what is no path comes to an end too, and in no more points than its
// letters can ask for.
func FuzzPath(f *testing.F) {
	for _, s := range []string{"M1 2L3 4", "m1,2 3-4.5.5z", "M0 0a1 1 0 013 4", "Z 5", "M(", "1e9", "c", "A0 0 0 0 0 1 1", "|||"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, d string) {
		n := 0
		for _, l := range parsePath(d) {
			n += len(l)
		}
		if n > 26*(len(d)+1) { // half an ellipse and a point for one letter
			t.Fatalf("%q has %d points", d, n)
		}
	})
}

func Example() {
	c := NewCanvas()
	c.Begin(320, 200, 2) // CSS pixels, at two device pixels each
	c.RoundRect(Rect{X: 20, Y: 20, W: 280, H: 40}, 8, Color{R: 8, G: 119, B: 189, A: 255})
	c.Text("梯度 gradient", 160, 40, Style{Font: Sans, Size: 14, Color: Color{R: 255, G: 255, B: 255, A: 255}}, Center)
	fmt.Println(c.Triangles(), "triangles")
	// Output: 22 triangles
}

func BenchmarkLines2000(b *testing.B) {
	c := NewCanvas()
	for b.Loop() {
		c.Begin(1280, 800, 2)
		for i := range 2000 {
			x := float64(i % 50)
			c.Line(x*20, 10, x*18+30, 780, 1.5, ink)
		}
	}
}

func BenchmarkTexts500(b *testing.B) {
	c := NewCanvas()
	st := Style{Font: Sans, Size: 14, Color: ink}
	for b.Loop() {
		c.Begin(1280, 800, 2)
		for i := range 500 {
			c.Text("卷积 1 · 第 4 张 conv", float64(i%10)*120, float64(i/10)*16, st, Left)
		}
	}
}

func BenchmarkNumbers500(b *testing.B) {
	c := NewCanvas()
	st := Style{Font: Mono, Size: 12, Color: ink}
	v := 0.0
	for b.Loop() {
		c.Begin(1280, 800, 2)
		for i := range 500 {
			v += 0.001
			c.Number(v, 3, float64(i%10)*120, float64(i/10)*16, st, Right)
		}
	}
}

func BenchmarkBitmaps20Changing(b *testing.B) {
	c := NewCanvas()
	var maps []*Bitmap
	for range 20 {
		maps = append(maps, NewBitmap(64, 64))
	}
	for b.Loop() {
		c.Begin(1280, 800, 2)
		for i, m := range maps {
			m.Changed()
			c.Bitmap(m, Rect{float64(i) * 60, 10, 56, 56}, false)
		}
	}
}
