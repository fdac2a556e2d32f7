package main

import (
	"encoding/binary"
	"math"
	"strings"

	"gradtheatre/bench/workload"
	"gradtheatre/engine/data"
)

// digits reads the committed training digits.
func digits() (workload.Images, error) {
	const at = "assets/data/digits/ocvdigits-train4k-"
	d, err := data.LoadImageFiles(at+"images.idx3.gz", at+"labels.idx1.gz", strings.Split("0123456789", ""))
	if err != nil {
		return workload.Images{}, err
	}
	im := workload.Images{Pixels: make([]float32, 784*d.Len()), Labels: d.Labels}
	for i := range d.Len() {
		for p, v := range d.Pixels(i) {
			im.Pixels[784*i+p] = float32(v) / 255
		}
	}
	return im, nil
}

// pack is the form in which the page fetches the images: their number, the
// pixels and the labels.
func pack(im workload.Images) []byte {
	n := len(im.Labels)
	b := binary.LittleEndian.AppendUint32(nil, uint32(n))
	for _, p := range im.Pixels {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(p))
	}
	for _, l := range im.Labels {
		b = append(b, byte(l))
	}
	return b
}
