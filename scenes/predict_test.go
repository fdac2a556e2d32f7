package scenes

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// visits opens a scene as often as one likes, for one visitor.
func visits(t *testing.T, id string) (visit func(link string) *stagetest.Stage, store map[string]string) {
	store = map[string]string{}
	return func(link string) *stagetest.Stage {
		st := stagetest.New(t, stage.Options{Entries: []stage.Entry{entry(t, id)}, Lang: i18n.EN, Host: stage.Host{
			Recall: func(key string) string { return store[key] },
			Keep:   func(key, value string) { store[key] = value },
		}}, 1280, 800)
		st.Follow(link)
		st.Tick(60)
		return st
	}, store
}

// TestGuessANumber gives the loss after a step, wrong and right by what the engine
// then finds; both the waiting guess and the answered one outlive the page.
func TestGuessANumber(t *testing.T) {
	visit, store := visits(t, "regression")
	a := visit("")
	a.MustSeek(1)
	a.Tick(30)
	found := a.Metric("loss")
	a.MustSeek(0)
	a.Tick(30)
	for _, c := range []struct {
		share float64 // of what the engine finds
		right bool
	}{{0.5, false}, {1.2, false}, {0.95, true}, {1, true}} {
		a.MustSet("guess_loss", fmt.Sprint(c.share*found))
		a.MustPress("guess_loss_sure")
		a.Tick(60)
		b := visit(a.Link().String())
		if got, _ := b.State().Parameters["guess_loss"].(float64); math.Abs(got-c.share*found) > 1e-4*found {
			t.Errorf("the guess %v is %v after a reload", c.share*found, got)
		}
		if strings.Contains(verdict(b, "guess_loss"), "found") {
			t.Errorf("it is answered before the step: %s", verdict(b, "guess_loss"))
		}
		b.MustSeek(1)
		b.Tick(60)
		begins := map[bool]string{true: "Right.", false: "Not so."}[c.right]
		if got := verdict(b, "guess_loss"); !strings.HasPrefix(got, begins) || !strings.Contains(store["progress"], fmt.Sprintf(`"guess_loss":%v`, c.right)) {
			t.Errorf("%v of the loss: %s, kept %s", c.share, got, store["progress"])
		}
		again := visit(b.Link().String())
		again.Tick(60)
		if got := verdict(again, "guess_loss"); !strings.HasPrefix(got, begins) {
			t.Errorf("%v of the loss: after a reload %q", c.share, got)
		}
		a = again
		a.MustPress("guess_loss_sure") // another one
		a.MustSeek(0)
		a.Tick(60)
	}
}

// verdict is what a question says below itself, as it is read out.
func verdict(st *stagetest.Stage, id string) string {
	st.Tick(2)
	w := st.Widget(id)
	told := fmt.Sprint(w.Label, " ", w.Value)
	for _, begins := range []string{"Right.", "Not so.", "Noted."} {
		if i := strings.Index(told, begins); i >= 0 {
			return told[i:]
		}
	}
	return ""
}

// TestDrawTheBorder draws where the line will stand, wrong and right; the answer is
// that of the neuron at the end of the run.
func TestDrawTheBorder(t *testing.T) {
	visit, store := visits(t, "perceptron")
	a := visit("")
	a.MustSeek(1000)
	a.Tick(30)
	w, b := a.Row("weights"), a.Metric("bias")
	x := func(y float64) float64 { return -(w[1]*y + b) / w[0] } // on the line
	a.MustSeek(0)
	right := fmt.Sprintf("%.2f,2.4;%.2f,-1.4", x(2.4), x(-1.4))
	for _, c := range []struct {
		line  string
		right bool
	}{{"-1.4,-1.4;2.4,2.4", false}, {right, true}} {
		a.MustSet("border", c.line)
		a.Tick(60)
		if got := verdict(a, "guess_border"); !strings.HasPrefix(got, "Noted.") {
			t.Errorf("before the end it says %q", got)
		}
		if got := visit(a.Link().String()).State().Parameters["border"]; got != c.line {
			t.Errorf("the line %s is %v after a reload", c.line, got)
		}
		a.MustSeek(1000)
		a.Tick(60)
		begins := map[bool]string{true: "Right.", false: "Not so."}[c.right]
		if got := verdict(a, "guess_border"); !strings.HasPrefix(got, begins) || !strings.Contains(store["progress"], fmt.Sprintf(`"guess_border":%v`, c.right)) {
			t.Errorf("%s: %q, kept %s", c.line, got, store["progress"])
		}
		if got := verdict(visit(a.Link().String()), "guess_border"); !strings.HasPrefix(got, begins) {
			t.Errorf("%s: after a reload %q", c.line, got)
		}
		a.MustSeek(0)
	}
	a.MustSet("data", "or")
	a.Tick(60)
	if got := a.State().Parameters["border"]; got != "" {
		t.Errorf("with other points the line is %v", got)
	}
}

