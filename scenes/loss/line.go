package loss

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gradtheatre/engine/classic"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
)

// dots is how many points there are; they live in 0…10 by 0…10.
const (
	dots  = 8
	field = 10.0
)

var firstDots = [dots][2]float64{{0.8, 2.1}, {1.9, 2.9}, {3, 3.1}, {4.2, 4.3}, {5.3, 4.6}, {6.5, 5.8}, {7.8, 6.1}, {9, 1.2}}

// fit is a straight line y = w·x + b through the points and what it costs.
type fit struct {
	w, b   float64
	pred   []float64
	shares []trace.Term // of the loss, one a point
	loss   float64
	ends   [2]float64 // y at x = 0 and x = 10

	wID, bID, predID, lossID int // in the record
}

// lineRun fits the points twice: least squares, and least absolute error.
type lineRun struct {
	pts      [dots][2]float64
	square   fit
	absolute fit
	tape     *grad.Tape
	tr       trace.Trace
	xID, yID int
	// What each point adds to the loss of the square line, and the first of
	// them added up; with all of them that is the loss.
	shareID int
	sumID   [dots]int
}

func newLineRun() *lineRun {
	r := &lineRun{pts: firstDots, tape: grad.NewTape()}
	r.run()
	return r
}

func (r *lineRun) table(skip int) (x, y *tensor.Tensor) {
	n := dots
	if skip >= 0 {
		n--
	}
	x, y = tensor.New(n, 1), tensor.New(n, 1)
	k := 0
	for i, p := range r.pts {
		if i == skip {
			continue
		}
		x.Data()[k], y.Data()[k] = tensor.Elem(p[0]), tensor.Elem(p[1])
		k++
	}
	return x, y
}

// run fits both lines and puts each with its loss on the tape.
func (r *lineRun) run() {
	x, y := r.table(-1)
	px, py := x, y
	var ok bool
	if r.square.w, r.square.b, ok = leastSquares(x, y); !ok {
		px, py = nil, nil
	}
	t := r.tape
	t.Reset()
	xs, ys := t.Const("x", x), t.Const("y", y)
	r.xID, r.yID = xs.ID(), ys.ID()
	r.record(&r.square, xs, ys, px, py, grad.MSE)
	r.absolute.w, r.absolute.b, px, py = leastAbsolute(x, y)
	r.record(&r.absolute, xs, ys, px, py, grad.L1)
	r.split(ys)
	t.Record(&r.tr)
}

// split writes what each point adds to the mean squared error.
func (r *lineRun) split(y *grad.Var) {
	t := r.tape
	miss := grad.Sub(y, t.Var(r.square.predID)).Named("y − ŷ")
	share := grad.Div(grad.Square(miss).Named("(y − ŷ)²"), t.Scalar("n", dots)).Named("share")
	r.shareID = share.ID()
	for k := 1; k < dots; k++ {
		r.sumID[k] = grad.Sum(grad.Slice(share, 0, 0, k, 1)).Named("Σ").ID()
	}
}

// share is what a point adds to the mean squared error.
func (r *lineRun) share(i int) float64 { return r.tr.Nodes[r.shareID].Value[i] }

// sum is what the first points add up to, one or more and not all.
func (r *lineRun) sum(n int) float64 { return r.tr.Nodes[r.sumID[n]].Value[0] }

// record writes a line, the points that decide it (nil: none do), what it
// predicts and what that costs.
func (r *lineRun) record(f *fit, x, y *grad.Var, px, py *tensor.Tensor, loss func(x, t *grad.Var, how ...grad.Reduction) *grad.Var) {
	t := r.tape
	w, b := t.Const("w", tensor.From([]tensor.Elem{tensor.Elem(f.w)}, 1, 1)), t.Const("b", tensor.From([]tensor.Elem{tensor.Elem(f.b)}, 1))
	if px != nil {
		ax, ay := x, y
		if px.Len() < dots {
			ax, ay = t.Const("x", px), t.Const("y", py)
		}
		slope, cut := classic.FitLine(ax, ay, true)
		w, b = grad.Reshape(slope, 1, 1).Named("w"), grad.Reshape(cut, 1).Named("b")
		slope.Named("slope")
		cut.Named("intercept")
	}
	pred := grad.Linear(x, w, b).Named("prediction")
	l := loss(pred, y).Named("loss")
	f.pred = f.pred[:0]
	for _, v := range pred.Value.Data() {
		f.pred = append(f.pred, float64(v))
	}
	ends := grad.Linear(t.Const("ends", tensor.From([]tensor.Elem{0, field}, 2, 1)), w, b).Value.Data()
	f.ends = [2]float64{float64(ends[0]), float64(ends[1])}
	f.loss, f.shares = l.Item(), grad.Explain(l, 0)
	f.wID, f.bID, f.predID, f.lossID = w.ID(), b.ID(), pred.ID(), l.ID()
}

