package validate

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// record puts the scores on the record, and what the network makes of the
// chosen penguin.
func (l *splitLab) record() {
	r, t := &l.run, l.tally
	t.begin()
	l.chance, l.graded, l.folded, l.average = l.chance[:0], [parts]*grad.Var{}, l.folded[:0], [2]*grad.Var{}
	for p, name := range [parts]string{"train_size", "val_size", "test_size"} {
		from, n := l.flock.begins(p), len(l.flock.part(p))
		l.sizes[p] = t.count(name, "dealt here", len(l.flock.order), func(i int) bool { return i >= from && i < from+n })
	}
	if r.ready && r.failure == nil {
		for p, name := range [parts]string{"train_accuracy", "val_accuracy", "test_accuracy"} {
			l.graded[p] = t.score(name, source{kind: onTrain + sourceKind(p)}, r.right[p])
		}
		for k := range min(l.at, len(r.scores)) {
			l.folded = append(l.folded, t.score("fold_accuracy", source{onFold, k}, r.folds.right[k]))
		}
		if n := len(l.folded); n > 0 && n == l.at {
			l.average[0], l.average[1] = average(l.folded)
		}
	}
	if !r.ready || l.withheld() {
		t.end()
		return
	}
	b := &l.reading
	b.read(&r.single, l.flock.order[l.bird])
	l.chance = append(l.chance, b.tr.Nodes[b.prob.ID()].Value...)
	t.end(b.run)
}

// withheld reports whether the chosen bird is one of a sealed test: what the network
// makes of it is not said.
func (l *splitLab) withheld() bool { return !l.run.opened && l.bird >= l.flock.cut[1] }

// average writes the mean of some scores and their standard deviation.
func average(scores []*grad.Var) (mean, sd *grad.Var) {
	flat := make([]*grad.Var, len(scores))
	for i, s := range scores {
		flat[i] = grad.Reshape(s, 1)
	}
	all := grad.Concat(0, flat...).Named("fold_accuracies")
	mean = grad.Mean(all).Named("cv_accuracy")
	squares := grad.Sum(grad.Square(grad.Sub(all, mean)))
	each := mean.Tape().Scalar("1/(k − 1)", 1/float64(max(len(scores)-1, 1)))
	return mean, grad.Sqrt(grad.Mul(squares, each)).Named("cv_sd")
}

// Differentiate finds the gradients of what the chosen penguin costs.
func (l *splitLab) Differentiate() {
	if l.run.ready && !l.withheld() {
		l.reading.differentiate(l.run.single.on.Model())
		l.tally.show()
	}
}

// reopen finds the network of a score and the birds that it was tested on.
func (l *splitLab) reopen(of source) (m nn.Module, x *tensor.Tensor, labels []int) {
	r := &l.run
	if of.kind == onFold {
		m, test := r.folds.network(of.net)
		if m == nil {
			return nil, nil, nil
		}
		x, labels = gather(test, nil)
		return m, x, labels
	}
	set := r.single.all.Subset(l.flock.part(int(of.kind - onTrain)))
	return r.single.on.Model(), r.single.scaler.Apply(set.X), set.Labels
}

// say says where the numbers stand.
func (l *splitLab) say() {
	t, m := l.tally, &l.marks
	for p, v := range l.graded {
		t.at(v, m.scores[p].InsetXY(-4, 0))
		t.at(l.sizes[p], m.counts[p])
	}
	if len(l.chance) > 0 {
		for k, at := range m.chances {
			t.places = t.PutOrigin(t.places, at, inspect.Of(1, l.reading.prob.ID(), k))
		}
	}
	k := float64(l.k)
	h := min(m.grid.H/k, 64)
	for i, v := range l.folded {
		t.at(v, paint.Rect{X: m.grid.Right() - 64, Y: m.grid.Y + float64(i)*h, W: 64, H: h})
	}
	if x := &l.texts; l.average[0] != nil {
		st := meanStyle
		_, y := m.mean.Center()
		t.places = t.PutLine(t.places, paint.Elide(x.mean, m.mean.W, st), m.mean.X, y, st, said(x.average, l.average[0]), said(x.spread, l.average[1]))
	}
}

var meanStyle = paint.Style{Font: paint.SansBold, Size: theme.SizeBody}
