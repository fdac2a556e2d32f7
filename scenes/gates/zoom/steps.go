package zoom

import (
	"fmt"
	"slices"

	"gradtheatre/scenes/i18n"
)

// event is one thing that happens in the run, in the order in which it does. The
// same events are seen at every level, as far as they happen there.
type event int

// Forward through the four blocks; backward the other way round.
const (
	atStart event = iota
	multiply1
	add1
	open1 // the ReLU
	choose1
	multiply2
	add2
	open2
	choose2
	multiply3
	add3
	open3
	multiply4
	add4
	lossForward
	lossBack
	shareBack4
	swapBack4
	sumBack4
	gateBack3
	shareBack3
	swapBack3
	sumBack3
	route2
	gateBack2
	shareBack2
	swapBack2
	sumBack2
	route1
	gateBack1
	shareBack1
	swapBack1
	sumBack1
	lastEvent = sumBack1
)

// kind is what happens, whichever block it happens in.
type kind int

const (
	nothing kind = iota
	multiplies
	adds
	opens
	chooses
	densely
	scores
	measures // the loss
	seeds    // the 1 at the loss
	scoresBack
	denselyBack
	routes
	gates
	sharesOut
	swaps
	sums
)

// firsts are the first events of the blocks, forward and backward. Those that a
// dense layer lacks are counted all the same: the event in the place of its route
// is the one that brings the gradient of what it puts out.
var firsts = [2][len(blocks)]event{{multiply1, multiply2, multiply3, multiply4}, {route1, route2, gateBack3 - 1, lossBack - 1}}

// forward is when the products of a block are made; its sums follow, its ReLU, its
// max. backward is when its max sends the gradient back; then follow its ReLU, its
// sums, its products, and all that comes together.
func forward(b int) event  { return firsts[0][b] }
func backward(b int) event { return firsts[1][b] }

// kind splits an event into what happens and the block that it happens in, or −1.
func (e event) kind() (k kind, block int) {
	switch {
	case e == atStart:
		return nothing, -1
	case e == lossForward:
		return measures, -1
	case e == lossBack:
		return seeds, -1
	case e < lossForward:
		for b := len(blocks) - 1; ; b-- {
			if first := forward(b); e >= first {
				return multiplies + kind(e-first), b
			}
		}
	}
	for b := range blocks {
		if first := backward(b); e >= first && !(blocks[b].dense && e == first) {
			return routes + kind(e-first), b
		}
	}
	return nothing, -1
}

// kindSeen is what an event is at the level on view: from afar a dense layer is one
// step there and one back.
func (s *Zoom) kindSeen(e event) (k kind, block int) {
	switch far := s.level() == cnnLevel; {
	case far && e == open3:
		return densely, -1
	case far && e == add4:
		return scores, -1
	case far && e == sumBack4, s.n.block == fullBlock && e == sumBack4:
		return scoresBack, -1
	case far && e == sumBack3, !blocks[s.n.block].dense && e == sumBack3:
		return denselyBack, -1
	}
	return e.kind()
}

// eventsOf lists what is seen to happen at a level, for each block; what
// happens elsewhere in the network is one step there and one back.
func eventsOf(l level, b int) []event {
	f, g := forward(b), backward(b)
	at := func(from event, steps ...event) (out []event) {
		for _, s := range steps {
			out = append(out, from+s)
		}
		return out
	}
	there := []event{lossForward}
	switch {
	case l == cnnLevel:
		return slices.Concat(at(multiply1, 1, 2, 3), at(multiply2, 1, 2, 3), []event{open3, add4, lossForward, lossBack, sumBack4, sumBack3},
			at(route2, 0, 1, 4), at(route1, 0, 1, 4))
	case l == gateLevel:
		return slices.Concat(at(f, 0, 1), there, at(g, 1, 2, 3, 4))
	case l == neuronLevel && b == scoreBlock:
		return slices.Concat(at(f, 0, 1), there, at(g, 1, 2, 3, 4))
	case l == neuronLevel && b == fullBlock:
		return slices.Concat(at(f, 0, 1, 2), there, at(g, 0, 1, 2, 3, 4))
	case l == neuronLevel: // the gradient has come to the block before its max
		return slices.Concat(at(f, 0, 1, 2, 3), there, at(g, -1, 0, 1, 2, 3, 4))
	case b == scoreBlock:
		return slices.Concat(at(f, 1), there, at(g, 1, 4))
	case b == fullBlock:
		return slices.Concat(at(f, 1, 2), there, at(g, 0, 1, 4))
	}
	return slices.Concat(at(f, 1, 2, 3), there, at(g, -1, 0, 1, 4))
}

// course holds the lists of events, made once.
var course = func() (c [levelCount][len(blocks)][]event) {
	for l := range c {
		for b := range c[l] {
			c[l][b] = eventsOf(level(l), b)
		}
	}
	return c
}()

// happens are the events of the level and block on view.
func (s *Zoom) happens() []event { return course[s.level()][s.n.block] }

// At implements stage.Timeline.
func (s *Zoom) At() (at, last int) {
	list := s.happens()
	for at < len(list) && list[at] <= s.at {
		at++
	}
	return at, len(list)
}

// Step goes to the next thing that happens here.
func (s *Zoom) Step() { at, _ := s.At(); s.Seek(at + 1) }

// Back goes to the one before.
func (s *Zoom) Back() { at, _ := s.At(); s.Seek(at - 1) }

// Reset goes to where only the image and the weights are known.
func (s *Zoom) Reset() { s.Seek(0) }

// Seek goes to a position; beyond the ends it stays at the end.
func (s *Zoom) Seek(at int) {
	list := s.happens()
	if at = min(max(at, 0), len(list)); at == 0 {
		s.at = atStart
	} else {
		s.at = list[at-1]
	}
	s.flight, s.stale = false, true
}

// present is the event that the position shows: at the end of a level it is the
// last that happens there.
func (s *Zoom) present() event {
	if at, _ := s.At(); at > 0 {
		return s.happens()[at-1]
	}
	return atStart
}

// Caption says what the present position does.
func (s *Zoom) Caption(l i18n.Lang) string {
	at, last := s.At()
	k, block := s.kindSeen(s.present())
	return fmt.Sprintf(i18n.T("第 %d / %d 步 · %s", "%d / %d · %s").In(l), at, last, loreOf(k, block).caption.In(l))
}

// lit is how far an event has come: 0 not yet, 1 done.
func (s *Zoom) lit(e event) float64 {
	switch {
	case e < s.at || e == atStart:
		return 1
	case e > s.at:
		return 0
	}
	return ease(min(s.phase/0.75, 1))
}

func ease(u float64) float64 { return u * u * (3 - 2*u) }

// made is the event that gives a value of the run its numbers, in a lane.
func made(lane, node int) event {
	if lane == value {
		return [nodeCount]event{conv1: add1, relu1: open1, pool1: choose1, conv2: add2, relu2: open2, pool2: choose2,
			fullZ: add3, dense: open3, logits: add4, probs: add4, loss: lossForward}[node]
	}
	return [nodeCount]event{inputX: sumBack1, conv1: gateBack1, relu1: route1, pool1: sumBack2, conv2: gateBack2, relu2: route2, pool2: sumBack3,
		fullZ: gateBack3, dense: sumBack4, logits: lossBack, loss: lossBack, probs: lossBack, weight1: sumBack1, bias1: sumBack1, weight2: sumBack2, bias2: sumBack2,
		weight3: sumBack3, bias3: sumBack3, weight4: sumBack4, bias4: sumBack4}[node]
}
