package data

import (
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// ink returns the box of pixels with ink and their centre of mass.
func ink(img []float32) (x0, y0, x1, y1 int, mx, my float64) {
	x0, y0, x1, y1 = DigitSize, DigitSize, -1, -1
	var m float64
	for i, v := range img {
		x, y := i%DigitSize, i/DigitSize
		if v > 0.5 {
			x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
		}
		m += float64(v)
		mx += float64(v) * float64(x)
		my += float64(v) * float64(y)
	}
	return x0, y0, x1, y1, mx / m, my / m
}

func TestRenderNormalises(t *testing.T) {
	tests := []struct {
		name    string
		strokes string
		brush   float64
		w, h    int // ink box in pixels
	}{
		{"tall", "500,100 500,900; 450,900 550,900", 0.07, 4, 20},
		{"wide and high up", "100,50 900,50; 120,60 130,120", 0.05, 20, 4},
		{"small in a corner", "840,840 980,980", 0.02, 20, 20},
		{"lopsided", "200,200 200,800; 190,500 600,510; 200,790 330,800", 0.08, 14, 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			strokes, err := ParseStrokes(tt.strokes)
			if err != nil {
				t.Fatal(err)
			}
			var d Drawing
			if !d.Render(strokes, tt.brush) {
				t.Fatal("no ink")
			}
			x0, y0, x1, y1, _, _ := ink(d.Boxed[:])
			if w, h := x1-x0+1, y1-y0+1; w != tt.w || h != tt.h {
				t.Errorf("box %d×%d, want %d×%d", w, h, tt.w, tt.h)
			}
			if x0 < 4 || y0 < 4 || x1 > 23 || y1 > 23 {
				t.Errorf("ink %d…%d × %d…%d leaves the 20-pixel box", x0, x1, y0, y1)
			}
			_, _, _, _, mx, my := ink(d.Image[:])
			if math.Abs(mx-14) > 0.1 || math.Abs(my-14) > 0.1 {
				t.Errorf("centre of mass (%.3f, %.3f), want (14, 14)", mx, my)
			}
		})
	}
}

func TestRenderIgnoresPlaceAndSize(t *testing.T) {
	var a, b Drawing
	big, _ := ParseStrokes("200,200 800,250 500,500 700,900 250,880")
	small, _ := ParseStrokes("100,600 220,610 160,660 200,740 110,736")
	a.Render(big, 0.1)
	b.Render(small, 0.02)
	for i := range a.Image {
		if d := math.Abs(float64(a.Image[i] - b.Image[i])); d > 0.02 {
			t.Fatalf("pixel %d: %g and %g", i, a.Image[i], b.Image[i])
		}
	}
}

func TestRenderOddInput(t *testing.T) {
	nan := math.NaN()
	for _, strokes := range [][]Stroke{
		nil, {}, {{}}, {{{nan, 0.5}}}, {{{math.Inf(1), 0}}},
	} {
		var d Drawing
		if d.Render(strokes, 0.07) {
			t.Errorf("%v: ink", strokes)
		}
	}
	for _, brush := range []float64{nan, -1, 0, 1e-9, 1, math.Inf(1)} {
		var d Drawing
		if !d.Render([]Stroke{{{0.5, 0.5}}, {{nan, 0}, {0.5, 0.51}}}, brush) {
			t.Errorf("brush %g: no ink", brush)
		}
		for i, v := range d.Image {
			if !(v >= 0 && v <= 1) {
				t.Fatalf("brush %g: pixel %d is %g", brush, i, v)
			}
		}
	}
}

func TestRenderAllocatesNothing(t *testing.T) {
	strokes, brush := DrawDigit(rand.New(rand.NewPCG(1, 1)), 8)
	var d Drawing
	if n := testing.AllocsPerRun(10, func() { d.Render(strokes, brush) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestStrokeCode(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for digit := range 10 {
		strokes, _ := DrawDigit(rng, digit)
		for _, s := range strokes {
			for i := range s {
				s[i] = OnGrid(s[i])
			}
		}
		code := EncodeStrokes(strokes)
		got, err := ParseStrokes(code)
		if err != nil {
			t.Fatal(err)
		}
		if again := EncodeStrokes(got); again != code || len(got) != len(strokes) {
			t.Errorf("%d: %s became %s", digit, code, again)
		}
	}
}

func TestParseStrokesRefuses(t *testing.T) {
	for _, text := range []string{
		"A", "AA.B", "é", "gggggggggg", "1,2 x", "1 2", "<img src=x>",
		strings.Repeat("AA", MaxStrokePoints+1), strings.Repeat("1,1 ", MaxStrokePoints+1),
	} {
		if s, err := ParseStrokes(text); err == nil {
			t.Errorf("%.20q: no error, %d strokes", text, len(s))
		}
	}
	if s, err := ParseStrokes(""); err != nil || len(s) != 0 {
		t.Errorf("empty: %v, %v", s, err)
	}
}

func FuzzParseStrokes(f *testing.F) {
	for _, s := range []string{"", "AAAA.gB", "1,2 3,4; 5,6", "NaN,1", "1e999,-2", "....", "-_-_"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		strokes, err := ParseStrokes(text)
		if err != nil {
			return
		}
		for _, s := range strokes {
			for _, p := range s {
				if !(p.X >= 0 && p.X <= 1 && p.Y >= 0 && p.Y <= 1) {
					t.Fatalf("%q: point %v outside the pad", text, p)
				}
			}
		}
		var d Drawing
		d.Render(strokes, 0.07)
	})
}

func TestDrawDigit(t *testing.T) {
	for digit := range 10 {
		a, brush := DrawDigit(rand.New(rand.NewPCG(3, uint64(digit))), digit)
		b, _ := DrawDigit(rand.New(rand.NewPCG(3, uint64(digit))), digit)
		if EncodeStrokes(a) != EncodeStrokes(b) {
			t.Errorf("%d: the same seed drew two drawings", digit)
		}
		var d Drawing
		if brush <= 0 || !d.Render(a, brush) {
			t.Errorf("%d: no ink", digit)
		}
	}
}

func TestReadDrawings(t *testing.T) {
	f, err := os.Open("testdata/strokes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := ReadDrawings(f)
	if err != nil {
		t.Fatal(err)
	}
	var count [10]int
	for _, d := range set {
		count[d.Digit]++
	}
	for digit, n := range count {
		if n != 20 {
			t.Errorf("digit %d: %d drawings, want 20", digit, n)
		}
	}
	for _, bad := range []string{"x 70 1,1", "10 70 1,1", "3 0 1,1", "3 70 1", "3"} {
		if _, err := ReadDrawings(strings.NewReader(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	strokes, brush := DrawDigit(rand.New(rand.NewPCG(1, 1)), 8)
	var d Drawing
	b.ReportAllocs()
	for b.Loop() {
		d.Render(strokes, brush)
	}
}
