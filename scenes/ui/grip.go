package ui

import (
	"math"

	"gradtheatre/scenes/paint"
)

// Grip follows the pointer that holds a part of a figure, from the press to the
// release; other pointers can do nothing meanwhile.
type Grip struct {
	From  paint.Point // where it was pressed
	Moved bool        // it has been farther from there than a hand trembles

	held    bool
	pointer int
}

// Hold is what an event means for a Grip.
type Hold uint8

const (
	HoldNone     Hold = iota // nothing: the event is free for others
	HoldBusy                 // another pointer's, while one holds: nobody may use it
	HoldTaken                // the press
	HoldMoved                // the pointer that holds has moved
	HoldReleased             // it let go
	HoldLost                 // it was taken away: end, change nothing more
)

// tremble is how many CSS pixels a pointer may move before it drags.
const tremble = 3

// Follow says what an event means; a press counts inside in.
func (g *Grip) Follow(ev Event, in paint.Rect) Hold {
	mine := g.held && ev.Pointer == g.pointer
	switch ev.Kind {
	case PointerDown:
		switch {
		case g.held:
			return HoldBusy
		case ev.Button != 0 || !in.Contains(ev.X, ev.Y):
			return HoldNone
		}
		*g = Grip{From: paint.Point{X: ev.X, Y: ev.Y}, held: true, pointer: ev.Pointer}
		return HoldTaken
	case PointerMove:
		if !mine {
			return HoldNone
		}
		g.Moved = g.Moved || math.Hypot(ev.X-g.From.X, ev.Y-g.From.Y) >= tremble
		return HoldMoved
	case PointerUp, PointerCancel:
		switch {
		case !g.held:
			return HoldNone
		case !mine:
			return HoldBusy
		}
		g.held = false
		if ev.Kind == PointerCancel {
			return HoldLost
		}
		return HoldReleased
	}
	return HoldNone
}

// Held reports whether a pointer holds.
func (g *Grip) Held() bool { return g.held }

// Arrow is the direction of an arrow key that was pressed, dy upwards.
func (ev Event) Arrow() (dx, dy float64, ok bool) {
	if ev.Kind != KeyDown {
		return 0, 0, false
	}
	switch ev.Key {
	case "ArrowLeft":
		return -1, 0, true
	case "ArrowRight":
		return 1, 0, true
	case "ArrowUp":
		return 0, 1, true
	case "ArrowDown":
		return 0, -1, true
	}
	return 0, 0, false
}
