package draw

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/substep"
	"gradtheatre/scenes/ui"
)

// settle lets the scene come to rest.
func settle(t *testing.T, s *Scene, update func()) {
	t.Helper()
	for range 5000 {
		if update(); s.Settled() {
			update()
			return
		}
	}
	t.Fatal("it does not settle")
}

// TestStepOnThePicture takes a step in parts: the picture shows the batch's
// activations, its loss and its gradients as they are recorded, and then what the
// update has moved.
func TestStepOnThePicture(t *testing.T) {
	s, env := open(t, 780, 590)
	update := func() { s.Update(env) }
	if err := s.view.Set(viewLearn); err != nil {
		t.Fatal(err)
	}
	settle(t, s, update)
	own := slices.Clone(s.run.values(layerConv1))
	s.SubStep()
	settle(t, s, update)
	tr := s.lesson.record()
	b := s.lesson.step.Card.Rehearsal.Batch()
	for _, example := range []int{0, 5} {
		s.lookAt(example)
		update()
		at := func(name string, lane int) []float64 {
			n := tr.Find(name)
			v, size := n.Value, len(n.Value)/batchSize
			if lane == gradients {
				v = n.Grad
			}
			return v[example*size : (example+1)*size]
		}
		v, _ := s.numbers(layerConv1)
		if !slices.Equal(v, at("conv1", values)) || slices.Equal(v, own) {
			t.Errorf("example %d: the picture is not of the batch", example)
		}
		p, _ := s.numbers(layerOut)
		lines := strings.Join(texts(s, env), "\n")
		if want := string(paint.AppendNumber(nil, 100*p[3], 1)); !strings.Contains(lines, want) {
			t.Errorf("example %d: %s %% is not on screen", example, want)
		}
		s.lesson.step.Part = substep.Gradient
		if g, _ := s.numbers(layerReLU2); !slices.Equal(g, at("relu2", gradients)) || peak(g) == 0 {
			t.Errorf("example %d: relu2's gradients are not the recorded ones", example)
		}
		ref := s.recorded(placeOf(layerOut, b.Labels[example]))
		if got, want := s.Trace().Nodes[ref.Node].Grad[ref.Cell], (p[b.Labels[example]]-1)/batchSize; !ref.Grad || math.Abs(got-want) > 1e-6 {
			t.Errorf("example %d: the score of the label is pulled by %v, want (p − 1)/8 = %v", example, got, want)
		}
		s.lesson.step.Part = substep.Forward
	}
	for range 3 {
		s.SubStep()
		settle(t, s, update)
	}
	k := &s.lesson.change
	if !k.known || s.midst() || s.trainer.step() != 1 {
		t.Fatalf("after the update: step %d, change %v", s.trainer.step(), k.known)
	}
	before, after, added := k.tr.Nodes[k.rows[0]].Value, k.tr.Nodes[k.rows[1]].Value, k.tr.Nodes[k.rows[2]].Value
	for i := range added {
		if math.Abs(after[i]-before[i]-added[i]) > 1e-7 || math.Abs(added[i]) > 1.01*s.trainer.lr {
			t.Fatalf("weight %d: %v → %v, change %v", i, before[i], after[i], added[i])
		}
	}
	if after := k.tr.Nodes[k.after].Value[0]; after >= k.before {
		t.Errorf("the loss of the batch went from %v to %v", k.before, after)
	}
	if s.unfold(place{layerConv1, 0, 5, 5}); s.inStep() {
		t.Error("a number that is pressed does not take the card's place")
	}
}

// TestLossTerm: the parts of the eight add up to the loss.
func TestLossTerm(t *testing.T) {
	s, env := open(t, 780, 590)
	s.view.Set(viewLearn)
	for range 2 {
		s.SubStep()
		settle(t, s, func() { s.Update(env) })
	}
	r := &s.lesson.step.Card.Rehearsal
	if sum := trace.Sum(grad.Explain(r.Loss, 0)); math.Abs(sum-r.Loss.Item()) > 1e-5 {
		t.Errorf("the terms are %v, the loss is %v", sum, r.Loss.Item())
	}
	lines := texts(s, env)
	if !slices.Contains(lines, s.lesson.term[0]) || !slices.Contains(lines, s.lesson.term[1]) {
		t.Errorf("the term %v is not on screen", s.lesson.term)
	}
}

