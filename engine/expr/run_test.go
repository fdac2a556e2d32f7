package expr

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"gradtheatre/engine/trace"
)

func compute(t *testing.T, source string, at map[string]float64) *Run {
	t.Helper()
	e, err := Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	values := make([]float64, len(e.Vars))
	for i, name := range e.VarNames() {
		v, ok := at[name]
		if !ok {
			t.Fatalf("%s: no value for %s", source, name)
		}
		values[i] = v
	}
	r := NewRun(e)
	r.Compute(values)
	return r
}

// TestWorkedExamples holds the three lecture examples against the published figures.
func TestWorkedExamples(t *testing.T) {
	raw, err := os.ReadFile("../testdata/conformance/worked-examples.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Examples []struct {
			Name    string
			Inputs  map[string]any
			Forward map[string]any
			Grads   map[string]any
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	sources := map[string]string{
		"cs231n_xyz":            "(x+y)z",
		"cs231n_sigmoid_neuron": "1/(1+exp(-(w0x0+w1x1+w2)))",
		"cs231n_max_gate":       "2(xy+max(z,w))",
		"karpathy_tanh_neuron":  "tanh(x1w1+x2w2+b)",
	}
	outputs := map[string]string{"karpathy_tanh_neuron": "o"}
	done := 0
	for _, x := range file.Examples {
		source, ok := sources[x.Name]
		if !ok {
			continue
		}
		done++
		t.Run(x.Name, func(t *testing.T) {
			at := map[string]float64{}
			for name, v := range x.Inputs {
				at[name] = v.(float64)
			}
			r := compute(t, source, at)
			out := "f"
			if o, ok := outputs[x.Name]; ok {
				out = o
			}
			near(t, out, r.Out(), x.Forward[out].(float64))
			for i, name := range r.Expr.VarNames() {
				want, ok := x.Grads["d_"+name]
				if !ok {
					want = x.Grads[name]
				}
				got, _ := r.Grad(r.Expr.Vars[i])
				near(t, "d_"+name, got, want.(float64))
			}
		})
	}
	if done != len(sources) {
		t.Errorf("%d worked examples found, want %d", done, len(sources))
	}
}

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-6+1e-5*math.Abs(want)) {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

// TestSigmoidNeuronSteps holds every intermediate of the expanded neuron.
func TestSigmoidNeuronSteps(t *testing.T) {
	r := compute(t, "1/(1+exp(-(w0x0+w1x1+w2)))", map[string]float64{"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3})
	want := map[Kind][2]float64{Div: {0.7310585786, 1}, Exp: {0.3678794412, -0.5344466454}, Neg: {-1, -0.1966119332}}
	for i, n := range r.Expr.Nodes {
		if w, ok := want[n.Kind]; ok {
			g, _ := r.Grad(i)
			near(t, n.Kind.String(), r.Value(i), w[0])
			near(t, "d_"+n.Kind.String(), g, w[1])
		}
	}
}

// TestLinksAddUp: what flows down the edges out of a node's uses is its
// gradient, is what the tape's own terms say, and is what a nudge finds.
func TestLinksAddUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	for _, source := range []string{
		"(x+y)z", "x*x", "x*x*x+x", "x/y-y/x", "max(x,y)min(y,z)", "relu(x)+relu(-x)", "abs(x-y)^2", "exp(x)log(abs(y)+2)",
		"sqrt(x^2+y^2+1)", "σ(wx+b)-tanh(wx-b)", "-x^3+2x^2-x", "(x+y)(x-y)/(1+z²)", "2^x", "abs(x)^y",
	} {
		e, err := Parse(source)
		if err != nil {
			t.Fatal(err)
		}
		r := NewRun(e)
		for range 20 {
			values := make([]float64, len(e.Vars))
			for i := range values {
				values[i] = math.Round(rng.NormFloat64()*200)/100 + 0.001
			}
			r.Compute(values)
			for i := range e.Nodes {
				g, ok := r.Grad(i)
				if !ok {
					continue
				}
				down, uses := 0.0, 0
				for _, l := range r.Links {
					if l.From == i && l.Flows {
						down += l.Down
						uses++
					}
				}
				tol := 2e-5 * max(1, math.Abs(g))
				if uses > 0 && math.Abs(down-g) > tol {
					t.Errorf("%s at %v: edges bring %v to node %d, recorded %v", source, values, down, i, g)
				}
				if s := trace.Sum(r.ExplainGrad(i)); uses > 0 && math.Abs(s-g) > tol {
					t.Errorf("%s at %v: terms of node %d sum to %v, recorded %v", source, values, i, s, g)
				}
				if d := r.Diffs[i]; !d.Kink && (!d.Known || !d.Agrees) {
					t.Errorf("%s at %v: node %d (%v) gradient %v, difference %+v", source, values, i, e.Nodes[i].Kind, g, d)
				}
			}
		}
	}
}

func TestEvalMatchesTape(t *testing.T) {
	e, err := Parse("σ(x)+tanh(y)·relu(z)/abs(w)−√(x²+1)+ln(y²+2)min(x,max(y,z))-2^w+exp(−x)")
	if err != nil {
		t.Fatal(err)
	}
	r := NewRun(e)
	values := []float64{0.7, -1.3, 2.2, 0.4}
	r.Compute(values)
	dst := make([]float64, len(e.Nodes))
	e.Eval(dst, values)
	for i := range dst {
		near(t, e.Nodes[i].Kind.String(), r.Value(i), dst[i])
	}
}

func TestDifferenceAtCorners(t *testing.T) {
	r := compute(t, "max(x,y)", map[string]float64{"x": 1, "y": 1})
	if d := r.Diffs[r.Expr.Vars[0]]; !d.Kink {
		t.Errorf("a tie of max is a corner: %+v", d)
	}
	r = compute(t, "relu(x)", map[string]float64{"x": 0})
	if d := r.Diffs[0]; !d.Kink || d.Agrees {
		t.Errorf("relu at 0 is a corner where the one-sided answer differs: %+v", d)
	}
	r = compute(t, "log(x)", map[string]float64{"x": -1})
	if d := r.Diffs[0]; d.Known {
		t.Errorf("no difference where the value is NaN: %+v", d)
	}
}

// TestDifferenceAtTies: where corners make up for each other the two sides agree, and
// yet back-propagation takes another slope; what is not in a corner stays a difference.
func TestDifferenceAtTies(t *testing.T) {
	for _, c := range []struct {
		source string
		x      float64
		tie    bool
	}{
		{"relu(x)-relu(-x)+y", 0, true}, {"abs(x)+x-2relu(x)+y", 0, true}, {"relu(x)-relu(-x)+y", 0.5, false},
		{"max(x,y)+min(x,y)", 2, false}, // each gets half of either: 1, as it should be
		{"max(2x,4)+min(2x,x+2)", 2, false}, {"relu(x*x)", 0, false},
	} {
		r := compute(t, c.source, map[string]float64{"x": c.x, "y": 2})
		x := r.Expr.Vars[0]
		d := r.Diffs[x]
		if d.Tie != c.tie || d.Tie && (!d.Kink || d.Agrees || math.Abs(d.Left-d.Right) > 1e-6) || !c.tie && !d.Agrees && !d.Kink {
			g, _ := r.Grad(x)
			t.Errorf("%s at %v: gradient %v, %+v", c.source, c.x, g, d)
		}
	}
	e, err := Parse("relu(x)-relu(-x)")
	if err != nil {
		t.Fatal(err)
	}
	if d := e.Difference(0, 5, []float64{1}, make([]float64, len(e.Nodes))); d.Tie || d.Kink || d.Agrees {
		t.Errorf("a wrong gradient away from every corner is a difference: %+v", d)
	}
}

func TestNumbersOnly(t *testing.T) {
	r := compute(t, "2*3+1", nil)
	if r.Out() != 7 {
		t.Errorf("2*3+1 = %v", r.Out())
	}
	if _, ok := r.Grad(r.Expr.Root); ok {
		t.Error("a gradient without a variable")
	}
}

// TestComputeAllocatesNothing: dragging a value costs no garbage.
func TestComputeAllocatesNothing(t *testing.T) {
	r := compute(t, "1/(1+exp(-(w0x0+w1x1+w2)))", map[string]float64{"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3})
	values := []float64{1, 2, 3, 4, 5}
	if n := testing.AllocsPerRun(50, func() { values[0] += 0.01; r.Compute(values) }); n != 0 {
		t.Errorf("%v allocations in a warm run", n)
	}
}

func BenchmarkComputeSigmoidNeuron(b *testing.B) {
	e, err := Parse("1/(1+exp(-(w0x0+w1x1+w2)))")
	if err != nil {
		b.Fatal(err)
	}
	r := NewRun(e)
	values := []float64{2, -1, -3, -2, -3}
	b.ReportAllocs()
	for b.Loop() {
		r.Compute(values)
	}
}
