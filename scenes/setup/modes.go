package setup

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

const companies = 10 // batches that the point is put into

// modes asks the network about one point in the company of different batches:
// in training batch norm measures the batch, so the answer depends on the
// company; in use it takes what it remembers.
type modes struct {
	tape  *grad.Tape
	tr    trace.Trace
	still bool // nothing moves: the record is of now
	batch [companies]data.Batch
	index []int
	point int // of the examples

	// By batch: the probability of class 1 in training and in use, and the mean
	// of the first neuron's sums.
	train, eval, means [companies]float64
	running            float64      // the mean that this neuron's batch norm remembers
	halves             [2]*grad.Var // half of the largest less the smallest: of train, of eval
	half               [2]float64
	known              bool    // there is batch norm
	low, high          float64 // of means and running
}

// run asks in ten batches of the size that is used to learn; all is one run of the
// engine, which is recorded where nothing moves.
func (m *modes) run(n *learner, c *cloud, still bool) (err error) {
	defer tensor.Recover(&err)
	if m.tape == nil {
		m.tape = grad.NewTape()
		m.tape.NoGrad = true
	}
	bn := norms(n.model())
	if m.known = len(bn) > 0; m.known {
		m.running = float64(bn[0].Running.Mean.Data()[0])
	}
	batches, d := data.NewBatches(examples, n.size, n.seed), c.dataset()
	m.tape.Reset()
	m.still = false
	var answers [2][]*grad.Var
	for k := range companies {
		m.index = append(m.index[:0], batches.At(k)...)
		m.index[0] = m.point
		d.Gather(&m.batch[k], m.index, nil)
		for i, to := range [2]*[companies]float64{&m.train, &m.eval} {
			p, mean := m.ask(n.model(), m.batch[k].X, i == 1)
			to[k], answers[i] = p.Item(), append(answers[i], p)
			if i == 0 {
				m.means[k] = float64(mean.Value.Data()[0])
			}
		}
	}
	m.low, m.high = m.means[0], m.means[0]
	for _, v := range m.means {
		m.low, m.high = min(m.low, v), max(m.high, v)
	}
	if m.known {
		m.low, m.high = min(m.low, m.running), max(m.high, m.running)
	}
	for i, name := range [2]string{"training", "in use"} {
		m.halves[i] = m.halfOf(answers[i]).Named(name)
		m.half[i] = m.halves[i].Item()
	}
	if m.still = still; still {
		m.tape.Record(&m.tr)
	}
	return nil
}

// shown is what the inspector unfolds.
func (m *modes) shown() inspect.Run {
	if !m.still {
		return inspect.Run{Record: &trace.Trace{}}
	}
	return inspect.Run{Tape: m.tape, Record: &m.tr}
}

// ask is the probability of class 1 for the first of a batch, and the batch's
// mean of the first layer's sums.
func (m *modes) ask(model *nn.Sequential, x *tensor.Tensor, eval bool) (p, means *grad.Var) {
	t := m.tape
	var sums *grad.Var
	logits := forward(t, model, t.Const("x", x), eval, func(name string, v *grad.Var) {
		if name == "z1" {
			sums = v
		}
	})
	probs := grad.Softmax(logits, 1).Named("p")
	return grad.Index(grad.Index(probs, 0, 0), 0, 1), grad.Mean(sums, 0)
}

// halfOf is how far answers are from the middle between the largest and the smallest.
func (m *modes) halfOf(answers []*grad.Var) *grad.Var {
	for i, v := range answers {
		answers[i] = grad.Reshape(v, 1)
	}
	all := grad.Concat(0, answers...).Named("answers")
	high, low := grad.Amax(all).Named("largest"), grad.Neg(grad.Amax(grad.Neg(all))).Named("smallest")
	return grad.Mul(m.tape.Scalar("½", 0.5), grad.Sub(high, low))
}
