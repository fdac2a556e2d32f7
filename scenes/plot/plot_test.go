package plot

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

func TestFormat(t *testing.T) {
	for _, test := range []struct {
		v    float64
		want string
	}{
		{0, "0"}, {1, "1"}, {-12, "−12"}, {0.5, "0.5"}, {-0.0137, "−0.0137"}, {0.016304, "0.0163"}, {2.99998, "3"}, {1234.5678, "1235"}, {123.456, "123.5"},
		{12.3456, "12.35"}, {1.23456, "1.235"}, {0.001, "0.001"}, {0.00012345, "0.000123"}, {0.00001, "1e−5"}, {-2.5e-7, "−2.5e−7"}, {1e6, "1e6"}, {123456, "123456"},
		{math.NaN(), "NaN"}, {math.Inf(1), "∞"}, {math.Inf(-1), "−∞"}, {100, "100"}, {1000, "1000"},
	} {
		if got := Format(test.v); got != test.want {
			t.Errorf("Format(%v) = %q, want %q", test.v, got, test.want)
		}
	}
}

// FuzzFormat: what is shown is never far from the value.
func FuzzFormat(f *testing.F) {
	for _, v := range []float64{0, 1, -0.1, 999.95, 0.00099999, 1e300, 5e-324} {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v float64) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return
		}
		s := Format(v)
		got, err := strconv.ParseFloat(strings.ReplaceAll(s, "−", "-"), 64)
		if err != nil {
			t.Fatalf("Format(%v) = %q cannot be read back", v, s)
		}
		if math.Abs(got-v) > 0.0051*math.Abs(v)+1e-320 {
			t.Errorf("Format(%v) = %q is off by more than half a per cent", v, s)
		}
	})
}

func TestScaleEndsAndMiddle(t *testing.T) {
	th := theme.Light()
	s := DivergingFor([]float64{-3, 1, math.NaN(), math.Inf(1)})
	if s.Max != 3 {
		t.Fatalf("Max %v, want 3", s.Max)
	}
	if s.Color(th, -3) != th.Negative || s.Color(th, 3) != th.Positive || s.Color(th, 0) != th.Zero {
		t.Error("the ends or the middle have the wrong colour")
	}
	var tb table
	tb.make(false, th)
	values := []float64{-3, 0, 3, -99, 99, math.Inf(1), math.Inf(-1)}
	pix := make([]byte, 4*len(values))
	if tb.fill(pix, values, s, [4]byte{}) {
		t.Error("NaN was seen where there is none")
	}
	for i, v := range values {
		if c := s.Color(th, v); c.R != pix[4*i] || c.G != pix[4*i+1] || c.B != pix[4*i+2] {
			t.Errorf("the pixel of %v is %v, want %v", v, pix[4*i:4*i+4], c)
		}
	}
	if !tb.fill(pix, []float64{math.NaN()}, s, [4]byte{7}) || pix[0] != 7 {
		t.Error("NaN was not marked")
	}
	tb.fill(pix, []float64{5}, Scale{}, [4]byte{})
	if pix[0] != th.Zero.R {
		t.Error("on an empty scale a pixel has another colour than zero's")
	}
	if c := (Scale{}).Color(th, 5); c != th.Zero {
		t.Errorf("on an empty scale everything is zero's colour, got %v", c)
	}
}

func TestHeatmapColoursOnlyWhatChanged(t *testing.T) {
	m := NewHeatmap(2, 2)
	th, c := theme.Light(), paint.NewCanvas()
	m.Draw(c, th, paint.Rect{W: 20, H: 20})
	m.Set([]float64{0, 0, 0, 0}, Diverging(1))
	if m.stale {
		t.Error("the same values made it stale")
	}
	m.Set([]float64{0, math.NaN(), 0, 1}, Diverging(1))
	if !m.stale {
		t.Error("new values left it as it was")
	}
	m.Draw(c, th, paint.Rect{W: 20, H: 20})
	m.Set([]float64{0, math.NaN(), 0, 1}, Diverging(1))
	if m.stale || !m.nan {
		t.Errorf("NaN again: stale %v, nan %v", m.stale, m.nan)
	}
	m.Set([]float64{1}, Diverging(1)) // too few: the rest is zero
	if m.Value(1, 1) != 0 || m.Value(0, 0) != 1 {
		t.Error("short values were not completed with zeros")
	}
	if x, y, ok := m.At(paint.Rect{W: 20, H: 20}, 19.99, 0); !ok || x != 1 || y != 0 {
		t.Errorf("At: %d, %d, %v", x, y, ok)
	}
}

