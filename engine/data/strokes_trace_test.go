package data

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// grey is the image of a drawing in bytes.
func grey(d *Drawing) []byte {
	pix := make([]byte, len(d.Image))
	for i, v := range d.Image {
		pix[i] = byte(math.Round(255 * float64(v)))
	}
	return pix
}

func ExampleTraceStrokes() {
	var d Drawing
	d.Render([]Stroke{{{0.5, 0.1}, {0.5, 0.9}}}, 0.1) // a bar
	strokes := TraceStrokes(grey(&d), DigitSize, DigitSize)
	line := strokes[0]
	fmt.Println(len(strokes), "stroke")
	fmt.Printf("from (%.1f, %.1f) to (%.1f, %.1f)\n", line[0].X, line[0].Y, line[len(line)-1].X, line[len(line)-1].Y)
	// Output:
	// 1 stroke
	// from (0.5, 0.2) to (0.5, 0.8)
}

func TestTraceRing(t *testing.T) {
	var ring Stroke
	for k := range 61 {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / 60)
		ring = append(ring, StrokePoint{0.5 + 0.4*cos, 0.5 + 0.4*sin})
	}
	var d Drawing
	d.Render([]Stroke{ring}, 0.1)
	const radius = (DigitBox - 2.2) / 2.0 / DigitSize // the pen is 0.1 of 0.9 of 20 px wide
	var turned float64
	for _, s := range TraceStrokes(grey(&d), DigitSize, DigitSize) {
		for i, p := range s {
			x, y := p.X-14.5/DigitSize, p.Y-14.5/DigitSize // the middle of pixel 14
			if r := math.Hypot(x, y); math.Abs(r-radius) > 0.03 {
				t.Fatalf("point %v is %.3f from the middle, want %.3f", p, r, radius)
			}
			if i > 0 {
				u, v := s[i-1].X-14.5/DigitSize, s[i-1].Y-14.5/DigitSize
				turned += math.Abs(math.Atan2(u*y-v*x, u*x+v*y))
			}
		}
	}
	if math.Abs(turned-2*math.Pi) > 0.3 {
		t.Errorf("the strokes go through an angle of %.2f, want 2π", turned)
	}
}

func TestTraceOdd(t *testing.T) {
	for _, tt := range []struct {
		name string
		w, h int
		ink  []int // pixels
	}{
		{"nothing", 0, 0, nil},
		{"blank", 5, 3, nil},
		{"all ink", 1, 1, []int{0}},
		{"a dot at the edge", 4, 4, []int{12}},
	} {
		pix := make([]byte, tt.w*tt.h)
		for _, i := range tt.ink {
			pix[i] = 255
		}
		if strokes := TraceStrokes(pix, tt.w, tt.h); len(strokes) > 0 != (len(tt.ink) > 0) {
			t.Errorf("%s: %v", tt.name, strokes)
		}
	}
}

// TestTraceRedraws: what is traced and drawn again looks as it did.
func TestTraceRedraws(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var d, again Drawing
	worst, mean := 1.0, 0.0
	const n = 200
	for i := range n {
		strokes, brush := DrawDigit(rng, i%10)
		d.Render(strokes, brush)
		again.Render(TraceStrokes(grey(&d), DigitSize, DigitSize), d.Pen/DigitSize)
		var both, a, b float64
		for k, v := range d.Image {
			w := float64(again.Image[k])
			both, a, b = both+float64(v)*w, a+float64(v)*float64(v), b+w*w
		}
		alike := both / math.Sqrt(a*b)
		worst, mean = min(worst, alike), mean+alike/n
	}
	if mean < 0.93 || worst < 0.6 {
		t.Errorf("cosine of the images: mean %.3f, worst %.3f; want 0.93 and 0.6", mean, worst)
	}
}
