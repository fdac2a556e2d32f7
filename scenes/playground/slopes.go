package playground

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/optim"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/plot"
	"gradtheatre/scenes/substep"
)

// What the lines of the network show.
const (
	wiresWeight   = "weight"
	wiresGradient = "gradient"
)

// slopes are how steep the loss is in each weight: the gradient of the step at
// hand on its batch, rehearsed and recorded, without penalties.
type slopes struct {
	rehearsal train.Rehearsal
	tr        trace.Trace
	where
	most float64 // the largest, by size
	step int     // that is rehearsed; −1: none
}

// showsSlopes reports whether the lines show gradients: where the visitor chose
// that, and in the midst of a step once the gradient is there.
func (s *Scene) showsSlopes() bool {
	return s.slopes.step == s.run.step() && (s.wires.Value() == wiresGradient || s.Part >= substep.Gradient)
}

// lookSlopes rehearses the step at hand.
func (s *Scene) lookSlopes() error {
	k, r := &s.slopes, s.run
	k.step, k.tr.Nodes = -1, k.tr.Nodes[:0]
	h := r.hyper()
	set := train.Settings{Data: r.sets.Train, BatchSize: h.BatchSize, Rule: optim.SGD{LR: 1}}
	if err := k.rehearsal.Run(r.model(), r.points.Criterion(r.sets.Classes), set, r.Spec().Seed, r.step()); err != nil {
		return err
	}
	k.rehearsal.Tape().Record(&k.tr)
	k.find(&k.tr, len(r.points.Layers))
	k.most = 0
	for l := range k.w {
		k.most = max(k.most, plot.MaxAbs(k.tr.Nodes[k.w[l]].Grad))
	}
	k.step = r.step()
	return nil
}

// slope is the recorded gradient of a weight, or of the bias after the last one.
func (s *Scene) slope(p pick) float64 {
	node, cell := s.slopeAt(p)
	if g := s.slopes.tr.Nodes[node].Grad; cell < len(g) {
		return g[cell]
	}
	return 0
}

func (s *Scene) slopeAt(p pick) (node, cell int) {
	if p.i == s.fanIn(p.l) {
		return s.slopes.b[p.l], p.j
	}
	return s.slopes.w[p.l], p.j*s.fanIn(p.l) + p.i
}

// run is the rehearsed step for the inspector. What is drawn at random or moves
// with each pass is not written again.
func (k *slopes) run(s *Scene) inspect.Run {
	r := inspect.Run{Tape: k.rehearsal.Tape(), Record: &k.tr}
	if k.step >= 0 && s.points.Dropout == 0 && !s.points.BatchNorm {
		r.Build = func(tape *grad.Tape) *grad.Var {
			b := k.rehearsal.Batch()
			tape.Training = true
			return s.run.points.Criterion(s.run.sets.Classes)(s.run.model().Forward(tape.Const("x", b.X)), b).Named("loss")
		}
	}
	return r
}

const shownShares = 5 // examples on the card

// writeSlope unfolds the gradient of a weight over the batch of the step at hand:
// the examples whose parts are largest, and their sum.
func (s *Scene) writeSlope(p pick) {
	k, c := &s.slopes, &s.card
	node, cell := s.slopeAt(p)
	layer := digit(p.l + 1)
	name := i18n.T("权重 w"+low(p.j+1)+low(p.i+1), "Weight w"+low(p.j+1)+low(p.i+1))
	if p.i == s.fanIn(p.l) {
		name = i18n.T("偏置 b"+low(p.j+1), "Bias b"+low(p.j+1))
	}
	batch := k.rehearsal.Batch()
	c.title = i18n.T(name.ZH+" · 第 "+layer+" 层 · 梯度", name.EN+" · layer "+layer+" · gradient").In(s.lang)
	n := strconv.Itoa(len(batch.Index))
	c.note = i18n.T("第 "+strconv.Itoa(k.step+1)+" 步的 "+n+" 个样本", "the "+n+" examples of step "+strconv.Itoa(k.step+1)).In(s.lang)
	ref := trace.Ref{Node: node, Cell: cell, Grad: true}
	terms := inspect.Explain(k.rehearsal.Tape(), ref)
	order := make([]int, len(terms))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(math.Abs(terms[b].Value), math.Abs(terms[a].Value))
	})
	rest := 0.0
	for at, i := range order {
		if at >= shownShares && len(order) > shownShares+1 {
			rest += terms[i].Value
			continue
		}
		c.rows = append(c.rows, row{symbol: shareName(i, len(terms), batch, s.lang), made: made(terms[i]), value: plot.Format(terms[i].Value), v: terms[i].Value})
	}
	if more := len(order) - len(c.rows); more > 0 {
		c.rows = append(c.rows, row{symbol: "…", made: i18n.T("还有 "+strconv.Itoa(more)+" 个", strconv.Itoa(more)+" more").In(s.lang), value: plot.Format(rest), v: rest})
	}
	g := s.slope(p)
	c.last = row{symbol: "∂L/∂w", value: plot.Format(g), v: g, of: inspect.Of(runSlopes, node, cell).Gradient()}
	if p.i == s.fanIn(p.l) {
		c.last.symbol = "∂L/∂b"
	}
}

// shareName says which example a term is of, where there is one for each.
func shareName(i, terms int, b *data.Batch, l i18n.Lang) string {
	if terms != len(b.Index) {
		return "+"
	}
	n := strconv.Itoa(b.Index[i] + 1)
	return i18n.T("点 "+n, "pt "+n).In(l)
}

var (
	legendWeights = i18n.T("线越粗，权重的绝对值越大", "The thicker a line, the larger the weight’s size")
	legendSlopes  = i18n.T("虚线越粗，这一步的损失对这个权重越陡", "Thicker dashes: this step’s loss is steeper in that weight")
)
