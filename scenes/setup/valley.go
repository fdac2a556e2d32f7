package setup

import (
	"math"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/steps"
)

const (
	side     = 41  // of the grid of weights
	mostWalk = 150 // steps of the descent
	near     = 0.01
	view     = 1.8 // how far one sees around the lowest weights, at least
)

// valley is the loss of one linear neuron without bias on the data, over its
// two weights, and a descent on it.
//
//	L(w) = mean (x·w − t)², t = ±1; H = 2·xᵀx/n
//	η* = 2/(λmax + λmin) shrinks the worst direction fastest; from 2/λmax on it diverges
type valley struct {
	start [2]float64
	rate  float64 // of the descent
	free  bool    // the visitor chose the rate

	tape                              *grad.Tape // curvature
	tr                                trace.Trace
	hessian, most, least, ratio, best *grad.Var
	limit                             *grad.Var
	low                               [2]float64 // the weights of least squares
	lowLoss                           float64
	half                              float64 // how far the view reaches from low

	row     *tensor.Tensor // [2, side] weights
	ground  *grad.Tape
	height  trace.Trace // of the last row
	heights []float64   // side²: what was recorded of all rows
	levels  []float64
	lines   [][4]float64 // contour segments, in cells of the grid
	depth   []int        // the level of each

	walker  *grad.Tape
	walk    [][2]float64
	losses  []float64
	arrived int         // the first step within a hundredth of the way; −1: never
	reach   steps.First // which counted it
	gone    bool
}

func newValley() *valley {
	v := &valley{start: [2]float64{-1.1, 0.9}, tape: grad.NewTape(), ground: grad.NewTape(), walker: grad.NewTape(), row: tensor.New(2, side)}
	v.tape.NoGrad, v.ground.NoGrad = true, true
	return v
}

// run measures the curvature, then walks.
func (v *valley) run(c *cloud) {
	v.measure(c)
	if !v.free {
		v.rate = v.value(v.best)
	}
	v.descend(c)
	v.survey(c)
}

func (v *valley) value(x *grad.Var) float64 { return v.tr.Nodes[x.ID()].Value[0] }

// measure finds the Hessian and its eigenvalues: of a symmetric 2×2 matrix they
// are m ± √(d² + b²), with the mean m and half the difference d of its diagonal.
func (v *valley) measure(c *cloud) {
	t := v.tape
	t.Reset()
	x := t.Const("x", c.fed)
	v.hessian = grad.Mul(grad.MatMul(grad.Transpose(x), x), t.Scalar("2/n", 2.0/examples)).Named("H")
	cell := func(i, j int) *grad.Var { return grad.Index(grad.Index(v.hessian, 0, i), 0, j) }
	half := t.Scalar("½", 0.5)
	m := grad.Mul(half, grad.Add(cell(0, 0), cell(1, 1)))
	d := grad.Mul(half, grad.Sub(cell(0, 0), cell(1, 1)))
	r := grad.Sqrt(grad.Add(grad.Square(d), grad.Square(cell(0, 1))))
	v.most, v.least = grad.Add(m, r).Named("λ_{max}"), grad.Sub(m, r).Named("λ_{min}")
	v.ratio = grad.Div(v.most, v.least).Named("κ")
	two := t.Scalar("2", 2)
	v.best = grad.Div(two, grad.Add(v.most, v.least)).Named("η*")
	v.limit = grad.Div(two, v.most).Named("limit")
	t.Record(&v.tr)
	w, _, err := classic.LeastSquares(c.fed, c.target, false)
	if err != nil {
		w = []float64{0, 0}
	}
	v.low = [2]float64{w[0], w[1]}
}

// lossAt puts the loss of the weights w [2, k] on a tape: [k].
func lossAt(t *grad.Tape, c *cloud, w *grad.Var) *grad.Var {
	out := grad.MatMul(t.Const("x", c.fed), w)
	return grad.Mean(grad.Square(grad.Sub(out, t.Const("t", c.target))), 0)
}

