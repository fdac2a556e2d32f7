package overfit

import (
	"bytes"
	"math/rand/v2"

	"gradtheatre/assets"
	"gradtheatre/engine/data"
)

const digitsFile = "data/digits/digits8x8.csv.gz"

// unseenDigits are kept away from all training.
const unseenDigits = 247

// digits are 1,797 handwritten digits of 8×8, and what they become when
// neighbouring pixels are averaged to 4×4 or 2×2.
type digits struct {
	file  *assets.Loading
	err   error
	pool  map[int]*data.Images // by side: what may be learnt
	val   map[int]*data.Images
	ready bool
}

// load begins to fetch the file and takes it when it has come.
func (d *digits) load(seed uint64) {
	if d.ready || d.err != nil {
		return
	}
	if d.file == nil {
		d.file = assets.Fetch(digitsFile)
	}
	content, err, ended := d.file.Result()
	if !ended {
		return
	}
	var all *data.Dataset
	if err == nil {
		all, err = data.Digits8x8(digitsFile, bytes.NewReader(content))
	}
	if err != nil {
		d.err = err
		return
	}
	train, val := data.StratifiedSplit(all.Labels, float64(unseenDigits)/float64(all.Len()), rand.New(rand.NewPCG(seed, 7)))
	d.pool, d.val = map[int]*data.Images{}, map[int]*data.Images{}
	for _, side := range []int{8, 4, 2} {
		m := pooled(all, side)
		d.pool[side], d.val[side] = m.Subset(train), m.Subset(val)
	}
	d.ready = true
}

// pooled averages images of 8×8 to side×side.
func pooled(all *data.Dataset, side int) *data.Images {
	k := 8 / side
	m := &data.Images{N: all.Len(), H: side, W: side, C: 1, Labels: all.Labels, Classes: data.DigitClasses}
	x := all.X.Data()
	for i := range m.N {
		for r := range side {
			for c := range side {
				sum := 0.0
				for dy := range k {
					for dx := range k {
						sum += float64(x[i*64+(r*k+dy)*8+c*k+dx])
					}
				}
				m.Pix = append(m.Pix, byte(sum/float64(k*k)*255+0.5))
			}
		}
	}
	return m
}
