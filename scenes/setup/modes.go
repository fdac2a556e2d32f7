package setup

import (
	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
)

const companies = 10 // batches that the point is put into

// modes asks the network about one point in the company of different batches:
// in training batch norm measures the batch, so the answer depends on the
// company; in use it takes what it remembers.
type modes struct {
	tape  *grad.Tape
	batch data.Batch
	index []int
	point int // of the examples

	// By batch: the probability of class 1 in training and in use, and the mean
	// of the first neuron's sums.
	train, eval, means [companies]float64
	running            float64    // the mean that this neuron's batch norm remembers
	spread             [2]float64 // largest less smallest of train, of eval
	known              bool       // there is batch norm
	low, high          float64    // of means and running
}

// run asks in ten batches of the size that is used to learn.
func (m *modes) run(n *learner, c *cloud) (err error) {
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
	for k := range companies {
		m.index = append(m.index[:0], batches.At(k)...)
		m.index[0] = m.point
		d.Gather(&m.batch, m.index, nil)
		m.train[k], m.means[k] = m.ask(n.model(), false)
		m.eval[k], _ = m.ask(n.model(), true)
	}
	m.low, m.high = m.means[0], m.means[0]
	for _, v := range m.means {
		m.low, m.high = min(m.low, v), max(m.high, v)
	}
	if m.known {
		m.low, m.high = min(m.low, m.running), max(m.high, m.running)
	}
	m.spread = [2]float64{reachOf(m.train[:]), reachOf(m.eval[:])}
	return nil
}

// ask is the probability of class 1 for the first of the batch, and the batch's
// mean of the first neuron's sums.
func (m *modes) ask(model *nn.Sequential, eval bool) (p, mean float64) {
	t := m.tape
	t.Reset()
	var sums *grad.Var
	logits := forward(t, model, t.Const("x", m.batch.X), eval, func(name string, v *grad.Var) {
		if name == "z1" {
			sums = v
		}
	})
	probs, means := grad.Softmax(logits, 1), grad.Mean(sums, 0)
	return float64(probs.Value.Data()[1]), float64(means.Value.Data()[0])
}

func reachOf(v []float64) float64 {
	lo, hi := v[0], v[0]
	for _, x := range v {
		lo, hi = min(lo, x), max(hi, x)
	}
	return hi - lo
}
