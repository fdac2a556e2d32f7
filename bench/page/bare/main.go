//go:build js

// Command bare is an Ebitengine window that shows one colour: what any program
// of that engine needs until its first frame.
package main

import (
	"image/color"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"
)

type bare struct{ started bool }

func (b *bare) Update() error {
	if !b.started {
		b.started = true
		js.Global().Get("performance").Call("mark", "theatre-ready") // as the theatre says it
	}
	return nil
}

func (b *bare) Draw(screen *ebiten.Image)  { screen.Fill(color.Gray{Y: 128}) }
func (b *bare) Layout(w, h int) (int, int) { return w, h }

func main() {
	if err := ebiten.RunGame(&bare{}); err != nil {
		panic(err)
	}
}
