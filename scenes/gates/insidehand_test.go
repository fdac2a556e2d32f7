package gates_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gradtheatre/scenes/gates"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestIntoTheDenseLayerByHand presses a neuron of the dense layer at the CNN level,
// again and again, down to one gate, and from its layer goes over to a score.
func TestIntoTheDenseLayerByHand(t *testing.T) {
	st := inside(t, 1280, 800, "level", "cnn")
	r := st.Widget("network").Rect
	dense := 0.0
	for x := r.X + r.Width*0.745; x < r.X+r.Width; x += 3 { // beyond the pooled maps
		st.Click(x, r.Y+r.Height*0.2)
		if st.Settle(); st.State().Metrics["layer"] == "fc1" {
			dense = x
			break
		}
	}
	if dense == 0 {
		t.Fatal("there is no dense layer to be pressed")
	}
	unit := st.State().Metrics["channel"]
	st.Click(dense, r.Y+r.Height*0.2)
	if st.Settle(); st.State().Metrics["level"] != "layer" || st.State().Metrics["channel"] != unit {
		t.Fatalf("pressed again: %v", st.State().Metrics)
	}
	for x := r.X + r.Width - 4; x > r.X; x -= 4 { // the ten scores stand at the right
		st.Click(x, r.Y+60)
		if st.Settle(); st.State().Metrics["layer"] == "fc2" {
			break
		}
	}
	if m := st.State().Metrics; m["layer"] != "fc2" || m["input"] != unit {
		t.Errorf("from neuron %v to %v", unit, m)
	}
	st.MustSet("level", "neuron")
	st.Click(r.X+r.Width*0.05, r.Y+60)
	st.Settle()
	st.Click(r.X+r.Width*0.05, r.Y+60)
	if st.Settle(); st.State().Metrics["level"] != "gate" {
		t.Errorf("two presses on a product lead to %v", st.State().Metrics["level"])
	}
}

// TestZoomByHand goes in with the wheel and out with two fingers, the keys and
// the control.
func TestZoomByHand(t *testing.T) {
	st := inside(t, 1280, 800, "level", "cnn")
	r := st.Widget("network").Rect
	x, y := r.X+r.Width/2, r.Y+r.Height/2
	for _, want := range []string{"layer", "neuron", "gate", "gate"} {
		st.Input(ui.Event{Kind: ui.Wheel, X: x, Y: y, DY: -1})
		st.Settle()
		if got := st.State().Metrics["level"]; got != want {
			t.Fatalf("one notch in leads to %v, want %s", got, want)
		}
	}
	for i, want := range []string{"neuron", "layer"} {
		a, b := 10*i+1, 10*i+2
		st.Input(ui.Event{Kind: ui.PointerDown, X: x - 150, Y: y, Pointer: a, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerDown, X: x + 150, Y: y, Pointer: b, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerMove, X: x - 149, Y: y, Pointer: a, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerMove, X: x - 90, Y: y, Pointer: a, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerMove, X: x + 90, Y: y, Pointer: b, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerUp, X: x - 90, Y: y, Pointer: a, Touch: true})
		st.Input(ui.Event{Kind: ui.PointerUp, X: x + 90, Y: y, Pointer: b, Touch: true})
		st.Settle()
		if got := st.State().Metrics["level"]; got != want {
			t.Fatalf("two fingers lead to %v, want %s", got, want)
		}
	}
	for _, c := range [][2]string{{"-", "cnn"}, {"-", "cnn"}, {"+", "layer"}, {"Enter", "neuron"}, {"Backspace", "layer"}} {
		st.Input(ui.Event{Kind: ui.PointerDown, X: r.X + 2, Y: r.Y + 2})
		st.Input(ui.Event{Kind: ui.PointerUp, X: r.X + 2, Y: r.Y + 2})
		st.Keys(c[0])
		st.Settle()
		if got := st.State().Metrics["level"]; got != c[1] {
			t.Fatalf("%s leads to %v, want %s", c[0], got, c[1])
		}
	}
	k := st.Widget("level").Rect
	st.Click(k.X+k.Width/8, k.Y+14)
	st.Settle()
	if got := st.State().Metrics["level"]; got != "gate" {
		t.Errorf("the first stop is %v", got)
	}
	st.Drag(k.X+k.Width/8, k.Y+14, k.X+k.Width*0.6, k.Y+14)
	st.Settle()
	if got := st.State().Metrics["level"]; got != "layer" {
		t.Errorf("dragged to two thirds: %v", got)
	}
}

// TestPressGoesIn presses a neuron at the layer level, then once more.
func TestPressGoesIn(t *testing.T) {
	st := inside(t, 1280, 800, "level", "layer", "cell", "conv1.2.14.14")
	was := st.State().Metrics["row"]
	st.Keys("Tab")
	r := st.Widget("network").Rect
	dx := 0.55
	for ; dx < 0.95; dx += 0.005 { // somewhere over the maps at the right
		st.Click(r.X+r.Width*dx, r.Y+80)
		st.Settle()
		if st.State().Metrics["row"] != was {
			break
		}
	}
	m := st.State().Metrics
	if m["row"] == was || m["level"] != "layer" {
		t.Fatalf("a press chooses nothing: %v", m)
	}
	if link := st.State().Link; !strings.Contains(link, "cell=conv1.2.") || !strings.Contains(link, "level=layer") {
		t.Errorf("the link is %s", link)
	}
	row := m["row"]
	st.Click(r.X+r.Width*dx, r.Y+80)
	st.Settle()
	if m = st.State().Metrics; m["level"] != "neuron" || m["row"] != row {
		t.Errorf("pressed again: %v", m)
	}
}

// TestFlight: chosen among the examples, the network is entered at one gate, and
// the camera flies out; reduced motion goes there at once.
func TestFlight(t *testing.T) {
	st := stagetest.Open(t, gates.Entry(), 1280, 800)
	if err := st.Set("preset", "cnn"); err != nil {
		t.Fatal(err)
	}
	var seen []string
	for range 400 {
		st.Tick(1)
		if l := fmt.Sprint(st.State().Metrics["level"]); len(seen) == 0 || seen[len(seen)-1] != l {
			seen = append(seen, l)
		}
	}
	if !slices.Equal(seen, zoomLevels) {
		t.Errorf("the flight goes through %v", seen)
	}
	still := stagetest.New(t, stage.Options{Entries: []stage.Entry{gates.Entry()}, Still: true}, 1280, 800)
	if err := still.Set("preset", "cnn"); err != nil {
		t.Fatal(err)
	}
	still.Tick(3)
	if l := still.State().Metrics["level"]; l != "cnn" {
		t.Errorf("without motion it is at %v", l)
	}
}
