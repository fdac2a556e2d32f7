package main

import (
	"math"
	"unsafe"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// Between the workers a half travels as it lies in memory, end to end: there its
// order and the values of the parameters, and back what came of it and their
// gradients. The page's script copies it, by tables of where the stretches lie,
// and neither program does.

// order is what a half is, in words: the slot of the network, how many examples
// there are, the step, the seed and the examples.
type order []uint32

const orderHead = 6

func newOrder(slot, step int, seed uint64, examples []int, to order) order {
	to = append(to[:0], uint32(slot), uint32(len(examples)), uint32(step), uint32(uint64(step)>>32), uint32(seed), uint32(seed>>32))
	for _, e := range examples {
		to = append(to, uint32(e))
	}
	return to
}

func (o order) step() int    { return int(uint64(o[2]) | uint64(o[3])<<32) }
func (o order) seed() uint64 { return uint64(o[4]) | uint64(o[5])<<32 }

func (o order) examples(to []int) []int {
	to = to[:0]
	for _, e := range o[orderHead : orderHead+int(o[1])] {
		to = append(to, int(e))
	}
	return to
}

// outcome is what came of a half, in words: the loss and how many were right.
type outcome [4]uint32

func (o *outcome) put(loss float64, right int) {
	b := math.Float64bits(loss)
	*o = outcome{uint32(b), uint32(b >> 32), uint32(int32(right))}
}

func (o *outcome) loss() float64 { return math.Float64frombits(uint64(o[0]) | uint64(o[1])<<32) }
func (o *outcome) right() int    { return int(int32(o[2])) }

// table lists stretches of this program's memory: how many, then where each
// begins and how many bytes it has. What it lists must be held by somebody.
type table []uint32

// list makes the table of some words and of the values of the parameters, or of
// their gradients.
func (t table) list(words []uint32, params []*grad.Param, gradients bool) table {
	t = append(t[:0], uint32(1+len(params)), address(words), uint32(4*len(words)))
	for _, p := range params {
		v := p.Value
		if gradients {
			v = p.Grad
		}
		t = append(t, address(v.Data()), uint32(v.Len())*uint32(unsafe.Sizeof(tensor.Elem(0))))
	}
	return t
}

func address[T any](s []T) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(s)))) }
