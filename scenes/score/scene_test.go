package score

import (
	"fmt"
	"math"
	"testing"

	"gradtheatre/engine/grad"
	"gradtheatre/engine/trace"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestWorkedExample holds the scores against the lecture's, and the row in
// which its slide forgot the bias against what the slide prints.
func TestWorkedExample(t *testing.T) {
	x := stagetest.WorkedExample(t, "cs231n_score_4_pixels")
	st := stagetest.Open(t, Entry(), 1280, 800)
	got := st.Row("scores")
	for i, want := range stagetest.Numbers(x.Forward["scores"]) {
		if math.Abs(got[i]-want) > 1e-3 {
			t.Errorf("score %d = %v, want %v", i, got[i], want)
		}
	}
	if v := st.Row("scores_without_bias")[2]; math.Abs(v-61.95) > 1e-3 {
		t.Errorf("without the bias row three is %v, want 61.95", v)
	}
	st.Seek(3)
	st.Tick(2)
	on := st.Texts()
	for _, want := range []string{"−96.8", "437.9", "60.75", "57.75", "(−0.3) × 2"} {
		if _, ok := on[want]; !ok {
			t.Errorf("%s is not on screen", want)
		}
	}
}

// TestTimeline: a score is on screen when its row has been worked out.
func TestTimeline(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	for at, want := range []string{"?", "−96.8", "437.9", "60.75"} {
		st.Seek(at)
		st.Tick(2)
		on := st.Texts()
		if _, ok := on[want]; !ok {
			t.Errorf("step %d does not show %s", at, want)
		}
		if _, early := on["60.75"]; early && at < 3 {
			t.Errorf("step %d shows the last score already", at)
		}
	}
}

// lectureScore is the score of a class at a place of the plane.
func lectureScore(c int, z spot) float64 {
	x := lecture.x
	x[across], x[up] = z.x*bright, (1-z.y)*bright
	sum := lecture.b[c]
	for i, v := range x {
		sum += v * lecture.w[c*pixels+i]
	}
	return sum
}

// TestLinesOfDecision: the engine's scores are zero on the line that is drawn.
func TestLinesOfDecision(t *testing.T) {
	r := newPixelRun()
	lines := 0
	for c := range classes {
		for _, z := range r.plane.zeroes[c] {
			lines++
			if sum := lectureScore(c, z); math.Abs(sum) > 0.01 {
				t.Errorf("class %d scores %v on its line", c, sum)
			}
		}
	}
	if len(r.plane.borders) != 1 {
		t.Errorf("%d borders, want that of cat and dog", len(r.plane.borders))
	}
	for _, b := range r.plane.borders {
		for _, z := range b {
			if d := lectureScore(0, z) - lectureScore(1, z); math.Abs(d) > 0.01 {
				t.Errorf("on the border of cat and dog they differ by %v", d)
			}
		}
	}
	for c, land := range r.plane.lands {
		for _, z := range land {
			for other := range classes {
				if lectureScore(other, z) > lectureScore(c, z)+0.01 {
					t.Errorf("class %d does not win at %v of its land", c, z)
				}
			}
		}
	}
	if lines < 4 {
		t.Errorf("%d ends of lines are in sight, want those of cat and ship", lines)
	}
}

func TestDragThePoint(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	r := st.Widget("plane").Rect
	st.Input(ui.Event{Kind: ui.PointerDown, X: r.X + 36, Y: r.Y + 42})
	st.Input(ui.Event{Kind: ui.PointerUp, X: r.X + 36, Y: r.Y + 42})
	st.Tick(2)
	if w := st.State().Metrics["winner"]; w != "cat" {
		t.Errorf("where x₂ is dark and x₄ bright the cat wins, not %v", w)
	}
	if err := st.Press("lecture"); err != nil {
		t.Fatal(err)
	}
	st.Tick(2)
	if w := st.State().Metrics["winner"]; w != "dog" {
		t.Errorf("%v wins with the lecture's numbers", w)
	}
}

// TestDigitsLearn trains the linear classifier and looks at what is said of it.
func TestDigitsLearn(t *testing.T) {
	s := New(42)
	s.digits.start()
	for i := 0; s.digits.busy() && i < 100000; i++ {
		s.digits.advance(0.05, false)
	}
	d := s.digits
	if d.err != nil || d.steps() != warm {
		t.Fatalf("step %d, %v", d.steps(), d.err)
	}
	if d.accuracy < 0.85 || d.accuracy > 0.95 {
		t.Errorf("accuracy %v; a linear classifier has about 0.88 here", d.accuracy)
	}
	for c := range digits {
		d.explain(c)
		if sum := trace.Sum(d.terms); len(d.terms) != area+1 || math.Abs(sum-d.score(c)) > 1e-3 {
			t.Errorf("class %d: the terms add up to %v, the score is %v", c, sum, d.score(c))
		}
	}
	if w := grad.Explain(d.scores, 3)[400].Factors[0].Value; w != d.weights[3][400] {
		t.Errorf("the template shows %v, the engine multiplied by %v", d.weights[3][400], w)
	}
	before := append([]float64(nil), d.weights[5]...)
	d.seek(10)
	if d.steps() != 10 || fmt.Sprint(before) == fmt.Sprint(d.weights[5]) {
		t.Errorf("seeking back to 10 stands at %d", d.steps())
	}
	d.seek(0)
	if d.largest != 0 {
		t.Errorf("at the start a weight is %v", d.largest)
	}
}

// TestForkHasLearntTheSame: a branch stands where it was forked, whatever was
// set on the way there, and learns on by itself.
func TestForkHasLearntTheSame(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "digits") // 375 steps at one rate, then at another
	st.MustSet("learning_rate", "0.5")
	at := warm + 4*testEvery
	st.MustSeek(at)
	if got := st.Number("step"); got != float64(at) {
		t.Fatalf("asked for step %d it stands at %v", at, got)
	}
	scores := st.Row("digit_scores")
	if err := st.Fork(""); err != nil {
		t.Fatal(err)
	}
	st.Settle()
	if got := st.Number("step"); got != float64(at) || fmt.Sprint(st.Row("digit_scores")) != fmt.Sprint(scores) {
		t.Errorf("forked at step %d the copy stands at %v with scores %v, want %v", at, got, st.Row("digit_scores"), scores)
	}
	st.MustSet("learning_rate", "0.01")
	st.MustSeek(at + 1)
	mine := fmt.Sprint(st.Row("digit_scores"))
	if err := st.SetBranch("A"); err != nil {
		t.Fatal(err)
	}
	st.Settle()
	if got := st.Number("step"); got != float64(at+1) || fmt.Sprint(st.Row("digit_scores")) == mine {
		t.Errorf("the first run stands at %v with scores %s, the copy with another rate at the same ones", got, mine)
	}
}

