// Command wasm is the theatre itself: in the browser as WebAssembly, and on
// the desktop with `go run ./wasm`.
package main

import (
	"image"
	"math"
	"sync"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// app runs a stage as an Ebitengine game. Everything that touches the stage
// holds mu: in a browser the page's calls come between two ticks.
type app struct {
	mu     sync.Mutex
	stage  *stage.Stage
	canvas *paint.Canvas
	last   time.Time
	fixed  float64 // seconds a tick, when not 0: pictures come out the same every time

	// size returns the window in CSS pixels, the drawing buffer in device
	// pixels and the device pixels of a CSS pixel.
	size   func(outsideW, outsideH float64) (w, h, bufferW, bufferH, scale float64)
	before func()              // before each tick: poll input
	after  func() error        // after each tick: answer the page
	drawn  func(*ebiten.Image) // after each new picture
	save   func(name string, picture *image.RGBA) error
	lend   func(r rune, em float64, bold bool) paint.Mask // letters of the system, or nil

	cost             cost
	scale            float64
	bufferW, bufferH int
}

// cost is what a frame takes of the processor: milliseconds, averaged over the
// last second or so. Draw counts only frames that were drawn.
type cost struct {
	Update float64 `json:"update"`
	Draw   float64 `json:"draw"`
	Drawn  int     `json:"drawn"` // pictures since the start
}

// mean moves an average towards the newest value.
func mean(old, now float64) float64 { return old + (now-old)/30 }

func since(t time.Time) float64 { return float64(time.Since(t)) / 1e6 }

// Layout is not called: LayoutF is there.
func (a *app) Layout(w, h int) (int, int) { return w, h }

// LayoutF makes the screen as large as the drawing buffer, so that a pixel is
// a pixel. The window may have no area; Ebitengine wants one.
func (a *app) LayoutF(outsideW, outsideH float64) (float64, float64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w, h, bw, bh, scale := a.size(outsideW, outsideH)
	if !(scale > 0) || math.IsInf(scale, 0) {
		scale = 1
	}
	bw, bh = min(max(math.Round(bw), 1), 16384), min(max(math.Round(bh), 1), 16384)
	if scale != a.scale || int(bw) != a.bufferW || int(bh) != a.bufferH {
		a.scale, a.bufferW, a.bufferH = scale, int(bw), int(bh)
		a.stage.Invalidate()
	}
	a.stage.Resize(w, h)
	return bw, bh
}

func (a *app) Update() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tick()
	return a.after()
}

// tick is one Update of the stage, with the time that went by.
func (a *app) tick() {
	now := time.Now()
	dt := 0.0
	if !a.last.IsZero() {
		dt = now.Sub(a.last).Seconds()
	}
	a.last = now
	if a.fixed > 0 {
		dt = a.fixed
	}
	a.before()
	a.stage.Update(dt)
	a.cost.Update = mean(a.cost.Update, since(now))
}

// Draw paints only when something has changed; the screen keeps its content.
func (a *app) Draw(screen *ebiten.Image) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.stage.Dirty() {
		return
	}
	if name, size, ok := a.stage.TakePicture(); ok {
		if err := a.takePicture(name, size); err != nil {
			a.stage.PictureFailed(err)
		}
		return // the next frame is the screen's again
	}
	start := time.Now()
	a.stage.Draw(a.canvas, a.scale)
	if err := a.canvas.Render(screen); err != nil {
		panic(err) // the shader is part of the program
	}
	a.cost.Draw = mean(a.cost.Draw, since(start))
	a.cost.Drawn++
	if a.drawn != nil {
		a.drawn(screen)
	}
}

// takePicture draws the whole stage on an image of its own, and saves it.
func (a *app) takePicture(name string, size stage.Box) error {
	scale := pictureScale(size, a.scale)
	r := image.Rect(0, 0, int(size.Width*scale+0.5), int(size.Height*scale+0.5))
	on := ebiten.NewImageWithOptions(r, &ebiten.NewImageOptions{Unmanaged: true})
	defer on.Deallocate()
	if err := a.stage.DrawPicture(a.canvas, scale); err != nil {
		return err
	}
	if err := a.canvas.Render(on); err != nil {
		return err
	}
	img := image.NewRGBA(r)
	on.ReadPixels(img.Pix)
	return a.save(name, img)
}

const (
	leastScale  = 2.0  // pixels of a picture for one of CSS, whatever the screen has
	largestSide = 4096 // of an image that every graphics card has room for
)

// pictureScale is how many pixels a picture has for one of CSS: as many as the
// screen, at least two, as long as a graphics card has room for it.
func pictureScale(size stage.Box, screen float64) float64 {
	return min(max(screen, leastScale), largestSide/max(size.Width, size.Height, 1))
}

// run opens the window, or takes the page's canvas, until the app ends.
func (a *app) run() error {
	a.canvas = paint.NewCanvas()
	a.canvas.Lend = a.lend
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetTPS(ebiten.SyncWithFPS)
	return ebiten.RunGameWithOptions(a, &ebiten.RunGameOptions{InitUnfocused: true, SingleThread: false})
}
