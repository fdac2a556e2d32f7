package overfit

import (
	"slices"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/plot"
)

// ghost is the attempt before: its loss on unseen images, by epoch, as the mean of
// what is kept of every seed. Its networks are not: 5 kB against megabytes.
type ghost struct {
	plot.Band
	seeds [runs][]float32
	tape  *grad.Tape
	tr    trace.Trace
	mean  *grad.Var // by epoch
	at    int       // among the runs
}

var beforeName = i18n.T("上一次，没见过的", "the run before, unseen")

// keep keeps an attempt's losses.
func (g *ghost) keep(a *attempt) {
	var seeds [runs][]float32
	for i, m := range a.members {
		for e := range a.epoch() + 1 {
			seeds[i] = append(seeds[i], float32(a.at(m, e).valLoss))
		}
	}
	g.take(seeds)
}

// take shows losses that were kept, as far as they are of all seeds.
func (g *ghost) take(seeds [runs][]float32) {
	n := lastEpoch + 1
	for _, s := range seeds {
		n = min(n, len(s))
	}
	g.Reset()
	g.seeds, g.mean = [runs][]float32{}, nil
	if n == 0 {
		return
	}
	x := tensor.New(runs, n)
	for i, s := range seeds {
		g.seeds[i] = slices.Clone(s[:n])
		for e, v := range g.seeds[i] {
			x.Data()[i*n+e] = tensor.Elem(v)
		}
	}
	if g.tape == nil {
		g.tape = grad.NewTape()
		g.tape.NoGrad = true
	}
	g.tape.Reset()
	g.mean = grad.Mean(g.tape.Const("val_loss before by seed", x), 0).Named("val_loss before")
	g.tape.Record(&g.tr)
	for e, v := range g.tr.Nodes[g.mean.ID()].Value {
		g.Put(float64(e), v)
	}
}

// run is what the inspector unfolds.
func (g *ghost) run() inspect.Run {
	if g.mean == nil {
		return inspect.Run{Record: &trace.Trace{}}
	}
	return inspect.Run{Tape: g.tape, Record: &g.tr}
}