// TestShiftBreaksTheTemplate: what goes wrong does go wrong, and is said.
func TestShiftBreaksTheTemplate(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "digits")
	for i := 0; i < 20000 && st.State().Metrics["step"].(int) < warm; i++ {
		st.Tick(1)
	}
	wrong := 0
	for d := range digits {
		st.MustSet("sample", fmt.Sprint(d))
		st.MustSet("shift", "0")
		m := st.State().Metrics
		if m["prediction"] != m["label"] {
			t.Logf("digit %d is misread where it stands", d)
		}
		st.MustSet("shift", "6")
		if m = st.State().Metrics; m["prediction"] != m["label"] {
			wrong++
		}
	}
	if wrong < 4 {
		t.Errorf("only %d of ten digits are misread after a shift of 6 pixels", wrong)
	}
	for _, v := range []string{"yes", "no"} {
		st.MustSet("guess_shift", v)
	}
}

func TestGuessWinner(t *testing.T) {
	s := New(1)
	for v, want := range map[string]bool{"dog": true, "cat": false, "ship": false} {
		if err := s.parts.guesses[viewPixels].Set(v); err != nil {
			t.Fatal(err)
		}
		if got, _ := s.parts.guesses[viewPixels].Right(); got != want {
			t.Errorf("%s is judged %v", v, got)
		}
	}
}

func TestDrawEverywhere(t *testing.T) {
	stagetest.Everywhere(t, Entry(), func(st *stagetest.Stage) {
		for _, view := range viewIDs {
			st.MustSet("view", view)
			for _, v := range []string{"-1000", "1000", "0"} {
				st.MustSet("w_dog_2", v)
			}
			for at := range 4 {
				st.DrawAt(at)
			}
		}
	})
}

// lab is one of the laboratories without a stage, at a position.
func lab(t testing.TB, view string, at int) (*Scene, *stage.Env) {
	t.Helper()
	s := New(1)
	stagetest.Choose(t, s, "view", view)
	s.Seek(at)
	env := stagetest.Room(784, 590)
	env.Budget = 0 // the digits are not trained meanwhile
	return s, env
}

func TestWarmDrawAllocatesNothing(t *testing.T) {
	for _, view := range viewIDs {
		s, env := lab(t, view, classes)
		s.Update(env)
		if n := stagetest.FigureAllocs(s, env); n > 0 {
			t.Errorf("%s: %v allocations in a warm draw", view, n)
		}
	}
}

// BenchmarkFrame is a frame in which everything changed: Update and Draw.
func BenchmarkFrame(b *testing.B) {
	for _, view := range viewIDs {
		b.Run(view, func(b *testing.B) {
			s, env := lab(b, view, 8)
			stagetest.Frames(b, s, env, func() { s.stale = true })
		})
	}
}

// TestScoreStandsByItsRow: with room to spare, as in the lecture hall, the numbers
// grow and a score does not stand far from the row that it is equal to.
func TestScoreStandsByItsRow(t *testing.T) {
	for _, w := range []float64{590, 700, 800} {
		name, tiny, cell, col, bias, sign, spare := matrixWidths(w, false)
		if used := name + tiny + 16 + 4*cell + col + bias + 3*sign + spare; math.Abs(used-w) > 1e-6 || spare > mostForScore+1e-6 {
			t.Errorf("%v wide: a score has %v, all together take %v", w, spare, used)
		}
	}
}