// TestLearnByTransport plays, pauses and goes back by the transport.
func TestLearnByTransport(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "learn")
	st.MustPress("play")
	for range 2000 {
		if st.Tick(1); st.State().Step > 40 {
			break
		}
	}
	st.Pause()
	st.Settle()
	at := st.State().Step
	if at <= 40 || st.State().Metrics["weights"] != "trained_here" || st.Metric("step") != float64(at) {
		t.Fatalf("after playing: %v", st.State())
	}
	want := st.Row("probabilities")
	st.MustPress("back")
	st.Settle()
	if got := st.State().Step; got != at-1 {
		t.Errorf("back leads to %d from %d", got, at)
	}
	for _, part := range []string{"forward", "loss", "gradient"} { // what is read out, and seen under the mouse
		st.MustPress("substep")
		st.Settle()
		if said, _ := st.Widget("step_card").Value.(string); !strings.Contains(said, " · "+part) {
			t.Errorf("the card says %q", said)
		}
		for _, id := range []string{"x", "conv1", "relu3", "probabilities"} {
			w := st.Widget(id)
			st.Input(ui.Event{Kind: ui.PointerMove, X: w.Rect.X + w.Rect.Width/4, Y: w.Rect.Y + w.Rect.Height/3})
			st.Tick(2)
			if grad := part == "gradient" && id != "x"; strings.HasPrefix(w.Value.(string), "∂L/∂") != grad || grad && !st.Shows("∂L/∂") {
				t.Errorf("%s: %s says %q", part, id, w.Value)
			}
			st.Sound()
		}
	}
	st.MustPress("back")
	st.MustPress("substep")
	st.Settle()
	if w := st.Widget("batch"); w.Rect.Width == 0 || !strings.Contains(w.Value.(string), "picture 1") {
		t.Errorf("the batch: %+v", w)
	}
	if w := st.Widget("pad"); w.Rect.Width != 0 {
		t.Errorf("the pad lies on the batch: %+v", w.Rect)
	}
	st.ClickOn("batch")
	st.MustPress("step")
	st.Settle()
	for i, p := range st.Row("probabilities") {
		if math.Abs(p-want[i]) > 1e-6 {
			t.Errorf("digit %d: %v after the same step, was %v", i, p, want[i])
		}
	}
	st.MustSet("view", "read")
	if now := st.State(); now.Step != layerOut || now.Metrics["training"] != false {
		t.Errorf("reading again: %v", now)
	}
}

// TestSamplesByWhatTheyShow: the name of a sample is the digit that it is; the bare
// numbers of old links still lead where they did.
func TestSamplesByWhatTheyShow(t *testing.T) {
	s, _ := open(t, 780, 590)
	for value, want := range map[string]int{"digit-3": 6, "digit-3-careless": 7, "digit-0.top": 0, "6": 6, "14": 14, "7.left": 7, "digit-9-careless.right": 19} {
		if err := s.picker.Set(value); err != nil || s.sample != want {
			t.Errorf("%s: sample %d, want %d; %v", value, s.sample, want, err)
		}
		if i, _, err := parseSample(s.picker.Value(), s.samples.N); err != nil || i != want || !strings.HasPrefix(s.picker.Value(), "digit-"+digits[want/2]) {
			t.Errorf("%s is written %s", value, s.picker.Value())
		}
	}
	for _, bad := range []string{"digit-10", "20", "-1", "digit-", "3-careless", "digit-3.middle", "digit--1", "three"} {
		if s.picker.Set(bad) == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestChosenWeightsComeBack: a run is taken up again, and what reads the drawing is
// what was chosen last.
func TestChosenWeightsComeBack(t *testing.T) {
	for _, chosen := range []string{weightsShipped, weightsHere} {
		s, env := open(t, 780, 590)
		s.view.Set(viewLearn)
		s.Seek(20)
		settle(t, s, func() { s.Update(env) })
		if err := s.weights.Set(chosen); err != nil {
			t.Fatal(err)
		}
		r := s.Runners()[0]
		r.Save()
		var saved []byte
		for range 1000 {
			if s.Update(env); saved == nil {
				r.Pull()
				saved = r.Saved()
			}
		}
		again, env := open(t, 780, 590)
		again.view.Set(viewLearn)
		if s.weights.Value() != weightsShipped { // as the settings bring it
			again.weights.Set(s.weights.Value())
		}
		if err := again.TakeUp(env, [][]byte{saved}); err != nil {
			t.Fatal(err)
		}
		settle(t, again, func() { again.Update(env) })
		if got := metric(again, "weights"); got != chosen || metric(again, "step") != 20 {
			t.Errorf("%s: after a reload it reads with %v, at step %v", chosen, got, metric(again, "step"))
		}
		for i, p := range again.run.values(layerOut) {
			if math.Abs(p-s.run.values(layerOut)[i]) > 1e-6 {
				t.Errorf("%s, digit %d: %v, was %v", chosen, i, p, s.run.values(layerOut)[i])
			}
		}
	}
}

func TestWarmStepAllocatesNothing(t *testing.T) {
	s, env := open(t, 780, 590)
	c := paint.NewCanvas()
	s.view.Set(viewLearn)
	for part := range 4 {
		s.SubStep()
		settle(t, s, func() { s.Update(env) })
		s.figures[layerConv1].Handle(ui.Event{Kind: ui.PointerLeave})
		picture(s, env, c)
		if n := testing.AllocsPerRun(20, func() { picture(s, env, c) }); n != 0 {
			t.Errorf("part %d: Draw: %v allocations", part+1, n)
		}
	}
}
