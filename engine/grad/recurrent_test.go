package grad

import (
	"testing"

	"gradtheatre/engine/tensor"
)

// weightShapes of one layer and direction, biases included.
func weightShapes(c Cell, input, hidden int) [][]int {
	g := c.Gates() * hidden
	return [][]int{{g, input}, {g, hidden}, {g}, {g}}
}

func weightsOf(in []*Var) RecurrentWeights { return RecurrentWeights{in[0], in[1], in[2], in[3]} }

// only returns the first value and drops the others.
func only(y, _ *Var) *Var { return y }

func second(_, c *Var) *Var { return c }

func TestRecurrentCells(t *testing.T) {
	for _, c := range []Cell{TanhCell, LSTMCell, GRUCell} {
		run := func(x, h0, c0 *Var, w RecurrentWeights) *Var { y, _ := c.run(x, h0, c0, w, 0, false); return y }
		sequence := append([][]int{{3, 2, 2}, {1, 2, 3}, {1, 2, 3}}, weightShapes(c, 2, 3)...)
		step := append([][]int{{2, 2}, {2, 3}, {2, 3}}, weightShapes(c, 2, 3)...)
		for _, g := range []graph{
			{c.String() + " over a sequence", sequence, func(_ *Tape, in []*Var) *Var { return run(in[0], in[1], in[2], weightsOf(in[3:])) }},
			{c.String() + " backwards", sequence, func(_ *Tape, in []*Var) *Var {
				y, _ := c.run(in[0], in[1], in[2], weightsOf(in[3:]), 0, true)
				return y
			}},
			{c.String() + " from zeros", sequence, func(_ *Tape, in []*Var) *Var { return run(in[0], nil, nil, weightsOf(in[3:])) }},
			{c.String() + " without biases", sequence, func(_ *Tape, in []*Var) *Var {
				return run(in[0], in[1], in[2], RecurrentWeights{Input: in[3], Hidden: in[4]})
			}},
			{c.String() + " of one step", step, func(_ *Tape, in []*Var) *Var { return run(in[0], in[1], in[2], weightsOf(in[3:])) }},
		} {
			t.Run(g.name, func(t *testing.T) { g.check(t, false) })
		}
	}
	shapes := append([][]int{{3, 2, 2}, {1, 2, 3}, {1, 2, 3}}, weightShapes(LSTMCell, 2, 3)...)
	g := graph{"the last c of an LSTM", shapes, func(_ *Tape, in []*Var) *Var {
		return second(LSTM(in[0], in[1], in[2], weightsOf(in[3:])))
	}}
	t.Run(g.name, func(t *testing.T) { g.check(t, false) })
}

func TestRecurrentStack(t *testing.T) {
	for _, c := range []Cell{TanhCell, LSTMCell, GRUCell} {
		shapes := [][]int{{3, 2, 2}, {4, 2, 2}, {4, 2, 2}}
		for l := range 2 {
			for range 2 {
				shapes = append(shapes, weightShapes(c, 2+2*l, 2)...)
			}
		}
		weights := [][]RecurrentWeights{make([]RecurrentWeights, 2), make([]RecurrentWeights, 2)}
		build := func(pick int) func(*Tape, []*Var) *Var {
			return func(_ *Tape, in []*Var) *Var {
				for i := range 4 {
					weights[i/2][i%2] = weightsOf(in[3+4*i:])
				}
				y, h, last := Recurrent(c, in[0], in[1], in[2], weights)
				return [...]*Var{y, h, last}[pick]
			}
		}
		for i, what := range []string{"y", "last h", "last c"} {
			if i == 2 && c != LSTMCell {
				continue
			}
			g := graph{c.String() + " two layers, two directions: " + what, shapes, build(i)}
			t.Run(g.name, func(t *testing.T) { g.check(t, false) })
		}
	}
}

// A frozen network still hands a gradient to the one thing that wants it.
func TestRecurrentFrozen(t *testing.T) {
	tape := NewTape()
	c0 := tensor.New(2, 3)
	tensor.Fill(c0, 1)
	in := tape.Input("c0", c0)
	w := RecurrentWeights{Input: tape.Const("w", tensor.New(12, 2)), Hidden: tape.Const("u", tensor.New(12, 3))}
	y, _ := LSTM(tape.Const("x", tensor.New(2, 2)), nil, in, w)
	tape.BackwardFrom(y, c0)
	for _, v := range in.Grad.Data() {
		if v <= 0 {
			t.Errorf("∂L/∂c0 %v", in.Grad.Data())
		}
	}
}

func TestRecurrentRefusals(t *testing.T) {
	in := vars(false, []int{4, 2, 3}, []int{0, 2, 3}, []int{4, 0, 3}, []int{1, 2, 4}, []int{7})
	weights := func(c Cell, input, hidden int) RecurrentWeights {
		var w []*Var
		for _, s := range weightShapes(c, input, hidden) {
			w = append(w, in[0].tape.Const("w", tensor.New(s...)))
		}
		return weightsOf(w)
	}
	lstm, gru := weights(LSTMCell, 3, 4), weights(GRUCell, 3, 4)
	refuse(t, []refusal{
		{"lstm/input_size", []string{"lstm", "5", "3"}, func() { LSTM(in[0], nil, nil, weights(LSTMCell, 5, 4)) }},
		{"lstm with weights of a GRU", []string{"lstm", "[12,4]"}, func() { LSTM(in[0], nil, nil, gru) }},
		{"lstm h0", []string{"lstm", "[4,2,3]"}, func() { LSTM(in[0], in[0], nil, lstm) }},
		{"lstm c0 missing a layer", []string{"lstm", "[1,2,4]"}, func() { runLSTM(in[0], nil, in[3], lstm, 1, false) }},
		{"gru/empty_sequence", []string{"gru", "[0,2,3]"}, func() { GRU(in[1], nil, gru) }},
		{"gru bias", []string{"gru", "[7]"}, func() { GRU(in[0], nil, RecurrentWeights{gru.Input, gru.Hidden, in[4], nil}) }},
		{"rnn of a vector", []string{"rnn_tanh", "[7]"}, func() { RNN(in[4], nil, weights(TanhCell, 3, 4)) }},
		{"no layers", []string{"gru", "layers"}, func() { Recurrent(GRUCell, in[0], nil, nil, nil) }},
		{"three directions", []string{"gru", "3"}, func() { Recurrent(GRUCell, in[0], nil, nil, [][]RecurrentWeights{{gru, gru, gru}}) }},
	})
	if y := GRU(in[2], nil, gru); !tensor.SameShape(y.Shape(), []int{4, 0, 4}) {
		t.Errorf("gru/empty_batch: %v", y.Shape())
	}
	only(LSTM(in[2], nil, nil, lstm))
}
