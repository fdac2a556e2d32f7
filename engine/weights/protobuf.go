package weights

import (
	"encoding/binary"
	"math"
)

// The few kinds of field that ONNX needs of the protocol buffer encoding: a
// field is its number and type as a varint, then the value.
// Source: https://protobuf.dev/programming-guides/encoding/

// integer appends a varint field; negative numbers take ten bytes.
func integer(b []byte, field, v int) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(b, uint64(field)<<3), uint64(v))
}

// message appends a field of bytes: a message, a string or raw data.
func message(b []byte, field int, body []byte) []byte {
	b = binary.AppendUvarint(b, uint64(field)<<3|2)
	return append(binary.AppendUvarint(b, uint64(len(body))), body...)
}

func text(b []byte, field int, s string) []byte { return message(b, field, []byte(s)) }

// Attributes of a node: name, value and kind of value.

func intAttr(name string, v int) []byte {
	return integer(integer(text(nil, 1, name), 3, v), 20, 2)
}

func boolAttr(name string, v bool) []byte {
	if v {
		return intAttr(name, 1)
	}
	return intAttr(name, 0)
}

func floatAttr(name string, v float64) []byte {
	b := binary.AppendUvarint(text(nil, 1, name), 2<<3|5)
	return integer(binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(v))), 20, 1)
}

func intsAttr(name string, v []int) []byte {
	b := text(nil, 1, name)
	for _, i := range v {
		b = integer(b, 8, i)
	}
	return integer(b, 20, 7)
}

// valueInfo describes an input or output of float32 whose first dimension is the batch.
func valueInfo(name string, shape []int) []byte {
	dims := message(nil, 1, text(nil, 2, "batch"))
	for _, d := range shape[1:] {
		dims = message(dims, 1, integer(nil, 1, d))
	}
	tensorType := message(integer(nil, 1, 1), 2, dims)
	return message(text(nil, 1, name), 2, message(nil, 1, tensorType))
}
