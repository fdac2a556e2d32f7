package grad

import (
	"math"

	"gradtheatre/engine/tensor"
)

// The passes of norm once more, by kernels on stretches of x that share a mean:
// a whole row of a layer norm, whose cells each have their own weight, or a run
// of another norm, which has one. Sums of stretches are added up in float64.

// stretch is their length, 0 where they are too short to gain from it.
func (o *norm) stretch() int {
	n := o.l.m
	if o.perCell() {
		n = o.l.c
	}
	if n < 16 {
		return 0
	}
	return n
}

// perCell says that each cell of a stretch has a weight of its own.
func (o *norm) perCell() bool { return o.l.groups == 1 && o.l.m == 1 }

// block is how many cells the scratch on the stack holds.
const block = 256

// blocks calls f for the blocks of x: their first cell, their first weight, how
// many cells, and which mean.
func (o *norm) blocks(f func(i, c, n, s int)) {
	length, per := o.stretch(), o.perCell()
	for r, i := 0, 0; r < o.l.n*o.l.c*o.l.m/length; r++ {
		s, c := r, 0
		if !per {
			s, c = o.l.stat(r), r%o.l.c
		}
		for end := i + length; i < end; {
			n := min(block, end-i)
			f(i, c, n, s)
			i += n
			if per {
				c += n
			}
		}
	}
}

// blockStatistics is statistics: the second pass also corrects the mean of the
// first by what is left around it.
func (o *norm) blockStatistics(mean, variance, x []elem, size int) {
	var buf [block]elem
	clear(o.mean)
	clear(o.sum)
	clear(o.dot)
	o.blocks(func(i, _, n, s int) { o.mean[s] += float64(tensor.SumSlice(x[i:][:n])) })
	for s := range o.mean {
		o.mean[s] = float64(elem(o.mean[s] / float64(size)))
	}
	o.blocks(func(i, _, n, s int) {
		d := buf[:n]
		tensor.AddScalarSlice(d, x[i:], -elem(o.mean[s]))
		o.sum[s] += float64(tensor.SumSlice(d))
		o.dot[s] += float64(tensor.DotSlice(d, d))
	})
	for s := range o.mean {
		left := o.sum[s] / float64(size)
		o.mean[s] += left
		v := o.dot[s]/float64(size) - left*left
		mean[s], variance[s] = elem(o.mean[s]), elem(v)
		o.inv[s] = 1 / math.Sqrt(v+o.eps)
	}
}

// normalized writes x̂ = (x − μ)/√(σ² + ε) into dst. μ is subtracted in two
// parts: it may have more digits than one.
func (o *norm) normalized(dst, x []elem, s int) {
	m := elem(o.mean[s])
	tensor.AddScalarSlice(dst, x, -m)
	tensor.ScaleSlice(dst, elem(o.inv[s]))
	if left := (o.mean[s] - float64(m)) * o.inv[s]; left != 0 {
		tensor.AddScalarSlice(dst, dst, -elem(left))
	}
}

func (o *norm) blockForward(y *Var, x, dst []elem) {
	w, b := o.value(y, o.wk), o.value(y, o.bk)
	var buf [block]elem
	per := o.perCell()
	o.blocks(func(i, c, n, s int) {
		out := dst[i:][:n]
		if !per {
			o.normalized(out, x[i:], s)
			if w != nil {
				tensor.ScaleSlice(out, w[c])
			}
			if b != nil {
				tensor.AddScalarSlice(out, out, b[c])
			}
			return
		}
		hat := out
		if w != nil {
			hat = buf[:n]
		}
		o.normalized(hat, x[i:], s)
		if w != nil {
			clear(out)
			tensor.MulAddSlice(out, hat, w[c:])
		}
		if b != nil {
			tensor.AddSlice(out, b[c:])
		}
	})
}

// weighed writes g = w·∂L/∂y into dst.
func (o *norm) weighed(dst, dy, w []elem, c int) {
	switch {
	case w == nil:
		copy(dst, dy)
	case o.perCell():
		clear(dst)
		tensor.MulAddSlice(dst, dy, w[c:])
	default:
		copy(dst, dy)
		tensor.ScaleSlice(dst, w[c])
	}
}

func (o *norm) blockSums(y *Var, x, dy []elem) {
	w, dw, db := o.value(y, o.wk), o.gradient(y, o.wk), o.gradient(y, o.bk)
	var hatBuf, gBuf [block]elem
	per := o.perCell()
	o.blocks(func(i, c, n, s int) {
		up, hat, g := dy[i:][:n], hatBuf[:n], gBuf[:n]
		o.normalized(hat, x[i:], s)
		if per && dw != nil {
			tensor.MulAddSlice(dw[c:][:n], up, hat)
		}
		if per && db != nil {
			tensor.AddSlice(db[c:][:n], up)
		}
		if per {
			o.weighed(g, up, w, c)
			o.sum[s] += float64(tensor.SumSlice(g))
			o.dot[s] += float64(tensor.DotSlice(g, hat))
			return
		}
		sum, dot, weight := tensor.SumSlice(up), tensor.DotSlice(up, hat), 1.0
		if dw != nil {
			dw[c] += dot
		}
		if db != nil {
			db[c] += sum
		}
		if w != nil {
			weight = float64(w[c])
		}
		o.sum[s] += weight * float64(sum)
		o.dot[s] += weight * float64(dot)
	})
}

func (o *norm) blockBackward(y *Var, dx, x, dy []elem, share float64) {
	w := o.value(y, o.wk)
	var hatBuf, gBuf [block]elem
	o.blocks(func(i, c, n, s int) {
		g := gBuf[:n]
		o.weighed(g, dy[i:][:n], w, c)
		if share != 0 {
			hat := hatBuf[:n]
			o.normalized(hat, x[i:], s)
			tensor.AddScalarSlice(g, g, -elem(o.sum[s]*share))
			tensor.AxpySlice(g, -elem(o.dot[s]*share), hat)
		}
		tensor.AxpySlice(dx[i:][:n], elem(o.inv[s]), g)
	})
}
