package room

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestRoom: the limit is what the program has, unless that left too little: then
// the collector would do nothing else.
func TestRoom(t *testing.T) {
	const mb = 1 << 20
	for _, c := range []struct{ total, live, other, want uint64 }{
		{40 * mb, 28 * mb, 4 * mb, 40 * mb},          // room enough
		{40 * mb, 35 * mb, 4 * mb, 44*mb + 44*mb/32}, // none: 4 + 35 + 5, and what is left free
		{8 * mb, 7 * mb, 1 * mb, 9*mb + 1*mb},        // little programs: 1 MB is left free
		{0, 0, 0, mb},
	} {
		if got := within(c.total, c.live, c.other); got != c.want {
			t.Errorf("of %d, %d live and %d are no room: the limit is %d, want %d", c.total, c.live, c.other, got, c.want)
		}
	}
}

// TestRoomIsTold: the collector is told of the room, and again only when it has
// changed.
func TestRoomIsTold(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	debug.SetMemoryLimit(math.MaxInt64)
	var r Room
	runtime.GC()
	now := time.Now()
	r.Look(now)
	if r.Live == 0 || r.Taken <= r.Live {
		t.Errorf("of %d bytes, %d live", r.Taken, r.Live)
	}
	told := debug.SetMemoryLimit(-1)
	if told == math.MaxInt64 || uint64(told) != r.limit || told < 1<<20 {
		t.Fatalf("the limit is %d, measured %d", told, r.limit)
	}
	debug.SetMemoryLimit(told + 1)
	r.Look(now.Add(lookEvery / 2))
	if debug.SetMemoryLimit(-1) != told+1 {
		t.Error("it measures more often than it should")
	}
	r.limit = 0 // what was told is no longer so
	r.Look(now.Add(2 * lookEvery))
	if now := debug.SetMemoryLimit(-1); now == told+1 || uint64(now) != r.limit {
		t.Errorf("the limit is %d, measured %d", now, r.limit)
	}
}
