package depth

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

const (
	raceSteps = 1500
	plane     = 40 // cells of the map along a side
	planeTo   = 2.6
	fine      = 1600 // points along the line, to count its pieces; none where a saw bends
	closeTo   = 0.01 // two losses below this are the same
)

// The two runners.
const (
	deep = iota
	wide
)

// race lets a deep and a wide network of the same budget learn one task.
type race struct {
	task   task
	budget int
	layers int
	act    string
	folded bool // the deep one begins with weights set by hand
	seed   uint64
	lanes  lanes
	views  [2]raceView
	final  bool // both stand at the end, and have been measured there
}

// raceView is what a network gives over the whole input.
type raceView struct {
	look
	y, loss *grad.Var // over the whole input; on all examples
	pieces  *grad.Var // how many linear pieces were seen; nil: its pieces are not linear
	values  []float64 // by cell: an answer −1 … 1, or the curve
	shades  []bool    // by cell: which of two shades its piece has
}

func newRace(seed uint64, on *job.Runner) (*race, error) {
	r := &race{lanes: lanes{Team: job.NewTeam(on)}, budget: 300, layers: 3, act: "tanh", seed: seed, task: newTask("spiral", seed)}
	for i := range r.views {
		r.views[i].look = newLook()
	}
	return r, r.begin()
}

// begin draws both networks anew.
func (r *race) begin() error {
	m := mlp{in: r.task.in, out: r.task.out, act: r.act}
	one, many := m, m
	one.layers, many.layers = 1, r.layers
	many = many.within(r.budget)
	if r.folded {
		many.width = max(many.width, 2)
		many.teach = fold
	}
	r.final = false
	return r.lanes.begin(r.task.d, r.task.loss, job.Hyper{Rule: "adam", LR: 0.01, BatchSize: 32}, r.seed, many, one.within(r.budget))
}

// run records what both networks give, and measures them.
func (r *race) run() error { return r.record(false) }

// record is run, back with the gradients of the losses.
func (r *race) record(back bool) (err error) {
	defer tensor.Recover(&err)
	for i, n := range r.lanes.all {
		r.views[i].run(r, n, back)
	}
	r.final = r.lanes.Step() >= raceSteps
	return nil
}

// winner is who has the lower loss on all examples: deep, wide, or same where
// both have learned it or the one is within a third of the other.
func (r *race) winner() string {
	a, b := r.lanes.all[deep].test.loss, r.lanes.all[wide].test.loss
	switch {
	case max(a, b) < closeTo || max(a, b) < 1.33*min(a, b):
		return "same"
	case a < b:
		return "deep"
	}
	return "wide"
}

var (
	lineX  = sampled(fine, 1, func(i, _ int) float64 { return fineAt(i) })
	planeX = sampled(plane*plane, 2, func(i, k int) float64 {
		if k == 0 {
			return planeTo * (2*(float64(i%plane)+0.5)/plane - 1)
		}
		return planeTo * (1 - 2*(float64(i/plane)+0.5)/plane)
	})
)

// fineAt is where point i of the line is.
func fineAt(i int) float64 { return (2*float64(i)+1)/fine - 1 }

func sampled(n, k int, f func(i, k int) float64) *tensor.Tensor {
	t := tensor.New(n, k)
	for i := range n * k {
		t.Data()[i] = tensor.Elem(f(i/k, i%k))
	}
	return t
}

// again writes the loss of a network once more, as it begins its run: for the check
// of a gradient.
func (r *race) again(n *lane) func(t *grad.Tape) *grad.Var {
	return func(t *grad.Tape) *grad.Var {
		_, loss := n.cost(t, "loss", r.task.d)
		return loss
	}
}

// run measures a network, and probes it: along the line, over the plane, or on
// every row of bits.
func (v *raceView) run(r *race, n *lane, back bool) {
	x := planeX
	switch r.task.in {
	case 1:
		x = lineX
	case bits:
		x = r.task.d.X
	}
	t := v.tape
	t.Reset()
	t.NoGrad = !back
	d := r.task.d
	var answers *grad.Var
	answers, v.loss = n.cost(t, "loss", d)
	n.test.accuracy = -1
	if d.Labels != nil {
		n.test.accuracy = train.Accuracy(answers.Value, d.Labels)
	}
	var active []*grad.Var
	h := t.Const("x", x)
	m := n.model()
	for i := range m.Len() {
		name, layer := m.At(i)
		h = layer.Forward(h).Named(name)
		if name[0] == 'a' {
			active = append(active, h)
		}
	}
	v.y = h
	if r.task.out == 2 {
		v.y = grad.Softmax(h, 1).Named("p")
	}
	if v.pieces = nil; r.act == "relu" { // where the same ones are on, the network is one linear function
		v.pieces = grad.Sum(grad.FirstSeen(active...).Named("new_piece")).Named("linear_pieces")
	}
	v.finish(v.loss, m, back)
	n.test.loss = v.value(v.loss, 0)
	v.values = v.values[:0]
	rows, all := x.Dim(0), v.all(v.y)
	for i := range rows {
		if r.task.out == 2 {
			v.values = append(v.values, 2*all[2*i+1]-1)
		} else {
			v.values = append(v.values, all[i])
		}
	}
	v.shade(active, rows)
}

// regions is how many linear pieces were seen, 0: they are not linear.
func (v *raceView) regions() int {
	if v.pieces == nil {
		return 0
	}
	return int(v.value(v.pieces, 0))
}

// shade tells neighbouring linear pieces apart by two shades, one for half of the
// patterns of ReLUs.
func (v *raceView) shade(active []*grad.Var, rows int) {
	v.shades = v.shades[:0]
	if v.pieces == nil {
		return
	}
	for i := range rows {
		sum := uint64(14695981039346656037) // FNV-1a
		for _, a := range active {
			w := a.Shape()[1]
			for _, z := range v.all(a)[i*w : (i+1)*w] {
				if sum *= 1099511628211; z > 0 {
					sum++
				}
			}
		}
		v.shades = append(v.shades, sum>>32&1 == 1)
	}
}
