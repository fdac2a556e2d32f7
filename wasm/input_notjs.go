//go:build !js

package main

import (
	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"

	"gradtheatre/scenes/stage"
	"gradtheatre/scenes/ui"
)

// desktopInput turns Ebitengine's input into the stage's events.
type desktopInput struct {
	stage   *stage.Stage
	x, y    float64
	touches map[ebiten.TouchID]ui.Event
	ids     []ebiten.TouchID
	keys    []ebiten.Key
	runes   []rune
}

func (in *desktopInput) poll(scale float64) {
	if scale <= 0 {
		return
	}
	shift := ebiten.IsKeyPressed(ebiten.KeyShift)
	ctrl := ebiten.IsKeyPressed(ebiten.KeyControl) || ebiten.IsKeyPressed(ebiten.KeyMeta)
	in.mouse(scale, shift, ctrl)
	in.fingers(scale)
	in.keyboard(shift, ctrl)
}

func (in *desktopInput) mouse(scale float64, shift, ctrl bool) {
	cx, cy := ebiten.CursorPosition()
	ev := ui.Event{X: float64(cx) / scale, Y: float64(cy) / scale, Shift: shift, Ctrl: ctrl}
	if ev.X != in.x || ev.Y != in.y {
		in.x, in.y = ev.X, ev.Y
		ev.Kind = ui.PointerMove
		in.stage.Input(ev)
	}
	for i, b := range []ebiten.MouseButton{ebiten.MouseButtonLeft, ebiten.MouseButtonMiddle, ebiten.MouseButtonRight} {
		ev.Button = i
		if inpututil.IsMouseButtonJustPressed(b) {
			ev.Kind = ui.PointerDown
			in.stage.Input(ev)
		}
		if inpututil.IsMouseButtonJustReleased(b) {
			ev.Kind = ui.PointerUp
			in.stage.Input(ev)
		}
	}
	if dx, dy := ebiten.Wheel(); dx != 0 || dy != 0 {
		ev.Kind, ev.Button, ev.DX, ev.DY = ui.Wheel, 0, -dx, -dy
		in.stage.Input(ev)
	}
}

func (in *desktopInput) fingers(scale float64) {
	if in.touches == nil {
		in.touches = map[ebiten.TouchID]ui.Event{}
	}
	in.ids = inpututil.AppendJustPressedTouchIDs(in.ids[:0])
	for _, id := range in.ids {
		x, y := ebiten.TouchPosition(id)
		ev := ui.Event{Kind: ui.PointerDown, X: float64(x) / scale, Y: float64(y) / scale, Pointer: int(id) + 1, Touch: true}
		in.touches[id] = ev
		in.stage.Input(ev)
	}
	for id, ev := range in.touches {
		if inpututil.IsTouchJustReleased(id) {
			ev.Kind = ui.PointerUp
			in.stage.Input(ev)
			delete(in.touches, id)
			continue
		}
		x, y := ebiten.TouchPosition(id)
		if nx, ny := float64(x)/scale, float64(y)/scale; nx != ev.X || ny != ev.Y {
			ev.Kind, ev.X, ev.Y = ui.PointerMove, nx, ny
			in.touches[id] = ev
			in.stage.Input(ev)
		}
	}
}

// named are the keys that are not letters, by their names in events.
var named = map[ebiten.Key]string{
	ebiten.KeyArrowLeft: "ArrowLeft", ebiten.KeyArrowRight: "ArrowRight", ebiten.KeyArrowUp: "ArrowUp", ebiten.KeyArrowDown: "ArrowDown",
	ebiten.KeyEnter: "Enter", ebiten.KeyNumpadEnter: "Enter", ebiten.KeyEscape: "Escape", ebiten.KeyBackspace: "Backspace", ebiten.KeyDelete: "Delete",
	ebiten.KeyHome: "Home", ebiten.KeyEnd: "End", ebiten.KeyPageUp: "PageUp", ebiten.KeyPageDown: "PageDown", ebiten.KeyTab: "Tab",
}

func (in *desktopInput) keyboard(shift, ctrl bool) {
	in.keys = inpututil.AppendPressedKeys(in.keys[:0])
	for _, k := range in.keys {
		if n := inpututil.KeyPressDuration(k); n != 1 && (n < 30 || n%3 != 0) {
			continue // the first, then repeated like a keyboard does
		}
		name, ok := named[k]
		if !ok && ctrl {
			name = ebiten.KeyName(k) // Ctrl-Z types nothing
		}
		if name == "Tab" {
			in.stage.FocusNext(shift)
		} else if name != "" {
			in.stage.Input(ui.Event{Kind: ui.KeyDown, Key: name, Shift: shift, Ctrl: ctrl})
		}
	}
	in.runes = ebiten.AppendInputChars(in.runes[:0])
	for _, r := range in.runes {
		if ctrl {
			continue
		}
		if in.stage.Typing() {
			in.stage.Input(ui.Event{Kind: ui.Input, Text: string(r)})
		} else {
			in.stage.Input(ui.Event{Kind: ui.KeyDown, Key: string(r), Shift: shift})
		}
	}
}
