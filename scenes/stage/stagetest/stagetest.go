// Package stagetest lets a test sit in the theatre: a stage with one scene and
// no display, what a visitor does to it, and what is then to be seen.
//
//	st := stagetest.Open(t, saddle.Entry(), 1280, 800)
//	st.MustSet("learning_rate", "0.1")
//	st.MustSeek(20)
//	if loss := st.Metric("loss"); loss > 0.5 { … }
//	if !st.Shows("it has converged") { … }
package stagetest

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// Stage is a stage in a test. What is asked of it and cannot be done fails the
// test.
type Stage struct {
	*stage.Stage
	t      testing.TB
	canvas *paint.Canvas
	width  float64 // of the window it was opened in
}

// Open opens a scene in English, in a window of w × h CSS pixels.
func Open(t testing.TB, e stage.Entry, w, h float64) *Stage {
	t.Helper()
	return New(t, stage.Options{Entries: []stage.Entry{e}, Lang: i18n.EN}, w, h)
}

// Watch has an entry put each scene that it makes where the test sees it.
func Watch[S any](e *stage.Entry, at *S) {
	create := e.New
	e.New = func(env *stage.Env) (stage.Scene, error) {
		made, err := create(env)
		*at, _ = any(made).(S)
		return made, err
	}
}

// New opens a stage with all that its options say.
func New(t testing.TB, opt stage.Options, w, h float64) *Stage {
	t.Helper()
	s := &Stage{stage.New(opt), t, paint.NewCanvas(), w}
	s.Resize(w, h)
	s.Tick(3)
	if err := s.State().Error; err != "" {
		t.Fatal(err)
	}
	return s
}

// Tick lets n ticks of 1/60 s go by.
func (s *Stage) Tick(n int) {
	for range n {
		s.Update(1.0 / 60)
	}
}

// OpenSettled opens a scene and waits until it has computed what it opens with.
func OpenSettled(t testing.TB, e stage.Entry, w, h float64) *Stage {
	t.Helper()
	s := Open(t, e, w, h)
	s.Settle()
	return s
}

// wait lets ticks go by until a scene has come to its end, at least as many and
// at least as long as said here: a thread of its own may compute for it.
func wait(tick func(), ended func() bool) bool {
	const ticks, patience = 20000, time.Minute
	for start, n := time.Now(), 0; n < ticks || time.Since(start) < patience; n++ {
		if tick(); ended() {
			return true
		}
		if n > ticks/20 {
			time.Sleep(100 * time.Microsecond) // for that thread
		}
	}
	return false
}

// Settle waits until the scene has nothing left to do.
func (s *Stage) Settle() {
	s.t.Helper()
	if !wait(func() { s.Tick(1) }, s.Settled) {
		s.t.Fatal("the scene does not settle")
	}
	s.Tick(2)
	s.Sound()
}

// Keep waits until the host has been given all that the runs on view are.
func (s *Stage) Keep() {
	s.t.Helper()
	if !wait(func() { s.Tick(1) }, s.Kept) {
		s.t.Fatal("the runs are not kept")
	}
}

// MustSet gives parameters their values, name by name, and lets the scene settle.
func (s *Stage) MustSet(pairs ...string) {
	s.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := s.Set(pairs[i], pairs[i+1]); err != nil {
			s.t.Fatalf("set %s = %s: %v", pairs[i], pairs[i+1], err)
		}
	}
	s.Tick(2)
	s.Settle()
}

// MustSeek goes to a position and lets the scene settle there.
func (s *Stage) MustSeek(at int) {
	s.t.Helper()
	if err := s.Seek(at); err != nil {
		s.t.Fatalf("seek %d: %v", at, err)
	}
	s.Tick(2)
	s.Settle()
}

// Learn goes to a step, however many ticks that takes, or to where the training
// breaks off.
func (s *Stage) Learn(step int) {
	s.t.Helper()
	if err := s.Seek(step); err != nil {
		s.t.Fatalf("seek %d: %v", step, err)
	}
	arrived := func() bool { now := s.State(); return now.Step >= step || now.Metrics["diverged"] == true }
	if !wait(func() { s.Tick(1) }, arrived) {
		s.t.Fatalf("step %d was not reached, only %d", step, s.State().Step)
	}
	s.Tick(2)
}

// MustPress operates a widget.
func (s *Stage) MustPress(id string) {
	s.t.Helper()
	if err := s.Press(id); err != nil {
		s.t.Fatalf("press %s: %v", id, err)
	}
	s.Tick(2)
}

// value reads a metric by its name, or by its way into maps, "grads.x".
func (s *Stage) value(path string) any {
	s.t.Helper()
	var v any = s.State().Metrics
	for key := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			s.t.Fatalf("there is no metric %s", path)
		}
		if v, ok = m[key]; !ok {
			s.t.Fatalf("there is no metric %s; there are %v", path, slices.Sorted(maps.Keys(m)))
		}
	}
	return v
}

// Metric reads one number; NaN where the scene reports none, or one that JSON
// does not have.
func (s *Stage) Metric(path string) float64 {
	s.t.Helper()
	v, ok := number(s.value(path))
	if !ok {
		s.t.Fatalf("metric %s is %v", path, s.value(path))
	}
	return v
}

