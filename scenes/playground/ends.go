package playground

import (
	"maps"
	"math/rand/v2"
	"slices"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/nn"
	"gradtheatre/engine/trace"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
)

const (
	histogramEnds = 13.0 // height of the line with the smallest and the largest number
	histogramRoom = 70.0 // width from which on it is there
)

// histogram is where the values of a layer are shown in r, or its gradients (1).
func (s *Scene) histogram(r paint.Rect, layer, kind int) paint.Rect {
	const side, top = 14.0, 16.0
	w, half := (r.W-side)/float64(len(s.within.layers)), (r.H-top)/2
	return paint.Rect{X: r.X + side + w*float64(layer) + 3, Y: r.Y + top + half*float64(kind), W: w - 8, H: half - 2}
}

// lastStep is the step that the histograms are of, computed once more on this
// side: the batch that it learned, through the weights that it found.
type lastStep struct {
	train.Rehearsal
	model nn.Module
	of    map[string]string // the settings that the model was built by
	seed  uint64
	slope []int // nodes that hold a gradient: by layer
	from  []int // and the nodes whose gradient it is
}

// recordEnds takes the smallest and the largest number of each histogram out of
// the batch, on the tape of that step. It reports false where that step cannot be
// computed once more, digit for digit, as after a change of batch size or points.
func (s *Scene) recordEnds(in *train.Inspection) bool {
	w, r, k := &s.within, s.run, &s.within.last
	if len(in.Before) == 0 || in.Step != r.step() || !k.build(r) {
		return false
	}
	rest := in.Before
	for _, p := range k.model.Params() {
		rest = rest[copy(p.Value.Data(), rest):]
		p.Value.Touch()
	}
	if err := r.RehearseWith(k.model, &k.Rehearsal, r.sets.Train, in.Step-1); err != nil {
		return false
	}
	tape := k.Tape()
	note := func(name string, v *grad.Var, st *train.Stats) (same bool) {
		low, high := grad.Amin(grad.Amin(v, 1).Named("min_of_point")).Named("min "+name), grad.Amax(grad.Amax(v, 1).Named("max_of_point")).Named("max "+name)
		w.ends = append(w.ends, low.ID(), high.ID())
		return low.Item() == st.Min && high.Item() == st.Max
	}
	for l, p := range w.layers {
		name := jobs.ActiveName(l)
		v := labelled(tape, name)
		if v == nil || v.Grad == nil || p.grad == nil || !note(name, v, p.value) {
			return false
		}
		g := tape.Const("∂"+name, v.Grad)
		if k.slope, k.from = append(k.slope, g.ID()), append(k.from, v.ID()); !note("∂"+name, g, p.grad) {
			return false
		}
	}
	tape.Record(&w.all)
	return true
}

// build makes a network like the one that learns.
func (k *lastStep) build(r *run) bool {
	k.slope, k.from = k.slope[:0], k.from[:0]
	if spec := r.Spec(); k.model == nil || k.seed != spec.Seed || !maps.Equal(k.of, spec.Options) {
		k.of, k.seed = maps.Clone(spec.Options), spec.Seed
		k.model = r.points.Build(spec.Seed, rand.New(rand.NewPCG(spec.Seed, 0)))
	}
	return len(k.model.Params()) == len(r.model().Params())
}

// labelled is the number of a tape that is called so.
func labelled(t *grad.Tape, name string) *grad.Var {
	for i := range t.Len() {
		if v := t.Var(i); v.Label() == name {
			return v
		}
	}
	return nil
}

// rebuild writes the step once more, where nothing in it is drawn at random or
// moves with each pass: it checks gradients.
func (s *Scene) rebuild(tape *grad.Tape) *grad.Var {
	k := &s.within.last
	tape.Training = true
	return s.run.points.Criterion(s.run.sets.Classes)(k.model.Forward(tape.Const("x", k.Batch().X)), k.Batch()).Named("loss")
}

// noteEnds puts on the record what the training noted of each histogram, for a
// step that is not there to be computed once more.
func (w *within) noteEnds() {
	w.tape.Reset()
	w.ends, w.again = w.ends[:0], false
	note := func(name string, st *train.Stats) {
		var v train.Stats
		if st != nil {
			v = *st
		}
		w.ends = append(w.ends, w.tape.Scalar("min "+name, v.Min).ID(), w.tape.Scalar("max "+name, v.Max).ID())
	}
	for l, p := range w.layers {
		note(jobs.ActiveName(l), p.value)
		note("∂"+jobs.ActiveName(l), p.grad)
	}
	w.tape.Record(&w.all)
}

// endCells are the smallest and the largest number of each histogram.
func (s *Scene) endCells(dst []inspect.Cell) []inspect.Cell {
	w, r := &s.within, s.curve.rect
	if len(w.ends) == 0 || r.Empty() {
		return dst
	}
	if !s.phone {
		r = s.inCurve()
	}
	for i, node := range w.ends {
		box := s.histogram(r, i/4, i/2%2)
		if p := w.layers[i/4]; box.W < histogramRoom || [2]*train.Stats{p.value, p.grad}[i/2%2] == nil {
			continue
		}
		low, high := box.CutLeft(box.W / 2)
		at := [2]paint.Rect{low, high}[i%2]
		at.Y, at.H = at.Bottom()-histogramEnds, histogramEnds
		dst = s.Put(dst, at, runTable, node, 0)
	}
	return dst
}

// WhyOf says of a histogram's ends where they come from.
func (s *Scene) WhyOf(ref trace.Ref) i18n.Text {
	i := slices.Index(s.within.ends, ref.Node-s.Ref(runTable, 0, 0).Node)
	if i < 0 || ref.Grad {
		return i18n.Text{}
	}
	end := [2]i18n.Text{i18n.T("最小", "smallest"), i18n.T("最大", "largest")}[i%2]
	if s.within.again {
		return i18n.T("上一步那批点里"+end.ZH+"的一个：每个点先在神经元里比，再和别的点比。", "The "+end.EN+" of the last step's batch: of each point's neurons, then of the points.")
	}
	return i18n.T("上一步那批点里"+end.ZH+"的一个，训练时记下的。", "The "+end.EN+" of the last step's batch, recorded while it was learned.")
}
