package validate

import (
	"gradtheatre/scenes/paint"
	"gradtheatre/scenes/stage"
)

// flight is how the birds go from their places in one deal to those in another.
type flight struct {
	from []int   // a bird's place before
	gone float64 // of the way; 1 where none is under way
}

const flightTime = 0.8 // seconds

// leave notes where the birds are, which will be dealt anew; there are none before
// the first deal.
func (f *flight) leave(order []int) {
	if len(order) == 0 {
		return
	}
	if f.from == nil {
		f.from = make([]int, len(order))
	}
	for i, bird := range order {
		f.from[bird] = i
	}
	f.gone = 0
}

// advance reports whether birds are on their way.
func (f *flight) advance(env *stage.Env) bool {
	if f.from == nil || f.gone >= 1 {
		return false
	}
	if f.gone = min(f.gone+env.Dt/flightTime, 1); env.Look != nil && env.Look.Still {
		f.gone = 1
	}
	return true
}

// flies is where the bird with a place along the bar is now.
func (l *splitLab) flies(place, bird int) paint.Point {
	to := l.dot(place)
	f := &l.flight
	if f.from == nil || f.gone >= 1 {
		return to
	}
	from, u := l.dot(f.from[bird]), f.gone*f.gone*(3-2*f.gone)
	return paint.Point{X: from.X + (to.X-from.X)*u, Y: from.Y + (to.Y-from.Y)*u}
}

// mistaken reports whether the network takes the bird with a place along the bar
// for another species; of the test that is known when it has been opened.
func (l *splitLab) mistaken(place int) bool {
	r, p := &l.run, partTrain
	for ; p < partTest && place >= l.flock.cut[p]; p++ {
	}
	if p > partTrain {
		place -= l.flock.cut[p-1]
	}
	return place < len(r.right[p]) && !r.right[p][place]
}

// mistakes reports whether there are any on view.
func (l *splitLab) mistakes() bool {
	for _, right := range l.run.right {
		for _, ok := range right {
			if !ok {
				return true
			}
		}
	}
	return false
}