// TestHeatmapFollowsContrast: more contrast is another theme, as dark as the one
// before, and of greys the darkest is its ground.
func TestHeatmapFollowsContrast(t *testing.T) {
	m, c := NewHeatmap(2, 1), paint.NewCanvas()
	m.Set([]float64{0, 1}, Greys(0, 1))
	m.Draw(c, theme.Dark(), paint.Rect{W: 20, H: 10})
	plain := slices.Clone(m.bitmap.Pix())
	m.Draw(c, theme.Dark().Sharp(), paint.Rect{W: 20, H: 10})
	if slices.Equal(m.bitmap.Pix(), plain) {
		t.Error("it kept the colours of the theme before")
	}
}

func TestMatrixCells(t *testing.T) {
	m := NewMatrix(3, 5, make([]float64, 15), Diverging(1))
	m.Rect = paint.Rect{X: 10, Y: 20, W: 200, H: 120}
	for i := range 15 {
		x, y := m.Cell(i).Center()
		if got := m.At(x, y); got != i {
			t.Errorf("the middle of cell %d belongs to %d", i, got)
		}
	}
	if m.At(0, 0) != -1 {
		t.Error("a point outside belongs to a cell")
	}
	var none Matrix
	none.Draw(paint.NewCanvas(), theme.Light())
}

func curve(n int) *Curve {
	p := NewCurve(i18n.T("步", "step"), Series{Name: i18n.T("损失", "Loss"), Color: 1}, Series{Name: i18n.T("准确率", "Accuracy"), Right: true}).Percent()
	for i := range n {
		p.Append(0, float64(i), 2*math.Exp(-float64(i)/300)+0.1*math.Sin(float64(i)))
		p.Append(1, float64(i), 1-math.Exp(-float64(i)/200))
	}
	return p
}

// TestCurveKeepsPeaks: thinning must not lose the one bad step.
func TestCurveKeepsPeaks(t *testing.T) {
	p := NewCurve(i18n.Same("x"), Series{Name: i18n.Same("y")})
	for i := range 20000 {
		y := 1.0
		if i == 12345 {
			y = 9
		}
		p.Append(0, float64(i), y)
	}
	c, lk := paint.NewCanvas(), &ui.Look{Theme: theme.Light()}
	p.Draw(c, lk, paint.Rect{W: 240, H: 120})
	f := p.frame(paint.Rect{Y: 24, W: 240, H: 96})
	top := f.r.Bottom() - 9/(f.hi[0]-f.lo[0])*f.r.H
	found := false
	for _, q := range p.pts {
		found = found || math.Abs(q.Y-top) < 1e-6
	}
	if !found {
		t.Error("the peak was thinned away")
	}
	if len(p.pts) > 2*240+4 {
		t.Errorf("%d points for 240 columns", len(p.pts))
	}
}

func TestCurveAllocatesNothing(t *testing.T) {
	p, c, lk := curve(5000), paint.NewCanvas(), &ui.Look{Theme: theme.Dark()}
	draw := func() { c.Begin(800, 600, 2); p.Draw(c, lk, paint.Rect{W: 280, H: 180}) }
	draw()
	if n := testing.AllocsPerRun(10, draw); n != 0 {
		t.Errorf("a warm curve allocates %v times", n)
	}
	p.Reset()
	draw() // empty, and nothing to divide by
	p.Append(0, 0, math.NaN())
	p.Append(0, 1, math.Inf(1))
	draw()
}

func TestTick(t *testing.T) {
	for _, test := range []struct{ span, want float64 }{{1, 0.2}, {10, 2}, {3, 1}, {0.05, 0.01}, {7, 2}, {0, 1}, {math.Inf(1), 1}} {
		if got := tick(test.span); math.Abs(got-test.want) > 1e-12 {
			t.Errorf("tick(%v) = %v, want %v", test.span, got, test.want)
		}
	}
}

func ExampleFormat() {
	fmt.Println(Format(-0.013712), Format(12), Format(0.0000251), Format(math.Inf(-1)))
	// Output: −0.01371 12 2.51e−5 −∞
}

