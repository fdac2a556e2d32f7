package inspect

import (
	"math"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// lab is a run of two layers and a loss, the way a scene gives it.
type lab struct {
	x, t   *tensor.Tensor
	w1, w2 *grad.Param
	b      *grad.Param
	tape   *grad.Tape
	probe  *grad.Tape
	tr     trace.Trace
}

func (l *lab) build(t *grad.Tape) *grad.Var {
	h := grad.Tanh(grad.Linear(t.Input("x", l.x), t.Param(l.w1), t.Param(l.b)).Named("z1")).Named("a1")
	y := grad.Linear(h, t.Param(l.w2), nil).Named("y")
	return grad.MSE(y, t.Const("t", l.t)).Named("loss")
}

func newLab(in, hidden int) *lab {
	l := &lab{x: tensor.New(1, in), t: tensor.New(1, 2), w1: grad.NewParam("W1", tensor.New(hidden, in)), w2: grad.NewParam("W2", tensor.New(2, hidden)),
		b: grad.NewParam("b1", tensor.New(hidden)), tape: grad.NewTape(), probe: grad.NewTape()}
	for k, d := range [][]tensor.Elem{l.x.Data(), l.t.Data(), l.w1.Value.Data(), l.w2.Value.Data(), l.b.Value.Data()} {
		for i := range d {
			d[i] = tensor.Elem(math.Sin(float64(7*i+3*k+1)) / math.Sqrt(float64(1+k*in)))
		}
	}
	l.run()
	return l
}

func (l *lab) run() {
	l.tape.Reset()
	l.w1.ZeroGrad()
	l.w2.ZeroGrad()
	l.b.ZeroGrad()
	l.tape.Backward(l.build(l.tape))
	l.tape.Record(&l.tr)
}

func (l *lab) Trace() *trace.Trace                { return &l.tr }
func (l *lab) Explain(ref trace.Ref) []trace.Term { return Explain(l.tape, ref) }
func (l *lab) Check(ref trace.Ref) (c Check, ok bool) {
	return Difference(l.probe, l.build, &l.tr, ref)
}
func (l *lab) Cells(dst []Cell) []Cell {
	for i := range l.tr.Nodes {
		dst = append(dst, Cell{Ref: trace.Ref{Node: i}, Rect: paint.Rect{X: float64(40 * i), W: 30, H: 20}})
	}
	return dst
}

func open(l Provenance, path string) (*Panel, *ui.Look) {
	k := NewPanel()
	if err := k.SetPath(l, path); err != nil {
		panic(err)
	}
	lk := &ui.Look{Theme: theme.Dark(), Lang: i18n.EN}
	k.Layout(paint.Rect{X: 800, Y: 50, W: 400, H: 600}, lk, false)
	return k, lk
}

// adds holds what the inspector shows against the record.
func adds(t *testing.T, u *Unfolding) {
	t.Helper()
	sum, size := u.Rest, math.Abs(u.Value)+math.Abs(u.Rest)
	for _, i := range u.Order[:u.Shown] {
		sum += u.Terms[i].Value
		size += math.Abs(u.Terms[i].Value)
	}
	if len(u.Terms) > 0 && (math.Abs(sum-u.Value) > 1e-5*size || !u.Adds) {
		t.Errorf("%v: shown and folded terms add up to %v, the record has %v", u.Ref, sum, u.Value)
	}
}

// TestEveryNumberAddsUp unfolds every value and gradient of a run with 300
// inputs, and every gradient's check.
func TestEveryNumberAddsUp(t *testing.T) {
	l := newLab(300, 5)
	checked := 0
	for node := range l.tr.Nodes {
		n := &l.tr.Nodes[node]
		for cell := range n.Value {
			for _, g := range []bool{false, true} {
				ref := trace.Ref{Node: node, Cell: cell, Grad: g}
				if !valid(&l.tr, ref) {
					continue
				}
				var u Unfolding
				p := Provenance(l)
				if cell%50 != 0 { // the check runs the network five times
					p = struct{ Provenance }{l}
				}
				u.unfold(p, ref, 0)
				adds(t, &u)
				if u.Known {
					checked++
					if !u.Check.Agrees {
						t.Errorf("%s %v: nudged %v, recorded %v", n.Name, ref, u.Check.Value, u.Value)
					}
				}
			}
		}
	}
	if checked < 30 {
		t.Errorf("only %d gradients were checked", checked)
	}
}

// TestDigitsNetworkAddsUp unfolds numbers of every layer of the digits network,
// whose convolutions and dense layers have up to 784 terms.
func TestDigitsNetworkAddsUp(t *testing.T) {
	p := digitsRun()
	tr := p.tr
	long := 0
	for node := range tr.Nodes {
		n := len(tr.Nodes[node].Value)
		for _, cell := range []int{0, n / 3, n / 2, n - 1} {
			var u Unfolding
			u.unfold(p, trace.Ref{Node: node, Cell: cell}, 0)
			adds(t, &u)
			if len(u.Terms) > few {
				long++
				if u.Shown >= few || math.Abs(u.Terms[u.Order[0]].Value) < math.Abs(u.Terms[u.Order[len(u.Order)-1]].Value) {
					t.Errorf("%v: %d of %d shown, not the largest first", u.Ref, u.Shown, len(u.Terms))
				}
			}
		}
	}
	if long < 8 {
		t.Errorf("only %d long sums", long)
	}
}

type recorded struct {
	tape *grad.Tape
	tr   *trace.Trace
}

func (r *recorded) Trace() *trace.Trace                { return r.tr }
func (r *recorded) Explain(ref trace.Ref) []trace.Term { return Explain(r.tape, ref) }
func (r *recorded) Cells(dst []Cell) []Cell            { return dst }

// TestWayBack goes from the loss to an input by keys alone, and back.
func TestWayBack(t *testing.T) {
	l := newLab(3, 2)
	k, lk := open(l, "loss")
	key := func(name string) {
		k.Key(ui.Event{Kind: ui.KeyDown, Key: name})
		k.Layout(k.rect, lk, false)
	}
	for i := range 8 {
		if k.u.Op == "input" {
			break
		}
		key("ArrowDown")
		if i > 0 { // the second factor: what goes into the layer
			key("ArrowRight")
		}
		key("Enter")
	}
	if k.u.Op != "input" && k.u.Op != "param" || len(k.path) < 3 {
		t.Fatalf("the way ends at %s: %s", k.u.Op, k.Path())
	}
	n := len(k.path)
	key("g")
	if s := k.State(); s.Mode != "gradient" || s.Difference == nil || !s.Agrees || !s.Adds {
		t.Errorf("gradient: %+v", s)
	}
	key("Backspace")
	if len(k.path) != n-1 {
		t.Errorf("back: %s", k.Path())
	}
	way := k.Path()
	other, _ := open(l, way)
	if other.Path() != way || other.State().Value != k.State().Value {
		t.Errorf("the way %q leads to %q", way, other.Path())
	}
	key("c")
	if s := k.State(); s.Mode != "code" || !strings.HasPrefix(s.File, "engine/grad/") || !strings.Contains(k.page.words, "func ") {
		t.Errorf("code: %+v, %.80s", s, k.page.words)
	}
	key("Escape")
	if k.IsOpen() || k.Path() != "" || len(k.Widgets()) != 0 {
		t.Error("Escape leaves it open")
	}
}

// TestBeginning: where going back begins it says why the gradient is 1, to those who
// cannot see it too; further up nothing of the kind.
func TestBeginning(t *testing.T) {
	l := newLab(3, 4)
	for lang, want := range map[i18n.Lang]string{i18n.EN: "∂L/∂L = 1", i18n.ZH: "反向从这里开始"} {
		for path, there := range map[string]bool{"loss.0.grad": true, "y.0.grad": false, "loss.0": false} {
			k, lk := open(l, path)
			lk.Lang = lang
			k.Layout(paint.Rect{X: 880, Y: 52, W: 400, H: 700}, lk, false)
			shown := false
			for i := range k.page.body {
				shown = shown || strings.Contains(k.page.body[i].text, want)
			}
			if shown != there || strings.Contains(k.page.words, want) != there {
				t.Errorf("%s of %s: shown %v, read out: %s", path, lang.Code(), shown, k.page.words)
			}
		}
	}
}

// TestMore shows more and more of a long sum, until nothing is folded.
func TestMore(t *testing.T) {
	l := newLab(60, 2)
	k, lk := open(l, "z1.1")
	for range 9 {
		adds(t, &k.u)
		for i := range k.page.targets {
			if k.page.targets[i].id == "inspect-more" {
				k.page.targets[i].Press()
				break
			}
		}
		k.Layout(k.rect, lk, false)
	}
	if k.u.Shown != 61 || k.u.Rest != 0 {
		t.Errorf("%d of %d shown, %v folded", k.u.Shown, len(k.u.Terms), k.u.Rest)
	}
	c := paint.NewCanvas()
	c.Begin(1280, 800, 1)
	k.Draw(c, lk)
}

// TestFollowsTheRun changes a weight and sees the number follow.
func TestFollowsTheRun(t *testing.T) {
	l := newLab(3, 2)
	k, _ := open(l, "z1.0")
	before := k.u.Value
	l.w1.Value.Data()[0] += 1
	l.w1.Value.Touch()
	l.run()
	k.Refresh()
	if k.u.Value == before || !k.u.Adds {
		t.Errorf("z1 is still %v", before)
	}
	l.tr.Nodes = l.tr.Nodes[:2]
	k.Refresh()
	if k.IsOpen() {
		t.Error("a number that is gone stays unfolded")
	}
}

func TestRefuses(t *testing.T) {
	l := newLab(3, 2)
	k := NewPanel()
	for _, s := range []string{"nobody", "z1.99", "z1.-1", "z1.x", ".", "#999", "x.0.grad.grad", "z1.0>"} {
		if err := k.SetPath(l, s); err == nil || k.IsOpen() {
			t.Errorf("%q is taken: %v", s, err)
		}
	}
	if err := k.SetPath(l, "nobody"); !strings.Contains(err.Error(), "x.0") {
		t.Errorf("the error names no number that would do: %v", err)
	}
}

func TestFormula(t *testing.T) {
	st := paint.Style{Font: paint.Math, Size: 20}
	for in, want := range map[string]string{
		"x": "x", "w_{12}": "w₁₂", "z^{1}_{2}": "z¹₂", `\frac{∂L}{∂x}`: "∂L/∂x", `\frac{1}{1 + e^{−x}}`: "1/(1 + e^(−x))",
		"x^2 + y": "x² + y", `\frac{a`: "a/", "_": "", "}": "", "x_": "x",
	} {
		f := Parse(in)
		if got := f.Plain(); got != want {
			t.Errorf("%q reads %q, want %q", in, got, want)
		}
		c := paint.NewCanvas()
		c.Begin(200, 100, 1)
		f.Draw(c, 10, 50, st)
		if w := f.Width(st); w < 0 || w > 400 {
			t.Errorf("%q is %v wide", in, w)
		}
	}
}

// TestTermsWrap: on a phone a term with long names goes on below; all its factors can
// be pressed, its figures are whole, and nothing lies outside the panel or on the next.
func TestTermsWrap(t *testing.T) {
	tape, tr := grad.NewTape(), &trace.Trace{}
	x := tape.Input("validation_prediction", tensor.From([]tensor.Elem{-1.2345, 0.5678, 123.4}, 3, 1))
	y := tape.Input("validation_target", tensor.From([]tensor.Elem{0.1234, 0.9876, 0.3333}, 3, 1))
	loss := grad.BCEWithLogits(x, y)
	tape.Backward(loss)
	tape.Record(tr)
	p := &Runs{}
	p.Show(Run{Tape: tape, Record: tr})
	for _, lang := range []i18n.Lang{i18n.ZH, i18n.EN} {
		k, lk := NewPanel(), &ui.Look{Theme: theme.Light(), Lang: lang}
		k.Open(bare{p}, trace.Ref{Node: loss.ID()})
		k.Layout(paint.Rect{W: 358, H: 500}, lk, true)
		factors := map[int]int{}
		bottom := 0.0
		for i := range k.page.targets {
			g := &k.page.targets[i]
			switch {
			case g.row == whole:
				if g.rect.Y < bottom || g.rect.H <= rowHigh {
					t.Errorf("the row %v begins above %v", g.rect, bottom)
				}
				bottom = g.rect.Bottom()
			case g.body:
				factors[g.row]++
				if g.rect.Right() > 358-16 || g.rect.Bottom() > bottom {
					t.Errorf("%s lies at %v, out of its row", g.label.EN, g.rect)
				}
			}
		}
		if len(factors) != 3 || factors[0] != 2 || factors[2] != 2 {
			t.Errorf("the factors that can be pressed: %v", factors)
		}
		whole := 0
		for _, it := range k.page.body {
			if it.text == "…" {
				t.Error("a factor is left out")
			}
			for i := range k.u.Terms {
				if it.text == figures(&k.u.Terms[i]) && it.box.W > 0 && it.box.H >= paint.WrapHeight(it.text, it.box.W, it.style, figureLine) {
					whole++
				}
			}
		}
		if whole != 3 {
			t.Errorf("%d of 3 terms have their figures whole", whole)
		}
	}
}