// TestDrawingIsAMode draws with the mouse: the points of the plane are safe from it,
// it ends with the stroke, and Escape leaves off.
func TestDrawingIsAMode(t *testing.T) {
	st := stagetest.Open(t, entry(t, "perceptron"), 1280, 800)
	st.MustSet("tool", "+1")
	points := st.State().Parameters["points"]
	plane := st.Widget("points").Rect
	across := func() {
		st.Drag(plane.X+40, plane.Y+plane.Height-60, plane.X+plane.Width-40, plane.Y+60)
		st.Tick(2)
	}
	st.MustPress("guess_border_draw")
	st.Tick(2)
	if before := st.Widget("border").Label; before != "" {
		if st.Keys("ArrowRight"); st.Widget("border").Label == before {
			t.Error("the keyboard is not at the plane")
		}
	}
	across()
	s := st.State()
	if s.Parameters["border"] == "" || s.Parameters["points"] != points {
		t.Errorf("the line is %v, the points are %v", s.Parameters["border"], s.Parameters["points"])
	}
	line := s.Parameters["border"]
	st.MustPress("guess_border_draw")
	st.Tick(2)
	st.Keys("Escape")
	st.Tick(2)
	if w := st.Widget("border"); w.Shown {
		t.Error("Escape does not leave off")
	}
	across() // now it paints
	if s := st.State(); s.Parameters["points"] == points {
		t.Error("after that the plane takes no points")
	} else if s.Parameters["border"] == line {
		t.Error("the line stays with other points")
	}
}

// TestDrawingOnAPhone: the sheet of controls makes way for the plane.
func TestDrawingOnAPhone(t *testing.T) {
	st := stagetest.Open(t, entry(t, "perceptron"), 390, 844)
	st.MustPress("panel")
	st.Tick(30)
	if b := st.Widget("guess_border_draw"); b.Rect.Height < 44 {
		t.Errorf("the button is %v high", b.Rect.Height)
	}
	st.MustPress("guess_border_draw")
	st.Tick(30)
	pad := st.Widget("border")
	if !pad.Shown || pad.Rect.Height < 200 {
		t.Fatalf("the plane is covered: %+v", pad)
	}
	st.Drag(pad.Rect.X+30, pad.Rect.Y+100, pad.Rect.X+pad.Rect.Width-30, pad.Rect.Y+140)
	st.Tick(2)
	if st.State().Parameters["border"] == "" {
		t.Error("nothing is drawn")
	}
}

// TestLeadsWithoutQuestion: a lead asks for a guess only where the question is on view.
func TestLeadsWithoutQuestion(t *testing.T) {
	for _, id := range []string{"descent", "setup"} {
		for link, asks := range map[string]bool{"": true, "?hide=*": false, "?hide=learning_rate": true} {
			st := stagetest.Open(t, entry(t, id), 1280, 800)
			st.Follow("#/" + id + link)
			st.Tick(30)
			lead := ""
			for text, at := range st.Texts() {
				if at.Y < st.State().Area.Y && strings.Contains(text, "ress play") {
					lead = text
				}
			}
			if lead == "" || strings.Contains(lead, "Guess") != asks {
				t.Errorf("%s%s: %q", id, link, lead)
			}
		}
	}
}

