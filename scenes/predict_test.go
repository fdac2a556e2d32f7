package scenes

import (
	"fmt"
	"math"
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
