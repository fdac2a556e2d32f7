package grad

import (
	"strconv"

	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// Cell is a kind of recurrent network.
type Cell int

const (
	TanhCell Cell = iota // [RNN]
	ReLUCell             // [RNNReLU]
	LSTMCell             // [LSTM]
	GRUCell              // [GRU]
)

// Gates is how many gates the weights of the cell stack in rows.
func (c Cell) Gates() int { return [...]int{1, 1, 4, 3}[c] }

// String is the name of the op.
func (c Cell) String() string { return [...]string{"rnn_tanh", "rnn_relu", "lstm", "gru"}[c] }

func (c Cell) run(x, h0, c0 *Var, w RecurrentWeights, s int, reverse bool) (y, all *Var) {
	switch c {
	case LSTMCell:
		return runLSTM(x, h0, c0, w, s, reverse)
	case GRUCell:
		return runGRU(x, h0, w, s, reverse), nil
	}
	return runRNN(x, h0, w, c == ReLUCell, s, reverse), nil
}

// Recurrent stacks recurrent layers, each running over the states of the one
// below: x [steps, batch, input], h0 and (LSTM only) c0 [layers·directions,
// batch, hidden] or nil for zeros → y [steps, batch, directions·hidden] of the
// last layer, the last h and (LSTM only) the last c [layers·directions, batch,
// hidden].
//
// weights[l] are the weights of layer l: one for a forward network, two for a
// bidirectional one, the second of which reads the sequence backwards; both
// results are then put side by side. It panics as the single layers do, and if
// there are no layers.
// Source of the two directions: Schuster and Paliwal, “Bidirectional recurrent neural networks”, 1997.
func Recurrent(cell Cell, x, h0, c0 *Var, weights [][]RecurrentWeights) (y, h, c *Var) {
	var hBuf, cBuf [8]*Var
	hs, cs := hBuf[:0], cBuf[:0]
	if len(weights) == 0 {
		panic(&tensor.ValueError{Op: cell.String(), Name: "layers", Value: "0", Want: "1 or more"})
	}
	y = x
	for l, layer := range weights {
		if len(layer) != 1 && len(layer) != 2 {
			panic(&tensor.ValueError{Op: cell.String(), Name: "directions", Value: strconv.Itoa(len(layer)), Want: "1 or 2"})
		}
		below := y
		for d, w := range layer {
			s, all := cell.run(below, h0, c0, w, l*len(layer)+d, d == 1)
			hs = append(hs, s)
			if all != nil {
				cs = append(cs, all)
			}
			if y = s; d == 1 {
				y = Concat(-1, hs[len(hs)-2], s)
			}
		}
	}
	h = lastState(hs...)
	if len(cs) > 0 {
		c = lastState(cs...)
	}
	return y, h, c
}

type walker interface{ self() *walk }

// lastState picks the state after the last step of each sequence:
// [steps, batch, hidden] each → [sequences, batch, hidden]; of a single cell
// [batch, hidden] → [batch, hidden].
func lastState(sequences ...*Var) *Var {
	y, o := push[finalState](sequences...)
	w := sequences[0].op.(walker).self()
	o.size = w.batch * w.hidden
	if w.rank == 2 {
		y.result(w.batch, w.hidden)
	} else {
		y.result(len(sequences), w.batch, w.hidden)
	}
	dst := y.Value.Data()
	for i, s := range sequences {
		copy(dst[i*o.size:(i+1)*o.size], s.Value.Data()[o.from(s):])
	}
	return y
}

// finalState is the state after the last step of each of its inputs.
type finalState struct{ size int }

// from is where the last state begins in s.
func (o *finalState) from(s *Var) int {
	w := s.op.(walker).self()
	return w.time(w.steps-1) * o.size
}

func (*finalState) name() string { return "last_state" }

func (o *finalState) backward(y *Var) {
	for i, s := range y.in {
		if !s.wants() {
			continue
		}
		ds := s.Grad.Data()[o.from(s):]
		for k, g := range y.Grad.Data()[i*o.size : (i+1)*o.size] {
			ds[k] += g
		}
	}
}

func (o *finalState) terms(y *Var, cell int, dst []trace.Term) []trace.Term {
	s := y.in[cell/o.size]
	return append(dst, product(factor("h", s, o.from(s)+cell%o.size)))
}

func (o *finalState) gradTerms(y *Var, k, cell int, dst []trace.Term) []trace.Term {
	from := o.from(y.in[k])
	if cell < from || cell >= from+o.size {
		return dst
	}
	c := k*o.size + cell - from
	return append(dst, gradTerm(y, c, 1, float64(y.Grad.Data()[c])))
}
