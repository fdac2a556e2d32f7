package regression

import (
	"math"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/tensor"
)

// epochs is how far the textbook's program goes.
const epochs = 1000

// epoch is what the engine found at one position: the weight, the mean squared
// errors with it, and the gradient that leads to the next weight.
type epoch struct {
	w, loss, test, grad float64
	finite              bool // the predictions
}

// model is the line on a tape: ŷ = w·x and what follows from it.
//
//	loss = Σ (ŷ − y)²/n, objective = ½·Σ (ŷ − y)² or ½·loss
//
// The objective's gradient is xᵀ(ŷ − y), as the program has it, or that by n.
type model struct {
	tape *grad.Tape
	w    *grad.Param
	half *tensor.Tensor

	wVar, guess, loss, test, objective *grad.Var
	heldID                             int
}

func newModel() *model {
	return &model{tape: grad.NewTape(), w: grad.NewParam("w", tensor.New(1, 1)), half: tensor.Scalar(0.5)}
}

// run computes predictions, losses and the gradient at the present weight.
func (m *model) run(c *cloud, mean bool) {
	t := m.tape
	t.Reset()
	m.w.ZeroGrad()
	m.wVar, m.guess, m.loss, m.objective = m.write(t, c, mean)
	t.Backward(m.objective)
	// The test has no say in the gradient: it comes after it.
	m.test = nil
	if len(c.held.index) > 0 {
		held := grad.Linear(t.Const("x_test", &c.held.x), m.wVar, nil).Named("test_prediction")
		m.heldID = held.ID()
		m.test = grad.MSE(held, t.Const("y_test", &c.held.y)).Named("test_loss")
	}
}

// write puts the line and what it costs on a tape.
func (m *model) write(t *grad.Tape, c *cloud, mean bool) (w, guess, loss, objective *grad.Var) {
	w = t.Param(m.w)
	y := t.Const("y", &c.train.y)
	guess = grad.Linear(t.Const("x", &c.train.x), w, nil).Named("prediction")
	loss = grad.MSE(guess, y).Named("loss")
	objective = loss
	if !mean {
		objective = grad.MSE(guess, y, grad.ReduceSum).Named("Σ(ŷ − y)²")
	}
	return w, guess, loss, grad.Mul(objective, t.Const("½", m.half)).Named("objective")
}

// now reads the run.
func (m *model) now() epoch {
	e := epoch{w: float64(m.w.Value.Data()[0]), loss: m.loss.Item(), test: math.NaN(), grad: float64(m.wVar.Grad.Data()[0]), finite: m.guess.Value.IsFinite()}
	if m.test != nil {
		e.test = m.test.Item()
	}
	return e
}

// set gives the model a weight.
func (m *model) set(w float64) {
	m.w.Value.Data()[0] = tensor.Elem(w)
	m.w.Value.Touch()
}

// run is the descent: every epoch it has come to, and how it ended.
type run struct {
	model *model
	opt   *optim.Optimizer
	past  []epoch
	done  bool
	kept  []epoch // what a fork brought along: it stays whatever is set
	// The first epochs whose loss and whose prediction overflow; −1: none yet.
	lossOver, guessOver int
}

// begin starts anew from a weight, or goes on from where the run was forked.
func (r *run) begin(w, rate float64) {
	if r.model == nil {
		r.model = newModel()
	}
	r.past, r.done, r.lossOver, r.guessOver = r.past[:0], false, -1, -1
	if n := len(r.kept); n > 0 {
		w = r.kept[n-1].w
		r.past = append(r.past, r.kept[:n-1]...)
		for k, e := range r.past {
			if r.lossOver < 0 && !finite(e.loss) {
				r.lossOver = k
			}
		}
	}
	r.model.set(w)
	r.opt = optim.New([]*grad.Param{r.model.w}, optim.SGD{LR: rate})
}

// advance computes one epoch more.
func (r *run) advance(c *cloud, mean bool) {
	if r.done {
		return
	}
	at := len(r.past)
	r.model.run(c, mean)
	e := r.model.now()
	r.past = append(r.past, e)
	if r.lossOver < 0 && !finite(e.loss) {
		r.lossOver = at
	}
	if !e.finite {
		r.guessOver = at
	}
	if r.done = at == epochs || !e.finite; !r.done {
		r.opt.Step()
	}
}

// finish computes all there is.
func (r *run) finish(c *cloud, mean bool) {
	for !r.done {
		r.advance(c, mean)
	}
}

// last is the last position there is, as far as is known.
func (r *run) last() int {
	if r.done {
		return len(r.past) - 1
	}
	return epochs
}

// diverged reports whether the loss has grown.
func (r *run) diverged() bool {
	n := len(r.past)
	return n > 0 && !(r.past[n-1].loss <= r.past[0].loss)
}

func finite(v float64) bool { return v-v == 0 }
