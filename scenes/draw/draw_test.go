package draw

import (
	"math"
	"os"
	"strings"
	"testing"

	"gradtheatre/engine/data"
	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// open makes the scene on a stage of the given size, without a display.
func open(t testing.TB, w, h float64) (*Scene, *stage.Env) {
	t.Helper()
	env := &stage.Env{Area: paint.Rect{X: 20, Y: 120, W: w, H: h}, Phone: w < 500, Theme: theme.Light(), Seed: 42,
		Look: &ui.Look{Theme: theme.Light()}, Dt: 1.0 / 60, Budget: 0.004, Play: stage.Playing{Speed: 1, Phase: 1}}
	s, err := New(env)
	if err != nil {
		t.Fatal(err)
	}
	s.Update(env)
	return s, env
}

// stroke draws one line on the pad as a mouse would.
func stroke(s *Scene, line data.Stroke) {
	r := s.pad.Rect()
	for i, p := range line {
		ev := ui.Event{Kind: ui.PointerMove, X: r.X + p.X*r.W, Y: r.Y + p.Y*r.H}
		if i == 0 {
			ev.Kind = ui.PointerDown
		}
		s.pad.Handle(ev)
	}
	s.pad.Handle(ui.Event{Kind: ui.PointerUp})
}

func metric(s *Scene, name string) (v any) {
	s.Metrics(func(n string, x any) {
		if n == name {
			v = x
		}
	})
	return v
}

func TestDrawingsAreRecognised(t *testing.T) {
	s, env := open(t, 780, 590)
	f, err := os.Open("../../engine/data/testdata/strokes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	set, err := data.ReadDrawings(f)
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for _, d := range set {
		s.clear.Press()
		for _, line := range d.Strokes {
			stroke(s, line)
		}
		s.Update(env)
		if metric(s, "prediction") == d.Digit {
			right++
		}
	}
	if share := float64(right) / float64(len(set)); share < 0.95 {
		t.Errorf("%d of %d drawings right, want 95 %%", right, len(set))
	}
}

func TestPad(t *testing.T) {
	s, env := open(t, 780, 590)
	if got := metric(s, "prediction"); got != firstSample/2 {
		t.Errorf("the sample is a %d, the prediction is %v", firstSample/2, got)
	}
	stroke(s, data.Stroke{{X: 0.5, Y: 0.1}, {X: 0.5, Y: 0.5}, {X: 0.5, Y: 0.9}})
	s.Update(env)
	if got := metric(s, "prediction"); got != 1 || s.picker.Value() != "" {
		t.Errorf("a bar is a %v, want 1; sample %q, want none", got, s.picker.Value())
	}
	code := s.pad.Value()
	stroke(s, data.Stroke{{X: 0.2, Y: 0.2}, {X: 0.3, Y: 0.3}})
	s.undo.Press()
	if s.pad.Value() != code {
		t.Error("undo did not take the last stroke away")
	}
	r := s.pad.Rect()
	s.pad.Handle(ui.Event{Kind: ui.PointerDown, X: r.X + 5, Y: r.Y + 5, Pointer: 1, Touch: true})
	s.pad.Handle(ui.Event{Kind: ui.PointerMove, X: r.X + 50, Y: r.Y + 50, Pointer: 2, Touch: true})
	s.pad.Handle(ui.Event{Kind: ui.PointerCancel, Pointer: 1, Touch: true})
	if s.pad.Value() != code {
		t.Error("a touch that was taken away left ink")
	}
	s.clear.Press()
	s.Update(env)
	if got := metric(s, "prediction"); got != -1 {
		t.Errorf("an empty pad is a %v, want -1", got)
	}
	if err := s.pad.Set(code); err != nil || s.pad.Value() != code {
		t.Errorf("Set: %v, value %q, want %q", err, s.pad.Value(), code)
	}
	for _, bad := range []string{"é", "A", "1,2 x", strings.Repeat("AA", data.MaxStrokePoints+1)} {
		if s.pad.Set(bad) == nil || s.pad.Value() != code {
			t.Errorf("%.10q was taken, or the drawing was lost", bad)
		}
	}
}

// TestEveryLayerUnfolds holds the terms that a card shows against the record.
func TestEveryLayerUnfolds(t *testing.T) {
	s, env := open(t, 780, 590)
	for l := layerInput; l < layerAll; l++ {
		for _, p := range []place{placeOf(l, 0), placeOf(l, layers[l].size()-1), s.run.strongest(l)} {
			s.unfold(p)
			s.Update(env)
			u := &s.card.u
			want := s.run.values(u.at.layer)[u.at.cell()]
			if u.value != want {
				t.Errorf("%s shows %g, recorded %g", p, u.value, want)
			}
			if sum := trace.Sum(u.terms); len(u.terms) > 0 && math.Abs(sum-want) > 1e-4*(1+math.Abs(want)) {
				t.Errorf("%s: terms sum to %g, recorded %g", p, sum, want)
			}
			total := 0.0
			for i := range u.windows {
				total += u.windows[i].sum
			}
			if (l == layerConv1 || l == layerConv2) && math.Abs(total-u.sum) > 1e-4 {
				t.Errorf("%s: windows sum to %g, products to %g", p, total, u.sum)
			}
			if back, err := parsePlace(s.card.Value()); err != nil || back != s.at {
				t.Errorf("%s: the link gives %v back, %v", p, back, err)
			}
		}
	}
	for _, bad := range []string{"conv1", "conv1.9.0.0", "conv1.0.28.0", "x.0", "conv1.0.0.0.0", "constructor.0", "relu3.64", "relu3.-1"} {
		if s.card.Set(bad) == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// texts returns every line that a picture of the scene holds.
func texts(s *Scene, env *stage.Env) (lines []string) {
	c := paint.NewCanvas()
	c.OnText = func(line string, _ paint.Rect, _ paint.Style) { lines = append(lines, line) }
	picture(s, env, c)
	return lines
}

func picture(s *Scene, env *stage.Env, c *paint.Canvas) {
	c.Begin(1280, 800, 1)
	s.Draw(env, c)
	for _, w := range s.Figures() {
		w.Draw(c, env.Look)
	}
	s.DrawOver(env, c)
}

// TestScreenShowsTheRecord compares what is written on screen with the run.
func TestScreenShowsTheRecord(t *testing.T) {
	s, env := open(t, 780, 590)
	s.unfold(s.run.strongest(layerConv1))
	s.Update(env)
	lines := strings.Join(texts(s, env), "\n") + "\n"
	has := func(what string, v float64, decimals int) {
		if want := string(paint.AppendNumber(nil, v, decimals)) + "\n"; !strings.Contains(lines, want) {
			t.Errorf("%s %q is not on screen", what, want)
		}
	}
	for i, p := range s.run.values(layerOut) {
		has("probability of "+digits[i], 100*p, 1)
	}
	node := s.run.node[layerConv1]
	cell := s.at.cell()
	has("z", s.run.tr.Nodes[node].Value[cell], 3)
	for _, term := range grad.Explain(s.run.tape.Var(node), cell) {
		if len(term.Factors) == 2 {
			has("product", term.Value, 2)
			has("weight", term.Factors[0].Value, 2)
		}
	}
	// The colours of the maps are those of the recorded numbers.
	v := s.run.values(layerPool2)
	for m, b := range s.figures[layerPool2].maps {
		for i := range 49 {
			want := s.shades.at(v[m*49+i], s.run.tone(layerPool2))
			if got := [4]byte(b.Pix()[4*i : 4*i+4]); got != *want {
				t.Fatalf("map %d cell %d has colour %v, want %v", m, i, got, *want)
			}
		}
	}
}

func TestTimeline(t *testing.T) {
	s, env := open(t, 780, 590)
	if at, last := s.At(); at != last || last != layerOut {
		t.Errorf("opens at %d of %d, want the end", at, last)
	}
	s.Reset()
	for want := layerConv1; want <= layerOut; want++ {
		s.Step()
		s.Update(env)
		if at, _ := s.At(); at != want || s.columnOf(s.at).layer != want {
			t.Errorf("at %d with the card on layer %d, want %d", at, s.columnOf(s.at).layer, want)
		}
		for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
			if !strings.Contains(s.Caption(l), layers[want].title.In(l)) {
				t.Errorf("caption %q", s.Caption(l))
			}
		}
	}
	s.Step()
	s.Seek(-5)
	if at, _ := s.At(); at != 0 {
		t.Errorf("at %d after seeking before the start", at)
	}
	stroke(s, data.Stroke{{X: 0.5, Y: 0.2}, {X: 0.5, Y: 0.8}})
	if at, last := s.At(); at != last {
		t.Error("drawing does not show all layers at once")
	}
}

func TestTraining(t *testing.T) {
	s, env := open(t, 780, 590)
	if err := s.toggle.Set("true"); err != nil {
		t.Fatal(err)
	}
	for range 40 {
		s.Update(env)
	}
	steps := metric(s, "step").(int)
	if steps < 20 || metric(s, "loss") == nil || metric(s, "weights") != "trained_here" {
		t.Fatalf("after 40 ticks: step %d, loss %v, weights %v, error %v", steps, metric(s, "loss"), metric(s, "weights"), s.trainer.err)
	}
	if err := s.rate.Set("0.001"); err != nil {
		t.Fatal(err)
	}
	s.Update(env)
	if got := metric(s, "step").(int); got <= steps || metric(s, "learning_rate") != 0.001 {
		t.Errorf("changing the learning rate went from step %d to %d, rate %v", steps, got, metric(s, "learning_rate"))
	}
	if err := s.toggle.Set("false"); err != nil {
		t.Fatal(err)
	}
	paused := metric(s, "step").(int)
	s.Update(env)
	if got := metric(s, "step").(int); got != paused {
		t.Errorf("a paused training went from step %d to %d", paused, got)
	}
	if err := s.weights.Set("shipped"); err != nil {
		t.Fatal(err)
	}
	s.Update(env)
	if metric(s, "weights") != "shipped" || metric(s, "prediction") != firstSample/2 || metric(s, "step") != paused {
		t.Errorf("shipped weights: %v say %v, training at %v", metric(s, "weights"), metric(s, "prediction"), metric(s, "step"))
	}
	s.fresh.Press()
	if metric(s, "step") != 0 {
		t.Errorf("restart leaves step %v", metric(s, "step"))
	}
}

// TestLayout holds widgets inside the stage and apart from each other.
func TestLayout(t *testing.T) {
	for _, size := range [][2]float64{{780, 590}, {1700, 1100}, {700, 500}, {560, 420}, {358, 640}, {328, 480}, {1, 1}, {0, 0}, {1280, 300}} {
		s, env := open(t, size[0], size[1])
		for _, openCard := range []bool{true, false} {
			s.open, s.decided = openCard, true
			s.Update(env)
			area := env.Area.Inset(-9)
			ws := s.Figures()
			for i, w := range ws {
				r := w.Rect()
				if !r.Empty() && (!area.Contains(r.X, r.Y) || !area.Contains(r.Right()-0.01, r.Bottom()-0.01)) {
					t.Errorf("%v open=%v: %s %v leaves %v", size, openCard, w.ID(), r, env.Area)
				}
				if s.geo.sheet && openCard {
					continue // the card is a sheet above the rest
				}
				for _, o := range ws[:i] {
					if x := r.Intersect(o.Rect()); !x.Empty() && x.W > 0.5 && x.H > 0.5 {
						t.Errorf("%v open=%v: %s %v lies on %s %v", size, openCard, w.ID(), r, o.ID(), o.Rect())
					}
				}
			}
			texts(s, env)
		}
	}
}

func TestWarmFrameAllocatesNothing(t *testing.T) {
	s, env := open(t, 780, 590)
	c := paint.NewCanvas()
	picture(s, env, c)
	if n := testing.AllocsPerRun(20, func() { s.Update(env) }); n != 0 {
		t.Errorf("Update: %v allocations", n)
	}
	if n := testing.AllocsPerRun(20, func() { picture(s, env, c) }); n != 0 {
		t.Errorf("Draw: %v allocations", n)
	}
}

func TestKeys(t *testing.T) {
	s, env := open(t, 780, 590)
	f := s.figures[layerConv1]
	s.unfold(place{layerConv1, 2, 5, 5})
	f.Handle(ui.Event{Kind: ui.KeyDown, Key: "ArrowRight"})
	f.Handle(ui.Event{Kind: ui.KeyDown, Key: "ArrowDown"})
	f.Handle(ui.Event{Kind: ui.KeyDown, Key: "PageDown"})
	s.Update(env)
	if want := (place{layerConv1, 3, 6, 6}); s.at != want {
		t.Errorf("arrows lead to %v, want %v", s.at, want)
	}
	s.card.Handle(ui.Event{Kind: ui.KeyDown, Key: "Escape"})
	s.Update(env)
	if s.open || !s.card.Rect().Empty() {
		t.Error("Esc leaves the card open")
	}
}

func BenchmarkClassify(b *testing.B) {
	s, env := open(b, 780, 590)
	b.ReportAllocs()
	for b.Loop() {
		s.dirty = true
		s.Update(env)
	}
}

func BenchmarkDraw(b *testing.B) {
	s, env := open(b, 780, 590)
	c := paint.NewCanvas()
	for b.Loop() {
		picture(s, env, c)
	}
}

// TestFork: training goes on from the same weights in both branches, and what
// one of them does then does not touch the other.
func TestFork(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("train", "true")
	for range 400 {
		if st.Tick(1); st.Metric("step") >= 20 {
			break
		}
	}
	st.MustSet("train", "false")
	step, loss, answer := st.Metric("step"), st.Metric("loss"), st.Row("probabilities")
	if step < 20 {
		t.Fatalf("only %v steps", step)
	}
	if err := st.Fork(""); err != nil {
		t.Fatal(err)
	}
	st.Tick(5)
	if s, l := st.Metric("step"), st.Metric("loss"); s != step || l != loss {
		t.Errorf("the fork stands at step %v with loss %v, want %v and %v", s, l, step, loss)
	}
	for i, p := range st.Row("probabilities") {
		if d := p - answer[i]; d > 1e-6 || d < -1e-6 {
			t.Errorf("digit %d: the fork says %v, it was %v", i, p, answer[i])
		}
	}
	st.MustSet("train", "true", "learning_rate", "0.01")
	st.Tick(60)
	st.MustSet("train", "false")
	if st.Metric("step") <= step {
		t.Errorf("the fork does not learn: step %v", st.Metric("step"))
	}
	if err := st.SetBranch("A"); err != nil {
		t.Fatal(err)
	}
	st.Tick(5)
	if s, r := st.Metric("step"), st.Metric("learning_rate"); s != step || r == 0.01 {
		t.Errorf("the first branch stands at step %v with rate %v", s, r)
	}
}
