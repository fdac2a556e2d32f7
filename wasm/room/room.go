// Package room keeps a page in the memory that it has already taken. A page gives
// none back: what garbage once made it take would be lost to the computer.
package room

import (
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// Room tells the garbage collector to make do with what the program has, as long
// as this leaves it a seventh of what lives.
type Room struct {
	Taken   uint64 // bytes that the program has taken, what it was built with aside
	Live    uint64 // those of them that the last collection left
	samples [5]metrics.Sample
	limit   uint64
	looked  time.Time
}

// lookEvery is how often the room is measured, and roomStep what it changes by
// at least, in bytes.
const (
	lookEvery = time.Second
	roomStep  = 256 << 10
)

// Look measures the memory, once a second at most, and tells the collector.
func (r *Room) Look(now time.Time) {
	if now.Sub(r.looked) < lookEvery {
		return
	}
	r.looked = now
	for i, name := range [...]string{"/memory/classes/total:bytes", "/gc/heap/live:bytes", "/memory/classes/heap/objects:bytes", "/memory/classes/heap/free:bytes", "/memory/classes/heap/released:bytes"} {
		r.samples[i].Name = name
	}
	metrics.Read(r.samples[:])
	var v [len(r.samples)]uint64
	for i, s := range r.samples {
		v[i] = s.Value.Uint64()
	}
	r.Taken, r.Live = v[0], v[1]
	if limit := within(r.Taken, r.Live, r.Taken-v[2]-v[3]-v[4]); max(limit, r.limit)-min(limit, r.limit) >= roomStep {
		r.limit = limit
		debug.SetMemoryLimit(int64(limit))
	}
}

// within is the limit, in bytes, for a program that has taken total, of which
// live was in use after the last collection and other is no room for objects:
// stacks, Go's own books, remains of blocks. The collector itself leaves 3 % of
// a limit free, 1 MB at least.
func within(total, live, other uint64) uint64 {
	need := other + live + live/7
	return max(total, need+max(1<<20, need/32))
}
