package descent

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
)

// tries are the two tries of a finder that it speaks of, on a tape: the one at
// which the loss falls most, with its step and the losses before and after, and
// the one from which on it is above the start. The rate of try k is
// from·(to/from)^(k/n).
type tries struct {
	tape     *grad.Tape
	tr       trace.Trace
	rate     [2]int // the rates of both, −1: no such try
	fall     int    // by how much the loss falls
	loss     [2]int // the losses before and after the step, which are other runs'
	step     working
	from, to sample
}

// run works them out. best and breaks are the tries' numbers, −1: none.
func (r *tries) run(f *finder, best, breaks int) {
	if r.tape == nil {
		r.tape = grad.NewTape()
		r.tape.NoGrad = true
	}
	t := r.tape
	t.Reset()
	r.rate, r.fall = [2]int{-1, -1}, -1
	first := t.Scalar("η₀", finderFrom)
	growth := grad.Div(t.Scalar("ηₙ", finderTo), first).Named("ηₙ/η₀")
	for i, k := range [2]int{best, breaks} {
		if k < 0 {
			continue
		}
		rate := grad.Mul(first, grad.PowConst(growth, float64(k)/finderSteps)).Named("η")
		r.rate[i] = rate.ID()
		if i == 0 {
			r.take(f, k, rate.Item())
			before, after := t.Scalar("L", r.from.loss()), t.Scalar("L′", r.to.loss())
			r.loss = [2]int{before.ID(), after.ID()}
			r.fall = grad.Sub(before, after).Named("L − L′").ID()
		}
	}
	t.Record(&r.tr)
}

// take takes the step of a try, and runs the surface before and after it.
func (r *tries) take(f *finder, k int, lr float64) {
	past := f.race.run[f.opt].past
	m, before := past[k], [2][2]float64{}
	if k > 0 {
		before = past[k-1].past
	}
	m.lr = lr
	r.step.run(f.race.hyper.rule(f.opt), &m, before, k)
	r.from.look(f.race.of, m.at, nil)
	r.to.look(f.race.of, r.step.of(func(x *axisWork) int { return x.next }), nil)
}

// of is a number of the record.
func (r *tries) of(node int) float64 { return r.tr.Nodes[node].Value[0] }

// tellFinder says what the range test found.
func (s *Scene) tellFinder() {
	f, t := &s.finder.tries, &s.texts
	if !s.finder.fresh {
		return
	}
	var said [3]string
	for i, node := range [3]int{f.rate[0], f.fall, f.rate[1]} {
		if node >= 0 {
			said[i] = short(f.of(node))
		}
		t.tried[i] = inspect.Figure{Text: said[i], Of: inspect.Of(runTries, node, 0)}
	}
	t.found = i18n.T("每步把 η 乘大一点：η ≈ "+said[0]+" 时损失掉得最快，一步 "+said[1], "η grows each step: the loss falls fastest at η ≈ "+said[0]+", by "+said[1]).In(s.lang)
	if f.fall < 0 {
		t.found = i18n.T("从这里出发，没有哪个 η 让损失下降", "From here no η makes the loss fall").In(s.lang)
	}
	if f.rate[1] >= 0 {
		t.found += i18n.T("，到 "+said[2]+" 反而高过起点", "; at "+said[2]+" it is above the start").In(s.lang)
	}
	t.found += i18n.T("。点图选一个。", ". Press the plot to choose.").In(s.lang)
}
