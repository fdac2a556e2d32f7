package inspect

import (
	"math"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/paint"
)

// pair is a scene with two runs, each with a w of its own: (w·x)² and exp(w).
type pair struct {
	Runs
	at    float64
	tapes [2]*grad.Tape
	tr    [2]trace.Trace
	ends  [2]*grad.Var
}

func (p *pair) build(k int) func(*grad.Tape) *grad.Var {
	return func(t *grad.Tape) *grad.Var {
		w := t.Scalar("w", p.at+float64(k))
		if k == 0 {
			return grad.Square(grad.Mul(w, t.Scalar("x", 3))).Named("y")
		}
		return grad.Exp(w).Named("y")
	}
}

func (p *pair) run() {
	for k := range p.tapes {
		if p.tapes[k] == nil {
			p.tapes[k] = grad.NewTape()
		}
		p.tapes[k].Reset()
		p.ends[k] = p.build(k)(p.tapes[k])
		p.tapes[k].Backward(p.ends[k])
		p.tapes[k].Record(&p.tr[k])
	}
	p.Show(Run{p.tapes[0], &p.tr[0], p.build(0)}, Run{p.tapes[1], &p.tr[1], p.build(1)})
}

func (p *pair) Cells(dst []Cell) []Cell {
	for k := range p.ends {
		dst = p.Put(dst, paint.Rect{X: float64(50 * k), W: 40, H: 20}, k, p.ends[k].ID(), 0)
		dst = p.PutGrad(dst, paint.Rect{X: float64(50 * k), Y: 30, W: 40, H: 20}, k, 0, 0)
	}
	return p.Put(dst, paint.Rect{}, 0, 0, 0) // out of sight
}

func TestRuns(t *testing.T) {
	p := &pair{at: 0.5}
	if len(p.Trace().Nodes) != 0 || p.Explain(trace.Ref{}) != nil {
		t.Error("nothing was shown yet")
	}
	p.run()
	cells := p.Cells(nil)
	if len(cells) != 4 {
		t.Fatalf("%d cells, want 4", len(cells))
	}
	want := []string{"y.0", "w.0.grad", "y~2.0", "w~2.0.grad"}
	for i, c := range cells {
		k, _ := open(p, namer{p}.key(c.Ref))
		if k.Path() != want[i] || !k.u.Adds {
			t.Errorf("number %d is %s, want %s: %+v", i, k.Path(), want[i], k.u)
		}
		if c.Grad && (!k.u.Known || !k.u.Check.Agrees) {
			t.Errorf("%s: %+v", want[i], k.u.Check)
		}
		if at, ok := Find(p, c.Rect.X+3, c.Rect.Y+3); !ok || at.Ref != c.Ref {
			t.Errorf("at the place of %s is %v", want[i], at.Ref)
		}
	}
	if v := number(p.Trace(), cells[2].Ref); math.Abs(v-math.Exp(1.5)) > 1e-5 {
		t.Errorf("e^1.5 is %v", v)
	}
	k, _ := open(p, "y~2.0>w~2.0")
	p.at = 1
	p.run()
	k.Refresh()
	if k.u.Value != 2 || k.Path() != "y~2.0>w~2.0" {
		t.Errorf("after the run w is %v, the way %s", k.u.Value, k.Path())
	}
	if n := testing.AllocsPerRun(10, func() { p.Show(p.runs...) }); n > 0 {
		t.Errorf("showing the same runs again allocates %v times", n)
	}
	p.Show(Run{p.tapes[1], &p.tr[1], nil}) // another run in the first place
	k, _ = open(p, "y.0")
	if k.u.Op != "exp" || len(p.Trace().Nodes) != 2 {
		t.Errorf("the only run left ends with %s", k.u.Op)
	}
}

// TestRefreshLeavesOtherRuns: a number whose place in the record belongs to
// another value now is no longer unfolded.
func TestRefreshLeavesOtherRuns(t *testing.T) {
	l := newLab(3, 2)
	k, _ := open(l, "loss>y.1")
	l.tape.Reset()
	l.tape.Backward(grad.Sum(grad.Exp(l.tape.Input("other", tensor.New(2)))))
	l.tape.Record(&l.tr)
	for range 8 {
		l.tr.Nodes = append(l.tr.Nodes, l.tr.Nodes[0])
	}
	k.Refresh()
	if k.IsOpen() {
		t.Errorf("%s stays unfolded", k.Path())
	}
}
