package scenes

import (
	"runtime"
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// TestLapsLeaveNothingBehind walks through the whole catalogue again and again,
// so that scenes are closed and made anew: what the program holds stays the same.
func TestLapsLeaveNothingBehind(t *testing.T) {
	s := stage.New(stage.Options{Entries: All(), Lang: i18n.EN})
	s.Resize(800, 600)
	c := paint.NewCanvas()
	lap := func() float64 {
		for _, e := range All() {
			if err := s.Go(e.ID); err != nil {
				t.Fatal(err)
			}
			_ = s.Step() // refused by scenes that do not unfold
			for range 6 {
				s.Update(1.0 / 60)
				s.Draw(c, 1)
			}
		}
		runtime.GC()
		runtime.GC() // what finalizers let go of
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	lap()
	first := lap()
	last := first
	for range 8 {
		last = lap()
	}
	if last > first*1.05 {
		t.Errorf("held after two laps: %.2f MB, after ten: %.2f MB", first/1e6, last/1e6)
	}
}
