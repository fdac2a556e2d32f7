package main

import (
	"encoding/json"
	"syscall/js"

	"gradtheatre/engine/data"
	"gradtheatre/engine/train"
	"gradtheatre/engine/train/job"
)

// slots is how many runs the mate knows at a time.
const slots = 4

// opening tells the mate of a run.
type opening struct {
	Slot  int      `json:"slot"`
	First job.Spec `json:"first"` // by which the network is built
	Now   job.Spec `json:"now"`   // what is learned
}

// crew is the first worker's side of the second. The second is started when a
// batch is first cut; until it is ready, and for good once it has failed, the
// first computes all by itself.
type crew struct {
	page    js.Value
	started bool
	gone    bool
	seats   [slots]*seat
	next    int       // the slot that is used next
	answers chan bool // whether something came of the half under way
	waiting bool      // for that
}

// seat is a run's place with the mate.
type seat struct {
	crew    *crew
	opening opening
	learn   data.Source
	held    bool // it has a slot
	ready   bool // and the mate its network and data

	order       order
	outcome     outcome
	there, back table
}

// help gives every run a seat.
func (c *crew) help(always bool) job.Help {
	return func(first, now *job.Spec, learn data.Source) train.Mate {
		s := &seat{crew: c, opening: opening{First: *first, Now: *now}, learn: learn}
		s.opening.First.Weights, s.opening.Now.Weights = nil, nil
		return job.NewMate(s, always)
	}
}

// Begin posts a half to the mate.
func (s *seat) Begin(h *train.Half) bool {
	if h.Data != s.learn || !s.take() {
		return false
	}
	s.order = newOrder(s.opening.Slot, h.Step, h.Seed, h.Examples, s.order)
	s.there = s.there.list(s.order, h.Params(), false)
	s.back = s.back.list(s.outcome[:], h.Params(), true)
	s.crew.waiting = true
	s.crew.page.Call("post", address(s.there), address(s.back))
	return true
}

// End waits until the mate has answered. This is where main stops and the
// browser goes on.
func (s *seat) End(h *train.Half) bool {
	if !<-s.crew.answers {
		return false
	}
	h.Loss, h.Right = s.outcome.loss(), s.outcome.right()
	for _, p := range h.Params() {
		p.Grad.Touch()
	}
	return true
}

// take reports whether the mate is ready for a half of this run, and does what
// is needed for it to be.
func (s *seat) take() bool {
	c := s.crew
	switch {
	case c.gone:
		return false
	case !c.started:
		c.started = true
		c.gone = !c.page.Call("start").Bool()
		return false
	case !s.held:
		if last := c.seats[c.next]; last != nil {
			last.held, last.ready = false, false
		}
		s.opening.Slot, s.held, c.seats[c.next] = c.next, true, s
		c.next = (c.next + 1) % slots
		c.page.Call("tell", s.opening.text())
	}
	return s.ready
}

// opened is told that the mate is ready for the run in a slot.
func (c *crew) opened(_ js.Value, args []js.Value) any {
	if s := c.seats[args[0].Int()]; s != nil && s.opening.text() == args[1].String() {
		s.ready = true
	}
	return nil
}

// text is that of the message.
func (o *opening) text() string {
	b, err := json.Marshal(o)
	if err != nil {
		panic(err) // a spec that came as JSON
	}
	return string(b)
}

// answered is told that outcome and gradients lie where the table said.
func (c *crew) answered(js.Value, []js.Value) any {
	c.end(true)
	return nil
}

// lost is told that there is no mate any more.
func (c *crew) lost(js.Value, []js.Value) any {
	c.gone, c.seats = true, [slots]*seat{}
	c.end(false)
	return nil
}

func (c *crew) end(well bool) {
	if c.waiting {
		c.waiting = false
		c.answers <- well
	}
}