// leastSquares returns the line of least mean squared error. Where all x are
// equal, every line through the mean is as good, and the level one is taken:
// ok is then false.
func leastSquares(x, y *tensor.Tensor) (w, b float64, ok bool) {
	t := grad.NewTape()
	t.NoGrad = true
	xs, ys := t.Const("x", x), t.Const("y", y)
	slope, cut := classic.FitLine(xs, ys, true)
	if w = slope.Item(); !finite(w) {
		return 0, grad.Mean(ys).Item(), false
	}
	return w, cut.Item(), true
}

func finite(v float64) bool { return v-v == 0 }

// leastAbsolute returns the line of least mean absolute error. One such line
// always goes through two of the points, so trying every pair finds it.
// These two are returned too; they are nil where all x are equal.
func leastAbsolute(x, y *tensor.Tensor) (w, b float64, px, py *tensor.Tensor) {
	var ws, bs []tensor.Elem
	var pairs [][2]*tensor.Tensor
	n := x.Len()
	for i := range n {
		for j := range i {
			px := tensor.From([]tensor.Elem{x.Data()[i], x.Data()[j]}, 2, 1)
			py := tensor.From([]tensor.Elem{y.Data()[i], y.Data()[j]}, 2, 1)
			if px.Data()[0] == px.Data()[1] {
				continue // an upright line is no function
			}
			w, b, _ := leastSquares(px, py)
			ws, bs, pairs = append(ws, tensor.Elem(w)), append(bs, tensor.Elem(b)), append(pairs, [2]*tensor.Tensor{px, py})
		}
	}
	if len(ws) == 0 {
		return 0, float64(y.Data()[n/2]), nil, nil
	}
	t := grad.NewTape()
	t.NoGrad = true
	lines := grad.Linear(t.Const("x", x), t.Const("w", tensor.From(ws, len(ws), 1)), t.Const("b", tensor.From(bs, len(bs))))
	cost := grad.Mean(grad.Abs(grad.Sub(lines, t.Const("y", y))), 0).Value.Data()
	best := 0
	for i, c := range cost {
		if c < cost[best] {
			best = i
		}
	}
	return float64(ws[best]), float64(bs[best]), pairs[best][0], pairs[best][1]
}

// without returns both slopes when point k is left out.
func (r *lineRun) without(k int) (square, absolute float64) {
	x, y := r.table(k)
	square, _, _ = leastSquares(x, y)
	absolute, _, _, _ = leastAbsolute(x, y)
	return square, absolute
}

// worst is the point with the largest share of the squared error.
func (r *lineRun) worst() int {
	k := 0
	for i, t := range r.square.shares {
		if t.Value > r.square.shares[k].Value {
			k = i
		}
	}
	return k
}

// text writes the points for a link: x,y;x,y;…
func (r *lineRun) text() string {
	var b strings.Builder
	for i, p := range r.pts {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(strconv.FormatFloat(p[0], 'f', -1, 64) + "," + strconv.FormatFloat(p[1], 'f', -1, 64))
	}
	return b.String()
}

// take reads points as text writes them.
func (r *lineRun) take(s string) error {
	parts := strings.Split(s, ";")
	if len(parts) != dots {
		return fmt.Errorf("points: there are %d, want %d as x,y;x,y", len(parts), dots)
	}
	var pts [dots][2]float64
	for i, p := range parts {
		a, b, _ := strings.Cut(p, ",")
		for k, v := range []string{a, b} {
			x, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
			if err != nil || math.IsNaN(x) {
				return fmt.Errorf("points: %.20q is no point; write x,y", p)
			}
			pts[i][k] = snap(x)
		}
	}
	r.pts = pts
	return nil
}

// snap keeps a coordinate in the field, on tenths.
func snap(v float64) float64 { return math.Round(min(max(v, 0), field)*10) / 10 }
