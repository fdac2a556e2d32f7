package gates_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/gates"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

func near(t testing.TB, name string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-6+1e-5*math.Abs(want)) {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

func TestOpensWithTheLectureExample(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	for name, want := range map[string]float64{"output": -12, "values.x": -2, "values.y": 5, "values.z": -4,
		"grads.x": -4, "grads.y": -4, "grads.z": 3, "finite_difference.x": -4, "finite_difference.y": -4, "finite_difference.z": 3} {
		near(t, name, st.Metric(name), want)
	}
	if e := st.State().Metrics["error"]; e != "" {
		t.Errorf("error = %v", e)
	}
}

// TestWorkedExamples types each expression and holds the metrics against the
// published figures.
func TestWorkedExamples(t *testing.T) {
	sources := map[string]string{
		"cs231n_xyz":            "(x+y)*z",
		"cs231n_sigmoid_neuron": "σ（w0x0＋w1x1＋w2）",
		"cs231n_max_gate":       "2*(x*y+max(z,w))",
		"karpathy_tanh_neuron":  "o = tanh(x1*w1+x2*w2+b)",
	}
	for _, x := range stagetest.WorkedExamples(t) {
		source, ok := sources[x.Name]
		if !ok {
			continue
		}
		t.Run(x.Name, func(t *testing.T) {
			st := stagetest.Open(t, gates.Entry(), 1280, 800)
			st.MustSet("expression", source)
			for name, v := range x.Inputs {
				st.MustSet(name, fmt.Sprint(v))
			}
			out := "f"
			if _, ok := x.Forward[out]; !ok {
				out = "o"
			}
			near(t, "output", st.Metric("output"), x.Forward[out].(float64))
			for name := range x.Inputs {
				want, ok := x.Grads["d_"+name]
				if !ok {
					want = x.Grads[name]
				}
				near(t, name, st.Metric("grads."+name), want.(float64))
				if d := st.Metric("finite_difference." + name); math.Abs(d-want.(float64)) > 1e-6 {
					t.Errorf("finite difference of %s = %v, want %v", name, d, want)
				}
			}
		})
	}
}

func TestSyntaxErrorKeepsTheGraph(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	st.MustSet("expression", "(x+y*z")
	m := st.State().Metrics
	if m["error"] == "" || fmt.Sprint(m["error_position"]) != "6" || m["expression"] != "(x+y)z" {
		t.Errorf("metrics after a syntax error: %v", m)
	}
	near(t, "output", st.Metric("output"), -12)
	st.MustSet("lang", "zh")
	if e := st.State().Metrics["error"].(string); !strings.Contains(e, "括号") {
		t.Errorf("error in Chinese: %q", e)
	}
	st.MustSet("expression", "(x+y)*z+1")
	near(t, "output", st.Metric("output"), -11)
	if e := st.State().Metrics["error"]; e != "" {
		t.Errorf("the error stayed: %v", e)
	}
}

func TestBadInput(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	for _, v := range []string{"NaN", "1e999", "abc", "", "Infinity", "-Inf"} {
		if err := st.Set("x", v); err == nil {
			t.Errorf("x = %q was taken", v)
		}
		st.Tick(1)
		near(t, "x", st.Metric("values.x"), -2)
	}
	st.MustSet("x", "1e30")
	near(t, "x", st.Metric("values.x"), 1e6)
	for _, source := range []string{strings.Repeat("x+", 5000), strings.Repeat("x", 10001), strings.Repeat("(", 10000),
		"", "💥", "\x00", "max(", "x^", "1e999", "(x+y)*", strings.Repeat("x+", 499) + "x"} {
		st.Set("expression", source) // refused or told; never a panic
		st.Tick(2)
		if e := st.State().Error; e != "" {
			t.Fatalf("%.20q stopped the scene: %s", source, e)
		}
	}
	st.MustSet("expression", "log(x)")
	st.MustSet("x", "-1")
	st.Tick(2)
	if e := st.State().Error; e != "" {
		t.Errorf("log(−1) stopped the scene: %s", e)
	}
	for _, size := range [][2]float64{{1, 1}, {0, 0}, {320, 200}, {4000, 3000}} {
		st.Resize(size[0], size[1])
		st.Tick(2)
		draw(st)
		if e := st.State().Error; e != "" {
			t.Fatalf("a window of %v stopped the scene: %s", size, e)
		}
	}
}

// TestTimeline goes forward and back, one node at a time.
func TestTimeline(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	if s := st.State(); s.Last != 5 || s.Step != 5 {
		t.Fatalf("step %d of %d, want 5 of 5", s.Step, s.Last)
	}
	if err := st.Reset(); err != nil {
		t.Fatal(err)
	}
	seen := []string{}
	for range 7 {
		st.Tick(60)
		seen = append(seen, st.State().Caption)
		st.Step()
	}
	want := []string{"inputs only", "forward: +", "forward: ×", "starts from 1", "backward: ×", "backward: +", "backward: +"}
	for i := range want {
		if !strings.Contains(seen[i], want[i]) {
			t.Errorf("step %d: %q, want %q", i, seen[i], want[i])
		}
	}
	st.Back()
	st.Tick(1)
	if s := st.State(); s.Step != 4 {
		t.Errorf("back: step %d", s.Step)
	}
	// A chip is on screen only when its number has come.
	st.Seek(1)
	st.Tick(60)
	if texts := st.Texts(); !texts.Has("3") || texts.Has("−12") {
		t.Errorf("after the first gate 3 is known and −12 is not")
	}
}

// TestTraceOnScreen: every chip on the finished graph is a number of the record.
func TestTraceOnScreen(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	on := st.Texts()
	for _, want := range []string{"−2", "5", "−4", "3", "−12", "1"} {
		if !on.Has(want) {
			t.Errorf("%s is not on screen", want)
		}
	}
	st.MustSet("x", "1.5")
	on = st.Texts()
	for _, want := range []string{"1.50", "6.50", "−26"} {
		if !on.Has(want) {
			t.Errorf("after x = 1.5, %s is not on screen", want)
		}
	}
}

func TestDragAVariableOnTheGraph(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	var at paint.Rect
	canvas := paint.NewCanvas()
	canvas.OnText = func(s string, r paint.Rect, style paint.Style) {
		if s == "x" && style.Size > 20 {
			at = r
		}
	}
	st.Draw(canvas, 1)
	if at.Empty() {
		t.Fatal("x is not on the graph")
	}
	x, y := at.Center()
	st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
	st.Input(ui.Event{Kind: ui.PointerMove, X: x, Y: y - 40})
	st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y - 40})
	st.Tick(1)
	near(t, "x", st.Metric("values.x"), 0) // 40 pixels up at 0.05 each
	near(t, "output", st.Metric("output"), -20)
	// The slider and the link follow.
	if !strings.Contains(st.State().Link, "x=0") {
		t.Errorf("link %s", st.State().Link)
	}
}

