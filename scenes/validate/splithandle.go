package validate

import (
	"math"
	"slices"

	"gradtheatre/scenes/ui"
)

// handler drags the cuts.
func (l *splitLab) handler() func(ui.Event) bool {
	down, pointer, which := false, 0, 0
	return func(ev ui.Event) bool {
		m := &l.marks
		switch ev.Kind {
		case ui.PointerDown:
			if down || ev.Button != 0 || !l.bar.Rect().Contains(ev.X, ev.Y) || l.onNumber(ev) {
				return down
			}
			down, pointer, which = true, ev.Pointer, 0
			if min(math.Abs(ev.X-m.cuts[0]), math.Abs(ev.X-m.cuts[1])) > 20 {
				which = -1
				l.choose(ev)
				return true
			}
			if math.Abs(ev.X-m.cuts[1]) < math.Abs(ev.X-m.cuts[0]) {
				which = 1
			}
			return true
		case ui.PointerMove:
			if down && ev.Pointer == pointer {
				if which >= 0 {
					l.move(which, (ev.X-m.dots.X)/m.dots.W)
				} else {
					l.choose(ev)
				}
				return true
			}
		case ui.PointerUp, ui.PointerCancel:
			if down && ev.Pointer == pointer {
				down = false
				return true
			}
		case ui.KeyDown:
			by := map[string]float64{"ArrowLeft": -0.01, "ArrowRight": 0.01}[ev.Key]
			if by == 0 {
				return l.step(ev.Key)
			}
			i := 0
			if ev.Shift {
				i = 1
			}
			l.move(i, l.shares[i]+by)
			return true
		}
		return false
	}
}

// onNumber reports whether a press is on a number, which then unfolds.
func (l *splitLab) onNumber(ev ui.Event) bool {
	m := &l.marks
	for _, at := range slices.Concat(m.counts[:], m.chances[:]) {
		if at.Contains(ev.X, ev.Y) {
			return true
		}
	}
	return false
}

// choose takes the bird under the pointer.
func (l *splitLab) choose(ev ui.Event) {
	nearest := 20.0
	for i := range l.flock.order {
		if p := l.dot(i); math.Hypot(p.X-ev.X, p.Y-ev.Y) < nearest {
			nearest = math.Hypot(p.X-ev.X, p.Y-ev.Y)
			l.bird, l.stale = i, true
		}
	}
}

// step takes the bird before or after by key.
func (l *splitLab) step(key string) bool {
	n := len(l.flock.order)
	switch key {
	case "ArrowUp":
		l.bird = (l.bird + n - 1) % n
	case "ArrowDown":
		l.bird = (l.bird + 1) % n
	default:
		return false
	}
	l.stale = true
	return true
}
