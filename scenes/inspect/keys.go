package inspect

import (
	"slices"

	"gradtheatre/scenes/ui"
)

// Key moves over the terms, unfolds, goes back and closes.
func (k *Panel) Key(ev ui.Event) bool {
	if ev.Ctrl || !k.IsOpen() {
		return false
	}
	k.keyed = true
	if k.grid && k.gridKey(ev.Key) {
		return true
	}
	switch ev.Key {
	case "ArrowDown":
		k.step(1)
	case "ArrowUp":
		k.step(-1)
	case "ArrowRight":
		k.factor = min(k.factor+1, max(k.factors()-1, 0))
	case "ArrowLeft":
		k.factor = max(k.factor-1, 0)
	case "Home":
		k.cursor, k.factor = 0, 0
	case "End":
		k.cursor, k.factor = max(k.page.rows-1, 0), 0
	case "PageDown":
		k.scroll += k.page.view.H * 0.8
		k.scroll = min(k.scroll, k.page.most())
		return true
	case "PageUp":
		k.scroll = max(k.scroll-k.page.view.H*0.8, 0)
		return true
	case "Enter":
		if k.grid {
			k.ShowGrid(false)
		} else {
			k.enter()
		}
	case "Backspace":
		k.Back()
	case "Escape":
		k.Close()
	case "v", "V":
		k.Turn(false)
	case "g", "G":
		k.Turn(true)
	case "m", "M":
		k.ShowGrid(!k.grid)
	case "n", "N":
		k.Next(1)
	case "p", "P":
		k.Next(-1)
	case "c", "C":
		k.ShowCode(!k.code)
	default:
		return false
	}
	k.stale = true
	return true
}

// factors is how many things the row has that can be pressed.
func (k *Panel) factors() int {
	n := 0
	for i := range k.page.targets {
		if t := &k.page.targets[i]; t.body && t.row == k.cursor {
			n++
		}
	}
	return n
}

// Next unfolds the number on screen after the present one, or the one before.
func (k *Panel) Next(d int) {
	cells := k.p.Cells(nil)
	at := slices.IndexFunc(cells, func(c Cell) bool { return c.Ref == k.path[0] })
	if len(cells) > 0 {
		k.Open(k.p, cells[(at+d+len(cells))%len(cells)].Ref)
	}
}

func (k *Panel) step(d int) {
	if k.code {
		k.scroll = min(max(k.scroll+float64(d)*3*codeLine, 0), k.page.most())
		return
	}
	k.cursor, k.factor = min(max(k.cursor+d, 0), max(k.page.rows-1, 0)), 0
}

// enter presses what the keys are on.
func (k *Panel) enter() {
	n := 0
	for i := range k.page.targets {
		t := &k.page.targets[i]
		if !t.body || t.row != k.cursor || t.press == nil {
			continue
		}
		if n == k.factor || t.last {
			t.Press()
			return
		}
		n++
	}
}