// TestDrawTheBorderOfANetwork draws in the playground before the training, across
// the ring and round it; play comes to a stand where it is scored. A network that
// has not learned makes the good line wrong: the engine decides, and does again
// after a reload. Once it learns the border can be seen, and none is asked for.
func TestDrawTheBorderOfANetwork(t *testing.T) {
	const ring = "3,0;2.1,2.1;0,3;-2.1,2.1;-3,0;-2.1,-2.1;0,-3;2.1,-2.1;3,0"
	for name, c := range map[string]struct{ link, line, begins string }{
		"round":   {"?network=6:tanh,4:tanh", ring, "Right."},
		"across":  {"", "-5,0;5,0", "Not so."},
		"learned": {"?learning_rate=0.0001&optimizer=sgd", ring, "Not so."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, runs := map[string]string{}, drawer{}
			visit := func(link string) *stagetest.Stage {
				st := stagetest.New(t, stage.Options{Entries: []stage.Entry{entry(t, "playground")}, Lang: i18n.EN, Host: stage.Host{
					Recall:    func(key string) string { return store[key] },
					Keep:      func(key, value string) { store[key] = value },
					KeepRun:   func(scene string, run []byte) { runs[scene] = slices.Clone(run) },
					RecallRun: func(scene string) []byte { return runs[scene] },
				}}, 1280, 800)
				st.Follow(link)
				st.Tick(2)
				return st
			}
			a := visit("#/playground" + c.link)
			a.MustSet("border", c.line)
			a.Tick(60)
			if got := verdict(a, "guess_border"); !strings.HasPrefix(got, "Noted.") {
				t.Errorf("before the training it says %q", got)
			}
			a = visit(a.Link().String())
			a.Tick(2)
			if got := a.State().Parameters["border"]; got != c.line {
				t.Errorf("the line is %v after a reload", got)
			}
			a.Play()
			for n := 0; a.State().Playing; n++ {
				if a.Tick(1); n > 20000 {
					t.Fatal("it does not come to a stand")
				}
			}
			a.Tick(60)
			was := verdict(a, "guess_border")
			if !strings.HasPrefix(was, c.begins) || a.Number("epoch") != 100 || !strings.Contains(store["progress"], fmt.Sprintf(`"guess_border":%v`, c.begins == "Right.")) {
				t.Errorf("at epoch %v: %s, kept %s", a.Number("epoch"), was, store["progress"])
			}
			if a.Widget("guess_border_draw").Enabled {
				t.Error("the border is on view and asked for")
			}
			a.Keep()
			b := visit(a.Link().String())
			b.TakeUp(a.Standing())
			b.Tick(60)
			if now := verdict(b, "guess_border"); now != was {
				t.Errorf("after a reload it says %q, said %q", now, was)
			}
			b.MustSet("data", "xor")
			b.Tick(2)
			if got := b.State().Parameters["border"]; got != "" {
				t.Errorf("with other points the line is %v", got)
			}
		})
	}
}

// TestGuessAHeight gives the height of the ball after a step, wrong and right by
// what the engine then finds, after a reload too.
func TestGuessAHeight(t *testing.T) {
	visit, store := visits(t, "descent")
	a := visit("")
	a.MustSet("guess_first", "momentum")
	for _, c := range []struct {
		share float64
		right bool
	}{{0.3, false}, {1, true}} {
		a.MustSeek(4)
		after := a.Metric("loss")
		a.MustSeek(3)
		a.MustSet("guess_height", fmt.Sprint(c.share*after))
		a.MustPress("guess_height_sure")
		a.Tick(60)
		a = visit(a.Link().String())
		if got := verdict(a, "guess_height"); !strings.HasPrefix(got, "Noted.") {
			t.Errorf("before the step it says %q", got)
		}
		a.MustSeek(4)
		a.Tick(60)
		begins := map[bool]string{true: "Right.", false: "Not so."}[c.right]
		if got := verdict(a, "guess_height"); !strings.HasPrefix(got, begins) || !strings.Contains(store["progress"], fmt.Sprintf(`"guess_height":%v`, c.right)) {
			t.Errorf("%v of the height: %s, kept %s", c.share, got, store["progress"])
		}
		a = visit(a.Link().String())
		if got := verdict(a, "guess_height"); !strings.HasPrefix(got, begins) {
			t.Errorf("%v of the height: after a reload %q", c.share, got)
		}
		a.MustPress("guess_height_sure") // another one
	}
}