// TestTypingByKeys types an expression into the field, letter by letter.
func TestTypingByKeys(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	st.FocusByKeyboard("expression")
	st.Input(ui.Event{Kind: ui.KeyDown, Key: "a", Ctrl: true})
	for _, r := range "relu(ab)" {
		st.Input(ui.Event{Kind: ui.Input, Text: string(r)})
		st.Tick(1)
	}
	if e := st.State().Metrics["expression"]; e != "relu(ab)" {
		t.Errorf("expression = %v, error %v", e, st.State().Metrics["error"])
	}
}

// TestTypedBeyondTheSlider: a slider's end is no limit for what is typed.
func TestTypedBeyondTheSlider(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	st.MustSet("x", "250")
	near(t, "x", st.Metric("values.x"), 250)
	st.MustSet("x", "-3")
	near(t, "x", st.Metric("values.x"), -3)
}

// TestPanAndZoom moves a graph larger than its window, with one pointer, two
// fingers and the wheel; a tap still finds its gate.
func TestPanAndZoom(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 390, 844)
	st.MustSet("preset", "neuron")
	st.Tick(60)
	var r stage.Box
	for _, w := range st.State().Widgets {
		if w.ID == "graph" {
			r = w.Rect
		}
	}
	where := func(text string) paint.Rect {
		var at paint.Rect
		c := paint.NewCanvas()
		c.OnText = func(s string, box paint.Rect, _ paint.Style) {
			if s == text {
				at = box
			}
		}
		st.Draw(c, 1)
		return at
	}
	before := where("w₀")
	x, y := r.X+r.Width-30, r.Y+20
	st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y, Pointer: 1, Touch: true})
	st.Input(ui.Event{Kind: ui.PointerMove, X: x - 120, Y: y, Pointer: 1, Touch: true})
	st.Input(ui.Event{Kind: ui.PointerUp, X: x - 120, Y: y, Pointer: 1, Touch: true})
	st.Tick(1)
	if after := where("w₀"); math.Abs(before.X-120-after.X) > 1 {
		t.Errorf("a drag of −120 moved w₀ from %v to %v", before.X, after.X)
	}
	size := where("exp").W
	a, b := r.X+100, r.X+200
	st.Input(ui.Event{Kind: ui.PointerDown, X: a, Y: y, Pointer: 1, Touch: true})
	st.Input(ui.Event{Kind: ui.PointerDown, X: b, Y: y, Pointer: 2, Touch: true})
	for i := range 10 {
		d := float64(i) * 4
		st.Input(ui.Event{Kind: ui.PointerMove, X: a - d, Y: y, Pointer: 1, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerMove, X: b + d, Y: y, Pointer: 2, Touch: true})
	}
	st.Input(ui.Event{Kind: ui.PointerCancel, Pointer: 1})
	st.Input(ui.Event{Kind: ui.PointerUp, X: b, Y: y, Pointer: 2, Touch: true})
	st.Tick(1)
	if got := where("exp").W; got < size*1.4 {
		t.Errorf("two fingers from 100 to 172 apart: exp grew from %v to %v", size, got)
	}
	for range 30 {
		st.Input(ui.Event{Kind: ui.Wheel, X: a, Y: y, DY: 1, Ctrl: true})
		st.Input(ui.Event{Kind: ui.Wheel, X: a, Y: y, DY: 1, DX: 1})
	}
	st.Tick(2)
	if e := st.State().Error; e != "" {
		t.Fatal(e)
	}
}

