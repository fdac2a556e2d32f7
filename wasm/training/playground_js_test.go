package training

import (
	"slices"
	"testing"
	"time"

	"gradtheatre/engine/train/job"
	"gradtheatre/engine/train/jobs"
	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/playground"
	"gradtheatre/scenes/stage"
)

// hands lives a run with hands in it, and a fork of it.
func hands(t *testing.T, l job.Link) (pictures []string) {
	r := job.NewRunner(l, jobs.All())
	defer r.Close()
	look := func(r *job.Runner) {
		t.Helper()
		if settle(t, r); r.Err() != nil || r.Note() != nil {
			t.Fatal(r.Err(), r.Note())
		}
		pictures = append(pictures, picture(r))
	}
	s := job.Spec{Job: "points", Seed: 3, TestEpochs: 1, TestTrain: true, KeepHistory: 1 << 20,
		Options: map[string]string{"data": "blobs", "classes": "4", "layers": "8:tanh,6:relu", "dropout": "0.2", "batch_norm": "true", "standardise": "true"},
		Hyper:   job.Hyper{Rule: "nesterov", LR: 0.02, Momentum: 0.9, BatchSize: 10, Schedule: job.Schedule{Kind: "cosine", Every: 20, Warmup: 2}}}
	if err := r.Start(s); err != nil {
		t.Fatal(err)
	}
	r.PlayTo(70)
	look(r)
	w := r.Weights(nil)
	w[0] = 1.25
	if err := r.SetWeights(w); err != nil {
		t.Fatal(err)
	}
	h := s.Hyper
	h.Rule = "adam"
	if err := r.Change(h); err != nil {
		t.Fatal(err)
	}
	r.PlayTo(120)
	look(r)
	f, err := r.Fork()
	if err != nil {
		t.Fatal(err)
	}
	s.Options["noise"] = "0.1"
	f.ChangeOptions(s.Options)
	r.PlayTo(160)
	f.PlayTo(150)
	look(r)
	look(f)
	f.Seek(65)
	look(f)
	return pictures
}

// TestHandsAgree wants the same numbers from the worker as from the page's thread.
func TestHandsAgree(t *testing.T) {
	l := link().(*worker)
	beside := hands(t, l)
	if l.local != nil {
		t.Fatalf("the page trained itself: %v", l.failed)
	}
	here := hands(t, local())
	for i := range here {
		if beside[i] != here[i] {
			t.Errorf("picture %d: in the worker\n%.300s\non the page's thread\n%.300s", i, beside[i], here[i])
		}
	}
}

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
