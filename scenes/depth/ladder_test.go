package depth

import (
	"math"
	"testing"

	"gradtheatre/engine/train"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
)

// TestFolded: three layers of two ReLUs are the saw, to the rounding, with its
// eight pieces.
func TestFolded(t *testing.T) {
	for layers := folds; layers <= 6; layers++ {
		r, err := newRace(stage.DefaultSeed, alone())
		if err != nil {
			t.Fatal(err)
		}
		r.task, r.act, r.layers, r.folded, r.budget = newTask("saw", 1), "relu", layers, true, 60
		if err := r.begin(); err != nil {
			t.Fatal(err)
		}
		if err := r.run(); err != nil {
			t.Fatal(err)
		}
		if l := r.lanes.all[deep].test.loss; l > 1e-10 {
			t.Errorf("%d layers: the loss is %v", layers, l)
		}
		v := &r.views[deep]
		for i, y := range v.values {
			if want := 2*tent((fineAt(i)+1)/2, folds) - 1; math.Abs(y-want) > 1e-5 {
				t.Fatalf("%d layers at %d: %v, want %v", layers, i, y, want)
			}
		}
		if n := v.regions(); n != 8 {
			t.Errorf("%d layers: %d pieces", layers, n)
		}
	}
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "race")
	st.MustSet("task", "saw")
	st.MustSet("folded", "true")
	if l, n := st.Number("deep_loss"), st.State().Parameters["race_activation"]; l > 1e-10 || n != "relu" {
		t.Errorf("folded by hand the loss is %v, the activation %v", l, n)
	}
	st.MustSet("race_activation", "tanh")
	if on := st.State().Parameters["folded"]; on != false && on != "false" {
		t.Errorf("tanh cannot fold, and yet folded = %v", on)
	}
}

// TestParameters: what the engine counts is the formula of the textbooks.
func TestParameters(t *testing.T) {
	r, err := newRace(1, alone())
	if err != nil {
		t.Fatal(err)
	}
	for _, budget := range []int{60, 300, 600} {
		for layers := 2; layers <= 6; layers++ {
			r.budget, r.layers = budget, layers
			if err := r.begin(); err != nil {
				t.Fatal(err)
			}
			for _, n := range r.lanes.all {
				if n.params != train.Params(n.sizes()) || n.params > budget {
					t.Errorf("%v: %d parameters, want %d, at most %d", n.sizes(), n.params, train.Params(n.sizes()), budget)
				}
				wider := n.mlp
				wider.width++
				if train.Params(wider.sizes()) <= budget {
					t.Errorf("%v could be wider within %d", n.sizes(), budget)
				}
			}
		}
	}
}

// TestLadder: with sigmoids eight layers learn nothing and no gradient arrives;
// ReLUs learn, and with few examples depth makes the validation loss worse.
func TestLadder(t *testing.T) {
	st := stagetest.Open(t, Entry(), 1280, 800)
	st.MustSet("view", "layers")
	st.MustSet("guess_layers", "worse")
	st.Learn(ladderSteps)
	st.Tick(5)
	loss, first := st.Series("train_loss"), st.Series("first_layer_gradient")
	if !(loss[2] < 0.3) || math.Abs(loss[7]-math.Ln2) > 0.01 {
		t.Errorf("sigmoids: losses %v", loss)
	}
	if !(first[7] < first[0]/100) {
		t.Errorf("the gradient at the first layer: %v", first)
	}
	if !st.Shows("Right.") {
		t.Error("the guess is not scored")
	}
	st.MustSet("layers_activation", "relu")
	st.MustSet("train_size", "30")
	st.Learn(ladderSteps)
	st.Tick(5)
	few := st.Series("val_loss")
	if l := st.Series("train_loss"); !(l[1] < 0.01) || !(few[1] > 10*l[1]) {
		t.Errorf("ReLUs and 30 examples: losses %v, validation %v", l, few)
	}
	st.MustSet("train_size", "300")
	st.Learn(ladderSteps)
	st.Tick(5)
	if many := st.Series("val_loss"); !(many[2] < few[2]) {
		t.Errorf("three layers: validation loss %v with 300 examples, %v with 30", many[2], few[2])
	}
	if macs := st.Series("macs"); macs[0] != 2*12+12*2 || macs[7] != 2*12+7*12*12+12*2 {
		t.Errorf("multiply-adds %v", macs)
	}
}
