package playground

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gradtheatre/engine/tensor"
)

// TestWeightsArePacked: a link carries them exactly and shorter than plainly,
// and what older links carry plainly is still read.
func TestWeightsArePacked(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	all := make([]tensor.Elem, 105) // of 2-8-8-1
	for i := range all {
		if all[i] = tensor.Elem(float32(rng.NormFloat64() * 0.7)); i%9 == 8 {
			all[i] = 0
		}
	}
	plain := make([]byte, 0, 4*len(all))
	for _, v := range all {
		plain = binary.LittleEndian.AppendUint32(plain, math.Float32bits(float32(v)))
	}
	old := base64.RawURLEncoding.EncodeToString(plain)
	text := writeWeights(all)
	t.Logf("%d weights: %d characters, plainly %d", len(all), len(text), len(old))
	if len(text) > len(old)*9/10 {
		t.Errorf("packed they are hardly shorter")
	}
	for name, in := range map[string]string{"packed": text, "plain": old} {
		got, err := readWeights(in)
		if err != nil || !slices.Equal(got, all) {
			t.Errorf("%s they are read as %v, %v", name, got, err)
		}
	}
	for _, some := range [][]tensor.Elem{{}, {0}, {0, 0}, {1}, {-1, 0, 3e38, 1.2e-38}, {1e-3, 1e-41, 0, -1e-45}, {1e-44}} {
		if got, err := readWeights(writeWeights(some)); err != nil || !slices.Equal(got, some) {
			t.Errorf("%v is read as %v, %v", some, got, err)
		}
	}
	for _, bad := range []string{".", ".AAA", "." + old, text[:len(text)-8], "!", ".__8BCA", ".AQD_CA"} {
		if got, err := readWeights(bad); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
}
