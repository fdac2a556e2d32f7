package scenes

import (
	"encoding/json"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/inspect"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestAnswersInItsFrame touches every control and figure of every scene, and
// presses the keys of the transport: the very next frame has the numbers that it
// leads to, and shows them; or the scene says that it is still at work, and within
// three frames something is to be seen of it. A place that follows a number's
// width may take its own a frame later.
func TestAnswersInItsFrame(t *testing.T) {
	for _, e := range All() {
		t.Run(e.ID, func(t *testing.T) {
			st := stagetest.New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN, Still: true}, 1280, 800)
			st.Settle()
			look := func() (picture [2]uint32, metrics string) {
				s := st.State()
				b, _ := json.Marshal(s.Metrics)
				return st.Picture(), string(b)
			}
			touch := func(what string, do func()) {
				t.Helper()
				before, _ := look()
				do()
				st.Tick(1)
				working := !st.Settled() || st.State().Playing
				first, said := look()
				shown := first != before
				for n := 1; working && !shown && n < 3; n++ { // it is computed beside the page
					st.Tick(1)
					shown = st.Picture() != before
				}
				if !working {
					st.Tick(1)
					second := st.Picture()
					st.Tick(20)
					if later, more := look(); later != second || more != said {
						t.Errorf("%s: it is settled in the next frame, and looks otherwise later (numbers changed: %v)", what, more != said)
					}
				}
				st.Pause()
				st.Settle()
				if last := st.Picture(); !shown && last != before {
					t.Errorf("%s: nothing of it is to be seen in the next frame", what)
				}
				st.Keys("Escape")             // what it opened
				for st.State().Notice != "" { // one that ends changes the picture, too
					st.Tick(30)
				}
			}
			for _, w := range st.State().Widgets {
				if !w.Shown || !w.Enabled || w.Group == "bar" || w.Group == "scenes" {
					continue
				}
				for _, at := range []float64{0.2, 0.8} {
					touch(w.ID, func() {
						ev := ui.Event{Kind: ui.PointerDown, X: w.Rect.X + at*w.Rect.Width, Y: w.Rect.Y + w.Rect.Height/2}
						st.Input(ev)
						ev.Kind = ui.PointerUp
						st.Input(ev)
					})
				}
			}
			for _, key := range []string{"ArrowRight", "ArrowLeft", "r", "."} {
				touch(key, func() { st.Input(ui.Event{Kind: ui.KeyDown, Key: key}) })
			}
		})
	}
}

// TestPickingCoversNoNumber: what asks to press a number lies on none, and goes
// when one is pressed, or none is to be any more.
func TestPickingCoversNoNumber(t *testing.T) {
	const asks = "Press any number to see where it comes from"
	for _, e := range All() {
		if noNumbers[e.ID] {
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			var scene stage.Scene
			make := e.New
			e.New = func(env *stage.Env) (stage.Scene, error) {
				s, err := make(env)
				scene = s
				return s, err
			}
			for _, size := range [][2]float64{{1280, 800}, {390, 844}} {
				st := stagetest.OpenSettled(t, e, size[0], size[1])
				p := scene.(inspect.Provenance)
				pick := func() {
					t.Helper()
					st.ClickOn("probe")
					if !st.Has(asks) {
						t.Fatalf("%v: it does not ask for a number", size)
					}
				}
				pick()
				pill := st.Texts()[asks].Inset(-10)
				var cell *inspect.Cell
				for _, c := range p.Cells(nil) {
					if over := overlap(c.Rect, pill); over > 0 {
						t.Errorf("%v: it lies on the number %v at %v", size, c.Ref, c.Rect)
					}
					if x, y := c.Rect.Center(); cell == nil && x > 0 && y > 100 && y < size[1]-120 {
						cell = &c
					}
				}
				st.Keys("Escape")
				if st.Has(asks) || st.State().Notice != "" {
					t.Errorf("%v: it asks though no number is to be pressed", size)
				}
				if cell == nil {
					continue
				}
				pick()
				st.Click(cell.Rect.Center())
				if st.State().Inspector.Open && st.Has(asks) {
					t.Errorf("%v: it asks though a number was pressed", size)
				}
			}
		})
	}
}

// overlap is how much of two places is the same, in square pixels.
func overlap(a, b paint.Rect) float64 {
	w := min(a.Right(), b.Right()) - max(a.X, b.X)
	h := min(a.Bottom(), b.Bottom()) - max(a.Y, b.Y)
	return max(w, 0) * max(h, 0)
}

// TestKeysOfTheBrowser: in every scene, whatever has the keyboard, Tab and the
// browser's own keys stay the browser's, and Esc leads out.
func TestKeysOfTheBrowser(t *testing.T) {
	for _, e := range All() {
		st := stagetest.OpenSettled(t, e, 1280, 800)
		for _, w := range st.State().Widgets {
			if !w.Shown || !w.Enabled || w.Role == string(ui.RoleText) {
				continue
			}
			st.Focus(w.ID)
			st.Tick(1)
			for _, key := range []string{"Tab", "F1", "F3", "F5", "F6", "F7", "F11", "F12", "Alt", "ContextMenu"} {
				if st.UsesKey(key, false) {
					t.Errorf("%s, %s: %s is kept from the browser", e.ID, w.ID, key)
				}
			}
			for _, key := range []string{"r", "l", "t", "w", "n", "p", "f", "c", "v", "x", "+", "-", "0", "Tab", "F5", "F4"} {
				if st.UsesKey(key, true) {
					t.Errorf("%s, %s: Ctrl+%s is kept from the browser", e.ID, w.ID, key)
				}
			}
			for n := 0; st.Focused() != "" && n < 3; n++ {
				st.Keys("Escape")
			}
			if st.Focused() != "" {
				t.Errorf("%s: Esc does not lead out of %s", e.ID, w.ID)
			}
		}
	}
}
