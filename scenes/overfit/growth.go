package overfit

import (
	"slices"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
)

// growth is the learning curve on a record: for every number of points the errors of
// all samples in order, and the mean of the middle two, which is what is drawn.
type growth struct {
	known  bool // of the present settings
	tape   *grad.Tape
	tr     trace.Trace
	sorted [2][]*grad.Var // on the training points and on unseen ones, by size
	median [2][]*grad.Var
	refit  refit
}

// record writes what a complete sweep has measured.
func (g *growth) record(s *sweep) {
	if g.tape == nil {
		g.tape = grad.NewTape()
		g.tape.NoGrad = true
	}
	g.tape.Reset()
	g.known, g.refit = true, refit{}
	for i, name := range [2]string{"train_loss", "val_loss"} {
		g.sorted[i], g.median[i] = g.sorted[i][:0], g.median[i][:0]
		for k := range sizes {
			x := tensor.New(draws)
			for at, d := range s.order(k, i) {
				x.Data()[at] = tensor.Elem(s.bySize[k][d].of(i))
			}
			all := g.tape.Const(name+" by sample", x)
			g.sorted[i] = append(g.sorted[i], all)
			g.median[i] = append(g.median[i], grad.Mean(grad.Slice(all, 0, (draws-1)/2, draws/2+1, 1).Named("middle")).Named(name))
		}
	}
	g.tape.Record(&g.tr)
}

// order are the samples from the lowest error to the highest.
func (s *sweep) order(size, i int) (out []int) {
	for d := range draws {
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b int) int {
		switch x, y := s.bySize[size][a].of(i), s.bySize[size][b].of(i); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	return out
}

// run is what the inspector unfolds.
func (g *growth) run() inspect.Run {
	if g.tape == nil {
		return inspect.Run{Record: &trace.Trace{}}
	}
	return inspect.Run{Tape: g.tape, Record: &g.tr}
}

// refit is the fits of one point of the learning curve, made again.
type refit struct {
	size   int
	tape   *grad.Tape
	tr     trace.Trace
	losses [2]*grad.Var // by sample, as growth has them
}

func (r *refit) run() inspect.Run {
	if r.tape == nil {
		return inspect.Run{Record: &trace.Trace{}}
	}
	return inspect.Run{Tape: r.tape, Record: &r.tr}
}

// again fits the samples again to which a number of the record belongs, and reports
// whether it did; one point is kept.
func (s *sweep) again(node int) bool {
	g := &s.grown
	for i := range g.median {
		for k := range g.median[i] {
			if all, m := g.sorted[i][k].ID(), g.median[i][k].ID(); g.known && node >= all && node <= m && (g.refit.tape == nil || g.refit.size != k) {
				return s.make(k)
			}
		}
	}
	return false
}

// make makes the fits of a number of points.
func (s *sweep) make(size int) bool {
	r := refit{size: size, tape: grad.NewTape()}
	r.tape.NoGrad = true
	var each [2][draws]*grad.Var
	for d := range draws {
		n := min(sizes[size], len(s.samples[d].x))
		learnt := table{s.samples[d].x[:n], s.samples[d].y[:n]}
		w, err := solve(&learnt, s.degree, s.lambda)
		if err != nil {
			return false
		}
		p := polynomial{w: weightRow(w)}
		p.write(r.tape, &learnt, &s.val)
		each[0][d], each[1][d] = grad.Reshape(p.trainLoss, 1), grad.Reshape(p.valLoss, 1)
	}
	for i := range each {
		var list []*grad.Var
		for _, d := range s.order(size, i) {
			list = append(list, each[i][d])
		}
		r.losses[i] = grad.Concat(0, list...).Named(s.grown.sorted[i][size].Label())
	}
	r.tape.Record(&r.tr)
	s.grown.refit = r
	return true
}
