package scenes

import (
	"reflect"
	"runtime"
	"testing"
	"time"
	"unsafe"
	"weak"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// TestClosedScenesAreForgotten walks through the whole catalogue again and again,
// with runs that are kept and taken up: in no scene is one held that was closed.
func TestClosedScenesAreForgotten(t *testing.T) {
	made := map[string][]weak.Pointer[byte]{}
	var entries []stage.Entry
	for _, e := range All() {
		plain := e.New
		e.New = func(env *stage.Env) (stage.Scene, error) {
			s, err := plain(env)
			if err == nil {
				made[e.ID] = append(made[e.ID], weak.Make((*byte)(unsafe.Pointer(reflect.ValueOf(s).Pointer()))))
			}
			return s, err
		}
		entries = append(entries, e)
	}
	runs := map[string][]byte{}
	s := stage.New(stage.Options{Entries: entries, Lang: i18n.EN, Host: stage.Host{
		KeepRun:   func(id string, b []byte) { runs[id] = b },
		RecallRun: func(id string) []byte { return runs[id] },
	}})
	s.Resize(800, 600)
	c := paint.NewCanvas()
	for lap := range 3 {
		for i, e := range entries {
			if err := s.Go(e.ID); err != nil {
				t.Fatal(err)
			}
			_ = s.Play() // refused by scenes that do not unfold
			for range 20 {
				s.Update(1.0 / 20)
				s.Draw(c, 1)
				time.Sleep(2 * time.Millisecond)
			}
			if lap == 0 {
				continue
			}
			runtime.GC()
			runtime.GC() // what finalizers let go of
			for k, e := range entries {
				for n, p := range made[e.ID] {
					// The six seen last are alive.
					alive := (i-k+len(entries))%len(entries) < 6 && n == len(made[e.ID])-1
					if p.Value() != nil && !alive {
						t.Errorf("lap %d, %s: %s, the %d. of %d made, is still held", lap, entries[i].ID, e.ID, n+1, len(made[e.ID]))
					}
				}
			}
		}
	}
}

// TestRoomIsMadeFirst: a scene that is closed for another is gone when that is
// made, not just closed: a page never gives memory back.
func TestRoomIsMadeFirst(t *testing.T) {
	var made []weak.Pointer[byte]
	var entries []stage.Entry
	for _, e := range All() {
		plain := e.New
		e.New = func(env *stage.Env) (stage.Scene, error) {
			alive := 0
			for _, p := range made {
				if p.Value() != nil {
					alive++
				}
			}
			if alive > 5 {
				t.Errorf("%s is made beside %d others", e.ID, alive)
			}
			s, err := plain(env)
			if err == nil {
				made = append(made, weak.Make((*byte)(unsafe.Pointer(reflect.ValueOf(s).Pointer()))))
			}
			return s, err
		}
		entries = append(entries, e)
	}
	s := stage.New(stage.Options{Entries: entries, Lang: i18n.EN})
	s.Resize(800, 600)
	c := paint.NewCanvas()
	for range 2 {
		for _, e := range entries {
			if err := s.Go(e.ID); err != nil {
				t.Fatal(err)
			}
			s.Update(1.0 / 60)
			s.Draw(c, 1)
		}
	}
}
