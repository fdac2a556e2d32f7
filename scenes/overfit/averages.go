package overfit

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/steps"
)

// averages are the means over the seeds after every epoch, on a tape: what the
// curves are drawn from, and the epoch at which unseen images fared best.
//
//	mean_e = Σ_seeds loss_e / seeds
//	best   = how many epochs were worse before the least mean
type averages struct {
	tape  *grad.Tape
	tr    trace.Trace
	of    [series]*grad.Var // by epoch
	worse *grad.Var         // the epoch with the least loss on unseen images, up to the last that all have completed
	known [runs]int         // epochs of each seed that are in it
	early bool
}

// What is averaged. Early stopping goes back to the best weights; what was
// measured stands beside that.
const (
	trainLoss = iota
	valLoss
	trainAccuracy
	valAccuracy
	measured // the loss on unseen images
	series
)

var seriesNames = [series]string{"train_loss", "val_loss", "train_accuracy", "val_accuracy", "val_loss measured"}

// averages brings the means up to date. There is an epoch that all have completed.
func (a *attempt) averages() *averages {
	v := &a.means
	known, epochs := [runs]int{}, 0
	for i, m := range a.members {
		known[i] = len(m.past)
		epochs = max(epochs, known[i])
	}
	if v.tape != nil && v.known == known && v.early == a.early {
		return v
	}
	if v.tape == nil {
		v.tape = grad.NewTape()
		v.tape.NoGrad = true
	}
	v.known, v.early = known, a.early
	v.tape.Reset()
	for k := range v.of {
		x := tensor.New(runs, epochs)
		for i, m := range a.members {
			for e := range epochs {
				r := a.at(m, e)
				if k == measured {
					r = m.past[min(e, known[i]-1)]
				}
				x.Data()[i*epochs+e] = tensor.Elem([series]float64{r.trainLoss, r.valLoss, r.trainAcc, r.valAcc, r.valLoss}[k])
			}
		}
		v.of[k] = grad.Mean(v.tape.Const(seriesNames[k]+" by seed", x), 0).Named(seriesNames[k])
	}
	done := grad.Slice(v.of[measured], 0, 0, min(a.epoch(), epochs-1)+1, 1)
	least := grad.Neg(grad.Amax(grad.Neg(done)).Named("−least")).Named("least")
	v.worse = steps.Before(done, least)
	v.tape.Record(&v.tr)
	return v
}

// after is a mean after an epoch, as recorded.
func (v *averages) after(k, epoch int) float64 {
	all := v.tr.Nodes[v.of[k].ID()].Value
	return all[min(epoch, len(all)-1)]
}

// mean is the average of the runs at an epoch.
func (a *attempt) mean(epoch int) result {
	v := a.averages()
	return result{v.after(trainLoss, epoch), v.after(valLoss, epoch), v.after(trainAccuracy, epoch), v.after(valAccuracy, epoch)}
}

// best is the epoch, up to a last one, with the smallest loss on unseen images, as
// an average.
func (a *attempt) best(last int) (epoch int, loss float64) {
	v := a.averages()
	for e := range last + 1 {
		if x := v.after(measured, e); e == 0 || x < loss {
			epoch, loss = e, x
		}
	}
	return epoch, loss
}

// run is what the inspector unfolds.
func (v *averages) run() inspect.Run {
	if v.tape == nil {
		return inspect.Run{Record: &trace.Trace{}}
	}
	return inspect.Run{Tape: v.tape, Record: &v.tr}
}
