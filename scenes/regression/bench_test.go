package regression_test

import (
	"testing"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/regression"
	"gradtheatre/scenes/stage/stagetest"
)

// BenchmarkDraw is a warm frame of a thousand points.
func BenchmarkDraw(b *testing.B) {
	s := regression.New(42)
	env := stagetest.Room(784, 595)
	s.Seek(5)
	for range 5 {
		s.Update(env)
	}
	c := paint.NewCanvas()
	for b.Loop() {
		stagetest.DrawFigures(c, s, env)
	}
}

// BenchmarkUpdate is a frame in which the position moves by one epoch.
func BenchmarkUpdate(b *testing.B) {
	s := regression.New(42)
	env := stagetest.Room(784, 595)
	at := 0
	for b.Loop() {
		at = (at + 1) % 30
		s.Seek(at)
		s.Update(env)
	}
}
