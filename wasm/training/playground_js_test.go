package training

import (
	"slices"
	"testing"
	"time"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage"
)

// TestPlaygroundSpeed plays the playground flat out with nothing drawn: 500
// points through 2-8-8-1 in batches of 10, in the worker, while the scene does
// all that it does in a frame.
func TestPlaygroundSpeed(t *testing.T) {
	st := stage.New(stage.Options{Entries: []stage.Entry{playground.Entry()}, Lang: i18n.EN, Host: stage.Host{Training: New}})
	st.Resize(1280, 800)
	st.Update(1.0 / 60)
	for _, kv := range [][2]string{{"network", "8:tanh,8:tanh"}, {"points_total", "1000"}, {"speed", "16"}} {
		if err := st.Set(kv[0], kv[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := st.Play(); err != nil {
		t.Fatal(err)
	}
	epoch := func() float64 { v, _ := st.State().Metrics["epoch"].(float64); return v }
	for end := time.Now().Add(30 * time.Second); epoch() < 20; frame() { // the worker's program is fetched meanwhile
		if st.Update(1.0 / 60); time.Now().After(end) {
			t.Fatalf("epoch %v, metrics %v", epoch(), st.State().Metrics)
		}
	}
	var frames, updates []float64
	start, from := time.Now(), epoch()
	for time.Since(start) < 5*time.Second {
		p := time.Now()
		st.Update(1.0 / 60)
		updates = append(updates, time.Since(p).Seconds()*1000)
		frame()
		frames = append(frames, time.Since(p).Seconds()*1000)
	}
	rate := (epoch() - from) / time.Since(start).Seconds()
	slices.Sort(frames)
	slices.Sort(updates)
	at := func(v []float64, q float64) float64 { return v[int(q*float64(len(v)-1))] }
	t.Logf("%.0f epochs/s; frames %.1f ms (p95 %.1f, p99 %.1f), Update %.2f ms (p95 %.2f, p99 %.2f)", rate, at(frames, 0.5), at(frames, 0.95), at(frames, 0.99),
		at(updates, 0.5), at(updates, 0.95), at(updates, 0.99))
	if m := st.State().Metrics; m["train_size"] != 500 || m["parameters"] != 105 {
		t.Errorf("%v points, %v parameters", m["train_size"], m["parameters"])
	}
}
