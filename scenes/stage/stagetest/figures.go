package stagetest

import (
	"testing"

	"gradtheatre/scenes/i18n"
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/theme"
	"gradtheatre/scenes/ui"
)

// Env is what a scene without a stage around it sees, in an area of w × h.
func Env(w, h float64) *stage.Env {
	th := theme.Dark()
	return &stage.Env{
		Area: paint.Rect{W: w, H: h}, View: paint.Rect{W: w, H: h}, Size: paint.Rect{W: w, H: h}, Lang: i18n.EN, Theme: th, Look: &ui.Look{Theme: th, Lang: i18n.EN},
		Seed: stage.DefaultSeed, Dt: 1.0 / 60, Budget: 0.01, Play: stage.Playing{Speed: 1, Phase: 1},
	}
}

// Room is what a scene without a stage around it sees where the stage would
// leave it w × h of a window of 1280 × 800; a narrow one is a phone's.
func Room(w, h float64) *stage.Env {
	env := Env(w, h)
	env.Area.X, env.Area.Y = 212, 125
	env.View = env.Area
	env.Size = paint.Rect{W: 1280, H: 800}
	env.Phone = w < 500
	return env
}

// Choose gives a widget of a scene without a stage its value.
func Choose(t testing.TB, s stage.Scene, id, value string) {
	t.Helper()
	for _, list := range [][]ui.Widget{s.Controls(), s.Figures()} {
		for _, w := range ui.Flatten(list) {
			if v, ok := w.(ui.Valued); ok && w.ID() == id {
				if err := v.Set(value); err != nil {
					t.Fatalf("set %s = %s: %v", id, value, err)
				}
				return
			}
		}
	}
	t.Fatalf("there is no widget %s to set", id)
}

// Lab chooses a laboratory of a scene without a stage, goes to a position of it,
// and returns both the scene and what it sees on a desk.
func Lab[S interface {
	stage.Scene
	stage.Timeline
}](t testing.TB, s S, view string, at int) (S, *stage.Env) {
	t.Helper()
	Choose(t, s, "view", view)
	s.Seek(at)
	return s, Room(784, 590)
}

// Settle updates a scene without a stage until it has nothing left to do.
func Settle(t testing.TB, s stage.Scene, env *stage.Env) {
	t.Helper()
	if !wait(func() { s.Update(env) }, s.(stage.Settler).Settled) {
		t.Fatal("the scene does not settle")
	}
}

// DrawFigures records a picture of a scene's figures.
func DrawFigures(c *paint.Canvas, s stage.Scene, env *stage.Env) {
	c.Begin(env.Size.W, env.Size.H, 1)
	for _, f := range s.Figures() {
		f.Draw(c, env.Look)
	}
}

// FigureAllocs counts what drawing a scene's figures allocates when warm.
func FigureAllocs(s stage.Scene, env *stage.Env) float64 {
	c := paint.NewCanvas()
	draw := func() { DrawFigures(c, s, env) }
	draw()
	return testing.AllocsPerRun(20, draw)
}

// Frames measures frames in which something has changed: Update and Draw.
func Frames(b *testing.B, s stage.Scene, env *stage.Env, change func()) {
	c := paint.NewCanvas()
	for b.Loop() {
		change()
		s.Update(env)
		DrawFigures(c, s, env)
	}
}
