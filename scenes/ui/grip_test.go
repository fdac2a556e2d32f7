package ui_test

import (
	"testing"

	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/ui"
)

// TestGrip: one pointer holds from its press inside to its release; a second
// one can do nothing meanwhile, and a tremble is no drag.
func TestGrip(t *testing.T) {
	var g ui.Grip
	for i, c := range []struct {
		ev    ui.Event
		want  ui.Hold
		moved bool
	}{
		{ui.Event{Kind: ui.PointerMove, X: 50, Y: 50}, ui.HoldNone, false},
		{ui.Event{Kind: ui.PointerUp, X: 50, Y: 50}, ui.HoldNone, false},
		{ui.Event{Kind: ui.PointerDown, X: 150, Y: 50}, ui.HoldNone, false},
		{ui.Event{Kind: ui.PointerDown, X: 50, Y: 50, Button: 2}, ui.HoldNone, false},
		{ui.Event{Kind: ui.PointerDown, X: 50, Y: 50, Pointer: 1}, ui.HoldTaken, false},
		{ui.Event{Kind: ui.PointerMove, X: 52, Y: 52, Pointer: 1}, ui.HoldMoved, false},
		{ui.Event{Kind: ui.PointerDown, X: 60, Y: 60, Pointer: 2}, ui.HoldBusy, false},
		{ui.Event{Kind: ui.PointerMove, X: 90, Y: 60, Pointer: 2}, ui.HoldNone, false},
		{ui.Event{Kind: ui.PointerMove, X: 153, Y: 50, Pointer: 1}, ui.HoldMoved, true},
		{ui.Event{Kind: ui.PointerMove, X: 50, Y: 50, Pointer: 1}, ui.HoldMoved, true},
		{ui.Event{Kind: ui.PointerUp, X: 60, Y: 60, Pointer: 2}, ui.HoldBusy, true},
		{ui.Event{Kind: ui.KeyDown, Key: "ArrowUp"}, ui.HoldNone, true},
		{ui.Event{Kind: ui.PointerUp, X: 50, Y: 50, Pointer: 1}, ui.HoldReleased, true},
		{ui.Event{Kind: ui.PointerDown, X: 50, Y: 50}, ui.HoldTaken, false},
		{ui.Event{Kind: ui.PointerCancel}, ui.HoldLost, false},
		{ui.Event{Kind: ui.PointerCancel}, ui.HoldNone, false},
	} {
		if got := g.Follow(c.ev, paint.Rect{W: 100, H: 100}); got != c.want || g.Moved != c.moved {
			t.Fatalf("event %d: %v, moved %v; want %v, %v", i, got, g.Moved, c.want, c.moved)
		}
	}
}
