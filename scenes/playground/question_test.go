package playground_test

import (
	"fmt"
	"strings"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/stage/stagetest"
	"gradtheatre/scenes/ui"
)

// TestQuestionFollows: the card asks about the network on view, or says that it
// is another one and takes its place; and its words follow the run: it trains,
// it stands, it is decided.
func TestQuestionFollows(t *testing.T) {
	for lang, words := range map[i18n.Lang]map[string]string{
		i18n.EN: {"this": "can this network get", "another": "another network, with 1 hidden neuron,", "place": "in place of the network on view", "here": "this network, with 1 hidden neuron,",
			"no": "You guessed: in 300 epochs, this network, with 1 hidden neuron, cannot get 95%", "train": "The engine trains", "pause": "Paused at epoch", "end": "Decided after"},
		i18n.ZH: {"this": "，这个网络能", "another": "换一个只有 1 个隐藏神经元的网络", "place": "它换下图上的网络", "here": "这个只有 1 个隐藏神经元的网络",
			"no": "你猜：训练 300 轮，这个只有 1 个隐藏神经元的网络不能", "train": "引擎正在训练", "pause": "停在第", "end": "见分晓"},
	} {
		st := stagetest.New(t, stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: lang}, 1280, 800)
		says := func(want ...string) {
			t.Helper()
			text := fmt.Sprint(st.Widget("card").Value)
			for name, w := range words {
				there := false
				for _, k := range want {
					there = there || k == name
				}
				if strings.Contains(text, w) != there {
					t.Errorf("%q contains %q: %v", text, w, !there)
				}
			}
		}
		says("this")
		steps(t, st, 2)
		says("another", "place")
		st.MustSet("network", "1:relu")
		says("this") // anew: nothing is learned yet
		st.MustSet("network", "6:tanh")
		steps(t, st, 2)
		st.MustPress("guess_no")
		st.Tick(3)
		says("here", "no", "train")
		st.Pause()
		st.Tick(2)
		says("here", "no", "pause")
		st.Play()
		st.Tick(2)
		says("here", "no", "train")
		st.MustSet("speed", "16")
		for range 6000 {
			if st.Tick(1); st.State().Metrics["guess"] != "training" {
				break
			}
		}
		says("here", "no", "end")
		st.Play() // beyond the verdict
		st.Tick(3)
		says("here", "no", "end")
	}
}

// TestPointLeavesTheLegend: what is said of a point of a curve lies on no word of
// the legend, and within the card.
func TestPointLeavesTheLegend(t *testing.T) {
	st := stagetest.Open(t, playground.Entry(), 1280, 800)
	steps(t, st, 2)
	r := st.Widget("curves").Rect
	st.Input(ui.Event{Kind: ui.PointerMove, X: r.X + 51, Y: r.Y + 78})
	st.Tick(2)
	texts := st.Texts()
	for line, says := range texts {
		if !strings.HasPrefix(line, "epoch 0") {
			continue
		}
		for _, name := range []string{"Training loss", "Validation loss"} {
			if over := texts[name]; says.X < over.Right() && over.X < says.Right() && says.Y < over.Bottom() && over.Y < says.Bottom() {
				t.Errorf("%q at %v lies on %q at %v", line, says, name, over)
			}
		}
		if says.X < r.X {
			t.Errorf("%q begins at %v, left of the card", line, says.X)
		}
		return
	}
	t.Error("nothing is said of the point")
}
