package grad

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"gradtheatre/engine/tensor"
)

// TestEverySourceIsThere holds the embedded files against those on disk, and
// looks up every op that names itself in one of them.
func TestEverySourceIsThere(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	constant := regexp.MustCompile(`(?m)(?:\) name\(\) string \{ return|^\tname: +)\s*"(\w+)"`)
	found := 0
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		disk, err := os.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range constant.FindAllStringSubmatch(string(disk), -1) {
			found++
			src, ok := SourceOf(m[1])
			if !ok {
				t.Errorf("%s: op %q has no source", e.Name(), m[1])
				continue
			}
			if src.Forward.Empty() || src.Backward.Empty() {
				t.Errorf("%s: op %q: forward %v, backward %v", src.File, m[1], src.Forward, src.Backward)
			}
			onDisk, err := os.ReadFile(src.File)
			if err != nil || string(onDisk) != strings.Join(src.Lines, "\n") {
				t.Errorf("%s is not the file that was compiled: %v", src.File, err)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d ops looked up", found)
	}
}

func TestSourceOf(t *testing.T) {
	for op, want := range map[string][2]string{
		"linear":  {"func Linear(", "func (p *linear) backward("},
		"sigmoid": {"func Sigmoid(", ") backward("},
		"mul":     {"var mulGate = gate{", "var mulGate = gate{"},
		"conv2d":  {"func ", ") backward("},
		"softmax": {"func Softmax(", "func (p *softmax) backward("},
	} {
		src, ok := SourceOf(op)
		if !ok {
			t.Fatalf("%s has no source", op)
		}
		for i, s := range []Span{src.Forward, src.Backward} {
			if text := strings.Join(src.Lines[s.From:s.To], "\n"); !strings.Contains(text, want[i]) || !strings.HasSuffix(text, "}") {
				t.Errorf("%s: lines %v are\n%s", op, s, text)
			}
		}
	}
	for _, op := range []string{"slice", "concat", "pad", "layer_norm", "batch_norm", "group_norm"} {
		if src, ok := SourceOf(op); !ok || src.Forward.Empty() {
			t.Errorf("%s has no source", op)
		}
	}
	for op, want := range map[string][2]string{
		"slice":           {"func Slice(", "func (p *rearrange) backward("},
		"layer_norm":      {"func LayerNorm(", "func (o *norm) backward("},
		"batch_norm_mean": {"func normalize(", "func (o *norm) backward("},
		"lstm_sum":        {"func (o *recur) step(", "func (o *recur) backward("},
		"lstm_cell":       {"func runLSTM(", "func (o *lstm) backward("},
		"rnn_relu":        {"func runRNN(", "func (o *rnn) backward("},
		"relu":            {"func ReLU(", "func (*relu) backward("},
	} {
		value, a := SourceOf(op)
		derivative, b := DerivativeSourceOf(op)
		for i, s := range []struct {
			src  Source
			span Span
		}{{value, value.Forward}, {derivative, derivative.Backward}} {
			if text := strings.Join(s.src.Lines[s.span.From:s.span.To], "\n"); !a || !b || !strings.Contains(text, want[i]) {
				t.Errorf("%s: %s, lines %v are\n%s", op, s.src.File, s.span, text)
			}
		}
	}
	for _, op := range []string{"", "input", "param", "x", "no such op"} {
		if src, ok := SourceOf(op); ok {
			t.Errorf("%q is in %s", op, src.File)
		}
	}
}

// TestNudge compares differences of nudged runs with Backward, for a leaf, a
// parameter and a value in between, and sees that the parameter stays.
func TestNudge(t *testing.T) {
	w := NewParam("w", tensor.From([]tensor.Elem{0.5, -1, 2, 0.25}, 2, 2))
	x := tensor.From([]tensor.Elem{1, -2}, 1, 2)
	build := func(tp *Tape) *Var {
		return Sum(Square(Tanh(Linear(tp.Input("x", x), tp.Param(w), nil))))
	}
	tp := NewTape()
	l := build(tp)
	tp.Backward(l)
	probe := NewTape()
	probe.NoGrad = true
	loss := func(node, cell int, by float64) float64 {
		probe.Reset()
		probe.Nudge(node, cell, by)
		return build(probe).Item()
	}
	const h = 1.0 / 128
	for node := range l.ID() {
		v := tp.Var(node)
		for cell := range v.Value.Len() {
			got := (loss(node, cell, h) - loss(node, cell, -h)) / (2 * h)
			if want := float64(v.Grad.Data()[cell]); got-want > 2e-3 || want-got > 2e-3 {
				t.Errorf("%s %d[%d]: %v, want %v", v.Op(), node, cell, got, want)
			}
		}
	}
	if w.Value.Data()[0] != 0.5 || x.Data()[0] != 1 || loss(0, 0, 0) != l.Item() {
		t.Error("a nudge stays behind")
	}
}
