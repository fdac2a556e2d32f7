package weights

import (
	"encoding/binary"
	"math"

	"gradtheatre/engine/tensor"
)

// DType is the number type of a stored tensor, by its name in the format.
type DType string

// The types that [FromTensor] writes; [DType.Bits] knows the others.
const (
	F64 DType = "F64"
	F32 DType = "F32"
	F16 DType = "F16"
)

// Bits returns the size of one element, or 0 if the format has no such type.
func (d DType) Bits() int {
	switch d {
	case "F4":
		return 4
	case "F6_E2M3", "F6_E3M2":
		return 6
	case "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ":
		return 8
	case "I16", "U16", "F16", "BF16":
		return 16
	case "I32", "U32", "F32":
		return 32
	case "I64", "U64", "F64", "C64":
		return 64
	}
	return 0
}

// decoder returns the loop that turns bytes of the type into numbers, or nil.
func (d DType) decoder() func(dst []tensor.Elem, src []byte) {
	le := binary.LittleEndian
	switch d {
	case "F32":
		return each(4, func(b []byte) float64 { return float64(math.Float32frombits(le.Uint32(b))) })
	case "F64":
		return each(8, func(b []byte) float64 { return math.Float64frombits(le.Uint64(b)) })
	case "F16":
		return each(2, func(b []byte) float64 { return float64(halfToFloat(le.Uint16(b))) })
	case "BF16":
		return each(2, func(b []byte) float64 { return float64(math.Float32frombits(uint32(le.Uint16(b)) << 16)) })
	case "U8":
		return each(1, func(b []byte) float64 { return float64(b[0]) })
	case "I8":
		return each(1, func(b []byte) float64 { return float64(int8(b[0])) })
	case "U16":
		return each(2, func(b []byte) float64 { return float64(le.Uint16(b)) })
	case "I16":
		return each(2, func(b []byte) float64 { return float64(int16(le.Uint16(b))) })
	case "U32":
		return each(4, func(b []byte) float64 { return float64(le.Uint32(b)) })
	case "I32":
		return each(4, func(b []byte) float64 { return float64(int32(le.Uint32(b))) })
	case "U64":
		return each(8, func(b []byte) float64 { return float64(le.Uint64(b)) })
	case "I64":
		return each(8, func(b []byte) float64 { return float64(int64(le.Uint64(b))) })
	}
	return nil
}

func each(size int, value func([]byte) float64) func([]tensor.Elem, []byte) {
	return func(dst []tensor.Elem, src []byte) {
		for i := range dst {
			dst[i] = tensor.Elem(value(src[i*size:]))
		}
	}
}

// halfToFloat widens an IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction.
func halfToFloat(h uint16) float32 {
	sign := uint32(h>>15) << 31
	exp, frac := uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch {
	case exp == 0x1f:
		return math.Float32frombits(sign | 0xff<<23 | frac<<13)
	case exp != 0:
		return math.Float32frombits(sign | (exp+112)<<23 | frac<<13)
	}
	v := float32(frac) / (1 << 24) // subnormal: exact in binary32
	if sign != 0 {
		v = -v
	}
	return v
}

// floatToHalf rounds to the nearest binary16, ties to even.
func floatToHalf(f float32) uint16 {
	b := math.Float32bits(f)
	sign := uint16(b >> 16 & 0x8000)
	exp, frac := int(b>>23&0xff), b&0x7fffff
	switch {
	case exp == 0xff && frac != 0:
		return sign | 0x7e00
	case exp >= 143: // too large for binary16, or infinite
		return sign | 0x7c00
	case exp < 102: // below half of the smallest subnormal
		return sign
	}
	shift, base := uint32(13), uint32(exp-112)<<10
	if exp < 113 {
		frac |= 0x800000
		shift, base = uint32(126-exp), 0
	}
	h := base + frac>>shift
	rest, half := frac&(1<<shift-1), uint32(1)<<(shift-1)
	if rest > half || rest == half && h&1 == 1 {
		h++ // may carry into the exponent, which is right
	}
	return sign | uint16(h)
}
