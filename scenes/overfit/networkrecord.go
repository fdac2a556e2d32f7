package overfit

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
)

// dropped are the numbers of a [dropping], read from the record.
type dropped struct {
	off, on, twice, formula, kept, all float64
	ok                                 bool
}

// write puts the averages of the epoch on stage on the record, and, once the
// training rests, what dropout does in use.
func (l *networkLab) write() {
	r := &l.record
	r.tape.Reset()
	r.cells = r.cells[:0]
	l.dropped = dropped{}
	a := l.now
	if a == nil || a.err != nil || a.epoch() < 0 {
		r.tape.Record(&r.tr)
		return
	}
	var acc [2][]tensor.Elem
	for _, m := range a.members {
		x := a.at(m, l.epoch())
		acc[0], acc[1] = append(acc[0], tensor.Elem(x.trainAcc)), append(acc[1], tensor.Elem(x.valAcc))
	}
	for i, name := range [2]string{"train_accuracy", "val_accuracy"} {
		r.show(grad.Mean(r.tape.Const(name+" by seed", tensor.From(acc[i], runs))).Named(name), l.marks.now[i])
	}
	var d *dropping
	if a.dropout > 0 && l.learned() {
		d = a.measure(r.tape, &l.digits, l.seed)
		for i, v := range [3]*grad.Var{d.off, d.on, d.twice} {
			r.show(v, l.marks.bars[i])
		}
	}
	r.tape.Record(&r.tr)
	if d != nil {
		l.dropped = dropped{r.number(d.off), r.number(d.on), r.number(d.twice), r.number(d.formula), r.number(d.kept), r.number(d.all), true}
	}
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
		put("dropout_loss_rise", l.dropped.on-l.dropped.off)
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
