package grad

import (
	"slices"
	"testing"

	"gradtheatre/engine/tensor"
)

// TestFirstSeen: a row is new where no row before it has the same numbers above
// 0, in all tensors together; it is told by the numbers that switched.
func TestFirstSeen(t *testing.T) {
	tape := NewTape()
	a := tape.Input("a", tensor.From([]tensor.Elem{0, -1, 2, 1, 3, 0, 5, -1, 0, 0}, 5, 2))
	b := tape.Input("b", tensor.From([]tensor.Elem{1, 1, 1, 0, 7}, 5, 1))
	y := FirstSeen(a, b)
	if want := []tensor.Elem{1, 1, 1, 1, 0}; !slices.Equal(y.Value.Data(), want) {
		t.Fatalf("new are %v, want %v", y.Value.Data(), want)
	}
	for cell, want := range [][]float64{{0, -1, 1}, {0, 2, -1, 1}, {1, 0}, {1, 0}, {0, 0, 7}} {
		var got []float64
		for _, f := range Explain(y, cell)[0].Factors {
			got = append(got, f.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("row %d is made of %v, want %v", cell, got, want)
		}
	}
	// One that is new must stay so though another pattern hashes to the same.
	p := &firstSeen{seen: map[uint64]int{}}
	in := []*Var{a, b}
	p.put(in, 0)
	clash := &firstSeen{seen: map[uint64]int{}}
	clash.put(in, 1)
	for sum := range clash.seen {
		p.seen[sum] = 0
	}
	if p.put(in, 1) != 1 || p.put(in, 1) != 0 {
		t.Error("patterns with the same hash are taken for one")
	}
}