// Number reads one number that there must be.
func (s *Stage) Number(path string) float64 {
	s.t.Helper()
	v := s.Metric(path)
	if math.IsNaN(v) {
		s.t.Fatalf("metric %s is %v, no number; %v", path, s.value(path), s.State().Metrics["reason"])
	}
	return v
}

// Row reads a list of numbers; one number is a list of one.
func (s *Stage) Row(path string) []float64 {
	s.t.Helper()
	return Numbers(s.value(path))
}

// Series reads a list that must hold nothing but numbers.
func (s *Stage) Series(path string) []float64 {
	s.t.Helper()
	list := s.Row(path)
	if slices.ContainsFunc(list, math.IsNaN) {
		s.t.Fatalf("metric %s is %v", path, s.value(path))
	}
	return list
}

// Numbers reads a list of numbers as a metric or a file of cases holds it; one
// number is a list of one, and what is no number is NaN.
func Numbers(v any) []float64 {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	out := make([]float64, len(list))
	for i, x := range list {
		if out[i], ok = number(x); !ok {
			out[i] = math.NaN()
		}
	}
	return out
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case nil:
		return math.NaN(), true
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case uint64:
		return float64(v), true
	case json.Number:
		f, err := v.Float64()
		return f, err == nil
	}
	return 0, false
}

// Widget is one widget as a program sees it.
func (s *Stage) Widget(id string) stage.WidgetState {
	s.t.Helper()
	for _, w := range s.Widgets() {
		if w.ID == id {
			return w
		}
	}
	s.t.Fatalf("there is no widget %s", id)
	return stage.WidgetState{}
}

// Click presses and lets go at a place of the window.
func (s *Stage) Click(x, y float64) {
	s.Input(ui.Event{Kind: ui.PointerDown, X: x, Y: y})
	s.Input(ui.Event{Kind: ui.PointerUp, X: x, Y: y})
	s.Tick(1)
}

// ClickOn clicks the middle of a widget.
func (s *Stage) ClickOn(id string) {
	s.t.Helper()
	r := s.Widget(id).Rect
	if r.Width <= 0 {
		s.t.Fatalf("%s is not on screen", id)
	}
	s.Click(r.X+r.Width/2, r.Y+r.Height/2)
}

// Drag draws a finger from one place to another.
func (s *Stage) Drag(x1, y1, x2, y2 float64) {
	s.Input(ui.Event{Kind: ui.PointerDown, X: x1, Y: y1, Pointer: 1, Touch: true})
	s.Input(ui.Event{Kind: ui.PointerMove, X: x2, Y: y2, Pointer: 1, Touch: true})
	s.Tick(1)
	s.Input(ui.Event{Kind: ui.PointerUp, X: x2, Y: y2, Pointer: 1, Touch: true})
	s.Tick(1)
}

// Keys presses keys, one a tick.
func (s *Stage) Keys(keys ...string) {
	for _, k := range keys {
		s.Input(ui.Event{Kind: ui.KeyDown, Key: k})
		s.Tick(1)
	}
}

// Lines are the lines of text in a picture, with the place of each.
type Lines map[string]paint.Rect

// Has reports whether a text is among them.
func (l Lines) Has(text string) bool {
	_, ok := l[text]
	return ok
}

// Texts are the lines of text in one picture.
func (s *Stage) Texts() Lines {
	on := Lines{}
	s.canvas.OnText = func(text string, r paint.Rect, _ paint.Style) { on[text] = r }
	s.Draw(s.canvas, 1)
	s.canvas.OnText = nil
	return on
}

// Has reports whether a line of the picture is this text.
func (s *Stage) Has(text string) bool { return s.Texts().Has(text) }

// Shows reports whether a line of the picture contains a text.
func (s *Stage) Shows(text string) bool {
	for line := range s.Texts() {
		if strings.Contains(line, text) {
			return true
		}
	}
	return false
}

// Picture is a checksum of the picture: the same one, the same sum.
func (s *Stage) Picture() [2]uint32 {
	s.Draw(s.canvas, 1)
	return s.canvas.Digest()
}

// Allocs counts what drawing a warm frame allocates.
func (s *Stage) Allocs() float64 {
	s.Tick(60)
	draw := func() { s.Draw(s.canvas, 1) }
	draw()
	return testing.AllocsPerRun(20, draw)
}

// Sound fails the test if something stopped the scene.
func (s *Stage) Sound() {
	s.t.Helper()
	if err := s.State().Error; err != "" {
		s.t.Fatalf("%s: %s", s.Link(), err)
	}
}

// DrawAt draws the scene at a position, and something must be there to see in a
// window that is not a single point.
func (s *Stage) DrawAt(at int) {
	s.t.Helper()
	s.Seek(at)
	s.Tick(1)
	c := paint.NewCanvas()
	if s.Draw(c, 1); c.Triangles() == 0 && s.width > 1 {
		s.t.Fatalf("nothing drawn in a window %v wide: %s, step %d", s.width, s.Link(), at)
	}
}

// Everywhere opens a scene in windows of every shape, from none to a wide
// screen's; what is looked at there must not stop it.
func Everywhere(t testing.TB, e stage.Entry, look func(st *Stage)) {
	t.Helper()
	for _, size := range [][2]float64{{1280, 800}, {390, 844}, {2560, 1440}, {700, 420}, {1, 1}, {0, 0}, {320, 200}} {
		st := Open(t, e, size[0], size[1])
		look(st)
		st.Sound()
	}
}
