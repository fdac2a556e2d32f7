package job

import (
	"fmt"
	"runtime"
	"time"
)

// Slice is how long a worker trains before it looks whether a command has come.
const Slice = 10 * time.Millisecond

// Spacing is how often a worker reports while it trains: every other frame.
const Spacing = 30 * time.Millisecond

// Patience is how long a worker trains while nobody takes its reports: a page
// that is not shown asks for nothing.
const Patience = 5 * time.Second

// Background is the link to a goroutine.
type Background struct {
	jobs  []Job
	fetch Fetch

	commands   chan Command
	full, free chan *Report
	quit       chan struct{}
	failed     chan error
	err        error
}

// NewBackground starts a goroutine that trains until the link is closed.
func NewBackground(jobs []Job, fetch Fetch) *Background {
	b := &Background{jobs: jobs, fetch: fetch}
	b.open()
	return b
}

func (b *Background) open() {
	b.commands, b.full, b.free = make(chan Command, 64), make(chan *Report, 2), make(chan *Report, 2)
	b.quit, b.failed, b.err = make(chan struct{}), make(chan error, 1), nil
	b.free <- &Report{}
	b.free <- &Report{}
	go b.train(*b, NewWork(b.jobs, b.fetch))
}

// Send hands the command to the goroutine; a new run gets a new one where the
// last has failed.
func (b *Background) Send(c Command) {
	if b.err != nil {
		if c.Kind != Start {
			return
		}
		b.open()
	}
	select {
	case b.commands <- c:
	case b.err = <-b.failed:
		b.Send(c)
	case <-b.quit:
	}
}

// Poll takes the next report, if there is one.
func (b *Background) Poll(r *Report, _ time.Duration) (bool, error) {
	select {
	case p := <-b.full:
		*r, *p = *p, *r // each side keeps the memory of two reports
		b.free <- p
		return true, nil
	case b.err = <-b.failed:
	default:
	}
	return false, b.err
}

// Close ends the goroutine after the step that it takes.
func (b *Background) Close() { close(b.quit) }

// train is the goroutine's; it works on the channels that it was started with.
func (*Background) train(b Background, w *Work) {
	defer func() {
		if p := recover(); p != nil { // a goroutine's panic would take the theatre with it
			b.failed <- fmt.Errorf("training broke: %v", p)
		}
	}()
	w.Spacing = Spacing
	if Workers(runtime.NumCPU()) > 1 {
		g := NewGoroutine()
		defer g.Close()
		w.Help = g.Help(false)
	}
	for looked := time.Now(); ; {
		if w.Busy() && time.Since(looked) < Patience {
			select {
			case <-b.quit:
				return
			case c := <-b.commands:
				w.Do(c)
			default:
				if w.Advance(Slice); w.Loading() {
					time.Sleep(Slice)
				}
			}
		} else {
			free := b.free
			if !w.Busy() && !w.Pending() {
				free = nil
			}
			select { // nothing to do, or nobody looks
			case <-b.quit:
				return
			case c := <-b.commands:
				w.Do(c)
			case p := <-free:
				b.free <- p
			}
		}
		select {
		case p := <-b.free:
			looked = time.Now()
			if w.Report(p) {
				b.full <- p
			} else {
				b.free <- p
			}
		default:
		}
	}
}
