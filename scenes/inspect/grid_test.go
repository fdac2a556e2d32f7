package inspect

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/models"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

func digitsRun() *recorded {
	m := models.NewDigits(rand.New(rand.NewPCG(3, 5)))
	x := tensor.New(1, 1, data.DigitSize, data.DigitSize)
	for i := range x.Data() {
		x.Data()[i] = tensor.Elem(max(0, math.Sin(float64(i)/9)))
	}
	tape, tr := grad.NewTape(), &trace.Trace{}
	m.Predict(tape.Const("x", x))
	tape.Record(tr)
	return &recorded{tape, tr}
}

// TestMatrix walks over the 50,176 weights of the digits' dense layer: what is
// laid out stays small, and the keys go where they say.
func TestMatrix(t *testing.T) {
	const rows, cols = 64, 784
	p := digitsRun()
	k, lk := open(p, "fc1>fc1.weight.9000")
	key := func(name string) {
		k.Key(ui.Event{Kind: ui.KeyDown, Key: name})
		k.Layout(k.rect, lk, false)
	}
	at := func() (row, col int) { return k.at().Cell / cols, k.at().Cell % cols }
	key("m")
	if s := k.State(); s.Mode != "matrix" || len(s.Path) != 2 {
		t.Fatalf("the key m shows %+v", s)
	}
	row, col := 9000/cols, 9000%cols
	page := int(k.page.view.H/gridHigh) - 1
	for _, step := range []struct {
		key      string
		row, col int
	}{{"ArrowRight", 0, 1}, {"ArrowDown", 1, 0}, {"ArrowLeft", 0, -1}, {"ArrowUp", -1, 0}, {"PageDown", page, 0}, {"End", 0, cols}, {"ArrowRight", 0, 1},
		{"PageDown", rows, 0}, {"PageDown", rows, 0}, {"Home", 0, -cols}, {"ArrowLeft", 0, -1}, {"PageUp", -rows, 0}} {
		key(step.key)
		if step.key == "PageDown" && step.row == rows {
			step.row = page
		} else if step.key == "PageUp" {
			step.row = -page
		}
		row, col = min(max(row+step.row, 0), rows-1), min(max(col+step.col, 0), cols-1)
		if r, c := at(); r != row || c != col {
			t.Fatalf("%s leads to row %d, column %d, want %d, %d", step.key, r, c, row, col)
		}
		seen := false
		for i := range k.page.targets {
			g := &k.page.targets[i]
			seen = seen || g.id == k.targetID() && !g.Rect().Empty()
		}
		if !seen {
			t.Errorf("%s: the number is out of sight", step.key)
		}
		if len(k.page.targets) > 250 || len(k.page.body) > 1000 {
			t.Errorf("%d targets and %d things are laid out", len(k.page.targets), len(k.page.body))
		}
	}
	if got := k.State().Value; got != p.tr.Nodes[k.at().Node].Value[k.at().Cell] {
		t.Errorf("the value is %v", got)
	}
	k.Handle(ui.Event{Kind: ui.Wheel, DY: 8})
	c := paint.NewCanvas()
	c.Begin(1280, 800, 1)
	k.Draw(c, lk)
	if n := testing.AllocsPerRun(20, func() { c.Begin(1280, 800, 1); k.Draw(c, lk) }); n > 2 {
		t.Errorf("a warm frame allocates %v times", n)
	}
	key("Enter")
	if s := k.State(); s.Mode != "value" || s.Op != "param" {
		t.Errorf("Enter unfolds %+v", s)
	}
	key("Backspace")
	if len(k.path) != 1 || k.State().Op != "linear" {
		t.Errorf("back: %s", k.Path())
	}
}

func (k *Panel) targetID() string {
	for i := range k.page.targets {
		if t := &k.page.targets[i]; t.body && t.id == "matrix-"+strconv.Itoa(k.at().Cell) {
			return t.id
		}
	}
	return "nothing"
}

// TestMatrixShapes lays out values of every number of dimensions.
func TestMatrixShapes(t *testing.T) {
	for _, c := range []struct {
		shape      []int
		rows, cols int
		name       string // of the last row
	}{{nil, 1, 1, "1"}, {[]int{5}, 5, 1, "5"}, {[]int{1, 7}, 7, 1, "7"}, {[]int{3, 4}, 3, 4, "3"}, {[]int{1, 8, 28, 28}, 224, 28, "8,28"}} {
		n := trace.Node{Shape: c.shape}
		g := gridOf(&n)
		if g.rows != c.rows || g.cols != c.cols {
			t.Errorf("%v lies as %v", c.shape, g)
		}
		if name := rowName(c.shape, g, g.rows-1); len(c.shape) > 0 && name != c.name {
			t.Errorf("%v: the last row is %q, want %q", c.shape, name, c.name)
		}
	}
	for v, want := range map[float64]string{0: "0", 0.12345: "0.123", -3: "−3", 12.345: "12.3", 1234.5: "1234", 1e-5: "1e−5", math.Inf(1): "∞"} {
		if got := brief(v); got != want && !(v == 1234.5 && got == "1235") {
			t.Errorf("%v is written %q, want %q", v, got, want)
		}
	}
}