func TestLinkRestores(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	st.MustSet("expression", "a*b+tanh(c)")
	st.MustSet("a", "3")
	st.MustSet("b", "0.25")
	st.MustSet("c", "-0.5")
	want := st.Metric("output")
	link := st.State().Link
	again := stagetest.Open(t, gates.Entry(), 390, 844)
	again.Follow(link)
	again.Tick(3)
	near(t, "output", again.Metric("output"), want)
}

func draw(st *stagetest.Stage) *paint.Canvas {
	c := paint.NewCanvas()
	st.Draw(c, 1)
	return c
}

// TestDrawEverywhere draws every preset at every step, without a display.
func TestDrawEverywhere(t *testing.T) {
	stagetest.Everywhere(t, gates.Entry(), func(st *stagetest.Stage) {
		for _, preset := range []string{"xyz", "neuron", "max", "own"} {
			st.MustSet("preset", preset)
			last := st.State().Last
			for at := 0; at <= last; at++ {
				st.DrawAt(at)
			}
		}
	})
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	s, env := gates.New(42), stagetest.Room(800, 600)
	s.Update(env)
	if n := stagetest.FigureAllocs(s, env); n > 0 {
		t.Errorf("%v allocations in a warm draw", n)
	}
}

func BenchmarkUpdateAndDraw(b *testing.B) {
	st := stagetest.Open(b, gates.Entry(), 1280, 800)
	st.Set("preset", "neuron")
	st.Tick(5)
	c := paint.NewCanvas()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		st.Set("w0", fmt.Sprint(float64(i%100)/10))
		st.Update(1.0 / 60)
		st.Draw(c, 1)
	}
}

func BenchmarkOpenLargeExpression(b *testing.B) {
	for _, c := range []struct{ name, source string }{
		{"chain500", strings.Repeat("x+", 499) + "x"},
		{"variables60", func() string {
			s := "x1"
			for i := 2; i <= 60; i++ {
				s += fmt.Sprintf("+x%d", i)
			}
			return s
		}()},
		{"products30", strings.TrimSuffix(strings.Repeat("(x+y)(y-z)+", 14), "+")},
	} {
		b.Run(c.name, func(b *testing.B) {
			st := stagetest.Open(b, gates.Entry(), 1280, 800)
			for b.Loop() {
				st.Set("expression", "x")
				st.Update(0)
				if err := st.Set("expression", c.source); err != nil {
					b.Fatal(err)
				}
				st.Update(0)
			}
		})
	}
}

// TestOnlySeveralUsesAddUp picks variables: what is said of the gradients of one
// that is used once is not what is said of one that is used twice.
func TestOnlySeveralUsesAddUp(t *testing.T) {
	for _, c := range []struct{ expression, want string }{
		{"max(x,y)*z", "Used once"},
		{"x", "Used once"},
		{"x*y+x", "they add up"},
	} {
		st := stagetest.New(t, stage.Options{Entries: []stage.Entry{gates.Entry()}, Lang: i18n.EN}, 1280, 800)
		st.MustSet("expression", c.expression)
		st.Tick(2)
		st.ClickOn("graph")
		got := ""
		for i := 0; i < 9 && !strings.Contains(got, "Variable  x"); i++ {
			st.Keys("ArrowDown")
			st.Tick(1)
			got = fmt.Sprint(st.Widget("card").Value)
		}
		if !strings.Contains(got, "Variable  x") || !strings.Contains(got, c.want) {
			t.Errorf("x of %s: %q, want %q", c.expression, got, c.want)
		}
	}
}