// descend walks from the start until it has arrived, or is gone.
func (v *valley) descend(c *cloud) {
	t := v.walker
	at := tensor.From([]tensor.Elem{tensor.Elem(v.low[0]), tensor.Elem(v.low[1])}, 2, 1)
	t.Reset()
	v.lowLoss = grad.Sum(lossAt(t, c, t.Const("w", at))).Item()
	w := grad.NewParam("w", tensor.From([]tensor.Elem{tensor.Elem(v.start[0]), tensor.Elem(v.start[1])}, 2, 1))
	params := []*grad.Param{w}
	opt := optim.New(params, optim.SGD{LR: v.rate})
	v.walk, v.losses, v.arrived, v.gone = v.walk[:0], v.losses[:0], -1, false
	v.reach.Forget()
	for range mostWalk + 1 {
		t.Reset()
		opt.ZeroGrad()
		l := grad.Sum(lossAt(t, c, t.Param(w)))
		t.Backward(l)
		v.walk = append(v.walk, [2]float64{float64(w.Value.Data()[0]), float64(w.Value.Data()[1])})
		v.losses = append(v.losses, l.Item())
		above, first := l.Item()-v.lowLoss, v.losses[0]-v.lowLoss
		if limit := float64(tensor.Elem(v.lowLoss + near*first)); l.Item() <= limit {
			v.arrived = v.reach.AtMost("loss", v.losses, limit)
			return
		}
		if !(above < 100*first) {
			v.gone = true
			return
		}
		opt.Step()
	}
}

// survey records the loss over a window of weights around the lowest, wide
// enough for the start, row by row, and its contours.
func (v *valley) survey(c *cloud) {
	v.half = max(view, 1.05*math.Abs(v.start[0]-v.low[0]), 1.05*math.Abs(v.start[1]-v.low[1]))
	across := func(i int) float64 { return v.half * (2*float64(i)/(side-1) - 1) }
	v.heights = v.heights[:0]
	for y := range side {
		w := v.row.Data()
		for x := range side {
			w[x], w[side+x] = tensor.Elem(v.low[0]+across(x)), tensor.Elem(v.low[1]-across(y))
		}
		v.row.Touch()
		v.ground.Reset()
		loss := lossAt(v.ground, c, v.ground.Const("w", v.row))
		v.ground.Record(&v.height)
		v.heights = append(v.heights, v.height.Nodes[loss.ID()].Value...)
	}
	v.levels = v.levels[:0]
	first := v.losses[0] - v.lowLoss
	for _, k := range [...]float64{0.01, 0.08, 0.25, 0.55, 1, 1.6, 2.4, 3.4, 4.6, 6, 8, 11} {
		v.levels = append(v.levels, v.lowLoss+k*first)
	}
	v.lines, v.depth = v.lines[:0], v.depth[:0]
	for k, level := range v.levels {
		v.contour(v.heights, level, k)
	}
}

// contour adds the segments along which the recorded heights cross a level.
func (v *valley) contour(h []float64, level float64, depth int) {
	for y := range side - 1 {
		for x := range side - 1 {
			corner := [4]float64{h[y*side+x], h[y*side+x+1], h[(y+1)*side+x+1], h[(y+1)*side+x]}
			at := [4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}
			var cut [4][2]float64
			n := 0
			for e := range 4 {
				a, b := corner[e]-level, corner[(e+1)%4]-level
				if a < 0 == (b < 0) {
					continue
				}
				u := a / (a - b)
				p, q := at[e], at[(e+1)%4]
				cut[n] = [2]float64{float64(x) + p[0] + u*(q[0]-p[0]), float64(y) + p[1] + u*(q[1]-p[1])}
				n++
			}
			for k := 0; k+1 < n; k += 2 {
				v.lines = append(v.lines, [4]float64{cut[k][0], cut[k][1], cut[k+1][0], cut[k+1][1]})
				v.depth = append(v.depth, depth)
			}
		}
	}
}

// shade appends how near each place of the survey is to the lowest loss: 1
// there, 0 from eight times the height of the start on.
func (v *valley) shade(dst []float64) []float64 {
	all := 8 * max(v.losses[0]-v.lowLoss, 1e-12)
	for _, h := range v.heights {
		dst = append(dst, 1-math.Sqrt(min(max((h-v.lowLoss)/all, 0), 1)))
	}
	return dst
}
