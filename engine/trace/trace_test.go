package trace_test

import (
	"fmt"
	"testing"

	"gradtheatre/engine/trace"
)

// run is y = w·x + b at w = 2, x = 3, b = 1, as a tape would record it.
var run = trace.Trace{Nodes: []trace.Node{
	{ID: 0, Op: "param", Name: "w", Shape: []int{}, Value: []float64{2}, Grad: []float64{3}},
	{ID: 1, Op: "input", Name: "x", Shape: []int{}, Value: []float64{3}},
	{ID: 2, Op: "param", Name: "b", Shape: []int{}, Value: []float64{1}, Grad: []float64{1}},
	{ID: 3, Op: "linear", Name: "y", Inputs: []int{1, 0, 2}, Shape: []int{}, Value: []float64{7}, Grad: []float64{1}, Attrs: []trace.Attr{{Name: "groups", Value: 1}}},
}}

// A record is read without computing: the terms of a number sum to it.
func Example() {
	y := run.Find("y")
	terms := []trace.Term{
		{Factors: []trace.Factor{{Ref: trace.Ref{Node: 1}, Symbol: "x", Value: 3}, {Ref: trace.Ref{Node: 0}, Symbol: "w", Value: 2}}, Value: 6},
		{Factors: []trace.Factor{{Ref: trace.Ref{Node: 2}, Symbol: "b", Value: 1}}, Value: 1},
	}
	for _, t := range terms {
		for _, f := range t.Factors {
			fmt.Print(f.Symbol, "=", f.Value, " ")
		}
		fmt.Println("→", t.Value)
	}
	fmt.Println(y.Op, y.Value[0] == trace.Sum(terms))
	// Output:
	// x=3 w=2 → 6
	// b=1 → 1
	// linear true
}

func TestFindAndAttr(t *testing.T) {
	if run.Find("z") != nil {
		t.Error("found a node that is not there")
	}
	y := run.Find("y")
	if v, ok := y.Attr("groups"); !ok || v != 1 {
		t.Errorf("groups is %v, %v", v, ok)
	}
	if _, ok := y.Attr("stride"); ok {
		t.Error("a setting that is not there")
	}
}
