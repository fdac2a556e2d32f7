package playground

import (
	"encoding/base64"
	"math"
	"math/bits"
	"strconv"

	"gradtheatre/engine/tensor"
)

// packedMark begins weights that are packed; base64 has no such character.
const packedMark = "."

// Packed weights are float32, exactly, in base64: how many there are (2 bytes),
// the highest exponent, the bits that an exponent takes, and then of each
// weight the distance of its exponent from the highest, one more, its sign and
// the 23 bits of its fraction. Weights are of like size, so that a few bits do
// for the 8 of the exponent; a zero takes nothing but a distance of 0. What is too
// small for an exponent has 0 as its own, as in float32.
const (
	packHead = 4
	fraction = 23
)

// writeWeights packs weights, to the bit.
func writeWeights(all []tensor.Elem) string {
	low, high := 255, 0
	for _, v := range all {
		if math.Float32bits(float32(v)) != 0 {
			e := exponent(v)
			low, high = min(low, e), max(high, e)
		}
	}
	width := 0
	if low <= high {
		width = bits.Len(uint(high - low + 1))
	}
	w := bitWriter{b: []byte{byte(len(all)), byte(len(all) >> 8), byte(high), byte(width)}}
	for _, v := range all {
		e, f := exponent(v), math.Float32bits(float32(v))
		if f == 0 {
			w.put(0, width)
			continue
		}
		w.put(uint32(high-e+1), width)
		w.put(f>>31, 1)
		w.put(f&(1<<fraction-1), fraction)
	}
	return packedMark + base64.RawURLEncoding.EncodeToString(w.b)
}

// exponent is that of a float32, with its offset.
func exponent(v tensor.Elem) int {
	return int(math.Float32bits(float32(v)) >> fraction & 0xff)
}

// unpack reads what writeWeights wrote, after its mark.
func unpack(text string) ([]tensor.Elem, error) {
	bad := &tensor.ValueError{Op: "playground", Name: "weights", Value: strconv.Itoa(len(text)) + " characters", Want: "packed numbers as base64"}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) < packHead {
		return nil, bad
	}
	n, high, width := int(b[0])|int(b[1])<<8, int(b[2]), int(b[3])
	if high > 254 || width > 8 {
		return nil, bad
	}
	r := bitReader{b: b[packHead:]}
	if n*width > 8*len(r.b) {
		return nil, bad
	}
	all := make([]tensor.Elem, n)
	for i := range all {
		d := int(r.get(width))
		if d == 0 {
			continue
		}
		e := high - d + 1
		f := r.get(1)<<31 | uint32(e)<<fraction | r.get(fraction)
		if e < 0 || r.over {
			return nil, bad
		}
		all[i] = tensor.Elem(math.Float32frombits(f))
	}
	return all, nil
}

// bitWriter appends bits, the lowest first.
type bitWriter struct {
	b   []byte
	use int // bits of the last byte that are taken, 0: all
}

func (w *bitWriter) put(v uint32, n int) {
	for ; n > 0; n-- {
		if w.use == 0 {
			w.b = append(w.b, 0)
		}
		w.b[len(w.b)-1] |= byte(v&1) << w.use
		v, w.use = v>>1, (w.use+1)%8
	}
}

// bitReader takes them again; over says that there were too few.
type bitReader struct {
	b    []byte
	at   int
	over bool
}

func (r *bitReader) get(n int) (v uint32) {
	for k := range n {
		if r.at >= 8*len(r.b) {
			r.over = true
			return v
		}
		v |= uint32(r.b[r.at/8]>>(r.at%8)&1) << k
		r.at++
	}
	return v
}
