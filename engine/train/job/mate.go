package job

import (
	"slices"
	"time"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train"
)

// Workers is by how many workers a run may be trained on a machine with that
// many processors: by two where that leaves one for the page and one for what
// draws it. Whether the second takes part is found out by trying; see [NewMate].
func Workers(processors int) int {
	if processors >= 4 {
		return 2
	}
	return 1
}

// Help returns who may compute second halves for a run: its network is built by
// first, and it learns what now names. nil is nobody.
type Help func(first, now *Spec, learn data.Source) train.Mate

// Partner has another processor, which computes one half at a time.
type Partner interface {
	// Begin hands a half over. It returns false where that cannot be, or not yet.
	Begin(h *train.Half) bool
	// End waits for it, and returns false if nothing came of it.
	End(h *train.Half) bool
}

// NewMate returns a mate that hands second halves to a partner, and computes
// them itself where the partner cannot. Unless it is to do so always, it finds
// out again and again whether that is faster: what it costs is the way there and
// back. To a Web Worker with a processor of its own that is 0.4 ms, most of which
// passes before the browser has woken up, beside 1.2 ms for 4 digits in the small
// LeNet and 4 ms for 16. So of a batch of 32 it makes half as much again.
func NewMate(p Partner, always bool) train.Mate {
	return &mate{partner: p, trial: trial{always: always}}
}

type mate struct {
	partner Partner
	trial   trial
}

// Both is that of [train.Mate].
func (m *mate) Both(first func(), second *train.Half) {
	start := time.Now()
	beside := m.trial.beside(len(second.Examples), start) && m.partner.Begin(second)
	if beside {
		m.together(first, second)
	} else {
		first()
		second.Compute()
	}
	m.trial.took(beside, time.Since(start))
}

func (m *mate) together(first func(), second *train.Half) {
	ended := false
	defer func() {
		if !ended { // a panic: nobody is at work when it comes out
			m.partner.End(second)
		}
	}()
	first()
	ended = true
	if !m.partner.End(second) {
		second.Compute()
	}
}

const (
	trialSteps = 12               // of each way
	trialEvery = 10 * time.Second // what else the machine does changes
	worth      = 0.95             // of the time of one worker, at most
)

// trial finds out whether two workers are faster than one: steps of both ways
// take turns until there are enough of each.
type trial struct {
	always bool
	size   int // of the halves it was made for
	times  [2][]time.Duration
	pays   bool
	until  time.Time // when what came of it no longer counts
}

// beside reports whether a step is to be computed by both.
func (t *trial) beside(size int, now time.Time) bool {
	if t.always {
		return true
	}
	if size != t.size || !t.until.IsZero() && now.After(t.until) {
		t.size, t.until = size, time.Time{}
		t.times[0], t.times[1] = t.times[0][:0], t.times[1][:0]
	}
	if t.until.IsZero() {
		return len(t.times[1]) <= len(t.times[0])
	}
	return t.pays
}

// took notes how long a step took.
func (t *trial) took(beside bool, d time.Duration) {
	way := 0
	if beside {
		way = 1
	}
	if t.always || !t.until.IsZero() || len(t.times[way]) == trialSteps {
		return
	}
	t.times[way] = append(t.times[way], d)
	if len(t.times[0]) == trialSteps && len(t.times[1]) == trialSteps {
		t.pays = usual(t.times[1]) < worth*usual(t.times[0])
		t.until = time.Now().Add(trialEvery)
	}
}

// usual is the time of the shorter three quarters.
func usual(times []time.Duration) (sum float64) {
	slices.Sort(times)
	for _, d := range times[:len(times)*3/4] {
		sum += float64(d)
	}
	return sum
}

// Goroutine is a partner in this program.
type Goroutine struct {
	halves chan *train.Half
	done   chan bool
}

// NewGoroutine starts one, until it is closed.
func NewGoroutine() *Goroutine {
	g := &Goroutine{make(chan *train.Half, 1), make(chan bool, 1)}
	go func() {
		for h := range g.halves {
			g.done <- try(h)
		}
	}()
	return g
}

// try computes a half, and returns false if it cannot be.
func try(h *train.Half) (ok bool) {
	defer func() { ok = recover() == nil }()
	h.Compute()
	return true
}

// Begin hands a half over.
func (g *Goroutine) Begin(h *train.Half) bool {
	g.halves <- h
	return true
}

// End waits for it.
func (g *Goroutine) End(*train.Half) bool { return <-g.done }

// Help lets it help any run; see [NewMate].
func (g *Goroutine) Help(always bool) Help {
	return func(*Spec, *Spec, data.Source) train.Mate { return NewMate(g, always) }
}

// Close ends it.
func (g *Goroutine) Close() { close(g.halves) }