func BenchmarkHeatmaps20(b *testing.B) {
	c, th := paint.NewCanvas(), theme.Light()
	maps, values := make([]*Heatmap, 20), make([]float64, 64*64)
	for i := range maps {
		maps[i] = NewHeatmap(64, 64)
	}
	for b.Loop() {
		c.Begin(1280, 800, 2)
		for i, m := range maps {
			values[i]++
			m.Set(values, Diverging(9))
			m.Draw(c, th, paint.Rect{X: float64(i) * 60, W: 56, H: 56})
		}
	}
}

func BenchmarkCurve5000(b *testing.B) {
	p, c, lk := curve(5000), paint.NewCanvas(), &ui.Look{Theme: theme.Dark()}
	for b.Loop() {
		c.Begin(800, 600, 2)
		p.Draw(c, lk, paint.Rect{W: 280, H: 180})
	}
}

func BenchmarkMatrix28(b *testing.B) {
	m, c, th := NewMatrix(28, 28, make([]float64, 784), Diverging(1)), paint.NewCanvas(), theme.Dark()
	m.Rect = paint.Rect{W: 1000, H: 800}
	for i := range m.Values {
		m.Values[i] = math.Sin(float64(i))
	}
	for b.Loop() {
		c.Begin(1280, 800, 2)
		m.Draw(c, th)
	}
}

// TestNear: a place belongs to the nearer end of the piece of line beside it, at
// most as far away as it may be; gaps and what is not finite belong to nobody.
func TestNear(t *testing.T) {
	p := NewCurve(i18n.Same("x"), Series{}, Series{}).Range(false, 0, 10)
	p.Legend, p.MaxX = false, 10
	for i, y := range []float64{0, 10, math.NaN(), 5} {
		p.Append(0, float64(i*3), y)
	}
	p.Append(1, 9, 5.5)
	paths := p.Paths(paint.Rect{W: 136, H: 124}) // the plot itself is 100 × 100
	at := func(k, i int) paint.Point { return paths[k].Place(i) }
	a, b := at(0, 0), at(0, 1)
	for _, c := range []struct {
		x, y    float64
		line, i int
		ok      bool
	}{
		{a.X, a.Y, 0, 0, true},
		{a.X + 0.4*(b.X-a.X), a.Y + 0.4*(b.Y-a.Y), 0, 0, true},
		{a.X + 0.6*(b.X-a.X), a.Y + 0.6*(b.Y-a.Y), 0, 1, true},
		{b.X + 8, b.Y, 0, 1, true}, // before the gap
		{b.X + 20, b.Y, 0, 0, false},
		{at(0, 3).X, at(0, 3).Y + 3, 0, 3, true},
		{at(1, 0).X, at(1, 0).Y - 3, 1, 0, true},
		{a.X + 50, b.Y + 80, 0, 0, false},
	} {
		if line, i, ok := Near(paths, c.x, c.y, 12); ok != c.ok || ok && (line != c.line || i != c.i) {
			t.Errorf("at %.0f, %.0f: line %d point %d %v, want %d %d %v", c.x, c.y, line, i, ok, c.line, c.i, c.ok)
		}
	}
}

// TestLegendSaysSmallNumbers: the last value of a line keeps digits that count,
// however small it is, and fits into its place.
func TestLegendSaysSmallNumbers(t *testing.T) {
	num := paint.Style{Font: paint.MonoBold, Size: theme.SizeTiny}
	for v, want := range map[float64]string{
		0: "0.000", 0.0002: "2e−4", 0.000234: "2.3e−4", 3.7e-12: "3.7e−12", 0.00234: "0.0023", 0.0123: "0.012", 0.69315: "0.693", -0.00004: "−4e−5",
		12.3456: "12.346", 123.456: "123.5", 4567.8: "4568", 1.25e30: "1.2e30", math.Inf(1): "∞",
	} {
		p := NewCurve(i18n.Same("step"), Series{Name: i18n.Same("loss")}).Log()
		p.Append(0, 0, v)
		c := paint.NewCanvas()
		c.Begin(300, 120, 1)
		shown := false
		c.OnText = func(text string, _ paint.Rect, _ paint.Style) { shown = shown || text == want }
		p.Draw(c, &ui.Look{Theme: theme.Light()}, paint.Rect{W: 300, H: 120})
		if !shown {
			t.Errorf("%v: the legend does not say %s", v, want)
		}
		if w := paint.Measure(want, num); w > 52 {
			t.Errorf("%s is %v wide", want, w)
		}
	}
}
