package home

import (
	"math/rand/v2"
	"slices"
	"time"

	"gradtheatre/engine/tensor"
	"gradtheatre/scenes/stage"
)

// engineRun begins a small run of the engine whose record is the picture of a
// scene. What it returns does a slice of the work, of a millisecond or less, and
// is called until it has the picture, or an error.
type engineRun func(rng *rand.Rand) func() (*picture, error)

// whole is a run of one slice.
func whole(f func(rng *rand.Rand) (*picture, error)) engineRun {
	return func(rng *rand.Rand) func() (*picture, error) {
		return func() (*picture, error) { return f(rng) }
	}
}

// sketch makes the pictures one after the other, slice by slice.
type sketch struct {
	nodes  []*node // that have no picture yet, the one that is being made first
	slice  func() (*picture, error)
	open   float64 // seconds that the map is on stage
	waited float64 // seconds since it was last drawn
}

// begin lists the scenes that have a run: what takes many slices comes last.
func (k *sketch) begin(nodes []*node) {
	for _, learns := range []bool{false, true} {
		for _, n := range nodes {
			if n.live && runs[n.stop.id] != nil && slices.Contains(learners, n.stop.id) == learns {
				k.nodes = append(k.nodes, n)
			}
		}
	}
}

// next does one slice.
func (k *sketch) next(seed uint64) {
	n := k.nodes[0]
	if k.slice == nil {
		k.slice = runs[n.stop.id](rand.New(rand.NewPCG(seed, uint64(len(n.stop.id)))))
	}
	err := error(nil)
	func() {
		defer tensor.Recover(&err)
		n.picture, err = k.slice()
	}()
	if n.picture != nil || err != nil {
		k.nodes, k.slice = k.nodes[1:], nil
	}
}

// While the map moves in, its pictures take a quarter of the time that the
// engine has in an Update. Then it stays as it is for a while, and they take
// nearly all of it: where drawing is slow, drawing each would take the longest.
const (
	movingIn    = 0.3
	redrawEvery = 0.5
)

// goOn makes more of the pictures.
func (s *Scene) goOn(env *stage.Env) {
	k := &s.sketch
	if len(k.nodes) == 0 {
		return
	}
	k.open += env.Dt
	room := env.Budget / 4
	if k.open > movingIn {
		room = env.Budget * 0.9
	}
	for start := time.Now(); len(k.nodes) > 0 && time.Since(start).Seconds() < room; {
		k.next(s.seed)
	}
	if k.waited += env.Dt; k.waited >= redrawEvery || len(k.nodes) == 0 {
		k.waited, s.stale = 0, true
	}
}
