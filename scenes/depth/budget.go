package depth

import (
	"gradtheatre/engine/grad"
	"gradtheatre/engine/tensor"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/theme"
)

// budgets count on a tape what each network of a team costs, layer by layer.
//
//	MACs       = Σ in·out, one multiplication and addition for every weight
//	parameters = Σ (in·out + out), the weights and the biases
type budgets struct {
	tape         *grad.Tape
	tr           trace.Trace
	params, macs []*grad.Var // by network
}

func (b *budgets) count(all []*lane) {
	*b = budgets{tape: grad.NewTape()} // a fork may have the one before
	b.tape.NoGrad = true
	for _, n := range all {
		sizes := n.sizes()
		in, out := tensor.New(len(sizes)-1), tensor.New(len(sizes)-1)
		for l := range in.Data() {
			in.Data()[l], out.Data()[l] = tensor.Elem(sizes[l]), tensor.Elem(sizes[l+1])
		}
		biases := b.tape.Const("out", out)
		weights := grad.Mul(b.tape.Const("in", in), biases).Named("in·out")
		b.macs = append(b.macs, grad.Sum(weights).Named("MACs"))
		b.params = append(b.params, grad.Sum(grad.Add(weights, biases).Named("in·out + out")).Named("parameters"))
	}
	b.tape.Record(&b.tr)
	for i, n := range all {
		n.params, n.macs = b.number(b.params[i]), b.number(b.macs[i])
	}
}

func (b *budgets) number(v *grad.Var) int { return int(b.tr.Nodes[v.ID()].Value[0]) }

// shown is what the inspector unfolds.
func (b *budgets) shown() inspect.Run { return inspect.Run{Tape: b.tape, Record: &b.tr} }

// budgetCells are the sizes of the networks of the race, in words before its start,
// and of the ladder.
func (s *Scene) budgetCells(dst []inspect.Cell) []inspect.Cell {
	m, b := &s.marks, &s.lanes().budgets
	figure := func(v *grad.Var) inspect.Figure {
		return inspect.Figure{Text: digit(b.number(v)), Of: inspect.Of(s.budgetRun, v.ID(), 0)}
	}
	switch {
	case s.Card.Shown(): // it lies there
	case s.view == viewRace && s.curves[viewRace].Len(0) == 0 && !s.raceCurve.Rect().Empty():
		tiny := paint.Style{Font: paint.Sans, Size: theme.SizeTiny}
		for i := range m.shapes {
			h, words := &m.shapes[i], s.texts.built[i]
			if w := paint.Measure(words, tiny); w <= h.room {
				dst = s.PutLine(dst, words, h.words.X-w/2, h.words.Y, tiny, figure(b.params[i]))
			}
		}
	case s.view == viewLadder && m.narrow:
		box := m.bars[0].Union(m.bars[rungs-1])
		at := paint.Rect{X: s.results.Rect().X, Y: box.Bottom() + 26, W: s.results.Rect().W}
		dst = s.PutText(dst, s.texts.rungSay, at, paint.Style{Font: paint.Sans, Size: theme.SizeTiny}, 16, figure(b.params[s.rung]), figure(b.macs[s.rung]))
	case s.view == viewLadder:
		for k, col := range m.bars {
			at := paint.Rect{X: col.X, Y: col.Bottom() + 22, W: col.W, H: 15}
			dst = s.Put(dst, at, s.budgetRun, b.params[k].ID(), 0)
			dst = s.Put(dst, at.Move(0, 15), s.budgetRun, b.macs[k].ID(), 0)
		}
	}
	return dst
}
