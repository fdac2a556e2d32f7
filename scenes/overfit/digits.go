package overfit

import (
	"gradtheatre/assets"
	"gradtheatre/engine/data"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train/jobs"
)

// digits are the images as the frames know them: by side, what may be learnt and
// what never is. The training has them from the same file.
type digits struct {
	file  *assets.Loading
	err   error
	val   map[int]*data.Images
	pools map[int]*jobs.DigitPools
	ready bool
}

// sides are what the images are averaged to.
var sides = []int{8, 4, 2}

// load begins to fetch the file and, when it has come, takes the images of one
// side at each call: a frame has no time for more.
func (d *digits) load(seed uint64) {
	if d.ready || d.err != nil {
		return
	}
	if d.file == nil {
		d.file = assets.Fetch(jobs.FewDigitsFile)
	}
	content, err, ended := d.file.Result()
	if !ended {
		return
	}
	if d.pools == nil {
		d.val, d.pools = map[int]*data.Images{}, map[int]*jobs.DigitPools{}
	}
	if err == nil {
		side := sides[len(d.pools)]
		var p jobs.DigitPools
		p, err = jobs.LoadFewDigits(content, seed, side)
		d.pools[side], d.val[side] = &p, p.Val
	}
	d.err, d.ready = err, err == nil && len(d.pools) == len(sides)
}

// some are a few images of that side that no network learns from.
func (d *digits) some(side int) *tensor.Tensor {
	v := d.val[side]
	x := tensor.New(min(3, v.N), v.C, v.H, v.W)
	for i := range x.Dim(0) {
		v.Example(x.Data()[i*v.C*v.H*v.W:], i)
	}
	return x
}
