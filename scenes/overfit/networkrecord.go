package overfit

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// record is what the network's numbers on screen are read from: what each seed
// came to, and the means.
type record struct {
	tape *grad.Tape
	tr   trace.Trace
	rows []recorded // attempts, the present one last
	low  *grad.Var  // the lowest loss on unseen images; nil without an epoch
}

// recorded is an attempt.
type recorded struct {
	set [sets]*grad.Var // by the visitor
	acc [2]*grad.Var    // mean accuracies, on training images and unseen ones
}

// The numbers that are set.
const (
	setL2 = iota
	setL1
	setDropout
	setWrong
	sets
)

var setNames = [sets]string{"L2", "L1", "p", "wrong labels"}

func (r *record) number(v *grad.Var) float64 { return r.tr.Nodes[v.ID()].Value[0] }

// mean writes that of what the seeds came to.
func (r *record) mean(name string, bySeed [runs]float64) *grad.Var {
	x := tensor.New(runs)
	for i, v := range bySeed {
		x.Data()[i] = tensor.Elem(v)
	}
	return grad.Mean(r.tape.Const(name+" by seed", x)).Named(name)
}

// attempt writes one.
func (r *record) attempt(c *setup, acc [2][runs]float64) {
	var a recorded
	for i, v := range [sets]float64{c.l2, c.l1, c.dropout, c.wrong} {
		a.set[i] = r.tape.Scalar(setNames[i], v)
	}
	for i, name := range [2]string{"train_accuracy", "val_accuracy"} {
		a.acc[i] = r.mean(name, acc[i])
	}
	r.rows = append(r.rows, a)
}

// write puts the averages of the epoch on stage and of the attempts before on the
// record, and, once the training rests, what dropout does in use.
func (l *networkLab) write() {
	r := &l.record
	r.tape.Reset()
	r.rows, r.low = r.rows[:0], nil
	l.dropped.ok = false
	a := l.now
	if a == nil || a.err != nil || a.epoch() < 0 {
		r.tape.Record(&r.tr)
		return
	}
	for i := range l.rows {
		r.attempt(&l.rows[i].setup, l.rows[i].acc)
	}
	r.attempt(&l.set, a.accuracies(l.epoch()))
	best, _ := a.best(a.epoch())
	var losses [runs]float64
	for i, m := range a.members {
		losses[i] = m.past[min(best, len(m.past)-1)].valLoss
	}
	r.low = r.mean("val_loss", losses)
	r.tape.Record(&r.tr)
	if a.dropout > 0 && l.learned() {
		l.dropped.take(l)
	}
}

// accuracies are those of each seed at an epoch, on training images and unseen ones.
func (a *attempt) accuracies(epoch int) (acc [2][runs]float64) {
	for i, m := range a.members {
		x := a.at(m, epoch)
		acc[0][i], acc[1][i] = x.trainAcc, x.valAcc
	}
	return acc
}

// dropped are the numbers of a [dropping], on a record of its own.
type dropped struct {
	off, on, twice, formula, kept, all, rise, scale float64

	ok   bool
	back bool // the loss with dropout off was differentiated
	of   *dropping
	tape *grad.Tape
	tr   trace.Trace
}

// take measures what dropout does in use.
func (d *dropped) take(l *networkLab) {
	if d.tape == nil {
		d.tape = grad.NewTape()
	}
	d.tape.Reset()
	m := l.now.measure(d.tape, &l.digits, l.seed)
	d.tape.Record(&d.tr)
	read := func(v *grad.Var) float64 { return d.tr.Nodes[v.ID()].Value[0] }
	d.off, d.on, d.twice, d.formula = read(m.off), read(m.on), read(m.twice), read(m.formula)
	d.kept, d.all, d.rise, d.scale = read(m.kept), read(m.all), read(m.rise), read(m.scale)
	d.ok, d.back, d.of = true, false, m
}

// differentiate finds the gradients of the loss with dropout off.
func (d *dropped) differentiate(m nn.Module) {
	if !d.ok || d.back {
		return
	}
	d.back = true
	for _, p := range m.Params() {
		p.ZeroGrad()
	}
	d.tape.Backward(d.of.off)
	d.tape.Record(&d.tr)
}

// run is the measurement, for the inspector.
func (d *dropped) run(l *networkLab) inspect.Run {
	a := l.now
	return inspect.Run{Tape: d.tape, Record: &d.tr, Build: func(t *grad.Tape) *grad.Var {
		_, _, loss, _, _ := a.use(t, &l.digits)
		return loss
	}}
}

func (l *networkLab) Metrics(put func(name string, value any)) {
	if l.digits.err != nil {
		put("reason", l.digits.err.Error())
	}
	if l.now == nil || l.now.err != nil || l.now.epoch() < 0 {
		return
	}
	e := l.epoch()
	r := l.now.mean(e)
	put("epoch", e)
	put("train_loss", r.trainLoss)
	put("val_loss", r.valLoss)
	put("train_accuracy", r.trainAcc)
	put("val_accuracy", r.valAcc)
	put("seeds", runs)
	best, loss := l.now.best(e)
	put("best_epoch", best)
	put("best_val_loss", loss)
	put("stopped_early", l.now.finished())
	put("attempts", len(l.rows)+1)
	if l.dropped.ok {
		put("val_loss_dropout_off", l.dropped.off)
		put("val_loss_dropout_left_on", l.dropped.on)
		put("val_loss_scaled_twice", l.dropped.twice)
		put("dropout_loss_rise", l.dropped.rise)
		put("dropout_as_l2", l.dropped.formula)
		put("dropout_mask_kept", keptShare(l.now.members[0].mask))
	}
}

// keptShare is how many of the mask's numbers are 1.
func keptShare(mask []float64) float64 {
	kept := 0
	for _, v := range mask {
		if v != 0 {
			kept++
		}
	}
	return float64(kept) / float64(max(len(mask), 1))
}
