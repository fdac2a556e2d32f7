package gates_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"gradtheatre/scenes/gates"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

func press(st *stagetest.Stage, x, y float64, button int) {
	st.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y, Button: button})
	st.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y, Button: button})
	st.Tick(1)
}

// TestNumbersUnfold goes from f back to x in values, then asks for the gradient
// there and its check.
func TestNumbersUnfold(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	st.MustSet("inspect", "f")
	in := st.State().Inspector
	if !in.Open || in.Value != -12.0 || in.Op != "mul" || len(in.Terms) != 1 || !in.Adds {
		t.Fatalf("f: %+v", in)
	}
	st.Keys("Enter", "Enter") // q, then x
	in = st.State().Inspector
	if got := strings.Join(in.Path, ">"); got != "f.0>q.0>x.0" || in.Value != -2.0 || in.Op != "input" {
		t.Fatalf("the way is %s: %+v", got, in)
	}
	if !strings.Contains(st.Link().String(), "inspect=") {
		t.Errorf("the link %s does not keep it", st.Link())
	}
	st.Keys("g")
	in = st.State().Inspector
	if in.Mode != "gradient" || in.Value != -4.0 || in.Difference == nil || math.Abs(*in.Difference+4) > 1e-6 || !in.Agrees {
		t.Errorf("∂f/∂x: %+v", in)
	}
	st.MustSet("x", "3") // the inspector follows the run
	if in = st.State().Inspector; in.Path[0] != "f.0" || in.Value != -4.0 {
		t.Errorf("after x = 3: %+v", in)
	}
	st.Keys("v")
	if in = st.State().Inspector; in.Value != 3.0 {
		t.Errorf("x is %v", in.Value)
	}
	st.Keys("Backspace", "Backspace")
	if in = st.State().Inspector; len(in.Path) != 1 || in.Value != -32.0 {
		t.Errorf("back at f: %+v", in)
	}
	st.Keys("Escape")
	if in = st.State().Inspector; in.Open {
		t.Error("Escape leaves it open")
	}
	if _, err := json.Marshal(st.State()); err != nil {
		t.Error(err)
	}
}

// TestEveryNumberUnfolds presses every gate's value and gradient in the σ neuron
// and sees its terms add up.
func TestEveryNumberUnfolds(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	st.MustSet("preset", "neuron")
	for _, w := range []string{"w0", "x0", "w1", "x1", "w2", "f", "q", "p", "r", "s"} {
		for _, g := range []string{".0", ".0.grad"} {
			st.MustSet("inspect", w+g)
			if in := st.State().Inspector; !in.Adds && in.Count > 0 || !in.Open || strings.HasSuffix(g, "grad") && w != "f" && (in.Difference == nil || !in.Agrees) {
				t.Errorf("%s%s: %+v", w, g, in)
			}
		}
	}
}

// TestPicking opens the inspector by pointer: the context button at once, the
// button of the top bar for any press after it; and by the key I.
func TestPicking(t *testing.T) {
	for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
		st := stagetest.Open(t, gates.Entry(), size[0], size[1])
		var box stage.Box
		for _, w := range st.State().Widgets {
			if w.ID == "graph" {
				box = w.Rect
			}
		}
		found := func(button int) bool {
			for y := box.Y + 4; y < box.Y+box.Height; y += 9 {
				for x := box.X + 4; x < box.X+box.Width; x += 9 {
					press(st, x, y, button)
					if st.State().Inspector.Open {
						return true
					}
				}
			}
			return false
		}
		if !found(2) {
			t.Errorf("%v: the context button finds no number", size)
		}
		if err := st.Press("inspect-close"); err != nil || st.State().Inspector.Open {
			t.Errorf("%v: close: %v", size, err)
		}
		if err := st.Press("probe"); err != nil {
			t.Error(err)
		}
		if !found(0) {
			t.Errorf("%v: while picking, no press finds a number", size)
		}
		st.Keys("Escape")
		if st.State().Inspector.Open {
			t.Errorf("%v: Escape leaves it open", size)
		}
		st.Keys("i")
		if in := st.State().Inspector; !in.Open || st.Focused() != "inspector" {
			t.Errorf("%v: the key I opens %+v, focus %q", size, in, st.Focused())
		}
		mirrored := map[string]bool{}
		for _, w := range st.State().Widgets {
			if w.Group == "inspector" {
				mirrored[w.ID] = w.Label != ""
			}
		}
		for _, id := range []string{"inspector", "inspector-text", "inspect-close", "inspect-value", "inspect-gradient", "inspect-code"} {
			if !mirrored[id] {
				t.Errorf("%v: %s is not mirrored", size, id)
			}
		}
	}
}

// TestInspectorLink brings back what a link says, and refuses what it cannot.
func TestInspectorLink(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	st.MustSet("inspect", "f>q>x.0.grad")
	link := st.Link().String()
	other := stagetest.Open(t, gates.Entry(), 1280, 800)
	other.Follow(link)
	other.Tick(2)
	if in := other.State().Inspector; in.Value != -4.0 || len(in.Path) != 3 || other.Link().String() != link {
		t.Errorf("%s gives %+v", link, in)
	}
	if err := st.Set("inspect", "nobody"); err == nil || !strings.Contains(err.Error(), "x.0") {
		t.Errorf("error %v", err)
	}
	st.MustSet("expression", "a+b") // q is gone
	if in := st.State().Inspector; in.Open && in.Value == nil {
		t.Errorf("%+v", in)
	}
	st.Set("lang", "zh")
	st.MustSet("inspect", "f")
	for _, w := range st.State().Widgets {
		if w.ID == "inspector-text" && !strings.Contains(w.Value.(string), "与记录的数一致") {
			t.Errorf("it says %v", w.Value)
		}
	}
	if st.Lang() != i18n.ZH {
		t.Error("no Chinese")
	}
}

// TestQuiz asks for the largest gradient of new numbers: nothing of the way back
// is on screen before the guess, and the recorded gradients score it.
func TestQuiz(t *testing.T) {
	for _, preset := range []string{"xyz", "neuron"} {
		st := stagetest.Open(t, gates.Entry(), 1280, 800)
		if preset == "neuron" {
			st.MustSet("preset", "neuron")
		}
		before := st.State().Metrics["values"]
		if err := st.Press("new_numbers"); err != nil {
			t.Fatal(err)
		}
		st.Tick(2)
		s := st.State()
		if s.Step != 0 || s.Parameters["guess_gradient"] != "" {
			t.Errorf("%s: a question stands at %d, answered %v", preset, s.Step, s.Parameters["guess_gradient"])
		}
		for _, w := range s.Widgets {
			if w.ID == "gradients" && !strings.Contains(w.Value.(string), "∂ = ?") {
				t.Errorf("%s: the table tells it: %v", preset, w.Value)
			}
		}
		grads, best, most := s.Metrics["grads"].(map[string]any), "", -1.0
		for name, g := range grads {
			if v := math.Abs(g.(float64)); v > most {
				best, most = name, v
			}
		}
		st.MustSet("guess_gradient", best)
		s = st.State()
		if s.Step != s.Last || jsonOf(t, before) == jsonOf(t, s.Metrics["values"]) {
			t.Errorf("%s: after the guess at %d of %d, values %v", preset, s.Step, s.Last, s.Metrics["values"])
		}
		said := false
		for _, text := range shown(st) {
			said = said || strings.HasPrefix(text, "Right.")
		}
		if !said {
			t.Errorf("%s: %s is the largest, and nobody says so", preset, best)
		}
	}
}

func jsonOf(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func shown(st *stagetest.Stage) (texts []string) {
	c := paint.NewCanvas()
	c.OnText = func(s string, _ paint.Rect, _ paint.Style) { texts = append(texts, s) }
	st.Draw(c, 1)
	return texts
}

// TestTieIsNamed: where corners make up for each other the nudge finds another slope
// than back-propagation, and both the card and the inspector say that it is a corner.
func TestTieIsNamed(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	st.MustSet("expression", "relu(x)-relu(-x)+y")
	st.MustSet("x", "0", "y", "1")
	if st.State().Metrics["finite_difference_agrees"] != true {
		t.Error("the gradients are said to differ")
	}
	st.MustSet("inspect", "x.0.grad")
	in := st.State().Inspector
	if in.Agrees || !in.Kink || !st.Shows("on a corner: numbers are equal") {
		t.Errorf("∂f/∂x at the corner: %+v", in)
	}
}
